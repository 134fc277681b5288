"""What stands in the reports folder, for people and programs: ``manifest.json``, written after everything else."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

MANIFEST = "manifest.json"
SCHEMA = Path(__file__).with_name("manifest.schema.json")
_VERSION = 2

Status = Literal["built", "failed", "missing"]


@dataclass(frozen=True)
class FileEntry:
    """One published file."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Entry:
    """One briefing: how its latest build ended, and of its good files the edition, the inputs and their key.

    ``seconds`` is how long its latest good build took; the only thing here that two builds may differ in.
    """

    state: Status = "missing"
    reason: str = ""
    edition: str = ""
    key: str = ""
    seconds: float = 0.0
    files: Mapping[str, FileEntry] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)


Manifest = dict[str, Entry]


def load(reports: Path) -> Manifest:
    """The manifest of a reports folder by briefing; empty where there is none or none that can be understood.

    What a briefing was made of stands beside it, so a spoilt manifest is no error.
    """
    try:
        read = json.loads((reports / MANIFEST).read_text(encoding="utf-8"))
        if read["version"] != _VERSION:
            return {}
        return {
            key: Entry(**{**one, "files": {name: FileEntry(**file) for name, file in one["files"].items()}})
            for key, one in read["briefings"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def dump(manifest: Manifest) -> bytes:
    """The manifest as text, sorted, without the folders of this machine; its schema is ``manifest.schema.json``."""
    content = {
        "version": _VERSION,
        "briefings": {key: asdict(entry) for key, entry in manifest.items()},
    }
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")
