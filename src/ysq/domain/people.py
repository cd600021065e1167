"""What a requester writes about himself and his request (art. 29); sealed or kept as text, never in an event."""

from typing import Annotated

import msgspec

from ysq.domain.terms import DeliveryWish, Medium, RequesterKind

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
OptionalLine = Annotated[str, msgspec.Meta(max_length=200)]
Prose = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]

SENT_TO = {DeliveryWish.POST: "address", DeliveryWish.EMAIL: "email", DeliveryWish.FAX: "phone"}
"""The field of an identity that each way of sending needs; a fax number stands in the telephone field."""


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """姓名或者名称、身份证明、联系方式 (art. 29 para 2 item 1); `id_number` may follow by 补正."""

    kind: RequesterKind
    name: Line
    id_number: OptionalLine = ""
    phone: OptionalLine = ""
    email: OptionalLine = ""
    address: OptionalLine = ""
    contact_person: OptionalLine = ""

    def lacks(self, wish: DeliveryWish) -> str | None:
        """The field that the wish needs (art. 29 para 2 item 3) and that is blank; None when nothing lacks."""
        field = SENT_TO.get(wish)
        return field if field is not None and not getattr(self, field).strip() else None

    @property
    def reachable(self) -> bool:
        """Whether at least one 联系方式 is given."""
        return any(way.strip() for way in (self.phone, self.email, self.address))


class RequestedItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """名称、文号或者便于查询的其他特征性描述 (art. 29 para 2 item 2)."""

    description: Prose
    title: OptionalLine = ""
    document_no: OptionalLine = ""


class Application(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """政府信息公开申请: what is asked, by whom, in which form (art. 29 para 2)."""

    requester: Identity
    items: Annotated[tuple[RequestedItem, ...], msgspec.Meta(min_length=1, max_length=50)]
    medium: Medium
    delivery: DeliveryWish
    accept_other_delivery: bool = True
