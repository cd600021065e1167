"""The law cited: articles that exist, are in force, are named to the paragraph, and bear the decision out."""

import datetime as dt
import re
from collections.abc import Iterator

from ysq.domain.law import Provision
from ysq.letters.check.characters import DATE, days
from ysq.letters.check.citations import Citation, citations
from ysq.letters.check.hits import Hit, Seen
from ysq.letters.check.phrases import says
from ysq.letters.check.sections import Section
from ysq.letters.check.sheet import Block
from ysq.letters.check.signs import PRIMARY, Decision, Ground, Kind

_LAST_OF_2007 = 38
_REVISED = dt.date(2019, 5, 15)
_OF_GROUND = {
    Ground.SECRET: {"14"},
    Ground.FORBIDDEN: {"14"},
    Ground.SECURITY: {"14"},
    Ground.THIRD_PARTY: {"15"},
    Ground.INTERNAL: {"16/1"},
    Ground.DELIBERATIVE: {"16/2"},
    Ground.ENFORCEMENT: {"16/2"},
}
_GROUND_ARTICLES = frozenset({"14", "15", "16/1", "16/2", "16"})
_DECISIVE = frozenset(
    {"30", "35", "37", "38", "39/1", "39/2", "55", *_GROUND_ARTICLES, *(f"36.{n}" for n in range(1, 8))}
)
_NAMES = {"36": "第三十六条", "16": "第十六条"}
_UNIT = re.compile(r"申诉|公共企事业|公用事业|主管部门[^。]{0,20}(?:反映|投诉)")
"""What another keeps as a public enterprise is got from it, or by complaining about it (art. 55)."""
_REVIEW = re.compile(r"行政复议法$|^复议法$")
_BY_NUMBER = re.compile(r"(?:依照|依据|根据|按照)(?P<law>《[^》]+》)[（(](?P<number>[^）)]*〔\d{4}〕\d+号)[）)](?!第)")
_LITIGATION = re.compile(r"行政诉讼法$")


def unknown(seen: Seen) -> Iterator[Hit]:
    """Articles, paragraphs and items that the Regulation doesn't have."""
    most = _most(seen.law.provisions)
    last = max(map(int, most), default=0)
    for block in seen.letter.sheet.body:
        for citation in citations(block.text):
            named = citation.of_regulation and (citation.law or citation.key.partition(".")[0] in most)
            if not named or "2007" in block.text:
                continue
            beyond = citation.article > last
            paras, items = most.get(str(citation.article), (None, None))
            beyond |= bool(citation.paragraph and paras and citation.paragraph > paras)
            beyond |= bool(citation.item and items and citation.item > items)
            if beyond:
                yield Hit("unknown_provision", citation.words, block=block.number)


def _most(provisions: dict[str, Provision] | object) -> dict[str, tuple[int | None, int | None]]:
    """For each article the highest paragraph and item that the book knows."""
    found: dict[str, tuple[int | None, int | None]] = {}
    for name in provisions if isinstance(provisions, dict) else ():
        if match := re.fullmatch(r"ogi\.art(\d+)(?:\.para(\d+))?(?:\.item(\d+))?", name):
            article, para, item = match.groups()
            paras, items = found.get(article, (None, None))
            paras = max(paras or 0, int(para)) if para else paras
            items = max(items or 0, int(item)) if item else items
            found[article] = (paras, items)
    return found


def in_force(seen: Seen) -> Iterator[Hit]:
    """Laws that weren't in force on the letter's date, as far as the book knows the article."""
    dated = seen.letter.sheet.dated
    if dated is None:
        return
    by_place = {(p.title, name.partition(".")[0]): p for name, p in seen.law.provisions.items()}
    titles = {title: provision for (title, _law), provision in by_place.items()}
    for block in seen.letter.sheet.body:
        for match in re.finditer(rf"{DATE.pattern}起(?:正式)?(?:施行|实施|生效)的?(?P<law>《[^》]+》)", block.text):
            if any(day > dated for day in days(match[0])):
                yield Hit("not_in_force", match["law"], f"{dated}", block.number)
        yield from _ahead(seen, block, dated)
        for citation in citations(block.text):
            name = "中华人民共和国政府信息公开条例" if citation.of_regulation else citation.law
            full = name if name.startswith("中华人民共和国") or "办法" in name else f"中华人民共和国{name}"
            if citation.of_regulation and dated < _REVISED and citation.article <= _LAST_OF_2007 and not citation.item:
                continue  # meant is the Regulation of 2007, whose articles bear the same numbers
            place = _place(citation)
            provision = (
                titles.get(f"《{full}》{place}")
                or titles.get(f"《{name}》{place}")
                or titles.get(f"《{name}》{place}第一项")
            )
            if provision is not None and not provision.in_force(dated):
                yield Hit("not_in_force", f"《{full}》{citation.words}", f"{dated}", block.number)


def _ahead(seen: Seen, block: Block, dated: dt.date) -> Iterator[Hit]:
    """What a letter rests on by its number, without an article, before any of it was in force."""
    for match in _BY_NUMBER.finditer(block.text):
        begins = [p.effective_from for p in seen.law.provisions.values() if p.source == match["number"]]
        if begins and min(begins) > dated:
            yield Hit("not_in_force", match["law"], f"{dated}", block.number)


def _place(citation: Citation) -> str:
    words = re.sub(r"[（()）\s]", "", citation.words)
    return words if words.startswith("第") else f"第{words}"


def decided(seen: Seen) -> Iterator[Hit]:
    """Each decision stands on its own article (facts.md section 10, 17)."""
    if seen.letter.kind is not Kind.ANSWER:
        return
    whole = [c for s in seen.letter.sections for c in s.cited]
    for section in seen.letter.sections:
        main, cited = section.main, section.cited
        if not cited:
            if _stands_elsewhere(section, main) or any(citations(one.text) for one in seen.letter.common):
                continue
            bare = main is not Decision.WITHDRAWN and not whole
            if bare or (main is not None and len(seen.letter.sections) > 1 and PRIMARY[main]):
                yield Hit("no_provision", main.zh if main else "答复", block=section.block)
            continue
        yield from _bare(section, cited)
        groundless = {c.article for c in cited} == {36} and says(seen, "no_legal_ground", section.sentences)
        if main is not None and not (main is Decision.REFUSED and groundless):  # told as such
            yield from _wrong(section, main, cited)


def _stands_elsewhere(section: Section, main: Decision | None) -> bool:
    """Whether it refers to what was cited before, or rests on the rules of fees."""
    if main is Decision.ABANDONED and "信息处理费管理办法" in section.text:
        return True
    return re.search(r"同上|同前|(?:上述|前述|同一)(?:规定|条款|依据)", section.text) is not None


def _bare(section: Section, cited: tuple[Citation, ...]) -> Iterator[Hit]:
    """Articles that mean nothing without their paragraph or item."""
    keys = {citation.key for citation in cited}
    for citation in cited:
        if citation.key == "16" and not keys & {"16/1", "16/2"}:
            yield Hit("art16_without_paragraph", citation.words, block=section.holding(citation.words))
        if citation.key == "36" and not any(key.startswith("36.") for key in keys):
            yield Hit("art36_without_item", citation.words, block=section.holding(citation.words))


def _wrong(section: Section, main: Decision, cited: tuple[Citation, ...]) -> Iterator[Hit]:
    keys = {citation.key for citation in cited}
    decisive = {_folded(key) for key in keys} & _DECISIVE
    known = keys & {"36", "16"}
    wanted = _wanted(section, main)
    if "36" in keys and not any(key.startswith("36.") for key in keys):
        decisive.discard("36")
        if main not in (Decision.REFUSED, Decision.PARTIAL):
            return
    stray = decisive - _allowed(section) - {"16"}
    folded = {_folded(key) for key in keys}
    named = wanted & folded or ("16" in folded and wanted & {"16/1", "16/2"})
    if stray or (not named and (decisive or known) and wanted):
        shown = sorted(stray) or sorted(decisive) or sorted(known)
        words = "、".join(dict.fromkeys(c.words for c in cited if _folded(c.key) in shown or c.key in shown))
        about = "、".join(ground.zh for ground in Ground if ground in section.grounds)
        label = f"{main.zh}（{about}）" if about and main in (Decision.REFUSED, Decision.PARTIAL) else main.zh
        block = section.holding(words.partition("、")[0])
        yield Hit("wrong_provision", f"“{words}”", label, block)


def _folded(key: str) -> str:
    """15/1 and 14/1 are art. 15 and 14, which have one paragraph; a paragraph that 16 lacks counts as none named."""
    return re.sub(r"^(14|15|30|35|38)[/.].*|^(16)/(?![12](?!\d)).*", r"\1\2", key)


def _wanted(section: Section, main: Decision) -> frozenset[str]:
    """The articles of which one must be cited; none when the ground isn't recognised."""
    if main is Decision.REFUSED:
        return frozenset(key for ground in section.grounds for key in _OF_GROUND[ground]) or PRIMARY[main]
    if main is Decision.DISCLOSED and "公共利益" in section.text:  # over the third party's refusal
        return PRIMARY[main] | {"15", "32"}
    return PRIMARY[main]


def _allowed(section: Section) -> frozenset[str]:
    found = {key for decision in section.decisions for key in PRIMARY[decision]}
    if {Decision.REFUSED, Decision.PARTIAL} & set(section.decisions):
        of_grounds = {key for ground in section.grounds for key in _OF_GROUND[ground]}
        found = (found - _GROUND_ARTICLES) | (of_grounds or _GROUND_ARTICLES) | {"36.3", "37"}
    if Decision.PARTIAL in section.decisions:
        found |= {"36.2"}
    if Decision.NOT_AGENCY in section.decisions and _UNIT.search(section.text):
        found |= {"55"}
    if "公共利益" in section.text or "第三方" in section.text:
        found |= {"15"}
    if "补正" in section.text:
        found |= {"30"}
    return frozenset(found)


LOOKS = (unknown, in_force, decided)
