"""Decodes `then`: the conclusion of a rule, one of the closed kinds."""

from typing import Any, get_args

from ysq.domain.findings import Conclusion
from ysq.rules.fields import Report, shown, struct_of

CONCLUSIONS = {str(kind.__struct_config__.tag): kind for kind in get_args(Conclusion)}
"""The kinds of conclusion, by what a rule file writes as `outcome`."""


def conclusion_of(data: Any, place: str, report: Report) -> Conclusion | None:
    """The conclusion in `data`, found at `place`; None when a fault was reported."""
    if not isinstance(data, dict) or "outcome" not in data:
        report(place, "应当是 {outcome: 结论, …}")
        return None
    kind = CONCLUSIONS.get(data["outcome"]) if isinstance(data["outcome"], str) else None
    if kind is None:
        report(f"{place}.outcome", f"没有{shown(data['outcome'])}这种结论，可以写：{'、'.join(CONCLUSIONS)}")
        return None
    rest = {key: value for key, value in data.items() if key != "outcome"}
    conclusion: Conclusion | None = struct_of(rest, kind, place, report, {})
    return conclusion
