"""Which articles of which law a letter cites: 第三十六条第（三）项, with the law carried on from the last one named."""

import re

import msgspec

from ysq.letters.check.characters import number

_N = r"[零〇一二三四五六七八九十百\d]{1,5}"
_LAW = r"《(?P<law>[^》]{2,40})》"
_PLACE = (
    rf"第\s*(?P<art>{_N})\s*条(?:\s*第?\s*[（(]?\s*(?P<para>{_N})\s*[）)]?\s*款)?"
    rf"(?:\s*第?\s*[（(]?\s*(?P<item>{_N})\s*[）)]?\s*项)?"
)
_MORE_ITEM = rf"第\s*[（(]?\s*(?P<more>{_N})\s*[）)]?\s*项"
_MORE_PARA = rf"第\s*(?P<morepara>{_N})\s*款"
_CITED = re.compile(
    f"{_LAW}|(?P<bare>政府信息公开条例|本条例|条例(?!》)|复议法|行政诉讼法|保密法|档案法)|{_PLACE}|{_MORE_ITEM}|{_MORE_PARA}"
)
_REGULATION = re.compile(r"^(?:中华人民共和国)?政府信息公开条例$|^条例$|^本条例$")


class Citation(msgspec.Struct, frozen=True):
    """One article as cited; `law` is empty when none was named before it."""

    law: str
    article: int
    paragraph: int | None
    item: int | None
    words: str

    @property
    def of_regulation(self) -> bool:
        """Whether it is of the 政府信息公开条例, named or meant."""
        return not self.law or _REGULATION.match(self.law) is not None

    @property
    def key(self) -> str:
        """`36.5`, `16/2`: article, then `/` paragraph, then `.` item."""
        paragraph = f"/{self.paragraph}" if self.paragraph else ""
        return f"{self.article}{paragraph}{f'.{self.item}' if self.item else ''}"


def citations(text: str) -> tuple[Citation, ...]:
    """The articles cited in `text`, in order."""
    found: list[Citation] = []
    law = ""
    for match in _CITED.finditer(text):
        named = match["law"] or match["bare"]
        if named:
            law = named
        elif match["art"]:
            article = number(match["art"])
            if article:
                found.append(Citation(law, article, _value(match["para"]), _value(match["item"]), match[0]))
        elif found and _next_to(text, match, found[-1]):
            last = found[-1]
            more = match["more"] or match["morepara"]
            para, item = (last.paragraph, _value(more)) if match["more"] else (_value(more), None)
            found.append(Citation(law, last.article, para, item, f"第{last.article}条{match[0]}"))
    return tuple(found)


def _value(words: str | None) -> int | None:
    return number(words) if words else None


def _next_to(text: str, match: re.Match[str], last: Citation) -> bool:
    """Whether a 款 or 项 alone goes on from the article before: 第三十六条第（二）项、第（三）项."""
    before = text[max(0, match.start() - 6) : match.start()]
    after = text[match.end() : match.end() + 6]
    own = re.match(r"[^。；]{0,3}(?:依据|根据|依照|按照|可以|予以|属于|不)", after) is not None  # an item asked for
    return re.search(r"[款项]\s*(?:、|和|及|，|与)\s*$", before) is not None and bool(last.article) and not own
