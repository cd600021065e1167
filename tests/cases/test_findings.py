"""The checks in the write path: a letter with errors isn't issued, a warning leaves with its reason on record."""

from datetime import date, timedelta

import pytest
from tests import builders as make

from ysq.cases import Ground, load_dossier
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.decide.checked import FaultyLetter
from ysq.domain.letter_checks import Severity
from ysq.domain.letters import WithheldAspect

DAY = date(2026, 3, 2)
WHOLE = "该记录形成于尚未定稿的方案论证阶段，公开会妨碍后续论证中的坦率讨论。"
REASON = c.AcceptedFinding("whole_refused", "全文均为参会人员的发言，已逐页核对。")


def refusal(reasons: str, *accepted: c.AcceptedFinding, day: date = DAY) -> list[c.CaseCommand]:
    return [
        c.RegisterRequest(day),
        c.DraftDetermination(day, 1, "deliberative", reasons, WithheldAspect.DISCUSSION),
        c.ApproveDetermination(day, 1, accepted),
    ]


async def test_reasons_that_only_name_the_article_stop_the_letter(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, refusal("属于过程性信息。"))
    with pytest.raises(FaultyLetter, match="no_reasons"):
        await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])


async def test_a_warning_leaves_with_its_reason_in_the_text_store(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, refusal(WHOLE))
    with pytest.raises(FaultyLetter, match="whole_refused"):
        await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])
    await make.give(ground, case_id, [c.IssueLetter(DAY, (1,), (REASON,))])
    async with ground.pool.agencies([2]) as conn:
        dossier = await load_dossier(conn, await ground.directory.by_id(ground.pool, 2), case_id)
    assert dossier is not None
    issued = dossier.case.happened[-1]
    assert isinstance(issued, e.LetterIssued)
    (kept,) = issued.findings
    assert (kept.check, kept.severity) == ("whole_refused", Severity.WARNING)
    assert kept.reason is not None
    assert dossier.words(kept.reason) == REASON.reason


async def test_a_late_letter_leaves_and_its_breach_is_recorded_with_the_heads_reason(ground: Ground) -> None:
    late = DAY + timedelta(60)
    case_id = await make.received(ground, DAY)
    breach = c.AcceptedFinding("late_answer", "档案室搬迁期间检索延误。")
    case = await make.give(ground, case_id, [*refusal(WHOLE, REASON, breach, day=late), c.IssueLetter(late, (1,))])
    issued = case.happened[-1]
    assert isinstance(issued, e.LetterIssued)
    assert {(kept.check, kept.severity, kept.reason is not None) for kept in issued.findings} == {
        ("whole_refused", Severity.WARNING, True),
        ("late_answer", Severity.BREACH, True),
    }
