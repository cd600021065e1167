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
_INTERMEDIATE = ("中级人民法院", "中级法院")


def fault(kind: AgencyKind, review_bodies: tuple[str, ...], court: str) -> str:
    """What is wrong with an agency's review bodies or court, in one sentence; empty when nothing is.

    The level of the court is checked only where the law fixes it (行政诉讼法 art. 15 item 1): jurisdiction over other
    agencies may be concentrated elsewhere (art. 18 para 2), so that a name proves nothing.
    """
    if kind in _TWO_WAYS:
        if len(review_bodies) != 2 or not any(body.endswith(_GOVERNMENT) for body in review_bodies):
            return f"{kind.zh}应当写明两个行政复议机关：{_TWO_WAYS[kind]}。"
    elif len(review_bodies) != 1:
        return f"{kind.zh}只有一个行政复议机关，请核对（行政复议法第二十四条至第二十八条）。"
    elif (kind is AgencyKind.VERTICAL) == review_bodies[0].endswith(_GOVERNMENT):
        wanted = "上一级主管部门" if kind is AgencyKind.VERTICAL else "人民政府"
        return f"{kind.zh}的行政复议机关应当是{wanted}，不是{review_bodies[0]}（行政复议法第二十四条、第二十七条）。"
    if kind is AgencyKind.GOVERNMENT and not court.endswith(_INTERMEDIATE):
        return f"以{kind.zh}为被告的，由中级人民法院管辖，不是{court}（行政诉讼法第十五条第一项）。"
    return ""
