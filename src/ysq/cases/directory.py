"""The agencies, remembered for a moment: they change once in years, and every request asks for them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ysq.db import agencies

if TYPE_CHECKING:
    from ysq.db.pool import Pool
    from ysq.domain.agency import Agency

_SECONDS = 10.0


class Directory:
    """The agencies as they were at most ten seconds ago; one that isn't known is looked for again."""

    def __init__(self) -> None:
        self._known: dict[int, Agency] = {}
        self._read_at = -_SECONDS

    async def by_code(self, pool: Pool, code: str) -> Agency | None:
        """The agency with this code."""
        await self._fresh(pool)
        found = self._with_code(code)
        if found is None:
            await self._read(pool)
            found = self._with_code(code)
        return found

    async def by_id(self, pool: Pool, agency_id: int) -> Agency | None:
        """The agency with this id."""
        await self._fresh(pool)
        if agency_id not in self._known:
            await self._read(pool)
        return self._known.get(agency_id)

    def _with_code(self, code: str) -> Agency | None:
        return next((agency for agency in self._known.values() if agency.code == code), None)

    async def _fresh(self, pool: Pool) -> None:
        if time.monotonic() - self._read_at > _SECONDS:
            await self._read(pool)

    async def _read(self, pool: Pool) -> None:
        async with pool.outside() as conn:
            self._known = {agency.id: agency for agency in await agencies.all_agencies(conn)}
        self._read_at = time.monotonic()
