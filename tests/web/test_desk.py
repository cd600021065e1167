"""Staff at the desk, in HTTP: sign in, the list, a case, commands as forms, each refusal with its reason."""

import io
import re
import zipfile
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from pypdf import PdfReader
from tests import builders as make
from tests.api.conftest import LOGINS
from tests.web import staff
from tests.web.journeys import DAY, Clock
from tests.web.pages import Page
from tests.web.staff import Desks

from ysq.cases import open_case
from ysq.domain import commands as c
from ysq.domain.people import Identity
from ysq.domain.terms import ConsulteeKind, RequesterKind, Retention, Role, Stage

ON = DAY.isoformat()
TYPED = {
    "channel": "registered_mail", "on": ON, "kind": "person", "name": "汤满月", "phone": "13911112222",
    "description-1": "双钟镇老街改造的补偿方案", "medium": "paper", "delivery": "collect",
}  # fmt: skip


def cookie_of(response: httpx.Response, name: str) -> str:
    return next(value for key, value in response.headers.multi_items() if key == "set-cookie" and name in value)


async def test_signing_in_gives_a_guarded_cookie_and_signing_out_ends_the_session(desks: Desks) -> None:
    desk, other = await desks.stranger(), await desks.stranger()
    right = {"login": LOGINS["clerk"], "password": desks.passwords["jingban"]}
    entered = await desk.post("/desk/sign-in", **right)
    assert (entered.status_code, entered.headers["location"]) == (303, "/desk")
    cookie = cookie_of(entered, "__Host-ysq-desk=")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "柳成荫" in await desk.see("/desk")
    other.client.cookies.update(desk.client.cookies)
    left = await desk.post("/desk/sign-out")
    assert left.headers["location"] == "/desk/sign-in"
    stale = await other.get("/desk")
    assert stale.headers["location"] == "/desk/sign-in?to=%2Fdesk"


async def test_a_wrong_password_tells_nothing_and_locks(desks: Desks) -> None:
    desk = await desks.stranger()
    for _turn in range(5):
        refused = await desk.post("/desk/sign-in", login="jingban", password="不是这个")
        assert refused.status_code == 401
        assert "登录名或者密码不正确" in refused.text
        assert "不是这个" not in refused.text
        assert Page(refused).title.startswith("错误：")
    locked = await desk.post("/desk/sign-in", login="jingban", password="再试")
    assert locked.status_code == 429
    empty = await desk.post("/desk/sign-in")
    assert empty.status_code == 422
    assert {"login", "password"} <= {link[1:] for link in Page(empty).links}


@pytest.mark.parametrize("to", ["/desk/cases/7f9c24e5-0000-4000-8000-000000000001", "//evil.example", "/apply", ""])
async def test_signing_in_goes_on_to_the_desk_and_nowhere_else(desks: Desks, to: str) -> None:
    desk = await desks.stranger()
    entered = await desk.post("/desk/sign-in", login="jingban", password=desks.passwords["jingban"], to=to)
    assert entered.headers["location"] == (to if to.startswith("/desk/") else "/desk")


async def test_without_a_session_every_page_leads_to_the_form_that_opens_one(desks: Desks) -> None:
    case_id, stranger = await desks.case(), await desks.stranger()
    for path in ("/desk", "/desk/tasks", "/desk/overview", "/desk/intake", "/desk/account", f"/desk/cases/{case_id}",
                 f"/desk/cases/{case_id}/ledger", f"/desk/cases/{case_id}/register"):  # fmt: skip
        answer = await stranger.get(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/desk/sign-in"), path


async def test_what_was_typed_outlives_the_session(desks: Desks, clock: Clock) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    await clerk.given(case_id, "register")
    form = Page(await clerk.get(f"/desk/cases/{case_id}/log-contact")).form()
    clock.at += timedelta(minutes=31)
    kept = await clerk.client.post(
        f"/desk/cases/{case_id}/log-contact", data=form | {"text": "申请人要求<电子>件", "via": "phone"}
    )
    assert kept.status_code == 401
    assert Page(kept).form()["text"] == "申请人要求<电子>件"
    await clerk.post("/desk/sign-in", login="jingban", password=desks.passwords["jingban"])
    again = await clerk.client.post(f"/desk/cases/{case_id}/log-contact", data=Page(kept).form())
    assert again.status_code == 303


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {}])
async def test_a_form_from_elsewhere_changes_nothing(desks: Desks, headers: dict[str, str]) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    data = {"on": ON, "version": "1", "form_proof": "0" * 64}
    answer = await clerk.client.post(f"/desk/cases/{case_id}/register", data=data, headers=headers)
    assert answer.status_code == 403
    assert await version_of(desks, case_id) == 1


async def version_of(desks: Desks, case_id: UUID) -> int:
    return (await open_case(desks.ground, make.actor(Role.CLERK), case_id)).case.version


async def test_an_expired_proof_keeps_what_was_typed(desks: Desks) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    await clerk.given(case_id, "register")
    data = {"on": ON, "version": "2", "form_proof": "0" * 64, "text": "说过了", "via": "phone"}
    origin = {"origin": staff.BASE}
    answer = await clerk.client.post(f"/desk/cases/{case_id}/log-contact", data=data, headers=origin)
    assert answer.status_code == 403
    page = Page(answer)
    assert page.form()["text"] == "说过了"
    sent = await clerk.client.post(f"/desk/cases/{case_id}/log-contact", data=page.form(), headers=origin)
    assert sent.status_code == 303


async def test_a_first_password_must_be_changed_before_anything_else(desks: Desks) -> None:
    desk = await desks.sit("clerk")
    async with desks.ground.pool.agencies([2]) as conn:
        await conn.execute("update credential set must_change = true where agency_id = 2")
    assert (await desk.get("/desk")).headers["location"] == "/desk/account"
    assert "请先更换密码" not in await desk.see("/desk/account")
    new = "湖岸的芦苇年年绿到天边外"
    old = desks.passwords["jingban"]
    for typed, status, words in (
        ({"old": old, "new": new, "again": "别的"}, 422, "两次填写的新密码不一致"),
        ({"old": old, "new": "短", "again": "短"}, 422, "密码"),
        ({"old": "不对", "new": new, "again": new}, 422, "不正确"),
    ):
        refused = await desk.post("/desk/account/password", **typed)
        assert refused.status_code == status
        assert words in refused.text
        assert new not in refused.text
    done = await desk.post("/desk/account/password", old=old, new=new, again=new)
    assert done.status_code == 303
    assert (await desk.get("/desk")).status_code == 200


async def test_the_list_has_lamps_in_words_filters_and_pages(desks: Desks) -> None:
    for days in (0, 18, 24, 40):
        await desks.case(DAY - timedelta(days=days))
    clerk, reviewer = await desks.sit("clerk"), await desks.sit("secrecy_reviewer")
    listed = await clerk.see("/desk")
    assert re.findall(r'class="shape" aria-hidden="true"></span>(\S+?)[，<]', listed) == [
        "已经逾期", "临近期限", "期限充裕", "期限充裕",
    ]  # fmt: skip
    assert [int(one) for one in re.findall(r'class="count">(\d+)<', listed)] == [4, 1, 1, 0]
    assert "沿湖村七组的征地补偿安置方案" in listed
    assert "陶满仓" in listed
    assert "陶满仓" not in await reviewer.see("/desk")
    assert (await clerk.see("/desk?view=overdue")).count("<tr>") == 2
    assert (await clerk.see("/desk?view=soon")).count("临近期限，余4个工作日") == 1
    assert "这里没有办件" in await clerk.see("/desk?view=tolled")
    assert "没有符合条件的办件" in await clerk.see("/desk?stage=processing")
    number = re.findall(r"SZZRZY-2026-S-\d{4}", listed)[-1]
    assert re.findall(r"SZZRZY-2026-S-\d{4}", await clerk.see(f"/desk?number={number}")).count(number) >= 1
    wrong = await clerk.get("/desk?from=gestern")
    assert wrong.status_code == 422
    assert "期限自" in wrong.text
    assert (await clerk.get("/desk?after=???")).status_code == 400
    assert (await clerk.get("/desk?number=%00")).status_code == 422


async def test_long_lists_go_on_behind_the_last_row(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ysq.web.desk._SHOWN", 2)
    for days in (0, 5, 10, 15, 20):
        await desks.case(DAY - timedelta(days=days))
    clerk, path, seen = await desks.sit("clerk"), "/desk?view=open", []
    while path:
        page = Page(await clerk.get(path))
        seen += [link for link in page.links if link.startswith("/desk/cases/")]
        path = next((link for link in page.links if "after=" in link), "")
    assert len(seen) == len(set(seen)) == 5


async def test_the_case_page_offers_what_the_interface_offers(desks: Desks) -> None:
    case_id = await desks.case()
    await make.give(desks.ground, case_id, make.refusal_path(DAY)[:2])
    await make.give(desks.ground, case_id, [c.AskUnit(DAY, "请查找", "征地管理股", (1,))])
    for role in ("clerk", "unit_officer", "legal", "office_head", "signer", "archivist", "supervisor"):
        desk = await desks.sit(role)
        text = await desk.see(f"/desk/cases/{case_id}")
        offered = set(re.findall(rf'href="/desk/cases/{case_id}/([a-z-]+)"', text)) - {"ledger"}
        token = (await desk.client.post("/api/v1/session", json={
            "login": LOGINS[role], "password": desks.passwords[LOGINS[role]]})).json()["token"]  # fmt: skip
        told = await desk.client.get(f"/api/v1/cases/{case_id}", headers={"Authorization": f"Bearer {token}"})
        assert offered == {one["command"].replace("_", "-") for one in told.json()["commands"]}


async def test_a_command_that_is_not_open_says_so(desks: Desks) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    answer = await clerk.get(f"/desk/cases/{case_id}/issue-letter")
    assert answer.status_code == 409
    assert "现在不能办理：申请尚未登记，请先登记。" in answer.text
    assert f"/desk/cases/{case_id}" in Page(answer).links, "there is a way back to the case"
    assert (await clerk.get(f"/desk/cases/{case_id}/no-such-command")).status_code == 404


async def test_a_head_who_comes_too_early_is_told_what_is_missing(desks: Desks) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    await clerk.given(case_id, "register")
    supplied = {"attachments-1-name": "方案", "attachments-1-pages": "3"}
    await clerk.given(case_id, "draft-determination", item="1", outcome="disclosed", **supplied)
    answer = await (await desks.sit("signer")).get(f"/desk/cases/{case_id}/approve-determination")
    assert answer.status_code == 409
    assert "保密审查" in answer.text


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
async def test_an_administrator_never_comes_to_a_shut_door(desks: Desks, role: str) -> None:
    desk = await desks.stranger()
    entered = await desk.post("/desk/sign-in", login=LOGINS[role], password=desks.passwords[LOGINS[role]], to="/desk")
    assert (entered.status_code, entered.headers["location"]) == (303, "/desk/accounts")
    assert "人员账号" in await desk.see("/desk/accounts")


async def test_a_search_that_finds_nothing_leads_back_to_the_list(desks: Desks) -> None:
    found = Page(await (await desks.sit("clerk")).get("/desk?number=NOWHERE-2026-0001"))
    assert "/desk?view=open" in found.links


async def test_a_refusal_shows_its_provision_and_keeps_what_was_typed(desks: Desks, clock: Clock) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    await clerk.given(case_id, "register")
    early = (DAY - timedelta(days=1)).isoformat()
    refused = await clerk.give(case_id, "log-contact", on=early, text="打过电话", via="phone")
    assert refused.status_code == 422
    assert "早于收到申请之日" in refused.text
    assert "第三十一条" in refused.text
    page = Page(refused)
    assert page.title.startswith("错误：")
    assert (page.form()["text"], page.form()["on"], page.form()["via"]) == ("打过电话", early, "phone")
    assert "#on" in page.links
    missing = await clerk.give(case_id, "draft-determination", item="1", outcome="not_this_agency")
    assert missing.status_code == 422
    assert "应当说明理由" in missing.text
    assert Page(missing).form()["outcome"] == "not_this_agency"
    empty = await clerk.give(case_id, "ask-unit", text="", unit="征地管理股")
    assert empty.status_code == 422
    assert "#text" in Page(empty).links
    assert await version_of(desks, case_id) == 2


async def test_who_was_slower_is_shown_what_changed_and_may_go_on(desks: Desks) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    await clerk.given(case_id, "register")
    form = Page(await clerk.get(f"/desk/cases/{case_id}/log-contact")).form()
    await clerk.given(case_id, "add-record", item="1", title="方案", attribute="unknown", marked_secret="no")
    typed = form | {"text": "已告知申请人", "via": "phone"}
    late = await clerk.client.post(f"/desk/cases/{case_id}/log-contact", data=typed)
    assert late.status_code == 412
    changed = late.text.split('class="changed"')[1].split("</ul>")[0]
    assert "柳成荫" in changed
    assert "<li>" in changed
    assert Page(late).form()["text"] == "已告知申请人"
    assert await version_of(desks, case_id) == 3
    again = await clerk.client.post(f"/desk/cases/{case_id}/log-contact", data=Page(late).form())
    assert again.status_code == 303


async def test_a_forged_version_is_refused_like_an_old_one(desks: Desks) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    for version in ("", "x", "-1", "99", "9" * 30):
        answer = await clerk.give(case_id, "register", version=version)
        assert answer.status_code == 412, version
    assert await version_of(desks, case_id) == 1


async def test_rows_are_added_without_losing_anything(desks: Desks) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    await clerk.given(case_id, "register")
    rows = {f"attachments-{n}-name": f"文件{n}" for n in (1, 2, 3)} | {"do": "more", "reasons": "全部提供"}
    more = await clerk.give(case_id, "draft-determination", outcome="disclosed", **rows)
    assert more.status_code == 200
    page = Page(more).form()
    assert "attachments-5-name" in page
    assert (page["attachments-3-name"], page["reasons"]) == ("文件3", "全部提供")


async def test_the_whole_way_from_post_to_archive_is_walked_by_pages_alone(desks: Desks, clock: Clock) -> None:
    clerk, officer, legal = await desks.sit("clerk"), await desks.sit("unit_officer"), await desks.sit("legal")
    signer, archivist = await desks.sit("signer"), await desks.sit("archivist")
    taken = await clerk.post("/desk/intake", **intake(await clerk.get("/desk/intake")) | TYPED)
    assert taken.status_code == 200, taken.text
    assert "2026年9月28日" in taken.text
    case_id = UUID(re.findall(r"/desk/cases/([0-9a-f-]{36})", taken.text)[0])
    await clerk.given(case_id, "register")
    await clerk.given(case_id, "ask-unit", unit="征地管理股", text="请检索")
    asked = await officer.see("/desk/tasks")
    assert f"/desk/cases/{case_id}/record-unit-answer?unit=" in asked
    await officer.given(
        case_id, "record-search", places="档案室\n办公系统", keywords="老街\n补偿", found="no", result="未查到"
    )
    await officer.given(case_id, "record-unit-answer", text="本股没有这份方案")
    assert "现在没有等您办理的事项" in await officer.see("/desk/tasks")
    await clerk.given(case_id, "draft-determination", outcome="no_record", reasons="经检索没有查到。")
    assert "合法性审查：第1项" in await legal.see("/desk/tasks")
    review = await legal.see(f"/desk/cases/{case_id}/review-legality?item=1")
    assert "汤**" in review
    assert "汤满月" not in review
    assert "信息不存在" in review
    assert "老街”“补偿" in review
    await legal.given(case_id, "review-legality", item="1", opinion="lawful", text="检索充分")
    signing = await signer.see(f"/desk/cases/{case_id}/approve-determination?item=1")
    assert "检索充分" in signing
    assert "路修远" in signing
    assert "汤满月" in signing
    await signer.given(case_id, "approve-determination")
    await clerk.given(case_id, "issue-letter")
    shown = await clerk.see(f"/desk/cases/{case_id}")
    pdf = await clerk.get(re.findall(r'href="(/desk/cases/[0-9a-f-]+/letters/[0-9a-f-]+)"', shown)[0])
    assert "汤满月" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    await clerk.given(case_id, "record-posting", carrier="post", tracking_no="XA36000000012")
    assert "归档" in await archivist.see("/desk/tasks")
    assert str(case_id) in await archivist.see("/desk?view=done")
    await archivist.given(case_id, "archive", retention=Retention.THIRTY_YEARS.value)
    case = (await open_case(desks.ground, make.actor(Role.CLERK), case_id)).case
    assert case.stage is Stage.ARCHIVED
    assert {event.actor for event in case.happened if event}.isdisjoint({"citizen"})
    past = await clerk.see(f"/desk/cases/{case_id}?as_of={ON}")
    assert "2026年8月31日" in past


def intake(response: httpx.Response) -> dict[str, str]:
    return {name: text for name, text in Page(response).form().items() if name != "form_proof"} | {"do": "send"}


async def test_a_paper_entered_twice_is_one_case_and_its_confirmation_is_asked_for(desks: Desks) -> None:
    clerk = await desks.sit("clerk")
    form = intake(await clerk.get("/desk/intake")) | TYPED
    fax = await clerk.post("/desk/intake", **form | {"channel": "fax"})
    assert fax.status_code == 422
    assert "#confirmed_on" in Page(fax).links
    assert Page(fax).form()["name"] == "汤满月"
    later = await clerk.post("/desk/intake", **form | {"on": (DAY + timedelta(1)).isoformat()})
    assert later.status_code == 422
    assert "还没有到" in later.text
    on_line = await clerk.post("/desk/intake", **form | {"channel": "online"})
    assert on_line.status_code == 422
    items = await clerk.post("/desk/intake", **form | {"do": "add"})
    assert "description-2" in Page(items).form()
    first = await clerk.post("/desk/intake", **form)
    second = await clerk.post("/desk/intake", **form)
    numbers = [re.findall(r"SZZRZY-2026-S-\d{4}", one.text)[0] for one in (first, second)]
    assert numbers[0] == numbers[1]
    assert "此前已经登记" in second.text
    assert (await clerk.see("/desk")).count('class="shape"') == 1


async def test_an_identity_is_shown_once_and_put_on_record(desks: Desks) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    shown = await clerk.see(f"/desk/cases/{case_id}")
    assert "13900000000" not in shown
    person = re.findall(r'name="person_id" value="([0-9a-f-]+)"', shown)[0]
    path = f"/desk/cases/{case_id}/reveal"
    nothing = await clerk.post(path, person_id=person)
    assert nothing.status_code == 422
    revealed = await clerk.post(path, person_id=person, purpose="contact")
    assert revealed.status_code == 200
    assert "13900000000" in revealed.text
    assert revealed.headers["cache-control"] == "no-store"
    assert "13900000000" not in await clerk.see(f"/desk/cases/{case_id}")
    zipped = await clerk.post(f"/desk/cases/{case_id}/package", purpose="archive")
    with zipfile.ZipFile(io.BytesIO(zipped.content)) as packed:
        assert packed.testzip() is None
    assert (await clerk.get(f"/desk/cases/{case_id}/package")).status_code in {404, 405}


async def test_no_page_shows_an_identity_to_anybody(desks: Desks) -> None:
    case_id = await desks.case()
    third = Identity(RequesterKind.PERSON, "汤满月", phone="13911112222", address="石钟县双钟镇沿湖村八组")
    await make.give(desks.ground, case_id, [
        c.RegisterRequest(DAY), c.Consult(DAY, "第三方甲", ConsulteeKind.THIRD_PARTY, third, "是否同意"),
        *make.refusal_path(DAY)[1:2],
    ])  # fmt: skip
    for role in staff.ROLES:
        desk = await desks.sit(role)
        for path in ("/desk", "/desk/tasks", "/desk/overview", f"/desk/cases/{case_id}",
                     f"/desk/cases/{case_id}/ledger", f"/desk/cases/{case_id}/endorse",
                     f"/desk/cases/{case_id}/review-legality", f"/desk/cases/{case_id}/approve-determination"):  # fmt: skip
            text = (await desk.get(path)).text
            for secret in ("13900000000", "13911112222", "沿湖村七组1", "沿湖村八组"):
                assert secret not in text, (role, path)
            if role not in {"clerk", "office_head", "signer", "archivist"}:
                assert "陶满仓" not in text, (role, path)
                assert "汤满月" not in text, (role, path)


async def test_a_supervisor_sees_how_each_agency_stands(desks: Desks) -> None:
    await desks.case()
    await desks.case(DAY - timedelta(days=40))
    above = await desks.sit("supervisor")
    entered = await above.see("/desk/overview")
    row = entered.split("石钟县自然资源局</th>")[1].split("</tr>")[0]
    assert re.findall(r'class="figure[^"]*">(\d+)<', row) == ["2", "1", "0", "0", "1", "0"]
    assert "接收2" in row
    assert "石钟县自然资源局" in await above.see("/desk")
    own = await (await desks.sit("clerk")).see("/desk/overview")
    assert "石钟县财政局" not in own


async def test_another_role_of_the_account_is_chosen_only_when_there_is_one(desks: Desks) -> None:
    clerk = await desks.sit("clerk")
    none = await clerk.post("/desk/account/appointment", appointment="3,clerk")
    assert none.status_code == 404
    async with desks.ground.pool.agencies([2]) as conn:
        account = await conn.fetchval("select id from account where login = 'jingban'")
        await conn.execute(
            "insert into appointment (account_id, agency_id, role, unit_code, at) values ($1, 2, 'archivist', null, $2)",
            account, make.noon(DAY),
        )  # fmt: skip
    assert "档案员" in await clerk.see("/desk/account")
    chosen = await clerk.post("/desk/account/appointment", appointment="2,archivist")
    assert chosen.headers["location"] == "/desk/tasks"
    assert (await clerk.get("/desk/intake")).status_code == 403


async def test_what_the_rules_find_is_shown_with_its_law_and_its_reasons(desks: Desks) -> None:
    case_id, clerk = await desks.case(), await desks.sit("clerk")
    await clerk.given(case_id, "register")
    answers = {"assessment-nature-petition": "yes"}
    await clerk.given(case_id, "assess-item", item="1", text="要求处理具体事项", **answers)
    shown = (await clerk.see(f"/desk/cases/{case_id}")).split('id="found"')[1].split("</section>")[0]
    assert "第1项：" in shown
    assert "结论：信访、投诉、举报" in shown
    assert "第三十九条" in shown
    assert "为什么" in shown
