"""Checks the chain of a package's events, and says in words what was changed, added, left out or reordered."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from ysq import strict_yaml
from ysq.archive import reading
from ysq.archive.layout import EVENTS, EventLine, Head
from ysq.archive.report import Fault, shown
from ysq.db.events import FIRST_PREV_HASH, Record, StoredEvent, chain_hash, first_bad
from ysq.domain.dated import Table
from ysq.domain.law import EventName, EventTable
from ysq.resources import data_folder


class Link(msgspec.Struct, frozen=True):
    """A line of events.jsonl. `place` is its version, or its turn when the record isn't the one that was hashed."""

    row: int
    place: int
    event: StoredEvent
    sound: bool

    @property
    def name(self) -> str:
        """The record as faults call it."""
        named = _names().find(self.event.type, self.event.date)
        called = named.name if named else shown(self.event.type)
        return f"第{self.place}条记录（{called}，{self.event.date}）"


@lru_cache(maxsize=1)
def _names() -> EventTable:
    """What people call each type of record, by its day; read here, since the verifier does without the rule book."""
    words = strict_yaml.load((data_folder("rules") / "events.yaml").read_text("utf-8"))
    named = msgspec.convert(words, dict[str, EventName | tuple[EventName, ...]])
    return Table({kind: one if isinstance(one, tuple) else (one,) for kind, one in named.items()})


def read_links(folder: Path, faults: list[Fault]) -> list[Link]:
    """The records of events.jsonl in the order of its lines; lines that can't be read are added to `faults`."""
    links: list[Link] = []
    try:
        for row, raw in reading.lines(folder, EVENTS):
            try:
                links.append(_link(row, raw, links[-1].place if links else 0))
            except ValueError as error:
                faults.append(Fault(EVENTS, f"{EVENTS}第{row}行不是一条记录，或者被改坏：{shown(str(error))}"))
    except reading.Unreadable as error:
        faults.append(error.fault)
    return links


def _link(row: int, raw: bytes, before: int) -> Link:
    line = reading.parsed(raw, EventLine)
    record = line.record.encode()
    told = reading.parsed(record, Record)
    prev_hash, own_hash = bytes.fromhex(line.prev_hash), bytes.fromhex(line.hash)
    sound = chain_hash(prev_hash, record) == own_hash
    event = StoredEvent(
        told.stream, told.version, told.agency_id, told.type, told.date, told.at, told.actor,
        record, prev_hash, own_hash,
    )  # fmt: skip
    return Link(row, told.version if sound else before + 1, event, sound)


def chain_faults(links: Sequence[Link], head: Head) -> Iterator[Fault]:
    """Every way in which the records differ from the chain that ends in `head`."""
    if not links:
        yield Fault(EVENTS, f"{EVENTS}里没有可以读出的记录，清单所记的是{head.version}条")
        return
    found = [*_altered(links), *_strangers(links), *_repeated(links, head), *_moved(links), *_missing(links, head)]
    found = found or [*_unlinked(links, head)]
    yield from (Fault(EVENTS, message) for message in found)
    bad = first_bad(link.event for link in links)
    if bad is not None and not found:
        yield Fault(EVENTS, f"{EVENTS}第{bad.position}行的记录与链不符：{bad.why}")


def _altered(links: Sequence[Link]) -> Iterator[str]:
    """Records that aren't what was hashed; the neighbours tell whether the record or one of its hashes changed."""
    for index, link in enumerate(links):
        if link.sound:
            continue
        event = link.event
        before = links[index - 1].event.hash if index else FIRST_PREV_HASH
        after = links[index + 1].event.prev_hash if index + 1 < len(links) else None
        if chain_hash(event.prev_hash, event.record) == after:
            yield f"{link.name}的摘要被改动，记录的内容没有变"
        elif chain_hash(before, event.record) == event.hash:
            yield f"{link.name}所接的前一摘要被改动，记录的内容没有变"
        else:
            yield f"{link.name}的内容被改动：与它的摘要不符"


def _strangers(links: Sequence[Link]) -> Iterator[str]:
    stream = links[0].event.stream
    for link in links:
        if link.sound and link.event.stream != stream:
            yield f"{link.name}（{EVENTS}第{link.row}行）属于另一个案件，是后加的"


def _repeated(links: Sequence[Link], head: Head) -> Iterator[str]:
    """Two records under one number; the one that its successor follows is the old one."""
    first: dict[int, Link] = {}
    followed = {link.event.prev_hash for link in links} | {bytes.fromhex(head.hash)}
    for link in links:
        other = first.setdefault(link.place, link)
        if other is link:
            continue
        if other.event.hash == link.event.hash:
            yield f"{link.name}重复：在{EVENTS}第{other.row}行和第{link.row}行"
        else:
            added = link if other.event.hash in followed else other
            yield f"{added.name}是后加的：{EVENTS}第{other.row}行和第{link.row}行是两条不同的第{link.place}条记录"


def _moved(links: Sequence[Link]) -> Iterator[str]:
    """The fewest records whose move puts the numbers in order again."""
    unique = list({link.place: link for link in reversed(links)}.values())[::-1]
    kept = _longest_ascent([link.place for link in unique])
    for index, link in enumerate(unique):
        if index not in kept:
            where = f"在{unique[index - 1].name}之后" if index else "在最前面"
            yield f"{link.name}的位置被调动：{where}（{EVENTS}第{link.row}行）"


def _longest_ascent(numbers: Sequence[int]) -> set[int]:
    """The indices of a longest ascending part of distinct `numbers`."""
    lowest: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, number in enumerate(numbers):
        length = bisect_left(lowest, number)
        before.append(ends[length - 1] if length else None)
        lowest[length : length + 1] = [number]
        ends[length : length + 1] = [index]
    kept: set[int] = set()
    last: int | None = ends[-1]
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _missing(links: Sequence[Link], head: Head) -> Iterator[str]:
    """Gaps in the numbers, a cut tail, and records behind the end that the manifest gives."""
    named = {link.place: link.name for link in links}
    last = 0
    for place in sorted(named):
        if place > head.version:
            yield f"多出{named[place]}：清单只记到第{head.version}条"
        elif place > last + 1:
            yield f"缺少{_run(last + 1, place - 1)}：{_after(named, last)}直接是{named[place]}"
        last = place
    if last < head.version:
        yield f"结尾被截去，缺少{_run(last + 1, head.version)}：{EVENTS}只到{named[last]}"


def _run(first: int, last: int) -> str:
    return f"第{first}条记录" if first == last else f"第{first}至{last}条记录"


def _after(named: dict[int, str], last: int) -> str:
    return f"{named[last]}之后" if last else "文件开头"


def _unlinked(links: Sequence[Link], head: Head) -> Iterator[str]:
    """Records that are whole and in order, but don't follow each other, or don't end where the manifest says."""
    if links[0].event.prev_hash != FIRST_PREV_HASH:
        yield f"{links[0].name}不是链的开头：它还接着另一条记录，被改写并重算了摘要"
    for index in range(1, len(links)):
        before, link = links[index - 1], links[index]
        if link.event.prev_hash != before.event.hash:
            after = links[index + 1].event.prev_hash if index + 1 < len(links) else bytes.fromhex(head.hash)
            if after == link.event.hash:
                yield f"{before.name}被改写并重算了摘要：{link.name}接的不是它"
            else:
                yield f"{before.name}和{link.name}接不上：其中一条被改写并重算了摘要"
    end = links[-1]
    if end.event.hash.hex() != head.hash:
        yield f"{end.name}不是清单所记的链尾：这条记录被改写并重算了摘要，或者清单所记的链尾摘要被改动"
    if end.event.stream != head.stream:
        yield f"清单所记的案件流号{head.stream}与记录的{end.event.stream}不符"
