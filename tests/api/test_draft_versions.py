"""Versions of a draft letter at the JSON face: saved, compared, refused when they rest on an older one, and issued."""

import base64
import io
from uuid import UUID

import docx
import pytest
from docx.oxml import OxmlElement
from tests import builders as make
from tests.api.conftest import Office, Staff
from tests.api.test_draft_file import DRAFT, ON
from tests.cases.test_letters import words
from tests.web.journeys import DAY

from ysq.cases import open_case
from ysq.domain import commands as c
from ysq.domain.terms import Role
from ysq.letters.differences import Change, Run, after, before

BETTER = "方案在论证中，参加人的意见彼此不同，公开会影响论证。"
REASONS = DRAFT["reasons"]


@pytest.fixture
async def drafted(office: Office) -> UUID:
    """A case with a proposed refusal; its version is 3."""
    case_id = await office.case()
    await make.give(office.ground, case_id, [c.RegisterRequest(DAY)])
    answer = await (await office.sign_in("clerk")).post(f"/cases/{case_id}/draft-determination", DRAFT, 2)
    assert answer.status_code == 200, answer.text
    return case_id


async def free(staff: Staff, case_id: UUID) -> int:
    """The number of the block with the reasons."""
    book = (await staff.get(f"/cases/{case_id}/letters/draft/versions")).json()
    return next(n for n, one in enumerate(book["base"], 1) if one["text"] == REASONS)


def revision(block: int, text: str, rests_on: int = 0) -> dict[str, object]:
    return {"on": ON, "items": [1], "rests_on": rests_on, "edits": [{"block": block, "text": text}]}


async def test_versions_are_saved_listed_and_compared_word_by_word(office: Office, drafted: UUID) -> None:
    clerk, path = await office.sign_in("clerk"), f"/cases/{drafted}/letters/draft"
    block = await free(clerk, drafted)
    assert (await clerk.post(f"/cases/{drafted}/revise-draft", revision(block, BETTER), 3)).status_code == 200
    more = revision(block, BETTER, 1) | {"edits": [{"block": block, "text": BETTER, "after": ["另行告知。"]}]}
    assert (await clerk.post(f"/cases/{drafted}/revise-draft", more, 4)).status_code == 200
    book = (await clerk.get(f"{path}/versions")).json()
    assert (book["revision"], [one["revision"] for one in book["versions"]]) == (2, [0, 1, 2])
    assert book["versions"][1]["blocks"][block - 1]["text"] == BETTER
    told = (await clerk.get(f"{path}/changes", earlier=0, later=1)).json()["paragraphs"]
    (changed,) = (one for one in told if any(run["change"] != "same" for run in one["runs"]))
    runs = [Run(Change(run["change"]), run["text"]) for run in changed["runs"]]
    assert (before(runs), after(runs)) == (REASONS, BETTER)
    added = (await clerk.get(f"{path}/changes", earlier=1)).json()["paragraphs"]
    assert [one["runs"] for one in added if one["old"] is None] == [[{"change": "added", "text": "另行告知。"}]]
    ahead = (await clerk.get(path)).json()
    assert (ahead["revision"], BETTER in str(ahead["ahead"]["letter"])) == (2, True)
    assert (await clerk.get(f"{path}/changes", earlier=9)).status_code == 404


async def test_a_version_on_an_older_one_and_a_locked_block_are_told_apart(office: Office, drafted: UUID) -> None:
    clerk, path = await office.sign_in("clerk"), f"/cases/{drafted}/revise-draft"
    block = await free(clerk, drafted)
    assert (await clerk.post(path, revision(block, BETTER), 3)).status_code == 200
    stale = await clerk.post(path, revision(block, "别的话。"), 3)
    assert (stale.status_code, stale.json()["code"], stale.json()["changed"][0]["type"]) == (
        412,
        "stale",
        "draft.revised",
    )
    older = await clerk.post(path, revision(block, "别的话。"), 4)
    assert (older.status_code, older.json()["code"]) == (412, "draft_moved")
    locked = await clerk.post(path, revision(1, "别的话。", 1), 4)
    assert (locked.status_code, locked.json()["code"]) == (409, "locked_block")
    assert locked.json()["todo"] == "登记有误的，请更正登记。"
    assert (await clerk.post(path, revision(block, "", 1), 4)).status_code == 400
    assert (await clerk.post(path, revision(block, "　", 1), 4)).json()["code"] == "missing"


async def test_what_no_font_has_is_told_when_the_version_is_saved(office: Office, drafted: UUID) -> None:
    clerk, path = await office.sign_in("clerk"), f"/cases/{drafted}/revise-draft"
    block = await free(clerk, drafted)
    for told, named in (("方案😀还在论证。", "“😀”（U+1F600"), ("𰀀地块的方案还在论证。", "“𰀀”（U+30000")):
        refused = await clerk.post(path, revision(block, told), 3)
        assert (refused.status_code, refused.json()["code"]) == (409, "letter_refused"), refused.text
        assert named in refused.text
    after = revision(block, BETTER) | {"edits": [{"block": block, "text": BETTER, "after": ["另行告知😀。"]}]}
    assert (await clerk.post(path, after, 3)).json()["code"] == "letter_refused"
    assert (await clerk.post(path, revision(block, "沿湖䶮家村㙍的方案还在论证。"), 3)).status_code == 200


async def test_a_file_goes_out_edited_and_comes_back_and_is_kept(office: Office, drafted: UUID) -> None:
    clerk, path = await office.sign_in("clerk"), f"/cases/{drafted}/letters/draft"
    document = docx.Document(io.BytesIO((await clerk.get(f"/cases/{drafted}/draft.docx")).content))
    line = next(one for one in document.paragraphs if one.text == REASONS)
    line.text = BETTER
    saved = io.BytesIO()
    document.save(saved)
    sent = {"on": ON, "items": [1], "revision": 0, "content": base64.b64encode(saved.getvalue()).decode()}
    answer = await clerk.post(f"/cases/{drafted}/receive-draft-file", sent, 3)
    assert answer.status_code == 200, answer.text
    file = answer.json()["events"][0]["file"]["id"]
    compared = (await clerk.get(f"{path}/files/{file}")).json()["comparison"]
    assert (compared["changed"], compared["refused"]) == (True, [])
    adopted = {"on": ON, "items": [1], "rests_on": 0, "edits": compared["edits"]}
    assert (await clerk.post(f"/cases/{drafted}/revise-draft", adopted, 4)).status_code == 200
    assert (await clerk.get(f"{path}/files/{file}/content")).content == saved.getvalue()
    assert (await clerk.get(f"{path}/files/{drafted}")).status_code == 404
    refused = await clerk.post(f"/cases/{drafted}/receive-draft-file", sent, 5)
    assert (refused.status_code, refused.json()["code"]) == (412, "draft_moved")
    broken = sent | {"revision": 1, "content": "TVo="}
    answer = await clerk.post(f"/cases/{drafted}/receive-draft-file", broken, 5)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_file")


async def test_comments_in_a_file_become_comments_on_the_blocks_and_tracked_changes_are_told(
    office: Office, drafted: UUID
) -> None:
    clerk, path = await office.sign_in("clerk"), f"/cases/{drafted}/letters/draft"
    block = await free(clerk, drafted)
    document = docx.Document(io.BytesIO((await clerk.get(f"/cases/{drafted}/draft.docx")).content))
    line = next(one for one in document.paragraphs if one.text == REASONS)
    document.add_comment(line.runs, text="理由太短，请补充。", author="吴某")
    inserted = OxmlElement("w:ins")
    line.runs[0]._r.addprevious(inserted)
    inserted.append(line.runs[0]._r)
    saved = io.BytesIO()
    document.save(saved)
    sent = {"on": ON, "items": [1], "revision": 0, "content": base64.b64encode(saved.getvalue()).decode()}
    answer = await clerk.post(f"/cases/{drafted}/receive-draft-file", sent, 3)
    assert answer.status_code == 200, answer.text
    received, commented = answer.json()["events"]
    assert (commented["type"], commented["block"], "吴某" in str(commented)) == ("draft.commented", block, False)
    book = (await clerk.get(f"{path}/versions")).json()
    assert [(one["block"], one["about"], one["text"], one["open"]) for one in book["comments"]] == [
        (block, REASONS, "（吴某在文件中批注）理由太短，请补充。", True)
    ]
    came = (await clerk.get(f"{path}/files/{received['file']['id']}")).json()
    assert (came["tracked"], came["comments"], came["comparison"]["changed"]) == (1, 1, False)
    again = await clerk.post(f"/cases/{drafted}/receive-draft-file", sent, 5)
    assert [one["type"] for one in again.json()["events"]] == ["draft.file_received"], "a comment is kept once"
    assert (await clerk.post(f"/cases/{drafted}/resolve-comment", {"on": ON, "comment": 1}, 6)).status_code == 200


async def test_the_issued_letter_says_what_the_approved_version_says(office: Office, drafted: UUID) -> None:
    clerk, head = await office.sign_in("clerk"), await office.sign_in("signer")
    block = await free(clerk, drafted)
    await clerk.post(f"/cases/{drafted}/revise-draft", revision(block, BETTER), 3)
    approved = await head.post(f"/cases/{drafted}/approve-determination", {"on": ON, "item": 1}, 4)
    assert approved.json()["events"][0]["revision"] == 1
    book = (await clerk.get(f"/cases/{drafted}/letters/draft/versions")).json()
    assert book["versions"][1]["approved"] == [1]
    issued = await clerk.post(f"/cases/{drafted}/issue-letter", {"on": ON, "items": [1]}, 5)
    assert issued.status_code == 200, issued.text
    dossier = await open_case(office.ground, make.actor(Role.CLERK), drafted)
    paper = "".join((await words(office.ground, dossier.case)).split())
    place = -1
    for one in book["versions"][1]["blocks"]:
        place = paper.find("".join(one["text"].split()), place + 1)
        assert place >= 0, one["text"]
    # Frozen: nothing more can be done to the draft, and its words stay what they are.
    late = await clerk.post(f"/cases/{drafted}/revise-draft", revision(block, "签发以后的话。", 1), 6)
    assert late.status_code == 409
    assert (await clerk.get(f"/cases/{drafted}/letters/draft/versions")).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("supervisor", 403), ("archivist", 403), ("system_admin", 404), ("other_clerk", 404)]
)
async def test_a_version_is_shown_to_nobody_outside_the_work(
    office: Office, drafted: UUID, role: str, status: int
) -> None:
    staff = await office.sign_in(role)
    for part in ("versions", "changes", f"files/{drafted}", f"files/{drafted}/content"):
        answer = await staff.get(f"/cases/{drafted}/letters/draft/{part}")
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), part


async def test_no_word_of_a_draft_is_in_the_log(office: Office, drafted: UUID) -> None:
    clerk = await office.sign_in("clerk")
    block = await free(clerk, drafted)
    await clerk.post(f"/cases/{drafted}/revise-draft", revision(block, BETTER), 3)
    said = {"on": ON, "items": [1], "revision": 1, "block": block, "text": "请写明年份。"}
    assert (await clerk.post(f"/cases/{drafted}/comment-on-draft", said, 4)).status_code == 200
    dossier = await open_case(office.ground, make.actor(Role.CLERK), drafted)
    log = b"".join(one.data for one in dossier.log).decode()
    assert not any(word in log for word in (BETTER[:6], "年份", REASONS[:6]))
    assert {row.kind for row in dossier.texts.values()} >= {"draft_version", "comment_on_draft", "draft_words"}
