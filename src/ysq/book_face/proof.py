"""`ysq rules test`, `lint` and `mutate`: the worked examples run, the book looked through, its conditions broken."""

from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from ysq.rules import book as rule_book
from ysq.rules import lint as looked
from ysq.rules import mutate as broken
from ysq.rules import procedures
from ysq.rules.book import Book
from ysq.rules.engine import Engine, EngineFault
from ysq.rules.examples import Example, check, coverage, facts_from, read_examples, uncovered
from ysq.rules.load import RULE_FILES
from ysq.rules.rule import Fault

_ENOUGH = 0.95


def test(folder: Path, out: TextIO, err: TextIO) -> int:
    """Run the examples of the book in `folder`: coverage to `out`, faults to `err`; 1 with a fault.

    The engine is asked of every example as well; where it fails or differs, that is a fault. Raises BookError when the
    book can't be read.
    """
    book = rule_book.read(folder)
    examples, badly = _examples(folder)
    faults = [*badly, *check(examples, book.rules)]
    for name in RULE_FILES:
        rules = [rule for rule in book.rules if f"{rule.concern}.yaml" == name]
        found = coverage(examples, rules)
        faults += uncovered(found, name)
        own = sum(example.file == _cases(folder / name).name for example in examples)
        out.write(f"{name}：{len(found)}条规则，{own}个示例\n")
        out.writelines(
            f"  {one.rule}：成立{one.holds}，不成立{one.fails}（其中只差一个事实{one.nearly}）\n" for one in found
        )
    return _told([*faults, *_engine_faults(book, examples)], err)


def _engine_faults(book: Book, examples: Iterable[Example]) -> list[EngineFault]:
    """Where the engine doesn't answer as the reference evaluator does."""
    faults: list[EngineFault] = []
    with Engine(faults.append) as engine:
        for example in examples:
            engine(book.rules, facts_from(example.facts), example.on)
    return faults


def lint(folder: Path, out: TextIO, err: TextIO) -> int:
    """Look through the book in `folder` and its procedures: notes to `out`, faults to `err`; 1 with a fault.

    Raises BookError when the book or a procedure can't be read.
    """
    book = rule_book.read(folder)
    for name in procedures.names(folder):
        procedures.read_procedure(folder, name, book.provisions)
    found = looked.lint(book)
    out.writelines(f"提示：{note}\n" for note in found.notes)
    out.write(f"{len(found.faults)}处问题，{len(found.notes)}处提示\n")
    return _told(found.faults, err)


def mutate(folder: Path, out: TextIO, err: TextIO) -> int:
    """Break each condition in turn: what no example notices to `out`; 1 when under 95 %, BookError if unread."""
    book = rule_book.read(folder)
    examples, badly = _examples(folder)
    if badly:
        return _told(badly, err)
    score = broken.mutate(book.rules, examples)
    out.writelines(
        f"没有示例发现：{one.rule.concern}.yaml {one.rule.id} {one.place}{one.change}\n" for one in score.survivors
    )
    noticed = score.mutants - len(score.survivors)
    out.write(f"改动{score.mutants}处条件，示例发现{noticed}处（{score.share:.1%}，应当不低于{_ENOUGH:.0%}）\n")
    return 0 if score.share >= _ENOUGH else 1


def _examples(folder: Path) -> tuple[tuple[Example, ...], tuple[Fault, ...]]:
    read = [read_examples(_cases(folder / name)) for name in RULE_FILES]
    return tuple(one for found, _none in read for one in found), tuple(one for _none, badly in read for one in badly)


def _cases(path: Path) -> Path:
    return path.with_suffix(".cases.yaml")


def _told(faults: Iterable[Fault | EngineFault], err: TextIO) -> int:
    lines = [f"{fault}\n" for fault in faults]
    err.writelines(lines)
    return 1 if lines else 0
