"""What the law doesn't allow in this order, tried over HTTP: each refusal names the provision and the next step."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from tests import builders as make
from tests.api.conftest import Office, Staff
from tests.api.test_staff import problem
from tests.web.journeys import DAY, Clock

ON = DAY.isoformat()
LATER = (DAY + timedelta(days=60)).isoformat()


class Desk:
    """One case, driven by everybody in the office; each command is given with the version last seen."""

    def __init__(self, office: Office, case_id: str) -> None:
        self.office, self.case_id, self.version = office, case_id, 1

    async def give(self, role: str, noun: str, **body: object) -> httpx.Response:
        staff: Staff = await self.office.sign_in(role)
        given = await staff.post(f"/cases/{self.case_id}/{noun}", {"on": ON} | body, match=self.version)
        if given.status_code == 200:
            self.version = given.json()["version"]
        return given

    async def done(self, role: str, noun: str, **body: object) -> dict[str, object]:
        given = await self.give(role, noun, **body)
        assert given.status_code == 200, given.text
        found: dict[str, object] = given.json()
        return found

    async def read(self) -> dict[str, object]:
        found: dict[str, object] = (await (await self.office.sign_in("clerk")).get(f"/cases/{self.case_id}")).json()
        return found


@pytest.fixture
async def desk(office: Office) -> Desk:
    made = Desk(office, str(await office.case()))
    await made.done("clerk", "register")
    return made


async def refused(desk: Desk, role: str, noun: str, status: int, code: str, **body: object) -> dict[str, object]:
    found = problem(await desk.give(role, noun, **body), status, code)
    assert found["provisions"]
    assert found["todo"]
    return found


async def test_an_answer_on_the_spot_waits_for_its_secrecy_review(desk: Desk) -> None:
    spot = {"items": [1], "text": "当场提供复印件"}
    found = await refused(desk, "clerk", "answer-on-the-spot", 422, "missing", **spot)
    assert found["provisions"] == ["ogi.art17"]
    assert "请先由保密审查人登记审查意见" in str(found["detail"])
    offered = {one["command"] for one in (await desk.read())["commands"]}  # type: ignore[attr-defined]
    assert "answer_on_the_spot" not in offered
    await desk.done("secrecy_reviewer", "record-secrecy-review", item=1, releasable=True, opinion="可以公开")
    assert (await desk.done("clerk", "answer-on-the-spot", **spot))["stage"] == "answered"


async def test_no_extension_follows_a_deferral(desk: Desk) -> None:
    await desk.done("clerk", "ask-reasons", text="请说明理由")
    await desk.done("clerk", "receive-reasons", text="课题研究")
    until = (DAY + timedelta(days=91)).isoformat()  # a Monday
    assert (await desk.done("office_head", "defer-answer", text="理由合理", until=until))["due_on"] == until
    asked = {"working_days": 10, "reason": "材料多"}
    found = await refused(desk, "clerk", "propose-extension", 409, "wrong_stage", **asked)
    assert found["provisions"] == ["ogi.art35", "ogi.art33.para2"]
    assert found["todo"] == "不能再延长答复期限，请在该日以前答复。"


async def test_no_extension_follows_the_due_date(office: Office, desk: Desk, clock: Clock) -> None:
    clock.at = make.noon(DAY + timedelta(days=60))
    later = Desk(Office(office.ground, office.client, office.passwords), desk.case_id)
    later.version = desk.version
    asked = {"on": LATER, "working_days": 10, "reason": "材料多"}
    found = await refused(later, "clerk", "propose-extension", 409, "too_late", **asked)
    assert found["provisions"] == ["ogi.art33.para2"]
    assert "请尽快答复" in str(found["todo"])


async def test_a_fee_counted_wrongly_is_put_right(desk: Desk) -> None:
    fee = {"basis": "by_page", "count": 45, "text": "数量明显超过合理范围"}
    await desk.done("clerk", "demand-fee", **fee)
    amended = {"version": desk.version, "amendment": {"count": 54}, "text": "应为54页"}
    (event,) = (await desk.done("clerk", "amend-entry", **amended))["events"]  # type: ignore[misc]
    assert event["amount"] == 24_000
    problem(await desk.give("clerk", "record-payment", amount=15_000), 422, "missing")
    await desk.done("clerk", "record-payment", amount=24_000)


async def test_an_answer_ordered_anew_is_due_on_its_day_in_the_case_and_in_the_list(desk: Desk) -> None:
    by = (DAY + timedelta(days=14)).isoformat()
    number = "石府复〔2026〕1号"
    await desk.done("clerk", "record-reconsideration", number=number)
    ordered = {"number": number, "result": "corrected", "redo_items": [1], "redo_by": by, "text": "责令答复"}
    assert (await desk.done("clerk", "record-remedy-decision", **ordered))["due_on"] == by
    shown = await desk.read()
    assert shown["ledger"]["due_on"] == by  # type: ignore[index]
    listed = (await (await desk.office.sign_in("clerk")).get("/cases")).json()["cases"]
    assert [one["due_on"] for one in listed] == [by]
    await refused(desk, "clerk", "propose-extension", 409, "wrong_stage", working_days=5, reason="多")


@pytest.mark.parametrize(("wish", "field"), [("post", "requester.address"), ("email", "requester.email")])
async def test_a_wish_without_an_address_is_a_problem_that_names_the_field(
    office: Office, client: httpx.AsyncClient, wish: str, field: str
) -> None:
    requester = {"kind": "person", "name": "尹玉兰", "phone": "13900000000"}
    application = {"requester": requester, "items": [{"description": "验收报告"}], "medium": "paper", "delivery": wish}
    body = {"submission_id": str(uuid4()), "agency": make.CODE, "application": application}
    found = problem(await client.post("/api/v1/requests", json=body), 422, "missing")
    assert field in str(found["detail"])
    assert found["provisions"] == ["ogi.art29.para2.item3"]
    requester |= {"address": "石钟县双钟镇", "email": "yin@example.cn"}
    assert (await client.post("/api/v1/requests", json=body)).status_code == 201
