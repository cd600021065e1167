"""Every fault of a rule file is told in one line with file, rule and field; a sound file is read as it is written."""

from datetime import date
from pathlib import Path

import pytest
from tests.rules.ruling import rule_text, written

from ysq.domain.findings import Ground, Operator, Withhold
from ysq.domain.terms import Mark
from ysq.rules.book import Book
from ysq.rules.facts import VOCABULARY
from ysq.rules.load import MAX_VALUES, read_rules
from ysq.rules.reach import MAX_CONJUNCTIONS
from ysq.rules.rule import All, Comparison, Not
from ysq.rules.vocabulary import Fact, Kind

THIRD_PARTY = """
third_party_refused:
  title: 第三方不同意公开且有合理理由的，不予公开
  provisions: [ogi.art15, ogi.art32]
  effective_from: 2019-05-15
  when:
    all:
      - {has: [record.interests, third_party]}
      - {eq: [consultation.reply, refused]}
      - {eq: [consultation.reasons_accepted, true]}
      - not: {eq: [public_interest.override, true]}
  then: {outcome: withhold, ground: third_party_interest}
"""


def test_a_rule_is_read_as_it_is_written(tmp_path: Path, book: Book) -> None:
    (rule,), faults = written(tmp_path, THIRD_PARTY, book)
    assert not faults
    assert rule.id == "third_party_refused"
    assert rule.then == Withhold(Ground.THIRD_PARTY_INTEREST)
    assert (rule.effective_from, rule.effective_to, rule.applies_by) == (date(2019, 5, 15), None, "receipt")
    assert rule.mark is Mark.SOURCE
    assert rule.when == All((
        Comparison("record.interests", Operator.HAS, "third_party"),
        Comparison("consultation.reply", Operator.EQ, "refused"),
        Comparison("consultation.reasons_accepted", Operator.EQ, True),  # noqa: FBT003
        Not(Comparison("public_interest.override", Operator.EQ, True)),  # noqa: FBT003
    ))  # fmt: skip


DAY = "request.received_on"
DEEP = "{not: " * 6 + "{eq: [nature.unclear, true]}" + "}" * 6
SEVEN = ", ".join(f"{{eq: [request.items, {number}]}}" for number in range(1, 8))
SEVEN_MORE = ", ".join(f"{{eq: [request.month_count, {number}]}}" for number in range(1, 8))
MANY = f"{{all: [{{any: [{SEVEN}]}}, {{any: [{SEVEN_MORE}]}}]}}"
UNANSWERED = ", ".join(f"{{ne: [consultation.reply, {reply}]}}" for reply in ("agreed", "refused", "silent"))
WIDE = [", ".join(f"{{eq: [{name}, {n}]}}" for n in range(1, 41)) for name in ("request.items", "request.month_count")]
EXPLODING = f"{{all: [{{any: [{WIDE[0]}]}}, {{any: [{WIDE[1]}]}}]}}"

BOMB = ", ".join(f"{{any: [{{ne: [request.items, {n}]}}, {{ne: [request.month_count, {n}]}}]}}" for n in range(1, 40))
"""2 to the 39th alternatives: refused before they are made."""

LONG = ", ".join(f"{{ne: [request.items, {number}]}}" for number in range(1, 202))

FAULTS = [
    # the rule's own lines
    ({"title": None}, "title", "缺少这一项"),
    ({"title": '""'}, "title", "应当是一段文字"),
    ({"titel": "某种"}, "titel", "没有这一项，可以写：title、"),
    ({"provisions": "[]"}, "provisions", "至少一个"),
    ({"provisions": "ogi.art36"}, "provisions", "应当是方括号里的列表"),
    ({"provisions": "[ogi.art99]"}, "provisions", "条款“ogi.art99”不在 provisions.yaml 中"),
    ({"provisions": "[ogi2007.art24]"}, "provisions", "并非一直有效（2008-05-01起至2019-05-14）"),
    ({"provisions": "[review.art24]"}, "provisions", "并非一直有效（2024-01-01起）"),
    ({"effective_from": "2019-5-15"}, "effective_from", "应当是日期，写成 2019-05-15，写的是“2019-5-15”"),
    ({"effective_to": "2019-05-14"}, "effective_to", "早于effective_from（2019-05-15）"),
    ({"applies_by": "reciept"}, "applies_by", "应当是其中之一：receipt、event、issue"),
    ({"mark": "sure"}, "mark", "应当是其中之一：source、"),
    ({"mark": "inference"}, "reason", "应当写明理由"),
    ({"mark": "policy", "reason": '"  "'}, "reason", "应当写明理由"),
    ({"mark": "memory"}, "reason", "应当写明理由"),
    # facts, comparisons and values
    ({"when": "{eq: [nature.uncler, true]}"}, "when", "没有“nature.uncler”这一事实，相近的有：nature.unclear、"),
    ({"when": "{eq: [consultation.separable, true]}"}, "when", "相近的有：record.separable；"),
    ({"when": "{exists: whatever}"}, "when", "没有“whatever”这一事实；"),
    ({"when": "{gt: [nature.unclear, true]}"}, "when", "是是或否，不能用gt，可以用：eq、ne、exists、missing"),
    ({"when": "{eq: [record.interests, third_party]}"}, "when", "不能用eq，可以用：has、exists、missing"),
    ({"when": "{has: [consultation.reply, refused]}"}, "when", "是规定的词，不能用has"),
    ({"when": "{in: [nature.unclear, [true]]}"}, "when", "不能用in"),
    ({"when": "{lt: [nature.duplicate_of, A]}"}, "when", "是短文字，不能用lt"),
    ({"when": "{eq: [nature.unclear, 1]}"}, "when", "“1”不是nature.unclear（性质·内容不明确）的值，应当写 true（是）或者 false（否）"),
    ({"when": "{eq: [nature.unclear, yes]}"}, "when", "“yes”不是"),
    ({"when": "{gt: [request.items, true]}"}, "when", "应当是整数"),
    ({"when": "{gt: [request.items, 1.5]}"}, "when", "应当是整数"),
    ({"when": '{gt: [request.items, "3"]}'}, "when", "应当是整数"),
    ({"when": "{ge: [request.received_on, 20260101]}"}, "when", "应当是日期"),
    ({"when": '{ge: [request.received_on, "20260101"]}'}, "when", "应当是日期"),
    ({"when": "{ge: [request.received_on, 2026-02-30]}"}, "when", "应当是日期"),
    ({"when": "{eq: [consultation.reply, no]}"}, "when", "可以写：agreed（同意公开）、refused（不同意公开）"),
    ({"when": "{has: [record.interests, privacy]}"}, "when", "“privacy”不是record.interests"),
    ({"when": "{eq: [nature.duplicate_of, 5]}"}, "when", "应当是短文字"),
    ({"when": "{in: [request.items, []]}"}, "when", "至少一个值"),
    ({"when": "{in: [request.items, 3]}"}, "when", "至少一个值"),
    ({"when": "{in: [request.items, [1, 1]]}"}, "when", "重复"),
    ({"when": "{in: [request.channel, [fax, telex]]}"}, "when", "“telex”不是request.channel"),
    # the form of a condition
    ({"when": None}, "when", "缺少这一项"),
    ({"when": "true"}, "when", "每个条件只写一个词"),
    ({"when": "{eq: [nature.unclear, true], ne: [nature.unclear, true]}"}, "when", "每个条件只写一个词"),
    ({"when": "{equals: [nature.unclear, true]}"}, "when", "不认识“equals”，可以写：all、any、not、eq"),
    ({"when": "{eq: nature.unclear}"}, "when", "eq之后应当是 [事实, 值]"),
    ({"when": "{eq: [nature.unclear]}"}, "when", "eq之后应当是 [事实, 值]"),
    ({"when": "{exists: [nature.unclear, true]}"}, "when", "exists之后只写事实的名称"),
    ({"when": "{all: []}"}, "when", "至少有一个条件"),
    ({"when": "{any: {eq: [nature.unclear, true]}}"}, "when", "至少有一个条件"),
    ({"when": "{not: [{eq: [nature.unclear, true]}]}"}, "when.not", "每个条件只写一个词"),
    ({"when": "{all: [{eq: [nature.unclear, true]}, {eqq: [a, b]}]}"}, "when.all[2]", "不认识“eqq”"),
    ({"when": DEEP}, "when" + ".not" * 6, "嵌套超过6层"),
    ({"when": MANY}, "when", f"展开后超过{MAX_CONJUNCTIONS}种情形"),
    ({"when": EXPLODING}, "when", f"展开后超过{MAX_CONJUNCTIONS}种情形"),
    ({"when": f"{{all: [{BOMB}]}}"}, "when", f"展开后超过{MAX_CONJUNCTIONS}种情形"),
    ({"when": f"{{all: [{LONG}]}}"}, "when", f"比较的值超过{MAX_VALUES}个"),
    ({"when": f"{{not: {{in: [request.items, {list(range(1, 202))}]}}}}"}, "when", f"比较的值超过{MAX_VALUES}个"),
    # conditions that never hold
    ({"when": "{all: [{eq: [consultation.reply, agreed]}, {eq: [consultation.reply, refused]}]}"}, "when", "互相矛盾"),
    ({"when": "{all: [{eq: [nature.unclear, true]}, {ne: [nature.unclear, true]}]}"}, "when", "互相矛盾"),
    ({"when": "{all: [{ne: [nature.unclear, true]}, {ne: [nature.unclear, false]}]}"}, "when", "互相矛盾"),
    ({"when": "{all: [{gt: [request.items, 5]}, {lt: [request.items, 6]}]}"}, "when", "互相矛盾"),
    ({"when": "{all: [{ge: [request.items, 5]}, {le: [request.items, 5]}, {ne: [request.items, 5]}]}"}, "when", "矛盾"),
    ({"when": "{all: [{gt: [request.items, 5]}, {in: [request.items, [1, 2, 5]]}]}"}, "when", "互相矛盾"),
    ({"when": "{lt: [request.items, 1]}"}, "when", "互相矛盾"),
    ({"when": "{eq: [request.month_count, -1]}"}, "when", "互相矛盾"),
    ({"when": f"{{all: [{{gt: [{DAY}, 2026-03-02]}}, {{lt: [{DAY}, 2026-03-03]}}]}}"}, "when", "互相矛盾"),
    ({"when": "{all: [{missing: nature.unclear}, {exists: nature.unclear}]}"}, "when", "互相矛盾"),
    ({"when": "{all: [{missing: nature.unclear}, {ne: [nature.unclear, true]}]}"}, "when", "互相矛盾"),
    ({"when": "{missing: request.channel}"}, "when", "互相矛盾"),
    ({"when": f"{{all: [{UNANSWERED}]}}"}, "when", "互相矛盾"),
    ({"when": "{all: [{has: [record.interests, third_party]}, {missing: record.interests}]}"}, "when", "互相矛盾"),
    (
        {"when": "{all: [{has: [record.interests, third_party]}, {not: {has: [record.interests, third_party]}}]}"},
        "when", "互相矛盾",
    ),
    (
        {"when": "{any: [{exists: nature.unclear}, {all: [{gt: [request.items, 2]}, {eq: [request.items, 2]}]}]}"},
        "when.any[2]", "互相矛盾",
    ),
    ({"when": "{not: {lt: [request.items, 1]}}"}, "when.not", "互相矛盾"),
    # conclusions
    ({"then": None}, "then", "缺少这一项"),
    ({"then": "withhold"}, "then", "应当是 {outcome: 结论, …}"),
    ({"then": "{ground: state_secret}"}, "then", "应当是 {outcome: 结论, …}"),
    ({"then": "{outcome: withold, ground: state_secret}"}, "then.outcome", "没有“withold”这种结论，可以写：triage、"),
    ({"then": "{outcome: [sever]}"}, "then.outcome", "这种结论"),
    ({"then": "{outcome: withhold}"}, "then.ground", "缺少这一项"),
    ({"then": "{outcome: withhold, ground: secret}"}, "then.ground", "应当是其中之一：state_secret、"),
    ({"then": "{outcome: withhold, ground: state_secret, why: x}"}, "then.why", "没有这一项，可以写：ground"),
    ({"then": "{outcome: sever, ground: state_secret}"}, "then.ground", "这里不写别的内容"),
    ({"then": "{outcome: not_this_agency, known: 1}"}, "then.known", "应当是true（是）或者 false（否）"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field", "message"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_is_told_with_file_rule_and_field(
    tmp_path: Path, book: Book, changes: dict[str, str | None], field: str, message: str
) -> None:
    rules, (fault,) = written(tmp_path, rule_text(**changes), book)
    assert not rules
    assert (fault.file, fault.rule, fault.field) == ("some.yaml", "some_rule", field)
    assert message in fault.message
    assert str(fault) == f"some.yaml some_rule {field}：{fault.message}"
    assert "\n" not in str(fault)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path, book: Book) -> None:
    text = rule_text("first_rule", title=None, when="{eq: [a, b]}") + rule_text(
        "second_rule", when="{all: [{eq: [a, b]}, {lt: [nature.unclear, true]}]}", then="{outcome: x}"
    )
    _rules, faults = written(tmp_path, text, book)
    assert [(fault.rule, fault.field) for fault in faults] == [
        ("first_rule", "title"),
        ("second_rule", "when.all[1]"),
        ("second_rule", "when.all[2]"),
        ("second_rule", "then.outcome"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n- b\n", "应当是“规则名称: 规则”的形式"),
        ("a: {b: c\n", "YAML格式有误"),
        ("a: &x 1\n", "不接受YAML锚点"),
        (rule_text() + rule_text(), "键“some_rule”重复"),
    ],
)
def test_a_file_that_is_no_rule_file_is_told(tmp_path: Path, book: Book, text: str, message: str) -> None:
    rules, (fault,) = written(tmp_path, text, book)
    assert not rules
    assert str(fault).startswith("some.yaml：")
    assert message in fault.message


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path, book: Book) -> None:
    _rules, (fault,) = read_rules([tmp_path / "gone.yaml"], book.provisions)
    assert str(fault).startswith("gone.yaml：无法读取")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    _rules, (fault,) = read_rules([tmp_path / "bytes.yaml"], book.provisions)
    assert str(fault).startswith("bytes.yaml：")


@pytest.mark.parametrize("name", ["Some_rule", "a", "9rule", "规则", "some-rule", "x" * 61])
def test_a_name_that_the_engine_could_not_use_is_told(tmp_path: Path, book: Book, name: str) -> None:
    _rules, (fault,) = written(tmp_path, rule_text(name), book)
    assert "小写字母" in fault.message


@pytest.mark.parametrize("body", ["", "  3\n", "  []\n", "  [3]\n"])
def test_a_rule_without_content_is_told(tmp_path: Path, book: Book, body: str) -> None:
    rules, faults = written(tmp_path, f"some_rule:\n{body}", book)
    assert not rules
    assert len(faults) == 1


def versions(*periods: tuple[str, str | None]) -> str:
    """One rule as a list of its versions."""
    texts = [rule_text(effective_from=first, effective_to=last).splitlines()[1:] for first, last in periods]
    entries = ["\n".join(["  - " + lines[0].strip(), *(f"  {line}" for line in lines[1:])]) for lines in texts]
    return "some_rule:\n" + "\n".join(entries) + "\n"


def test_a_rule_has_dated_versions(tmp_path: Path, book: Book) -> None:
    rules, faults = written(tmp_path, versions(("2019-05-15", "2027-06-30"), ("2027-07-01", None)), book)
    assert not faults
    assert [rule.id for rule in rules] == ["some_rule", "some_rule"]
    day = date(2027, 6, 30)
    assert [rule.in_force(day, day) for rule in rules] == [True, False]


def test_versions_may_stand_in_any_order(tmp_path: Path, book: Book) -> None:
    rules, faults = written(tmp_path, versions(("2027-07-01", None), ("2019-05-15", "2027-06-30")), book)
    assert not faults
    assert len(rules) == 2


@pytest.mark.parametrize(
    "periods",
    [
        (("2019-05-15", None), ("2027-07-01", None)),
        (("2019-05-15", "2027-07-01"), ("2027-07-01", None)),
        (("2027-07-01", None), ("2019-05-15", "2027-07-01")),
        (("2019-05-15", "2030-01-01"), ("2020-01-01", "2021-01-01")),
        (("2019-05-15", "2020-01-01"), ("2019-05-15", "2020-01-01")),
    ],
)
def test_versions_that_overlap_are_told(
    tmp_path: Path, book: Book, periods: tuple[tuple[str, str | None], ...]
) -> None:
    _rules, (fault,) = written(tmp_path, versions(*periods), book)
    assert (fault.rule, fault.field) == ("some_rule", "effective_from")
    assert "施行期间重叠" in fault.message


def test_a_fault_in_a_version_names_the_version(tmp_path: Path, book: Book) -> None:
    text = versions(("2019-05-15", "2027-06-30"), ("2027-07-01", None)).replace("nature.unclear", "nature.x", 2)
    _rules, faults = written(tmp_path, text, book)
    assert [fault.field for fault in faults] == ["[1].when", "[2].when"]


def test_one_rule_in_two_files_is_told(tmp_path: Path, book: Book) -> None:
    paths = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for path in paths:
        path.write_text(rule_text(), encoding="utf-8")
    _rules, (fault,) = read_rules(paths, book.provisions)
    assert (fault.file, fault.rule) == ("two.yaml", "some_rule")
    assert "one.yaml" in fault.message


def test_names_with_one_hash_are_told(tmp_path: Path, book: Book) -> None:
    # "costarring" and "liquid" are a known pair of the 32-bit FNV-1a hash.
    rules, (fault,) = written(tmp_path, rule_text("costarring") + rule_text("liquid"), book)
    assert len(rules) == 2
    assert (fault.rule, "costarring" in fault.message) == ("liquid", True)
    alike = {name: Fact(name, "某事", Kind.BOOL, optional=True) for name in ("costarring", "liquid")}
    text = rule_text(when="{eq: [liquid, true]}")
    _rules, (fault,) = written(tmp_path, text, book, alike)
    assert "散列值相同" in fault.message


def test_a_fact_named_as_the_engine_names_its_own_fields_is_told(tmp_path: Path, book: Book) -> None:
    # "phjrejs" has the 32-bit FNV-1a hash of "sid": the engine would take the fact for the name of its session.
    alike = {"phjrejs": Fact("phjrejs", "某事", Kind.BOOL, optional=True)}
    _rules, (fault,) = written(tmp_path, rule_text(when="{eq: [phjrejs, true]}"), book, alike)
    assert "散列值相同" in fault.message


def test_the_facts_there_are_can_be_told_apart_by_the_engine() -> None:
    names = [name for fact in VOCABULARY.values() for name in fact.engine_names]
    assert len(names) == len(set(names))
    assert "record.interests.third_party" in names


def test_a_finite_choice_and_a_wide_range_stay_possible(tmp_path: Path, book: Book) -> None:
    for when in (
        "{all: [{ge: [request.items, 5]}, {le: [request.items, 6]}, {ne: [request.items, 5]}]}",
        "{all: [{exists: record.interests}, {not: {has: [record.interests, third_party]}}]}",
        "{all: [{gt: [request.received_on, 2026-03-02]}, {lt: [request.received_on, 2026-03-04]}]}",
        "{not: {all: [{eq: [nature.unclear, true]}, {eq: [nature.petition, true]}]}}",
    ):
        _rules, faults = written(tmp_path, rule_text(when=when), book)
        assert not faults
