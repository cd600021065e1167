"""Checks that a package's records tell a case, and that the manifest's numbers are that case's numbers."""

from collections.abc import Iterator, Sequence

import msgspec

from ysq.archive.chain import Link
from ysq.archive.layout import EVENTS, MANIFEST, Manifest
from ysq.archive.reading import misshapen
from ysq.archive.report import Fault, shown
from ysq.domain.case import Case
from ysq.domain.events import CaseEvent
from ysq.domain.fold import fold


def case_of(links: Sequence[Link]) -> Case:
    """The case of records without faults."""
    first = links[0].event
    return fold(first.stream, first.agency_id, map(_event, links))


def story_faults(links: Sequence[Link], manifest: Manifest) -> Iterator[Fault]:
    """What keeps the records from being a case, or the manifest from being about that case."""
    reached = links[0]

    def told() -> Iterator[CaseEvent]:
        nonlocal reached
        for link in links:
            reached = link
            yield _event(link)

    try:
        case = fold(reached.event.stream, reached.event.agency_id, told())
    except KeyError as error:
        yield Fault(EVENTS, f"{reached.name}说的是本案没有的事项：{shown(str(error))}")
    except ValueError as error:
        yield Fault(EVENTS, f"{reached.name}不能接在前面的记录之后，或者本版本的 ysq 不认识：{shown(str(error))}")
    else:
        yield from _other_numbers(case, manifest)


def _event(link: Link) -> CaseEvent:
    data = bytes(link.event.data)
    try:
        event: CaseEvent = msgspec.json.decode(data, type=CaseEvent)
    except msgspec.ValidationError as error:
        raise ValueError(misshapen(error)) from error
    kind = type(event).__struct_config__.tag
    if kind != link.event.type or event.date != link.event.date:
        raise ValueError(f"记录写的是{link.event.type}（{link.event.date}），内容却是{kind}（{event.date}）")
    return event


def _other_numbers(case: Case, manifest: Manifest) -> Iterator[Fault]:
    archived = case.archived
    pairs = (
        ("申请编号", manifest.request_no, case.received.request_no),
        ("登记号", manifest.register_no, case.register_no),
        ("档号", manifest.archive_no, archived.archive_no if archived else None),
    )
    for name, listed, told in pairs:
        if listed != told:
            message = f"清单所记的{name}{shown(str(listed or '（无）'))}与记录所载的{shown(str(told or '（无）'))}不符"
            yield Fault(MANIFEST, message)
