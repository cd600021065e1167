"""Reading and writing JSON bodies: strict shapes in, bytes out."""

from typing import TypeVar

import msgspec
from litestar import Response
from litestar.status_codes import HTTP_200_OK

from ysq.faults import explained
from ysq.web.errors import Unacceptable
from ysq.web.forms import AnyRequest, check_printable, read_body

JSON = "application/json"
PREFIX = "/api/v1"

T = TypeVar("T")


async def read_json(request: AnyRequest, shape: type[T]) -> T:
    """The request's body in this shape. Raises Unacceptable with the field at fault."""
    body = decoded(await read_body(request, JSON), shape)
    check_printable(msgspec.to_builtins(body, builtin_types=(bytes,)))  # a file isn't words
    return body


def decoded(body: bytes, shape: type[T]) -> T:
    """JSON bytes in this shape. Raises Unacceptable."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        raise Unacceptable("invalid_body", explained(error, _plain(body), shape)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unacceptable("broken_json") from None


def _plain(body: bytes) -> object:
    """The data of a body that was refused, to say what stood there; None when the rest of it is no JSON."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def answer(value: object, status: int = HTTP_200_OK, headers: dict[str, str] | None = None) -> Response[bytes]:
    """`value` as JSON."""
    return Response(msgspec.json.encode(value), status_code=status, media_type=JSON, headers=headers)
