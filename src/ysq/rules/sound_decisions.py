"""Checks the tables of decisions, events and provisions: the codes, letters and rows that there are, and no other."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from ysq.domain.events import CaseEvent
from ysq.domain.fees import FeeLaw
from ysq.domain.law import REPORT_ROWS, EventTable, Outcome, OutcomeTable, Provision
from ysq.domain.letter_types import DECIDED
from ysq.domain.letters import RemedyOrder
from ysq.domain.remedies import RemedyTable
from ysq.domain.terms import FeeBasis
from ysq.rules.dated import faults_of_always, written
from ysq.rules.fields import shown
from ysq.rules.rule import Fault
from ysq.rules.tables import READ, unreasoned

_PROVISION = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_EVENTS = tuple(str(kind.__struct_config__.tag) for kind in get_args(CaseEvent))
_FIRST = "review.art23.para1.item4"
"""复议前置: what makes an application for review come before the court."""


def faults_of_decisions(outcomes: OutcomeTable, remedies: RemedyTable) -> Iterator[Fault]:
    """Codes under which nothing can be written, rows that the annual report doesn't have, remedies without a law."""
    yield from _keys("outcomes.yaml", outcomes.versions, DECIDED, "这种办理结果")
    labels: dict[str, str] = {}
    for one in written("outcomes.yaml", outcomes):
        outcome, letter = one.value, DECIDED.get(one.entry)
        if letter is not None and outcome.letter != letter:
            yield one.fault("letter", f"应当是{letter}（{letter.zh}），写的是{shown(outcome.letter)}")
        if outcome.report_row not in REPORT_ROWS:
            yield one.fault("report_row", f"年度报告没有{shown(outcome.report_row)}这一行，可以写：{_rows()}")
        elif labels.setdefault(outcome.report_row, outcome.report_label) != outcome.report_label:
            yield one.fault("report_label", f"与前面同为{outcome.report_row}的名称不同，请写成一样")
        if outcome.remedy in tuple(RemedyOrder) and not _stands(outcome, remedies):
            message = f"remedies.yaml中的{outcome.remedy}在这一版本的施行期间内并非一直施行，请分作两个版本"
            yield one.fault("remedy", message)
        if not outcome.provisions:
            yield one.fault("provisions", "至少要有一条依据")


def faults_of_remedies(remedies: RemedyTable) -> Iterator[Fault]:
    """An order of remedies without its law; only one that puts 行政复议 first cites what puts it first."""
    yield from _keys("remedies.yaml", remedies.versions, RemedyOrder, "这种救济")
    for one in written("remedies.yaml", remedies):
        if not one.value.provisions:
            yield one.fault("provisions", "至少要有一条依据")
        elif (_FIRST in one.value.provisions) is (one.entry == RemedyOrder.EITHER):
            yield one.fault("provisions", f"写了{_FIRST}的才是复议前置，请核对")
        if one.value.mark not in READ and not one.value.reason.strip():
            yield one.fault("reason", unreasoned(one.value.mark))


def _stands(outcome: Outcome, remedies: RemedyTable) -> bool:
    """Whether the order has its law as long as the outcome is in force: versions of one order follow without a gap."""
    versions = remedies.versions.get(RemedyOrder(outcome.remedy), ())
    if not versions or versions[0].effective_from > outcome.effective_from:
        return False
    last, ends = versions[-1].effective_to, outcome.effective_to
    return last is None or (ends is not None and ends <= last)


def faults_of_events(events: EventTable) -> Iterator[Fault]:
    """Events that are never recorded, and recorded ones without a name, on whatever day."""
    yield from _keys("events.yaml", events.versions, _EVENTS, "这种登记")
    for one in written("events.yaml", events):
        if not one.value.name.strip():
            yield one.fault("name", "应当写明名称")
    yield from faults_of_always("events.yaml", events, "登记任何一天都要有名称")


def faults_of_provisions(provisions: Mapping[str, Provision]) -> Iterator[Fault]:
    """Provisions under an id of another form, without words, or that end before they begin."""
    for name, provision in provisions.items():
        if not _PROVISION.fullmatch(name):
            message = "编号由小写字母开头的几节组成，用点隔开，如ogi.art33.para2"
            yield Fault("provisions.yaml", name, "", message)
        yield from _order("provisions.yaml", name, provision.effective_from, provision.effective_to)
        for field, text in (("title", provision.title), ("gist", provision.gist), ("source", provision.source)):
            if not text.strip():
                yield Fault("provisions.yaml", name, field, "不能为空")


def faults_of_scales(law: FeeLaw) -> Iterator[Fault]:
    """Both ways of counting a fee are there."""
    yield from _keys("fees.yaml", law.versions, FeeBasis, "这种计费方式")


def _keys(file: str, found: Iterable[str], known: Iterable[str], what: str) -> Iterator[Fault]:
    """What stands in the file and isn't known, and what is known and doesn't stand there."""
    written, wanted = list(found), list(known)
    missing = [name for name in wanted if name not in written]
    for name in written:
        if name not in wanted:
            yield Fault(file, name, "", f"没有{what}" + (f"；缺少的有：{'、'.join(missing)}" if missing else ""))
    for name in missing:
        yield Fault(file, name, "", "缺少这一项")


def _rows() -> str:
    return "、".join(REPORT_ROWS)


def _order(file: str, entry: str, first: dt.date, last: dt.date | None) -> Iterator[Fault]:
    if last is not None and last < first:
        yield Fault(file, entry, "effective_to", f"早于effective_from（{first}）")
