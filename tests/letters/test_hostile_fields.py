"""Every hostile string in every field: in the words and on paper exactly as it is, or refused by its character."""

from itertools import cycle
from typing import Any

import msgspec
import pypdfium2
import pytest
from tests.letters.hostile_strings import HOSTILE
from tests.letters.letter_samples import SAMPLES, letter, paper, squeezed, stationery
from tests.letters.notice_samples import NOTICES

from ysq.domain.letters import AttachmentList, Letter, Table
from ysq.letters import html, pdf, text
from ysq.letters.clean import clean
from ysq.letters.errors import UnprintableCharacterError
from ysq.letters.facts import AnswerFacts
from ysq.letters.notices import NoticeFacts

CODES = {"outcome", "ground", "provision", "what_step", "proves", "letter_type"}
"""Strings that people choose from a list and never write."""


def poisoned(value: Any, words: str) -> Any:
    """`value` with `words` in place of every string that somebody writes."""
    if isinstance(value, msgspec.Struct):
        kept = {name: getattr(value, name) for name in value.__struct_fields__}
        step = type(value).__name__ == "Step"
        return msgspec.structs.replace(
            value,
            **{n: v if n in CODES or (step and n == "what") else poisoned(v, words) for n, v in kept.items()},
        )
    if isinstance(value, tuple):
        return tuple(poisoned(each, words) for each in value)
    return words if type(value) is str and value else value


def written(told: AnswerFacts | NoticeFacts, payload: str) -> Letter:
    """The letter of `told` with the payload everywhere."""
    filled = poisoned(told, f"甲{payload}乙")
    return letter(filled) if isinstance(filled, AnswerFacts) else paper(filled)


def texts(made: Letter) -> list[str]:
    """Every string of the letter, as it must be found on paper."""
    said = [made.letter_no, *([f"{made.addressee}："] if made.addressee else [])]
    for block in made.blocks:
        match block:
            case Table(rows):
                said += [cell for row in rows for cell in row]
            case AttachmentList(entries):
                said += entries
            case _:
                said.append(block.text)
    return said


def test_there_are_three_hundred_different_strings() -> None:
    assert len(HOSTILE) >= 300


@pytest.mark.parametrize("name", [*SAMPLES, *NOTICES])
def test_hostile_words_stand_in_every_letter_as_they_are_or_are_refused(name: str) -> None:
    told: AnswerFacts | NoticeFacts = SAMPLES[name] if name in SAMPLES else NOTICES[name]
    for payload in HOSTILE:
        try:
            made = written(told, payload)
        except UnprintableCharacterError as refused:
            assert set(refused.characters) <= set(payload), repr(payload)
            continue
        parts = [clean(line) for line in f"甲{payload}乙".splitlines()]
        assert all(part in text(made) for part in parts if part), repr(payload)
        assert "<script" not in html(made, stationery())


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 30))
def test_hostile_words_are_on_paper_byte_by_byte_or_are_refused_by_their_character(start: int) -> None:
    every = {**SAMPLES, **NOTICES}
    names = cycle([*list(every)[start % len(every) :], *list(every)[: start % len(every)]])
    printed = 0
    for payload, name in zip(HOSTILE[start : start + 30], names, strict=False):
        try:
            made = written(every[name], payload)
            document = pdf(made, stationery())
        except UnprintableCharacterError as refused:
            assert set(refused.characters) <= set(payload), repr(payload)
            continue
        read = _read(document)
        for words in texts(made):
            assert squeezed(words) in read, (name, payload, words)
        printed += 1
    assert printed >= 10, "nearly everything was refused"


def _read(document: bytes) -> str:
    """The text layer without white space and page numbers."""
    with pypdfium2.PdfDocument(document) as opened:
        layers = [opened[number].get_textpage().get_text_range() for number in range(len(opened))]
    read = "".join(squeezed(layer).removesuffix(f"—{number}—") for number, layer in enumerate(layers, 1))
    return read.replace("\ufffe", "-").replace("\x02", "-")
