"""A series: one area, one indicator on its one basis, one set of boundaries, points in order of time.

What does not mean the same is never joined: `joined` refuses, and says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import pandas as pd

from helpers.data.arithmetic import Figure
from helpers.data.choice import choose
from helpers.data.dates import parts
from helpers.data.tables import Dataset
from helpers.errors import BriefingError

Row = dict[str, Any]

BREAKDOWN = ("partner_id", "sector_id", "gate_id")


class NotOneSeries(BriefingError):
    """Two series that do not mean the same."""

    def __init__(self, first: str, second: str, why: str) -> None:
        self.first, self.second, self.why = first, second, why
        super().__init__(first, second, why)

    def __str__(self) -> str:
        return f"{self.first} and {self.second} cannot be joined: {self.why}"


@dataclass(frozen=True)
class Point:
    """One figure of a series, with the row it comes from and the other published figures for the same thing."""

    time: str
    row: Row
    alternatives: tuple[Row, ...] = ()

    @property
    def figure(self) -> Figure:
        """The figure to compute with."""
        return Figure(self.row["value"], self.row["unit_id"], self.row["qualifier"])

    @property
    def year(self) -> int:
        """The year that the point is of, or the year of its date."""
        return int(self.time[:4])


@dataclass(frozen=True)
class Series:
    """Points in order; ``partial`` holds what covers no full year (year to date, several years)."""

    area_id: str
    indicator_id: str
    basis_id: str
    breakdown: tuple[str, str, str]
    points: tuple[Point, ...]
    partial: tuple[Point, ...] = ()

    @cached_property
    def by_year(self) -> dict[int, Point]:
        """The last point of each year."""
        return {point.year: point for point in self.points}

    @property
    def name(self) -> str:
        """The series in a word for messages."""
        return ".".join(filter(None, (self.area_id, self.indicator_id, *self.breakdown)))

    @property
    def rows(self) -> list[Row]:
        """Every observation that stands behind the series."""
        return [row for point in (*self.points, *self.partial) for row in (point.row, *point.alternatives)]


def series(
    dataset: Dataset,
    area_id: str,
    indicator_id: str,
    partner_id: str = "",
    sector_id: str = "",
    gate_id: str = "",
) -> Series:
    """The series of an indicator in an area, whole or of one partner, sector or gate; it may be empty.

    Where several sources give one point, `helpers.data.choice` says which is shown.
    """
    breakdown = (partner_id, sector_id, gate_id)
    rows = dataset.of_area("observations", area_id)
    mine = rows["indicator_id"] == indicator_id
    for column, wanted in zip(BREAKDOWN, breakdown, strict=True):
        mine &= rows[column] == wanted
    return of_rows(dataset, area_id, indicator_id, breakdown, rows[mine])


def of_rows(
    dataset: Dataset, area_id: str, indicator_id: str, breakdown: tuple[str, str, str], rows: pd.DataFrame
) -> Series:
    """The series that these observations of one indicator make."""
    sources = dataset.keyed("sources")
    groups: dict[tuple[bool, str], list[Row]] = {}
    for row in cast("list[Row]", rows.to_dict("records")):
        groups.setdefault((full(row), moment(row)), []).append(row)
    points: dict[bool, list[Point]] = {True: [], False: []}
    for (whole_year, time), found in sorted(groups.items()):
        first, others = choose(found, sources)
        points[whole_year].append(Point(time, cast("Row", first), cast("tuple[Row, ...]", others)))
    return Series(
        area_id,
        indicator_id,
        str(dataset.keyed("indicators")[indicator_id]["basis_id"]),
        breakdown,
        tuple(points[True]),
        tuple(points[False]),
    )


def full(row: Row) -> bool:
    """Whether a figure stands on a date or covers a full year.

    A year report that closes in December counts as the year: the investment register's closes on the 20th or the 31st.
    Plans and targets never make a point.
    """
    if row["qualifier"] == "planned":
        return False
    if row["as_of"]:
        return True
    first, last = parts(row["period_start"]), parts(row["period_end"])
    return first[0] == last[0] and first[1] in (None, 1) and last[1] in (None, 12)


def moment(row: Row) -> str:
    """When a figure is of: its date, its year, or its period."""
    if row["as_of"]:
        return str(row["as_of"])
    if full(row):
        return str(row["period_start"][:4])
    return f"{row['period_start']}/{row['period_end']}"


def joined(dataset: Dataset, several: Iterable[Series]) -> Series:
    """One series out of several of the same meaning, or NotOneSeries with the reason."""
    first, *others = several
    indicators = dataset["indicators"].set_index("indicator_id")
    for other in others:
        why = difference(first, other, indicators)
        if why:
            raise NotOneSeries(first.name, other.name, why)
    points = {point.time: point for one in (first, *others) for point in one.points}
    return Series(
        first.area_id,
        first.indicator_id,
        first.basis_id,
        first.breakdown,
        tuple(points[time] for time in sorted(points)),
        tuple(point for one in (first, *others) for point in one.partial),
    )


def difference(first: Series, other: Series, indicators: pd.DataFrame) -> str:
    """Why two series are not one; empty when they are."""
    if first.area_id != other.area_id:
        return f"they are counted on the boundaries of {first.area_id} and of {other.area_id}"
    if first.basis_id != other.basis_id:
        return f"they rest on two bases, {first.basis_id} and {other.basis_id}"
    if first.indicator_id != other.indicator_id:
        names = [str(indicators.loc[one.indicator_id, "name_en"]) for one in (first, other)]
        return f"they count different things, {names[0]!r} and {names[1]!r}"
    if first.breakdown != other.breakdown:
        return "they are of different partners, sectors or gates"
    return ""
