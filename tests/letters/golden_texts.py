"""Writes the golden texts anew: `python -m tests.letters.golden_texts`, then read the difference."""

from tests.letters.letter_samples import every_letter, golden

from ysq.letters import text

if __name__ == "__main__":
    for name, made in every_letter().items():
        golden(name).write_text(text(made), encoding="utf-8")
