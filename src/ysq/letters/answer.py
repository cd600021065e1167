"""From the facts of an answer and the law in force to the context of its letter."""

import msgspec

from ysq.domain.letters import CORRECTIONS, REFUSALS, AgencyProfile, LetterType, Remedy, RemedyOrder, remedy_of
from ysq.domain.terms import DeliveryWish
from ysq.letters.clean import clean_name
from ysq.letters.context import AddressedAs, Answer, AnswerContext, Layout, Matter
from ysq.letters.errors import MissingFactError, NoOnlineReviewError
from ysq.letters.facts import AnswerFacts
from ysq.letters.needs import LetterLaw, require
from ysq.letters.sections import section


def context_of(facts: AnswerFacts, agency: AgencyProfile, law: LetterLaw) -> AnswerContext:
    """The context of the letter that answers `facts.items`, each by its own section.

    Raises MissingFactError when the case file lacks what an outcome needs, NotInForceError when a provision is not in
    force on the letter's date, NoOnlineReviewError when it is to be served on line without a channel for 行政复议,
    LetterError when an outcome is unknown or a third party is named.
    """
    if not facts.items:
        raise MissingFactError("申请事项", "请先就至少一项申请作出拟办意见。")
    for item in facts.items:
        require(item, facts, law)
    items = tuple(section(item, facts, law) for item in facts.items)
    kinds = {item.kind for item in items}
    matter = Matter.CORRECTION if kinds <= CORRECTIONS else Matter.DISCLOSURE
    return AnswerContext(_letter_type(kinds), _answer(facts, agency, law, matter), items)


def _letter_type(kinds: set[LetterType]) -> LetterType:
    """The items' own letter when they are alike; else the one for several grounds of refusal, or for anything."""
    if len(kinds) == 1:
        return next(iter(kinds))
    return LetterType.REFUSAL if kinds <= REFUSALS else LetterType.MIXED_ANSWER


def _answer(facts: AnswerFacts, agency: AgencyProfile, law: LetterLaw, matter: Matter) -> Answer:
    return Answer(
        agency=agency,
        addressee=addressee(facts.requesters),
        you=addressed(facts.requesters, organisation=facts.organisation),
        layout=Layout.SINGLE if len(facts.items) == 1 else Layout.SEVERAL,
        dated=facts.dated,
        received=facts.received,
        letter_no=clean_name(facts.letter_no),
        matter=matter,
        request_summary=facts.request_summary,
        process=facts.process,
        remedy=_remedy(facts, agency, law),
        attachments=tuple(attachment for item in facts.items for attachment in item.attachments),
    )


def _remedy(facts: AnswerFacts, agency: AgencyProfile, law: LetterLaw) -> Remedy:
    on_line = facts.supply is not None and facts.supply.way is DeliveryWish.EMAIL
    if on_line and not agency.online_review_address:
        raise NoOnlineReviewError
    found = {item.number: law.outcome(item.outcome, facts.dated).remedy for item in facts.items}
    orders = {number: msgspec.convert(remedy, RemedyOrder) for number, remedy in found.items()}
    return remedy_of(orders, agency, law.periods)


def addressee(requesters: tuple[str, ...]) -> str:
    """The 抬头: every requester's full name; MissingFactError when there is none."""
    if not requesters:
        raise MissingFactError("申请人姓名或者名称", "请在登记信息中补全申请人。")
    return "、".join(clean_name(name) for name in requesters)


def addressed(requesters: tuple[str, ...], *, organisation: bool) -> AddressedAs:
    """How the letter speaks to them."""
    if len(requesters) > 1:
        return AddressedAs.SEVERAL
    return AddressedAs.ORGANISATION if organisation else AddressedAs.PERSON
