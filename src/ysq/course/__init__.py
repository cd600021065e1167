"""A course of events from outside (YAML or JSON): read within bounds, or refused in one Chinese line."""

from ysq.course.read import (
    MAX_BYTES,
    CourseError,
    NotAFile,
    course_from_json,
    one_line,
    read_course,
    read_file,
    read_procedure_course,
)

__all__ = [
    "MAX_BYTES",
    "CourseError",
    "NotAFile",
    "course_from_json",
    "one_line",
    "read_course",
    "read_file",
    "read_procedure_course",
]
