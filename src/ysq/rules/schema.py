"""The JSON Schema of a rule file, for editors: made from the Structs, the facts and the conclusions there are."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ysq.domain.findings import Operator
from ysq.domain.terms import Term
from ysq.rules.conclusions import CONCLUSIONS
from ysq.rules.conditions import MAX_TEXT
from ysq.rules.load import RULE_NAME, RuleText
from ysq.rules.vocabulary import OPERATORS, Fact, Kind, Vocabulary

Schema = dict[str, Any]

_REF = "#/definitions/{name}"
_DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_PLAIN: dict[Kind, Schema] = {
    Kind.BOOL: {"type": "boolean"},
    Kind.INT: {"type": "integer"},
    Kind.DATE: _DAY,
    Kind.TEXT: {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
}
_JOINED = {"all": "都成立", "any": "有一个成立", "not": "不成立"}
_TOLD = {
    "title": "一句话，给人看", "provisions": "条款，写 provisions.yaml 中的编号", "effective_from": "施行之日",
    "effective_to": "施行的最后一日；现行有效的不写", "applies_by": "看哪一天决定规则是否施行：收到申请之日、办理之日",
    "mark": "依据有多确定；推断、本机关设定和未核实的要写理由", "reason": "理由，随规则结论显示",
    "when": "条件", "then": "结论",
}  # fmt: skip


def rule_schema(vocabulary: Vocabulary) -> bytes:
    """The schema (draft 07, which editors know best) as indented JSON; what it can't say, reading the file tells."""
    _refs, found = msgspec.json.schema_components([RuleText, *CONCLUSIONS.values()], ref_template=_REF)
    definitions: dict[str, Schema] = dict(found)
    for kind in CONCLUSIONS.values():
        definitions[kind.__name__]["additionalProperties"] = False
    for term in Term.__subclasses__():
        # The letters' checks have words of their own by some of these names.
        if term.__module__.startswith("ysq.domain.") and term.__name__ in definitions:
            definitions[term.__name__] = _words({member.value: member.zh for member in term})
    definitions["rule"] = _rule(definitions.pop(RuleText.__name__))
    definitions["condition"] = _condition(vocabulary)
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "规则文件：规则名称: 规则，或者它的各个版本的列表",
        "type": "object",
        "propertyNames": {"pattern": RULE_NAME.replace(r"\Z", "$")},
        "additionalProperties": {
            "anyOf": [_ref("rule"), {"type": "array", "minItems": 1, "items": _ref("rule")}],
        },
        "definitions": dict(sorted(definitions.items())),
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _rule(read: Schema) -> Schema:
    properties = read["properties"] | {
        "effective_from": _DAY,
        "effective_to": _DAY,
        "when": _ref("condition"),
        "then": {"anyOf": [_ref(kind.__name__) for kind in CONCLUSIONS.values()]},
    }
    told = {name: {"allOf": [schema], "description": _TOLD[name]} for name, schema in properties.items()}
    return {key: read[key] for key in ("type", "required", "additionalProperties")} | {"properties": told}


def _condition(vocabulary: Vocabulary) -> Schema:
    several = {"type": "array", "minItems": 1, "items": _ref("condition")}
    tests: dict[str, Schema] = {"all": several, "any": several, "not": _ref("condition")}
    tests |= {str(operator): _test(operator, vocabulary.values()) for operator in Operator}
    names = _JOINED | {operator.value: operator.zh for operator in Operator}
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {word: {"allOf": [test], "description": names[word]} for word, test in tests.items()},
    }


def _test(operator: Operator, facts: Iterable[Fact]) -> Schema:
    """A fact alone, or a fact and a value that fits it."""
    fit = [fact for fact in facts if operator in OPERATORS[fact.kind]]
    if operator is Operator.EXISTS:
        return _words(_labels(fit))
    if operator is Operator.MISSING:
        return _words(_labels(fact for fact in fit if fact.optional))
    alike: dict[bytes, list[Fact]] = {}
    for fact in fit:
        alike.setdefault(msgspec.json.encode(_value(fact)), []).append(fact)
    return {"anyOf": [_pair(operator, group) for group in alike.values()]}


def _pair(operator: Operator, alike: list[Fact]) -> Schema:
    value = _value(alike[0])
    if operator is Operator.IN:
        value = {"type": "array", "minItems": 1, "uniqueItems": True, "items": value}
    items = [_words(_labels(alike)), value]
    return {"type": "array", "minItems": 2, "maxItems": 2, "items": items}


def _value(fact: Fact) -> Schema:
    return _PLAIN.get(fact.kind) or _words(fact.words)


def _labels(facts: Iterable[Fact]) -> dict[str, str]:
    return {fact.name: fact.label for fact in facts}


def _words(words: Mapping[str, str]) -> Schema:
    """One of these words, each with its Chinese name."""
    return {"anyOf": [{"const": word, "title": zh} for word, zh in words.items()]}


def _ref(name: str) -> Schema:
    return {"$ref": _REF.format(name=name)}
