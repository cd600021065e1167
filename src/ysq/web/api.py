"""The JSON face: the same commands and views as the pages, without cookies."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from ysq.cases import agencies, day_in_china, submit
from ysq.course import CourseError, course_from_json
from ysq.domain.clock import ClockError, ledger
from ysq.domain.commands import SubmitRequest
from ysq.domain.people import Application, Line
from ysq.domain.terms import Channel
from ysq.web.deps import Now, TheDescription, TheGround
from ysq.web.errors import Unacceptable
from ysq.web.forms import AnyRequest, read_body
from ysq.web.json_face import JSON, PREFIX, answer, read_json
from ysq.web.requester import enclosed_file, follow, letter, send_clarification, send_withdrawal
from ysq.web.seen import agency_entry


class Submission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An application by the citizen; `submission_id` is made by the client, `agency` is an agency's code."""

    submission_id: UUID
    agency: Line
    application: Application


class Submitted(msgspec.Struct, frozen=True):
    """The receipt. The access code is shown here and kept nowhere."""

    request_no: str
    access_code: str
    agency: str
    received_on: date
    due_on: date | None
    provisional: bool
    submitted_at: datetime


class Health(msgspec.Struct, frozen=True):
    """The service answers, and so does its database."""

    status: str


@get("/health")
async def health(ground: TheGround) -> Response[bytes]:
    """Whether the service and its database answer; 503 when the database doesn't."""
    async with ground.pool.agencies(()):
        return answer(Health("ok"))


@get("/agencies")
async def list_agencies(ground: TheGround) -> Response[bytes]:
    """The agencies that receive requests here."""
    return answer([agency_entry(agency) for agency in await agencies(ground)])


@post("/clock", status_code=HTTP_200_OK)
async def compute(request: AnyRequest, ground: TheGround) -> Response[bytes]:
    """The ledger of a course of events (clock contract), under the calendars of this service."""
    body = await read_body(request, JSON)
    try:
        return answer(ledger(course_from_json(body), ground.book.clock, ground.calendar))
    except (CourseError, ClockError) as error:
        raise Unacceptable("impossible_course", str(error)) from None


@post("/requests")
async def receive(request: AnyRequest, ground: TheGround, now: Now) -> Response[bytes]:
    """Store an application; 201 with its receipt, 200 with the same receipt when it was stored before."""
    body = await read_json(request, Submission)
    command = SubmitRequest(body.submission_id, body.agency, Channel.ONLINE, day_in_china(now), body.application)
    receipt = await submit(ground, command, now)
    shown = Submitted(
        request_no=receipt.request_no,
        access_code=receipt.access_code,
        agency=receipt.agency,
        received_on=receipt.received_on,
        due_on=receipt.due_on,
        provisional=receipt.provisional,
        submitted_at=receipt.submitted_at.astimezone(UTC),
    )
    status = HTTP_201_CREATED if receipt.first else HTTP_200_OK
    return answer(shown, status, {"Location": f"{PREFIX}/requests/{receipt.request_no}"})


@get("/openapi.json")
async def description(openapi: TheDescription) -> Response[bytes]:
    """This interface, described (OpenAPI 3.1)."""
    return Response(openapi, media_type=JSON, headers={"Cache-Control": "public, max-age=300"})


api_router = Router(
    path=PREFIX,
    route_handlers=[
        health,
        list_agencies,
        compute,
        receive,
        follow,
        letter,
        enclosed_file,
        send_clarification,
        send_withdrawal,
        description,
    ],
)
