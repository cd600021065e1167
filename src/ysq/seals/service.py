"""The seam to whoever keeps an agency's electronic seal: what is ordered, what comes back, how it fails."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ysq.domain.terms import Term
from ysq.faults import cause


class SealFailed(Exception):
    """The seal service gave no sealed document; the message says why, for people."""


class SealMark(msgspec.Struct, frozen=True):
    """Where a seal stands on a document: `page` from 0, the box in points from the page's lower left corner.

    `picture` is a PDF page of the box's size that says in words that the document is sealed; it is never drawn as a
    seal.
    """

    page: int
    left: int
    bottom: int
    right: int
    top: int
    picture: bytes


class SealOrder(msgspec.Struct, frozen=True):
    """One document to be sealed for the agency with this code, at an aware instant; without `mark` nothing shows."""

    agency_code: str
    document: bytes
    at: datetime
    mark: SealMark | None = None


class SealService(Protocol):
    """Seals documents: the software one keeps keys itself, another one may ask a seal platform."""

    def seals_for(self, agency_code: str) -> bool:
        """Whether the service keeps a seal of this agency."""

    def certificates(self) -> Sequence[bytes]:
        """The certificates (DER) of every seal that it keeps or kept: a signature by another one is unknown."""

    def seal(self, order: SealOrder) -> bytes:
        """The document with its seal behind its own bytes, which stay as they are. Raises SealFailed."""


class NoSeals:
    """The service where none is set up: letters are stamped by hand."""

    def seals_for(self, agency_code: str) -> bool:
        """Never."""
        return False

    def certificates(self) -> Sequence[bytes]:
        """None."""
        return ()

    def seal(self, order: SealOrder) -> bytes:
        """Nothing can be sealed."""
        raise SealFailed(f"没有为{order.agency_code}设置电子印章")


class SealState(Term):
    """What a document's signature is worth."""

    HOLDS = "holds", "签名有效，签名后没有改动"
    UNKNOWN = "unknown", "签名后没有改动，但签名所用的证书不是本系统已知的证书，不能确认是谁的签名"
    OUTDATED = "outdated", "签名后没有改动，但签名时证书不在有效期内，不能确认签名有效"
    BROKEN = "broken", "签名无效：签名后有改动，或者签名本身不成立"
    UNREADABLE = "unreadable", "签名读不出"
    NONE = "none", "没有电子签名"


class SealFound(msgspec.Struct, frozen=True):
    """The signature of a document: its state, by whom the certificate says it is, and when it says it was made."""

    state: SealState
    signer: str = ""
    signed_at: datetime | None = None


def read_certificates(path: Path) -> tuple[bytes, ...]:
    """The certificates (DER) of a PEM file. Raises SealFailed naming it when there are none."""
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise SealFailed(f"{path}：无法读取（{cause(error)}）") from None
    except ValueError:
        raise SealFailed(f"{path}：不是PEM格式的证书") from None
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)
