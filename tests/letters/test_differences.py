"""What differs between two texts is told word by word, and nothing is lost: each text can be read off the other."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ysq.letters.differences import Change, Run, after, aligned, before, differences, paragraph_changes

WORDS = st.text(alphabet="征地补偿方案，。；12 3ab\n公开", max_size=60)
LONG = st.lists(st.sampled_from(("方案尚未定稿。", "公开会妨碍论证；", "第12条，", "全文均为发言")), max_size=90).map(
    "".join
)
PARAGRAPHS = st.lists(st.one_of(WORDS, st.just("特此答复。")), max_size=8)


@settings(max_examples=300, deadline=None)
@given(old=st.one_of(WORDS, LONG, st.text(max_size=30)), new=st.one_of(WORDS, LONG, st.text(max_size=30)))
def test_applying_the_differences_gives_the_other_text(old: str, new: str) -> None:
    runs = differences(old, new)
    assert (before(runs), after(runs)) == (old, new)
    assert all(run.text for run in runs)
    assert all(one.change is not other.change for one, other in pairwise(runs))
    assert (old == new) == all(run.change is Change.SAME for run in runs)


@settings(max_examples=200, deadline=None)
@given(old=PARAGRAPHS, new=PARAGRAPHS)
def test_every_paragraph_of_both_is_told_once_and_in_order(old: list[str], new: list[str]) -> None:
    changes = paragraph_changes(old, new)
    assert [one.old for one in changes if one.old] == list(range(1, len(old) + 1))
    assert [one.new for one in changes if one.new] == list(range(1, len(new) + 1))
    assert [before(one.runs) for one in changes if one.old] == old
    assert [after(one.runs) for one in changes if one.new] == new
    if old == new:
        assert all(one.same and one.old == one.new for one in changes)


def test_numbers_and_latin_words_change_as_wholes_and_chinese_by_characters() -> None:
    assert differences("共15页，见OA系统。", "共16页，见OK系统。") == (
        Run(Change.SAME, "共"), Run(Change.REMOVED, "15"), Run(Change.ADDED, "16"), Run(Change.SAME, "页，见"),
        Run(Change.REMOVED, "OA"), Run(Change.ADDED, "OK"), Run(Change.SAME, "系统。"),
    )  # fmt: skip
    assert differences("妨碍论证", "影响论证") == (
        Run(Change.REMOVED, "妨碍"), Run(Change.ADDED, "影响"), Run(Change.SAME, "论证"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("new", "pairs"),
    [
        (["甲乙丙丁戊", "新的一段文字", "己庚辛壬癸"], [(0, 0), (None, 1), (1, 2)]),
        (["己庚辛壬癸"], [(0, None), (1, 0)]),
        (["甲乙丙丁己", "己庚辛壬癸"], [(0, 0), (1, 1)]),
        (["子丑寅卯", "己庚辛壬癸"], [(0, 0), (1, 1)]),
        (["子丑寅卯", "辰巳", "己庚辛壬癸"], [(0, None), (None, 0), (None, 1), (1, 2)]),
    ],
)
def test_an_edited_paragraph_keeps_its_partner(new: list[str], pairs: list[tuple[int | None, int | None]]) -> None:
    assert sorted(aligned(["甲乙丙丁戊", "己庚辛壬癸"], new), key=str) == sorted(pairs, key=str)


def test_the_longest_reasons_are_compared_in_a_blink() -> None:
    old = "".join(f"第{n}点，该记录形成于方案论证阶段，公开会妨碍论证。" for n in range(800))
    new = old.replace("妨碍", "影响")
    begun = time.perf_counter()
    assert after(differences(old, new)) == new
    assert after(differences(old, "完全不同的理由" * 2_000)) == "完全不同的理由" * 2_000
    assert time.perf_counter() - begun < 2.0
