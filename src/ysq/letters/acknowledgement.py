"""From the facts of a receipt to the context of its 登记回执."""

from ysq.domain.letters import AgencyProfile
from ysq.letters.answer import addressed, addressee
from ysq.letters.context import Acknowledgement, AcknowledgementContext, AskedItem, Layout
from ysq.letters.facts import AcknowledgementFacts
from ysq.letters.needs import LetterLaw


def acknowledgement_of(facts: AcknowledgementFacts, agency: AgencyProfile, law: LetterLaw) -> AcknowledgementContext:
    """The context of the receipt; MissingFactError without a requester, NotInForceError for another day's provision."""
    return AcknowledgementContext(
        Acknowledgement(
            agency=agency,
            addressee=addressee(facts.requesters),
            you=addressed(facts.requesters, organisation=facts.organisation),
            layout=Layout.SINGLE if len(facts.items) == 1 else Layout.SEVERAL,
            dated=facts.dated,
            received=facts.received,
            items=tuple(AskedItem(number, asked) for number, asked in enumerate(facts.items, 1)),
            moved_from=() if facts.moved_from is None else (facts.moved_from,),
            receipt_day=facts.receipt_day,
            clock=facts.clock,
            due_on=facts.due_on,
            answer_days=facts.answer_days,
            clarification_days=facts.clarification_days,
            rule=law.cited(facts.rule, facts.received.on),
            due_rule=law.cited(facts.due_rule, facts.received.on),
            access_code=facts.access_code,
            follow_at=facts.follow_at,
            letter_no=facts.letter_no,
        )
    )
