"""Answers each file on its own: a ledger on standard output, or one line on standard error."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import msgspec

from ysq.clock_face.page import Page
from ysq.clock_face.procedure import procedure_page
from ysq.course import CourseError, NotAFile, one_line, read_course, read_file, read_procedure_course
from ysq.domain.clock import ClockError, Ledger, ledger
from ysq.domain.procedure import ProcedureLaw, ProcedureLedger, procedure_ledger
from ysq.faults import cause
from ysq.rules.book import Book


def run(paths: Sequence[str], pretty: bool, book: Book, out: TextIO, err: TextIO) -> int:
    """The ledgers of `paths` under `book` and its calendars: one JSON line each, or with `pretty` a page each.

    A file that can't be read as a possible course gets one line on `err`, the others are still answered. The exit
    status is 0, or 2 when there was such a file.
    """
    calendar = book.calendar()
    page = Page(book, calendar) if pretty else None

    def answer(content: bytes, name: str) -> str:
        course = read_course(content, name)
        found = ledger(course, book.clock, calendar)
        return page.text(name, course, found) if page else _json_line(name, found)

    return _each(paths, answer, out, err)


def run_procedure(paths: Sequence[str], law: ProcedureLaw, pretty: bool, book: Book, out: TextIO, err: TextIO) -> int:
    """The same for another procedure, whose clock is wholly told by `law`; the calendars are the book's."""
    calendar = book.calendar()

    def answer(content: bytes, name: str) -> str:
        found = procedure_ledger(read_procedure_course(content, name), law, calendar)
        return procedure_page(name, found, law) if pretty else _json_line(name, found)

    return _each(paths, answer, out, err)


def _each(paths: Sequence[str], answer: Callable[[bytes, str], str], out: TextIO, err: TextIO) -> int:
    status = 0
    for path in paths:
        name = one_line(os.fsencode(path).decode("utf-8", "replace"))
        try:
            out.write(_answered(path, name, answer))
        except CourseError as error:
            err.write(f"{error}\n")
            status = 2
    return status


def _answered(path: str, name: str, answer: Callable[[bytes, str], str]) -> str:
    try:
        return answer(read_file(Path(path)), name)
    except OSError as error:
        raise CourseError(f"{name}: file: {_unreadable(error)}") from None
    except ClockError as error:
        raise CourseError(f"{name}: {error}") from None


def _unreadable(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "没有这个文件，请核对路径"
        case IsADirectoryError():
            return "是一个文件夹，请写出其中的文件"
        case NotAFile():
            return "不是普通文件（而是管道或者设备），请先存为文件"
        case PermissionError():
            return "没有读取权限，请检查文件的权限"
        case _:
            return f"无法读取（{cause(error)}），请检查路径"


def _json_line(name: str, answer: Ledger | ProcedureLedger) -> str:
    return msgspec.json.encode({"file": name, **msgspec.structs.asdict(answer)}).decode() + "\n"
