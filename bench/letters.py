"""Letters a second on one core: one JSON line; WeasyPrint in the same run where it is installed."""

import gc
import importlib.util
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from msgspec.structs import replace
from tests.letters.letter_samples import SAMPLES, every_letter, letter, stationery

from ysq.domain.letters import Letter
from ysq.letters import html, pdf

ROUNDS = 3
FIRST_MS, PER_SECOND, RATIO = 300.0, 60.0, 10.0
CSS = """@page { size: A4; margin: 37mm 26mm 35mm 28mm }
body { font: 16pt/29.6pt "Noto Serif SC", "Noto Serif CJK SC" }
h1 { text-align: center; font-size: 22pt }"""


def different() -> list[Letter]:
    """Every sample as letters that all differ: another requester each, so that no letter is set twice.

    Paragraphs that letters share, as those of one agency share their remedies, are set once and used again.
    """
    made = list(every_letter().values())
    more = [letter(replace(told, requesters=(f"第{n}村民小组",))) for n in range(1, 3) for told in SAMPLES.values()]
    return made + more


def seconds_each(work: Callable[[Letter], object], letters: list[Letter]) -> list[float]:
    """CPU seconds a letter: other processes' turns don't count."""
    taken = []
    for one in letters:
        start = time.process_time()
        work(one)
        taken.append(time.process_time() - start)
    return taken


def first() -> float:
    """Milliseconds of the first letter in this process: fonts found, templates read, compiler started."""
    start = time.perf_counter()
    pdf(letter(SAMPLES["deliberative"]), stationery())
    return (time.perf_counter() - start) * 1000


def compared(letters: list[Letter]) -> float | None:
    """WeasyPrint's seconds a letter for the same words, None where it isn't installed."""
    if importlib.util.find_spec("weasyprint") is None:
        return None
    import weasyprint

    def set_by_weasyprint(one: Letter) -> object:
        page = f"<html lang=zh><style>{CSS}</style><body>{html(one, stationery())}</body></html>"
        return weasyprint.HTML(string=page).write_pdf()

    set_by_weasyprint(letters[0])
    return statistics.mean(seconds_each(set_by_weasyprint, letters))


def main() -> int:
    """Print the figures; 1 when a bar is missed."""
    # Before typst counts the cores: it would set pages on all of them.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    opening = first()
    letters = different()
    seconds_each(lambda one: pdf(one, stationery()), letters[:10])
    gc.collect()
    rounds = [statistics.mean(seconds_each(lambda one: pdf(one, stationery()), letters)) for _ in range(ROUNDS)]
    other = compared(letters[:12])
    rate = 1 / min(rounds)
    figures = {
        "first_ms": round(opening, 1),
        "letters": len(letters),
        "letters_per_second": round(rate, 1),
        "rounds": [round(1 / each, 1) for each in rounds],
        "weasyprint_per_second": round(1 / other, 1) if other else None,
        "times_weasyprint": round(rate * other, 1) if other else None,
        "load": round(os.getloadavg()[0], 1),
    }
    met = opening <= FIRST_MS and rate >= PER_SECOND and (other is None or rate * other >= RATIO)
    print(json.dumps(figures | {"met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
