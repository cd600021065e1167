"""Says which facts can't be true together: an answer without a question, a request before there was a Regulation."""

import datetime as dt
from collections.abc import Iterator

from ysq.domain.clock.receipt import FIRST_DAY
from ysq.rules.facts import VOCABULARY, Facts, FactValues, values_of

FOLLOWS = (
    ("consultation.reply", "consultation.sent"),
    ("co_producers.reply", "co_producers.sent"),
    ("other_agencies.reply", "other_agencies.sent"),
    ("search.found", "search.recorded"),
    ("fee.basis", "fee.demanded"),
)
"""The first is recorded only after the second is true: nobody answers who wasn't asked."""
THEN = (
    ("clarification.answered", "clarification.asked"),
    ("clarification.overdue", "clarification.asked"),
    ("fee.paid", "fee.demanded"),
    ("fee.overdue", "fee.demanded"),
)
"""The first is true only after the second is."""


STEPS = frozenset(before for _after, before in (*FOLLOWS, *THEN))
"""What was done in the course of a case: it may still be done, and never undone."""


def followed(changed: FactValues, values: FactValues) -> FactValues:
    """The facts `changed` of `values`, with the steps that they take for granted: who answered was asked."""
    lacking = [before for after, before in FOLLOWS if changed.get(after) is not None]
    lacking += [before for after, before in THEN if changed.get(after) is True]
    steps: FactValues = {before: True for before in lacking if values[before] is not True}
    return steps | changed


def possible(changed: FactValues, values: FactValues) -> bool:
    """Whether the course of a case can come from `values` to these facts: each after its step, and no step undone."""
    return followed(changed, values) == changed and not any(
        values[step] is True and changed.get(step, True) is not True for step in STEPS
    )


def disagreements(facts: Facts, on: dt.date) -> Iterator[tuple[str, str]]:
    """The fact at fault, and why it can't be so on the day `on`, for each pair of facts that contradict each other."""
    day = facts.request.received_on
    if day > on:
        yield "request.received_on", f"收到之日{day}晚于所看的日子{on}，请核对收到之日和on"
    if day < FIRST_DAY:
        yield "request.received_on", f"{day}尚无政府信息公开条例（2008年5月1日起施行），请核对日期"
    values = values_of(facts)
    for after, before in FOLLOWS:
        if values[after] is not None and values[before] is not True:
            yield after, _message(after, before, "写了")
    for after, before in THEN:
        if values[after] is True and values[before] is not True:
            yield after, _message(after, before, "写的是true，")


def _message(after: str, before: str, how: str) -> str:
    asked, told = VOCABULARY[before], VOCABULARY[after]
    return f"{how}“{told.label}”，而“{asked.label}”不是true；请写明 {before}: true，或者去掉这一项"
