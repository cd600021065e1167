"""What must not be said, as the rule book lists it in words."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ysq.domain.letter_checks import LetterCheck
from ysq.letters.check.hits import Hit, Seen, brief
from ysq.letters.check.sheet import Block


def phrases(seen: Seen) -> Iterator[Hit]:
    """Each listed phrase where a sentence says it; once for each check and block."""
    told: set[tuple[str, int | None]] = set()
    sheet = seen.letter.sheet
    lines = (*sheet.head, *sheet.sentences, *sheet.tail)
    for name, check in seen.law.checks.on(seen.day).items():
        for sentence in lines if check.phrases else ():
            hit = _said(name, check, sentence, sheet.text)
            if hit is not None and (name, hit.block) not in told:
                told.add((name, hit.block))
                yield hit


def says(seen: Seen, name: str, sentences: tuple[Block, ...]) -> bool:
    """Whether one of the sentences says what the check of this name looks for."""
    check = seen.law.checks.find(name, seen.day)
    return check is not None and any(_said(name, check, sentence, seen.letter.sheet.text) for sentence in sentences)


def _said(name: str, check: LetterCheck, sentence: Block, whole: str) -> Hit | None:
    for phrase in check.phrases:
        if phrase.elsewhere and _compiled(phrase.elsewhere).search(whole):
            continue
        match = _compiled(phrase.match).search(sentence.text)
        if match and not (phrase.unless and _compiled(phrase.unless).search(sentence.text)):
            return Hit(name, brief(match[0]), phrase.expected, sentence.number)
    return None


@lru_cache(maxsize=512)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


LOOKS = (phrases,)
