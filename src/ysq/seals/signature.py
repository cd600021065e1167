"""Says whether the signature of a document holds, from the document and the known certificates alone."""

import asyncio
import io
import logging
import struct
import zlib
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from asn1crypto import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from ysq.seals.service import SealFound, SealState

_USES = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_UNREADABLE = (
    PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, NotImplementedError, AssertionError,
    ArithmeticError, UnsupportedAlgorithm, struct.error, zlib.error,
)  # fmt: skip
"""What pyHanko raises for a file that isn't a PDF as it should be."""
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # the state says it all; it would log whole tracebacks


def seal_found(document: bytes, known: Sequence[bytes]) -> SealFound:
    """The state of the document's one signature. `known` are certificates (DER); nothing is fetched.

    A certificate is judged as of the instant that the signature names. Not for the event loop: it may take 100 ms.
    """
    try:
        reader = PdfFileReader(io.BytesIO(document), strict=True)
        signatures = reader.embedded_regular_signatures
        if not signatures:
            return SealFound(SealState.NONE)
        return _judged(signatures[-1], known)
    except (SignatureValidationError, CMSExtractionError):
        return SealFound(SealState.BROKEN)
    except _UNREADABLE:
        return SealFound(SealState.UNREADABLE)


def _judged(signature: EmbeddedPdfSignature, known: Sequence[bytes]) -> SealFound:
    signed_at = signature.self_reported_timestamp
    roots = _roots(signature.signer_cert, [x509.Certificate.load(one) for one in known])
    context = ValidationContext(trust_roots=roots, moment=signed_at, allow_fetching=False)
    status = _done(async_validate_pdf_signature(signature, context, key_usage_settings=_USES))
    named = status.signing_cert.subject.native
    signer = named.get("common_name") or named.get("organization_name") or status.signing_cert.subject.human_friendly
    state = _state(status)
    if state is SealState.HOLDS and not _in_force(status.signing_cert, signed_at):
        state = SealState.OUTDATED  # a certificate that is known by itself isn't asked for its days
    return SealFound(state, str(signer), signed_at)


def _roots(signer: x509.Certificate, known: list[x509.Certificate]) -> list[x509.Certificate]:
    """The signer's own certificate where it is known, else its possible issuers: another one of its name is none."""
    own = [one for one in known if one.dump() == signer.dump()]
    return own or [one for one in known if one.subject != signer.subject]


def _done(work: Coroutine[None, None, PdfSignatureStatus]) -> PdfSignatureStatus:
    """What the work gives, also for a caller on an event loop, where asyncio would refuse to run another."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


def _in_force(certificate: x509.Certificate, at: datetime | None) -> bool:
    return at is not None and certificate.not_valid_before <= at <= certificate.not_valid_after


def _state(status: PdfSignatureStatus) -> SealState:
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (whole and status.intact and status.valid and status.docmdp_ok):
        return SealState.BROKEN
    return SealState.HOLDS if status.trusted else SealState.UNKNOWN
