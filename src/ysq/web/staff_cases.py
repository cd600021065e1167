"""What staff read at the JSON face: the list, a case now or in the past, its letters and its package."""

from datetime import date, datetime
from typing import Annotated, TypeVar
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK

from ysq.cases import day_in_china, find_cases, open_case, reveal
from ysq.cases.draft_file import DOCX, draft_docx
from ysq.cases.parcel import parcel
from ysq.cases.queue import PAGE, QueueQuery, list_cases
from ysq.cases.ruling import case_findings
from ysq.cases.sheet import past_sheet, sheet
from ysq.domain import errors as x
from ysq.domain.people import Identity, Line
from ysq.domain.terms import Channel, Purpose, SoughtBy, Stage
from ysq.faults import explained
from ysq.web.bearer import Who, at_work
from ysq.web.deps import Now, TheGround
from ysq.web.errors import Unacceptable
from ysq.web.follow import attachment
from ysq.web.forms import AnyRequest, printable
from ysq.web.giving import uuid_of
from ysq.web.json_face import PREFIX, answer, read_json

S = TypeVar("S", bound=msgspec.Struct)


class ListQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The list's query: `stage` may come several times."""

    stage: tuple[Stage, ...] = ()
    due_from: date | None = None
    due_until: date | None = None
    number: Line | None = None
    after: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE)] = PAGE
    channel: Channel | None = None
    unit: Line | None = None


class PastQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """时间回溯: as of the end of a day, as far as it was known at an instant (with its time zone)."""

    as_of: date | None = None
    known_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class PackageQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the package, which holds identities, is taken out."""

    purpose: Purpose = Purpose.ARCHIVE


class Revealing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose identity is read, and why."""

    person_id: UUID
    purpose: Purpose


class Search(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose cases are looked for, by what, and why. What is typed stands in the body, so that no log has it."""

    by: SoughtBy
    value: Line
    purpose: Purpose


class CasesFound(msgspec.Struct, frozen=True):
    """The cases of one's own agency with such a person, the newest first; that they were looked for is on record."""

    cases: tuple[UUID, ...]


class Revealed(msgspec.Struct, frozen=True):
    """An identity in full; that it was read is on record."""

    person_id: UUID
    identity: Identity


@get("/cases")
async def list_them(request: AnyRequest, ground: TheGround, now: Now, who: Who) -> Response[bytes]:
    """A page of the list: by due date, then id."""
    asked = query_of(request, ListQuery)
    query = QueueQuery(
        asked.stage or None, asked.due_from, asked.due_until, asked.number, asked.after, asked.limit, asked.channel,
        asked.unit,
    )  # fmt: skip
    return answer(await list_cases(ground, who.actor, query, day_in_china(now)))


@get("/cases/{case_id:str}")
async def show(request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str]) -> Response[bytes]:
    """The case with its open commands; or, without them, as it stood at `as_of` and was known at `known_at`."""
    asked = query_of(request, PastQuery)
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    if asked.as_of is None and asked.known_at is None:
        found = sheet(ground, who.actor, dossier, now)
        return answer(found, headers={"ETag": etag(found.version)})
    # Within the case's life, so that no date outside the calendar is asked for.
    known_at = min(asked.known_at or now, now)
    as_of = min(asked.as_of or day_in_china(max(known_at, dossier.log[0].at)), day_in_china(now))
    return answer(past_sheet(ground, who.actor, dossier, as_of, known_at))


@get("/cases/{case_id:str}/findings")
async def findings(ground: TheGround, now: Now, who: Who, case_id: FromPath[str]) -> Response[bytes]:
    """What the rules find of each item now, with what was seen when it was determined."""
    return answer(case_findings(ground, await open_case(ground, who.actor, uuid_of(case_id)), now))


@get("/cases/{case_id:str}/letters/{letter_id:str}")
async def letter(ground: TheGround, who: Who, case_id: FromPath[str], letter_id: FromPath[str]) -> Response[bytes]:
    """An issued letter as PDF, sealed once it has a seal."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    found = dossier.case.frozen(uuid_of(letter_id))
    if found is None:
        raise x.NotFound("没有这份文书", (), "，请从案件的文书中选择。")
    return attachment(dossier.files[found.handed_out.id].name, await ground.files.get(found.handed_out.id))


@get("/cases/{case_id:str}/draft.docx")
async def draft(ground: TheGround, now: Now, who: Who, case_id: FromPath[str]) -> Response[bytes]:
    """The letter that the open proposals would give, as DOCX to be worked on; it is no letter yet."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    name, content = await draft_docx(ground, who.actor, dossier, day_in_china(now))
    return attachment(name, content, DOCX)


@get("/cases/{case_id:str}/package")
async def package(request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str]) -> Stream:
    """The archive package as it would be today, zipped."""
    purpose = query_of(request, PackageQuery).purpose
    made = await parcel(ground, who.actor, uuid_of(case_id), purpose, now)
    disposition = f"attachment; filename=\"case.zip\"; filename*=UTF-8''{quote(made.name, safe='')}"
    headers = {"Content-Disposition": disposition, "Content-Length": str(made.size)}
    return Stream(made.chunks, media_type="application/zip", headers=headers)


@post("/cases/{case_id:str}/reveal", status_code=HTTP_200_OK)
async def show_identity(
    request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str]
) -> Response[bytes]:
    """A person's identity in full, on record with its purpose."""
    asked = await read_json(request, Revealing)
    identity = await reveal(ground, who.actor, uuid_of(case_id), asked.person_id, asked.purpose, now)
    return answer(Revealed(asked.person_id, identity))


@post("/identity-searches", status_code=HTTP_200_OK)
async def search(request: AnyRequest, ground: TheGround, now: Now, who: Who) -> Response[bytes]:
    """The cases of a person by identity number or telephone, on record with its purpose."""
    asked = await read_json(request, Search)
    return answer(CasesFound(await find_cases(ground, who.actor, asked.by, asked.value, asked.purpose, now)))


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def query_of(request: AnyRequest, shape: type[S]) -> S:
    """The query in this shape; a field that may come once and comes twice is refused."""
    given: dict[str, object] = {}
    for name, value in request.query_params.multi_items():
        if name == "stage":
            given["stage"] = (*_stages(given), value)
        elif name in given:
            raise Unacceptable("bad_query", f"{name}: 只能写一次")
        else:
            given[name] = value
    if not printable("".join(request.query_params.values())):
        raise Unacceptable("bad_query", "含有控制字符。")
    try:
        return msgspec.convert(given, shape, strict=False)
    except msgspec.ValidationError as error:
        raise Unacceptable("bad_query", explained(error, given, shape)) from None


def _stages(given: dict[str, object]) -> tuple[str, ...]:
    found = given.get("stage", ())
    assert isinstance(found, tuple), "only tuples are put there"
    return found


cases_router = Router(
    path=PREFIX,
    route_handlers=[list_them, show, findings, letter, draft, package, show_identity, search],
    dependencies={"who": Provide(at_work)},
)
