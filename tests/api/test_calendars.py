"""Importing a year's days off at the JSON face and the desk: who may, what follows, and without a restart."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from tests import builders as make
from tests.api.conftest import LOGINS, Office
from tests.api.test_matrix import role_of
from tests.cases.test_recount import GOLDEN_WEEK, announced
from tests.web.journeys import DAY, Clock

from ysq.cases import Ground
from ysq.domain import commands as c
from ysq.domain.calendar import Rest
from ysq.domain.powers import HOLDERS, Power

OFF = Rest("临时放假", DAY + timedelta(days=7), DAY + timedelta(days=7))


FAR = [
    {"name": "元旦", "from": "2150-01-01", "to": "2150-01-01"},
    {"name": "春节、清明节", "from": "2150-02-05", "to": "2150-02-08"},
    {"name": "劳动节", "from": "2150-05-01", "to": "2150-05-02"},
    {"name": "端午节、中秋节、国庆节", "from": "2150-10-01", "to": "2150-10-03"},
]


def body(ground: Ground, *rests: Rest) -> dict[str, Any]:
    return dict(msgspec.json.decode(announced(ground, DAY.year, *(rests or (OFF,)))))


async def ended(client: httpx.AsyncClient, headers: dict[str, str], path: str) -> dict[str, Any]:
    """What the import's address tells when its job has ended."""
    for _turn in range(600):
        told = (await client.get(path, headers=headers)).json()
        if told["progress"]["ended_at"]:
            return dict(told)
        await asyncio.sleep(0.05)
    raise AssertionError("the job doesn't end")


async def test_an_import_moves_open_cases_and_the_running_service_counts_by_it_at_once(office: Office) -> None:
    case_id = await office.case()
    staff, clerk = await office.sign_in("supervisor"), await office.sign_in("clerk")
    before = (await clerk.get(f"/cases/{case_id}")).json()["ledger"]["due_on"]
    made = await staff.post("/calendars", body(office.ground))
    assert made.status_code == 202, made.text
    assert made.json() == {"number": 1, "year": DAY.year, "version": 1}
    shown = (await clerk.get(f"/cases/{case_id}")).json()["ledger"]["due_on"]
    assert shown > before
    told = await ended(office.client, staff.headers, made.headers["location"])
    (one,) = told["cases"]
    assert (one["case_id"], one["due_before"], one["due_after"]) == (str(case_id), before, shown)
    assert told["progress"] | {"total": 1, "done": 1, "moved": 1, "conflicting": 0} == told["progress"]
    (listed,) = (await clerk.get("/cases")).json()["cases"]
    assert listed["due_on"] == shown
    assert [one["number"] for one in (await staff.get("/calendars")).json()] == [1]


async def test_a_letter_told_before_is_a_finding_on_the_case_and_in_the_result(office: Office, clock: Clock) -> None:
    case_id = await office.case()
    commands = [c.RegisterRequest(DAY), c.ProposeExtension(DAY, 10, "材料较多"), c.ApproveExtension(DAY)]
    await make.give(office.ground, case_id, [*commands, c.TellExtension(DAY)])
    staff, clerk = await office.sign_in("supervisor"), await office.sign_in("clerk")
    clock.at += timedelta(minutes=5)
    made = await staff.post("/calendars", body(office.ground))
    told = await ended(office.client, staff.headers, made.headers["location"])
    assert [finding["code"] for finding in told["cases"][0]["findings"]] == ["told_date_moved"]
    found = (await clerk.get(f"/cases/{case_id}")).json()["ledger"]["findings"]
    assert [finding["code"] for finding in found] == ["told_date_moved"]


@pytest.mark.parametrize("name", sorted(LOGINS))
async def test_imports_open_to_each_role_as_the_table_says(office: Office, name: str) -> None:
    staff, role = await office.sign_in(name), role_of(name)
    await office.case()
    made = await (await office.sign_in("supervisor")).post("/calendars", body(office.ground))
    await ended(office.client, (await office.sign_in("supervisor")).headers, made.headers["location"])
    allowed = await staff.post("/calendars", body(office.ground, OFF, Rest("临时放假", DAY, DAY)))
    assert allowed.status_code == (202 if role in HOLDERS[Power.IMPORT_CALENDAR] else 403)
    reads = 200 if role in HOLDERS[Power.READ_CALENDARS] else 403
    assert (await staff.get("/calendars")).status_code == reads
    shown = await staff.get("/calendars/1")
    assert shown.status_code == reads
    assert (await staff.get("/calendars/99")).status_code in ({404} if reads == 200 else {403})
    if reads == 200:
        # Agency 2 has the case: its own staff who see all of it, and the supervisor above.
        sees = role in HOLDERS[Power.READ_CASES] and name not in {"other_clerk", "unit_officer"}
        assert bool(shown.json()["cases"]) is sees


async def test_what_is_no_calendar_is_refused_in_words_and_nothing_is_kept(office: Office) -> None:
    staff, good = await office.sign_in("supervisor"), body(office.ground)
    for bad, status, words in (
        (good | {"published": False}, 422, "只能导入已经公布的安排"),
        (good | {"rest": []}, 422, "元旦没有放假安排"),
        (good | {"year": 2150, "rest": FAR, "work": []}, 422, "接不上"),
        (good | {"rest": [{"name": "元旦", "from": "2028-01-01", "to": "2028-01-02"}]}, 400, "2028"),
        (good | {"more": 1}, 400, "more"),
    ):
        refused = await staff.post("/calendars", bad)
        assert (refused.status_code, words in refused.text) == (status, True), refused.text
    assert (await staff.get("/calendars")).json() == []
    for number in ("0", "x", "9999999999", "-1", "１"):
        assert (await staff.get(f"/calendars/{number}")).status_code == 404


async def test_a_case_submitted_after_the_import_has_the_new_date_in_the_queue(office: Office) -> None:
    staff = await office.sign_in("supervisor")
    await staff.post("/calendars", body(office.ground, GOLDEN_WEEK, OFF))
    submitted = {
        "submission_id": str(UUID(int=7)),
        "agency": make.CODE,
        "application": msgspec.to_builtins(make.application()),
    }
    receipt = (await office.client.post("/api/v1/requests", json=submitted)).json()
    assert date.fromisoformat(receipt["due_on"]) > office.ground.calendar.add(DAY, 20)
