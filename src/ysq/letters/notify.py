"""From the facts of a notice or form and the law in force to the context of its document."""

from ysq.domain.letters import AgencyProfile, LetterType, Remedy, RemedyOrder, remedy_of
from ysq.letters.answer import addressed
from ysq.letters.clean import clean_name
from ysq.letters.context import AskedItem, Layout, NoticeContext, Noticed
from ysq.letters.errors import MissingFactError, NoticeError
from ysq.letters.needs import LetterLaw
from ysq.letters.notices import AnyNotice, FeeNotice, NoticeFacts
from ysq.letters.sheets import EvidenceList


def notice_of(facts: NoticeFacts, agency: AgencyProfile, law: LetterLaw) -> NoticeContext:
    """The context of a procedural document.

    Raises MissingFactError without an addressee, an item or words that it must have; NotInForceError for another
    day's provision.
    """
    _require_said(facts)
    noticed = Noticed(
        agency=agency,
        addressee="、".join(clean_name(name) for name in facts.addressees),
        you=addressed(facts.addressees, organisation=facts.organisation),
        layout=Layout.SINGLE if len(facts.items) == 1 else Layout.SEVERAL,
        dated=facts.dated,
        number=clean_name(facts.number),
        received_on=facts.received_on,
        request_no=facts.request_no,
        items=tuple(AskedItem(number, asked) for number, asked in enumerate(facts.items, 1)),
    )
    notice = facts.notice
    cited = law.cited(_cites(notice), facts.dated)
    return NoticeContext(notice.kind, noticed, notice, cited, _remedy(notice.kind, agency, law))


def _cites(notice: AnyNotice) -> tuple[str, ...]:
    if isinstance(notice, FeeNotice):
        return (*notice.cites, notice.provision)
    return notice.provisions if isinstance(notice, EvidenceList) else notice.cites


def _require_said(facts: NoticeFacts) -> None:
    if not facts.addressees or not facts.items:
        raise MissingFactError("收件人或者申请事项", "请在登记信息中补全后重试。")
    for field in facts.notice.__struct_fields__:
        if getattr(facts.notice, field) == () and field in _SAID:
            raise NoticeError(facts.notice.kind.zh, _SAID[field])
    if isinstance(facts.notice, FeeNotice) and not facts.notice.payment.strip():
        raise NoticeError(facts.notice.kind.zh, "缴纳方式，请先请管理员在本机关设置中填写")


_SAID = {
    "what": "需要补正的内容",
    "why": "理由",
    "information": "征求意见的信息",
    "about": "请对方说明的事项",
    "task": "协办的内容",
    "content": "决定公开的内容",
    "standard": "收费标准",
    "searches": "检索的经过和结果",
    "proposals": "拟办意见",
    "reviews": "保密审查的意见",
    "exhibits": "证据",
}
"""Fields without which the document would say nothing."""


def _remedy(kind: LetterType, agency: AgencyProfile, law: LetterLaw) -> tuple[Remedy, ...]:
    """Only who is told of a decision that burdens him is told a remedy (法释〔2025〕8号 art. 1 item 4)."""
    if kind is not LetterType.THIRD_PARTY_NOTICE:
        return ()
    return (remedy_of({1: RemedyOrder.EITHER}, agency, law.periods),)
