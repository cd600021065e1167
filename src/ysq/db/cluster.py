"""Makes a database cluster, and clears away what a killed server left in it."""

import os
import re
import shutil
import signal
import subprocess
import time
from importlib.resources import files
from pathlib import Path

from ysq.db.errors import StartError
from ysq.db.home import Account, Home, private_folder

_PATIENCE = ((None, 1.0), (signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0))  # seconds after each signal
_FULL = "磁盘已满，请腾出空间后再启动 / the disk is full: make room and start again"
_REASONS = {
    "No space left on device": _FULL,
    "wrote only": _FULL,  # a page that had room for its first half
    "Permission denied": "没有权限读写数据目录，请检查其属主 / no permission on the data folder: check its owner",
    "Read-only file system": "数据目录所在的文件系统是只读的 / the data folder is on a read-only file system",
}
_CAUSES = (r".*(FATAL|PANIC|error:).*", r".*could not.*", r".+")  # the first line of the first kind that there is


def make_cluster(home: Home) -> None:
    """Makes the cluster of `home` with its roles and its database unless it is there. Raises StartError."""
    if home.cluster.exists():
        _check_version(home)
        return
    fresh = home.cluster.with_name("pg.new")
    if fresh.exists():
        shutil.rmtree(fresh)
    private_folder(fresh, home.server)
    _run(home, [
        "initdb", "--pgdata", str(fresh), "--username=postgres", "--auth=peer", "--encoding=UTF8",
        "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions",
    ])  # fmt: skip
    statements = files("ysq.db").joinpath("bootstrap.sql").read_text("utf-8")
    _run(home, ["postgres", "--single", "-D", str(fresh), "postgres"], statements)
    fresh.rename(home.cluster)
    _sync_folder(home.cluster.parent)


def admit_service(home: Home) -> None:
    """Lets only this process's user, as any role, through the socket; the user may differ from start to start."""
    _write(home.cluster / "pg_hba.conf", "local all all peer map=ysq\n", home.server)
    _write(home.cluster / "pg_ident.conf", f'ysq "{home.service.name}" all\n', home.server)


def clear_remains(home: Home) -> None:
    """Ends what a killed service or a killed server left running, and removes its marks.

    We hold the data folder's lock, so nobody else may be at work there. Raises StartError after 16 seconds.
    """
    for number, seconds in _PATIENCE:
        for pid in _occupants(home.cluster):
            if number is not None:
                os.kill(pid, number)
        if _gone(home.cluster, seconds):
            break
    else:
        pids = ", ".join(map(str, _occupants(home.cluster)))
        raise StartError(
            f"上次的数据库进程 {pids} 没有退出，请结束它们后再启动"
            f" / processes {pids} of the last database don't end: end them and start again"
        )
    # PostgreSQL would take any living process with the old number for its own, as happens in containers.
    for mark in (home.cluster / "postmaster.pid", *home.sockets.glob(".s.PGSQL.*")):
        mark.unlink(missing_ok=True)


def end(process: subprocess.Popen[bytes]) -> None:
    """Stops our own server: first in order, and by force when that takes over half a minute."""
    for number, seconds in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def reason(text: str) -> str:
    """One line for people out of what PostgreSQL wrote to its log."""
    for words, line in _REASONS.items():
        if words in text:
            return line
    told = next((hit[0] for hit in (re.search(words, text) for words in _CAUSES) if hit), "?").strip()
    return f"数据库启动失败：{told} / the database didn't start: {told}"


def _check_version(home: Home) -> None:
    found = (home.cluster / "PG_VERSION").read_text("ascii").strip()
    told = subprocess.run([home.programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    ours = told.stdout.split()[-1].split(".")[0]
    if found != ours:
        raise StartError(
            f"数据目录由 PostgreSQL {found} 建立，而自带的是 {ours}，请先用旧版本导出再导入"
            f" / the data folder is of PostgreSQL {found}, the packaged one is {ours}: dump with the old ysq, then load"
        )


def _run(home: Home, command: list[str], text: str = "") -> None:
    account = home.server if home.changes_account else None
    done = subprocess.run(
        [home.programs / command[0], *command[1:]],
        input=text, capture_output=True, text=True, check=False, cwd="/", env={"LC_ALL": "C"},
        user=account.uid if account else None, group=account.gid if account else None,
        extra_groups=[] if account else None,
    )  # fmt: skip
    if done.returncode != 0 or "ERROR" in done.stderr:  # single-user mode goes on after an error
        raise StartError(reason(done.stderr + done.stdout))


def _occupants(cluster: Path) -> list[int]:
    """The server processes at work in `cluster`: each of them stands in that folder."""
    # Only Linux shows where processes stand; elsewhere PostgreSQL's own check of postmaster.pid must do.
    found: list[int] = []
    place = cluster.resolve()
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if link.readlink() == place:
                found.append(int(link.parent.name))
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            continue  # somebody else's process, or one that has just ended
    return found


def _gone(cluster: Path, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while _occupants(cluster):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _write(path: Path, text: str, owner: Account) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, "utf-8")
    if owner.uid != os.geteuid():
        os.chown(fresh, owner.uid, owner.gid)
    fresh.chmod(0o600)
    fresh.rename(path)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
