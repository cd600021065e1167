"""附件: files supplied for what a draft lists, counted, frozen with the letter, and merged with it on demand."""

from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader, PdfWriter
from tests import builders as make
from tests.letters.letter_samples import every_letter, pages, stationery

from ysq.cases import Ground, handle, letter_bytes, look_up
from ysq.cases.desk import open_case
from ysq.cases.enclose import UnfitFile, merged_letter
from ysq.cases.issued import code_in
from ysq.cases.show import merged_bytes
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.case import Case
from ysq.domain.terms import Carrier, Role
from ysq.letters import pdf
from ysq.letters.merge import merged, page_count

DAY = date(2026, 3, 2)
PLAN = pdf(every_letter()["refusal"], stationery())
"""Any PDF does as a record that is supplied."""
COUNT = len(PdfReader(BytesIO(PLAN)).pages)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
LISTED = (c.SuppliedRecord("安置方案", COUNT), c.SuppliedRecord("现场照片", 1))
DRAFT = c.DraftDetermination(DAY, 1, "disclosed", attachments=LISTED)


def supply(name: str = "安置方案", content: bytes = PLAN) -> c.SupplyRecord:
    return c.SupplyRecord(DAY, 1, name, content)


async def drafted(ground: Ground) -> UUID:
    case_id = await make.received(ground, DAY, "沿湖村七组的征地补偿安置方案")
    review = c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以公开")
    await make.give(ground, case_id, [c.RegisterRequest(DAY), review, DRAFT])
    return case_id


async def issued(ground: Ground, *supplies: c.SupplyRecord) -> Case:
    answer = [c.ApproveDetermination(DAY, 1), c.IssueLetter(DAY, (1,))]
    case = await make.give(ground, await drafted(ground), [*supplies, *answer])
    return await make.give(ground, case.case_id, [c.RecordPosting(DAY, case.letters[0].letter_id, Carrier.POST)])


def locked() -> bytes:
    """A PDF that asks for a password."""
    out, writer = BytesIO(), PdfWriter(BytesIO(PLAN))
    writer.encrypt("password", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


async def test_the_letter_and_its_pdf_attachments_come_as_one_file_and_the_rest_is_named(ground: Ground) -> None:
    case = await issued(ground, supply(), supply("现场照片", PICTURE))
    (letter,) = case.letters
    code = ground.vault.access_code(case.received.submission_id)
    (seen,) = (await look_up(ground, case.received.request_no, code, DAY)).letters
    assert (seen.enclosed.mergeable, seen.enclosed.separate) == (1, ("现场照片.png",))
    name, whole = await merged_bytes(ground, case.received.request_no, code, letter.letter_id)
    alone = await ground.files.get(letter.file.id)
    assert name == f"{letter.letter_no}（含附件）.pdf"
    assert [page.text for page in pages(whole)] == [page.text for page in (*pages(alone), *pages(PLAN))]


async def test_the_issued_letter_itself_is_not_touched_and_the_copy_claims_no_code(ground: Ground) -> None:
    case = await issued(ground, supply())
    (letter,) = case.letters
    code = ground.vault.access_code(case.received.submission_id)
    before = await ground.files.get(letter.file.id)
    _name, whole = await merged_bytes(ground, case.received.request_no, code, letter.letter_id)
    assert await letter_bytes(ground, case.received.request_no, code, letter.letter_id) == (
        f"{letter.letter_no}.pdf", before
    )  # fmt: skip
    assert code_in(before) == letter.letter_id
    assert code_in(whole) is None


def test_the_same_files_give_the_same_bytes_and_others_give_others() -> None:
    other = pdf(every_letter()["no_record"], stationery())
    assert merged(other, [PLAN]) == merged(other, [PLAN])
    assert merged(other, [PLAN]) != merged(other, [PLAN, PLAN])
    first, second = (PdfReader(BytesIO(merged(other, files))).trailer["/ID"] for files in ([PLAN], [PLAN, PLAN]))
    assert first != second


async def test_a_file_of_another_length_than_the_draft_says_is_refused(ground: Ground) -> None:
    case_id = await drafted(ground)
    twice = merged(PLAN, [PLAN])
    with pytest.raises(UnfitFile, match=f"“安置方案”在拟办意见中列为{COUNT}页，文件有{2 * COUNT}页"):
        await make.give(ground, case_id, [supply(content=twice)])


async def test_a_draft_changed_after_its_files_came_must_still_fit_them(ground: Ground) -> None:
    case_id = await drafted(ground)
    again = c.DraftDetermination(DAY, 1, "disclosed", attachments=(c.SuppliedRecord("安置方案", COUNT + 1),))
    await make.give(ground, case_id, [supply(), again, c.ApproveDetermination(DAY, 1)])
    with pytest.raises(UnfitFile, match=f"列为{COUNT + 1}页，文件有{COUNT}页"):
        await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (supply("别的文件"), "没有列明“别的文件”，列明的有：“安置方案”、“现场照片”"),
        (supply(content=b"MZ" + b"\x00" * 40), "只能提供PDF、DOCX、PNG、JPEG文件"),
        (supply(content=b"%PDF-1.7 broken"), "打不开"),
        (supply(content=locked()), "打不开，可能已损坏或者设有密码"),
        (c.SupplyRecord(DAY, 2, "安置方案", PLAN), "没有第2项"),
    ],
)
async def test_what_isnt_listed_or_cant_be_opened_is_refused_and_leaves_nothing(
    ground: Ground, command: c.SupplyRecord, said: str
) -> None:
    case_id = await drafted(ground)
    with pytest.raises(x.Refusal) as refused:
        await make.give(ground, case_id, [command])
    assert said in str(refused.value)
    assert (await open_case(ground, make.actor(Role.CLERK), case_id)).files == {}


async def test_a_second_file_of_a_name_takes_the_first_ones_place(ground: Ground) -> None:
    other = pdf(every_letter()["no_record"], stationery())
    case_id = await drafted(ground)
    one_page = c.DraftDetermination(DAY, 1, "disclosed", attachments=(c.SuppliedRecord("安置方案", page_count(other)),))
    case = await make.give(
        ground, case_id,
        [supply(), one_page, supply(content=other), c.ApproveDetermination(DAY, 1), c.IssueLetter(DAY, (1,))],
    )  # fmt: skip
    (letter,) = case.letters
    assert [await ground.files.get(ref.id) for ref in letter.enclosed] == [other]


async def test_a_letter_without_pdf_attachments_has_nothing_to_merge(ground: Ground) -> None:
    case = await issued(ground, supply("现场照片", PICTURE))
    dossier = await open_case(ground, make.actor(Role.CLERK), case.case_id)
    with pytest.raises(x.NotFound, match="没有可以合并的附件"):
        await merged_letter(ground, dossier, case.letters[0])


async def test_who_may_not_supply_a_file_leaves_none_in_the_store(ground: Ground) -> None:
    case_id = await drafted(ground)
    with pytest.raises(x.NotAllowed):
        await handle(ground, case_id, supply(), make.actor(Role.ARCHIVIST), make.noon(DAY))
    assert (await open_case(ground, make.actor(Role.CLERK), case_id)).files == {}
