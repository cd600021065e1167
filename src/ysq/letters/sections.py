"""From what was determined on one item to what its section of the letter is told."""

import msgspec

from ysq.domain.grounds import ForbiddingLaw, ResponsibleAgency, ThirdPartyView
from ysq.domain.law import Provision
from ysq.domain.letters import LetterType
from ysq.letters.clean import paragraphs
from ysq.letters.context import (
    AnsweredItem,
    DisclosedItem,
    Given,
    NoRecordItem,
    NotThisAgencyItem,
    PartlyDisclosedItem,
    Refusal,
    RefusedItem,
)
from ysq.letters.errors import LetterError, MissingFactError
from ysq.letters.facts import AnswerFacts, ItemAnswer
from ysq.letters.needs import LetterLaw


def section(item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> AnsweredItem:
    """The section on `item`, which has what its outcome needs; MissingFactError when it is given in no known way."""
    letter = msgspec.convert(law.outcomes[item.outcome].letter, LetterType)
    about = (item.number, item.description)
    cited = _cited(item.outcome, item, facts, law)
    match letter:
        case LetterType.DISCLOSURE:
            return DisclosedItem(*about, cited, _given(item, facts))
        case LetterType.PARTIAL_DISCLOSURE:
            part = item.withheld
            assert part is not None, "needs.require refuses a partial disclosure without its withheld part"
            refusal = _refusal(item, part.ground, facts, law)
            return PartlyDisclosedItem(*about, cited, _given(item, facts), part.what, part.how, refusal)
        case LetterType.REFUSAL:
            return RefusedItem(*about, _refusal(item, item.outcome, facts, law), paragraphs(item.indivisible))
        case LetterType.NO_RECORD:
            return NoRecordItem(*about, cited, item.searches, paragraphs(item.reasons))
        case LetterType.NOT_THIS_AGENCY:
            known = (item.responsible,) if isinstance(item.responsible, ResponsibleAgency) else ()
            return NotThisAgencyItem(*about, cited, paragraphs(item.reasons), known)
        case LetterType.MIXED_ANSWER | LetterType.ACKNOWLEDGEMENT:
            raise LetterError(f"“{letter.zh}”不能单独答复一项申请。请核对答复类别表。")


def _cited(code: str, item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> tuple[Provision, ...]:
    """The provisions of an outcome; those on consulting third parties only when one was consulted."""
    outcome = law.outcomes[code]
    left_out = () if facts.third_party_consulted(item.number) else outcome.if_consulted
    return law.cited(tuple(name for name in outcome.provisions if name not in left_out), facts.dated)


def _given(item: ItemAnswer, facts: AnswerFacts) -> Given:
    if facts.supply is None:
        raise MissingFactError("提供政府信息的方式和载体形式", "请登记提供方式（条例第四十条）后再制作答复书。")
    count = len(item.attachments)
    others = sum(len(other.attachments) for other in facts.items) > count
    before = sum(len(other.attachments) for other in facts.items[: facts.items.index(item)])
    numbers = tuple(range(before + 1, before + count + 1)) if others else ()
    return Given(facts.supply, bool(count), numbers)


def _refusal(item: ItemAnswer, code: str, facts: AnswerFacts, law: LetterLaw) -> Refusal:
    basis = item.basis
    view = basis if isinstance(basis, ThirdPartyView) else None
    return Refusal(
        ground=item.aspect.value if item.aspect else code,
        provisions=_cited(code, item, facts, law),
        reasons=paragraphs(item.reasons),
        forbidden_by=(basis.title,) if isinstance(basis, ForbiddingLaw) else (),
        unconsulted=() if view is None or facts.third_party_consulted(item.number) else paragraphs(view.unconsulted),
        judgements=paragraphs(view.judgement) if view else (),
    )
