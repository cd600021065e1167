"""An agency as its settings describe it: nothing about review bodies, courts or codes is assumed."""

from typing import Annotated

import msgspec

from ysq.domain.letters import AgencyProfile
from ysq.domain.terms import Role


class ArchiveCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """全宗号 and 机构代码 in the 档号 (DA/T 13-2022)."""

    fonds: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z]{4}$")]
    office: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z]{2,4}$")]


class Agency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """行政机关 (art. 27). `code` is its short name in numbers, such as SZZRZY; `id` its key in the database.

    `parent` is the id of the agency above it, whose 主管部门 supervises its disclosure work (art. 3).
    """

    id: Annotated[int, msgspec.Meta(ge=1)]
    code: Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{2,12}$")]
    letters: AgencyProfile
    archive: ArchiveCodes
    parent: int | None = None
    route: tuple[Role, ...] = ()
    """会签: the steps that a draft takes, in order, before it is approved."""

    @property
    def name(self) -> str:
        """全称."""
        return self.letters.name


def request_number(code: str, year: int, serial: int) -> str:
    """申请编号, given at submission: `SZZRZY-2026-S-0001`."""
    return f"{code}-{year}-S-{serial:04d}"


def register_number(code: str, year: int, serial: int) -> str:
    """登记编号, gapless per agency and year: `SZZRZY-2026-0001`."""
    return f"{code}-{year}-{serial:04d}"


def archive_number(codes: ArchiveCodes, year: int, retention: str, serial: int) -> str:
    """档号 (DA/T 22-2015): `0110-WS·2026-D30-BGS-0001`; `year` is the year of closing."""
    return f"{codes.fonds}-WS·{year}-{retention}-{codes.office}-{serial:04d}"
