"""One step of an application file: who gives which command, or who reads what, and whether it must be refused."""

from typing import Any, TypeVar, get_args

import msgspec

from ysq.domain.case import Case
from ysq.domain.commands import CaseCommand, CommandBase
from ysq.domain.terms import Purpose, Role
from ysq.faults import explained
from ysq.script.file import ScriptError


class ReadCase(CommandBase, frozen=True, tag="read_case"):
    """查阅办件: by anyone who may read it; a supervisor reads the agencies below."""


class ReadIdentity(CommandBase, frozen=True, tag="read_identity"):
    """查看申请人完整身份信息: the reading is on record."""

    purpose: Purpose


class ReadAudit(CommandBase, frozen=True, tag="read_audit"):
    """查看身份信息查阅记录: by the audit administrator; refused while this case has no reading."""


Look = ReadCase | ReadIdentity | ReadAudit
_LOOKS = frozenset(str(kind.__struct_config__.tag) for kind in get_args(Look))
_T = TypeVar("_T")


class Step(msgspec.Struct, frozen=True):
    """`refused` is the code of the refusal that must follow; `where` is where the step stands in its file."""

    by: Role
    command: CaseCommand | Look
    where: str
    refused: str = ""


def step_of(content: dict[str, Any], case: Case | None, where: str) -> Step:
    """The step as the file writes it; `case` knows the letters and requesters that it counts. Raises ScriptError."""
    fields = dict(content)
    role = _read(fields.pop("by", None), Role, f"{where}: by：")
    refused = _read(fields.pop("refused", ""), str, f"{where}: refused：")
    fields["type"] = fields.pop("do", None)
    if "letter" in fields:
        fields["letter_id"] = _letter_id(fields.pop("letter"), case, where)
    if "requester" in fields:
        fields["person"] = _requester_id(fields.pop("requester"), case, where)
    # Told apart first, so that what is said of a fault speaks of one kind.
    kind: Any = Look if fields["type"] in _LOOKS else CaseCommand
    command: CaseCommand | Look = _read(fields, kind, f"{where}: ")
    return Step(role, command, where, refused)


def _read(value: object, kind: type[_T], where: str) -> _T:
    try:
        return msgspec.convert(value, kind, str_keys=True)
    except msgspec.ValidationError as error:
        raise ScriptError(f"{where}{explained(error, value, kind)}") from None


def _letter_id(number: object, case: Case | None, where: str) -> str:
    letters = case.letters if case is not None else ()
    if not isinstance(number, int) or not 1 <= number <= len(letters):
        raise ScriptError(f"{where}: letter: 本案到这一步有{len(letters)}份答复书，没有第{number}份")
    return str(letters[number - 1].letter_id)


def _requester_id(number: object, case: Case | None, where: str) -> str:
    asking = case.requesters if case is not None else ()
    if not isinstance(number, int) or not 1 <= number <= len(asking):
        raise ScriptError(f"{where}: requester: 本案到这一步有{len(asking)}位申请人，没有第{number}位")
    return str(asking[number - 1].id)
