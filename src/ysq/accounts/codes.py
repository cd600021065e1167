"""Guesses of access codes: counted by number and address before they are looked at, forgotten when one is right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from ysq.accounts.errors import CodeLocked
from ysq.accounts.sign_in import LOCKED_FOR, MOST_FAILURES, normal_address
from ysq.db import accounts

if TYPE_CHECKING:
    from ysq.cases.ground import Ground


@asynccontextmanager
async def code_attempt(ground: Ground, request_no: str, address: str, at: datetime) -> AsyncIterator[None]:
    """One use of an access code; the block raises NotFound when it is wrong. Raises CodeLocked after five of those.

    An unknown number is counted like a known one, so that locks tell nothing.
    """
    who = ground.vault.login_digest(f"request {request_no}")
    attempt = accounts.Attempt(who, normal_address(address), at)
    async with ground.passwords.turn((attempt.who, attempt.address)):
        async with ground.pool.agencies(()) as conn:
            allowed = await accounts.count_attempt(conn, attempt, LOCKED_FOR, MOST_FAILURES)
        if not allowed:
            raise CodeLocked
        yield
        async with ground.pool.agencies(()) as conn:
            await accounts.forgive(conn, attempt)
