"""Twenty clerks on one case, 5,000 operations: one winner each round, an unbroken log."""

import asyncio
import json
import sys
from collections import Counter
from uuid import UUID

import httpx

import serving
from ysq.cases.dossier import load_case
from ysq.db.events import first_bad

RACERS, OPERATIONS = 20, int(sys.argv[1]) if len(sys.argv) > 1 else 5_000


async def main() -> None:
    odd = 0
    limits = httpx.Limits(max_connections=RACERS)
    async with serving.served() as served, httpx.AsyncClient(limits=limits, timeout=60) as client:
        headers = await serving.signed_in(served)
        await client.post(f"{served.url}/api/v1/requests", json=serving.application())
        case = (await client.get(f"{served.url}/api/v1/cases", headers=headers)).json()["cases"][0]
        url, on = f"{served.url}/api/v1/cases/{case['case_id']}", case["received_on"]
        version, operations, rounds = 1, 0, 0
        await client.post(f"{url}/register", json={"on": on}, headers=headers | {"If-Match": '"1"'})
        while operations < OPERATIONS:
            version, rounds, operations = version + 1, rounds + 1, operations + RACERS
            body = {"on": on, "text": "询问进度", "via": "phone"}
            seen = headers | {"If-Match": f'"{version}"'}
            answers = await asyncio.gather(
                *(client.post(f"{url}/log-contact", json=body, headers=seen) for _racer in range(RACERS))
            )
            if Counter(one.status_code for one in answers) != {200: 1, 412: RACERS - 1}:
                odd += 1
                version = int((await client.get(url, headers=headers)).headers["etag"].strip('"')) - 1
        async with served.ground.pool.agencies([2]) as conn:
            loaded = await load_case(conn, UUID(case["case_id"]))
    assert loaded is not None
    whole = [event.version for event in loaded[0]] == list(range(1, len(loaded[0]) + 1)) and first_bad(
        loaded[0]
    ) is None
    told = {"operations": operations, "rounds": rounds, "rounds_without_one_winner": odd, "log_whole": whole}
    print(json.dumps({"bench": "races", **told}))


if __name__ == "__main__":
    asyncio.run(main())
