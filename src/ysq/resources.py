"""Finds the folders that people read (rules, templates, …), in a checkout and in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE / "_data", _PACKAGE.parents[1])


def data_folder(name: str) -> Path:
    """The folder `name`: one of `rules`, `templates`, `migrations`, `examples`.

    A wheel carries it as `ysq/_data/<name>`; a checkout has it at the top, beside `src/`.
    Raises FileNotFoundError, which names both places, when it is in neither.
    """
    for place in _PLACES:
        if (place / name).is_dir():
            return place / name
    looked = " or ".join(str(place / name) for place in _PLACES)
    raise FileNotFoundError(f"The folder {name!r} is missing: looked for {looked}. Install ysq again.")
