"""Looks for what is sound rule by rule and wrong in the whole: dead rules, contradictions, loose ends."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise, product

import msgspec

from ysq.domain import findings as f
from ysq.domain.cautions import Caution
from ysq.domain.findings import Conclusion, Operator
from ysq.domain.terms import ConsulteeKind
from ysq.rules.book import Book
from ysq.rules.cited import citations
from ysq.rules.dated import written
from ysq.rules.disagree import FOLLOWS, THEN
from ysq.rules.facts import VOCABULARY
from ysq.rules.reach import Conjunction, Literal, TooMany, conjunctions, satisfiable
from ysq.rules.rule import Condition, Fault, Not, Rule
from ysq.rules.sound_clock import gap, gaps_of_clock
from ysq.rules.tables import supports

_RECEIVED = "request.received_on"
_DEAD = "任何情况下都不会成立：条件与施行期间或者办理顺序矛盾"


class _Case(msgspec.Struct, frozen=True):
    """One way in which a rule can fire."""

    rule: Rule
    literals: Conjunction


class Lint(msgspec.Struct, frozen=True):
    """What was found: faults to be mended, and notes, which may stay."""

    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def lint(book: Book) -> Lint:
    """Faults: rules that never fire or always do, gaps between versions, contradictions, what no rule reaches or cites.

    Notes: provisions that are there only to be read, each with its reason.
    """
    cases = {id(rule): list(_cases(rule)) for rule in book.rules}
    dead = (_fault(rule, _DEAD) for rule in book.rules if not cases[id(rule)])
    found = (*dead, *_certain(book.rules), *_gaps(book), *_contradictions(book.rules, cases), *_unreached(book))
    return Lint((*found, *_uncited(book)), tuple(_only_read(book)))


def _cases(rule: Rule) -> Iterator[_Case]:
    for conjunction in conjunctions(rule.when, VOCABULARY):
        literals = (*conjunction, *_period(rule), *_implied(conjunction))
        if satisfiable(literals, VOCABULARY):
            yield _Case(rule, literals)


def _certain(rules: Iterable[Rule]) -> Iterator[Fault]:
    for rule in rules:
        if _always(rule.when):
            yield _fault(rule, "任何情况下都会成立：条件没有区分什么，请核对any和not")


def _always(condition: Condition) -> bool:
    try:
        return not conjunctions(Not(condition), VOCABULARY)
    except TooMany:
        return False  # so many ways in which it doesn't hold: some are possible


def _gaps(book: Book) -> Iterator[Fault]:
    """Days between two versions of one rule on which there is none."""
    dated = sorted(book.rules, key=lambda rule: (rule.id, rule.effective_from))
    for earlier, later in pairwise(dated):
        last = earlier.effective_to
        if earlier.id == later.id and last is not None and later.effective_from > last + timedelta(days=1):
            yield gap(f"{later.concern}.yaml", later.id, last, later.effective_from)
    yield from gaps_of_clock(book.clock.deadlines)


def _period(rule: Rule) -> Iterator[Literal]:
    if rule.applies_by == "receipt":
        yield Literal(_RECEIVED, Operator.GE, rule.effective_from)
        if rule.effective_to is not None:
            yield Literal(_RECEIVED, Operator.LE, rule.effective_to)


def _implied(conjunction: Iterable[Literal]) -> Iterator[Literal]:
    asked = {literal.fact for literal in conjunction if not literal.of_absence}
    yield from (Literal(before, Operator.EQ, expected=True) for after, before in FOLLOWS if after in asked)
    true = {one.fact for one in conjunction if one.expected is True and not one.negated}
    yield from (Literal(before, Operator.EQ, expected=True) for after, before in THEN if after in true)


def _contradictions(rules: Sequence[Rule], cases: dict[int, list[_Case]]) -> Iterator[Fault]:
    # Few conclusions, many rules: which conclusions exclude each other is asked once, not for every pair of rules.
    alike: dict[Conclusion, list[int]] = {}
    for place, rule in enumerate(rules):
        alike.setdefault(rule.then, []).append(place)
    excluded = [(one, other) for one, other in combinations(alike, 2) if _exclude(one, other)]
    pairs = (pair for one, other in excluded for pair in product(alike[one], alike[other]))
    for one, other in ((rules[first], rules[second]) for first, second in sorted(map(_in_order, pairs))):
        if one.id != other.id and _together(cases[id(one)], cases[id(other)]):
            yield _fault(one, f"可能与{other.id}（{other.title}）同时成立，而两者的结论互相排斥")


def _in_order(pair: tuple[int, int]) -> tuple[int, int]:
    return min(pair), max(pair)


def _together(some: Iterable[_Case], others: Iterable[_Case]) -> bool:
    return any(
        _same_day(one.rule, other.rule) and satisfiable((*one.literals, *other.literals), VOCABULARY)
        for one in some
        for other in others
    )


def _same_day(one: Rule, other: Rule) -> bool:
    return (one.effective_to is None or other.effective_from <= one.effective_to) and (
        other.effective_to is None or one.effective_from <= other.effective_to
    )


def _exclude(one: Conclusion, other: Conclusion) -> bool:
    return _against(one, other) or _against(other, one)


def _against(one: Conclusion, other: Conclusion) -> bool:
    """Whether what `one` says forbids what `other` says."""
    match one:
        case f.Withhold(f.Ground.THIRD_PARTY_INTEREST):
            return other in (f.Disclose(), f.ConsentGiven(ConsulteeKind.THIRD_PARTY))
        case f.Withhold() | f.MayWithhold():
            return isinstance(other, f.Disclose)
        case f.NoRecord() | f.SecrecyReviewFirst() | f.ConsultFirst() | f.Warn(Caution.REFER_SECRECY):
            return isinstance(other, f.Disclose | f.Sever)
        case f.Sever():
            return isinstance(other, f.Disclose | f.AlreadyPublic)
        case f.NotThisAgency(known):
            return isinstance(other, f.Disclose | f.Sever) or other == f.NotThisAgency(not known)
        case f.AlreadyPublic():
            return isinstance(other, f.Disclose)
        case f.NeedsClarification():
            return other == f.Triage(f.RequestKind.STILL_UNCLEAR) or isinstance(other, f.Abandoned)
        case f.NoCharge(basis):
            return other == f.MayCharge(basis)
        case f.ProposePublication(must=True):
            return other == f.ProposePublication(must=False)
        case _:
            return False


def _unreached(book: Book) -> Iterator[Fault]:
    for one in written("outcomes.yaml", book.outcomes):
        outcome, ends = one.value, one.value.effective_to or date.max
        reached = any(supports(outcome, rule.then) for rule in book.rules if (rule.effective_to or date.max) >= ends)
        if outcome.concluded_by and not reached:
            yield one.fault("concluded_by", "没有规则得出这些结论，办理结果得不到规则的支持")


def _uncited(book: Book) -> Iterator[Fault]:
    """Provisions that neither are cited nor have a part that is, nor say why; and those that say why and are cited."""
    cited = {name for _place, names in citations(book) for name in names}
    cited |= {name for rule in book.rules for name in rule.provisions}
    for name, provision in book.provisions.items():
        used = name in cited or any(other.startswith(f"{name}.") for other in cited)
        if not used and not provision.only_read:
            yield Fault("provisions.yaml", name, "", "规则书中没有引用，请引用，或者用only_read写明为什么只供查阅")
        if used and provision.only_read:
            yield Fault("provisions.yaml", name, "only_read", "规则书已经引用，不是只供查阅，请删去")


def _only_read(book: Book) -> Iterator[Fault]:
    for name, provision in book.provisions.items():
        if provision.only_read:
            yield Fault("provisions.yaml", name, "", f"只供查阅：{provision.only_read}")


def _fault(rule: Rule, message: str) -> Fault:
    return Fault(f"{rule.concern}.yaml", rule.id, "when", message)
