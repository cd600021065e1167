"""Files go with a letter from the desk to the requester: uploaded, refused with what was typed, merged on demand."""

from datetime import date
from urllib.parse import unquote
from uuid import UUID

import httpx
from tests import builders as make
from tests.cases.test_enclose import COUNT, PICTURE, PLAN
from tests.web.journeys import DAY
from tests.web.pages import Page
from tests.web.staff import Desk, Desks
from tests.web.test_follow import enter

from ysq.cases.desk import open_case
from ysq.domain import commands as c
from ysq.domain.terms import Carrier, Role
from ysq.web.forms import BODY_BYTES

NAME = "安置方案"


async def drafted(desks: Desks, on: date = DAY) -> UUID:
    case_id = await desks.case(on, "沿湖村七组的征地补偿安置方案")
    review = c.RecordSecrecyReview(on, 1, releasable=True, opinion="可以公开")
    draft = c.DraftDetermination(on, 1, "disclosed", attachments=(c.SuppliedRecord(NAME, COUNT),))
    await make.give(desks.ground, case_id, [c.RegisterRequest(on), review, draft])
    return case_id


async def upload(clerk: Desk, case_id: UUID, content: bytes) -> httpx.Response:
    """The form as a browser sends it with a file."""
    path = f"/desk/cases/{case_id}/supply-record"
    opened = await clerk.get(path)
    assert 'enctype="multipart/form-data"' in opened.text
    fields = {name: text for name, text in Page(opened).form().items() if name != "content"}
    files = {"content": ("方案.pdf", content, "application/pdf")}
    return await clerk.client.post(path, data=fields | {"item": "1", "name": NAME}, files=files)


async def test_a_file_goes_from_the_desk_with_the_letter_to_who_asked(desks: Desks) -> None:
    case_id, clerk = await drafted(desks), await desks.sit("clerk")
    sent = await upload(clerk, case_id, PLAN)
    assert sent.status_code == 303, sent.text
    case = await make.give(desks.ground, case_id, [c.ApproveDetermination(DAY, 1), c.IssueLetter(DAY, (1,))])
    page = await clerk.see(f"/desk/cases/{case_id}")
    link = f"/desk/cases/{case_id}/letters/{case.letters[0].letter_id}/merged"
    assert link in page
    whole = await clerk.get(link)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "application/pdf")
    number, code = case.received.request_no, desks.ground.vault.access_code(case.received.submission_id)
    api = f"/api/v1/requests/{number}/letters/{case.letters[0].letter_id}/merged"
    assert (await clerk.client.get(api, headers={"X-Access-Code": code})).status_code == 404, "it hasn't left"
    await make.give(desks.ground, case_id, [c.RecordPosting(DAY, case.letters[0].letter_id, Carrier.POST)])
    asked = await clerk.client.get(api, headers={"X-Access-Code": code})
    assert asked.content == whole.content
    assert (await clerk.client.get(api, headers={"X-Access-Code": "2222222222"})).status_code == 404


async def test_a_big_file_is_taken_and_one_of_wrong_length_is_refused_on_the_form(desks: Desks) -> None:
    case_id, clerk = await drafted(desks), await desks.sit("clerk")
    refused = await upload(clerk, case_id, b"%PDF-1.7" + b"0" * (2 * BODY_BYTES))
    assert refused.status_code == 409, "it was read, and is no PDF"
    assert "这个PDF文件打不开" in refused.text
    nothing = await upload(clerk, case_id, b"")
    assert (nothing.status_code, "请选择要上传的文件" in nothing.text) == (422, True)
    dossier = await open_case(desks.ground, make.actor(Role.CLERK), case_id)
    assert dossier.files == {}


async def test_every_file_of_a_sent_letter_can_be_downloaded_by_who_asked_and_by_nobody_else(desks: Desks) -> None:
    case_id = await desks.case(DAY, "沿湖村七组的征地补偿安置方案")
    review = c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以公开")
    draft = c.DraftDetermination(
        DAY, 1, "disclosed", attachments=(c.SuppliedRecord(NAME, COUNT), c.SuppliedRecord("现场照片", 1))
    )
    files = [c.SupplyRecord(DAY, 1, NAME, PLAN), c.SupplyRecord(DAY, 1, "现场照片", PICTURE)]
    answer = [c.ApproveDetermination(DAY, 1), c.IssueLetter(DAY, (1,))]
    case = await make.give(desks.ground, case_id, [c.RegisterRequest(DAY), review, draft, *files, *answer])
    (letter,) = case.letters
    number, code = case.received.request_no, desks.ground.vault.access_code(case.received.submission_id)
    visitor = (await desks.stranger()).client
    await enter(visitor, number, code)
    plan, picture = (f"/follow/letters/{letter.letter_id}/attachments/{one.id}" for one in letter.enclosed)
    page = (await visitor.get("/follow/case")).text
    assert ("附件（2份）" in page, "现场照片.png" in page, plan in page) == (True, True, False)
    assert (await visitor.get(plan)).status_code == 404, "it hasn't left"
    await make.give(desks.ground, case_id, [c.RecordPosting(DAY, letter.letter_id, Carrier.POST)])
    page = (await visitor.get("/follow/case")).text
    assert f'<a href="{picture}">现场照片.png</a><span class="hint">（PNG图片，1 KB）</span>' in page
    for path, content, kind, name in (
        (plan, PLAN, "application/pdf", f"{NAME}.pdf"), (picture, PICTURE, "image/png", "现场照片.png"),
    ):  # fmt: skip
        got = await visitor.get(path)
        assert (got.content, got.headers["content-type"], got.headers["x-content-type-options"]) == (
            content, kind, "nosniff"
        )  # fmt: skip
        disposition = got.headers["content-disposition"]
        assert disposition.startswith("attachment; ")
        assert unquote(disposition).endswith(f"''{name}")
    base = f"/api/v1/requests/{number}"
    told = (await visitor.get(base, headers={"X-Access-Code": code})).json()["letters"][-1]["attachments"]
    assert [(one["name"], one["media_type"], one["size"]) for one in told] == [
        (f"{NAME}.pdf", "application/pdf", len(PLAN)), ("现场照片.png", "image/png", len(PICTURE)),
    ]  # fmt: skip
    assert (await visitor.get(told[1]["href"], headers={"X-Access-Code": code})).content == PICTURE
    assert (await visitor.get(told[1]["href"], headers={"X-Access-Code": "2222222222"})).status_code == 404
    assert (await visitor.get(f"{base}/letters/{letter.letter_id}/attachments/{letter.file.id}",
                              headers={"X-Access-Code": code})).status_code == 404, "no attachment of it"  # fmt: skip
    other = (await desks.stranger()).client
    assert "查询码" in (await other.get(picture)).text
    dossier = await open_case(desks.ground, make.actor(Role.CLERK), await desks.case(DAY, "别的申请"))
    received = dossier.case.received
    await enter(other, received.request_no, desks.ground.vault.access_code(received.submission_id))
    assert (await other.get(picture)).status_code == 404
