"""Every page at 50 requests a second among 2,000 cases for 20 s: milliseconds of each page from the due instant on."""

import asyncio
import itertools
import json
import os
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import httpx
import msgspec

import serving
from ysq.cases import Ground, day_in_china, handle, submit
from ysq.db.submissions import find_submission_by_id
from ysq.domain import commands as c
from ysq.domain.actor import Actor
from ysq.domain.letters import WithheldAspect
from ysq.domain.people import Application, Identity, RequestedItem
from ysq.domain.terms import Carrier, Channel, DeliveryWish, Medium, RequesterKind, Role

CASES, SECONDS = (int(one) for one in sys.argv[1:3] or (2_000, 20))
RATE, BAR_P95_MS = 50, 100
AGENCY, REASONS = 2, "该记录形成于尚未定稿的方案论证阶段，公开会妨碍后续论证；全文均为发言，不能区分处理。"
APPLICATION = Application(
    Identity(RequesterKind.PERSON, "陶满仓", phone="13900000000", address="石钟县双钟镇沿湖村七组"),
    (RequestedItem("沿湖村七组的征地补偿安置方案及其公告"), RequestedItem("该方案的听证笔录")),
    Medium.PAPER,
    DeliveryWish.POST,
)


class Made(msgspec.Struct, frozen=True):
    """A case that was answered, one that is drafted, and the requester's key to the first."""

    answered: UUID
    drafted: UUID
    letter: UUID
    request_no: str
    code: str


def steps(number: int, on: date) -> list[tuple[c.CaseCommand, Role]]:
    """How far a case has come: a quarter isn't registered, half wait for a draft, an eighth for the head."""
    path: list[tuple[c.CaseCommand, Role]] = [(c.RegisterRequest(on), Role.CLERK)]
    draft = c.DraftDetermination(on, 1, "deliberative", REASONS, WithheldAspect.DISCUSSION)
    path += [(c.AskUnit(on, "请检索", "征地管理股", (1,)), Role.CLERK), (draft, Role.CLERK)]
    return path[: (0, 1, 1, 2, 0, 1, 1, 3)[number % 8]]


def actor(role: Role) -> Actor:
    return Actor(str(uuid4()), role, AGENCY)


async def one_case(ground: Ground, number: int, at: datetime) -> tuple[UUID, str, str]:
    """A stored case: its id, number and access code."""
    on, key = day_in_china(at), uuid4()
    application = msgspec.structs.replace(
        APPLICATION, requester=msgspec.structs.replace(APPLICATION.requester, phone=f"139{number:08d}")
    )
    receipt = await submit(ground, c.SubmitRequest(key, "SZZRZY", Channel.ONLINE, on, application), at)
    async with ground.pool.agencies([AGENCY]) as conn:
        found = await find_submission_by_id(conn, key)
    assert found is not None
    for command, role in steps(number, on):
        await handle(ground, found.case_id, command, actor(role), at)
    return found.case_id, receipt.request_no, receipt.access_code


async def fill(ground: Ground, now: datetime) -> Made:
    """The cases, received over the last twenty days; the last one is answered with a posted letter."""
    numbers = iter(range(CASES))

    async def some() -> None:
        for number in numbers:
            await one_case(ground, number, now - timedelta(days=1 + number % 20))

    await asyncio.gather(*(some() for _worker in range(6)))
    drafted, *_key = await one_case(ground, 7, now)
    answered, request_no, code = await one_case(ground, 0, now)
    on, clerk = day_in_china(now), actor(Role.CLERK)
    draft = c.DraftDetermination(on, 1, "deliberative", REASONS, WithheldAspect.DISCUSSION)
    for command in (c.RegisterRequest(on), draft):
        await handle(ground, answered, command, clerk, now)
    await handle(ground, answered, c.ApproveDetermination(on, 1), actor(Role.OFFICE_HEAD), now)
    case = (await handle(ground, answered, c.IssueLetter(on, (1,)), clerk, now)).case
    letter = case.letters[-1].letter_id
    await handle(ground, answered, c.RecordPosting(on, letter, Carrier.POST), clerk, now)
    return Made(answered, drafted, letter, request_no, code)


def form_of(page: str) -> dict[str, str]:
    """The proof that a page gives to its form."""
    return {"form_proof": page.split('name="form_proof" value="')[1].split('"')[0]}


async def cookies(url: str, path: str, typed: dict[str, str]) -> dict[str, str]:
    """What a browser carries after it has sent a form."""
    async with httpx.AsyncClient(base_url=url, headers={"Origin": url}) as browser:
        page = (await browser.get(path)).text
        sent = await browser.post(path, data=form_of(page) | typed)
        assert sent.status_code == 303, sent.text
        return {"Cookie": "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)}


async def visitors(served: serving.Served, made: Made) -> dict[str, tuple[str, dict[str, str]]]:
    """Page -> where it is and who looks."""
    staff = {
        login: await cookies(served.url, "/desk/sign-in", {"login": login, "password": served.passwords[login]})
        for login in ("jingban", "fuzeren", "falv", "zhuguan")
    }
    citizen = await cookies(served.url, "/follow", {"request_no": made.request_no, "access_code": made.code})
    clerk, desk = staff["jingban"], "/desk/cases"
    clock = "/clock?received=2026-03-02&channel=online"
    return {
        "home": ("/", {}), "apply": ("/apply", {}), "receipt": ("/receipt", citizen),
        "follow": ("/follow/case", citizen), "clock": (clock, {}), "list": ("/desk", clerk),
        "case": (f"{desk}/{made.drafted}", clerk),
        "draft": (f"{desk}/{made.drafted}/draft-determination", clerk), "tasks_clerk": ("/desk/tasks", clerk),
        "tasks_head": ("/desk/tasks", staff["fuzeren"]), "tasks_legal": ("/desk/tasks", staff["falv"]),
        "intake": ("/desk/intake", clerk), "ledger": (f"{desk}/{made.answered}/ledger", clerk),
        "letter": (f"{desk}/{made.answered}/letters/{made.letter}", clerk),
        "overview": ("/desk/overview", staff["zhuguan"]),
    }  # fmt: skip


async def open_loop(
    url: str, pages: dict[str, tuple[str, dict[str, str]]]
) -> tuple[dict[str, list[float]], Counter[str]]:
    """Milliseconds by page, and how many answers weren't the page.

    A request is sent when it is due, whether earlier ones are answered or not.
    """
    lines, took, refused = serving.Lines(url), defaultdict(list), Counter[str]()
    begun = time.perf_counter()

    async def ask(name: str, due: float) -> None:
        path, headers = pages[name]
        status, _body = await lines.ask("GET", path, headers)
        took[name].append((time.perf_counter() - due) * 1000)
        refused[name] += status != 200

    async with asyncio.TaskGroup() as group:
        for turn, name in zip(range(RATE * SECONDS), itertools.cycle(pages)):
            due = begun + turn / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(ask(name, due))
    return took, refused


async def main() -> None:
    async with serving.served() as served:
        made = await fill(served.ground, datetime.now(UTC))
        pages = await visitors(served, made)
        lines = serving.Lines(served.url)
        alone: dict[str, list[float]] = {}
        for name, (path, headers) in pages.items():
            alone[name] = await serving.timed(partial(lines.ask, "GET", path, headers), 12)
        took, refused = await open_loop(served.url, pages)
    load = round(os.getloadavg()[0], 1)
    for name, times in took.items():
        figures = {
            "p50_ms": serving.p(times, 50),
            "p95_ms": serving.p(times, 95),
            "alone_ms": serving.p(alone[name], 50),
            "refused": refused[name],
        }
        print(json.dumps({"bench": "pages", "page": name, **figures, "bar_p95_ms": BAR_P95_MS, "load": load}))


if __name__ == "__main__":
    asyncio.run(main())
