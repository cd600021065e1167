"""The staff's part of the description: sessions, cases, and one operation for each command."""

from collections.abc import Mapping
from typing import Any

from ysq.cases.draft_file import DOCX
from ysq.domain.terms import Channel, Purpose, Stage
from ysq.web.giving import NOUNS
from ysq.web.openapi_accounts import account_paths
from ysq.web.openapi_parts import BODY, body, content, ok, operation, path_parameter, query_parameter

ID = "3f2c8a52-6f0e-4a7e-9c3b-0d1f5e7a9b10"
_BASE = "/api/v1"
_SECURED: Mapping[str, object] = {"security": ({"session": ()},)}
_DATE = {"type": "string", "format": "date"}
_TAG = {"ETag": {"description": "The version of the case, for If-Match", "schema": {"type": "string"}}}
_MATCH = {
    "name": "If-Match", "in": "header", "required": True, "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "example": '"3"', "description": "The ETag of the case as it was seen",
}  # fmt: skip
_YEAR = {
    "year": 2027, "published": True, "work": [], "rest": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}],
    "notices": [
        {"title": "2027年节假日安排的通知", "number": None, "issued_on": None, "mark": "memory", "source": "示例"},
    ],
}  # fmt: skip
_EMPTY = {"204": {"description": "Done"}}


def staff_paths() -> Mapping[str, object]:
    """Path -> method -> operation."""
    return {**_sessions(), **_cases(), **_papers(), **_drafts(), **_calendars(), **account_paths(), **_commands()}


def _sessions() -> Mapping[str, object]:
    tell = operation
    signing = body("SignIn", {"login": "jingban", "password": "********"})
    renewing = body("NewPassword", {"old": "********", "new": "************"})
    choosing = body("Appointment", {"agency_id": 2, "role": "clerk"})
    return {
        f"{_BASE}/session": {
            "post": tell("signIn", "Sign in", ok("SignedIn", 201), [*BODY, 401, 403, 429, 503], requestBody=signing),
            "get": tell("whoActs", "Who acts with this token", ok("WhoActs"), [401, 503], **_SECURED),
            "delete": tell("signOut", "Sign out", _EMPTY, [401, 503], **_SECURED),
        },
        f"{_BASE}/session/password": {
            "post": tell(
                "changePassword", "Change one's own password", _EMPTY, [*BODY, 401, 429, 503], requestBody=renewing,
                **_SECURED,
            )
        },
        f"{_BASE}/session/appointment": {
            "post": tell(
                "actAs", "Go on under another appointment", ok("WhoActs"), [*BODY, 401, 403, 404, 503],
                requestBody=choosing, **_SECURED,
            )
        },
    }  # fmt: skip


def _cases() -> Mapping[str, object]:
    tell = operation
    case = path_parameter("case_id", {"type": "string", "format": "uuid"}, ID)
    letter = path_parameter("letter_id", {"type": "string", "format": "uuid"}, ID)
    past = [
        query_parameter("as_of", _DATE, "As it stood at the end of this day"),
        query_parameter("known_at", {"type": "string", "format": "date-time"}, "As far as it was recorded by then"),
    ]
    why = query_parameter("purpose", {"enum": sorted(Purpose), "default": "archive"}, "Why identities are taken out")
    read = [400, 401, 403, 404, 503]
    asked = body("Revealing", {"person_id": ID, "purpose": "contact"})
    looked = {"by": "phone", "value": "13800000000", "purpose": "check_identity"}
    one = f"{_BASE}/cases/{{case_id}}"
    zipped, pdf = content("application/zip"), content("application/pdf")
    return {
        f"{_BASE}/cases": {
            "get": tell("cases", "The list, by due date", ok("Queue"), [400, 401, 403, 503],
                        parameters=_list_query(), **_SECURED)
        },
        one: {
            "get": tell("case", "A case, with what may be done and by when", ok("Sheet", 200, _TAG), read,
                        parameters=[case, *past], **_SECURED)
        },
        f"{one}/findings": {
            "get": tell("findings", "What the rules find, item by item, and what was seen when it was determined",
                        ok("CaseFindings"), [401, 403, 404, 503], parameters=[case], **_SECURED)
        },
        f"{one}/letters/{{letter_id}}": {
            "get": tell("caseLetter", "A letter as PDF", pdf, [401, 403, 404, 503], parameters=[case, letter],
                        **_SECURED)
        },
        f"{one}/letters/{{letter_id}}/merged": {
            "get": tell("caseLetterMerged", "A letter with its PDF attachments, to be read", pdf,
                        [401, 403, 404, 422, 503], parameters=[case, letter], **_SECURED)
        },
        f"{one}/draft.docx": {
            "get": tell("draft", "The letter that is proposed, to be worked on", content(DOCX),
                        [401, 403, 404, 422, 503], parameters=[case], **_SECURED)
        },
        f"{one}/package": {
            "get": tell("package", "The archive package, at any stage", zipped, read, parameters=[case, why],
                        **_SECURED)
        },
        f"{one}/reveal": {
            "post": tell("reveal", "An identity in full, on record", ok("Revealed"), [*BODY, 401, 403, 404, 503],
                         parameters=[case], requestBody=asked, **_SECURED)
        },
        f"{_BASE}/identity-searches": {
            "post": tell("searchIdentity", "The cases of a person, by number or telephone, on record", ok("CasesFound"),
                         [*BODY, 401, 403, 503], requestBody=body("Search", looked), **_SECURED)
        },
    }  # fmt: skip


def _papers() -> Mapping[str, object]:
    tell = operation
    case = path_parameter("case_id", {"type": "string", "format": "uuid"}, ID)
    kind = path_parameter("kind", {"type": "string"}, "clarification_notice")
    about = query_parameter("about", {"type": "string", "maxLength": 200}, "Which party, unit or letter, of several")
    item = query_parameter("item", {"type": "integer", "minimum": 1, "maximum": 50}, "Of this item alone")
    on = query_parameter("on", _DATE, "As if issued on this day, at the latest today")
    one, read = f"{_BASE}/cases/{{case_id}}", [400, 401, 403, 404, 503]
    return {
        f"{one}/letters/draft": {
            "get": tell("draftLetter", "The letter as it would be issued, and what the checks find in it",
                        ok("DraftSheet"), read, parameters=[case, item, on], **_SECURED)
        },
        f"{one}/papers": {
            "get": tell("papers", "The procedural documents that can be made of the case now", ok("Papers"),
                        [401, 403, 404, 503], parameters=[case], **_SECURED)
        },
        f"{one}/papers/{{kind}}": {
            "get": tell("paper", "A procedural document as PDF; the reading of an identity is on record",
                        content("application/pdf"), [*read, 409, 422], parameters=[case, kind, about], **_SECURED)
        },
    }  # fmt: skip


def _drafts() -> Mapping[str, object]:
    tell = operation
    case = path_parameter("case_id", {"type": "string", "format": "uuid"}, ID)
    file = path_parameter("file_id", {"type": "string", "format": "uuid"}, ID)
    item = query_parameter("item", {"type": "integer", "minimum": 1, "maximum": 50}, "The letter with this item")
    number = {"type": "integer", "minimum": 0, "maximum": 10_000}
    between = [
        query_parameter("earlier", number | {"default": 0}, "From this version; 0: as generated"),
        query_parameter("later", number, "To this version; the newest when left out"),
    ]
    draft, read = f"{_BASE}/cases/{{case_id}}/letters/draft", [400, 401, 403, 404, 409, 503]
    return {
        f"{draft}/versions": {
            "get": tell("draftVersions", "The draft letter with its versions, comments and returned files",
                        ok("DraftBook"), read, parameters=[case, item], **_SECURED)
        },
        f"{draft}/changes": {
            "get": tell("draftChanges", "What differs between two versions, word by word", ok("Changes"), read,
                        parameters=[case, item, *between], **_SECURED)
        },
        f"{draft}/files/{{file_id}}": {
            "get": tell("returnedDraft", "What a returned file would change, and what of it is refused",
                        ok("ReturnedDraft"), [*read, 422], parameters=[case, file, item], **_SECURED)
        },
        f"{draft}/files/{{file_id}}/content": {
            "get": tell("returnedFile", "A returned file as it came", content(DOCX), [401, 403, 404, 503],
                        parameters=[case, file], **_SECURED)
        },
    }  # fmt: skip


def _list_query() -> list[dict[str, Any]]:
    stages = {"type": "array", "items": {"enum": [stage.value for stage in Stage]}}
    return [
        query_parameter("stage", stages, "Any of these; none: what is still to be done"),
        query_parameter("due_from", _DATE, "Due on this day or later"),
        query_parameter("due_until", _DATE, "Due on this day or earlier"),
        query_parameter("channel", {"enum": [channel.value for channel in Channel]}, "Received in this way"),
        query_parameter("unit", {"type": "string", "minLength": 1, "maxLength": 200}, "Asked of this unit, by name"),
        query_parameter("number", {"type": "string", "minLength": 1, "maxLength": 200}, "Request or register number"),
        query_parameter("after", {"type": "string", "maxLength": 200}, "The cursor that the page before gave"),
        query_parameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 100}, "Cases a page"),
    ]


def _calendars() -> Mapping[str, object]:
    number = path_parameter("number", {"type": "string", "pattern": "^[0-9]{1,9}$"}, "1")
    place = {"Location": {"description": "Where its counting can be followed", "schema": {"type": "string"}}}
    return {
        f"{_BASE}/calendars": {
            "get": operation(
                "calendars", "The newest imports of calendars", ok("Imports"), [401, 403, 503], **_SECURED
            ),
            "post": operation(
                "importCalendar",
                "Import a year's days off; open cases are counted again",
                ok("Added", 202, place),
                [*BODY, 401, 403, 503],
                requestBody=body("CalendarYear", _YEAR),
                **_SECURED,
            ),
        },
        f"{_BASE}/calendars/{{number}}": {
            "get": operation(
                "calendarImport",
                "How far the counting is, and what the import moved",
                ok("ImportSeen"),
                [401, 403, 404, 503],
                parameters=[number],
                **_SECURED,
            )
        },
    }


def _commands() -> Mapping[str, object]:
    case = path_parameter("case_id", {"type": "string", "format": "uuid"}, ID)
    problems = [*BODY, 401, 403, 404, 409, 412, 428, 503]
    return {
        f"{_BASE}/cases/{{case_id}}/{noun}": {
            "post": operation(
                str(kind.__struct_config__.tag), str(kind.__doc__).splitlines()[0].rstrip(".:"),
                ok("Given", 200, _TAG), problems, parameters=[case, _MATCH], requestBody=body(kind.__name__, None),
                **_SECURED,
            )
        }
        for noun, kind in NOUNS.items()
    }  # fmt: skip
