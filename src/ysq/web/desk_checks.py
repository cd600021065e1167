"""What the checks find in a letter, as the desk shows it: what was found where, its law, and what to do."""

from collections.abc import Iterable, Mapping

import msgspec

from ysq.cases.ahead import CheckFound
from ysq.domain.letter_checks import Severity
from ysq.rules.book import Book
from ysq.web.ledger_view import Cited, cited


class CheckView(msgspec.Struct, frozen=True):
    """One finding; `field` is the name of the form's field for its reason, "" where the form asks for none."""

    severity: Severity
    title: str
    message: str
    todo: str
    block: int | None
    law: tuple[Cited, ...]
    reason: str
    field: str


def check_views(
    found: Iterable[CheckFound], words: Mapping[Severity, str], book: Book, fields: Mapping[str, str]
) -> tuple[CheckView, ...]:
    """The findings in their order. `words` are what to do by severity, `fields` the reasons' fields by check."""
    return tuple(
        CheckView(
            severity=one.severity,
            title=one.title,
            message=one.message,
            todo=words[one.severity],
            block=one.block,
            law=cited(one.provisions, book),
            reason=one.reason,
            field=fields.get(one.check, ""),
        )
        for one in found
    )
