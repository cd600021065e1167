"""Checks the tables of decisions, events and provisions: the codes, letters and rows that there are, and no other."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from ysq.domain.events import CaseEvent
from ysq.domain.fees import FeeLaw
from ysq.domain.law import REPORT_ROWS, EventName, Outcome, Provision
from ysq.domain.letter_types import DECIDED
from ysq.domain.letters import RemedyOrder
from ysq.domain.terms import FeeBasis
from ysq.rules.fields import shown
from ysq.rules.rule import Fault

_EVENTS = tuple(str(kind.__struct_config__.tag) for kind in get_args(CaseEvent))
_FIRST = "review.art23.para1.item4"
"""复议前置: what makes an application for review come before the court."""


def faults_of_decisions(outcomes: Mapping[str, Outcome]) -> Iterator[Fault]:
    """Codes under which nothing can be stored or written, and rows that the annual report doesn't have."""
    yield from _keys("outcomes.yaml", outcomes, DECIDED, "这种办理结果")
    labels: dict[str, str] = {}
    for code, outcome in outcomes.items():
        place = ("outcomes.yaml", code)
        letter = DECIDED.get(code)
        if letter is not None and outcome.letter != letter:
            yield Fault(*place, "letter", f"应当是{letter}（{letter.zh}），写的是{shown(outcome.letter)}")
        if outcome.report_row not in REPORT_ROWS:
            yield Fault(*place, "report_row", f"年度报告没有{shown(outcome.report_row)}这一行，可以写：{_rows()}")
        elif labels.setdefault(outcome.report_row, outcome.report_label) != outcome.report_label:
            yield Fault(*place, "report_label", f"与前面同为{outcome.report_row}的名称不同，请写成一样")
        if (_FIRST in outcome.remedy_provisions) is (outcome.remedy == RemedyOrder.EITHER):
            yield Fault(*place, "remedy", f"依据中写了{_FIRST}的才是复议前置，写的是{shown(outcome.remedy)}")
        yield from _order(*place, outcome.effective_from, outcome.effective_to)
        if not outcome.provisions or not outcome.remedy_provisions:
            yield Fault(*place, "provisions" if not outcome.provisions else "remedy_provisions", "至少要有一条依据")


def faults_of_events(events: Mapping[str, EventName]) -> Iterator[Fault]:
    """Events that are never recorded, and recorded ones without a name."""
    yield from _keys("events.yaml", events, _EVENTS, "这种登记")
    for name, event in events.items():
        if not event.name.strip():
            yield Fault("events.yaml", name, "name", "应当写明名称")


def faults_of_provisions(provisions: Mapping[str, Provision]) -> Iterator[Fault]:
    """Provisions without words, or that end before they begin."""
    for name, provision in provisions.items():
        yield from _order("provisions.yaml", name, provision.effective_from, provision.effective_to)
        for field, text in (("title", provision.title), ("gist", provision.gist), ("source", provision.source)):
            if not text.strip():
                yield Fault("provisions.yaml", name, field, "不能为空")


def faults_of_scales(law: FeeLaw) -> Iterator[Fault]:
    """Both ways of counting a fee are there."""
    yield from _keys("fees.yaml", law, FeeBasis, "这种计费方式")


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
