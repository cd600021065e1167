"""A table of the book with a fault is refused in one line with file, entry and field, before anything counts by it."""

import shutil
from pathlib import Path

import pytest
from tests.rules.conftest import spoil

from ysq.cli import main

ANSWER = "- {from: 2019-05-15, value: 20, provision: ogi.art33.para2, mark: source}"
TAIL = "provision: ogi.art33.para2, mark: source}"
STARTS = "    effect: start\n    period: answer_working_days\n    provisions: [ogi.art31, ogi.art33.para2]\n"
TOLLS = "    event: consultation.sent\n    kinds: [third_party]\n"

NUMBERS = [
    (ANSWER, f"- {{from: 2019-05-16, value: 20, {TAIL}",
     "numbers.answer_working_days values[2].from：2019-05-14之后、2019-05-16之前没有数值，请写成2019-05-15"),
    (ANSWER, f"- {{from: 2019-05-15, to: 2027-06-01, value: 20, {TAIL}\n      - {{from: 2027-07-01, value: 15, {TAIL}",
     "numbers.answer_working_days values[3].from：2027-06-01之后、2027-07-01之前没有数值"),
    (ANSWER, f"- {{from: 2019-05-15, to: 2027-06-01, value: 20, {TAIL}",
     "numbers.answer_working_days values[2].to：2027-06-01之后没有数值；现行的数值不写to"),
    (ANSWER, f"- {{from: 2019-05-14, value: 20, {TAIL}",
     "numbers.answer_working_days values[2].from：与前一数值（2008-05-01起）的期间重叠"),
    (ANSWER, f"- {{from: 2019-05-15, to: 2019-05-01, value: 20, {TAIL}",
     "numbers.answer_working_days values[2].to：早于from（2019-05-15）"),
    (ANSWER, f"- {{from: 2019-05-15, value: 0, {TAIL}", "values[2].value：应当是1至366日的整数，写的是0"),
    (ANSWER, f"- {{from: 2019-05-15, value: -3, {TAIL}", "values[2].value：应当是1至366日的整数，写的是-3"),
    (ANSWER, f"- {{from: 2019-05-15, value: 999999999, {TAIL}", "values[2].value：应当是1至366日的整数"),
    (ANSWER, f"- {{from: 2019-05-15, value: 20.5, {TAIL}", "values[2].value：应当是整数，实际是20.5"),
    (ANSWER, f"- {{from: 2019-5-15, value: 20, {TAIL}", "values[2].from：日期应当写成YYYY-MM-DD"),
    (ANSWER, ANSWER.replace("mark: source", "mark: sure"), "numbers.answer_working_days values[2].mark：“sure”不是可用的取值"),
    ("- {from: 2017-07-01, value: 6,", "- {from: 2017-07-01, value: 72,", "numbers.litigation_months values[2].value：应当是1至60月"),
    ("  court_days_after_review:\n", "  court_days:\n", "numbers.court_days_after_review：缺少这一项"),
    ("    values:\n      - {from: 2021-01-01, value: 20, provision: fees.art6,", "    values: []\n    # {",
     "numbers.fee_payment_working_days values：至少要有一个数值"),
]  # fmt: skip
SETTINGS = [
    ("    default: strict\n", "    default: lenient\n", "policies.rest_day_receipt default：没有“lenient”这一选择，可以写：strict、"),
    ("    default: strict\n", "    default: next_working_day\n", "policies.rest_day_receipt default：没有写明设定的办件按“strict”计算"),
    ("    default: 15\n", "    default: 20\n", "policies.clarification_response_working_days default：没有写明设定的办件按“15”"),
    ("      tolled: 当日即不计入\n", "", "policies.consultation_sending_day choices：期限的计算只认识这些选择"),
    ("      as_told: 仍以告知的日期为准\n", "      as_said: 仍以告知的日期为准\n", "policies.deferral_rest_day choices：期限的计算只认识"),
    ("      in_time: 视为按期告知\n", "      in_time: 视为按期告知\n      too_late: 视为逾期\n",
     "policies.extension_last_day choices：期限的计算不读这一设定"),
    ("  late_extension:\n", "  late_extention:\n", "policies.late_extension：缺少这一项"),
    ("    reason: 全国性规定未写明。默认从严，到期日只会更早；有判决采用顺延至下一个工作日的算法。\n", '    reason: ""\n',
     "policies.rest_day_receipt reason：mark为policy（本机关设定）的应当写明理由"),
]  # fmt: skip
DEADLINES = [
    ("event: request.received\n", "event: request.recieved\n", "rules.receipt_starts event：没有“request.recieved”这种登记，可以写："),
    (TOLLS, TOLLS.replace("sent", "snt"), "rules.consultation_tolls event：没有“consultation.snt”这种登记"),
    ("    period: answer_working_days\n", "    period: answer_days\n",
     "rules.receipt_starts period：parameters.yaml中没有“answer_days”这一数值，可以写："),
    ("within: clarification_notice_working_days", "within: notice_days", "rules.clarification_waits within：parameters.yaml中没有"),
    ("    effect: requester_period\n", "    effect: toll\n", "rules.clarification_period effect：clarification.delivered不能引起toll"),
    ("    effect: requester_period\n", "    effect: tol\n", "rules.clarification_period effect：“tol”不是可用的取值；是不是“toll”"),
    ("    effect: requester_period\n", "    effect: requester_period\n    kinds: [third_party]\n", "kinds：只有征求意见"),
    (STARTS + "    effective_from: 2019-05-15\n", STARTS + "    effective_from: 2019-05-16\n",
     "rules.receipt_starts effective_from：2019-05-14之后、2019-05-16之前没有施行中的版本"),
    (STARTS + "    effective_from: 2019-05-15\n", STARTS + "    effective_from: 2019-05-14\n",
     "rules.receipt_starts effective_from：与rules.receipt_starts_2008（同为request.received）的施行期间重叠"),
    (STARTS + "    effective_from: 2019-05-15\n", STARTS + "    effective_from: 2019-05-15\n    effective_to: 2027-06-01\n",
     "rules.receipt_starts effective_to：2027-06-01之后收到的申请没有规则"),
    ("    effective_from: 2008-05-01\n    effective_to: 2019-05-14\n", "    effective_from: 2008-06-01\n    effective_to: 2019-05-14\n",
     "rules.receipt_starts_2008 effective_from：2008-05-01至此以前收到的申请没有规则"),
    ("    effective_from: 2008-05-01\n    effective_to: 2019-05-14\n", "    effective_from: 2008-05-01\n    effective_to: 2008-04-14\n",
     "rules.receipt_starts_2008 effective_to：早于effective_from（2008-05-01）"),
    ("    period: fee_payment_working_days\n    once: repeated_delivery\n    provisions: [fees.art6]\n    effective_from: 2021-01-01",
     "    period: fee_payment_working_days\n    once: repeated_delivery\n    provisions: [fees.art6]\n    effective_from: 2020-12-01",
     "rules.fee_period period：2020-12-01起就要用fee_payment_working_days，而它的数值从2021-01-01才开始"),
    ("    late: late_correction\n", "    late: late_corection\n", "rules.clarification_restarts late：findings中没有“late_corection”"),
    ("{policy: late_extension, is: counts}", "{policy: late_extention, is: counts}", "rules.extension_adds late_counts.policy：没有"),
    ("{policy: late_extension, is: counts}", "{policy: late_extension, is: count}", "rules.extension_adds late_counts.is：没有“count”"),
    ("unconfirmed: receipt_unconfirmed", "unconfirmed: unconfirmed", "receipt.ordinary_mail unconfirmed：findings中没有"),
    ("  fax: {", "  telex: {", "receipt.telex：没有这一项，可以写：counter、"),
    ("  overdue: {message", "  over_due: {message", "findings.overdue：缺少这一项"),
    ("  litigation: {title", "  lawsuit: {title", "deadlines.litigation：缺少这一项"),
    ("months: litigation_months, ", "", "deadlines.litigation：working_days、calendar_days、months应当写一个，也只写一个"),
    ("months: litigation_months, ", "months: litigation_moons, ", "deadlines.litigation months：parameters.yaml中没有"),
    ("    provisions: [ogi.art30]\n", "    provisions: []\n", "rules.clarification_waits provisions：至少要有一条依据"),
    ("    provisions: [ogi.art45]\n", "    provisions: [ogi.art405]\n", "rules.withdrawal_stops provisions：条款“ogi.art405”不在"),
    ("ogi.art33.para2: ogi2007.art24,", "ogi.art33.para2: ogi2007.art42,", "formerly provisions：条款“ogi2007.art42”不在"),
    ("{date}作出补正告知", "{due_before}作出补正告知", "rules.clarification_waits explanation：这里没有“{due_before}”可填，可以写："),
    ("{date}作出补正告知", "{date:>400}作出补正告知", "explanation：这里没有“{date:>400}”可填"),
    ("{date}作出补正告知", "{date.__class__}作出补正告知", "explanation：这里没有“{date.__class__}”可填"),
    ("{date}作出补正告知", "{date作出补正告知", "rules.clarification_waits explanation：花括号不成对"),
    ("{date}再次告知补正", "{party}再次告知补正", "findings.second_clarification message：这里没有“{party}”可填"),
]  # fmt: skip
DECISIONS = [
    ("\nno_record:\n", "\nno_records:\n", "no_records：没有这种办理结果；缺少的有：no_record"),
    ("  letter: no_record\n", "  letter: nonesuch\n", "no_record letter：应当是no_record（政府信息公开申请答复书（信息不存在））"),
    ("  letter: no_record\n", "  letter: needs_processing\n", "no_record letter：应当是no_record"),
    ("  report_row: (四)1\n", "  report_row: (四)9\n", "no_record report_row：年度报告没有“(四)9”这一行"),
    ("  report_label: 本机关不掌握相关政府信息\n", "  report_label: 其他\n", "not_this_agency report_label：与前面同为(四)1"),
    ("needs: [search_record]", "needs: [serch_record]", "no_record needs[1]：“serch_record”不是可用的取值；是不是“search_record”？"),
    ("  effective_from: 2019-05-15\n\npartly", "  effective_from: 2019-05-15\n  effective_to: 2018-01-01\n\npartly",
     "disclosed effective_to：早于effective_from"),
    ("[ogi.art36.item4]", "[ogi.art36.item44]", "no_record provisions：条款“ogi.art36.item44”不在"),
]  # fmt: skip
OTHERS = [
    ("events.yaml", "request.received: {", "request.recieved: {", "request.recieved：没有这种登记；缺少的有：request.received"),
    ("events.yaml", "name: 归档,", 'name: " ",', "case.archived name：应当写明名称"),
    ("fees.yaml", "by_page:", "by_pages:", "by_pages：没有这一项，可以写：by_item、by_page"),
    ("provisions.yaml", "  effective_from: ", "  effective_from: 15.5.2019 # ", "ogi.art2 effective_from：日期应当写成YYYY-MM-DD"),
    ("provisions.yaml", "  gist: ", '  gist: "" # ', "ogi.art2 gist：不能为空"),
    ("checks.yaml", 'match: "一事一申请"', 'match: "(a+)+$"', "phrases[1].match：重复的括号里又有重复"),
    ("calendar/2015.yaml", "published: true", "published: maybe", "2015.yaml published：应当是true或false，实际是“maybe”"),
    ("calendar/statutory.yaml", '"10-01"', '"13-01"', "statutory.yaml fixed 国庆节：“13-01”不是每年都有的日子"),
]  # fmt: skip
FAULTS = [
    *(("parameters.yaml", *fault) for fault in NUMBERS + SETTINGS),
    *(("deadlines.yaml", *fault) for fault in DEADLINES),
    *(("outcomes.yaml", *fault) for fault in DECISIONS),
    *OTHERS,
]


@pytest.mark.parametrize(("name", "old", "new", "told"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_of_a_table_is_told_in_one_line_with_file_entry_and_field(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, told: str
) -> None:
    spoil(folder / name, old, new)
    assert main(["rules", "lint", "--rules", str(folder)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert any(told in line for line in lines), lines
    assert all(line.startswith((Path(name).name, "calendar：")) for line in lines)


def test_calendar_files_that_are_no_one_calendar_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    years = folder / "calendar"
    shutil.copy(years / "2015.yaml", years / "2003.yaml")
    assert main(["clock", "--rules", str(folder), "any.yaml"]) == 2
    assert capsys.readouterr().err == "calendar：同一年的日历有两份，请只保留一份\n"
    (years / "2003.yaml").unlink()
    (years / "2015.yaml").unlink()
    assert main(["calendar", "check", "--rules", str(folder)]) == 2
    assert capsys.readouterr().err.startswith("calendar：缺少2015年的日历")


def test_every_fault_of_a_table_is_told_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(folder / "parameters.yaml", "    default: strict\n", "    default: lenient\n")
    spoil(folder / "deadlines.yaml", "event: request.received\n", "event: request.recieved\n")
    spoil(folder / "outcomes.yaml", "  letter: no_record\n", "  letter: nonesuch\n")
    assert main(["rules", "evaluate", "any.yaml", "--rules", str(folder)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert {line.split()[0] for line in told} == {"parameters.yaml", "deadlines.yaml", "outcomes.yaml"}
    spoil(folder / "provisions.yaml", "  mark: source\n", "  mark: sources\n")
    spoil(folder / "provisions.yaml", "  mark: source\n", "  mark: sure\n")
    assert main(["rules", "evaluate", "any.yaml", "--rules", str(folder)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.split("：")[0].split()[0] for line in told] == ["provisions.yaml"] * 2


@pytest.mark.parametrize("name", ["fees.yaml", "triage.yaml", "calendar/statutory.yaml"])
def test_a_file_that_is_missing_or_no_text_is_told(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (folder / name).write_bytes(b"\xff\xfe\x00")
    assert main(["rules", "lint", "--rules", str(folder)]) == 2
    assert capsys.readouterr().err.startswith(f"{Path(name).name}：")
    (folder / name).unlink()
    assert main(["rules", "lint", "--rules", str(folder)]) == 2
    assert "无法读取（没有这个文件）" in capsys.readouterr().err


def test_a_fault_in_the_numbers_of_another_procedure_is_found_by_lint(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder / "procedures" / "decision" / "parameters.yaml", "value: 30,", "value: 0,")
    assert main(["rules", "lint", "--rules", str(folder)]) == 2
    told = "procedures/decision/parameters.yaml numbers.comment_days values[1].value：应当是1至366日的整数，写的是0\n"
    assert capsys.readouterr().err == told
