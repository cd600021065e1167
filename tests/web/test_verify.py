"""Anybody with a letter's code or file learns whether it was issued, and nothing of whom it is about."""

import re
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from tests import builders as make
from tests.seal_keys import write_seal
from tests.web.journeys import DAY, Clock
from tests.web.service import browser, made

from ysq.cases import Ground
from ysq.cases.issued import code_in, code_of, issued_letter
from ysq.domain import commands as c
from ysq.domain.case import Case
from ysq.domain.terms import Role
from ysq.start import seals_of
from ysq.web.pages import chinese_date

NAME = "陶满仓"


class Letter:
    """The first letter of a case: its code and its bytes."""

    def __init__(self, case: Case, content: bytes) -> None:
        self.case, self.content = case, content
        self.letter_id = case.letters[0].letter_id
        self.code = self.letter_id.hex


@pytest.fixture
async def letter(ground: Ground) -> Letter:
    case_id = await make.received(ground, DAY, "湖滨路地块的出让合同")
    case = await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    return Letter(case, await ground.files.get(case.letters[0].file.id))


async def sent(client: httpx.AsyncClient, code: str = "", content: bytes | None = None) -> httpx.Response:
    """The form as a browser sends it, with an empty file where none was chosen."""
    file = ("" if content is None else "letter.pdf", content or b"", "application/pdf")
    return await client.post("/verify", data={"code": code}, files={"file": file})


async def test_the_printed_code_leads_to_the_letter_without_anybodys_name(
    client: httpx.AsyncClient, letter: Letter
) -> None:
    page = PdfReader(BytesIO(letter.content)).pages[0].extract_text()
    printed = re.search(r"核验码：((?:[0-9a-f]{8} ?){4})", page)
    assert printed is not None
    answer = await sent(client, f" {printed[1]} ")
    assert answer.status_code == 200
    for words in ("有这份文书", chinese_date(DAY), "石钟县自然资源局", "没有核对内容"):
        assert words in answer.text
    assert NAME not in answer.text
    assert "湖滨路" not in answer.text
    assert (await client.get(f"/verify/{letter.code}")).status_code == 200


async def test_the_file_itself_is_recognised_and_a_changed_one_is_not(
    client: httpx.AsyncClient, letter: Letter
) -> None:
    same = await sent(client, content=letter.content)
    assert (same.status_code, "完全一致" in same.text) == (200, True)
    changed = letter.content + b"\n"
    other = await sent(client, content=changed)
    assert (other.status_code, "文件与发出的文书不一致" in other.text) == (200, True)
    with_code = await sent(client, letter.code, b"%PDF-1.7 something else")
    assert "文件与发出的文书不一致" in with_code.text


async def test_every_single_changed_byte_is_found(ground: Ground, letter: Letter) -> None:
    for place in range(0, len(letter.content), 4_999):
        changed = bytearray(letter.content)
        changed[place] ^= 1
        assert (await issued_letter(ground, letter.letter_id, bytes(changed))).same is False


async def test_a_withdrawn_letter_says_so(client: httpx.AsyncClient, ground: Ground, letter: Letter) -> None:
    case_id = letter.case.case_id
    await make.give(ground, case_id, make.sending(letter.case, DAY))
    await make.give(ground, case_id, [c.WithdrawAnswer(DAY, "适用依据有误", letter.letter_id)], Role.OFFICE_HEAD)
    assert "已经自行撤销" in (await sent(client, letter.code)).text


@pytest.mark.parametrize("code", ["", "1", "zz", "g" * 32, "{{7*7}}", "é" * 32, "\U0001d7d8" * 40])
async def test_what_is_no_code_is_told_so(client: httpx.AsyncClient, code: str) -> None:
    answer = await sent(client, code)
    assert (answer.status_code, "32位核验码" in answer.text) == (422, True)


async def test_a_file_without_a_code_is_told_so(client: httpx.AsyncClient) -> None:
    answer = await sent(client, content=b"%PDF-1.7\n")
    assert (answer.status_code, "这个文件里没有核验码" in answer.text) == (422, True)


async def test_the_id_of_a_case_is_no_code(client: httpx.AsyncClient, ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    assert (await client.get(f"/verify/{case_id.hex}")).status_code == 404


async def test_five_wrong_codes_shut_the_door_to_that_address(
    client: httpx.AsyncClient, letter: Letter, clock: Clock
) -> None:
    statuses = [(await client.get(f"/verify/{uuid4().hex}")).status_code for _each in range(6)]
    assert statuses == [404] * 5 + [429]
    locked = await sent(client, letter.code)
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "900")


async def test_a_body_that_is_no_form_is_refused(client: httpx.AsyncClient) -> None:
    broken = {"content-type": "multipart/form-data; boundary=x"}
    assert (await client.post("/verify", content=b"--y\r\nnothing", headers=broken)).status_code in {400, 422}
    assert (await client.post("/verify", data={"code": "1"})).status_code == 415
    foreign = await client.post("/verify", files={"file": ("a", b"a")}, headers={"origin": "https://else.example"})
    assert foreign.status_code == 403


async def test_a_file_over_the_limit_is_refused(client: httpx.AsyncClient) -> None:
    answer = await sent(client, content=b"a" * (9 * 1_048_576))
    assert answer.status_code == 413


async def test_the_service_prints_where_to_ask(ground: Ground) -> None:
    known = replace(ground, service="https://gk.shizhong.example.cn")
    case_id = await make.received(known, DAY)
    case = await make.give(known, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    content = await known.files.get(case.letters[0].file.id)
    assert "https://gk.shizhong.example.cn/verify" in PdfReader(BytesIO(content)).pages[0].extract_text()
    assert code_in(content) == case.letters[0].letter_id


def test_a_code_is_read_as_people_type_it() -> None:
    code = UUID("3f2c8a52-6f0e-4a7e-9c3b-0d1f5e7a9b10")
    for typed in (
        str(code),
        code.hex.upper(),
        "3f2c8a52 6f0e4a7e 9c3b0d1f 5e7a9b10",
        "３f2c8a526f0e4a7e9c3b0d1f5e7a9b10",
    ):
        assert code_of(typed) == code
    assert code_of(code.hex + "0") is None


def test_a_file_with_two_codes_names_none() -> None:
    assert code_in(b"ysq-letter:" + b"a" * 32 + b" ysq-letter:" + b"b" * 32) is None


async def test_the_page_says_of_both_files_what_the_seal_is_worth(
    ground: Ground, clock: Clock, letter: Letter, tmp_path: Path
) -> None:
    write_seal(tmp_path / "seals", make.CODE, "石钟县自然资源局")
    sealing = replace(ground, seals=seals_of(tmp_path / "seals"))
    case = await make.give(sealing, letter.case.case_id, [c.SealLetter(DAY, letter.letter_id)])
    sealed = await ground.files.get(case.letters[0].handed_out.id)
    async with browser(made(sealing, clock)) as client:
        for content, words in ((sealed, "证书所载名称：石钟县自然资源局"), (letter.content, "加盖电子印章以前的定稿")):
            answer = await sent(client, content=content)
            assert answer.status_code == 200
            assert "文件与发出的文书完全一致" in answer.text
            assert "签名有效，签名后没有改动" in answer.text
            assert words in answer.text
        assert "不一致" in (await sent(client, content=sealed + b" ")).text
    async with browser(made(ground, clock)) as client:
        assert "不能确认是谁的签名" in (await sent(client, content=sealed)).text
