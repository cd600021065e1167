"""What a walked case leaves: the receipt, the letters and the archive package, all of them or nothing."""

import shutil
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from ysq.archive import CaseFile, Document, write_package
from ysq.cases import Ground, acknowledgement_bytes, load_case, look_up
from ysq.cases.export import case_file
from ysq.domain.agency import Agency
from ysq.script import Opened


async def leave_papers(ground: Ground, agency: Agency, opened: Opened, made_on: date, out: Path) -> str:
    """Write the papers of the case as of `made_on` to the new folder `out`; the letters' numbers and the 档号.

    Raises OSError when the disk fails, and PackageRefused: nothing is left at `out` then.
    """
    number, code = opened.receipt.request_no, opened.receipt.access_code
    contents = await case_file(ground, agency, opened.case_id, made_on)
    _name, receipt = await acknowledgement_bytes(ground, number, code)
    with ExitStack() as undo:
        begun = Path(tempfile.mkdtemp(prefix=".ysq-", suffix=".part", dir=out.parent))
        undo.callback(shutil.rmtree, begun, ignore_errors=True)
        begun.chmod(0o755)
        for name, document in await _named(ground, opened, contents):
            (begun / name).write_bytes(document.data)
        (begun / "acknowledgement.pdf").write_bytes(receipt)
        write_package(begun / "package", contents)
        begun.rename(out)
        undo.pop_all()
    seen = await look_up(ground, number, code, made_on)
    letters = "、".join(letter.letter_no for letter in seen.letters) or "没有答复书"
    return f"{letters}，{contents.archive_no or '尚未归档'}"


async def _named(ground: Ground, opened: Opened, contents: CaseFile) -> list[tuple[str, Document]]:
    """The documents by the names that a reader looks for: answers, notices, and what goes behind either."""
    async with ground.pool.agencies([opened.agency_id]) as conn:
        loaded = await load_case(conn, opened.case_id)
    assert loaded is not None, "the walked case is there"
    answers = {one.file.id for one in loaded[1].letters}
    issued = {one.file.id for one in loaded[1].issued}
    kinds: dict[str, list[Document]] = {"letter": [], "notice": [], "annex": []}
    for one in contents.documents:
        kinds["letter" if one.file_id in answers else "notice" if one.file_id in issued else "annex"].append(one)
    alone = len(kinds["letter"]) == 1
    return [
        ("letter.pdf" if kind == "letter" and alone else f"{kind}-{place}.pdf", document)
        for kind, documents in kinds.items()
        for place, document in enumerate(documents, 1)
    ]
