"""The service and the command line as processes of their own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

PATIENCE = 60.0


class Service:
    """One `ysq serve --demo` (or for real) on a data folder and a free port of its own."""

    def __init__(self, data: Path, port: int, *, demo: bool = True) -> None:
        self.data, self.port = data, port
        self.log = data.parent / f"serve-{port}-{time.monotonic_ns()}.log"
        environment = os.environ | {"YSQ_DATA": str(data), "YSQ_PORT": str(port), "YSQ_LOOPBACK_HTTP": "1"}
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "ysq", "serve", *(["--demo"] if demo else [])]
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait(self) -> float:
        """Seconds until it answers."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            assert self.process.poll() is None, self.log.read_text("utf-8")
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/api/v1/health", timeout=2).status_code == 200:
                    return time.monotonic() - begun
            time.sleep(0.05)
        raise AssertionError(f"no answer in {PATIENCE} s: {self.log.read_text('utf-8')}")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def worker(self) -> psutil.Process:
        """The child that serves; multiprocessing keeps a tracker beside it."""
        return next(one for one in self.family() if any("spawn_main" in part for part in one.cmdline()))

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ask it to end and wait; its exit status. No process of its family may be left."""
        family = self.family() if self.process.poll() is None else []
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        _gone, alive = psutil.wait_procs(family, timeout=20)
        assert not alive, f"left behind: {alive}"
        return status


def ysq(*arguments: object, typed: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command to its end, with `typed` on its standard input."""
    command = [sys.executable, "-m", "ysq", *map(str, arguments)]
    known = {name: value for name, value in os.environ.items() if not name.startswith("YSQ_")} | environment
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=known, input=typed, timeout=120, check=False
    )
