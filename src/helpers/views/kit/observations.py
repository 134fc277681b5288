"""Published figures: what one counts, when and about whom; a point of a series with its sources; a table of figures."""

from decimal import Decimal

import pandas as pd

from helpers.data import arithmetic as derive
from helpers.data.arithmetic import Figure, in_dollars
from helpers.data.series import Point, Series, full
from helpers.data.tables import Dataset, Record, to_records
from helpers.text import numbers
from helpers.text.markdown import Marked, once
from helpers.views.kit.facts import LEVELS, is_wider
from helpers.views.kit.outputs import Table
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table
from helpers.views.kit.words import Words

CURRENCIES = {"vnd": "VND", "cny": "CNY"}


def in_time(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the unit and its parts, then the others; of each by indicator as they come, area, gate and time."""
    place = {name: rank for rank, name in enumerate(dict.fromkeys(rows["indicator_id"]))}
    levels = rows["reach"].map(LEVELS.index)
    order = rows.assign(rank=rows["indicator_id"].map(place), wide=is_wider(rows), level=levels)
    time = ["as_of", "period_end", "period_start"]
    order = order.sort_values(["wide", "rank", "level", "area_id", "gate_id", *time], kind="stable")
    return order.drop(columns=["rank", "wide", "level"]).reset_index(drop=True)


def without(rows: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    """The observations but for those with these ids."""
    return rows[~rows["observation_id"].isin(ids)].reset_index(drop=True)


def whole(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are not broken down by partner, sector or gate."""
    return rows[(rows["partner_id"] == "") & (rows["sector_id"] == "") & (rows["gate_id"] == "")]


def ids_of_points(found: dict[str, Series]) -> set[str]:
    """The observations behind every point of some series, other sources' figures for the same thing included."""
    return {
        row["observation_id"]
        for series in found.values()
        for point in series.points
        for row in (point.row, *point.alternatives)
    }


def figure(row: Record) -> Figure:
    """An observation as a figure to compute with."""
    return Figure(row["value"], row["unit_id"], row["qualifier"], ())


def factors(dataset: Dataset) -> dict[str, Decimal]:
    """What each unit is worth in the smallest of its dimension."""
    return {row["unit_id"]: row["factor"] for row in dataset.records("units")}


def subject(words: Words, row: Record) -> str:
    """What an observation counts, with the partner, sector or gate it is about."""
    about = [
        words.name(table, str(row[key]))
        for table, key in (("partners", "partner_id"), ("sectors", "sector_id"), ("border_gates", "gate_id"))
        if row[key]
    ]
    name = words.name("indicators", str(row["indicator_id"]))
    return words.say("figure.about", name=name, about=", ".join(about)) if about else name


def dollars(section: Section, row: Record) -> str:
    """The equivalent of a year's amount in dong or yuan at that year's average rate, with its formula; else empty."""
    currency = CURRENCIES.get(str(row["unit_id"]).split("_")[0])
    if not currency or row["as_of"] or not full(row):
        return ""
    year = row["period_start"][:4]
    rates = section.dataset.by("exchange_rates", "currency", "year").get((currency, int(year)), [])
    if not rates:
        return ""
    rate, factor = rates[0], factors(section.dataset)[row["unit_id"]]
    found = in_dollars(figure(row), factor, rate["per_usd"], (row["observation_id"],))
    if found is None:
        return ""
    words = section.words
    formula = words.markdown(
        "figure.dollars",
        amount=words.marked(row),
        rate=rate["per_usd"],
        currency=currency,
        year=year,
        result=words.figure(found),
    )
    cite = section.citations.derivation(f"{row['observation_id']}:usd", formula)
    return words.figure(found) + cite + section.citations.place(rate)


def cell(section: Section, row: Record, *, with_unit: bool = True) -> str:
    """An observation as a table cell: the figure with its qualifier and its sources."""
    return section.words.marked(row, with_unit=with_unit) + section.citations.fact("observations", row)


def point_cell(section: Section, point: Point, *, with_unit: bool = True) -> str:
    """A point of a series as a table cell: the figure with its qualifier, its sources and what others publish."""
    return section.words.marked(point.row, with_unit=with_unit) + cite_point(section, point)


def cite_point(section: Section, point: Point) -> Marked:
    """Cite the sources of a point; a source that publishes another figure gets a note that says which."""
    cites = [section.citations.fact("observations", point.row)]
    for other in point.alternatives:
        same = _agree(section.dataset, point.row, other)
        cites.append(
            section.citations.fact("observations", other) if same else _alternative(section, point.row, other)
        )
    return once(*cites)


def _agree(dataset: Dataset, row: Record, other: Record) -> bool:
    """Whether two sources publish the same figure, be it in two units."""
    there = derive.in_unit(figure(other), row["unit_id"], factors(dataset))
    return bool(there.value == row["value"] and there.qualifier == row["qualifier"])


def _alternative(section: Section, row: Record, other: Record) -> Marked:
    """Cite another source's figure for what ``row`` shows, with how far it is from that."""
    ours, theirs = figure(row), derive.in_unit(figure(other), row["unit_id"], factors(section.dataset))
    gap = numbers.amount(section.dataset, abs(theirs.value - ours.value), ours.unit_id, section.language)
    return section.citations.alternative(other, figure=section.words.marked(other), gap=gap)


def figures_table(
    section: Section, caption: str, rows: pd.DataFrame, *, with_basis: bool = True
) -> Table | None:
    """Observations (with their ``reach``) one per row, with their basis unless the names say it; None for none."""
    words, observations = section.words, to_records(rows)
    indicators = section.dataset.keyed("indicators")
    bases = [words.name("bases", indicators[row["indicator_id"]]["basis_id"]) for row in observations]
    # One basis for all is said once, under the table.
    shared = [words.say("table.basis", basis=bases[0])] if with_basis and len(set(bases)) == 1 else []
    return table(
        section,
        caption,
        [
            column(section, "figure", [subject(words, row) for row in observations]),
            column(section, "when", [words.when(row) for row in observations]),
            column(
                section,
                "value",
                [cell(section, row) for row in observations],
                numeric=True,
                values=[row["value"] for row in observations],
            ),
            column(section, "in_dollars", [dollars(section, row) for row in observations], numeric=True),
            column(section, "basis", bases if with_basis and not shared else [""] * len(bases)),
            column(section, "scope", [words.scope(row) for row in observations]),
        ],
        table_notes=shared,
    )
