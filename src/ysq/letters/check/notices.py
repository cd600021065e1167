"""What the letters of procedure must tell: 补正, 延期, 征求意见, 收费 (art. 30, 32-34, 42, 109号)."""

import re
from collections.abc import Iterator

from ysq.domain.fees import amount
from ysq.domain.terms import FeeBasis
from ysq.letters.check.characters import number
from ysq.letters.check.hits import Hit, Seen, brief
from ysq.letters.check.signs import Kind
from ysq.letters.words import zh_date, zh_number

_CLARIFICATION = {
    "需要补正的事项": (
        r"(?<!申)请[^。]{0,60}(?:写明|说明|提供|补充|(?<!不)明确|补齐|补写|补交|填写|提交|注明)[^。]{2}|(?:下列|以下|如下)(?:事项|内容|材料)|"
        r"补正(?:的)?[：:]|补正(?:以下|下列|如下|事项|内容)|补正(?!的|后|期|书|材料|告知|通知|申请)[“《一-龥]{3}|"
        r"(?:未|没有|缺少|缺)(?:写明|说明|填写|提供|注明|附|载明)?[^。；，]{2,}"
    ),
    "补正的期限": (
        r"[零一二三四五六七八九十\d]+(?:个工作日|工作日|日内|天内|日以内|天以内)|"
        r"(?:于|在)\d{4}年\d{1,2}月\d{1,2}日(?:前|之前)"
    ),
    "不补正的后果": r"视为[^。；]{0,8}放弃|不再处理|(?:逾期|不补正)[^。；]{0,20}(?:视为|不再|终止)",
}
_EXTENSION = {
    "原因": (
        r"因|由于|鉴于|理由|涉及|(?<!批准)(?<!决定)(?:需要?|须|尚待|有待|尚未|正在|还要)"
        r"(?!将|把|予以|延|再延|对答复|[一二三四五六七八九十\d])|数量(?:较|很|巨)?[大多]|分散|复杂|困难|年代久|来不及|无法在"
    ),
    "经政府信息公开工作机构负责人同意": (
        r"(?:负责人|领导|分管|机构)[^。；，]{0,12}(?:同意|批准|审批)|"
        r"(?:同意|批准)[^。；，]{0,8}延(?:长|期)"
    ),
    "延长后的日期或者天数": (
        r"\d{4}年\d{1,2}月\d{1,2}日(?:前|届满|止)?|[零一两二三四五六七八九十\d]+(?:个?工作日|个?月|日|天)"
    ),
}
_NAMED = (
    r"“[^”]+”|《(?!中华人民共和国|政府信息)[^》]+》|[（(]共?\d+页|附件|(?:报告|公示|公告|合同|协议|批复|方案|规划|台账|名单|名册|清单|图|证|照片|表(?![示达态明])|记录|凭证"
    r"|纪要|决定书|(?:处罚|许可|批准)决定|数据|档案|信息|内容|明细|文件|处罚|许可|申报|备案|金额|情况|发票|账)(?!公开|处理)"
)
"""Some paper that the third party is asked about, rather than “the material concerning you”."""
_CONSULTATION = {
    "涉及的信息": _NAMED,
    "提出意见的期限": r"(?:工作日|日|天)(?:之?内|以内|里|前|之前|届满)",
    "逾期的后果": r"逾期|期满|到期|过了?(?:这个|规定|上述)?期"
    r"|(?:未|没有|没|不)(?:在[^。；]{0,16})?(?:提出|答复|回复|反馈)[^。；]{0,20}(?:由|视为|将)",
}
_DEFERRAL = {
    "延迟答复的期限": (
        r"(?:至|到|于|在|期限为|前)[^。；，]{0,6}\d{4}年\d{1,2}月\d{1,2}日|[零一两二三四五六七八九十\d]+(?:个?工作日|个?月|日|天)"
    ),
}
_FEE = {
    "依据": r"109号|信息处理费管理办法|第四十二条",
    "标准": r"每(?:件|页|份)|元[/／](?:件|页)|标准|\d[页件][^。；，]{0,4}(?:免|不收|不计|\d+元)",
    "数额": r"\d[\d,.]*\s*元|[一二三四五六七八九十百千万]+元",
    "缴纳方式": r"窗口|账户|账号|缴款码|转账|银行|扫码|缴款书|非税|线上|柜台|现金",
    "缴纳期限": r"[二\d十]+个?工作日|\d{4}年\d{1,2}月\d{1,2}日前",
}


def complete(seen: Seen) -> Iterator[Hit]:
    """Each notice tells what its provision asks for."""
    wanted = {
        Kind.CLARIFICATION: ("clarification_incomplete", _CLARIFICATION),
        Kind.EXTENSION: ("extension_incomplete", _EXTENSION),
        Kind.DEFERRAL: ("deferral_incomplete", _DEFERRAL),
        Kind.CONSULTATION: ("consultation_incomplete", _CONSULTATION),
        Kind.FEE: ("fee_notice_incomplete", _FEE),
    }
    if seen.letter.kind not in wanted:
        return
    check, parts = wanted[seen.letter.kind]
    text = seen.letter.sheet.text
    if (
        seen.letter.kind is Kind.CONSULTATION
        and re.search(r"第十一条", text)
        and not re.search(r"第三十[二四]条", text)
    ):
        return  # other agencies have no period by law (art. 11)
    if seen.letter.kind in (Kind.EXTENSION, Kind.DEFERRAL):  # the day of receipt is none of an extension's dates
        text = re.sub(r"\d{4}年\d{1,2}月\d{1,2}日(?=[^。；，]{0,30}(?:提交|收到|申请))", "", text)
    if seen.letter.kind is Kind.CONSULTATION:
        text = re.sub(
            r"政府信息公开|信息公开|(?:你|您|贵)[^。；，]{0,4}(?:有关|相关)的(?:信息|内容|情况|文件)", "", text
        )
    for sentence in seen.letter.remedy:  # whose periods are others
        text = text.replace(sentence.text, "")
    lacks = [name for name, pattern in parts.items() if not re.search(pattern, text)]
    if lacks:
        yield Hit(check, "、".join(lacks))


def opinions(seen: Seen) -> Iterator[Hit]:
    """A third party or co-producer has so many working days from receiving the letter (art. 32, 34)."""
    wanted = seen.number("consultation_working_days", seen.case.received_on)
    if seen.letter.kind is not Kind.CONSULTATION or wanted is None:
        return
    for sentence in seen.letter.sheet.sentences:
        for match in re.finditer(r"([一二三四五六七八九十\d]+)\s*个?\s*(工作日|日|天)(?:内|以内)", sentence.text):
            if number(match[1]) != wanted or match[2] != "工作日":
                yield Hit("consultation_period", match[0], zh_number(wanted), sentence.number)


_AND = r"(?:另|同时|并|又|再|和|及|外加|还|加上|加收|叠加|也|一并)"
_BOTH = re.compile(
    rf"按(?:件|件数)[^。]{{0,60}}{_AND}[^。]{{0,16}}(?:按(?:量|页|张|页数)|每页)"
    rf"|按(?:量|页|张|页数)[^。]{{0,60}}{_AND}[^。]{{0,16}}(?:按(?:件|件数)|每件)"
)
"""Both bases of 109号 in one demand."""
_LISTED = re.compile(r"按件(?:(?!或|按量)[^。]){0,60}?\d+元[^。或]{0,12}按(?:量|页|张)(?:(?!或)[^。]){0,60}?\d+元")
"""Both, one below the other, each with its sum."""
_PRODUCT = re.compile(
    r"(?<![+＋×\d])(\d+)\s*(?:件|页|张|元)?\s*[×xX*]\s*(\d+)\s*(?:元|件|页|张)?(?:/[件页])?\s*[=＝]\s*(\d[\d,]*)\s*元"
)
_PAGES = re.compile(r"(?<![-—–至到第\d])(?<!每)(\d+)\s*(?P<unit>[页件])(?!以[下上内]|至|[-—–～~]|部分|每)")


def fees(seen: Seen) -> Iterator[Hit]:
    """One basis only, and the amount that the scale gives (109号 art. 3-5)."""
    text = seen.letter.sheet.text
    both = _BOTH.search(text) or _LISTED.search(text)
    if both and not re.search(r"只能|不得|择一|选择|任选", both[0]):
        yield Hit("fee_both_bases", brief(both[0]))
    for product in _PRODUCT.finditer(text):
        if (right := int(product[1]) * int(product[2])) != int(product[3].replace(",", "")):
            yield Hit("fee_wrong_amount", product[0], f"{right}元")
    if not re.search(r"信息处理费|按件|按量", text) or not re.search(r"\d\s*元", text):
        return
    for basis, unit, signs in (
        (FeeBasis.BY_PAGE, "页", r"按量|每页|元/页"),
        (FeeBasis.BY_ITEM, "件", r"按件|每件|元/件"),
    ):
        count = re.search(rf"(?:共计?|合计|总计|总页数为?|总数为?|达到?)[^。；，\d]{{0,12}}(\d+)\s*{unit}", text)
        if count is None and unit == "页":
            count = _PAGES.search(text)
        total = _total(text)
        scale = seen.law.fees.find(basis, seen.day)
        if scale and count and unit in count[0] and total is not None and re.search(signs, text):
            right = amount(scale, int(count[1])) // 100
            if total != right:
                yield Hit("fee_wrong_amount", f"{total}元", f"{right}元（{count[1]}{unit}）")


def _total(text: str) -> int | None:
    """The sum demanded: what is called a sum, else the last amount; a part of it may stand before."""
    sums = re.findall(
        r"(?:共计?|合计|总计|总额|总共|数额|金额|应缴纳?|应收|实收|收取?)(?!\d+[页件])[^。；，\d]{0,12}(\d[\d,]*)(?:\.00?)?\s*元",
        text,
    )
    amounts = sums or re.findall(r"计\s*(\d[\d,]*)(?:\.00?)?\s*元", text)
    return int(amounts[-1].replace(",", "")) if amounts else None


def behind(seen: Seen) -> Iterator[Hit]:
    """A notice dated after the day on which, as the case has it, the same was told."""
    dated, told_on = seen.letter.sheet.dated, seen.case.told_on
    if dated is not None and told_on is not None and dated > told_on:
        yield Hit("notice_after_step", zh_date(dated), zh_date(told_on))


LOOKS = (complete, opinions, fees, behind)
