"""制发告知文书: what a step of the case tells somebody outside, made into a numbered letter whose bytes are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from ysq.cases.checking import Beside
from ysq.cases.freeze import NOTICE_SERIES, frozen, numbered
from ysq.cases.noted import Asked
from ysq.cases.papers import paper
from ysq.domain.letters import LetterType
from ysq.domain.notices import newest_step

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain import commands as c
    from ysq.domain.decide import FrozenLetter
    from ysq.domain.letters import Letter


async def freeze_issued_notice(
    ground: Ground, conn: Connection, dossier: Dossier, command: c.IssueNotice, at: datetime
) -> FrozenLetter:
    """The notice that `command` asks for, in the agency's series of notices. Raises Unprintable."""
    letter_no = await numbered(conn, dossier, (NOTICE_SERIES, dossier.agency.letters.notice_word), command.on.year)
    beside = Beside(told_on=day_told(dossier, command))
    return await frozen(ground, conn, dossier, at, lambda: told_by(ground, dossier, command, letter_no), beside)


def day_told(dossier: Dossier, command: c.IssueNotice) -> date | None:
    """The day on which, as the case has it, what the notice tells was told or sent."""
    step = newest_step(dossier.case, command.kind, command.party)
    return step.on if step and command.kind is not LetterType.CONSULTATION_NOTICE else None


def told_by(ground: Ground, dossier: Dossier, command: c.IssueNotice, letter_no: str) -> Letter:
    """The notice in words, under this number.

    Raises UnknownReference without its step, LetterError with what it lacks.
    """
    return paper(Asked(ground, dossier, command.on, None, command.party), command.kind, letter_no)
