"""What is written down beside reports: of each briefing what it was made of, and of all how their latest builds ended.

``briefing.json`` lies beside a briefing's files and is moved into place together with them; ``manifest.json`` lies in
the reports folder, for people and programs, and is written after everything else.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from helpers.publishing import card
from helpers.publishing.card import Card
from helpers.publishing.inputs import hash_of
from helpers.text.phrases import LANGUAGES

RECORD, MANIFEST = "briefing.json", "manifest.json"
MANIFEST_SCHEMA = Path(__file__).with_name("manifest.schema.json")
_RECORD_VERSION, _MANIFEST_VERSION = 6, 3
_SPOILT = (OSError, ValueError, KeyError, TypeError, AttributeError)

Parts = dict[str, str]
Status = Literal["built", "failed", "missing"]


@dataclass(frozen=True)
class SectionRecord:
    """What a section was made of: its inputs by name, and the phrases that it used, each with the hash of its text."""

    parts: Parts = field(default_factory=dict)
    phrases: Parts = field(default_factory=dict)


@dataclass(frozen=True)
class BriefingRecord:
    """What a briefing was made of: its edition, its files' checksums by name, and each input's hash or version.

    ``common`` is what all sections are made of, ``document`` what their joining and converting depends on; ``subset``
    is the key under which the data it was made of is kept, ``figures`` has each figure's hash and place, ``card`` what
    the index says of it.
    """

    edition: str
    files: Mapping[str, str]
    common: Parts
    document: Parts
    sections: Mapping[str, SectionRecord]
    subset: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    card: Card = field(default_factory=Card)

    @property
    def key(self) -> str:
        """The hash of everything that the briefing is made of."""
        own = {name: [one.parts, one.phrases] for name, one in self.sections.items()}
        return hash_of(json.dumps([self.edition, self.common, self.document, own], sort_keys=True))

    @property
    def summary(self) -> Parts:
        """The inputs in short: those that all sections share, and a hash for each section."""
        sections = {f"section {name}": hash_of(repr(one)) for name, one in self.sections.items()}
        return self.common | self.document | sections


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


def index_page(language: str) -> str:
    """The file name of a language's index; the first language's is what a browser opens in a folder."""
    return "index.html" if language == LANGUAGES[0] else f"index.{language}.html"


def read_record(folder: Path) -> BriefingRecord | None:
    """The record of the briefing in a folder; None where there is none, or none that can be understood.

    A lost record costs a new build and nothing else, so a spoilt one is no error.
    """
    try:
        content = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if content.pop("version") != _RECORD_VERSION:
            return None
        content["sections"] = {name: SectionRecord(**one) for name, one in content["sections"].items()}
        content["card"] = card.from_json(content["card"])
        return BriefingRecord(**content)
    except _SPOILT:
        return None


def record_bytes(record: BriefingRecord) -> bytes:
    """The record as JSON: sorted, without times and without the folders of this machine."""
    return _json({"version": _RECORD_VERSION, **asdict(record), "card": card.as_json(record.card)})


def read_manifest(reports: Path) -> Manifest:
    """The manifest of a reports folder by briefing; empty where there is none or none that can be understood.

    What a briefing was made of stands beside it, so a spoilt manifest is no error.
    """
    try:
        content = json.loads((reports / MANIFEST).read_text(encoding="utf-8"))
        if content["version"] != _MANIFEST_VERSION:
            return {}
        return {
            key: Entry(**{**one, "files": {name: FileEntry(**file) for name, file in one["files"].items()}})
            for key, one in content["briefings"].items()
        }
    except _SPOILT:
        return {}


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as JSON, sorted, without the folders of this machine; its schema is ``manifest.schema.json``."""
    entries = {key: asdict(entry) for key, entry in manifest.items()}
    return _json({"version": _MANIFEST_VERSION, "briefings": entries})


def _json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")
