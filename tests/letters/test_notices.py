"""Procedural documents: what each must say, whom it must not name, and what it refuses to be without."""

import re
from datetime import date

import pytest
from msgspec.structs import replace
from tests.letters.letter_samples import AGENCY, book, every_letter, paper, stationery
from tests.letters.notice_samples import NOTICES

from ysq.domain.letters import PROCEDURAL, Form, LetterType, Table
from ysq.domain.terms import ConsulteeKind, FeeBasis, RemedyKind
from ysq.letters import html, text
from ysq.letters import notices as n
from ysq.letters.errors import LetterError, NotInForceError

SHEETS = {
    LetterType.APPLICATION_FORM,
    LetterType.CONSULTATION_REPLY,
    LetterType.DELIVERY_RECEIPT,
    LetterType.APPROVAL_SHEET,
    LetterType.SEARCH_SHEET,
    LetterType.SECRECY_SHEET,
    LetterType.EVIDENCE_LIST,
}
SAYS = {
    "clarification_notice": [
        "第三十条",
        "自收到本告知书之日起十五个工作日内",
        "逾期不补正的，视为放弃申请",
        "请写明文件的名称",
    ],
    "reasons_notice": ["第三十五条", "96件", "书面说明理由", "不予处理"],
    "extension_notice": ["第三十三条第二款", "工作机构负责人同意", "延长十五个工作日", "2026年4月21日"],
    "extension_notice_provisional": ["暂定于2027年1月19日", "公布后相应调整"],
    "extension_notice_year_end": ["将于2026年12月30日前", "公布下一年度放假安排后如有变动，相应调整"],
    "deferral_notice": [
        "第三十五条",
        "于2026年3月6日要求你说明理由，并于2026年3月13日收到你的说明",
        "理由合理",
        "延迟答复的期限至2026年9月30日",
    ],
    "third_party_consultation": [
        "第三十二条",
        "十五个工作日内",
        "逾期未提出意见的，由本机关依照规定决定",
        "征求意见确认函",
        "采矿权出让合同",
        "一并说明下列事项",
        "送交本机关（地址：",
    ],
    "consultation_reply": ["是否同意公开", "不同意公开的内容和理由", "签名或者盖章"],
    "consultation_notice": ["第三十三条第三款", "不计算在答复期限内", "2026年3月5日"],
    "co_producer_consultation": ["第三十四条", "十五个工作日内", "逾期未提出意见的，视为同意公开"],
    "agency_consultation": ["第十一条", "讨论记录", "规划调整目前所处的阶段", "由本机关决定"],
    "unit_request": ["2026年3月30日", "协办时间计算在答复期限内"],
    "unit_request_provisional": ["答复期限暂定至2027年1月13日届满", "公布后相应调整"],
    "fee_notice": [
        "第四十二条",
        "第五条",
        "按量计收",
        "每页40元",
        "54700元",
        "缴纳方式",
        "次日起二十个工作日内",
        "视为放弃申请",
    ],
    "third_party_notice": [
        "第三十二条",
        "公共利益造成重大影响",
        "决定予以公开",
        "六十日内向云岭县人民政府申请行政复议",
    ],
    "delivery_receipt": ["云自然资依复〔2026〕12号", "□网上送达", "受送达人签名或者盖章", "邮寄送达的以交邮之日"],
    "approval_sheet": ["不予公开（过程性信息）", "合法性审查", "2026年3月20日"],
    "search_sheet": ["文书档案（1996年至2001年）", "东坪村、建设用地", "未检索到相关文件。"],
    "secrecy_sheet": ["可以公开", "不能公开", "第十七条"],
    "evidence_list": ["检索的范围、方法和结果", "交邮的日期"],
    "application_form": ["赵一、钱二", "孙三", "999***********1X", "YLZRZY-2026-0017"],
}


def test_every_procedural_kind_has_its_words_checked_here() -> None:
    kinds = {NOTICES[name].notice.kind for name in SAYS}
    assert kinds | {LetterType.ACKNOWLEDGEMENT} == PROCEDURAL


@pytest.mark.parametrize("name", SAYS)
def test_a_notice_says_what_the_law_wants_said(name: str) -> None:
    written = text(paper(NOTICES[name]))
    assert not [said for said in SAYS[name] if said not in written]


@pytest.mark.parametrize(
    ("proceeding", "said"),
    [
        (RemedyKind.RECONSIDERATION, "依照《中华人民共和国行政复议法》第四十八条提交作出答复的证据"),
        (RemedyKind.DIRECT_LITIGATION, "向人民法院提交作出答复的证据"),
        (RemedyKind.LITIGATION_AFTER_REVIEW, "向人民法院提交作出答复的证据"),
        (None, "以上为作出答复的证据"),
    ],
)
def test_evidence_is_listed_for_the_body_that_asks_for_it(proceeding: RemedyKind | None, said: str) -> None:
    sample = NOTICES["evidence_list"]
    written = text(paper(replace(sample, notice=replace(sample.notice, proceeding=proceeding))))
    assert said in written
    assert ("复议法" in written) == (proceeding is RemedyKind.RECONSIDERATION)


@pytest.mark.parametrize("name", [name for name in SAYS if name != "third_party_notice"])
def test_a_step_carries_no_remedy(name: str) -> None:
    assert not re.search("(申请|提起)行政(复议|诉讼)", text(paper(NOTICES[name])))


@pytest.mark.parametrize(
    "name", ["third_party_consultation", "third_party_notice", "co_producer_consultation", "agency_consultation"]
)
def test_who_is_consulted_is_never_told_who_asked(name: str) -> None:
    written = text(paper(NOTICES[name]))
    assert "赵一" not in written
    assert "20260302-0017" not in written


@pytest.mark.parametrize("party", ConsulteeKind)
def test_the_requester_is_told_which_kind_of_party_is_asked_and_never_its_name(party: ConsulteeKind) -> None:
    told = replace(NOTICES["consultation_notice"], notice=n.ConsultationNotice(party, date(2026, 3, 5)))
    assert stationery().phrases["consulted"][party] in text(paper(told))


@pytest.mark.parametrize("name", NOTICES)
def test_forms_have_tables_and_no_addressee_and_letters_the_other_way_round(name: str) -> None:
    made = paper(NOTICES[name])
    assert (made.form is Form.SHEET) == (made.letter_type in SHEETS)
    assert bool(made.addressee) == (made.form is Form.LETTER)
    assert any(isinstance(block, Table) for block in made.blocks) == (made.form is Form.SHEET)
    assert ("待用印" in html(made, stationery())) == (made.form is Form.LETTER)


@pytest.mark.parametrize("name", NOTICES)
def test_every_row_of_a_table_has_a_cell_for_each_column(name: str) -> None:
    for block in paper(NOTICES[name]).blocks:
        if isinstance(block, Table):
            assert {len(row) for row in block.rows} == {len(block.widths)}


def test_the_preview_of_a_form_names_its_columns_and_rows() -> None:
    page = html(paper(NOTICES["approval_sheet"]), stationery())
    assert '<th scope="row">登记编号</th><td>YLZRZY-2026-0017</td>' in page
    assert '<th scope="col">拟办结果</th>' in page
    assert "<td>不予公开（过程性信息）</td>" in page


EMPTIED = [
    (name, field)
    for name, told in NOTICES.items()
    for field in told.notice.__struct_fields__
    if field
    in (
        "what",
        "why",
        "about",
        "information",
        "task",
        "content",
        "standard",
        "searches",
        "proposals",
        "reviews",
        "exhibits",
    )
]


@pytest.mark.parametrize(("name", "field"), EMPTIED)
def test_a_notice_that_would_say_nothing_is_refused(name: str, field: str) -> None:
    told = NOTICES[name]
    with pytest.raises(LetterError, match="没有写明"):
        paper(replace(told, notice=replace(told.notice, **{field: ()})))


def test_a_fee_notice_without_a_way_to_pay_is_refused() -> None:
    told = NOTICES["fee_notice"]
    with pytest.raises(LetterError, match="缴纳方式"):
        paper(replace(told, notice=replace(told.notice, payment=" ")))


@pytest.mark.parametrize("change", [{"addressees": ()}, {"items": ()}])
def test_a_notice_to_nobody_or_about_nothing_is_refused(change: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(LetterError, match="收件人或者申请事项"):
        paper(replace(NOTICES["clarification_notice"], **change))


def test_a_notice_dated_before_its_law_is_refused() -> None:
    with pytest.raises(NotInForceError, match="2019-05-14"):
        paper(replace(NOTICES["clarification_notice"], dated=date(2019, 5, 14)))


def test_every_provision_that_a_notice_cites_is_in_the_book() -> None:
    cited = {name for told in NOTICES.values() for name in told.notice.cites}
    assert cited <= book().provisions.keys()


def test_every_unit_of_a_fee_and_both_conclusions_of_a_review_have_words() -> None:
    assert set(stationery().phrases["fee_unit"]) == set(FeeBasis)
    assert set(stationery().phrases["secrecy"]) == {"releasable", "withheld"}
    assert {told.notice.until for told in NOTICES.values() if isinstance(told.notice, n.ExtensionNotice)} == set(
        stationery().pieces["_until"]
    )


def test_every_document_has_plain_text_and_a_preview() -> None:
    for name, made in every_letter().items():
        assert text(made).startswith(AGENCY.heading), name
        assert html(made, stationery()).count("<p") >= 3, name
