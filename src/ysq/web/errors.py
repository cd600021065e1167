"""A request that the web face itself refuses, before any case is asked."""

from ysq.cases.timeline import Happened
from ysq.domain.errors import Stale


class CaseMoved(Stale):
    """Somebody else changed the case since it was seen: what they did, and where it stands now."""

    def __init__(self, changed: tuple[Happened, ...], version: int) -> None:
        super().__init__()
        self.changed = changed
        self.version = version


class Unacceptable(Exception):
    """Refused at the edge; `code` names its words in `words.yaml`, `detail` replaces the general one."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class SignInFirst(Exception):
    """Nobody is signed in, or the password must be changed first: `address` is where that is done."""

    def __init__(self, address: str) -> None:
        super().__init__("sign_in_first")
        self.address = address
