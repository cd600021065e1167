"""用印、告知第三方: the electronic seal on what was issued, and the decision to disclose over an objection."""

from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide import checked
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import require_open
from ysq.domain.terms import ConsulteeKind, Reply

_SEALED = ("service.art4",)
_OVERRIDE = ("ogi.art15", "ogi.art32")


def decide_paper(case: Case, command: c.SealLetter | c.NotifyThirdParty, context: Context) -> Sequence[e.CaseEvent]:
    """用印 once for each document; 告知 once for each third party that objects, before disclosure."""
    actor = context.actor.id
    if isinstance(command, c.SealLetter):
        check_seal(case, command, context)
        assert context.sealed is not None, "the document is sealed before deciding"
        return [e.LetterSealed(command.on, actor, command.letter_id, context.sealed)]
    check_notice(case, command)
    made = context.letter
    assert made is not None, "the notice is frozen before deciding"
    checked.require_no_errors(made.found)
    words = (made.letter_id, made.letter_no, command.party, context.ref, made.file, made.pages)
    return [e.ThirdPartyNotified(command.on, actor, *words)]


def check_seal(case: Case, command: c.SealLetter, context: Context) -> None:
    """Refuse a seal that the agency hasn't, on what isn't there, is sealed or was withdrawn."""
    if not context.seals:
        todo = "，请打印后加盖实物印章，或者请管理员设置电子印章。"
        raise x.Missing("本机关没有设置电子印章", _SEALED, todo)
    paper = case.frozen(command.letter_id)
    if paper is None:
        raise x.UnknownReference("本案没有这份文书", _SEALED, "，请从案件的文书中选择。")
    if paper.sealed is not None:
        raise x.AlreadyDone(f"{paper.letter_no}已经用印", _SEALED, "，不必再次用印。")
    if paper.withdrawn:
        raise x.WrongStage(f"{paper.letter_no}已经撤回", _SEALED, "，不能再用印，请选择重新作出的文书。")
    if command.on < paper.issued_on:
        raise x.DateRefused(f"{command.on}早于签发日期{paper.issued_on}", _SEALED, "，请核对日期。")


def check_notice(case: Case, command: c.NotifyThirdParty) -> None:
    """Refuse a notice to who doesn't object, without the judgement on public interest, or after the answer."""
    require_open(case)
    asked = [one for one in case.consultations if one.party == command.party and one.kind is ConsulteeKind.THIRD_PARTY]
    if not asked:
        raise x.UnknownReference(f"没有征求过第三方“{command.party}”的意见", _OVERRIDE, "，请核对称谓。")
    answer = case.answers.get(command.party)
    if answer is None or answer.reply is not Reply.REFUSED:
        todo = "，不必作这一告知；合理期限内没有答复的，由本机关决定是否公开。"
        raise x.WrongStage(f"“{command.party}”没有表示不同意公开", _OVERRIDE, todo)
    if command.party in case.notices:
        number = case.notices[command.party].letter_no
        raise x.AlreadyDone(f"已经以{number}告知“{command.party}”", _OVERRIDE, "，可以从案件的文书中下载。")
    if command.on < answer.date:
        raise x.DateRefused(f"{command.on}早于收到其意见之日{answer.date}", _OVERRIDE, "，请核对日期。")
    _require_override(case, command, asked[0])


def _require_override(case: Case, command: c.NotifyThirdParty, asked: e.ConsultationSent) -> None:
    concerned = [number for number in case.open_items if not asked.items or number in asked.items]
    if not concerned:
        raise x.WrongStage(
            f"“{command.party}”所涉的事项都已经答复或者终止",
            _OVERRIDE,
            "，应当先告知、后公开，请核对这一事项是怎样答复的。",
        )
    if not any(case.items[number].assessment.public_interest.override for number in concerned):
        todo = "，请先在审核事项中记下判断和依据，再告知第三方。"
        raise x.Missing("还没有认定不公开会对公共利益造成重大影响", _OVERRIDE, todo)
