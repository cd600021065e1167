"""Keeps a data folder for one process: a second instance is refused."""

import fcntl
import os
from pathlib import Path
from typing import IO

from ysq.db.errors import DataFolderInUse


class DataLock:
    """An exclusive hold on a data folder, until `release` or the end of the process (also by kill -9)."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    @classmethod
    def take(cls, data: Path) -> "DataLock":
        """Holds `data` through `<data>/ysq.lock`. Raises DataFolderInUse naming the holder's pid, or OSError."""
        # Python opens files close-on-exec, so the PostgreSQL that we start doesn't inherit the hold.
        file = (data / "ysq.lock").open("a+", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with file:
                file.seek(0)
                holder = file.read().strip() or "?"
            raise DataFolderInUse(
                f"数据目录 {data} 正由进程 {holder} 使用，请先停止它，或用 YSQ_DATA 另选目录"
                f" / the data folder {data} is in use by process {holder}: stop it, or choose another YSQ_DATA"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        return cls(file)

    def release(self) -> None:
        """Lets the folder go; further calls do nothing."""
        self._file.close()
