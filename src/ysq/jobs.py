"""What the service does by itself: seals each day that is over, once, and forgets failures that lock nobody."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from ysq.accounts import forget_failures
from ysq.cases import Ground, day_in_china, export_all, seal_day
from ysq.db.errors import DatabaseUnavailable
from ysq.domain import errors as x

_LOG = logging.getLogger(__name__)
_REST_SECONDS = 300.0


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


async def seal_over(ground: Ground, folder: Path, at: datetime) -> tuple[Path, ...]:
    """Seal the day before `at` (in China) and write what `folder` lacks; the new files' paths.

    Raises OSError when the folder can't be written: the day is sealed in the database then.
    """
    with suppress(x.DateRefused):  # an operator has sealed a later day by hand
        await seal_day(ground, day_in_china(at) - timedelta(days=1), at)
    return await export_all(ground, folder)
