"""The pieces of the description: schemas from the Structs, answers, problems, parameters."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import msgspec

from ysq.accounts import AccountMade, NewAccount
from ysq.accounts.roll import Enrolled, NewUnit
from ysq.cases.draft import DraftSheet
from ysq.cases.draft_book import DraftBook, ReturnedDraft
from ysq.cases.hand_out import PaperOffer
from ysq.cases.moved import ImportSeen
from ysq.cases.queue import Queue
from ysq.cases.ruling import CaseFindings
from ysq.cases.sheet import Sheet
from ysq.db.accounts import Appointment, Unit
from ysq.db.calendars import Added
from ysq.db.recounts import Progress
from ysq.domain.calendar import CalendarYear
from ysq.domain.clock import Course, Ledger
from ysq.domain.commands import CaseCommand
from ysq.web.api import Health, Submission, Submitted
from ysq.web.problems import PROBLEM_JSON, Problem
from ysq.web.requester import Clarification, Withdrawal
from ysq.web.seen import AgencyEntry, CaseState
from ysq.web.shapes import Given
from ysq.web.staff_accounts import Dismissal, FirstPassword
from ysq.web.staff_cases import CasesFound, Revealed, Revealing, Search
from ysq.web.staff_drafts import Changes
from ysq.web.staff_session import NewPassword, SignedIn, SignIn, WhoActs
from ysq.web.words import Words

_SHAPES: tuple[Any, ...] = (
    Course, Ledger, Submission, Submitted, CaseState, AgencyEntry, Health, Problem, Clarification, Withdrawal, SignIn,
    SignedIn, NewPassword, Appointment, WhoActs, Queue, Sheet, CaseFindings, Given, Revealing, Revealed, Search,
    CasesFound, CalendarYear, Added, ImportSeen, DraftSheet, DraftBook, Changes, ReturnedDraft, NewAccount,
    AccountMade, Enrolled, Dismissal, FirstPassword, NewUnit, Unit, *get_args(CaseCommand),
)  # fmt: skip
_LISTS: dict[str, Any] = {
    "Agencies": list[AgencyEntry], "Imports": list[Progress], "Papers": tuple[PaperOffer, ...],
    "Roll": tuple[Enrolled, ...], "Units": tuple[Unit, ...],
}  # fmt: skip
_SCHEMAS, COMPONENTS = msgspec.json.schema_components(
    [*_SHAPES, *_LISTS.values()], ref_template="#/components/schemas/{name}"
)
SCHEMA = dict(zip([*(shape.__name__ for shape in _SHAPES), *_LISTS], _SCHEMAS, strict=True))
for _kind in get_args(CaseCommand):
    _name = SCHEMA[_kind.__name__]["$ref"].rpartition("/")[2]
    # The path names the command, so its body needn't.
    del COMPONENTS[_name]["properties"]["type"]
    COMPONENTS[_name]["required"].remove("type")

_PROBLEMS = {  # status: the code shown as example, the notice whose words it has, what it means
    400: ("broken_json", "broken_json", "The body or the query is not of the shape described here."),
    401: ("signed_out", "signed_out", "No living session, or a wrong login or password."),
    403: ("not_allowed", "refused", "The actor's role does not have this."),
    404: ("not_found", "not_found", "There is none, or not for you: the two look alike on purpose."),
    408: ("body_too_slow", "body_too_slow", "The body did not arrive in 20 seconds."),
    409: ("wrong_stage", "refused", "The case does not allow it now; `provisions` says why, `todo` what to do."),
    412: ("stale", "refused", "Somebody else changed the case since; `changed` says who and what."),
    413: ("body_too_large", "body_too_large", "The body is larger than 1 MiB."),
    415: ("wrong_content_type", "wrong_content_type", "The body must be application/json."),
    422: ("agency_unknown", "refused", "The law or the agency's settings do not allow it; `provisions` says which."),
    428: ("if_match_missing", "if_match_missing", "Say in If-Match which version of the case you have seen."),
    429: ("code_locked", "locked", "Five wrong attempts: locked for 15 minutes, whether the number exists or not."),
    503: ("not_submitted", "not_submitted", "The database is away or sign-in is busy; nothing was stored. Repeat."),
}
BODY = (400, 408, 413, 415, 422)
"""What may be wrong with a body."""


def operation(
    name: str, summary: str, answers: Mapping[str, Any], problems: Sequence[int], **more: object
) -> dict[str, Any]:
    """An operation with its answers, and the problems with these statuses."""
    told = {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(problems)}
    return {"operationId": name, "summary": summary, "responses": dict(answers) | told} | more


def content(media_type: str) -> dict[str, Any]:
    """200 with bytes of this type."""
    return {"200": {"description": media_type, "content": {media_type: {}}}}


def ok(shape: str, status: int = 200, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A status with this shape."""
    told: dict[str, Any] = {"description": shape, "content": {"application/json": {"schema": SCHEMA[shape]}}}
    return {str(status): told | ({"headers": headers} if headers else {})}


def body(shape: str, example: object) -> dict[str, Any]:
    """A required JSON body."""
    held = {"schema": SCHEMA[shape]} | ({"example": example} if example is not None else {})
    return {"required": True, "content": {"application/json": held}}


def path_parameter(name: str, schema: Mapping[str, str], example: object) -> dict[str, Any]:
    """A part of the path."""
    return {"name": name, "in": "path", "required": True, "schema": schema, "example": example}


def query_parameter(name: str, schema: Mapping[str, object], summary: str) -> dict[str, Any]:
    """A part of the query."""
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": summary}


def problem_responses(words: Words) -> dict[str, Any]:
    """Every problem's response, by status."""
    return {str(status): _problem(words, status) for status in _PROBLEMS}


def _problem(words: Words, status: int) -> dict[str, Any]:
    code, name, meaning = _PROBLEMS[status]
    notice = words.notices[name]
    example = Problem(f"urn:ysq:problem:{code}", notice.title, status, notice.detail + notice.todo, code)
    return {"description": meaning, "content": {PROBLEM_JSON: {"schema": SCHEMA["Problem"], "example": example}}}
