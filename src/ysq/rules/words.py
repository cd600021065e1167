"""Says a comparison in Chinese, for the clerk, the requester's lawyer and the court."""

from ysq.domain.findings import Operator, Seen, Trace
from ysq.rules.facts import VOCABULARY
from ysq.rules.vocabulary import Fact

_YES = {True: "是", False: "否"}


def sentence(trace: Trace) -> str:
    """One comparison as a line: what the rule asks, and what is recorded."""
    fact = VOCABULARY.get(trace.field)
    label = fact.label if fact else trace.field
    asked = f"{'并非' if trace.negated else ''}{trace.operator.zh}"
    if trace.operator not in (Operator.EXISTS, Operator.MISSING):
        asked += f"“{said(fact, trace.expected)}”"
    actual = "未填写" if trace.actual is None else f"“{said(fact, trace.actual)}”"
    return f"{label}：要求{asked}，记录为{actual}，{'符合' if trace.held else '不符合'}"


def said(fact: Fact | None, value: Seen) -> str:
    """A fact's value in Chinese."""
    if isinstance(value, tuple):
        return "、".join(said(fact, one) for one in value) or "无"
    if isinstance(value, bool):
        return _YES[value]
    return fact.words.get(str(value), str(value)) if fact else str(value)
