"""拟稿 as its page shows it: a row for each generated block, and what was typed into the rows."""

from uuid import UUID

import msgspec

from ysq.cases.draft_book import DraftBook
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.drafts import HOW_CHANGED, BlockEdit, DraftBlock, revised
from ysq.web.forms import Fault, Fields, printable, read_day
from ysq.web.words import DeskWords


class Row(msgspec.Struct, frozen=True):
    """A generated block in the form: `number` as the newest version counts it, `block` as it is generated.

    `text` and `after` are what stands in its fields; `todo` how else a locked block is changed.
    """

    block: int
    number: int
    base: DraftBlock
    text: str
    after: str
    todo: str


def rows_of(book: DraftBook, typed: Fields | None) -> tuple[Row, ...]:
    """The form's rows: as the newest version has them, or as they were typed."""
    edits = {edit.block: edit for edit in book.edits}
    places = {one.of: at for at, one in enumerate(revised(book.base, book.edits), 1) if not one.added}
    rows = []
    for number, block in enumerate(book.base, 1):
        edit = edits.get(number, BlockEdit(number))
        text, after = edit.text or block.text, "\n".join(edit.after)
        if typed is not None:
            text, after = typed.get(f"text-{number}"), typed.get(f"after-{number}")
        todo = HOW_CHANGED.get(block.holds, "").lstrip("，")
        rows.append(Row(number, places[number], block, text, after, todo))
    return tuple(rows)


def carried(edits: tuple[BlockEdit, ...]) -> tuple[tuple[str, str], ...]:
    """Edits as the form's fields, to be sent as they are."""
    texts = ((f"text-{edit.block}", edit.text) for edit in edits if edit.text is not None)
    return (*texts, *((f"after-{edit.block}", "\n".join(edit.after)) for edit in edits if edit.after))


def read_revision(book: DraftBook, typed: Fields, words: DeskWords) -> tuple[c.ReviseDraft | None, tuple[Fault, ...]]:
    """The version that was typed, or what is wrong with which field."""
    faults: list[Fault] = []
    edits: list[BlockEdit] = []
    on = read_day(typed.line("on"))
    if on is None:
        faults.append(Fault("on", words.faults["day"].format(label="修改日期")))
    for number, block in enumerate(book.base, 1):
        said, behind = typed.get(f"text-{number}"), _lines(typed.get(f"after-{number}"))
        for name, words_typed in ((f"text-{number}", said), (f"after-{number}", "".join(behind))):
            if not printable(words_typed):
                faults.append(Fault(name, words.faults["unprintable"].format(label=f"第{number}段")))
        first, *more = _lines(said) or [""]
        if block.free and f"text-{number}" in dict(typed) and not first:
            faults.append(Fault(f"text-{number}", words.faults["emptied"].format(number=number)))
        text = first if block.free and first and first != block.text else None
        if text is not None or more or behind:
            edits.append(BlockEdit(number, text, (*more, *behind)))
    rests_on = typed.line("rests_on")
    seen = int(rests_on) if rests_on.isascii() and rests_on.isdigit() and len(rests_on) < 6 else 0
    if on is None or faults:
        return None, tuple(faults)
    try:
        made = c.ReviseDraft(on, book.items, seen, tuple(edits))
        return msgspec.convert(msgspec.to_builtins(made), c.ReviseDraft), ()
    except msgspec.ValidationError:
        return None, (Fault("", words.faults["broken"]),)


def place_of(event: e.CaseEvent, case_id: UUID, noun: str) -> str:
    """Where a command at the desk leads: to the draft that it was about, else to the case."""
    match event:
        case e.DraftRevised(items=items) | e.DraftCommented(items=items):
            return f"/desk/cases/{case_id}/revise-draft?item={items[0]}&done={noun}"
        case e.DraftFileReceived(items=items, file=file):
            return f"/desk/cases/{case_id}/revise-draft?item={items[0]}&file={file.id}&done={noun}#returned"
        case e.CommentResolved():
            return f"/desk/cases/{case_id}/revise-draft?done={noun}"
        case _:
            return f"/desk/cases/{case_id}?done={noun}"


def _lines(text: str) -> list[str]:
    """A line is a paragraph."""
    return [line.strip() for line in text.split("\n") if line.strip()]
