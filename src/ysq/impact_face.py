"""`ysq rules impact`: what another rule book says differently, and which open cases it would change; it only looks."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

import msgspec

from ysq.cases.impact import Change, Impacted, Touched, impact
from ysq.config import Settings
from ysq.domain.law import Provision
from ysq.rules import book as rule_book
from ysq.rules.compare import changed_tables
from ysq.start import looked_at

_NOTHING = "无"


async def tell(settings: Settings, folder: Path, at: datetime, *, as_json: bool, out: TextIO) -> int:
    """Compare the book in `folder` with the one in use: its tables, and then case by case on the day of `at`; 0.

    Raises BookError with the lines of a book's faults.
    """
    book = rule_book.read(folder)
    looked, found = 0, 0
    async with looked_at(settings) as ground:
        tables, provisions = changed_tables(ground.book, book), ground.book.provisions | book.provisions
        if not as_json:
            out.writelines(f"{change}\n" for change in tables)
        async for one in impact(ground, book, at):
            looked += 1
            if one is not None:
                found += 1
                out.write(f"{msgspec.json.encode(one).decode() if as_json else _line(one, provisions)}\n")
    if not as_json:
        out.write(f"看了未归档的{looked}件，{found}件会有变化；没有写入任何内容\n")
    return 0


def _line(one: Impacted, provisions: dict[str, Provision]) -> str:
    number = one.register_no or one.request_no
    return f"{number}：{'；'.join(_words(change, provisions) for change in one.changes)}"


def _words(change: Change, provisions: dict[str, Provision]) -> str:
    item = f"第{change.item}项" if change.item else ""
    cited = _cited(change.provisions, provisions)
    if change.what is Touched.DETERMINATION:
        return f"{item}拟办不符合的规则结论由{change.before or _NOTHING}变为{change.after or _NOTHING}{cited}"
    return f"{item}{change.what.zh}由{change.before or _NOTHING}变为{change.after or _NOTHING}{cited}"


def _cited(names: Sequence[str], provisions: dict[str, Provision]) -> str:
    return f"（{'、'.join(provisions[name].title for name in names)}）" if names else ""
