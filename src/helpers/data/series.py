"""Series: one area, one indicator on its one basis, one set of boundaries, points in order of time.

What does not mean the same is never joined: `series_frame` refuses, and says what to choose between. Which of several
published figures for one and the same thing is shown, `choose` says by a stated order; the others stay beside it. The
figures of merged units can be summed to today's boundaries (`on_todays_boundaries`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from helpers.data import areas, arithmetic
from helpers.data.arithmetic import Figure, printed_digits
from helpers.data.dates import first_day, last_day, parts
from helpers.data.tables import Dataset, UnknownRow
from helpers.errors import BriefingError, nearest

Row = dict[str, Any]
AnyRow = TypeVar("AnyRow", bound=Mapping[str, Any])

BREAKDOWN = ("partner_id", "sector_id", "gate_id")

_WITNESS = ("original", "copy", "report")
_KIND = ("government", "party", "reference", "press")
_CONFIDENCE = ("high", "medium", "low")


class NotOneSeries(BriefingError):
    """Figures that do not mean the same are asked for as one series."""

    def __init__(self, what: str, why: str, choose: str) -> None:
        self.what, self.why, self.choose = what, why, choose
        super().__init__(what, why, choose)

    def __str__(self) -> str:
        return f"{self.what} is not one series: {self.why}; choose {self.choose}"


class NoFigures(BriefingError):
    """A series that has no point."""

    def __init__(self, what: str, hint: str) -> None:
        self.what, self.hint = what, hint
        super().__init__(what, hint)

    def __str__(self) -> str:
        return f"there are no figures of {self.what}; {self.hint}"


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


# A series for an analyst


def series_frame(
    dataset: Dataset,
    area_id: str,
    indicator_id: str,
    *,
    basis: str = "",
    partner_id: str = "",
    sector_id: str = "",
    gate_id: str = "",
    unit: str = "",
    partial: bool = False,
    language: str = "en",
) -> pd.DataFrame:
    """A series as a frame to compute with and to draw, one row for each point, in order of time.

    ``indicator_id`` is an indicator, or a measure (``turnover``) that several indicators count on bases of their own;
    then ``basis`` says on which, where the area has figures on more than one. A breakdown is one partner, sector or
    gate; without one, the figures of all. With ``partial``, what covers no full year instead: the two never mix.

    Columns: ``year`` (int); ``start``, ``end`` (dates: of the period, or twice that of a stock); ``value`` (float) in
    ``unit``, the same in all rows: the one asked for, or that of the latest point; ``qualifier`` (``over`` 3.2 is no
    3.2); ``basis``, ``boundaries`` (an area), ``source`` (its short name), ``locator``, ``confidence``, ``others``
    (how many other figures are published for the same thing), ``observation_id``.

    Raises NotOneSeries where what is asked for means several things, NoFigures where there is none, and UnknownRow
    for a name that the dataset does not have.

        >>> series_frame(data.load(), "lao-cai", "turnover", basis="all-gates").plot("year", "value")
    """
    wanted = dict(zip(BREAKDOWN, (partner_id, sector_id, gate_id), strict=True))
    dataset.row("areas", area_id)
    chosen = _indicator(dataset, area_id, indicator_id, basis, wanted)
    found = series(dataset, area_id, chosen, *wanted.values())
    points = found.partial if partial else found.points
    if not points:
        there = (
            f"{len(found.points)} full years or dates" if partial else f"{len(found.partial)} other periods"
        )
        raise NoFigures(found.name, f"there are {there}: partial={not partial}")
    unit = unit or str(points[-1].row["unit_id"])
    factors = {
        name: row["factor"]
        for name, row in dataset.keyed("units").items()
        if row["dimension"] == dataset.row("indicators", chosen)["dimension"]
    }
    if unit not in factors:
        raise UnknownRow("units", unit, factors)
    rows = [_cells(dataset, found, point, unit, factors, language) for point in points]
    return pd.DataFrame(rows).sort_values(["end", "start"], kind="stable", ignore_index=True)


def _cells(
    dataset: Dataset, found: Series, point: Point, unit: str, factors: Mapping[str, Decimal], language: str
) -> dict[str, Any]:
    """A point as a row of the frame."""
    row = point.row
    start, end = (row["as_of"] or row["period_start"]), (row["as_of"] or row["period_end"])
    return {
        "year": point.year,
        "start": pd.Timestamp(first_day(start)),
        "end": pd.Timestamp(last_day(end)),
        "value": float(arithmetic.in_unit(point.figure, unit, factors).value),
        "unit": unit,
        "qualifier": row["qualifier"],
        "basis": found.basis_id,
        "boundaries": found.area_id,
        "source": dataset.name("sources", row["source_id"], language, "short"),
        "locator": row["locator"],
        "confidence": row["confidence"],
        "others": len(point.alternatives),
        "observation_id": row["observation_id"],
    }


def _indicator(dataset: Dataset, area_id: str, name: str, basis: str, breakdown: Mapping[str, str]) -> str:
    """The one indicator that is meant; raises UnknownRow, NotOneSeries or NoFigures."""
    known = dataset.keyed("indicators")
    if name in known and basis in ("", known[name]["basis_id"]):
        meant = {known[name]["basis_id"]: name}
    else:
        measure = known[name]["measure"] if name in known else name
        meant = {row["basis_id"]: key for key, row in known.items() if row["measure"] == measure != ""}
    if not meant:
        raise UnknownRow("indicators", name, {*known, *(row["measure"] for row in known.values())} - {""})
    if basis and basis not in meant:
        raise NotOneSeries(name, f"it is not counted on the basis {basis}", _choice(dataset, "basis", meant))
    if basis:
        return meant[basis]
    rows = dataset["observations"]
    rows = rows[(rows["area_id"] == area_id) & rows["indicator_id"].isin(list(meant.values()))]
    whole = rows
    for column, value in breakdown.items():
        whole = whole[whole[column] == value]
    there = {base: key for base, key in meant.items() if key in set(whole["indicator_id"])}
    if len(there) > 1:
        why = f"{area_id} has figures on {len(there)} bases, which are never joined"
        raise NotOneSeries(name, why, _choice(dataset, "basis", there))
    if not there:
        raise NoFigures(f"{name} in {area_id}", _elsewhere(dataset, area_id, list(meant.values()), rows))
    return next(iter(there.values()))


def _choice(dataset: Dataset, argument: str, bases: Mapping[str, str]) -> str:
    """The bases to choose between, each with what it counts."""
    return " or ".join(f"{argument}={base!r} ({dataset.name('bases', base, 'en')})" for base in sorted(bases))


def _elsewhere(dataset: Dataset, area_id: str, indicators: list[str], rows: pd.DataFrame) -> str:
    """Where there are figures, for one who found none: by partner, sector or gate, or in other areas."""
    broken_down = [
        f"{column}={value!r}" for column in BREAKDOWN for value in sorted(set(rows[column]) - {""})
    ]
    if broken_down:
        more = f" and {len(broken_down) - 5} more" if len(broken_down) > 5 else ""
        return f"there are some by partner, sector or gate: {', '.join(broken_down[:5])}{more}"
    everywhere = dataset["observations"]
    names = sorted(set(everywhere[everywhere["indicator_id"].isin(indicators)]["area_id"]))
    return f"areas that have some: {', '.join(names)}" if len(names) < 12 else nearest(area_id, names)
