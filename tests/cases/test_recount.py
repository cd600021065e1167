"""A calendar that comes in or is amended moves due dates by itself, says which, and is on record."""

import asyncio
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests import builders as make
from tests.conftest import Database

from ysq.cases import Ground, load_dossier, recount, replay
from ysq.cases.adopt import CALENDARS, CalendarRefused, adopt
from ysq.cases.almanac import renewed
from ysq.cases.overtaken import overtaken, retold
from ysq.db import agencies, calendars, recounts, views
from ysq.db import events as log
from ysq.db.recounts import Progress, Recounted
from ysq.db.verify import FaultKind, verify_log
from ysq.domain import commands as c
from ysq.domain.calendar import CalendarYear, Rest
from ysq.domain.terms import Carrier, ContactVia
from ysq.rules.book import BookError

DAY = date(2026, 9, 10)
LATER = DAY + timedelta(days=60)
EVERYONE = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)


def announced(ground: Ground, year: int, *rests: Rest) -> bytes:
    """The notice of a year that has further days off, as a file."""
    known = {file.year: file for file in ground.book.calendars}
    kept = known[year].rest
    return msgspec.json.encode(CalendarYear(year, True, known[2026].notices, (*kept, *rests), known[year].work))  # noqa: FBT003


GOLDEN_WEEK = Rest("临时放假", date(2026, 9, 28), date(2026, 9, 29))


async def imported(ground: Ground, content: bytes, at: datetime, *, most: int = 500) -> tuple[Ground, Progress]:
    """The ground after an import whose job has run."""
    added = await adopt(ground, "日历", content, "operator", at)
    fresh = await renewed(ground)
    await recount(fresh, lambda: at, most=most)
    return fresh, await progress_of(fresh, added.number)


async def progress_of(ground: Ground, number: int) -> Progress:
    async with ground.pool.agencies(EVERYONE) as conn:
        (found,) = await recounts.progress(conn, number)
    return found


async def results_of(ground: Ground, number: int) -> tuple[Recounted, ...]:
    async with ground.pool.agencies(EVERYONE) as conn:
        return await recounts.results(conn, number, 1000)


async def row_of(ground: Ground, case_id: UUID) -> views.CaseRow:
    async with ground.pool.agencies(EVERYONE) as conn:
        row = await views.row_of(conn, case_id)
    assert row is not None
    return row


async def codes_of(ground: Ground, case_id: UUID) -> list[str]:
    async with ground.pool.agencies([make.AGENCY]) as conn:
        agency = next(one for one in await agencies.all_agencies(conn) if one.id == make.AGENCY)
        dossier = await load_dossier(conn, agency, case_id)
    assert dossier is not None
    return [finding.code for finding in overtaken(ground, retold(ground, dossier.log))]


async def test_days_off_announced_in_mid_year_move_a_date_that_was_not_provisional(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    fresh, progress = await imported(ground, announced(ground, 2026, GOLDEN_WEEK), make.noon(DAY))
    (one,) = await results_of(fresh, progress.number)
    assert (one.case_id, one.due_before, one.due_after) == (case_id, date(2026, 10, 14), date(2026, 10, 16))
    assert (await row_of(fresh, case_id)).due_on == date(2026, 10, 16)
    assert (progress.total, progress.done, progress.moved, progress.conflicting) == (1, 1, 1, 0)
    assert progress.ended_at == make.noon(DAY)


async def test_a_provisional_date_becomes_fixed_when_its_year_is_announced(ground: Ground) -> None:
    case_id = await make.received(ground, date(2026, 12, 10))
    file = announced(ground, 2027, Rest("元旦", date(2027, 1, 1), date(2027, 1, 4)))
    assert (await row_of(ground, case_id)).provisional
    fresh, progress = await imported(ground, file, make.noon(date(2026, 12, 10)))
    (one,) = await results_of(fresh, progress.number)
    assert (one.due_before, one.due_after) == (date(2027, 1, 8), date(2027, 1, 11))
    assert not (await row_of(fresh, case_id)).provisional


async def test_archived_cases_are_left_alone_and_a_rebuilt_queue_equals_the_counted_one(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    open_id = await make.received(ground, DAY)
    done = await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    await make.give(ground, case_id, make.sending(done, DAY))
    fresh, progress = await imported(ground, announced(ground, 2026, GOLDEN_WEEK), make.noon(LATER))
    assert (progress.total, progress.done) == (1, 1)
    assert [one.case_id for one in await results_of(fresh, progress.number)] == [open_id]
    live, found = await row_of(fresh, case_id), await replay(fresh, write=False)
    assert live.due_on == date(2026, 10, 14)
    assert [one.case_id for one in found.different] == [case_id]  # only the archived one keeps its old date


async def test_an_import_is_an_event_on_the_calendars_stream_that_the_log_verifies(ground: Ground) -> None:
    for content in (announced(ground, 2026, GOLDEN_WEEK), announced(ground, 2026)):
        await imported(ground, content, make.noon(DAY))
    async with ground.pool.agencies([0]) as conn:
        stored = await log.load(conn, CALENDARS)
    assert [(one.type, one.version, one.actor, one.agency_id) for one in stored] == [
        ("calendar.imported", 1, "operator", 0), ("calendar.imported", 2, "operator", 0),
    ]  # fmt: skip
    told = msgspec.json.decode(stored[1].data)
    assert (told["number"], told["year"], told["version"]) == (2, 2026, 2)
    report = await verify_log(ground.pool, None, ground.signer.public)
    assert report.ok
    assert report.events == 2


async def test_a_forged_import_is_found_by_the_verification(ground: Ground, database: Database) -> None:
    await imported(ground, announced(ground, 2026, GOLDEN_WEEK), make.noon(DAY))
    conn = await asyncpg.connect(database.admin_dsn)
    await conn.execute("alter table event disable trigger all")
    await conn.execute("update event set actor = 'somebody' where type = 'calendar.imported'")
    await conn.close()
    report = await verify_log(ground.pool, None, ground.signer.public)
    assert report.first is not None
    assert (report.first.kind, report.first.stream) == (FaultKind.RECORD, CALENDARS)


async def test_what_is_no_published_year_or_leaves_a_hole_is_refused_and_nothing_is_stored(ground: Ground) -> None:
    good = CalendarYear(2027, True, ground.book.calendars[0].notices, (), ())  # noqa: FBT003
    for bad in (
        msgspec.structs.replace(good, published=False),
        msgspec.structs.replace(good, notices=()),
        msgspec.structs.replace(good, year=2150),
    ):
        with pytest.raises(CalendarRefused):
            await adopt(ground, "日历", msgspec.json.encode(bad), "operator", make.noon(DAY))
    for bad_bytes in (b"year: [", b"\xff\xfe", b"year: 2027"):
        with pytest.raises(BookError):
            await adopt(ground, "日历", bad_bytes, "operator", make.noon(DAY))
    async with ground.pool.agencies(EVERYONE) as conn:
        assert await calendars.imports(conn) == ()
        assert await recounts.progress(conn) == ()
        assert await log.load(conn, CALENDARS) == []


async def test_the_same_file_again_is_refused_and_another_content_is_the_next_version(ground: Ground) -> None:
    content = announced(ground, 2026, GOLDEN_WEEK)
    await adopt(ground, "日历", content, "operator", make.noon(DAY))
    with pytest.raises(CalendarRefused, match="与已导入的第1版相同"):
        await adopt(ground, "日历", content, "operator", make.noon(DAY))
    changed = await adopt(ground, "日历", announced(ground, 2026), "operator", make.noon(DAY))
    assert (changed.number, changed.version) == (2, 2)


async def test_a_job_that_was_killed_goes_on_with_the_rest_and_doubles_nothing(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [await make.received(ground, DAY) for _number in range(5)]
    added = await adopt(ground, "日历", announced(ground, 2026, GOLDEN_WEEK), "operator", make.noon(DAY))
    fresh, counted = await renewed(ground), []

    class Killed(Exception):
        pass

    def stop(done: int) -> None:
        counted.append(done)
        if done >= 2:
            raise Killed

    with pytest.raises(Killed):
        await recount(fresh, lambda: make.noon(DAY), stop, most=1, lanes=1)
    half = await progress_of(fresh, added.number)
    assert (half.done, half.total, half.moved, half.ended_at) == (2, 5, 2, None)
    await recount(await renewed(ground), lambda: make.noon(DAY), counted.append, most=2, lanes=1)
    whole = await progress_of(fresh, added.number)
    assert (whole.done, whole.total, whole.moved) == (5, 5, 5)
    assert whole.ended_at is not None
    assert counted == [1, 2, 2, 3]
    assert {one.case_id for one in await results_of(fresh, added.number)} == set(cases)


async def test_two_that_count_at_once_share_the_work(ground: Ground) -> None:
    for _number in range(12):
        await make.received(ground, DAY)
    added = await adopt(ground, "日历", announced(ground, 2026, GOLDEN_WEEK), "operator", make.noon(DAY))
    fresh = await renewed(ground)
    await asyncio.gather(*(recount(fresh, lambda: make.noon(DAY), most=1) for _turn in range(3)))
    progress = await progress_of(fresh, added.number)
    assert (progress.done, progress.moved, progress.ended_at is not None) == (12, 12, True)


async def test_a_ground_that_does_not_know_the_newest_calendar_counts_nothing(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await adopt(ground, "日历", announced(ground, 2026, GOLDEN_WEEK), "operator", make.noon(DAY))
    await recount(ground, lambda: make.noon(DAY))
    assert (await row_of(ground, case_id)).due_on == date(2026, 10, 14)


async def test_a_case_that_was_written_by_the_old_calendar_meanwhile_is_counted_too(ground: Ground) -> None:
    fresh, progress = await imported(ground, announced(ground, 2026, GOLDEN_WEEK), make.noon(DAY))
    stale, right = await make.received(ground, DAY), await make.received(fresh, DAY)
    await recount(fresh, lambda: make.noon(DAY))
    for case_id in (stale, right):
        assert (await row_of(fresh, case_id)).due_on == date(2026, 10, 16)
    assert [one.case_id for one in await results_of(fresh, progress.number)] == [stale]


async def test_a_later_import_ends_the_job_that_it_overtook(ground: Ground) -> None:
    await make.received(ground, DAY)
    first = await adopt(ground, "日历", announced(ground, 2026, GOLDEN_WEEK), "operator", make.noon(DAY))
    again = Rest("再放一天", date(2026, 9, 30), date(2026, 9, 30))
    fresh, second = await imported(ground, announced(ground, 2026, GOLDEN_WEEK, again), make.noon(DAY))
    assert (await progress_of(fresh, first.number)).ended_at == second.ended_at
    assert (await results_of(fresh, second.number))[0].due_after == date(2026, 10, 19)


async def extended(ground: Ground) -> UUID:
    """A case whose requester was told of an extension by 10 working days."""
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [
        c.RegisterRequest(DAY),
        c.ProposeExtension(DAY, 10, "材料较多"),
        c.ApproveExtension(DAY),
        c.TellExtension(DAY),
    ])  # fmt: skip
    return case_id


async def test_an_extension_that_told_another_date_is_a_finding_on_the_case_and_in_the_result(ground: Ground) -> None:
    case_id = await extended(ground)
    fresh, progress = await imported(ground, announced(ground, 2026, GOLDEN_WEEK), make.noon(DAY + timedelta(days=1)))
    assert await codes_of(fresh, case_id) == ["told_date_moved"]
    (one,) = await results_of(fresh, progress.number)
    (finding,) = one.findings
    assert "至2026年10月28日届满" in finding.message
    assert "至2026年10月30日届满" in finding.message
    assert finding.provisions == ("ogi.art33.para2",)
    assert progress.conflicting == 1
    assert await codes_of(ground, case_id) == []


async def test_a_letter_told_under_the_new_calendar_contradicts_nothing(ground: Ground) -> None:
    fresh, _progress = await imported(ground, announced(ground, 2026, GOLDEN_WEEK), make.noon(DAY - timedelta(days=1)))
    assert await codes_of(fresh, await extended(fresh)) == []


async def test_a_provisional_date_that_was_told_as_such_is_told_apart(ground: Ground) -> None:
    day = date(2026, 12, 10)
    case_id = await make.received(ground, day)
    await make.give(ground, case_id, [c.RegisterRequest(day), c.IssueAcknowledgement(day)])
    file = announced(ground, 2027, Rest("元旦", date(2027, 1, 1), date(2027, 1, 4)))
    fresh, _progress = await imported(ground, file, make.noon(day + timedelta(days=1)))
    assert await codes_of(fresh, case_id) == ["provisional_date_moved"]


@pytest.mark.parametrize(
    ("posted", "code", "moves"),
    [
        (date(2026, 10, 15), "answer_now_timely", "off"),
        (date(2026, 10, 14), "answer_now_late", "worked"),
    ],
)
async def test_an_answer_that_a_new_calendar_makes_timely_or_late_is_flagged(
    ground: Ground, posted: date, code: str, moves: str
) -> None:
    case_id = await make.received(ground, DAY)
    done = await make.give(ground, case_id, [*make.refusal_path(posted), c.IssueLetter(posted, (1,))])
    await make.give(ground, case_id, [c.RecordPosting(posted, done.letters[-1].letter_id, Carrier.POST)])
    content = announced(ground, 2026, GOLDEN_WEEK)
    if moves == "worked":
        year = msgspec.json.decode(announced(ground, 2026), type=CalendarYear)
        saturday = Rest("中秋节", date(2026, 9, 26), date(2026, 9, 26))
        kept = tuple(saturday if rest.name == "中秋节" else rest for rest in year.rest)
        content = msgspec.json.encode(msgspec.structs.replace(year, rest=kept))
    fresh, progress = await imported(ground, content, make.noon(posted + timedelta(days=1)))
    assert await codes_of(fresh, case_id) == [code]
    assert progress.conflicting == 1


async def asked_to_correct(ground: Ground, day: date) -> UUID:
    """A case whose requester had 5 working days from `day` to correct it, and was called nine days later."""
    case_id = await make.received(ground, day)
    told = day + timedelta(days=1)
    await make.give(ground, case_id, [
        c.RegisterRequest(day), c.AskClarification(told, "请写明所需信息的名称或者文号", 5),
        c.RecordClarificationDelivery(told), c.LogContact(told + timedelta(days=9), "电话提醒", ContactVia.PHONE),
    ])  # fmt: skip
    return case_id


async def test_every_case_is_left_as_a_full_count_leaves_it_whether_its_days_are_touched_or_not(ground: Ground) -> None:
    days = [date(2026, 8, 3), date(2026, 8, 31), DAY, DAY, date(2026, 9, 21), date(2026, 10, 8)]
    cases = [await make.received(ground, day) for day in days for _twice in range(2)]
    cases += [await extended(ground) for _twice in range(2)]
    cases += [await asked_to_correct(ground, day) for day in (*days, *days)]
    before = {case_id: await row_of(ground, case_id) for case_id in cases}
    fresh, progress = await imported(ground, announced(ground, 2026, GOLDEN_WEEK), make.noon(LATER), most=5)
    after = {case_id: await row_of(fresh, case_id) for case_id in cases}
    untouched = [case_id for case_id in cases if after[case_id] == before[case_id]]
    assert 4 <= len(untouched) < len(cases)
    assert not {one.case_id for one in await results_of(fresh, progress.number)} & set(untouched)
    assert (await replay(fresh, write=False)).different == ()


async def test_a_period_that_a_new_calendar_lengthens_takes_the_judgement_of_the_lapse_back(ground: Ground) -> None:
    case_id = await asked_to_correct(ground, date(2026, 9, 20))
    assert "declare_abandoned" in ((await row_of(ground, case_id)).waits or ())
    fresh, _progress = await imported(ground, announced(ground, 2026, GOLDEN_WEEK), make.noon(LATER))
    assert (await row_of(fresh, case_id)).waits == ("declare_abandoned:later",)
    assert (await replay(fresh, write=False)).different == ()
