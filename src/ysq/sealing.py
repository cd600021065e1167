"""Keeps personal data sealed (SM4-GCM) and derives what must not be stored: access codes and their hashes."""

import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

_VERSION = 1
_HEADER = 2  # version, key id
_NONCE = 12
_TAG = 16
_MASTER = 32
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 letters and digits without look-alikes."""
ACCESS_CODE_LENGTH = 10


class SealError(ValueError):
    """A sealed value can't be opened: another key, another place, or changed bytes."""


class Vault:
    """Seals and opens with keys derived from one 32-byte master key, which never enters the database."""

    def __init__(self, master: bytes, key_id: int = 1, randomness: Callable[[int], bytes] = os.urandom) -> None:
        if len(master) != _MASTER:
            raise SealError(f"主密钥应当为{_MASTER}字节，实际为{len(master)}字节")
        self._seal_key = _hmac(master, b"ysq seal SM4-GCM")[:16]
        self._code_key = _hmac(master, b"ysq access code")
        self._hash_key = _hmac(master, b"ysq access hash")
        self._digest_key = _hmac(master, b"ysq submission digest")
        self._token_key = _hmac(master, b"ysq page token")
        self._session_key = _hmac(master, b"ysq session")
        self._login_key = _hmac(master, b"ysq login")
        self._index_key = _hmac(master, b"ysq blind index")
        self._key_id = key_id
        self._randomness = randomness

    def salt(self) -> bytes:
        """16 fresh bytes for a salted digest."""
        return self._randomness(16)

    def seal(self, plain: bytes, place: str) -> bytes:
        """`version|key id|nonce|ciphertext|tag`; `place` (`table|id|column`) binds it to where it is kept."""
        header = bytes((_VERSION, self._key_id))
        nonce = self._randomness(_NONCE)
        encryptor = Cipher(SM4(self._seal_key), GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(header + place.encode())
        return header + nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed at `place`; SealError when anything differs."""
        header, nonce = sealed[:_HEADER], sealed[_HEADER : _HEADER + _NONCE]
        if len(sealed) < _HEADER + _NONCE + _TAG or header != bytes((_VERSION, self._key_id)):
            raise SealError("密封数据的版本或者密钥编号不符，请核对密钥文件")
        body, tag = sealed[_HEADER + _NONCE : -_TAG], sealed[-_TAG:]
        decryptor = Cipher(SM4(self._seal_key), GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(header + place.encode())
        try:
            return decryptor.update(body) + decryptor.finalize()
        except InvalidTag:
            raise SealError("密封数据无法打开：密钥不符或者内容被改动") from None

    def access_code(self, submission_id: UUID) -> str:
        """The access code of a submission: derived, so that its receipt can be shown again."""
        number = int.from_bytes(_hmac(self._code_key, submission_id.bytes), "big")
        letters = []
        for _place in range(ACCESS_CODE_LENGTH):
            number, index = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[index])
        return "".join(letters)

    def access_hash(self, request_no: str, code: str) -> bytes:
        """What is stored of an access code."""
        return _hmac(self._hash_key, f"{request_no}|{normal_code(code)}".encode())

    def same_code(self, request_no: str, code: str, stored: bytes) -> bool:
        """Whether `code` is the one, in constant time."""
        return hmac.compare_digest(self.access_hash(request_no, code), stored)

    def submission_digest(self, content: bytes) -> bytes:
        """A keyed digest of a submission's content: tells a repeat from another one, and nothing else."""
        return _hmac(self._digest_key, content)

    def token(self, content: bytes) -> bytes:
        """A signature over what a page carries in a hidden field or a cookie."""
        return _hmac(self._token_key, content)

    def session_hash(self, token: str) -> bytes:
        """What is stored of a session's token."""
        return _hmac(self._session_key, token.encode("utf-8", "surrogatepass"))

    def login_digest(self, login: str) -> bytes:
        """What is stored of a login that failed: it may be a password typed into the wrong field."""
        return _hmac(self._login_key, login.encode())

    def blind_index(self, kind: str, value: str) -> bytes:
        """A keyed digest (HMAC-SM3) by which rows with this value of this kind are found without being opened."""
        return _hmac(self._index_key, f"{kind}|{value}".encode())


def normal_code(code: str) -> str:
    """An access code as typed by people: spaces and hyphens dropped, capitals."""
    return "".join(code.split()).replace("-", "").upper()


def read_or_make_key(path: Path, *, make: bool) -> bytes:
    """The master key in `path` (0600, hex); made there when absent and `make`, else SealError."""
    if path.exists():
        try:
            return bytes.fromhex(path.read_text(encoding="ascii").strip())
        except ValueError:
            raise SealError(f"密钥文件{path.name}的内容不是十六进制，请从备份恢复") from None
    if not make:
        raise SealError(f"找不到密钥文件{path}，而数据库中已有密封数据；请从备份恢复密钥，不要新建")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    master = secrets.token_bytes(_MASTER)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(master.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return master


def sync_folder(folder: Path) -> None:
    """Make a rename or a new file in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _hmac(key: bytes, content: bytes) -> bytes:
    digest = HMAC(key, SM3())
    digest.update(content)
    return digest.finalize()
