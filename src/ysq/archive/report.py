"""What a verification found, as values and as a page of Chinese text."""

import msgspec

from ysq.seals import SealFound

MAX_FAULTS = 50
_SHOWN = 80


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong: the file it shows in (path inside the package), and a Chinese sentence that names it."""

    place: str
    message: str


class Sealed(msgspec.Struct, frozen=True):
    """A letter with an electronic seal: its file, its number, and what the seal is worth."""

    path: str
    letter_no: str
    found: SealFound

    def __str__(self) -> str:
        """One line for people."""
        who = f"；证书所载名称：{shown(self.found.signer)}" if self.found.signer else ""
        return f"{shown(self.letter_no)}：{self.found.state.zh}{who}"


class Counts(msgspec.Struct, frozen=True):
    """How much was read."""

    events: int = 0
    texts: int = 0
    people: int = 0
    documents: int = 0
    forms: int = 0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome. `head` is the hash (hex) of the last event, None unless the chain holds by itself.

    `manifest_sm3` is the digest of manifest.json as found: it stands for everything in the folder, and `numbers`
    are the request, register and archive numbers that the manifest gives.
    """

    faults: tuple[Fault, ...]
    more: int = 0
    head: str | None = None
    head_version: int = 0
    manifest_sm3: str | None = None
    numbers: tuple[str, ...] = ()
    counts: Counts = Counts()
    sealed: tuple[Sealed, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.faults


def report_text(report: Report) -> str:
    """The report as a page for a person: the verdict first, then what to compare, then every fault."""
    counts = report.counts
    lines = [
        f"核验结果：{'通过' if report.ok else '不通过'}",
        f"编号：{'，'.join(report.numbers) or '（读不出）'}",
        f"内容：记录{counts.events}条，文本{counts.texts}段，人员{counts.people}名，文件{counts.documents}件，表单{counts.forms}份",
        f"链尾：第{report.head_version}条，SM3 {report.head}" if report.head else "链尾：（链不完整，不能给出）",
        f"清单：SM3 {report.manifest_sm3 or '（读不出）'}",
    ]
    lines += [f"电子印章：{one}" for one in report.sealed]
    lines += [f"问题{number}：{fault.message}" for number, fault in enumerate(report.faults, start=1)]
    if report.more:
        lines.append(f"另有问题{report.more}处以上没有列出。")
    lines.append(_CAUTION if report.ok else _NEXT)
    return "\n".join(lines) + "\n"


_CAUTION = (
    "提示：核验只能证明包内前后一致。把全部内容连同摘要整个重做的包，单凭包本身看不出来；"
    "请把上面的链尾摘要与该日封存的摘要核对，把清单摘要与移交时的记录核对。"
)

_NEXT = (
    "怎样处理：这个包不能作为归档或者移交的依据，也不要在它上面修补；请原样保留备查，"
    "向制作的机关重新取得一份（办件页“下载归档包”），或者用备份核对上面列出的文件。"
)


def shown(words: str) -> str:
    """Words from a package made safe to print: one line, no control or direction marks, not long."""
    safe = "".join(sign if sign.isprintable() or sign == "\u3000" else f"\\x{ord(sign):02x}" for sign in words[:_SHOWN])
    return safe + ("…" if len(words) > _SHOWN else "")
