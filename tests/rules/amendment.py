"""Fictional amendments as data alone: the period of an answer, and an entry of a table, from a day on."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.book import Book


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def amended(folder: Path, since: date, days: int) -> Book:
    """A copy of the rules in `folder` under which a request received from `since` on is answered within `days`."""
    shutil.copytree(data_folder("rules"), folder)
    until = since - timedelta(days=1)
    spoil(
        folder / "provisions.yaml",
        "ogi.art33.para2:\n",
        "ogi.amended.art33.para2:\n"
        "  title: 《中华人民共和国政府信息公开条例》（虚构修订）第三十三条第二款\n"
        f"  gist: 自收到申请之日起{days}个工作日内答复\n"
        f"  effective_from: {since}\n"
        "  effective_to: null\n  mark: source\n  source: 虚构，只供测试\n\n"
        "ogi.art33.para2:\n",
    )
    spoil(
        folder / "parameters.yaml",
        "      - {from: 2019-05-15, value: 20, provision: ogi.art33.para2, mark: source}\n",
        f"      - {{from: 2019-05-15, to: {until}, value: 20, provision: ogi.art33.para2, mark: source}}\n"
        f"      - {{from: {since}, value: {days}, provision: ogi.amended.art33.para2, mark: source}}\n",
    )
    spoil(
        folder / "deadlines.yaml",
        "    provisions: [ogi.art31, ogi.art33.para2]\n    effective_from: 2019-05-15\n",
        f"    provisions: [ogi.art31, ogi.art33.para2]\n    effective_from: 2019-05-15\n    effective_to: {until}\n",
    )
    spoil(
        folder / "deadlines.yaml",
        "  receipt_starts_2008:\n",
        "  receipt_starts_amended:\n"
        "    title: 收到申请，开始计算答复期限（虚构修订）\n"
        "    event: request.received\n    effect: start\n    period: answer_working_days\n"
        f"    provisions: [ogi.art31, ogi.amended.art33.para2]\n    effective_from: {since}\n"
        '    explanation: "{channel_rule}自次日起{working_days}个工作日，至{due_on}届满。"\n'
        "  receipt_starts_2008:\n",
    )
    return rule_book.read(folder)


def version_added(path: Path, entry: str, since: date, *changes: tuple[str, str]) -> None:
    """Close an entry of one version the day before `since`, and write beside it the version that follows."""
    until = since - timedelta(days=1)
    whole = path.read_text(encoding="utf-8")
    head, _name, rest = whole.partition(f"\n{entry}:\n")
    body = rest[: len(rest) - len(re.sub(r"\A(?: .*\n|\n(?= ))+", "", rest))]
    fields = [line[2:] for line in body.splitlines() if not re.match(r"  effective_to:", line)]
    old = [line for line in fields if not line.startswith("effective_from:")]
    first = [line for line in fields if line.startswith("effective_from:")]
    new = "\n".join([*old, f"effective_from: {since}"])
    for one, other in changes:
        assert one in new, one
        new = new.replace(one, other, 1)
    versions = ["\n".join([*old, *first, f"effective_to: {until}"]), new]
    listed = "".join("  - " + "\n    ".join(version.splitlines()) + "\n" for version in versions)
    path.write_text(f"{head}\n{entry}:\n{listed}{rest[len(body) :]}", encoding="utf-8")


def provision_added(folder: Path, name: str, title: str, since: date) -> None:
    """A fictional provision in `provisions.yaml`."""
    with (folder / "provisions.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"\n{name}:\n  title: {title}\n  gist: 虚构，只供测试\n  effective_from: {since}\n"
            "  mark: source\n  source: 虚构，只供测试\n"
        )
