"""Finds the fonts of a letter: the settings' folder, then fonts installed with pip, then the system's."""

from importlib.util import find_spec
from pathlib import Path

import msgspec
import typst

from ysq.letters.errors import LetterError

# Font packages from pip, whose folder is searched without importing them.
_WHEELS = ("pylopdf_fonts_zh_cn",)
_LATIN = ("Libertinus Serif",)
_SONG = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC")
_RARE = ("Noto Serif SC", "Noto Serif CJK SC", "LXGW WenKai", "BabelStone Han", "HanaMinA", "HanaMinB", "Noto Sans SC")
# Families by preference for each role of GB/T 9704-2012, and those that fill in what the preferred ones lack.
_ROLES = {
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "朱雀仿宋", "Zhuque Fangsong", "FandolFang", *_SONG),
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", *_SONG),
    "heading1": ("SimHei", "黑体", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", *_SONG),
    "heading2": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FandolKai", "LXGW WenKai", *_SONG),
    "page_number": ("SimSun", "宋体", *_SONG),
}
OFFICE = {
    "body": "仿宋_GB2312",
    "title": "方正小标宋简体",
    "heading1": "黑体",
    "heading2": "楷体_GB2312",
    "page_number": "宋体",
}
"""What a DOCX asks for in each role: the names by which GB/T 9704 offices know them, found where it is opened."""
_HEAVY = 600


class Faces(msgspec.Struct, frozen=True):
    """Families of one role, first choice first, and whether the first has no weight fit for a title."""

    families: tuple[str, ...]
    embolden: bool


class FontSet(msgspec.Struct, frozen=True):
    """The fonts found: what Typst loads, and the families of each role. `sources` says where they came from."""

    loaded: typst.Fonts
    latin: tuple[str, ...]
    roles: dict[str, Faces]
    sources: tuple[Path, ...]


def find_fonts(folder: Path | None = None, *, system: bool = True) -> FontSet:
    """The fonts for letters; `folder` is the agency's own, searched first. About 10 ms, so do it once.

    Raises LetterError when no Chinese font can be found for some role.
    """
    sources = tuple(p for p in (folder, *map(_wheel, _WHEELS)) if p is not None)
    missing = [p for p in sources if not p.is_dir()]
    if missing:
        raise LetterError(f"字体文件夹 {missing[0]} 不存在。请核对设置中的字体文件夹。")
    loaded = typst.Fonts(include_system_fonts=system, include_embedded_fonts=True, font_paths=list(sources))
    weights: dict[str, int] = {}
    for font in loaded.fonts():
        weights[font.family] = max(font.weight, weights.get(font.family, 0))
    roles = {role: _faces(role, names, weights) for role, names in _ROLES.items()}
    return FontSet(loaded, tuple(f for f in _LATIN if f in weights), roles, sources)


def _wheel(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def _faces(role: str, names: tuple[str, ...], weights: dict[str, int]) -> Faces:
    found = tuple(dict.fromkeys(n for n in (*names, *_RARE) if n in weights))
    if not found:
        raise LetterError("没有找到可用的中文字体。请安装 pylopdf-fonts-zh-cn，或者在设置中指定字体文件夹。")
    plain = found[0] in _SONG and weights[found[0]] < _HEAVY
    return Faces(found, embolden=role == "title" and plain)
