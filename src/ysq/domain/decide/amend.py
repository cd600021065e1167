"""更正登记: who may put which entry right, and only to a course that can have happened."""

from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.clock import ClockError
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import require_review_channel
from ysq.domain.fold import evolve, put_right
from ysq.domain.terms import Role

_LAW = ("ogi.art45",)


def decide_amendment(case: Case, command: c.AmendEntry, context: Context) -> Sequence[e.CaseEvent]:
    """The old entry stays; the fold uses the amendment from now on."""
    wrong = case.happened[command.version - 1] if command.version <= case.version else None
    if wrong is None:
        raise x.UnknownReference(f"第{command.version}条不是可以更正的登记", _LAW, "，请从办理记录中选择。")
    if wrong.actor != context.actor.id and context.actor.role is not Role.OFFICE_HEAD:
        raise x.NotAllowed("只有登记人和工作机构负责人可以更正这条登记", _LAW, "，请联系登记人。")
    day = command.amendment.date
    if day is not None and day > context.today:
        raise x.DateRefused(f"{day}还没有到", _LAW, "，请填写实际发生的日期。")
    require_review_channel(command.amendment.via, online_review=context.online_review)
    amended = e.EntryAmended(command.on, context.actor.id, command.version, command.amendment, context.ref)
    try:
        if put_right(wrong, command.amendment) == wrong:
            raise x.AlreadyDone("更正的内容与原登记相同", _LAW, "，不必更正。")
        context.ledger(evolve(case, amended), context.today)
    except ClockError as error:
        raise x.DateRefused(f"更正后的经过不可能发生：{error.message}", _LAW, "，请核对。") from None
    except ValueError as error:
        raise x.UnknownReference(str(error), _LAW, "，请核对更正的内容。") from None
    return [amended]
