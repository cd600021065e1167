"""What rules conclude, and the trace that explains it. A finding advises; only a person determines."""

import datetime as dt
from typing import Annotated

import msgspec

from ysq.domain.cautions import Caution
from ysq.domain.terms import ConsulteeKind, FeeBasis, Mark, Term


class Operator(Term):
    """How a rule compares a fact with what it expects."""

    EQ = "eq", "等于"
    NE = "ne", "不等于"
    LT = "lt", "小于"
    LE = "le", "不大于"
    GT = "gt", "大于"
    GE = "ge", "不小于"
    IN = "in", "属于"
    HAS = "has", "包含"
    EXISTS = "exists", "已填写"
    MISSING = "missing", "未填写"


class RequestKind(Term):
    """What a request is when it isn't an ordinary request for a record."""

    PETITION = "petition", "信访、投诉、举报"
    QUESTION = "question", "咨询、提问"
    PUBLICATION = "publication", "公开出版物"
    CORRECTION = "correction", "更正与自身相关的记录"
    SECTOR_UNIT = "sector_unit", "公共企事业单位的信息"
    ARCHIVE = "archive", "档案利用"
    EXCESSIVE = "excessive", "无正当理由大量反复申请"
    STILL_UNCLEAR = "still_unclear", "补正后内容仍不明确"
    REISSUE = "reissue", "要求确认或者重新出具已获取的信息"


class Ground(Term):
    """The grounds to withhold of art. 14, 15 and 16; a determination on one has the same code in outcomes.yaml."""

    STATE_SECRET = "state_secret", "属于国家秘密"
    PROHIBITED_BY_LAW = "prohibited_by_law", "法律、行政法规禁止公开"
    SECURITY_AND_STABILITY = "security_and_stability", "可能危及国家安全、公共安全、经济安全、社会稳定"
    THIRD_PARTY_INTEREST = "third_party_interest", "公开会损害第三方合法权益"
    INTERNAL_AFFAIRS = "internal_affairs", "属于内部事务信息"
    DELIBERATIVE = "deliberative", "属于过程性信息"
    ENFORCEMENT_FILE = "enforcement_file", "属于行政执法案卷信息"


class ClarificationNeed(Term):
    """What the requester must correct or complete (art. 29 para 2, 30)."""

    IDENTITY = "identity", "身份证明"
    CONTACT = "contact", "联系方式"
    DESCRIPTION = "description", "所申请信息的名称、文号或者特征性描述"
    FORM = "form", "所申请信息的形式要求"
    AUTHORITY = "authority", "授权委托书和代理人身份证明"


class ConclusionBase(msgspec.Struct, frozen=True, tag_field="outcome"):
    """What a rule says should, or may, be done."""


class Triage(ConclusionBase, frozen=True, tag="triage"):
    """The request is of this kind and is answered as such."""

    kind: RequestKind


class NeedsClarification(ConclusionBase, frozen=True, tag="needs_clarification"):
    """补正 (art. 30)."""

    what: ClarificationNeed


class Abandoned(ConclusionBase, frozen=True, tag="abandoned"):
    """视为放弃申请: a person may now judge that there was no justified reason (art. 30)."""


class AskReasons(ConclusionBase, frozen=True, tag="ask_reasons"):
    """May ask the requester for reasons (art. 35)."""


class Defer(ConclusionBase, frozen=True, tag="defer"):
    """May set a reasonable later date, and must tell it (art. 35)."""


class Duplicate(ConclusionBase, frozen=True, tag="duplicate"):
    """不予重复处理 (art. 36 item 6)."""


class AlreadyPublic(ConclusionBase, frozen=True, tag="already_public"):
    """Tell how and where to get it (art. 36 item 1)."""


class NotThisAgency(ConclusionBase, frozen=True, tag="not_this_agency"):
    """Not this agency's to disclose, with reasons; name and contact of the responsible one when `known` (36 item 5)."""

    known: bool


class SpecialRegime(ConclusionBase, frozen=True, tag="special_regime"):
    """Tell that the special regime applies (art. 36 item 7)."""


class NeedsProcessing(ConclusionBase, frozen=True, tag="needs_processing"):
    """May decline to make what doesn't exist yet (art. 38)."""


class NoRecord(ConclusionBase, frozen=True, tag="no_record"):
    """信息不存在 (art. 36 item 4)."""


class SecrecyReviewFirst(ConclusionBase, frozen=True, tag="secrecy_review_first"):
    """保密审查 before any disclosure (art. 17)."""


class ConsultFirst(ConclusionBase, frozen=True, tag="consult_first"):
    """Must ask before deciding (art. 11, 32)."""

    who: ConsulteeKind


class MayConsult(ConclusionBase, frozen=True, tag="may_consult"):
    """May ask before deciding (art. 34)."""

    who: ConsulteeKind


class ConsentGiven(ConclusionBase, frozen=True, tag="consent_given"):
    """Agreed to disclosure, or taken as agreed (art. 15, 34)."""

    who: ConsulteeKind


class TellThirdParty(ConclusionBase, frozen=True, tag="tell_third_party"):
    """Tell the third party in writing what is disclosed against its will, and why (art. 32)."""


class Withhold(ConclusionBase, frozen=True, tag="withhold"):
    """不予公开, 不得公开 (art. 14, 15)."""

    ground: Ground


class MayWithhold(ConclusionBase, frozen=True, tag="may_withhold"):
    """可以不予公开: the agency weighs it (art. 16)."""

    ground: Ground


class Sever(ConclusionBase, frozen=True, tag="sever"):
    """区分处理: disclose the rest and give reasons for what is withheld (art. 37)."""


class Disclose(ConclusionBase, frozen=True, tag="disclose"):
    """予以公开: nothing stands against it (art. 13, 36 item 2)."""


class ProposePublication(ConclusionBase, frozen=True, tag="propose_publication"):
    """依申请转主动公开: the agency may publish what several asked for, and `must` what is in the scope (art. 44)."""

    must: bool


class MayCharge(ConclusionBase, frozen=True, tag="may_charge"):
    """信息处理费 may be charged on this basis (art. 42, 109号)."""

    basis: FeeBasis


class NoCharge(ConclusionBase, frozen=True, tag="no_charge"):
    """Nothing may be charged on this basis (art. 42, 109号)."""

    basis: FeeBasis


class FeeLapsed(ConclusionBase, frozen=True, tag="fee_lapsed"):
    """逾期未缴费，视为放弃申请: no longer handled (109号 art. 6)."""


class Warn(ConclusionBase, frozen=True, tag="warn"):
    """A person should look at this."""

    code: Caution


class Advise(ConclusionBase, frozen=True, tag="advise"):
    """The same in the rule's own words, for what no `Caution` says: a county's rule needs no code."""

    says: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


Conclusion = (
    Triage
    | NeedsClarification
    | Abandoned
    | AskReasons
    | Defer
    | Duplicate
    | AlreadyPublic
    | NotThisAgency
    | SpecialRegime
    | NeedsProcessing
    | NoRecord
    | SecrecyReviewFirst
    | ConsultFirst
    | MayConsult
    | ConsentGiven
    | TellThirdParty
    | Withhold
    | MayWithhold
    | Sever
    | Disclose
    | ProposePublication
    | MayCharge
    | NoCharge
    | FeeLapsed
    | Warn
    | Advise
)

Seen = bool | int | str | tuple[str, ...] | None
"""A fact's value in a trace: dates as ISO text, words by their English value, None when nothing is recorded."""


class Trace(msgspec.Struct, frozen=True):
    """One comparison that decided. `held` is whether it came out as the rule wants it: with `negated`, not true."""

    field: str
    operator: Operator
    expected: Seen
    actual: Seen
    held: bool
    negated: bool = False


class Finding(msgspec.Struct, frozen=True):
    """A rule that fired: which version of it, on which law, what it concludes and why. Stored with a determination.

    `mark` other than `source` means that `reason` must be shown with it: our reading or the agency's choice.
    `concern` is the rule file's: triage, disclosure.
    `disputed`: the rules engine didn't come to it; the reference evaluator's answer stands, and a person checks it.
    """

    rule: str
    version: dt.date
    title: str
    provisions: tuple[str, ...]
    conclusion: Conclusion
    trace: tuple[Trace, ...]
    mark: Mark
    reason: str = ""
    concern: str = ""
    disputed: bool = False
