"""A fictional amendment of fees, remedies and checks as data alone: what was before keeps the old, what comes gets the new."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from tests import builders as make
from tests.cases.test_every_outcome import ANSWERS, drafted
from tests.cases.test_letters import words
from tests.rules.amendment import provision_added, version_added
from tests.rules.conftest import folder as folder
from tests.rules.conftest import spoil

from ysq.cases import Ground
from ysq.cases.impact import Impacted, Touched, impact
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.terms import FeeBasis, Retention
from ysq.letters.errors import LetterError
from ysq.rules import book as rule_book
from ysq.rules.book import Book

SINCE = date(2028, 1, 3)
BEFORE = date(2027, 12, 20)
EVE = SINCE - timedelta(days=1)
LAW = "review.amended.art23.para1.item4"


@pytest.fixture
def amended(folder: Path) -> Book:
    """From 2028 a page costs more, a record that isn't there is reviewed first, and a letter may not say 卷宗."""
    provision_added(folder, "fees.amended.art5", "《政府信息公开信息处理费管理办法》（虚构修订）第五条", SINCE)
    provision_added(folder, LAW, "《中华人民共和国行政复议法》（虚构修订）第二十三条第一款第四项", SINCE)
    version_added(
        folder / "fees.yaml", "by_page", SINCE, ("fees.art5", "fees.amended.art5"), ("fen: 1000", "fen: 1500")
    )
    version_added(folder / "outcomes.yaml", "no_record", SINCE, ("remedy: either", "remedy: review_first"))
    remedies = folder / "remedies.yaml"
    head, _name, rest = remedies.read_text("utf-8").partition("\nmixed:\n")
    newest = (
        f"    effective_to: {EVE}\n  - title: 先申请行政复议，对复议决定不服的再提起行政诉讼\n"
        f"    provisions: [ogi.art51, review.art23.para1.item4, {LAW}]\n    mark: source\n    effective_from: {SINCE}\n"
    )
    remedies.write_text(f"{head}{newest}\nmixed:\n{rest}", "utf-8")
    version_added(
        folder / "checks.yaml",
        "one_item_demand",
        SINCE,
        ('match: "一事一申请"', 'match: "检索"'),
        ("severity: warning", "severity: error"),
    )
    return rule_book.read(folder)


@pytest.fixture
def after(ground: Ground, amended: Book) -> Ground:
    """The ground with the amended book."""
    return msgspec.structs.replace(ground, book=amended)


async def searched(ground: Ground, day: date) -> UUID:
    """A case on whose item a search that found nothing is drafted and approved."""
    case_id = await make.received(ground, day, ANSWERS["no_record"].description)
    await make.give(ground, case_id, [
        c.RegisterRequest(day),
        c.RecordSearch(day, 1, "征地股", ("综合档案室",), ("批准文件",), found=False, result="没有查到。"),
        drafted(ANSWERS["no_record"], day),
        c.ApproveDetermination(day, 1),
    ])  # fmt: skip
    return case_id


async def impacted(ground: Ground, book: Book, on: date) -> list[Impacted]:
    return [one async for one in impact(ground, book, make.noon(on)) if one is not None]


async def charged(ground: Ground, day: date) -> Case:
    case_id = await make.received(ground, day)
    demand = c.DemandFee(day, "数量明显超过合理范围。", FeeBasis.BY_PAGE, 100)
    return await make.give(ground, case_id, [c.RegisterRequest(day), demand])


def amount_of(case: Case) -> int:
    assert case.fee is not None
    return case.fee.amount


async def test_a_fee_is_by_the_scale_of_the_notices_day(after: Ground) -> None:
    assert [amount_of(await charged(after, day)) for day in (EVE, SINCE)] == [70_000, 105_000]


async def test_a_notice_dated_before_the_amendment_stays_as_it_was_when_its_count_is_put_right(after: Ground) -> None:
    case_id, fewer = (await charged(after, EVE)).case_id, e.Amendment(count=90)
    assert amount_of(await make.give(after, case_id, [c.AmendEntry(SINCE, "页数写错。", 3, fewer)])) == 60_000
    late = [c.AmendEntry(SINCE, "收费通知实际在次日发出。", 3, e.Amendment(date=SINCE))]
    assert amount_of(await make.give(after, case_id, late)) == 90_000


async def test_before_there_was_a_scale_no_fee_is_demanded(ground: Ground) -> None:
    case_id = await make.received(ground, date(2020, 12, 1))
    demand = c.DemandFee(date(2020, 12, 2), "数量明显超过合理范围。", FeeBasis.BY_PAGE, 100)
    with pytest.raises(x.DateRefused, match="2020-12-02没有施行中的收费标准（按量计收）"):
        await make.give(ground, case_id, [c.RegisterRequest(date(2020, 12, 2)), demand])


async def test_the_remedy_told_is_that_of_the_letters_day(after: Ground) -> None:
    old = await searched(after, BEFORE)
    case = await make.give(after, old, [c.IssueLetter(BEFORE, (1,))])
    assert "也可以自收到本答复书之日起六个月内" in await words(after, case)


async def test_a_letter_after_the_amendment_tells_the_new_remedy_and_is_held_by_the_new_check(
    after: Ground, folder: Path
) -> None:
    old = await searched(after, BEFORE)
    with pytest.raises((x.Refusal, LetterError), match="检索"):
        await make.give(after, old, [c.IssueLetter(SINCE, (1,))])
    spoil(folder / "checks.yaml", 'match: "检索"', 'match: "从未出现的词"')
    loose = msgspec.structs.replace(after, book=rule_book.read(folder))
    case = await make.give(loose, old, [c.IssueLetter(SINCE, (1,))])
    said = await words(loose, case)
    assert "日内先向" in said
    assert "也可以自收到" not in said


async def test_impact_tells_the_open_cases_that_the_tables_move_from_their_day(ground: Ground, amended: Book) -> None:
    answered, _early = await searched(ground, BEFORE), await charged(ground, EVE)
    assert await impacted(ground, amended, EVE) == []
    fee = (await charged(ground, SINCE)).case_id
    found = {
        one.case_id: {change.what: change for change in one.changes} for one in await impacted(ground, amended, SINCE)
    }
    assert found.keys() == {answered, fee}
    decision, letter = found[answered][Touched.DECISION], found[answered][Touched.LETTER]
    assert (decision.before, decision.after) == ("复议、诉讼自选", "复议前置")
    assert LAW in decision.provisions
    assert "检索" in letter.after
    charge = found[fee][Touched.FEE]
    assert (charge.before, charge.after, charge.provisions) == ("700元", "1050元", ("fees.amended.art5",))


async def test_a_decision_that_is_no_more_on_the_day_of_approval_is_drafted_anew(after: Ground, folder: Path) -> None:
    case_id = await make.received(after, BEFORE, ANSWERS["reissue"].description)
    await make.give(after, case_id, [c.RegisterRequest(BEFORE), drafted(ANSWERS["reissue"], BEFORE)])
    head, name, rest = (folder / "outcomes.yaml").read_text("utf-8").partition("\nreissue:\n")
    (folder / "outcomes.yaml").write_text(f"{head}{name}  effective_to: {EVE}\n{rest}", "utf-8")
    closed = msgspec.structs.replace(after, book=rule_book.read(folder))
    with pytest.raises(x.WrongStage, match="第1项拟办的“reissue”在2028-01-03没有施行"):
        await make.give(closed, case_id, [c.ApproveDetermination(SINCE, 1)])
    with pytest.raises(x.UnknownReference, match="拟办之日没有“reissue”这种办理结果"):
        await make.give(closed, case_id, [drafted(ANSWERS["reissue"], SINCE)])
    assert await make.give(closed, case_id, [c.ApproveDetermination(EVE, 1)])


async def test_a_file_is_kept_by_the_table_of_the_archiving_day(after: Ground, folder: Path) -> None:
    version_added(folder / "retention.yaml", "brief", SINCE, ("period: D10", "period: D30"))
    book = rule_book.read(folder)
    periods = [book.retention.on(day)["brief"].period for day in (EVE, SINCE)]
    assert periods == [Retention.TEN_YEARS, Retention.THIRTY_YEARS]
    later = msgspec.structs.replace(after, book=book)
    kept = []
    for day in (EVE, SINCE):
        case_id = await make.received(later, BEFORE)
        case = await make.give(
            later, case_id, [c.RegisterRequest(BEFORE), c.WithdrawRequest(BEFORE, "不再需要。", (1,))]
        )
        case = await make.give(later, case_id, [c.ArchiveCase(day)])
        assert case.archived is not None
        kept.append(case.archived.retention)
    assert kept == ["D10", "D30"]
