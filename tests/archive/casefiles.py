"""Whole case files made without a database: events through the domain, chained as the log chains them."""

import io
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
from pypdf import PdfWriter

from ysq.archive import CaseFile, Document, FormCopy, KeptPerson, KeptText
from ysq.db.events import FIRST_PREV_HASH, NewEvent, StoredEvent, canonical_record, chain_hash
from ysq.digests import content_of_identity, salted_digest
from ysq.domain import events as e
from ysq.domain.people import Identity
from ysq.domain.terms import Carrier, Channel, ConsulteeKind, DeliveryVia, DeliveryWish, Medium, Reply, RequesterKind

DAY = date(2026, 3, 2)
NUMBERS = ("QC-2026-000017", "QC依申请〔2026〕5号", "0110-WS·2026-D30-BGS-0001")
FORMS = ("申请表", "审批单", "送达凭证（青资依复〔2026〕11号）")
LETTERS = ("青资依复〔2026〕11号", "青资依复〔2026〕12号")


class Draft:
    """Collects what a case needs; everything random comes from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.texts: list[KeptText] = []
        self.people: list[KeptPerson] = []
        self.documents: list[Document] = []
        self.events: list[e.CaseEvent] = []
        self.day = DAY

    def id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def salt(self) -> bytes:
        return self.random.randbytes(16)

    def text(self, kind: str, body: str) -> e.Ref:
        kept = KeptText(self.id(), kind, self.salt(), body)
        self.texts.append(kept)
        return e.Ref(kept.id, salted_digest(kept.salt, body.encode()))

    def person(self, role: str, identity: Identity) -> e.Ref:
        kept = KeptPerson(self.id(), role, self.salt(), identity)
        self.people.append(kept)
        return e.Ref(kept.id, salted_digest(kept.salt, content_of_identity(identity)))

    def document(self, kind: str, name: str) -> e.Ref:
        kept = Document(self.id(), kind, name, "application/pdf", pdf(self.random), self.salt())
        self.documents.append(kept)
        return e.Ref(kept.file_id, salted_digest(kept.salt, kept.data))

    def add(self, shape: type[e.EventBase], actor: str, /, *fields: object, **named: object) -> None:
        self.day += timedelta(days=1)
        self.events.append(shape(self.day, actor, *fields, **named))  # type: ignore[arg-type]


def pdf(source: random.Random, size: int = 20_000) -> bytes:
    """A real PDF of one page with `size` bytes enclosed, so that no two are alike."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("seed.bin", source.randbytes(size))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def case_file(seed: int = 1, consultations: int = 1, more_letters: int = 0) -> CaseFile:
    """A case from receipt to archive: two items, a correction, `consultations` third parties, two letters or more."""
    draft = Draft(seed)
    _received(draft)
    _consulted(draft, consultations)
    _determined(draft)
    letters = [_issued(draft, number) for number in [1, 2] + [1] * more_letters]
    draft.add(e.LetterPosted, "clerk", letters[0], Carrier.POST, "1234567890123")
    draft.add(e.LetterDelivered, "clerk", letters[1], DeliveryVia.SIGNED, None)
    draft.add(e.CaseArchived, "archivist", NUMBERS[2], "D30")
    return filed(draft.events, draft)


def filed(events: Sequence[e.CaseEvent], draft: Draft) -> CaseFile:
    """The case file of these events; the stores are the draft's."""
    return CaseFile(
        agency_name="青川市规划局",
        agency_code="QC",
        request_no=NUMBERS[0],
        register_no=NUMBERS[1],
        archive_no=NUMBERS[2],
        made_on=draft.day,
        events=chained(events, draft.id()),
        texts=draft.texts,
        people=draft.people,
        documents=draft.documents,
        ledger_json=b'{"received_on":"2026-03-03","due_on":"2026-03-31","steps":[]}',
        forms=tuple(FormCopy(name, pdf(draft.random, 2_000)) for name in FORMS),
    )


def chained(events: Sequence[e.CaseEvent], stream: UUID) -> list[StoredEvent]:
    """The events as the log would store them."""
    stored: list[StoredEvent] = []
    before = FIRST_PREV_HASH
    for version, event in enumerate(events, start=1):
        at = datetime(event.date.year, event.date.month, event.date.day, 1, 30, tzinfo=UTC)
        kind = str(type(event).__struct_config__.tag)
        new = NewEvent(kind, event.date, event)
        record = canonical_record(stream=stream, version=version, agency_id=2, event=new, at=at, actor=event.actor)
        own = chain_hash(before, record)
        stored.append(StoredEvent(stream, version, 2, kind, event.date, at, event.actor, record, before, own))
        before = own
    return stored


def _received(draft: Draft) -> None:
    requester = Identity(RequesterKind.PERSON, "欧阳𠮷安", "51010219800101001X", "13800000000", address="青川市东街1号")
    items = (
        e.ReceivedItem(1, draft.text("item", "2025年度东街片区征地补偿安置方案及其批准文件")),
        e.ReceivedItem(2, draft.text("item", "同一片区的“社会稳定风险评估报告”\n（含附件）")),
    )
    draft.add(
        e.RequestReceived, "portal", draft.id(), NUMBERS[0], Channel.ONLINE, None, draft.person("requester", requester),
        RequesterKind.PERSON, items, Medium.PAPER, DeliveryWish.POST, accept_other_delivery=True,
    )  # fmt: skip
    draft.add(e.CaseRegistered, "clerk", NUMBERS[1])
    draft.add(e.ClarificationAsked, "clerk", 10, draft.text("clarification", "请补充第二项信息的名称或者文号。"))
    draft.add(e.ClarificationDelivered, "clerk")
    corrected = e.ReceivedItem(2, draft.text("item", "青府〔2025〕8号所附社会稳定风险评估报告"))
    draft.add(e.ClarificationReceived, "clerk", excused=False, items=(corrected,))


def _consulted(draft: Draft, consultations: int) -> None:
    for number in (1, 2):
        words = f'{{"unit":"办公室","places":["档案室"],"keywords":["东街"],"result":"第{number}项已检索"}}'
        draft.add(e.SearchRecorded, "officer", number, number == 1, draft.text("search", words))
        opinion = draft.text("secrecy_review", "不涉及国家秘密。")
        draft.add(e.SecrecyReviewed, "reviewer", number, releasable=True, text=opinion)
    for number in range(1, consultations + 1):
        party = f"第三方{number}"
        company = Identity(RequesterKind.BUSINESS, f"青川{number}号置业有限公司", phone="0800-000000")
        draft.add(
            e.ConsultationSent, "clerk", party, ConsulteeKind.THIRD_PARTY, draft.person("consultee", company),
            draft.text("consultation", "拟公开的内容是否涉及你方商业秘密，请在十五个工作日内回复。"),
        )  # fmt: skip
        draft.add(e.ConsultationDelivered, "clerk", party)
        reasons = draft.text("opinion", f"第{number}家同意公开。")
        draft.add(e.ConsultationAnswered, "clerk", party, Reply.AGREED, reasons)
    draft.add(e.ExtensionProposed, "clerk", 20, draft.text("extension", "需要征求第三方意见。"))
    draft.add(e.ExtensionApproved, "head")
    draft.add(e.DeadlineExtended, "clerk", 20)


def _determined(draft: Draft) -> None:
    for number, outcome in ((1, "disclose"), (2, "no_record")):
        reasons = draft.text("determination", f'{{"reasons":"第{number}项的理由","attachments":[]}}')
        draft.add(e.DeterminationDrafted, "clerk", number, outcome, None, "0" * 64, reasons)
        draft.add(e.DeterminationApproved, "head", number)


def _issued(draft: Draft, number: int) -> UUID:
    letter, kind = draft.id(), ("disclosure", "no_record")[number - 1]
    file = draft.document("letter", f"答复书 {LETTERS[number - 1]}.pdf")
    draft.add(e.LetterIssued, "signer", letter, kind, LETTERS[number - 1], (number,), file, 1)
    return letter


def with_change(contents: CaseFile, **changes: object) -> CaseFile:
    """The case file with some fields replaced."""
    return msgspec.structs.replace(contents, **changes)
