"""The engine answers as the reference evaluator does, from any thread; where it fails or differs, the reference stands."""

import logging
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from threading import Barrier

import durable_rules_engine
import msgspec
import pytest
from msgspec import structs
from tests.rules.drawing import DAYS, draw_facts, draw_rules, wanted_of
from tests.rules.ruling import Data, facts, rule

from ysq.domain.findings import Finding
from ysq.resources import data_folder
from ysq.rules.book import Book
from ysq.rules.engine import Disagreement, Engine, EngineFault
from ysq.rules.engine_concern import Failure
from ysq.rules.engine_fact import MAX_NUMBER, RESERVED, FactError
from ysq.rules.engine_program import END, MAX_CONJUNCTIONS, programs, texts_of
from ysq.rules.evaluate import Evaluator, evaluate
from ysq.rules.examples import facts_from, read_examples
from ysq.rules.facts import VOCABULARY, Facts
from ysq.rules.load import RULE_FILES
from ysq.rules.rule import Rule

TODAY = date(2026, 3, 2)
UNCLEAR: Data = {"eq": ["nature.unclear", True]}


def no_alarm(fault: EngineFault) -> None:
    raise AssertionError(fault)


@pytest.fixture(scope="module")
def engine(book: Book) -> Iterator[Engine]:
    with Engine(no_alarm) as compiled:
        assert len(compiled.compiled(book.rules).concerns) == len(RULE_FILES)
        yield compiled


def agreeing(rules: list[Rule], known: Facts, today: date = TODAY) -> tuple[Finding, ...]:
    """What both answer."""
    with Engine(no_alarm) as compiled:
        found = compiled(rules, known, today)
        assert compiled.running
    assert found == evaluate(rules, known, today)
    return found


def test_every_worked_example_is_answered_as_the_reference_answers_it(book: Book, engine: Engine) -> None:
    examples = [
        example
        for name in RULE_FILES
        for example in read_examples((data_folder("rules") / name).with_suffix(".cases.yaml"))[0]
    ]
    assert len(examples) >= 100
    for example in examples:
        known = facts_from(example.facts)
        assert engine(book.rules, known, example.on) == evaluate(book.rules, known, example.on)


def test_ten_thousand_drawn_facts_are_answered_alike_and_let_every_rule_fire(book: Book, engine: Engine) -> None:
    random, fired, wanted = Random(20190515), Counter[str](), wanted_of(book.rules)
    for _number in range(10_000):
        known, today = draw_facts(random, wanted), random.choice(DAYS)
        found = engine(book.rules, known, today)
        assert found == evaluate(book.rules, known, today)
        fired.update(finding.rule for finding in found)
    assert {asked.id for asked in book.rules} <= fired.keys()
    assert engine.running


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_drawn_facts_are_answered_alike_by_drawn_rules(seed: int) -> None:
    random, found = Random(seed), Counter[bool]()
    for _book in range(10):
        rules = tuple(draw_rules(random, random.choice((1, 5, 40))))
        wanted = wanted_of(rules)
        with Engine(no_alarm) as compiled:
            for _number in range(100):
                known, today = draw_facts(random, wanted), random.choice(DAYS)
                expected = evaluate(rules, known, today)
                assert compiled(rules, known, today) == expected
                found[bool(expected)] += 1
            assert compiled.running
    assert found[True] > 100
    assert found[False] > 10


def test_eight_threads_get_the_answers_that_one_gets(book: Book, engine: Engine) -> None:
    random, wanted, together = Random(8), wanted_of(book.rules), Barrier(8)
    asked = [draw_facts(random, wanted) for _number in range(100)]
    expected = [evaluate(book.rules, known, TODAY) for known in asked]

    def ask(first: int) -> int:
        together.wait()
        order = [(first * 7 + step) % 100 for step in range(600)]
        return sum(engine(book.rules, asked[number], TODAY) == expected[number] for number in order)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == [600] * 8
    assert engine.running


def test_missing_is_asked_of_the_case_and_not_of_the_engines_own_state() -> None:
    asked = [rule({"missing": "nature.unclear"}), rule({"not": {"exists": "record.interests"}}, "another_rule")]
    assert agreeing(asked, facts({"nature.unclear": False, "record.interests": []})) == ()
    assert len(agreeing(asked, facts())) == 2


def test_a_set_that_is_empty_is_there_and_contains_nothing() -> None:
    has = {"has": ["record.interests", "third_party"]}
    asked = [rule({"exists": "record.interests"}, "there_it_is"), rule({"not": has}, "without_it")]
    assert [found.rule for found in agreeing(asked, facts({"record.interests": []}))] == ["there_it_is", "without_it"]
    assert [found.rule for found in agreeing(asked, facts({"record.interests": ["third_party"]}))] == ["there_it_is"]
    assert [found.rule for found in agreeing(asked, facts())] == ["without_it"]


def about(text: str) -> Facts:
    """A case that is said to repeat `text`, which no form lets in."""
    return structs.replace(facts(), nature=structs.replace(facts().nature, duplicate_of=text))


@pytest.mark.parametrize("text", ['"', "\\", "'", 'x","nature.unclear":true,"y":"', "\x00", "\n", "规则", "e" * 40])
def test_no_text_can_say_anything_else_to_the_engine(text: str) -> None:
    number = {"eq": ["nature.duplicate_of", text]}
    asked = [rule(number), rule({"not": number}, "another_one"), rule(UNCLEAR, "unclear_one")]
    assert [found.rule for found in agreeing(asked, about(text))] == ["some_rule"]
    assert [found.rule for found in agreeing(asked, about(f"{text}."[1:]))] == ["another_one"]
    programmed = programs(asked, VOCABULARY, texts_of(asked, VOCABULARY))
    assert all(one.definition.isascii() for one in programmed)


def test_the_largest_rule_and_hundreds_of_rules_true_at_once_are_answered() -> None:
    some = [{"ne": ["request.items", number]} for number in range(2, 8)]
    others = [{"ne": ["request.month_count", number]} for number in range(1, 9)]
    widest = rule({"all": [{"any": some}, {"any": others}]}, "widest_rule")
    always = [rule({"exists": "request.items"}, f"always_{number}") for number in range(300)]
    found = agreeing([widest, *always], facts({"request.month_count": 20}))
    assert len(found) == 301


def test_a_long_condition_of_every_fact_is_answered() -> None:
    every = rule({"all": [{"missing" if fact.optional else "exists": name} for name, fact in VOCABULARY.items()]})
    assert len(agreeing([every], facts())) == 1


def test_a_version_in_force_is_asked_by_its_own_day() -> None:
    asked = [
        rule(UNCLEAR, "received", effective_to=date(2026, 3, 1)),
        rule(UNCLEAR, "received", effective_from=date(2026, 3, 2)),
        rule(UNCLEAR, "looked_at", applies_by="event", effective_to=date(2026, 3, 1)),
        rule(UNCLEAR, "looked_at", applies_by="issue", effective_from=date(2026, 3, 2)),
    ]
    for day in (date(2026, 3, 1), date(2026, 3, 2)):
        known = facts({"nature.unclear": True, "request.received_on": day.isoformat()})
        for today in (date(2026, 3, 1), date(2026, 3, 2)):
            assert [found.rule for found in agreeing(asked, known, today)] == ["received", "looked_at"]


def test_either_evaluator_is_taken_through_one_type(book: Book, engine: Engine) -> None:
    either: tuple[Evaluator, ...] = (engine, evaluate)
    known = facts({"nature.question": True})
    assert len({evaluator(book.rules, known, TODAY) for evaluator in either}) == 1


def test_a_ruleset_holds_at_most_sixty_engine_rules_and_ends_with_the_sentinel() -> None:
    asked = [rule(UNCLEAR, f"rule_{number}") for number in range(MAX_CONJUNCTIONS + 1)]
    first, second = programs(asked, VOCABULARY, {})
    assert [len(msgspec.json.decode(one.definition)) for one in (first, second)] == [60, 2]
    for one in (first, second):
        assert list(msgspec.json.decode(one.definition))[-1] == END


def test_the_facts_there_are_fit_into_one_engine_fact() -> None:
    names = [name for fact in VOCABULARY.values() for name in fact.engine_names]
    assert len(names) + len(RESERVED) < 255


def test_one_version_twice_is_refused() -> None:
    with Engine() as compiled, pytest.raises(ValueError, match="one id"):
        compiled([rule(UNCLEAR), rule(UNCLEAR)], facts(), TODAY)


class Alarms(list[EngineFault]):
    """What the alarm was told."""

    def __call__(self, fault: EngineFault) -> None:
        self.append(fault)


def handles(compiled: Engine) -> list[int]:
    concerns = [concern for book in compiled._books for concern in book.concerns]
    return [ruleset._handle for concern in concerns for ruleset in concern._rulesets or ()]


def test_an_engine_that_fails_is_answered_for_by_the_reference_and_compiled_again(book: Book) -> None:
    alarms, known = Alarms(), facts({"nature.unclear": True, "clarification.asked": False})
    with Engine(alarms) as compiled:
        found = compiled(book.rules, known, TODAY)
        assert found
        for handle in handles(compiled):
            durable_rules_engine.delete_ruleset(handle)
        assert compiled(book.rules, known, TODAY) == found
        assert [(type(fault), fault.concern) for fault in alarms] == [
            (Failure, "triage"),
            (Failure, "disclosure"),
            (Failure, "charges"),
        ]
        assert compiled.running
        assert compiled(book.rules, known, TODAY) == found
        assert len(alarms) == 3


def test_facts_left_in_the_engine_never_join_those_of_another_case() -> None:
    alarms, asked, known = Alarms(), (rule(UNCLEAR),), facts({"nature.unclear": False})
    with Engine(alarms) as compiled:
        assert compiled(asked, known, TODAY) == ()
        (handle,) = handles(compiled)
        left = '{"sid":"x","id":"2","~today":1,"~received":999999,"nature.unclear":true}'
        durable_rules_engine.assert_fact(handle, left)
        assert compiled(asked, known, TODAY) == ()
        assert [type(fault) for fault in alarms] == [Failure]
        assert handles(compiled) != [handle]
        assert compiled(asked, known, TODAY) == ()
        assert len(alarms) == 1


def test_an_engine_that_keeps_failing_is_left_off_and_says_so() -> None:
    alarms, asked, known = Alarms(), (rule(UNCLEAR),), facts({"nature.unclear": True})
    with Engine(alarms) as compiled:
        assert len(compiled(asked, known, TODAY)) == 1
        while compiled.running:
            durable_rules_engine.delete_ruleset(handles(compiled)[0])
            assert len(compiled(asked, known, TODAY)) == 1
        assert [fault.off for fault in alarms if isinstance(fault, Failure)] == [False] * 5 + [True]
        assert len(compiled(asked, known, TODAY)) == 1
        assert len(alarms) == 6


def shifted(compiled: Engine, meant: tuple[Rule, ...]) -> None:
    """Leave in the engine what is there, and have the reference evaluator read `meant` instead."""
    compiled._books[0] = msgspec.structs.replace(compiled._books[0], rules=meant)


def test_an_engine_that_differs_is_overruled_and_the_finding_says_so(caplog: pytest.LogCaptureFixture) -> None:
    same = rule(UNCLEAR, "same_rule")
    meant = (same, rule({"exists": "nature.unclear"}, "other_rule"))
    with Engine() as compiled, caplog.at_level(logging.CRITICAL):
        compiled.compiled((same, rule({"missing": "nature.unclear"}, "other_rule")))
        shifted(compiled, meant)
        first, second = compiled(meant, facts({"nature.unclear": True, "nature.duplicate_of": "2026-777"}), TODAY)
        assert (first.disputed, second.disputed) == (False, True)
        assert compiled(meant, facts(), TODAY) == ()
    assert [record.levelname for record in caplog.records] == ["CRITICAL"] * 2
    missed, invented = (record.getMessage() for record in caplog.records)
    assert "missed other_rule@2019-05-15; invented -" in missed
    assert "missed -; invented other_rule@2019-05-15" in invented
    assert not any(word in caplog.text for word in ("nature.unclear", "2026-777"))


def test_a_disagreement_is_told_to_the_alarm_with_its_concern() -> None:
    alarms, meant = Alarms(), (rule({"missing": "nature.unclear"}, concern="triage"),)
    with Engine(alarms) as compiled:
        compiled.compiled((rule(UNCLEAR, concern="triage"),))
        shifted(compiled, meant)
        compiled(meant, facts({"nature.unclear": True}), TODAY)
    assert alarms == [Disagreement("triage", (), ("some_rule@2019-05-15",))]


def test_findings_keep_the_order_of_the_rules_whatever_their_concern() -> None:
    concerns = ("triage", "disclosure", "triage", "disclosure")
    asked = [rule(UNCLEAR, f"rule_{number}", concern=concern) for number, concern in enumerate(concerns)]
    found = agreeing(asked, facts({"nature.unclear": True}))
    assert [(one.rule, one.concern) for one in found] == [
        (f"rule_{number}", concern) for number, concern in enumerate(concerns)
    ]


def gone(handle: int) -> bool:
    try:
        durable_rules_engine.get_state(handle, "none")
    except durable_rules_engine.error as error:
        return "111" in str(error)
    return False


def test_a_closed_engine_is_answered_for_by_the_reference_and_has_left_nothing() -> None:
    asked, known = (rule(UNCLEAR),), facts({"nature.unclear": True})
    compiled = Engine(no_alarm)
    assert len(compiled(asked, known, TODAY)) == 1
    (handle,) = handles(compiled)
    assert not gone(handle)
    compiled.close()
    compiled.close()
    assert gone(handle)
    assert not compiled.running
    assert len(compiled(asked, known, TODAY)) == 1
    assert len(compiled((rule(UNCLEAR, "later_rule"),), known, TODAY)) == 1
    assert handles(compiled) == []


def test_a_book_that_takes_the_place_of_others_deletes_them_from_the_engine() -> None:
    known = facts({"nature.unclear": True})
    with Engine(no_alarm) as compiled:
        compiled((rule(UNCLEAR),), known, TODAY)
        (first,) = handles(compiled)
        for number in range(3):
            assert not gone(first)
            later = (rule(UNCLEAR, f"rule_{number}"),)
            assert [found.rule for found in compiled(later, known, TODAY)] == [f"rule_{number}"]
        assert gone(first)
        assert len(handles(compiled)) == 3
        compiled(later, known, TODAY)
        assert len(handles(compiled)) == 3


REPLACED = [
    ("request.items", "3"), ("request.items", 1.5), ("request.items", True), ("request.items", 2**64),
    ("request.items", -MAX_NUMBER - 1), ("request.items", None), ("request.received_on", "2026-03-02"),
    ("request.channel", "telex"), ("request.channel", 7), ("request.channel", ["fax"]), ("nature.unclear", 1),
    ("nature.unclear", "true"), ("nature.unclear", float("nan")), ("nature.duplicate_of", 5),
    ("nature.duplicate_of", b"A-1"), ("record.interests", ["third_party"]), ("record.interests", "third_party"),
    ("record.interests", frozenset({"another"})), ("record.interests", frozenset({1})),
    ("consultation.reply", "no"), ("search.found", object()), ("request.items", 0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), REPLACED, ids=range(len(REPLACED)))
def test_a_fact_that_does_not_fit_is_refused_before_the_engine_sees_it(
    book: Book, engine: Engine, name: str, value: object
) -> None:
    group, _dot, field = name.partition(".")
    known = facts()
    spoilt = msgspec.structs.replace(getattr(known, group), **{field: value})
    with pytest.raises(FactError) as refused:
        engine(book.rules, msgspec.structs.replace(known, **{group: spoilt}), TODAY)
    assert str(refused.value).startswith(f"{name}（{VOCABULARY[name].label}）的值不合类型，应当是")
    assert "third_party" not in str(refused.value)
    assert engine.running


def test_a_text_that_no_encoding_can_write_is_just_another_text() -> None:
    asked = [rule({"exists": "nature.duplicate_of"}), rule({"eq": ["nature.duplicate_of", "A-1"]}, "another_one")]
    known = facts()
    broken = msgspec.structs.replace(known.nature, duplicate_of="\ud800A-1")
    assert len(agreeing(asked, msgspec.structs.replace(known, nature=broken))) == 1
