"""The granian process that people really talk to: the same journeys over sockets."""

import asyncio
import socket
from time import perf_counter
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from tests import builders as make
from tests.web.journeys import TYPED, applied, opened, press

FAST = 0.2
"""Seconds that no page may take on a machine that does other things, too; measured: under 0.02."""


@pytest.fixture
def address(served: str) -> tuple[str, int]:
    parts = urlsplit(served)
    assert parts.hostname
    assert parts.port
    return parts.hostname, parts.port


def spoken(address: tuple[str, int], request: bytes) -> bytes:
    """The raw answer to a raw request."""
    with socket.create_connection(address, timeout=10) as line:
        line.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer and (more := line.recv(65_536)):
            answer += more
        return answer


async def test_a_citizen_applies_and_follows_over_sockets(served: str) -> None:
    async with httpx.AsyncClient(base_url=served) as client:
        receipt = await applied(client)
        assert "申请已经提交" in receipt.text
        case = await opened(client, "/follow/case")
        left = await press(client, case, "/follow/leave")
        assert left.status_code == 303


async def test_pages_are_quick(served: str) -> None:
    async with httpx.AsyncClient(base_url=served) as client:
        await applied(client)
        for path in ("/", "/apply", "/follow", "/follow/case", "/receipt", "/clock", "/clock?received=2026-03-02"):
            times = []
            for _turn in range(5):
                begun = perf_counter()
                assert (await client.get(path)).status_code == 200
                times.append(perf_counter() - begun)
            assert sorted(times)[2] < FAST, path


async def test_two_tabs_that_send_at_once_get_one_number(served: str) -> None:
    async with httpx.AsyncClient(base_url=served) as client:
        application = msgspec.to_builtins(make.application())
        sent = {"submission_id": "7d0f0d54-1111-4222-8333-444455556666", "agency": make.CODE}
        sent |= {"application": application}
        answers = await asyncio.gather(*(client.post("/api/v1/requests", json=sent) for _tab in range(20)))
        assert {answer.json()["request_no"] for answer in answers} == {answers[0].json()["request_no"]}
        assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]


async def test_typed_loopback_cookies_come_back(served: str) -> None:
    async with httpx.AsyncClient(base_url=served) as client:
        page = await opened(client, "/apply")
        assert (await press(client, page, "/apply", "check", **TYPED)).status_code == 200
        assert set(client.cookies) == {"ysq-form"}


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET / HTTP/1.1\r\nhost: x\r\n\r\n", b" 200 "),
        (b"GET /%2e%2e/%2e%2e/rules/parameters.yaml HTTP/1.1\r\nhost: x\r\n\r\n", b" 404 "),
        (b"GET /static/..%2fsite.css HTTP/1.1\r\nhost: x\r\n\r\n", b" 404 "),
        (b"GET /clock?received=%ff%fe HTTP/1.1\r\nhost: x\r\n\r\n", b" 400 "),
        (b"GET /api/v1/requests/%ed%a0%80 HTTP/1.1\r\nhost: x\r\n\r\n", b" 404 "),
        (b"GET / HTTP/1.1\r\nhost: x\r\ncookie: ysq-visit=\xff\xfe; ysq-form=\xff\r\n\r\n", b" 200 "),
        (b"POST /apply HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n", b" 415 "),
        (
            b"POST /api/v1/clock HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            b"content-length: 99999999\r\n\r\n",
            b" 413 ",
        ),
        (b"BREW / HTTP/1.1\r\nhost: x\r\n\r\n", b" 405 "),
    ],
)
def test_odd_requests_get_clean_answers(address: tuple[str, int], request_line: bytes, status: bytes) -> None:
    answer = spoken(address, request_line)
    assert status in answer.split(b"\r\n")[0], answer
    assert b"content-security-policy" in answer
