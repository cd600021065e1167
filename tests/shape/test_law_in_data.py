"""Numbers of the law stand in the rule book and nowhere in the code, and what the checks know of articles agrees with it."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ysq.letters.check.cited import _OF_GROUND
from ysq.letters.check.signs import CODES, PRIMARY, Decision, Ground
from ysq.rules.book import Book

DAY = date(2026, 3, 2)
SOURCE = Path(__file__).resolve().parents[2] / "src/ysq"
# How long somebody stays signed in is no period of the law, and how many digits a telephone number has no number of it.
APART = ("accounts", "passwords.py", "privacy/mask.py")
PERIOD = re.compile(r"(?<!most_)(?<!max_)(?:days?|months?)$", re.IGNORECASE)
SETTING = "clarification_response_working_days"
"""The one default that the program has too; `test_every_setting_of_the_clock...` keeps it equal to the book's."""
DECIDED = {
    decision: codes[0] for decision, codes in CODES.items() if decision not in (Decision.REFUSED, Decision.WITHDRAWN)
}
WITHHELD = {
    Ground.SECRET: "state_secret",
    Ground.FORBIDDEN: "prohibited_by_law",
    Ground.SECURITY: "security_and_stability",
    Ground.THIRD_PARTY: "third_party_interest",
    Ground.INTERNAL: "internal_affairs",
    Ground.DELIBERATIVE: "deliberative",
    Ground.ENFORCEMENT: "enforcement_file",
}


def integer(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value > 1


def name_of(node: ast.AST) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def counted(tree: ast.AST, law: frozenset[int]) -> Iterator[ast.AST]:
    """Where a number of days or months is written out, or something is compared with a number of the law."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=value):
                most = isinstance(value, ast.Constant) and value.value in law and name_of(target) == "_MOST"
                if integer(value) and (most or PERIOD.search(name_of(target))):
                    yield node
            case ast.Call(func=func, args=args, keywords=named):
                places = list(args) if name_of(func) == "add" else []
                if any(map(integer, places + [one.value for one in named if PERIOD.search(one.arg or "")])):
                    yield node
            case ast.Compare(left=left, comparators=others):
                sides = [left, *others]
                about = {name_of(side.func if isinstance(side, ast.Call) else side) for side in sides}
                numbers = {side.value for side in sides if isinstance(side, ast.Constant) and integer(side)}
                if numbers & law and not about & {"len", "weekday", "article"}:
                    yield node


def law_numbers(book: Book) -> frozenset[int]:
    return frozenset(value.value for number in book.clock.parameters.numbers.values() for value in number.values)


def test_no_period_of_the_law_is_written_in_the_code(book: Book) -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)}"
        for path in sorted(SOURCE.rglob("*.py"))
        if not str(path.relative_to(SOURCE)).startswith(APART)
        for node in counted(ast.parse(path.read_text("utf-8")), law_numbers(book))
        if SETTING not in ast.unparse(node)
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    ["_ANSWER_DAYS = 20", "calendar.add(start, 7)", "timedelta(days=60)", "number(match[1]) != 15", "_MOST = 20"],
)
def test_a_period_written_in_the_code_would_be_found(source: str, book: Book) -> None:
    assert list(counted(ast.parse(source), law_numbers(book)))


def keys(book: Book, code: str) -> set[str]:
    """The articles of an outcome as the checks write them: 16/2, 36.3, 15."""
    cited = book.outcomes.on(DAY)[code].provisions
    found = (re.fullmatch(r"ogi\.art(\d+)(?:\.para(\d+))?(?:\.item(\d+))?", name) for name in cited)
    return {f"{m[1]}{f'/{m[2]}' if m[2] else ''}{f'.{m[3]}' if m[3] else ''}" for m in found if m}


@pytest.mark.parametrize("decision", DECIDED)
def test_what_a_decision_stands_on_is_what_its_outcome_cites(decision: Decision, book: Book) -> None:
    assert PRIMARY[decision] & keys(book, DECIDED[decision])


@pytest.mark.parametrize("ground", Ground)
def test_what_a_ground_stands_on_is_what_its_outcome_cites(ground: Ground, book: Book) -> None:
    assert _OF_GROUND[ground] == keys(book, WITHHELD[ground]) - {"36.3", "32"}
    assert _OF_GROUND[ground] <= PRIMARY[Decision.REFUSED]
