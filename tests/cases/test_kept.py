"""The book's table says how long a file is kept, and until when; the case page and the package show the line."""

from datetime import date
from pathlib import Path

import msgspec
from tests import builders as make

from ysq.archive import KeptFor, verify, write_package
from ysq.cases import Ground, load_dossier
from ysq.cases.export import case_file
from ysq.cases.sheet import Sheet, sheet
from ysq.db import agencies
from ysq.domain import commands as c
from ysq.domain.terms import Mark, Retention, Role

DAY = date(2026, 3, 2)


async def shown(ground: Ground, commands: list[c.CaseCommand]) -> tuple[Sheet, KeptFor | None]:
    """The case page and the package's manifest of a case that got these commands and was archived."""
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, commands)
    async with ground.pool.agencies([make.AGENCY]) as conn:
        agency = next(one for one in await agencies.all_agencies(conn) if one.id == make.AGENCY)
        dossier = await load_dossier(conn, agency, case_id)
    assert dossier is not None
    page = sheet(ground, make.actor(Role.ARCHIVIST), dossier, make.noon(DAY))
    return page, (await case_file(ground, agency, case_id, DAY)).kept


async def refused(ground: Ground, archive: c.ArchiveCase) -> tuple[Sheet, KeptFor | None]:
    case_id = await make.received(ground, DAY)
    done = await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    await make.give(ground, case_id, [make.sending(done, DAY)[0], archive])
    async with ground.pool.agencies([make.AGENCY]) as conn:
        agency = next(one for one in await agencies.all_agencies(conn) if one.id == make.AGENCY)
        dossier = await load_dossier(conn, agency, case_id)
    assert dossier is not None
    page = sheet(ground, make.actor(Role.ARCHIVIST), dossier, make.noon(DAY))
    return page, (await case_file(ground, agency, case_id, DAY)).kept


async def test_a_refusal_is_kept_for_ever_by_the_table_and_says_that_it_is_a_setting(ground: Ground) -> None:
    page, manifest = await refused(ground, c.ArchiveCase(DAY))
    assert page.kept is not None
    assert (page.kept.period, page.kept.until, page.kept.differs) == (Retention.PERMANENT, None, False)
    assert (page.kept.provisions, page.kept.mark) == (("ogi.art18", "ogi.art45"), Mark.POLICY)
    assert "没有找到专门规定保管期限的条文" in page.kept.reason
    assert page.archive_no == "0110-WS·2026-Y-BGS-0001"
    assert manifest is not None
    assert (manifest.period, manifest.name, manifest.until) == ("Y", "永久", None)
    assert manifest.provisions[1] == "《中华人民共和国政府信息公开条例》第四十五条"


async def test_what_was_withdrawn_is_kept_ten_years_to_the_end_of_the_tenth_after_the_archiving(ground: Ground) -> None:
    page, manifest = await shown(
        ground, [c.RegisterRequest(DAY), c.WithdrawRequest(DAY, "不需要了", (1,)), c.ArchiveCase(DAY)]
    )
    assert page.kept is not None
    assert (page.kept.period, page.kept.until) == (Retention.TEN_YEARS, date(2036, 12, 31))
    assert manifest is not None
    assert (manifest.period, manifest.until) == ("D10", date(2036, 12, 31))


async def test_another_period_that_the_archivist_chose_stands_and_is_told_apart(ground: Ground) -> None:
    page, manifest = await refused(ground, c.ArchiveCase(DAY, Retention.THIRTY_YEARS))
    assert page.kept is not None
    assert (page.kept.period, page.kept.until, page.kept.differs) == (Retention.THIRTY_YEARS, date(2056, 12, 31), True)
    assert manifest is not None
    assert manifest.line == "归档时另行选定"


async def test_what_isnt_archived_has_no_period(ground: Ground) -> None:
    page, manifest = await shown(ground, [c.RegisterRequest(DAY)])
    assert (page.kept, manifest) == (None, None)


async def test_the_package_with_its_period_verifies_and_a_changed_period_is_found(
    ground: Ground, tmp_path: Path
) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(
        ground, case_id, [c.RegisterRequest(DAY), c.WithdrawRequest(DAY, "不需要了", (1,)), c.ArchiveCase(DAY)]
    )
    async with ground.pool.agencies([make.AGENCY]) as conn:
        agency = next(one for one in await agencies.all_agencies(conn) if one.id == make.AGENCY)
    folder = write_package(tmp_path / "package", await case_file(ground, agency, case_id, DAY))
    assert verify(folder).ok
    manifest = folder / "manifest.json"
    told = msgspec.json.decode(manifest.read_bytes())
    assert told["kept"]["until"] == "2036-12-31"
    manifest.write_bytes(manifest.read_bytes().replace(b"2036-12-31", b"2027-12-31"))
    assert not verify(folder).ok
