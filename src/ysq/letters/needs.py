"""Refuses a letter that lacks what must be printed in it, or whose law is not in force on its date."""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from ysq.domain.decide.bases import BASES
from ysq.domain.grounds import ThirdPartyView
from ysq.domain.law import Need, Outcome, OutcomeTable, Provision
from ysq.domain.letters import RemedyPeriods
from ysq.letters.clean import paragraphs
from ysq.letters.errors import LetterError, MissingFactError, NotInForceError
from ysq.letters.facts import AnswerFacts, ItemAnswer


class LetterLaw(msgspec.Struct, frozen=True):
    """The part of the rule book that letters need: rules/provisions.yaml, rules/outcomes.yaml, the remedy periods."""

    provisions: Mapping[str, Provision]
    outcomes: OutcomeTable
    periods: RemedyPeriods

    def cited(self, names: tuple[str, ...], dated: date) -> tuple[Provision, ...]:
        """The provisions with these ids; NotInForceError when one doesn't apply on `dated`."""
        found = tuple(self.provisions[name] for name in names)
        for provision in found:
            if not provision.in_force(dated):
                raise NotInForceError(provision.title, dated.isoformat())
        return found

    def outcome(self, code: str, dated: date) -> Outcome:
        """The outcome as it stands on `dated`; LetterError when there never is one, NotInForceError when not then."""
        found = self.outcomes.find(code, dated)
        if found is not None:
            return found
        versions = self.outcomes.versions.get(code)
        if not versions:
            raise LetterError(f"没有“{code}”这种答复类别。请从答复类别表中选择。")
        raise NotInForceError(f"答复类别“{versions[-1].name}”", dated.isoformat())


# What a section can't be written without; that the case file has what the outcome needs, the decision checks.
_PRINTED: dict[Need, tuple[Callable[[ItemAnswer], bool], str]] = {
    Need.REASONS: (
        lambda item: bool(paragraphs(item.reasons)),
        "答复应当说明理由，请写明事实和理由后重试，不能只写条款。",
    ),
    Need.WITHHELD_PART: (
        lambda item: bool(item.withheld and paragraphs(item.withheld.what) and paragraphs(item.withheld.how)),
        "部分公开须写明不予公开的内容、依据和区分处理的方式（条例第三十七条）。",
    ),
    Need.RESPONSIBLE_AGENCY: (
        lambda item: item.responsible is not None,
        "请写明其名称、联系方式，或者写明不能确定（条例第三十六条第五项）。",
    ),
}
_STATED = frozenset({Need.ACCESS_ROUTE, Need.SPECIAL_LAW, Need.EARLIER_ANSWER, Need.SECTOR_UNIT, Need.WITHDRAWAL})
"""Needs whose statement is printed as it is."""


def require(item: ItemAnswer, facts: AnswerFacts, law: LetterLaw) -> None:
    """Refuse an item whose section can't be written, whose outcome isn't in force, or that names a third party."""
    outcome = law.outcome(item.outcome, facts.dated)
    ground = law.outcome(item.withheld.ground if item.withheld else item.outcome, facts.dated)
    for need in dict.fromkeys((*outcome.needs, *ground.needs)):
        if need in _PRINTED and not _PRINTED[need][0](item):
            raise MissingFactError(f"第{item.number}项的{need.zh}", _PRINTED[need][1])
        if need in _STATED and not isinstance(item.basis, BASES[need][0]):
            raise MissingFactError(f"第{item.number}项的{need.zh}", BASES[need][1].removeprefix("，"))
    if isinstance(item.basis, ThirdPartyView):
        _require_unnamed(item, item.basis, facts)


def _require_unnamed(item: ItemAnswer, view: ThirdPartyView, facts: AnswerFacts) -> None:
    """Nobody is named in what the agency says of a third party."""
    said = [item.reasons, item.indivisible, view.judgement, view.unconsulted]
    said += [item.withheld.what, item.withheld.how] if item.withheld else []
    words = "".join("".join(said).split())
    if any("".join(name.split()) in words for name in facts.unnamed):
        raise LetterError(f"第{item.number}项的理由写出了第三方的姓名或者名称，答复书不得披露。请改称“第三方”后重试。")
