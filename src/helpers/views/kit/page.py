"""The page that a section writes on: one province, one language, one edition, and the notes it has cited."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from helpers import data
from helpers.data.arithmetic import Figure
from helpers.data.boundaries import Boundary, load_boundaries
from helpers.data.subset import OF_ALL_PROVINCES
from helpers.text import citations, dates, numbers
from helpers.text.markdown import Marked, escape, references
from helpers.text.phrases import phrases
from helpers.views.kit.outputs import Text

Row = dict[str, Any]

LEVELS = ("own", "successor", "group", "country")


class Page:
    """What every view needs: the rows that concern the province, names in the language, notes for citations."""

    def __init__(
        self, dataset: data.Dataset, province: str, language: str, reach: Sequence[str] = LEVELS
    ) -> None:
        self.dataset, self.province, self.language = dataset, province, language
        self.phrase = phrases(language)
        levels = dataset.levels(province)
        self._levels = {area: level for area, level in levels.items() if level in reach}
        self._names: dict[str, dict[str, str]] = {}
        self._facts: dict[str, dict[tuple[str, str], list[Row]]] = {}
        self._notes: dict[str, str] = {}
        self._covered: dict[str, pd.DataFrame] = {}
        self._remarks: dict[tuple[str, str, str], str] = {}
        self._sources = dataset.keyed("sources")

    def only(self, *reach: str) -> "Page":
        """The same page for facts of some reach only: own, successor, group, country."""
        return Page(self.dataset, self.province, self.language, reach)

    # Rows

    def _levelled(self, table: str) -> pd.DataFrame:
        """The rows of a table that are of areas that cover the province, own first, each with its level; made once."""
        if table not in self._covered:
            frame = self.dataset[table]
            levels = [self._levels.get(area) for area in frame["area_id"].tolist()]
            order = [place for level in LEVELS for place, one in enumerate(levels) if one == level]
            covered = frame.iloc[order].reset_index(drop=True)
            self._covered[table] = covered.assign(reach=[str(levels[place]) for place in order])
        return self._covered[table].copy(deep=False)

    def rows(self, table: str) -> pd.DataFrame:
        """The facts of a table that concern the province, each with its ``reach``: own, successor, group, country.

        The country's totals in registers and yearbooks are for looking around (`observations`), not for a briefing.
        """
        rows = self._levelled(table)
        if table == "projects":  # a status that a newer row brings up to date is history
            return rows[~rows["project_id"].isin(set(rows["revises"]))].reset_index(drop=True)
        if table != "observations":
            return rows
        if "rows of observations" not in self._covered:
            indicators = self.dataset.keyed("indicators")
            wanted = [
                reach != "country" or indicators[indicator]["basis_id"] not in OF_ALL_PROVINCES
                for reach, indicator in zip(
                    rows["reach"].tolist(), rows["indicator_id"].tolist(), strict=True
                )
            ]
            self._covered["rows of observations"] = rows[wanted].reset_index(drop=True)
        return self._covered["rows of observations"].copy(deep=False)

    def joint_rows(self, table: str, members: str, key: str) -> pd.DataFrame:
        """The facts of a table that name their areas in a table of members, each once, at its nearest level."""
        linked = self._levelled(members)[[key, "area_id", "reach"]].drop_duplicates(key)
        return linked.merge(self.dataset[table], on=key, how="inner")

    def observations(self, *indicators: str) -> pd.DataFrame:
        """The observations of the given indicators that concern the province, in the order of the indicators."""
        rows = self._levelled("observations")
        rows = rows[rows["indicator_id"].isin(indicators)].copy()
        rank = rows["indicator_id"].map(list(indicators).index)
        return rows.iloc[rank.argsort(kind="stable")].reset_index(drop=True)

    def names_of_members(self, members: str, key: str, value: str) -> list[str]:
        """The names of the areas and partners that belong to a fact, areas first."""
        rows = self.dataset[members]
        rows = rows[rows[key] == value]
        of_areas = [self.name("areas", area) for area in rows["area_id"] if area]
        return of_areas + [self.name("partners", partner) for partner in rows["partner_id"] if partner]

    @cached_property
    def indicators(self) -> frozenset[str]:
        """The indicators that there are figures of here, or that such figures are computed with."""
        return frozenset(self.dataset["indicators"]["indicator_id"])

    # Words

    def say(self, key: str, **values: Any) -> Marked:
        """The phrase with its values filled in, each escaped unless it is our own mark-up."""
        return Marked(
            self.phrase(
                key, **{name: value if name == "count" else escape(value) for name, value in values.items()}
            )
        )

    def heading(self, key: str, level: int = 3) -> Marked:
        """A heading that says the phrase; sections are at level 2, their parts at level 3."""
        return Marked(f"{'#' * level} {self.say(key)}")

    def name(self, table: str, key: str) -> str:
        """The name in the page's language of an area, a partner, an indicator …"""
        if table not in self._names:
            rows = self.dataset[table]
            self._names[table] = dict(zip(rows.iloc[:, 0], rows[f"name_{self.language}"], strict=True))
        return self._names[table][key]

    def label(self, list_name: str, value: str) -> str:
        """What readers see for a value of a closed list, in the page's language."""
        return self.dataset.label(list_name, value, self.language)

    def unit_name(self, unit_id: str) -> str:
        """A unit as a heading or an axis has it, in the page's language."""
        return self.dataset.unit_name(unit_id, self.language)

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """The outlines for the locator map."""
        return load_boundaries(self.dataset.package.folder)

    def local(self, row: Any, field: str) -> str:
        """The field of the row in the page's language, e.g. ``title`` from ``title_vi``."""
        return str(row[f"{field}_{self.language}"])

    def scope(self, row: Any) -> str:
        """Whom the row is about, for a row that is not about the province itself; empty otherwise."""
        if row["reach"] == "own":
            return ""
        if row["reach"] == "successor":
            return self.phrase("level.successor", area=self.name("areas", row["area_id"]))
        return self.name("areas", row["area_id"])

    def when(self, row: Any) -> str:
        """The date or period of an observation, starred when it is inferred."""
        shown = (
            dates.day(row["as_of"], self.language)
            if row["as_of"]
            else dates.period(row["period_start"], row["period_end"], self.language)
        )
        return f"{shown}*" if row["date_inferred"] else shown

    # Figures

    def marked(self, row: Any, *, with_unit: bool = True) -> str:
        """The figure of an observation for a table, with its qualifier as a mark."""
        value = numbers.to_the_dollar(row["value"], row["unit_id"])
        return numbers.marked(
            self.dataset, value, row["unit_id"], row["qualifier"], self.language, with_unit=with_unit
        )

    def qualified(self, row: Any) -> str:
        """The figure of an observation for a sentence, with its qualifier in words."""
        value = numbers.to_the_dollar(row["value"], row["unit_id"])
        return numbers.qualified(self.dataset, value, row["unit_id"], row["qualifier"], self.language)

    def figure(self, figure: Figure, *, with_unit: bool = True) -> str:
        """A figure for a table, with its qualifier as a mark."""
        value = numbers.to_the_dollar(figure.value, figure.unit_id)
        return numbers.marked(
            self.dataset, value, figure.unit_id, figure.qualifier, self.language, with_unit=with_unit
        )

    # Notes

    def cite(self, table: str, row: Any) -> Marked:
        """References to every source of a fact; its remark stands in the note of the first."""
        row_id = str(row[self.dataset.package.table(table).names[0]])
        remark = self.local(row, "note") if f"note_{self.language}" in row else ""
        remark = " ".join(filter(None, [remark, *self._corrected(table, row_id)]))
        # Facts with the same remark from the same place share one note, under the name of the first.
        named = self._remarks.setdefault((row["source_id"], row["locator"], remark), row_id) if remark else ""
        keys = [self._cite_source(row["source_id"], row["locator"], remark, named)]
        for witness in self._of_fact("further_sources").get((table, row_id), ()):
            keys.append(self._cite_source(witness["source_id"], witness["locator"]))
        return Marked("".join(f"[^{key}]" for key in dict.fromkeys(keys)))

    def _corrected(self, table: str, row_id: str) -> list[str]:
        """What was corrected in a fact: the value as printed, why, and who confirmed it."""
        return [
            self.phrase(
                "citation.corrected",
                old=fix["old"],
                reason=self.local(fix, "reason"),
                who=fix["confirmed_by"],
            )
            for fix in self._of_fact("corrections").get((table, row_id), ())
            if fix["date"] <= self.dataset.edition
        ]

    def _of_fact(self, table: str) -> dict[tuple[str, str], list[Row]]:
        """The rows of a table that name a fact of another, by that table and key; made once."""
        if table not in self._facts:
            found: dict[tuple[str, str], list[Row]] = {}
            for row in self.dataset.records(table):
                found.setdefault((row["table"], row["key"]), []).append(row)
            self._facts[table] = found
        return self._facts[table]

    def _cite_source(self, source_id: str, locator: str, remark: str = "", row_id: str = "") -> str:
        key = citations.key(source_id, locator, row_id)
        source = self._sources[source_id]
        self._notes[key] = citations.note(source, locator, self.language, remark)
        return key

    def cite_place(self, row: Any) -> Marked:
        """A reference to the place in the source of a row that is no fact of its own, such as a rate."""
        return Marked(f"[^{self._cite_source(row['source_id'], row['locator'])}]")

    def source_name(self, source_id: str) -> str:
        """A source in short."""
        return str(self._sources[source_id][f"short_{self.language}"])

    def cite_derivation(self, key: str, formula: str) -> Marked:
        """A reference to the way a figure was computed; the formula is our own mark-up."""
        self._notes[f"derived:{key}"] = self.phrase("citation.derived", formula=formula)
        return Marked(f"[^derived:{key}]")

    def cite_alternative(self, row: Any, gap: str) -> Marked:
        """A reference to another source's figure for what is shown, with its distance from that."""
        source = self._sources[row["source_id"]]
        key = citations.key(row["source_id"], row["locator"], str(row["observation_id"]))
        note = citations.note(source, row["locator"], self.language, self.local(row, "note"))
        self._notes[key] = self.phrase("citation.alternative", figure=self.marked(row), gap=gap, note=note)
        return Marked(f"[^{key}]")

    def notes(self, *texts: str) -> dict[str, str]:
        """The notes that the texts refer to, in order of first reference."""
        keys = dict.fromkeys(key for text in texts for key in references(text))
        return {key: self._notes[key] for key in keys}

    def text(self, *paragraphs: str | None) -> Text | None:
        """The paragraphs that are there as one text; None where there is none."""
        markdown = Marked("\n\n".join(paragraph for paragraph in paragraphs if paragraph))
        return Text(markdown, self.notes(markdown)) if markdown else None

    def title(self, key: str) -> Text:
        """The section's title."""
        return Text(self.heading(key, level=2))

    def bullets(self, items: Iterable[str]) -> Marked:
        """A list."""
        return Marked("\n".join(f"- {item}" for item in items))


def open_page(province: str, language: str, as_of: str = "", tables: list[str] | None = None) -> Page:
    """The page of a section: loads the tables it declares.

    Raises UnknownProvince, UnknownLanguage, or the dataset's own errors.
    """
    phrases(language)
    return Page(data.load(tables, as_of, province=province), province, language)
