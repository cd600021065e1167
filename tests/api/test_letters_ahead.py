"""The letter before it is sent, at the JSON face: with what the checks find, as issuing it would."""

from tests import builders as make
from tests.api.conftest import Office
from tests.cases.test_findings import WHOLE
from tests.web.journeys import DAY

from ysq.domain import commands as c
from ysq.domain.letters import WithheldAspect

ON = DAY.isoformat()


async def test_the_draft_tells_what_issuing_it_would_refuse(office: Office) -> None:
    case_id, clerk = await office.case(), await office.sign_in("clerk")
    empty = (await clerk.get(f"/cases/{case_id}/letters/draft")).json()
    assert (empty["proposals"], empty["ahead"]) == ([], None)
    draft = c.DraftDetermination(DAY, 1, "deliberative", WHOLE, WithheldAspect.DISCUSSION)
    await make.give(office.ground, case_id, [c.RegisterRequest(DAY), draft, c.ApproveDetermination(DAY, 1)])
    ahead = (await clerk.get(f"/cases/{case_id}/letters/draft")).json()["ahead"]
    (found,) = ahead["findings"]
    assert (found["check"], found["severity"], found["reason"]) == ("whole_refused", "warning", "")
    assert found["message"]
    assert ahead["letter"]["blocks"][found["block"] - 1]["block"] == "paragraph"
    issuing = {"on": ON, "items": [1]}
    refused = await clerk.post(f"/cases/{case_id}/issue-letter", issuing, 4)
    assert refused.status_code == 409
    assert found["message"].rstrip("。") in refused.json()["title"] + refused.json()["detail"]
    explained = issuing | {"accepted": [{"check": "whole_refused", "reason": "已逐页核对。"}]}
    assert (await clerk.post(f"/cases/{case_id}/issue-letter", explained, 4)).status_code == 200


async def test_a_paper_is_listed_and_made(office: Office) -> None:
    case_id, clerk = await office.case(), await office.sign_in("clerk")
    asked = c.AskClarification(DAY, "请写明年份。", 10)
    await make.give(office.ground, case_id, [c.RegisterRequest(DAY), asked])
    listed = (await clerk.get(f"/cases/{case_id}/papers")).json()
    assert {one["kind"] for one in listed} == {"application_form", "clarification_notice"}
    for one in listed:
        made = await clerk.get(f"/cases/{case_id}/papers/{one['kind']}", about=one["about"])
        assert made.headers["content-type"] == "application/pdf"
        assert made.content.startswith(b"%PDF")
    assert (await clerk.get(f"/cases/{case_id}/papers/fee_notice")).status_code == 422
    assert (await clerk.get(f"/cases/{case_id}/papers/nothing")).status_code == 404
