"""Describes the JSON face as OpenAPI 3.1: the shapes come from the Structs, the words and examples from here."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import msgspec

from ysq.web.openapi_parts import (
    BODY,
    COMPONENTS,
    SCHEMA,
    body,
    content,
    ok,
    operation,
    path_parameter,
    problem_responses,
)
from ysq.web.openapi_staff import ID, staff_paths
from ysq.web.requester import ACCESS_CODE
from ysq.web.words import Words

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
_SECURED: tuple[dict[str, list[str]], ...] = ({"accessCode": []},)


def document(words: Words) -> bytes:
    """The description as UTF-8 JSON with a final line end; the same bytes for the same code and words."""
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "ysq",
            "version": version("ysq"),
            "description": "Applications for government information under China's 政府信息公开条例. Dates are days in"
            " Asia/Shanghai, instants are UTC. Errors are RFC 9457 problems whose words are Chinese.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "components": {
            "schemas": COMPONENTS,
            "responses": problem_responses(words),
            "securitySchemes": {"accessCode": _access_code(), "session": _session()},
        },
    }
    text = msgspec.json.format(msgspec.json.encode(described, order="sorted"), indent=2)
    return text + b"\n"


def _paths() -> Mapping[str, object]:
    number = path_parameter("request_no", {"type": "string"}, _SUBMITTED["request_no"])
    letter = path_parameter("letter_id", {"type": "string", "format": "uuid"}, ID)
    file = path_parameter("file_id", {"type": "string", "format": "uuid"}, ID)
    sent = {"submission_id": ID, "agency": "SZZRZY", "application": _APPLICATION}
    mine = {"parameters": [number], "security": _SECURED}
    item = {"items": {"1": {"description": "2025年度老旧小区改造项目清单"}}}
    tell = operation
    given = (*BODY, 404, 409, 429, 503)
    base = "/api/v1"
    return {
        f"{base}/health": {"get": tell("health", "Whether the service and its database answer", ok("Health"), [503])},
        f"{base}/agencies": {"get": tell("agencies", "The agencies that receive requests", ok("Agencies"), [503])},
        f"{base}/clock": {
            "post": tell(
                "clock", "Every deadline of a course of events, step by step", ok("Ledger"), [400, 408, 413, 415],
                requestBody=body("Course", _COURSE),
            )
        },
        f"{base}/requests": {
            "post": tell(
                "submit", "Submit an application", _receipts(), [*BODY, 409, 503],
                requestBody=body("Submission", sent),
            )
        },
        f"{base}/requests/{{request_no}}": {
            "get": tell("follow", "What has been done with a request", ok("CaseState"), [404, 429, 503], **mine)
        },
        f"{base}/requests/{{request_no}}/letters/{{letter_id}}": {
            "get": tell("letter", "A letter as PDF", content("application/pdf"), [404, 429, 503],
                        parameters=[number, letter], security=_SECURED)
        },
        f"{base}/requests/{{request_no}}/letters/{{letter_id}}/merged": {
            "get": tell("letterMerged", "A letter with its PDF attachments, to be read", content("application/pdf"),
                        [404, 422, 429, 503], parameters=[number, letter], security=_SECURED)
        },
        f"{base}/requests/{{request_no}}/letters/{{letter_id}}/attachments/{{file_id}}": {
            "get": tell("letterAttachment", "A file that went with a letter, once that is sent", content("*/*"),
                        [404, 429, 503], parameters=[number, letter, file], security=_SECURED)
        },
        f"{base}/requests/{{request_no}}/clarification": {
            "post": tell("clarification", "补正 by the requester", ok("Given"), given, **mine,
                         requestBody=body("Clarification", item))
        },
        f"{base}/requests/{{request_no}}/withdrawal": {
            "post": tell("withdrawal", "撤回 by the requester", ok("Given"), given, **mine,
                         requestBody=body("Withdrawal", {"text": "已经从别处取得"}))
        },
        f"{base}/openapi.json": {"get": tell("openapi", "This description", content("application/json"), [])},
        **staff_paths(),
    }  # fmt: skip


def _receipts() -> dict[str, Any]:
    told = {"application/json": {"schema": SCHEMA["Submitted"], "example": _SUBMITTED}}
    location = {"Location": {"description": "Where the case can be followed", "schema": {"type": "string"}}}
    return {
        "201": {"description": "Stored; the receipt", "headers": location, "content": told},
        "200": {"description": "Stored before; the same receipt", "headers": location, "content": told},
    }


def _access_code() -> dict[str, str]:
    words = "The 10-letter code on the receipt. It opens one case."
    return {"type": "apiKey", "in": "header", "name": ACCESS_CODE, "description": words}


def _session() -> dict[str, str]:
    return {"type": "http", "scheme": "bearer", "description": "The token that POST /api/v1/session gives."}
