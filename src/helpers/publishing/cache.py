"""What was made before, by what it was made of: a folder of sealed entries that builds may share.

Chosen over a cache library because the known ones keep a database, which a folder shared over a network breaks.
"""

import hmac
import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from helpers.errors import BriefingError

DEFAULT_SIZE = 500 * 10**6
_SEAL = 32  # bytes before the content
_SHORTEST = 16  # bytes of a secret
_OF_OTHERS = 0o022  # the right of others to write
_WRONG = (zlib.error, ValueError, TypeError, LookupError, AttributeError)  # of what is not what it should be
T = TypeVar("T")


class BadCacheKey(BriefingError):
    """A file that holds no secret for a shared cache."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(file)

    def __str__(self) -> str:
        return f"{self.file}: a cache's key has at least {_SHORTEST} bytes that nobody can guess: openssl rand -hex 32"


def read_secret(file: Path) -> bytes:
    """What seals a shared cache, from a file. Raises OSError or BadCacheKey."""
    secret = file.read_bytes().strip()
    if len(secret) < _SHORTEST:
        raise BadCacheKey(str(file))
    return secret


class Cache:
    """Bytes by kind and key (a hash). An entry is written whole, looked at when read, and gone when wrong.

    What is read is published, so it has to come from whom one trusts: whoever has the ``secret`` with which entries are
    sealed, in a folder that others may write to; without one only a folder of one's own is used. A folder that cannot
    be used costs time and nothing else. ``damaged`` counts the entries that were wrong.
    """

    def __init__(self, folder: Path, size: int = DEFAULT_SIZE, secret: bytes = b"") -> None:
        self.folder, self.size, self.damaged = folder, size, 0
        self._secret = secret

    @cached_property
    def refusal(self) -> str:
        """Why the folder cannot be trusted; nothing when it can."""
        try:
            status = self.folder.stat()
        except OSError:  # it will be made
            return ""
        own = not hasattr(os, "geteuid") or (
            status.st_uid == os.geteuid() and not status.st_mode & _OF_OTHERS
        )
        if self._secret or own:
            return ""
        return (
            f"the cache in {self.folder} is not used, as others may write to it: let it be yours alone, or give the "
            "builds that share it a key (--cache-key FILE)"
        )

    def get(self, kind: str, key: str, read: Callable[[bytes], T]) -> T | None:
        """What ``read`` makes of an entry, which counts as used now; None when there is none, or a wrong one."""
        if self.refusal:
            return None
        path = self._path(kind, key)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        try:
            seal, packed = stored[:_SEAL], stored[_SEAL:]
            if not hmac.compare_digest(seal, self._seal(kind, key, packed)):
                raise ValueError(key)
            found = read(zlib.decompress(packed))
        except _WRONG:
            self.damaged += 1
            self._drop(path)
            return None
        with suppress(OSError):  # somebody else's entry, or a folder to read only
            os.utime(path)
        return found

    def put(self, kind: str, key: str, content: bytes) -> bool:
        """Keep an entry, of which a reader sees all or nothing; False when the folder cannot be used."""
        if self.refusal:
            return False
        packed = zlib.compress(content, 1)
        path = self._path(kind, key)
        part = path.with_name(f".{path.name}.{uuid4().hex}")
        try:
            self._make(path.parent)
            part.write_bytes(self._seal(kind, key, packed) + packed)
            part.replace(path)
        except OSError:
            self._drop(part)
            return False
        return True

    def prune(self) -> None:
        """Drop what was not used for longest until the rest fits; also what a killed build left half written."""
        if self.refusal:  # it is somebody else's
            return
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

    def _make(self, folder: Path) -> None:
        """Make a folder within the cache; whoever has no secret has it alone."""
        if folder != self.folder:
            self._make(folder.parent)
        else:
            folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(0o777 if self._secret else 0o700, exist_ok=True)

    def _seal(self, kind: str, key: str, packed: bytes) -> bytes:
        """Tells that an entry is whole, is the one of this name, and comes from somebody with the secret."""
        return hmac.digest(self._secret, f"{kind}/{key}\n".encode() + packed, "sha256")

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / key

    @staticmethod
    def _drop(path: Path) -> None:
        with suppress(OSError):  # it is somebody else's to drop
            path.unlink(missing_ok=True)
