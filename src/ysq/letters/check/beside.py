"""The letter beside its case: names, numbers, days, items, and what the file must hold."""

import datetime as dt
import re
from collections.abc import Iterator

from ysq.letters.check.characters import DATE, day_of, number
from ysq.letters.check.hits import Hit, Seen, brief
from ysq.letters.check.signs import Decision, Ground, Kind
from ysq.letters.words import zh_date

_DOCUMENT_NO = re.compile(r"[\u4e00-\u9fa5]{1,12}〔\d{4}〕\d+号")
_REQUEST_NO = re.compile(r"申请编号(?:为|[：:])?\s*([A-Za-z0-9-]{4,40})")


def people(seen: Seen) -> Iterator[Hit]:
    """The addressee and the agency are those of the case."""
    sheet, case = seen.letter.sheet, seen.case
    if case.requesters and seen.letter.kind not in (Kind.CONSULTATION, Kind.THIRD_PARTY) and sheet.addressee:
        names = [_plain(name) for name in case.requesters]
        named = {_plain(part) for part in re.split(r"[、，,]", sheet.addressee)}
        if _plain(sheet.addressee) not in names and named != set(names):
            yield Hit("name_mismatch", sheet.addressee, "、".join(case.requesters))
    if case.agency is not None and sheet.signatory and _plain(sheet.signatory) != _plain(case.agency.name):
        yield Hit("agency_mismatch", sheet.signatory, case.agency.name)


def _plain(name: str) -> str:
    return re.sub(r"\s|（.*?）|\(.*?\)|先生|女士|同志", "", name)


def numbers(seen: Seen) -> Iterator[Hit]:
    """The request number and the numbers of the documents asked for are those of the application."""
    for block in seen.letter.sheet.body:
        match = _REQUEST_NO.search(block.text)
        if match and seen.case.request_no and match[1] != seen.case.request_no:
            yield Hit("number_mismatch", match[1], seen.case.request_no, block.number)
    for item in seen.case.items:
        if not item.document_no or item.document_no in seen.letter.sheet.text:
            continue
        word = item.document_no.partition("〔")[0]
        alike = [no for no in _DOCUMENT_NO.findall(seen.letter.sheet.text) if word and word in no]
        if alike:
            yield Hit("document_no_mismatch", alike[0], item.document_no)


def days(seen: Seen) -> Iterator[Hit]:
    """The days told are those of the ledger."""
    case = seen.case
    told = (
        (case.received_on, rf"{DATE.pattern}[^。；，]{{0,16}}收到(?![^。；，]{{0,8}}补正)", "收到申请之日"),
        (case.clarification_received_on, rf"{DATE.pattern}[^。；，]{{0,16}}收到[^。；，]{{0,8}}补正", "收到补正之日"),
        (case.clarification_asked_on, rf"{DATE.pattern}[^。；，]{{0,12}}告知[^。；，]{{0,8}}补正", "告知补正之日"),
    )
    for day, pattern, name in told:
        match = re.search(pattern, seen.letter.sheet.text) if day else None
        said = day_of(match) if match else None
        if (
            day is not None
            and said is not None
            and said != day
            and not (name == "收到申请之日" and said == case.submitted_on)
        ):
            yield Hit("date_mismatch", f"{name}写成{zh_date(said)}", zh_date(day))
    yield from _longer(seen)
    yield from _late_steps(seen, case.due_on)


def _longer(seen: Seen) -> Iterator[Hit]:
    """An extension tells as many working days, and the same last day, as the ledger has."""
    told, text = seen.case.extension, seen.letter.sheet.text
    if seen.letter.kind is not Kind.EXTENSION or told is None:
        return
    said = re.search(r"延(?:长|期)[^。；，]{0,10}?([一二三四五六七八九十\d]+)\s*个?工作日", text)
    if said and told.working_days and number(said[1]) != told.working_days:
        yield Hit("date_mismatch", f"延长的天数写成{said[1]}个工作日", f"{told.working_days}个工作日")


def _late_steps(seen: Seen, due: dt.date | None) -> Iterator[Hit]:
    case = seen.case
    if due is not None and case.posted_on is not None and case.posted_on > due:
        yield Hit("posted_late", zh_date(case.posted_on), zh_date(due))
    if case.signed_on and case.registered_on and seen.law.calendar.count(case.signed_on, case.registered_on) > 1:
        yield Hit("signed_unregistered", zh_date(case.signed_on), zh_date(case.registered_on))
    yield from _extension(seen, due)


def _extension(seen: Seen, due: dt.date | None) -> Iterator[Hit]:
    """A notice of an extension needs its approval; an answer that rests on one, also that it was told in time."""
    told, sheet = seen.case.extension, seen.letter.sheet
    notice = seen.letter.kind is Kind.EXTENSION
    late = due is not None and sheet.dated is not None and sheet.dated > due
    rests = seen.letter.answers and (late or re.search("延长|延期", sheet.text) is not None)
    if told is None or not (notice or rests):
        return
    if told.approved is False:
        yield Hit("extension_unapproved", "经负责人同意的记录")
    elif rests and told.approved and told.told_on is None:
        yield Hit("extension_unapproved", "告知申请人的记录")


def file(seen: Seen) -> Iterator[Hit]:
    """What the case file must hold for the decision: 定密, 检索, 征求意见."""
    case = seen.case
    sections = seen.letter.sections
    if case.marking is not None and any(Ground.SECRET in section.grounds for section in sections):
        named = (("密级", case.marking.level), ("定密机关", case.marking.authority), ("定密依据", case.marking.basis))
        lacks = [word for word, value in (*named, ("保密期限", case.marking.period)) if not value]
        if lacks:
            yield Hit("secret_file_incomplete", "、".join(lacks))
    if case.searched is False and any(section.main is Decision.NO_RECORD for section in sections):
        yield Hit("no_search_record", Decision.NO_RECORD.zh, "案卷中没有检索记录")
    about = any(section.main is Decision.REFUSED and Ground.THIRD_PARTY in section.grounds for section in sections)
    if case.third_party_consulted is False and about:
        yield Hit("third_party_not_consulted", Decision.REFUSED.zh)
    if case.on_line and case.unsupplied and seen.letter.answers:
        yield Hit("attachment_not_supplied", "、".join(f"《{name}》" for name in case.unsupplied))


def items(seen: Seen) -> Iterator[Hit]:
    """Every item of the application is in the letter, and it is that which is answered."""
    if not seen.letter.answers:
        return
    text = re.sub(r"\s", "", seen.letter.sheet.text)
    for item in seen.case.items:
        named = [part for part in (item.title, item.description, item.document_no) if part]
        if max((_likeness(part, text) for part in named), default=1.0) >= 0.5:
            continue
        if len(seen.case.items) > 1:
            yield Hit("item_unanswered", f"第{item.number}项：“{brief(item.description)}”")
        else:
            yield Hit("answers_another_thing", brief(_answered(seen)), brief(item.title or item.description))


def _answered(seen: Seen) -> str:
    """What the letter says was asked for, in its quotation marks; else what it decides."""
    text = seen.letter.sheet.text
    quoted = re.search(r"[“《]([^”》]{2,})[”》]", text)
    return (
        quoted[1]
        if quoted
        else seen.letter.sections[0].sentences[-1].text
        if seen.letter.sections[0].sentences
        else text
    )


def _likeness(part: str, text: str) -> float:
    """The share of the part's pairs of characters that the text has, too."""
    words = re.sub(r"[\W_]", "", part)
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 1.0


LOOKS = (people, numbers, days, file, items)
