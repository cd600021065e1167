"""From what was determined on one item to what its section of the letter is told."""

from collections.abc import Callable

import msgspec

from ysq.domain.grounds import ForbiddingLaw, ResponsibleAgency, ThirdPartyView
from ysq.domain.law import Provision
from ysq.domain.letters import REFUSALS, LetterType
from ysq.letters.clean import paragraphs
from ysq.letters.context import (
    AnsweredItem,
    DisclosedItem,
    Given,
    NoRecordItem,
    PartlyDisclosedItem,
    ReferredItem,
    Refusal,
    RefusedItem,
    StatedItem,
)
from ysq.letters.errors import LetterError, MissingFactError
from ysq.letters.facts import AnswerFacts, ItemAnswer
from ysq.letters.needs import LetterLaw

_About = tuple[LetterType, int, str, tuple[Provision, ...]]
_Section = Callable[[_About, ItemAnswer, AnswerFacts, LetterLaw], AnsweredItem]


def section(item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> AnsweredItem:
    """The section on `item`, which has what its outcome needs; MissingFactError when it is given in no known way."""
    letter = msgspec.convert(law.outcome(item.outcome, facts.dated).letter, LetterType)
    if letter not in SECTIONS:
        raise LetterError(f"“{letter.zh}”不能单独答复一项申请。请核对答复类别表。")
    about = (letter, item.number, item.description, _cited(item.outcome, item, facts, law))
    return SECTIONS[letter](about, item, facts, law)


def _disclosed(about: _About, item: ItemAnswer, facts: AnswerFacts, _law: LetterLaw) -> AnsweredItem:
    return DisclosedItem(*about, _given(item, facts))


def _partly_disclosed(about: _About, item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> AnsweredItem:
    part = item.withheld
    assert part is not None, "needs.require refuses a partial disclosure without its withheld part"
    refusal = _refusal(item, part.ground, facts, law)
    return PartlyDisclosedItem(*about, _given(item, facts), part.what, part.how, refusal)


def _refused(about: _About, item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> AnsweredItem:
    return RefusedItem(*about, _refusal(item, item.outcome, facts, law), paragraphs(item.indivisible))


def _no_record(about: _About, item: ItemAnswer, _facts: AnswerFacts, _law: LetterLaw) -> AnsweredItem:
    return NoRecordItem(*about, item.searches, paragraphs(item.reasons))


def _referred(about: _About, item: ItemAnswer, _facts: AnswerFacts, _law: LetterLaw) -> AnsweredItem:
    known = (item.responsible,) if isinstance(item.responsible, ResponsibleAgency) else ()
    return ReferredItem(*about, paragraphs(item.reasons), known)


def _stated(about: _About, item: ItemAnswer, _facts: AnswerFacts, _law: LetterLaw) -> AnsweredItem:
    return StatedItem(*about, paragraphs(item.reasons), item.basis)


SECTIONS: dict[LetterType, _Section] = {
    LetterType.DISCLOSURE: _disclosed,
    LetterType.PARTIAL_DISCLOSURE: _partly_disclosed,
    **dict.fromkeys(REFUSALS, _refused),
    LetterType.NO_RECORD: _no_record,
    LetterType.NOT_THIS_AGENCY: _referred,
    LetterType.CORRECTION_ELSEWHERE: _referred,
    **dict.fromkeys(
        (
            LetterType.ALREADY_PUBLIC,
            LetterType.SPECIAL_REGIME,
            LetterType.NEEDS_PROCESSING,
            LetterType.STILL_UNCLEAR,
            LetterType.PETITION,
            LetterType.DUPLICATE,
            LetterType.PUBLICATION,
            LetterType.EXCESSIVE,
            LetterType.REISSUE,
            LetterType.LAPSED_CLARIFICATION,
            LetterType.LAPSED_FEE,
            LetterType.WITHDRAWN,
            LetterType.SECTOR_UNIT,
            LetterType.RECORD_CORRECTED,
            LetterType.CORRECTION_DECLINED,
        ),
        _stated,
    ),
}
"""How the section of each letter that answers by itself is told."""


def _cited(code: str, item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> tuple[Provision, ...]:
    """The provisions of an outcome; those on consulting third parties only when one was consulted."""
    outcome = law.outcome(code, facts.dated)
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
