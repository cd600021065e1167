"""A calendar that comes in or is amended moves due dates by itself, and says which."""

from datetime import date

import msgspec
from tests import builders as make

from ysq.cases import Ground, recount
from ysq.db import views
from ysq.domain.calendar import Rest

DAY = date(2026, 9, 10)


def amended(ground: Ground, year: int, *rests: Rest) -> Ground:
    """The ground under a calendar in which `year` has further days off."""
    known = {file.year: file for file in ground.book.calendars}
    file = msgspec.structs.replace(known[year], published=True, rest=(*known[year].rest, *rests))
    return msgspec.structs.replace(ground, calendar=ground.book.calendar((file,)))


async def test_days_off_announced_in_mid_year_move_a_date_that_was_not_provisional(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    moved = await recount(amended(ground, 2026, Rest("临时放假", date(2026, 9, 28), date(2026, 9, 29))), make.noon(DAY))
    assert [(one.before, one.after) for one in moved] == [(date(2026, 10, 14), date(2026, 10, 16))]
    async with ground.pool.agencies([make.AGENCY]) as conn:
        row = await views.row_of(conn, case_id)
    assert row is not None
    assert row.due_on == date(2026, 10, 16)


async def test_a_provisional_date_becomes_fixed_when_its_year_is_announced(ground: Ground) -> None:
    case_id = await make.received(ground, date(2026, 12, 10))
    announced = amended(ground, 2027, Rest("元旦", date(2027, 1, 2), date(2027, 1, 4)))
    moved = await recount(announced, make.noon(date(2026, 12, 10)))
    assert [(one.before, one.after) for one in moved] == [(date(2027, 1, 8), date(2027, 1, 11))]
    async with ground.pool.agencies([make.AGENCY]) as conn:
        row = await views.row_of(conn, case_id)
    assert row is not None
    assert not row.provisional
