"""Invented facts for letters, and the tools to read a PDF back; nothing here is a real person or agency."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pypdfium2
from tests.letters.more_answers import MORE, REDONE, STEPS, second
from tests.letters.notice_samples import NOTICES

from ysq.domain.grounds import ResponsibleAgency, ThirdPartyView, Undetermined, WithheldPart
from ysq.domain.letters import AgencyProfile, Attachment, Letter, RemedyPeriods, WithheldAspect
from ysq.domain.terms import Channel, ConsulteeKind, DeliveryWish, Medium
from ysq.letters import (
    FontSet,
    LetterLaw,
    NoticeFacts,
    Stationery,
    acknowledgement_of,
    compose,
    context_of,
    find_fonts,
    load_stationery,
    notice_of,
)
from ysq.letters.facts import (
    AcknowledgementFacts,
    AnswerFacts,
    Clarified,
    ClockWords,
    Consulted,
    Extended,
    ItemAnswer,
    ReceiptDay,
    Received,
    SearchRecord,
    Step,
    Supply,
)
from ysq.resources import data_folder
from ysq.rules.book import Book, read

AGENCY = AgencyProfile(
    name="云岭县自然资源局",
    heading="云岭县自然资源局",
    letter_word="云自然资依复",
    review_body="云岭县人民政府",
    court="云岭县人民法院",
    contact_phone="0999-1234567",
    contact_address="云岭县城关镇示例路1号",
)
PERIODS = RemedyPeriods(review_days=60, court_days_after_review=15, court_months=6)
MM = 25.4 / 72
Box = tuple[float, float, float, float]

SUPPLY = Supply(DeliveryWish.POST, Medium.PAPER)
DISCLOSED = ItemAnswer(
    1,
    "城关镇2025年度第三批次城镇建设用地的征收土地公告和征地补偿安置方案",
    "disclosed",
    attachments=(
        Attachment("云岭县人民政府征收土地公告（云府征〔2025〕18号）", 3),
        Attachment("城关镇2025年度第三批次城镇建设用地征地补偿安置方案", 12),
    ),
)
NO_RECORD = ItemAnswer(
    1,
    "东坪村村委会1998年建设用地批准文件",
    "no_record",
    searches=(
        SearchRecord(
            searcher="本机关档案室工作人员",
            on=date(2026, 3, 9),
            places=("本机关文书档案（1996年至2001年）", "建设用地审批档案目录"),
            keywords=("东坪村", "建设用地", "1998"),
            result="未检索到相关文件。",
        ),
        SearchRecord(
            searcher="本机关用途管制股工作人员",
            on=date(2026, 3, 10),
            places=("建设用地审批系统",),
            keywords=("东坪村", "村委会"),
            result="该系统自2004年起启用，没有1998年的审批记录。",
        ),
    ),
)
REFUSED = ItemAnswer(
    1,
    "城关镇某地块规划条件调整的内部讨论会议记录",
    "deliberative",
    reasons=(
        "该会议记录形成于规划条件调整方案的论证阶段，记载参会人员在方案确定之前发表的个人意见，不对外产生法律效力。\n"
        "公开上述意见，可能影响工作人员在今后的论证中坦率发表意见。规划条件调整的结果已经批复并在政府网站公布，"
        "公众可以据此了解和监督。"
    ),
    aspect=WithheldAspect.DISCUSSION,
    indivisible="会议记录全文均为参会人员的发言，没有可以单独提供的事实性内容。",
)
PARTLY = ItemAnswer(
    1,
    "东坪村征地补偿分户结果表",
    "partly_disclosed",
    reasons="上述号码属于被征收人的个人信息，与补偿标准、面积和金额是否公平无关，公开会损害被征收人的合法权益。",
    aspect=WithheldAspect.PRIVACY,
    basis=ThirdPartyView(
        judgement="不公开上述号码不影响申请人了解和监督补偿结果，不会对公共利益造成重大影响。",
        unconsulted="遮盖的仅为身份证件号码、银行账号和联系电话，属于明显的个人隐私，其余内容不涉及第三方合法权益。",
    ),
    withheld=WithheldPart(
        "third_party_interest",
        what="表中被征收人的身份证件号码、银行账号和联系电话",
        how="对上述号码作遮盖处理，保留户主姓名、面积、补偿标准和金额",
    ),
    attachments=(Attachment("东坪村征地补偿分户结果表（遮盖件）", 4),),
)
NOT_OURS = ItemAnswer(
    1,
    "东坪村被征地农民社会保障费用的缴费明细",
    "not_this_agency",
    reasons="被征地农民社会保障费用的缴费和个人账户记入由人力资源和社会保障部门办理，本机关没有制作，也没有获取缴费明细。",
    responsible=ResponsibleAgency("云岭县人力资源和社会保障局", "云岭县城关镇示例路6号，电话0999-1234570"),
)


def facts(*items: ItemAnswer) -> AnswerFacts:
    """An answer to `items`; change it with msgspec.structs.replace."""
    return AnswerFacts(
        requesters=("赵一",),
        organisation=False,
        letter_no="云自然资依复〔2026〕12号",
        dated=date(2026, 3, 24),
        received=Received(date(2026, 3, 2), Channel.ONLINE, "20260302-0017"),
        request_summary="；".join(item.description for item in items),
        items=items,
    )


def _anew(step: Step) -> AnswerFacts:
    """An answer after an earlier one."""
    received = Received(date(2026, 1, 5), Channel.ONLINE, "20260105-0002")
    return msgspec.structs.replace(facts(DISCLOSED), received=received, supply=SUPPLY, process=(step,))


SAMPLES: dict[str, AnswerFacts] = {
    "disclosure": msgspec.structs.replace(
        facts(DISCLOSED), supply=SUPPLY, process=(Clarified(date(2026, 3, 5), date(2026, 3, 9)),)
    ),
    "no_record": msgspec.structs.replace(facts(NO_RECORD), requesters=("某某村民小组",), organisation=True),
    "refusal": msgspec.structs.replace(
        facts(REFUSED),
        requesters=("赵一", "钱二"),
        process=(
            Consulted(ConsulteeKind.OTHER_AGENCY, date(2026, 3, 4), date(2026, 3, 11), "有关机关认为不宜公开"),
            Extended(date(2026, 3, 23), date(2026, 4, 28)),
        ),
    ),
    "partial_disclosure": msgspec.structs.replace(facts(PARTLY), supply=SUPPLY),
    "not_this_agency": facts(NOT_OURS),
    "mixed_answer": msgspec.structs.replace(
        facts(
            DISCLOSED,
            msgspec.structs.replace(REFUSED, number=2),
            msgspec.structs.replace(PARTLY, number=3),
            msgspec.structs.replace(NOT_OURS, number=4, responsible=Undetermined()),
        ),
        supply=SUPPLY,
    ),
}
SAMPLES |= {
    "refusal_on_several_grounds": facts(MORE["internal_affairs"], second(MORE["enforcement_file"])),
    **{name: msgspec.structs.replace(facts(MORE[name]), process=STEPS.get(name, ())) for name in MORE},
    **{name: _anew(step) for name, step in REDONE.items()},
}
SAMPLES["lapsed_fee"] = msgspec.structs.replace(SAMPLES["lapsed_fee"], dated=date(2026, 4, 7))
RECEIPT = AcknowledgementFacts(
    requesters=("赵一",),
    organisation=False,
    dated=date(2026, 3, 2),
    received=Received(date(2026, 3, 2), Channel.ONLINE, "20260302-0017"),
    items=(DISCLOSED.description,),
    receipt_day=ReceiptDay.SYSTEM,
    clock=ClockWords.FIRM,
    due_on=date(2026, 3, 30),
    answer_days=20,
    clarification_days=7,
    rule=("ogi.art31.item3", "guiding_case26"),
    due_rule=("ogi.art33.para2",),
    access_code="7K2M9QX4TD",
)
RECEIPTS = {
    "acknowledgement": RECEIPT,
    "acknowledgement_several": msgspec.structs.replace(
        RECEIPT,
        dated=date(2026, 12, 21),
        received=Received(date(2026, 12, 21), Channel.ONLINE, "20261221-0003"),
        items=(DISCLOSED.description, PARTLY.description, NOT_OURS.description),
        clock=ClockWords.PROVISIONAL,
        due_on=date(2027, 1, 19),
        access_code="",
        follow_at="https://ysq.example.org",
    ),
}


@cache
def book() -> Book:
    """The rule book of the checkout."""
    return read(data_folder("rules"))


@cache
def fonts() -> FontSet:
    """Only what pip installs, so that every machine gives the same letter."""
    return find_fonts(system=False)


@cache
def stationery() -> Stationery:
    """The templates of the checkout."""
    return load_stationery(data_folder("templates") / "letters", fonts())


def law() -> LetterLaw:
    """The law of the checkout's rule book."""
    return LetterLaw(book().provisions, book().outcomes, PERIODS)


def letter(answer: AnswerFacts, agency: AgencyProfile = AGENCY) -> Letter:
    """The letter on `answer`."""
    return compose(context_of(answer, agency, law()), stationery())


def receipt(told: AcknowledgementFacts) -> Letter:
    """The 登记回执 on `told`."""
    return compose(acknowledgement_of(told, AGENCY, law()), stationery())


def paper(told: NoticeFacts, agency: AgencyProfile = AGENCY) -> Letter:
    """The notice or form on `told`."""
    return compose(notice_of(told, agency, law()), stationery())


def every_letter() -> dict[str, Letter]:
    """One letter for each sample: answers, receipts, notices and forms."""
    answers = {name: letter(answer) for name, answer in SAMPLES.items()}
    receipts = {name: receipt(told) for name, told in RECEIPTS.items()}
    return answers | receipts | {name: paper(told) for name, told in NOTICES.items()}


def golden(name: str) -> Path:
    """Where the expected text of a sample is kept."""
    return Path(__file__).parent / "golden" / f"{name}.txt"


class Glyph(msgspec.Struct, frozen=True):
    """A character with its ink box in mm from the page's left upper corner."""

    character: str
    left: float
    top: float
    right: float
    bottom: float


class Page(msgspec.Struct, frozen=True):
    """One page read back: glyphs in reading order, and the boxes of drawn shapes."""

    glyphs: tuple[Glyph, ...]
    shapes: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The page's characters without white space."""
        return "".join(g.character for g in self.glyphs)

    def find(self, text: str) -> tuple[Glyph, ...]:
        """The glyphs of the first occurrence of `text`."""
        start = self.text.index(text)
        return self.glyphs[start : start + len(text)]


def pages(document: bytes) -> list[Page]:
    """The pages of a PDF, read by pdfium."""
    with pypdfium2.PdfDocument(document) as pdf:
        return [_page(pdf[number]) for number in range(len(pdf))]


def squeezed(text: str) -> str:
    """`text` without white space, as readers of PDF give it or leave it out at will."""
    return re.sub(r"\s", "", text)


def _page(page: pypdfium2.PdfPage) -> Page:
    height = page.get_height()
    layer = page.get_textpage()
    units = [(pypdfium2.raw.FPDFText_GetUnicode(layer, i), layer.get_charbox(i)) for i in range(layer.count_chars())]
    glyphs = [_glyph(chr(code), box, height) for code, box in _joined(units) if squeezed(chr(code))]
    shapes = [_glyph("", o.get_bounds(), height) for o in page.get_objects() if o.type == 2]
    return Page(tuple(glyphs), tuple(shapes))


def _joined(units: list[tuple[int, Box]]) -> Iterator[tuple[int, Box]]:
    """Code points from UTF-16: pdfium gives a character beyond the first plane as two."""
    high = 0
    for code, box in units:
        if 0xD800 <= code < 0xDC00:
            high = code
        elif 0xDC00 <= code < 0xE000:
            yield 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, box
        else:
            yield code, box


def _glyph(character: str, box: Box, height: float) -> Glyph:
    left, bottom, right, top = box
    return Glyph(character, left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)
