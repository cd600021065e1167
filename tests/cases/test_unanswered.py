"""A determination tells which of the facts that outcomes.yaml asks for nobody has recorded."""

from datetime import date
from uuid import UUID

from tests import builders as make

from ysq.cases import Ground, load_dossier
from ysq.cases.ruling import ItemFindings, case_findings
from ysq.domain import commands as c
from ysq.domain.assessment import Assessment, Interest, RecordAssessment
from ysq.rules.facts import VOCABULARY

DAY = date(2026, 3, 2)


async def look(ground: Ground, case_id: UUID) -> ItemFindings:
    async with ground.pool.agencies([make.AGENCY]) as conn:
        dossier = await load_dossier(conn, await ground.directory.by_id(ground.pool, make.AGENCY), case_id)
    assert dossier is not None
    (item,) = case_findings(ground, dossier, make.noon(DAY)).items
    return item


async def test_a_refusal_tells_which_of_its_facts_nobody_has_recorded(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    assert (await look(ground, case_id)).unanswered == ()
    await make.give(ground, case_id, make.refusal_path(DAY)[:2])
    wanted = tuple(VOCABULARY[name].label for name in ground.book.outcomes.on(DAY)["deliberative"].facts)
    assert (await look(ground, case_id)).unanswered == wanted
    answered = Assessment(record=RecordAssessment(interests=frozenset({Interest.DELIBERATIVE}), separable=False))
    await make.give(ground, case_id, [c.AssessItem(DAY, "查阅原件", 1, answered)])
    assert (await look(ground, case_id)).unanswered == (VOCABULARY["record.discretion"].label,)
