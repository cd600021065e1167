"""`ysq rules evaluate`: what the rules find in a file of facts, and what would have to change for another outcome."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import msgspec

from ysq.book_face.factfile import BadFacts, FactFile, read_facts
from ysq.domain.findings import Operator, Seen
from ysq.rules.book import Book
from ysq.rules.evaluate import evaluate as findings_of
from ysq.rules.facts import VOCABULARY
from ysq.rules.fields import shown as shown_value
from ysq.rules.fields import visible
from ysq.rules.shown import Cited, ShownFinding, cited, shown
from ysq.rules.tables import supports
from ysq.rules.whynot import Way, ways
from ysq.rules.words import said

_NO_WAY = "按应当适用的规则（收到之日或者所看的日子施行的），改变任何事实都得不出这一结果"
_MOST_WAYS = 24
"""How many equal ways are listed: a reader compares no more."""


class Asked(msgspec.Struct, frozen=True):
    """How the files are asked: on which day, in what form, and for which outcome the ways are sought."""

    today: dt.date
    on: dt.date | None = None
    json: bool = False
    why_not: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """One file's findings."""

    file: str
    on: dt.date
    book: str
    findings: tuple[ShownFinding, ...]


class ShownChange(msgspec.Struct, frozen=True):
    """A fact to change; None is 未填写."""

    fact: str
    label: str
    before: Seen
    after: Seen


class ShownWay(msgspec.Struct, frozen=True):
    """A rule that supports the outcome once these facts are changed."""

    rule: str
    title: str
    provisions: tuple[Cited, ...]
    changes: tuple[ShownChange, ...]


class WhyNot(msgspec.Struct, frozen=True):
    """One file's smallest changes; `note` says why there are none, `left_out` how many more of that size there are."""

    file: str
    on: dt.date
    book: str
    outcome: str
    name: str
    supported: bool
    ways: tuple[ShownWay, ...]
    note: str = ""
    left_out: int = 0


def evaluate(paths: Sequence[Path], book: Book, asked: Asked, out: TextIO, err: TextIO) -> int:
    """Answer for each file, a JSON line or a page; 2 when a file or the outcome can't be read, else 0."""
    if asked.why_not is not None and asked.why_not not in book.outcomes.versions:
        known = "、".join(f"{code}（{versions[-1].name}）" for code, versions in book.outcomes.versions.items())
        err.write(f"没有{shown_value(asked.why_not)}这种办理结果，可以写：{known}\n")
        return 2
    status = 0
    for path in paths:
        try:
            file = read_facts(path, asked.on, asked.today)
        except BadFacts as error:
            err.writelines(f"{visible(str(path))}：{visible(line)}\n" for line in str(error).split("\n"))
            status = 2
            continue
        answer = _answer(path, file, book) if asked.why_not is None else _why_not(path, file, book, asked.why_not)
        out.write(msgspec.json.encode(answer).decode() + "\n" if asked.json else "".join(_page(answer)))
    return status


def _answer(path: Path, file: FactFile, book: Book) -> Answer:
    found = findings_of(book.rules, file.facts, file.on)
    return Answer(str(path), file.on, book.fingerprint, shown(found, book.provisions))


def _why_not(path: Path, file: FactFile, book: Book, code: str) -> WhyNot:
    outcome = book.outcomes.find(code, file.on)
    if outcome is None:
        name, note = book.outcomes.versions[code][-1].name, f"{file.on}没有施行中的这种办理结果"
        return WhyNot(str(path), file.on, book.fingerprint, code, name, supported=False, ways=(), note=note)
    found = ways(book.rules, file.facts, lambda conclusion: supports(outcome, conclusion), file.on)
    supported = any(not way.changes for way in found)
    note = outcome.without_rule or ("" if found else _NO_WAY)
    told = () if supported else tuple(_shown_way(way, book) for way in found[:_MOST_WAYS])
    more = 0 if supported else len(found) - len(told)
    return WhyNot(str(path), file.on, book.fingerprint, code, outcome.name, supported, told, note, more)


def _shown_way(way: Way, book: Book) -> ShownWay:
    changes = tuple(ShownChange(one.fact, VOCABULARY[one.fact].label, one.before, one.after) for one in way.changes)
    provisions = tuple(cited(name, book.provisions.get(name)) for name in way.rule.provisions)
    return ShownWay(way.rule.id, way.rule.title, provisions, changes)


def _page(answer: Answer | WhyNot) -> Iterator[str]:
    yield f"{answer.file}（{answer.on}，规则书{answer.book[:12]}）\n"
    if isinstance(answer, WhyNot):
        yield from _why_not_page(answer)
        return
    if not answer.findings:
        yield "  没有规则成立\n"
    for finding in answer.findings:
        yield f"  {finding.title}（{finding.rule}）\n"
        yield f"    依据：{'、'.join(map(_named, finding.provisions))}\n"
        yield from (f"    {compared.sentence}\n" for compared in finding.trace)
        if finding.setting:
            yield f"    {finding.setting}\n"


def _why_not_page(answer: WhyNot) -> Iterator[str]:
    if answer.supported:
        yield f"  {answer.name}：规则已经支持\n"
        return
    yield f"  {answer.name}：{answer.note or '规则尚不支持，以下每一种都是最小的改变'}\n"
    for way in answer.ways:
        yield f"  {way.title}（{way.rule}；{'、'.join(map(_named, way.provisions))}）\n"
        for one in way.changes:
            yield f"    {one.label}：由{_said(one.fact, one.before)}改为{_said(one.fact, one.after)}\n"
    if answer.left_out:
        yield f"  另有{answer.left_out}种同样小的改变，没有列出\n"


def _named(one: Cited) -> str:
    return f"{one.title}（{one.doubt}）" if one.doubt else one.title


def _said(name: str, value: Seen) -> str:
    return Operator.MISSING.zh if value is None else f"“{said(VOCABULARY[name], value)}”"
