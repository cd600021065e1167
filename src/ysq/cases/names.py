"""The names behind the accounts that stand in a log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from ysq.db import accounts

if TYPE_CHECKING:
    from ysq.db.pool import Connection


async def names_behind(conn: Connection, actors: Iterable[str]) -> dict[str, str]:
    """Account id -> name, for those that are accounts of the transaction's agencies."""
    wanted = {found for text in actors if (found := _uuid(text)) is not None}
    named = await accounts.names(conn, wanted) if wanted else {}
    return {str(account_id): name for account_id, name in named.items()}


def _uuid(text: str) -> UUID | None:
    """Whoever isn't an account (the requester, a job) has no UUID."""
    try:
        return UUID(text)
    except ValueError:
        return None
