"""What other tables of the rule book would change in a case: the law of its decisions, its fee, its letter's checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ysq.cases.changes import Change, Touched
from ysq.cases.checking import findings_in
from ysq.cases.freeze import composed
from ysq.domain import commands as c
from ysq.domain.clock import ClockError
from ysq.domain.fees import amount
from ysq.domain.letters import RemedyOrder, letter_number
from ysq.letters.errors import LetterError
from ysq.letters.words import yuan

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.law import Outcome
    from ysq.rules.book import Book


def moved_by_tables(today: Ground, other: Ground, dossier: Dossier, day: date) -> Iterator[Change]:
    """The changes of what is drafted and not answered, as on `day`, and of a fee that isn't paid."""
    case = dossier.case
    for number in case.open_items:
        code = case.items[number].outcome
        if code is not None:
            yield from _decided(number, code, today.book, other.book, day)
    yield from _fee(today.book, other.book, dossier)
    letters = {case.lettered_with(number) for number in case.open_items if case.items[number].outcome}
    for items in sorted(letters):
        yield from _checked(today, other, dossier, c.IssueLetter(day, items))


def _decided(number: int, code: str, old: Book, new: Book, day: date) -> Iterator[Change]:
    """Name, remedy, law and needs of the decision, as far as they differ."""
    was, now = (book.outcomes.find(code, day) for book in (old, new))
    if was is None or now is None:
        if was is not now:
            known = was or now
            assert known is not None, "one of the books has it"
            names = [outcome.name if outcome else "" for outcome in (was, now)]
            yield Change(Touched.DECISION, number, names[0], names[1], known.provisions)
        return
    before, after = (dict(_told(book, outcome)) for book, outcome in ((old, was), (new, now)))
    parted = [field for field in after if before[field] != after[field]]
    if parted:
        law = new.remedies.find(RemedyOrder(now.remedy), day) if "remedy" in parted else None
        then, since = ("；".join(words[field] for field in parted) for words in (before, after))
        yield Change(Touched.DECISION, number, then, since, law.provisions if law else now.provisions)


def _told(book: Book, outcome: Outcome) -> Iterator[tuple[str, str]]:
    yield "name", outcome.name
    yield "remedy", RemedyOrder(outcome.remedy).zh
    yield "provisions", "、".join(book.provisions[name].title for name in outcome.provisions)
    yield "needs", f"应当有{'、'.join(need.zh for need in outcome.needs) or '（无）'}"


def _fee(old: Book, new: Book, dossier: Dossier) -> Iterator[Change]:
    fee = dossier.case.fee
    if fee is None or dossier.case.fee_paid:
        return
    scales = [book.fees.find(fee.basis, fee.date) for book in (old, new)]
    was, now = (yuan(amount(scale, fee.count)) if scale else "" for scale in scales)
    if was != now:
        cited = scales[1] or scales[0]
        yield Change(Touched.FEE, None, was, now, cited.provisions if cited else ())


def _checked(today: Ground, other: Ground, dossier: Dossier, command: c.IssueLetter) -> Iterator[Change]:
    """What the checks would find in the letter that answers the items together."""
    (before, _old), (after, cited) = (_found(ground, dossier, command) for ground in (today, other))
    if before != after:
        gone, new = (
            "；".join(s for s in some if s not in others) for some, others in ((before, after), (after, before))
        )
        yield Change(Touched.LETTER, command.items[0], gone, new, cited)


def _found(ground: Ground, dossier: Dossier, command: c.IssueLetter) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The messages in their order, and the provisions behind them; why there is no letter where there is none."""
    number = letter_number(dossier.agency.letters.letter_word, command.on.year, 1)
    try:
        found = findings_in(ground, dossier, composed(ground, dossier, command, number))
    except LetterError as error:
        return (str(error),), ()
    except ClockError:  # told beside the due date
        return (), ()
    said = (f"{one.message}（{one.severity.zh}）" for one in found)
    return tuple(said), tuple(dict.fromkeys(name for one in found for name in one.provisions))
