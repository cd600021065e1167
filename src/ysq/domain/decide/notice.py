"""制发告知文书: what a step tells somebody outside is issued once, as a letter with its number."""

from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide import checked
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import require_open
from ysq.domain.letters import NOTICES
from ysq.domain.notices import NoticeStep, issuable_notices, issued_for, newest_step, overtaken

_LAW = ("ogi.art45", "service.art2")


def decide_issued_notice(case: Case, command: c.IssueNotice, context: Context) -> Sequence[e.CaseEvent]:
    """Once for each step; errors that the checks found stop it, warnings need a reason, breaches are recorded."""
    step = check_issued_notice(case, command)
    made = context.letter
    assert made is not None, "the notice is frozen before deciding"
    kept = checked.left_of_notice(command, made.found, context.refs)
    words = (made.letter_id, command.kind.value, made.letter_no, step.step, step.party, made.file, made.pages, kept)
    return [e.NoticeIssued(command.on, context.actor.id, *words, enclosed=made.enclosed)]


def check_issued_notice(case: Case, command: c.IssueNotice) -> NoticeStep:
    """The step that is told. Refuses a notice without one, a second one, and one dated before it or come too late."""
    require_open(case)
    if command.kind not in NOTICES:
        raise x.UnknownReference(f"{command.kind.zh}不是这样制发的", _LAW, "，请从办件页列出的文书中选择。")
    parties = [one.party for one in issuable_notices(case) if one.kind is command.kind]
    if not command.party and len(parties) > 1:
        raise x.UnknownReference("有几个被征求意见方", _LAW, f"，请写明是哪一个：{'、'.join(parties)}。")
    step = newest_step(case, command.kind, command.party)
    if step is None:
        raise x.UnknownReference(f"本案没有{command.kind.zh}所告知的事项", _LAW, "，请先办理并登记，或者核对称谓。")
    issued = issued_for(case, step)
    if issued is not None:
        raise x.AlreadyDone(f"{command.kind.zh}已经制发，编号{issued.letter_no}", _LAW, "，可以从案件的文书中下载。")
    if overtaken(case, step):
        todo = "，现在制发的不会是送达的那一份；原件请作为沟通记录登记。"
        raise x.WrongStage(f"{command.kind.zh}的送达或者对它的回应已经登记", _LAW, todo)
    if command.on < step.on:
        raise x.DateRefused(f"{command.on}早于登记这一事项的日期{step.on}", _LAW, "，请核对日期。")
    return step
