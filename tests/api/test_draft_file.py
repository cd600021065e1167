"""The proposed letter over HTTP as DOCX: for the staff of the agency, unnumbered, with names as they may be seen."""

import io
from uuid import UUID

import docx
import pytest
from tests import builders as make
from tests.api.conftest import Office
from tests.web.journeys import DAY

from ysq.domain import commands as c

ON = DAY.isoformat()
DRAFT = {
    "on": ON,
    "item": 1,
    "outcome": "deliberative",
    "reasons": "方案尚未定稿，公开会妨碍论证。",
    "aspect": "discussion",
    "indivisible": "全文均为讨论中的意见，没有可以单独提供的内容。",
}


@pytest.fixture
async def drafted(office: Office) -> UUID:
    """A case with a proposed refusal."""
    case_id = await office.case()
    await make.give(office.ground, case_id, [c.RegisterRequest(DAY)])
    clerk = await office.sign_in("clerk")
    answer = await clerk.post(f"/cases/{case_id}/draft-determination", DRAFT, 2)
    assert answer.status_code == 200, answer.text
    return case_id


async def test_the_draft_comes_as_a_file_of_words_without_a_number(office: Office, drafted: UUID) -> None:
    answer = await (await office.sign_in("clerk")).get(f"/cases/{drafted}/draft.docx")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert 'filename="letter.docx"' in answer.headers["content-disposition"]
    told = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "（待编号）" in told
    assert DRAFT["reasons"] in told


@pytest.mark.parametrize(("role", "status"), [("supervisor", 403), ("system_admin", 404), ("other_clerk", 404)])
async def test_a_draft_is_shown_to_nobody_outside_the_agency(
    office: Office, drafted: UUID, role: str, status: int
) -> None:
    answer = await (await office.sign_in(role)).get(f"/cases/{drafted}/draft.docx")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


async def test_a_case_without_a_proposal_has_no_draft(office: Office) -> None:
    answer = await (await office.sign_in("clerk")).get(f"/cases/{await office.case()}/draft.docx")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
