"""What a requester does at the JSON face with number and access code; guesses are counted."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK

from ysq.accounts import code_attempt
from ysq.cases import Ground, day_in_china, look_up
from ysq.cases.requester import clarify, withdraw
from ysq.cases.show import attachment_bytes
from ysq.domain.commands import ItemNo
from ysq.domain.people import Prose, RequestedItem
from ysq.web.bearer import address_of
from ysq.web.deps import Now, TheGround
from ysq.web.follow import asked_for, attachment, normal
from ysq.web.forms import AnyRequest
from ysq.web.json_face import answer, read_json
from ysq.web.seen import case_state
from ysq.web.staff_commands import told

ACCESS_CODE = "X-Access-Code"


class Clarification(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """补正: the corrected items by number."""

    items: Annotated[dict[ItemNo, RequestedItem], msgspec.Meta(min_length=1, max_length=50)]


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """撤回: why, and which items; none named means all that are open."""

    text: Prose
    items: Annotated[tuple[ItemNo, ...], msgspec.Meta(max_length=50)] = ()


@get("/requests/{request_no:str}")
async def follow(request: AnyRequest, ground: TheGround, now: Now, request_no: FromPath[str]) -> Response[bytes]:
    """The case with this number, for who has its access code; 404 alike for everybody else."""
    number, code = normal(request_no), _access_code(request)
    async with code_attempt(ground, number, address_of(request), now):
        return answer(case_state(await look_up(ground, number, code, day_in_china(now))))


@get(
    ["/requests/{request_no:str}/letters/{letter_id:str}", "/requests/{request_no:str}/letters/{letter_id:str}/merged"]
)
async def letter(
    request: AnyRequest, ground: TheGround, now: Now, request_no: FromPath[str], letter_id: FromPath[str]
) -> Response[bytes]:
    """A letter as PDF, alone or with its PDF attachments behind it, under the same condition."""
    named = await _admitted(request, ground, now, request_no)
    return attachment(*await asked_for(request)(ground, *named, _key(letter_id)))


@get("/requests/{request_no:str}/letters/{letter_id:str}/attachments/{file_id:str}")
async def enclosed_file(
    request: AnyRequest, ground: TheGround, now: Now, request_no: FromPath[str], letter_id: FromPath[str],
    file_id: FromPath[str],
) -> Response[bytes]:  # fmt: skip
    """A file that went with a letter, once that is sent, under the same condition."""
    named = await _admitted(request, ground, now, request_no)
    return attachment(*await attachment_bytes(ground, *named, _key(letter_id), _key(file_id)))


@post("/requests/{request_no:str}/clarification", status_code=HTTP_200_OK)
async def send_clarification(
    request: AnyRequest, ground: TheGround, now: Now, request_no: FromPath[str]
) -> Response[bytes]:
    """补正 by the requester."""
    body = await read_json(request, Clarification)
    named = await _admitted(request, ground, now, request_no)
    return answer(told(ground, await clarify(ground, *named, body.items, now), now))


@post("/requests/{request_no:str}/withdrawal", status_code=HTTP_200_OK)
async def send_withdrawal(
    request: AnyRequest, ground: TheGround, now: Now, request_no: FromPath[str]
) -> Response[bytes]:
    """撤回 by the requester."""
    body = await read_json(request, Withdrawal)
    named = await _admitted(request, ground, now, request_no)
    return answer(told(ground, await withdraw(ground, *named, body.text, body.items, now), now))


async def _admitted(request: AnyRequest, ground: Ground, now: datetime, request_no: str) -> tuple[str, str]:
    """The request's number and access code, once they were found to belong together; guesses are counted."""
    number, code = normal(request_no), _access_code(request)
    async with code_attempt(ground, number, address_of(request), now):
        await look_up(ground, number, code, day_in_china(now))
    return number, code


def _key(letter_id: str) -> UUID:
    try:
        return UUID(letter_id)
    except ValueError:
        return UUID(int=0)  # no letter has it: the answer is the same 404


def _access_code(request: AnyRequest) -> str:
    return normal(request.headers.get(ACCESS_CODE, ""))
