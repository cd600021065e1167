"""办理: units, searches, records, reviews and consultations."""

from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import open_item, open_items, require_open


def decide_process(
    case: Case,
    command: c.AskUnit
    | c.RecordUnitAnswer
    | c.RecordUnitReturn
    | c.RecordSearch
    | c.AddRecord
    | c.LogContact
    | c.RecordSecrecyReview,
    context: Context,
) -> Sequence[e.CaseEvent]:
    """What is done inside the agency; none of it moves the answer's clock."""
    actor = context.actor.id
    if isinstance(command, c.LogContact):
        return [e.ContactLogged(command.on, actor, command.via, context.ref)]
    require_open(case)
    match command:
        case c.AskUnit() | c.RecordUnitAnswer() | c.RecordUnitReturn():
            return _unit(case, command, context)
        case c.RecordSearch():
            item = open_item(case, command.item)
            return [e.SearchRecorded(command.on, actor, item.item, command.found, context.ref)]
        case c.AddRecord():
            item = open_item(case, command.item)
            secret = command.marked_secret
            return [e.RecordAdded(command.on, actor, item.item, command.attribute, secret, context.ref)]
        case c.RecordSecrecyReview():
            item = open_item(case, command.item)
            return [e.SecrecyReviewed(command.on, actor, item.item, command.releasable, context.ref)]


def _unit(
    case: Case, command: c.AskUnit | c.RecordUnitAnswer | c.RecordUnitReturn, context: Context
) -> Sequence[e.CaseEvent]:
    actor, unit, law = context.actor.id, command.unit, ("ogi.art45",)
    waiting = isinstance(case.units.get(unit), e.UnitAsked)
    if isinstance(command, c.AskUnit):
        if waiting:
            raise x.AlreadyDone(f"已经请“{unit}”协办，还没有答复", law, "，不必重复发送。")
        open_items(case, command.items)
        return [e.UnitAsked(command.on, actor, unit, command.items, context.ref)]
    if not waiting:
        raise x.UnknownReference(f"没有等待“{unit}”答复的协办", law, "，请核对科室名称。")
    asked = case.units[unit]
    if command.on < asked.date:
        raise x.DateRefused(f"{command.on}早于发出协办之日{asked.date}", law, "，请核对日期。")
    if isinstance(command, c.RecordUnitAnswer):
        return [e.UnitAnswered(command.on, actor, unit, context.ref)]
    return [e.UnitReturned(command.on, actor, unit, context.ref)]


def decide_consultation(
    case: Case, command: c.Consult | c.RecordConsultationDelivery | c.RecordConsultationAnswer, context: Context
) -> Sequence[e.CaseEvent]:
    """征求意见 (art. 32, 33 para 3, 34); opinions may come after the answer and are kept."""
    actor, law = context.actor.id, ("ogi.art32",)
    sent = {consultation.party: consultation for consultation in case.consultations}
    if isinstance(command, c.Consult):
        require_open(case)
        if command.party in sent:
            raise x.AlreadyDone(f"已经向“{command.party}”征求过意见", law, "，请核对称谓。")
        open_items(case, command.items)
        assert context.person is not None, "the consultee is sealed before deciding"
        if command.tracking_no and command.carrier is None:
            raise x.Missing("写了邮件单号，没有写由谁寄递", ("service.art4",), "，请补充；没有邮寄的，请删去单号。")
        words = (command.party, command.kind, context.person, context.ref, command.items)
        return [e.ConsultationSent(command.on, actor, *words, command.carrier, command.tracking_no)]
    if command.party not in sent:
        raise x.UnknownReference(f"没有向“{command.party}”征求过意见", law, "，请核对称谓。")
    if command.on < sent[command.party].date:
        raise x.DateRefused(f"{command.on}早于发出征求意见书的日期", law, "，请核对日期。")
    if isinstance(command, c.RecordConsultationDelivery):
        if any(isinstance(event, e.ConsultationDelivered) and event.party == command.party for event in case.happened):
            raise x.AlreadyDone(f"征求意见书送达“{command.party}”已经登记", law, "；日期有误的，请更正登记。")
        return [e.ConsultationDelivered(command.on, actor, command.party, command.via)]
    if command.party in case.answers:
        raise x.AlreadyDone(f"“{command.party}”的意见已经登记", law, "；登记有误的，请更正登记。")
    return [e.ConsultationAnswered(command.on, actor, command.party, command.reply, context.ref)]
