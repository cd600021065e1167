"""Mutates the rules, one condition at a time, to see whether the worked examples would notice."""

from collections.abc import Iterator, Sequence

import msgspec

from ysq.rules.evaluate import evaluate
from ysq.rules.examples import Example, facts_from
from ysq.rules.facts import Facts
from ysq.rules.rule import All, AnyOf, Comparison, Condition, Not, Rule


class Mutant(msgspec.Struct, frozen=True):
    """A version of a rule with one condition dropped or flipped; `place` is as in the faults of the loader."""

    rule: Rule
    place: str
    change: str


class Score(msgspec.Struct, frozen=True):
    """How many mutants there are, and those that no example notices."""

    mutants: int
    survivors: tuple[Mutant, ...]

    @property
    def share(self) -> float:
        """The share that the examples notice; 1.0 when there is nothing to mutate."""
        return 1 - len(self.survivors) / self.mutants if self.mutants else 1.0


def mutate(rules: Sequence[Rule], examples: Sequence[Example]) -> Score:
    """Try every mutant of every version against the examples that name its rule."""
    judged = [(example, facts_from(example.facts)) for example in examples]
    versions: dict[str, list[Rule]] = {}
    for rule in rules:
        versions.setdefault(rule.id, []).append(rule)
    count, survivors = 0, []
    for rule in rules:
        naming = [(one, facts) for one, facts in judged if rule.id in one.holds + one.fails]
        others = [other for other in versions[rule.id] if other is not rule]
        for mutant in mutants(rule):
            count += 1
            if not any(_noticed(one, facts, [mutant.rule, *others]) for one, facts in naming):
                survivors.append(mutant)
    return Score(count, tuple(survivors))


def mutants(rule: Rule) -> Iterator[Mutant]:
    """The rule with each part of its condition left out, and with each comparison turned round."""
    for place, change, condition in _changed(rule.when, "when"):
        yield Mutant(msgspec.structs.replace(rule, when=condition), place, change)
    yield Mutant(msgspec.structs.replace(rule, when=All(())), "when", "去掉")


def _changed(condition: Condition, place: str) -> Iterator[tuple[str, str, Condition]]:
    match condition:
        case Comparison():
            yield place, "取反", Not(condition)
        case Not(part):
            yield from ((inner, change, Not(found)) for inner, change, found in _changed(part, f"{place}.not"))
        case All(parts) | AnyOf(parts):
            join = All if isinstance(condition, All) else AnyOf
            word = "all" if join is All else "any"
            for number, part in enumerate(parts):
                here = f"{place}.{word}[{number + 1}]"
                before, after = parts[:number], parts[number + 1 :]
                if before or after:  # the only part left out is the whole left out
                    yield here, "去掉", join((*before, *after))
                for inner, change, found in _changed(part, here):
                    yield inner, change, join((*before, found, *after))


def _noticed(example: Example, facts: Facts, versions: Sequence[Rule]) -> bool:
    fires = bool(evaluate(versions, facts, example.on))
    return fires is not (versions[0].id in example.holds)
