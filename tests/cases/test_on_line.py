"""Serving on line needs an internet channel for 行政复议 (行政复议法 art. 22 para 2)."""

from datetime import date
from uuid import UUID

import asyncpg
import pytest
from msgspec.structs import replace
from tests import builders as make
from tests.conftest import Database
from tests.letters.letter_samples import pages

from ysq.cases import Ground, submit
from ysq.cases.freeze import Unprintable
from ysq.db.agencies import seed
from ysq.db.submissions import find_submission
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.agency import Agency
from ysq.domain.terms import DeliveryVia, DeliveryWish

DAY = date(2026, 3, 2)


@pytest.fixture
async def without_channel(database: Database, ground: Ground, agencies: tuple[Agency, ...]) -> Ground:
    """The system, its agencies without an internet channel for review."""
    bare = [replace(one, letters=replace(one.letters, online_review_address=None)) for one in agencies]
    owner = await asyncpg.connect(database.owner_dsn)
    await seed(owner, bare)
    await owner.close()
    return ground


async def received_by(ground: Ground, wish: DeliveryWish) -> UUID:
    """A request whose answer is wished for in this way."""
    command = make.submission(DAY, "讨论记录")
    requester = replace(command.application.requester, email="tao@example.org")
    application = replace(command.application, delivery=wish, requester=requester)
    receipt = await submit(ground, replace(command, application=application), make.noon(DAY))
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    return found.case_id


async def asked_by(ground: Ground, wish: DeliveryWish) -> UUID:
    """A refusal approved, the answer wished for in this way."""
    case_id = await received_by(ground, wish)
    await make.give(ground, case_id, make.refusal_path(DAY))
    return case_id


@pytest.mark.parametrize("wish", [DeliveryWish.EMAIL, DeliveryWish.POST])
async def test_a_letter_on_line_whose_attachments_nobody_supplied_waits_for_them_or_for_a_reason(
    ground: Ground, wish: DeliveryWish
) -> None:
    case_id = await received_by(ground, wish)
    review = c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以公开")
    listed = (c.SuppliedRecord("讨论记录", 1), c.SuppliedRecord("会议照片", 1))
    draft = c.DraftDetermination(DAY, 1, "disclosed", attachments=listed)
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    path = [c.RegisterRequest(DAY), review, draft, c.SupplyRecord(DAY, 1, "讨论记录", picture)]
    await make.give(ground, case_id, [*path, c.ApproveDetermination(DAY, 1)])
    if wish is DeliveryWish.EMAIL:
        with pytest.raises(x.Refusal, match="附件《会议照片》还没有提供文件") as refused:
            await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])
        assert refused.value.code == "faulty_letter"
        await make.give(ground, case_id, [c.SupplyRecord(DAY, 1, "会议照片", picture)])
    assert (await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])).letters


async def test_a_letter_to_be_sent_by_mail_on_line_says_where_to_apply_for_review(ground: Ground) -> None:
    case_id = await asked_by(ground, DeliveryWish.EMAIL)
    case = await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])
    read = "".join(page.text for page in pages(await ground.files.get(case.letters[-1].file.id)))
    assert "也可以通过互联网渠道提交，网址：xzfy.shizhong.example" in read
    served = c.RecordDelivery(DAY, case.letters[-1].letter_id, DeliveryVia.ELECTRONIC)
    assert (await make.give(ground, case_id, [served])).letters[-1].delivered_on == DAY


async def test_without_a_channel_the_letter_is_refused_with_the_provision(without_channel: Ground) -> None:
    case_id = await asked_by(without_channel, DeliveryWish.EMAIL)
    with pytest.raises(Unprintable, match="互联网渠道") as refused:
        await make.give(without_channel, case_id, [c.IssueLetter(DAY, (1,))])
    assert refused.value.provisions == ("review.art22.para2",)


async def test_without_a_channel_electronic_service_is_refused_and_another_way_is_open(without_channel: Ground) -> None:
    case_id = await asked_by(without_channel, DeliveryWish.POST)
    case = await make.give(without_channel, case_id, [c.IssueLetter(DAY, (1,))])
    letter = case.letters[-1].letter_id
    with pytest.raises(x.Missing, match="互联网渠道") as refused:
        await make.give(without_channel, case_id, [c.RecordDelivery(DAY, letter, DeliveryVia.ELECTRONIC)])
    assert refused.value.provisions == ("review.art22.para2",)
    signed = await make.give(without_channel, case_id, [c.RecordDelivery(DAY, letter, DeliveryVia.SIGNED)])
    assert signed.letters[-1].delivered_on == DAY


async def test_without_a_channel_a_delivery_is_not_amended_to_an_electronic_one(without_channel: Ground) -> None:
    case_id = await asked_by(without_channel, DeliveryWish.POST)
    case = await make.give(without_channel, case_id, [c.IssueLetter(DAY, (1,))])
    letter = case.letters[-1].letter_id
    case = await make.give(without_channel, case_id, [c.RecordDelivery(DAY, letter, DeliveryVia.SIGNED)])
    wrong = c.AmendEntry(DAY, "登记有误", case.version, e.Amendment(via=DeliveryVia.ELECTRONIC))
    with pytest.raises(x.Missing, match="互联网渠道") as refused:
        await make.give(without_channel, case_id, [wrong])
    assert refused.value.provisions == ("review.art22.para2",)
    right = c.AmendEntry(DAY, "登记有误", case.version, e.Amendment(via=DeliveryVia.COLLECTED))
    assert (await make.give(without_channel, case_id, [right])).version == case.version + 1
