"""The form of a package, `ysq-package/1`: the names of its files, what their lines say, and how big they may be."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec

FORMAT: Final = "ysq-package/1"
MANIFEST, SEAL = "manifest.json", "manifest.sm3"
EVENTS, TEXTS, PEOPLE, LEDGER, README = "events.jsonl", "texts.jsonl", "people.jsonl", "ledger.json", "README.txt"
DOCUMENTS, FORMS = "documents", "forms"
FOLDERS = frozenset({DOCUMENTS, FORMS})

MEANINGS = {
    README: "说明：这是什么，怎样核验",
    EVENTS: "办理记录，一行一条，按发生先后以摘要相连",
    TEXTS: "记录所指的文本，一行一段",
    PEOPLE: "记录所指的人员，一行一名（含个人信息）",
    LEDGER: "期限计算表（辅助阅读，不作为凭证）",
}
"""Every file of a package beside the manifest, its seal, the documents and the forms, and what it is."""
DERIVED = "（由办理记录生成，供阅读，不作为凭证）"
"""What the manifest says of every form."""

MiB = 1 << 20
MAX_LINE = MiB
MAX_LINES = 100_000
MAX_FILES = 10_000
LIMITS = {
    MANIFEST: 4 * MiB, SEAL: 200, EVENTS: 16 * MiB, TEXTS: 64 * MiB, PEOPLE: 16 * MiB, LEDGER: 16 * MiB, README: MiB,
}  # fmt: skip
MAX_DOCUMENT = 1024 * MiB
MAX_FORM = 64 * MiB
MAX_TOTAL = 4096 * MiB

_EXTENSIONS = {
    "application/pdf": "pdf", "application/ofd": "ofd", "image/jpeg": "jpg", "image/png": "png",
    "image/heic": "heic", "application/msword": "doc", "text/plain": "txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
_FORM = re.compile(rf"{FORMS}/[0-9]{{2,4}}-[\w〔〕（）·-]{{1,60}}\.pdf")
_DOCUMENT = re.compile(rf"{DOCUMENTS}/[0-9]{{3,5}}-[\w〔〕（）·-]{{1,60}}\.[a-z]{{3,4}}")

Hex32 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", max_length=64)]
Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", max_length=36)]
Salt = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", max_length=32)]


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The end of the chain: what the sealed digest of a day also holds."""

    stream: UUID
    version: Annotated[int, msgspec.Meta(ge=1, le=MAX_LINES)]
    hash: Hex32


class DocumentFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the log doesn't say of a document; only `file_id` and `salt` are bound to it by a digest."""

    file_id: Id
    kind: str
    name: str
    media_type: str
    salt: Salt


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One file of the package: bytes, SM3 of its content, and its meaning in Chinese.

    A `derived` file was made from the log for people to read, and proves nothing beyond it.
    """

    path: str
    size: Annotated[int, msgspec.Meta(ge=0, le=MAX_DOCUMENT)]
    sm3: Hex32
    what: str
    document: DocumentFacts | None = None
    derived: bool = False


class KeptFor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """保管期限: its code and name, its last day (None: for ever), the line of the agency's table and its provisions."""

    period: str
    name: str
    until: date | None
    line: str
    provisions: tuple[str, ...]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """清单: which case this is, where its chain ends, and every other file but the manifest's own seal."""

    format: Literal["ysq-package/1"]
    agency_name: str
    agency_code: str
    request_no: str
    register_no: str | None
    archive_no: str | None
    made_on: date
    head: Head
    files: Annotated[tuple[Entry, ...], msgspec.Meta(max_length=MAX_FILES)]
    kept: KeptFor | None = None


class EventLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record exactly as it was hashed, with the hash before it and its own."""

    prev_hash: Hex32
    hash: Hex32
    record: str


class TextLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text; its digest is SM3 over salt and body in UTF-8."""

    id: Id
    kind: str
    salt: Salt
    body: str


class PersonLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person; `identity` is the exact text whose digest the log holds, not an object to be encoded again."""

    id: Id
    role: str
    salt: Salt
    identity: str


def document_path(number: int, name: str, media_type: str) -> str:
    """Where document `number` (from 1) lies: its own number and what is safe of its name."""
    stem = _safe(name.rsplit(".", 1)[0])
    return f"{DOCUMENTS}/{number:03d}-{stem or '文件'}.{_EXTENSIONS.get(media_type, 'bin')}"


def form_path(number: int, name: str) -> str:
    """Where form `number` (from 1) lies."""
    return f"{FORMS}/{number:02d}-{_safe(name) or '表单'}.pdf"


def _safe(name: str) -> str:
    stem = unicodedata.normalize("NFC", name)
    return "".join(sign for sign in stem if sign.isalnum() or sign in "〔〕（）·-_")[:60]


def allowed(path: str) -> bool:
    """Whether a manifest may list this path: nothing but the names that the writer gives."""
    return path in MEANINGS or bool(_DOCUMENT.fullmatch(path) or _FORM.fullmatch(path))


def limit_of(path: str) -> int:
    """How many bytes the file may have before it is refused unread."""
    return LIMITS.get(path, MAX_FORM if path.startswith(f"{FORMS}/") else MAX_DOCUMENT)
