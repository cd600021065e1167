"""Reading one case over HTTP, with its ledger and its open commands."""

import asyncio
import json

import httpx

import serving


async def main() -> None:
    async with serving.served() as served, httpx.AsyncClient() as client:
        headers = await serving.signed_in(served)
        await client.post(f"{served.url}/api/v1/requests", json=serving.application())
        listed = await client.get(f"{served.url}/api/v1/cases", headers=headers)
        case = listed.json()["cases"][0]
        url = f"{served.url}/api/v1/cases/{case['case_id']}"
        given = await client.post(
            f"{url}/register", json={"on": case["received_on"]}, headers=headers | {"If-Match": '"1"'}
        )
        assert given.status_code == 200, given.text

        async def read() -> None:
            answer = await client.get(url, headers=headers)
            assert answer.status_code == 200

        await serving.timed(read, 20)
        took = await serving.timed(read, 200)
        rate = await serving.crowd(read, 8, 25)
    figures = {"p50_ms": serving.p(took, 50), "p95_ms": serving.p(took, 95), "per_second_8": round(rate)}
    print(json.dumps({"bench": "read", **figures}))


if __name__ == "__main__":
    asyncio.run(main())
