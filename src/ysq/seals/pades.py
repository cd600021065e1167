"""Seals a document with a key in software: a PAdES signature, appended so that the document's own bytes stay."""

import io
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from ysq.seals.service import SealFailed, SealMark, SealOrder

_FIELD = "seal"
_NAME = "电子签章"
_WHOLE = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.STRETCH_TO_FIT
)


class _AtInstant(PdfSigner):
    """Signs at a given instant: pyHanko takes the host's clock."""

    at: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _Picture(PdfContent):
    """A page of another PDF, as it is."""

    def __init__(self, page: bytes, width: int, height: int) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self._page = page

    def render(self) -> bytes:
        writer = self._ensure_writer
        form = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.set_resource(ResourceType.XOBJECT, NameObject("/Sealed"), form)
        return b"/Sealed Do"


def signer_of(certificate: Path, key: Path) -> SimpleSigner:
    """The key with its certificates, both PEM. Raises SealFailed when they can't be used."""
    signer = SimpleSigner.load(str(key), str(certificate))  # type: ignore[no-untyped-call]
    if not isinstance(signer, SimpleSigner):
        raise SealFailed(f"{certificate.name}和{key.name}不能使用：应为PEM格式的证书和没有口令的私钥")
    held = load_pem_private_key(key.read_bytes(), None).public_key()
    if held != load_pem_x509_certificate(certificate.read_bytes()).public_key():
        raise SealFailed(f"{key.name}不是{certificate.name}中第一份证书的私钥")
    return signer


def sealed(order: SealOrder, signer: SimpleSigner) -> bytes:
    """The document with the signature behind it, after which no change is allowed. Raises SealFailed."""
    metadata = PdfSignatureMetadata(
        field_name=_FIELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signing = _AtInstant(metadata, signer, stamp_style=_style(order.mark), new_field_spec=_field(order.mark))
    signing.at = order.at
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(order.document), strict=True)
        return bytes(signing.sign_pdf(writer).getvalue())
    except (PdfError, SigningError) as error:
        raise SealFailed(f"文书不能用印：{error}") from error


def _field(mark: SealMark | None) -> SigFieldSpec:
    if mark is None:
        return SigFieldSpec(_FIELD, readable_field_name=_NAME)
    box = (mark.left, mark.bottom, mark.right, mark.top)
    return SigFieldSpec(_FIELD, on_page=mark.page, box=box, readable_field_name=_NAME)


def _style(mark: SealMark | None) -> StaticStampStyle | None:
    """The picture as it is: no border, no words of pyHanko's."""
    if mark is None:
        return None
    picture = _Picture(mark.picture, mark.right - mark.left, mark.top - mark.bottom)
    return StaticStampStyle(background=picture, background_opacity=1.0, border_width=0, background_layout=_WHOLE)
