"""What was typed into a form: bounded, decoded strictly, and able to come back as it was."""

import asyncio
import base64
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile

from ysq.web.errors import Unacceptable

BODY_BYTES = 1_048_576
BODY_SECONDS = 20.0
PARTS = "multipart/form-data"
_FIELDS = 2_000
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))\Z", re.ASCII)
_ALLOWED_CONTROLS = frozenset("\n\t")

AnyRequest = Request[Any, Any, Any]


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with one field; `field` is the id of its element, "" for the whole form."""

    field: str
    message: str


class Fields:
    """Field name -> text as typed (line ends as LF); the last of equal names wins."""

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._values = {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in pairs}

    @classmethod
    def parse(cls, encoded: str) -> "Fields":
        """The fields of an urlencoded body or query. Raises Unacceptable when it is none, or has too many."""
        try:
            return cls(parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS))
        except ValueError:  # UnicodeDecodeError is one
            raise Unacceptable("broken_form") from None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._values.items())

    def get(self, name: str) -> str:
        """The text as typed; "" when the field is absent."""
        return self._values.get(name, "")

    def line(self, name: str) -> str:
        """The text without blanks around it."""
        return self.get(name).strip()

    def filled(self, names: Iterable[str]) -> bool:
        """Whether any of `names` has text."""
        return any(self.line(name) for name in names)

    def begun(self, path: str) -> bool:
        """Whether anything was typed into a field inside `path`."""
        return any(name.startswith(f"{path}-") and text.strip() for name, text in self)

    def with_values(self, **values: str) -> "Fields":
        """The same fields with some replaced."""
        return Fields((self._values | values).items())

    def only(self, names: Iterable[str]) -> "Fields":
        """The filled fields among `names`, in the order of `names`."""
        return Fields((name, text) for name in names if (text := self.line(name)))

    @property
    def query(self) -> str:
        """As the query of a URL."""
        return urlencode(list(self._values.items()))


def read_day(text: str) -> dt.date | None:
    """A day as people type it: 2026-3-2, 2026/03/02, 2026年3月2日, 20260302; None when it is none."""
    if found := _DATE.match("".join(text.split())):
        try:
            return dt.date(*(int(part) for part in found.groups() if part))
        except ValueError:
            return None
    return None


def printable(text: str) -> bool:
    """Whether a document could print `text`: no controls, surrogates or non-characters."""
    return not any(
        (unicodedata.category(char) in {"Cc", "Cs"} and char not in _ALLOWED_CONTROLS)
        or (ord(char) & 0xFFFE) == 0xFFFE  # the last two of every plane are no characters
        for char in text
    )


def check_printable(value: object) -> None:
    """Refuse plain data with an unprintable string anywhere in it."""
    if isinstance(value, str) and not printable(value):
        raise Unacceptable("unprintable")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    for one in inner:
        check_printable(one)


async def read_body(request: AnyRequest, content_type: str) -> bytes:
    """The whole body, if it is of `content_type` and comes within BODY_SECONDS; the size is Litestar's to refuse."""
    if request.content_type[0] != content_type:
        raise Unacceptable("wrong_content_type")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise Unacceptable("body_too_slow") from None


async def read_parts(request: AnyRequest) -> Fields:
    """The fields of a form that came in parts, with the content of files in base64. Raises Unacceptable."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            form = await request.form()
            return Fields([(name, await _text(value)) for name, value in form.multi_items()])
    except TimeoutError:
        raise Unacceptable("body_too_slow") from None
    except (ValueError, LookupError):  # no words in the charset that it names
        raise Unacceptable("broken_form") from None


async def _text(value: object) -> str:
    if not isinstance(value, UploadFile):
        return str(value)
    content = await value.read()
    await value.close()
    return base64.b64encode(content).decode("ascii")
