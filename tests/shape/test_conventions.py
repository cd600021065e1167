"""The conventions of the house, kept by tests: sizes, places of things, and names that must agree."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from ysq.domain import access, clock
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.letters import COMBINED, PROCEDURAL, LetterType
from ysq.letters import find_fonts, load_stationery
from ysq.letters.sections import SECTIONS
from ysq.rules.book import Book

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TRACKED_TEXT = (
    ".py",
    ".sql",
    ".yaml",
    ".html",
    ".typ",
    ".j2",
    ".css",
    ".toml",
    ".txt",
    ".md",
    ".json",
    "Makefile",
    "run",
)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def statements(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    assert node.end_lineno is not None
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return node.end_lineno - body[0].lineno + 1


def test_no_module_is_over_300_lines() -> None:
    long = {path.name: lines for path in SOURCES if (lines := len(path.read_text("utf-8").splitlines())) > 300}
    assert not long


def test_no_function_is_over_60_lines_and_nine_of_ten_are_at_most_25() -> None:
    lengths = sorted(statements(node) for path in SOURCES for node in functions(path))
    assert lengths[-1] <= 60
    assert lengths[len(lengths) * 9 // 10] <= 25


def test_every_module_opens_with_what_it_is_for() -> None:
    silent = [str(path) for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert not silent


@pytest.mark.parametrize("folder", ["src/ysq"])
def test_no_sql_stands_in_python(folder: str) -> None:
    sql = re.compile(
        r"^\s*(select\s.+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+table)\b",
        re.IGNORECASE | re.DOTALL,
    )
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and sql.search(node.value)
    ]
    assert not found


def test_no_broad_except_stands_anywhere() -> None:
    broad = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert not broad


def test_every_provision_named_in_the_code_exists(book: Book) -> None:
    laws = {name.split(".")[0] for name in book.provisions}
    named = re.compile(rf"^({'|'.join(sorted(laws))})(\.(art|part|para|item)\w*)+$")
    unknown = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and named.match(node.value)
        and node.value not in book.provisions
    ]
    assert not unknown


def test_every_command_has_its_roles() -> None:
    assert set(access.MAY) == set(get_args(c.CaseCommand))
    assert all(access.MAY.values())


def test_every_event_has_a_name_and_its_provisions_in_the_book(book: Book) -> None:
    tags = {str(kind.__struct_config__.tag) for kind in get_args(e.CaseEvent)}
    assert set(book.events.versions) == tags
    assert all(event.provisions for versions in book.events.versions.values() for event in versions)


def test_every_clock_entry_has_a_rule(book: Book) -> None:
    tags = {str(kind.__struct_config__.tag) for kind in get_args(clock.Entry)}
    ruled = {rule.event for rule in book.clock.deadlines.rules.values()}
    assert tags <= ruled


def test_every_setting_of_the_clock_has_its_reason_and_its_default(book: Book) -> None:
    settings = book.clock.parameters.policies
    for field in msgspec.structs.fields(clock.Policy):
        assert settings[field.name].default == field.default
        assert settings[field.name].reason


def test_letters_templates_and_outcomes_belong_together(book: Book) -> None:
    used = {LetterType(one.letter) for versions in book.outcomes.versions.values() for one in versions}
    templates = {path.stem for path in (ROOT / "templates/letters").glob("[a-z]*.yaml")} - {"measures"}
    assert templates == {kind.value for kind in LetterType}
    assert used == set(LetterType) - PROCEDURAL - COMBINED
    assert len(used) == len(book.outcomes.versions), "two outcomes share a letter"
    assert used == set(SECTIONS)


def test_a_template_has_a_section_exactly_when_it_answers_an_item_by_itself() -> None:
    specs = load_stationery(ROOT / "templates/letters", find_fonts(system=False)).letters
    assert {kind for kind, spec in specs.items() if spec.section} == set(LetterType) - PROCEDURAL - COMBINED


def test_every_event_ever_written_is_still_read() -> None:
    samples = sorted((ROOT / "tests/db/past_events").glob("*.json"))
    read = {str(msgspec.json.decode(path.read_bytes(), type=e.CaseEvent).__struct_config__.tag) for path in samples}
    assert read == {str(kind.__struct_config__.tag) for kind in get_args(e.CaseEvent)}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in listed.stdout.splitlines() if line.endswith(TRACKED_TEXT)]


def test_no_download_address_and_no_path_of_a_machine_is_in_the_repository() -> None:
    parts = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "index" + "-url", "/" + "work/", "/" + "root/")
    found = [
        f"{path.relative_to(ROOT)}: {part}"
        for path in tracked()
        for part in parts
        if path.is_file() and part in path.read_text("utf-8")
    ]
    assert not found


def test_identity_numbers_in_examples_have_wrong_check_digits() -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    right = []
    for path in (ROOT / "examples").rglob("*.yaml"):
        for number in re.findall(r"\b\d{17}[\dX]\b", path.read_text("utf-8")):
            check = "10X98765432"[sum(w * int(d) for w, d in zip(weights, number, strict=False)) % 11]
            if number[17] == check:
                right.append(f"{path.name}: {number}")
    assert not right
