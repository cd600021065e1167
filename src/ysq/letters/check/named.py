"""Who signs, who applied and which document: named alike wherever the letter names them."""

import re
from collections.abc import Iterator

from ysq.letters.check.hits import Hit, Seen
from ysq.letters.check.sheet import Sheet
from ysq.letters.check.signs import Kind

_ORGAN = re.compile(
    r"[\u4e00-\u9fa5]{2,24}?(?:人民政府办公室|人民政府|委员会|税务局|分局|局|办事处|管委会)(?=关于|政府信息|$|[（(])"
)
_OFFICE = re.compile(
    r"(?:股|科|科室|处室|窗口|政务公开(?:办|室|中心)|信息公开(?:办公室|领导小组办公室|工作机构)|[^办公]室)$"
)
_INNER = re.compile(r"(?:支队|大队|中队|股|科|室|处|办|办公室|办公厅|窗口|组|队|中心|站|专班|机构)$")
_DOCUMENT = re.compile(r"([一-龥]{2,8})(〔\d{4}〕\d+号)")


def signatories(seen: Seen) -> Iterator[Hit]:
    """Who signs: not an office of the agency, and the agency of the title."""
    sheet = seen.letter.sheet
    signed = sheet.signatory
    if not signed:
        return
    heads = [block.text.replace(" ", "") for block in sheet.head]
    office = _office(signed, heads)
    if office:
        yield Hit("issued_by_office", signed)
    bare = signed.removesuffix(office)
    for block in sheet.head:
        match = _ORGAN.match(block.text.replace(" ", ""))
        named = match[0] if match else ""
        if named and bare and not _same_agency(named, bare):
            yield Hit("agency_names_differ", f"{named}、{bare}", block=block.number)
            return


def _office(signed: str, heads: list[str]) -> str:
    """The inner office that signs, as its name stands behind the agency's; empty when an agency signs."""
    for head in heads:
        match = _ORGAN.match(head)
        rest = signed.removeprefix(match[0]) if match and signed != match[0] and signed.startswith(match[0]) else ""
        if (
            rest
            and _INNER.search(rest)
            and not (rest in ("办公室", "办公厅") and match and match[0].endswith("县人民政府"))
        ):
            return rest
    tail = re.search(r"(?<=局|厅|会|府|院|处)[^局厅府]{2,14}$", signed)
    if _OFFICE.search(signed) and "办公室" not in signed[-3:]:
        return tail[0] if tail else signed
    if "领导小组" in signed or re.search(r"(?:信息公开|局|厅|镇人民政府|乡人民政府)[^，]{0,6}办公室$", signed):
        return tail[0] if tail else signed
    return ""


def _same_agency(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one) or one in other or other in one


_NAME = (
    r"(?!申请|政府|第三方|当面|网上|补正|延期|延长|不予|不再|答复|依法|主动"
    r"|部分|本机关|有关|相关|贵方|对方|县|市|省|区)[一-龥·]{2,4}?"
)
_WHO = (
    re.compile(rf"收到(?:申请人)?({_NAME})(?:同志|先生|女士)?(?:提交|提出|寄来|递交|邮寄)的"),
    re.compile(
        rf"(?<!为)申请人[：:]?({_NAME})(?:同志|先生|女士)?(?=[于在，（(]|\d{{4}}年|提交|提出|寄|邮|当面|通过|向|申请|要求|的)"
    ),
    re.compile(rf"(?:^|[，。；：]|经审查，|经查，)({_NAME})(?:同志|先生|女士)?(?:所)?申请(?:公开|获取)的"),
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷"
    "罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林"
    "刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊惠甄曲封芮储靳汲松井段富巫乌焦巴弓牧隗"
    "山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司黎薄印宿白怀蒲邰从鄂索咸籍赖卓屠蒙池乔阴苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通"
    "边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简饶曾沙鞠丰巢关"
    "上诸公南西百闾令轩完呼端肖付游闫覃涂佟商"
)
_NO_NAME = re.compile(
    r"[你您贵该其的项份向以此所前后为据经本局我]|申请|政府|第三方|机关|终止|办理|撤回|收费|更正|征求|说明|资格|身份|当面|网上|补正|延[期长迟]|不[予再能属]|答复|依法|处理|公开|信息|多次|再次|曾|现|已|提|请|查"
)


def names(seen: Seen) -> Iterator[Hit]:
    """Who applied as the title and the text say it, beside the addressee."""
    sheet = seen.letter.sheet
    if not sheet.addressee or seen.letter.kind in (Kind.CONSULTATION, Kind.THIRD_PARTY):
        return
    titled = re.search(r"关于(?:对)?([一-龥·]{2,4}?)(?:同志)?(?:的|提出的|提交的|申请)?政府信息公开", sheet.title)
    told = [titled[1]] if titled else []
    told += [name for sentence in sheet.sentences for who in _WHO for name in who.findall(sentence.text)]
    for name in told:
        near = name[0] in _SURNAMES or len(set(name) & set(sheet.addressee)) > 1
        if name not in sheet.addressee and near and not _NO_NAME.search(name):
            yield Hit("name_mismatch", sheet.addressee, name)
            return


_RECEIPT = re.compile(r"(?:申请|要求|请求)(?:公开|获取|提供|查阅)|申请.{0,4}[“《]")


def documents(seen: Seen) -> Iterator[Hit]:
    """The number of the document asked for, and that of the one answered with or enclosed."""
    sheet = seen.letter.sheet
    asking = next((s.text for s in sheet.sentences if _RECEIPT.search(s.text)), "")
    asked = _DOCUMENT.findall(asking)
    rest = [s.text for s in sheet.sentences if s.text != asking]
    given = [number for entry in (*rest, *sheet.attachments) for number in _DOCUMENT.findall(entry)]
    for word, number in asked:
        if any(number == other for _word, other in given):
            continue
        other = [f"{w}{n}" for w, n in given if _alike(word, w) and _nearly(number, n)]
        listed = [f"{w}{n}" for entry in sheet.attachments for w, n in _DOCUMENT.findall(entry) if _alike(word, w)]
        if wrong := (*other, *listed):
            yield Hit("document_no_mismatch", wrong[0], f"{word}{number}")


def _alike(one: str, other: str) -> bool:
    """Whether two words before 〔〕 end alike: 请公开甲府办发 and 甲府办发."""
    return len(one) > 1 and len(other) > 1 and (one.endswith(other[-3:]) or other.endswith(one[-3:]))


def _nearly(one: str, other: str) -> bool:
    """Whether one number is the other miswritten: the same digits in another order, or one digit unlike."""
    ones, others = re.sub(r"\D", "", one), re.sub(r"\D", "", other)
    unlike = sum(a != b for a, b in zip(ones, others, strict=False))
    return one != other and len(ones) == len(others) and (sorted(ones) == sorted(others) or unlike == 1)


def agency_of(sheet: Sheet) -> str:
    """The agency that signs, without the inner office whose name stands behind its own."""
    heads = [block.text.replace(" ", "") for block in sheet.head]
    return sheet.signatory.removesuffix(_office(sheet.signatory, heads)) or sheet.signatory


_ACTING = re.compile(
    r"(?:^|[。；，：])(?:经)?(?P<name>[一-龥]{2,24}(?:局|委员会|人民政府|厅|办事处))"
    r"(?:(?:于|在)?[^。；，]{0,16}(?:收到|收悉)(?=[^。；，]{0,16}(?:你|您|贵))(?![^。；]*(?:转送|转交|转来|移送))|(?:依法)?(?:审查|研究|审核)，(?=您|你|该))"
)
"""Who received the request or looked into it, named in full."""
_ADVISER = re.compile(r"保密|档案|国家安全|公安|法院")


def acting(seen: Seen) -> Iterator[Hit]:
    """Another agency than the one that signs received the request, or examined it."""
    agency = agency_of(seen.letter.sheet)
    if not agency or not _ORGAN.match(agency):
        return
    for sentence in seen.letter.sheet.sentences:
        match = _ACTING.search(sentence.text)
        if match is None or _same_agency(match["name"].removeprefix("经"), agency) or _ADVISER.search(match["name"]):
            continue
        if not re.search(r"本|我[局委办镇乡县市]", match["name"]):
            yield Hit("agency_names_differ", f"{match['name'].removeprefix('经')}、{agency}", block=sentence.number)
            return


LOOKS = (signatories, acting, names, documents)
