"""Facts in the reader's language: names, labels, dates, amounts with their qualifiers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.data.arithmetic import Figure
from helpers.data.tables import Dataset
from helpers.text import dates, numbers
from helpers.text.areas import area_name
from helpers.text.indicators import figure_name
from helpers.text.markdown import Marked, escape
from helpers.text.phrases import Say, in_sentence

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """How a section says things; ``say`` gives a phrase as plain text."""

    dataset: Dataset
    language: str
    say: Say

    def markdown(self, key: str, /, **values: Any) -> Marked:
        """A phrase as Markdown, each value escaped unless it is ``Marked``. Raises as ``say`` does."""
        escaped = {name: value if name == "count" else escape(value) for name, value in values.items()}
        return Marked(self.say(key, **escaped))

    def heading(self, key: str, level: int = 3, **values: object) -> Marked:
        """A heading that says a phrase; sections are at level 2, their parts at level 3."""
        return Marked(f"{'#' * level} {self.markdown(key, **values)}")

    def name(self, table: str, key: str) -> str:
        """The name of an area (see `text.areas`), a partner, an indicator … Raises UnknownRow."""
        if table == "areas":
            return area_name(self.dataset, key, self.language, self.say)
        return self.dataset.name(table, key, self.language)

    def source(self, source_id: str) -> str:
        """A source in short. Raises UnknownRow."""
        return self.dataset.name("sources", source_id, self.language, "short")

    def label(self, list_name: str, value: str) -> str:
        """What readers see for a value of a closed list. Raises UnknownRow."""
        return self.dataset.label(list_name, value, self.language)

    def unit(self, unit_id: str) -> str:
        """A unit as a heading or an axis has it: ``USD million``. Raises UnknownRow."""
        return self.dataset.unit_name(unit_id, self.language)

    def unit_in_text(self, unit_id: str) -> str:
        """A unit within a sentence: ``tỷ USD``, while ``USD million`` stays. Raises UnknownRow."""
        return in_sentence(self.unit(unit_id))

    def local(self, row: Record, field: str) -> str:
        """A field of a row that has one column a language: ``title`` from ``title_vi``."""
        return str(row[f"{field}_{self.language}"])

    def members(self, table: str, key: str, value: str) -> str:
        """The areas, then the partners, that ``table`` names for a joint fact."""
        rows = self.dataset.by(table, key).get((value,), [])
        names = [self.name("areas", row["area_id"]) for row in rows if row["area_id"]]
        names += [self.name("partners", row["partner_id"]) for row in rows if row["partner_id"]]
        return "; ".join(names)

    def scope(self, row: Record) -> str:
        """Whom a row (with its ``reach``) is about, ``former Lào Cai``; empty for the unit itself."""
        return "" if row["reach"] == "own" else self.name("areas", row["area_id"])

    def when(self, row: Record) -> str:
        """The date or period of an observation; a star says that it is inferred."""
        words = (
            dates.day(row["as_of"], self.language)
            if row["as_of"]
            else dates.covered(row["period_start"], row["period_end"], self.language)
        )
        return self.starred(words, row)

    def starred(self, date: str, row: Record) -> str:
        """A date with a star where the row says that it is inferred."""
        return f"{date}*" if date and row["date_inferred"] else date

    def stated(self, row: Record) -> str:
        """When the source of a row was published, for what it states without a date; a star says it is estimated."""
        source = self.dataset.row("sources", row["source_id"])
        date = dates.day(source["published"], self.language)
        return f"{date}*" if source["published_inferred"] else date

    def marked(self, row: Record, *, with_unit: bool = True) -> str:
        """The figure of an observation for a table, its qualifier as a mark: ``> 3.2``."""
        return self.figure(Figure(row["value"], row["unit_id"], row["qualifier"]), with_unit=with_unit)

    def exactly(self, row: Record) -> Marked:
        """An observation as published, in Markdown: what it counts, when, the figure with all its digits.

        With the unit of government where that is not in force, whose figure stands beside those of today's.
        """
        name, unit = (
            figure_name(self.dataset, row, self.language, self.say),
            self.name("areas", row["area_id"]),
        )
        if unit != self.dataset.name("areas", row["area_id"], self.language):
            name = self.say("briefing.fact_of", name=name, unit=unit)
        return self.markdown("briefing.fact", name=name, when=self.when(row), figure=self.marked(row))

    def terms(self, rows: Iterable[Record]) -> str:
        """The figures of several units as the terms of their sum, each with its unit of government."""
        return " + ".join(
            self.say("briefing.term", figure=self.marked(row), unit=self.name("areas", row["area_id"]))
            for row in rows
        )

    def qualified(self, row: Record) -> str:
        """The figure of an observation for a sentence, its qualifier in words: ``over USD 3.2 billion``."""
        value = numbers.to_the_dollar(row["value"], row["unit_id"])
        return numbers.qualified(self.dataset, value, row["unit_id"], row["qualifier"], self.language)

    def figure(self, figure: Figure, *, with_unit: bool = True) -> str:
        """A figure for a table, its qualifier as a mark."""
        value = numbers.to_the_dollar(figure.value, figure.unit_id)
        return numbers.marked(
            self.dataset, value, figure.unit_id, figure.qualifier, self.language, with_unit=with_unit
        )

    def date_in_text(self, date: str) -> str:
        """A date within a sentence: ``in August 2017``."""
        return dates.in_text(date, self.language, self.say)

    def change_in_text(self, change: Figure) -> str:
        """A change in percent within a sentence: ``up 26.7%``, ``down by at most 15.8%`` for "over" a fall."""
        if not change.value:
            return self.say("change.none")
        direction = "fall" if change.value < 0 else "rise"
        size = numbers.percent(abs(change.value), self.language)
        return self.say(f"change.{direction}_{change.qualifier}", size=size)

    def change(self, change: Figure | None, is_open: bool) -> str:
        """A change in percent for a table, signed; in words where it is bounded, nothing, or left open by the bounds.

        ``> −15.8%`` cannot be read aloud: ``down by at most 15.8%``.
        """
        if change is None:
            return self.say("change.open") if is_open else ""
        if not change.value or change.qualifier not in ("exact", "about"):
            return self.change_in_text(change)
        sign = "+" if change.value > 0 else ""
        words = sign + numbers.percent(change.value, self.language)
        return numbers.with_mark(self.dataset, words, change.qualifier, self.language)


def bullets(items: Iterable[str]) -> Marked:
    """A list in Markdown; the items are Markdown."""
    return Marked("\n".join(f"- {item}" for item in items))
