"""The file of a case comes in one exchange, whole, and only to its agency."""

from datetime import date
from uuid import uuid4

import asyncpg
from tests import builders as make
from tests.conftest import Database

from ysq.cases import Ground, load_case, reveal
from ysq.cases.desk import readings_stream
from ysq.db import stores
from ysq.db.case_file import case_rows
from ysq.db.sql import sql
from ysq.domain import commands as c
from ysq.domain.terms import Purpose, Role

DAY = date(2026, 3, 2)
REASON = c.AcceptedFinding("whole_refused", "全文均为参会人员的发言，已逐页核对。")


async def test_the_file_is_what_the_log_and_the_stores_hold(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "沿湖村七组的征地补偿安置方案", "征地公告")
    commands = make.refusal_path(DAY)
    await make.give(ground, case_id, commands)
    await make.received(ground, DAY, "另一件")
    async with ground.pool.agencies([make.AGENCY]) as conn:
        rows, loaded = await case_rows(conn, case_id), await load_case(conn, case_id)
        texts = (await stores.texts_of_cases(conn, [case_id]))[case_id]
        persons = (await stores.persons_of_cases(conn, [case_id]))[case_id]
        months = await stores.requests_of_the_month(conn, case_id)
    assert rows is not None
    assert loaded is not None
    assert (rows.log, rows.month_requests) == (loaded[0], months)
    assert len(rows.log) == 1 + len(commands)
    assert (rows.agency.id, rows.agency.code) == (make.AGENCY, make.CODE)
    assert list(rows.texts.items()) == list(texts.items())
    assert list(rows.persons.items()) == list(persons.items())
    assert len(months) == 2


async def test_the_files_of_a_case_are_in_it_by_their_ids(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,), (REASON,))])
    async with ground.pool.agencies([make.AGENCY]) as conn:
        rows, files = await case_rows(conn, case_id), await stores.files(conn, case_id)
    assert rows is not None
    assert rows.files == files
    assert case.letters[0].file.id in files


async def test_another_agency_an_unknown_id_and_a_stream_that_is_no_case_have_no_file(ground: Ground) -> None:
    case_id, clerk = await make.received(ground, DAY), make.actor(Role.CLERK)
    async with ground.pool.agencies([make.AGENCY]) as conn:
        rows = await case_rows(conn, case_id)
        assert rows is not None
        (person_id,) = rows.persons
    await reveal(ground, clerk, case_id, person_id, Purpose.SERVE_LETTER, make.noon(DAY))
    async with ground.pool.agencies([make.AGENCY]) as conn:
        assert await case_rows(conn, readings_stream(clerk)) is None
        assert await case_rows(conn, uuid4()) is None
    async with ground.pool.agencies([make.AGENCY + 1]) as conn:
        assert await case_rows(conn, case_id) is None


async def test_a_new_connection_is_not_asked_what_the_rows_of_a_file_are(ground: Ground, database: Database) -> None:
    case_id, asked = await make.received(ground, DAY), []
    conn = await asyncpg.connect(database.app_dsn)
    await conn.execute(f"select set_config('app.agencies', '{{{make.AGENCY}}}', false)")
    conn.add_query_logger(asked.append)
    assert {row["part"] for row in await conn.fetch(sql.case_rows, case_id)} == {"agency", "log", "text", "person"}
    await conn.close()
    assert [one.query for one in asked] == [sql.case_rows]
