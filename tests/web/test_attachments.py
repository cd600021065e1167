"""Files go with a letter from the desk to the requester: uploaded, refused with what was typed, merged on demand."""

from datetime import date
from uuid import UUID

import httpx
from tests import builders as make
from tests.cases.test_enclose import COUNT, PLAN
from tests.web.journeys import DAY
from tests.web.pages import Page
from tests.web.staff import Desk, Desks

from ysq.cases.desk import open_case
from ysq.domain import commands as c
from ysq.domain.terms import Role
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
