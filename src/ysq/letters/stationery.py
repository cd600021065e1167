"""Everything that letters are made from, read once at start: templates, measures, the Typst document, fonts."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from ysq import strict_yaml
from ysq.domain.letters import LetterType
from ysq.letters.blocks import LetterSpec, Phrases, Piece
from ysq.letters.errors import TemplateError
from ysq.letters.fonts import FontSet

T = TypeVar("T")


class Measures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """GB/T 9704-2012, 信函格式, as numbers (templates/letters/measures.yaml); names end in their unit."""

    page_width_mm: float
    page_height_mm: float
    text_width_mm: float
    text_height_mm: float
    top_mm: float
    left_mm: float
    lines: int
    characters: int
    body_pt: float
    title_pt: float
    mark_pt: float
    mark_width_mm: float
    mark_top_mm: float
    rule_below_mark_mm: float
    rule_width_mm: float
    rule_thick_mm: float
    rule_thin_mm: float
    rule_gap_mm: float
    foot_rule_mm: float
    number_below_rule_em: float
    table_pt: float
    table_rule_pt: float
    page_number_pt: float
    page_number_below_mm: float
    seal_mm: float
    proof_qr_mm: float
    proof_below_mm: float
    proof_pt: float
    rule_colour: str


class Stationery(msgspec.Struct, frozen=True):
    """The decoded templates of a folder, and the fonts to set them with."""

    letters: Mapping[LetterType, LetterSpec]
    pieces: Mapping[str, Piece]
    phrases: Phrases
    measures: Measures
    typst_document: Path
    html_source: str
    fonts: FontSet


def load_stationery(folder: Path, fonts: FontSet) -> Stationery:
    """Everything in `folder` (templates/letters), decoded. Raises TemplateError naming the file."""
    shared = [p for p in sorted(folder.glob("_*.yaml")) if p.stem != "_phrases"]
    return Stationery(
        letters={kind: _decode(folder / f"{kind.value}.yaml", LetterSpec) for kind in LetterType},
        pieces={p.stem: _decode(p, Piece) for p in shared},
        phrases=_decode(folder / "_phrases.yaml", Phrases),
        measures=_decode(folder / "measures.yaml", Measures),
        typst_document=_existing(folder / "letter.typ"),
        html_source=(folder / "letter.html").read_text(encoding="utf-8"),
        fonts=fonts,
    )


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise TemplateError(path.name, "文件不存在")
    return path


def _decode(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.convert(strict_yaml.load(path.read_text(encoding="utf-8")), kind)
    except (OSError, strict_yaml.YamlError, msgspec.ValidationError) as error:
        raise TemplateError(path.name, str(error)) from error
