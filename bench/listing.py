"""The list of 100 of 50,000 cases over HTTP: open ones, all, those of a channel and of a unit; also the next page."""

import asyncio
import base64
import json
import sys
from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec

import serving
from ysq.cases.pen import SealedPerson
from ysq.domain.commands import kept_item
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.terms import Channel, RequesterKind, Stage
from ysq.sealing import Vault

CASES, AGENCY = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000, 2
FIRST = date(2026, 1, 5)
ONE_UNIT = [("unit", "第7科")]


async def fill(served: serving.Served) -> None:
    """Rows of the queue with sealed requesters and words: a fifth of them open, a hundredth with one unit."""
    vault, rows, people, texts = served.ground.vault, [], [], []
    words, channels = kept_item(RequestedItem("沿湖村七组的征地补偿安置方案及其公告")), list(Channel)
    stages = [Stage.PROCESSING, Stage.ARCHIVED, Stage.ANSWERED, Stage.ARCHIVED, Stage.CLOSED]
    identity = Identity(RequesterKind.PERSON, "陶满仓", phone="13900000000", address="石钟县双钟镇沿湖村七组")
    content = msgspec.json.encode(SealedPerson(base64.b64encode(bytes(16)).decode(), identity))
    for number in range(CASES):
        case_id, person_id, day = uuid4(), uuid4(), FIRST + timedelta(days=number % 300)
        stage = stages[number % 5].value
        text_id, channel, unit = uuid4(), channels[number % 7].value, f"第{number // 5 % 100}科"
        shown = (case_id, AGENCY, f"SZZRZY-2026-S-{number:05d}", None, stage, day, day + timedelta(28), False, 5)
        rows.append((*shown, channel, [unit], text_id, 2))
        texts.append((text_id, AGENCY, case_id, "item", words, bytes(16)))
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
        "channel",
        "units",
        "first_text",
        "item_count",
    ]
    names = ", ".join(columns)
    await conn.execute(
        "create temp table v (like case_view including defaults including generated); create temp table p (like person)"
    )
    await conn.execute("create temp table t (like text); alter table t alter at drop not null")
    await conn.copy_records_to_table("t", records=texts, columns=["id", "agency_id", "case_id", "kind", "body", "salt"])
    await conn.copy_records_to_table("v", records=rows, columns=columns)
    await conn.execute("alter table p alter at drop not null")
    await conn.copy_records_to_table("p", records=people, columns=["id", "agency_id", "case_id", "role", "sealed"])
    await conn.execute(f"insert into case_view ({names}) select {names} from v")
    await conn.execute("insert into person select id, agency_id, case_id, role, sealed, now() from p")
    await conn.execute("insert into text select id, agency_id, case_id, kind, body, salt, now() from t")
    await conn.execute("analyze case_view; analyze person; analyze text")
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
        for name, query in (("open", []), ("all", whole), ("channel", [("channel", "fax")]), ("unit", ONE_UNIT)):
            first = (await client.get(url, headers=headers, params=query)).json()
            middle = [*query, *([("after", first["next"])] if first["next"] else [])]

            async def read(params: list[tuple[str, str]]) -> None:
                answer = await client.get(url, headers=headers, params=params)
                assert len(answer.json()["cases"]) == 100 or CASES < 50_000

            for place, params in (("", query), ("_next", middle)):
                await serving.timed(lambda params=params: read(params), 20)
                took = await serving.timed(lambda params=params: read(params), 150)
                figures |= {f"{name}{place}_p50_ms": serving.p(took, 50), f"{name}{place}_p95_ms": serving.p(took, 95)}
    print(json.dumps({"bench": "listing", "cases": CASES, **figures, "bar_p50_ms": 25}))


if __name__ == "__main__":
    asyncio.run(main())
