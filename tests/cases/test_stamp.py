"""用印 of a case's letters: further frozen bytes beside the issued ones, for the citizen, the package and the public."""

from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from tests import builders as make
from tests.seal_keys import write_seal

from ysq.archive import letter_text, verify, write_package
from ysq.archive.inventory import read_manifest
from ysq.archive.report import Sealed
from ysq.archive.sealed import seal_faults, sealed_letters
from ysq.cases import Ground, handle, letter_bytes
from ysq.cases.desk import open_case
from ysq.cases.export import case_file
from ysq.cases.issued import issued_letter
from ysq.cases.sheet import sheet
from ysq.cases.stamp import SealRefused
from ysq.cli import main
from ysq.config import ConfigError
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.case import Case
from ysq.domain.terms import Role
from ysq.seals import SealFailed, SealFound, SealOrder, SealState
from ysq.start import seals_of

DAY = date(2026, 3, 2)


@pytest.fixture
def sealing(ground: Ground, tmp_path: Path) -> Ground:
    """The same system with a seal of the agency's."""
    write_seal(tmp_path / "seals", make.CODE, "石钟县自然资源局")
    return replace(ground, seals=seals_of(tmp_path / "seals"))


async def issued(ground: Ground) -> Case:
    case_id = await make.received(ground, DAY, "湖滨路地块的讨论记录")
    return await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])


async def sealed(ground: Ground) -> Case:
    case = await issued(ground)
    return await make.give(ground, case.case_id, [c.SealLetter(DAY, case.letters[0].letter_id)])


async def test_the_sealed_file_stands_beside_the_issued_one_and_begins_with_it(sealing: Ground) -> None:
    case = await sealed(sealing)
    letter = case.letters[0]
    assert letter.sealed is not None
    assert letter.handed_out == letter.sealed != letter.file
    before, after = await sealing.files.get(letter.file.id), await sealing.files.get(letter.sealed.id)
    assert after.startswith(before)
    assert len(after) > len(before)
    assert letter.sealed_on == DAY


async def test_the_citizen_gets_the_sealed_file_once_there_is_one(sealing: Ground) -> None:
    case = await issued(sealing)
    number, letter = case.received.request_no, case.letters[0]
    code = sealing.vault.access_code(case.received.submission_id)
    name, content = await letter_bytes(sealing, number, code, letter.letter_id)
    assert (name, fields_of(content)) == (f"{letter.letter_no}.pdf", [])
    await make.give(sealing, case.case_id, [c.SealLetter(DAY, letter.letter_id)])
    name, content = await letter_bytes(sealing, number, code, letter.letter_id)
    assert (name, fields_of(content)) == (f"{letter.letter_no}（已签章）.pdf", ["seal"])


def fields_of(content: bytes) -> list[str]:
    """The names of a PDF's form fields, by another reader than ours."""
    return list(PdfReader(BytesIO(content)).get_fields() or {})


async def test_a_letter_is_sealed_once_and_only_where_the_agency_has_a_seal(sealing: Ground, ground: Ground) -> None:
    case = await sealed(sealing)
    again = c.SealLetter(DAY, case.letters[0].letter_id)
    with pytest.raises(x.AlreadyDone, match="已经用印"):
        await handle(sealing, case.case_id, again, make.actor(Role.CLERK), make.noon(DAY))
    other = await issued(ground)
    by_hand = c.SealLetter(DAY, other.letters[0].letter_id)
    with pytest.raises(x.Missing, match="没有设置电子印章"):
        await handle(ground, other.case_id, by_hand, make.actor(Role.CLERK), make.noon(DAY))
    with pytest.raises(x.UnknownReference, match="没有这份文书"):
        await handle(sealing, other.case_id, c.SealLetter(DAY, UUID(int=5)), make.actor(Role.CLERK), make.noon(DAY))


@pytest.mark.parametrize("role", [Role.OFFICE_HEAD, Role.ARCHIVIST, Role.LEGAL])
async def test_who_may_not_seal_never_reaches_the_key(sealing: Ground, role: Role) -> None:
    case = await issued(sealing)
    reached = replace(sealing, seals=Refusing())
    command = c.SealLetter(DAY, case.letters[0].letter_id)
    with pytest.raises(x.NotAllowed):
        await handle(reached, case.case_id, command, make.actor(role), make.noon(DAY))


async def test_the_command_is_offered_only_with_a_seal_and_until_everything_is_sealed(
    sealing: Ground, ground: Ground
) -> None:
    case = await issued(sealing)
    assert "seal_letter" not in await offered(ground, case)
    assert "seal_letter" in await offered(sealing, case)
    await make.give(sealing, case.case_id, [c.SealLetter(DAY, case.letters[0].letter_id)])
    assert "seal_letter" not in await offered(sealing, case)


async def offered(ground: Ground, case: Case) -> set[str]:
    clerk = make.actor(Role.CLERK)
    dossier = await open_case(ground, clerk, case.case_id)
    return {one.command for one in sheet(ground, clerk, dossier, make.noon(DAY)).commands}


class Refusing:
    """A seal platform that doesn't answer."""

    def seals_for(self, agency_code: str) -> bool:
        return agency_code == make.CODE

    def certificates(self) -> tuple[bytes, ...]:
        return ()

    def seal(self, order: SealOrder) -> bytes:
        raise SealFailed("印章平台没有答复")


class Forging(Refusing):
    """A seal platform that gives back another document."""

    def seal(self, order: SealOrder) -> bytes:
        return order.document.replace(b"/Title", b"/Titel", 1)


@pytest.mark.parametrize(("service", "said"), [(Refusing(), "印章平台没有答复"), (Forging(), "不能采用：没有电子签名")])
async def test_a_service_that_fails_or_changes_the_letter_leaves_nothing_behind(
    sealing: Ground, service: Refusing, said: str
) -> None:
    case = await issued(sealing)
    command = c.SealLetter(DAY, case.letters[0].letter_id)
    with pytest.raises(SealRefused, match=said):
        await handle(replace(sealing, seals=service), case.case_id, command, make.actor(Role.CLERK), make.noon(DAY))
    dossier = await open_case(sealing, make.actor(Role.CLERK), case.case_id)
    assert [row.kind for row in dossier.files.values()] == ["letter"]
    assert dossier.case.version == case.version


async def test_the_package_carries_both_and_says_whether_the_seal_holds(sealing: Ground, tmp_path: Path) -> None:
    case = await sealed(sealing)
    agency = await sealing.directory.by_id(sealing.pool, make.AGENCY)
    assert agency is not None
    package = write_package(tmp_path / "package", await case_file(sealing, agency, case.case_id, DAY))
    known, (letter,) = sealing.seals.certificates(), case.letters
    assert letter.sealed is not None
    assert [(one.letter_no, one.found.state) for one in verify(package, known).sealed] == [
        (letter.letter_no, SealState.HOLDS)
    ]
    unknown = verify(package)
    assert (unknown.ok, unknown.sealed[0].found.state) == (True, SealState.UNKNOWN)
    for ref, told in ((letter.file, "逐字节相同"), (letter.sealed, "电子印章：签名有效")):
        (tmp_path / "letter.pdf").write_bytes(await sealing.files.get(ref.id))
        same, words = letter_text(package, tmp_path / "letter.pdf", known)
        assert (same, told in words) == (True, True)


async def test_ysq_verify_says_whether_the_seal_holds_by_the_certificate_it_is_given(
    sealing: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("YSQ_SEALS", raising=False)
    case = await sealed(sealing)
    agency = await sealing.directory.by_id(sealing.pool, make.AGENCY)
    assert agency is not None
    package = str(write_package(tmp_path / "package", await case_file(sealing, agency, case.case_id, DAY)))
    certificate = str(tmp_path / "seals" / f"{make.CODE}.pem")
    told = f"电子印章：{case.letters[0].letter_no}：签名"
    assert main(["verify", package, "--certificate", certificate]) == 0
    assert f"{told}有效" in capsys.readouterr().out
    assert main(["verify", package]) == 0
    assert f"{told}后没有改动，但签名所用的证书不是本系统已知的证书" in capsys.readouterr().out
    monkeypatch.setenv("YSQ_SEALS", str(tmp_path / "seals"))
    assert main(["verify", package]) == 0
    assert f"{told}有效" in capsys.readouterr().out
    assert main(["verify", package, "--certificate", __file__]) == 2
    assert "不是PEM格式的证书" in capsys.readouterr().err


@pytest.mark.parametrize("state", SealState)
def test_only_a_seal_that_fails_is_a_fault_of_the_package(state: SealState) -> None:
    """An unknown certificate, or one out of its days, is said and isn't held against whoever kept the package."""
    told = Sealed("documents/002-1号.pdf", "石自然资依复〔2026〕1号", SealFound(state))
    wrong = {SealState.BROKEN, SealState.UNREADABLE, SealState.NONE}
    assert bool(list(seal_faults([told]))) == (state in wrong)


async def test_a_good_seal_on_another_document_is_broken(sealing: Ground, tmp_path: Path) -> None:
    first, second = await sealed(sealing), await sealed(sealing)
    agency = await sealing.directory.by_id(sealing.pool, make.AGENCY)
    assert agency is not None
    package = write_package(tmp_path / "package", await case_file(sealing, agency, first.case_id, DAY))
    manifest, _digest = read_manifest(package)
    known = sealing.seals.certificates()
    assert [one.found.state for one in sealed_letters(package, manifest, first, known)] == [SealState.HOLDS]
    other = await sealing.files.get(second.letters[0].handed_out.id)
    (path,) = (one.path for one in manifest.files if one.document and one.document.kind == "sealed_letter")
    (package / path).write_bytes(other)
    assert [one.found.state for one in sealed_letters(package, manifest, first, known)] == [SealState.BROKEN]


def test_a_folder_of_seals_that_cannot_be_used_stops_the_start_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "SZZRZY.pem").write_text("nothing")
    with pytest.raises(ConfigError, match=r"YSQ_SEALS.*SZZRZY\.pem"):
        seals_of(tmp_path)
    assert not seals_of(None).seals_for("SZZRZY")


async def test_the_public_page_knows_both_files_and_what_the_seal_is_worth(sealing: Ground, ground: Ground) -> None:
    case = await sealed(sealing)
    (letter,) = case.letters
    assert letter.sealed is not None
    before, after = await sealing.files.get(letter.file.id), await sealing.files.get(letter.sealed.id)
    first = await issued_letter(sealing, letter.letter_id, before)
    second = await issued_letter(sealing, letter.letter_id, after)
    assert (first.same, first.unsealed, second.same, second.unsealed) == (True, True, True, False)
    assert first.seal == second.seal
    assert second.seal is not None
    assert (second.seal.state, second.seal.signer) == (SealState.HOLDS, "石钟县自然资源局")
    assert second.seal.signed_at == make.noon(DAY)
    changed = await issued_letter(sealing, letter.letter_id, after + b" ")
    assert changed.same is False
    elsewhere = await issued_letter(ground, letter.letter_id, after)
    assert elsewhere.seal is not None
    assert elsewhere.seal.state is SealState.UNKNOWN


async def test_the_receipt_of_registration_is_sealed_as_well(sealing: Ground) -> None:
    case_id = await make.received(sealing, DAY, "征地补偿安置方案")
    case = await make.give(sealing, case_id, [c.RegisterRequest(DAY), c.IssueAcknowledgement(DAY)])
    assert case.acknowledgement is not None
    after = await make.give(sealing, case_id, [c.SealLetter(DAY, case.acknowledgement.letter_id)])
    assert after.acknowledgement is not None
    assert after.acknowledgement.sealed is not None


async def test_the_signature_names_the_instant_of_the_command_and_no_other(sealing: Ground) -> None:
    case = await sealed(sealing)
    content = await sealing.files.get(case.letters[0].handed_out.id)
    (field,) = (PdfReader(BytesIO(content)).get_fields() or {}).values()
    assert field["/V"]["/M"] == "D:20260302120000+08'00'"
