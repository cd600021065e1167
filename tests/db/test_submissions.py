"""Submissions are found without naming an agency, one at a time, and never twice."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from ysq.db.pool import Pool
from ysq.db.submissions import Submission, add_submission, find_submission, find_submission_by_id


def submission(number: str = "SQ-2026-0001", submission_id: UUID | None = None) -> Submission:
    return Submission(
        submission_id=submission_id or uuid4(), agency_id=2, case_id=uuid4(), request_no=number,
        body_digest=b"digest", access_hash=b"hash", at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    )  # fmt: skip


async def test_a_submission_is_found_without_its_agency(pool: Pool) -> None:
    ours = submission()
    async with pool.agencies([2]) as conn:
        assert await add_submission(conn, ours)
    async with pool.agencies([]) as conn:
        found = await find_submission(conn, ours.request_no)
        assert found == await find_submission_by_id(conn, ours.submission_id)
        assert found is not None
        assert (found.agency_id, found.case_id, found.access_hash, found.body_digest, found.request_no) == (
            2, ours.case_id, b"hash", b"digest", "SQ-2026-0001",
        )  # fmt: skip
        assert await conn.fetch("select from submission") == []
        assert await find_submission(conn, "SQ-2026-0002") is None
        assert await find_submission_by_id(conn, uuid4()) is None


async def test_of_the_same_submission_sent_ten_times_at_once_one_is_new(pool: Pool) -> None:
    same = uuid4()

    async def send(number: int) -> bool:
        async with pool.agencies([2]) as conn:
            return await add_submission(conn, submission(f"SQ-2026-{number:04}", same))

    assert sorted(await asyncio.gather(*(send(number) for number in range(10)))) == [False] * 9 + [True]


async def test_a_request_number_is_given_once(pool: Pool) -> None:
    async with pool.agencies([2]) as conn:
        await add_submission(conn, submission())
    with pytest.raises(asyncpg.UniqueViolationError) as caught:
        async with pool.agencies([2]) as conn:
            await add_submission(conn, submission())
    assert caught.value.constraint_name == "submission_request_no_key"


async def test_a_submission_to_no_agency_is_refused(pool: Pool) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with pool.agencies([9]) as conn:
            await add_submission(conn, msgspec.structs.replace(submission(), agency_id=9))
