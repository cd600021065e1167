"""The demo: people of every role, twelve cases at different stages, and never on a database of somebody's work."""

import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import httpx
import pytest
from tests.conftest import Database
from tests.service.running import PATIENCE, Service, ysq

from ysq.accounts import read_people, seed_demo_people
from ysq.cases import CHINA, Ground, replay
from ysq.db import views
from ysq.demo import make_samples, people_cast, require_demo, require_real
from ysq.domain.agency import Agency
from ysq.domain.terms import Role
from ysq.resources import data_folder

SAMPLES = data_folder("examples") / "samples.yaml"
PRINTED = re.compile(r"^  (\w+)\s+(demo2-\S+)  (\S+?)，(\S+)，(\S+)$", re.MULTILINE)
REAL = (
    "- {id: 9, code: QCXZF, letters: {name: 青川县人民政府, heading: 青川县人民政府, letter_word: 青府依复, "
    "review_body: 江州市人民政府, court: 江州市中级人民法院, contact_phone: 0360-5550900, "
    "contact_address: 青川县中心路1号}, archive: {fonds: '0901', office: BGS}}\n"
)
"""The file of an agency that no demo knows."""


def sign_in(service: Service, login: str, password: str) -> dict[str, object]:
    answer = httpx.post(f"{service.url}/api/v1/session", json={"login": login, "password": password}, timeout=20)
    assert answer.status_code == 201, answer.text
    signed: dict[str, object] = answer.json()
    return signed


def cases(service: Service, token: object, **wanted: str) -> list[dict[str, object]]:
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.get(f"{service.url}/api/v1/cases", headers=headers, params=wanted, timeout=20)
    assert answer.status_code == 200, answer.text
    listed: list[dict[str, object]] = answer.json()["cases"]
    return listed


def test_everybody_printed_signs_in_and_a_second_start_changes_nothing(data: Path, port: int) -> None:
    first = Service(data, port)
    first.wait()
    people = PRINTED.findall(first.log.read_text("utf-8"))
    roles = {str(sign_in(first, login, password)["who"]["role"]) for login, password, *_told in people}  # type: ignore[index]
    assert roles == {role.value for role in Role} - {Role.CITIZEN.value}
    clerk = next((login, password) for login, password, *_told in people if login == "jingban")
    before = cases(first, sign_in(first, *clerk)["token"])
    assert len(before) >= 9
    assert first.stop() == 0
    second = Service(data, port)
    second.wait()
    try:
        log = second.log.read_text("utf-8")
        assert PRINTED.findall(log) == people
        assert "样例办件已在库中" in log
        assert [one["request_no"] for one in cases(second, sign_in(second, *clerk)["token"])] == [
            one["request_no"] for one in before
        ]
    finally:
        assert second.stop() == 0
    refused = Service(data, port, demo=False)
    assert refused.process.wait(PATIENCE) == 2
    (line,) = refused.log.read_text("utf-8").strip().splitlines()
    assert "这是演示库" in line
    file = data.parent / "agencies.yaml"
    file.write_text(REAL, "utf-8")
    imported = ysq("agency", "import", file, YSQ_DATA=str(data))
    assert imported.returncode == 2
    assert "这是演示库" in imported.stderr


@pytest.mark.parametrize(
    "today",
    [date(2026, 11, 22), date(2026, 1, 5), date(2026, 2, 24), date(2025, 10, 9), date(2026, 9, 20), date(2027, 2, 15)],
)
async def test_the_samples_stand_at_different_stages_on_any_day(ground: Ground, today: date) -> None:
    """A Sunday, the first working day of a year, after both long holidays, a made-up Sunday, a year without notice."""
    told = read_people(data_folder("examples") / "people.yaml")
    at = datetime(today.year, today.month, today.day, 9, tzinfo=CHINA)
    await seed_demo_people(ground.pool, ground.passwords, told, at, ground.vault)
    assert await make_samples(ground, await people_cast(ground, told), SAMPLES, at) == 12
    assert await make_samples(ground, await people_cast(ground, told), SAMPLES, at) == 0
    async with ground.pool.agencies([2, 3]) as conn:
        rows = [row for case_id in await views.case_ids(conn) if (row := await views.row_of(conn, case_id))]
    stages = Counter(row.stage for row in rows)
    assert stages == {
        "received": 1, "registered": 1, "awaiting_requester": 1, "processing": 5, "approved": 1, "issued": 1,
        "answered": 1, "archived": 1,
    }  # fmt: skip
    open_rows = [row for row in rows if row.stage not in {"answered", "archived"}]
    overdue = [row for row in open_rows if row.due_on and row.due_on < today]
    near = [row for row in open_rows if row.due_on and 0 < ground.calendar.count(today, row.due_on) <= 2]
    assert (len(overdue), len(near)) == (1, 1)
    assert sum(row.tolled_until is not None for row in rows) == 1
    assert (await replay(ground, write=False)).different == ()


async def test_a_demo_is_only_what_holds_invented_agencies_alone(
    ground: Ground, agencies: tuple[Agency, ...], database: Database
) -> None:
    owner = database.owner_dsn
    await require_demo(owner, agencies)
    await require_real(owner, agencies[:0])
    with pytest.raises(Exception, match="不是演示库"):
        await require_demo(owner, agencies[1:])
    with pytest.raises(Exception, match="只能用 --demo 启动"):
        await require_real(owner, agencies[1:])


def test_a_real_database_never_gets_demo_people(data: Path, port: int) -> None:
    file = data.parent / "agencies.yaml"
    file.write_text(REAL, "utf-8")
    assert ysq("agency", "import", file, YSQ_DATA=str(data)).returncode == 0
    refused = Service(data, port)
    assert refused.process.wait(PATIENCE) == 2
    (line,) = refused.log.read_text("utf-8").strip().splitlines()
    assert "青川县人民政府" in line
    assert "不是演示库" in line
