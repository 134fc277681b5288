"""What a view is given: one unit in one language and edition, with its facts, their words and their citations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import Any, TypeVar

from helpers import data
from helpers.data import areas, selection
from helpers.data.dates import last_day
from helpers.data.tables import Dataset
from helpers.text.markdown import Marked
from helpers.text.phrases import Say, phrases
from helpers.views.kit.citations import Citations
from helpers.views.kit.facts import NEAR, Facts
from helpers.views.kit.outputs import Shown, Text, sources_of
from helpers.views.kit.parameters import ensure_declared
from helpers.views.kit.reads import Reads
from helpers.views.kit.words import Words

T = TypeVar("T")


@dataclass(frozen=True)
class Section:
    """The context of a section.

    ``facts`` are the rows that concern the unit, ``words`` say them in the language, ``citations`` lead to
    their sources, and ``reads`` records what is read and shown.
    """

    facts: Facts
    words: Words
    citations: Citations
    reads: Reads

    @property
    def dataset(self) -> Dataset:
        """All tables of the edition."""
        return self.facts.dataset

    @property
    def province(self) -> str:
        """The id of the unit that the section is about: ``lao-cai-2025``."""
        return self.facts.province

    @property
    def slug(self) -> str:
        """The name of the unit in addresses: ``lao-cai``."""
        return str(self.dataset.areas[self.province]["slug"])

    @property
    def language(self) -> str:
        """The language's code: vi, en."""
        return self.words.language

    @cached_property
    def pages(self) -> int:
        """How many pages the briefing has: four, or two where there are too few figures for charts and averages."""
        return selection.pages(self.dataset, self.province, self.dataset.edition)

    @cached_property
    def province_name(self) -> str:
        """The unit's plain name in the language: ``Lào Cai``."""
        return self.dataset.name("areas", self.province, self.language)

    @cached_property
    def near(self) -> "Section":
        """The section without what is said of its groups and of the country."""
        return self.only(*NEAR)

    @cached_property
    def by_main_sources(self) -> "Section":
        """The section for a page with little room: it cites each fact by its main source alone."""
        return replace(self, citations=self.citations.main_sources())

    def beside(self, outputs: Iterable[Shown | None]) -> "Section":
        """The section for a page with little room, which cites a source that the outputs cite where a fact has it."""
        return replace(self, citations=self.citations.main_sources(sources_of(outputs)))

    @cached_property
    def worked_out(self) -> dict[Callable[["Section"], Any], Any]:
        """What functions that are marked so (`once_a_section`) worked out for this section."""
        return {}

    def passed(self, day: str) -> bool:
        """Whether a day, as precise as known, is over on the edition's day; not where none is known."""
        return bool(day) and last_day(day).isoformat() < self.dataset.edition

    @property
    def scope(self) -> str:
        """Whom a section about a former unit is about, ``former Lào Cai``; empty for the unit of the briefing."""
        called = self.words.name("areas", self.province)
        return "" if called == self.province_name else called

    def named(self, name: str) -> str:
        """A heading or caption that says which former unit it is about, if any."""
        return self.words.say("figure.about", name=name, about=self.scope) if self.scope else name

    @cached_property
    def units(self) -> list["Section"]:
        """The section of the unit's own facts, and one about each unit that was merged into it, each by itself."""
        former = areas.all_former_units(self.dataset.areas, self.province)
        return [replace(self, facts=Facts(self.dataset, unit, ("own",))) for unit in (self.province, *former)]

    def only(self, *reach: str) -> "Section":
        """The same section with facts of some reach only: own, former, successor, group, country."""
        return replace(self, facts=self.facts.only(*reach))

    def text(self, *paragraphs: str | None) -> Text | None:
        """The paragraphs (Markdown) that are there as one text; None where there is none."""
        markdown = Marked("\n\n".join(paragraph for paragraph in paragraphs if paragraph))
        if not markdown:
            return None
        cited = self.citations.resolve(markdown)
        resolved = self.citations.resolve_text(markdown)
        return Text(resolved, notes=cited.notes, facts=cited.facts, reads=self.reads)

    def title(self, key: str) -> Text:
        """The section's title: the phrase as a heading."""
        return Text(self.words.heading(key, level=2), reads=self.reads)


def once_a_section(function: Callable[[Section], T]) -> Callable[[Section], T]:
    """Have what a function gives for a section worked out once, however many ask for it; it is not to be changed."""

    @wraps(function)
    def known(section: Section) -> T:
        if function not in section.worked_out:
            section.worked_out[function] = function(section)
        found: T = section.worked_out[function]
        return found

    return known


def section_of(dataset: Dataset, province: str, language: str) -> Section:
    """A section about a province of a dataset that is there: the unit that the name means in the dataset's edition.

    Raises UnknownLanguage, UnknownProvince.
    """
    reads = Reads(dataset)
    words = Words(dataset, language, _recorded(phrases(language), reads))
    return Section(Facts(dataset, dataset.unit_in_force(province)), words, Citations(dataset, words), reads)


def open_section(province: str, language: str, as_of: str = "") -> Section:
    """Open a section: load the facts of the unit that a name (``lao-cai``) means, as they were known on a date.

    Without a date, in the latest edition; a unit that ended has its last day's.

    In IPython, what the section reads is recorded from now on as an output of each cell (see `kit.reads`).
    Raises UnknownProvince, UnknownLanguage, UnknownParameter where papermill gave one that the notebook does not
    declare, or the dataset's own errors.
    """
    ensure_declared()
    phrases(language)  # a wrong language is told before the data are read
    section = section_of(data.load(as_of=as_of, province=province), province, language)
    section.reads.publish_after_each_cell()
    return section


def _recorded(say: Say, reads: Reads) -> Say:
    """The phrases, each recorded as it is said."""

    def recorded(key: str, /, **values: object) -> str:
        reads.phrase(key)
        return say(key, **values)

    return recorded
