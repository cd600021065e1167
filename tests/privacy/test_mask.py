"""Masked by role: enough to tell people apart at the desk, not enough to find them."""

import msgspec
import pytest

from ysq.domain.people import Identity
from ysq.domain.terms import RequesterKind, Role
from ysq.privacy.mask import NAMES_OPEN, mask_address, mask_email, mask_name, mask_number, mask_phone, masked

IDENTITY = Identity(
    RequesterKind.PERSON, "陶满仓", id_number="36042919700101001X", phone="13900001234", email="tao@example.com",
    address="石钟县双钟镇沿湖村七组", contact_person="尹玉兰",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("陶满仓", "陶**"), ("陶满", "陶*"), ("陶", "*"), ("", ""), ("欧阳满仓", "欧***"),
        ("阿依古丽·买买提", "阿***·***"), ("𠮷田花子", "𠮷***"), ("葛\U000e0100城", "葛*"),
        ("Tao Mancang", "T**********"),
    ],
)  # fmt: skip
def test_a_name_is_shown_by_its_first_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("36042919700101001X", "360*************1X"),
        ("360429700101001", "360**********01"),
        ("G1234567", "****"),
        ("", ""),
    ],
)
def test_an_identity_number_is_shown_by_its_ends(number: str, shown: str) -> None:
    assert mask_number(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13900001234", "139****1234"), ("0360-5550118", "****18"), ("0360-55501180", "****80"), ("5550118", "****18"),
        ("110", "****"), ("", ""),
    ],
)  # fmt: skip
def test_a_telephone_number_is_shown_by_its_ends(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [("tao@example.com", "t****@example.com"), ("t@x.example", "t****@x.example"), ("nothing", "****"), ("", "")],
)
def test_a_mailbox_is_shown_by_its_first_letter(email: str, shown: str) -> None:
    assert mask_email(email) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("石钟县双钟镇沿湖村七组", "石钟县****"),
        ("江右省江州市石钟县湖滨大道18号", "江右省江州市石钟县****"),
        ("江州市浔阳区长江路1号", "江州市浔阳区****"),
        ("江州市长江路1号", "江州市****"),
        ("沿湖村七组", "****"),
        ("石钟县", "****"),
        ("", ""),
    ],
)
def test_an_address_is_shown_down_to_the_county(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@pytest.mark.parametrize("role", list(Role))
def test_names_are_open_to_those_who_write_to_people_and_nothing_else_is_open_to_anybody(role: Role) -> None:
    shown = masked(IDENTITY, role)
    open_names = role in NAMES_OPEN
    assert shown.name == ("陶满仓" if open_names else "陶**")
    assert shown.contact_person == ("尹玉兰" if open_names else "尹**")
    said = str(msgspec.structs.astuple(shown))
    for secret in (IDENTITY.id_number, IDENTITY.phone, IDENTITY.email, IDENTITY.address, "双钟镇"):
        assert secret not in said


def test_the_name_of_an_organisation_is_no_personal_data() -> None:
    company = msgspec.structs.replace(IDENTITY, kind=RequesterKind.BUSINESS, name="石钟县石矿有限公司")
    assert masked(company, Role.SUPERVISOR).name == "石钟县石矿有限公司"
    assert masked(company, Role.SUPERVISOR).contact_person == "尹**"


def test_a_masked_identity_has_every_field_of_one() -> None:
    assert {field.name for field in msgspec.structs.fields(Identity)} == {
        field.name for field in msgspec.structs.fields(type(masked(IDENTITY, Role.CLERK)))
    }
