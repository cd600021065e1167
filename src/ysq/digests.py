"""The salted digests by which events point to texts, persons and files that they don't contain."""

import msgspec
from cryptography.hazmat.primitives.hashes import SM3, Hash

from ysq.domain.people import Identity

SALT_BYTES = 16

_JSON = msgspec.json.Encoder(order="sorted")


def salted_digest(salt: bytes, content: bytes) -> str:
    """SM3 (GB/T 32905) over salt and content, as 64 hex digits: what `Ref.digest` holds.

    The salt is 16 bytes, no more and no fewer: a length that may vary would let the first bytes of the content pass
    for the last of the salt. Raises ValueError otherwise.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    digest = Hash(SM3())
    digest.update(salt)
    digest.update(content)
    return digest.finalize().hex()


def content_of_identity(identity: Identity) -> bytes:
    """The bytes of a person that are digested: JSON in UTF-8, keys sorted.

    Empty lines are left out, so that a line which a later version adds changes no digest made before.
    """
    given = {name: value for name, value in msgspec.to_builtins(identity).items() if value}
    return _JSON.encode(given)
