"""kill -9 of the service and its database amid submissions that are retried: nothing is lost, nothing doubled."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import psutil

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
CLIENTS, PATIENCE = 4, 60.0
CLIENT = httpx.Client()


class Service:
    """`ysq serve --demo` on one data folder, started again whenever it was killed."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.data, self.url = data, f"http://127.0.0.1:{self.port}/api/v1"
        self.start()

    def start(self) -> None:
        told = {"YSQ_DATA": str(self.data), "YSQ_PORT": str(self.port), "YSQ_LOOPBACK_HTTP": "1"}
        command = [sys.executable, "-m", "ysq", "serve", "--demo"]
        with (self.data.parent / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=os.environ | told, stdout=log, stderr=log)
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            with suppress(httpx.HTTPError):
                if CLIENT.get(f"{self.url}/health", timeout=2).status_code == 200:
                    return
            time.sleep(0.05)
        raise SystemExit("the service does not answer:\n" + (self.data.parent / "serve.log").read_text("utf-8")[-4000:])

    def kill(self, victim: str) -> None:
        """-9 for the service with everything under it, its worker, or its database."""
        postmaster = int((self.data / "pg/postmaster.pid").read_text().splitlines()[0])
        family = psutil.Process(self.process.pid).children(recursive=True)
        if victim == "service":
            self.process.kill()
            self.process.wait(PATIENCE)
            psutil.wait_procs(family, timeout=30)
            self.start()
        else:
            os.kill(postmaster if victim == "database" else worker_of(self.process.pid), signal.SIGKILL)


def worker_of(service: int) -> int:
    """The process that serves: the child of `service` that multiprocessing made (it makes a tracker, too)."""
    children = psutil.Process(service).children()
    return next(one.pid for one in children if any("spawn_main" in part for part in one.cmdline()))


def body() -> dict[str, object]:
    requester = {"kind": "person", "name": "陶满仓", "address": "石钟县双钟镇沿湖村七组"}
    asked = {"requester": requester, "items": [{"description": "沿湖村七组的征地补偿安置方案"}]}
    application = asked | {"medium": "paper", "delivery": "post"}
    return {"submission_id": str(uuid4()), "agency": "SZZRZY", "application": application}


def send(url: str, stop: threading.Event, receipts: list[tuple[str, str, str]]) -> None:
    """Submit until it is time to stop; each until its receipt is there, with the same submission_id."""
    client = httpx.Client(timeout=5)
    while not stop.is_set():
        content, deadline = body(), time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(httpx.HTTPError):
                answer = client.post(f"{url}/requests", json=content)
                if answer.status_code in (200, 201):
                    told = answer.json()
                    receipts.append((str(content["submission_id"]), told["request_no"], told["access_code"]))
                    break
            time.sleep(0.05)
        else:
            receipts.append((str(content["submission_id"]), "", ""))


def main() -> None:
    receipts: list[tuple[str, str, str]] = []
    chance = random.Random(7)
    with tempfile.TemporaryDirectory(prefix="ysq-kill-") as folder:
        Path(folder).chmod(0o755)
        service, stop = Service(Path(folder) / "data"), threading.Event()
        told = (service.url, stop, receipts)
        clients = [threading.Thread(target=send, args=told, daemon=True) for _client in range(CLIENTS)]
        for client in clients:
            client.start()
        for turn in range(ROUNDS):
            time.sleep(chance.uniform(0.2, 0.6))
            service.kill(("worker", "database", "service")[turn % 3])
            wait(service.url)
        stop.set()
        for client in clients:
            client.join(PATIENCE + 10)
        lost = sum(not found(service.url, number, code) for _id, number, code in receipts)
        service.process.send_signal(signal.SIGINT)
        service.process.wait(PATIENCE)
    numbers = [number for _id, number, _code in receipts]
    serials = sorted(int(number.rpartition("-")[2]) for number in numbers if number)
    # The demo's sample cases have the numbers before the first.
    gaps = len(set(range(serials[0], serials[-1] + 1)) - set(serials)) if serials else 0
    doubled = len(numbers) - len(set(numbers))
    figures = {"bench": "kill", "rounds": ROUNDS, "submissions": len(receipts), "lost": lost, "doubled": doubled}
    print(json.dumps({**figures, "numbers_unaccounted_for": gaps}))
    if lost or doubled or gaps:
        raise SystemExit(1)


def wait(url: str) -> None:
    """Until the service answers again."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        with suppress(httpx.HTTPError):
            if CLIENT.get(f"{url}/health", timeout=2).status_code == 200:
                return
        time.sleep(0.05)


def found(url: str, number: str, code: str) -> bool:
    """Whether the receipt leads to its case."""
    return (
        bool(number)
        and CLIENT.get(f"{url}/requests/{number}", headers={"X-Access-Code": code}, timeout=20).status_code == 200
    )


if __name__ == "__main__":
    main()
