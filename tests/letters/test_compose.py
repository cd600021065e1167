"""Letters in words: what each says, and what it refuses to say."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.letters.letter_samples import (
    AGENCY,
    DISCLOSED,
    NO_RECORD,
    NOT_OURS,
    PARTLY,
    RECEIPT,
    REFUSED,
    SAMPLES,
    SUPPLY,
    book,
    every_letter,
    facts,
    fonts,
    golden,
    law,
    letter,
    receipt,
    stationery,
)
from tests.letters.more_answers import HEARD, MARKING, MORE, REDONE, STEPS, VIEW

from ysq.domain.grounds import ForbiddingLaw
from ysq.domain.letters import PROCEDURAL, REFUSALS, AttachmentList, Heading1, LetterType, RemedyOrder, WithheldAspect
from ysq.domain.terms import Channel, ConsulteeKind, DeliveryWish, Medium
from ysq.letters import compose, context_of, html, load_stationery, text
from ysq.letters.errors import LetterError, MissingFactError, NoOnlineReviewError, NotInForceError, TemplateError
from ysq.letters.facts import (
    AnswerFacts,
    Clarified,
    ClockWords,
    Consulted,
    Deferred,
    Extended,
    ItemAnswer,
    Overridden,
    ReasonsAsked,
    ReceiptDay,
    Supply,
    TakenBack,
)
from ysq.resources import data_folder

FOLDER = data_folder("templates") / "letters"

ONLINE = replace(AGENCY, online_review_address="https://review.example.org")
EVERY_STEP = [
    *(Clarified(date(2026, 3, 4), date(2026, 3, 9), counts=counts) for counts in (True, False)),
    *(Consulted(ConsulteeKind.THIRD_PARTY, date(2026, 3, 4), date(2026, 3, 18), "", counts=c) for c in (True, False)),
    Extended(date(2026, 3, 6), date(2026, 4, 8), 20),
    Extended(date(2026, 3, 6), None, 20),
    Extended(date(2026, 3, 6), None, counts=False),
    *(step for steps in STEPS.values() for step in steps),
    ReasonsAsked(date(2026, 3, 4), None),
    *(Deferred(date(2026, 3, 16), date(2026, 5, 29), counts=counts) for counts in (True, False)),
    TakenBack(2, "验收报告", date(2026, 3, 9)),
    *REDONE.values(),
    Overridden(date(2026, 3, 20), ("下游有居民点。",), (book().provisions["ogi.art32"],)),
]
OTHER_REFUSALS = {
    "state_secret": replace(REFUSED, outcome="state_secret", aspect=None, basis=MARKING),
    "prohibited_by_law": replace(
        REFUSED, outcome="prohibited_by_law", aspect=None, basis=ForbiddingLaw("《中华人民共和国某某法》第九条")
    ),
    "security_and_stability": replace(REFUSED, outcome="security_and_stability", aspect=WithheldAspect.PUBLIC_SECURITY),
    "third_party_interest": replace(
        REFUSED, outcome="third_party_interest", aspect=WithheldAspect.TRADE_SECRET, basis=VIEW
    ),
}


def refused_under(code: str) -> AnswerFacts:
    """A refusal on a ground of art. 14 or 15, the third party heard."""
    return replace(facts(OTHER_REFUSALS[code]), process=(HEARD,) if code == "third_party_interest" else ())


@pytest.mark.parametrize("name", every_letter())
def test_the_letter_reads_word_for_word_as_its_golden_text(name: str) -> None:
    assert text(every_letter()[name]) == golden(name).read_text(encoding="utf-8")


def test_every_letter_type_has_a_golden_text() -> None:
    assert {made.letter_type for made in every_letter().values()} == set(LetterType)


@pytest.mark.parametrize("code", [name for name in SAMPLES if name not in ("mixed_answer", "partial_disclosure")])
def test_an_answer_gives_its_reasons_and_never_the_article_alone(code: str) -> None:
    item = SAMPLES[code].items[0]
    told = [item.reasons, *(search.result for search in item.searches), getattr(item.basis, "where", "")]
    told += [attached.name for attached in item.attachments] + [str(getattr(item.basis, "on", ""))]
    assert any(told), code
    written = text(letter(SAMPLES[code]))
    assert item.reasons.splitlines()[0] in written if item.reasons else item.description in written


def test_items_refused_on_several_grounds_share_one_letter_of_refusal() -> None:
    made = letter(SAMPLES["refusal_on_several_grounds"])
    assert made.letter_type is LetterType.REFUSAL
    written = text(made)
    assert "第十六条第一款、第三十六条第三项" in written
    assert "第十六条第二款、第三十六条第三项" in written
    assert "六个月" not in written


@pytest.mark.parametrize("code", ["record_corrected", "correction_declined", "correction_elsewhere"])
def test_an_answer_on_correcting_a_record_is_called_that(code: str) -> None:
    made = letter(SAMPLES[code])
    assert "".join(made.title_lines).endswith("政府信息更正申请答复书")
    assert "提交的政府信息更正申请（" in text(made)
    mixed = text(letter(replace(facts(MORE[code], replace(NOT_OURS, number=2)))))
    assert "政府信息公开申请（" in mixed


@pytest.mark.parametrize("name", REDONE)
def test_a_new_answer_names_the_one_before_and_why(name: str) -> None:
    written = text(letter(SAMPLES[name]))
    assert "以云自然资依复〔2026〕5号答复书作出答复" in written
    assert ("云府复决〔2026〕3号" in written) == (name == "redo_after_review")


@pytest.mark.parametrize(
    "code", [code for code, item in MORE.items() if item.basis is not None and code not in REFUSALS]
)
def test_an_answer_without_what_it_must_state_is_refused(code: str) -> None:
    with pytest.raises(MissingFactError, match="第1项的"):
        letter(replace(SAMPLES[code], items=(replace(MORE[code], basis=None),)))


@pytest.mark.parametrize(
    ("code", "cited"),
    [
        ("state_secret", "第十四条、第三十六条第三项"),
        ("prohibited_by_law", "第十四条、第三十六条第三项"),
        ("security_and_stability", "第十四条、第三十六条第三项"),
        ("third_party_interest", "第十五条、第三十二条、第三十六条第三项"),
    ],
)
def test_a_refusal_under_articles_14_and_15_cites_them_and_sends_to_review_first(code: str, cited: str) -> None:
    written = text(letter(refused_under(code)))
    assert f"根据《中华人民共和国政府信息公开条例》{cited}的规定，本机关决定对该信息不予公开" in written
    assert "先向云岭县人民政府申请行政复议；" in written
    assert "六个月" not in written


def test_a_refusal_says_which_head_of_article_14_and_which_law_forbids() -> None:
    assert "属于依法确定为国家秘密的政府信息" in text(letter(refused_under("state_secret")))
    assert "禁止公开的依据为《中华人民共和国某某法》第九条。" in text(letter(refused_under("prohibited_by_law")))
    assert "公开后可能危及公共安全的政府信息" in text(letter(refused_under("security_and_stability")))


def test_the_marking_of_a_state_secret_stays_in_the_case_file() -> None:
    written = text(letter(refused_under("state_secret")))
    assert not [said for said in (MARKING.authority, MARKING.basis, MARKING.period, "机密") if said in written]


def test_a_refusal_for_a_third_party_tells_the_result_and_the_agencys_own_judgement() -> None:
    written = text(letter(refused_under("third_party_interest")))
    assert "书面征求第三方意见，征求意见于2026年3月18日结束，结果为：不同意公开。" in written
    assert "经本机关审查判断，第三方的理由成立，不公开不会对公共利益造成重大影响。" in written


@pytest.mark.parametrize("field", ["reasons", "indivisible", "basis"])
def test_a_third_party_is_never_named_in_what_the_agency_says(field: str) -> None:
    said: dict[str, object] = {
        "reasons": "某某矿业 有限公司主张其为商业秘密。",
        "indivisible": "全文为某某矿业有限公司的报价。",
        "basis": replace(VIEW, judgement="某某矿业有限公司的理由成立。"),
    }
    item = replace(OTHER_REFUSALS["third_party_interest"], **{field: said[field]})
    named = replace(facts(item), process=(HEARD,), unnamed=("某某矿业有限公司",))
    with pytest.raises(LetterError, match="第三方的姓名或者名称") as found:
        letter(named)
    assert "某某矿业" not in str(found.value)
    assert letter(replace(refused_under("third_party_interest"), unnamed=("某某矿业有限公司",)))


def test_masking_plain_privacy_cites_article_32_only_when_somebody_was_asked() -> None:
    unasked = replace(facts(PARTLY), supply=SUPPLY)
    assert "第三十二条" not in text(letter(unasked))
    asked = text(letter(replace(unasked, process=(HEARD,))))
    assert "第十五条、第三十二条、第三十六条第三项" in asked
    assert "未就上述内容征求第三方意见" not in asked


@pytest.mark.parametrize(
    "part",
    [
        replace(REFUSED, outcome="partly_disclosed", withheld=replace(PARTLY.withheld, ground="deliberative")),
        replace(PARTLY, aspect=None, withheld=replace(PARTLY.withheld, ground="enforcement_file"), basis=None),
    ],
)
def test_the_withheld_part_has_the_provisions_of_its_ground(part: ItemAnswer) -> None:
    written = text(letter(replace(facts(replace(part)), supply=SUPPLY)))
    assert "第三十六条第二项、第三十七条的规定，本机关决定予以部分公开" in written
    assert "第十六条第二款、第三十六条第三项的规定，本机关决定对该部分内容不予公开" in written
    assert "第十五条" not in written


def test_a_partial_disclosure_has_a_remedy_for_each_part() -> None:
    first, second = [line for line in text(letter(SAMPLES["partial_disclosure"])).splitlines() if "不服的，" in line]
    assert first.startswith("对本答复中不予公开的部分不服的，应当自收到")
    assert "先向云岭县人民政府申请行政复议；" in first
    assert "六个月" not in first
    assert second.startswith("对本答复中的其他部分不服的，可以自收到")
    assert "也可以自收到本答复书之日起六个月内" in second


def test_several_partial_disclosures_name_the_items_in_their_remedies() -> None:
    two = replace(facts(PARTLY, replace(PARTLY, number=2)), supply=SUPPLY)
    written = text(letter(two))
    assert "对第1、2项申请的答复中不予公开的部分不服的，应当" in written
    assert "对第1、2项申请的答复中的其他部分不服的，可以" in written


@pytest.mark.parametrize(
    ("items", "review_first", "either"),
    [
        ((REFUSED, NOT_OURS), "第1项申请的答复", "第2项申请的答复"),
        ((NO_RECORD, REFUSED, NOT_OURS), "第2项申请的答复", "第1、3项申请的答复"),
        ((PARTLY, REFUSED, NO_RECORD), "第1项申请的答复中不予公开的部分、第2项申请的答复", "第1项申请的答复中的其他部分、第3项申请的答复"),
        ((REFUSED, PARTLY, REFUSED), "第1、3项申请的答复、第2项申请的答复中不予公开的部分", "第2项申请的答复中的其他部分"),
        ((NO_RECORD, REFUSED, PARTLY), "第2项申请的答复、第3项申请的答复中不予公开的部分",
         "第1项申请的答复、第3项申请的答复中的其他部分"),
    ],
)  # fmt: skip
def test_a_letter_with_different_outcomes_has_the_right_remedy_for_each_item(
    items: tuple[ItemAnswer, ...], review_first: str, either: str
) -> None:
    numbered = [replace(item, number=number) for number, item in enumerate(items, 1)]
    made = letter(replace(facts(*numbered), supply=SUPPLY))
    assert made.letter_type is LetterType.MIXED_ANSWER
    written = text(made)
    assert f"对{review_first}不服的，应当自收到" in written
    assert f"对{either}不服的，可以自收到" in written


def test_different_outcomes_with_one_remedy_have_one_paragraph_of_it() -> None:
    written = text(letter(facts(NO_RECORD, replace(NOT_OURS, number=2))))
    assert written.count("提起行政诉讼") == 1
    assert "如对本答复不服，可以" in written


def test_a_mixed_letter_gives_each_item_the_section_of_its_own_letter() -> None:
    mixed = text(letter(SAMPLES["mixed_answer"]))
    assert [line for line in mixed.splitlines() if "关于第" in line] == [
        "一、关于第1项申请", "二、关于第2项申请", "三、关于第3项申请", "四、关于第4项申请"
    ]  # fmt: skip
    own = text(letter(replace(SAMPLES["partial_disclosure"], requesters=("赵一",))))
    told = [line for line in own.splitlines() if line.startswith(("经审查", "不予公开的内容", "根据"))]
    assert told
    assert all(line in mixed for line in told)


def test_items_point_to_their_own_attachments() -> None:
    assert "见附件1、附件2。" in text(letter(SAMPLES["mixed_answer"]))
    assert "见附件3。" in text(letter(SAMPLES["mixed_answer"]))
    bare = replace(SAMPLES["disclosure"], items=(replace(DISCLOSED, attachments=()),))
    assert "附件" not in text(letter(bare))


def test_an_agency_that_is_not_responsible_says_who_is_or_that_it_cannot_tell() -> None:
    assert "由云岭县人力资源和社会保障局负责公开，联系方式为云岭县城关镇示例路6号" in text(letter(facts(NOT_OURS)))
    assert "负责公开的行政机关，经查明仍不能确定。" in text(letter(SAMPLES["mixed_answer"]))


def test_a_receipt_is_no_answer() -> None:
    made = receipt(RECEIPT)
    assert made.letter_type in PROCEDURAL
    assert not [word for word in ("行政复议", "行政诉讼", "答复书", "决定") if word in text(made)]
    assert "不是对申请的答复" in text(made)


def test_the_copy_that_the_agency_keeps_has_no_access_code() -> None:
    assert f"查询码：{RECEIPT.access_code}。" in text(receipt(RECEIPT))
    assert RECEIPT.access_code not in text(receipt(replace(RECEIPT, access_code="")))


@pytest.mark.parametrize("clock", ClockWords)
def test_a_receipt_says_how_far_the_due_date_is_known(clock: ClockWords) -> None:
    written = text(receipt(replace(RECEIPT, clock=clock, receipt_day=ReceiptDay.CONFIRMED)))
    assert ("至2026年3月30日届满" in written) == (clock is not ClockWords.UNCONFIRMED)
    assert ("暂定" in written) == (clock is ClockWords.PROVISIONAL)
    assert ("临近年末" in written) == (clock is ClockWords.YEAR_END)
    assert ("本机关将及时与你确认" in written) == (clock is ClockWords.UNCONFIRMED)


def test_a_receipt_of_a_rest_day_counted_later_says_so() -> None:
    moved = replace(RECEIPT, moved_from=date(2026, 3, 1))
    assert "申请于2026年3月1日到达，该日为休息日，以下一个工作日为收到申请之日。" in text(receipt(moved))


@pytest.mark.parametrize(
    ("code", "own", "other"),
    [
        ("internal_affairs", "第十六条第一款", "第十六条第二款"),
        ("deliberative", "第十六条第二款", "第十六条第一款"),
        ("enforcement_file", "第十六条第二款", "第十六条第一款"),
    ],
)
def test_a_refusal_cites_its_own_paragraph_of_article_16(code: str, own: str, other: str) -> None:
    written = text(letter(facts(replace(REFUSED, outcome=code, aspect=None))))
    assert f"{own}、第三十六条第三项的规定" in written
    assert other not in written


@pytest.mark.parametrize(
    ("code", "kind"),
    [("internal_affairs", "内部事务信息"), ("deliberative", "过程性信息"), ("enforcement_file", "行政执法案卷信息")],
)
def test_a_refusal_says_which_of_the_three_kinds_it_is(code: str, kind: str) -> None:
    assert kind in text(letter(facts(replace(REFUSED, outcome=code, aspect=None))))


def test_a_refusal_sends_to_review_first_and_never_straight_to_court() -> None:
    written = text(letter(SAMPLES["refusal"]))
    assert "六十日内先向云岭县人民政府申请行政复议；" in written
    assert "自收到行政复议决定书之日起十五日内向有管辖权的人民法院提起行政诉讼" in written
    assert "六个月" not in written


@pytest.mark.parametrize("name", ["disclosure", "no_record"])
def test_other_answers_leave_the_choice_between_review_and_court(name: str) -> None:
    written = text(letter(SAMPLES[name]))
    assert "六十日内向云岭县人民政府申请行政复议，也可以" in written
    assert "六个月内向云岭县人民法院提起行政诉讼" in written
    assert "先向" not in written


def test_an_internet_channel_for_review_is_told_when_the_agency_has_one() -> None:
    assert "网址：https://review.example.org" in text(letter(SAMPLES["refusal"], ONLINE))
    assert "网址" not in text(letter(SAMPLES["refusal"]))


@pytest.mark.parametrize("name", ["refusal", "disclosure"])
def test_a_letter_served_on_line_is_refused_without_an_internet_channel_for_review(name: str) -> None:
    on_line = replace(SAMPLES[name], supply=Supply(DeliveryWish.EMAIL, Medium.ELECTRONIC))
    with pytest.raises(NoOnlineReviewError, match="请先请管理员") as refused:
        letter(on_line)
    assert refused.value.provisions == ("review.art22.para2",)
    assert "网址：https://review.example.org" in text(letter(on_line, ONLINE))


def test_several_items_of_one_kind_are_answered_one_by_one_with_one_remedy() -> None:
    second = replace(
        REFUSED, number=2, description="干部考察谈话名单", outcome="internal_affairs", aspect=WithheldAspect.PERSONNEL
    )
    made = letter(facts(REFUSED, second))
    headings = [b.text for b in made.blocks if isinstance(b, Heading1)]
    assert headings == ["一、关于第1项申请", "二、关于第2项申请"]
    written = text(made)
    assert "第十六条第一款、第三十六条第三项" in written
    assert "第十六条第二款、第三十六条第三项" in written
    assert written.count("申请行政复议；") == 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda: facts(PARTLY), "提供政府信息的方式"),
        (lambda: replace(facts(replace(PARTLY, reasons="")), supply=SUPPLY), "理由"),
        (
            lambda: replace(facts(replace(PARTLY, withheld=replace(PARTLY.withheld, what="\n"))), supply=SUPPLY),
            "不予公开部分",
        ),
        (lambda: facts(replace(PARTLY, withheld=None, basis=None)), "不予公开部分"),
        (lambda: facts(replace(NOT_OURS, reasons="")), "理由"),
        (lambda: facts(replace(NOT_OURS, responsible=None)), "负责公开的行政机关"),
        (lambda: replace(SAMPLES["disclosure"], supply=None), "提供政府信息的方式"),
        (lambda: facts(replace(REFUSED, reasons=" \n ")), "理由"),
        (lambda: replace(SAMPLES["refusal"], requesters=()), "申请人"),
        (lambda: facts(), "申请事项"),
    ],
)
def test_a_letter_that_lacks_a_fact_is_refused_by_its_name(change: Callable[[], AnswerFacts], named: str) -> None:
    with pytest.raises(MissingFactError, match=named):
        letter(change())


def test_a_letter_dated_before_its_law_is_refused() -> None:
    with pytest.raises(NotInForceError, match="2019-05-14"):
        letter(replace(SAMPLES["no_record"], dated=date(2019, 5, 14)))


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(LetterError, match="somehow"):
        letter(facts(replace(REFUSED, outcome="somehow", aspect=None)))


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_has_its_words(channel: Channel) -> None:
    received = replace(SAMPLES["no_record"].received, channel=channel)
    assert "政府信息公开申请（申请编号：" in text(letter(replace(SAMPLES["no_record"], received=received)))


@pytest.mark.parametrize("way", DeliveryWish)
@pytest.mark.parametrize("medium", Medium)
def test_every_way_of_supply_has_its_words(way: DeliveryWish, medium: Medium) -> None:
    supply = Supply(way, medium, place="本机关一楼大厅")
    assert "见附件" in text(letter(replace(SAMPLES["disclosure"], supply=supply), ONLINE))


def test_supplying_in_another_form_than_asked_for_is_explained() -> None:
    supply = Supply(DeliveryWish.INSPECT, Medium.PAPER, place="本机关档案室", instead_because="原件复制可能损坏载体。")
    assert "未按你申请的方式提供，理由是：原件复制可能损坏载体。" in text(
        letter(replace(SAMPLES["disclosure"], supply=supply))
    )


@pytest.mark.parametrize("aspect", WithheldAspect)
def test_every_kind_of_withheld_information_has_its_words(aspect: WithheldAspect) -> None:
    assert aspect.value in stationery().phrases["ground"]


def test_shared_pieces_cover_every_code_that_chooses_among_them() -> None:
    pieces = stationery().pieces
    assert set(pieces["_remedy"]) == set(RemedyOrder)
    assert set(pieces["_supply"]) == set(DeliveryWish)
    assert set(pieces["_process"]) == {step.told_as for step in EVERY_STEP}
    assert set(pieces["_due"]) == set(ClockWords)
    assert set(stationery().phrases["receipt_day"]) == set(ReceiptDay)
    refusals = {code for code, outcome in book().outcomes.on(date(2026, 3, 2)).items() if outcome.letter in REFUSALS}
    assert set(stationery().phrases["ground"]) == refusals | set(WithheldAspect)
    assert set(stationery().phrases["consulted"]) == set(ConsulteeKind)


def test_templates_hold_words_and_never_decisions() -> None:
    for path in FOLDER.glob("*.yaml"):
        assert not re.search(r"{%|\bif\b.*}}", path.read_text(encoding="utf-8")), path.name


def test_attachments_are_listed_with_their_pages() -> None:
    lists = [b for b in letter(SAMPLES["disclosure"]).blocks if isinstance(b, AttachmentList)]
    assert [b.entries[1] for b in lists] == ["城关镇2025年度第三批次城镇建设用地征地补偿安置方案（共12页）"]


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "letters"
    shutil.copytree(FOLDER, folder)
    path = folder / "deliberative.yaml"
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("new", "named"),
    [
        ("{{ answer.court_fee }}", "court_fee"),
        ("{{ nothing }}", "nothing"),
        ("{{ answer.agency.online_review_address }}", "空值"),
        ("{{ answer.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_template_that_asks_for_a_missing_fact_is_refused(tmp_path: Path, new: str, named: str) -> None:
    changed = load_stationery(_changed(tmp_path, "本机关决定对该信息不予公开", new), fonts())
    context = context_of(SAMPLES["refusal"], AGENCY, law())
    with pytest.raises(TemplateError, match=named) as refused:
        compose(context, changed)
    assert refused.value.file == "deliberative.yaml"


def test_an_unknown_field_in_a_template_is_refused_with_its_file(tmp_path: Path) -> None:
    folder = _changed(tmp_path, "file: _indivisible", "fil: _indivisible")
    with pytest.raises(TemplateError, match=r"deliberative\.yaml.*fil"):
        load_stationery(folder, fonts())


def test_the_preview_shows_every_block_and_escapes_all() -> None:
    reasons = '<script>alert("1")</script>'
    page = html(letter(facts(replace(REFUSED, reasons=reasons))), stationery())
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert '<time datetime="2026-03-24">2026年3月24日</time>' in page
    for block in letter(facts(REFUSED, replace(REFUSED, number=2))).blocks:
        if isinstance(block, Heading1):
            assert f"<h2>{block.text}</h2>" in html(letter(facts(REFUSED, replace(REFUSED, number=2))), stationery())


def test_every_outcome_of_the_table_has_a_letter_that_can_be_written() -> None:
    ready = {sample.items[0].outcome: sample for sample in SAMPLES.values() if len(sample.items) == 1}
    assert set(ready) == set(book().outcomes.versions)
    for code, outcome in book().outcomes.on(date(2026, 3, 2)).items():
        assert letter(ready[code]).letter_type == outcome.letter
        assert text(letter(ready[code])).startswith("云岭县自然资源局")
