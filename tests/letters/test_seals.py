"""The electronic seal on a letter's PDF: the letter's bytes stay, what was waiting is covered, and changes are found."""

import random
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
from tests.letters.letter_samples import every_letter, stationery
from tests.seal_keys import write_seal

from ysq.domain.letters import Form
from ysq.letters import mark_of, printed, seal_mark
from ysq.letters.check.documents import words_of
from ysq.seals import SealFailed, SealMark, SealOrder, SealState
from ysq.seals.folder import SealFolder
from ysq.seals.signature import seal_found

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
CODE = "SZZRZY"
AGENCY = "石钟县自然资源局"
LETTER = printed(every_letter()["mixed_answer"], stationery(), mark_of(UUID(int=7), "")).content


@pytest.fixture
def seals(tmp_path: Path) -> SealFolder:
    write_seal(tmp_path / "seals", CODE, AGENCY)
    return SealFolder.read(tmp_path / "seals")


def sealed(seals: SealFolder, document: bytes = LETTER) -> bytes:
    return seals.seal(SealOrder(CODE, document, AT, seal_mark(document, stationery())))


def test_a_sealed_letter_begins_with_the_very_bytes_that_were_issued(seals: SealFolder) -> None:
    document = sealed(seals)
    assert document.startswith(LETTER)
    assert len(document) - len(LETTER) < 40_000
    found = seal_found(document, seals.certificates())
    assert (found.state, found.signer, found.signed_at) == (SealState.HOLDS, AGENCY, AT)
    assert seal_found(LETTER, seals.certificates()).state is SealState.NONE


def test_another_certificate_of_the_same_name_is_unknown_and_not_false(seals: SealFolder, tmp_path: Path) -> None:
    document = sealed(seals)
    write_seal(tmp_path / "others", CODE, AGENCY)
    others = SealFolder.read(tmp_path / "others").certificates()
    assert seal_found(document, others).state is SealState.UNKNOWN
    assert seal_found(document, ()).state is SealState.UNKNOWN
    assert seal_found(document, [*others, *seals.certificates()]).state is SealState.HOLDS


def test_an_expired_certificate_still_vouches_for_what_was_sealed_in_its_time(seals: SealFolder) -> None:
    """The certificate ended on 31 December 2026; nothing here asks which day it is."""
    late = seals.seal(SealOrder(CODE, LETTER, datetime(2027, 3, 2, tzinfo=UTC)))
    assert seal_found(sealed(seals), seals.certificates()).state is SealState.HOLDS
    assert seal_found(late, seals.certificates()).state is SealState.OUTDATED


def test_no_change_of_the_letter_or_of_its_seal_goes_unseen(seals: SealFolder) -> None:
    document, choose = sealed(seals), random.Random(20260302)
    start = document.index(b"/Contents <", len(LETTER))
    end = document.index(b">", start)
    for turn in range(120):
        place = choose.randrange(len(LETTER)) if turn % 2 else choose.randrange(len(LETTER), len(document))
        if start <= place <= end:  # behind the signature only zeros fill the room that was kept for it
            continue
        changed = bytearray(document)
        changed[place] ^= 1 << choose.randrange(8)
        assert seal_found(bytes(changed), seals.certificates()).state is not SealState.HOLDS, place
    assert seal_found(document + b"\n%", seals.certificates()).state is SealState.BROKEN
    assert seal_found(document[:-9], seals.certificates()).state is not SealState.HOLDS


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7\n", b"\x00" * 4000, b"[" * 100_000, LETTER[:50_000]])
def test_a_file_that_is_no_pdf_is_said_to_be_unreadable(junk: bytes) -> None:
    assert seal_found(junk, ()).state is SealState.UNREADABLE


def test_the_checks_see_a_seal_only_where_one_is(seals: SealFolder) -> None:
    waiting, done = words_of(LETTER).splitlines(), words_of(sealed(seals)).splitlines()
    assert [line for line in waiting if line not in done] == ["〔待用印〕"]
    assert [line for line in done if line not in waiting] == []


def test_what_waits_for_the_seal_is_covered_and_no_seal_is_drawn(seals: SealFolder) -> None:
    mark = seal_mark(LETTER, stationery())
    assert mark is not None
    before, after = _red(LETTER, mark), _red(sealed(seals), mark)
    assert before.circle > 100
    assert after.circle == 0
    assert after.words > 0
    with pypdfium2.PdfDocument(mark.picture) as picture:
        assert picture[0].get_textpage().get_text_range() == "〔已电子签章〕"


def test_every_letter_has_one_place_for_a_seal_and_no_form_has_one() -> None:
    for name, letter in every_letter().items():
        found = seal_mark(printed(letter, stationery()).content, stationery())
        assert (found is not None) == (letter.form is Form.LETTER), name


def test_a_letter_may_be_sealed_without_anything_to_be_seen(seals: SealFolder) -> None:
    document = seals.seal(SealOrder(CODE, LETTER, AT))
    assert seal_found(document, seals.certificates()).state is SealState.HOLDS


def test_what_cannot_be_sealed_is_refused_in_words(seals: SealFolder, tmp_path: Path) -> None:
    with pytest.raises(SealFailed, match="没有为NOBODY设置电子印章"):
        seals.seal(SealOrder("NOBODY", LETTER, AT))
    with pytest.raises(SealFailed, match="文书不能用印"):
        seals.seal(SealOrder(CODE, b"no pdf", AT))
    (tmp_path / "seals" / "BROKEN.pem").write_text("nothing")
    with pytest.raises(SealFailed, match=r"BROKEN\.pem：不是PEM格式的证书"):
        SealFolder.read(tmp_path / "seals")


def test_a_key_that_is_none_or_of_another_certificate_is_named_at_the_start(tmp_path: Path) -> None:
    write_seal(tmp_path, "A", AGENCY)
    write_seal(tmp_path, "B", AGENCY)
    (tmp_path / "A.key").write_bytes((tmp_path / "B.key").read_bytes())
    with pytest.raises(SealFailed, match=r"A\.key"):
        SealFolder.read(tmp_path)
    (tmp_path / "A.key").write_text("no key")
    with pytest.raises(SealFailed, match=r"A\.pem和A\.key不能使用"):
        SealFolder.read(tmp_path)


class _Red:
    """How many red dots a page has on the ring of the circle, and inside it."""

    def __init__(self, circle: int, words: int) -> None:
        self.circle, self.words = circle, words


def _red(document: bytes, mark: SealMark) -> _Red:
    scale = 3
    with pypdfium2.PdfDocument(document) as pdf:
        pdf.init_forms()
        page = pdf[mark.page]
        bitmap = page.render(scale=scale, rev_byteorder=True)
        dots, stride, channels = bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
        height = page.get_height()
    middle = ((mark.left + mark.right) / 2 * scale, (height - (mark.bottom + mark.top) / 2) * scale)
    radius = stationery().measures.seal_mm / 25.4 * 72 / 2 * scale
    circle = words = 0
    for y in range(int(middle[1] - radius - 5), int(middle[1] + radius + 5)):
        for x in range(int(middle[0] - radius - 5), int(middle[0] + radius + 5)):
            red, green, _blue = dots[y * stride + x * channels : y * stride + x * channels + 3]
            away = ((x - middle[0]) ** 2 + (y - middle[1]) ** 2) ** 0.5
            if red > green + 60:
                circle, words = circle + (abs(away - radius) < 4), words + (away < radius - 4)
    return _Red(circle, words)
