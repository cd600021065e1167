"""Twenty clerks on one case with the same version: one wins each round, the others are told what changed."""

import asyncio
from collections import Counter

from tests.api.conftest import Office
from tests.web.journeys import DAY

from ysq.cases.dossier import load_case
from ysq.db.events import first_bad

ROUNDS, RACERS = 5, 20


async def test_twenty_racers_have_one_winner_each_round(office: Office) -> None:
    case_id, clerk = await office.case(), await office.sign_in("clerk")
    assert (await clerk.post(f"/cases/{case_id}/register", {"on": DAY.isoformat()}, match=1)).status_code == 200
    for turn in range(ROUNDS):
        version = 2 + turn
        answers = await asyncio.gather(
            *(
                clerk.post(
                    f"/cases/{case_id}/log-contact",
                    {"on": DAY.isoformat(), "text": f"第{racer}人", "via": "phone"},
                    match=version,
                )
                for racer in range(RACERS)
            )
        )
        assert Counter(one.status_code for one in answers) == {200: 1, 412: RACERS - 1}
        for lost in answers:
            if lost.status_code == 412:
                assert [one["type"] for one in lost.json()["changed"]] == ["contact.logged"]
    async with office.ground.pool.agencies([2]) as conn:
        loaded = await load_case(conn, case_id)
    assert loaded is not None
    assert [event.version for event in loaded[0]] == list(range(1, 3 + ROUNDS))
    assert first_bad(loaded[0]) is None
