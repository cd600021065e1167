"""An invented notice or form of each procedural kind."""

from datetime import date

from msgspec.structs import replace

from ysq.domain.terms import ConsulteeKind, DeliveryWish, FeeBasis, Medium, RemedyKind, RequesterKind
from ysq.letters import NoticeFacts
from ysq.letters import notices as n
from ysq.letters import sheets as s
from ysq.letters.facts import SearchRecord

ASKED = "城关镇2025年度第三批次城镇建设用地的征收土地公告和征地补偿安置方案"
WHICH = "哪些内容属于贵方的商业秘密，公开会造成怎样的损害。"
JOINT = "该通知是否已经公布。"
CONTRACT = "某采矿权出让合同中的开采工艺参数和报价"
REGISTER_NO = "YLZRZY-2026-0017"
SEARCH = SearchRecord(
    "档案室工作人员", date(2026, 3, 9), ("文书档案（1996年至2001年）",), ("东坪村", "建设用地"), "未检索到相关文件。"
)
SEARCH_AGAIN = SearchRecord(
    "用途管制股工作人员",
    date(2026, 3, 10),
    ("建设用地审批系统",),
    ("东坪村", "村委会"),
    "系统自2004年起启用，没有1998年的记录。",
)


def notice(
    told: n.AnyNotice, *items: str, to: tuple[str, ...] = ("赵一",), dated: date = date(2026, 3, 6)
) -> NoticeFacts:
    """The facts of a notice about a request of 2 March 2026."""
    return NoticeFacts(
        addressees=to,
        organisation=False,
        number="云自然资依告〔2026〕7号",
        dated=dated,
        received_on=date(2026, 3, 2),
        request_no="20260302-0017",
        items=items or (ASKED,),
        notice=told,
    )


NOTICES: dict[str, NoticeFacts] = {
    "application_form": notice(
        s.ApplicationForm(
            RequesterKind.PERSON,
            ("赵一", "钱二"),
            ("孙三",),
            "999***********1X",
            ("电话139****0000", "地址云岭县****"),
            REGISTER_NO,
            Medium.PAPER,
            DeliveryWish.POST,
            "至2026年3月30日届满",
            (s.CorrectedItem(2, date(2026, 3, 9), "东坪村2025年征地补偿分户结果表"),),
        ),
        ASKED,
        "东坪村征地补偿分户结果表",
        to=("赵一", "钱二"),
        dated=date(2026, 3, 9),
    ),
    "clarification_notice": notice(
        n.ClarificationNotice(
            (
                "申请内容中“有关的文件”不能确定是哪一份，请写明文件的名称、文号或者形成的年份。",
                "请写明获取信息的方式。",
            ),
            15,
        ),
        "东坪村有关的文件",
    ),
    "reasons_notice": notice(
        n.ReasonsNotice(
            ("自2026年1月1日至3月2日，本机关收到同一申请人提出的申请96件，内容多有重复。",), (date(2026, 3, 13),)
        )
    ),
    "extension_notice": notice(
        n.ExtensionNotice(("所申请的信息涉及三个乡镇的档案，需要逐卷核对。",), 15, date(2026, 4, 21)),
        dated=date(2026, 3, 27),
    ),
    "extension_notice_provisional": replace(
        notice(
            n.ExtensionNotice(
                ("所申请的信息涉及三个乡镇的档案，需要逐卷核对。",), 20, date(2027, 1, 19), provisional=True
            ),
            dated=date(2026, 12, 18),
        ),
        received_on=date(2026, 11, 24),
        request_no="20261124-0017",
    ),
    "extension_notice_year_end": replace(
        notice(
            n.ExtensionNotice(
                ("所申请的信息涉及三个乡镇的档案，需要逐卷核对。",), 12, date(2026, 12, 30), unsettled=True
            ),
            dated=date(2026, 12, 14),
        ),
        received_on=date(2026, 11, 16),
        request_no="20261116-0009",
    ),
    "deferral_notice": notice(
        n.DeferralNotice(
            ("申请共96件，涉及十六个年度的档案，逐件检索、审查需要较长时间。",),
            date(2026, 9, 30),
            date(2026, 3, 6),
            date(2026, 3, 13),
        ),
        dated=date(2026, 3, 27),
    ),
    "third_party_consultation": notice(
        n.ThirdPartyConsultation((CONTRACT,), (WHICH,), 15), to=("云岭县某某矿业有限公司",)
    ),
    "consultation_reply": notice(
        s.ConsultationReply("云自然资依告〔2026〕7号", "云岭县某某矿业有限公司", (CONTRACT,)),
        to=("云岭县某某矿业有限公司",),
    ),
    "consultation_notice": notice(n.ConsultationNotice(ConsulteeKind.THIRD_PARTY, date(2026, 3, 5))),
    "co_producer_consultation": notice(
        n.CoProducerConsultation(("《关于城关镇旧城改造的联合通知》",), (JOINT,), 15), to=("云岭县住房和城乡建设局",)
    ),
    "agency_consultation": notice(
        n.AgencyConsultation(("某片区控制性详细规划局部调整协调会的讨论记录",), ("该规划调整目前所处的阶段。",)),
        to=("云岭县住房和城乡建设局",),
    ),
    "unit_request": notice(
        n.UnitRequest(("请检索上述文件，并就是否涉及国家秘密、商业秘密和个人隐私提出意见。",), date(2026, 3, 30)),
        to=("耕地保护股",),
    ),
    "unit_request_provisional": replace(
        notice(
            n.UnitRequest(("请检索上述文件。",), date(2027, 1, 13), provisional=True),
            to=("耕地保护股",),
            dated=date(2026, 12, 18),
        ),
        received_on=date(2026, 12, 15),
    ),
    "fee_notice": notice(
        n.FeeNotice(
            FeeBasis.BY_PAGE,
            "fees.art5",
            1500,
            (
                "30页以下的部分，不收费",
                "31页至100页的部分，每页10元",
                "101页至200页的部分，每页20元",
                "201页以上的部分，每页40元",
            ),
            5_470_000,
            ("所申请的信息共1500页，明显超过合理范围。",),
            "持本通知书到云岭县政务服务中心非税收入窗口缴纳，或者通过江右非税缴款码缴纳",
            20,
        )
    ),
    "third_party_notice": notice(
        n.ThirdPartyNotice(
            date(2026, 3, 4),
            ("某化工项目废水排放口的监测数据",),
            ("监测数据反映下游居民饮用水源的安全状况；贵方所称数据属于商业秘密，但数据本身不反映生产工艺。",),
        ),
        to=("云岭县某某化工有限公司",),
        dated=date(2026, 3, 24),
    ),
    "delivery_receipt": notice(
        s.DeliveryReceipt(
            "云岭县自然资源局政府信息公开申请答复书", "云自然资依复〔2026〕12号", "赵一", "云岭县城关镇东坪村七组"
        ),
        dated=date(2026, 3, 24),
    ),
    "approval_sheet": notice(
        s.ApprovalSheet(
            REGISTER_NO,
            "至2026年3月30日届满",
            (
                s.ProposedItem(1, ASKED, "予以公开", "", "《中华人民共和国政府信息公开条例》第三十六条第二项"),
                s.ProposedItem(
                    2,
                    "规划条件调整的讨论记录",
                    "不予公开（过程性信息）",
                    "形成于论证阶段，公开会妨碍坦率讨论。",
                    "《中华人民共和国政府信息公开条例》第十六条第二款、第三十六条第三项",
                ),
            ),
            (
                s.Step("drafted", 2, "工作机构经办人", date(2026, 3, 18), ""),
                s.Step("legality", 2, "法律顾问、公职律师", date(2026, 3, 19), "合法。"),
                s.Step("approved", 2, "签发人", date(2026, 3, 20), "同意。"),
            ),
            "工作机构经办人，2026年3月2日",
            (s.SentLetter("云自然资依复〔2026〕12号", "2026年3月24日", "", "2026年3月25日（签收）"),),
            records=14,
            head="0f1e2d3c 4b5a6978",
        ),
        ASKED,
        "规划条件调整的讨论记录",
        dated=date(2026, 3, 25),
    ),
    "search_sheet": notice(
        s.SearchSheet(REGISTER_NO, (SEARCH, SEARCH_AGAIN)),
        "东坪村村委会1998年建设用地批准文件",
        dated=date(2026, 3, 10),
    ),
    "secrecy_sheet": notice(
        s.SecrecySheet(
            REGISTER_NO,
            (
                s.ReviewedRecord(
                    1, ASKED, "保密审查人", date(2026, 3, 17), releasable=True, opinion="不涉及国家秘密。"
                ),
                s.ReviewedRecord(
                    2, "某批次用地测绘图", "保密审查人", date(2026, 3, 17), releasable=False, opinion="标有密级。"
                ),
            ),
        ),
        dated=date(2026, 3, 17),
    ),
    "evidence_list": notice(
        s.EvidenceList(
            (
                s.Exhibit(1, "政府信息公开申请表", date(2026, 3, 2), 2, "request.received"),
                s.Exhibit(2, "检索记录", date(2026, 3, 9), 1, "search.recorded"),
                s.Exhibit(3, "云自然资依复〔2026〕12号答复书", date(2026, 3, 24), 3, "letter.issued"),
                s.Exhibit(4, "邮件交寄凭证", date(2026, 3, 25), 0, "letter.posted"),
            ),
            RemedyKind.RECONSIDERATION,
        ),
        dated=date(2026, 5, 8),
    ),
}
