"""Runs the packaged PostgreSQL for one data folder: starts it, brings it back when it dies, stops it."""

import logging
import os
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ysq.db import beside, cluster, launch
from ysq.db.errors import StartError
from ysq.db.home import Home, furnish
from ysq.db.lock import DataLock

_LOG = logging.getLogger(__name__)
_READY_SECONDS = 300.0  # recovery after a crash may read up to max_wal_size of log
_LOG_BYTES = 10_000_000
_SETTINGS = {
    "listen_addresses": "",  # no TCP: the private socket is the only door
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # details would repeat the refused row, which may be somebody's words
    "max_connections": "50",
    "max_wal_size": "256MB",
    "jit": "off",
}
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Embedded:
    """The packaged PostgreSQL at work. Made by `start`; a context manager that stops it.

    One thread owns the server process from its birth to its end, because the kernel sends the parent-death signal
    when the thread that made a process ends. The same thread starts the server again when it dies.
    """

    def __init__(self, home: Home, lock: DataLock, *, durable: bool) -> None:
        self._home = home
        self._lock = lock
        self._settings = _SETTINGS if durable else _SETTINGS | _QUICK
        self._stopping = threading.Event()
        self._decided = threading.Event()
        self._failure: StartError | None = None
        self._thread = threading.Thread(target=self._keep, name="ysq-postgres", daemon=True)
        self.pid = 0
        """The server's process number; changes when it had to be started again."""

    @classmethod
    def start(cls, data: Path, *, durable: bool = True) -> "Embedded":
        """Starts the server of `data` (made when absent) and returns when it answers.

        `durable=False` gives up safety for speed, for tests. Raises DataFolderInUse when another process holds
        `data`, StartError with one line for everything else.
        """
        try:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            data = data.resolve()
            with ExitStack() as undo:
                lock = DataLock.take(data)
                undo.callback(lock.release)
                server = cls(furnish(data), lock, durable=durable)
                cluster.make_cluster(server._home)
                undo.callback(server.stop)
                server._begin()
                undo.pop_all()
                return server
        except OSError as error:
            raise _start_error(error) from error

    @property
    def app_dsn(self) -> str:
        """For the service: reads and appends, inside the agencies of the transaction."""
        return self._dsn("ysq_app", "ysq")

    @property
    def owner_dsn(self) -> str:
        """For migrations: owns every table."""
        return self._dsn("ysq_owner", "ysq")

    @property
    def admin_dsn(self) -> str:
        """For backup and tests: the superuser, at the maintenance database."""
        return self._dsn("postgres", "postgres")

    def stop(self) -> None:
        """Stops the server (open transactions are undone) and lets the data folder go; further calls do nothing."""
        self._stopping.set()
        if self._thread.ident:
            self._thread.join()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _dsn(self, user: str, database: str) -> str:
        return beside.dsn(self._home.sockets, user, database)

    def _begin(self) -> None:
        self._thread.start()
        self._decided.wait()
        if not self.pid:
            raise self._failure or StartError("数据库启动中断 / the database's start was broken off")

    def _keep(self) -> None:
        """The thread: starts the server, waits for its end, starts it again, until `stop`."""
        try:
            pause = 0.0
            while not self._stopping.wait(pause):
                pause = self._serve_once()
        finally:
            self._decided.set()

    def _serve_once(self) -> float:
        """One life of the server; returns the seconds to wait before the next."""
        try:
            process = self._launch()
        except (StartError, OSError) as error:
            self._failure = _start_error(error)
            if self._decided.is_set():
                _LOG.error("%s", self._failure)
            else:
                self._stopping.set()
            return 2.0
        self._decided.set()
        self._watch(process)
        return 0.2

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """Returns when the server ended: by itself, or because we stop it."""
        while process.poll() is None and not self._stopping.wait(0.1):
            pass
        if self._stopping.is_set():
            cluster.end(process)
        else:
            _LOG.error("数据库意外退出（%s），正在重新启动 / the database ended: starting it again", process.returncode)

    def _launch(self) -> subprocess.Popen[bytes]:
        cluster.clear_remains(self._home)
        cluster.admit_service(self._home)
        with _open_log(self._home.log) as log:
            begun = log.tell()
            process = subprocess.Popen(self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        if not self._answers(process):
            cluster.end(process)
            raise StartError(cluster.reason(self._home.log.read_bytes()[begun:].decode("utf-8", "replace")))
        self.pid = process.pid
        return process

    def _command(self) -> list[str]:
        """`launch.py` as ourselves, which turns into `postgres` as the server's account."""
        home = self._home
        uid, gid = (home.server.uid, home.server.gid) if home.changes_account else (-1, -1)
        settings = self._settings | {"unix_socket_directories": str(home.sockets)}
        return [
            *(sys.executable, "-I", "-S", launch.__file__, str(uid), str(gid), str(os.getpid())),
            *(str(home.programs / "postgres"), "-D", str(home.cluster)),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ]

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        """Waits until the server accepts connections; False when it ended or took too long."""
        # The eighth line is the server's state: what pg_ctl reads, too.
        mark = self._home.cluster / "postmaster.pid"
        end = time.monotonic() + _READY_SECONDS
        while process.poll() is None and time.monotonic() < end and not self._stopping.is_set():
            try:
                lines = mark.read_text("utf-8").splitlines()
            except FileNotFoundError:
                lines = []
            if len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return True
            time.sleep(0.02)
        return False


def _open_log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > _LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    path.touch(mode=0o600)
    return path.open("ab")


def _start_error(error: StartError | OSError) -> StartError:
    if isinstance(error, StartError):
        return error
    return StartError(f"{error.filename}: {cluster.reason(str(error))}")
