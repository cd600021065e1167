"""What a page costs: exchanges with the database, ledgers, letters; each is held, because a page adds them unseen."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from contextvars import ContextVar
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests import builders as make
from tests.web.journeys import DAY
from tests.web.staff import Desks

from ysq.app import _keep_for_good
from ysq.cases import draft
from ysq.cases.desk import open_case
from ysq.cases.ruling import case_findings
from ysq.domain import commands as c
from ysq.domain.assessment import Assessment, NatureAssessment
from ysq.domain.clock import fold
from ysq.domain.letters import WithheldAspect
from ysq.domain.terms import Role

_ASKING = ContextVar("asking", default=False)
"""Set in the task that asks for a page: what the service does beside it isn't counted."""
REASONS = "该记录形成于尚未定稿的方案论证阶段，公开会妨碍后续论证。"


@pytest.fixture(autouse=True)
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the database for a page, a line an exchange."""
    sent: list[str] = []

    def noted(told: asyncpg.connection.LoggedQuery) -> None:
        # What asyncpg asks a new connection about its types isn't the page's.
        if _ASKING.get() and "typeinfo_tree" not in told.query and "jit" not in told.query:
            sent.append(told.query)

    async def listened(connection: asyncpg.Connection[asyncpg.Record]) -> None:
        connection.add_query_logger(noted)

    monkeypatch.setattr(asyncpg, "create_pool", partial(asyncpg.create_pool, init=listened))
    return sent


async def drafted(desks: Desks) -> UUID:
    """A case of two items; a refusal of the first is drafted."""
    case_id = await desks.case(DAY, "沿湖村七组的讨论记录", "该记录的签到表")
    draft = c.DraftDetermination(DAY, 1, "deliberative", REASONS, WithheldAspect.DISCUSSION)
    await make.give(desks.ground, case_id, [c.RegisterRequest(DAY), draft])
    return case_id


@pytest.mark.parametrize(
    ("page", "most"),
    [("/", 1), ("/desk", 9), ("/desk/tasks", 7), ("/desk/cases/{}", 8), ("/desk/cases/{}/ledger", 5),
     ("/desk/cases/{}/draft-determination", 8), ("/desk/cases/{}/revise-draft", 8)],
)  # fmt: skip
async def test_a_page_asks_the_database_no_oftener_than_this(
    desks: Desks, statements: list[str], page: str, most: int
) -> None:
    clerk, address = await desks.sit("clerk"), page.format(await drafted(desks))
    await clerk.see(address)  # afterwards the agencies are known
    _ASKING.set(True)
    await clerk.see(address)
    await asyncio.sleep(0)
    assert statements
    assert len(statements) <= most, "\n".join(statements)


@pytest.mark.parametrize("page", ["", "/ledger", "/draft-determination", "/revise-draft", "/propose-extension"])
async def test_a_page_counts_each_ledger_once(desks: Desks, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    clerk, case_id = await desks.sit("clerk"), await drafted(desks)
    counted, answer = Counter[Any](), fold._answer

    def noted(course: Any, *rest: Any, **more: Any) -> Any:
        counted[course] += _ASKING.get()
        return answer(course, *rest, **more)

    monkeypatch.setattr(fold, "_answer", noted)
    _ASKING.set(True)
    await clerk.see(f"/desk/cases/{case_id}{page}")
    assert set(counted.values()) - {0} == {1}


async def test_a_form_makes_its_letter_once(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, case_id = await desks.sit("clerk"), await drafted(desks)
    made, ahead = [], draft.letter_ahead

    def noted(*asked: Any) -> Any:
        made.append(asked)
        return ahead(*asked)

    monkeypatch.setattr(draft, "letter_ahead", noted)
    shown = await clerk.see(f"/desk/cases/{case_id}/draft-determination?item=1")
    assert REASONS in shown
    assert len(made) == 1
    refused = await clerk.give(case_id, "draft-determination", item="1", reasons="")
    assert refused.status_code == 422
    assert len(made) == 3  # the form's, and one for the page that came back


async def test_items_of_which_the_same_is_known_are_asked_about_once(desks: Desks) -> None:
    asked = []

    def noted(*question: Any) -> Any:
        asked.append(question)
        return evaluate(*question)

    case_id, clerk = await desks.case(DAY, "沿湖村七组的讨论记录", "该记录的签到表"), make.actor(Role.CLERK)
    evaluate, ground = desks.ground.evaluate, msgspec.structs.replace(desks.ground, evaluate=noted)
    await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    found = case_findings(ground, await open_case(ground, clerk, case_id), make.noon(DAY))
    assert len(asked) == 1
    assert [one.item for one in found.items] == [1, 2]
    assert found.items[0].findings == found.items[1].findings
    told = Assessment(NatureAssessment(petition=True))
    await make.give(ground, case_id, [c.AssessItem(DAY, "第二项是反映问题。", 2, told)])
    asked.clear()
    found = case_findings(ground, await open_case(ground, clerk, case_id), make.noon(DAY))
    assert len(asked) == 2
    assert found.items[0].findings != found.items[1].findings


def test_what_stands_at_the_start_is_never_looked_at_again_as_garbage() -> None:
    before, threshold = gc.get_freeze_count(), gc.get_threshold()
    _keep_for_good()
    kept = gc.get_freeze_count()
    gc.unfreeze()
    gc.set_threshold(*threshold)
    assert kept > before + 10_000
