"""Investment and aid: FDI in force by the province's own count, other FDI figures, ODA, NGO aid, competitiveness."""

from typing import Any

import pandas as pd

from helpers.data.series import Point, Series
from helpers.data.tables import Record, to_records
from helpers.text.markdown import Marked
from helpers.views import fdi_register
from helpers.views.kit.facts import NEAR, TOPICS
from helpers.views.kit.observations import (
    cell,
    figures_table,
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


def ids_side_by_side(frame: pd.DataFrame) -> set[str]:
    """The observations in a frame that `side_by_side` made."""
    return {row["observation_id"] for name in MEASURES for row in frame[name] if row}


def measure_cell(section: Section, row: Record | None) -> str:
    """An observation as a cell, a count of projects without its unit, which the column says; empty for none."""
    return cell(section, row, with_unit=row["unit_id"] != "project") if row else ""


# FDI in force, by the province's own count


def fdi_stock(section: Section) -> pd.DataFrame:
    """FDI in force by unit and date: columns ``area_id`` and ``as_of``, and the columns of `side_by_side`.

    The province first, then its former units; where sources differ for one date, the one that `helpers.data.series`
    prefers.
    """
    frames = []
    for unit in fdi_register.units(section):
        points = (point for name in (PROJECTS, CAPITAL) for point in _points(unit, name).values())
        frames.append(side_by_side([point.row for point in points], "as_of").assign(area_id=unit.province))
    return pd.concat(frames, ignore_index=True)


def _points(section: Section, indicator: str) -> dict[str, Point]:
    """The points of a stock that are of a date, by this."""
    return {
        point.time: point
        for one in series_of(section, indicator).values()
        for point in one.points
        if point.row["as_of"]
    }


def show_own_count(section: Section, stock: pd.DataFrame) -> Part:
    """FDI in force by the province's own count: in words and as a table.

    No chart: the dates are told by as many publishers, some only as a year, and no one of them makes a series.
    """
    return part(fdi_summary(section, stock), fdi_stock_table(section, stock))


def fdi_summary(section: Section, stock: pd.DataFrame) -> Text | None:
    """The FDI in force on the latest dates of the nearest unit, in sentences; else what the sources lack."""
    words = section.words
    both = [row for row in to_records(stock) if row[PROJECTS] and row[CAPITAL]]
    nearest = [row for row in both if row["area_id"] == both[0]["area_id"]]
    sentences = [_in_force(section, row) for row in nearest[-LATEST:]]
    if len(sentences) > 1:
        sentences.append(words.markdown("investment.two_dates"))
    if stock.empty:
        sentences.append(words.markdown(without_own_count(section), province=section.province_name))
    return section.text(words.heading("investment.fdi"), " ".join(sentences))


def _in_force(section: Section, row: Record) -> Marked:
    """The projects and the capital of a unit on a date."""
    projects, capital = row[PROJECTS], row[CAPITAL]
    said = section.words.markdown(
        "investment.stock_inferred" if capital["date_inferred"] else "investment.stock",
        area=fdi_register.called(section, row["area_id"]),
        date=section.words.date_in_text(row["as_of"]),
        projects=section.words.qualified(projects),
        capital=section.words.qualified(capital),
    )
    return Marked(said + section.citations.fact("observations", capital) + ".")


def without_own_count(section: Section) -> str:
    """What to say where the province has no count of its own: that the register has one, new projects are told, nothing."""
    if fdi_register.stock(section):
        return "investment.register_only"
    told = section.facts.of_topics(*TOPICS["investment"])["reach"].isin(NEAR).any()
    return "investment.no_stock" if told else "investment.none"


def fdi_stock_table(section: Section, stock: pd.DataFrame) -> Table | None:
    """FDI in force by date."""
    rows, words = to_records(stock), section.words
    units = {unit.province: unit for unit in fdi_register.units(section)}

    def cells(indicator: str, *, with_unit: bool) -> list[str]:
        points = {area: _points(unit, indicator) for area, unit in units.items()}
        found = (points[row["area_id"]].get(row["as_of"]) for row in rows)
        return [point_cell(section, point, with_unit=with_unit) if point else "" for point in found]

    return table(
        section,
        words.say("investment.stock_table"),
        [
            column(section, "as_of", [words.when(row[CAPITAL] or row[PROJECTS]) for row in rows]),
            column(section, "projects", cells(PROJECTS, with_unit=False), numeric=True),
            column(section, "capital", cells(CAPITAL, with_unit=True), numeric=True),
            column(section, "scope", [_scope(section, row["area_id"]) for row in rows]),
        ],
    )


def _scope(section: Section, area: str) -> str:
    """The unit that a row is about, empty for the province itself."""
    return "" if area == section.province else fdi_register.called(section, area)


# Other figures


def other_fdi(section: Section, *frames: pd.DataFrame) -> pd.DataFrame:
    """The FDI figures that stand neither in the register's tables nor in these frames: new projects, wider areas …

    ``frames`` are the stock, and the breakdowns by partner and by sector.
    """
    shown = fdi_register.ids(section)
    for unit in fdi_register.units(section):
        own_count = series_of(unit, PROJECTS, CAPITAL)
        dated = {row["observation_id"] for one in own_count.values() for row in one.rows if row["as_of"]}
        shown |= ids_of_points(own_count) & dated
    shown |= {one for frame in frames for one in ids_side_by_side(frame)}
    return in_time(without(section.facts.of_topics(*TOPICS["investment"]), shown))


def show_other_fdi(section: Section, rows: pd.DataFrame) -> Table | None:
    """The other FDI figures as a table."""
    return figures_table(section, section.words.say("investment.other_table"), rows)


def aid(section: Section, kind: str) -> pd.DataFrame:
    """The figures on ``oda`` or ``ngo_aid``."""
    return in_time(section.facts.of_topics(*TOPICS[kind]))


def show_aid(section: Section, kind: str, rows: pd.DataFrame) -> Part:
    """ODA or NGO aid under its heading; the donors are named in the overview of cooperation."""
    heading, caption = AID[kind]
    grid = figures_table(section, section.words.say(caption), rows)
    return part(section.text(section.words.heading(heading)) if grid else None, grid)


def competitiveness(section: Section) -> dict[str, dict[str, Series]]:
    """The Provincial Competitiveness Index (PCI) by unit, the province or one merged into it: score and rank."""
    return {unit.province: series_of(unit, SCORE, RANK) for unit in fdi_register.units(section)}


def show_competitiveness(section: Section, found: dict[str, dict[str, Series]]) -> Part:
    """The PCI: score and rank of each unit by year, other figures on the topic."""
    words = section.words
    grids = [
        years_table(section, fdi_register.about(section, words.say("series.pci_table"), area), one)
        for area, one in found.items()
    ]
    ids = set().union(*(ids_by_year(one) for one in found.values()))
    others = without(section.facts.of_topics(*TOPICS["competitiveness"]), ids)
    rest = figures_table(section, words.say("other.table"), in_time(others))
    if not any(grids):
        return part(rest)
    lead = words.markdown("series.pci_lead")
    return part(section.text(words.heading("series.pci"), lead), *grids, rest)
