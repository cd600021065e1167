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
    REFUSED,
    SAMPLES,
    book,
    facts,
    fonts,
    golden,
    law,
    letter,
    stationery,
)

from ysq.domain.letters import AttachmentList, Heading1, RemedyOrder, WithheldAspect
from ysq.domain.terms import Channel, ConsulteeKind, DeliveryWish, Medium
from ysq.letters import compose, context_of, html, load_stationery, text
from ysq.letters.context import AnswerFacts, Supply
from ysq.letters.errors import LetterError, MissingFactError, MixedOutcomesError, NotInForceError, TemplateError
from ysq.resources import data_folder

FOLDER = data_folder("templates") / "letters"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_letter_reads_word_for_word_as_its_golden_text(name: str) -> None:
    assert text(letter(SAMPLES[name])) == golden(name).read_text(encoding="utf-8")


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
    assert "自收到行政复议决定书之日起十五日内向云岭县人民法院提起行政诉讼" in written
    assert "六个月" not in written


@pytest.mark.parametrize("name", ["disclosure", "no_record"])
def test_other_answers_leave_the_choice_between_review_and_court(name: str) -> None:
    written = text(letter(SAMPLES[name]))
    assert "六十日内向云岭县人民政府申请行政复议，也可以" in written
    assert "六个月内向云岭县人民法院提起行政诉讼" in written
    assert "先向" not in written


def test_an_internet_channel_for_review_is_told_when_the_agency_has_one() -> None:
    online = replace(AGENCY, online_review_address="https://review.example.org")
    assert "网址：https://review.example.org" in text(letter(SAMPLES["refusal"], online))
    assert "网址" not in text(letter(SAMPLES["refusal"]))


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


def test_items_of_different_kinds_are_refused_in_one_letter() -> None:
    with pytest.raises(MixedOutcomesError, match="予以公开、信息不存在"):
        letter(facts(DISCLOSED, replace(NO_RECORD, number=2)))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda: replace(SAMPLES["disclosure"], secrecy_reviewed=False), "保密审查"),
        (lambda: replace(SAMPLES["disclosure"], supply=None), "提供政府信息的方式"),
        (lambda: facts(replace(NO_RECORD, searches=())), "检索记录"),
        (lambda: facts(replace(REFUSED, reasons=" \n ")), "不予公开理由"),
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


def test_a_kind_that_belongs_to_the_other_paragraph_is_refused() -> None:
    with pytest.raises(LetterError, match="人事管理信息"):
        letter(facts(replace(REFUSED, aspect=WithheldAspect.PERSONNEL)))


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
    assert "见附件" in text(letter(replace(SAMPLES["disclosure"], supply=supply)))


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
    assert set(pieces["_process"]) == {"clarified", "consulted", "extended"}
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
    path = folder / "refusal.yaml"
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
    assert refused.value.file == "refusal.yaml"


def test_an_unknown_field_in_a_template_is_refused_with_its_file(tmp_path: Path) -> None:
    folder = _changed(tmp_path, "of: answer.process", "off: answer.process")
    with pytest.raises(TemplateError, match=r"refusal\.yaml.*off"):
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
    ready = {"disclosure": SAMPLES["disclosure"], "no_record": SAMPLES["no_record"], "refusal": SAMPLES["refusal"]}
    for code, outcome in book().outcomes.items():
        sample = ready[outcome.letter]
        items = tuple(replace(i, outcome=code, aspect=None) for i in sample.items)
        assert text(letter(replace(sample, items=items))).startswith("云岭县自然资源局")
