"""Whatever the explanations and findings of the book may mention is filled in every course that is known."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
from hypothesis import given, settings
from tests.clock.strategies import courses

from ysq.domain.clock import ClockError, ClockLaw, Course, Entry, ledger, told
from ysq.domain.clock.law import Deadlines
from ysq.resources import data_folder
from ysq.rules.book import Book
from ysq.rules.sound_words import may_mention

SOURCES = Path(told.__file__).parents[2]
FOUND = re.compile(r'(?:find|refuse)\(\s*"(\w+)"(?: if \w+ else "(\w+)")?|code = "(\w+)"(?: if .+ else "(\w+)")?')


def braces(names: frozenset[str] | set[str]) -> str:
    return "".join(f"{{{name}}}" for name in sorted(names))


def talkative(law: ClockLaw) -> ClockLaw:
    """The law with explanations and findings that mention everything they may."""
    known = may_mention(law.deadlines)
    rules = {
        name: msgspec.structs.replace(rule, explanation=braces(told.explained_by(rule.event, rule.effect)))
        for name, rule in law.deadlines.rules.items()
    }
    findings = {
        code: msgspec.structs.replace(text, message=braces(known[code]))
        for code, text in law.deadlines.findings.items()
    }
    deadlines: Deadlines = msgspec.structs.replace(law.deadlines, rules=rules, findings=findings)
    return ClockLaw(deadlines, law.parameters)


@settings(max_examples=400, deadline=None)
@given(courses())
def test_every_brace_that_the_check_allows_is_filled_in_any_course(book: Book, data: dict[str, Any]) -> None:
    course = msgspec.convert(msgspec.to_builtins(data), Course)
    try:
        found = ledger(course, talkative(book.clock), book.calendar())
    except ClockError:
        return
    assert all("{" not in step.explanation for step in found.steps)


def test_every_brace_that_the_check_allows_is_filled_in_every_vector(book: Book) -> None:
    law, calendar, codes, effects = talkative(book.clock), book.calendar(), set(), set()
    for vector in vectors():
        course = msgspec.convert(
            {name: vector[name] for name in ("events", "as_of", "policy") if name in vector}, Course
        )
        found = ledger(course, law, calendar, with_days=False)
        codes |= {finding.code for finding in found.findings}
        effects |= {step.effect for step in found.steps}
    assert len(codes) >= 20
    assert len(effects) >= 12


def vectors() -> Iterator[dict[str, Any]]:
    for path in sorted((data_folder("rules") / "vectors").glob("*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))["vectors"]


def test_the_findings_made_by_name_are_the_ones_that_a_book_must_have() -> None:
    paths = [*(SOURCES / "domain" / "clock").glob("*.py"), SOURCES / "cases" / "overtaken.py"]
    named = {code for path in paths for groups in FOUND.findall(path.read_text("utf-8")) for code in groups if code}
    made = {f"answer_{when}_{what}" for when in ("after_lapse", "while_waiting") for what in ("clarification", "fee")}
    made.add("fixed_by_deferral")  # `Run` chooses between it and fixed_by_order
    assert named | made == set(told.FINDINGS)


def test_every_entry_of_a_course_may_have_a_rule() -> None:
    entries = {str(kind.__struct_config__.tag) for kind in get_args(Entry)}
    time_alone = {"clarification.lapsed", "consultation.silent", "fee.lapsed"}
    assert set(told.EFFECTS) == entries | time_alone
