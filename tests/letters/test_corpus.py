"""The checks beside a corpus of letters: what they find, what they miss, and that no sound letter is stopped."""

import pytest
from tests.letters.checking import ON, Sample, Score, law, samples, scored

from ysq.domain.letter_checks import Severity
from ysq.letters.check import check_text

SOUND = (
    "sound_seen",
    "sound_held_out",
    "sound_unusual",
    "sound_varied",
    "sound_last",
    "sound_blind",
    "sound_blind_again",
    "sound_third_blind",
    "sound_fourth_blind",
    "sound_fifth_blind",
    "sound_other_styles",
)
DEFECTIVE = (
    "defective_seen",
    "defective_held_out",
    "defective_unusual",
    "defective_last",
    "defective_blind",
    "defective_blind_again",
    "defective_third_blind",
    "defective_fourth_blind",
    "defective_fifth_blind",
    "defective_other_styles",
)


@pytest.fixture(scope="module")
def score() -> Score:
    return scored(*SOUND, *DEFECTIVE)


def test_the_corpus_is_large_enough() -> None:
    assert len(samples(*SOUND)) >= 80
    assert len(samples(*DEFECTIVE)) >= 120


def test_recall_and_precision_hold(score: Score) -> None:
    assert score.recall >= 0.95, "\n".join(score.notes)
    assert score.precision >= 0.95, "\n".join(score.notes)


def test_each_check_that_the_corpus_shows_often_holds_by_itself(score: Score) -> None:
    for name, right in score.right.items():
        if right + score.missed[name] >= 3:
            assert right / (right + score.missed[name]) >= 0.75, f"{name}\n{score.table()}"
            assert right / (right + score.wrong[name]) >= 0.75, f"{name}\n{score.table()}"


def test_every_check_is_shown_by_a_letter() -> None:
    shown = {name for sample in samples(*DEFECTIVE) for name in sample.carries}
    assert not law().checks.versions.keys() - shown


@pytest.mark.parametrize("sample", samples(*SOUND), ids=lambda sample: sample.name)
def test_no_sound_letter_is_stopped(sample: Sample) -> None:
    stopped = [f for f in check_text(sample.text, law(), ON, sample.case) if f.severity is Severity.ERROR]
    assert not stopped, stopped


@pytest.mark.parametrize("sample", samples(*DEFECTIVE), ids=lambda sample: sample.name)
def test_a_defective_letter_shows_what_it_carries(sample: Sample) -> None:
    found = {finding.check for finding in check_text(sample.text, law(), ON, sample.case)}
    assert sample.carries <= found


def test_a_letter_on_pages_and_in_lines_reads_like_the_letter_itself() -> None:
    for sample in samples("sound_seen"):
        if "wrapped" in sample.name:
            continue
        broken = "\n".join(piece for line in sample.text.splitlines() for piece in _broken(line.strip(), 30))
        found = {f.check for f in check_text(broken, law(), ON) if f.severity is Severity.ERROR}
        assert not found, sample.name


def _broken(line: str, width: int) -> list[str]:
    return [line[at : at + width] for at in range(0, len(line), width)] or [""]


def test_full_width_digits_change_nothing() -> None:
    wide = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
    for sample in samples("sound_seen", "defective_seen"):
        plain = {finding.check for finding in check_text(sample.text, law(), ON)}
        assert {finding.check for finding in check_text(sample.text.translate(wide), law(), ON)} == plain, sample.name
