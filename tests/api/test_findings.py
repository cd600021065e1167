"""Rules advise and people determine: findings of a real case over HTTP, and what a determination keeps of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests import builders as make
from tests.api.conftest import Office, Staff
from tests.conftest import Database
from tests.web.journeys import DAY, Clock

from ysq.cases import submit
from ysq.db import books
from ysq.db.submissions import find_submission
from ysq.domain.people import Identity
from ysq.domain.terms import RequesterKind

ON = DAY.isoformat()
DRAFT = {
    "on": ON,
    "item": 1,
    "outcome": "deliberative",
    "indivisible": "记录全文均为参会人员的发言，没有可以单独提供的事实性内容。",
    "reasons": "方案尚未定稿，公开会妨碍论证。",
    "aspect": "discussion",
}


class Desk:
    """A case, registered, and the clerk who works on it."""

    def __init__(self, clerk: Staff, case_id: UUID) -> None:
        self.clerk, self.case_id, self.version = clerk, case_id, 1

    async def give(self, noun: str, by: Staff | None = None, **body: Any) -> dict[str, Any]:
        answer = await (by or self.clerk).post(f"/cases/{self.case_id}/{noun}", {"on": ON} | body, self.version)
        assert answer.status_code == 200, answer.text
        self.version = answer.json()["version"]
        event: dict[str, Any] = answer.json()["events"][0]
        return event

    async def assess(self, item: int = 1, **assessment: Any) -> dict[str, Any]:
        return await self.give("assess-item", text="经阅卷", item=item, assessment=assessment)

    async def findings(self, item: int = 1) -> dict[str, dict[str, Any]]:
        """The findings of an item by rule."""
        told = (await self.clerk.get(f"/cases/{self.case_id}/findings")).json()["items"][item - 1]
        return {found["rule"]: found for found in told["findings"]}

    async def determination(self) -> dict[str, Any]:
        told: dict[str, Any] = (await self.clerk.get(f"/cases/{self.case_id}")).json()["findings"][0]["determination"]
        return told


async def desk(office: Office, *descriptions: str) -> Desk:
    opened = Desk(await office.sign_in("clerk"), await office.case(DAY, *descriptions))
    await opened.give("register")
    return opened


async def test_a_rule_fires_on_what_the_clerk_answered_and_nearly_fires_without(office: Office) -> None:
    at = await desk(office, "补偿方案的讨论记录", "补偿方案")
    interests = {"interests": ["deliberative"]}
    await at.assess(record=interests | {"disclosure_required": True})
    assert "deliberative" not in await at.findings()
    await at.assess(record=interests)
    found = (await at.findings())["deliberative"]
    assert (found["concern"], found["version"], found["setting"]) == ("disclosure", "2019-05-15", "")
    assert found["title"] == "讨论记录、过程稿、磋商信函、请示报告等过程性信息，可以不予公开"
    assert found["conclusion"] == {"outcome": "may_withhold", "ground": "deliberative"}
    assert [one["id"] for one in found["provisions"]] == ["ogi.art16.para2", "ogi.art36.item3"]
    assert found["provisions"][0]["title"] == "《中华人民共和国政府信息公开条例》第十六条第二款"
    assert found["provisions"][0]["text"]
    assert found["trace"][0]["actual"] == ["deliberative"]
    assert found["trace"][0]["sentence"] == "信息·涉及的内容：要求包含“过程性信息”，记录为“过程性信息”，符合"
    assert "deliberative" not in await at.findings(item=2)


async def test_a_setting_is_shown_with_its_mark_and_reason(office: Office) -> None:
    at = await desk(office)
    found = (await at.findings())["identity_missing"]
    assert found["mark"] == "inference"
    assert found["setting"].startswith("推断：条例第三十条只写“申请内容不明确”")


async def test_answers_take_the_place_of_earlier_ones_and_fall_with_a_correction(office: Office) -> None:
    at = await desk(office)
    await at.assess(nature={"petition": True})
    await at.assess(nature={"unclear": True})
    assert {"description_unclear"} <= set(await at.findings())
    assert "petition" not in await at.findings()
    await at.give("ask-clarification", what="写明年份", working_days=10)
    assert "description_unclear" not in await at.findings()
    await at.give("receive-clarification", items={"1": {"description": "2025年的方案", "title": "补偿方案"}})
    told = (await at.clerk.get(f"/cases/{at.case_id}/findings")).json()["items"][0]
    assert told["assessment"] == {}
    await at.assess(nature={"petition": True})
    assert "petition_names_a_record" in await at.findings(), "the corrected words name a document"


async def test_the_course_and_the_clock_speak_for_themselves(office: Office, clock: Clock) -> None:
    at = await desk(office)
    await at.assess(record={"interests": ["third_party"]}, volume={"excessive": True})
    assert {"third_party_consult_first", "excessive"} <= set(await at.findings())
    await at.give("ask-reasons", text="请说明理由")
    party = {"party": "第三方甲", "kind": "third_party", "about": "请提出意见"}
    named = {"kind": "business", "name": "石钟县石矿有限公司", "phone": "0790-5550190"}
    await at.give("consult", **party, consultee=named)
    await at.give("record-consultation-delivery", party="第三方甲")
    now = set(await at.findings())
    assert not now & {"third_party_consult_first", "excessive", "third_party_silent"}
    clock.at += timedelta(days=40)
    later = await Office(office.ground, office.client, office.passwords).sign_in("clerk")
    assert "third_party_silent" in await Desk(later, at.case_id).findings()


async def test_the_requests_of_a_month_are_counted_by_who_asks(office: Office) -> None:
    ground, at = office.ground, make.noon(DAY)

    async def ask(phone: str, id_number: str = "", days: int = 0) -> UUID:
        who = Identity(RequesterKind.PERSON, "陶满仓", id_number, phone, address="石钟县双钟镇沿湖村七组")
        asked = make.submission(DAY - timedelta(days=days))
        told = msgspec.structs.replace(asked, application=msgspec.structs.replace(asked.application, requester=who))
        receipt = await submit(ground, told, at)
        async with ground.pool.agencies(()) as conn:
            found = await find_submission(conn, receipt.request_no)
        assert found is not None
        return found.case_id

    first = await ask("13900000001", "110101199003070000")
    for _more in range(9):
        await ask("13900000001")
    await ask("13900000001", "110101199003070001")
    await ask("13900000001", days=40)
    clerk = await office.sign_in("clerk")
    assert "month_count" not in await Desk(clerk, first).findings(), "ten: neither the other person nor the other month"
    moved = await ask("13900000009", "110101199003070000")
    assert "month_count" not in await Desk(clerk, moved).findings(), "two by the identity number"
    nameless = await ask("13900000001")
    counted = (await Desk(clerk, nameless).findings())["month_count"]
    assert counted["trace"][0]["actual"] == 12, "all of this telephone, for nothing tells them apart"
    assert counted["setting"].startswith("本机关设定：")


async def test_a_determination_keeps_the_findings_seen_and_the_book(office: Office) -> None:
    at = await desk(office)
    await at.assess(record={"interests": ["deliberative"], "separable": False})
    seen = await at.findings()
    event = await at.give("draft-determination", **DRAFT)
    assert [found["rule"] for found in event["findings"]] == list(seen)
    assert event["book"] == office.ground.book.fingerprint
    kept = next(found for found in event["findings"] if found["rule"] == "deliberative")
    assert kept["trace"][0] | {"sentence": None} == seen["deliberative"]["trace"][0] | {"sentence": None}
    told = await at.determination()
    assert (told["outcome"], told["book_is_todays"]) == ("deliberative", True)
    assert told["findings"] == list(seen.values())
    assert told["follows"] == ["deliberative"]
    assert told["departs_from"] == ["identity_missing"], (
        "the requester gave no proof of identity, and isn't asked for it"
    )
    async with office.ground.pool.agencies(()) as conn:
        assert await books.content_of(conn, event["book"]) == office.ground.book.content


async def test_what_is_found_later_leaves_the_determination_as_it_was_seen(office: Office) -> None:
    at, head = await desk(office), await office.sign_in("office_head")
    await at.assess(record={"interests": ["deliberative"]})
    await at.give("draft-determination", **DRAFT)
    before = await at.determination()
    await at.assess(nature={"petition": True})
    assert "petition" in await at.findings()
    assert await at.determination() == before
    await at.give("return-draft", by=head, item=1, text="请再核")
    assert await at.determination() is None


async def test_a_determination_against_a_finding_is_allowed_and_on_record(office: Office) -> None:
    at, head = await desk(office), await office.sign_in("office_head")
    await at.assess(nature={"petition": True}, record={"interests": ["deliberative"]})
    event = await at.give("draft-determination", **DRAFT)
    assert event["departs_from"] == ["identity_missing", "petition"]
    assert (await at.determination())["departs_from"] == ["identity_missing", "petition"]
    await at.give("approve-determination", by=head, item=1)
    await at.give("issue-letter", items=[1])
    told = (await at.clerk.get(f"/cases/{at.case_id}/findings")).json()["items"][0]
    assert told["findings"] == [], "an item that is answered needs no advice"
    assert told["determination"]["departs_from"] == ["identity_missing", "petition"]


async def test_a_past_day_shows_the_findings_of_that_day(office: Office, clock: Clock) -> None:
    at = await desk(office)
    clock.at += timedelta(days=1)
    clerk = await Office(office.ground, office.client, office.passwords).sign_in("clerk")
    later = Desk(clerk, at.case_id)
    later.version = at.version
    body = {"on": (DAY + timedelta(days=1)).isoformat(), "assessment": {"nature": {"petition": True}}}
    await later.give("assess-item", text="经阅卷", item=1, **body)
    past = (await clerk.get(f"/cases/{at.case_id}", as_of=ON)).json()["findings"][0]
    assert [found["rule"] for found in past["findings"]] == ["identity_missing"]
    assert {"identity_missing", "petition"} == set(await later.findings())


@pytest.mark.parametrize(
    "assessment",
    [
        {"nature": {"duplicate_of": "陶满仓"}},
        {"nature": {"duplicate_of": "110101199003070000"}},
        {"nature": {"petiton": True}},
        {"nature": {"petition": "是"}},
        {"record": {"interests": ["privacy"]}},
    ],
)
async def test_an_answer_that_is_no_answer_is_refused_and_nothing_is_stored(
    office: Office, assessment: dict[str, Any]
) -> None:
    at = await desk(office)
    body = {"on": ON, "text": "经阅卷", "item": 1, "assessment": assessment}
    refused = await at.clerk.post(f"/cases/{at.case_id}/assess-item", body, at.version)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_body"), refused.text
    assert (await at.clerk.get(f"/cases/{at.case_id}")).json()["version"] == at.version


async def test_nothing_personal_stands_in_the_log(office: Office, database: Database) -> None:
    at = await desk(office, "陶满仓的宅基地档案，电话13900000000")
    await at.assess(
        nature={"duplicate_of": "SZZRZY-2025-S-0117"}, record={"interests": ["third_party", "deliberative"]}
    )
    await at.give("draft-determination", **DRAFT)
    async with office.ground.pool.agencies([2]) as conn:
        rows = await conn.fetch("select record from event where stream = $1", at.case_id)
    log = b"\n".join(row["record"] for row in rows).decode()
    assert "petition" not in log
    assert "SZZRZY-2025-S-0117" in log
    for word in ("陶满仓", "13900000000", "沿湖村", "经阅卷", "论证"):
        assert word not in log
