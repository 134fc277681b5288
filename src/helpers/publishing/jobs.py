"""A job is one briefing: a province, a language, an edition, and what it is made of."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from helpers.data.editions import BadDate
from helpers.errors import (
    UnknownFormat,
    UnknownLanguage,
    UnknownProvince,
    folded,
)
from helpers.text.phrases import LANGUAGES

FORMATS = ("html", "pdf")

# The parts of a briefing, in the order in which a reader meets them; each is a notebook.
SECTIONS = (
    "at_a_glance",
    "cooperation_overview",
    "trade_trends",
    "investment_tables",
    "wider_context",
    "sources_and_notes",
)

# What every section is run with.
PARAMETERS = ("province", "language", "as_of")

TIMEOUT = 600.0

# How sections are run: in processes forked from a warm one, or in Jupyter kernels. What they show is the same.
ENGINES = ("fork", "kernel")


@dataclass(frozen=True)
class Section:
    """One section of a briefing with all that it is made of: its notebook and the files that it may read, as text.

    ``executed`` is what came of the same inputs before (a notebook as text), when that is known.
    """

    name: str
    notebook: str
    files: Mapping[str, str] = field(default_factory=dict)
    executed: str = ""


@dataclass(frozen=True)
class Job:
    """One briefing to make; holds all that it is made of, so that any process on any machine can be given it."""

    language: str
    province: str
    name: str
    edition: str
    formats: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    timeout: float = TIMEOUT
    engine: str = ENGINES[0]
    memory: int = 0

    @property
    def key(self) -> str:
        """The briefing's folder below the reports, ``vi/lao-cai``; also its name in the manifest."""
        return f"{self.language}/{self.province}"

    @property
    def parameters(self) -> dict[str, str]:
        """What every section is run with; the edition is always spelt out, so that a run depends on no default."""
        return dict(zip(PARAMETERS, (self.province, self.language, self.edition), strict=True))


@dataclass(frozen=True)
class Selection:
    """What to make, as asked for: names as people write them; nothing named means everything."""

    provinces: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    as_of: str = ""

    def check(self) -> None:
        """Refuse what can be refused without the data: raises UnknownLanguage, UnknownFormat or BadDate."""
        languages(self.languages)
        formats(self.formats)
        if self.as_of and not _is_day(self.as_of):
            raise BadDate(self.as_of)


def jobs(
    selection: Selection,
    names: Mapping[str, Mapping[str, str]],
    editions: Mapping[str, str],
    limits: Mapping[str, Any] | None = None,
) -> list[Job]:
    """The briefings that a selection asks for, without their sections: Vietnamese first, provinces in their order.

    ``names`` has each province's name by language, ``editions`` its edition; ``limits`` are the fields of a job
    that say how it is run: timeout, memory, engine.
    Raises UnknownProvince, UnknownLanguage or UnknownFormat with the nearest known names.
    """
    chosen = provinces(selection.provinces, names)
    return [
        Job(
            language=language,
            province=province,
            name=names[province][language],
            edition=editions[province],
            formats=formats(selection.formats),
            **(limits or {}),
        )
        for language in languages(selection.languages)
        for province in chosen
    ]


def provinces(wanted: Iterable[str], names: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The ids of the wanted provinces, given as id or as a name in any language, case and with or without tones."""
    spellings = {
        folded(spelling): province
        for province, spoken in names.items()
        for spelling in (province, *spoken.values())
    }
    found = set()
    for name in wanted:
        if folded(name) not in spellings:
            raise UnknownProvince(name, names)
        found.add(spellings[folded(name)])
    return [province for province in names if province in found or not found]


def languages(wanted: Iterable[str]) -> tuple[str, ...]:
    """The wanted languages, in the order of LANGUAGES; all when none is named."""
    return _chosen(wanted, LANGUAGES, UnknownLanguage)


def formats(wanted: Iterable[str]) -> tuple[str, ...]:
    """The wanted formats, in the order of FORMATS; all when none is named."""
    return _chosen(wanted, FORMATS, UnknownFormat)


def _chosen(
    wanted: Iterable[str],
    known: tuple[str, ...],
    unknown: type[UnknownLanguage] | type[UnknownFormat],
) -> tuple[str, ...]:
    found = {name: name.strip().lower() for name in wanted}
    for name, spelling in found.items():
        if spelling not in known:
            raise unknown(name, known)
    return tuple(one for one in known if one in found.values() or not found)


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
