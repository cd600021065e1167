"""An application is stored exactly once, and nothing of it can be read where it shouldn't be."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import msgspec
import pytest
from tests.builders import CODE, noon, submission

from ysq.cases import Ground, look_up, submit
from ysq.db.submissions import find_submission
from ysq.domain import errors as x
from ysq.domain.people import Identity
from ysq.domain.terms import Channel, DeliveryWish, RequesterKind

DAY = date(2026, 8, 31)


async def test_a_receipt_tells_number_code_and_due_date(ground: Ground) -> None:
    receipt = await submit(ground, submission(DAY), noon(DAY))
    assert receipt.request_no == f"{CODE}-2026-S-0001"
    assert len(receipt.access_code) == 10
    # 2026-09-20 is a made-up working Sunday, 09-25 to 09-27 are off: the 20th working day is 09-28.
    assert (receipt.received_on, receipt.due_on, receipt.provisional) == (DAY, date(2026, 9, 28), False)
    assert receipt.first


async def test_the_same_submission_shows_the_same_receipt_also_on_a_later_day(ground: Ground) -> None:
    command = submission(DAY)
    first = await submit(ground, command, noon(DAY))
    later = msgspec.structs.replace(command, on=date(2026, 9, 2))
    again = await submit(ground, later, noon(date(2026, 9, 2)))
    assert again == msgspec.structs.replace(first, first=False)


async def test_the_same_submission_id_with_another_content_is_refused(ground: Ground) -> None:
    command = submission(DAY, "甲")
    await submit(ground, command, noon(DAY))
    with pytest.raises(x.SubmissionChanged, match="内容不同"):
        await submit(ground, submission(DAY, "乙", submission_id=command.submission_id), noon(DAY))


async def test_twenty_tabs_that_send_at_once_make_one_case_and_use_one_number(ground: Ground) -> None:
    command = submission(DAY)
    receipts = await asyncio.gather(*(submit(ground, command, noon(DAY)) for _tab in range(20)))
    assert len({receipt.request_no for receipt in receipts}) == 1
    assert sum(receipt.first for receipt in receipts) == 1
    following = await submit(ground, submission(DAY), noon(DAY))
    assert following.request_no == f"{CODE}-2026-S-0002"


@pytest.mark.parametrize("phone", ["", "  "])
async def test_an_application_without_any_way_to_reach_the_requester_is_refused(ground: Ground, phone: str) -> None:
    command = submission(DAY)
    nobody = Identity(RequesterKind.PERSON, "尹玉兰", phone=phone)
    asked = msgspec.structs.replace(command.application, requester=nobody)
    with pytest.raises(x.Missing, match="联系方式"):
        await submit(ground, msgspec.structs.replace(command, application=asked), noon(DAY))
    async with ground.pool.agencies([2]) as conn:
        assert await conn.fetchval("select count(*) from person") == 0


@pytest.mark.parametrize(
    ("wish", "given", "words"),
    [
        (DeliveryWish.POST, {"phone": "13900000000", "address": " "}, "没有填写通信地址，请在requester.address中填写"),
        (DeliveryWish.EMAIL, {"phone": "13900000000"}, "没有填写电子邮箱，请在requester.email中填写"),
        (DeliveryWish.FAX, {"email": "yin@example.cn"}, "没有填写传真号码，请在requester.phone中填写"),
    ],
)
async def test_a_wish_to_be_sent_something_without_saying_where_to_is_refused_by_the_field(
    ground: Ground, wish: DeliveryWish, given: dict[str, str], words: str
) -> None:
    command = submission(DAY)
    requester = Identity(RequesterKind.PERSON, "尹玉兰", **given)
    asked = msgspec.structs.replace(command.application, requester=requester, delivery=wish)
    with pytest.raises(x.Missing, match=words) as refused:
        await submit(ground, msgspec.structs.replace(command, application=asked), noon(DAY))
    assert refused.value.provisions == ("ogi.art29.para2.item3",)
    for other in (DeliveryWish.COLLECT, DeliveryWish.INSPECT):
        there = msgspec.structs.replace(asked, delivery=other)
        await submit(ground, msgspec.structs.replace(submission(DAY), application=there), noon(DAY))


@pytest.mark.parametrize(
    ("item", "name", "words"), [("  ", "尹玉兰", "第1项没有写明"), ("验收报告", " ", "没有填写姓名")]
)
async def test_an_application_of_blanks_is_refused(ground: Ground, item: str, name: str, words: str) -> None:
    with pytest.raises(x.Missing, match=words):
        await submit(ground, submission(DAY, item, name=name), noon(DAY))


async def test_a_confirmation_to_come_is_refused(ground: Ground) -> None:
    faxed = msgspec.structs.replace(submission(DAY), channel=Channel.FAX, confirmed_on=DAY + timedelta(days=1))
    with pytest.raises(x.DateRefused, match="还没有到"):
        await submit(ground, faxed, noon(DAY))


async def test_an_unknown_agency_and_a_day_to_come_are_refused(ground: Ground) -> None:
    with pytest.raises(x.AgencyUnknown, match="NOWHERE"):
        await submit(ground, msgspec.structs.replace(submission(DAY), agency="NOWHERE"), noon(DAY))
    with pytest.raises(x.DateRefused, match="还没有到"):
        await submit(ground, submission(date(2026, 9, 1)), noon(DAY))


async def test_no_event_and_no_sealed_row_holds_the_requesters_words(ground: Ground) -> None:
    await submit(ground, submission(DAY, "沿湖村七组的方案", name="陶满仓"), noon(DAY))
    async with ground.pool.agencies([2]) as conn:
        records = b"".join(row["record"] for row in await conn.fetch("select record from event"))
        sealed = b"".join(row["sealed"] for row in await conn.fetch("select sealed from person"))
    for word in ("陶满仓", "13900000000", "沿湖村"):
        assert word.encode() not in records
        assert word.encode() not in sealed


async def test_number_and_code_open_the_case_and_anything_else_looks_the_same(ground: Ground) -> None:
    receipt = await submit(ground, submission(DAY, "沿湖村七组的方案"), noon(DAY))
    spaced = f" {receipt.access_code[:5].lower()}-{receipt.access_code[5:]} "
    seen = await look_up(ground, receipt.request_no.lower(), spaced, DAY)
    assert seen.items == ("沿湖村七组的方案",)
    assert seen.ledger.due_on == date(2026, 9, 28)
    messages = set()
    for number, code in (
        (receipt.request_no, "2222222222"),
        ("SZZRZY-2026-S-9999", receipt.access_code),
        ("", ""),
        ("\x00", "\x00"),
        ("' or 1=1", "x"),
    ):
        with pytest.raises(x.NotFound) as refused:
            await look_up(ground, number, code, DAY)
        messages.add(str(refused.value))
    assert len(messages) == 1


async def test_a_person_sealed_for_one_row_does_not_open_in_another(ground: Ground) -> None:
    from ysq.cases.pen import open_person
    from ysq.db import stores
    from ysq.sealing import SealError

    receipt = await submit(ground, submission(DAY), noon(DAY))
    async with ground.pool.agencies([2]) as conn:
        found = await find_submission(conn, receipt.request_no)
        assert found is not None
        (row,) = (await stores.requesters(conn, [found.case_id])).values()
    assert open_person(ground.vault, row)[1].name == "陶满仓"
    with pytest.raises(SealError):
        open_person(ground.vault, msgspec.structs.replace(row, id=uuid4()))
