"""By which words a letter shows what it is, what it decides and on which ground it withholds."""

import re

from ysq.domain.letters import LetterType
from ysq.domain.terms import Term

AGENCY = r"(?:本|我|我们)(?:机关|局|委|办|单位|府|县|镇|乡|厅|院|中心|街道|区|市|所|部门|政府|会|馆)"


class Kind(Term):
    """What a letter is for."""

    ANSWER = "answer", "答复"
    RECEIPT = "receipt", "登记回执"
    CLARIFICATION = "clarification", "补正告知"
    EXTENSION = "extension", "延期告知"
    DEFERRAL = "deferral", "延迟答复告知"
    REASONS = "reasons", "说明理由告知"
    CONSULTATION = "consultation", "征求意见"
    CONSULTING = "consulting", "告知正在征求意见"
    THIRD_PARTY = "third_party", "告知第三方"
    FEE = "fee", "收费通知"
    OTHER = "other", "其他"


class Decision(Term):
    """What a letter decides on an item."""

    PARTIAL = "partial", "部分公开"
    REFUSED = "refused", "不予公开"
    CORRECTION = "correction", "更正"
    SECTOR = "sector", "公共企事业单位的信息"
    EXCESSIVE = "excessive", "不予处理"
    ABANDONED = "abandoned", "视为放弃申请"
    WITHDRAWN = "withdrawn", "撤回申请"
    PETITION = "petition", "信访、投诉、举报"
    PUBLICATION = "publication", "公开出版物"
    REISSUE = "reissue", "要求确认或者重新出具"
    DUPLICATE = "duplicate", "重复申请"
    SPECIAL = "special", "另有规定"
    PROCESSING = "processing", "需要加工、分析"
    NOT_AGENCY = "not_agency", "不属于本机关负责公开"
    STILL_UNCLEAR = "still_unclear", "内容不明确，无法提供"
    NO_RECORD = "no_record", "信息不存在"
    ALREADY = "already", "已主动公开"
    DISCLOSED = "disclosed", "予以公开"


class Ground(Term):
    """On which ground something is withheld (art. 14-16)."""

    SECRET = "secret", "国家秘密"
    FORBIDDEN = "forbidden", "法律、行政法规禁止公开"
    SECURITY = "security", "危及国家安全、公共安全、经济安全、社会稳定"
    THIRD_PARTY = "third_party", "第三方合法权益"
    INTERNAL = "internal", "内部事务信息"
    DELIBERATIVE = "deliberative", "过程性信息"
    ENFORCEMENT = "enforcement", "行政执法案卷信息"


_DECISIONS = {
    Decision.PARTIAL: (
        r"部分公开|(?:遮盖|隐去|隐名|去标识|删除|屏蔽|涂黑|遮挡|区分处理)[^。]{0,24}后"
        r"(?![^。]{0,16}(?:没有|无法|不能|无可|不再有|不具有))[^。]{0,24}(?:公开|提供)|"
        r"除[^。]{2,60}外[^。]{0,16}(?:予以公开|公开|提供)|其(?:余|他)(?:内容|部分|章节|各?页|信息)[^。；，]{0,6}公开"
    ),
    Decision.REFUSED: (
        r"不予(?:以)?(?:对外|向[你您])?(?:公开|提供|披露|出具|查阅|复制)|拒绝(?:公开|提供)|无法(?:对外|向[你您])?公开|"
        r"不(?:能|得|可|应当?|宜|便|适宜|适合|准)(?:对外|向[你您]|向社会)?(?:公开|提供|披露|公布|外传)|"
        r"(?:暂|故|依法|决定|决定对[^。；，]{0,24})不(?:对外|向[你您])?公开|不(?:对外|向[你您]|作)公开|不公开(?:该|上述|此)(?![^。；，]{0,20}(?:可能|将会|会对))|"
        r"(?:免予|免于)公开|碍难公开|恕不(?:提供|公开)"
    ),
    Decision.CORRECTION: r"(?:申请|要求)[^。]{0,20}更正|更正申请",
    Decision.SECTOR: r"公共企事业单位|条例》?第五十五条",
    Decision.EXCESSIVE: r"第三十五条[^。]{0,40}不予处理|明显超过合理范围(?:.|\n){0,200}不予处理",
    Decision.ABANDONED: r"视为[^。；，]{0,8}放弃|不再处理(?:该|你|您)|按(?:自动)?放弃[^。；，]{0,8}(?:处理|申请)",
    Decision.WITHDRAWN: (
        r"撤(?:回|销|消)[^。]{0,60}(?:终止|不再|终结|结案|办结|停止)|终止(?:办理|处理)|"
        r"(?:自愿|主动|书面|申请|请求|要求)(?:撤回|撤销)[^。；，]{0,8}申请"
    ),
    Decision.PETITION: (
        r"(?:信访|投诉|举报|咨询)[^。]{0,80}(?:不作为|不予处理|不按|不适用)|不(?:作为|按|按照|以)政府信息公开申请|"
        r"(?:实为|实质(?:上)?(?:为|是)|实际(?:上)?(?:为|是)|(?<!不)属于|(?<!不)属|系|是)(?:在)?(?:反映|提出|进行)?(?:一项|有关|相关)?(?:信访|投诉|举报|咨询|诉求)|"
        r"以政府信息公开申请(?:的)?(?:形式|名义)"
    ),
    Decision.PUBLICATION: r"公开出版物|(?:公报|报刊|书籍|年鉴)[^。]{0,30}(?:购买|到[^。]{2,20}查阅|出版社)",
    Decision.REISSUE: r"重新出具|(?:加盖|盖章)[^。；，]{0,6}(?:确认|证明)"
    r"|已(?:经)?(?:获取|取得|领取|获得)[^。；，]{0,16}(?:确认"
    r"|核实|盖章|证明)|(?:要求|申请)[^。]{0,30}(?:确认|核实)[^。]{0,20}(?:真实性|已获取)",
    Decision.DUPLICATE: r"重复(?:申请|提出|处理|答复)|不予重复|不再重复|(?:此前|之前"
    r"|曾|已)[^。]{0,60}相同(?:的)?(?:政府)?(?:信息|内容)",
    Decision.SPECIAL: r"[另已]有(?:特别|专门)(?:的)?规定|另有规定|专门规定|特别规定"
    r"|行政查询|不动产登记[^。]{0,16}查询|移交[^。]{0,16}档案馆",
    Decision.PROCESSING: (
        r"(?:需要?|须|必须|要|得)[^。；]{0,40}(?:加工|分析|汇总|汇编|统计|整理|计算|运算|测算|核算|排序|归纳|提炼|比对|筛选|摘录|编制|重新制作|另行制作)|没有现成|无现成|非现成|"
        r"(?:对|将)[^。；，]{0,20}(?:现有|原有|已有)[^。；，]{0,16}(?:加工|分析|汇总)"
    ),
    Decision.NOT_AGENCY: (
        rf"不(?:属于|由|是|属|在)[^。；，]{{0,8}}{AGENCY}(?![^。；，]{{0,10}}主动公开)[^。；，]{{0,12}}(?:公开|职责|职权|职能|制作|制发|掌握|保存|范围|负责)|"
        rf"(?:并?非|并不是|不是){AGENCY}|{AGENCY}(?:并?不|无|没有)[^。；，]{{0,4}}(?:负责|承担|具有|该项)[^。；，]{{0,10}}(?:公开|职责|职能|职权)|"
        rf"不负责公开|由[^。；，]{{2,24}}负责(?:公开|答复|制作)|"
        r"(?:公开|答复)(?:机关|主体|义务)(?:为|是|应为|应当是)|不[由归](?:乡|镇|县|市|局|村|街道)里?(?:来)?(?:公开|管|负责)"
    ),
    Decision.STILL_UNCLEAR: (
        r"补正后[^。]{0,60}(?:仍|不明确|无法)|"
        r"(?:内容|申请)[^。]{0,10}不(?:够)?明确[^。]{0,40}(?:无法|不能|不予)|(?:看不出|看不清|分不清|弄不清|无法判断|无法确定)[^。；，]{0,10}(?:哪|什么|何)[^。]{0,20}(?:无法|不能|不予|没法)"
    ),
    Decision.NO_RECORD: (
        rf"(?<!是否)不存在(?!利害|冲突|争议|违|任何)|"
        rf"(?:从未|并未|未曾|未能?|没有|不曾)(?:检索|查询|查找|搜索|查|找|发现|收集|获)(?:到|得)|"
        rf"(?:从未|并未|未曾|未|没有|不曾)(?:制作|制发|印发|形成|产生|生成|编制|获取|保存|留存|保管|存档|归档|收集|建立|作出过?)(?!不|成)|"
        rf"查无(?:此|该|结果|记录|所|相关)|(?:找|查)不(?:到|着)|无法(?:找到|查到|检索到)|检索(?:均)?(?:无|未)果|并无(?:此|该|上述|所申请|相关)|"
        rf"(?:查找|检索|查询|查阅)[^。；]{{0,20}}(?:没有|无|均无|未见)(?:任何)?(?:结果|记录|相关|该|此)|"
        rf"{AGENCY}没有[^。；，]{{0,30}}(?:该|上述|所申请|此|这)[^。；，]{{0,6}}(?:信息|文件|材料|记录|档案|资料)|信息不存在"
    ),
    Decision.ALREADY: (
        r"已(?:经)?[^。；]{0,60}(?:主动公开|公开发布|公布|公示|对外发布|上网|(?:刊登|刊载|登载|张贴|发布|公开|上传)(?:于|在|至|到)|(?:栏|栏目|网站|平台|专栏|公众号|网页)[^。；，]{0,4}(?:公开|发布|公布|刊登|登载))|"
        r"(?<!不)属于?(?:应当)?主动公开|(?:刊登|刊载|登载|张贴|发布)(?:于|在)[^。]{2,60}(?:下载|查看|查阅|浏览)"
    ),
    Decision.DISCLOSED: (
        r"(?<!不)(?<!不予以)(?:予以公开|予以提供|予公开|决定[^。；，不部]{0,8}公开|依法公开|(?:同意|可以|决定)[^。；，不]{0,6}提供|向[你您][^。；，]{0,6}(?:公开|提供)|公开如下|可以公开|"
        r"(?<!不)(?<!否)(?<!未)同意公开(?![^。；，]{0,4}的?意见)|现(?:将|把)[^。；]{0,40}(?:寄|发|交|送|附)(?:给|送|上|去|往)|现(?:将|予|向)?[^。；，]{0,30}(?:公开|"
        r"提供)(?!的?(?:部分|方式))|随(?:本|函|信|文)[^。；，]{0,8}(?:邮寄|寄|提供|附|送)|提供给[你您]|复印件见附件|"
        r"可(?:予)?公开|准予公开|(?<![请求])(?:，|。|决定|：|予以|全文)公开(?:该|上述|此|其)|(?<![要请])(?:提供|附上|附送|交付)(?:该|上述|此|其)?[^。；，]{0,12}(?:复印件|扫描件|副本|电子版|电子件|纸质件|复制件)|"
        r"请(?:予)?查收|(?:复印件|扫描件|副本|复制件|电子版)[^。；，]{0,8}(?:附后|随附|一并(?:附|寄|提供)|见附件))"
    ),
}
DECIDED = {decision: re.compile(pattern) for decision, pattern in _DECISIONS.items()}
GROUNDS = {
    Ground.SECRET: r"(?<!不属于)(?<!不涉及)(?<!是否)(?<!不是)(?<!未涉及)国家秘密(?!和工作秘密)",
    Ground.FORBIDDEN: r"(?:法律|行政法规)[^。，]{0,12}禁止公开",
    Ground.SECURITY: r"(?:危及|影响|危害)[^。；]{0,24}(?:国家安全|公共安全|经济安全|社会稳定)",
    Ground.THIRD_PARTY: (
        r"(?<!不属于)(?<!不涉及)商业秘密|(?<!不属于)(?<!不涉及)(?:个人|他人|当事人|公民)(?:的)?隐私|第三方(?:的)?(?:合法)?权益|技术秘密|经营秘密"
    ),
    Ground.INTERNAL: r"内部事务|人事管理|后勤管理|内部工作流程|内部管理(?:事务|信息)",
    Ground.DELIBERATIVE: r"过程性(?:政府)?信息|讨论记录|过程稿|磋商信函|请示报告",
    Ground.ENFORCEMENT: r"执法案卷|(?:处罚|执法|案件)(?:的)?案卷(?:信息|材料)",
}
PLAINLY_ABSENT = r"(?<!是否)不存在|未(?:检索|查询|查找|查|找)到"
WEAK = frozenset({Decision.NO_RECORD, Decision.ALREADY, Decision.DISCLOSED, Decision.SPECIAL})
KINDS = (
    (Kind.OTHER, r"送达回证|审批|呈批|协助|检索记录|检索表|证据目录|协办|确认函|审查表|登记表"),
    (Kind.RECEIPT, r"回执"),
    (Kind.CONSULTING, r"征求(?:第三方)?意见(?:的)?告知"),
    (Kind.CONSULTATION, r"征求[^书]{0,8}意见|意见[^书]{0,4}征求|征询"),
    (Kind.CLARIFICATION, r"补正"),
    (Kind.DEFERRAL, r"延迟"),
    (Kind.EXTENSION, r"延期|延长"),
    (Kind.REASONS, r"说明理由"),
    (Kind.FEE, r"收费|缴费|信息处理费"),
)
OF_TYPE = {
    LetterType.ACKNOWLEDGEMENT: Kind.RECEIPT,
    LetterType.CLARIFICATION_NOTICE: Kind.CLARIFICATION,
    LetterType.REASONS_NOTICE: Kind.REASONS,
    LetterType.EXTENSION_NOTICE: Kind.EXTENSION,
    LetterType.DEFERRAL_NOTICE: Kind.DEFERRAL,
    LetterType.THIRD_PARTY_CONSULTATION: Kind.CONSULTATION,
    LetterType.CO_PRODUCER_CONSULTATION: Kind.CONSULTATION,
    LetterType.AGENCY_CONSULTATION: Kind.CONSULTATION,
    LetterType.CONSULTATION_NOTICE: Kind.CONSULTING,
    LetterType.FEE_NOTICE: Kind.FEE,
    LetterType.THIRD_PARTY_NOTICE: Kind.THIRD_PARTY,
}
"""What a composed letter is: a title tells it less surely, since it names the agency, too (行政审批局)."""

CODES: dict[Decision, tuple[str, ...]] = {
    Decision.PARTIAL: ("partly_disclosed",),
    Decision.REFUSED: (
        "state_secret", "prohibited_by_law", "security_and_stability", "third_party_interest", "internal_affairs",
        "deliberative", "enforcement_file",
    ),
    Decision.CORRECTION: ("record_corrected", "correction_declined", "correction_elsewhere"),
    Decision.SECTOR: ("sector_unit",),
    Decision.EXCESSIVE: ("excessive",),
    Decision.ABANDONED: ("lapsed_clarification", "lapsed_fee"),
    Decision.WITHDRAWN: ("withdrawn",),
    Decision.PETITION: ("petition",),
    Decision.PUBLICATION: ("publication",),
    Decision.REISSUE: ("reissue",),
    Decision.DUPLICATE: ("duplicate",),
    Decision.SPECIAL: ("special_regime",),
    Decision.PROCESSING: ("needs_processing",),
    Decision.NOT_AGENCY: ("not_this_agency",),
    Decision.STILL_UNCLEAR: ("still_unclear",),
    Decision.NO_RECORD: ("no_record",),
    Decision.ALREADY: ("already_public",),
    Decision.DISCLOSED: ("disclosed",),
}  # fmt: skip
"""The codes of outcomes.yaml that a decision may be; all of one decision have the same order of remedies."""

PRIMARY: dict[Decision, frozenset[str]] = {
    Decision.PARTIAL: frozenset({"37"}),
    Decision.REFUSED: frozenset({"14", "15", "16/1", "16/2", "16"}),
    Decision.CORRECTION: frozenset({"41"}),
    Decision.SECTOR: frozenset({"55"}),
    Decision.EXCESSIVE: frozenset({"35"}),
    Decision.ABANDONED: frozenset({"30", "42"}),
    Decision.WITHDRAWN: frozenset(),
    Decision.PETITION: frozenset({"39/1", "39"}),
    Decision.PUBLICATION: frozenset({"39/2", "39"}),
    Decision.REISSUE: frozenset({"36.6", "2", "13", "36.2", "36.1"}),
    Decision.DUPLICATE: frozenset({"36.6"}),
    Decision.SPECIAL: frozenset({"36.7"}),
    Decision.PROCESSING: frozenset({"38"}),
    Decision.NOT_AGENCY: frozenset({"36.5"}),
    Decision.STILL_UNCLEAR: frozenset({"30"}),
    Decision.NO_RECORD: frozenset({"36.4"}),
    Decision.ALREADY: frozenset({"36.1"}),
    Decision.DISCLOSED: frozenset({"36.2"}),
}
"""The articles each decision stands on; none for what the Regulation doesn't mention."""

PLAIN = frozenset(PRIMARY) - {Decision.CORRECTION, Decision.REISSUE, Decision.ABANDONED, Decision.STILL_UNCLEAR}
"""The decisions that nothing else is cited for."""

DECISIVE = frozenset(key for keys in PRIMARY.values() for key in keys)
"""The articles that decide by being cited."""
