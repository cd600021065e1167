"""How long the service takes to start: on an empty data folder, and on one that has been used."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_and_stop(data: Path) -> tuple[float, float]:
    """Seconds to the first answer, and to the clean end."""
    port = free_port()
    environment = os.environ | {"YSQ_DATA": str(data), "YSQ_PORT": str(port), "YSQ_LOOPBACK_HTTP": "1"}
    command = [sys.executable, "-m", "ysq", "serve", "--demo"]
    begun = time.monotonic()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
    while time.monotonic() - begun < 60:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    answered = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(30)
    return answered - begun, time.monotonic() - answered


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ysq-bench-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        first, _stop = start_and_stop(data)
        runs = [start_and_stop(data) for _number in range(3)]
    second = sorted(seconds for seconds, _stop in runs)[1]
    stop = sorted(seconds for _second, seconds in runs)[1]
    figures = {"first_start_s": round(first, 2), "second_start_s": round(second, 2), "stop_s": round(stop, 2)}
    print(json.dumps({"bench": "start", **figures, "bar_second_start_s": 5, "ratio": round(second / first, 2)}))


if __name__ == "__main__":
    main()
