"""A finding as people and other programs see it: with the provisions' words and each comparison as a sentence."""

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from ysq.domain.findings import Conclusion, Finding, Operator, Seen
from ysq.domain.law import Provision
from ysq.domain.terms import Mark
from ysq.rules.words import sentence


class Cited(msgspec.Struct, frozen=True):
    """A provision: its id, how it is cited, and what it says: always our summary, never its wording.

    `mark` is how sure we are of the provision, None where this book doesn't know it; `doubt` says so to a reader.
    """

    id: str
    title: str
    text: str
    mark: Mark | None
    doubt: str
    summary: bool = True


class Compared(msgspec.Struct, frozen=True):
    """One comparison that decided, as data and as a sentence."""

    field: str
    operator: Operator
    expected: Seen
    actual: Seen
    held: bool
    negated: bool
    sentence: str


class ShownFinding(msgspec.Struct, frozen=True):
    """What a rule finds. `setting` is our reading or the agency's choice with its reason; empty for the law itself.

    `disputed`: the rules engine didn't come to it, so a person must look at it twice.
    """

    concern: str
    rule: str
    version: dt.date
    title: str
    provisions: tuple[Cited, ...]
    conclusion: Conclusion
    trace: tuple[Compared, ...]
    mark: Mark
    setting: str
    disputed: bool


def shown(findings: Iterable[Finding], provisions: Mapping[str, Provision]) -> tuple[ShownFinding, ...]:
    """The findings in their order; a provision that this book doesn't know stands under its id alone."""
    return tuple(_shown(finding, provisions) for finding in findings)


def _shown(finding: Finding, provisions: Mapping[str, Provision]) -> ShownFinding:
    return ShownFinding(
        concern=finding.concern,
        rule=finding.rule,
        version=finding.version,
        title=finding.title,
        provisions=tuple(cited(name, provisions.get(name)) for name in finding.provisions),
        conclusion=finding.conclusion,
        trace=tuple(
            Compared(one.field, one.operator, one.expected, one.actual, one.held, one.negated, sentence(one))
            for one in finding.trace
        ),
        mark=finding.mark,
        setting=_setting(finding),
        disputed=finding.disputed,
    )


def cited(name: str, provision: Provision | None) -> Cited:
    """A provision as it is shown; one that the book doesn't know stands under its id."""
    if provision is None:
        return Cited(name, name, "", None, "规则书中没有这一条款")
    return Cited(name, provision.title, provision.gist, provision.mark, provision.doubt())


def _setting(finding: Finding) -> str:
    return "" if finding.mark in (Mark.SOURCE, Mark.SOURCE_PARTIAL) else f"{finding.mark.zh}：{finding.reason}"
