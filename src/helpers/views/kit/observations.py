"""Published figures: what one counts, when and about whom; a point of a series with its sources; a table of figures."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd

from helpers.data import arithmetic as derive
from helpers.data.arithmetic import Figure, in_dollars
from helpers.data.selection import unit_factors
from helpers.data.series import BREAKDOWN, Point, Series, full
from helpers.data.tables import Dataset, Record, to_records
from helpers.text import numbers
from helpers.text.indicators import figure_name
from helpers.text.markdown import Marked, once, unescape
from helpers.text.phrases import in_sentence
from helpers.views.kit.citations import Derived
from helpers.views.kit.facts import LEVELS, said_of_wider
from helpers.views.kit.outputs import Part, Table, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table
from helpers.views.kit.words import Words

_NONE = Decimal(0)
_OF_A_BASIS = 3  # figures: fewer make no table of their own
_TIMES = ("as_of", "period_end", "period_start")
CURRENCIES = {"vnd": "VND", "cny": "CNY"}


def in_time(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the unit and its parts, then the others; of each by indicator as they come, area, gate and time."""
    records = to_records(rows[["indicator_id", "reach", "area_id", "gate_id", *_TIMES]])
    place = {name: rank for rank, name in enumerate(dict.fromkeys(row["indicator_id"] for row in records))}

    def rank(number: int) -> tuple[Any, ...]:
        row = records[number]
        whom = (LEVELS.index(row["reach"]), row["area_id"], row["gate_id"])
        return said_of_wider(row), place[row["indicator_id"]], *whom, *(row[field] for field in _TIMES)

    return rows.iloc[sorted(range(len(records)), key=rank)].reset_index(drop=True)


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


def subject(words: Words, row: Record) -> str:
    """What an observation counts, with the partner, sector or gate it is about."""
    return figure_name(words.dataset, row, words.language, words.say)


def named_subject(section: Section, row: Record) -> str:
    """What an observation counts, and of which unit where that is another one than the briefing's."""
    name, area = subject(section.words, row), row["area_id"]
    if area == section.province:
        return section.named(name)
    return section.words.say("figure.about", name=name, about=section.words.name("areas", area))


def dollars(section: Section, row: Record) -> str:
    """The equivalent of a year's amount in dong or yuan at that year's average rate, with its formula; else empty."""
    currency = CURRENCIES.get(str(row["unit_id"]).split("_")[0])
    if not currency or row["as_of"] or not full(row):
        return ""
    year = row["period_start"][:4]
    rates = section.dataset.by("exchange_rates", "currency", "year").get((currency, int(year)), [])
    if not rates:
        return ""
    rate, factor = rates[0], unit_factors(section.dataset)[row["unit_id"]]
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
    derived = Derived("usd", named_subject(section, row), year, found, unescape(formula))
    cite = section.citations.derivation(f"{row['observation_id']}:usd", formula, found.parents, derived)
    return words.figure(found) + cite + section.citations.place(rate)


def cell(section: Section, row: Record, *, with_unit: bool = True) -> str:
    """An observation as a table cell: the figure with its qualifier and its sources."""
    return section.words.marked(row, with_unit=with_unit) + section.citations.fact("observations", row)


def point_cell(section: Section, point: Point, *, with_unit: bool = True, unit: str = "") -> str:
    """A point of a series as a table cell: the figure with its qualifier, its sources and what others publish.

    In ``unit`` where that is given, with the digits as printed.
    """
    shown = derive.in_unit(point.figure, unit or point.row["unit_id"], unit_factors(section.dataset))
    return section.words.figure(shown, with_unit=with_unit) + cite_point(section, point)


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
    there = derive.in_unit(figure(other), row["unit_id"], unit_factors(dataset))
    return bool(there.value == row["value"] and there.qualifier == row["qualifier"])


def _alternative(section: Section, row: Record, other: Record) -> Marked:
    """Cite another source's figure for what ``row`` shows, with how far it is from that."""
    ours, theirs = figure(row), derive.in_unit(figure(other), row["unit_id"], unit_factors(section.dataset))
    far = abs(theirs.value - ours.value)  # none where only the qualifiers differ
    gap = numbers.amount(section.dataset, far, ours.unit_id, section.language) if far else ""
    return section.citations.alternative(other, figure=section.words.marked(other), gap=gap)


def figures_tables(section: Section, caption: str, rows: pd.DataFrame) -> Part:
    """Observations in a table for each basis that has three or more of them; what is left shares one, which says it.

    A basis is a long name: said once above its rows, it leaves them the room to stand on a line each.
    """
    known = section.dataset.keyed("indicators")
    basis = rows["indicator_id"].map(lambda name: known[name]["basis_id"])
    large = [one for one, count in Counter(basis).items() if count >= _OF_A_BASIS]
    if basis.nunique() < 2 or not large:
        return part(figures_table(section, caption, rows))
    grids = [
        figures_table(
            section,
            section.words.say(
                "table.of_basis", caption=caption, basis=in_sentence(section.words.name("bases", one))
            ),
            rows[basis == one],
            with_basis=False,
        )
        for one in large
    ]
    return part(*grids, figures_table(section, caption, rows[~basis.isin(large)]))


def figures_table(
    section: Section, caption: str, rows: pd.DataFrame, *, with_basis: bool = True
) -> Table | None:
    """Observations (with their ``reach``) one per row, with their basis unless the names say it; None for none.

    The parts of a total stand with it, and amounts of one kind are in one unit where their digits allow it.
    """
    words, observations = section.words, beside_totals(section.dataset, to_records(rows))
    indicators = section.dataset.keyed("indicators")
    bases = [words.name("bases", indicators[row["indicator_id"]]["basis_id"]) for row in observations]
    units = one_unit(section.dataset, observations)
    figures = [
        derive.in_unit(figure(row), units[row["unit_id"]], unit_factors(section.dataset))
        for row in observations
    ]
    shared = len(set(units.values())) == 1 and len(figures) > 1
    value = column(
        section,
        "value",
        [
            words.figure(one, with_unit=not shared) + section.citations.fact("observations", row)
            for one, row in zip(figures, observations, strict=True)
        ],
        numeric=True,
        values=[one.value for one in figures],
    )
    if shared:
        unit = words.unit_in_text(figures[0].unit_id)
        value = replace(value, title=words.say("table.in_unit", title=value.title, unit=unit))
    return table(
        section,
        caption,
        [
            column(section, "figure", [subject(words, row) for row in observations]),
            column(section, "when", [words.when(row) for row in observations]),
            value,
            column(section, "in_dollars", [dollars(section, row) for row in observations], numeric=True),
            column(section, "basis", bases if with_basis else [""] * len(bases)),
            column(section, "scope", [words.scope(row) for row in observations]),
        ],
    )


def beside_totals(dataset: Dataset, rows: list[Record]) -> list[Record]:
    """The rows in their order, but the parts of a total directly after it: exports after the turnover of a period."""
    indicators = dataset.keyed("indicators")
    whole = [indicators[row["indicator_id"]]["part_of"] or row["indicator_id"] for row in rows]
    first: dict[tuple[str, ...], int] = {}
    for number, (row, name) in enumerate(zip(rows, whole, strict=True)):
        first.setdefault((row["area_id"], name, *(row[field] for field in BREAKDOWN)), number)

    def place(number: int) -> tuple[Any, ...]:
        row, name = rows[number], whole[number]
        time = (row["as_of"], row["period_end"], row["period_start"])
        group = (row["area_id"], name, *(row[field] for field in BREAKDOWN))
        return first[group], time, name != row["indicator_id"], number

    return [rows[number] for number in sorted(range(len(rows)), key=place)]


def one_unit(dataset: Dataset, rows: list[Record]) -> dict[str, str]:
    """For each unit of some observations the one to show it in: the largest of its kind that suits all of them.

    It suits figures of one or more, and 0.21 billion dollars, as people say it. No digit is lost.
    """
    units, worth = dataset.keyed("units"), unit_factors(dataset)
    kinds: dict[str, list[Record]] = {}
    for row in rows:
        kinds.setdefault(units[row["unit_id"]]["dimension"], []).append(row)
    chosen: dict[str, str] = {}
    for dimension, mine in kinds.items():
        smallest = min(
            (abs(row["value"]) * worth[row["unit_id"]] for row in mine if row["value"]), default=_NONE
        )
        there = sorted({row["unit_id"] for row in mine}, key=lambda unit: worth[unit])
        least = 10 if dimension == "usd" else 1
        fit = [unit for unit in there if smallest * least >= worth[unit]]
        chosen |= {unit: fit[-1] if fit else unit for unit in there}
    return chosen
