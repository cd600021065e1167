"""Which review body and which court an agency of this name can have (复议法 art. 24-28, 行诉法 art. 14, 15)."""

import re
from collections.abc import Iterator

from ysq.letters.check.hits import Hit, Seen
from ysq.letters.check.named import agency_of

_BODY = re.compile(
    r"(?:向|找|(?<![收知达得签送])到)(?P<verb>[^。；]{2,60}?)(?:依法|书面|直接)?(?:申请|提起|提出|递交|提请|寻求)[^。；，]{0,6}复议"
    r"|(?:向|(?<![收知达得签送])到)(?P<plain>[^。；，]{2,30}?)(?:进行)?(?:行政)?复议"
    r"|复议，(?:由|受理机关为)(?P<taken>[^。；，）)]{2,30}?)(?:受理|办理|审理|管辖|负责)"
    r"|复议机关(?:应?为|是|即|：)?(?P<named>[^。；，）)]{2,30})"
    r"|复议[^。；，（(]{0,4}[（(](?:向|由|复议机关[为是：]?)?(?P<aside>[^。；，（()）：]{3,30}?)[）)]"
)
_COURT = re.compile(r"([\u4e00-\u9fa5]{2,24}人民法院|[\u4e00-\u9fa5]{2,12}(?:铁路运输|海事|互联网)法院)")
_PLACE = re.compile(
    r"自治县|自治州|县|市|旗|省|(?<!开发)(?<!高新)(?<!新)(?<!景)(?<!园)(?<!保税)(?<!度假)(?<!示范)(?<!试验)(?<!合作)区"
)
_VERTICAL = re.compile(r"税务|海关|国家安全|外汇管理|人民银行|金融监督|国家金融")
_LOOSE = re.compile(
    r"气象|烟草|邮政|铁路|监管局派出|海事|开发区|高新区|园区|新区|保税|示范区|试验区|度假区|景区|合作区|管(?:理)?委(?:员)?会"
)
_BRANCH = re.compile(r"^(?P<parent>.{2,20}(?:局|委员会|厅))(?P<branch>[^局]{1,12}(?:分局|派出所|大队|支队|所|站))$")
_COUNTY_GOVERNMENT = re.compile(r"^(?P<place>[^县市区镇乡]{1,12}(?:自治县|县|区|旗|市))人民政府$")
_PROVINCE = re.compile(r"^[^县市区]{2,8}(?:省|自治区)人民政府$")
_DEPARTMENT = re.compile(r"^(?!.*(?:人民政府|行政复议)).*(?:局|厅|委员会|部门)$")
_INSIDE = re.compile(
    r"(?:人民政府|政府)(?!行政复议)(?:办公室|办公厅)?(?:的)?(?:法制(?:工作)?(?:办公室|办|机构|局|科)?|信访[^，。]{0,6}|督查室|办公室|办公厅)$"
)
_TOWNSHIP = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)$|街道办事处$")
_ANY = re.compile(
    r"^(?:有权|有关|相应|本级|法定|依法)?(?:的)?(?:行政)?复议(?:受理)?机关$|^(?:有权|有关|相关)(?:的)?(?:行政)?机关$"
)


def bodies_in(text: str) -> Iterator[str]:
    """The review bodies that a sentence on the remedy names, as written but for brackets and what leads up to them."""
    for match in _BODY.finditer(text):
        body = re.sub(
            r"[（(][^）)]*[）)]",
            "",
            match["verb"] or match["plain"] or match["taken"] or match["named"] or match["aside"],
        )
        body = re.sub(r"^.*(?:向|(?<![收知达得签送])到)(?=[^向到]*(?:政府|局|委|厅|部|署|机关))", "", body)
        yield re.sub(r"(?:依法)?(?:申请|提起|提出)$", "", body.strip("，：:依法先"))


def review_bodies(seen: Seen) -> Iterator[Hit]:
    """The body that the agency's kind leads to; what the case's settings name counts before its name."""
    agency = agency_of(seen.letter.sheet)
    settled = seen.case.agency.review_body if seen.case.agency else ""
    for sentence in seen.letter.remedy:
        for body in bodies_in(sentence.text):
            if expected := _unlike(body, settled) if settled else _unfit(body, agency):
                yield Hit("wrong_review_body", body, expected, sentence.number)
                return


def _unlike(body: str, settled: str) -> str:
    return "" if settled in body else settled


def _unfit(body: str, agency: str) -> str:
    """What the review body should be, when it can't be `body`; empty when it may."""
    vague = re.search(r"上一级|上级|^(?:本|我)(?:机关|局|委|单位|府|办)", body) is not None
    if not agency or _ANY.search(body):
        return ""
    if _VERTICAL.search(agency):
        return "上一级主管部门" if body.endswith("人民政府") else ""
    if _INSIDE.search(body):
        government = body[: body.rindex("政府") + 2]
        return "上一级人民政府" if government == agency else government
    if match := _COUNTY_GOVERNMENT.match(agency):
        return _above(body, agency, match["place"], vague=vague)
    if agency.endswith(("办公室", "办公厅")):
        return "本级或者上一级人民政府" if vague and "政府" not in body else ""
    if "司法局" in agency:
        return "" if "政府" in body or "司法" in body else "本级人民政府或者上一级司法行政部门"
    if branch := _BRANCH.match(agency):
        parent = body in branch["parent"] or branch["parent"] in body or _DEPARTMENT.search(body) is not None
        return "派出它的部门的本级人民政府或者所在地的人民政府" if parent else ""
    return _of_department(body, agency, vague=vague)


def _above(body: str, agency: str, place: str, *, vague: bool) -> str:
    """The government above a government: not itself, none of its townships, no department, none two levels up."""
    below = body.startswith(agency) or _TOWNSHIP.search(body) is not None
    skipped = _PROVINCE.match(body) is not None and place.endswith(("县", "区", "旗"))
    if below or (vague and "政府" not in body) or _DEPARTMENT.search(body) or skipped:
        return "上一级人民政府"
    return ""


def _of_department(body: str, agency: str, *, vague: bool) -> str:
    governments = _governments(agency)
    expected = (governments or ["本级人民政府"])[0]
    if re.search(r"(?:镇|乡)人民政府$", body) and body == agency:
        return "上一级人民政府"
    departments = [part for part in re.split(r"或者|或|、|及", body) if _DEPARTMENT.search(part)]
    if vague or departments:
        return "" if _LOOSE.search(agency) and not vague else expected
    if "人民政府" not in body:
        return ""
    if body in ("本级人民政府", "同级人民政府") or _LOOSE.search(agency) or not governments:
        return ""
    return "" if any(name in body or body.endswith(name) for name in governments) else expected


def _governments(agency: str) -> list[str]:
    """The governments that the places in an agency's name have, the widest first; a township's own name hides none."""
    places = [agency[: match.end()] for match in _PLACE.finditer(agency)]
    if match := _TOWNSHIP.search(agency):  # 新市坪镇 is no township of 新市
        places = [place for place in places if len(place) > 2 and match.start() - len(place) > 1]
    short = [
        place[len(before) :] for before in places for place in places if place != before and place.startswith(before)
    ]
    return [f"{place}人民政府" for place in (*places, *short)]


def courts(seen: Seen) -> Iterator[Hit]:
    """The level of the court; where jurisdiction is concentrated, only the agency's settings know the place."""
    agency = agency_of(seen.letter.sheet)
    settled = seen.case.agency.court if seen.case.agency else ""
    for sentence in seen.letter.remedy:
        for match in _COURT.finditer(re.sub(r"《[^》]*》", "", sentence.text)):
            court = re.sub(r"^.*(?:向|到|在|由|为|是)", "", match[1])
            if settled:
                if settled not in sentence.text and court not in ("有管辖权的人民法院", "人民法院"):
                    yield Hit("wrong_court", court, settled, sentence.number)
                    return
                continue
            expected, doubtful = _court_level(court, agency)
            if expected:
                yield Hit("wrong_court", court, expected, sentence.number, doubtful=doubtful)
                return


def _court_level(court: str, agency: str) -> tuple[str, bool]:
    """The level that belongs there, and whether another may have been designated (行诉法 art. 18 para 2)."""
    higher = re.search(r"(?:中级|高级|最高)人民法院$", court)
    if _COUNTY_GOVERNMENT.match(agency) and not higher and re.search(r"(?:县|市|区|旗)人民法院$", court):
        return "中级人民法院", False
    ordinary = not _COUNTY_GOVERNMENT.match(agency) and not re.search(r"海关|省人民政府|部$|总局$|厅$", agency)
    if ordinary and higher and re.search(r"局|委员会|镇人民政府|乡人民政府|街道", agency):
        return "基层人民法院（集中管辖的除外）", True
    return "", False


LOOKS = (review_bodies, courts)
