"""Whether a letter may leave as the checks found it: errors stop it, warnings need a reason, breaches never stop it."""

from collections.abc import Iterable, Mapping, Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.letter_checks import LetterFinding, Severity


class FaultyLetter(x.Refusal):
    """The checks found errors in the letter, or warnings that nobody gave a reason for."""

    code = "faulty_letter"

    def __init__(self, findings: tuple[LetterFinding, ...], todo: str) -> None:
        listed = "；".join(
            f"{number}.{one.message.rstrip('。')}（{one.check}）" for number, one in enumerate(findings, 1)
        )
        law = tuple(dict.fromkeys(name for one in findings for name in one.provisions))
        super().__init__(f"文书有{len(findings)}处问题：{listed}", law, todo)
        self.findings = findings


def accepted(
    command: c.ApproveDetermination | c.ExplainFindings | c.IssueLetter | c.IssueNotice, refs: Sequence[e.Ref]
) -> tuple[e.Acceptance, ...]:
    """The reasons that the command gives, by the findings that they are for."""
    return tuple(e.Acceptance(one.check, ref) for one, ref in zip(command.accepted, refs, strict=True))


def left(
    case: Case, command: c.IssueLetter, found: tuple[LetterFinding, ...], refs: Sequence[e.Ref]
) -> tuple[e.KeptFinding, ...]:
    """What the letter leaves with, each finding with its reason; FaultyLetter lists what stops it.

    A breach is explained by a head, at the approval or after it (facts 10, 0), else it is recorded as unexplained.
    """
    _refuse((one for one in found if one.severity is Severity.ERROR), "，请修改拟办意见后重新审批、签发。")
    heads = {one.check: one.text for item in command.items for one in case.items[item].accepted}
    return _kept(found, heads, {one.check: one.text for one in accepted(command, refs)})


def left_of_notice(
    command: c.IssueNotice, found: tuple[LetterFinding, ...], refs: Sequence[e.Ref]
) -> tuple[e.KeptFinding, ...]:
    """The same of a notice, which no head approves: its breaches are recorded as unexplained."""
    _refuse((one for one in found if one.severity is Severity.ERROR), "，请更正所告知事项的登记后重新制发。")
    return _kept(found, {}, {one.check: one.text for one in accepted(command, refs)})


def _kept(
    found: tuple[LetterFinding, ...], heads: Mapping[str, e.Ref], own: Mapping[str, e.Ref]
) -> tuple[e.KeptFinding, ...]:
    reasons = {Severity.WARNING: {**heads, **own}, Severity.BREACH: heads}
    unexplained = (one for one in found if one.severity is Severity.WARNING and one.check not in reasons[one.severity])
    _refuse(unexplained, "，请修改；确实应当这样发出的，请逐项写明理由后再签发。")
    return tuple(
        e.KeptFinding(one.check, one.severity, one.block, reasons[one.severity].get(one.check)) for one in found
    )


def require_no_errors(found: Iterable[LetterFinding]) -> None:
    """Refuse a notice in which the checks found errors."""
    _refuse((one for one in found if one.severity is Severity.ERROR), "，请改正后重试。")


def _refuse(found: Iterable[LetterFinding], todo: str) -> None:
    findings = tuple(found)
    if findings:
        raise FaultyLetter(findings, todo)
