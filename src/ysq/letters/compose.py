"""Writes the letter: context and template in, `Letter` out; templates hold words, the context holds decisions."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, reduce
from typing import Any, NamedTuple, assert_never

from jinja2 import StrictUndefined, Template, UndefinedError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ysq.domain.drafts import Holds
from ysq.domain.letters import (
    AgencyProfile,
    AttachmentList,
    Block,
    Form,
    Heading1,
    Heading2,
    Letter,
    LetterType,
    Note,
    Paragraph,
    Table,
)
from ysq.letters import blocks as b
from ysq.letters.clean import clean, clean_name
from ysq.letters.context import LetterContext
from ysq.letters.errors import TemplateError
from ysq.letters.stationery import Stationery
from ysq.letters.titles import title_lines
from ysq.letters.words import cite, or_dash, scopes, sentence, yuan, zh_date, zh_number

# What is in force while a block is written: the context's fields, the phrases, and the names bound by for_each.
Scope = Mapping[str, Any]


class Held(NamedTuple):
    """A block with what it carries."""

    block: Block
    holds: Holds


def compose(context: LetterContext, stationery: Stationery, copies: tuple[str, ...] = ()) -> Letter:
    """The letter in words. `copies` are the 抄送 bodies.

    Raises TemplateError when a template asks for a fact that the context lacks, UnprintableCharacterError when a name
    or text can't be printed as it is.
    """
    return outlined(context, stationery, copies)[0]


def outlined(
    context: LetterContext, stationery: Stationery, copies: tuple[str, ...] = ()
) -> tuple[Letter, tuple[Holds, ...]]:
    """The letter as `compose` writes it, and what each of its blocks carries."""
    writer = _Writer(stationery, context.letter_type)
    spec = stationery.letters[context.letter_type]
    sheet = context.sheet
    scope = {f: getattr(context, f) for f in context.__struct_fields__}
    scope |= {"sheet": sheet, "phrase": stationery.phrases}
    limit = int(stationery.measures.text_width_mm / 25.4 * 72 / stationery.measures.title_pt)
    held = tuple(writer.write(spec.blocks, scope, Holds.FIXED))
    letter = Letter(
        letter_type=context.letter_type,
        heading=clean_name(sheet.agency.heading),
        letter_no=writer.fill(spec.number, scope),
        title_lines=title_lines(tuple(writer.fill(phrase, scope) for phrase in spec.title), limit),
        addressee=sheet.addressee if spec.form is Form.LETTER else "",
        blocks=tuple(one.block for one in held),
        signatory=clean_name(sheet.agency.name),
        dated=sheet.dated,
        copies=tuple(clean_name(c) for c in copies),
        form=spec.form,
    )
    return letter, tuple(one.holds for one in held)


def printed_title(kind: LetterType, agency: AgencyProfile, stationery: Stationery) -> str:
    """The title as letters of this kind of the agency bear it."""
    scope = {"sheet": _Named(agency)}
    return "".join(_Writer(stationery, kind).fill(phrase, scope) for phrase in stationery.letters[kind].title)


class _Named(NamedTuple):
    """As much of a sheet as titles name."""

    agency: AgencyProfile


class _Writer:
    """Fills the blocks of one letter; errors name its template."""

    def __init__(self, stationery: Stationery, template: LetterType) -> None:
        self._stationery = stationery
        self._template = f"{template.value}.yaml"

    def write(self, specs: tuple[b.BlockSpec, ...], scope: Scope, around: Holds) -> Iterator[Held]:
        for spec in specs:
            yield from self._blocks(spec, scope, getattr(spec, "holds", None) or around)

    def _blocks(self, spec: b.BlockSpec, scope: Scope, holds: Holds) -> Iterator[Held]:
        match spec:
            case b.ParagraphSpec(text) | b.Heading1Spec(text) | b.Heading2Spec(text) | b.NoteSpec(text):
                yield Held(_OF_TEXT[type(spec)](self.fill(text, scope)), holds)
            case b.AttachmentsSpec(of, name, text):
                if values := self._at(of, scope):
                    entries = tuple(self.fill(text, {**scope, name: v}) for v in values)
                    yield Held(AttachmentList(entries), Holds.ATTACHMENTS)
            case b.ForEachSpec(of, name, inner):
                for value in self._at(of, scope):
                    yield from self.write(inner, {**scope, name: value}, holds)
            case b.PieceSpec(file, by):
                yield from self.write(self._piece(file, str(self._at(by, scope)) if by else "always"), scope, holds)
            case b.FormSpec(rows):
                told = tuple((name, self.fill(text, scope)) for name, text in rows)
                yield Held(Table(told, (1, 3), headed=False), holds)
            case b.TableSpec(head, widths, of, name, cells):
                values = [{**scope, name: value} for value in self._at(of, scope)]
                filled = (tuple(self.fill(cell, inner) for cell in cells) for inner in values)
                yield Held(Table((head, *filled), widths, headed=True), holds)
            case b.SectionSpec(by):
                kind: LetterType = self._at(by, scope)
                section = self._stationery.letters[kind].section
                yield from _Writer(self._stationery, kind).write(section, scope, holds)
            case _:
                assert_never(spec)

    def fill(self, source: str, scope: Scope) -> str:
        if "{" not in source:
            return clean(source)
        try:
            return clean(_template(source).render(scope))
        except JinjaError as error:
            raise TemplateError(self._template, f"“{source}”：{error.message}") from error

    def _piece(self, file: str, key: str) -> tuple[b.BlockSpec, ...]:
        try:
            return self._stationery.pieces[file][key]
        except KeyError:
            raise TemplateError(self._template, f"共用部分 {file}.yaml 没有“{key}”") from None

    def _at(self, path: str, scope: Scope) -> Any:
        first, *rest = path.split(".")
        try:
            return reduce(getattr, rest, scope[first])
        except (KeyError, AttributeError):
            raise TemplateError(self._template, f"没有“{path}”这项内容") from None


_OF_TEXT: dict[type[b.Spec], Callable[[str], Block]] = {
    b.ParagraphSpec: Paragraph,
    b.Heading1Spec: Heading1,
    b.Heading2Spec: Heading2,
    b.NoteSpec: Note,
}


def _shown(value: object) -> object:
    """None must never be printed as a word."""
    if value is None:
        raise UndefinedError("空值不能写入文书")
    return value


_ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, finalize=_shown, keep_trailing_newline=False
)
_ENVIRONMENT.filters.update(
    zh_date=zh_date, zh_number=zh_number, sentence=sentence, yuan=yuan, or_dash=or_dash, cite=cite, scopes=scopes
)


@lru_cache(maxsize=1024)
def _template(source: str) -> Template:
    return _ENVIRONMENT.from_string(source)
