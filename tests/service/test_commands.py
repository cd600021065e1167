"""The command line as people use it, in processes of their own: walk, verify, calendar, and an installed wheel."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

ROOT = Path(__file__).resolve().parents[2]
REVIEW_FIRST = "应当自收到本答复书之日起六十日内先向江州市人民政府申请行政复议"
EXAMPLES = sorted((ROOT / "examples/applications").glob("*.yaml"))


def ysq(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ysq", *map(str, arguments)]
    known = {name: value for name, value in os.environ.items() if not name.startswith("YSQ_")} | environment
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=known, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def walked() -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory(prefix="ysq-walked-") as folder:
        done = ysq("walk", "--out", Path(folder) / "out", *EXAMPLES)
        assert done.returncode == 0, done.stdout + done.stderr
        yield Path(folder) / "out", done.stdout


def test_every_example_is_walked_and_prints_date_clock_and_provision(walked: tuple[Path, str]) -> None:
    out, printed = walked
    assert len(EXAMPLES) >= 3
    for path in EXAMPLES:
        assert (out / path.stem / "package/manifest.json").is_file()
    steps = [line for line in printed.splitlines() if line[:4].isdigit()]
    assert len(steps) >= 30
    assert all("依据：《" in step or "依据：最高" in step for step in steps)
    assert all("答复期限" in step for step in steps)


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        ("land-compensation", ["予以公开", "第三十六条第二项", "可以自收到本答复书之日起六十日内", "六个月内"]),
        ("road-acceptance", ["该政府信息不存在", "第三十六条第四项", "通组公路", "六个月内"]),
        ("meeting-minutes", ["第十六条第二款", "讨论记录", REVIEW_FIRST, "十五日内"]),
        (
            "household-compensation",
            ["部分公开", "第三十六条第二项、第三十七条", "第十五条、第三十六条第三项", "个人隐私",
             "对本答复中不予公开的部分不服的，应当", "对本答复中的其他部分不服的，可以"],
        ),
        ("social-insurance", ["第三十六条第五项", "由石钟县人力资源和社会保障局负责公开", "0360-5550130", "六个月内"]),
        (
            "mixed-items",
            ["一、关于第1项申请", "见附件", "第十六条第二款", "不能作区分处理", "该政府信息不存在",
             "对第2项申请的答复不服的，应当", "对第1、3项申请的答复不服的，可以"],
        ),
    ],
)  # fmt: skip
def test_each_letter_says_its_outcome_its_provision_and_its_remedy(
    walked: tuple[Path, str], stem: str, words: list[str]
) -> None:
    reader = pypdf.PdfReader(walked[0] / stem / "letter.pdf")
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")
    for word in words:
        assert word in text
    if stem == "meeting-minutes":
        assert "六个月" not in text


def test_each_walk_leaves_the_requesters_receipt(walked: tuple[Path, str]) -> None:
    for path in EXAMPLES:
        reader = pypdf.PdfReader(walked[0] / path.stem / "acknowledgement.pdf")
        text = "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")
        assert "登记回执" in text
        assert "查询码：" in text
        assert "行政复议" not in text


def test_packages_verify_in_an_empty_environment_and_a_changed_byte_is_named(walked: tuple[Path, str]) -> None:
    packages = [walked[0] / path.stem / "package" for path in EXAMPLES]
    done = subprocess.run(
        [sys.executable, "-m", "ysq", "verify", *map(str, packages)], capture_output=True, text=True, env={}, cwd="/",
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    letter = next(packages[0].glob("documents/*.pdf"))
    content = bytearray(letter.read_bytes())
    content[len(content) // 2] ^= 1
    letter.write_bytes(content)
    done = ysq("verify", packages[0])
    assert done.returncode == 1
    assert letter.name in done.stdout


def test_a_walk_that_breaks_the_law_stops_with_the_reason(tmp_path: Path) -> None:
    text = EXAMPLES[0].read_text("utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace("{by: clerk, do: register,", "{by: archivist, do: register,"), "utf-8")
    done = ysq("walk", "--out", tmp_path / "out", broken)
    assert done.returncode == 1
    assert "steps[1]" in done.stdout
    assert "请由工作机构经办人办理" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [("title: [", "YAML"), ("title: x\n", "agency"), ("title: x\nsurprise: 1\n", "surprise"), ("", "")],
)
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(content, "utf-8")
    done = ysq("walk", "--out", tmp_path / "out", path)
    assert done.returncode == 1
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line]
    assert len(lines) == 1
    assert words in lines[0]


def test_a_place_that_cannot_be_written_is_one_line_before_anything_is_walked(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    for out in (file, file / "out"):
        done = ysq("walk", "--out", out, EXAMPLES[0])
        assert done.returncode == 2
        assert not done.stdout
        assert len(done.stderr.strip().splitlines()) == 1
        assert f"{out}: 不能写入" in done.stderr


def test_two_files_of_one_name_are_two_applications(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "one.yaml", tmp_path / "b" / "one.yaml"
    for path, source in ((first, EXAMPLES[0]), (second, EXAMPLES[1])):
        path.parent.mkdir()
        path.write_text(source.read_text("utf-8"), "utf-8")
    done = ysq("walk", "--out", tmp_path / "out", first, second)
    assert done.returncode == 0, done.stdout + done.stderr
    letters = [(tmp_path / "out" / name / "letter.pdf").read_bytes() for name in ("one", "one-2")]
    assert letters[0] != letters[1]


def test_a_finding_is_printed_on_the_step_that_led_to_it_and_not_again(tmp_path: Path) -> None:
    late = tmp_path / "late.yaml"
    text = (ROOT / "examples/applications/land-compensation.yaml").read_text("utf-8")
    assert text.count("on: 2026-09-03") == 2, "what is to be corrected, and its notice"
    assert text.count("on: 2026-09-05") == 1
    text = text.replace("on: 2026-09-03", "on: 2026-09-10").replace("on: 2026-09-05", "on: 2026-09-11")
    late.write_text(text, "utf-8")
    done = ysq("walk", "--out", tmp_path / "out", late)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("补正告知于2026年9月10日作出，已超过") == 1


def _actor(line: str) -> str:
    return str(json.loads(json.loads(line)["record"])["actor"])


def test_a_clerk_records_what_comes_on_paper_and_the_requester_what_comes_on_line(walked: tuple[Path, str]) -> None:
    seen = set()
    for path in EXAMPLES:
        events = (walked[0] / path.stem / "package/events.jsonl").read_text("utf-8").splitlines()
        received = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("received:"))
        channel = received.split("channel: ")[1].split("}")[0].split(",")[0]
        clerk = next(_actor(line) for line in events if "case.registered" in line)
        assert _actor(events[0]) == ("citizen" if channel == "online" else clerk)
        seen.add(channel)
    assert seen >= {"online", "counter", "registered_mail"}


def test_calendar_check_compares_day_by_day_and_lists_the_missing_year() -> None:
    done = ysq("calendar", "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2004年至2026年，共23年" in done.stdout
    assert "缺少2027年" in done.stdout
    assert "1天不同" in done.stdout  # 2005-12-31: worked by the notice, off in the package
    assert "2005-12-31" in done.stdout


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ysq-import-") as folder:
        Path(folder).chmod(0o755)  # as root, the database's account must be able to pass
        yield Path(folder)


def test_an_imported_calendar_is_kept_and_a_bad_one_is_refused(open_folder: Path) -> None:
    year = open_folder / "2027.yaml"
    good = (
        "year: 2027\npublished: true\nwork: []\n"
        "notices: [{title: 测试用安排, number: null, issued_on: null, mark: memory, source: 测试}]\n"
        "rest: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}, {name: 春节, from: 2027-02-05, to: 2027-02-11},\n"
        "  {name: 清明节, from: 2027-04-03, to: 2027-04-05}, {name: 劳动节, from: 2027-05-01, to: 2027-05-05},\n"
        "  {name: 端午节, from: 2027-06-09, to: 2027-06-09}, {name: 中秋节, from: 2027-09-15, to: 2027-09-15},\n"
        "  {name: 国庆节, from: 2027-10-01, to: 2027-10-07}]\n"
    )
    data = str(open_folder / "data")
    year.write_text(good, "utf-8")
    done = ysq("calendar", "import", year, YSQ_DATA=data)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "第1版" in done.stdout
    again = ysq("calendar", "import", year, YSQ_DATA=data)
    assert (again.returncode, "与已导入的第1版相同" in again.stderr) == (2, True)
    year.write_text(good.replace("2027-10-07", "2027-10-08"), "utf-8")
    assert "第2版" in ysq("calendar", "import", year, YSQ_DATA=data).stdout
    for bad, words in (
        (good.replace("true", "false"), "published"),
        (good.replace("2027-01-03", "2028-01-03"), "2028"),
    ):
        year.write_text(bad, "utf-8")
        done = ysq("calendar", "import", year, YSQ_DATA=data)
        assert done.returncode == 2
        assert words in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_the_wheel_carries_rules_templates_and_migrations(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    wheel = [*pip, "wheel", "--no-build-isolation", "--no-deps", "--no-index", "-w", tmp_path, ROOT]
    subprocess.run(wheel, check=True, timeout=120)
    (built,) = tmp_path.glob("ysq-*.whl")
    place = tmp_path / "installed"
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", place, built], check=True, timeout=120)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = "import ysq, sys; sys.stdout.write(ysq.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", where], capture_output=True, text=True, cwd=elsewhere, env={"PYTHONPATH": str(place)},
        timeout=60, check=True,
    )  # fmt: skip
    assert Path(found.stdout).is_relative_to(place)
    done = ysq("clock", ROOT / "examples/clock/national-day.yaml", cwd=elsewhere, PYTHONPATH=str(place))
    assert json.loads(done.stdout)["due_on"] == "2022-11-02", done.stderr
    done = ysq("walk", "--out", elsewhere / "out", EXAMPLES[0], cwd=elsewhere, PYTHONPATH=str(place))
    assert done.returncode == 0, done.stdout + done.stderr
