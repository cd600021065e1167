"""What all commands share. `on` is the day it happened (Asia/Shanghai)."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec

from ysq.domain.people import Application, Line, Prose, RequestedItem
from ysq.domain.terms import Channel

ItemNo = Annotated[int, msgspec.Meta(ge=1, le=50)]
ItemNos = Annotated[tuple[ItemNo, ...], msgspec.Meta(min_length=1, max_length=50)]
_LABEL = "^(第三方|共同制作机关|其他机关)?([甲乙丙丁戊己庚辛壬癸]|[A-Z])?[0-9]{0,2}$"
_REMEDY = (
    "^[^\\s0-9]{0,8}[〔［\\[（(][0-9]{4}[〕］\\]）)][^\\s0-9]{0,4}([0-9]{2,4}[^\\s0-9]{1,4})?[0-9]{1,6}号"
    "(之[一二三四五六七八九十]{1,2})?$"
)
_TRACKING = "^([A-Za-z]{2}([0-9]{11}|[0-9]{9}[A-Za-z]{2})|[0-79][0-9]{12}|8[0-57-9][0-9]{11})?$"
# What is no name and no telephone number may stand in the log for ever; `extra` tells people which shape is meant.
Party = Annotated[
    str,
    msgspec.Meta(pattern=_LABEL, min_length=1, extra={"like": "应当用代称，如“第三方甲”，不写姓名、名称"}),
]
"""A label, such as 第三方甲: it stands in the log for ever and before the requester, so it can't be a name."""
PartyOrNone = Annotated[
    str, msgspec.Meta(pattern=_LABEL, extra={"like": "应当用代称，如“第三方甲”，不写姓名、名称；不涉及的，留空"})
]
"""The same, or nothing where the step has no party."""
RemedyNumber = Annotated[
    str,
    msgspec.Meta(pattern=_REMEDY, max_length=40, extra={"like": "应当只写案号，如“（2026）某0行初1号”，不写姓名"}),
]
"""The review body's or the court's number of a case."""
TrackingNo = Annotated[
    str, msgspec.Meta(pattern=_TRACKING, max_length=13, extra={"like": "应当是13位的邮件号码，不写收件人和电话"})
]
"""A postal number, or none; one that begins with 86 is a telephone number."""
JSON = msgspec.json.Encoder(order="sorted")


def kept_item(item: RequestedItem) -> str:
    """An item as the text store keeps it."""
    return JSON.encode(item).decode()


class SubmitRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """提交申请: by the citizen on line, or entered by a clerk for counter, post, fax or oral (art. 29, 31).

    `submission_id` is made by the client: the same one again shows the same receipt.
    """

    submission_id: UUID
    agency: Line
    channel: Channel
    on: dt.date
    application: Application
    confirmed_on: dt.date | None = None


class CommandBase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Every command names its day. `prose` is what goes to the text store, in the order of its references."""

    on: dt.date

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """(kind, words) pairs that an event must only point to."""
        return ()


class Worded(CommandBase, frozen=True):
    """A command with one text, kept under the kind that the class names."""

    text: Prose

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The text."""
        return ((str(self.__struct_config__.tag), self.text),)
