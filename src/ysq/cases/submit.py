"""提交申请: exactly once, durable when acknowledged; the same submission again shows the same receipt."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec

from ysq.cases import pen, record
from ysq.cases.dossier import load_case
from ysq.cases.ground import day_in_china
from ysq.db.numbers import next_number
from ysq.db.submissions import Found, Opening, Submission, find_submission_by_id, open_case
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.agency import Agency, request_number
from ysq.domain.case import Case
from ysq.domain.clock import Course, ledger
from ysq.domain.commands import SubmitRequest, kept_item
from ysq.domain.decide.guards import check_confirmed, check_described, check_sendable
from ysq.domain.fold import opened

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection

_JSON = msgspec.json.Encoder(order="sorted")


class Receipt(msgspec.Struct, frozen=True):
    """登记回执's particulars. `first` is False when the submission was there already."""

    request_no: str
    access_code: str
    agency: str
    received_on: date
    due_on: date | None
    provisional: bool
    submitted_at: datetime
    first: bool


class _Repeated(Exception):
    """Another transaction stored this submission first; its number must not be used up."""


async def submit(ground: Ground, command: SubmitRequest, at: datetime, actor: str = "citizen") -> Receipt:
    """Store the application and return its receipt; it is durable when this returns.

    Raises AgencyUnknown, Missing (no way to reach the requester), DateRefused, or SubmissionChanged when the same
    `submission_id` came before with other content.
    """
    _check(command, day_in_china(at))
    digest = ground.vault.submission_digest(_JSON.encode(msgspec.structs.replace(command, on=date.min)))
    agency = await ground.directory.by_code(ground.pool, command.agency)
    if agency is None:
        raise x.AgencyUnknown(f"没有代码为“{command.agency}”的受理机关", (), "，请从列表中选择。")
    try:
        async with ground.pool.agencies([agency.id]) as conn:
            case = await _store(ground, conn, agency, command, digest, at, actor)
        return _receipt(ground, agency.name, command.submission_id, case, at, first=True)
    except _Repeated:
        async with ground.pool.agencies(()) as conn:
            found = await find_submission_by_id(conn, command.submission_id)
        assert found is not None, "the submission that stood in the way has been committed"
    return await _shown_again(ground, found, agency, command, digest)


def _check(command: SubmitRequest, today: date) -> None:
    if command.on > today:
        raise x.DateRefused(f"{command.on}还没有到", ("ogi.art31",), "，请填写实际收到的日期。")
    check_confirmed(command.on, command.confirmed_on, today)
    requester, items = command.application.requester, command.application.items
    if not requester.name.strip():
        raise x.Missing("没有填写姓名或者名称", ("ogi.art29.para2.item1",), "，请填写。")
    for number, item in enumerate(items, 1):
        check_described(number, item)
    if not requester.reachable:
        law = ("ogi.art29.para2.item1",)
        raise x.Missing("没有填写联系方式", law, "，请至少填写电话、电子邮箱或者通信地址中的一项。")
    check_sendable(command.application)


async def _store(
    ground: Ground,
    conn: Connection,
    agency: Agency,
    command: SubmitRequest,
    digest: bytes,
    at: datetime,
    actor: str,
) -> Case:
    """Store everything in one transaction; _Repeated undoes it when the submission_id was taken meanwhile."""
    vault, case_id, application = ground.vault, uuid4(), command.application
    person, requester = pen.drawn_person(vault, "requester", application.requester)
    texts, refs = pen.drawn_texts(vault, [("item", kept_item(item)) for item in application.items])
    # From here to the commit others who submit to this agency wait: nothing slow may come between.
    year = day_in_china(at).year
    serial = await next_number(conn, agency_id=agency.id, series="request", year=year)
    request_no = request_number(agency.code, year, serial)
    access = vault.access_hash(request_no, vault.access_code(command.submission_id))
    event = _received(command, request_no, actor, requester, refs)
    case = opened(case_id, agency.id, event)
    opening = Opening(
        submission=Submission(command.submission_id, agency.id, case_id, request_no, digest, access, at),
        person=person,
        index=pen.index_of(vault, application.requester.id_number, application.requester.phone),
        texts=texts,
        event=record.begun(case, event, at),
        row=record.row_of(case, ground, day_in_china(at)),
        counted_under=ground.almanac.mark,
    )
    if not await open_case(conn, opening):
        raise _Repeated
    return case


def _received(
    command: SubmitRequest, request_no: str, actor: str, person: e.Ref, refs: tuple[e.Ref, ...]
) -> e.RequestReceived:
    application = command.application
    return e.RequestReceived(
        date=command.on,
        actor=actor,
        submission_id=command.submission_id,
        request_no=request_no,
        channel=command.channel,
        confirmed_on=command.confirmed_on,
        requester=person,
        requester_kind=application.requester.kind,
        items=tuple(e.ReceivedItem(number, ref) for number, ref in enumerate(refs, 1)),
        medium=application.medium,
        delivery=application.delivery,
        accept_other_delivery=application.accept_other_delivery,
    )


async def _shown_again(ground: Ground, found: Found, agency: Agency, command: SubmitRequest, digest: bytes) -> Receipt:
    if found.body_digest != digest:
        todo = "，没有再次收取。要提交另一份申请，请重新打开申请表。"
        raise x.SubmissionChanged("这份申请已经提交过，而这次的内容不同", (), todo)
    async with ground.pool.agencies([found.agency_id]) as conn:
        loaded = await load_case(conn, found.case_id)
    assert loaded is not None, "a submission is stored with its case"
    log, case = loaded
    return _receipt(ground, agency.name, command.submission_id, case, log[0].at, first=False)


def _receipt(ground: Ground, agency: str, submission_id: UUID, case: Case, at: datetime, *, first: bool) -> Receipt:
    course = Course(case.course[:1], None, ground.policy)
    book = ledger(course, ground.book.clock, ground.calendar)
    return Receipt(
        request_no=case.received.request_no,
        access_code=ground.vault.access_code(submission_id),
        agency=agency,
        received_on=book.received_on,
        due_on=book.due_on,
        provisional=book.provisional,
        submitted_at=at,
        first=first,
    )
