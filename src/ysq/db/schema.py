"""Draws the schema that the migrations add up to; `python -m ysq.db.schema` prints it for `migrations/schema.sql`."""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from ysq.db.embedded import Embedded
from ysq.db.home import packaged_programs
from ysq.db.migrate import migrate

_HEAD = "-- Generated from the migrations by `python -m ysq.db.schema`; don't edit.\n\n"
_NOISE = ("--", "SET ", "SELECT pg_catalog.set_config", "\\")


def schema_picture(dsn: str) -> str:
    """The schema of the database `dsn` as SQL, the same text for the same schema."""
    dump = subprocess.run(
        [packaged_programs() / "pg_dump", "--schema-only", f"--dbname={dsn}"],
        capture_output=True, text=True, check=True, env={"LC_ALL": "C"},
    ).stdout  # fmt: skip
    lines = [line for line in dump.splitlines() if not line.startswith(_NOISE)]
    paragraphs = [part.strip() for part in "\n".join(lines).split("\n\n")]
    return _HEAD + "\n\n".join(part for part in paragraphs if part) + "\n"


def main() -> None:
    """Prints the picture, drawn from a server made for it."""
    with tempfile.TemporaryDirectory(prefix="ysq-") as folder, Embedded.start(Path(folder), durable=False) as server:
        asyncio.run(migrate(server.owner_dsn))
        sys.stdout.write(schema_picture(server.owner_dsn))


if __name__ == "__main__":
    main()
