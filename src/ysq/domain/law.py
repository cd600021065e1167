"""The law as values: provisions, outcomes, parameters and the rules of the clock, dated and cited."""

from datetime import date

from ysq.domain.dated import Dated, Table
from ysq.domain.findings import Conclusion
from ysq.domain.terms import Mark, Term

REPORT_ROWS = (
    "(一)", "(二)", "(三)1", "(三)2", "(三)3", "(三)4", "(三)5", "(三)6", "(三)7", "(三)8", "(四)1", "(四)2", "(四)3",
    "(五)1", "(五)2", "(五)3", "(五)4", "(五)5", "(六)1", "(六)2", "(六)3",
)  # fmt: skip
"""The rows of section 三 of the annual report (国办公开办函〔2021〕30号) that a decision may be counted in."""


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


class Provision(Dated, frozen=True):
    """One article, paragraph or item that may be cited; keyed by an id such as `ogi.art33.para2`.

    `only_read` says why nothing in the book cites it.
    """

    title: str
    gist: str
    effective_from: date
    mark: Mark
    source: str
    only_read: str = ""

    def doubt(self, on: date | None = None) -> str:
        """What its reader must know: that its text wasn't read whole, or that it came into force only after `on`."""
        told = [] if self.mark is Mark.SOURCE else [self.mark.zh]
        if on is not None and on < self.effective_from:
            told.append("当时尚未施行，推断照此计算")
        return "；".join(told)

    def covers(self, first: date, last: date | None) -> bool:
        """Whether the provision applies on every day from `first` to `last` (None: without end)."""
        ends_late_enough = self.effective_to is None or (last is not None and last <= self.effective_to)
        return self.effective_from <= first and ends_late_enough


class Outcome(Dated, frozen=True):
    """A decision code: its Chinese name, provisions, letter, remedy and annual-report row.

    `if_consulted` are those of `provisions` that are cited only when a third party was consulted. `facts` names what
    must be known for it, `concluded_by` the conclusions of rules that support it; `without_rule` says what else brings
    it about. `reason` explains a `mark` other than source.
    """

    name: str
    provisions: tuple[str, ...]
    letter: str
    remedy: str
    report_row: str
    report_label: str
    needs: tuple[Need, ...]
    mark: Mark
    effective_from: date
    if_consulted: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    concluded_by: tuple[Conclusion, ...] = ()
    without_rule: str = ""
    reason: str = ""


class EventName(Dated, frozen=True):
    """What an event is called for people, and the provisions it stands on."""

    name: str
    provisions: tuple[str, ...]


OutcomeTable = Table[str, Outcome]
"""The determination's or the letter's day chooses."""
EventTable = Table[str, EventName]
