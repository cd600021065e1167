"""The corpus of letters and what the checks find in them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from tests.letters.letter_samples import book

from ysq import strict_yaml
from ysq.cases.checking import law_of
from ysq.letters.check import NOTHING, CaseFile, CheckLaw, check_text

FOLDER = Path(__file__).parent / "defects"
ON = date(2026, 11, 22)


@dataclass(frozen=True)
class Sample:
    """A letter, its case file, and the checks that must find something in it."""

    name: str
    text: str
    carries: frozenset[str]
    case: CaseFile


@lru_cache(maxsize=1)
def law() -> CheckLaw:
    """The checks of the repository's rule book."""
    read = book()
    return law_of(read, read.calendar())


@lru_cache(maxsize=16)
def raw(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = strict_yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def text_of(entry: dict[str, Any]) -> str:
    """The entry's own text, or that of the sound letter it was made from with its changes."""
    if "text" in entry:
        return str(entry["text"])
    bases = {**raw("sound_seen"), **raw("sound_held_out")}
    text = text_of(bases[entry["from"]])
    for old, new in entry.get("change", ()):
        assert old in text, f"{entry['from']}: {old!r} isn't there"
        text = text.replace(old, new or "")
    return text


def samples(*names: str) -> list[Sample]:
    """The samples of these files."""
    return [
        Sample(
            name,
            text_of(entry),
            frozenset(entry.get("carries", ())),
            msgspec.convert(entry["case"], CaseFile) if "case" in entry else NOTHING,
        )
        for file in names
        for name, entry in raw(file).items()
    ]


@dataclass
class Score:
    """How the findings of many letters fit their labels."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, sample: Sample) -> None:
        found = check_text(sample.text, law(), ON, sample.case)
        names = {finding.check for finding in found}
        self.right.update(sample.carries & names)
        self.missed.update(sample.carries - names)
        self.wrong.update(names - sample.carries)
        for name in sample.carries - names:
            self.notes.append(f"{sample.name}: missed {name}")
        for finding in found:
            if finding.check not in sample.carries:
                self.notes.append(f"{sample.name}: wrong {finding.check}: {finding.message}")

    @property
    def recall(self) -> float:
        return self.right.total() / max(1, self.right.total() + self.missed.total())

    @property
    def precision(self) -> float:
        return self.right.total() / max(1, self.right.total() + self.wrong.total())

    def table(self) -> str:
        checks = sorted(self.right.keys() | self.missed.keys() | self.wrong.keys())
        rows = [f"{name:28} {self.right[name]:3} {self.missed[name]:3} {self.wrong[name]:3}" for name in checks]
        return "\n".join(["check                      right missed wrong", *rows])


def scored(*names: str) -> Score:
    score = Score()
    for sample in samples(*names):
        score.add(sample)
    return score


if __name__ == "__main__":
    whole = scored(*sorted(path.stem for path in FOLDER.glob("*.yaml")))
    print(whole.table(), f"recall {whole.recall:.3f}, precision {whole.precision:.3f}", *whole.notes, sep="\n")
