"""Every way in which a consultation, a discretion and a public interest meet has one direction, and none is a dead end."""

from itertools import product
from typing import Any

from tests.rules.ruling import facts

from ysq.domain import findings as f
from ysq.rules.book import Book
from ysq.rules.evaluate import evaluate
from ysq.rules.rule import Rule

_SENT = {"consultation.sent": True}
CONSULTED: dict[str, dict[str, Any]] = {
    "nobody asked": {},
    "no answer yet": _SENT,
    "agreed": _SENT | {"consultation.reply": "agreed"},
    "silent": _SENT | {"consultation.reply": "silent"},
    "refused": _SENT | {"consultation.reply": "refused"},
    "refused with reason": _SENT | {"consultation.reply": "refused", "consultation.reasons_accepted": True},
    "refused without reason": _SENT | {"consultation.reply": "refused", "consultation.reasons_accepted": False},
}
OPEN = ("no answer yet", "refused")
INTERESTS = (
    ["third_party"], ["deliberative"], ["third_party", "deliberative"], ["state_secret"], ["third_party", "state_secret"],
)  # fmt: skip
OVERRIDES = ((None, None), (True, False), (True, True))
FOUND = {"search.recorded": True, "search.found": True, "secrecy_review.releasable": True}


def concluded(rules: tuple[Rule, ...], known: dict[str, Any]) -> set[type[f.Conclusion]]:
    found = evaluate(rules, facts(FOUND | known), facts().request.received_on)
    return {type(one.conclusion) for one in found}


def asked(book: Book) -> list[tuple[str, dict[str, Any], set[type[f.Conclusion]]]]:
    """Every combination: its consultation, its facts, and the kinds of conclusion."""
    rules = tuple(rule for rule in book.rules if rule.concern == "disclosure")
    judged = product(CONSULTED, INTERESTS, (None, True, False), OVERRIDES, (None, "disclose", "withhold"), (None, True))
    told = []
    for state, interests, harms, (override, informed), discretion, required in judged:
        known = CONSULTED[state] | {
            "record.interests": interests, "record.harms_third_party": harms, "public_interest.override": override,
            "public_interest.third_party_told": informed, "record.discretion": discretion,
            "record.disclosure_required": required, "record.separable": True,
        }  # fmt: skip
        told.append((state, known, concluded(rules, known)))
    return told


def test_what_is_disclosed_is_neither_severed_nor_withheld_and_what_is_pending_is_not_disclosed(book: Book) -> None:
    against = {f.Sever, f.Withhold, f.MayWithhold, f.ConsultFirst}
    for state, known, found in asked(book):
        if f.Disclose in found:
            assert not found & against, known
            assert "third_party" not in known["record.interests"] or state not in OPEN[:1], known
            if state == "refused" and "third_party" in known["record.interests"]:
                assert known["public_interest.third_party_told"], known


def test_once_everything_is_judged_some_decision_is_supported(book: Book) -> None:
    decisive = {f.Disclose, f.Withhold, f.MayWithhold, f.ConsultFirst, f.TellThirdParty}
    judged = 0
    for state, known, found in asked(book):
        if state in OPEN or known["record.harms_third_party"] is None:
            continue
        if known["record.discretion"] or known["record.disclosure_required"]:
            judged += 1
            assert found & decisive, known
    assert judged > 500
