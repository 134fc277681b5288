"""Answers as they came, in a folder beside the settings: the bytes by their checksum, and a line in a log for each."""

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

FETCHED = "fetched"
LOG = "log.jsonl"


def keep(folder: Path, name: str, content: bytes, suffix: str) -> Path:
    """The file that holds these bytes as an answer of an entry; what came before is not written again.

    It is called after the checksum, so that equal answers are one file.
    """
    file = folder / name / f"{sha256(content).hexdigest()[:16]}.{suffix}"
    if not file.is_file() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        apart = file.with_name(f"{file.name}.part")
        apart.write_bytes(content)
        os.replace(apart, file)
    return file


def log(folder: Path, **said: Any) -> None:
    """Add a line to the log: the time, and what is known of an answer."""
    folder.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="seconds"), **said}, ensure_ascii=False)
    with (folder / LOG).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def checksum(file: Path) -> str:
    """The SHA-256 of a file."""
    return sha256(file.read_bytes()).hexdigest()
