"""What a view is given: one province in one language and edition, with its facts, their words and their citations."""

from dataclasses import dataclass, replace
from functools import cached_property

from helpers import data
from helpers.data.tables import Dataset
from helpers.text.markdown import Marked
from helpers.text.phrases import Say, phrases
from helpers.views.kit.citations import Citations
from helpers.views.kit.facts import Facts
from helpers.views.kit.outputs import Text
from helpers.views.kit.reads import Reads
from helpers.views.kit.words import Words


@dataclass(frozen=True)
class Section:
    """The context of a section.

    ``facts`` are the rows that concern the province, ``words`` say them in the language, ``citations`` lead to
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
        """The province's id."""
        return self.facts.province

    @property
    def language(self) -> str:
        """The language's code: vi, en."""
        return self.words.language

    @cached_property
    def province_name(self) -> str:
        """The province's name in the language."""
        return self.words.name("areas", self.province)

    def only(self, *reach: str) -> "Section":
        """The same section with facts of some reach only: own, successor, group, country."""
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


def section_of(dataset: Dataset, province: str, language: str) -> Section:
    """A section about a province of a dataset that is there.

    Raises UnknownLanguage; UnknownProvince when its facts are first asked for.
    """
    reads = Reads(dataset)
    words = Words(dataset, language, _recorded(phrases(language), reads))
    return Section(Facts(dataset, province), words, Citations(dataset, words), reads)


def open_section(province: str, language: str, as_of: str = "") -> Section:
    """Open a section: load the province's facts as they were known on a date (empty: today).

    In IPython, what the section reads is recorded from now on as an output of each cell (see `kit.reads`).
    Raises UnknownProvince, UnknownLanguage, or the dataset's own errors.
    """
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
