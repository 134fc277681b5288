"""Investment and aid: FDI in force by the province's own count, other FDI figures, ODA, NGO aid, competitiveness."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from helpers.data.series import Point, Series
from helpers.data.tables import Record, to_records
from helpers.text.markdown import Marked
from helpers.views.annex import fdi_register
from helpers.views.kit.facts import TOPICS, is_wider
from helpers.views.kit.observations import (
    cell,
    figures_tables,
    ids_of_points,
    in_time,
    point_cell,
    without,
)
from helpers.views.kit.outputs import Part, Table, Text, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table
from helpers.views.kit.yearly import ids_by_year, series_of, years_table

PROJECTS, CAPITAL = "fdi-projects", "fdi-registered-capital"
LATEST = 2
# What may be told of an investor's country, a sector or a date, each in a column of its own.
MEASURES = (
    PROJECTS,
    CAPITAL,
    "fdi-capital-share",
    "fdi-projects-disbursed",
    "fdi-disbursed",
    "fdi-disbursed-share",
)
AID = {
    "oda": ("investment.oda", "investment.oda_table"),
    "ngo_aid": ("investment.ngo_aid", "investment.ngo_aid_table"),
}
SCORE, RANK = "pci-score", "pci-rank"


def side_by_side(rows: list[Record], key: str) -> pd.DataFrame:
    """One row per value of the key, in order; of each indicator in ``MEASURES`` the observation, or None."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row[key], {})[row["indicator_id"]] = row
    beside = [{key: value, **{name: found[value].get(name) for name in MEASURES}} for value in sorted(found)]
    return pd.DataFrame(beside, columns=[key, *MEASURES], dtype=object)


def of_one_count(rows: list[Record]) -> list[Record]:
    """The rows of the newest date, by the source that has most of them: what may stand side by side and be added."""
    newest = max((row["as_of"] for row in rows), default="")
    by_source: dict[str, list[Record]] = {}
    for row in rows:
        if row["as_of"] == newest:
            by_source.setdefault(row["source_id"], []).append(row)
    return max(by_source.values(), key=len, default=[])


def of_units(section: Section, frame: Callable[[Section], pd.DataFrame]) -> pd.DataFrame:
    """The frames of the unit and of each of its former units, one under the other, with their ``area_id``."""
    found = [frame(unit).assign(area_id=unit.province) for unit in section.units]
    return pd.concat(found, ignore_index=True)


def by_unit(section: Section, frame: pd.DataFrame) -> list[tuple[Section, pd.DataFrame]]:
    """The parts of a frame that `of_units` made, each with the section of its unit."""
    return [(unit, frame[frame["area_id"] == unit.province]) for unit in section.units]


def ids_side_by_side(frame: pd.DataFrame) -> set[str]:
    """The observations in a frame that `side_by_side` made."""
    return {row["observation_id"] for name in MEASURES for row in frame[name] if row}


def measure_cell(section: Section, row: Record | None) -> str:
    """An observation as a cell, a count of projects without its unit, which the column says; empty for none."""
    return cell(section, row, with_unit=row["unit_id"] != "project") if row else ""


# FDI in force, by the province's own count


def fdi_stock(section: Section) -> pd.DataFrame:
    """The FDI in force by date, unit by unit: ``area_id``, ``as_of`` and the columns of `side_by_side`.

    Where sources differ for one date, the one that `helpers.data.series` prefers.
    """
    return of_units(section, _stock)


def _stock(section: Section) -> pd.DataFrame:
    points = (point for name in (PROJECTS, CAPITAL) for point in _points(section, name).values())
    return side_by_side([point.row for point in points], "as_of")


def _points(section: Section, indicator: str) -> dict[str, Point]:
    """The points of a stock that are of a date, by this."""
    return {
        point.time: point
        for one in series_of(section, indicator).values()
        for point in one.points
        if point.row["as_of"]
    }


def show_own_count(section: Section, stock: pd.DataFrame) -> Part:
    """FDI in force by the province's own count: in words, then as a table, unit by unit.

    No chart: the dates are told by as many publishers, some as a year alone, so that no line or bars would compare.
    """
    tables = [fdi_stock_table(unit, frame) for unit, frame in by_unit(section, stock)]
    return part(fdi_summary(section, stock), *tables)


def fdi_summary(section: Section, stock: pd.DataFrame) -> Text | None:
    """The FDI in force on the latest dates of each unit, in sentences; where there is no own count, what there is."""
    words = section.words
    sentences = [one for unit, frame in by_unit(section, stock) for one in _stock_sentences(unit, frame)]
    if stock.empty:
        sentences.append(words.markdown(without_own_count(section), province=section.province_name))
    return section.text(words.heading("investment.fdi"), " ".join(sentences))


def without_own_count(section: Section) -> str:
    """The phrase where there is no own count: the register has one, new projects are told, or there is nothing."""
    if any(fdi_register.stock(unit) for unit in section.units):
        return "investment.register_only"
    told = (~is_wider(section.facts.of_topics(*TOPICS["investment"]))).any()
    return "investment.no_stock" if told else "investment.none"


def _stock_sentences(section: Section, stock: pd.DataFrame) -> list[Marked]:
    """One unit's FDI in force on its latest dates."""
    words, sentences = section.words, []
    both = [row for row in to_records(stock) if row[PROJECTS] and row[CAPITAL]]
    for row in both[-LATEST:]:
        projects, capital = row[PROJECTS], row[CAPITAL]
        said = words.markdown(
            "investment.stock_inferred" if capital["date_inferred"] else "investment.stock",
            province=section.scope or section.province_name,
            date=words.date_in_text(row["as_of"]),
            projects=words.qualified(projects),
            capital=words.qualified(capital),
        )
        sentences.append(Marked(said + section.citations.fact("observations", capital) + "."))
    if len(sentences) > 1:
        sentences.append(words.markdown("investment.two_dates"))
    return sentences


def fdi_stock_table(section: Section, stock: pd.DataFrame) -> Table | None:
    """FDI in force by date."""
    rows, words = to_records(stock), section.words

    def cells(indicator: str, *, with_unit: bool) -> list[str]:
        points = _points(section, indicator)
        return [
            point_cell(section, points[row["as_of"]], with_unit=with_unit) if row["as_of"] in points else ""
            for row in rows
        ]

    return table(
        section,
        section.named(words.say("investment.stock_table")),
        [
            column(section, "as_of", [words.when(row[CAPITAL] or row[PROJECTS]) for row in rows]),
            column(section, "projects", cells(PROJECTS, with_unit=False), numeric=True),
            column(section, "capital", cells(CAPITAL, with_unit=True), numeric=True),
        ],
    )


# Other figures


def other_fdi(section: Section, *frames: pd.DataFrame) -> pd.DataFrame:
    """The FDI figures that stand neither in the register's tables nor in these frames: new projects, wider areas …

    ``frames`` are the stock, and the breakdowns by partner and by sector.
    """
    shown = fdi_register.ids(section) | {one for frame in frames for one in ids_side_by_side(frame)}
    for unit in section.units:
        own_count = series_of(unit, PROJECTS, CAPITAL)
        dated = {row["observation_id"] for one in own_count.values() for row in one.rows if row["as_of"]}
        shown |= ids_of_points(own_count) & dated
    return in_time(without(section.facts.of_topics(*TOPICS["investment"]), shown))


def show_other_fdi(section: Section, rows: pd.DataFrame) -> Part:
    """The other FDI figures as tables."""
    return figures_tables(section, section.words.say("investment.other_table"), rows)


def aid(section: Section, kind: str) -> pd.DataFrame:
    """The figures on ``oda`` or ``ngo_aid``."""
    return in_time(section.facts.of_topics(*TOPICS[kind]))


def show_aid(section: Section, kind: str, rows: pd.DataFrame) -> Part:
    """ODA or NGO aid under its heading; the donors are named in the overview of cooperation."""
    heading, caption = AID[kind]
    grids = figures_tables(section, section.words.say(caption), rows)
    return part(section.text(section.words.heading(heading)) if grids else None, *grids)


def competitiveness(section: Section) -> dict[str, Series]:
    """The series of the Provincial Competitiveness Index (PCI), score and rank, of each unit, by their names."""
    return {one.name: one for unit in section.units for one in series_of(unit, SCORE, RANK).values()}


def show_competitiveness(section: Section, found: dict[str, Series]) -> Part:
    """The PCI: scores and ranks by year, other figures on the topic. The rank is drawn on the page of investment."""
    words = section.words
    grid = years_table(section, words.say("series.pci_table"), found)
    others = without(section.facts.of_topics(*TOPICS["competitiveness"]), ids_by_year(found))
    rest = figures_tables(section, words.say("other.table"), in_time(others))
    if grid is None:
        return rest
    lead = words.markdown("series.pci_lead")
    return part(section.text(words.heading("series.pci"), lead), grid, *rest)
