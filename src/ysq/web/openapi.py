"""Describes the JSON face as OpenAPI 3.1: the shapes come from the Structs, the words and examples from here."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import msgspec

from ysq.domain.clock import Course, Ledger
from ysq.web.api import ACCESS_CODE, AgencyEntry, CaseState, Health, Submission, Submitted
from ysq.web.problems import PROBLEM_JSON, Problem
from ysq.web.words import Words

_ID = "3f2c8a52-6f0e-4a7e-9c3b-0d1f5e7a9b10"
_APPLICATION = {
    "requester": {"kind": "person", "name": "林知远", "phone": "13800000000"},
    "items": [{"description": "2025年度老旧小区改造项目清单", "title": "", "document_no": ""}],
    "medium": "electronic",
    "delivery": "collect",
}
_COURSE = {
    "as_of": "2026-03-20",
    "events": [
        {"type": "request.received", "date": "2026-03-02", "channel": "online"},
        {"type": "consultation.sent", "date": "2026-03-09", "party": "A", "kind": "third_party"},
    ],
}
_SUBMITTED = {
    "request_no": "SZZRZY-2026-S-0001",
    "access_code": "7KQ2MHX4TD",
    "agency": "石钟县自然资源局",
    "received_on": "2026-03-02",
    "due_on": "2026-03-30",
    "provisional": False,
    "submitted_at": "2026-03-02T01:05:00Z",
}
_SHAPES = (Course, Ledger, Submission, Submitted, CaseState, AgencyEntry, Health, Problem)
_SCHEMAS, _COMPONENTS = msgspec.json.schema_components(
    [*_SHAPES, list[AgencyEntry]], ref_template="#/components/schemas/{name}"
)
_SCHEMA = dict(zip([*(shape.__name__ for shape in _SHAPES), "Agencies"], _SCHEMAS, strict=True))
_SECURED: tuple[dict[str, list[str]], ...] = ({"accessCode": []},)
_PROBLEMS = {  # status: the code shown as example, the notice whose words it has, what it means
    400: ("broken_json", "broken_json", "The body is not JSON, or not of the shape described here."),
    404: ("not_found", "not_found", "No such number, or not with this access code: the two look alike on purpose."),
    409: (
        "submission_changed",
        "refused",
        "The same submission_id came before with other content; nothing was stored.",
    ),
    413: ("body_too_large", "body_too_large", "The body is larger than 1 MiB."),
    415: ("wrong_content_type", "wrong_content_type", "The body must be application/json."),
    422: ("agency_unknown", "refused", "The law or the agency's settings do not allow it; `provisions` says which."),
    503: (
        "not_submitted",
        "not_submitted",
        "The database is away; nothing counts as submitted. Repeat with the same submission_id.",
    ),
}


def document(words: Words) -> bytes:
    """The description as UTF-8 JSON with a final line end; the same bytes for the same code and words."""
    content = {
        "openapi": "3.1.0",
        "info": {
            "title": "ysq",
            "version": version("ysq"),
            "description": "Applications for government information under China's 政府信息公开条例. Dates are days in"
            " Asia/Shanghai, instants are UTC. Errors are RFC 9457 problems whose words are Chinese.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(words),
        "components": {"schemas": _COMPONENTS, "securitySchemes": {"accessCode": _access_code()}},
    }
    text = msgspec.json.format(msgspec.json.encode(content, order="sorted"), indent=2)
    return text + b"\n"


def _paths(words: Words) -> Mapping[str, object]:
    def operation(name: str, summary: str, answers: Mapping[str, Any], problems: Sequence[int]) -> dict[str, Any]:
        told = {str(status): _problem(words, status) for status in problems}
        return {"operationId": name, "summary": summary, "responses": dict(answers) | told}

    number = _path_parameter("request_no", {"type": "string"}, _SUBMITTED["request_no"])
    letter = _path_parameter("letter_id", {"type": "string", "format": "uuid"}, _ID)
    sent = {"submission_id": _ID, "agency": "SZZRZY", "application": _APPLICATION}
    base = "/api/v1"
    health = operation("health", "Whether the service and its database answer", _ok("Health"), [503])
    agencies = operation("agencies", "The agencies that receive requests", _ok("Agencies"), [503])
    clock = operation("clock", "Every deadline of a course of events, step by step", _ok("Ledger"), [400, 413, 415])
    submit = operation("submit", "Submit an application", _receipts(), [400, 409, 413, 415, 422, 503])
    follow = operation("follow", "What has been done with a request", _ok("CaseState"), [404, 503])
    pdf = operation("letter", "A letter as PDF", _content("application/pdf"), [404, 503])
    itself = operation("openapi", "This description", _content("application/json"), [])
    return {
        f"{base}/health": {"get": health},
        f"{base}/agencies": {"get": agencies},
        f"{base}/clock": {"post": clock | {"requestBody": _body("Course", _COURSE)}},
        f"{base}/requests": {"post": submit | {"requestBody": _body("Submission", sent)}},
        f"{base}/requests/{{request_no}}": {"get": follow | {"parameters": [number], "security": _SECURED}},
        f"{base}/requests/{{request_no}}/letters/{{letter_id}}": {
            "get": pdf | {"parameters": [number, letter], "security": _SECURED}
        },
        f"{base}/openapi.json": {"get": itself},
    }


def _problem(words: Words, status: int) -> dict[str, Any]:
    code, name, meaning = _PROBLEMS[status]
    notice = words.notices[name]
    example = Problem(f"urn:ysq:problem:{code}", notice.title, status, notice.detail + notice.todo, code)
    return {"description": meaning, "content": {PROBLEM_JSON: {"schema": _SCHEMA["Problem"], "example": example}}}


def _content(media_type: str) -> dict[str, Any]:
    return {"200": {"description": media_type, "content": {media_type: {}}}}


def _ok(shape: str) -> dict[str, Any]:
    return {"200": {"description": shape, "content": {"application/json": {"schema": _SCHEMA[shape]}}}}


def _receipts() -> dict[str, Any]:
    content = {"application/json": {"schema": _SCHEMA["Submitted"], "example": _SUBMITTED}}
    location = {"Location": {"description": "Where the case can be followed", "schema": {"type": "string"}}}
    return {
        "201": {"description": "Stored; the receipt", "headers": location, "content": content},
        "200": {"description": "Stored before; the same receipt", "headers": location, "content": content},
    }


def _body(shape: str, example: object) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _SCHEMA[shape], "example": example}}}


def _path_parameter(name: str, schema: Mapping[str, str], example: object) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema, "example": example}


def _access_code() -> dict[str, str]:
    words = "The 10-letter code on the receipt. It opens one case."
    return {"type": "apiKey", "in": "header", "name": ACCESS_CODE, "description": words}
