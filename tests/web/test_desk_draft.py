"""The draft at the desk: edited block by block, compared, commented on, sent out and taken back, and never overwritten."""

import io
from pathlib import Path
from uuid import UUID

import docx
import httpx
import pytest
from tests import builders as make
from tests.cases.test_letters import words
from tests.web.journeys import DAY
from tests.web.pages import Page
from tests.web.staff import Desk, Desks

from ysq.archive import write_package
from ysq.archive.verify import verify
from ysq.cases import open_case
from ysq.cases.drafting import worked_on
from ysq.cases.export import case_file
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.drafts import BlockEdit
from ysq.domain.letters import WithheldAspect
from ysq.domain.people import Identity
from ysq.domain.terms import ConsulteeKind, Reply, RequesterKind, Role

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


async def test_a_version_that_rests_on_an_older_one_is_refused_and_what_was_typed_stays(desks: Desks) -> None:
    case_id, clerk, legal = await drafted(desks), await desks.sit("clerk"), await desks.sit("legal")
    opened = await clerk.get(draft_of(case_id))
    field = free(opened)
    assert (await send(legal, case_id, **{field: "该记录形成于论证阶段，公开会妨碍论证。"})).status_code == 303
    late = await clerk.client.post(draft_of(case_id), data=form(opened, "保存为新的一稿") | {field: BETTER})
    assert late.status_code == 412
    assert "没有保存：这个办件刚刚被别人更新" in late.text
    assert "修改拟稿（" in late.text
    assert form(late, "保存为新的一稿")[field] == BETTER
    assert form(late, "保存为新的一稿")["rests_on"] == "1", "once more, after having looked, it rests on the newest"
    assert len((await case_of(desks, case_id)).revisions) == 1


async def test_locked_blocks_have_no_field_and_say_how_they_are_changed(desks: Desks) -> None:
    case_id, clerk = await drafted(desks), await desks.sit("clerk")
    opened = await clerk.get(draft_of(case_id))
    fields = form(opened, "保存为新的一稿")
    assert [name for name in fields if name.startswith("text-")] == [free(opened), *[
        name for name, text in fields.items() if INDIVISIBLE.rstrip("。") in text
    ]]  # fmt: skip
    assert "要改变决定或者条款的，请重新拟办" in opened.text
    assert "救济途径随决定和本机关的设置生成" in opened.text
    forged = await send(clerk, case_id, **{"text-1": "本机关从未收到申请。", "after-1": "另加一段。"})
    assert forged.status_code == 409
    assert "没有保存：第1段（收到申请的日期和申请内容）后面不能增加文字" in forged.text


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [(" ", 422, "改成了空白，不能删去"), (REASONS, 409, "没有任何改动"), ("甲\x07", 422, "无法显示")],
    ids=["blank", "same", "control"],
)
async def test_an_edit_that_is_none_is_told_at_the_page(desks: Desks, text: str, status: int, words: str) -> None:
    case_id, clerk = await drafted(desks), await desks.sit("clerk")
    refused = await send(clerk, case_id, **{free(await clerk.get(draft_of(case_id))): text})
    assert (refused.status_code, words in refused.text) == (status, True)
    assert not (await case_of(desks, case_id)).revisions


async def test_lines_of_a_field_are_paragraphs_of_the_letter(desks: Desks) -> None:
    case_id, clerk = await drafted(desks), await desks.sit("clerk")
    field = free(await clerk.get(draft_of(case_id)))
    await send(clerk, case_id, **{field: f"{BETTER}\n论证结束后可以另行申请。"})
    page = await clerk.see(draft_of(case_id))
    assert f'class="paper-text">{BETTER}</p>' in page
    assert 'class="paper-text">论证结束后可以另行申请。</p>' in page


async def test_an_edit_after_the_approval_needs_a_new_one(desks: Desks) -> None:
    case_id, clerk, head = await drafted(desks), await desks.sit("clerk"), await desks.sit("office_head")
    await head.given(case_id, "approve-determination", item="1")
    field = free(await head.get(draft_of(case_id)))
    assert "第1项已经审批" in await head.see(draft_of(case_id))
    assert (await send(head, case_id, **{field: BETTER})).status_code == 303
    assert (await clerk.get(f"/desk/cases/{case_id}/issue-letter")).status_code == 409
    page = await head.see(f"/desk/cases/{case_id}/approve-determination")
    assert "文书拟稿（第1稿）" in page
    assert BETTER in page
    await head.given(case_id, "approve-determination", item="1")
    assert (await clerk.get(f"/desk/cases/{case_id}/issue-letter")).status_code == 200


async def test_the_checks_run_over_the_edited_words_and_stop_the_letter(desks: Desks) -> None:
    case_id, clerk, head = await drafted(desks), await desks.sit("clerk"), await desks.sit("office_head")
    field = free(await clerk.get(draft_of(case_id)))
    saved = await send(clerk, case_id, **{field: "该记录涉及××单位，【待补充】。"})
    assert saved.status_code == 303
    page = await clerk.see(draft_of(case_id))
    assert "文书检查" in page.partition("逐段修改")[0], "the findings stand above the long draft"
    page = await head.see(f"/desk/cases/{case_id}/approve-determination")
    assert "有错误的文书不能签发" in page
    await head.given(case_id, "approve-determination", item="1")
    assert (await clerk.give(case_id, "issue-letter", **{"items-1": "yes"})).status_code == 409


async def test_comments_are_told_before_the_approval_and_resolved_by_the_drafter(desks: Desks) -> None:
    case_id, clerk, legal, head = await drafted(desks), *[await desks.sit(n) for n in ("clerk", "legal", "signer")]
    opened = await legal.get(draft_of(case_id))
    block = free(opened).removeprefix("text-")
    said = await legal.client.post(
        f"/desk/cases/{case_id}/comment-on-draft",
        data=form(opened, "保存批注") | {"block": block, "text": "请写明论证到哪一步。"},
    )
    assert said.status_code == 303, said.text
    assert "处理了" not in await legal.see(draft_of(case_id)), "only who drafted resolves"
    assert "还有1条批注没有处理" in await head.see(f"/desk/cases/{case_id}/approve-determination")
    page = await clerk.get(draft_of(case_id))
    assert f"<blockquote>{REASONS}</blockquote>" in page.text
    done = await clerk.client.post(f"/desk/cases/{case_id}/resolve-comment", data=form(page, "处理了"))
    assert done.status_code == 303, done.text
    assert "已经处理" in await clerk.see(done.headers["location"])
    assert "条批注没有处理" not in await head.see(f"/desk/cases/{case_id}/approve-determination")


def edited(content: bytes, *changes: tuple[str, str]) -> bytes:
    """The file with these words replaced, as Word would save it."""
    document, saved = docx.Document(io.BytesIO(content)), io.BytesIO()
    for words_, instead in changes:
        found = next(one for one in document.paragraphs if words_ in one.text)
        found.text = found.text.replace(words_, instead)
    document.save(saved)
    return saved.getvalue()


def commented(content: bytes, about: str, text: str) -> bytes:
    document, saved = docx.Document(io.BytesIO(content)), io.BytesIO()
    found = next(one for one in document.paragraphs if about in one.text)
    document.add_comment(found.runs, text=text, author="吴某")
    document.save(saved)
    return saved.getvalue()


async def upload(desk: Desk, case_id: UUID, content: bytes) -> httpx.Response:
    opened = await desk.get(draft_of(case_id))
    typed = {name: text for name, text in form(opened, "上传并对比").items() if name != "content"}
    path = f"/desk/cases/{case_id}/receive-draft-file"
    return await desk.client.post(path, data=typed, files={"content": ("张三的稿.docx", content)})


async def test_an_edited_file_comes_back_and_only_its_free_words_are_taken(desks: Desks, tmp_path: Path) -> None:
    case_id, clerk, head = await drafted(desks), await desks.sit("clerk"), await desks.sit("office_head")
    original = (await clerk.get(f"/desk/cases/{case_id}/draft.docx?item=1")).content
    content = edited(commented(original, REASONS, "原文太短。"), (REASONS, BETTER), ("六十日", "三十日"))
    sent = await upload(clerk, case_id, content)
    assert sent.status_code == 303, sent.text
    place = sent.headers["location"].partition("#")[0]
    page = await clerk.see(place)
    assert "下面1处不采用" in page
    assert ("文件里有1条批注" in page, "（吴某在文件中批注）原文太短。" in page) == (True, True)
    assert '<del><span class="hidden">〔删去：</span>六<span class="hidden">〕</span></del>' in page
    assert "救济途径随决定和本机关的设置生成" in page.partition("下面1处不采用")[2]
    seen = await clerk.get(place)
    adopted = await clerk.client.post(draft_of(case_id), data=form(seen, "采用为新的一稿"))
    assert adopted.status_code == 303, adopted.text
    file = (await case_of(desks, case_id)).returned_files[0].file.id
    kept = await clerk.get(f"/desk/cases/{case_id}/drafts/{file}")
    assert kept.content == content
    assert "张三" not in kept.headers["content-disposition"]
    await head.given(case_id, "approve-determination", item="1")
    await clerk.given(case_id, "issue-letter", **{"items-1": "yes"})
    told = await words(desks.ground, await case_of(desks, case_id))
    assert (BETTER in told, "六十日" in told, "三十日" in told) == (True, True, False)
    agency = await desks.ground.directory.by_id(desks.ground.pool, make.AGENCY)
    assert agency is not None
    package = write_package(tmp_path / "package", await case_file(desks.ground, agency, case_id, DAY))
    assert verify(package).ok, "versions and files are in the archive package, and each has its record"


async def test_a_file_made_from_an_older_version_or_none_is_refused(desks: Desks) -> None:
    case_id, clerk = await drafted(desks), await desks.sit("clerk")
    old = (await clerk.get(f"/desk/cases/{case_id}/draft.docx")).content
    await send(clerk, case_id, **{free(await clerk.get(draft_of(case_id))): BETTER})
    refused = await upload(clerk, case_id, edited(old, (REASONS, "改了旧稿。")))
    assert (refused.status_code, "不是由这份拟稿的最新一稿导出的" in refused.text) == (422, True)
    for content, said in ((b"MZ", "打不开"), (b"", "请选择要上传的"), (b"x" * 600_000, "超过500KB")):
        answer = await upload(clerk, case_id, content)
        assert (answer.status_code, said in answer.text) == (422, True), said
    assert not (await case_of(desks, case_id)).returned_files


async def test_a_name_of_a_file_is_not_its_readers_to_see(desks: Desks) -> None:
    case_id, legal = await drafted(desks), await desks.sit("legal")
    masked_file = (await legal.get(f"/desk/cases/{case_id}/draft.docx")).content
    sent = await upload(legal, case_id, edited(masked_file, (REASONS, BETTER)))
    page = await legal.see(sent.headers["location"].partition("#")[0])
    assert "处不采用" not in page
    assert "陶满仓" not in page


async def test_a_case_that_moved_on_says_that_its_version_must_be_looked_at(desks: Desks) -> None:
    case_id, clerk, head = await drafted(desks), await desks.sit("clerk"), await desks.sit("office_head")
    await send(clerk, case_id, **{free(await clerk.get(draft_of(case_id))): BETTER})
    await head.given(case_id, "approve-determination", item="1")
    # A third party is asked meanwhile: the letter must tell of it, and nobody has approved that.
    company = Identity(RequesterKind.BUSINESS, "江州市某某矿业有限公司", phone="0360-5550100")
    asked = c.Consult(DAY, "第三方甲", ConsulteeKind.THIRD_PARTY, company, "请提出意见。")
    heard = c.RecordConsultationAnswer(DAY, "第三方甲", Reply.REFUSED, "不同意。")
    await make.give(desks.ground, case_id, [asked, heard])
    refused = await clerk.give(case_id, "issue-letter", **{"items-1": "yes"})
    assert refused.status_code == 409
    assert "第1稿保存以后，由办件生成的文字变了" in refused.text
    page = await clerk.see(draft_of(case_id))
    assert "修改过的文字已经放回原来的段落" in page
    assert (await send(clerk, case_id)).status_code == 303
    await head.given(case_id, "approve-determination", item="1")
    # What was asked of a third party has nothing to do with this decision: the clerk says why it was.
    why = {"accepted-needless_consultation-reason": "先按可以公开征求，后认定为过程性信息。"}
    await clerk.given(case_id, "issue-letter", **{"items-1": "yes"}, **why)
    assert BETTER in await words(desks.ground, await case_of(desks, case_id))


async def test_a_third_party_named_in_edited_words_stops_the_letter(desks: Desks) -> None:
    name = "江州市某某矿业有限公司"
    company = Identity(RequesterKind.BUSINESS, name, phone="0360-5550100")
    asked = c.Consult(DAY, "第三方甲", ConsulteeKind.THIRD_PARTY, company, "请提出意见。")
    heard = c.RecordConsultationAnswer(DAY, "第三方甲", Reply.REFUSED, "不同意。")
    case_id = await drafted(desks, asked, heard)
    clerk, head = await desks.sit("clerk"), await desks.sit("office_head")
    await send(clerk, case_id, **{free(await clerk.get(draft_of(case_id))): f"{BETTER}{name}也不同意公开。"})
    await head.given(case_id, "approve-determination", item="1")
    refused = await clerk.give(case_id, "issue-letter", **{"items-1": "yes"})
    assert refused.status_code == 409
    assert "第三方" in refused.text.partition("文书检查")[2]


async def test_every_drafted_letter_of_a_case_is_listed_with_its_items_and_what_it_decides(desks: Desks) -> None:
    clerk = await desks.sit("clerk")
    case_id = await desks.case(DAY, "沿湖村七组的讨论记录", "沿湖村八组的讨论记录")
    refusal = [
        c.DraftDetermination(DAY, item, "deliberative", REASONS, WithheldAspect.DISCUSSION, indivisible=INDIVISIBLE)
        for item in (1, 2)
    ]
    await make.give(desks.ground, case_id, [c.RegisterRequest(DAY), *refusal])
    path, second = f"/desk/cases/{case_id}", f'<a href="/desk/cases/{case_id}/revise-draft?item=2">第2项：'
    page = await clerk.see(path)
    assert f'<a href="{path}/revise-draft?item=1">第1项：' in page, "what nobody edited is one letter"
    assert (second in page, "（2份）" in page) == (False, False)
    dossier = await open_case(desks.ground, make.actor(Role.CLERK), case_id)
    base = worked_on(desks.ground, dossier, (1,), DAY).base
    block = next(number for number, one in enumerate(base, 1) if one.text == REASONS)
    await make.give(desks.ground, case_id, [c.ReviseDraft(DAY, (1,), 0, (BlockEdit(block, BETTER),))])
    page = await clerk.see(path)
    assert ("拟稿（2份）" in page, second in page) == (True, True)
    name = desks.ground.book.outcomes.on(DAY)["deliberative"].name
    own = await clerk.see(f"{draft_of(case_id)}?item=2")
    assert f"<strong>第2项：{name}（本页）</strong>" in own
    assert (f'revise-draft?item=1">第1项：{name}</a>' in own, "第1稿" in own, second in own) == (True, True, False)
    for noun in ("approve-determination", "return-draft"):
        page = await (await desks.sit("office_head")).see(f"{path}/{noun}?item=2")
        assert ("这个办件有2份拟稿" in page, f"第2项：{name}（本页）" in page) == (True, True), noun


@pytest.mark.parametrize("noun", ["revise-draft", "comment-on-draft", "receive-draft-file"])
async def test_every_command_on_a_draft_leads_to_its_page(desks: Desks, noun: str) -> None:
    case_id, clerk = await drafted(desks), await desks.sit("clerk")
    assert f'href="/desk/cases/{case_id}/{noun}"' in await clerk.see(f"/desk/cases/{case_id}")
    page = await clerk.see(f"/desk/cases/{case_id}/{noun}")
    assert "逐段修改" in page
    assert "上传并对比" in page


async def test_a_version_typed_while_the_session_ended_is_carried_over(desks: Desks) -> None:
    case_id, clerk = await drafted(desks), await desks.sit("clerk")
    opened = await clerk.get(draft_of(case_id))
    typed = form(opened, "保存为新的一稿") | {free(opened): BETTER}
    stranger = await desks.stranger()
    await stranger.get("/desk/sign-in")
    kept = await stranger.client.post(draft_of(case_id), data=typed, headers={"sec-fetch-site": "same-origin"})
    assert kept.status_code == 401
    assert BETTER in kept.text
