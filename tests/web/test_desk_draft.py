"""The draft at the desk: edited block by block, compared, commented on, sent out and taken back, and never overwritten."""

from uuid import UUID

import httpx
from tests import builders as make
from tests.cases.test_letters import words
from tests.web.journeys import DAY
from tests.web.pages import Page
from tests.web.staff import Desk, Desks

from ysq.cases import open_case
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.terms import Role

REASONS = "该记录形成于尚未定稿的方案论证阶段，公开会妨碍后续论证。"
INDIVISIBLE = "全文均为讨论中的意见，没有可以单独提供的内容。"
BETTER = "该记录形成于方案尚未定稿的论证阶段，参加人的意见彼此不同，公开会影响后续论证。"


async def drafted(desks: Desks, *more: c.CaseCommand) -> UUID:
    """A case whose refusal the clerk at the desk has drafted."""
    case_id, clerk = await desks.case(DAY, "沿湖村七组的讨论记录"), await desks.sit("clerk")
    await make.give(desks.ground, case_id, [c.RegisterRequest(DAY)])
    said = {"reasons": REASONS, "indivisible": INDIVISIBLE, "aspect": "discussion"}
    await clerk.given(case_id, "draft-determination", item="1", outcome="deliberative", **said)
    if more:
        await make.give(desks.ground, case_id, more)
    return case_id


def draft_of(case_id: UUID) -> str:
    return f"/desk/cases/{case_id}/revise-draft"


def form(response: httpx.Response, button: str) -> dict[str, str]:
    """The fields of the form with this button."""
    forms = (part.partition("</form>")[0] for part in response.text.split("<form")[1:])
    part = next(one for one in forms if button in one)
    return Page(httpx.Response(200, text=f"<form{part}</form>")).form()


async def send(desk: Desk, case_id: UUID, **typed: str) -> httpx.Response:
    opened = await desk.get(draft_of(case_id))
    assert opened.status_code == 200, opened.text
    return await desk.client.post(draft_of(case_id), data=form(opened, "保存为新的一稿") | typed)


async def case_of(desks: Desks, case_id: UUID) -> Case:
    return (await open_case(desks.ground, make.actor(Role.CLERK), case_id)).case


def free(response: httpx.Response) -> str:
    """The field of the first block that may be edited."""
    return next(name for name, text in form(response, "保存为新的一稿").items() if text.strip() == REASONS)


async def test_an_edited_block_is_a_version_and_the_letter_is_issued_in_its_words(desks: Desks) -> None:
    case_id, clerk, head = await drafted(desks), await desks.sit("clerk"), await desks.sit("office_head")
    field = free(await clerk.get(draft_of(case_id)))
    saved = await send(clerk, case_id, **{field: BETTER, field.replace("text", "after"): "论证结束后可以另行申请。"})
    assert saved.status_code == 303, saved.text
    page = await clerk.see(draft_of(case_id))
    assert "现在是<strong>第1稿</strong>" in page
    assert "<del>" in page
    assert '<ins><span class="hidden">〔增加：</span>论证结束后可以另行申请。' in page
    await head.given(case_id, "approve-determination", item="1")
    await clerk.given(case_id, "issue-letter", **{"items-1": "yes"})
    case = await case_of(desks, case_id)
    approved, issued = case.happened[-2:]
    assert isinstance(approved, e.DeterminationApproved)
    assert isinstance(issued, e.LetterIssued)
    assert (approved.revision, issued.revision) == (1, 1)
    told = await words(desks.ground, case)
    assert BETTER in told
    assert "论证结束后可以另行申请。" in told
    assert REASONS not in told
