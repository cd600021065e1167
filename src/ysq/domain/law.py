"""The law as values: provisions, outcomes, parameters and the rules of the clock, dated and cited."""

from datetime import date

import msgspec

from ysq.domain.findings import Conclusion
from ysq.domain.terms import Mark, Term


class Need(Term):
    """What a determination must have before it may be approved and its letter written."""

    REASONS = "reasons", "理由"
    SEARCH_RECORD = "search_record", "检索记录"
    SECRECY_REVIEW = "secrecy_review", "保密审查结论"
    WITHHELD_PART = "withheld_part", "不予公开部分的说明"
    MARKING = "marking", "定密情况"
    FORBIDDING_LAW = "forbidding_law", "禁止公开的法律、行政法规"
    THIRD_PARTY = "third_party", "对第三方意见和公共利益的判断"
    RESPONSIBLE_AGENCY = "responsible_agency", "负责公开的行政机关"
    ACCESS_ROUTE = "access_route", "获取或者提出的方式、途径"
    SPECIAL_LAW = "special_law", "另有规定的法律、行政法规和办理途径"
    EARLIER_ANSWER = "earlier_answer", "此前的答复"
    SECTOR_UNIT = "sector_unit", "公共企事业单位及其主管部门"
    WITHDRAWAL = "withdrawal", "撤回申请的日期"
    CLARIFIED = "clarified", "补正后的申请"
    REASONS_ASKED = "reasons_asked", "要求说明理由的告知"
    LAPSED_CLARIFICATION = "lapsed_clarification", "补正期限届满"
    LAPSED_FEE = "lapsed_fee", "缴费期限届满"


class Provision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One article, paragraph or item that may be cited; keyed by an id such as `ogi.art33.para2`.

    `only_read` says why nothing in the book cites it.
    """

    title: str
    gist: str
    effective_from: date
    mark: Mark
    source: str
    effective_to: date | None = None
    only_read: str = ""

    def in_force(self, day: date) -> bool:
        """Whether the provision applies on `day` (both ends included)."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def covers(self, first: date, last: date | None) -> bool:
        """Whether the provision applies on every day from `first` to `last` (None: without end)."""
        ends_late_enough = self.effective_to is None or (last is not None and last <= self.effective_to)
        return self.effective_from <= first and ends_late_enough


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision code: its Chinese name, provisions, letter, remedy and annual-report row.

    `if_consulted` are those of `provisions` that are cited only when a third party was consulted. `facts` names what
    must be known for it, `concluded_by` the conclusions of rules that support it; `without_rule` says what else brings
    it about. `reason` explains a `mark` other than source.
    """

    name: str
    provisions: tuple[str, ...]
    letter: str
    remedy: str
    remedy_provisions: tuple[str, ...]
    report_row: str
    report_label: str
    needs: tuple[Need, ...]
    mark: Mark
    effective_from: date
    effective_to: date | None = None
    if_consulted: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    concluded_by: tuple[Conclusion, ...] = ()
    without_rule: str = ""
    reason: str = ""


class EventName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an event is called for people, and the provisions it stands on."""

    name: str
    provisions: tuple[str, ...]
