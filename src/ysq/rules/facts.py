"""The facts that rules may ask about, with their Chinese names, and how they are read from a case."""

import datetime as dt
from operator import attrgetter
from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from ysq.domain.assessment import (
    Assessment,
    FeeAssessment,
    FilingAssessment,
    NatureAssessment,
    PublicInterest,
    RecordAssessment,
    VolumeAssessment,
)
from ysq.domain.case import Case, ItemState
from ysq.domain.surroundings import Surroundings
from ysq.domain.terms import Channel, ConsulteeKind, FeeBasis, PersonRole, Reply, RequesterKind, Term
from ysq.rules.vocabulary import Value, vocabulary_of


class Opinion(Term):
    """What came of a consultation; silence is derived by the clock (art. 32, 34)."""

    AGREED = "agreed", "同意公开"
    REFUSED = "refused", "不同意公开"
    SILENT = "silent", "逾期未提出意见"


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class RequestFacts(_Group, frozen=True):
    """The request as it came (art. 29, 31)."""

    received_on: Annotated[dt.date, Meta(title="收到之日")]
    channel: Annotated[Channel, Meta(title="渠道")]
    requester_kind: Annotated[RequesterKind, Meta(title="申请人类型")]
    items: Annotated[int, Meta(title="事项数", ge=1)]
    identity_given: Annotated[bool, Meta(title="写明身份证明")]
    contact_given: Annotated[bool, Meta(title="写明联系方式")]
    month_count: Annotated[Annotated[int, Meta(ge=0)] | None, Meta(title="该申请人本月申请件数")] = None


class ItemFacts(_Group, frozen=True):
    """How the item is described (art. 29 para 2 item 2)."""

    title_given: Annotated[bool, Meta(title="写明文件名称")]
    document_no_given: Annotated[bool, Meta(title="写明文号")]


class ClarificationFacts(_Group, frozen=True):
    """补正 (art. 30)."""

    asked: Annotated[bool, Meta(title="已告知")]
    answered: Annotated[bool, Meta(title="已收到")]
    overdue: Annotated[bool, Meta(title="逾期")]
    late_reason_accepted: Annotated[bool | None, Meta(title="逾期有正当理由")] = None


class SearchFacts(_Group, frozen=True):
    """检索 (art. 36 item 4)."""

    recorded: Annotated[bool, Meta(title="有检索记录")]
    found: Annotated[bool | None, Meta(title="找到所申请的信息")] = None


class SecrecyFacts(_Group, frozen=True):
    """保密审查 (art. 17)."""

    releasable: Annotated[bool | None, Meta(title="认为可以公开")] = None


class ConsultationFacts(_Group, frozen=True):
    """征求意见. Of several parties the refusal counts first, then one still awaited (missing), then silence."""

    sent: Annotated[bool, Meta(title="已发出")]
    reply: Annotated[Opinion | None, Meta(title="结果")] = None


class ThirdPartyFacts(ConsultationFacts, frozen=True):
    """征求第三方意见, and the agency's own judgement of the reasons (art. 32)."""

    reasons_accepted: Annotated[bool | None, Meta(title="不同意的理由合理")] = None


class FeeFacts(FeeAssessment, frozen=True):
    """信息处理费: what the clerk judged, and what became of a demand (109号 art. 6)."""

    demanded: Annotated[bool, Meta(title="已发出收费通知")] = False
    paid: Annotated[bool, Meta(title="已缴清")] = False
    overdue: Annotated[bool, Meta(title="逾期未缴")] = False
    basis: Annotated[FeeBasis | None, Meta(title="已选的计费方式")] = None


class Facts(_Group, frozen=True):
    """Everything rules may ask about one item of a case. None is "nobody has recorded it": the fact is missing."""

    request: Annotated[RequestFacts, Meta(title="申请")]
    item: Annotated[ItemFacts, Meta(title="事项")]
    nature: Annotated[NatureAssessment, Meta(title="性质")]
    volume: Annotated[VolumeAssessment, Meta(title="数量频次")]
    clarification: Annotated[ClarificationFacts, Meta(title="补正")]
    search: Annotated[SearchFacts, Meta(title="检索")]
    secrecy_review: Annotated[SecrecyFacts, Meta(title="保密审查")]
    record: Annotated[RecordAssessment, Meta(title="信息")]
    consultation: Annotated[ThirdPartyFacts, Meta(title="征求第三方意见")]
    co_producers: Annotated[ConsultationFacts, Meta(title="征求共同制作机关意见")]
    other_agencies: Annotated[ConsultationFacts, Meta(title="征求其他机关意见")]
    public_interest: Annotated[PublicInterest, Meta(title="公共利益")]
    filing: Annotated[FilingAssessment, Meta(title="提出")] = FilingAssessment()
    fee: Annotated[FeeFacts, Meta(title="收费")] = FeeFacts()


VOCABULARY = vocabulary_of(Facts)
_READ = attrgetter(*VOCABULARY)

FactValues = dict[str, Value | frozenset[str] | None]


def values_of(facts: Facts) -> FactValues:
    """The facts by name; None when missing."""
    return dict(zip(VOCABULARY, _READ(facts), strict=True))


def facts_of(case: Case, item: int, assessment: Assessment, around: Surroundings) -> Facts:
    """The facts of item `item` of `case`, with what a clerk answered and what surrounds the case.

    What the case itself has on record (reasons asked for, a record marked secret) needs no answer.
    """
    state = case.items[item]
    found = any(search.found for search in state.searches) if state.searches else None
    third_parties = _consulted(case, item, ConsulteeKind.THIRD_PARTY, around.silent)
    return Facts(
        request=_request(case, around),
        item=ItemFacts(around.title_given, around.document_no_given),
        nature=assessment.nature,
        volume=_volume(case, assessment.volume),
        clarification=ClarificationFacts(
            asked=case.clarification is not None,
            answered=case.clarified_on is not None,
            overdue=around.clarification_overdue,
            late_reason_accepted=assessment.late_reason_accepted,
        ),
        search=SearchFacts(bool(state.searches), found),
        secrecy_review=SecrecyFacts(state.releasable),
        record=_record(state, assessment.record),
        consultation=ThirdPartyFacts(third_parties.sent, third_parties.reply, assessment.third_party_reasons_accepted),
        co_producers=_consulted(case, item, ConsulteeKind.CO_PRODUCER, around.silent),
        other_agencies=_consulted(case, item, ConsulteeKind.OTHER_AGENCY, around.silent),
        public_interest=_public_interest(case, item, assessment.public_interest),
        filing=_filing(case, assessment.filing),
        fee=_fee(case, assessment.fee, around),
    )


def _public_interest(case: Case, item: int, judged: PublicInterest) -> PublicInterest:
    """A third party that was told by a notice of the case needs no answer."""
    told = any(sent.party in case.notices for sent in case.consulted_on(item))
    return msgspec.structs.replace(judged, third_party_told=True) if told else judged


def _filing(case: Case, judged: FilingAssessment) -> FilingAssessment:
    """Agents and joint requesters who are persons of the case are known without being asked for."""
    roles = {added.role for added in case.persons}
    return msgspec.structs.replace(
        judged,
        agent=True if judged.agent is None and PersonRole.AGENT in roles else judged.agent,
        joint=True if judged.joint is None and len(case.requesters) > 1 else judged.joint,
    )


def _fee(case: Case, judged: FeeAssessment, around: Surroundings) -> FeeFacts:
    return FeeFacts(
        pages=judged.pages,
        inspection_only=judged.inspection_only,
        disputed=judged.disputed,
        demanded=case.fee is not None,
        paid=case.fee_paid,
        overdue=around.fee_overdue,
        basis=case.fee.basis if case.fee else None,
    )


def _volume(case: Case, answered: VolumeAssessment) -> VolumeAssessment:
    return replace(answered, reasons_asked=True) if case.reasons is not None else answered


def _record(item: ItemState, answered: RecordAssessment) -> RecordAssessment:
    marked = any(record.marked_secret for record in item.records)
    return replace(answered, secret_marking=True) if marked else answered


def _request(case: Case, around: Surroundings) -> RequestFacts:
    return RequestFacts(
        received_on=around.received_on,
        channel=case.received.channel,
        requester_kind=case.received.requester_kind,
        items=len(case.items),
        identity_given=around.identity_given,
        contact_given=around.contact_given,
        month_count=around.month_count,
    )


def _consulted(case: Case, item: int, kind: ConsulteeKind, silent: frozenset[str]) -> ConsultationFacts:
    parties = [sent.party for sent in case.consulted_on(item) if sent.kind is kind]
    opinions = {_opinion(case, party, silent) for party in parties}
    for weightiest in (Opinion.REFUSED, None, Opinion.SILENT, Opinion.AGREED):
        if weightiest in opinions:
            return ConsultationFacts(sent=True, reply=weightiest)
    return ConsultationFacts(sent=False)


def _opinion(case: Case, party: str, silent: frozenset[str]) -> Opinion | None:
    answer = case.answers.get(party)
    if answer is not None:
        return Opinion.AGREED if answer.reply is Reply.AGREED else Opinion.REFUSED
    return Opinion.SILENT if party in silent else None
