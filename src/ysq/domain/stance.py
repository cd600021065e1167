"""How a determination stands to what the rules found: which findings it follows, and from which it departs."""

from collections.abc import Iterable, Mapping

import msgspec

from ysq.domain import findings as f
from ysq.domain.law import Need, Outcome
from ysq.domain.letter_types import REFUSALS
from ysq.domain.terms import ConsulteeKind


class Stance(msgspec.Struct, frozen=True):
    """Rule ids in the order of the findings; a finding that leaves the choice open stands in neither."""

    follows: tuple[str, ...]
    departs_from: tuple[str, ...]


def stance_of(
    outcome: str, withheld: str | None, found: Iterable[f.Finding], outcomes: Mapping[str, Outcome]
) -> Stance:
    """The stance of a determination with this code, and this ground of a part kept back (art. 37)."""
    grounds = [outcomes[code] for code in (outcome, withheld or outcome)]
    supporting = tuple(conclusion for ground in grounds for conclusion in ground.concluded_by)
    chosen = _Chosen(outcome, withheld, outcomes[outcome], supporting)
    judged = [(finding.rule, _follows(finding.conclusion, chosen)) for finding in found]
    return Stance(
        tuple(rule for rule, follows in judged if follows),
        tuple(rule for rule, follows in judged if follows is False),
    )


class _Chosen(msgspec.Struct, frozen=True):
    """A determination: its code, the ground of a part kept back, what its code means, and what supports it."""

    code: str
    withheld: str | None
    outcome: Outcome
    supporting: tuple[f.Conclusion, ...]

    @property
    def releases(self) -> bool:
        """Whether the record is given, wholly or in part: what is released needs the review of art. 17."""
        return Need.SECRECY_REVIEW in self.outcome.needs

    @property
    def refuses(self) -> bool:
        """Whether the whole record is withheld (art. 14-16)."""
        return self.outcome.letter in REFUSALS

    def rests_on(self, ground: f.Ground) -> bool:
        """Whether the record, or a part of it, is withheld on this ground."""
        return ground in (self.code, self.withheld)


def _follows(conclusion: f.Conclusion, chosen: _Chosen) -> bool | None:
    """True: as the rule concludes. False: otherwise. None: the rule leaves it open, or speaks of something else."""
    if conclusion in chosen.supporting:
        return True
    match conclusion:
        case f.Withhold() | f.Disclose() | f.NoRecord() | f.NeedsClarification():
            return False
        case f.Triage() | f.Duplicate() | f.AlreadyPublic() | f.SpecialRegime() | f.NotThisAgency():
            return False
        case f.Sever():
            return False if chosen.refuses else None
        case f.SecrecyReviewFirst():
            return False if chosen.releases else None
        case f.ConsultFirst(who):
            concerned = chosen.releases or (
                who is ConsulteeKind.THIRD_PARTY and chosen.rests_on(f.Ground.THIRD_PARTY_INTEREST)
            )
            return False if concerned else None
        case _:
            return None
