"""Whether it is this kind of request at all, and whether everything asked is answered (art. 30, 36, 39)."""

import re
from collections.abc import Iterator

from ysq.letters.check.characters import number
from ysq.letters.check.citations import citations
from ysq.letters.check.hits import Hit, Seen, answered, brief
from ysq.letters.check.items import asked, unanswered
from ysq.letters.check.parts import STAGE
from ysq.letters.check.phrases import says
from ysq.letters.check.sections import Section
from ysq.letters.check.sheet import Block
from ysq.letters.check.signs import DECIDED, DECISIVE, Decision

_WHOLE_REQUEST = frozenset(
    {
        Decision.WITHDRAWN,
        Decision.ABANDONED,
        Decision.PETITION,
        Decision.EXCESSIVE,
        Decision.DUPLICATE,
        Decision.STILL_UNCLEAR,
    }
)
"""What is decided on a request as a whole, whatever it lists."""
_NAMED = re.compile(
    r"《[^》]{4,}》\s*[（(][^（）()]{2,24}号[）)]|[\u4e00-\u9fa5]{1,8}〔\d{4}〕\d+号"
    r"|《(?!中华人民共和国|信访|政府信息公开)[^》]{6,}(?:通知|通知书|通知单|意见|批复|决定|决定书|方案|公[告示]|纪要|报告|协议|合同|结果|台账|清单|名单|名册|[一-龥]{2}表|许可证|规划|办法|细则|标准|目录|总结|记录)(?:[（(][^》]{0,16}[）)])?》"
)
"""A document asked for by its name or number."""
_CHANNEL = re.compile(
    r"(?:向|到|通过|拨打|登录|至|找|(?<!申)请|致电)[^。；，]{2,30}(?:反映|提出(?!的?[^。；，]{0,6}申请)|咨询|投诉|举报|信访|热线|电话|渠道|窗口|接待)"
    r"|打[^。；，\d]{0,16}\d{3,}|拨打|12345|热线|已[^。；]{0,12}(?:转|移)[^。；]{2,30}(?:办理|处理|单位|部门|科|股)"
)
_ANSWERED = re.compile(
    r"(?:经[^。；，]{0,8}(?:调查|核实|核查|查证|走访)[^。]{0,40}(?:不属实|属实|查实|反映的问题|举报的问题|投诉的问题|已被|已(?:经)?[^。；，]{0,8}(?:整改|处理|约谈|查处|清运|拆除|停工|解决)))"
    r"|(?:反映|投诉|举报)[^。；，]{0,20}(?:问题|事项|情况)[^。；]{0,30}已(?:经)?[^。；，]{0,16}(?:整改|处理完|处置|清运|完毕|解决|约谈|查处|责令|拆除|化解|办结)"
    r"|(?:投诉|举报|信访)(?:事项)?(?:的)?(?:处理|调查|核查|办理)(?:结果|情况|意见)[^。；，]{0,10}(?:告知|答复|如下|为)|息诉罢访|信访事项(?:处理|答复)意见"
)


_HANDLED = re.compile(
    r"(?:调查|核查|走访|查证|[看查]过|现场(?:检查|查看|勘查)|(?:反映|投诉|举报)的?(?:情况|问题|事项|内容)?)[^。；]{0,60}?"
    r"(?:不属实|属实|(?:不|均|基本)?成立|(?:未|没有|没)发现[^。；，]{0,16}(?:行为|问题|违法|违规|情形|现象|情况)|不予立案|(?<!不)符合[^。；，]{0,12}(?:标准|要求|规定))"
)
"""What the complaint came to, which is decided by other law even where it is told to be a complaint."""
_RECEIVED = re.compile(r"申请|要求|请求|想要")
_SEVERAL = re.compile(r"[一-龥”》](?:和|及|以及|与|、)[一-龥“《]{3}|[两二三四五六]\s*[样份项个种]|[；;]|二是")
_AGAIN_ASKED = re.compile(
    r"(?:第[^。；，]{1,8}[项个件份]|(?:其余|其他|其它|另外|剩下|余下)(?:的)?[^。；，条]{0,8}?(?:项|事项|内容|信息|文件|材料))(?:的)?(?:内容|申请|信息|事项)?[，]?"
    r"(?:请|须|需|应当?|可以?)?(?:你|您|贵[^。；，]{1,2})?(?:再|另行|另外|分别|单独|重新)[^。；，]{0,6}(?:提交|提出|递交|填写|申请)"
)
_ELSEWHERE = re.compile(r"(?:多次|曾|此前|已|一直)[^。；，]{0,16}(?:反映|投诉|举报|信访|咨询|上访)")
"""What the requester did before is no channel told to him."""


def unclear(seen: Seen) -> Iterator[Hit]:
    """An unclear request is clarified first (art. 30)."""
    for section in answered(seen):
        match = re.search(
            r"(?:申请)?(?:内容|事项|描述|范围)[^。；，]{0,8}(?:不(?:够)?(?:明确|清楚|清晰|具体)|笼统|宽泛|含糊|模糊|指向不明|[太过](?:大|宽|广|泛))|(?:看不出|看不清|分不清|弄不清|搞不清|无法判断|无法确定)[^。；，]{0,10}(?:哪|什么|何)",
            section.bare,
        )
        if match and not re.search(r"补正|释明|补充说明", seen.letter.sheet.text):
            yield Hit("unclear_not_clarified", brief(match[0]), block=section.holding(match[0]))


def petitions(seen: Seen) -> Iterator[Hit]:
    """信访、投诉、举报: told as such with the channel, and never where a document was named (art. 39)."""
    text = seen.letter.sheet.text
    for section in answered(seen):
        if section.main is Decision.PETITION:
            named = _NAMED.search(text)
            if (
                named
                and not re.search(r"条例|法", named[0][:8])
                and re.search(r"信访|投诉|举报|诉求|上访", section.bare)
            ):
                yield Hit("petition_with_document", brief(named[0]), block=section.block)
            told = "".join(one.text for one in section.sentences if not re.search(r"收到|收悉|申请公开", one.text))
            told = re.sub(r"[（(][^）)]*[）)]", "", _ELSEWHERE.sub("", told)) + told * ("12345" in told)
            if not _CHANNEL.search(told):
                yield Hit("petition_channel_missing", section.main.zh, block=section.block)
        told_so = DECIDED[Decision.PETITION].search(section.bare)
        if match := (_HANDLED.search(section.bare) if section.main is Decision.PETITION else None):
            yield Hit("petition_answered", brief(match[0]), block=section.holding(match[0]))
        if told_so:
            continue
        if match := _ANSWERED.search(section.bare):
            yield Hit("petition_answered", brief(match[0]), block=section.holding(match[0]))


def archives(seen: Seen) -> Iterator[Hit]:
    """Handed over to the archive: whether the period has ended decides who answers (档案法 art. 15)."""
    for section in answered(seen):
        match = re.search(
            r"[^。；，]{0,16}(?<!尚未)(?<!没有)(?<!还未)(?<!未曾)(?<!并未)(?:移交|转交|交由|交给|交到|现存|存放于|保存于|存于|已(?:经)?(?:全部)?(?:进|入|送|移|归|转)[^。；，由]{0,2})[^。；，]{0,16}档案馆",
            section.bare,
        )
        if match and not re.search(r"期限已满|期满|届满|按期|移交期限|提前移交|二十年|十年|满\d+年", section.text):
            yield Hit("archive_route", brief(match[0]), block=section.holding(match[0]))


def items(seen: Seen) -> Iterator[Hit]:
    """Every item is answered, and something is decided at all."""
    if not seen.letter.answers:
        return
    wanted = asked(seen.letter.sheet.text)
    parts = [section for section in seen.letter.sections if section.item is not None and not _stage(section)]
    covered = sum(section.covers for section in parts)
    whole = bool(seen.letter.decisions) and seen.letter.decisions <= _WHOLE_REQUEST
    left = [] if whole or covered >= wanted.count else unanswered(wanted)
    if not left and len(parts) > 1 and wanted.count > covered and not _tells_all(parts[-1].text, wanted.count):
        left = list(range(covered + 1, wanted.count + 1))
    if left:
        rest = "、".join(f"第{n}项" for n in left)
        yield Hit("item_unanswered", f"{rest}（申请共{wanted.count}项）")
    for section in parts:
        if section.main is None and not re.search(r"补正|征求", section.text):
            yield Hit("item_unanswered", f"第{section.item}项：“{brief(section.text, 20)}”", block=section.block)
    if not left:
        yield from _put_off(seen)
    silent = not any(section.main or DECISIVE & {c.key for c in section.cited} for section in seen.letter.sections)
    if silent and not _other_business(seen):
        yield Hit("no_decision")


def _stage(section: Section) -> bool:
    """Whether what is numbered is a stage of the letter that decides nothing: 四、救济途径."""
    return section.main is None and (not section.sentences or STAGE.match(section.sentences[0].text) is not None)


def _put_off(seen: Seen) -> Iterator[Hit]:
    """A thing told by phone, or to be asked for again, beside another that is decided."""
    several = any(_RECEIVED.search(s.text) and _SEVERAL.search(s.text) for s in seen.letter.sheet.sentences[:3])
    if not any(DECISIVE & {c.key for c in section.cited} for section in seen.letter.sections):
        return
    clauses = (Block(s.number, clause) for s in seen.letter.sheet.sentences for clause in s.text.split("；"))
    for sentence in clauses:
        if match := _AGAIN_ASKED.search(sentence.text):
            yield Hit("item_unanswered", f"“{brief(match[0])}”", block=sentence.number)
        elif (
            several
            and says(seen, "informal_answer", (sentence,))
            and not DECISIVE & {c.key for c in citations(sentence.text)}
        ):
            yield Hit("item_unanswered", f"“{brief(sentence.text)}”", block=sentence.number)


def _tells_all(text: str, count: int) -> bool:
    """Whether the last part speaks of all things, or of the last of so many by its number."""
    last = re.findall(r"第[（(]?([一二三四五六七八九十\d]{1,3})[）)]?项(?:申请|[，：、信内]|$)", text)
    own = re.findall(r"^\W*([一二三四五六七八九十\d]{1,3})\W", text)
    return re.search(r"以上|全部|均", text) is not None or count in map(number, (*last, *own))


def _other_business(seen: Seen) -> bool:
    return bool(
        re.search(
            r"息诉|反映的问题|电话[^。]{0,12}(?:告知|答复)|不予?受理|退回[^。；，]{0,8}申请|申请[^。；，]{0,6}退回|重新提(?:交|出)|一事一申请|分别(?:提交|申请)",
            seen.letter.sheet.text,
        )
    )


LOOKS = (unclear, petitions, archives, items)
