"""Walks an application file through a whole case, from the form to the archive package, on a database of its own."""

import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import msgspec

from ysq import strict_yaml
from ysq.archive import write_package
from ysq.cases import CHINA, Ground, acknowledgement_bytes, handle, look_up, submit
from ysq.cases.export import case_file
from ysq.config import Settings
from ysq.db.submissions import find_submission
from ysq.domain import clock
from ysq.domain.actor import Actor
from ysq.domain.agency import Agency
from ysq.domain.case import Case
from ysq.domain.commands import CaseCommand, SubmitRequest
from ysq.domain.errors import Refusal
from ysq.domain.people import Application
from ysq.domain.terms import Channel, Role
from ysq.faults import explained
from ysq.letters.words import cite
from ysq.start import read_agencies, started

_NAMESPACE = UUID("6f2d3c53-9a8e-5d0c-b0a5-1c4a7d1f9e21")
_MAX_BYTES = 1 << 20


class Received(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and how the application came."""

    on: date
    channel: Channel
    confirmed_on: date | None = None


class Walk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An application file (examples/applications/*.yaml). A step is a command with `by` (role) and `do` (its type)."""

    title: str
    agency: str
    received: Received
    application: Application
    steps: tuple[dict[str, Any], ...]


class WalkError(ValueError):
    """The file can't be walked; one line that says where."""


Say = Callable[[str], None]


def read_walk(path: Path) -> Walk:
    """The application file at `path`; WalkError with one line when it can't be read."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise WalkError(f"{path}: 文件超过1MB，不像是一份申请")
        data = strict_yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WalkError(f"{path}: 无法读取（{error.strerror}）") from None
    except ValueError as error:
        raise WalkError(f"{path}: {error}") from None
    try:
        return msgspec.convert(data, Walk, str_keys=True)
    except msgspec.ValidationError as error:
        raise WalkError(f"{path}: {explained(error, data, Walk)}") from None


@asynccontextmanager
async def own_ground(agencies: Sequence[Agency], fonts: Path | None) -> AsyncIterator[Ground]:
    """A running system on a temporary database, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="ysq-walk-") as folder:
        async with started(Settings(data=Path(folder), fonts=fonts), agencies, durable=False) as ground:
            yield ground


async def walk_files(paths: Sequence[Path], out: Path, agencies_file: Path, fonts: Path | None, say: Say) -> int:
    """Walk each file and leave `out/<stem>/` with the letters and `package/`; the number of files that failed.

    Raises WalkError before anything is walked when `out` can't be written. A second file of one name leaves `<stem>-2`.
    """
    agencies = {agency.code: agency for agency in read_agencies(agencies_file)}
    _try_writing(out)
    failed = 0
    async with own_ground(tuple(agencies.values()), fonts) as ground:
        for path, name in zip(paths, _names(paths), strict=True):
            try:
                walk = read_walk(path)
                await _Walker(ground, _agency(agencies, walk, path), walk, path, say).run(out / name)
            except (WalkError, Refusal, clock.ClockError) as error:
                failed += 1
                say(f"未走完：{error}")
    return failed


def _try_writing(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise WalkError(f"{out}: 不能写入（{error.strerror}），请换一个输出目录") from None


def _names(paths: Sequence[Path]) -> list[str]:
    """What each file leaves its papers under: its stem, numbered from the second of one name on."""
    seen: Counter[str] = Counter()
    names = []
    for path in paths:
        seen[path.stem] += 1
        names.append(path.stem if seen[path.stem] == 1 else f"{path.stem}-{seen[path.stem]}")
    return names


def _agency(agencies: dict[str, Agency], walk: Walk, path: Path) -> Agency:
    if walk.agency not in agencies:
        raise WalkError(f"{path}: agency: 没有代码为“{walk.agency}”的机关，可以选择：{'、'.join(agencies)}")
    return agencies[walk.agency]


class _Walker:
    """One file on its way."""

    def __init__(self, ground: Ground, agency: Agency, walk: Walk, path: Path, say: Say) -> None:
        self._ground, self._agency, self._walk, self._path, self._say = ground, agency, walk, path, say
        self._found: tuple[clock.Finding, ...] = ()

    async def run(self, out: Path) -> None:
        """Submit, take every step, and write what the case leaves behind."""
        if out.exists():
            raise WalkError(f"{out}: 已经存在，请换一个输出目录或者先移走")
        self._say(f"\n== {self._walk.title}（{self._agency.name}）")
        case_id, request_no, code = await self._submit()
        case: Case | None = None
        for number, step in enumerate(self._walk.steps, 1):
            case = await self._step(number, step, case_id, case)
        await self._leave(out, case_id, request_no, code)

    async def _submit(self) -> tuple[UUID, str, str]:
        walk, received = self._walk, self._walk.received
        submission_id = uuid5(_NAMESPACE, self._path.as_posix())
        command = SubmitRequest(
            submission_id, self._agency.code, received.channel, received.on, walk.application, received.confirmed_on
        )
        at = _noon(max(received.on, received.confirmed_on or received.on))
        # Only the on-line form is sent by the requester himself; a clerk records what comes by every other channel.
        sender = "citizen" if received.channel is Channel.ONLINE else "clerk-1"
        receipt = await submit(self._ground, command, at, sender)
        async with self._ground.pool.agencies(()) as conn:
            found = await find_submission(conn, receipt.request_no)
        assert found is not None, "a receipt is shown for what is stored"
        provisional = "（暂定）" if receipt.provisional else ""
        due = f"答复期限至{receipt.due_on}{provisional}" if receipt.due_on else "答复期限待定"
        self._say(f"{received.on}  收到申请  {receipt.request_no}  {due}  依据：{self._titles('request.received')}")
        return found.case_id, receipt.request_no, receipt.access_code

    async def _step(self, number: int, step: dict[str, Any], case_id: UUID, case: Case | None) -> Case:
        where = f"{self._path}: steps[{number}]"
        role, command = _command(step, case, where)
        actor = Actor(f"{role.value}-1", role, self._agency.id)
        try:
            done = await handle(self._ground, case_id, command, actor, _noon(command.on))
        except Refusal as refusal:
            raise WalkError(f"{where}: {refusal}") from refusal
        for event in done.events:
            name = str(event.__struct_config__.tag)
            self._say(
                f"{command.on}  {self._ground.book.events[name].name}  {self._clock(done.case, command.on)}"
                f"  依据：{self._titles(name)}"
            )
        return done.case

    def _clock(self, case: Case, on: date) -> str:
        ledger = clock.ledger(
            clock.Course(case.course, on, self._ground.policy), self._ground.book.clock, self._ground.calendar
        )
        due = f"至{ledger.due_on}{'（暂定）' if ledger.provisional else ''}" if ledger.due_on else "待定"
        found = "".join(f"；注意：{finding.message}" for finding in _fresh(ledger.findings, self._found))
        self._found = ledger.findings
        return f"答复期限{due}，{ledger.state.zh}{found}"

    def _titles(self, event: str) -> str:
        book = self._ground.book
        return cite(book.provisions[name] for name in book.events[event].provisions)

    async def _leave(self, out: Path, case_id: UUID, request_no: str, code: str) -> None:
        last_day = self._walk.steps[-1]["on"] if self._walk.steps else self._walk.received.on
        made_on = msgspec.convert(last_day, date)
        contents = await case_file(self._ground, self._agency, case_id, made_on)
        out.mkdir(parents=True)
        for number, document in enumerate(contents.documents, 1):
            name = "letter.pdf" if len(contents.documents) == 1 else f"letter-{number}.pdf"
            (out / name).write_bytes(document.data)
        _name, receipt = await acknowledgement_bytes(self._ground, request_no, code)
        (out / "acknowledgement.pdf").write_bytes(receipt)
        write_package(out / "package", contents)
        seen = await look_up(self._ground, request_no, code, made_on)
        letters = "、".join(letter.letter_no for letter in seen.letters) or "没有答复书"
        self._say(f"留下 {out}：{letters}，{contents.archive_no or '尚未归档'}")


def _fresh(now: Sequence[clock.Finding], before: Sequence[clock.Finding]) -> list[clock.Finding]:
    """The findings that weren't there before; one that only names another day isn't new."""
    said, counted = {finding.message for finding in before}, Counter(finding.code for finding in before)
    codes = Counter(finding.code for finding in now)
    return [found for found in now if found.message not in said and codes[found.code] > counted[found.code]]


def _command(step: dict[str, Any], case: Case | None, where: str) -> tuple[Role, CaseCommand]:
    fields = dict(step)
    try:
        role = _role(fields.pop("by", None))
        fields["type"] = fields.pop("do", None)
        if "letter" in fields:
            fields["letter_id"] = _letter_id(fields.pop("letter"), case)
        return role, msgspec.convert(fields, CaseCommand, str_keys=True)
    except msgspec.ValidationError as error:
        raise WalkError(f"{where}: {explained(error, fields, CaseCommand)}") from None
    except ValueError as error:
        raise WalkError(f"{where}: {error}") from None


def _role(by: object) -> Role:
    try:
        return msgspec.convert(by, Role)
    except msgspec.ValidationError as error:
        raise ValueError(f"by：{explained(error, by, Role)}") from None


def _letter_id(number: object, case: Case | None) -> str:
    letters = case.letters if case is not None else ()
    if not isinstance(number, int) or not 1 <= number <= len(letters):
        raise ValueError(f"letter: 本案到这一步有{len(letters)}份答复书，没有第{number}份")
    return str(letters[number - 1].letter_id)


def _noon(day: date) -> datetime:
    """An instant on `day` in China: the walk has no clock of its own."""
    return datetime.combine(day, time(12), tzinfo=CHINA)
