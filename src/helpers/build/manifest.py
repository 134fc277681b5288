"""What stands in the reports folder and what it was made of: ``manifest.json``, the same bytes for the same reports."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

MANIFEST = "manifest.json"
_VERSION = 1

Parts = dict[str, str]
State = Literal["built", "failed", "missing"]


@dataclass(frozen=True)
class FileEntry:
    """One published file: its edition, its checksum, and the inputs that it was made of."""

    edition: str
    sha256: str
    bytes: int
    parts: Parts


@dataclass(frozen=True)
class Entry:
    """One briefing: its good files by format, how its latest build ended, and why when it failed."""

    state: State = "missing"
    reason: str = ""
    files: Mapping[str, FileEntry] = field(default_factory=dict)


Manifest = dict[str, Entry]


def path_of(key: str, format_: str) -> str:
    """Where a briefing's file stands below the reports folder, e.g. ``vi/lao-cai/briefing.pdf``."""
    return f"{key}/briefing.{format_}"


def checksum(content: bytes) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def load(reports: Path) -> Manifest:
    """The manifest of a reports folder by briefing; empty where there is none or none that can be understood.

    An empty manifest costs a new build and nothing else, so a spoilt one is no error.
    """
    try:
        read = json.loads((reports / MANIFEST).read_text(encoding="utf-8"))
        if read["version"] != _VERSION:
            return {}
        return {
            key: Entry(
                entry["state"],
                entry["reason"],
                {format_: FileEntry(**one) for format_, one in entry["files"].items()},
            )
            for key, entry in read["briefings"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def dump(manifest: Manifest) -> bytes:
    """The manifest as text: sorted, without times and without the folders of this machine."""
    content = {
        "version": _VERSION,
        "briefings": {key: asdict(entry) for key, entry in manifest.items()},
    }
    return (json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")
