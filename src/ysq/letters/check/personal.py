"""Personal data in a letter that somebody else reads (art. 15): the kinds that the rule book looks for."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ysq.domain.privacy import LookFor
from ysq.letters.check.hits import Hit, Seen

_BEFORE = 24
"""So many characters before a number say whose it is."""


def numbers(seen: Seen) -> Iterator[Hit]:
    """Identity numbers, bank cards, mobile numbers, as privacy.yaml has them; the middle isn't repeated."""
    wanted = [kind.look_for for kind in seen.law.personal.on(seen.day).values() if kind.look_for is not None]
    body = {block.number for block in seen.letter.sheet.body}
    for block in seen.letter.sheet.everything:
        told: list[tuple[int, int]] = []
        for one in wanted:
            if one.body_only and block.number not in body:
                continue
            for match in _found(one, block.text):
                if not any(first < match.end() and match.start() < last for first, last in told):
                    told.append(match.span())
                    shown = f"{one.named}{match[0][:3]}…{match[0][-2:]}"
                    yield Hit(one.check, shown, block=block.number)


def _found(wanted: LookFor, text: str) -> Iterator[re.Match[str]]:
    for match in _compiled(wanted.pattern).finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if not wanted.unless_before or not _compiled(wanted.unless_before).search(before):
            yield match


@lru_cache(maxsize=64)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def known(seen: Seen) -> Iterator[Hit]:
    """Names and numbers that the case says may not be told."""
    for block in seen.letter.sheet.everything:
        words = "".join(block.text.split())
        for name in seen.case.third_parties:
            if "".join(name.split()) in words and name not in seen.letter.sheet.addressee:
                yield Hit("third_party_named", f"“{name}”", block=block.number)
        for secret in seen.case.private:
            if "".join(secret.split()) in words:
                yield Hit("personal_data", f"{secret[:1]}…{secret[-1:]}", block=block.number)


LOOKS = (numbers, known)
