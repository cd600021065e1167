"""What the clock is given: the course of events, each on its day, and the settings where the law is silent."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from ysq.domain.terms import Carrier, Channel, ConsulteeKind, DeliveryVia

MAX_ENTRIES = 1000
"""A course of events longer than this is no case file but a mistake."""

Party = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*\Z")]
ResponseDays = Annotated[int, msgspec.Meta(ge=1, le=250)]
ExtensionDays = Annotated[int, msgspec.Meta(ge=1, le=20)]
Item = Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | int
Answers = Literal["all"] | Annotated[tuple[Item, ...], msgspec.Meta(min_length=1, max_length=200)]


class EntryBase(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="type"):
    """Something that happened on `date`."""

    date: dt.date


class RequestReceived(EntryBase, frozen=True, tag="request.received"):
    """收到申请 (art. 31); `confirmed_on` is the day both sides confirmed it."""

    channel: Channel
    confirmed_on: dt.date | None = None


class ClarificationAsked(EntryBase, frozen=True, tag="clarification.asked"):
    """补正告知 (art. 30), with the period set for the requester."""

    working_days: ResponseDays | None = None


class ClarificationDelivered(EntryBase, frozen=True, tag="clarification.delivered"):
    """补正告知送达."""


class ClarificationReceived(EntryBase, frozen=True, tag="clarification.received"):
    """收到补正; `excused` when a person judged a late one to have a justified reason."""

    excused: bool = False


class ConsultationSent(EntryBase, frozen=True, tag="consultation.sent"):
    """发出征求意见书 (art. 32, 34, 33 para 3)."""

    party: Party
    kind: ConsulteeKind


class ConsultationDelivered(EntryBase, frozen=True, tag="consultation.delivered"):
    """征求意见书送达."""

    party: Party


class ConsultationAnswered(EntryBase, frozen=True, tag="consultation.answered"):
    """收到意见."""

    party: Party


class DeadlineExtended(EntryBase, frozen=True, tag="deadline.extended"):
    """延期告知 (art. 33 para 2): the day the requester was told."""

    working_days: ExtensionDays


class DeferralNotified(EntryBase, frozen=True, tag="deferral.notified"):
    """告知延迟答复 (art. 35) until a day the agency sets."""

    until: dt.date


class AnswerOrdered(EntryBase, frozen=True, tag="answer.ordered"):
    """责令重新答复 (art. 51): the day that the review body or the court set; `answers` as of a letter.

    `all` when everything that is still owed is to be answered by that day, else the items ordered.
    """

    until: dt.date
    answers: Answers = "all"


class FeeDemanded(EntryBase, frozen=True, tag="fee.demanded"):
    """发出收费通知 (art. 42, 109号)."""


class FeeDelivered(EntryBase, frozen=True, tag="fee.delivered"):
    """收费通知送达."""


class FeePaid(EntryBase, frozen=True, tag="fee.paid"):
    """缴费完成."""


class LetterIssued(EntryBase, frozen=True, tag="letter.issued"):
    """签发答复书; `answers` is `all`, or the items it answers."""

    answers: Answers = "all"


class LetterPosted(EntryBase, frozen=True, tag="letter.posted"):
    """交邮 (235号 art. 4)."""

    carrier: Carrier


class LetterDelivered(EntryBase, frozen=True, tag="letter.delivered"):
    """送达; `confirmed_on` is the day the requester confirmed an electronic one."""

    via: DeliveryVia
    confirmed_on: dt.date | None = None


class LetterReturned(EntryBase, frozen=True, tag="letter.returned"):
    """退回: not delivered."""


class RequestWithdrawn(EntryBase, frozen=True, tag="request.withdrawn"):
    """撤回申请."""


Entry = (
    RequestReceived
    | ClarificationAsked
    | ClarificationDelivered
    | ClarificationReceived
    | ConsultationSent
    | ConsultationDelivered
    | ConsultationAnswered
    | DeadlineExtended
    | DeferralNotified
    | AnswerOrdered
    | FeeDemanded
    | FeeDelivered
    | FeePaid
    | LetterIssued
    | LetterPosted
    | LetterDelivered
    | LetterReturned
    | RequestWithdrawn
)


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Choices where the law is silent; `rules/parameters.yaml` gives each its reason and mark."""

    rest_day_receipt: Literal["strict", "next_working_day"] = "strict"
    online_receipt: Literal["submission", "confirmation"] = "submission"
    consultation_sending_day: Literal["counted", "tolled"] = "counted"
    clarification_response_working_days: ResponseDays = 15
    late_clarification: Literal["no_restart", "restart"] = "no_restart"
    late_extension: Literal["no_effect", "counts"] = "no_effect"
    electronic_service: Literal["sent", "confirmed"] = "sent"


class Course(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The whole input of the clock: entries in the order of the file, a day to look from, and settings."""

    events: tuple[Entry, ...]
    as_of: dt.date | None = None
    policy: Policy = Policy()
