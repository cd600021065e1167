"""A command's form is made from the command, has Chinese words for everything, and gives back what was typed."""

from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest
from tests.web.staff import typed

from ysq.domain import commands as c
from ysq.domain.assessment import Assessment
from ysq.domain.tasks import Task
from ysq.resources import data_folder
from ysq.web.desk_fields import Choice, FormField, FormMaker, Kind
from ysq.web.desk_reading import Reading
from ysq.web.forms import Fields
from ysq.web.giving import NOUNS
from ysq.web.words import CommandWords, DeskWords, read_desk_words

WORDS = read_desk_words(data_folder("templates") / "pages")
LETTER = "7f9c24e5-0000-4000-8000-000000000001"
OFFERED = {
    "item": ["1", "2"], "items": ["1", "2"], "redo_items": ["1", "2"], "letter_id": [LETTER],
    "party": ["第三方甲"], "outcome": ["disclosed", "partly_disclosed"], "withheld-ground": ["deliberative"],
    "version": ["1", "2"], "accepted": ["late_answer", "whole_refused"], "person": [LETTER],
}  # fmt: skip
DAY = {"on": "2026-08-31"}
EXAMPLES: list[tuple[type[c.CommandBase], dict[str, object]]] = [
    (c.RegisterRequest, {}),
    (c.AskClarification, {"what": "写明年份\n和范围", "working_days": 10}),
    (c.ReceiveClarification, {"items": {"2": {"description": "2024年的", "document_no": "石府〔2024〕3号"}}}),
    (c.ReceiveClarification, {"items": {"1": {"description": "甲"}}, "excused": True}),
    (c.AskUnit, {"unit": "征地管理股", "items": [1, 2], "text": "请检索"}),
    (c.RecordSearch, {"item": 1, "unit": "股", "places": ["档案室", "办公系统"], "keywords": ["征地"], "found": False,
                      "result": "未查到"}),
    (c.AddPerson, {"person": {"kind": "person", "name": "汤满月", "phone": "13900000001"}, "role": "agent"}),
    (c.RecordLeaving, {"person": LETTER, "reason": "death", "text": "家属告知"}),
    (c.Consult, {"party": "第三方甲", "kind": "third_party", "consultee": {"kind": "business", "name": "某公司"},
                 "about": "是否同意"}),
    (c.RecordPayment, {"amount": 1250}),
    (c.RecordRemedyDecision, {"number": "石府复〔2026〕1号", "result": "corrected", "redo_items": [2],
                              "redo_by": "2026-09-20", "text": "责令重新答复"}),
    (c.RecordPosting, {"letter_id": LETTER, "carrier": "post"}),
    (c.AmendEntry, {"version": 2, "amendment": {"date": "2026-08-30", "reply": "refused"}, "text": "写错了"}),
    (c.DraftDetermination, {
        "item": 1, "outcome": "partly_disclosed", "reasons": "含有", "aspect": "privacy",
        "attachments": [{"name": "甲", "pages": 2}, {"name": "乙", "pages": 3}, {"name": "丙", "pages": 1}],
        "basis": {"kind": "marking", "level": "secret", "authority": "某局", "basis": "范围", "period": "10年"},
        "withheld": {"ground": "deliberative", "what": "签名", "how": "遮盖"}, "indivisible": "无",
        "responsible": {"kind": "agency", "name": "某厅", "contact": "0791-5550000"}}),
    (c.ApproveDetermination, {"item": 1, "accepted": [{"check": "whole_refused", "reason": "全文均为发言"}]}),
    (c.IssueLetter, {"items": [1, 2], "accepted": [{"check": "late_answer", "reason": "甲"},
                                                   {"check": "whole_refused", "reason": "乙"}]}),
    (c.DraftDetermination, {"item": 1, "outcome": "disclosed", "responsible": {"kind": "undetermined"}}),
]  # fmt: skip


def offered(path: str) -> list[Choice] | None:
    values = OFFERED.get(path)
    return [Choice(value, f"第{value}项") for value in values] if values else None


def made(kind: type[c.CommandBase], values: Fields | None = None) -> tuple[FormField, ...]:
    free = "party" if kind is c.Consult else ""  # a party is named there, and chosen afterwards
    return FormMaker(kind, WORDS, lambda path: None if path == free else offered(path), values or Fields(())).fields


def every(fields: tuple[FormField, ...]) -> Iterator[FormField]:
    for field in fields:
        yield field
        yield from every(field.parts)


def read(kind: type[c.CommandBase], given: dict[str, str]) -> Reading[c.CommandBase]:
    fields = Fields(given.items())
    return Reading(kind, made(kind, fields), fields, WORDS.faults)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_command_and_every_field_has_its_words(noun: str) -> None:
    kind = NOUNS[noun]
    assert WORDS.commands[str(kind.__struct_config__.tag)].group in WORDS.groups
    plain = [field.name for field in every(made(kind)) if field.label.isascii()]
    assert not plain


def test_no_words_are_kept_for_what_is_not_there() -> None:
    tags = {str(kind.__struct_config__.tag): kind for kind in NOUNS.values()}
    assert set(WORDS.commands) == set(tags)
    for tag, words in WORDS.commands.items():
        names = {"-".join(part for part in field.name.split("-") if not part.isdigit())
                 for field in every(made(tags[tag]))}  # fmt: skip
        assert set(words.fields) <= names, tag


def test_every_task_is_a_command() -> None:
    assert {task.value for task in Task} <= set(WORDS.commands)


@pytest.mark.parametrize(("kind", "values"), EXAMPLES, ids=lambda value: getattr(value, "__name__", ""))
def test_what_was_typed_is_the_command(kind: type[c.CommandBase], values: dict[str, object]) -> None:
    wanted = msgspec.convert(DAY | values, kind, strict=False)
    plain = msgspec.json.decode(msgspec.json.encode(wanted))
    # Rows appear as they are filled: three are there at first.
    reading = read(kind, typed(made(kind), plain))
    assert not reading.faults
    assert reading.command == wanted


@pytest.mark.parametrize("kind", get_args(c.CaseCommand))
def test_an_empty_form_is_refused_at_its_fields_and_never_breaks(kind: type[c.CommandBase]) -> None:
    reading = read(kind, {})
    assert reading.command is None
    assert at_fault(reading) <= {field.name for field in every(made(kind))}
    assert "on" in at_fault(reading)


def at_fault(reading: Reading[c.CommandBase]) -> set[str]:
    return {fault.field for fault in reading.faults}


@pytest.mark.parametrize(
    ("kind", "name", "text", "words"),
    [
        (c.RegisterRequest, "on", "明天", "确有这一天"),
        (c.RegisterRequest, "on", "2026-02-30", "确有这一天"),
        (c.AskClarification, "working_days", "251", "1至250"),
        (c.AskClarification, "working_days", "十", "1至250"),
        (c.AskClarification, "what", "字" * 20_001, "最多20000个字"),
        (c.AskUnit, "unit", "字" * 201, "最多200个字"),
        (c.AskUnit, "unit", "甲\x07", "无法显示"),
        (c.Consult, "party", "陶满仓", "不能写姓名"),
        (c.RecordPayment, "amount", "12.345", "12.50"),
        (c.RecordPayment, "amount", "-1", "12.50"),
        (c.RecordPayment, "amount", "NaN", "12.50"),
        (c.RecordPosting, "letter_id", "00000000-0000-4000-8000-000000000009", "请选择"),
        (c.RecordPosting, "carrier", "drone", "请选择"),
        (c.RecordSearch, "places", "字" * 201, "最多200个字"),
        (c.RecordSearch, "item", "9", "请选择"),
    ],
)
def test_a_wrong_value_is_named_at_its_field(kind: type[c.CommandBase], name: str, text: str, words: str) -> None:
    reading = read(kind, DAY | {name: text})
    assert [fault.message for fault in reading.faults if fault.field == name and words in fault.message]
    assert reading.command is None


def test_an_optional_part_is_asked_for_whole_once_it_is_begun() -> None:
    given = DAY | {"item": "1", "outcome": "disclosed", "withheld-what": "签名", "attachments-2-name": "甲"}
    assert at_fault(read(c.DraftDetermination, given)) == {"withheld-ground", "withheld-how", "attachments-2-pages"}


def test_what_needs_no_reason_may_be_left_empty_and_what_needs_one_is_asked_for() -> None:
    def accepted(*, required: bool) -> Reading[c.CommandBase]:
        words = Choice("late_answer", "答复逾期", "期限至2026年3月30日届满", required=required)
        given = Fields((DAY | {"items-1": "yes"}).items())
        choices = {"items": [Choice("1", "甲")], "accepted": [words]}
        return Reading(c.IssueLetter, FormMaker(c.IssueLetter, WORDS, choices.get, given).fields, given, WORDS.faults)

    assert accepted(required=False).command is not None
    assert [(one.field, one.message) for one in accepted(required=True).faults] == [
        ("accepted-late_answer-reason", "请填写“答复逾期”")
    ]


def test_rows_grow_with_what_is_typed_up_to_a_bound() -> None:
    def rows(**given: str) -> int:
        fields = {field.key: field for field in made(c.DraftDetermination, Fields(given.items()))}
        return len(fields["attachments"].parts)

    assert rows() == 3
    assert rows(**{"attachments-3-name": "丙"}) == 5
    assert rows(**{"attachments-999999-name": "丙"}) == 50
    assert rows(**{"attachments-x-name": "丙"}) == 3


def test_answers_that_may_stay_open_and_their_titles_become_fields() -> None:
    """The shape of an assessment: nested, everything optional, words from the fields' own titles."""

    class Assess(c.CommandBase, frozen=True, tag="assess_item"):
        assessment: Assessment = Assessment()

    words = msgspec.structs.replace(WORDS, commands={"assess_item": CommandWords("审核", "review")})
    assert isinstance(words, DeskWords)
    given = Fields((DAY | {"assessment-nature-petition": "yes", "assessment-record-interests-third_party": "yes",
                           "assessment-nature-responsibility": "unknown_agency"}).items())  # fmt: skip
    fields = FormMaker(Assess, words, offered, given).fields
    assert not [field.name for field in every(fields) if field.label.isascii()]
    command = Reading(Assess, fields, given, WORDS.faults).command
    assert command is not None
    assert msgspec.to_builtins(command.assessment, str_keys=True) == {
        "nature": {"petition": True, "responsibility": "unknown_agency"}, "record": {"interests": ["third_party"]},
    }  # fmt: skip


def test_kinds_follow_from_the_shape() -> None:
    kinds = {field.key: field.kind for field in made(c.DraftDetermination)}
    assert kinds["basis"] is Kind.VARIANTS
    assert kinds["attachments"] is Kind.ROWS
    assert kinds["reasons"] is Kind.AREA
    assert [field.key for field in made(c.ReviewLegality)] == ["on", "item", "opinion", "text"]
