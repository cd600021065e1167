"""From a procedure's course of entries to its ledger: periods open, stand still, grow and end, as the data say."""

import datetime as dt

from ysq.domain.calendar import Calendar, OutsideCalendar
from ysq.domain.clock.ledger import ClockError, Finding, Step
from ysq.domain.clock.run import cn
from ysq.domain.procedure.course import Course, Entry, ProcedureLedger, Unsure
from ysq.domain.procedure.law import Longer, ProcedureLaw
from ysq.domain.procedure.run import Period
from ysq.domain.terms import Mark


def procedure_ledger(course: Course, law: ProcedureLaw, calendar: Calendar) -> ProcedureLedger:
    """The ledger of `course`; ClockError when the entries can't have happened. Entries after `as_of` are left out."""
    number = 0
    try:
        fold = _Fold(law, calendar)
        for number, entry in _in_order(course, law):
            fold.apply(number, entry)
        number = 0
        return fold.answer(course.as_of)
    except OutsideCalendar as error:
        raise ClockError(number, "date", str(error)) from None


def _in_order(course: Course, law: ProcedureLaw) -> list[tuple[int, Entry]]:
    """The known entries by date with their numbers in the file; the first must be the one that starts."""
    for number, entry in enumerate(course.events, 1):
        if entry.type not in law.procedure.entries:
            names = "、".join(law.procedure.entries)
            raise ClockError(number, "type", f"“{entry.type}”不是{law.procedure.title}的事项；可用的有：{names}")
    known = [pair for pair in enumerate(course.events, 1) if course.as_of is None or pair[1].date <= course.as_of]
    ordered = sorted(known, key=lambda pair: pair[1].date)
    starts = law.procedure.starts
    begun = [number for number, entry in ordered if entry.type == starts]
    if not begun or ordered[0][1].type != starts:
        raise ClockError(
            ordered[0][0] if begun else 0, "type", f"程序从{law.procedure.entries[starts]}（{starts}）开始"
        )
    if ordered[0][1].date < (since := law.procedure.effective_from):
        message = f"{ordered[0][1].date}尚无{law.procedure.title}的规定（{cn(since)}起施行），请核对日期"
        raise ClockError(ordered[0][0], "date", message)
    if len(begun) > 1:
        raise ClockError(begun[1], "type", f"{law.procedure.entries[starts]}只能有一次")
    return ordered


class _Fold:
    """The state while entries are applied one by one."""

    def __init__(self, law: ProcedureLaw, calendar: Calendar) -> None:
        self._law, self._calendar = law, calendar
        self._procedure = law.procedure
        self._periods: list[Period] = []
        self._happened: set[str] = set()
        self._findings: list[Finding] = []
        self._steps: list[Step] = []
        self._used: set[str] = set()

    def apply(self, number: int, entry: Entry) -> None:
        """Everything that one entry does."""
        self._check_needs(entry)
        done = [self._close(entry), self._pause(entry), self._resume(entry), self._lengthen(entry), self._open(entry)]
        if not any(done) and self._belongs(entry.type):
            raise ClockError(number, "type", f"{entry.date}之前没有开始相应的期间，不能登记{self._title(entry)}")
        if entry.days is not None and not self._may_shorten(entry.type):
            raise ClockError(number, "days", f"{self._title(entry)}不能另定天数，请去掉days")
        self._happened.add(entry.type)

    def answer(self, as_of: dt.date | None) -> ProcedureLedger:
        """What is due, as of a day."""
        for period in self._periods:
            limit, code = period.limit_day(), period.rule.overdue
            if code and as_of and period.closed is None and limit and limit < as_of:
                self._find(code, as_of, period.rule.provisions, limit)
        shown = {period.name: period.shown() for period in self._periods}
        return ProcedureLedger(
            procedure=self._procedure.title,
            state="ended" if self._procedure.ends in self._happened else "running",
            provisional=any(limit.provisional for limit in shown.values()),
            deadlines=shown,
            findings=tuple(self._findings),
            steps=tuple(self._steps),
            settings=self._unsure(),
        )

    def _check_needs(self, entry: Entry) -> None:
        for need in self._procedure.needs:
            if need.entry == entry.type and need.needs not in self._happened:
                self._find(need.missing, entry.date, need.provisions)

    def _open(self, entry: Entry) -> bool:
        opened = False
        for name, rule in self._procedure.periods.items():
            if rule.opens == entry.type and rule.in_force(entry.date):
                self._used.add(rule.length)
                length = self._law.number(rule.length, entry.date)
                if entry.days is not None and entry.days < length and rule.shorter:
                    self._find(rule.shorter, entry.date, rule.provisions, length)
                    length = entry.days
                same = sum(period.name.partition(":")[0] == name for period in self._periods)
                period = Period(f"{name}:{same + 1}" if same else name, rule, entry.date, length, self._calendar)
                self._periods.append(period)
                self._step(entry, "open", period, rule.explanation, rule.provisions, length)
                opened = True
        return opened

    def _close(self, entry: Entry) -> bool:
        found = self._running("closes", entry)
        for period in found:
            if not period.kept(entry.date):
                self._find(period.rule.missed, entry.date, period.rule.provisions, period.limit_day())
            if period.waiting:
                period.resume(entry.date)
            period.closed = entry.date
            words = f"{period.rule.title}于{cn(entry.date)}结束：{self._title(entry)}。"
            self._step(entry, "close", period, words, period.rule.provisions)
        return bool(found)

    def _pause(self, entry: Entry) -> bool:
        found = [one for one in self._open_periods() if one.rule.pause and one.rule.pause.opens == entry.type]
        for period in found:
            assert period.rule.pause is not None
            if not period.waiting:
                period.pause(entry.date)
                self._step(
                    entry, "pause", period, f"{period.rule.pause.why}，次日起不计入。", period.rule.pause.provisions
                )
        return bool(found)

    def _resume(self, entry: Entry) -> bool:
        waiting = [one for one in self._open_periods() if one.waiting and one.rule.pause]
        found = [one for one in waiting if one.rule.pause and one.rule.pause.closes == entry.type]
        for period in found:
            assert period.rule.pause is not None
            period.resume(entry.date)
            self._step(entry, "resume", period, f"{self._title(entry)}，次日起继续计算。", period.rule.pause.provisions)
        return bool(found)

    def _lengthen(self, entry: Entry) -> bool:
        found = [one for one in self._open_periods() if one.rule.longer and one.rule.longer.entry == entry.type]
        for period in found:
            assert period.rule.longer is not None
            self._longer(entry, period, period.rule.longer)
        return bool(found)

    def _longer(self, entry: Entry, period: Period, longer: Longer) -> None:
        limit = period.limit_day()
        if period.extra:
            self._find(longer.twice, entry.date, longer.provisions, limit)
        elif limit is not None and entry.date > limit:
            self._find(longer.late, entry.date, longer.provisions, limit)
        else:
            self._used.add(longer.by)
            period.extra = self._law.number(longer.by, period.opened)
            self._step(entry, "extend", period, longer.explanation, longer.provisions, period.extra)

    def _running(self, role: str, entry: Entry) -> list[Period]:
        """The oldest open period of each kind whose `role` is this entry."""
        first: dict[str, Period] = {}
        for period in self._open_periods():
            if getattr(period.rule, role) == entry.type:
                first.setdefault(period.name.partition(":")[0], period)
        return list(first.values())

    def _open_periods(self) -> list[Period]:
        return [period for period in self._periods if period.closed is None]

    def _belongs(self, name: str) -> bool:
        """Whether an entry of this kind needs a period that is open, and opens none itself."""
        rules = self._procedure.periods.values()
        inner = {rule.closes for rule in rules} | {rule.longer.entry for rule in rules if rule.longer}
        inner |= {end for rule in rules if rule.pause for end in (rule.pause.opens, rule.pause.closes)}
        free = {need.entry for need in self._procedure.needs} | {need.needs for need in self._procedure.needs}
        return name in inner and name not in free and name not in {rule.opens for rule in rules}

    def _may_shorten(self, name: str) -> bool:
        return any(rule.opens == name and rule.shorter for rule in self._procedure.periods.values())

    def _title(self, entry: Entry) -> str:
        return self._procedure.entries[entry.type]

    def _step(
        self,
        entry: Entry,
        effect: str,
        period: Period,
        words: str,
        law: tuple[str, ...],
        days: int | None = None,
    ) -> None:
        limit = period.limit_day()
        text = words.format(date=cn(entry.date), days=days, limit=cn(limit))
        self._steps.append(Step(entry.date, effect, days, limit, period.name, law, text))

    def _find(self, code: str, day: dt.date, law: tuple[str, ...], limit: dt.date | int | None = None) -> None:
        text = self._procedure.findings[code]
        shown = str(limit) if isinstance(limit, int) else cn(limit)
        self._findings.append(Finding(code, text.message.format(date=cn(day), limit=shown), text.provisions or law))

    def _unsure(self) -> tuple[Unsure, ...]:
        """The numbers used that were not read in a law's own text."""
        begun = {number: period.opened for period in self._periods for number in _numbers(period)}
        found = []
        for name in sorted(self._used):
            number = self._law.parameters.numbers[name]
            value = number.on(begun[name])
            if value.mark is not Mark.SOURCE:
                found.append(Unsure(number.title, value.value, value.mark, value.provision))
        return tuple(found)


def _numbers(period: Period) -> list[str]:
    longer = period.rule.longer
    return [period.rule.length, *([longer.by] if longer else [])]
