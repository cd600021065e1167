"""Says of each sealed letter of a package whether it is the issued one with a seal behind it that holds."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ysq.archive import reading
from ysq.archive.layout import Manifest
from ysq.archive.report import Fault, Sealed, shown
from ysq.domain.case import Case
from ysq.seals import SealFound, SealState

_MOST_BYTES = 64 << 20
_BAD = frozenset({SealState.BROKEN, SealState.UNREADABLE, SealState.NONE})


def sealed_letters(folder: Path, manifest: Manifest, case: Case, known: Sequence[bytes]) -> Iterator[Sealed]:
    """Each sealed letter in the order of issue; `known` are certificates (DER). Only for a package without faults.

    Raises Unreadable.
    """
    paths = {one.document.file_id: one.path for one in manifest.files if one.document is not None}
    for paper in case.issued:
        if paper.sealed is not None:
            path = paths[str(paper.sealed.id)]
            issued = reading.content(folder, paths[str(paper.file.id)])
            yield Sealed(path, paper.letter_no, _found(reading.content(folder, path), issued, known))


def seal_faults(letters: Sequence[Sealed]) -> Iterator[Fault]:
    """The seals that don't hold; an unknown certificate is no fault of the package."""
    for one in letters:
        if one.found.state in _BAD:
            yield Fault(one.path, f"{one.path}（{shown(one.letter_no)}）的电子印章：{one.found.state.zh}")


def seal_of_file(content: bytes, known: Sequence[bytes]) -> SealFound:
    """What the signature of a letter's file is worth."""
    if len(content) > _MOST_BYTES:
        return SealFound(SealState.UNREADABLE)
    from ysq.seals.signature import seal_found  # a second of imports that only sealed letters need

    return seal_found(content, known)


def _found(content: bytes, issued: bytes, known: Sequence[bytes]) -> SealFound:
    """A seal on another document than the one that was issued doesn't hold, however good it is."""
    if not content.startswith(issued):
        return SealFound(SealState.BROKEN)
    return seal_of_file(content, known)
