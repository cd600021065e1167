"""Draft letters at the JSON face: versions, what differs between them, comments, and files that came back."""

from typing import Annotated

import msgspec
from litestar import Response, Router, get
from litestar.di import Provide
from litestar.params import FromPath

from ysq.cases import day_in_china, open_case
from ysq.cases.draft_book import draft_book, returned_draft, returned_file
from ysq.cases.draft_file import DOCX
from ysq.letters.differences import ParagraphChange
from ysq.web.bearer import Who, at_work
from ysq.web.deps import Now, TheGround
from ysq.web.follow import attachment
from ysq.web.forms import AnyRequest
from ysq.web.giving import uuid_of
from ysq.web.json_face import PREFIX, answer
from ysq.web.staff_cases import query_of

_Revision = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class BookQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The letter of which this item is part; the first one drafted when it is left out."""

    item: Annotated[int, msgspec.Meta(ge=1, le=50)] | None = None


class ChangesQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From one version to another: 0 is what is generated, and the newest is what is left out."""

    item: Annotated[int, msgspec.Meta(ge=1, le=50)] | None = None
    earlier: _Revision = 0
    later: _Revision | None = None


class Changes(msgspec.Struct, frozen=True):
    """What differs between two versions, paragraph by paragraph and word by word."""

    earlier: int
    later: int
    paragraphs: tuple[ParagraphChange, ...]


@get("/cases/{case_id:str}/letters/draft/versions")
async def versions(
    request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str]
) -> Response[bytes]:
    """The draft letter with all its versions, comments and returned files."""
    asked = query_of(request, BookQuery)
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    return answer(draft_book(ground, who.actor, dossier, asked.item, day_in_china(now)))


@get("/cases/{case_id:str}/letters/draft/changes")
async def changes(
    request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str]
) -> Response[bytes]:
    """What differs between two versions."""
    asked = query_of(request, ChangesQuery)
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    book = draft_book(ground, who.actor, dossier, asked.item, day_in_china(now))
    later = book.revision if asked.later is None else asked.later
    return answer(Changes(asked.earlier, later, book.changes(asked.earlier, later)))


@get("/cases/{case_id:str}/letters/draft/files/{file_id:str}")
async def returned(
    request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str], file_id: FromPath[str]
) -> Response[bytes]:
    """What a file that came back would change, and what of it is refused."""
    asked = query_of(request, BookQuery)
    dossier, today = await open_case(ground, who.actor, uuid_of(case_id)), day_in_china(now)
    book = draft_book(ground, who.actor, dossier, asked.item, today)
    return answer(await returned_draft(ground, who.actor, dossier, book, uuid_of(file_id), today))


@get("/cases/{case_id:str}/letters/draft/files/{file_id:str}/content")
async def content(ground: TheGround, who: Who, case_id: FromPath[str], file_id: FromPath[str]) -> Response[bytes]:
    """The file as it came back."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    return attachment(*await returned_file(ground, who.actor, dossier, uuid_of(file_id)), DOCX)


drafts_router = Router(
    path=PREFIX, route_handlers=[versions, changes, returned, content], dependencies={"who": Provide(at_work)}
)
