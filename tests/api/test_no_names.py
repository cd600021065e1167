"""What stands in the log for ever takes no names and no telephone numbers, and says how it should look."""

import msgspec
import pytest
from tests import builders as make
from tests.api.conftest import Office
from tests.web.journeys import DAY

from ysq.db import accounts
from ysq.domain import commands as c

LETTER = "00000000-0000-0000-0000-000000000001"
NAMED = [
    ("record_posting", {"letter_id": LETTER, "carrier": "post", "tracking_no": "陶满仓"}, "13位的邮件号码"),
    ("record_posting", {"letter_id": LETTER, "carrier": "post", "tracking_no": "13900000000"}, "13位的邮件号码"),
    ("record_posting", {"letter_id": LETTER, "carrier": "post", "tracking_no": "8613900000000"}, "13位的邮件号码"),
    ("record_reconsideration", {"number": "陶满仓申请复议案"}, "只写案号"),
    ("record_litigation", {"number": "13900000000", "kind": "direct_litigation"}, "只写案号"),
    ("record_remedy_decision", {"number": "陶满仓", "result": "upheld", "text": "维持"}, "只写案号"),
    ("record_consultation_delivery", {"party": "某矿业公司"}, "第三方甲"),
]
SOUND = ["石府复〔2026〕1号", "石政复字［2026］第12号", "（2026）某0000行初12号", "(2026)某00行终3号之一"]
POSTAL = ["", "XA00000000236", "XA123456789CN", "1234567890123"]


@pytest.mark.parametrize(("kind", "fields", "words"), NAMED)
async def test_a_name_or_a_telephone_number_is_refused_with_what_is_meant(
    office: Office, kind: str, fields: dict[str, str], words: str
) -> None:
    case_id = await office.case()
    clerk = await office.sign_in("clerk")
    body = {"type": kind, "on": DAY.isoformat()} | fields
    refused = await clerk.post(f"/cases/{case_id}/{kind.replace('_', '-')}", body, 1)
    assert refused.status_code == 400
    assert words in refused.json()["detail"]


@pytest.mark.parametrize("number", SOUND)
def test_a_case_number_of_a_review_body_or_court_is_taken(number: str) -> None:
    assert msgspec.convert({"type": "record_reconsideration", "on": DAY, "number": number}, c.RecordReconsideration)


@pytest.mark.parametrize("number", POSTAL)
def test_a_postal_number_is_taken(number: str) -> None:
    posted = {"type": "record_posting", "on": DAY, "letter_id": LETTER, "carrier": "post", "tracking_no": number}
    assert msgspec.convert(posted, c.RecordPosting)


async def test_a_unit_that_the_agency_has_not_is_refused_and_the_others_are_named(office: Office) -> None:
    case_id = await office.case()
    await make.give(office.ground, case_id, [c.RegisterRequest(DAY)])
    clerk = await office.sign_in("clerk")
    asked = {"type": "ask_unit", "on": DAY.isoformat(), "unit": "耕保科", "items": [1], "text": "请查找"}
    refused = await clerk.post(f"/cases/{case_id}/ask-unit", asked, 2)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_reference")
    assert "征地管理股" in refused.json()["todo"]
    async with office.ground.pool.agencies([2]) as conn:
        codes = {unit.code for unit in await accounts.units(conn) if unit.agency_id == 2}
    for unit, version in (("征地管理股", 2), (min(codes - {"ZDGL"}), 3)):
        taken = await clerk.post(f"/cases/{case_id}/ask-unit", asked | {"unit": unit}, version)
        assert taken.status_code == 200, taken.text
