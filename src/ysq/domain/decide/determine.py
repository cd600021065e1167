"""What a determination needs before it may be proposed and approved (art. 14-17, 32, 36, 37)."""

import datetime as dt
from collections.abc import Mapping

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.actor import Actor
from ysq.domain.case import Case, ItemState
from ysq.domain.decide.bases import require_basis
from ysq.domain.events import ConsultationSent, SecrecyReviewed
from ysq.domain.grounds import ThirdPartyView
from ysq.domain.law import Need, Outcome
from ysq.domain.letters import ASPECTS, REFUSALS
from ysq.domain.terms import ConsulteeKind, Legality, Reply, Role

Outcomes = Mapping[str, Outcome]


def drafted_item(case: Case, command: c.DraftDetermination, outcomes: Outcomes) -> None:
    """Refuse an unknown outcome, one that lacks what it must state, and a kind that its paragraph doesn't name."""
    outcome = _known(command.outcome, outcomes)
    code = _ground(command, outcome, outcomes)
    ground = outcomes[code]
    if Need.REASONS in (*outcome.needs, *ground.needs) and not command.reasons.strip():
        raise x.Missing(f"{outcome.name}应当说明理由", outcome.provisions, "，请写明事实和理由，不能只写条款。")
    if Need.SECRECY_REVIEW in outcome.needs and not command.attachments:  # what is released goes with the letter
        raise x.Missing(f"{outcome.name}没有列明提供的文件", ("ogi.art36.item2",), "，请列明文件名称和页数。")
    _require_aspect(command, code, ground)
    require_basis(command, ground)
    if isinstance(command.basis, ThirdPartyView):
        _require_consulted(case, command, command.basis)
    if (Need.RESPONSIBLE_AGENCY in outcome.needs) != (command.responsible is not None):
        if command.responsible is not None:
            raise x.UnknownReference(f"{outcome.name}不写负责的机关", outcome.provisions, "，请核对办理结果。")
        todo = "，请写明其名称和联系方式；经查明确实不能确定的，选择“不能确定”。"
        raise x.Missing(f"{outcome.name}应当告知由哪个机关负责", outcome.provisions, todo)


def _known(code: str, outcomes: Outcomes) -> Outcome:
    if code not in outcomes:
        known = "、".join(f"{name}（{value.name}）" for name, value in outcomes.items())
        raise x.UnknownReference(f"拟办之日没有“{code}”这种办理结果", ("ogi.art36",), f"，可以选择：{known}。")
    return outcomes[code]


def _ground(command: c.DraftDetermination, outcome: Outcome, outcomes: Outcomes) -> str:
    """The code whose paragraph is relied on: the outcome's own, or that of the withheld part."""
    withheld = command.withheld
    if Need.WITHHELD_PART not in outcome.needs:
        if withheld is not None:
            raise x.UnknownReference(f"{outcome.name}没有另外不予公开的部分", ("ogi.art37",), "，请核对办理结果。")
        return command.outcome
    if withheld is None:
        todo = "，请写明不予公开的是哪些内容、依据哪一种情形、如何区分处理。"
        raise x.Missing(f"{outcome.name}没有说明不予公开的部分", ("ogi.art37",), todo)
    if _known(withheld.ground, outcomes).letter not in REFUSALS:
        grounds = "、".join(f"{code}（{o.name}）" for code, o in outcomes.items() if o.letter in REFUSALS)
        raise x.UnknownReference(f"“{withheld.ground}”不是不予公开的情形", ("ogi.art37",), f"，可以选择：{grounds}。")
    return withheld.ground


def _require_aspect(command: c.DraftDetermination, code: str, ground: Outcome) -> None:
    aspects = ASPECTS.get(code, ())
    if command.aspect is not None and command.aspect not in aspects:
        raise x.UnknownReference(f"{command.aspect.zh}不属于{ground.name}", ground.provisions, "，请核对条款。")
    if aspects and command.aspect is None:
        choice = "、".join(aspect.zh for aspect in aspects)
        raise x.Missing(f"{ground.name}应当说明是哪一类", ground.provisions, f"，请选择：{choice}。")


def _require_consulted(case: Case, command: c.DraftDetermination, view: ThirdPartyView) -> None:
    """A third party is asked in writing; only plain privacy masked in what is given may do without, with a reason."""
    if any(sent.kind is ConsulteeKind.THIRD_PARTY for sent in case.consulted_on(command.item)):
        return
    if command.withheld is None:
        raise x.Missing("还没有书面征求第三方意见", ("ogi.art32",), "，请先征求意见，再作不予公开的决定。")
    if not view.unconsulted.strip():
        todo = "，请先征求意见；只遮盖身份证号码、账号等明显的个人隐私的，可以写明不征求意见的理由。"
        raise x.Missing("还没有书面征求第三方意见", ("ogi.art32",), todo)


def require_draft(item: ItemState) -> None:
    """Refuse a step on an item that has no draft."""
    if item.outcome is None:
        raise x.Missing(f"第{item.item}项还没有拟办意见", ("ogi.art45",), "，请先拟办。")


def require_in_force(item: ItemState, outcomes: Outcomes, on: dt.date) -> None:
    """Refuse a step on a draft whose outcome, or ground of withholding, isn't in the table on the day."""
    for code in (item.outcome, item.withheld):
        if code is not None and code not in outcomes:
            todo = "，请核对日期；规定已经修改的，请退回重新拟办。"
            raise x.WrongStage(f"第{item.item}项拟办的“{code}”在{on}没有施行", ("ogi.art36",), todo)


def next_step(item: ItemState, actor: Actor, route: tuple[Role, ...]) -> None:
    """Refuse an endorsement that the agency's route doesn't ask of this role now, and the drafter's own."""
    if item.drafted_by == actor.id:
        raise x.SamePerson("拟办人不能会签自己的意见", ("ogi.art45",), "，请由下一环节的人员办理。")
    waiting = [role for role in route if role not in item.endorsed]
    if not waiting:
        raise x.WrongStage("本机关的办理流程没有待会签的环节", ("ogi.art45",), "，请直接审批。")
    if waiting[0] is not actor.role:
        raise x.WrongStage(f"现在轮到{waiting[0].zh}", ("ogi.art45",), f"，不是{actor.role.zh}，请等前一环节办理。")


def require_route(item: ItemState, route: tuple[Role, ...]) -> None:
    """Refuse approval before each step of the route has agreed, and over an opinion of unlawfulness."""
    waiting = [role.zh for role in route if role not in item.endorsed]
    if waiting:
        raise x.Missing(f"{'、'.join(waiting)}还没有会签", ("ogi.art45",), "，请按本机关的办理流程依次办理。")
    require_lawful(item)


def require_lawful(item: ItemState) -> None:
    """Refuse approval and issue over an opinion of unlawfulness, whenever it was given."""
    if item.legality is Legality.UNLAWFUL:
        raise x.Missing("合法性审查意见为不合法", ("ogi.art45",), "，请修改拟办意见后重新送审。")


def approved_item(item: ItemState, actor: Actor) -> None:
    """Refuse approving nothing, again, or one's own draft: at least two persons decide."""
    require_draft(item)
    if item.approved_by is not None:
        raise x.AlreadyDone(f"第{item.item}项已经审批", ("ogi.art45",), "，请签发答复书；需要改变的，请重新拟办。")
    if item.drafted_by == actor.id:
        raise x.SamePerson("拟办人不能审批自己的意见", ("ogi.art45",), "，请由负责人或者签发人审批。")


def require_needs(case: Case, item: ItemState, outcomes: Outcomes, silent: frozenset[str]) -> None:
    """Refuse when what the outcome needs isn't in the file, or a consultation is still running."""
    outcome = outcomes[item.outcome or ""]
    needs = {*outcome.needs, *outcomes[item.withheld or item.outcome or ""].needs}
    if Need.SEARCH_RECORD in needs and not item.searches:
        law = ("ogi.art36.item4", "guiding_case101")
        raise x.Missing("信息不存在应当有检索记录", law, "，请先登记检索的经过和结果。")
    if Need.SEARCH_RECORD in needs and item.searches[-1].found:
        law = ("ogi.art36.item4", "guiding_case101")
        raise x.Missing("最近一次检索登记为查到了文件", law, "，不能答复信息不存在；请核对检索记录或者改变拟办意见。")
    if Need.THIRD_PARTY in needs:
        _require_objection(case, item, silent)
    if Need.SECRECY_REVIEW in needs:
        # What the third party objects to is the part kept back, so that its objection doesn't stop the rest.
        require_release(case, item, silent, objection=Need.THIRD_PARTY in needs)


def require_release(case: Case, item: ItemState, silent: frozenset[str], *, objection: bool = False) -> None:
    """Refuse to release without a secrecy review that allows it (art. 17), or before third parties were heard."""
    if item.releasable is False:
        todo = "，不能公开；能够区分处理的，请重新送审可以公开的部分，否则以答复书说明理由。"
        raise x.Missing(f"第{item.item}项的保密审查认为不能公开", ("ogi.art17",), todo)
    if item.releasable is None:
        todo = "，未经审查同意不得公开，请先由保密审查人登记审查意见。"
        raise x.Missing(f"第{item.item}项的保密审查还没有作出", ("ogi.art17",), todo)
    _require_heard(case, item, silent, objection=objection)


def require_reviewed_by(case: Case, item: ItemState, on: dt.date) -> None:
    """Refuse a release dated before the secrecy review that it rests on (art. 17)."""
    reviews = (one for one in case.happened if isinstance(one, SecrecyReviewed) and one.item == item.item)
    reviewed = max((one.date for one in reviews), default=on)
    if on < reviewed:
        law, todo = ("ogi.art17",), "，应当先审查、后公开，请核对日期。"
        raise x.DateRefused(f"{on}早于第{item.item}项保密审查之日{reviewed}", law, todo)


def _require_heard(case: Case, item: ItemState, silent: frozenset[str], *, objection: bool) -> None:
    """Before release all asked about the item were heard or stayed silent; who objects was told, unless allowed.

    Other agencies aren't among them: their silence has no meaning in the law.
    """
    for consultation in case.consulted_on(item.item):
        if consultation.kind is ConsulteeKind.OTHER_AGENCY:
            continue
        _require_ended(case, consultation, silent)
        party, answer = consultation.party, case.answers.get(consultation.party)
        told = party in case.notices
        if answer is not None and answer.reply is Reply.REFUSED and not objection and not told:
            law = ("ogi.art15", "ogi.art32")
            todo = "；理由合理的不予公开，因公共利益决定公开的，请先书面告知该第三方。"
            raise x.Missing(f"“{party}”不同意公开", law, todo)


def _require_objection(case: Case, item: ItemState, silent: frozenset[str]) -> None:
    """Before a refusal for a third party each was heard or stayed silent, and not every one agrees to disclosure."""
    asked = [sent for sent in case.consulted_on(item.item) if sent.kind is ConsulteeKind.THIRD_PARTY]
    for consultation in asked:
        _require_ended(case, consultation, silent)
    answers = [case.answers.get(sent.party) for sent in asked]
    if answers and all(answer is not None and answer.reply is Reply.AGREED for answer in answers):
        raise x.Missing(
            "第三方都同意公开", ("ogi.art15", "ogi.art32"), "，不能再以保护第三方合法权益为由不予公开，请重新拟办。"
        )


def _require_ended(case: Case, consultation: ConsultationSent, silent: frozenset[str]) -> None:
    party = consultation.party
    if party not in case.answers and party not in silent:
        law = ("ogi.art32", "ogi.art34")
        raise x.Missing(f"征求“{party}”的意见还没有结果", law, "，请等收到意见或者期限届满再审批。")
