"""Which remedies a citizen and the archive are shown: no day for suing directly where 行政复议 comes first."""

from datetime import date

import msgspec
import pytest
from tests import builders as make

from ysq.cases import Ground, look_up, submit
from ysq.cases.export import case_file
from ysq.db.submissions import find_submission
from ysq.domain import commands as c
from ysq.domain.agency import Agency
from ysq.domain.clock import Ledger
from ysq.domain.terms import DeliveryVia, Role

DAY = date(2026, 3, 2)
SEARCH = c.RecordSearch(DAY, 2, "征地管理股", ("综合档案室",), ("验收报告",), found=False, result="没有查到")
NO_RECORD = [
    SEARCH,
    c.DraftDetermination(DAY, 2, "no_record", "本局没有制作。"),
    c.ApproveDetermination(DAY, 2),
]


async def shown(
    ground: Ground, agency: Agency, path: list[c.CaseCommand], items: tuple[str, ...], *letters: tuple[int, ...]
) -> tuple[Ledger, Ledger, bool]:
    """The ledger as looked up and as exported, a day after the letters were delivered; the stage is answered."""
    receipt = await submit(ground, make.submission(DAY, *items), make.noon(DAY))
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    case = await make.give(ground, found.case_id, path)
    for numbers in letters:
        case = await make.give(ground, found.case_id, [c.IssueLetter(DAY, numbers)])
        delivered = c.RecordDelivery(DAY, case.letters[-1].letter_id, DeliveryVia.SIGNED)
        case = await make.give(ground, found.case_id, [delivered])
    seen = await look_up(ground, receipt.request_no, receipt.access_code, date(2026, 3, 31))
    kept = await case_file(ground, agency, found.case_id, date(2026, 3, 31))
    return seen.ledger, msgspec.json.decode(kept.ledger_json, type=Ledger), case.settled


@pytest.fixture
def agency(agencies: tuple[Agency, ...]) -> Agency:
    return next(agency for agency in agencies if agency.id == make.AGENCY)


async def test_a_refusal_shows_review_and_no_day_for_suing_directly(ground: Ground, agency: Agency) -> None:
    seen, kept, settled = await shown(ground, agency, make.refusal_path(DAY), ("讨论记录",), (1,))
    assert settled
    for book in (seen, kept):
        assert "review_application" in book.deadlines
        assert "litigation" not in book.deadlines


async def test_an_answer_that_refuses_only_a_part_keeps_the_day_for_suing(ground: Ground, agency: Agency) -> None:
    path = [*make.refusal_path(DAY), *NO_RECORD]
    seen, kept, settled = await shown(ground, agency, path, ("讨论记录", "验收报告"), (1, 2))
    assert settled
    assert "litigation" in seen.deadlines
    assert "litigation" in kept.deadlines


async def test_silence_on_an_item_beside_a_refusal_keeps_the_day_for_suing(ground: Ground, agency: Agency) -> None:
    seen, _kept, settled = await shown(ground, agency, make.refusal_path(DAY), ("讨论记录", "验收报告"), (1,))
    assert not settled
    assert "litigation" in seen.deadlines


async def test_a_refusal_taken_back_for_an_answer_anew_shows_no_direct_suit(ground: Ground, agency: Agency) -> None:
    receipt = await submit(ground, make.submission(DAY, "讨论记录"), make.noon(DAY))
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    case = await make.give(ground, found.case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    letter = case.letters[-1].letter_id
    await make.give(ground, found.case_id, [c.RecordDelivery(DAY, letter, DeliveryVia.SIGNED)])
    withdrawn = c.WithdrawAnswer(DAY, text="定性有误。", letter_id=letter)
    await make.give(ground, found.case_id, [withdrawn], Role.OFFICE_HEAD)
    kept = await case_file(ground, agency, found.case_id, DAY)
    assert "litigation" not in msgspec.json.decode(kept.ledger_json, type=Ledger).deadlines
