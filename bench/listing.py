"""The list of 100 of 50,000 cases over HTTP: what is open, and everything; the first page and one in the middle."""

import asyncio
import base64
import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec

import serving
from ysq.cases.pen import SealedPerson
from ysq.domain.people import Identity
from ysq.domain.terms import RequesterKind, Stage
from ysq.sealing import Vault

CASES, AGENCY = 50_000, 2
FIRST = date(2026, 1, 5)


async def fill(served: serving.Served) -> None:
    """Rows of the queue with sealed requesters: a fifth of them open."""
    vault, rows, people = served.ground.vault, [], []
    stages = [Stage.PROCESSING, Stage.ARCHIVED, Stage.ANSWERED, Stage.ARCHIVED, Stage.CLOSED]
    identity = Identity(RequesterKind.PERSON, "陶满仓", phone="13900000000", address="石钟县双钟镇沿湖村七组")
    content = msgspec.json.encode(SealedPerson(base64.b64encode(bytes(16)).decode(), identity))
    for number in range(CASES):
        case_id, person_id, day = uuid4(), uuid4(), FIRST + timedelta(days=number % 300)
        stage = stages[number % 5].value
        rows.append((case_id, AGENCY, f"SZZRZY-2026-S-{number:05d}", None, stage, day, day + timedelta(28), False, 5))
        people.append((person_id, AGENCY, case_id, "requester", sealed(vault, content, person_id)))
    conn = await asyncpg.connect(served.server.owner_dsn)
    await conn.execute("set app.agencies = '{2}'")
    columns = [
        "case_id",
        "agency_id",
        "request_no",
        "register_no",
        "stage",
        "received_on",
        "due_on",
        "provisional",
        "version",
    ]
    await conn.execute("create temp table v (like case_view including defaults); create temp table p (like person)")
    await conn.copy_records_to_table("v", records=rows, columns=columns)
    await conn.execute("alter table p alter at drop not null")
    await conn.copy_records_to_table("p", records=people, columns=["id", "agency_id", "case_id", "role", "sealed"])
    await conn.execute("insert into case_view select * from v")
    await conn.execute("insert into person select id, agency_id, case_id, role, sealed, now() from p")
    await conn.execute("analyze case_view; analyze person")
    await conn.close()


def sealed(vault: Vault, content: bytes, person_id: UUID) -> bytes:
    return vault.seal(content, f"person|{person_id}|sealed")


async def main() -> None:
    figures: dict[str, object] = {}
    async with serving.served() as served, httpx.AsyncClient() as client:
        await fill(served)
        headers = await serving.signed_in(served)
        url = f"{served.url}/api/v1/cases"
        whole = [("stage", stage.value) for stage in Stage]
        for name, query in (("open", []), ("all", whole)):
            first = (await client.get(url, headers=headers, params=query)).json()
            middle = [*query, ("after", first["next"])]

            async def read(params: list[tuple[str, str]]) -> None:
                answer = await client.get(url, headers=headers, params=params)
                assert len(answer.json()["cases"]) == 100

            for place, params in (("", query), ("_next", middle)):
                await serving.timed(lambda params=params: read(params), 20)
                took = await serving.timed(lambda params=params: read(params), 150)
                figures |= {f"{name}{place}_p50_ms": serving.p(took, 50), f"{name}{place}_p95_ms": serving.p(took, 95)}
    print(json.dumps({"bench": "listing", "cases": CASES, **figures, "bar_p50_ms": 25}))


if __name__ == "__main__":
    asyncio.run(main())
