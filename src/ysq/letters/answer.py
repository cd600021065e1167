"""From the facts of an answer and the law in force to the context of its letter."""

from collections.abc import Mapping

import msgspec

from ysq.domain.law import Outcome, Provision
from ysq.domain.letters import ASPECTS, AgencyProfile, LetterType, RemedyPeriods, remedy_of
from ysq.letters.clean import clean_name, paragraphs
from ysq.letters.context import (
    AddressedAs,
    Answer,
    AnswerFacts,
    DisclosureContext,
    Item,
    ItemAnswer,
    Layout,
    LetterContext,
    NoRecordContext,
    NoRecordItem,
    RefusalContext,
    RefusedItem,
)
from ysq.letters.errors import LetterError, MissingFactError, MixedOutcomesError, NotInForceError


class LetterLaw(msgspec.Struct, frozen=True):
    """The part of the rule book that letters need: rules/provisions.yaml, rules/outcomes.yaml, the remedy periods."""

    provisions: Mapping[str, Provision]
    outcomes: Mapping[str, Outcome]
    periods: RemedyPeriods


def context_of(facts: AnswerFacts, agency: AgencyProfile, law: LetterLaw) -> LetterContext:
    """The context of the letter that answers `facts.items`.

    Raises MissingFactError when the case file lacks what the outcome needs, MixedOutcomesError when the items call for
    different letters or remedies, NotInForceError when a provision is not in force on the letter's date.
    """
    outcome = _one_kind(facts, law)
    for item in facts.items:
        _require(facts, item, law.outcomes[item.outcome])
    answer = _answer(facts, agency, outcome, law)
    match msgspec.convert(outcome.letter, LetterType):
        case LetterType.DISCLOSURE:
            supply = facts.supply
            if supply is None:
                raise MissingFactError("提供政府信息的方式和载体形式", "请登记提供方式（条例第四十条）后再制作答复书。")
            return DisclosureContext(answer, tuple(_disclosed(i, facts, law) for i in facts.items), supply)
        case LetterType.NO_RECORD:
            return NoRecordContext(answer, tuple(_no_record(i, facts, law) for i in facts.items))
        case LetterType.REFUSAL:
            return RefusalContext(answer, tuple(_refused(i, facts, law) for i in facts.items))


def _one_kind(facts: AnswerFacts, law: LetterLaw) -> Outcome:
    if not facts.items:
        raise MissingFactError("申请事项", "请先就至少一项申请作出拟办意见。")
    unknown = sorted({i.outcome for i in facts.items} - law.outcomes.keys())
    if unknown:
        raise LetterError(f"没有“{'、'.join(unknown)}”这种答复类别。请从答复类别表中选择。")
    outcomes = [law.outcomes[i.outcome] for i in facts.items]
    if len({(o.letter, o.remedy) for o in outcomes}) > 1:
        raise MixedOutcomesError(tuple(dict.fromkeys(o.name for o in outcomes)))
    return outcomes[0]


def _require(facts: AnswerFacts, item: ItemAnswer, outcome: Outcome) -> None:
    if not outcome.effective_from <= facts.dated or (outcome.effective_to and outcome.effective_to < facts.dated):
        raise NotInForceError(f"答复类别“{outcome.name}”", facts.dated.isoformat())
    present = {
        "search_record": bool(item.searches),
        "reasons": bool(paragraphs(item.reasons)),
        "secrecy_review": facts.secrecy_reviewed,
    }
    for need in outcome.needs:
        if not present[need]:
            fact, remedy = _NEEDS[need]
            raise MissingFactError(f"第{item.number}项的{fact}", remedy)
    if item.aspect is not None and item.aspect not in ASPECTS.get(item.outcome, ()):
        raise LetterError(f"第{item.number}项：“{item.aspect.zh}”不属于“{outcome.name}”。请重新选择信息类别。")


# What each need of outcomes.yaml is called, and what the clerk does about it.
_NEEDS = {
    "search_record": ("检索记录", "答复信息不存在须写明检索人、时间、范围、关键词和结果，请先登记检索记录。"),
    "reasons": ("不予公开理由", "条例第三十六条第三项要求说明理由，请写明事实和理由后重试。"),
    "secrecy_review": ("保密审查结论", "公开前应当审查（条例第十七条），请先登记保密审查。"),
}


def _answer(facts: AnswerFacts, agency: AgencyProfile, outcome: Outcome, law: LetterLaw) -> Answer:
    if not facts.requesters:
        raise MissingFactError("申请人姓名或者名称", "请在登记信息中补全申请人。")
    return Answer(
        agency=agency,
        addressee="、".join(clean_name(name) for name in facts.requesters),
        you=_addressed(facts),
        layout=Layout.SINGLE if len(facts.items) == 1 else Layout.SEVERAL,
        letter_no=facts.letter_no,
        dated=facts.dated,
        received=facts.received,
        request_summary=facts.request_summary,
        process=facts.process,
        remedy=remedy_of(outcome, agency, law.periods),
        attachments=facts.attachments,
    )


def _addressed(facts: AnswerFacts) -> AddressedAs:
    if len(facts.requesters) > 1:
        return AddressedAs.SEVERAL
    return AddressedAs.ORGANISATION if facts.organisation else AddressedAs.PERSON


def _cited(item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> tuple[Provision, ...]:
    cited = tuple(law.provisions[p] for p in law.outcomes[item.outcome].provisions)
    for provision in cited:
        if not provision.in_force(facts.dated):
            raise NotInForceError(provision.title, facts.dated.isoformat())
    return cited


def _disclosed(item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> Item:
    return Item(item.number, item.description, _cited(item, facts, law))


def _no_record(item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> NoRecordItem:
    cited = _cited(item, facts, law)
    return NoRecordItem(item.number, item.description, cited, item.searches, paragraphs(item.reasons))


def _refused(item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> RefusedItem:
    return RefusedItem(
        number=item.number,
        description=item.description,
        provisions=_cited(item, facts, law),
        ground=item.aspect.value if item.aspect else item.outcome,
        reasons=paragraphs(item.reasons),
        indivisible=paragraphs(item.indivisible),
    )
