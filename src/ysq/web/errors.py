"""A request that the web face itself refuses, before any case is asked."""


class Unacceptable(Exception):
    """Refused at the edge; `code` names its words in `words.yaml`, `detail` replaces the general one."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
