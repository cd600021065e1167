"""Makes the values that tests begin with: an application, a submission, actors, instants."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID, uuid4

from ysq.cases import CHINA, Ground, handle, submit
from ysq.db.submissions import find_submission
from ysq.domain import commands as c
from ysq.domain.actor import Actor
from ysq.domain.case import Case
from ysq.domain.commands import SubmitRequest
from ysq.domain.letters import WithheldAspect
from ysq.domain.people import Application, Identity, RequestedItem
from ysq.domain.terms import Carrier, Channel, DeliveryWish, Medium, RequesterKind, Retention, Role

AGENCY = 2
CODE = "SZZRZY"


def application(*descriptions: str, name: str = "陶满仓") -> Application:
    """A citizen's application with one item a description."""
    requester = Identity(RequesterKind.PERSON, name, phone="13900000000", address="石钟县双钟镇沿湖村七组")
    items = tuple(RequestedItem(text) for text in descriptions or ("沿湖村七组的征地补偿安置方案",))
    return Application(requester, items, Medium.PAPER, DeliveryWish.POST)


def submission(on: date, *descriptions: str, submission_id: UUID | None = None, name: str = "陶满仓") -> SubmitRequest:
    """An on-line submission of `on`."""
    asked = application(*descriptions, name=name)
    return SubmitRequest(submission_id or uuid4(), CODE, Channel.ONLINE, on, asked)


def noon(day: date) -> datetime:
    """Noon of `day` in China."""
    return datetime.combine(day, time(12), tzinfo=CHINA)


def actor(role: Role, *, number: int = 1, agency: int = AGENCY) -> Actor:
    """An account with this role."""
    return Actor(f"{role.value}-{number}", role, agency)


ROLES: dict[type[c.CommandBase], Role] = {
    c.RecordSecrecyReview: Role.SECRECY_REVIEWER,
    c.ApproveExtension: Role.OFFICE_HEAD,
    c.ApproveDetermination: Role.OFFICE_HEAD,
    c.ArchiveCase: Role.ARCHIVIST,
}


async def received(ground: Ground, on: date, *descriptions: str) -> UUID:
    """A submitted case's id."""
    receipt = await submit(ground, submission(on, *descriptions), noon(on))
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    return found.case_id


async def give(ground: Ground, case_id: UUID, commands: Sequence[c.CaseCommand], role: Role | None = None) -> Case:
    """Give the commands in order, each by the role that has it; the case after them."""
    case: Case | None = None
    for command in commands:
        who = role or ROLES.get(type(command), Role.CLERK)
        case = (await handle(ground, case_id, command, actor(who), noon(command.on))).case
    assert case is not None
    return case


def refusal_path(day: date) -> list[c.CaseCommand]:
    """From registration to an approved refusal of item 1 under art. 16 para 2, all on `day`."""
    reasons = "该记录形成于尚未定稿的方案论证阶段，公开会妨碍后续论证；全文均为发言，不能区分处理。"
    return [
        c.RegisterRequest(day),
        c.DraftDetermination(day, 1, "deliberative", reasons, WithheldAspect.DISCUSSION),
        c.ApproveDetermination(day, 1),
    ]


def sending(case: Case, day: date) -> list[c.CaseCommand]:
    """Posting, delivery and archiving of the case's last letter."""
    letter = case.letters[-1].letter_id
    return [
        c.RecordPosting(day, letter, Carrier.POST),
        c.ArchiveCase(day, Retention.THIRTY_YEARS),
    ]
