"""Which review body and which court an agency of a kind can name: its settings say who, the law says which kind."""

from ysq.domain.terms import Term


class AgencyKind(Term):
    """Kinds of agency that 行政复议法 art. 24 to 28 tell apart."""

    GOVERNMENT = "government", "县级以上地方人民政府"
    DEPARTMENT = "department", "地方人民政府工作部门"
    JUSTICE = "justice", "地方人民政府司法行政部门"
    TOWNSHIP = "township", "乡镇人民政府"
    SUBDISTRICT = "subdistrict", "街道办事处等派出机关"
    OUTPOST = "outpost", "以自己名义行政的派出机构"
    CITY_BRANCH = "city_branch", "市级部门在县的派出机构"
    AUTHORISED = "authorised", "法律、法规授权的组织"
    VERTICAL = "vertical", "海关、金融、外汇、税务、国家安全等垂直领导的机关"


_TWO_WAYS = {
    AgencyKind.JUSTICE: "本级人民政府和上一级司法行政部门（行政复议法第二十八条）",
    AgencyKind.CITY_BRANCH: "市人民政府和所在地的县人民政府（行政复议法第二十四条第四款）",
}
"""Kinds whose decisions may be taken to either of two bodies: both are told."""
_GOVERNMENT = "人民政府"
_JUSTICE = ("司法局", "司法厅", "司法部")
_INTERMEDIATE = ("中级人民法院", "中级法院")
_VAGUE = ("上一级", "上级", "本级", "同级", "所属", "有管辖权", "有关", "当地")


def fault(name: str, kind: AgencyKind, review_bodies: tuple[str, ...], court: str) -> str:
    """What is wrong with the review bodies or the court of the agency `name`, in one sentence; empty when nothing is.

    The level of the court is checked only where the law fixes it (行政诉讼法 art. 15 item 1): jurisdiction over other
    agencies may be concentrated elsewhere (art. 18 para 2), so that a name proves nothing.
    """
    if wrong := _unnamed(name, review_bodies) or _unlike_kind(kind, review_bodies):
        return wrong
    if kind is AgencyKind.GOVERNMENT and not court.endswith(_INTERMEDIATE):
        return f"以{kind.zh}为被告的，由中级人民法院管辖，不是{court}（行政诉讼法第十五条第一项）。"
    return ""


def _unnamed(name: str, review_bodies: tuple[str, ...]) -> str:
    """A letter must tell people a name they can write on an envelope, and never the agency's own."""
    for body in review_bodies:
        if body.startswith(_VAGUE) or body == _GOVERNMENT:
            return f"行政复议机关写的是“{body}”，应当写明它的全称，例如××县人民政府。"
        if body == name:
            return f"行政复议机关写的是{name}自己，请核对（行政复议法第二十四条至第二十八条）。"
    return ""


def _unlike_kind(kind: AgencyKind, review_bodies: tuple[str, ...]) -> str:
    if kind in _TWO_WAYS:
        if not _two_ways(kind, review_bodies):
            return f"{kind.zh}应当写明两个行政复议机关：{_TWO_WAYS[kind]}。"
    elif len(review_bodies) != 1:
        return f"{kind.zh}只有一个行政复议机关，请核对（行政复议法第二十四条至第二十八条）。"
    elif (kind is AgencyKind.VERTICAL) == review_bodies[0].endswith(_GOVERNMENT):
        wanted = "上一级主管部门" if kind is AgencyKind.VERTICAL else "人民政府"
        return f"{kind.zh}的行政复议机关应当是{wanted}，不是{review_bodies[0]}（行政复议法第二十四条、第二十七条）。"
    return ""


def _two_ways(kind: AgencyKind, review_bodies: tuple[str, ...]) -> bool:
    """Two governments for a branch, a government and the superior of its line for justice."""
    governments = sum(body.endswith(_GOVERNMENT) for body in review_bodies)
    if kind is AgencyKind.CITY_BRANCH:
        return governments == len(set(review_bodies)) == 2
    return (len(review_bodies), governments, sum(body.endswith(_JUSTICE) for body in review_bodies)) == (2, 1, 1)
