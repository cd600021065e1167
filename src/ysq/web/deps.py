"""What handlers are given: the running system's services and the instant, as values."""

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeAlias

from litestar.di import NamedDependency

from ysq.cases import Ground
from ysq.web.guard import Guard
from ysq.web.pages import Sheets
from ysq.web.words import DeskWords, Words

if TYPE_CHECKING:
    TheGround: TypeAlias = NamedDependency[Ground]
else:
    # The services are made by code and never decoded; msgspec, which checks arguments, can't describe all of them.
    TheGround = NamedDependency[Any]
TheGuard: TypeAlias = NamedDependency[Guard]
TheWords: TypeAlias = NamedDependency[Words]
TheDeskWords: TypeAlias = NamedDependency[DeskWords]
TheSheets: TypeAlias = NamedDependency[Sheets]
TheDescription: TypeAlias = NamedDependency[bytes]
Now: TypeAlias = NamedDependency[dt.datetime]
