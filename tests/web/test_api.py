"""The JSON face: the contract's ledger, submissions exactly once, and one 404 for everything that isn't yours."""

from io import BytesIO
from uuid import uuid4

import httpx
import msgspec
import pytest
from pypdf import PdfReader
from tests import builders as make
from tests.web.journeys import DAY

from ysq.cases import Ground
from ysq.db.submissions import find_submission
from ysq.domain import clock
from ysq.domain import commands as c
from ysq.rules.book import Book

COURSE = {"events": [{"type": "request.received", "date": "2026-08-31", "channel": "online"}]}
PROBLEM = {"type", "title", "status", "detail", "code", "provisions"}


def body(**changes: object) -> dict[str, object]:
    application = msgspec.to_builtins(make.application())
    return {"submission_id": str(uuid4()), "agency": make.CODE, "application": application} | changes


def problem(response: httpx.Response, status: int, code: str) -> dict[str, object]:
    """The response's problem, which must have this status and code."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    found: dict[str, object] = response.json()
    assert PROBLEM <= set(found) <= PROBLEM | {"todo", "titles"}
    assert (response.status_code, found["status"], found["code"]) == (status, status, code)
    assert found["type"] == f"urn:ysq:problem:{code}"
    return found


async def test_the_clock_answers_what_the_domain_answers(client: httpx.AsyncClient, book: Book) -> None:
    response = await client.post("/api/v1/clock", json=COURSE)
    course = msgspec.convert(COURSE, clock.Course)
    assert response.status_code == 200
    assert response.content == msgspec.json.encode(clock.ledger(course, book.clock, book.calendar()))
    assert list(response.json()) == [
        "received_on", "due_on", "provisional", "state", "tolled_working_days", "timely",
        "deadlines", "findings", "steps", "days",
    ]  # fmt: skip
    assert response.json()["due_on"] == "2026-09-28"


@pytest.mark.parametrize(
    ("course", "where"),
    [
        ({"events": [*COURSE["events"], {"type": "letter.issued", "date": "2026-08-01"}]}, "event 2: date: "),
        ({"events": [*COURSE["events"], COURSE["events"][0]]}, "event 2: type: "),
        ({"events": [{"type": "request.received", "date": "2026-13-01", "channel": "online"}]}, "event 1: date: "),
        ({"events": [COURSE["events"][0] | {"mood": 1}]}, "event 1: mood: "),
        ({"events": []}, "events: "),
        ({"events": COURSE["events"], "policy": {"online_receipt": "never"}}, "policy"),
        ([], ""),
        ("{", ""),
        ("", ""),
        ("\x00", ""),
        ('{"events": ' + "[" * 100_000, ""),
    ],
)
async def test_an_impossible_course_is_told_by_event_and_field(
    client: httpx.AsyncClient, course: object, where: str
) -> None:
    content = course if isinstance(course, str) else msgspec.json.encode(course).decode()
    response = await client.post("/api/v1/clock", content=content, headers={"content-type": "application/json"})
    detail = problem(response, 400, "impossible_course")["detail"]
    assert str(detail).startswith(where)


async def test_an_application_is_received_once_and_shown_again(client: httpx.AsyncClient, ground: Ground) -> None:
    sent = body()
    first = await client.post("/api/v1/requests", json=sent)
    again = await client.post("/api/v1/requests", json=sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert first.headers["location"] == "/api/v1/requests/SZZRZY-2026-S-0001"
    receipt = first.json()
    assert (receipt["received_on"], receipt["due_on"], receipt["provisional"]) == ("2026-08-31", "2026-09-28", False)
    async with ground.pool.agencies([2]) as conn:
        assert await conn.fetchval("select count(*) from event") == 1


async def test_the_same_submission_with_other_content_is_refused(client: httpx.AsyncClient) -> None:
    sent = body()
    await client.post("/api/v1/requests", json=sent)
    other = sent | {"application": msgspec.to_builtins(make.application("另一件事"))}
    problem(await client.post("/api/v1/requests", json=other), 409, "submission_changed")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"agency": "NOBODY"}, 422, "agency_unknown"),
        ({"agency": 7}, 400, "invalid_body"),
        ({"submission_id": "x"}, 400, "invalid_body"),
        ({"purpose": "三需要"}, 400, "invalid_body"),
        ({"application": {}}, 400, "invalid_body"),
        ({"agency": "夹\x00带"}, 422, "unprintable"),
    ],
)
async def test_a_wrong_body_is_refused_with_its_place(
    client: httpx.AsyncClient, ground: Ground, change: dict[str, object], status: int, code: str
) -> None:
    told = problem(await client.post("/api/v1/requests", json=body(**change)), status, code)
    if code == "invalid_body":
        assert str(told["detail"]).partition("：")[0] in {"agency", "submission_id", "purpose", "application.requester"}
    async with ground.pool.agencies([2]) as conn:
        assert await conn.fetchval("select count(*) from event") == 0


async def test_an_application_that_reaches_nobody_is_refused_with_the_provision(client: httpx.AsyncClient) -> None:
    application = msgspec.to_builtins(make.application())
    application["requester"] = {"kind": "person", "name": "陶满仓"}
    response = await client.post("/api/v1/requests", json=body(application=application))
    assert problem(response, 422, "missing")["provisions"] == ["ogi.art29.para2.item1"]


@pytest.mark.parametrize("path", ["/api/v1/requests", "/api/v1/clock"])
@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"])
async def test_only_json_is_taken(client: httpx.AsyncClient, path: str, content_type: str) -> None:
    headers = {"content-type": content_type} if content_type else {}
    response = await client.post(path, content=msgspec.json.encode(body()), headers=headers)
    problem(response, 415, "wrong_content_type")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b'"\\ud800"', b"[" * 100_000, b""])
async def test_broken_json_is_refused(client: httpx.AsyncClient, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = await client.post("/api/v1/requests", content=content, headers=headers)
    assert response.status_code == 400
    assert response.json()["code"] in {"broken_json", "invalid_body"}


async def test_a_body_over_one_mebibyte_is_refused(client: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    response = await client.post("/api/v1/clock", content=b" " * (1_048_576 + 1), headers=headers)
    problem(response, 413, "body_too_large")


async def test_unknown_routes_and_methods_are_problems(client: httpx.AsyncClient) -> None:
    problem(await client.get("/api/v1/nothing"), 404, "page_missing")
    refused = await client.put("/api/v1/clock")
    problem(refused, 405, "method_refused")
    assert refused.headers["allow"]


async def test_a_case_is_shown_to_who_has_its_code(client: httpx.AsyncClient) -> None:
    receipt = (await client.post("/api/v1/requests", json=body())).json()
    path = f"/api/v1/requests/{receipt['request_no']}"
    seen = await client.get(path, headers={"X-Access-Code": receipt["access_code"].lower()})
    assert seen.status_code == 200
    state = seen.json()
    assert (state["stage"], state["stage_name"], state["ledger"]["due_on"]) == ("received", "接收", "2026-09-28")
    assert state["items"] == ["沿湖村七组的征地补偿安置方案"]
    assert receipt["access_code"] not in seen.text


async def test_everything_that_is_not_yours_is_the_same_404(client: httpx.AsyncClient, ground: Ground) -> None:
    mine = (await client.post("/api/v1/requests", json=body())).json()
    other = (await client.post("/api/v1/requests", json=body())).json()
    await answer(ground, other["request_no"])
    path, code = f"/api/v1/requests/{mine['request_no']}", {"X-Access-Code": mine["access_code"]}
    theirs = f"/api/v1/requests/{other['request_no']}"
    letter = (await client.get(theirs, headers={"X-Access-Code": other["access_code"]})).json()["letters"][0]
    answers = [
        await client.get(path),
        await client.get(path, headers={"X-Access-Code": ""}),
        await client.get(path, headers={"X-Access-Code": "2222222222"}),
        await client.get("/api/v1/requests/SZZRZY-2026-S-9999", headers=code),
        await client.get("/api/v1/requests/%00", headers=code),
        await client.get(theirs, headers=code),
        await client.get(letter["href"], headers=code),
        await client.get(f"{path}/letters/{letter['letter_id']}", headers=code),
        await client.get(f"{path}/letters/{uuid4()}", headers=code),
        await client.get(f"{path}/letters/none", headers=code),
    ]
    problem(answers[0], 404, "not_found")
    assert {response.content for response in answers} == {answers[0].content}
    assert {tuple(response.headers.items()) for response in answers} == {tuple(answers[0].headers.items())}


async def test_a_letter_is_a_pdf_for_who_has_the_code(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = (await client.post("/api/v1/requests", json=body())).json()
    await answer(ground, receipt["request_no"])
    code = {"X-Access-Code": receipt["access_code"]}
    state = (await client.get(f"/api/v1/requests/{receipt['request_no']}", headers=code)).json()
    pdf = await client.get(state["letters"][0]["href"], headers=code)
    assert pdf.headers["content-type"] == "application/pdf"
    assert "石自然资依复〔2026〕1号" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()


async def test_no_cookie_is_set_or_read(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/requests", json=body(), headers={"origin": "https://evil.example"})
    assert response.status_code == 201
    assert "set-cookie" not in response.headers


async def test_the_agencies_are_listed(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/api/v1/agencies")).json()
    assert [agency["code"] for agency in listed] == ["SZZFB", "SZZRZY", "SZCZJ", "JZSFB", "SZSTHJ"]


async def answer(ground: Ground, request_no: str) -> None:
    """Answer the case with a refusal letter that was posted."""
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, request_no)
    assert found is not None
    case = await make.give(ground, found.case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    await make.give(ground, found.case_id, make.sending(case, DAY)[:1])
