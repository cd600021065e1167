"""What the clock can do with each entry, and what its explanations and findings may mention: the frame of the data."""

from ysq.domain.clock.law import Effect

EFFECTS: dict[str, tuple[Effect, ...]] = {
    "request.received": ("start",),
    "clarification.asked": ("wait",),
    "clarification.delivered": ("requester_period", "note"),
    "clarification.received": ("restart", "note"),
    "clarification.lapsed": ("lapse",),
    "consultation.sent": ("toll",),
    "consultation.delivered": ("party_period", "note"),
    "consultation.answered": ("resume", "note"),
    "consultation.silent": ("resume",),
    "deadline.extended": ("extend", "note"),
    "deferral.notified": ("defer", "note"),
    "answer.ordered": ("order",),
    "fee.demanded": ("wait",),
    "fee.delivered": ("requester_period",),
    "fee.paid": ("restart",),
    "fee.lapsed": ("lapse",),
    "letter.issued": ("issue",),
    "letter.posted": ("answer",),
    "letter.delivered": ("answer",),
    "letter.returned": ("return",),
    "request.withdrawn": ("stop",),
}
"""Every entry that a rule may be about, with the effects that it can have."""

_ALWAYS = frozenset({"date", "received_on", "due_on"})
_EXPLAINED: dict[str, frozenset[str]] = {
    "start": frozenset({"channel_rule", "working_days"}),
    "requester_period": frozenset({"period_end", "working_days"}),
    "restart": frozenset({"working_days"}),
    "lapse": frozenset({"period_end"}),
    "toll": frozenset({"party", "kind", "toll_from"}),
    "party_period": frozenset({"party", "period_end", "working_days"}),
    "resume": frozenset({"party", "period_end"}),
    "extend": frozenset({"due_before", "working_days"}),
    "defer": frozenset({"due_before"}),
    "note": frozenset({"party"}),
}
_SENT = {"letter.posted": frozenset({"carrier"}), "letter.delivered": frozenset({"via"})}

_MISSED = frozenset({"date", "limit"})
_MOVED = frozenset({"date", "kind", "due_before", "due_on"})
FINDINGS: dict[str, frozenset[str]] = {
    "after_end": _MISSED,
    "not_in_force": _MISSED,
    "fixed_by_deferral": _MISSED,
    "fixed_by_order": _MISSED,
    "earlier_day_stands": _MISSED,
    "repeated_answer": _MISSED | {"party"},
    "opinion_after_period": _MISSED | {"party"},
    "extension_too_long": _MISSED,
    "deferral_on_rest_day": _MISSED,
    "deferral_not_later": _MISSED,
    "partial_answer": _MISSED,
    "served_before_issued": _MISSED,
    "courier": _MISSED,
    "letter_returned": _MISSED,
    "delivery_unconfirmed": _MISSED,
    "overdue": _MISSED,
    "late_answer": _MISSED,
    "answer_while_waiting_clarification": _MISSED,
    "answer_after_lapse_clarification": _MISSED,
    "answer_while_waiting_fee": _MISSED,
    "answer_after_lapse_fee": _MISSED,
    "told_date_moved": _MOVED,
    "provisional_date_moved": _MOVED,
    "answer_now_late": _MOVED,
    "answer_now_timely": _MOVED,
}
"""The findings that are made by name, whatever the rules say, and what each may mention."""

COUNTED = ("clarification_notice", "consultation", "review_application", "litigation")
"""The deadlines that are counted by the number they name."""
GIVEN = (
    "clarification_response", "answer", "answer_before_extension", "extension_notice", "fee_notice", "fee_payment",
)  # fmt: skip
"""The deadlines whose day the entries give."""


def explained_by(event: str, effect: str) -> frozenset[str]:
    """What the explanation of a rule may mention in braces."""
    return _ALWAYS | _EXPLAINED.get(effect, frozenset()) | _SENT.get(event, frozenset())


def missed_by(effect: str, *, within: bool) -> frozenset[str]:
    """What the finding `late` of a rule may mention."""
    return _MISSED | ({"party"} if effect == "toll" else set()) | ({"working_days"} if within else set())


REPEATED = _MISSED
"""What the findings `once`, `again` and `unasked` may mention."""
UNCONFIRMED = _MISSED | {"channel"}
"""What the finding of a receipt that nobody confirmed may mention."""

READINGS: dict[str, tuple[str, ...]] = {
    "deferral_rest_day": ("next_working_day", "as_told"),
    "late_payment": ("restart", "no_restart"),
    "non_reply_remedy": ("either", "review_first"),
}
"""The settings that the clock asks for and no case chooses, with the choices that it knows."""
NUMBERS = (
    "answer_working_days", "clarification_notice_working_days", "consultation_working_days", "fee_payment_working_days",
    "clarification_max_working_days", "review_application_days", "court_days_after_review", "litigation_months",
)  # fmt: skip
"""The numbers that are asked for by name, whatever the rules say."""
