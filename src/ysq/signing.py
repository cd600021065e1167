"""The key that signs day digests (Ed25519): kept beside the master key, its public half given to whoever verifies."""

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from ysq.sealing import SealError, read_or_make_key


class Signer:
    """Signs with the key in one file."""

    def __init__(self, private: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(private)

    @classmethod
    def read_or_make(cls, path: Path) -> "Signer":
        """The key in `path`, made there when absent: a lost one voids no old signature, only its public half counts."""
        return cls(read_or_make_key(path, make=True))

    def sign(self, content: bytes) -> bytes:
        """64 bytes."""
        return self._private.sign(content)

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    @property
    def public_pem(self) -> bytes:
        """The public key as a file for those who verify; `openssl pkeyutl -verify` reads it, too."""
        return self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public_pem(content: bytes) -> bytes:
    """The 32 bytes of a public key file; SealError when it isn't one of Ed25519."""
    try:
        key = load_pem_public_key(content)
    except ValueError:
        raise SealError("公钥文件无法读取，应为PEM格式的Ed25519公钥") from None
    if not isinstance(key, Ed25519PublicKey):
        raise SealError("公钥文件不是Ed25519公钥，请核对")
    return key.public_bytes_raw()


def is_signed(public: bytes, content: bytes, signature: bytes) -> bool:
    """Whether `signature` is over `content` by the owner of `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except InvalidSignature:
        return False
    return True
