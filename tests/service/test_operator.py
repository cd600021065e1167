"""What whoever runs the machine does: agencies, administrators, the sealed day, the log verified, the queue rebuilt."""

import asyncio
import os
import pty
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest
from tests.service.running import PATIENCE, Service, ysq

from ysq.cases import day_in_china
from ysq.db.embedded import Embedded

GOOD = "qingchuan-2026-Gate"
AGENCIES = """
- id: 1
  code: QCXZF
  letters:
    name: 青川县人民政府
    heading: 青川县人民政府
    letter_word: 青府依复
    review_body: 江州市人民政府
    court: 江州市中级人民法院
    contact_phone: 0360-5550900
    contact_address: 青川县中心路1号
  archive: {fonds: "0901", office: BGS}
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ysq-operator-") as folder:
        Path(folder).chmod(0o755)  # as root, the database's account must be able to pass
        yield Path(folder)


@pytest.fixture(scope="module")
def real(place: Path) -> Path:
    """A data folder with an agency that no demo knows; each test has logins of its own."""
    (place / "agencies.yaml").write_text(AGENCIES, "utf-8")
    done = ysq("agency", "import", place / "agencies.yaml", YSQ_DATA=str(place / "real"))
    assert done.returncode == 0, done.stderr
    assert "请注意：青川县人民政府没有填写 kind" in done.stdout
    return place / "real"


def test_the_invented_agencies_of_the_example_are_not_imported(place: Path) -> None:
    example = Path(__file__).resolve().parents[2] / "examples/agencies.yaml"
    done = ysq("agency", "import", example, YSQ_DATA=str(place / "never"))
    assert (done.returncode, "是演示用的虚构机关" in done.stderr) == (2, True), done.stderr
    assert not (place / "never").exists()


def test_an_agency_is_told_to_say_its_kind_until_it_does(real: Path, place: Path) -> None:
    (place / "kind.yaml").write_text(AGENCIES.replace("    heading", "    kind: government\n    heading"), "utf-8")
    done = ysq("agency", "import", place / "kind.yaml", YSQ_DATA=str(real))
    assert done.stdout == "已写入1个机关：青川县人民政府\n", done.stderr


def add_admin(data: Path, role: str, login: str, typed: str, agency: str = "QCXZF") -> subprocess.CompletedProcess[str]:
    told = ("--login", login, "--name", "张三", "--agency", agency)
    return ysq("account", "add-admin", role, *told, typed=typed, YSQ_DATA=str(data))


def test_the_first_administrators_are_made_by_the_operator_and_sign_in(real: Path, port: int) -> None:
    first = add_admin(real, "system_admin", "xitong", f"{GOOD}\n")
    assert first.returncode == 0, first.stderr
    assert "还缺：审计管理员、安全管理员" in first.stdout
    service = Service(real, port, demo=False)
    try:
        service.wait()
        assert "还没有审计管理员（audit_admin）、安全管理员（security_admin）" in service.log.read_text("utf-8")
        # Beside the running service, which needn't be stopped for it.
        for role, login in (("security_admin", "anquan"), ("audit_admin", "shenji")):
            made = add_admin(real, role, login, f"{GOOD}\n")
            assert made.returncode == 0, made.stderr
        assert "还缺" not in made.stdout
        signed = httpx.post(f"{service.url}/api/v1/session", json={"login": "anquan", "password": GOOD}, timeout=20)
        assert signed.status_code == 201, signed.text
        assert signed.json()["who"]["role"] == "security_admin"
        assert signed.json()["who"]["must_change_password"] is True
    finally:
        service.stop()


def test_an_administrator_that_cannot_be_is_one_line_and_nothing_is_made(real: Path) -> None:
    for typed, login, agency, words in (
        ("short\n", "wang", "QCXZF", "至少12个字符"),
        ("", "wang", "QCXZF", "至少12个字符"),
        (f"{GOOD}\n", "X", "QCXZF", "登录名"),
        (f"{GOOD}\n", "wang", "NOWHERE", "没有代码为“NOWHERE”的机关"),
    ):
        done = add_admin(real, "system_admin", login, typed, agency)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
        assert words in done.stderr
        assert GOOD not in done.stdout + done.stderr
    assert add_admin(real, "system_admin", "wang", f"{GOOD}\n").returncode == 0
    taken = add_admin(real, "security_admin", "wang", GOOD)
    assert taken.returncode == 2
    assert "已经有人使用" in taken.stderr


def test_a_password_is_no_argument(real: Path) -> None:
    told = ("--login", "li", "--name", "李四", "--agency", "QCXZF", "--password", GOOD)
    assert ysq("account", "add-admin", "system_admin", *told, typed=GOOD, YSQ_DATA=str(real)).returncode == 2


@pytest.mark.parametrize(("second", "status"), [(GOOD, 0), (GOOD + "x", 2)])
def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(real: Path, second: str, status: int) -> None:
    told = ["--login", f"zhao{status}", "--name", "赵五", "--agency", "QCXZF"]
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ysq", "account", "add-admin", "system_admin", *told],
        stdin=child, stdout=child, stderr=child, env=os.environ | {"YSQ_DATA": str(real)}, start_new_session=True,
    )  # fmt: skip
    os.close(child)
    shown = _talk(parent, process, [("首次密码：", GOOD), ("再输一次：", second)])
    assert process.wait(PATIENCE) == status, shown
    os.close(parent)
    assert GOOD not in shown
    assert (f"已建立系统管理员zhao{status}" if status == 0 else "两次输入的密码不同") in shown


def _talk(terminal: int, process: "subprocess.Popen[bytes]", answers: list[tuple[str, str]]) -> str:
    """Type each answer when its question appears; all that was shown."""
    shown, waiting, end = "", list(answers), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                shown += os.read(terminal, 4096).decode("utf-8", "replace")
            except OSError:  # how Linux says that the other end is closed
                break
        elif process.poll() is not None:
            break
        if waiting and waiting[0][0] in shown:
            os.write(terminal, f"{waiting.pop(0)[1]}\n".encode())
    return shown


def test_a_day_is_sealed_verified_and_replayed_beside_the_running_service(data: Path, port: int) -> None:
    service = Service(data, port)
    service.wait()
    try:
        today = day_in_china(datetime.now(UTC))
        assert ysq("seal", "--on", today + timedelta(days=2), YSQ_DATA=str(data)).returncode == 2
        done = ysq("seal", "--on", today, YSQ_DATA=str(data))
        assert done.returncode == 0, done.stderr
        again = ysq("seal", "--on", today, YSQ_DATA=str(data))
        assert again.stdout.splitlines()[0] == done.stdout.splitlines()[0]
        assert "不能再封存" in ysq("seal", "--on", today - timedelta(days=9), YSQ_DATA=str(data)).stderr
        verified = ysq("verify", "--log", YSQ_DATA=str(data))
        assert (verified.returncode, "没有发现改动" in verified.stdout) == (0, True), verified.stdout
        replayed = ysq("replay", YSQ_DATA=str(data))
        assert replayed.returncode == 0, replayed.stdout
        assert "12件的办件表，与现有的完全相同" in replayed.stdout
        rules = ysq("rules", "replay", "SZZRZY-2026-0001", YSQ_DATA=str(data))
        assert (rules.returncode, rules.stderr) == (0, "")
    finally:
        assert service.stop() == 0
    kept = sorted(path.name for path in (data / "digests").iterdir())
    assert kept[-1] == "public.pem"
    assert kept[-2].endswith(f"-{today}.json")


@pytest.fixture(scope="module")
def made(place: Path) -> Path:
    """A data folder with the demo in it, sealed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    service = Service(place / "made", number)
    service.wait()
    service.stop()
    done = ysq("seal", "--on", day_in_china(datetime.now(UTC)), YSQ_DATA=str(place / "made"))
    assert done.returncode == 0, done.stderr
    return place / "made"


@pytest.fixture
def demo(made: Path, place: Path) -> Iterator[Path]:
    """A copy of it that the test may spoil."""
    subprocess.run(["cp", "-a", made, place / "demo"], check=True)
    yield place / "demo"
    shutil.rmtree(place / "demo")


def tamper(data: Path, *statements: str) -> None:
    async def run(dsn: str) -> None:
        conn = await asyncpg.connect(dsn.replace("/postgres?", "/ysq?"))
        for statement in statements:
            await conn.execute(statement)
        await conn.close()

    with Embedded.start(data) as server:
        asyncio.run(run(server.admin_dsn))


OFF = "alter table event disable trigger all"


def test_a_changed_record_is_named_by_stream_number_and_what_differs(demo: Path) -> None:
    marked = "type = 'search.recorded'"
    tamper(demo, OFF, f"update event set record = overlay(record placing 'X'::bytea from 40) where {marked}")
    done = ysq("verify", "--log", YSQ_DATA=str(demo))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert "处问题" in lines[0]
    assert lines[1].startswith("记录流")
    assert "，第3条：记录被改动、删除、插入或者调换；" in lines[1]


def test_an_old_backup_is_found_by_the_digests_and_the_key_kept_elsewhere(demo: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for path in (demo / "digests").iterdir():
        (elsewhere / path.name).write_bytes(path.read_bytes())
    tamper(
        demo, OFF, "alter table day_digest disable trigger all",
        "delete from event where stream = (select stream from event where type = 'case.archived')",
        "delete from day_digest",
    )  # fmt: skip
    own = ysq("verify", "--log", YSQ_DATA=str(demo))
    kept = ysq("verify", "--log", "--digests", elsewhere, "--key", elsewhere / "public.pem", YSQ_DATA=str(demo))
    for done in (own, kept):
        assert done.returncode == 1
        assert "整个记录流缺失" in done.stdout
        assert "旧备份" in done.stdout
    other = ysq("verify", "--log", "--digests", elsewhere, "--key", demo / "pg.log", YSQ_DATA=str(demo))
    assert other.returncode == 2
    assert len(other.stderr.strip().splitlines()) == 1
    assert "没有每日封存文件" in ysq("verify", "--log", "--digests", tmp_path, YSQ_DATA=str(demo)).stderr
    (elsewhere / "0001-2026-01-01.json").write_text("{}", "utf-8")
    assert "不是每日封存文件" in ysq("verify", "--log", "--digests", elsewhere, YSQ_DATA=str(demo)).stderr


def test_replay_says_what_differs_and_puts_it_right_unless_it_only_checks(demo: Path) -> None:
    tamper(
        demo,
        "update case_view set due_on = '2030-01-01' where stage = 'archived'",
        "delete from case_view where stage = 'received'",
    )
    for arguments, words in ((("--check",), "没有改动"), ((), "已按记录更正")):
        done = ysq("replay", *arguments, YSQ_DATA=str(demo))
        assert done.returncode == 1
        assert "2件与现有的不同" in done.stdout
        assert words in done.stdout
        assert "现为2030-01-01" in done.stdout
        assert "办件表缺少这一件" in done.stdout
    assert ysq("replay", YSQ_DATA=str(demo)).returncode == 0


@pytest.mark.parametrize("arguments", [[], ["--log", "package"], ["package", "--key", "x"]])
def test_verify_wants_packages_or_the_log(arguments: list[str]) -> None:
    done = ysq("verify", *arguments)
    assert done.returncode == 2
    assert "ysq verify --log" in done.stderr


def test_the_service_seals_the_day_that_is_over_once_whatever_is_killed(data: Path, port: int) -> None:
    over: date | None = None
    for _life in range(3):
        service = Service(data, port)
        service.wait()
        over = day_in_china(datetime.now(UTC)) - timedelta(days=1)
        end = time.monotonic() + PATIENCE
        while not (data / "digests" / f"0001-{over}.json").exists() and time.monotonic() < end:
            time.sleep(0.05)
        service.process.kill()
        service.process.wait(PATIENCE)
        time.sleep(1)
    assert [path.name for path in (data / "digests").glob("*.json")] == [f"0001-{over}.json"]
    assert ysq("verify", "--log", YSQ_DATA=str(data)).returncode == 0


@pytest.mark.parametrize(
    "command",
    ["rules replay SZZRZY-2026-0001", "verify --log", "replay --check", "seal", "rules impact rules"],
)
def test_a_command_that_looks_makes_no_installation_where_there_is_none(place: Path, command: str) -> None:
    data = place / "mistyped"
    done = ysq(*command.split(), YSQ_DATA=str(data))
    assert done.returncode == 2
    assert f"数据目录 {data} 中没有数据" in done.stderr
    assert not data.exists()
