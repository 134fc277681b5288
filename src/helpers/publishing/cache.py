"""What was made before, by what it was made of: a folder of checked entries that any number of builds may share.

Chosen over a cache library because the known ones keep a database, which a folder shared over a network breaks.
"""

import hashlib
import os
import zlib
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

DEFAULT_SIZE = 500 * 10**6


class Cache:
    """Bytes by kind and key (a hash). An entry is written whole, checked when read, and gone when damaged.

    A folder that cannot be written to costs time and nothing else. ``damaged`` counts the entries that were wrong.
    """

    def __init__(self, folder: Path, size: int = DEFAULT_SIZE) -> None:
        self.folder, self.size, self.damaged = folder, size, 0

    def get(self, kind: str, key: str) -> bytes | None:
        """An entry, which counts as used now; None when there is none, or none that is whole."""
        path = self._path(kind, key)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        checksum, content = stored[:32], stored[32:]
        if hashlib.sha256(content).digest() != checksum:
            self.damaged += 1
            self._drop(path)
            return None
        with suppress(OSError):  # somebody else's entry, or a folder to read only
            os.utime(path)
        return zlib.decompress(content)

    def put(self, kind: str, key: str, content: bytes) -> bool:
        """Keep an entry, of which a reader sees all or nothing; False when the folder cannot be written to."""
        packed = zlib.compress(content, 1)
        path = self._path(kind, key)
        part = path.with_name(f".{path.name}.{uuid4().hex}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(hashlib.sha256(packed).digest() + packed)
            part.replace(path)
        except OSError:
            self._drop(part)
            return False
        return True

    def prune(self) -> None:
        """Drop what was not used for longest until the rest fits; also what a killed build left half written."""
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        for _, size, path in entries:
            if total <= self.size:
                return
            self._drop(path)
            total -= size

    def _entries(self) -> list[tuple[float, int, Path]]:
        entries = []
        for path in self.folder.glob("*/*/*"):
            try:
                status = path.stat()
            except OSError:  # another build dropped it
                continue
            entries.append((status.st_mtime, status.st_size, path))
        return entries

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / key

    @staticmethod
    def _drop(path: Path) -> None:
        with suppress(OSError):  # it is somebody else's to drop
            path.unlink(missing_ok=True)
