"""登记回执 as an issued letter: numbered without gaps, frozen, for the requester, in the sheet, in the package."""

import asyncio
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
from pypdf import PdfReader
from tests import builders as make
from tests.api.conftest import Office, Staff
from tests.letters.letter_samples import squeezed
from tests.web.journeys import DAY, Clock

from ysq.archive import verify
from ysq.cases import replay
from ysq.db.submissions import find_submission
from ysq.domain import commands as c

ON = DAY.isoformat()


def read(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


async def registered(office: Office, *descriptions: str) -> UUID:
    case_id, clerk = await office.case(DAY, *descriptions), await office.sign_in("clerk")
    assert (await clerk.post(f"/cases/{case_id}/register", {"on": ON}, match=1)).status_code == 200
    return case_id


async def acknowledge(clerk: Staff, case_id: UUID, match: int = 2) -> httpx.Response:
    return await clerk.post(f"/cases/{case_id}/issue-acknowledgement", {"on": ON}, match=match)


async def test_it_is_issued_once_after_registration_and_says_what_was_received(office: Office) -> None:
    clerk, case_id = await office.sign_in("clerk"), await office.case()
    early = await acknowledge(clerk, case_id, 1)
    assert (early.status_code, early.json()["code"]) == (409, "wrong_stage")
    await clerk.post(f"/cases/{case_id}/register", {"on": ON}, match=1)
    issued = await acknowledge(clerk, case_id)
    assert issued.status_code == 200, issued.text
    event = issued.json()["events"][0]
    assert (event["type"], event["letter_no"]) == ("acknowledgement.issued", "石自然资依登〔2026〕1号")
    assert (issued.json()["stage"], issued.json()["due_on"]) == ("registered", "2026-09-28")
    again = await acknowledge(clerk, case_id, 3)
    assert (again.status_code, again.json()["code"]) == (409, "already_done")
    shown = (await clerk.get(f"/cases/{case_id}")).json()
    assert [(one["title"], one["letter_no"], one["items"]) for one in shown["letters"]] == [
        ("政府信息公开申请登记回执", "石自然资依登〔2026〕1号", [])
    ]
    assert [one["name"] for one in shown["documents"]] == ["石自然资依登〔2026〕1号.pdf"]
    assert "issue_acknowledgement" not in {one["command"] for one in shown["commands"]}
    paper = await clerk.get(f"/cases/{case_id}/letters/{shown['letters'][0]['letter_id']}")
    words = read(paper.content)
    for said in (
        "石自然资依登〔2026〕1号",
        "登记回执",
        "申请编号为SZZRZY-2026-S-0001",
        "至2026年9月28日届满",
        "陶满仓",
    ):
        assert said in words
    assert "查询码：" not in words


async def test_the_requester_downloads_the_frozen_bytes_with_the_code_on_both_faces(
    office: Office, client: httpx.AsyncClient
) -> None:
    receipt = await make.submit(office.ground, make.submission(DAY), make.noon(DAY))
    async with office.ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    case = await make.give(office.ground, found.case_id, [c.RegisterRequest(DAY), c.IssueAcknowledgement(DAY)])
    assert case.acknowledgement is not None
    url, code = f"/api/v1/requests/{receipt.request_no}", {"X-Access-Code": receipt.access_code}
    listed = (await client.get(url, headers=code)).json()["letters"]
    assert [one["title"] for one in listed] == ["政府信息公开申请登记回执"]
    got = await client.get(listed[0]["href"], headers=code)
    assert got.content == await office.ground.files.get(case.acknowledgement.file.id)
    assert (await client.get(listed[0]["href"], headers={"X-Access-Code": "2222222222"})).status_code == 404
    answered = [*make.refusal_path(DAY)[1:], c.IssueLetter(DAY, (1,))]
    case = await make.give(office.ground, found.case_id, answered)
    assert [one["letter_no"] for one in (await client.get(url, headers=code)).json()["letters"]] == [
        "石自然资依登〔2026〕1号", "石自然资依复〔2026〕1号",
    ]  # fmt: skip
    assert case.letters[0].letter_no == "石自然资依复〔2026〕1号"


async def test_ten_at_once_are_numbered_without_a_gap_and_a_refused_one_takes_no_number(office: Office) -> None:
    clerk, ids = await office.sign_in("clerk"), [await registered(office) for _one in range(10)]
    late = (await clerk.post(f"/cases/{ids[0]}/issue-acknowledgement",
                             {"on": (DAY + timedelta(days=1)).isoformat()}, match=2))  # fmt: skip
    assert late.status_code == 422
    unprintable = await registered(office, "\U0003134a号档案")
    refused = await acknowledge(clerk, unprintable)
    assert (refused.status_code, refused.json()["code"]) == (409, "letter_refused"), refused.text
    answers = await asyncio.gather(*(acknowledge(clerk, case_id) for case_id in ids))
    numbers = sorted(int(one.json()["events"][0]["letter_no"].split("〕")[1][:-1]) for one in answers)
    assert numbers == list(range(1, 11))
    assert (await replay(office.ground, write=False)).different == ()


async def test_the_package_holds_it_and_verification_finds_a_changed_one(
    office: Office, tmp_path: Path, clock: Clock
) -> None:
    clerk, case_id = await office.sign_in("clerk"), await registered(office)
    await acknowledge(clerk, case_id)
    package = await clerk.get(f"/cases/{case_id}/package")
    with zipfile.ZipFile(io.BytesIO(package.content)) as packed:
        packed.extractall(tmp_path / "unpacked")
    folder = next((tmp_path / "unpacked").iterdir())
    assert verify(folder).ok
    paper = next((folder / "documents").iterdir())
    assert "石自然资依登〔2026〕1号" in paper.name
    content = bytearray(paper.read_bytes())
    content[len(content) // 2] ^= 1
    paper.write_bytes(content)
    found = verify(folder)
    assert not found.ok
    assert any("出具登记回执" in fault.message for fault in found.faults), found.faults
