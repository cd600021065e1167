"""A draft that was edited in Word or WPS comes back: free words are proposed, everything else is named and refused."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph as Line
from tests.letters.letter_samples import AGENCY, SAMPLES, law, stationery

from ysq.domain.drafts import BlockEdit, DraftBlock, Holds, VersionBlock, generated, revised
from ysq.domain.letters import Letter
from ysq.letters import context_of, docx_of, outlined
from ysq.letters.comparison import Comparison, compare, letter_day, remarked
from ysq.letters.differences import after, before
from ysq.letters.opened import UnreadableLetter
from ysq.letters.returned import read_returned
from ysq.letters.versions import draft_blocks, rebased, with_blocks

NAME = "deliberative" if "deliberative" in SAMPLES else next(iter(SAMPLES))
Edit = Callable[[Document], None]


def made(name: str) -> tuple[Letter, tuple[DraftBlock, ...]]:
    letter, holds = outlined(context_of(SAMPLES[name], AGENCY, law()), stationery())
    return letter, draft_blocks(letter, holds)


LETTER, BASE = made(NAME)
FREE = next(number for number, block in enumerate(BASE, 1) if block.free)
VERSION = revised(BASE, (BlockEdit(FREE, "改过一次的理由，原来的理由已经核对。", ("另起的一段，说明怎样核对。",)),))


def file_of(letter: Letter, blocks: tuple[VersionBlock, ...], edit: Edit | None = None) -> bytes:
    """The version as a file, edited."""
    content = docx_of(with_blocks(letter, blocks), stationery(), "N-1/1/0")
    if edit is None:
        return content
    document, saved = docx.Document(io.BytesIO(content)), io.BytesIO()
    edit(document)
    document.save(saved)
    return saved.getvalue()


def compared(edit: Edit | None, blocks: tuple[VersionBlock, ...] = VERSION) -> Comparison:
    return compare(BASE, blocks, LETTER, frozenset({LETTER.addressee}), read_returned(file_of(LETTER, blocks, edit)))


def line(document: Document, words: str) -> Line:
    return next(one for one in document.paragraphs if words in one.text)


def retype(words: str, instead: str) -> Edit:
    def edit(document: Document) -> None:
        found = line(document, words)
        found.text = found.text.replace(words, instead)

    return edit


def behind(words: str, text: str) -> Edit:
    def edit(document: Document) -> None:
        found = line(document, words)
        new = OxmlElement("w:p")
        found._p.addnext(new)
        Line(new, found._parent).add_run(text)

    return edit


def remove(words: str) -> Edit:
    def edit(document: Document) -> None:
        found = line(document, words)._p
        found.getparent().remove(found)

    return edit


@pytest.mark.parametrize("name", SAMPLES)
def test_an_unedited_file_changes_nothing_whatever_the_letter(name: str) -> None:
    letter, base = made(name)
    came = read_returned(file_of(letter, generated(base)))
    found = compare(base, generated(base), letter, frozenset({letter.addressee}), came)
    assert (found.edits, found.changed, found.refused) == ((), False, ())
    assert (came.made_from, came.made_on) == ("N-1/1/0", letter.dated)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_decides_or_binds_is_locked_in_every_letter(name: str) -> None:
    letter, base = made(name)
    words = {holds: "".join(block.text for block in base if block.holds is holds) for holds in Holds}
    assert "复议" in words[Holds.REMEDY]
    assert not any("复议" in block.text and "日内" in block.text for block in base if block.free)
    assert AGENCY.contact_phone in words[Holds.CONTACT]
    item = SAMPLES[name].items[0]
    assert item.description in words[Holds.DETERMINATION] + words[Holds.PROCESS] + words[Holds.REQUEST]
    said = [block.text for block in base if block.free]
    assert all(part in "".join(said) for part in item.reasons.split("\n")), "the reasons are what people edit"
    assert with_blocks(letter, generated(base)) == letter


def test_edited_reasons_are_proposed_and_nothing_is_refused() -> None:
    found = compared(retype("改过一次", "改过两次"))
    assert found.refused == ()
    assert found.changed
    assert revised(BASE, found.edits)[FREE - 1].text == "改过两次的理由，原来的理由已经核对。"
    assert [one.text for one in revised(BASE, found.edits) if one.added] == ["另起的一段，说明怎样核对。"]


def test_reasons_written_anew_take_the_place_of_the_old() -> None:
    found = compared(retype("改过一次的理由，原来的理由已经核对。", "PLAN 2025"))
    assert found.refused == ()
    assert revised(BASE, found.edits)[FREE - 1].text == "PLAN 2025"


def test_a_paragraph_put_behind_the_reasons_is_proposed_there() -> None:
    found = compared(behind("另起的一段", "第二个增加的段落。"))
    assert found.refused == ()
    assert [one.text for one in revised(BASE, found.edits) if one.added] == [
        "另起的一段，说明怎样核对。", "第二个增加的段落。",
    ]  # fmt: skip


def test_an_added_paragraph_may_go_again_but_reasons_may_not() -> None:
    found = compared(remove("另起的一段"))
    assert (found.refused, [one for one in revised(BASE, found.edits) if one.added]) == ((), [])
    (refused,) = compared(remove("改过一次")).refused
    assert (refused.holds, refused.block, after(refused.runs)) == (Holds.WORDS, FREE, "")
    assert "不能删去" in refused.todo


REMEDY = next(block.text for block in BASE if block.holds is Holds.REMEDY)
DECISION = next(block.text for block in BASE[FREE:] if block.holds is Holds.DETERMINATION)


@pytest.mark.parametrize(
    ("words", "instead", "holds"),
    [
        ("六十日", "三十日", Holds.REMEDY),
        ("根据", "依据另一条和", Holds.DETERMINATION),
        ("12号", "13号", Holds.NUMBER),
        (f"{LETTER.addressee}：", "王五：", Holds.ADDRESSEE),
        ("3月24日", "3月20日", Holds.DATE),
        ("联系电话", "热线电话", Holds.CONTACT),
        ("特此答复", "特此通知", Holds.FIXED),
    ],
)  # fmt: skip
def test_a_changed_locked_block_is_named_with_both_words(words: str, instead: str, holds: Holds) -> None:
    def edit(document: Document) -> None:
        found = [one for one in document.paragraphs if words in one.text][-1]
        found.text = found.text.replace(words, instead)
        retype("改过一次", "改过两次")(document)

    found = compared(edit)
    (refused,) = found.refused
    assert refused.holds is holds
    assert (words in before(refused.runs), instead in after(refused.runs)) == (True, True)
    assert found.changed, "what is free is proposed all the same"
    locked = [one.text for one in revised(BASE, found.edits) if not one.added and one.of != FREE]
    assert locked == [one.text for number, one in enumerate(BASE, 1) if number != FREE]


def test_the_head_and_a_second_remedy_are_refused() -> None:
    def edit(document: Document) -> None:
        document.sections[0].first_page_header.paragraphs[0].text = "别的机关"
        behind(REMEDY[:20], "如有意见，可以向本机关领导反映。")(document)

    found = compared(edit)
    assert {one.holds for one in found.refused} == {Holds.HEAD, Holds.REMEDY}
    assert not any("反映" in one.text for one in revised(BASE, found.edits))


def test_a_file_shows_the_addressee_as_its_reader_may_see_him() -> None:
    content = file_of(LETTER, VERSION, retype(f"{LETTER.addressee}：", "赵*："))
    names = frozenset({LETTER.addressee, "赵*"})
    assert compare(BASE, VERSION, LETTER, names, read_returned(content)).refused == ()
    assert compare(BASE, VERSION, LETTER, frozenset(), read_returned(content)).refused


def track(document: Document) -> None:
    """改过一次 deleted and 改过三次 inserted, both tracked."""
    found = line(document, "改过一次")
    found.text = ""
    for tag, text_tag, words in (("w:del", "w:delText", "改过一次"), ("w:ins", "w:t", "改过三次")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = words
        run.append(text)
        change.append(run)
        found._p.append(change)
    found.add_run("的理由，原来的理由已经核对。")


def test_tracked_changes_are_read_as_accepted() -> None:
    found = compared(track)
    assert found.refused == ()
    assert revised(BASE, found.edits)[FREE - 1].text == "改过三次的理由，原来的理由已经核对。"
    assert read_returned(file_of(LETTER, VERSION, track)).tracked == 2


def comment(*marked: tuple[str, str, str]) -> Edit:
    """Comments (words of the paragraph, author, text) as Word keeps them."""

    def edit(document: Document) -> None:
        for words, author, text in marked:
            document.add_comment(line(document, words).runs, text=text, author=author)

    return edit


def test_a_comment_in_the_file_is_about_the_block_that_it_stands_at() -> None:
    last = next(n for n, one in reversed(list(enumerate(VERSION, 1))) if one.holds is Holds.CONTACT)
    edit = comment(
        (VERSION[last - 1].text, "", "电话核对过吗？"),
        ("改过一次", "周 某\n某", "第一句太短。\n请补充。"),
        (LETTER.title_lines[0], "吴某", "标题核对过。"),
        ("另起的一段", "吴某", "可以删去。"),
    )
    came = read_returned(file_of(LETTER, VERSION, edit))
    assert [(block, one.author, one.text) for block, one in remarked(VERSION, came)] == [
        (1, "吴某", "标题核对过。"),
        (FREE, "周 某 某", "第一句太短。\n请补充。"),
        (FREE + 1, "吴某", "可以删去。"),
        (last, "", "电话核对过吗？"),
    ]
    assert compare(BASE, VERSION, LETTER, frozenset({LETTER.addressee}), came) == compared(None)


def test_a_comment_in_a_new_paragraph_is_about_the_block_above_it() -> None:
    def edit(document: Document) -> None:
        behind("改过一次", "新写的一段，与别的都不同。")(document)
        comment(("新写的一段", "吴某", "这一段新加。"))(document)

    came = read_returned(file_of(LETTER, VERSION, edit))
    assert [block for block, _one in remarked(VERSION, came)] == [FREE]


@pytest.mark.parametrize(
    ("marked", "words"),
    [([("改过一次", "吴某", "长" * 2001)], "一条批注超过2000字"), ([("改过一次", "吴某", "短")] * 51, "批注超过50条")],
)
def test_more_or_longer_comments_than_a_letter_can_have_are_refused(
    marked: list[tuple[str, str, str]], words: str
) -> None:
    with pytest.raises(UnreadableLetter, match=words):
        read_returned(file_of(LETTER, VERSION, comment(*marked)))


def number_it(document: Document) -> None:
    properties = line(document, "改过一次")._p.get_or_add_pPr()
    properties.append(OxmlElement("w:numPr"))


def box(document: Document) -> None:
    line(document, "改过一次").add_run()._r.append(OxmlElement("w:txbxContent"))


@pytest.mark.parametrize(
    ("edit", "words"),
    [(lambda document: document.add_table(1, 2), "表格"), (number_it, "自动编号"), (box, "文本框")],
    ids=["table", "numbering", "box"],
)
def test_what_would_be_lost_in_silence_is_refused(edit: Edit, words: str) -> None:
    with pytest.raises(UnreadableLetter, match=words):
        compared(edit)


def zipped(**entries: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file_of(LETTER, VERSION))) as source, zipfile.ZipFile(packed, "w", 8) as target:
        for name in source.namelist():
            target.writestr(name, entries.get(name.rpartition("/")[2].removesuffix(".xml"), source.read(name)))
        for name, content in entries.items():
            if name.startswith("x"):
                target.writestr(f"{name}.bin", content)
    return packed.getvalue()


def without(pattern: bytes, instead: bytes = b"") -> bytes:
    """The file, its text's part XML but not what Word writes."""
    with zipfile.ZipFile(io.BytesIO(file_of(LETTER, VERSION))) as source:
        return zipped(document=re.sub(pattern, instead, source.read("word/document.xml"), flags=re.DOTALL))


def test_a_file_without_sections_is_read() -> None:
    came = read_returned(without(rb"<w:sectPr.*?</w:sectPr>"))
    assert came.lines == read_returned(file_of(LETTER, VERSION)).lines
    assert came.head == ()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><w>&a;</w>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "打不开"),
        (b"PK\x03\x04", "打不开"),
        (b"\xd0\xcf\x11\xe0old", "旧版Word"),
        (b"%PDF-1.7", "打不开"),
        (zipped(document=ENTITY), "外部实体"),
        (zipped(document=ENTITY.decode().encode("utf-16-le")), "外部实体"),
        (zipped(document=b"<w>"), "打不开"),
        (without(rb"<w:body>.*</w:body>"), "打不开"),
        (without(rb"w:document\b", b"w:other"), "打不开"),
        (without(rb'(<w:headerReference[^>]*r:id=")[^"]*', rb"\1rId99"), "打不开"),
        (without(rb"<w:sectPr[^>]*>", b'<w:sectPr><w:titlePg w:val="maybe"/>'), "打不开"),
        (zipped(x=bytes(21_000_000)), "展开后过大"),
        (zipped(**{f"x{n}": b"" for n in range(300)}), "展开后过大"),
    ],
    ids=[
        "empty",
        "cut",
        "doc",
        "pdf",
        "entity",
        "entity16",
        "broken",
        "body",
        "root",
        "header",
        "page",
        "bomb",
        "many",
    ],
)
def test_a_hostile_file_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableLetter, match=words):
        read_returned(content)


def test_a_damaged_file_is_read_or_refused_and_never_breaks() -> None:
    whole, chance = file_of(LETTER, VERSION), random.Random(7)
    outcomes = set()
    for _each in range(150):
        broken = bytearray(whole)
        for _flip in range(chance.randint(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            read_returned(bytes(broken[: chance.choice((len(broken), chance.randrange(len(broken))))]))
            outcomes.add("read")
        except UnreadableLetter:
            outcomes.add("refused")
    assert "refused" in outcomes


def test_the_day_of_the_file_is_taken_only_when_it_can_be() -> None:
    came = read_returned(file_of(LETTER, VERSION))
    first, day, today = date(2026, 3, 2), LETTER.dated, date(2026, 3, 30)
    assert letter_day(came, first, today) == day
    assert letter_day(came, date(2026, 3, 25), today) == today
    assert letter_day(came, first, date(2026, 3, 23)) == date(2026, 3, 23)


def test_edits_find_their_block_again_when_others_come_before_it() -> None:
    step = DraftBlock(Holds.PROCESS, "本机关于2026年3月5日书面征求第三方意见。")
    edits = (BlockEdit(FREE, "改过的理由"), BlockEdit(FREE - 1, None, ("说明",)))
    fitting, lost = rebased(BASE, edits, (BASE[0], step, *BASE[1:]))
    assert [one.block for one in fitting] == [FREE + 1, FREE]
    assert lost == ()
    changed = DraftBlock(Holds.WORDS, "完全不同的新理由。")
    fitting, lost = rebased(BASE, edits, (*BASE[: FREE - 1], changed, *BASE[FREE:]))
    assert ([one.block for one in fitting], [one.block for one in lost]) == ([FREE - 1], [FREE])
    assert all(one is not other for one, other in pairwise(fitting))
