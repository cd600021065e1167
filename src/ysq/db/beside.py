"""Finds the packaged server that a running service holds, so that an operator's command can work beside it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

SOCKET_NAME = ".s.PGSQL.5432"
_SOCKET_PATH_LIMIT = 107  # bytes in sockaddr_un, less the closing zero


def socket_folder(data: Path, server_uid: int) -> Path:
    """Where the server of `data` has its socket: inside, or beside the others' when the path would be too long."""
    folder = data / "run"
    if len(os.fsencode(folder / SOCKET_NAME)) <= _SOCKET_PATH_LIMIT:
        return folder
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"ysq-{server_uid}-{mark}"


def has_cluster(data: Path) -> bool:
    """Whether a server was ever made in `data`."""
    return (data / "pg").exists()


def running_sockets(data: Path) -> Path | None:
    """The socket folder of the server that runs on `data`, or None when none is seen."""
    data, cluster = data.resolve(), data.resolve() / "pg"
    try:
        folder = socket_folder(data, cluster.stat().st_uid)
        return folder if (folder / SOCKET_NAME).exists() else None
    except OSError:
        return None


def dsn(sockets: Path, user: str, database: str) -> str:
    """The address of a database behind a socket; the kernel tells the server who calls."""
    return f"postgresql://{user}@/{database}?host={quote(str(sockets), safe='')}"
