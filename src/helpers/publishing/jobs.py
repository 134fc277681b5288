"""A job is one briefing: a province, a language, an edition, and what it is made of."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from helpers.data.areas import Kind
from helpers.data.editions import BadDate
from helpers.errors import UnknownLanguage, UnknownProvince, folded
from helpers.publishing import formats
from helpers.publishing.formats import Format
from helpers.publishing.reads import Reads
from helpers.text.phrases import LANGUAGES, phrases

# The parts of a briefing by what it is about, in the order in which a reader meets them; each is a notebook.
SECTIONS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        "unit": (
            "at_a_glance",
            "trade_trends",
            "investment_tables",
            "cooperation_overview",
            "sources_and_notes",
        ),
        "group": ("regional_comparison", "wider_context", "sources_and_notes"),
    }
)


def sections(chosen: Mapping[Kind, tuple[str, ...]] = SECTIONS) -> tuple[str, ...]:
    """The notebooks of all kinds of briefings, each once."""
    return tuple(dict.fromkeys(name for names in chosen.values() for name in names))


# What every section is run with.
PARAMETERS = ("province", "language", "as_of")

TIMEOUT = 600.0
EMPTY: Mapping[str, str] = MappingProxyType({})

# How sections are run: in forked processes, or in Jupyter kernels. What they show is the same.
ENGINES = ("fork", "kernel")


@dataclass(frozen=True)
class Executed:
    """A section that was run: the notebook as text, without the times of the run, and what it read.

    No ``reads``: the notebook does not record them, and is taken to have read everything.
    """

    notebook: str
    reads: Reads | None


@dataclass(frozen=True)
class Section:
    """One section of a briefing: its notebook, and what came of the same inputs before, when that is known."""

    name: str
    notebook: str
    executed: Executed | None = None


@dataclass(frozen=True)
class Job:
    """One briefing to make; holds all that it is made of, so that any process on any machine can be given it.

    ``province`` is the name that people type, of a unit or of a group (``kind``), ``edition`` the day of its own
    edition: an ended unit's is its last day. ``latest_source`` is the date of the latest source of its own facts, as
    precise as it is, ``successor`` the name (as typed) and the name in the language of what an ended unit is part of
    now.

    ``files`` are the texts of the province's part of the dataset by file name. ``timeout`` is in seconds for each
    notebook and for the conversion, ``memory`` in bytes for each notebook (0: no limit). ``base_url`` is where the
    reports folder is published, with a slash at its end; empty when that is not known. ``reference_doc`` is the Word
    file whose page and styles Word files get, instead of ours.
    """

    language: str
    province: str
    name: str
    edition: str
    formats: tuple[Format, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    timeout: float = TIMEOUT
    engine: str = ENGINES[0]
    memory: int = 0
    latest_source: str = ""
    successor: tuple[str, str] | None = None
    kind: Kind = "unit"
    base_url: str = ""
    reference_doc: bytes = b""

    @property
    def key(self) -> str:
        """The briefing's folder below the reports, ``vi/lao-cai``; also its name in the manifest."""
        return f"{self.language}/{self.province}"

    @property
    def parameters(self) -> dict[str, str]:
        """What every section is run with; the edition is always spelt out, so that a run depends on no default."""
        return dict(zip(PARAMETERS, (self.province, self.language, self.edition), strict=True))

    @property
    def bare(self) -> "Job":
        """The same job without what it is made of."""
        return replace(self, files={}, sections=(), reference_doc=b"")


@dataclass(frozen=True)
class Selection:
    """What to make, as asked for: names as people write them; nothing named means everything.

    ``base_url`` is the address at which the reports folder is published, if that is known, ``reference_doc`` a Word
    file whose styles Word files get.
    """

    provinces: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    as_of: str = ""
    base_url: str = ""
    reference_doc: bytes = b""

    def check(self) -> None:
        """Refuse what can be refused without the data: raises UnknownLanguage, UnknownFormat or BadDate."""
        languages(self.languages)
        formats.choose(self.formats)
        if self.as_of and not _is_day(self.as_of):
            raise BadDate(self.as_of)

    def briefings(
        self,
        names: Mapping[str, Mapping[str, str]],
        merged: Mapping[str, str] = EMPTY,
        later: Mapping[str, str] = EMPTY,
    ) -> list[tuple[str, str]]:
        """Language and province of each briefing: Vietnamese first, provinces in the order of ``names``.

        ``names`` has each province's name by language, ``merged`` the provinces that others are part of now, ``later``
        the first day of those that have no briefing yet on the day of the edition.
        Raises UnknownProvince or UnknownLanguage with the nearest known names.
        """
        chosen = provinces(self.provinces, names, merged, later)
        return [(language, province) for language in languages(self.languages) for province in chosen]


def provinces(
    wanted: Iterable[str],
    names: Mapping[str, Mapping[str, str]],
    merged: Mapping[str, str] = EMPTY,
    later: Mapping[str, str] = EMPTY,
) -> list[str]:
    """The wanted provinces, each given as people type it or by its name in any language, with or without tones.

    Raises UnknownProvince, which says of a former province what it is part of now (``merged``, by any of its names),
    and of one that has no briefing yet from when on (``later``).
    """
    spellings = {
        folded(spelling): province
        for province, spoken in names.items()
        for spelling in (province, *spoken.values())
    }
    former = {folded(name): province for name, province in merged.items()}
    since = {folded(name): day for name, day in later.items()}
    chosen = set()
    for name in wanted:
        if folded(name) not in spellings:
            key = folded(name)
            raise UnknownProvince(name, names, former.get(key, ""), since.get(key, ""))
        chosen.add(spellings[folded(name)])
    return [province for province in names if province in chosen or not chosen]


def spellings(kind: Kind, names: Mapping[str, str]) -> dict[str, str]:
    """What people may type for an area beside its name in addresses: its names, of a group also what compares it."""
    typed = dict(names)
    if kind == "group":
        typed |= {f"{language} document": phrases(language)("briefing.typed_group") for language in LANGUAGES}
    return typed


def languages(wanted: Iterable[str]) -> tuple[str, ...]:
    """The wanted languages, in the order of LANGUAGES; all when none is named. Raises UnknownLanguage."""
    names = {name.strip().lower(): name for name in wanted}
    for name, typed in names.items():
        if name not in LANGUAGES:
            raise UnknownLanguage(typed, LANGUAGES)
    return tuple(one for one in LANGUAGES if one in names or not names)


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
