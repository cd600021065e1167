"""Every kind of letter and form: each has one template, and each answer one decision code."""

from ysq.domain.terms import Term


class LetterType(Term):
    """文书种类: one template each."""

    ALREADY_PUBLIC = "already_public", "政府信息公开申请答复书（已主动公开）"
    DISCLOSURE = "disclosure", "政府信息公开申请答复书（予以公开）"
    PARTIAL_DISCLOSURE = "partial_disclosure", "政府信息公开申请答复书（部分公开）"
    STATE_SECRET = "state_secret", "政府信息公开申请答复书（不予公开：国家秘密）"
    PROHIBITED_BY_LAW = "prohibited_by_law", "政府信息公开申请答复书（不予公开：法律、行政法规禁止公开）"
    SECURITY_AND_STABILITY = "security_and_stability", "政府信息公开申请答复书（不予公开：三安全一稳定）"
    THIRD_PARTY_INTEREST = "third_party_interest", "政府信息公开申请答复书（不予公开：第三方合法权益）"
    INTERNAL_AFFAIRS = "internal_affairs", "政府信息公开申请答复书（不予公开：内部事务信息）"
    DELIBERATIVE = "deliberative", "政府信息公开申请答复书（不予公开：过程性信息）"
    ENFORCEMENT_FILE = "enforcement_file", "政府信息公开申请答复书（不予公开：行政执法案卷信息）"
    SPECIAL_REGIME = "special_regime", "政府信息公开申请答复书（法律、行政法规另有规定）"
    NO_RECORD = "no_record", "政府信息公开申请答复书（信息不存在）"
    NOT_THIS_AGENCY = "not_this_agency", "政府信息公开申请答复书（不属于本机关负责公开）"
    NEEDS_PROCESSING = "needs_processing", "政府信息公开申请答复书（需要加工、分析）"
    STILL_UNCLEAR = "still_unclear", "政府信息公开申请答复书（补正后仍不明确）"
    PETITION = "petition", "政府信息公开申请答复书（信访、投诉、举报）"
    DUPLICATE = "duplicate", "政府信息公开申请答复书（重复申请）"
    PUBLICATION = "publication", "政府信息公开申请答复书（公开出版物）"
    EXCESSIVE = "excessive", "政府信息公开申请答复书（不予处理）"
    REISSUE = "reissue", "政府信息公开申请答复书（确认或者重新出具）"
    LAPSED_CLARIFICATION = "lapsed_clarification", "政府信息公开申请答复书（逾期不补正）"
    LAPSED_FEE = "lapsed_fee", "政府信息公开申请答复书（逾期未缴费）"
    WITHDRAWN = "withdrawn", "政府信息公开申请答复书（撤回申请）"
    SECTOR_UNIT = "sector_unit", "政府信息公开申请答复书（公共企事业单位的信息）"
    RECORD_CORRECTED = "record_corrected", "政府信息更正申请答复书（予以更正）"
    CORRECTION_DECLINED = "correction_declined", "政府信息更正申请答复书（不予更正）"
    CORRECTION_ELSEWHERE = "correction_elsewhere", "政府信息更正申请答复书（不属于本机关职能范围）"
    REFUSAL = "refusal", "政府信息公开申请答复书（不予公开）"
    MIXED_ANSWER = "mixed_answer", "政府信息公开申请答复书（逐项答复）"
    ACKNOWLEDGEMENT = "acknowledgement", "政府信息公开申请登记回执"
    APPLICATION_FORM = "application_form", "政府信息公开申请登记表"
    CLARIFICATION_NOTICE = "clarification_notice", "补正告知书"
    REASONS_NOTICE = "reasons_notice", "说明理由告知书"
    EXTENSION_NOTICE = "extension_notice", "延期答复告知书"
    DEFERRAL_NOTICE = "deferral_notice", "延迟答复告知书"
    THIRD_PARTY_CONSULTATION = "third_party_consultation", "征求意见书（第三方）"
    CONSULTATION_REPLY = "consultation_reply", "征求意见确认函"
    CONSULTATION_NOTICE = "consultation_notice", "征求意见告知书"
    CO_PRODUCER_CONSULTATION = "co_producer_consultation", "征求意见书（共同制作机关）"
    AGENCY_CONSULTATION = "agency_consultation", "征求意见书（其他机关）"
    UNIT_REQUEST = "unit_request", "协办函"
    FEE_NOTICE = "fee_notice", "收费通知书"
    THIRD_PARTY_NOTICE = "third_party_notice", "决定公开告知书（第三方）"
    DELIVERY_RECEIPT = "delivery_receipt", "送达回证"
    APPROVAL_SHEET = "approval_sheet", "审批单"
    SEARCH_SHEET = "search_sheet", "检索记录"
    SECRECY_SHEET = "secrecy_sheet", "保密审查表"
    EVIDENCE_LIST = "evidence_list", "证据目录"


class Form(Term):
    """How a document is set: as an official letter, or as a form of the agency's own file."""

    LETTER = "letter", "信函"
    SHEET = "sheet", "表单"


PROCEDURAL = frozenset(
    {
        LetterType.ACKNOWLEDGEMENT,
        LetterType.APPLICATION_FORM,
        LetterType.CLARIFICATION_NOTICE,
        LetterType.REASONS_NOTICE,
        LetterType.EXTENSION_NOTICE,
        LetterType.DEFERRAL_NOTICE,
        LetterType.THIRD_PARTY_CONSULTATION,
        LetterType.CONSULTATION_REPLY,
        LetterType.CONSULTATION_NOTICE,
        LetterType.CO_PRODUCER_CONSULTATION,
        LetterType.AGENCY_CONSULTATION,
        LetterType.UNIT_REQUEST,
        LetterType.FEE_NOTICE,
        LetterType.THIRD_PARTY_NOTICE,
        LetterType.DELIVERY_RECEIPT,
        LetterType.APPROVAL_SHEET,
        LetterType.SEARCH_SHEET,
        LetterType.SECRECY_SHEET,
        LetterType.EVIDENCE_LIST,
    }
)
"""程序性文书: they answer no item, so they carry no outcome and no remedy (国办函〔2021〕132号 art. 3), but for one.

THIRD_PARTY_NOTICE tells a third party of a decision that burdens it (art. 32), and therefore its remedy, too.
"""
CONSULTATIONS = frozenset(
    {LetterType.THIRD_PARTY_CONSULTATION, LetterType.CO_PRODUCER_CONSULTATION, LetterType.AGENCY_CONSULTATION}
)
"""征求意见书: letters to who is consulted."""
NOTICES = CONSULTATIONS | {
    LetterType.CLARIFICATION_NOTICE,
    LetterType.REASONS_NOTICE,
    LetterType.EXTENSION_NOTICE,
    LetterType.DEFERRAL_NOTICE,
    LetterType.CONSULTATION_NOTICE,
    LetterType.FEE_NOTICE,
}
"""告知文书: letters that tell somebody outside of a step of the case; each is issued by its own command."""
COMBINED = frozenset({LetterType.REFUSAL, LetterType.MIXED_ANSWER})
"""Answers made of the sections of others: on items refused on several grounds, and on items decided differently."""
REFUSALS = frozenset(
    {
        LetterType.STATE_SECRET,
        LetterType.PROHIBITED_BY_LAW,
        LetterType.SECURITY_AND_STABILITY,
        LetterType.THIRD_PARTY_INTEREST,
        LetterType.INTERNAL_AFFAIRS,
        LetterType.DELIBERATIVE,
        LetterType.ENFORCEMENT_FILE,
    }
)
"""不予公开 under art. 14 to 16: 行政复议 comes first (行政复议法 art. 23 para 1 item 4)."""
CORRECTIONS = frozenset({LetterType.RECORD_CORRECTED, LetterType.CORRECTION_DECLINED, LetterType.CORRECTION_ELSEWHERE})
"""Answers to a wish to have one's own record corrected (art. 41)."""
_APART = {LetterType.DISCLOSURE: "disclosed", LetterType.PARTIAL_DISCLOSURE: "partly_disclosed"}
DECIDED = {
    _APART.get(letter, letter.value): letter
    for letter in LetterType
    if letter not in PROCEDURAL and letter not in COMBINED
}
"""The letter of every decision code: codes are stored with determinations, so a book can't rename them."""
