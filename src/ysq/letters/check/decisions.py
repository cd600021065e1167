"""What kind of letter it is, what it decides on each item, and on which ground it withholds."""

import re
from functools import cached_property
from itertools import pairwise

import msgspec

from ysq.domain.terms import Term
from ysq.letters.check.citations import Citation, citations
from ysq.letters.check.sheet import Block, Sheet

AGENCY = r"(?:本|我|我们)(?:机关|局|委|办|单位|府|县|镇|乡|厅|院|中心|街道|区|市|所|部门|政府|会|馆)"
_QUOTED = re.compile(r"“[^”]{7,}”")
REMEDY = re.compile(r"(?:申请|提起|提出|进行|先)[^。；，]{0,8}复议|行政诉讼|提起[^。；，]{0,6}诉讼|起诉|行政复议[^。；]{0,8}(?:申请|期限)")
_STORY = re.compile(r"作出[^。]{0,10}复议决定，|责令重新|判决(?:撤销|责令)")
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])"
    r"|^(?:关于|对于|针对)[^，。：]{0,12}第[一二三四五六七八九十\d]{1,3}(?:项|个)"
)


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
    Decision.PARTIAL: r"部分公开|(?:遮盖|隐去|隐名|去标识|删除|屏蔽|涂黑|遮挡|区分处理)[^。]{0,24}后[^。]{0,24}(?:公开|提供)|除[^。]{2,60}外[^。]{0,16}(?:予以公开|公开|提供)|其余(?:内容|部分)[^。]{0,6}公开",
    Decision.REFUSED: r"不予(?:以)?公开|不予提供|不(?:能|得)(?:对外|向你|向您)?(?:公开|提供)|拒绝公开|无法公开|不(?:宜|便)(?:对外)?公开|不公开(?:该|上述|此)",
    Decision.CORRECTION: r"(?:申请|要求)[^。]{0,20}更正|更正申请",
    Decision.SECTOR: r"公共企事业单位",
    Decision.EXCESSIVE: r"第三十五条[^。]{0,40}不予处理|明显超过合理范围(?:.|\n){0,200}不予处理",
    Decision.ABANDONED: r"视为[^。；，]{0,8}放弃|不再处理(?:该|你|您)",
    Decision.WITHDRAWN: r"撤回[^。]{0,60}(?:终止|不再)|终止办理",
    Decision.PETITION: r"(?:信访|投诉|举报|咨询)[^。]{0,80}(?:不作为|不予处理|不按|不适用)|不作为政府信息公开申请|(?:实为|属于|系)(?:信访|投诉|举报|咨询)|以政府信息公开申请(?:的)?(?:形式|名义)",
    Decision.PUBLICATION: r"公开出版物|(?:公报|报刊|书籍|年鉴)[^。]{0,30}(?:购买|到[^。]{2,20}查阅|出版社)",
    Decision.REISSUE: r"重新出具|(?:要求|申请)[^。]{0,30}(?:确认|核实)[^。]{0,20}(?:真实性|已获取)",
    Decision.DUPLICATE: r"重复(?:申请|提出|处理)|不予重复",
    Decision.SPECIAL: r"另有(?:特别)?规定|特别规定|行政查询|不动产登记[^。]{0,16}查询|移交[^。]{0,16}档案馆",
    Decision.PROCESSING: r"(?:需要?|须)[^。；]{0,40}(?:加工|分析|汇总|重新制作|另行制作)|没有现成",
    Decision.NOT_AGENCY: rf"不(?:属于|由|是|属)[^。；，]{{0,8}}{AGENCY}[^。；，]{{0,12}}(?:公开|职责|制作|掌握|保存|范围)|非{AGENCY}|不负责公开|由[^。；，]{{2,24}}负责公开",
    Decision.STILL_UNCLEAR: r"补正后[^。]{0,60}(?:仍|不明确|无法)|(?:内容|申请)[^。]{0,10}不(?:够)?明确[^。]{0,40}(?:无法|不能|不予)",
    Decision.NO_RECORD: rf"(?<!是否)不存在(?!利害|冲突|争议|违)|(?:未|没有)(?:制作|获取|保存|检索到|查询到|查找到|查到|找到|留存)|{AGENCY}没有[^。；，]{{0,30}}(?:该|上述|所申请|此)[^。；，]{{0,6}}(?:信息|文件|材料)",
    Decision.ALREADY: r"已(?:经)?[^。；]{0,60}(?:主动公开|公开发布|公布|专栏公开|网站公开)|属于?(?:应当)?主动公开",
    Decision.DISCLOSED: r"(?<!不)(?<!不予以)(?:予以公开|予公开|决定公开|公开如下|可以公开|同意公开(?=[^。]{0,20}提供)|现(?:将|予|向)?[^。；，]{0,30}(?:公开|提供)(?!的?(?:部分|方式))|随本[^。；，]{0,8}(?:邮寄|提供|附)|提供给[你您]|复印件见附件)",
}
_DECIDED = {decision: re.compile(pattern) for decision, pattern in _DECISIONS.items()}
_GROUNDS = {
    Ground.SECRET: r"(?<!不属于)(?<!不涉及)(?<!是否)国家秘密(?!和工作秘密)",
    Ground.FORBIDDEN: r"(?:法律|行政法规)[^。，]{0,12}禁止公开",
    Ground.SECURITY: r"(?:危及|影响|危害)[^。；]{0,24}(?:国家安全|公共安全|经济安全|社会稳定)",
    Ground.THIRD_PARTY: r"商业秘密|个人隐私|第三方(?:的)?合法权益",
    Ground.INTERNAL: r"内部事务|人事管理|后勤管理|内部工作流程",
    Ground.DELIBERATIVE: r"过程性信息|讨论记录|过程稿|磋商信函|请示报告",
    Ground.ENFORCEMENT: r"执法案卷",
}
_PLAINLY_ABSENT = r"(?<!是否)不存在|未(?:检索|查询|查找|查|找)到"
_WEAK = frozenset({Decision.NO_RECORD, Decision.ALREADY, Decision.DISCLOSED, Decision.SPECIAL})
_KINDS = (
    (Kind.OTHER, r"送达回证|审批|呈批|检索记录|检索表|证据目录|协办|确认函|审查表|登记表"),
    (Kind.RECEIPT, r"回执"),
    (Kind.CONSULTING, r"征求(?:第三方)?意见(?:的)?告知"),
    (Kind.CONSULTATION, r"征求[^书]{0,8}意见|征询"),
    (Kind.CLARIFICATION, r"补正"),
    (Kind.DEFERRAL, r"延迟"),
    (Kind.EXTENSION, r"延期|延长"),
    (Kind.REASONS, r"说明理由"),
    (Kind.FEE, r"收费|缴费|信息处理费"),
)


class Section(msgspec.Struct, frozen=True, dict=True):
    """What a letter says of one item: its sentences but those on the remedy; `item` is its place among the items."""

    item: int | None
    sentences: tuple[Block, ...]

    @cached_property
    def text(self) -> str:
        """All its sentences, as written."""
        return "".join(sentence.text for sentence in self.sentences)

    @cached_property
    def bare(self) -> str:
        """Without what is quoted, which is the requester's words."""
        return "".join(_QUOTED.sub("“…”", sentence.text) for sentence in self.sentences)

    @property
    def block(self) -> int | None:
        """The block of its last sentence, where the decision usually stands."""
        return self.sentences[-1].number if self.sentences else None

    @cached_property
    def cited(self) -> tuple[Citation, ...]:
        """The articles of the Regulation that it cites."""
        return tuple(citation for citation in citations(self.text) if citation.of_regulation)

    @cached_property
    def grounds(self) -> frozenset[Ground]:
        """The grounds that it names."""
        return frozenset(ground for ground, pattern in _GROUNDS.items() if re.search(pattern, self.bare))

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What it decides, the weightiest first."""
        found = [decision for decision, pattern in _DECIDED.items() if pattern.search(self.bare)]
        if Decision.REFUSED in found and not self.grounds and set(found) - {Decision.REFUSED, *_WEAK}:
            found.remove(Decision.REFUSED)
        if Decision.PARTIAL in found and Decision.REFUSED in found:
            found.remove(Decision.REFUSED)
        elsewhere = Decision.NOT_AGENCY in found and not re.search(_PLAINLY_ABSENT, self.bare)
        if Decision.NO_RECORD in found and elsewhere:  # not made here is why another agency answers
            found.remove(Decision.NO_RECORD)
        return tuple(found)

    @property
    def main(self) -> Decision | None:
        """The weightiest decision whose article is cited, else the weightiest; a quoted sign alone misleads."""
        said = {citation.key for citation in self.cited}
        cited = (decision for decision in self.decisions if said & PRIMARY[decision])
        return next(cited, self.decisions[0] if self.decisions else None)


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


class Understood(msgspec.Struct, frozen=True, dict=True):
    """A letter with what it is and decides."""

    sheet: Sheet
    kind: Kind
    sections: tuple[Section, ...]
    remedy: tuple[Block, ...]

    @property
    def decisions(self) -> frozenset[Decision]:
        """The main decisions of all sections."""
        return frozenset(main for section in self.sections if (main := section.main))

    @property
    def answers(self) -> bool:
        """Whether it is an answer to the request."""
        return self.kind is Kind.ANSWER


def understood(sheet: Sheet) -> Understood:
    """What the letter is and decides, as far as its words tell."""
    remedy = tuple(s for s in sheet.sentences if REMEDY.search(s.text) and not _STORY.search(s.text))
    rest = tuple(s for s in sheet.sentences if s not in remedy)
    return Understood(sheet, _kind(sheet), _sections(rest), remedy)


def _kind(sheet: Sheet) -> Kind:
    title, text = sheet.title, sheet.text
    for kind, pattern in _KINDS:
        if re.search(pattern, title):
            return kind
    asked = re.search(r"(?:你|您|贵)(?:单位|公司|方)?[^。]{0,40}不同意公开|征求(?:你|您|贵)(?:单位|公司|方)", text)
    if asked and re.search(r"决定[^。，]{0,6}公开", text):
        return Kind.THIRD_PARTY
    if "答复书" in title:
        return Kind.ANSWER
    if re.search(r"(?<!申)请[^。]{0,40}补正", text):
        return Kind.CLARIFICATION
    if re.search(r"答复期限[^。]{0,10}延长|延长[^。]{0,16}工作日|延期[^。]{0,6}答复", text) and "第三十六条" not in text:
        return Kind.EXTENSION
    return Kind.ANSWER


def _sections(sentences: tuple[Block, ...]) -> tuple[Section, ...]:
    """One section for each item where the letter numbers at least two and decides on them apart, else one."""
    starts = [i for i, s in enumerate(sentences) if _ITEM.match(s.text)]
    ends = enumerate(pairwise([*starts, len(sentences)]), 1)
    parts = [Section(number, sentences[start:end]) for number, (start, end) in ends]
    whole = Section(None, sentences)
    if len(parts) < 2 or sum(bool(part.decisions) for part in parts) < 2:
        return (whole,)
    return tuple(parts)
