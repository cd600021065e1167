"""The schema that editors use knows what a rule file may hold, as the Structs and the facts do."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from tests.rules.ruling import Data, conditions, rule_text
from tests.rules.test_load import FAULTS

from ysq import strict_yaml
from ysq.resources import data_folder
from ysq.rules.facts import VOCABULARY
from ysq.rules.load import RULE_FILES
from ysq.rules.schema import rule_schema

SCHEMA = jsonschema_rs.validator_for(rule_schema(VOCABULARY).decode())

ONLY_READING_TELLS = (
    "不在 provisions.yaml 中", "并非一直有效", "早于effective_from", "应当写明理由", "嵌套超过", "展开后超过", "比较的值超过", "互相矛盾",
)  # fmt: skip
"""What the schema can't say: other files, days compared with days, and what a condition comes to."""


def valid(text: str) -> bool:
    data: Any = strict_yaml.load(text)
    return SCHEMA.is_valid(data)


def test_the_schema_in_the_repository_is_current() -> None:
    assert (data_folder("rules") / "schema.json").read_bytes() == rule_schema(VOCABULARY)


@pytest.mark.parametrize("name", RULE_FILES)
def test_every_rule_file_is_valid(name: str) -> None:
    assert valid((data_folder("rules") / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("changes", "field", "message"), FAULTS, ids=range(len(FAULTS)))
def test_what_reading_refuses_for_its_form_the_schema_refuses(
    changes: dict[str, str | None], field: str, message: str
) -> None:
    told_by_reading_alone = any(phrase in message or message in phrase for phrase in ONLY_READING_TELLS)
    never_missing = "{missing: request.channel}" in str(changes)
    assert valid(rule_text(**changes)) is (told_by_reading_alone and not never_missing), field


@settings(max_examples=200, deadline=None)
@given(conditions())
def test_every_condition_that_can_be_read_is_valid(data: Data) -> None:
    written = {"title": "某种情形", "provisions": ["ogi.art36"], "effective_from": "2019-05-15", "when": data}
    never = [fact.name for fact in VOCABULARY.values() if not fact.optional]
    possible = not any(f"'missing': '{name}'" in str(data) for name in never)
    assert SCHEMA.is_valid({"some_rule": written | {"then": {"outcome": "sever"}}}) is possible


def test_a_name_that_is_none_and_a_list_of_versions() -> None:
    version = strict_yaml.load(rule_text())["some_rule"]
    assert SCHEMA.is_valid({"some_rule": [version, version]})
    assert not SCHEMA.is_valid({"some_rule": []})
    assert not SCHEMA.is_valid({"Some-rule": version})
