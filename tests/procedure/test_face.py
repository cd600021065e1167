"""`ysq clock --procedure`: each file on its own, as JSON or as a page; bad files get one line."""

import io
from pathlib import Path

import msgspec
import pytest

from ysq.clock_face import run_procedure
from ysq.domain.procedure import ProcedureLaw, ProcedureLedger
from ysq.rules import book as rule_book
from ysq.rules.book import Book, BookError
from ysq.rules.procedures import read_procedure

TOP = Path(__file__).parents[2]
EXAMPLES = TOP / "examples" / "clock" / "decision"


class Told(ProcedureLedger, frozen=True):
    """A line of output."""

    file: str


@pytest.fixture(scope="module")
def book() -> Book:
    return rule_book.read(TOP / "rules")


@pytest.fixture(scope="module")
def law(book: Book) -> ProcedureLaw:
    return read_procedure(TOP / "rules", "decision", book.provisions)


def asked(law: ProcedureLaw, book: Book, *paths: Path, pretty: bool = False) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = run_procedure([str(path) for path in paths], law, pretty, book, out, err)
    return status, out.getvalue(), err.getvalue()


def test_the_examples_answer_one_line_each(law: ProcedureLaw, book: Book) -> None:
    status, out, err = asked(law, book, EXAMPLES / "river-park.yaml", EXAMPLES / "hurried.yaml")
    park, hurried = (msgspec.json.decode(line, type=Told) for line in out.splitlines())
    assert (status, err) == (0, "")
    assert (park.state, park.findings) == ("ended", ())
    assert [finding.code for finding in hurried.findings] == [
        "comment_too_short", "no_legality_review", "publication_overdue",
    ]  # fmt: skip


def test_the_page_shows_limits_doubts_and_days(law: ProcedureLaw, book: Book) -> None:
    _status, out, _err = asked(law, book, EXAMPLES / "river-park.yaml", pretty=True)
    for words in (
        "重大行政决策程序期限计算书",
        "2026年10月27日（周二）",
        "补充审查材料",
        "［推断］",
        "［本机关设定］",
    ):
        assert words in out
    assert all(len(line.encode("gb18030")) <= 80 for line in out.splitlines())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("events: []\n", "events"),
        ("events: [{type: decision.started}]\n", "event 1: date: 缺少这一项"),
        ("events: [{type: decision.started, date: 2026-02-30}]\n", "event 1: date: 没有2026-02-30这一天"),
        ("events: [{type: no.such, date: 2026-02-03}]\n", "event 1: type"),
        ("colour: red\n", "colour"),
        ('{"events": [', "JSON"),
    ],
)
def test_a_bad_file_gets_one_line_and_the_others_are_answered(
    law: ProcedureLaw, book: Book, tmp_path: Path, content: str, words: str
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(content, "utf-8")
    status, out, err = asked(law, book, bad, EXAMPLES / "hurried.yaml")
    assert status == 2
    assert len(out.splitlines()) == len(err.splitlines()) == 1
    assert words in err


def test_an_unknown_procedure_and_a_broken_one_are_refused_with_the_place(book: Book, tmp_path: Path) -> None:
    with pytest.raises(BookError, match="decision"):
        read_procedure(TOP / "rules", "marriage", book.provisions)
    place = tmp_path / "procedures" / "broken"
    place.mkdir(parents=True)
    for name in ("procedure.yaml", "parameters.yaml", "provisions.yaml"):
        text = (TOP / "rules" / "procedures" / "decision" / name).read_text("utf-8")
        (place / name).write_text(text.replace("closes: comment.closed", "closes: comment.shut"), "utf-8")
    with pytest.raises(BookError, match=r"comment\.shut"):
        read_procedure(tmp_path, "broken", book.provisions)
