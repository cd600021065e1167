"""What another rule book would change in a case, told as from what to what."""

import msgspec

from ysq.domain.terms import Term


class Touched(Term):
    """What a book changes in a case."""

    DUE = "due", "答复期限"
    FINDING = "finding", "规则结论"
    SUPPORT = "support", "规则支持的办理结果"
    DETERMINATION = "determination", "拟办与规则结论"
    DECISION = "decision", "办理结果的规定"
    FEE = "fee", "信息处理费"
    LETTER = "letter", "文书检查的结果"


class Change(msgspec.Struct, frozen=True):
    """One change: from what to what ("" for nothing), by which provisions; `item` where it concerns one."""

    what: Touched
    item: int | None
    before: str
    after: str
    provisions: tuple[str, ...]
