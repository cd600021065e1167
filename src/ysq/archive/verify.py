"""Verifies a package with nothing but the package: no database, no rule book, no network."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import msgspec

from ysq.archive import chain, inventory, reading, refs, story
from ysq.archive.chain import Link
from ysq.archive.inventory import Inventory
from ysq.archive.layout import EVENTS, MANIFEST, PEOPLE, TEXTS, Manifest
from ysq.archive.reading import Unreadable
from ysq.archive.report import MAX_FAULTS, Counts, Fault, Report, shown
from ysq.archive.sealed import seal_faults, sealed_letters
from ysq.db.events import first_bad


def verify(folder: Path, known: Sequence[bytes] = ()) -> Report:
    """Everything that is wrong with the package in `folder`, the most telling first; never raises for what it holds.

    It finds every change that leaves the rest of the package as it was. It can't find a package re-made whole, with
    all its data and a fresh chain, nor a tail cut together with all that pointed to it: for these, compare
    `Report.head` with the sealed digest of that day. Labels that no event holds (kinds, roles, file names, the
    agency's name, the day of making, ledger.json, the forms, README.txt) stand behind `Report.manifest_sm3` alone.
    `known` are the certificates (DER) of seals; by another one a seal may hold, but nobody is vouched for.
    """
    try:
        return _verified(folder, known)
    except Unreadable as error:
        return Report(faults=(error.fault,))
    except RecursionError:  # a depth that reading just allowed may be one too many for a caller further down
        return Report(faults=(Fault("", "包里有一层套一层、太深的 JSON：不是 ysq 写下的包"),))


def _verified(folder: Path, known: Sequence[bytes]) -> Report:
    scan = reading.scan(folder)
    if MANIFEST not in scan.sizes:
        raise Unreadable(MANIFEST, f"{shown(folder.name)}里没有可以读的{MANIFEST}：不是案卷包，或者它被拿走了")
    manifest, digest = inventory.read_manifest(folder)
    stock = inventory.take_inventory(folder, manifest, scan)
    faults: list[Fault] = []
    links = chain.read_links(folder, faults) if stock.readable(EVENTS) else []
    if stock.readable(EVENTS):
        faults += islice(chain.chain_faults(links, manifest.head), MAX_FAULTS)
    chained = bool(links) and not faults
    counts = _check_contents(folder, manifest, stock, links, faults)
    if chained:
        faults += story.story_faults(links, manifest)
    faults += (*inventory.seal_faults(folder, scan, digest), *scan.faults, *stock.faults)
    # Only documents that the log points to are opened: whoever sent the package may have put in anything else.
    sealed = tuple(sealed_letters(folder, manifest, story.case_of(links), known)) if chained and not faults else ()
    faults += seal_faults(sealed)
    return msgspec.structs.replace(_report(faults, links, manifest, digest, counts), sealed=sealed)


def _check_contents(
    folder: Path, manifest: Manifest, stock: Inventory, links: Sequence[Link], faults: list[Fault]
) -> Counts:
    """Add what is wrong between events and the things they point to; count what was read."""
    stores = {path: refs.read_kept(folder, path, faults) for path in (TEXTS, PEOPLE) if stock.readable(path)}
    kept = refs.documents_of(manifest, {path: one.salted for path, one in stock.measured.items()})
    forms = sum(entry.derived for entry in manifest.files)
    counts = Counts(len(links), len(stores.get(TEXTS, {})), len(stores.get(PEOPLE, {})), len(kept), forms)
    for store in stores.values():
        kept |= store
    if links:
        faults += islice(refs.ref_faults(refs.pointers_of(links), kept, len(stores) == 2), MAX_FAULTS)
    return counts


def _report(faults: list[Fault], links: Sequence[Link], manifest: Manifest, digest: str, counts: Counts) -> Report:
    unbroken = links if first_bad(link.event for link in links) is None else []
    return Report(
        faults=tuple(faults[:MAX_FAULTS]),
        more=len(faults[MAX_FAULTS:]),
        head=unbroken[-1].event.hash.hex() if unbroken else None,
        head_version=len(unbroken),
        manifest_sm3=digest,
        numbers=tuple(shown(no) for no in (manifest.request_no, manifest.register_no, manifest.archive_no) if no),
        counts=counts,
    )
