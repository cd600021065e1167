"""The file store: sealed bytes under an id, written durably before the commit that names them."""

import asyncio
import os
from pathlib import Path
from uuid import UUID

from obstore.store import LocalStore

from ysq.sealing import Vault, sync_folder


class FileMissing(LookupError):
    """A file that the log names isn't in the store."""


class Files:
    """Sealed files in a local folder. Orphans of writes that never committed may stay; they name nothing."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._store = LocalStore(folder)
        self._vault = vault

    async def put(self, file_id: UUID, content: bytes) -> None:
        """Keep `content` under `file_id`; returns when it is on the disk."""
        sealed = self._vault.seal(content, _place(file_id))
        await self._store.put_async(str(file_id), sealed, mode="create")
        await asyncio.to_thread(self._sync, file_id)

    async def get(self, file_id: UUID) -> bytes:
        """The bytes kept under `file_id`; FileMissing when there are none."""
        try:
            result = await self._store.get_async(str(file_id))
        except FileNotFoundError:
            raise FileMissing(f"文件{file_id}不在文件库中，请从备份恢复") from None
        return self._vault.open(bytes(await result.bytes_async()), _place(file_id))

    def _sync(self, file_id: UUID) -> None:
        descriptor = os.open(self._folder / str(file_id), os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_folder(self._folder)


def _place(file_id: UUID) -> str:
    return f"file|{file_id}|content"
