"""What a published briefing was made of: ``briefing.json`` beside its files, moved into place together with them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from helpers.publishing.inputs import hash_of
from helpers.text.phrases import LANGUAGES

STATE = "briefing.json"
_VERSION = 2

Parts = dict[str, str]


@dataclass(frozen=True)
class SectionState:
    """One section: its own inputs by name, and the phrases it used, each with the hash of its text."""

    parts: Parts = field(default_factory=dict)
    phrases: Parts = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """One briefing: its edition, the checksums of its files by format, and the name of each input → hash or version.

    ``common`` is what all sections are made of, ``document`` what their joining and converting depends on;
    ``excerpts`` is the hash under which the data it was made of is kept, ``figures`` has each figure's hash and place.
    """

    edition: str
    files: Mapping[str, str]
    common: Parts
    document: Parts
    sections: Mapping[str, SectionState]
    excerpts: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The hash of everything that the briefing is made of."""
        own = {name: [one.parts, one.phrases] for name, one in self.sections.items()}
        return hash_of(json.dumps([self.edition, self.common, self.document, own], sort_keys=True))


def path_of(key: str, format_: str) -> str:
    """Where a briefing's file stands below the reports folder, e.g. ``vi/lao-cai/briefing.pdf``."""
    return f"{key}/briefing.{format_}"


def index_page(language: str) -> str:
    """The file name of a language's index; the first language's is what a browser opens in a folder."""
    return "index.html" if language == LANGUAGES[0] else f"index.{language}.html"


INDEXES = tuple(index_page(language) for language in LANGUAGES)


def load(folder: Path) -> State | None:
    """The state of the briefing in a folder; None where there is none, or none that can be understood.

    A lost state costs a new build and nothing else, so a spoilt one is no error.
    """
    try:
        read = json.loads((folder / STATE).read_text(encoding="utf-8"))
        if read.pop("version") != _VERSION:
            return None
        read["sections"] = {name: SectionState(**one) for name, one in read["sections"].items()}
        return State(**read)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def dump(state: State) -> bytes:
    """The state as text: sorted, without times and without the folders of this machine."""
    content = {"version": _VERSION, **asdict(state)}
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")
