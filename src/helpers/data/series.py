"""Series: one area, one indicator on its one basis, one set of boundaries, points in order of time.

What does not mean the same is never joined (see `comparable`). Which of several published figures for one and the same
thing is shown, `choose` says by a stated order; the others stay beside it. The figures of merged units can be summed to
today's boundaries (`on_todays_boundaries`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, TypeVar

from helpers.data import areas, arithmetic
from helpers.data.arithmetic import Figure, printed_digits
from helpers.data.dates import first_day, last_day, parts
from helpers.data.tables import Dataset
from helpers.errors import BriefingError

Row = dict[str, Any]
AnyRow = TypeVar("AnyRow", bound=Mapping[str, Any])

BREAKDOWN = ("partner_id", "sector_id", "gate_id")

_LAST = 31  # day: the last of a month, in every year
_WITNESS = ("original", "copy", "report")
_KIND = ("government", "party", "reference", "press")
_CONFIDENCE = ("high", "medium", "low")


class NotAdditive(BriefingError):
    """An indicator whose figures for two units do not add up to that of both."""

    def __init__(self, indicator_id: str, kind: str) -> None:
        self.indicator_id, self.kind = indicator_id, kind
        super().__init__(indicator_id, kind)

    def __str__(self) -> str:
        return (
            f"{self.indicator_id} is a {self.kind}; only stocks and flows of former units add up to today's"
        )


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

    @property
    def each(self) -> "tuple[Point, ...]":
        """The point, and one for each of the other published figures."""
        return self, *(Point(self.time, row) for row in self.alternatives)


@dataclass(frozen=True)
class Series:
    """Points in order; ``partial`` holds what covers no full year (year to date, several years, plans)."""

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

    Where several sources give one point, `choose` says which is shown. Raises UnknownRow for an unknown indicator.
    """
    breakdown = (partner_id, sector_id, gate_id)
    by = dataset.by("observations", "area_id", "indicator_id", *BREAKDOWN)
    mine = by.get((area_id, indicator_id, *breakdown), [])
    sources = dataset.keyed("sources")
    groups: dict[tuple[bool, str], list[Row]] = {}
    for row in mine:
        groups.setdefault((full(row), moment(row)), []).append(row)
    points: dict[bool, list[Point]] = {True: [], False: []}
    for (whole_year, time), found in sorted(groups.items()):
        first, others = choose(found, sources)
        points[whole_year].append(Point(time, first, others))
    basis = str(dataset.row("indicators", indicator_id)["basis_id"])
    return Series(area_id, indicator_id, basis, breakdown, tuple(points[True]), tuple(points[False]))


def full(row: Mapping[str, Any]) -> bool:
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


def moment(row: Mapping[str, Any]) -> str:
    """When a figure is of: its date, its year, or its period."""
    if row["as_of"]:
        return str(row["as_of"])
    if full(row):
        return str(row["period_start"][:4])
    return f"{row['period_start']}/{row['period_end']}"


def place_in_year(row: Mapping[str, Any]) -> tuple[int, int, int, int]:
    """Month and day on which a figure's period begins and ends; the last day of a month is 31 in every year."""
    first, last = first_day(row["as_of"] or row["period_start"]), last_day(row["as_of"] or row["period_end"])
    ends_month = (last + timedelta(days=1)).day == 1
    return first.month, first.day, last.month, _LAST if ends_month else last.day


def period(row: Mapping[str, Any]) -> str:
    """What kind of time a figure covers; only figures of one kind are points of one series.

    ``date``, ``year`` (see `full`), ``5-years`` in one sum, or the part of a year by its first and last month or day:
    ``01-06``, ``01-01/06-20``. A plan begins with ``plan-``.
    """
    plan = "plan-" if row["qualifier"] == "planned" else ""
    if row["as_of"]:
        return f"{plan}date"
    if full({**row, "qualifier": "exact"}):
        return f"{plan}year"
    month, day, last_month, last = place_in_year(row)
    whole = (day, last) == (1, _LAST)
    place = f"{month:02}-{last_month:02}" if whole else f"{month:02}-{day:02}/{last_month:02}-{last:02}"
    years = int(row["period_end"][:4]) - int(row["period_start"][:4]) + 1
    if years > 1:
        place = f"{years}-years" if place == "01-12" else f"{years}-years/{place}"
    return f"{plan}{place}"


# One of several figures for the same thing


def choose(
    rows: Sequence[AnyRow], sources: Mapping[str, Mapping[str, Any]]
) -> tuple[AnyRow, tuple[AnyRow, ...]]:
    """The figure to show, and the alternatives in the order in which they would have been shown.

    ``rows`` are observations of one thing, at least one; ``sources`` the publications by id. The first of these that
    tells two figures apart decides:

    1. a figure gives way to one that says it revises it;
    2. a doubtful reading (confidence ``low``) gives way;
    3. the original comes before a copy, a copy before a report of it;
    4. an exact figure comes before a bounded one, more printed digits before fewer;
    5. a government or party body comes before a work of reference, and that before the press;
    6. the surer reading comes first;
    7. the later source comes first;
    8. the id decides, so that a choice never hangs on the order of rows.
    """
    if len(rows) == 1:
        return rows[0], ()
    revised = {row["revises"] for row in rows} - {""}
    first, *others = sorted(rows, key=lambda row: _rank(row, sources[row["source_id"]], revised))
    return first, tuple(others)


def _rank(row: Mapping[str, Any], source: Mapping[str, Any], revised: set[str]) -> tuple[Any, ...]:
    return (
        row["observation_id"] in revised,
        row["confidence"] == "low",
        _WITNESS.index(source["witness"]),
        row["qualifier"] != "exact",
        -printed_digits(row["value"]),
        _KIND.index(source["kind"]),
        _CONFIDENCE.index(row["confidence"]),
        -last_day(source["published"]).toordinal(),
        row["observation_id"],
    )


# Figures of merged units on today's boundaries


@dataclass(frozen=True)
class Sum:
    """The former units' figures at one time, and their sum.

    None where a part is ``missing`` or a ``doubtful`` reading (confidence ``low``), or where their bounds clash.
    """

    time: str
    figure: Figure | None
    parts: dict[str, Point]
    missing: tuple[str, ...]
    doubtful: tuple[str, ...]


def on_todays_boundaries(dataset: Dataset, area_id: str, indicator_id: str) -> list[Sum]:
    """An additive indicator of a merged unit before the merger, time by time: the marked sum of the former units.

    Raises UnknownRow, and NotAdditive for rates and counts.
    """
    kind = str(dataset.row("indicators", indicator_id)["kind"])
    if kind not in ("stock", "flow"):
        raise NotAdditive(indicator_id, kind)
    points = {
        unit: {point.time: point for point in series(dataset, unit, indicator_id).points}
        for unit in areas.former_units(dataset.areas, area_id)
    }
    times = sorted({time for found in points.values() for time in found})
    return [_sum(time, points) for time in times]


def _sum(time: str, units: dict[str, dict[str, Point]]) -> Sum:
    there = {unit: found[time] for unit, found in units.items() if time in found}
    missing = tuple(unit for unit in units if unit not in there)
    parents = tuple(point.row["observation_id"] for point in there.values())
    doubtful = tuple(unit for unit, point in there.items() if point.row["confidence"] == "low")
    usable = not (missing or doubtful)
    added = arithmetic.total([point.figure for point in there.values()], parents) if usable else None
    return Sum(time, added, there, missing, doubtful)
