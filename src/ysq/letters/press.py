"""The Typst compiler of a thread: lays out a letter's data, tells where things stand, and prints it."""

import os
import shutil
import tempfile
import threading
import weakref
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typst

from ysq.letters.errors import LayoutError
from ysq.letters.stationery import Stationery

if TYPE_CHECKING:
    from typst import PDFStandards

_CHINA = timezone(timedelta(hours=8))
_STANDARDS: "PDFStandards" = ["a-2a", "ua-1"]


class Pages(msgspec.Struct, frozen=True, rename="kebab"):
    """On which page the text ends, the signature stands, and the letter ends (with its 抄送).

    `text_mm` is where on its page the text ends, `closing_mm` the height of signature, date and notes together.
    """

    text: int
    signature: int
    end: int
    text_mm: float
    closing_mm: float

    @property
    def together(self) -> bool:
        """Whether the text ends where the letter is signed, and nothing comes on a page after it."""
        return self.text == self.signature == self.end


class Press:
    """A compiler, and the one file in which it reads what it sets; it can't read anything outside its own folder.

    As input of the compiler (`sys_inputs`) the letter would be part of what every step depends on, so that no
    paragraph set before could be used again; as a file on disk it would leave personal data there.
    """

    def __init__(self, stationery: Stationery) -> None:
        self._stationery = stationery
        self._sheet = _nameless()
        folder = Path(tempfile.mkdtemp(prefix="ysq-letters-"))
        weakref.finalize(self, _cleared, self._sheet, folder, os.getpid())
        (folder / "sheet.json").symlink_to(f"/dev/fd/{self._sheet}")
        self._source = folder / "letter.typ"
        self._source.write_bytes(stationery.typst_document.read_bytes())
        self._compiler = typst.Compiler(self._source, root=folder, font_paths=stationery.fonts.loaded)

    def serves(self, stationery: Stationery) -> bool:
        """Whether it can set with this stationery: systems clear folders of temporary files that are old."""
        return self._stationery is stationery and self._source.exists()

    def lay(self, sheet: bytes) -> Pages:
        """Lays out without making a file, and tells where things came to stand."""
        os.ftruncate(self._sheet, 0)
        os.pwrite(self._sheet, sheet, 0)
        return msgspec.json.decode(self._compiler.query("<pages>", field="value", one=True), type=Pages)

    def print(self, dated: date) -> bytes:
        """What was laid out last as PDF; it isn't laid out again."""
        made = self._compiler.compile(format="pdf", pdf_standards=_STANDARDS, timestamp=_midnight(dated))
        os.ftruncate(self._sheet, 0)
        if not isinstance(made, bytes):
            raise LayoutError("排版没有产生文件。请重试；仍然失败的，请联系系统管理员。")
        return made


def press_of(stationery: Stationery) -> Press:
    """This thread's press."""
    held = _held.press
    if held is None or not held.serves(stationery):
        held = _held.press = Press(stationery)
    return held


class _Held(threading.local):
    """Each thread's own press: a compiler shared between threads fails with `Already borrowed`."""

    press: Press | None = None


_held = _Held()


def _nameless() -> int:
    """A file that has no name and is gone with this process: in memory where the system can."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("letter")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _cleared(sheet: int, folder: Path, process: int) -> None:
    os.close(sheet)
    if os.getpid() == process:  # the folder is the parent's where this process was forked
        shutil.rmtree(folder, ignore_errors=True)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_CHINA)
