"""Reads another procedure's clock: `procedures/<name>/` of the rule book's folder, three YAML files."""

from collections.abc import Mapping
from pathlib import Path

from ysq.domain.clock import Parameters
from ysq.domain.law import Provision
from ysq.domain.procedure import Procedure, ProcedureLaw
from ysq.rules.read import BookError, read_yaml, refuse
from ysq.rules.sound_numbers import faults_of_numbers


def names(folder: Path) -> tuple[str, ...]:
    """The procedures that the rule book in `folder` has beside the answering of requests."""
    return tuple(sorted(path.parent.name for path in (folder / "procedures").glob("*/procedure.yaml")))


def read_procedure(folder: Path, name: str, common: Mapping[str, Provision]) -> ProcedureLaw:
    """The procedure `name`; `common` are the provisions of the whole book. BookError names the file and the fault."""
    if name not in names(folder):
        known = "、".join(names(folder)) or "（没有）"
        raise BookError(f"procedures/{name}: 没有这个程序；可用的有：{known}")
    place = folder / "procedures" / name
    procedure = read_yaml(place / "procedure.yaml", Procedure)
    own = read_yaml(place / "provisions.yaml", dict[str, Provision])
    law = ProcedureLaw(name, procedure, read_yaml(place / "parameters.yaml", Parameters), {**common, **own})
    _check(law, twice=sorted(set(own) & set(common)))
    return law


def _check(law: ProcedureLaw, twice: list[str]) -> None:
    """Every number and provision named exists, once."""
    refuse(faults_of_numbers(f"procedures/{law.name}/parameters.yaml", law.parameters.numbers))
    if twice:
        raise BookError(f"procedures/{law.name}/provisions.yaml: {twice[0]} 已在 provisions.yaml 中")
    numbers = law.parameters.numbers
    cited: list[tuple[str, tuple[str, ...]]] = [("needs", need.provisions) for need in law.procedure.needs]
    for name, rule in law.procedure.periods.items():
        used = [rule.length, *([rule.longer.by] if rule.longer else [])]
        if missing := [number for number in used if number not in numbers]:
            raise BookError(f"procedures/{law.name}/procedure.yaml: periods.{name}: 未定义的数值 {missing[0]}")
        inner = [part.provisions for part in (rule.pause, rule.longer) if part is not None]
        cited += [(f"periods.{name}", law_ids) for law_ids in (rule.provisions, *inner)]
    cited += [(f"findings.{code}", text.provisions) for code, text in law.procedure.findings.items()]
    cited += [(f"parameters {name}", (value.provision,)) for name, one in numbers.items() for value in one.values]
    for where, ids in cited:
        if unknown := [one for one in ids if one not in law.provisions]:
            raise BookError(f"procedures/{law.name}: {where}: 条款 {unknown[0]} 没有定义")
