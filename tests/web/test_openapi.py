"""The description of the JSON face agrees with the routes, with the answers, and with itself."""

import re
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from ysq.app import openapi_document

Content = dict[str, Any]


@pytest.fixture(scope="module")
def described() -> Content:
    found: Content = msgspec.json.decode(openapi_document())
    return found


def references(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(inner) for inner in value.values()))
    return set().union(*(references(inner) for inner in value)) if isinstance(value, list) else set()


def test_it_is_the_same_bytes_each_time_and_ends_with_a_line_end() -> None:
    assert openapi_document() == openapi_document()
    assert openapi_document().endswith(b"}\n")


def test_every_route_is_described_and_every_description_has_its_route(app: Litestar, described: Content) -> None:
    routed = {
        (re.sub(r":\w+}", "}", route.path_format), method.lower())
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/")
        for method in set(route.methods) - {"OPTIONS", "HEAD"}
    }
    written = {(path, method) for path, methods in described["paths"].items() for method in methods}
    assert routed == written


def test_every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own(described: Content) -> None:
    there = {
        f"#/components/{kind}/{name}" for kind in ("schemas", "responses") for name in described["components"][kind]
    }
    assert references(described) <= there
    operations = [one for methods in described["paths"].values() for one in methods.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert described["openapi"] == "3.1.0"


async def test_the_examples_work(client: httpx.AsyncClient, described: Content) -> None:
    for path, code in (("/api/v1/clock", 200), ("/api/v1/requests", 201)):
        operation = described["paths"][path]["post"]
        example = operation["requestBody"]["content"]["application/json"]["example"]
        response = await client.post(path, json=example)
        assert response.status_code == code, response.text
    shown = operation["responses"]["201"]["content"]["application/json"]["example"]
    assert set(response.json()) == set(shown)


async def test_it_is_served(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/openapi.json")).content == openapi_document()


async def test_the_statuses_that_occur_are_described(client: httpx.AsyncClient, described: Content) -> None:
    posted = described["paths"]["/api/v1/requests"]["post"]["responses"]
    for body, kind, status in (
        ("{", "application/json", 400),
        ("{}", "text/plain", 415),
        (" " * 1_100_000, "application/json", 413),
    ):
        response = await client.post("/api/v1/requests", content=body, headers={"content-type": kind})
        assert response.status_code == status
        assert str(status) in posted
        problem = described["components"]["responses"][str(status)]["content"]["application/problem+json"]["example"]
        assert response.json()["code"] == problem["code"]
        assert set(response.json()) >= set(problem)
