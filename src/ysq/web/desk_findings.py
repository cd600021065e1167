"""What the rules find in a case, as the desk shows it: item by item, the conclusion in words, its law, and why."""

from collections.abc import Iterable, Iterator

import msgspec

from ysq.cases.ruling import ItemFindings
from ysq.domain.findings import Advise, NeedsClarification
from ysq.domain.terms import Term
from ysq.rules.shown import ShownFinding
from ysq.web.ledger_view import Cited


class FindingView(msgspec.Struct, frozen=True):
    """One finding on an item. `conclusion` is its terms' names, `setting` why it isn't the law itself; "" if nothing.

    `reasons` are the comparisons that decided, as sentences; `disputed`: to be looked at twice.
    """

    item: int
    title: str
    conclusion: str
    setting: str
    disputed: bool
    law: tuple[Cited, ...]
    reasons: tuple[str, ...]


def finding_views(items: Iterable[ItemFindings]) -> tuple[FindingView, ...]:
    """The findings of all items, in their order."""
    return tuple(_view(one.item, found) for one in items for found in one.findings)


def _view(item: int, found: ShownFinding) -> FindingView:
    return FindingView(
        item=item,
        title=found.title,
        conclusion="；".join(_words(found.conclusion)),
        setting=found.setting,
        disputed=found.disputed,
        law=tuple(Cited(one.title, one.text, one.doubt) for one in found.provisions),
        reasons=tuple(one.sentence for one in found.trace),
    )


def _words(conclusion: msgspec.Struct) -> Iterator[str]:
    if isinstance(conclusion, Advise):
        yield conclusion.says
    if isinstance(conclusion, NeedsClarification):
        yield f"告知补正{conclusion.what.zh}"
        return
    for name in conclusion.__struct_fields__:
        value = getattr(conclusion, name)
        if isinstance(value, Term):
            yield value.zh
