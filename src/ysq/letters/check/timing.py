"""Late or not, as far as the letter itself tells its days; the case's ledger counts before them."""

import datetime as dt
import re
from collections.abc import Iterator

from ysq.domain.calendar import OutsideCalendar
from ysq.letters.check.characters import DATE, day_of, days, number
from ysq.letters.check.hits import Hit, Seen, brief
from ysq.letters.check.signs import Kind
from ysq.letters.words import zh_date, zh_number

_ANSWER = "answer_working_days"
_NOTICE = "clarification_notice_working_days"
_LONGER = "extension_max_working_days"
_RECEIVED = re.compile(
    rf"(?:{DATE.pattern})[^。；]{{0,40}}?(?:收到|收悉|提交|提出|申请公开|申请)|(?:收到|提交)[^。；，]{{0,10}}(?:{DATE.pattern})"
    rf"|(?:申请书?|申请表|来信|来函|来件|邮件|信函|材料)[^。；，]{{0,6}}?(?:{DATE.pattern})[^。；，]{{0,8}}(?:送达|寄达|寄到|到达|递交|交到|签收|抵达|转到)"
)
_CORRECTED = re.compile(rf"(?:{DATE.pattern})[^。；，]{{0,16}}收到[^。；，]{{0,10}}补正")
_OTHER_CLOCK = re.compile(
    r"征求|费用|收费|信息处理费|第三十五条|延迟|复议决定|判决|重新答复|补充答复|曾于|撤销|确认(?:违法|无效)|恢复联络"
)

_AGAIN = re.compile(
    r"再[次度]|第[二三]次|[再又](?:延|行|一次)|另行延|(?:此前|已|曾|前次)[^。；，]{0,20}(?:延长|延期)(?![^。；，]{0,8}(?:审批|同意))"
)
"""A second extension: what the first made of the last day isn't known."""


def received(seen: Seen) -> dt.date | None:
    """The day of receipt, or of the corrected application, as the case has it or the letter tells it."""
    if seen.case.received_on is not None:
        return seen.case.clarification_received_on or seen.case.received_on
    text = seen.letter.sheet.text
    if match := _CORRECTED.search(text):
        return next(iter(days(match[0])), None)
    match = _RECEIVED.search(text)
    return next(iter(days(match[0])), None) if match else None


def _after(seen: Seen, start: dt.date, count: int | None) -> dt.date | None:
    try:
        return None if count is None else seen.law.calendar.add(start, count)
    except (OutsideCalendar, ValueError):
        return None


def _last(seen: Seen, number: str, received: dt.date) -> dt.date | None:
    """The last of so many working days after receipt, as the law of that day has them."""
    return _after(seen, received, seen.number(number, received))


def answers(seen: Seen) -> Iterator[Hit]:
    """An answer after its last day is a breach: recorded, never stopped (facts 10, 0)."""
    dated = seen.letter.sheet.dated
    if dated is None or not seen.letter.answers:
        return
    due = seen.case.due_on or _due(seen)
    if due is not None and dated > due:
        yield Hit("late_answer", f"成文日期{zh_date(dated)}", zh_date(due))


def _due(seen: Seen) -> dt.date | None:
    """The last day as the letter's own dates give it; None where anything else may have moved it."""
    text = seen.letter.sheet.text
    start = received(seen)
    waited = "补正" in text and not _CORRECTED.search(text)  # its period doesn't count, and how long it was isn't told
    if start is None or waited or _OTHER_CLOCK.search(text):
        return None
    if match := re.search(rf"延长[^。；]{{0,20}}?至\s*({DATE.pattern})", text):
        return next(iter(days(match[0])), None)
    due = _last(seen, _ANSWER, start)
    if due is not None and (match := re.search(r"延长([一二三四五十\d]+)个?工作日", text)):
        return _after(seen, due, number(match[1]) or seen.number(_LONGER, start))
    return None if "延长" in text or "延期" in text else due


def clarifications(seen: Seen) -> Iterator[Hit]:
    """补正 is told in time after receipt (art. 30); before it was in force no period was set."""
    dated = seen.letter.sheet.dated
    again = re.search(r"(?:再次|第二次|重新|继续)[^。；，]{0,8}补正", seen.letter.sheet.text)
    if seen.letter.kind is not Kind.CLARIFICATION or dated is None or again:
        return
    start = seen.case.received_on or received(seen)
    if start is not None and seen.law.checks.find("clarification_late", start) is None:
        return
    last = _last(seen, _NOTICE, start) if start else None
    if last is not None and start is not None and dated > last:
        yield Hit("clarification_late", f"{zh_date(start)}收到，{zh_date(dated)}才告知", zh_date(last))


def extensions(seen: Seen) -> Iterator[Hit]:
    """At most so many working days, told before the end of the period (art. 33 para 2)."""
    sheet = seen.letter.sheet
    start = received(seen)
    most = seen.number(_LONGER, start)
    if most is None:
        return
    for sentence in sheet.sentences:
        yield from _too_long(sentence.text, sentence.number, most)
    if seen.letter.kind is not Kind.EXTENSION or sheet.dated is None:
        return
    due = seen.case.due_on or (_last(seen, _ANSWER, start) if start and not _OTHER_CLOCK.search(sheet.text) else None)
    if due is not None and sheet.dated > due and not _AGAIN.search(sheet.text):
        yield Hit("extension_late", f"{zh_date(sheet.dated)}告知", zh_date(due))
    until = re.search(rf"(?:延长|延期)[^。；]{{0,20}}?至\s*({DATE.pattern})", sheet.text)
    told = next(iter(days(until[0])), None) if until else None
    yield from _unlike_count(seen, due, told, most)
    if _AGAIN.search(sheet.text):  # from when it would run is open
        return
    if due is not None and told is not None and not seen.case.due_on and seen.law.calendar.count(due, told) > most:
        yield Hit("extension_too_long", f"至{zh_date(told)}", zh_number(most), block=sheet.body[-1].number)


def _unlike_count(seen: Seen, due: dt.date | None, told: dt.date | None, most: int) -> Iterator[Hit]:
    """So many working days and a last day that don't fit each other."""
    if _AGAIN.search(seen.letter.sheet.text):
        return
    said = re.search(r"延(?:长|期)[^。；，]{0,10}?([一二三四五六七八九十\d]+)\s*个?工作日", seen.letter.sheet.text)
    count = number(said[1]) if said else None
    right = _after(seen, due, count) if due is not None and count and count <= most and not seen.case.due_on else None
    if right is not None and told is not None and told != right and told <= max(right, seen.on):
        yield Hit("date_mismatch", f"延长后的最后一日写成{zh_date(told)}", zh_date(right), doubtful=True)


def last_days(seen: Seen) -> Iterator[Hit]:
    """A receipt's last day is the twentieth working day from the day of receipt that it tells (art. 33 para 2)."""
    start = received(seen)
    if seen.letter.kind is not Kind.RECEIPT or start is None:
        return
    right = seen.case.due_on or _last(seen, _ANSWER, start)
    for match in _LAST_DAY.finditer(seen.letter.sheet.text):
        day = next(iter(days(match[0])), None)
        if day is not None and right is not None and day != right and day > start:
            yield Hit("date_mismatch", f"答复期限写成{zh_date(day)}届满", zh_date(right))


def _too_long(text: str, block: int | None, most: int) -> Iterator[Hit]:
    for match in re.finditer(
        r"(?:延长|延期)[^。；，至年]{0,10}?([一二两三四五六七八九十\d]+)\s*(个?工作日|个?月|日|天)", text
    ):
        count = number(match[1]) or 0
        if re.match(
            r"[^。；]{0,4}(?:不(?:得)?超过|最长)", text[max(0, match.start() - 6) : match.start()] + match[0][2:]
        ):
            continue
        if "月" in match[2] or count > most:
            yield Hit("extension_too_long", match[0], zh_number(most), block)


_SHIFTED = re.compile(
    r"(?:自|从|按|以)[^。；，]{0,10}(?:受理|转办|批转|分办|交办|转交|转送|移送|登记|录入|审核|查看|看到|下载|打印|打开|阅看|知悉|接单|签批|认领)"
    r"(?:(?!提交|成功|收到)[^。；，]){0,8}(?:之日|当日|次日|日|时)[^。；，]{0,16}(?:起|作为|为收到|为准|计算|起算)"
    r"|(?:确认|收件|受理|转办|登记|分办|转交|录入|签批|接单|查看)[^。；]{0,20}(?:自|从|以|按)(?:该|此|当|这)一?[日天][^。；，]{0,8}(?:计算|起算|为收到|为准)"
    r"|(?P<passed>\d+月\d+日)[^。；，]{0,10}(?:转[至到给交办送]|交[至到办]|送至|批转|受理|分办|登记|录入)[^。；]{0,30}(?:以|自|从|按)(?:\d{4}年)?(?P=passed)(?:作|视)?[^。；，]{0,8}(?:为收到|起算|计算|为准)"
    r"|自(?:受理|转办|批转|分办|交办)之日起|(?:受理|转办|批转|交办)[^。；，]{0,10}(?:之日|次日)起(?:计)?算|年\d+月\d+日(?:正式)?(?:受理|转办至)"
    r"|(?:收到(?:申请)?之日|收到日期|收件日期)[^。；，]{0,6}(?:按|以|为|认定为)[^。；，]{0,16}(?:登记|受理|转办|转交|查看|审核)"
)
"""A period counted from what the agency did itself, not from the day on which the request reached it."""


def receipts(seen: Seen) -> Iterator[Hit]:
    """The period runs from receipt, not from acceptance or passing on (art. 31)."""
    for sentence in seen.letter.sheet.sentences:
        if match := _SHIFTED.search(sentence.text):
            yield Hit("receipt_shifted", brief(match[0]), "收到之日", sentence.number)
            return
    submitted, counted = seen.case.submitted_on, seen.case.received_on
    if submitted is not None and counted is not None and counted > submitted:
        yield Hit("receipt_shifted", f"以{zh_date(counted)}为收到之日", f"提交成功之日{zh_date(submitted)}")


_LAST_DAY = re.compile(
    rf"(?:至|期限为|于|在|到)\s*(?:{DATE.pattern})(?:前|之前|届满|期满|止|以前|截止|到期)"
    rf"|(?:期限|届满|延长|延期|推迟|顺延|截止|最后一日)[^。；]{{0,24}}?(?:至|为|是|到|于)\s*(?:{DATE.pattern})"
)
"""A last day: 至2026年12月30日届满, 延长后的答复期限为2026年12月30日."""


def provisional(seen: Seen) -> Iterator[Hit]:
    """A last day in a year whose calendar isn't published is only provisional; one just before such a year may move."""
    published = seen.law.calendar.published
    for sentence in seen.letter.sheet.sentences:
        for match in _LAST_DAY.finditer(sentence.text):
            day = next(iter(days(match[0])), None)
            fixed = day is not None and (
                day.year > max(published) or (seen.case.provisional and day == seen.case.due_on)
            )
            if fixed and not re.search(r"暂定|暂计|调整", sentence.text):
                yield Hit("provisional_as_fixed", match[0], block=sentence.number)
            if seen.law.calendar.unsettled_by(day) and not re.search(
                r"暂定|暂计|放假[^。，]{0,8}安排|调休|相应(?:调整|顺延)", seen.letter.sheet.text
            ):
                yield Hit("year_end_as_fixed", match[0], block=sentence.number)


def fees(seen: Seen) -> Iterator[Hit]:
    """A fee is demanded within the period (109号 art. 6)."""
    sheet = seen.letter.sheet
    if seen.letter.kind is not Kind.FEE or sheet.dated is None:
        return
    match = DATE.search(sheet.text)
    start = seen.case.received_on or (day_of(match) if match else None)
    due = seen.case.due_on or (_last(seen, _ANSWER, start) if start else None)
    if due is not None and sheet.dated > due:
        yield Hit("fee_notice_late", f"{zh_date(sheet.dated)}通知", zh_date(due))


LOOKS = (answers, last_days, clarifications, extensions, receipts, provisional, fees)
