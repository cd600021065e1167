"""Which review body and which court an agency of this name can have (复议法 art. 24-28, 行诉法 art. 14, 15)."""

import re
from collections.abc import Iterator

from ysq.letters.check.hits import Hit, Seen

_BODY = re.compile(
    r"(?:向|(?<![收知达得])到)([^。；]{2,44}?)(?:依法)?(?:申请|提起|提出)[^。；，]{0,6}复议|复议机关(?:为|是)([^。；，]{2,30})"
)
_COURT = re.compile(r"([\u4e00-\u9fa5]{2,24}人民法院|[\u4e00-\u9fa5]{2,12}(?:铁路运输|海事)法院)")
_PLACE = re.compile(r"(?:自治县|自治州|县|市|区|旗|省)")
_VERTICAL = re.compile(r"税务|海关|国家安全|外汇管理|人民银行|金融监督|国家金融")
_LOOSE = re.compile(r"气象|烟草|邮政|铁路|分局|生态环境局|监管局派出|派出所|海事")
_COUNTY_GOVERNMENT = re.compile(r"^[^县市区镇乡]{1,12}(?:自治县|县|区|旗|市)人民政府$")
_DEPARTMENT = re.compile(r"^(?!.*(?:人民政府|行政复议)).*(?:局|厅|委员会|部门)$")
_TOWNSHIP = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)$|街道办事处$")


def review_bodies(seen: Seen) -> Iterator[Hit]:
    """The body that the agency's kind leads to; what the case's settings name counts before its name."""
    agency = seen.letter.sheet.signatory
    settled = seen.case.agency.review_body if seen.case.agency else ""
    for sentence in seen.letter.remedy:
        for match in _BODY.finditer(sentence.text):
            body = re.sub(r"[（(][^）)]*[）)]|^.*?向(?=.*(?:政府|局|委|厅))", "", match[1] or match[2]).strip(
                "，依法先"
            )
            expected = _unlike(body, settled) if settled else _unfit(body, agency)
            if expected:
                yield Hit("wrong_review_body", body, expected, sentence.number)
                return


def _unlike(body: str, settled: str) -> str:
    return "" if settled in body else settled


def _unfit(body: str, agency: str) -> str:
    """What the review body should be, when it can't be `body`; empty when it may."""
    vague = re.search(r"上一级|上级|^(?:本|我)(?:机关|局|委|单位|府)", body)
    if not agency or body in ("行政复议机关", "有权机关", "有关行政复议机关", "复议机关"):
        return ""
    if _VERTICAL.search(agency):
        return "上一级主管部门" if body.endswith("人民政府") else ""
    if _COUNTY_GOVERNMENT.match(agency):
        own = body == agency or (body.endswith("人民政府") and _TOWNSHIP.search(body) is not None)
        return "上一级人民政府" if own or (vague and "政府" not in body) else ""
    if agency.endswith(("办公室", "办公厅")):
        return "本级或者上一级人民政府" if vague and "政府" not in body else ""
    if "司法局" in agency:
        return "" if "政府" in body or "司法" in body else "本级人民政府或者上一级司法行政部门"
    return _of_department(body, agency, vague=bool(vague))


def _of_department(body: str, agency: str, *, vague: bool) -> str:
    places = [agency[: match.end()] for match in _PLACE.finditer(agency)]
    short = [
        place[len(before) :] for before in places for place in places if place != before and place.startswith(before)
    ]
    governments = [f"{place}人民政府" for place in (*places, *short)]
    expected = governments[0] if _TOWNSHIP.search(agency) and governments else (governments[:1] or ["本级人民政府"])[0]
    departments = [part for part in re.split(r"或者|或|、|及", body) if _DEPARTMENT.search(part)]
    if vague or departments:
        return "" if _LOOSE.search(agency) and not vague else expected
    if "人民政府" not in body:
        return ""
    if body in ("本级人民政府", "同级人民政府") or _LOOSE.search(agency) or not governments:
        return ""
    return "" if any(name in body or body.endswith(name) for name in governments) else expected


def courts(seen: Seen) -> Iterator[Hit]:
    """The level of the court; where jurisdiction is concentrated, only the agency's settings know the place."""
    agency = seen.letter.sheet.signatory
    settled = seen.case.agency.court if seen.case.agency else ""
    for sentence in seen.letter.remedy:
        for match in _COURT.finditer(sentence.text):
            court = re.sub(r"^.*(?:向|到|在|由)", "", match[1])
            if settled:
                if settled not in sentence.text and court not in ("有管辖权的人民法院", "人民法院"):
                    yield Hit("wrong_court", court, settled, sentence.number)
                    return
                continue
            expected = _court_level(court, agency)
            if expected:
                yield Hit("wrong_court", court, expected, sentence.number)
                return


def _court_level(court: str, agency: str) -> str:
    higher = re.search(r"(?:中级|高级|最高)人民法院$", court)
    if _COUNTY_GOVERNMENT.match(agency) and not higher and re.search(r"(?:县|市|区|旗)人民法院$", court):
        return "中级人民法院"
    ordinary = not _COUNTY_GOVERNMENT.match(agency) and not re.search(r"海关|省人民政府|部$|总局$|厅$", agency)
    if ordinary and higher and re.search(r"局|委员会|镇人民政府|乡人民政府|街道", agency):
        return "基层人民法院（集中管辖的除外）"
    return ""


LOOKS = (review_bodies, courts)
