"""The JSON face: the same commands and views as the pages, without cookies."""

from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from ysq.cases import Seen, agencies, day_in_china, letter_bytes, look_up, submit
from ysq.course import CourseError, course_from_json
from ysq.domain.agency import Agency
from ysq.domain.clock import ClockError, Ledger, ledger
from ysq.domain.commands import SubmitRequest
from ysq.domain.people import Application, Line
from ysq.domain.terms import Channel, Stage
from ysq.web.deps import Now, TheDescription, TheGround
from ysq.web.errors import Unacceptable
from ysq.web.follow import attachment, normal
from ysq.web.forms import AnyRequest, check_printable, read_body

ACCESS_CODE = "X-Access-Code"
_JSON = "application/json"
_PREFIX = "/api/v1"

T = TypeVar("T")


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


class AgencyEntry(msgspec.Struct, frozen=True):
    """An agency that receives requests here."""

    code: str
    name: str
    phone: str
    address: str


class LetterEntry(msgspec.Struct, frozen=True):
    """An issued letter; `href` is where its PDF is."""

    letter_id: UUID
    letter_no: str
    title: str
    issued_on: date
    href: str


class CaseState(msgspec.Struct, frozen=True):
    """What the requester sees of a case. `stage_name` is Chinese."""

    request_no: str
    register_no: str | None
    agency: AgencyEntry
    stage: Stage
    stage_name: str
    submitted_at: datetime
    items: tuple[str, ...]
    ledger: Ledger
    letters: tuple[LetterEntry, ...]


class Health(msgspec.Struct, frozen=True):
    """The service answers, and so does its database."""

    status: str


@get("/health")
async def health(ground: TheGround) -> Response[bytes]:
    """Whether the service and its database answer; 503 when the database doesn't."""
    async with ground.pool.agencies(()):
        return _json(Health("ok"))


@get("/agencies")
async def list_agencies(ground: TheGround) -> Response[bytes]:
    """The agencies that receive requests here."""
    return _json([_agency(agency) for agency in await agencies(ground)])


@post("/clock", status_code=HTTP_200_OK)
async def compute(request: AnyRequest, ground: TheGround) -> Response[bytes]:
    """The ledger of a course of events (clock contract), under the calendars of this service."""
    body = await read_body(request, _JSON)
    try:
        return _json(ledger(course_from_json(body), ground.book.clock, ground.calendar))
    except (CourseError, ClockError) as error:
        raise Unacceptable("impossible_course", str(error)) from None


@post("/requests")
async def receive(request: AnyRequest, ground: TheGround, now: Now) -> Response[bytes]:
    """Store an application; 201 with its receipt, 200 with the same receipt when it was stored before."""
    body = _decode(await read_body(request, _JSON), Submission)
    check_printable(msgspec.to_builtins(body))
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
    return _json(shown, status, {"Location": f"{_PREFIX}/requests/{receipt.request_no}"})


@get("/requests/{request_no:str}")
async def follow(request: AnyRequest, ground: TheGround, now: Now, request_no: FromPath[str]) -> Response[bytes]:
    """The case with this number, for who has its access code; 404 alike for everybody else."""
    seen = await look_up(ground, normal(request_no), _access_code(request), day_in_china(now))
    return _json(_case(seen))


@get("/requests/{request_no:str}/letters/{letter_id:str}")
async def letter(
    request: AnyRequest, ground: TheGround, request_no: FromPath[str], letter_id: FromPath[str]
) -> Response[bytes]:
    """A letter as PDF, under the same condition."""
    try:
        key = UUID(letter_id)
    except ValueError:
        key = UUID(int=0)  # no letter has it: the answer is the same 404
    return attachment(*await letter_bytes(ground, normal(request_no), _access_code(request), key))


def _access_code(request: AnyRequest) -> str:
    return normal(request.headers.get(ACCESS_CODE, ""))


def _decode(body: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        raise Unacceptable("invalid_body", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unacceptable("broken_json") from None


def _agency(agency: Agency) -> AgencyEntry:
    return AgencyEntry(agency.code, agency.name, agency.letters.contact_phone, agency.letters.contact_address)


def _case(seen: Seen) -> CaseState:
    base = f"{_PREFIX}/requests/{seen.request_no}/letters"
    return CaseState(
        request_no=seen.request_no,
        register_no=seen.register_no,
        agency=_agency(seen.agency),
        stage=seen.stage,
        stage_name=seen.stage.zh,
        submitted_at=seen.submitted_at,
        items=seen.items,
        ledger=seen.ledger,
        letters=tuple(
            LetterEntry(one.letter_id, one.letter_no, one.title, one.issued_on, f"{base}/{one.letter_id}")
            for one in seen.letters
        ),
    )


def _json(value: object, status: int = HTTP_200_OK, headers: dict[str, str] | None = None) -> Response[bytes]:
    return Response(msgspec.json.encode(value), status_code=status, media_type=_JSON, headers=headers)


@get("/openapi.json")
async def description(openapi: TheDescription) -> Response[bytes]:
    """This interface, described (OpenAPI 3.1)."""
    return Response(openapi, media_type=_JSON, headers={"Cache-Control": "public, max-age=300"})


api_router = Router(
    path=_PREFIX,
    route_handlers=[health, list_agencies, compute, receive, follow, letter, description],
)
