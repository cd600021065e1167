"""What a letter is before anything renders it: its parts, its kinds, and the remedy that it tells."""

from collections.abc import Mapping
from datetime import date

import msgspec

from ysq.domain.letter_types import COMBINED as COMBINED
from ysq.domain.letter_types import CONSULTATIONS as CONSULTATIONS
from ysq.domain.letter_types import CORRECTIONS as CORRECTIONS
from ysq.domain.letter_types import NOTICES as NOTICES
from ysq.domain.letter_types import PROCEDURAL as PROCEDURAL
from ysq.domain.letter_types import REFUSALS as REFUSALS
from ysq.domain.letter_types import Form as Form
from ysq.domain.letter_types import LetterType as LetterType
from ysq.domain.reviewers import AgencyKind, fault
from ysq.domain.terms import Term


class RemedyOrder(Term):
    """Whether 行政复议 must come before the court (行政复议法 art. 23 para 1 item 4)."""

    REVIEW_FIRST = "review_first", "复议前置"
    EITHER = "either", "复议、诉讼自选"
    MIXED = "mixed", "不予公开部分复议前置，其余自选"


class WithheldAspect(Term):
    """Which kind of information art. 14 to 16 withhold, as far as their text names kinds."""

    PERSONNEL = "personnel", "人事管理信息"
    LOGISTICS = "logistics", "后勤管理信息"
    WORKFLOW = "workflow", "内部工作流程信息"
    DISCUSSION = "discussion", "讨论记录"
    DRAFT = "draft", "过程稿"
    CONSULTATION_LETTER = "consultation_letter", "磋商信函"
    REPORT = "report", "请示报告"
    TRADE_SECRET = "trade_secret", "商业秘密"
    PRIVACY = "privacy", "个人隐私"
    OTHER_INTEREST = "other_interest", "第三方的其他合法权益"
    NATIONAL_SECURITY = "national_security", "国家安全"
    PUBLIC_SECURITY = "public_security", "公共安全"
    ECONOMIC_SECURITY = "economic_security", "经济安全"
    SOCIAL_STABILITY = "social_stability", "社会稳定"


# The kinds that each ground names; a state secret and a file of administrative enforcement have none.
ASPECTS: dict[str, tuple[WithheldAspect, ...]] = {
    "internal_affairs": (WithheldAspect.PERSONNEL, WithheldAspect.LOGISTICS, WithheldAspect.WORKFLOW),
    "deliberative": (
        WithheldAspect.DISCUSSION,
        WithheldAspect.DRAFT,
        WithheldAspect.CONSULTATION_LETTER,
        WithheldAspect.REPORT,
    ),
    "third_party_interest": (
        WithheldAspect.TRADE_SECRET,
        WithheldAspect.PRIVACY,
        WithheldAspect.OTHER_INTEREST,
    ),
    "security_and_stability": (
        WithheldAspect.NATIONAL_SECURITY,
        WithheldAspect.PUBLIC_SECURITY,
        WithheldAspect.ECONOMIC_SECURITY,
        WithheldAspect.SOCIAL_STABILITY,
    ),
}


class RemedyPeriods(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Calendar periods of the remedies: 行政复议法 art. 20 para 1, 行政诉讼法 art. 45 and 46."""

    review_days: int
    court_days_after_review: int
    court_months: int


class AgencyProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The agency as its letters show it; everything here is a setting of the agency, nothing is assumed.

    `name` is the full name (全称), `heading` the red 发文机关标志, `letter_word` the 发文机关代字 such as 石自然资依复.
    `review_body` and `court` are those competent for this agency (行政复议法 art. 24-28, 行政诉讼法 art. 14-18).
    `fee_payment` says how a 信息处理费 is paid (109号 art. 6). With a `kind`, both are checked against it;
    `other_review_body` is the second of a kind that has two.
    """

    name: str
    heading: str
    letter_word: str
    review_body: str
    court: str
    contact_phone: str
    contact_address: str
    online_review_address: str | None = None
    fee_payment: str | None = None
    kind: AgencyKind | None = None
    other_review_body: str | None = None
    acknowledgement_word: str = ""
    third_party_word: str = ""

    @property
    def receipt_word(self) -> str:
        """The 代字 of 登记回执, which are numbered apart from the answers."""
        return self.acknowledgement_word or f"{self.letter_word}回执"

    @property
    def notice_word(self) -> str:
        """The 代字 of 告知书、通知书 and 征求意见书, which are numbered apart, too."""
        return self.third_party_word or f"{self.letter_word}告"

    @property
    def review_bodies(self) -> tuple[str, ...]:
        """Whom a letter names: either of two for some kinds."""
        return (self.review_body, self.other_review_body) if self.other_review_body else (self.review_body,)

    def __post_init__(self) -> None:
        if self.kind is not None and (wrong := fault(self.name, self.kind, self.review_bodies, self.court)):
            raise ValueError(f"{self.name}：{wrong}")


class RemedyPart(Term):
    """How much of an item's answer a remedy is for."""

    WHOLE = "whole", ""
    WITHHELD = "withheld", "中不予公开的部分"
    REST = "rest", "中的其他部分"


class RemedyScope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item's answer, or part of it; `item` is None in a letter on one item."""

    item: int | None
    part: RemedyPart


class Remedy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The remedy paragraph as values; in a mixed order, for what 行政复议 comes first and what leaves the choice."""

    order: RemedyOrder
    review_bodies: tuple[str, ...]
    court: str
    periods: RemedyPeriods
    online_address: str | None = None
    review_first: tuple[RemedyScope, ...] = ()
    either: tuple[RemedyScope, ...] = ()

    @property
    def channel(self) -> str:
        """`online` when 行政复议 has an internet channel (行政复议法 art. 22 para 2), else `offline`."""
        return "online" if self.online_address else "offline"


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One enclosed record with its number of pages (A4, single side)."""

    name: str
    pages: int


class Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="paragraph"):
    """Body text, first line indented by two characters."""

    text: str


class Heading1(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="heading1"):
    """一、 in 黑体."""

    text: str


class Heading2(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="heading2"):
    """（一） in 楷体."""

    text: str


class AttachmentList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="attachments"):
    """附件说明: stands one blank line below the text."""

    entries: tuple[str, ...]


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="note"):
    """附注: stands in brackets below the date, wherever the template lists it."""

    text: str


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="table"):
    """Rows of cells in columns of relative `widths`; the first row is the head, or else the first column names rows."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    headed: bool


Block = Paragraph | Heading1 | Heading2 | Table | AttachmentList | Note


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A letter complete in words, from which PDF, HTML and plain text are rendered alike.

    `title_lines` are already broken by meaning; `dated` is the day printed on the letter (成文日期). A sheet has no
    addressee, no head and no place for a seal.
    """

    letter_type: LetterType
    heading: str
    letter_no: str
    title_lines: tuple[str, ...]
    addressee: str
    blocks: tuple[Block, ...]
    signatory: str
    dated: date
    copies: tuple[str, ...] = ()
    form: Form = Form.LETTER


def remedy_of(orders: Mapping[int, RemedyOrder], agency: AgencyProfile, periods: RemedyPeriods) -> Remedy:
    """The remedy against a letter as the agency must tell it (行政复议法 art. 23 para 2); `orders` by item."""
    kinds = set(orders.values())
    order = kinds.pop() if len(kinds) == 1 else RemedyOrder.MIXED
    mixed = order is RemedyOrder.MIXED
    return Remedy(
        order=order,
        review_first=_scopes(orders, RemedyOrder.REVIEW_FIRST, RemedyPart.WITHHELD) if mixed else (),
        either=_scopes(orders, RemedyOrder.EITHER, RemedyPart.REST) if mixed else (),
        review_bodies=agency.review_bodies,
        court=agency.court,
        periods=periods,
        online_address=agency.online_review_address,
    )


def _scopes(orders: Mapping[int, RemedyOrder], order: RemedyOrder, part: RemedyPart) -> tuple[RemedyScope, ...]:
    """What of the items has this order: all of those that are alike, and `part` of those that are mixed themselves."""
    single = len(orders) == 1
    parts = {order: RemedyPart.WHOLE, RemedyOrder.MIXED: part}
    return tuple(RemedyScope(None if single else n, parts[own]) for n, own in orders.items() if own in parts)


def letter_number(word: str, year: int, serial: int) -> str:
    """The 发文字号: year in 六角括号, no 第, no leading zeros (GB/T 9704-2012)."""
    if serial < 1:
        raise ValueError(f"发文顺序号应为正整数，收到 {serial}")
    return f"{word}〔{year}〕{serial}号"
