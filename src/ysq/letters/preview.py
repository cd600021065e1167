"""A letter as a fragment of HTML for a page: the same value, escaped by Jinja2."""

from functools import lru_cache

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ysq.domain.letters import Heading1, Heading2, Letter, Table
from ysq.letters.parts import parts_of
from ysq.letters.stationery import Stationery
from ysq.letters.words import zh_date

_ENVIRONMENT = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
_ENVIRONMENT.filters.update(zh_date=zh_date)
_ENVIRONMENT.tests.update(
    heading1=lambda block: isinstance(block, Heading1),
    heading2=lambda block: isinstance(block, Heading2),
    tabular=lambda block: isinstance(block, Table),
)


def html(letter: Letter, stationery: Stationery) -> str:
    """One `<article class="letter">`, without styles, to be placed in a page as it is."""
    parts = parts_of(letter)
    return _template(stationery.html_source).render(
        letter=letter, body=parts.body, attachments=parts.attachments, notes=parts.notes
    )


@lru_cache(maxsize=4)
def _template(source: str) -> Template:
    return _ENVIRONMENT.from_string(source)
