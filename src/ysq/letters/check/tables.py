"""Tables of items in a letter's plain text: each row becomes a sentence that begins with its number."""

import re

_CELLS = r"[\s|｜／/，,]+"
_HEADER = re.compile(rf"^[|｜\s]*(?:序\s?号|编\s?号|项\s?次|事项){_CELLS}\S")
_ROW = re.compile(rf"^[|｜\s]*第?(?P<number>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})项?[.．、]?{_CELLS}(?P<rest>\S.*)$")
_RULE = re.compile(r"^[|｜\s:+—–-]+$")
_AFTER = re.compile(r"^(?:如|若|对|你|您|贵|本|我|附|特此|以上|上述|不服|申请人|联系|此|鉴于|依据|根据)")


def as_items(lines: list[str]) -> list[str]:
    """The lines, with the rows of a table that has a column of numbers made items: `1．甲，予以公开。`."""
    found: list[str] = []
    inside = False
    for line in lines:
        if inside and _RULE.match(line):
            continue
        row = _ROW.match(line) if inside else None
        if _HEADER.match(line) and "。" not in line:
            inside = True
            found.append(_sentence(line))
        elif row is not None:
            found.append(f"{row['number']}．{_sentence(row['rest'])}")
        elif inside and not _AFTER.match(line) and len(found) > 1:
            found[-1] = _sentence(found[-1].removesuffix("。") + line)
        else:
            inside = False
            found.append(line)
    return found


def _sentence(cells: str) -> str:
    return "，".join(cell for cell in re.split(r"\s*[|｜／]\s*|\s/\s|(?<![:/])/(?![/])|\s+", cells) if cell) + "。"
