"""The conformance pack in `rules/vectors/`: the clock and the independent simulation both give what it says."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.clock.asking import Clock, codes
from tests.clock.oracle import simulate

PACK = Path(__file__).parents[2] / "rules" / "vectors"
DAYS = ("date", "confirmed_on", "until", "as_of")


def vectors() -> list[Any]:
    packs = {path.stem: msgspec.json.decode(path.read_bytes())["vectors"] for path in sorted(PACK.glob("*.json"))}
    return [pytest.param(vector, id=f"{name}:{vector['id']}") for name, pack in packs.items() for vector in pack]


def dated(written: dict[str, Any]) -> dict[str, Any]:
    """The same entries with `date`s, as the simulation takes them."""
    return {name: date.fromisoformat(value) if name in DAYS else value for name, value in written.items()}


def asked(vector: dict[str, Any]) -> dict[str, Any]:
    course = {"events": vector["events"], "policy": vector["policy"]}
    return course | ({"as_of": vector["as_of"]} if "as_of" in vector else {})


@pytest.mark.parametrize("vector", vectors())
def test_both_programs_give_what_the_pack_says(clock: Clock, vector: dict[str, Any]) -> None:
    found = clock(asked(vector))
    told = {
        "received_on": found.received_on,
        "due_on": found.due_on,
        "provisional": found.provisional,
        "state": found.state.value,
        "tolled_working_days": found.tolled_working_days,
        "timely": found.timely,
        "deadlines": {name: deadline.date for name, deadline in found.deadlines.items()},
    }
    assert msgspec.to_builtins(told) | {"findings": codes(found)} == vector["expected"]
    course = dated(asked(vector)) | {"events": [dated(event) for event in vector["events"]]}
    assert simulate(course) == told


def test_the_pack_is_large_and_names_every_vector_once() -> None:
    names = [str(one.id) for one in vectors()]
    assert len(names) >= 150
    assert len(names) == len(set(names))


def test_every_kind_of_entry_and_every_setting_is_in_the_pack() -> None:
    every = [one.values[0] for one in vectors()]
    kinds = {event["type"] for vector in every for event in vector["events"]}
    settings = {name for vector in every for name in vector["policy"]}
    assert len(kinds) == 18, kinds
    assert len(settings) == 7
    assert {vector["expected"]["state"] for vector in every} == {
        "running", "tolled", "awaiting_requester", "lapse_due", "answered", "withdrawn",
    }  # fmt: skip
