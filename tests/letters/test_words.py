"""Cleaning, wording and breaking of text, before any letter."""

import sys
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.letters.letter_samples import book

from ysq.domain.letters import letter_number
from ysq.letters.clean import _INVISIBLE, clean, clean_name, paragraphs
from ysq.letters.errors import UnprintableCharacterError
from ysq.letters.titles import title_lines
from ysq.letters.words import cite, sentence, zh_date, zh_number


@pytest.mark.parametrize(
    ("given_text", "printed"),
    [
        ("甲\n乙", "甲乙"),
        ("甲\u2028乙", "甲乙"),
        ("see\r\nbelow", "see below"),
        ("甲\u202e乙\u202c", "甲乙"),
        ("甲\x00\x07\x9f乙", "甲乙"),
        ("甲\u200b乙\ufeff", "甲乙"),
        ("\uf0b7 第一项", "第一项"),
        ("  留有 空格  ", "留有 空格"),
        ("甲\tb", "甲 b"),
    ],
)
def test_cleaning_drops_what_is_invisible_and_closes_up_lines(given_text: str, printed: str) -> None:
    assert clean(given_text) == printed


@given(st.text())
def test_cleaning_gives_one_line_and_changes_nothing_the_second_time(text: str) -> None:
    try:
        once = clean(text)
    except UnprintableCharacterError:
        return
    assert clean(once) == once
    assert len(once.splitlines()) <= 1


@pytest.mark.parametrize("mark", ["“", "”", "‘", "$", "#", "\\", "{{", "<", "\u3000", "𠮷", "é"])
def test_cleaning_leaves_everything_visible_as_it_is(mark: str) -> None:
    assert clean(f"甲{mark}乙") == f"甲{mark}乙"


def test_a_private_use_character_in_a_name_is_refused_by_its_code_point() -> None:
    with pytest.raises(UnprintableCharacterError, match=r"U\+E863"):
        clean_name("赵\ue863")


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(UnprintableCharacterError, match=r"U\+D800"):
        clean("甲\ud800")


def test_reasons_keep_their_paragraphs() -> None:
    assert paragraphs("一\r\n\n 二\x0b三\u2029四") == ("一", "二三", "四")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (6, "六"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (60, "六十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (120, "一百二十"),
        (250, "二百五十"),
        (999, "九百九十九"),
    ],
)
def test_numbers_are_written_in_words(number: int, words: str) -> None:
    assert zh_number(number) == words


@pytest.mark.parametrize("number", [0, 1000, -1])
def test_a_number_that_letters_do_not_use_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        zh_number(number)


@pytest.mark.parametrize(("said", "closed"), [("没有", "没有。"), ("没有。", "没有。"), ("没有！ ", "没有！")])
def test_a_sentence_is_closed_once(said: str, closed: str) -> None:
    assert sentence(said) == closed


def test_dates_have_no_leading_zeros() -> None:
    assert zh_date(date(2026, 3, 2)) == "2026年3月2日"


def test_a_letter_number_has_angular_brackets_and_no_leading_zeros() -> None:
    assert letter_number("云自然资依复", 2026, 7) == "云自然资依复〔2026〕7号"
    with pytest.raises(ValueError, match="0"):
        letter_number("云自然资依复", 2026, 0)


def test_the_law_is_named_once_while_it_stays_the_same() -> None:
    known = book().provisions
    cited = cite([known["ogi.art16.para2"], known["ogi.art36.item3"], known["review.art24"]])
    assert cited == (
        "《中华人民共和国政府信息公开条例》第十六条第二款、第三十六条第三项、《中华人民共和国行政复议法》第二十四条"
    )


def test_a_title_breaks_between_phrases_into_even_lines() -> None:
    phrases = ("云岭县住房和城乡建设局", "政府信息公开", "申请答复书")
    assert title_lines(phrases, 20) == ("云岭县住房和城乡建设局", "政府信息公开申请答复书")
    assert title_lines(("云岭县财政局", *phrases[1:]), 20) == ("云岭县财政局政府信息公开申请答复书",)


@given(st.lists(st.text(alphabet="甲乙丙丁", min_size=1, max_size=50), min_size=1, max_size=5))
def test_a_broken_title_keeps_every_character_and_the_width(phrases: list[str]) -> None:
    lines = title_lines(tuple(phrases), 20)
    assert "".join(lines) == "".join(phrases)
    assert all(0 < len(line) <= 20 for line in lines)


def test_what_must_not_be_printed_is_never_taken_for_printable() -> None:
    refused = {"Co", "Cs", "Cn"}
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if _INVISIBLE.match(character):
            assert clean(f"中{character}a") == "中a", hex(code)
        assert not (character.isprintable() and unicodedata.category(character) in refused), hex(code)
