"""Refuses a letter whose case file lacks what the outcome needs, or whose law is not in force on its date."""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from ysq.domain.grounds import ForbiddingLaw, SecretMarking, ThirdPartyView
from ysq.domain.law import Need, Outcome, Provision
from ysq.domain.letters import ASPECTS, RemedyPeriods
from ysq.letters.clean import paragraphs
from ysq.letters.errors import LetterError, MissingFactError, NotInForceError
from ysq.letters.facts import AnswerFacts, ItemAnswer


class LetterLaw(msgspec.Struct, frozen=True):
    """The part of the rule book that letters need: rules/provisions.yaml, rules/outcomes.yaml, the remedy periods."""

    provisions: Mapping[str, Provision]
    outcomes: Mapping[str, Outcome]
    periods: RemedyPeriods

    def cited(self, names: tuple[str, ...], dated: date) -> tuple[Provision, ...]:
        """The provisions with these ids; NotInForceError when one doesn't apply on `dated`."""
        found = tuple(self.provisions[name] for name in names)
        for provision in found:
            if not provision.in_force(dated):
                raise NotInForceError(provision.title, dated.isoformat())
        return found


# Whether a need is met, and what the clerk does when it isn't.
_MET: dict[Need, tuple[Callable[[ItemAnswer], bool], str]] = {
    Need.REASONS: (
        lambda item: bool(paragraphs(item.reasons)),
        "条例第三十六条、第三十七条要求说明理由，请写明事实和理由后重试。",
    ),
    Need.SEARCH_RECORD: (
        lambda item: bool(item.searches),
        "答复信息不存在须写明检索人、时间、范围、关键词和结果，请先登记检索记录。",
    ),
    Need.SECRECY_REVIEW: (
        lambda item: item.secrecy_reviewed,
        "公开前应当审查（条例第十七条），请先登记保密审查。",
    ),
    Need.WITHHELD_PART: (
        lambda item: bool(item.withheld and paragraphs(item.withheld.what) and paragraphs(item.withheld.how)),
        "部分公开须写明不予公开的内容、依据和区分处理的方式（条例第三十七条）。",
    ),
    Need.MARKING: (
        lambda item: isinstance(item.basis, SecretMarking),
        "以国家秘密为由不予公开的，案卷须有密级、定密机关、定密依据和保密期限。",
    ),
    Need.FORBIDDING_LAW: (
        lambda item: isinstance(item.basis, ForbiddingLaw),
        "请写明禁止公开的法律、行政法规及其条款（条例第十四条）。",
    ),
    Need.THIRD_PARTY: (
        lambda item: isinstance(item.basis, ThirdPartyView),
        "请写明本机关对第三方意见和公共利益的判断（条例第十五条、第三十二条）。",
    ),
    Need.RESPONSIBLE_AGENCY: (
        lambda item: item.responsible is not None,
        "请写明其名称、联系方式，或者写明不能确定（条例第三十六条第五项）。",
    ),
}


def require(item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> None:
    """Refuse an item that lacks what its outcome and the ground of its withheld part need."""
    outcome = law.outcomes[item.outcome]
    code = item.withheld.ground if item.withheld else item.outcome
    ground = law.outcomes[code]
    for needed in (outcome, ground):
        if not _in_force(needed, facts.dated):
            raise NotInForceError(f"答复类别“{needed.name}”", facts.dated.isoformat())
    for need in dict.fromkeys((*outcome.needs, *ground.needs)):
        met, remedy = _MET[need]
        if not met(item):
            raise MissingFactError(f"第{item.number}项的{need.zh}", remedy)
    if item.aspect is not None and item.aspect not in ASPECTS.get(code, ()):
        raise LetterError(f"第{item.number}项：“{item.aspect.zh}”不属于“{ground.name}”。请重新选择信息类别。")
    if isinstance(item.basis, ThirdPartyView):
        _require_third_party(item, item.basis, facts)


def _in_force(outcome: Outcome, day: date) -> bool:
    return outcome.effective_from <= day and (outcome.effective_to is None or day <= outcome.effective_to)


def _require_third_party(item: ItemAnswer, view: ThirdPartyView, facts: AnswerFacts) -> None:
    """The consultation, or why there was none where a part is masked; and nobody named in what the agency says."""
    waived = item.withheld is not None and bool(paragraphs(view.unconsulted))
    if not facts.third_party_consulted and not waived:
        raise MissingFactError(f"第{item.number}项征求第三方意见的结果", "请先书面征求第三方意见（条例第三十二条）。")
    said = [item.reasons, item.indivisible, view.judgement, view.unconsulted]
    said += [item.withheld.what, item.withheld.how] if item.withheld else []
    words = "".join("".join(said).split())
    if any("".join(name.split()) in words for name in facts.unnamed):
        raise LetterError(f"第{item.number}项的理由写出了第三方的姓名或者名称，答复书不得披露。请改称“第三方”后重试。")
