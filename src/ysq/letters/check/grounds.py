"""What a decision rests on: reasons, search, third parties, severance, the agency responsible."""

import re
from collections.abc import Iterator

from ysq.letters.check.hits import Hit, Seen, answered, brief
from ysq.letters.check.phrases import says
from ysq.letters.check.sections import Section
from ysq.letters.check.signs import AGENCY, Decision

_LEAST_REASON = 15
_WITHHELD = (14, 15, 16)
_RECEIPT = re.compile(r"(?:收到|收悉|提交|提出|申请公开|要求公开|申请获取)")
_SAID = re.compile(
    r"(?:行政机关)?(?:在)?履行行政管理职能过程中(?:形成)?|公开会对第三方合法权益造成损害|依法确定为|行政机关内部事务信息中"
    r"|公开后(?:可能|将|会)?(?:危及|影响|危害)(?:(?:国家安全|公共安全|经济安全|社会稳定)[、和或及]?)*|(?:根据|依据|依照|按照|依)[^。；]*?(?:规定|之规定|第[一二三四五六七八九十]+[条款项])(?:的)?(?:规定)?"
    r"|《[^》]+》(?:第[^，。；]*?[条款项])*|第[一二三四五六七八九十（）()]+[条款项]"
    r"|经[^。；，]{0,20}?(?:审查|研究|审核|核查|审议|讨论|查|审理|核实)(?:认为|认定|后)?|[你您](?:们|单位|公司|所)?(?:所)?申请(?:公开|获取)?的?"
    r"|(?:该|上述|此|所申请的?|相关)?(?:政府)?(?:信息|内容|材料|文件|明细|资料)|属于|系|为|涉及|含有"
    rf"|{AGENCY}|决定|依法|不予(?:以)?(?:公开|提供)|不(?:能|得|宜|便)(?:对外)?(?:公开|提供)|特此(?:答复|告知)"
    r"|理由如下|现(?:就|将|予)?(?:有关|相关)?(?:情况)?(?:答复|告知)(?:[你您])?(?:如下)?|国家秘密|法律、?|行政法规|禁止公开"
    r"|商业秘密|个人隐私|第三方(?:的)?合法权益|过程性信息|讨论记录|过程稿|磋商信函|请示报告|内部事务(?:信息)?"
    r"|人事管理|后勤管理|内部工作流程|行政执法案卷|执法案卷|工作秘密|内部(?:资料|信息|文件)|(?:予以|作出?|进行)?(?:部分公开|必要处理|区分处理|相应处理|技术处理|隐去|遮盖|处理)(?:后)?|(?:不宜|可以|能够|应当|不应当?)公开|部分|提供给|已经?|的|和|、|以及|等"
)
_SEARCHED = {
    "检索的地点": r"档案|系统|目录|案卷|数据库|台账|库房|文件柜|平台|文书|存档|卷宗|登记簿",
    "检索的时间": r"\d{1,2}月\d{1,2}日|当日|次日",
    "检索的人员": r"股|科|室|人员|组织|处|工作机构|专人",
    "检索的词句": r"关键词|检索词|以“|输入|为条件|关键字|按[^。，]{2,12}检索",
}
_LOOKED = re.compile(
    r"检索|查阅|查找|搜索|查询(?!窗口)|翻阅|清查|核查档案|找(?:的|了|过|遍)|[看翻查](?:了|过|遍)|词[^。；，]{0,4}(?:查|搜|找)"
)
_BARE_SEARCH = re.compile(
    r"(?:到|在|于|对|从)[^。；，、]{0,8}(?:档案室?|资料室|库房|系统|文件柜)[^。；，、]{0,4}(?:进行|作|做)?了?(?:认真|仔细)?(?:的)?(?:检索|查找|查询|搜索|查阅)[，。；]"
)
"""A place named at large, and that one searched there: neither when nor by which words or files."""
_NAMED = re.compile(
    r"(?:向|由|为|是|系|属于|属)(?!本|我|有关|相关|其他|你|您|社会)[^。；，]{0,16}?[\u4e00-\u9fa5]{2,}"
    r"(?:局|委员会|政府|办公室|厅|部|中心|馆|法院|检察院|办事处|管委会|大队|支队|分局|委)"
)
_WHOLE = re.compile(
    r"区分|不可分|分割|拆分|剥离|(?:没有|无|不含)[^。；，]{0,6}(?:可以?|能够?|宜)?(?:单独|另行|部分)?(?:公开|提供)的(?:部分|内容|信息)"
    r"|(?:分|拆|摘|抽|割|剥|挑|选|找)不(?:开|出)|不(?:能|可|宜)(?:单独|部分)(?:公开|提供)|(?:没有|无|不存在|无从|不能|难以|无法|不可|不宜|不便)[^。；，]{0,10}(?:分开|分离|拆|割|剥|单列|单独|摘出|摘取|析出|隔离|切分)"
)
_NUMBERED = re.compile(r"[一-龥]{1,8}〔\d{4}〕\d+号")
_USED = r"(?:引用|依据|根据|按照|参照|执行|转发|贯彻|落实|废止)[^。；]{0,24}"
_CLUE = re.compile(
    rf"(?:(?:你|您)[^。；，]{{0,12}}(?:提到|提供|提交|所附|附|出示|指出|引用|列举)[^。；，]{{0,10}})?(?:{AGENCY})?[^。；，]{{0,14}}"
    rf"(?:{AGENCY})[^。；，]{{0,16}}(?:《[^》]+》|公[告示]|通[告知报]|总结|纪要|报[告表]|批复|函|网站|网页|信访答复|动态|新闻|简报|年报|台账|预算|决算|目录)[^。；，]{{0,6}}(?:中|里|内|上)?"
    r"[^。；，]{0,20}(?:所列|载明|载有|记载|提到|提及|列有|列明|写明|写有|引用|“)[^。；]{2,40}"
)
"""The agency's own paper, by which what was asked for did exist."""
_KEPT = re.compile(
    rf"(?:原件|正本|副本|原本|存根|底稿)(?:现|仍|目前|已)?(?:由|在|存于|存放在){AGENCY}[^。；，]{{0,10}}(?:保管|保存|存放|留存|档案室|手中)"
)
"""Where the paper is that is said not to be."""
_JUDGED = re.compile(r"复议|判决|裁定|案号")
"""The number of a case in which somebody judged is no record that was asked for."""
_CONTACT = re.compile(r"电话|地址|联系方式|\d{3,4}-\d{7,8}|\d{7,}|网址|路\d+号")


def reasons(seen: Seen) -> Iterator[Hit]:
    """A refusal says why in facts, not only by the article (art. 36 item 3)."""
    for section in answered(seen):
        if section.main not in (Decision.REFUSED, Decision.PROCESSING):
            continue
        if _facts(section) < _LEAST_REASON:
            yield Hit("no_reasons", section.main.zh, block=section.block)


def _facts(section: Section) -> int:
    """How many characters are left to tell facts, without the words of the law and of the decision."""
    told = (_TOLD_AFTER.sub("", s.text) if _tells_receipt(s.text) else s.text for s in section.sentences)
    clauses = (clause for text in told for clause in re.split("[，。；：]", text) if not _INDIVISIBLE.search(clause))
    return len(re.sub(r"[\W\d_]", "", re.sub(r"“[^”]*”", "", "，".join(map(_unsaid, clauses)))))


def _unsaid(clause: str) -> str:
    return _SAID.sub("", clause)


_TOLD_AFTER = re.compile(
    rf"^(?:(?!{_RECEIPT.pattern}).)*{_RECEIPT.pattern}[^，。]*(?:，(?=.*不[^。；，]{{0,6}}(?:公开|提供))|.*$)"
)
"""The request as repeated; behind its comma a sentence that refuses at once may tell why."""
_INDIVISIBLE = re.compile(
    rf"{_WHOLE.pattern}|(?:一个?|为|成)整体|彼此|依附|(?:互相|相互)(?:对应|印证|关联)|相连|连贯|拆开|抽[去掉]|交织|不成文|通篇|逐[页句行条]"
)
"""A clause on why nothing can be severed, which is no reason to withhold."""


def _tells_other(text: str) -> bool:
    return _tells_receipt(text) or re.search(r"补正|补充|补交|征求|延长", text) is not None


def _tells_receipt(text: str) -> bool:
    return bool(_RECEIPT.search(text)) and not re.search(r"属于|涉及|因为|由于|公开后|会(?:影响|妨碍|损害|使)", text)


def severance(seen: Seen) -> Iterator[Hit]:
    """A record refused as a whole says why it can't be severed; a part withheld is named (art. 37)."""
    for section in answered(seen):
        on_ground = bool(section.grounds) or any(c.article in _WITHHELD or c.key == "36.3" for c in section.cited)
        severed = _divided(seen) or _WHOLE.search(section.text)
        if section.main is Decision.REFUSED and on_ground and not (severed or _on_requester(seen, section)):
            yield Hit("whole_refused", Decision.REFUSED.zh, block=section.block)
        explained = on_ground and (section.grounds or _facts(section) >= _LEAST_REASON)
        if section.main is Decision.PARTIAL and not explained:
            yield Hit("partial_unexplained", Decision.PARTIAL.zh, "不公开的内容和不公开的依据、理由", section.block)


def _on_requester(seen: Seen, section: Section) -> bool:
    """Whether it is refused for who asks or why, so that nothing in the record is said to be withheld."""
    on_record = section.grounds or any(c.article in _WITHHELD for c in section.cited)
    return not on_record and says(seen, "purpose_asked", section.sentences)


def _divided(seen: Seen) -> bool:
    """Whether one record was divided by art. 37, and what is refused is only a part of it."""
    given = any(section.main is Decision.DISCLOSED for section in seen.letter.sections)
    return (
        given
        and re.search(r"第三十七条[^。]{0,24}(?:区分|部分公开|办理)|区分处理(?:如下|：)", seen.letter.sheet.text)
        is not None
    )


def searches(seen: Seen) -> Iterator[Hit]:
    """Not held: who searched, when, where, by which words (指导案例101号)."""
    for section in answered(seen):
        if section.main is not Decision.NO_RECORD:
            continue
        telling = (s.text for s in section.sentences if _LOOKED.search(s.text) or not _tells_other(s.text))
        story = "".join(telling)
        lacks = [name for name, pattern in _SEARCHED.items() if not re.search(pattern, story)]
        if not _LOOKED.search(story):
            lacks = list(_SEARCHED)
        if "检索的地点" in lacks or len(lacks) > 2 or (len(lacks) > 1 and _BARE_SEARCH.search(story)):
            yield Hit("no_search_record", section.main.zh, "、".join(lacks), section.block)
        if match := re.search(
            r"(?<!未)(?<!没有)(?<!未能)(?:查得|查到|检索到|找到)(?!相关信息不)[^。；，]{2,30}", section.bare
        ):
            yield Hit("contradicted_absence", f"又写“{brief(match[0])}”", block=section.holding(match[0]))
        if match := _CLUE.search(section.text):
            yield Hit("contradicted_absence", f"又写“{brief(match[0])}”", block=section.holding(match[0]))
        if match := _KEPT.search(section.bare):
            yield Hit("contradicted_absence", f"又写“{brief(match[0])}”", block=section.holding(match[0]))
        for number in set(_NUMBERED.findall(section.text)):
            match = re.search(_USED + re.escape(number), section.text)
            if match and not _JUDGED.search(match[0]):
                yield Hit("contradicted_absence", f"又写“{brief(match[0])}”", block=section.holding(match[0]))
    sections = seen.letter.sections
    alone = len(sections) == 1 and not {Decision.DISCLOSED, Decision.PARTIAL} & set(sections[0].decisions)
    if Decision.NO_RECORD in seen.letter.decisions and alone and seen.letter.sheet.attachments:
        yield Hit("contradicted_absence", f"又附有“{brief(seen.letter.sheet.attachments[0])}”")


def responsibility(seen: Seen) -> Iterator[Hit]:
    """Not this agency: which one, and how to reach it, or that it can't be determined (art. 36 item 5)."""
    for section in answered(seen):
        if section.main is not Decision.NOT_AGENCY or re.search(r"(?:不能|无法|难以|尚未)确定", section.text):
            continue
        lacks = []
        if not _NAMED.search(section.bare):
            lacks.append("负责公开的机关的名称")
        if not _CONTACT.search(section.bare):
            lacks.append("联系方式")
        if lacks:
            yield Hit("no_responsible_agency", section.main.zh, "、".join(lacks), section.block)


def access(seen: Seen) -> Iterator[Hit]:
    """Already public: where to find it (art. 36 item 1); of a sector unit: whom to complain to (art. 55)."""
    for section in answered(seen):
        if section.main is Decision.ALREADY and not re.search(
            r"网址|https?:|www\.|\.(?:cn|com|gov|example|org)|栏目|专栏|公告栏|公报|网站[^。；]{0,20}(?:查|“)",
            section.text,
        ):
            yield Hit("access_not_told", section.main.zh, block=section.block)
        if section.main is Decision.SECTOR and "申诉" not in seen.letter.sheet.text:
            yield Hit("sector_remedy", section.main.zh, block=section.block)


LOOKS = (reasons, severance, searches, responsibility, access)
