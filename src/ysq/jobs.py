"""What the service does by itself: seals each day that is over, takes imported calendars, forgets old failures."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from ysq.accounts import forget_failures
from ysq.cases import Ground, day_in_china, export_all, recount, seal_day
from ysq.cases.almanac import renewed
from ysq.db.errors import DatabaseUnavailable
from ysq.domain import errors as x
from ysq.rules.book import BookError

_LOG = logging.getLogger(__name__)
_REST_SECONDS = 300.0
_LOOK_SECONDS = 2.0
_LOOKS = 3
"""So often cases are counted after a calendar was taken: other processes may write by the old one until they look."""


class Standing(Protocol):
    """What holds the ground that the service stands on."""

    ground: Ground


async def keep_house(
    ground: Ground, folder: Path, now: Callable[[], datetime], rest_seconds: float = _REST_SECONDS
) -> None:
    """Until it is cancelled: look every few minutes whether a day is over, and seal it into `folder`.

    The database remembers which days are sealed, so a restart neither doubles one nor leaves one out; what fails is
    logged and tried again after the next rest.
    """
    done: date | None = None
    while True:
        at = now()
        over = day_in_china(at) - timedelta(days=1)
        try:
            if done != over:
                await seal_over(ground, folder, at)
                done = over
            await forget_failures(ground, at)
        except (DatabaseUnavailable, OSError) as error:
            _LOG.error("每日封存没有完成，稍后再试：%s / the day isn't sealed yet: trying again", error)
        await asyncio.sleep(rest_seconds)


async def keep_calendars(standing: Standing, now: Callable[[], datetime], rest_seconds: float = _LOOK_SECONDS) -> None:
    """Until it is cancelled: take calendars as they are imported, by whomever, and count the cases again.

    What an import's job left undone when its process was killed is done at the start.
    """
    counted, looks = 0, _LOOKS
    while True:
        try:
            fresh = await renewed(standing.ground)
            if fresh.almanac.mark > standing.ground.almanac.mark:
                standing.ground = fresh
            if fresh.almanac.mark > counted:  # whoever took it: a request lets the service stand on what it imports
                counted, looks = fresh.almanac.mark, _LOOKS
            if looks > 0:
                await recount(fresh, now)
                looks -= 1
        except (DatabaseUnavailable, BookError) as error:
            _LOG.error("导入的日历没有采用，稍后再试：%s / a calendar isn't taken yet: trying again", error)
        await asyncio.sleep(rest_seconds)


async def seal_over(ground: Ground, folder: Path, at: datetime) -> tuple[Path, ...]:
    """Seal the day before `at` (in China) and write what `folder` lacks; the new files' paths.

    Raises OSError when the folder can't be written: the day is sealed in the database then.
    """
    with suppress(x.DateRefused):  # an operator has sealed a later day by hand
        await seal_day(ground, day_in_china(at) - timedelta(days=1), at)
    return await export_all(ground, folder)
