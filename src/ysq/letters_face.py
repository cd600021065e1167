"""`ysq letters check`, `ysq verify --letter`: what is wrong with a letter's file, and whether it was issued so."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

import msgspec

from ysq import strict_yaml
from ysq.archive import Unreadable, letter_text
from ysq.cases.checking import law_of
from ysq.config import ConfigError
from ysq.domain.letter_checks import LetterFinding, Severity
from ysq.faults import explained
from ysq.letters.check import NOTHING, CaseFile, check_text
from ysq.letters.check.documents import MOST_BYTES, revisions_of, words_of
from ysq.letters.opened import UnreadableLetter
from ysq.rules.book import Book
from ysq.seals import SealFailed, read_certificates

_MOST_CASE_BYTES = 1_000_000


class Checked(msgspec.Struct, frozen=True):
    """One line of the output."""

    file: str
    findings: tuple[LetterFinding, ...]


def check(
    files: Sequence[Path], case: Path | None, book: Book, on: date, out: TextIO, err: TextIO, *, as_json: bool
) -> int:
    """Check each file; one that can't be read is one line on `err` and the others go on.

    As JSON it is a line of `out`, too, whose only finding is the error `unreadable`, which is no check of checks.yaml.
    A letter without a date is checked by the law of `on`. The status is 0 without errors, 1 when a letter has errors,
    2 when a file can't be read.
    """
    try:
        known = _case(case) if case else NOTHING
    except UnreadableLetter as error:
        err.write(f"{error}\n")
        return 2
    law, unread, errors = law_of(book, book.calendar()), False, False
    for path in files:
        try:
            content = _bytes(path, MOST_BYTES)
            findings = check_text(words_of(content), law, on, known)
        except UnreadableLetter as error:
            err.write(f"{path}: {error}\n")
            out.write(_line(path, (_unreadable(error),)) if as_json else "")
            unread = True
            continue
        if changes := revisions_of(content):
            err.write(f"{path}: 有{changes}处修订没有接受或者拒绝，按全部接受以后的文字检查；发出前请处理完\n")
        errors |= any(finding.severity is Severity.ERROR for finding in findings)
        out.write(_line(path, findings) if as_json else _shown(path, findings, book))
    return 2 if unread else int(errors)


def _unreadable(error: UnreadableLetter) -> LetterFinding:
    return LetterFinding("unreadable", Severity.ERROR, f"读不出文字：{error}", ())


def _bytes(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise UnreadableLetter("没有这个文件，请核对路径") from None
    except IsADirectoryError:
        raise UnreadableLetter("是一个文件夹，请写出其中的文件") from None
    except PermissionError:
        raise UnreadableLetter("没有读取权限，请检查文件的权限") from None
    except OSError:
        raise UnreadableLetter("无法读取，请检查文件所在的磁盘或者网络") from None


def _case(path: Path) -> CaseFile:
    loaded: object = None
    try:
        loaded = strict_yaml.load(_bytes(path, _MOST_CASE_BYTES).decode())
        return msgspec.convert(loaded, CaseFile)
    except UnreadableLetter as error:
        raise UnreadableLetter(f"{path}: {error}") from None
    except UnicodeDecodeError:
        raise UnreadableLetter(f"{path}: 办件文件不是UTF-8文字，请另存为UTF-8") from None
    except (ValueError, msgspec.ValidationError) as error:
        why = explained(error, loaded, CaseFile)
        raise UnreadableLetter(f"{path}: 办件文件有误（{why}）。格式见 examples/README.md") from None


def _line(path: Path, findings: tuple[LetterFinding, ...]) -> str:
    return msgspec.json.encode(Checked(str(path), findings)).decode() + "\n"


def _shown(path: Path, findings: tuple[LetterFinding, ...], book: Book) -> str:
    if not findings:
        return f"{path}：没有发现问题\n"
    lines = [f"{path}："]
    for finding in findings:
        where = f"第{finding.block}段：" if finding.block else ""
        law = "、".join(book.provisions[name].title for name in finding.provisions)
        lines.append(f"  [{finding.severity.zh}] {where}{finding.message}（{finding.check}；{law}）")
    return "\n".join(lines) + "\n"


def known_certificates(files: Sequence[Path] | None, folder: str) -> tuple[bytes, ...]:
    """The certificates (DER) of seals in `files`, or else in the folder of the settings ("" for none).

    Raises ConfigError naming the file that has none.
    """
    found = files or (sorted(Path(folder.strip()).glob("*.pem")) if folder.strip() else ())
    try:
        return tuple(one for path in found for one in read_certificates(path))
    except SealFailed as error:
        raise ConfigError(str(error)) from None


def same_letter(file: Path, packages: Sequence[Path], known: Sequence[bytes], out: TextIO) -> bool:
    """Whether the letter is in one of the packages, told for each. Raises ConfigError when something can't be read."""
    try:
        told = [letter_text(package, file, known) for package in packages]
    except Unreadable as error:
        raise ConfigError(error.fault.message) from None
    out.write("\n".join(text for _same, text in told))
    return any(same for same, _text in told)
