"""What a determination needs before it may be proposed and approved (art. 14-17, 32, 36, 37)."""

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.actor import Actor
from ysq.domain.case import Case, ItemState
from ysq.domain.law import Outcome
from ysq.domain.letters import ASPECTS
from ysq.domain.terms import ConsulteeKind, Legality, Reply, Role


def drafted_item(command: c.DraftDetermination, outcomes: dict[str, Outcome]) -> None:
    """Refuse an unknown outcome, a refusal without reasons, and a kind that the paragraph doesn't name."""
    outcome = outcomes.get(command.outcome)
    if outcome is None:
        known = "、".join(f"{name}（{value.name}）" for name, value in outcomes.items())
        raise x.UnknownReference(f"没有“{command.outcome}”这种办理结果", ("ogi.art36",), f"，可以选择：{known}。")
    if "reasons" in outcome.needs and not command.reasons.strip():
        raise x.Missing(f"{outcome.name}应当说明理由", ("ogi.art36.item3",), "，请写明事实和理由，不能只写条款。")
    aspects = ASPECTS.get(command.outcome, ())
    if command.aspect is not None and command.aspect not in aspects:
        raise x.UnknownReference(f"{command.aspect.zh}不属于{outcome.name}", outcome.provisions, "，请核对条款。")
    if aspects and command.aspect is None:
        choice = "、".join(aspect.zh for aspect in aspects)
        raise x.Missing(f"{outcome.name}应当说明是哪一类", outcome.provisions, f"，请选择：{choice}。")


def require_draft(item: ItemState) -> None:
    """Refuse a step on an item that has no draft."""
    if item.outcome is None:
        raise x.Missing(f"第{item.item}项还没有拟办意见", ("ogi.art45",), "，请先拟办。")


def next_step(item: ItemState, actor: Actor, route: tuple[Role, ...]) -> None:
    """Refuse an endorsement that the agency's route doesn't ask of this role now, and the drafter's own."""
    if item.drafted_by == actor.id:
        raise x.SamePerson("拟办人不能会签自己的意见", ("ogi.art45",), "，请由下一环节的人员办理。")
    waiting = [role for role in route if role not in item.endorsed]
    if not waiting:
        raise x.WrongStage("本机关的办理流程没有待会签的环节", ("ogi.art45",), "，请直接审批。")
    if waiting[0] is not actor.role:
        raise x.WrongStage(f"现在轮到{waiting[0].zh}", ("ogi.art45",), f"，不是{actor.role.zh}。")


def require_route(item: ItemState, route: tuple[Role, ...]) -> None:
    """Refuse approval before each step of the route has agreed, and over an opinion of unlawfulness."""
    waiting = [role.zh for role in route if role not in item.endorsed]
    if waiting:
        raise x.Missing(f"{'、'.join(waiting)}还没有会签", ("ogi.art45",), "，请按本机关的办理流程依次办理。")
    if item.legality is Legality.UNLAWFUL:
        raise x.Missing("合法性审查意见为不合法", ("ogi.art45",), "，请修改拟办意见后重新送审。")


def approved_item(item: ItemState, actor: Actor) -> None:
    """Refuse approving nothing, again, or one's own draft: at least two persons decide."""
    require_draft(item)
    if item.approved_by is not None:
        raise x.AlreadyDone(f"第{item.item}项已经审批", ("ogi.art45",), "。")
    if item.drafted_by == actor.id:
        raise x.SamePerson("拟办人不能审批自己的意见", ("ogi.art45",), "，请由负责人或者签发人审批。")


def require_needs(case: Case, item: ItemState, outcome: Outcome, silent: frozenset[str]) -> None:
    """Refuse when what the outcome needs isn't in the file, or a consultation is still running."""
    if "search_record" in outcome.needs and not item.searches:
        law = ("ogi.art36.item4", "guiding_case101")
        raise x.Missing("信息不存在应当有检索记录", law, "，请先登记检索的经过和结果。")
    if "secrecy_review" in outcome.needs:
        if item.releasable is not True:
            found = "认为不能公开" if item.releasable is False else "还没有作出"
            raise x.Missing(f"第{item.item}项的保密审查{found}", ("ogi.art17",), "，未经审查同意不得公开。")
        _require_heard(case, silent)


def _require_heard(case: Case, silent: frozenset[str]) -> None:
    """Before release each third party and co-producer was heard or stayed silent, and no third party objects."""
    for consultation in case.consultations:
        party, answer = consultation.party, case.answers.get(consultation.party)
        if consultation.kind is ConsulteeKind.OTHER_AGENCY:
            continue
        if answer is None and party not in silent:
            law = ("ogi.art32", "ogi.art34")
            raise x.Missing(f"征求“{party}”的意见还没有结果", law, "，请等收到意见或者期限届满再审批公开。")
        if answer is not None and answer.reply is Reply.REFUSED:
            law = ("ogi.art15", "ogi.art32")
            todo = "；理由合理的不予公开，因公共利益公开的另行认定并书面告知，本版尚不能办理后一种情形。"
            raise x.Missing(f"“{party}”不同意公开", law, todo)
