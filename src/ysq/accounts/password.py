"""更换密码: by its owner, who knows the old one; every other session of the account ends."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ysq.accounts.errors import SignInLocked, SignInRefused
from ysq.accounts.sign_in import LOCKED_FOR, MOST_FAILURES
from ysq.accounts.story import By, PasswordChanged, tell
from ysq.db import accounts, sessions
from ysq.passwords import PasswordRefused

if TYPE_CHECKING:
    from ysq.accounts.session import Current
    from ysq.cases.ground import Ground


async def change_password(ground: Ground, who: Current, old: str, new: str, at: datetime) -> None:
    """Replace the password of the account behind `who`.

    Raises SignInRefused (the old one is wrong; counted like a sign-in, then SignInLocked), PasswordRefused, or Busy.
    """
    attempt = accounts.Attempt(ground.vault.login_digest(who.login), f"session {who.session_id}", at)
    async with ground.passwords.turn((attempt.who, attempt.address)):
        async with ground.pool.agencies(()) as conn:
            allowed = await accounts.count_attempt(conn, attempt, LOCKED_FOR, MOST_FAILURES)
            found = await accounts.find_credential(conn, who.login)
        if not allowed:
            raise SignInLocked
        if not await ground.passwords.matches(found.password_hash if found else None, old):
            raise SignInRefused
    ground.passwords.require_good(new, who.login)
    if new == old:
        raise PasswordRefused("新密码与原密码相同", (), "，请另设一个密码。")
    hashed = await ground.passwords.hash(new)
    async with ground.pool.agencies([who.agency_id]) as conn:
        await accounts.forgive(conn, attempt)
        owner = await accounts.account(conn, who.account_id)
        assert owner is not None, "a session belongs to an account of its agency"
        await accounts.change_credential(conn, owner.id, hashed, at, must_change=False)
        await sessions.end_all(conn, owner.id, at, but=who.session_id)
        await tell(conn, owner, PasswordChanged(), By(str(owner.id), at))
