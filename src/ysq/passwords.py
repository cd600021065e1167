"""Passwords: what they must be, and their Argon2id hashes, computed beside the event loop, two at once."""

from __future__ import annotations

import asyncio
import base64
import secrets
import unicodedata
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar
from weakref import WeakValueDictionary

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from ysq.domain.errors import Refusal
from ysq.domain.terms import Term
from ysq.sealing import ALPHABET

_T = TypeVar("_T")
_SALT, _HASH = 16, 32
_LONGEST = 256
_GENERATED = 16


class Cost(msgspec.Struct, frozen=True):
    """What one hash costs: the least that OWASP recommends for Argon2id, about 50 ms."""

    memory_kib: int = 19_456
    passes: int = 2
    lanes: int = 1


OWASP = Cost()


class Profile(Term):
    """Which rules passwords follow: a setting of the installation."""

    ASVS = "asvs", "长度优先，不定期更换"
    DENGBAO = "dengbao", "复杂度优先，90天更换"


class Busy(Refusal):
    """More people sign in at once than can be checked."""

    code = "busy"


class PasswordRefused(Refusal):
    """The new password doesn't follow the installation's rules."""

    code = "password_refused"


class Passwords:
    """Hashes and checks passwords; holds the threads that do it and the rules that new ones follow."""

    def __init__(self, cost: Cost = OWASP, profile: Profile = Profile.ASVS, most_waiting: int = 64) -> None:
        self._hasher = PasswordHasher(cost.passes, cost.memory_kib, cost.lanes, _HASH, _SALT)
        # Threads, not a semaphore: a request that is given up frees its place only when its hash is done.
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="argon2")
        self._waiting, self._most_waiting = 0, most_waiting
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._nobodys = _hash_of_nobody(cost)
        self.profile = profile

    def turn(self, key: Hashable) -> asyncio.Lock:
        """A lock that lets those with the same key pass one by one."""
        return self._turns.setdefault(key, asyncio.Lock())

    async def hash(self, password: str) -> str:
        """The Argon2id hash of a password, with its parameters. Raises Busy."""
        return await self._run(lambda: self._hasher.hash(_prepared(password)))

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one; without a stored hash, False after the same work. Raises Busy."""
        known = stored is not None and len(password) <= _LONGEST
        against = stored if known and stored else self._nobodys
        return await self._run(lambda: self._check(against, password)) and known

    def outdated(self, stored: str) -> bool:
        """Whether a stored hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)

    def expired(self, changed_at: datetime, at: datetime) -> bool:
        """Whether the profile wants another password by now."""
        return self.profile is Profile.DENGBAO and at - changed_at >= timedelta(days=90)

    def require_good(self, password: str, login: str) -> None:
        """Raise PasswordRefused when a new password doesn't follow the profile."""
        faults = [*_faults_of_all(password, login)]
        faults += _faults_of_asvs(password) if self.profile is Profile.ASVS else _faults_of_dengbao(password)
        if faults:
            raise PasswordRefused("新密码不合要求：" + "；".join(faults), (), "。请另设一个密码。")

    async def _run(self, work: Callable[[], _T]) -> _T:
        if self._waiting >= self._most_waiting:
            raise Busy("现在登录的人太多", (), "，请稍等几秒再试。")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

    def _check(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, _prepared(password))
        except (VerifyMismatchError, InvalidHashError):
            return False


def generated_password() -> str:
    """A password of 16 letters and digits without look-alikes, in groups of four, for its first use."""
    letters = [secrets.choice(ALPHABET) for _place in range(_GENERATED)]
    # Groups, a small letter and digits satisfy every profile, too.
    letters[0], letters[1] = letters[0].lower() if letters[0].isalpha() else "k", secrets.choice("23456789")
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _GENERATED, 4))


def _prepared(password: str) -> bytes:
    """RFC 8265: the same password typed on another keyboard is the same bytes."""
    return unicodedata.normalize("NFC", password[:_LONGEST]).encode("utf-8", "surrogatepass")


def _hash_of_nobody(cost: Cost) -> str:
    """A well-formed hash that no password has, as costly to check as a real one."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (_SALT, _HASH))
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}${salt}${digest}"


def _faults_of_all(password: str, login: str) -> list[str]:
    faults = []
    if len(password) > _LONGEST:
        faults.append(f"最多{_LONGEST}个字符")
    if login.lower() in password.lower():
        faults.append("不能包含登录名")
    if len(set(password.lower())) < 5 or _runs(password):
        faults.append("不能是重复或者连续的字符")
    return faults


def _faults_of_asvs(password: str) -> list[str]:
    return [] if len(password) >= 12 else ["至少12个字符"]


def _faults_of_dengbao(password: str) -> list[str]:
    classes = (str.isdigit, str.islower, str.isupper, lambda letter: not letter.isalnum())
    used = sum(any(map(belongs, password)) for belongs in classes)
    faults = [] if len(password) >= 8 else ["至少8个字符"]
    return faults if used >= 3 else [*faults, "数字、小写字母、大写字母、符号中至少有三种"]


def _runs(password: str) -> bool:
    """Whether most of it counts up or down, as in 123456789abc."""
    steps = [ord(right) - ord(left) for left, right in pairwise(password)]
    return sum(step in {-1, 0, 1} for step in steps) * 4 > len(steps) * 3
