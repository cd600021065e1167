"""Breaks a title by meaning into lines of about equal length."""

from itertools import combinations, pairwise


def title_lines(phrases: tuple[str, ...], limit: int) -> tuple[str, ...]:
    """The phrases joined into the fewest lines of at most `limit` characters, as even as can be.

    A phrase longer than a line is first cut into equal parts.
    """
    parts = tuple(part for phrase in phrases if phrase for part in _cut(phrase, limit))
    for count in range(len(parts)):
        choices = [_joined(parts, cuts) for cuts in combinations(range(1, len(parts)), count)]
        fitting = [lines for lines in choices if all(len(line) <= limit for line in lines)]
        if fitting:
            return min(fitting, key=_unevenness)
    return parts


def _cut(phrase: str, limit: int) -> tuple[str, ...]:
    count = -(-len(phrase) // limit)
    size = -(-len(phrase) // count)
    return tuple(phrase[start : start + size] for start in range(0, len(phrase), size))


def _joined(parts: tuple[str, ...], cuts: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *cuts, len(parts))
    return tuple("".join(parts[a:b]) for a, b in pairwise(edges))


def _unevenness(lines: tuple[str, ...]) -> int:
    return max(map(len, lines)) - min(map(len, lines))
