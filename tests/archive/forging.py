"""The tools of somebody who knows the format: edits lines, then makes manifest, seal and chain agree again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

from ysq.archive.layout import MANIFEST, SEAL
from ysq.db.events import chain_hash

Lines = list[dict[str, Any]]


def sm3(data: bytes) -> str:
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize().hex()


def edit_lines(package: Path, path: str, change: Callable[[Lines], Lines]) -> None:
    """Change the lines of a JSON lines file."""
    file = package / path
    lines = change([json.loads(line) for line in file.read_text().splitlines()])
    file.write_text("".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines))


def edit_manifest(package: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest and seal it again."""
    file = package / MANIFEST
    manifest = json.loads(file.read_text())
    change(manifest)
    file.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    reseal(package)


def reseal(package: Path) -> None:
    (package / SEAL).write_text(f"{sm3((package / MANIFEST).read_bytes())}  {MANIFEST}\n")


def relist(package: Path) -> None:
    """Make the manifest's sizes and digests those of the files as they now are, and seal it again."""

    def change(manifest: dict[str, Any]) -> None:
        for entry in manifest["files"]:
            data = (package / entry["path"]).read_bytes()
            entry["size"], entry["sm3"] = len(data), sm3(data)

    edit_manifest(package, change)


def rewritten(line: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """The event line with its record changed and its own hash made to fit."""
    record = json.loads(line["record"])
    change(record)
    return rehashed(line, json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def rehashed(line: dict[str, Any], record: str) -> dict[str, Any]:
    own = chain_hash(bytes.fromhex(line["prev_hash"]), record.encode())
    return {"prev_hash": line["prev_hash"], "hash": own.hex(), "record": record}


def rechained(lines: Lines) -> Lines:
    """The lines as one fresh chain from the first on."""
    before, chain = "0" * 64, []
    for line in lines:
        chain.append(rehashed({**line, "prev_hash": before}, line["record"]))
        before = chain[-1]["hash"]
    return chain
