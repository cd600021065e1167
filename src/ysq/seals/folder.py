"""The software seals of a folder: for each agency its certificates and its key, named after the agency's code."""

from collections.abc import Sequence
from pathlib import Path

from pyhanko.sign.signers import SimpleSigner

from ysq.seals.pades import sealed, signer_of
from ysq.seals.service import SealFailed, SealOrder, read_certificates


class SealFolder:
    """`CODE.pem` holds the agency's certificate, first, and those of older seals or issuers; `CODE.key` its key.

    Without a key the certificates are known, and nothing is sealed.
    """

    def __init__(self, signers: dict[str, SimpleSigner], certificates: Sequence[bytes]) -> None:
        self._signers = signers
        self._certificates = certificates

    @classmethod
    def read(cls, folder: Path) -> "SealFolder":
        """The seals in `folder`. Raises SealFailed naming the file that can't be used."""
        signers, certificates = {}, list[bytes]()
        for path in sorted(folder.glob("*.pem")):
            certificates += read_certificates(path)
            key = path.with_suffix(".key")
            if key.exists():
                signers[path.stem] = signer_of(path, key)
        return cls(signers, tuple(certificates))

    def seals_for(self, agency_code: str) -> bool:
        """Whether the folder holds a key of this agency."""
        return agency_code in self._signers

    def certificates(self) -> Sequence[bytes]:
        """Every certificate in the folder."""
        return self._certificates

    def seal(self, order: SealOrder) -> bytes:
        """The document sealed with the agency's key. Raises SealFailed."""
        signer = self._signers.get(order.agency_code)
        if signer is None:
            raise SealFailed(f"没有为{order.agency_code}设置电子印章")
        return sealed(order, signer)
