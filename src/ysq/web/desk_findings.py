"""What the rules find in a case, as the desk shows it: the conclusion in words, its law, and why."""

from collections.abc import Iterable, Iterator

import msgspec

from ysq.domain.terms import Term
from ysq.rules.book import Book
from ysq.web.ledger_view import Cited, cited


class Reason(msgspec.Struct, frozen=True):
    """One comparison that decided, in words."""

    fact: str
    test: str
    actual: str


class FindingView(msgspec.Struct, frozen=True):
    """One finding. `conclusion` and `doubt` are "" where the finding has none."""

    title: str
    conclusion: str
    doubt: str
    law: tuple[Cited, ...]
    reasons: tuple[Reason, ...]


def finding_views(findings: Iterable[msgspec.Struct], book: Book) -> tuple[FindingView, ...]:
    """The findings in their order. A finding that tells less than the fullest form is shown with what it has."""
    return tuple(_view(found, book) for found in findings)


def _view(found: msgspec.Struct, book: Book) -> FindingView:
    provisions = (getattr(one, "id", one) for one in getattr(found, "provisions", ()))
    mark = getattr(found, "mark", None)
    reason = getattr(found, "reason", "")
    return FindingView(
        title=getattr(found, "title", ""),
        conclusion="；".join(_words(getattr(found, "conclusion", None))),
        doubt=f"{mark.zh}：{reason}" if isinstance(mark, Term) and reason else "",
        law=cited([name for name in provisions if name in book.provisions], book),
        reasons=tuple(_reason(one) for one in getattr(found, "trace", ())),
    )


def _words(conclusion: object) -> Iterator[str]:
    """The Chinese words in a conclusion: its terms' names."""
    if isinstance(conclusion, msgspec.Struct):
        for name in conclusion.__struct_fields__:
            yield from _words(getattr(conclusion, name))
    elif isinstance(conclusion, Term):
        yield conclusion.zh


def _reason(trace: msgspec.Struct) -> Reason:
    operator = getattr(trace, "operator", "")
    test = f"{operator.zh if isinstance(operator, Term) else operator} {_plain(getattr(trace, 'expected', None))}"
    return Reason(str(getattr(trace, "field", "")), test.strip(), _plain(getattr(trace, "actual", None)))


def _plain(value: object) -> str:
    if value is None:
        return "没有登记"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(_plain(one) for one in value)
    return value.zh if isinstance(value, Term) else str(value)
