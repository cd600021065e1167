"""Entries of the tables are amended as dated versions: each day has one, and what it cites is in force as long as it is."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.amendment import version_added
from tests.rules.conftest import spoil

from ysq.cli import main
from ysq.domain.dated import Dated, Table
from ysq.domain.fees import amount
from ysq.domain.terms import FeeBasis
from ysq.rules import book as rule_book
from ysq.rules.book import Book, BookError
from ysq.rules.compare import changed_tables
from ysq.rules.dated import faults_of_dates

SINCE = date(2028, 1, 1)
EVE = SINCE - timedelta(days=1)
ENTRIES = {
    "fees.yaml": "by_page",
    "outcomes.yaml": "no_record",
    "checks.yaml": "one_item_demand",
    "retention.yaml": "brief",
    "privacy.yaml": "phone",
}


def refused(folder: Path) -> list[str]:
    with pytest.raises(BookError) as error:
        rule_book.read(folder)
    return str(error.value).splitlines()


@pytest.mark.parametrize(("file", "entry"), ENTRIES.items())
def test_an_entry_of_any_table_is_amended_beside_the_old_one(folder: Path, book: Book, file: str, entry: str) -> None:
    version_added(folder / file, entry, SINCE)
    table = rule_book.read(folder).tables[file]
    old, new = table.versions[FeeBasis(entry) if file == "fees.yaml" else entry]
    assert (old.effective_to, new.effective_from, new.effective_to) == (EVE, SINCE, None)
    assert table.on(EVE).keys() == table.on(SINCE).keys() == book.tables[file].on(SINCE).keys()
    assert main(["rules", "lint", "--rules", str(folder)]) == 0


@pytest.mark.parametrize(("file", "entry"), ENTRIES.items())
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f"effective_to: {EVE}\n", "effective_to: 2028-02-01\n", "[2].effective_from：与前一版本的施行期间重叠，请由早到晚写"),
        (f"    effective_to: {EVE}\n", "", "[2].effective_from：与前一版本的施行期间重叠，请由早到晚写"),
        (f"effective_from: {SINCE}\n", "effective_from: 2028-03-01\n",
         "[2].effective_from：2027-12-31之后、2028-03-01之前没有施行中的版本，请写成2028-01-01"),
        (f"effective_from: {SINCE}\n", f"effective_from: {SINCE}\n    effective_to: 2027-01-01\n",
         "[2].effective_to：早于effective_from（2028-01-01）"),
        (f"effective_from: {SINCE}\n", "effective_from: soon\n", "[2].effective_from："),
    ],
)  # fmt: skip
def test_gaps_and_overlaps_are_told_in_one_line_with_file_entry_and_field(
    folder: Path, file: str, entry: str, old: str, new: str, told: str
) -> None:
    version_added(folder / file, entry, SINCE)
    spoil(folder / file, old, new)
    lines = refused(folder)
    assert any(line.startswith(f"{file} {entry} {told}") for line in lines), lines


@pytest.mark.parametrize("name", ["events.yaml", "checks.yaml"])
def test_an_empty_list_of_versions_is_told(folder: Path, name: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\nnothing_at_all: []\n")
    assert refused(folder) == [f"{name} nothing_at_all：至少要有一个版本"]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("retention.yaml", "ordinary:\n", "ordinary:\n  effective_to: 2027-12-31\n", "ordinary effective_to：最后一项任何一天都要用得上"),
        ("events.yaml", "{name: 归档, ", "{name: 归档, effective_from: 2020-01-01, ", "case.archived effective_from：登记任何一天都要有名称"),
        ("outcomes.yaml", "  effective_from: 2024-01-01\n", "  effective_from: 2019-05-15\n",
         "partly_disclosed remedy：remedies.yaml中的mixed在这一版本的施行期间内并非一直施行"),
        ("remedies.yaml", "provisions: [ogi.art51, litigation.art46]", "provisions: [ogi.art51, review.art23.para1.item4]",
         "either [1].provisions：写了review.art23.para1.item4的才是复议前置"),
    ],
)  # fmt: skip
def test_what_must_be_there_on_every_day_is_not_left_out(
    folder: Path, file: str, old: str, new: str, told: str
) -> None:
    spoil(folder / file, old, new)
    assert any(line.startswith(f"{file} {told}") for line in refused(folder))


@pytest.mark.parametrize(
    ("provision", "places"),
    [
        ("ogi.art36.item4", {"outcomes.yaml no_record", "events.yaml search.recorded"}),
        ("review.art23.para2", {"remedies.yaml review_first [2]", "remedies.yaml mixed [2]", "checks.yaml remedy_order [2]"}),
        ("fees.art5", {"fees.yaml by_page"}),
        ("ogi.art18", {"retention.yaml refusals"}),
        ("ogi.art37", {"privacy.yaml id_number", "outcomes.yaml partly_disclosed"}),
        ("ogi.art47.para2", {"events.yaml complaint.recorded"}),
        ("review.art54", {"deadlines.yaml deadlines.review_answer"}),
        ("review.art20.para1", {"parameters.yaml numbers.review_application_days"}),
    ],
)  # fmt: skip
def test_a_provision_that_loses_force_while_it_is_cited_is_a_fault_of_each_place(
    folder: Path, provision: str, places: set[str]
) -> None:
    path = folder / "provisions.yaml"
    head, name, rest = path.read_text("utf-8").partition(f"\n{provision}:\n")
    rest = re.sub(r"(?m)^  effective_to: null\n", "", rest, count=1)
    path.write_text(f"{head}{name}  effective_to: 2027-06-30\n{rest}", "utf-8")
    lines = refused(folder)
    for place in places:
        found = [line for line in lines if line.startswith(place)]
        assert found, (place, lines)
        assert all(provision in line and line.partition("：")[0].endswith("provisions") for line in found)


def test_a_version_that_ends_with_its_provision_is_sound(folder: Path) -> None:
    version_added(folder / "fees.yaml", "by_page", SINCE, ("fees.art5", "fees.art4"))
    path = folder / "provisions.yaml"
    head, name, rest = path.read_text("utf-8").partition("\nfees.art5:\n")
    rest = rest.replace("  effective_to: null\n", f"  effective_to: {EVE}\n", 1)
    path.write_text(f"{head}{name}{rest}", "utf-8")
    assert not [line for line in _lines(folder) if line.startswith("fees.yaml")]


def _lines(folder: Path) -> list[str]:
    try:
        rule_book.read(folder)
    except BookError as error:
        return str(error).splitlines()
    return []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("outcomes.yaml", "[ogi.art42, fees.art6]\n", "[ogi.art42, fees.art6, review.art20.para1]\n",
         "lapsed_fee provisions：条款review.art20.para1自2024-01-01起才施行，此前的版本不能引用，请分作两个版本"),
        ("fees.yaml", "effective_from: 2021-01-01", "effective_from: 2019-05-15", "by_item provisions：条款fees.art4自2021-01-01起才施行"),
        ("checks.yaml", "[ogi.art29.para2]\n", "[ogi.art29.para2, spc_ogi.art1.item3]\n",
         "one_item_demand provisions：条款spc_ogi.art1.item3自2025-06-01起才施行"),
        ("remedies.yaml", "provisions: [ogi.art51, litigation.art46]", "provisions: [ogi.art51, review.art20.para1]",
         "either [1].provisions：条款review.art20.para1自2024-01-01起才施行"),
        ("events.yaml", "effective_from: 2024-05-01", "effective_from: 2024-04-01", "secrecy.reviewed [2].provisions：条款secrets.art35自"),
    ],
)  # fmt: skip
def test_a_version_cites_nothing_that_is_younger_than_it(
    folder: Path, file: str, old: str, new: str, told: str
) -> None:
    spoil(folder / file, old, new)
    lines = refused(folder)
    assert any(line.startswith(f"{file} {told}") for line in lines), lines


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("\nogi.art36.item4:\n", "\n条例.第36条:\n", "provisions.yaml 条例.第36条：编号由小写字母开头的几节组成"),
        ("\nogi.art36.item4:\n", "\nogi..item4:\n", "provisions.yaml ogi..item4：编号由小写字母开头的几节组成"),
        ("  effective_to: null\n", "  effective_to: 2018-01-01\n", "provisions.yaml ogi.art2 effective_to：早于effective_from（2019-05-15）"),
        ("  title: ", '  title: " " # ', "provisions.yaml ogi.art2 title：不能为空"),
        ("  source: 国务院令第711号", '  source: ""', "provisions.yaml ogi.art2 source：不能为空"),
    ],
)  # fmt: skip
def test_a_provision_is_checked(folder: Path, old: str, new: str, told: str) -> None:
    spoil(folder / "provisions.yaml", old, new)
    assert any(line.startswith(told) for line in refused(folder))


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.booleans(), st.integers(-5, 250))
def test_versions_that_follow_one_another_give_each_day_exactly_one(
    lasting: list[int], closed: bool, ahead: int
) -> None:
    first, versions = SINCE, []
    for number, days in enumerate(lasting, 1):
        last = first + timedelta(days=days - 1)
        open_ended = number == len(lasting) and not closed
        versions.append(Dated(effective_from=first, effective_to=None if open_ended else last))
        first = last + timedelta(days=1)
    table, day = Table({"one": tuple(versions)}), SINCE + timedelta(days=ahead)
    assert not list(faults_of_dates("any.yaml", table))
    found = [version for version in versions if version.in_force(day)]
    assert len(found) == (1 if ahead >= 0 and (not closed or ahead < sum(lasting)) else 0)
    assert table.find("one", day) == (found[0] if found else None)
    assert list(table.on(day).values()) == found


# The page for authors


def block(folder: Path, file: str) -> str:
    """The lines that rules/README.md shows for a file."""
    (found,) = re.findall(
        rf"```yaml\n# {re.escape(file)}\n(.*?)```", (folder / "README.md").read_text("utf-8"), re.DOTALL
    )
    return str(found)


def test_the_amendment_that_the_page_shows_is_sound_and_begins_on_its_day(folder: Path) -> None:
    with (folder / "provisions.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + block(folder, "provisions.yaml"))
    head, _name, _rest = (folder / "fees.yaml").read_text("utf-8").partition("by_page:\n")
    (folder / "fees.yaml").write_text(head + block(folder, "fees.yaml"), "utf-8")
    book = rule_book.read(folder)
    pages = [amount(book.fees.on(day)[FeeBasis.BY_PAGE], 100) for day in (EVE, SINCE)]
    assert pages == [70_000, 105_000]
    assert main(["rules", "lint", "--rules", str(folder)]) == 0


def test_two_books_are_compared_entry_by_entry(folder: Path, book: Book) -> None:
    assert list(changed_tables(book, rule_book.read(folder))) == []
    version_added(folder / "outcomes.yaml", "no_record", SINCE, ("remedy: either", "remedy: review_first"))
    version_added(folder / "privacy.yaml", "phone", SINCE, ("plain: true", "plain: false"))
    told = [str(one) for one in changed_tables(book, rule_book.read(folder))]
    assert told == [
        "outcomes.yaml no_record：2019-05-15起的版本施行至2027-12-31",
        "outcomes.yaml no_record：2028-01-01起改变：remedy",
        "privacy.yaml phone：原来的版本施行至2027-12-31",
        "privacy.yaml phone：2028-01-01起改变：plain",
    ]
