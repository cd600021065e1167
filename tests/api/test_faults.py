"""What is wrong with a body or a query is said in Chinese, with the field: no word of a library's English."""

import re
from pathlib import Path

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.api.conftest import Office
from tests.web.journeys import DAY

from ysq.domain.commands import CaseCommand
from ysq.faults import explained
from ysq.script import ScriptError, read_script
from ysq.start import read_agencies

ON = DAY.isoformat()
ENGLISH = re.compile(r"Expected|Invalid|Object|missing|unknown|length|matching|got ", re.IGNORECASE)

FAULTS = [
    ("register", {}, "on：缺少这一项，请补上"),
    ("register", [], "应当是键值对（名称: 值），实际是列表"),
    ("register", {"on": "2026-02-30"}, "on：没有2026-02-30这一天，请核对日期"),
    ("register", {"on": ON, "mood": 1}, "mood：没有这一项，请改正或者去掉；可用的有：on"),
    ("register", {"on": ON, "type": "close"}, "type：“close”不是可用的取值；可用的有：register"),
    ("log-contact", {"on": ON, "text": "问", "via": "phon"}, "via：“phon”不是可用的取值；是不是“phone”？"),
    ("ask-clarification", {"on": ON, "what": "年份", "working_days": 0}, "working_days：应当至少为1，实际是0，请改正"),
    ("ask-clarification", {"on": ON, "what": "", "working_days": 5}, "what：应当至少为1个字，实际是0个字，请改正"),
    ("ask-clarification", {"on": ON, "what": "年份", "working_days": "5"}, "working_days：应当是整数，实际是“5”；请去掉引号"),
    ("receive-clarification", {"on": ON, "items": {}}, "items：应当至少为1项，实际是0项，请改正"),
    ("receive-clarification", {"on": ON, "items": {"一": {"description": "x"}}}, "items的键：应当是整数"),
    ("receive-clarification", {"on": ON, "items": {"1": {"description": ""}}}, "items.description：应当至少为1个字，请改正"),
    ("withdraw", {"on": ON, "text": "撤", "items": [1, 99]}, "items[1]：应当最多为50，实际是99，请改正"),
    ("record-consultation-delivery", {"on": ON, "party": "张三"}, "party：应当用代称，如“第三方甲”，不写姓名、名称"),
    ("record-posting", {"on": ON, "letter_id": "x", "carrier": "post"}, "letter_id：应当是编号（UUID），实际是“x”"),
    (
        "draft-determination", {"on": ON, "item": 1, "outcome": "x", "basis": {"kind": "lw"}},
        "basis.kind：“lw”不是可用的取值；是不是“law”？",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "body", "said"), FAULTS)
async def test_a_command_that_is_not_of_its_shape_is_refused_in_chinese(
    office: Office, noun: str, body: object, said: str
) -> None:
    clerk = await office.sign_in("clerk")
    refused = await clerk.post(f"/cases/{await office.case()}/{noun}", body, match=1)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_body")
    assert refused.json()["detail"].startswith(said), refused.text
    assert not ENGLISH.search(refused.json()["detail"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"limit": "many"}, "limit：应当是整数，实际是“many”"),
        ({"limit": 101}, "limit：应当最多为100，实际是101"),
        ({"stage": "procesing"}, "stage[0]：“procesing”不是可用的取值；是不是“processing”？"),
        ({"due_from": "tomorrow"}, "due_from：日期应当写成YYYY-MM-DD"),
        ({"colour": "red"}, "colour：没有这一项，请改正或者去掉；可用的有：stage、"),
    ],
)
async def test_a_query_that_is_not_of_its_shape_is_refused_in_chinese(
    office: Office, query: dict[str, object], said: str
) -> None:
    refused = await (await office.sign_in("clerk")).get("/cases", **query)
    assert refused.status_code == 400
    assert refused.json()["detail"].startswith(said), refused.text


async def test_a_submission_that_is_not_of_its_shape_is_refused_in_chinese(client: httpx.AsyncClient) -> None:
    body = {"submission_id": "3f2c8a52-6f0e-4a7e-9c3b-0d1f5e7a9b10", "agency": "SZZRZY", "application": {"items": []}}
    refused = await client.post("/api/v1/requests", json=body)
    assert refused.json()["detail"].startswith("application.items：应当至少为1项，实际是0项，请改正"), refused.text
    half = await client.post(
        "/api/v1/requests", content=b'{"agency": 1, ', headers={"Content-Type": "application/json"}
    )
    assert half.status_code == 400
    assert not ENGLISH.search(half.json()["detail"])


def test_an_application_file_and_an_agencies_file_are_refused_in_chinese(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text("title: 一\nagency: 1\n", "utf-8")
    with pytest.raises(ScriptError, match=r"one\.yaml: agency：应当是文字，实际是1") as refused:
        read_script(file)
    assert not ENGLISH.search(str(refused.value).removeprefix(str(file)))
    file.write_text("- {id: 1, code: a}\n", "utf-8")
    with pytest.raises(ValueError, match=r"one\.yaml: \[0\].code：格式不符合要求"):
        read_agencies(file)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.text(max_size=5) | st.sampled_from(["register", ON, "1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "on", "item", "items", "text", "basis", "amendment", "1"]), inner)
    ),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLAIN, st.sampled_from([CaseCommand, *CaseCommand.__args__]))
def test_whatever_comes_in_it_is_of_its_shape_or_said_in_chinese(data: object, shape: type) -> None:
    try:
        msgspec.convert(data, shape, str_keys=True)
    except msgspec.ValidationError as error:
        said = explained(error, data, shape)
        assert said
        assert not re.search(r"Expected|Invalid |Object |got `|at `", said)
