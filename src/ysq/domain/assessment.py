"""What a clerk answers about one item and its record: the judgements that rules may ask about, and no rule can make."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ysq.domain.terms import Term

_YEAR = "((19|20)[0-9]{2}-|[〔(（](19|20)[0-9]{2}[〕)）])"
_NUMBER = f"^([0-9]{{0,3}}[A-Z][A-Z0-9]{{0,11}}-)?{_YEAR}([A-Z]-)?第?[0-9]{{1,6}}号?$"
RequestNo = Annotated[str, Meta(pattern=_NUMBER, max_length=40)]
"""A request's number here or elsewhere (SZZRZY-2025-S-0001, 2025-0117, 〔2025〕17号). It stands in the log for ever, so
no name, identity number or telephone number passes for one."""


class Interest(Term):
    """What the record touches that may stand against disclosure (art. 14, 15, 16), as the clerk sees it."""

    STATE_SECRET = "state_secret", "国家秘密"
    PROHIBITED_BY_LAW = "prohibited_by_law", "法律、行政法规禁止公开"
    SECURITY_AND_STABILITY = "security_and_stability", "国家安全、公共安全、经济安全、社会稳定"
    THIRD_PARTY = "third_party", "第三方商业秘密、个人隐私等"
    INTERNAL_AFFAIRS = "internal_affairs", "内部事务信息"
    DELIBERATIVE = "deliberative", "过程性信息"
    ENFORCEMENT_FILE = "enforcement_file", "行政执法案卷信息"


class Responsibility(Term):
    """Who is responsible for disclosing the record (art. 10)."""

    THIS_AGENCY = "this_agency", "本机关"
    KNOWN_AGENCY = "known_agency", "能够确定的其他机关"
    UNKNOWN_AGENCY = "unknown_agency", "不能确定的其他机关"


class Archive(Term):
    """Where the file stands with the archives (档案法 art. 15 para 2)."""

    KEPT = "kept", "由本机关保管"
    HANDED_OVER_EARLY = "handed_over_early", "提前移交，规定的移交期限未满"
    HANDED_OVER = "handed_over", "已移交，规定的移交期限已满"


class _Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Every answer may be left open: None means that nobody has judged it yet."""


class NatureAssessment(_Answers, frozen=True):
    """What the item asks for, whatever it is called (art. 30, 36, 38, 39, 41, 55)."""

    unclear: Annotated[bool | None, Meta(title="内容不明确")] = None
    petition: Annotated[bool | None, Meta(title="实为信访、投诉、举报")] = None
    question: Annotated[bool | None, Meta(title="实为咨询、提问")] = None
    publication: Annotated[bool | None, Meta(title="索取公开出版物")] = None
    correction: Annotated[bool | None, Meta(title="要求更正与自身相关的记录")] = None
    sector_unit: Annotated[bool | None, Meta(title="公共企事业单位的信息")] = None
    special_regime: Annotated[bool | None, Meta(title="法律、行政法规对获取有特别规定")] = None
    needs_processing: Annotated[bool | None, Meta(title="需要加工、分析")] = None
    already_public: Annotated[bool | None, Meta(title="已经主动公开")] = None
    duplicate_of: Annotated[RequestNo | None, Meta(title="此前已答复的申请编号")] = None
    earlier_answer_revoked: Annotated[bool | None, Meta(title="此前的答复已被撤销")] = None
    responsibility: Annotated[Responsibility | None, Meta(title="负责公开的机关")] = None


class VolumeAssessment(_Answers, frozen=True):
    """数量、频次 (art. 35): the judgement, and what became of the reasons asked for."""

    excessive: Annotated[bool | None, Meta(title="明显超过合理范围")] = None
    reasons_asked: Annotated[bool | None, Meta(title="已要求说明理由")] = None
    reasons_accepted: Annotated[bool | None, Meta(title="理由合理")] = None
    answerable_in_time: Annotated[bool | None, Meta(title="能够按期答复")] = None


class RecordAssessment(_Answers, frozen=True):
    """The record that was found (art. 10, 11, 14-17, 20, 21, 34, 37)."""

    interests: Annotated[frozenset[Interest] | None, Meta(title="涉及的内容")] = None
    secret_marking: Annotated[bool | None, Meta(title="标有国家秘密标志")] = None
    plain_privacy_only: Annotated[bool | None, Meta(title="仅有可遮盖的证件号、账号、电话等")] = None
    disclosure_required: Annotated[bool | None, Meta(title="法律、法规、规章规定应当公开")] = None
    separable: Annotated[bool | None, Meta(title="能够区分处理")] = None
    made_here: Annotated[bool | None, Meta(title="由本机关制作")] = None
    co_produced: Annotated[bool | None, Meta(title="本机关牵头、与其他机关共同制作")] = None
    other_agency: Annotated[bool | None, Meta(title="公开涉及其他机关或者须经批准")] = None
    archive: Annotated[Archive | None, Meta(title="档案保管")] = None
    proactive_scope: Annotated[bool | None, Meta(title="属于应当主动公开的范围")] = None


class PublicInterest(_Answers, frozen=True):
    """公共利益 (art. 15, 32): would withholding weigh on it so much that the record is disclosed all the same?"""

    override: Annotated[bool | None, Meta(title="不公开会造成重大影响")] = None
    third_party_told: Annotated[bool | None, Meta(title="已书面告知第三方")] = None


class Assessment(_Answers, frozen=True):
    """The clerk's answers on one item; everything may stay open."""

    nature: NatureAssessment = NatureAssessment()
    volume: VolumeAssessment = VolumeAssessment()
    record: RecordAssessment = RecordAssessment()
    public_interest: PublicInterest = PublicInterest()
    late_reason_accepted: Annotated[bool | None, Meta(title="逾期补正有正当理由")] = None
    third_party_reasons_accepted: Annotated[bool | None, Meta(title="第三方不同意的理由合理")] = None
