"""Staff at the JSON face: sign in, see the list and a case, give commands, each with the version that was seen."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from tests import builders as make
from tests.api.conftest import Office
from tests.web.journeys import DAY, Clock

from ysq.accounts import current
from ysq.archive import verify
from ysq.cases import readings, replay
from ysq.domain import commands as c
from ysq.domain.people import RequestedItem
from ysq.domain.terms import Channel

ON = DAY.isoformat()


def problem(response: httpx.Response, status: int, code: str) -> dict[str, object]:
    assert response.headers["content-type"] == "application/problem+json", response.text
    found: dict[str, object] = response.json()
    assert (response.status_code, found["status"], found["code"]) == (status, status, code), response.text
    return found


async def test_a_session_is_opened_shown_and_ended(office: Office, client: httpx.AsyncClient) -> None:
    login = {"login": "jingban", "password": office.passwords["jingban"]}
    opened = await client.post("/api/v1/session", json=login)
    assert opened.status_code == 201
    told = opened.json()
    assert told["who"]["role"] == "clerk"
    assert told["who"]["appointments"] == [{"agency_id": 2, "role": "clerk", "unit_code": "XXGK"}]
    assert "set-cookie" not in opened.headers
    assert opened.headers["cache-control"] == "no-store"
    headers = {"Authorization": f"Bearer {told['token']}"}
    assert (await client.get("/api/v1/session", headers=headers)).json() == told["who"]
    assert (await client.delete("/api/v1/session", headers=headers)).status_code == 204
    again = await client.get("/api/v1/session", headers=headers)
    problem(again, 401, "signed_out")
    assert again.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer short", "Basic eDp5", "Bearer " + "a" * 43])
async def test_without_a_living_session_every_door_is_shut(client: httpx.AsyncClient, header: str | None) -> None:
    headers = {"Authorization": header} if header is not None else {}
    for path in ("/session", "/cases", f"/cases/{uuid4()}", f"/cases/{uuid4()}/package"):
        problem(await client.get(f"/api/v1{path}", headers=headers), 401, "signed_out")


async def test_an_idle_session_ends_and_a_wrong_password_locks(
    office: Office, client: httpx.AsyncClient, clock: Clock
) -> None:
    clerk = await office.sign_in("clerk")
    clock.at += timedelta(minutes=31)
    problem(await clerk.get("/session"), 401, "signed_out")
    wrong = {"login": "jingban", "password": "不是这个"}
    for _turn in range(5):
        problem(await client.post("/api/v1/session", json=wrong), 401, "sign_in_refused")
    locked = await client.post("/api/v1/session", json=wrong | {"password": office.passwords["jingban"]})
    problem(locked, 429, "sign_in_locked")
    assert locked.headers["retry-after"] == "900"


async def test_a_password_is_changed_by_its_owner_only(office: Office, client: httpx.AsyncClient) -> None:
    clerk = await office.sign_in("clerk")
    new = "湖岸的芦苇年年绿到天边外"
    problem(await clerk.post("/session/password", {"old": "不是", "new": new}), 401, "sign_in_refused")
    old = office.passwords["jingban"]
    problem(await clerk.post("/session/password", {"old": old, "new": "短"}), 422, "password_refused")
    assert (await clerk.post("/session/password", {"old": old, "new": new})).status_code == 204
    again = await client.post("/api/v1/session", json={"login": "jingban", "password": new})
    assert again.status_code == 201


async def test_another_appointment_is_chosen_only_when_there_is_one(office: Office) -> None:
    clerk = await office.sign_in("clerk")
    kept = await clerk.post("/session/appointment", {"agency_id": 2, "role": "clerk"})
    assert kept.json()["role"] == "clerk"
    problem(await clerk.post("/session/appointment", {"agency_id": 3, "role": "clerk"}), 404, "not_found")


async def test_a_case_is_shown_with_what_may_be_done_and_by_when(office: Office) -> None:
    case_id, clerk = await office.case(), await office.sign_in("clerk")
    response = await clerk.get(f"/cases/{case_id}")
    assert response.status_code == 200, response.text
    assert response.headers["etag"] == '"1"'
    shown = response.json()
    assert shown["items"][0]["asked"]["description"] == "沿湖村七组的征地补偿安置方案"
    assert [one["command"] for one in shown["commands"]] == ["register", "withdraw"]
    assert shown["persons"][0]["identity"]["name"] == "陶满仓"
    assert shown["persons"][0]["identity"]["phone"] == "139****0000"
    assert [one["name"] for one in shown["timeline"]] == ["收到申请"]
    assert [(one["rule"], one["setting"][:3]) for one in shown["findings"][0]["findings"]] == [
        ("identity_missing", "推断：")
    ]
    given = await clerk.post(f"/cases/{case_id}/register", {"on": ON}, match=1)
    assert given.status_code == 200, given.text
    assert given.headers["etag"] == '"2"'
    assert given.json()["events"][0]["type"] == "case.registered"
    assert given.json()["due_on"] == "2026-09-28"
    commands = {one["command"]: one for one in (await clerk.get(f"/cases/{case_id}")).json()["commands"]}
    assert commands["ask_clarification"]["last_day"] == "2026-09-09"
    assert commands["demand_fee"]["last_day"] == "2026-09-28"
    assert "approve_extension" not in commands


async def test_the_version_seen_must_be_told_and_an_old_one_is_told_what_changed(office: Office) -> None:
    case_id, clerk, head = await office.case(), await office.sign_in("clerk"), await office.sign_in("office_head")
    problem(await clerk.post(f"/cases/{case_id}/register", {"on": ON}), 428, "if_match_missing")
    assert (await clerk.post(f"/cases/{case_id}/register", {"on": ON}, match=1)).status_code == 200
    stale = await clerk.post(f"/cases/{case_id}/register", {"on": ON}, match=1)
    changed = problem(stale, 412, "stale")["changed"]
    assert isinstance(changed, list)
    assert [one["name"] for one in changed] == ["登记"]
    assert stale.headers["etag"] == '"2"'
    ended = {"on": ON, "text": "申请人去世", "reason": "death"}
    problem(await head.post(f"/cases/{case_id}/end-case", ended, match=9), 412, "stale")


@pytest.mark.parametrize("tag", ["7", '"x"', "*", 'W/"1"', '"1", "2"'])
async def test_a_broken_if_match_is_refused(office: Office, client: httpx.AsyncClient, tag: str) -> None:
    clerk = await office.sign_in("clerk")
    headers = clerk.headers | {"If-Match": tag}
    url = f"/api/v1/cases/{await office.case()}/register"
    problem(await client.post(url, json={"on": ON}, headers=headers), 400, "if_match_broken")


async def test_a_refusal_names_the_provision_and_what_to_do(office: Office) -> None:
    case_id, clerk = await office.case(), await office.sign_in("clerk")
    found = problem(
        await clerk.post(f"/cases/{case_id}/log-contact", {"on": ON, "text": "问", "via": "phone"}, 1),
        409,
        "wrong_stage",
    )
    assert found["provisions"] == ["ogi.art45"]
    assert found["titles"]
    assert found["todo"] == "请先登记。"
    tomorrow = (DAY + timedelta(days=1)).isoformat()
    problem(await clerk.post(f"/cases/{case_id}/register", {"on": tomorrow}, 1), 422, "date_refused")
    problem(await clerk.post(f"/cases/{case_id}/register", {"on": "昨天"}, 1), 400, "invalid_body")
    problem(await clerk.post(f"/cases/{case_id}/register", {"on": ON, "mood": 1}, 1), 400, "invalid_body")
    problem(await clerk.post(f"/cases/{case_id}/register", {"on": ON, "type": "close"}, 1), 400, "invalid_body")


async def test_unknown_and_foreign_ids_are_the_same_404(office: Office) -> None:
    case_id, other = await office.case(), await office.sign_in("other_clerk")
    bodies = set()
    for wanted in (str(case_id), str(uuid4()), "没有", "1"):
        for response in (
            await other.get(f"/cases/{wanted}"),
            await other.post(f"/cases/{wanted}/register", {"on": ON}, match=1),
            await other.get(f"/cases/{wanted}/package"),
            await other.post(f"/cases/{wanted}/reveal", {"person_id": str(uuid4()), "purpose": "contact"}),
        ):
            bodies.add((response.status_code, response.content))
    assert len(bodies) == 1
    assert next(iter(bodies))[0] == 404


async def test_the_list_is_by_due_date_in_pages_and_has_masked_names(office: Office, clock: Clock) -> None:
    ids = [await office.case(DAY - timedelta(days=days)) for days in (0, 20, 40, 10, 30)]
    clerk, reviewer = await office.sign_in("clerk"), await office.sign_in("secrecy_reviewer")
    whole = (await clerk.get("/cases")).json()
    assert [one["case_id"] for one in whole["cases"]] == [str(ids[place]) for place in (2, 4, 1, 3, 0)]
    assert whole["next"] is None
    assert {one["requester"] for one in whole["cases"]} == {"陶满仓"}
    assert {one["requester"] for one in (await reviewer.get("/cases")).json()["cases"]} == {"陶**"}
    lamps = {one["case_id"]: (one["lamp"], one["working_days_left"]) for one in whole["cases"]}
    assert lamps[str(ids[0])] == ("green", 20)
    assert lamps[str(ids[2])] == ("red", 0)
    pages, after = [], None
    while True:
        page = (await clerk.get("/cases", limit=2, **({"after": after} if after else {}))).json()
        pages += [one["case_id"] for one in page["cases"]]
        after = page["next"]
        if after is None:
            break
    assert pages == [one["case_id"] for one in whole["cases"]]
    number = whole["cases"][0]["request_no"]
    assert [one["request_no"] for one in (await clerk.get("/cases", number=number)).json()["cases"]] == [number]
    due = (await clerk.get("/cases", due_from=whole["cases"][-1]["due_on"])).json()["cases"]
    assert [one["case_id"] for one in due] == [str(ids[0])]
    assert (await clerk.get("/cases", stage="processing")).json()["cases"] == []


async def test_the_list_tells_what_is_asked_and_is_filtered_by_channel_and_unit_in_pages(
    office: Office, clock: Clock
) -> None:
    long = "沿湖村七组2019年以来历次征收集体土地的补偿登记、安置方案、公告照片以及补偿款支付凭证"
    ids = [await office.case(DAY - timedelta(days=days), long, "验收报告") for days in (0, 10, 20)]
    by_post = make.submission(DAY)
    registered = replace(by_post, channel=Channel.REGISTERED_MAIL)
    posted = await make.submit(office.ground, registered, make.noon(DAY))
    for case_id in ids[:2]:
        asked = [
            c.RegisterRequest(DAY),
            c.AskUnit(DAY, "请查找", "征地管理股", (1,)),
            c.AskUnit(DAY, "请", "综合档案室", (2,)),
        ]
        await make.give(office.ground, case_id, asked)
    clerk = await office.sign_in("clerk")

    async def listed(**query: object) -> list[dict[str, object]]:
        found, after = [], {}
        while True:
            page = (await clerk.get("/cases", limit=1, **query, **after)).json()
            found += page["cases"]
            if page["next"] is None:
                return found
            after = {"after": page["next"]}

    whole = {one["case_id"]: one for one in await listed()}
    assert len(whole) == 4
    shown = whole[str(ids[0])]
    assert shown["summary"] == long[:40] + "…（共2项）"
    assert (shown["channel"], shown["channel_name"], shown["units"]) == (
        "online",
        "互联网渠道",
        ["征地管理股", "综合档案室"],
    )
    assert [one["request_no"] for one in await listed(channel="registered_mail")] == [posted.request_no]
    assert [one["summary"] for one in await listed(channel="registered_mail")] == ["沿湖村七组的征地补偿安置方案"]
    assert [one["case_id"] for one in await listed(unit="征地管理股")] == [str(ids[1]), str(ids[0])]
    assert await listed(unit="征地管理股", channel="fax") == []
    assert await listed(unit="没有的科室") == []
    assert [one["case_id"] for one in await listed(unit="征地管理股", stage="processing")] == [str(ids[1]), str(ids[0])]
    assert (await replay(office.ground, write=False)).different == ()


async def test_a_correction_changes_the_summary_in_the_list(office: Office) -> None:
    case_id, clerk = await office.case(), await office.sign_in("clerk")
    asked = [c.RegisterRequest(DAY), c.AskClarification(DAY, "写明年份", 10), c.RecordClarificationDelivery(DAY)]
    await make.give(office.ground, case_id, asked)
    corrected = c.ReceiveClarification(DAY, {1: RequestedItem("2024年的征地补偿安置方案")})
    await make.give(office.ground, case_id, [corrected])
    assert [one["summary"] for one in (await clerk.get("/cases")).json()["cases"]] == ["2024年的征地补偿安置方案"]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 101},
        {"stage": "none"},
        {"due_from": "x"},
        {"colour": "red"},
        {"after": "???"},
        {"channel": "owl"},
        {"unit": ""},
    ],
)
async def test_a_bad_query_is_refused(office: Office, query: dict[str, object]) -> None:
    clerk = await office.sign_in("clerk")
    response = await clerk.get("/cases", **query)
    assert response.status_code == 400, response.text


async def test_a_supervisor_lists_and_reads_the_agencies_below_but_does_nothing_there(office: Office) -> None:
    case_id, above = await office.case(), await office.sign_in("supervisor")
    assert [one["case_id"] for one in (await above.get("/cases")).json()["cases"]] == [str(case_id)]
    shown = (await above.get(f"/cases/{case_id}")).json()
    assert shown["commands"] == []
    assert shown["persons"][0]["identity"]["name"] == "陶**"
    problem(await above.post(f"/cases/{case_id}/register", {"on": ON}, match=1), 403, "not_allowed")
    problem(await above.get(f"/cases/{case_id}/package"), 403, "not_allowed")


async def test_a_past_day_shows_the_case_as_it_stood_and_offers_nothing(office: Office, clock: Clock) -> None:
    case_id, clerk = await office.case(), await office.sign_in("clerk")
    await clerk.post(f"/cases/{case_id}/register", {"on": ON}, match=1)
    later = DAY + timedelta(days=3)
    clock.at = make.noon(later)
    clerk = await Office(office.ground, office.client, office.passwords).sign_in("clerk")
    asked = {"on": later.isoformat(), "what": "写明年份", "working_days": 10}
    assert (await clerk.post(f"/cases/{case_id}/ask-clarification", asked, match=2)).status_code == 200
    past = await clerk.get(f"/cases/{case_id}", as_of=ON)
    assert (past.json()["version"], past.json()["stage"], past.json()["commands"]) == (2, "registered", [])
    assert "etag" not in past.headers
    assert (await clerk.get(f"/cases/{case_id}")).json()["stage"] == "awaiting_requester"
    early = make.noon(DAY - timedelta(days=1)).isoformat()
    problem(await clerk.get(f"/cases/{case_id}", known_at=early), 404, "not_found")
    assert (await clerk.get(f"/cases/{case_id}", known_at="2026-01-01T00:00:00")).status_code == 400
    known = (await clerk.get(f"/cases/{case_id}", known_at=make.noon(DAY).isoformat())).json()
    assert known["version"] == 2


async def test_a_letter_and_the_package_are_fetched_and_every_reading_is_on_record(
    office: Office, tmp_path: Path, clock: Clock
) -> None:
    case_id = await office.case()
    case = await make.give(office.ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    clerk, auditor = await office.sign_in("clerk"), await office.sign_in("audit_admin")
    shown = (await clerk.get(f"/cases/{case_id}")).json()
    letter = await clerk.get(f"/cases/{case_id}/letters/{shown['letters'][0]['letter_id']}")
    assert letter.headers["content-type"] == "application/pdf"
    assert "陶满仓" in PdfReader(io.BytesIO(letter.content)).pages[0].extract_text()
    problem(await clerk.get(f"/cases/{case_id}/letters/{uuid4()}"), 404, "not_found")
    package = await clerk.get(f"/cases/{case_id}/package")
    assert package.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(package.content)) as packed:
        packed.extractall(tmp_path)
    assert verify(tmp_path / case.received.request_no).ok
    person = shown["persons"][0]["person_id"]
    revealed = await clerk.post(f"/cases/{case_id}/reveal", {"person_id": person, "purpose": "contact"})
    assert revealed.json()["identity"]["phone"] == "13900000000"
    who = await current(office.ground, auditor.headers["Authorization"].split()[1], clock.at)
    assert who is not None
    assert [one.purpose.value for one in await readings(office.ground, who.actor)] == ["contact", "archive"]


async def test_a_search_by_telephone_finds_cases_of_ones_own_agency_and_is_on_record_without_the_number(
    office: Office, clock: Clock
) -> None:
    case_id, clerk = await office.case(), await office.sign_in("clerk")
    other, auditor = await office.sign_in("other_clerk"), await office.sign_in("audit_admin")
    asked = {"by": "phone", "value": "139 0000 0000", "purpose": "check_identity"}
    found = await clerk.post("/identity-searches", asked)
    assert found.json() == {"cases": [str(case_id)]}, found.text
    assert (await other.post("/identity-searches", asked)).json() == {"cases": []}
    problem(await clerk.post("/identity-searches", asked | {"by": "name"}), 400, "invalid_body")
    problem(await (await office.sign_in("legal")).post("/identity-searches", asked), 403, "not_allowed")
    who = await current(office.ground, auditor.headers["Authorization"].split()[1], clock.at)
    assert who is not None
    told = [(one.agency_id, one.sought, one.found) for one in await readings(office.ground, who.actor)]
    assert sorted(told) == [(2, "phone", 1), (3, "phone", 0)]
    async with office.ground.pool.agencies([2, 3]) as conn:
        kept = [row["record"] for row in await conn.fetch("select record from event where type = 'identity.sought'")]
    assert len(kept) == 2
    assert not any(b"13900000000" in record or b"139 0000" in record for record in kept)


async def test_the_requester_corrects_and_withdraws_with_the_code(
    office: Office, client: httpx.AsyncClient, clock: Clock
) -> None:
    clerk = await office.sign_in("clerk")
    receipt = await make.submit(office.ground, make.submission(DAY), make.noon(DAY))
    headers = {"X-Access-Code": receipt.access_code}
    base = f"/api/v1/requests/{receipt.request_no}"
    case_id = (await clerk.get("/cases")).json()["cases"][0]["case_id"]
    corrected = {"items": {"1": {"description": "2024年的征地补偿安置方案"}}}
    problem(await client.post(f"{base}/clarification", json=corrected, headers=headers), 409, "wrong_stage")
    await make.give(
        office.ground,
        UUID(case_id),
        [c.RegisterRequest(DAY), c.AskClarification(DAY, "写明年份", 10), c.RecordClarificationDelivery(DAY)],
    )
    sent = await client.post(f"{base}/clarification", json=corrected, headers=headers)
    assert sent.status_code == 200, sent.text
    assert (await client.get(base, headers=headers)).json()["items"] == ["2024年的征地补偿安置方案"]
    gone = await client.post(f"{base}/withdrawal", json={"text": "不需要了"}, headers=headers)
    assert gone.json()["stage"] == "withdrawn"
    problem(await client.post(f"{base}/withdrawal", json={"text": "不需要了"}, headers=headers), 409, "wrong_stage")


async def test_guesses_of_access_codes_lock_known_and_unknown_numbers_alike(
    office: Office, client: httpx.AsyncClient, clock: Clock
) -> None:
    receipt = await make.submit(office.ground, make.submission(DAY), make.noon(DAY))
    for number in (receipt.request_no, "SZZRZY-2026-S-0999"):
        url, statuses = f"/api/v1/requests/{number}", []
        for _turn in range(7):
            answer = await client.get(url, headers={"X-Access-Code": "AAAAAAAAAA"})
            statuses.append(answer.status_code)
        assert statuses == [404] * 5 + [429] * 2
        assert answer.headers["retry-after"] == "900"
    url, right = f"/api/v1/requests/{receipt.request_no}", {"X-Access-Code": receipt.access_code}
    problem(await client.get(url, headers=right), 429, "code_locked")
    clock.at += timedelta(minutes=16)
    assert (await client.get(url, headers=right)).status_code == 200
