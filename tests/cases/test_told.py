"""What letters say of the period: never an effect that the clock denies."""

from datetime import date

from tests import builders as make
from tests.letters.letter_samples import pages

from ysq.cases import Ground
from ysq.domain import commands as c
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.terms import ConsulteeKind, FeeBasis, Reply, RequesterKind, Role

DAY = date(2026, 3, 2)
TOLLED = "所需时间依法不计算在答复期限内"


def consulted(sent: date, *after: c.CaseCommand) -> list[c.CaseCommand]:
    """An agency asked on `sent`, and what came of it."""
    asked = Identity(RequesterKind.OTHER_ORGANISATION, "双钟镇人民政府", address="石钟县双钟镇人民路2号")
    return [c.Consult(sent, "双钟镇", ConsulteeKind.CO_PRODUCER, asked, "请提出意见。"), *after]


def agreed(day: date) -> c.CaseCommand:
    """The opinion of the agency that was asked."""
    return c.RecordConsultationAnswer(day, "双钟镇", Reply.AGREED, "同意公开。")


def extended(day: date) -> list[c.CaseCommand]:
    """An extension by 20 working days, told on `day`."""
    return [c.ProposeExtension(day, 20, "需要会商。"), c.ApproveExtension(day), c.TellExtension(day)]


def corrected(asked: date, received: date) -> list[c.CaseCommand]:
    """A correction asked and received."""
    item = RequestedItem("沿湖村七组的征地补偿安置方案讨论记录")
    return [
        c.AskClarification(asked, "请写明名称。", 15),
        c.RecordClarificationDelivery(asked),
        c.ReceiveClarification(received, {1: item}),
    ]


async def letter_of(ground: Ground, answered: date, *path: c.CaseCommand) -> str:
    """What a refusal says that is issued on `answered` after `path`, in a case received on 2 March 2026."""
    case_id = await make.received(ground, DAY)
    _register, *refusal = make.refusal_path(answered)
    whole = [c.RegisterRequest(DAY), *path, *refusal, c.IssueLetter(answered, (1,))]
    case = await make.give(ground, case_id, whole)
    document = await ground.files.get(case.letters[-1].file.id)
    return "".join(page.text for page in pages(document))


async def test_a_correction_restarts_the_period_in_the_letter_when_it_was_asked_in_time(ground: Ground) -> None:
    read = await letter_of(ground, date(2026, 3, 20), *corrected(date(2026, 3, 4), date(2026, 3, 9)))
    assert "于2026年3月9日收到补正后的申请，答复期限自该日起计算。" in read


async def test_a_correction_asked_too_late_restarts_nothing_in_the_letter(ground: Ground) -> None:
    read = await letter_of(ground, date(2026, 3, 20), *corrected(date(2026, 3, 13), date(2026, 3, 18)))
    assert "于2026年3月18日收到补正后的申请，答复期限不因此重新起算。" in read
    assert "自该日起计算" not in read


async def test_a_consultation_in_time_is_told_as_not_counted(ground: Ground) -> None:
    read = await letter_of(ground, date(2026, 3, 20), *consulted(date(2026, 3, 4), agreed(date(2026, 3, 11))))
    assert f"征求意见于2026年3月11日结束，结果为：同意公开。征求意见{TOLLED}" in read


async def test_a_consultation_sent_after_the_due_date_leaves_no_time_out(ground: Ground) -> None:
    read = await letter_of(ground, date(2026, 4, 8), *consulted(date(2026, 4, 1), agreed(date(2026, 4, 7))))
    assert "征求意见于2026年4月7日结束，结果为：同意公开。" in read
    assert TOLLED not in read


async def test_a_consultation_before_a_restart_leaves_no_time_out_of_the_new_period(ground: Ground) -> None:
    path = [*consulted(date(2026, 3, 3), agreed(date(2026, 3, 4))), *corrected(date(2026, 3, 5), date(2026, 3, 10))]
    read = await letter_of(ground, date(2026, 3, 20), *path)
    assert "征求意见于2026年3月4日结束" in read
    assert TOLLED not in read


async def test_an_opinion_after_the_partys_period_ends_nothing_later_than_the_period(ground: Ground) -> None:
    delivered = c.RecordConsultationDelivery(date(2026, 3, 4), "双钟镇")
    path = consulted(date(2026, 3, 4), delivered, agreed(date(2026, 3, 30)))
    read = await letter_of(ground, date(2026, 4, 1), *path)
    assert "征求意见于2026年3月25日结束，结果为：期限届满后提出意见：同意公开。" in read


async def test_an_extension_is_told_to_the_day_the_requester_was_told(ground: Ground) -> None:
    later = consulted(date(2026, 3, 9), agreed(date(2026, 3, 17)))
    read = await letter_of(ground, date(2026, 4, 15), *extended(date(2026, 3, 6)), *later)
    assert "答复期限延长至2026年4月28日，本机关已于2026年3月6日告知" in read


async def test_an_extension_told_while_a_consultation_runs_names_its_days(ground: Ground) -> None:
    path = [*consulted(date(2026, 3, 4)), *extended(date(2026, 3, 6)), agreed(date(2026, 3, 10))]
    read = await letter_of(ground, date(2026, 3, 20), *path)
    assert "答复期限延长20个工作日，本机关已于2026年3月6日告知" in read


async def test_an_extension_that_a_restart_overtook_is_told_as_gone(ground: Ground) -> None:
    path = [*extended(date(2026, 3, 3)), *corrected(date(2026, 3, 5), date(2026, 3, 10))]
    read = await letter_of(ground, date(2026, 3, 20), *path)
    assert "曾于2026年3月3日告知你延长答复期限，现行答复期限不包含该次延长。" in read
    assert "延长至" not in read


ASKED = c.AskReasons(date(2026, 3, 4), "请说明申请数量较多的理由。")
HEARD = c.ReceiveReasons(date(2026, 3, 9), "课题研究需要。")
DEFERRED = c.DeferAnswer(date(2026, 3, 11), "理由合理，材料较多。", date(2026, 5, 29))


async def deferred(ground: Ground, answered: date, *after: c.CaseCommand) -> str:
    """What a refusal says after its answer was deferred, and `after` that."""
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [c.RegisterRequest(DAY), ASKED, HEARD])
    await make.give(ground, case_id, [DEFERRED], Role.OFFICE_HEAD)
    case = await make.give(ground, case_id, [*after, *make.refusal_path(answered)[1:], c.IssueLetter(answered, (1,))])
    return "".join(page.text for page in pages(await ground.files.get(case.letters[-1].file.id)))


async def test_a_deferral_explains_the_day_of_the_answer(ground: Ground) -> None:
    read = await deferred(ground, date(2026, 5, 20))
    assert "说明的理由合理，本机关于2026年3月11日告知你延迟至2026年5月29日答复。" in read


async def test_a_deferral_that_a_restart_overtook_is_told_as_gone(ground: Ground) -> None:
    paid = [c.DemandFee(date(2026, 3, 16), "数量明显超过合理范围。", FeeBasis.BY_PAGE, 31)]
    read = await deferred(ground, date(2026, 4, 1), *paid, c.RecordPayment(date(2026, 3, 20), 1000))
    assert "曾于2026年3月11日告知你延迟至2026年5月29日答复，现行答复期限不以该日期为准。" in read


async def test_an_answer_tells_of_another_item_that_was_withdrawn(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "沿湖村七组的征地补偿安置方案", "沿湖村七组的验收报告")
    withdrawn = c.WithdrawRequest(date(2026, 3, 5), "已自行取得", (2,))
    path = [c.RegisterRequest(DAY), withdrawn, *make.refusal_path(date(2026, 3, 10))[1:]]
    case = await make.give(ground, case_id, [*path, c.IssueLetter(date(2026, 3, 10), (1,))])
    read = "".join(page.text for page in pages(await ground.files.get(case.letters[-1].file.id)))
    assert "你已于2026年3月5日撤回第2项申请（“沿湖村七组的验收报告”），本机关自该日起终止办理该项" in read


async def test_an_answer_to_everything_tells_of_no_withdrawal(ground: Ground) -> None:
    assert "撤回" not in await letter_of(ground, date(2026, 3, 20))
