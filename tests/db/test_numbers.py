"""Numbers without gaps, whoever fails."""

import asyncio

from ysq.db.numbers import next_number
from ysq.db.pool import Pool


class Undone(Exception):
    pass


async def test_numbers_are_gapless_among_racers_of_whom_some_fail(pool: Pool) -> None:
    taken: list[int] = []

    async def take(racer: int) -> None:
        async with pool.agencies([1]) as conn:
            number = await next_number(conn, agency_id=1, series="register", year=2026)
            await asyncio.sleep(0.001)
            if racer % 3 == 0:
                raise Undone
        taken.append(number)

    results = await asyncio.gather(*(take(racer) for racer in range(60)), return_exceptions=True)
    assert sum(isinstance(result, Undone) for result in results) == 20
    assert sorted(taken) == list(range(1, 41))


async def test_each_agency_series_and_year_counts_by_itself(pool: Pool) -> None:
    async with pool.agencies([1, 2]) as conn:
        assert await next_number(conn, agency_id=1, series="register", year=2026) == 1
        assert await next_number(conn, agency_id=1, series="register", year=2026) == 2
        assert await next_number(conn, agency_id=1, series="register", year=2027) == 1
        assert await next_number(conn, agency_id=1, series="letter", year=2026) == 1
        assert await next_number(conn, agency_id=2, series="register", year=2026) == 1
