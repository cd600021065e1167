"""What a clerk answers about one item and its record: the judgements that rules may ask about, and no rule can make."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ysq.domain.terms import Attribute, Term

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


class Origin(Term):
    """Where the record comes from, which decides who discloses it (art. 10 para 1)."""

    MADE = "made", "本机关制作"
    KEPT = "kept", "从公民、法人或者其他组织获取，由本机关保存"
    OTHER_AGENCY = "other_agency", "从其他行政机关获取"


class Classified(Term):
    """Who made the record a state secret (保守国家秘密法 art. 17, 18)."""

    OWN = "own", "本机关自行确定"
    AUTHORISED = "authorised", "有定密权的机关确定"
    DERIVED = "derived", "派生定密"


class Discretion(Term):
    """What the agency prefers where art. 16 lets it choose."""

    WITHHOLD = "withhold", "权衡后不予公开"
    DISCLOSE = "disclose", "权衡后予以公开"


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
    duplicate_of: Annotated[
        RequestNo | None,
        Meta(title="此前已答复的申请编号", description="例如 SZZRZY-2025-S-0001、2025-0117、〔2025〕17号"),
    ] = None
    earlier_answer_revoked: Annotated[bool | None, Meta(title="此前的答复已被撤销")] = None
    responsibility: Annotated[Responsibility | None, Meta(title="负责公开的机关")] = None
    reissue: Annotated[bool | None, Meta(title="要求确认或者重新出具已获取的信息")] = None
    party_information: Annotated[bool | None, Meta(title="党的机关的信息")] = None
    administrative_name: Annotated[bool | None, Meta(title="该党的机关加挂行政机关牌子并以其名义履职")] = None
    predecessor: Annotated[bool | None, Meta(title="由已合并、撤销的机关形成，职权由本机关继续行使")] = None
    own_name_unit: Annotated[bool | None, Meta(title="由依法以自己名义履职的派出、内设机构形成")] = None
    authorised_organisation: Annotated[bool | None, Meta(title="法律、法规授权的组织的信息")] = None
    land_survey: Annotated[bool | None, Meta(title="具体地块的国土调查地类")] = None
    real_estate_register: Annotated[bool | None, Meta(title="不动产登记资料")] = None


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
    origin: Annotated[Origin | None, Meta(title="来源")] = None
    led_by_other: Annotated[bool | None, Meta(title="由其他机关牵头共同制作")] = None
    classified_by: Annotated[Classified | None, Meta(title="由谁定密")] = None
    secrecy_unsure: Annotated[bool | None, Meta(title="是否涉密不能确定")] = None
    work_secret: Annotated[bool | None, Meta(title="标为工作秘密或者内部资料")] = None
    harms_third_party: Annotated[bool | None, Meta(title="本机关判断公开会损害第三方合法权益")] = None
    discretion: Annotated[Discretion | None, Meta(title="对可以不予公开的内容的权衡")] = None
    requester_is_party: Annotated[bool | None, Meta(title="申请人是该执法案件的当事人")] = None
    compensation_result: Annotated[bool | None, Meta(title="征收补偿的分户结果")] = None
    carrier_at_risk: Annotated[bool | None, Meta(title="按要求的形式提供会损坏载体或者成本过高")] = None
    attribute: Annotated[Attribute | None, Meta(title="公开属性")] = None
    other_requesters: Annotated[bool | None, Meta(title="另有申请人申请同一信息")] = None
    publication_suggested: Annotated[bool | None, Meta(title="申请人建议主动公开")] = None
    refused_before: Annotated[bool | None, Meta(title="此前作过不予公开的决定")] = None
    clue: Annotated[bool | None, Meta(title="有文件或者线索表明该信息存在")] = None


class FilingAssessment(_Answers, frozen=True):
    """How the request was made (art. 27-29, 31, 43)."""

    agent: Annotated[bool | None, Meta(title="由代理人提出")] = None
    authority_given: Annotated[bool | None, Meta(title="有授权委托书和双方身份证明")] = None
    form_given: Annotated[bool | None, Meta(title="写明信息的形式要求")] = None
    needs_help: Annotated[bool | None, Meta(title="申请人阅读、书写困难或者有视听障碍")] = None
    foreign: Annotated[bool | None, Meta(title="申请人是外国人或者境外组织")] = None
    purpose_asked: Annotated[bool | None, Meta(title="曾要求申请人说明用途")] = None
    confirmed: Annotated[bool | None, Meta(title="已与申请人确认收到")] = None
    unpublished_channel: Annotated[bool | None, Meta(title="经公开指南以外的渠道提出")] = None
    guide_names_channels: Annotated[bool | None, Meta(title="公开指南写明了受理渠道")] = None
    joint: Annotated[bool | None, Meta(title="几个人共同申请")] = None
    via_other_office: Annotated[bool | None, Meta(title="由信访等其他机构收到")] = None
    several_agencies: Annotated[bool | None, Meta(title="同时向几个机关提出")] = None


class FeeAssessment(_Answers, frozen=True):
    """What a processing fee depends on besides the volume (art. 42, 109号)."""

    pages: Annotated[Annotated[int, Meta(ge=0)] | None, Meta(title="要提供的页数")] = None
    inspection_only: Annotated[bool | None, Meta(title="只作现场查阅、抄录")] = None
    disputed: Annotated[bool | None, Meta(title="申请人对收费有异议")] = None


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
    filing: FilingAssessment = FilingAssessment()
    fee: FeeAssessment = FeeAssessment()
