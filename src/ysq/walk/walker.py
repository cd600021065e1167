"""One application file on its way: every step printed with its date, its actor, the clock and the provision."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from ysq.cases import Ground
from ysq.domain import clock
from ysq.domain.agency import Agency
from ysq.domain.case import Case
from ysq.domain.terms import Channel, Role, Stage
from ysq.letters.words import cite
from ysq.script import (
    Opened,
    ReadAudit,
    ReadCase,
    ReadIdentity,
    Script,
    ScriptError,
    Step,
    Taken,
    enter,
    noon,
    step_of,
    take,
)
from ysq.walk.cast import Cast
from ysq.walk.papers import leave_papers

Say = Callable[[str], None]
_NAMESPACE = UUID("6f2d3c53-9a8e-5d0c-b0a5-1c4a7d1f9e21")
# Reading is no event of the case; what allows it is the duty to keep and to supervise (art. 45, 47).
_LOOKS = {ReadCase: "查阅办件", ReadIdentity: "查看申请人完整身份信息", ReadAudit: "查看身份信息查阅记录"}
_LOOKING = ("ogi.art45", "ogi.art47")


class Walker:
    """One file: its script, who plays in it, and where its lines go."""

    def __init__(self, ground: Ground, cast: Cast, agency: Agency, script: Script, path: Path, say: Say) -> None:
        self._ground, self._cast, self._agency = ground, cast, agency
        self._script, self._path, self._say = script, path, say
        self._found: tuple[clock.Finding, ...] = ()

    async def run(self, out: Path) -> None:
        """Submit, take every step, and write what the case leaves behind.

        Raises ScriptError, a Refusal of the submission, PackageRefused, or OSError when a disk fails.
        """
        if out.exists():
            raise ScriptError(f"{out}: 已经存在，请换一个输出目录或者先移走")
        self._say(f"\n== {self._script.title}（{self._agency.name}）")
        opened = await self._enter()
        case: Case | None = None
        last_day = self._script.received.on
        for number, content in enumerate(self._script.steps, 1):
            step = step_of(content, case, f"{self._path}: steps[{number}]")
            actor = await self._cast.actor(step.by, self._agency.id, noon(step.command.on))
            taken = await take(self._ground, opened, step, actor, noon(step.command.on))
            self._tell(step, taken)
            case, last_day = taken.case, step.command.on
        self._say(f"留下 {out}：{await leave_papers(self._ground, self._agency, opened, last_day, out)}")

    async def _enter(self) -> Opened:
        received = self._script.received
        at = noon(max(received.on, received.confirmed_on or received.on))
        # Only the on-line form is sent by the requester himself; a clerk records what comes by every other channel.
        role = Role.CITIZEN if received.channel is Channel.ONLINE else Role.CLERK
        sender = (await self._cast.actor(role, self._agency.id, at)).id
        opened = await enter(self._ground, self._script, uuid5(_NAMESPACE, self._path.as_posix()), at, sender)
        receipt = opened.receipt
        provisional = "（暂定）" if receipt.provisional else ""
        due = f"答复期限至{receipt.due_on}{provisional}" if receipt.due_on else "答复期限待定"
        law = self._titles(self._ground.book.event("request.received", received.on).provisions)
        self._say(f"{received.on}  收到申请  {receipt.request_no}  {due}，阶段：{Stage.RECEIVED.zh}  依据：{law}")
        return opened

    def _tell(self, step: Step, taken: Taken) -> None:
        """A line for each event, or for the look, or for the refusal that was expected."""
        on, who = step.command.on, step.by.zh
        if taken.refusal is not None:
            law = self._titles(taken.refusal.provisions or _LOOKING)
            self._say(
                f"{on}  （{who}）被拒绝，如文件所预期：{taken.refusal}  {self._state(taken.case, on)}  依据：{law}"
            )
            return
        book = self._ground.book
        named = [book.event(str(event.__struct_config__.tag), event.date) for event in taken.events]
        told = [(event.name, event.provisions) for event in named]
        for name, provisions in told or [(_LOOKS[type(step.command)], _LOOKING)]:
            self._say(f"{on}  {name}（{who}）  {self._state(taken.case, on)}  依据：{self._titles(provisions)}")

    def _state(self, case: Case, on: date) -> str:
        course = clock.Course(case.course, max(on, case.last_on), self._ground.policy)
        ledger = clock.ledger(course, self._ground.book.clock, self._ground.calendar)
        due = f"至{ledger.due_on}{'（暂定）' if ledger.provisional else ''}" if ledger.due_on else "待定"
        found = "".join(f"；注意：{finding.message}" for finding in _fresh(ledger.findings, self._found))
        self._found = ledger.findings
        return f"答复期限{due}，{ledger.state.zh}，阶段：{case.stage.zh}{found}"

    def _titles(self, provisions: Iterable[str]) -> str:
        book = self._ground.book
        return cite(book.provisions[name] for name in provisions)


def _fresh(now: Sequence[clock.Finding], before: Sequence[clock.Finding]) -> list[clock.Finding]:
    """The findings that weren't there before; one that only names another day isn't new."""
    said, counted = {finding.message for finding in before}, Counter(finding.code for finding in before)
    codes = Counter(finding.code for finding in now)
    return [found for found in now if found.message not in said and codes[found.code] > counted[found.code]]
