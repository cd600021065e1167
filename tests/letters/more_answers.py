"""An invented answer for each decision code beside the first ones, with the steps that led to it."""

from datetime import date

import msgspec

from ysq.domain.grounds import (
    AccessRoute,
    EarlierAnswer,
    ForbiddingLaw,
    ResponsibleAgency,
    SecrecyLevel,
    SecretMarking,
    SectorUnit,
    SpecialLaw,
    ThirdPartyView,
    Undetermined,
    Withdrawal,
)
from ysq.domain.letters import WithheldAspect
from ysq.domain.terms import ConsulteeKind, RemedyKind
from ysq.letters.facts import AnsweredBefore, Clarified, Consulted, ItemAnswer, NotClarified, ReasonsAsked, Step, Unpaid

MARKING = SecretMarking(SecrecyLevel.SECRET, "江州市某局", "某领域国家秘密范围的规定第3项", "10年")
VIEW = ThirdPartyView("第三方的理由成立，不公开不会对公共利益造成重大影响")
HEARD = Consulted(ConsulteeKind.THIRD_PARTY, date(2026, 3, 4), date(2026, 3, 18), "不同意公开")
_PLAN = "城关镇2025年度国有建设用地供应计划"

MORE: dict[str, ItemAnswer] = {
    "state_secret": ItemAnswer(
        1,
        "某区域1∶10000基础测绘成果图",
        "state_secret",
        reasons="该成果图已由有权机关依法确定为国家秘密，尚在保密期限内，没有解密，也不能通过删减变更为非涉密信息。",
        basis=MARKING,
        indivisible="成果图的坐标、等高线等要素均在定密范围之内。",
    ),
    "prohibited_by_law": ItemAnswer(
        1,
        "某起案件中未成年人的询问笔录",
        "prohibited_by_law",
        reasons="该笔录记载未成年人的姓名、住所和就读学校，公开足以识别该未成年人。",
        basis=ForbiddingLaw("《中华人民共和国未成年人保护法》第一百零三条"),
        indivisible="笔录全文均为对该未成年人的询问和回答，遮盖上述内容后没有可以单独提供的信息。",
    ),
    "security_and_stability": ItemAnswer(
        1,
        "城关镇供水主干管网阀门井位置图",
        "security_and_stability",
        reasons="位置图标明供水主干管网全部阀门井的坐标和启闭方式，公开后可能被用于破坏供水设施，危及公共安全。",
        aspect=WithheldAspect.PUBLIC_SECURITY,
        indivisible="位置图的全部内容即为阀门井的坐标和启闭方式，没有可以单独提供的部分。",
    ),
    "third_party_interest": ItemAnswer(
        1,
        "某采矿权出让项目的开采工艺参数",
        "third_party_interest",
        reasons="开采工艺参数未为公众所知，能为权利人带来经济利益，权利人对其采取了保密措施。",
        aspect=WithheldAspect.TRADE_SECRET,
        basis=VIEW,
        indivisible="该文件全文均为工艺参数，没有可以单独提供的其他内容。",
    ),
    "internal_affairs": ItemAnswer(
        1,
        "本机关2025年度工作人员考核评议表",
        "internal_affairs",
        reasons="考核评议表仅用于本机关内部的人员管理，对外不设定权利义务；公开会影响考核的客观进行。",
        aspect=WithheldAspect.PERSONNEL,
        indivisible="评议表逐项均为对个人的评价，没有可以单独提供的其他内容。",
    ),
    "deliberative": ItemAnswer(
        1,
        "城关镇某地块规划条件调整的请示",
        "deliberative",
        reasons="该请示形成于批复作出之前，内容为拟办方案的比选，批复已经公布，公众可以据此了解和监督。",
        aspect=WithheldAspect.REPORT,
        indivisible="请示全文均为拟办方案的比选意见，没有可以单独提供的事实性内容。",
    ),
    "enforcement_file": ItemAnswer(
        1,
        "对某公司违法占地案的调查笔录",
        "enforcement_file",
        reasons="调查笔录收录于该案的行政执法案卷，载有举报人和证人的陈述；处罚决定已经依法公示。",
        indivisible="笔录全文均为有关人员的陈述，遮盖后没有可以单独提供的信息。",
    ),
    "already_public": ItemAnswer(
        1,
        _PLAN,
        "already_public",
        basis=AccessRoute(
            "云岭县人民政府网站“法定主动公开内容—自然资源—土地供应”栏目，网址为https://www.yunling.example/zrzy/2025"
        ),
    ),
    "special_regime": ItemAnswer(
        1,
        "某小区3栋201室的不动产登记资料",
        "special_regime",
        reasons="不动产登记资料由权利人、利害关系人依法查询、复制，所申请的资料已经记载于不动产登记簿。",
        basis=SpecialLaw(
            "《不动产登记暂行条例》第二十七条",
            "持身份证件和利害关系证明到云岭县不动产登记中心（城关镇示例路3号）申请查询",
        ),
    ),
    "needs_processing": ItemAnswer(
        1,
        "近十年全县各村民小组征地补偿标准对比分析",
        "needs_processing",
        reasons="本机关保存有各批次征地补偿安置方案，但没有按村民小组逐年汇总、对比的材料；形成该材料需要从142份方案中逐一摘录、换算和比较。",
    ),
    "still_unclear": ItemAnswer(
        1,
        "与本村有关的全部土地材料",
        "still_unclear",
        reasons="补正后的内容没有写明文件的名称、文号、形成时间或者涉及的地块，“全部土地材料”可以指审批、权属、执法等多类文件，无法检索。",
    ),
    "petition": ItemAnswer(
        1,
        "请求查处邻居违法建房并答复处理结果",
        "petition",
        reasons="该事项要求本机关对具体行为进行查处并告知结果，没有指向已经制作或者保存的文件。",
        basis=AccessRoute("自然资源违法举报电话12336，或者云岭县自然资源局执法监察股（城关镇示例路1号）"),
    ),
    "duplicate": ItemAnswer(
        1,
        "东坪村2024年征地补偿安置方案",
        "duplicate",
        reasons="两次申请的文件名称、年度和范围相同，此前已经提供全文，该文件没有变更。",
        basis=EarlierAnswer("云自然资依复〔2025〕40号", date(2025, 11, 3)),
    ),
    "publication": ItemAnswer(
        1,
        "《云岭年鉴（2024）》",
        "publication",
        basis=AccessRoute("可以向云岭县新华书店购买，也可以到云岭县图书馆地方文献室借阅"),
    ),
    "excessive": ItemAnswer(
        1,
        "2010年至2025年各批次用地的全部会议纪要",
        "excessive",
        reasons="自2026年1月至3月，同一申请人就相近内容提出申请96件；其说明仅称“需要研究”，没有说明各件申请之间的区别和必要。",
    ),
    "reissue": ItemAnswer(
        1,
        "对已提供的征地批复加盖公章确认其真实性",
        "reissue",
        reasons="该批复的复印件已经加盖本机关依申请公开专用章提供，内容没有变更。",
        basis=EarlierAnswer("云自然资依复〔2025〕52号", date(2025, 12, 8)),
    ),
    "lapsed_clarification": ItemAnswer(
        1,
        "有关的文件",
        "lapsed_clarification",
        reasons="补正告知书已由申请人本人签收；本机关于期限届满前一日电话提醒，申请人没有提出不能按期补正的理由。",
    ),
    "lapsed_fee": ItemAnswer(
        1,
        "全县历年征地档案的复制件",
        "lapsed_fee",
        reasons="收费通知书已由申请人本人签收，载明计费依据、标准、数额和缴纳方式。",
    ),
    "withdrawn": ItemAnswer(1, "城关镇某地块规划条件", "withdrawn", basis=Withdrawal(date(2026, 3, 16))),
    "sector_unit": ItemAnswer(
        1,
        "城关镇二次供水水质检测记录",
        "sector_unit",
        reasons="检测记录由供水企业在日常运行中形成，本机关没有制作，也没有获取。",
        basis=SectorUnit("云岭县自来水有限公司", "云岭县住房和城乡建设局（城关镇示例路8号，电话0999-1234580）"),
    ),
    "record_corrected": ItemAnswer(
        1,
        "征地补偿登记表中户主的身份证号码",
        "record_corrected",
        reasons="经与户籍登记核对，登记表录入时漏录一位数字；本机关已于2026年3月20日改正，并在登记表上注明更正日期。",
    ),
    "correction_declined": ItemAnswer(
        1,
        "征地补偿登记表中的房屋面积",
        "correction_declined",
        reasons="登记表所载面积与入户测量记录和申请人当时的签字确认一致；申请人提交的材料没有反映测量有误。",
    ),
    "correction_elsewhere": ItemAnswer(
        1,
        "户口登记中的出生日期",
        "correction_elsewhere",
        reasons="出生日期由公安机关登记和管理，本机关的材料转录自户口登记。",
        responsible=ResponsibleAgency("云岭县公安局", "云岭县城关镇示例路9号，电话0999-1234590"),
    ),
    "not_this_agency_unknown": ItemAnswer(
        1,
        "某段废弃铁路专用线的建设批文",
        "not_this_agency",
        reasons="该专用线由已经撤销的外地单位建设，本机关没有制作，也没有获取其批文；经向县档案馆和发展改革部门查询，均无记载。",
        responsible=Undetermined(),
    ),
}
"""By decision code; where a code has two faces, the second has a name of its own."""

STEPS: dict[str, tuple[Step, ...]] = {
    "third_party_interest": (HEARD,),
    "still_unclear": (Clarified(date(2026, 3, 5), date(2026, 3, 9)),),
    "excessive": (ReasonsAsked(date(2026, 3, 4), date(2026, 3, 12)),),
    "lapsed_clarification": (NotClarified(date(2026, 3, 4), date(2026, 3, 20)),),
    "lapsed_fee": (Unpaid(date(2026, 3, 4), 5_470_000, date(2026, 4, 2)),),
}
REDONE: dict[str, Step] = {
    "redo_after_review": AnsweredBefore(
        "云自然资依复〔2026〕5号",
        date(2026, 2, 2),
        date(2026, 3, 10),
        RemedyKind.RECONSIDERATION,
        "云府复决〔2026〕3号",
    ),
    "redo_by_itself": AnsweredBefore("云自然资依复〔2026〕5号", date(2026, 2, 2), date(2026, 3, 10)),
    "supplement": AnsweredBefore("云自然资依复〔2026〕5号", date(2026, 2, 2), date(2026, 3, 10), supplements=True),
}


def second(answer: ItemAnswer) -> ItemAnswer:
    """The same answer as item 2."""
    return msgspec.structs.replace(answer, number=2)
