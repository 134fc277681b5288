"""Investment and aid: FDI in force by the province's own count, other FDI figures, ODA, NGO aid, competitiveness."""

from typing import Any

import pandas as pd

from helpers.data import arithmetic as derive
from helpers.data.series import Point, Series
from helpers.data.tables import Record, to_records
from helpers.views import fdi_register
from helpers.views.kit.charts import bars
from helpers.views.kit.facts import TOPICS
from helpers.views.kit.line_chart import line_chart
from helpers.views.kit.observations import (
    cell,
    factors,
    figure,
    figures_table,
    ids_of_points,
    in_time,
    point_cell,
    without,
)
from helpers.views.kit.outputs import Chart, Part, Table, Text, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table
from helpers.views.kit.yearly import ids_by_year, series_of, yearly, years_table

PROJECTS, CAPITAL = "fdi-projects", "fdi-registered-capital"
MOST_BARS, LATEST = 8, 2
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
    """The province's FDI in force by date: a column ``as_of`` and the columns of `side_by_side`.

    Where sources differ for one date, the one that `helpers.data.series` prefers.
    """
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
    """FDI in force by the province's own count: in words, as bars, as a table."""
    return part(fdi_summary(section, stock), fdi_stock_chart(section, stock), fdi_stock_table(section, stock))


def fdi_summary(section: Section, stock: pd.DataFrame) -> Text | None:
    """The FDI in force on the latest dates, in sentences."""
    words, sentences = section.words, []
    both = [row for row in to_records(stock) if row[PROJECTS] and row[CAPITAL]]
    for row in both[-LATEST:]:
        projects, capital = row[PROJECTS], row[CAPITAL]
        said = words.markdown(
            "investment.stock_inferred" if capital["date_inferred"] else "investment.stock",
            date=words.date_in_text(row["as_of"]),
            projects=words.qualified(projects),
            capital=words.qualified(capital),
        )
        sentences.append(said + section.citations.fact("observations", capital) + ".")
    if len(sentences) > 1:
        sentences.append(words.markdown("investment.two_dates"))
    if not sentences:
        own = (section.facts.of_topics(*TOPICS["investment"])["reach"] == "own").any()
        key = "investment.no_stock" if own else "investment.none"
        sentences.append(words.markdown(key, province=section.province_name))
    return section.text(words.heading("investment.fdi"), " ".join(sentences))


def fdi_stock_chart(section: Section, stock: pd.DataFrame) -> Chart | None:
    """Registered capital in force as one bar per date, the latest eight; None for fewer than two dates."""
    rows = one_unit(section, [row for row in stock[CAPITAL] if row][-MOST_BARS:])
    if len(rows) < 2:
        return None
    words = section.words
    return bars(
        section,
        [words.when(row) for row in rows],
        rows,
        caption=words.markdown("investment.stock_chart", unit=words.unit(rows[0]["unit_id"])),
        alt_key="investment.stock_chart_alt",
        upright=True,
    )


def one_unit(section: Section, rows: list[Record]) -> list[Record]:
    """Observations of money in one unit, the smallest that any of them is printed in, so that heights compare."""
    if not rows:
        return rows
    worth = factors(section.dataset)
    unit = min((row["unit_id"] for row in rows), key=worth.__getitem__)
    return [{**row, "unit_id": unit, "value": derive.in_unit(figure(row), unit, worth).value} for row in rows]


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
        words.say("investment.stock_table"),
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
    own_count = series_of(section, PROJECTS, CAPITAL)
    dated = {row["observation_id"] for one in own_count.values() for row in one.rows if row["as_of"]}
    shown = (ids_of_points(own_count) & dated) | fdi_register.ids(section)
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


def competitiveness(section: Section) -> dict[str, Series]:
    """The province's series of the Provincial Competitiveness Index (PCI): score and rank."""
    return series_of(section, SCORE, RANK)


def show_competitiveness(section: Section, found: dict[str, Series]) -> Part:
    """The PCI: the score as a line, score and rank by year, other figures on the topic."""
    words = section.words
    grid = years_table(section, words.say("series.pci_table"), found)
    others = without(section.facts.of_topics(*TOPICS["competitiveness"]), ids_by_year(found))
    rest = figures_table(section, words.say("other.table"), in_time(others))
    if grid is None:
        return part(rest)
    line = (
        line_chart(section, words.name("indicators", SCORE), yearly(section, found[SCORE]))
        if SCORE in found
        else None
    )
    lead = words.markdown("series.pci_lead")
    return part(section.text(words.heading("series.pci"), lead), line, grid, rest)
