"""Generated requests against the whole description: no 500, and no status that isn't described."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from tests.api.conftest import Office
from tests.web.journeys import DAY

from ysq.app import openapi_document

DESCRIBED: dict[str, Any] = msgspec.json.decode(openapi_document())
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
EXAMPLES = 3
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]
EVERYWHERE = {"405"}


def cases(operation: Any, mode: GenerationMode) -> list[Any]:
    """A few generated requests for an operation, the same in each run."""
    made: list[Any] = []

    @settings(
        max_examples=EXAMPLES, database=None, derandomize=True, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data())
    def collect(data: st.DataObject) -> None:
        made.append(data.draw(operation.as_strategy(generation_mode=mode)))

    with suppress(Unsatisfiable):  # nothing can be wrong with an operation that takes nothing
        collect()
    return made


def requests(mode: GenerationMode) -> Iterator[tuple[Any, Any]]:
    for operation in OPERATIONS:
        for case in cases(operation, mode):
            yield operation, case


async def sent(client: httpx.AsyncClient, case: Any, headers: dict[str, str], case_id: str) -> httpx.Response:
    """The generated request; ids of cases are replaced by one that is there."""
    if "case_id" in (case.path_parameters or {}):
        case.path_parameters["case_id"] = case_id
    made = case.as_transport_kwargs(base_url="http://ysq.example")
    made["headers"] = {
        name: value for name, value in {**made.get("headers", {}), **headers}.items() if str(value).isascii()
    }
    if "data" in made:
        made["content"] = made.pop("data")
    return await client.request(
        **{name: value for name, value in made.items() if value is not None and name != "cookies"}
    )


@pytest.mark.parametrize("name", [None, "clerk", "office_head", "system_admin"])
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
async def test_no_request_meets_a_500_or_an_undescribed_status(
    office: Office, client: httpx.AsyncClient, name: str | None, mode: GenerationMode
) -> None:
    staff = await office.sign_in(name) if name else None
    case_id, version, wrong, seen = str(await office.case()), '"1"', [], set()
    if staff is not None and name == "clerk":
        await staff.post(f"/cases/{case_id}/register", {"on": DAY.isoformat()}, match=1)
        version = '"2"'
    for operation, case in requests(mode):
        if operation.label == "DELETE /api/v1/session":
            continue
        headers = dict(staff.headers) if staff else {}
        if staff and "If-Match" in str(case.headers):
            headers["If-Match"] = version
        answer = await sent(client, case, headers, case_id)
        seen.add(answer.status_code)
        version = answer.headers.get("etag", version)
        described = set(operation.definition.raw["responses"]) | EVERYWHERE
        if str(answer.status_code) not in described or answer.status_code == 500:
            wrong.append((operation.label, answer.status_code, answer.text[:300]))
    assert not wrong
    reached = {200, 422} if name and mode is GenerationMode.POSITIVE else {400, 401}
    assert reached <= seen, "the requests got past the doors that they were to try"
