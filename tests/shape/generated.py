"""The generated files of the repository: compare them with what they are made from, or write them (`--write`)."""

import asyncio
import sys
import tempfile
from pathlib import Path

from ysq.app import openapi_document
from ysq.db.embedded import Embedded
from ysq.db.migrate import migrate
from ysq.db.schema import schema_picture
from ysq.rules.facts import VOCABULARY
from ysq.rules.schema import rule_schema

ROOT = Path(__file__).resolve().parents[2]


def generated() -> dict[Path, bytes]:
    """Each generated file and what it should hold."""
    with tempfile.TemporaryDirectory(prefix="ysq-schema-") as folder, Embedded.start(Path(folder), durable=False) as db:
        asyncio.run(migrate(db.owner_dsn))
        picture = schema_picture(db.owner_dsn).encode()
    return {
        ROOT / "migrations/schema.sql": picture,
        ROOT / "openapi/openapi.json": openapi_document(),
        ROOT / "rules/schema.json": rule_schema(VOCABULARY),
    }


def main(*, write: bool) -> int:
    """0 when every file is current (or was written)."""
    files = generated()
    stale = [path for path, content in files.items() if not path.exists() or path.read_bytes() != content]
    for path in stale:
        if write:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(files[path])
        print(f"{path.relative_to(ROOT)}: {'written' if write else 'not current: run `make openapi`'}")
    return 0 if write or not stale else 1


if __name__ == "__main__":
    sys.exit(main(write="--write" in sys.argv))
