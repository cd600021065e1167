"""The service as processes: started, killed in every part, started again; what was acknowledged is still there."""

import os
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest
from tests.service.running import PATIENCE, Service


def body() -> dict[str, object]:
    requester = {"kind": "person", "name": "陶满仓", "address": "石钟县双钟镇沿湖村七组"}
    application = {
        "requester": requester,
        "items": [{"description": "沿湖村七组的征地补偿安置方案"}],
        "medium": "paper",
        "delivery": "post",
    }
    return {"submission_id": str(uuid4()), "agency": "SZZRZY", "application": application}


def send(service: Service, content: dict[str, object]) -> dict[str, str]:
    answer = httpx.post(f"{service.url}/api/v1/requests", json=content, timeout=20)
    assert answer.status_code in (200, 201), answer.text
    receipt: dict[str, str] = answer.json()
    return receipt


def found(service: Service, receipt: dict[str, str]) -> bool:
    headers = {"X-Access-Code": receipt["access_code"]}
    answer = httpx.get(f"{service.url}/api/v1/requests/{receipt['request_no']}", headers=headers, timeout=20)
    return answer.status_code == 200


def test_a_stop_by_ctrl_c_is_clean_and_the_second_start_is_quick(data: Path, port: int) -> None:
    first = Service(data, port)
    first.wait()
    receipt = send(first, body())
    assert first.stop(signal.SIGINT) == 0
    second = Service(data, port)
    took = second.wait()
    try:
        assert took < 10, "the bar is 5 s on a quiet machine; bench/start.py measures it"
        assert found(second, receipt)
    finally:
        assert second.stop(signal.SIGTERM) == 0


def test_a_second_instance_on_the_same_data_or_port_is_refused_in_one_line(data: Path, port: int) -> None:
    first = Service(data, port)
    first.wait()
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            other_port = probe.getsockname()[1]
        for folder, number, words in ((data, other_port, "正由进程"), (data.parent / "other", port, "无法在")):
            second = Service(folder, number)
            assert second.process.wait(PATIENCE) == 2
            lines = second.log.read_text("utf-8").strip().splitlines()
            assert len(lines) == 1
            assert words in lines[0]
        assert httpx.get(f"{first.url}/api/v1/health", timeout=5).status_code == 200
    finally:
        first.stop()


@pytest.mark.parametrize("victim", ["parent", "worker", "database"])
def test_kill_9_of_any_process_loses_nothing_acknowledged(data: Path, port: int, victim: str) -> None:
    service = Service(data, port)
    service.wait()
    receipts = [send(service, body()) for _number in range(5)]
    family = service.family()
    if victim == "parent":
        service.process.kill()
        service.process.wait(PATIENCE)
        _gone, alive = psutil.wait_procs(family, timeout=30)
        assert not alive, "worker and database end with their parent"
        service = Service(data, port)
    else:
        postmaster = int((data / "pg/postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster if victim == "database" else service.worker().pid, signal.SIGKILL)
    service.wait()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if all(found(service, receipt) for receipt in receipts):
                break
        time.sleep(0.2)
    try:
        assert all(found(service, receipt) for receipt in receipts)
        head, _dash, serial = receipts[-1]["request_no"].rpartition("-")
        assert send(service, body())["request_no"] == f"{head}-{int(serial) + 1:04d}"
    finally:
        service.stop()


def test_a_worker_that_waits_for_the_database_ends_with_its_parent_at_once(data: Path, port: int) -> None:
    service = Service(data, port)
    service.wait()
    worker, family = service.worker(), service.family()
    assert not [file.path for file in worker.open_files() if file.path.endswith("ysq.lock")]
    backends = [one for one in family if one.name() == "postgres"]
    for backend in backends:
        backend.suspend()
    try:
        with suppress(httpx.ReadTimeout):  # the request hangs on a database that doesn't answer
            httpx.post(f"{service.url}/api/v1/requests", json=body(), timeout=1)
        service.process.kill()
        assert service.process.wait(PATIENCE) == -signal.SIGKILL
        _gone, alive = psutil.wait_procs([worker], timeout=5)
        assert not alive, "it would keep the port, and its answers would never come"
    finally:
        for backend in backends:
            backend.resume()
    second = Service(data, port)
    second.wait()
    assert second.stop() == 0
