"""Which figures a briefing shows: the rules of selection, as pure functions over a dataset.

A slot of the first page is a question with an ordered list of admissible answers (`slots`). What holds for each answer:

* It is never older than five years (`OLDEST`) on the edition's day, never a plan, never a doubtful reading.
* Today's boundaries come first: a published figure, else the marked sum of the former units, else that of a former
  unit, which the page then names (`near`).
* Trade is that of the main series: on a stated basis of the whole unit; a single gate only when there is nothing wider,
  "basis not stated" only when there is nothing else. Years in one sum ("2021–2025") come after single years.
* A change is only computed between periods of equal length and place in the year, for stocks between dates at least
  twelve months apart, within one series: one basis, one set of boundaries.

A curator may overrule a choice by a row of ``highlights`` (`highlight`), which is held to the same rules.

Nothing here is worded: see ``views.front_page`` for page 1, ``views.trade_page`` for the page of trade.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any, Literal

from helpers.data import areas, arithmetic
from helpers.data.arithmetic import Figure
from helpers.data.dates import first_day, last_day, years_before
from helpers.data.series import (
    BREAKDOWN,
    Point,
    Row,
    Series,
    Sum,
    full,
    moment,
    on_todays_boundaries,
    place_in_year,
    series,
)
from helpers.data.tables import Dataset

Kind = Literal["year", "part", "years", "stock"]
Sure = Literal[1, 2, 3]

OLDEST = 5  # years that a figure may be old on page 1, and that two compared periods may lie apart
CHART_YEARS, CHART_POINTS = 12, 4
TABLE_ROWS = 3  # fewer are a sentence
MOST_SOURCES = 16  # that a page of a briefing cites: what five lines at its foot have room for
A_WEEK = 7  # days by which a yearly step may be longer or shorter than a year
HALF_A_YEAR = 181  # days from 1 January to 30 June of a common year
FEWEST_PROJECTS = 10  # no change and no chart rests on fewer
APART = 10  # percent from which two figures of one thing are told to differ
GROWTH_POINTS, GROWTH_BASE = 5, Decimal(10_000_000)  # yearly points; US dollars

# Bases of trade that count the whole unit, the widest first; then those of one gate; then the basis nobody stated.
# What the Chinese side publishes, and what a customs branch of several provinces counts, answers no slot.
WHOLE = ("all-gates", "land-gates", "territory", "customs", "enterprises")
GATES = ("gate", "gate-customs")
UNSTATED = ("unstated",)
ESTIMATE = "An estimate"  # so begins the note of a figure that its source calls one

FDI_CAPITAL = ("fdi-capital-register", "fdi-registered-capital")
VISITORS = ("visitors-international", "visitors-international-recount")
PCI = ("pci-rank",)
RANKED, RANKED_SINCE, RANKED_UNTIL = 63, 2008, 2024  # provinces and cities in the PCI, and in which years
# The number of projects that a capital is of.
PROJECTS = {
    "fdi-capital-register": "fdi-projects-register",
    "fdi-registered-capital": "fdi-projects",
    "fdi-capital-zone": "fdi-projects-zone",
    "fdi-capital-yearbook-in-effect": "fdi-projects-yearbook-in-effect",
}
_NO_SHARE_OF = ("rank", "percent", "point")  # units of which a change in percent says nothing
_LAW = "resolution"
_BY_LAW = ("register", _LAW)
_OWN_PUBLISHER = ("pci", "statistics", "yearbook-in-effect", "yearbook-licensed")


@dataclass(frozen=True)
class Change:
    """The change of a figure since an earlier one, in percent with its qualifier.

    ``printed`` is the row of a source that publishes the rate; then ``figure`` is that rate, and ``old`` may be None,
    where the figure before is not published. ``computed`` is our own result beside a printed rate, where both exist.
    """

    old: Point | None
    figure: Figure
    printed: Row | None = None
    computed: Figure | None = None

    @property
    def differs(self) -> bool:
        """Whether a printed rate and our own differ by more than half a percentage point."""
        if self.printed is None or self.computed is None:
            return False
        return abs(self.figure.value - self.computed.value) > Decimal("0.5")


@dataclass(frozen=True)
class Pick:
    """The answer to a slot: a figure, the series that it is from, whom it is about, what it covers, its change.

    ``kind``: a full ``year``, a ``part`` of a year, several ``years`` in one sum, a ``stock`` on a date; ``sure``: see
    `how_sure`. ``parts`` are the former units' figures where the pick is their sum; the row of ``point`` is then made
    here: it has the sum as its value and no source.
    """

    point: Point
    series: Series
    area_id: str
    kind: Kind
    change: Change | None
    sure: Sure
    parts: tuple[Point, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The published rows that the figure is, or is the sum of."""
        return tuple(part.row for part in self.parts) or (self.point.row,)


# Times


def begin(row: Mapping[str, Any]) -> date:
    """The first day of a figure's period, or its date."""
    return first_day(row["as_of"] or row["period_start"])


def end(row: Mapping[str, Any]) -> date:
    """The last day of a figure's period, or its date."""
    return last_day(row["as_of"] or row["period_end"])


def recent(row: Mapping[str, Any], edition: str) -> bool:
    """Whether a figure has ended by the edition's day and is not older than five years on it."""
    day = date.fromisoformat(edition)
    return years_before(day, OLDEST) <= end(row) <= day


def kind(row: Mapping[str, Any]) -> Kind | None:
    """What a figure covers; None for a plan and for a part of a year of less than six months."""
    if row["qualifier"] == "planned":
        return None
    if row["as_of"]:
        return "stock"
    if full(row):
        return "year"
    if begin(row).year != end(row).year:
        return "years"
    return "part" if (end(row) - begin(row)).days + 1 >= HALF_A_YEAR else None


def usable(row: Mapping[str, Any]) -> bool:
    """Whether sums, changes and charts may rest on a figure: no plan, no doubtful reading."""
    return bool(row["qualifier"] != "planned" and row["confidence"] != "low")


def estimate(dataset: Dataset, row: Mapping[str, Any]) -> bool:
    """Whether a figure of a period is an estimate: by its note, or published before the period had ended.

    A period in whole months or years has ended when its last day is over. One whose end was inferred from the day of
    its source is no estimate, nor is a plan.
    """
    if row["as_of"] or row["date_inferred"] or row["qualifier"] == "planned" or not row["source_id"]:
        return False
    if row["note_en"].startswith(ESTIMATE):
        return True
    published = dataset.row("sources", row["source_id"])["published"]
    if not published:
        return False
    told, over = last_day(published), end(row)
    return told < over if row["period_end"].count("-") == 2 else told <= over


def all_ranked(year: int) -> bool:
    """Whether a year's PCI ranks ``RANKED`` provinces and cities: Hà Tây had merged, those of 2025 had not yet."""
    return RANKED_SINCE <= year <= RANKED_UNTIL


# Points of a series


def single(found: Series) -> list[Point]:
    """The usable points that are of one year, of half a year or more, or of a date; in order of their end."""
    points = [
        point
        for point in (*found.points, *found.partial)
        if usable(point.row) and kind(point.row) in ("year", "part", "stock")
    ]
    return sorted(points, key=lambda point: (end(point.row), -begin(point.row).toordinal(), point.time))


def short(found: Series) -> list[Point]:
    """The usable points of a part of one year of less than six months, in order of their end."""
    points = [
        point
        for point in found.partial
        if usable(point.row) and kind(point.row) is None and begin(point.row).year == end(point.row).year
    ]
    return sorted(points, key=lambda point: (end(point.row), -begin(point.row).toordinal()))


def newer_months(found: Series, point: Point, edition: str) -> Point | None:
    """The newest months that are too few to answer a slot, where they are after all that a point covers."""
    later = [one for one in short(found) if recent(one.row, edition) and begin(one.row) > end(point.row)]
    return later[-1] if later else None


def contradicted(dataset: Dataset, found: Series, point: Point) -> Point | None:
    """The year before a point by another source, where it is a tenth or more from what its printed change makes of it.

    What is nearly an amount is about that here.
    """
    old, rate = same_period(found, point), printed_change(dataset, found, point)
    if rate is None or old is None or old.year != point.year - 1 or old.row["source_id"] == rate["source_id"]:
        return None
    parents = (str(point.row["observation_id"]), str(rate["observation_id"]))
    printed = Figure(rate["value"], rate["unit_id"], rate["qualifier"])
    implied = arithmetic.before_change(_about(point.figure), printed, parents)
    return old if implied is not None and _apart_by_far(dataset, implied, _about(old.figure)) else None


def _about(figure: Figure) -> Figure:
    return replace(figure, qualifier="about") if figure.qualifier == "nearly" else figure


def no_more_in_year(dataset: Dataset, found: Series, point: Point) -> list[tuple[Series, Point]]:
    """Full years of other counts that give no more than a figure gives for a part of that year; doubtful readings too.

    A gate has less than all of them: its year only where it is less than a tenth below that part of one.
    """
    if (
        kind(point.row) != "part"
        or point.row["qualifier"] in ("nearly", "under")
        or found.basis_id not in WHOLE
    ):
        return []
    _, of_gates, unstated = trade_series(dataset, found.area_id)
    factors = unit_factors(dataset)
    years = [
        (one, other)
        for one in (*of_gates, *unstated)
        if one.area_id == found.area_id
        for other in (each for known in one.points for each in known.each)
        if kind(other.row) == "year" and other.year == point.year and other.row["qualifier"] != "over"
    ]
    return [
        (one, other)
        for one, other in years
        if other.row["value"] * factors[other.row["unit_id"]]
        <= point.row["value"] * factors[point.row["unit_id"]]
        and not (one.basis_id in GATES and _apart_by_far(dataset, point.figure, other.figure))
    ]


def doubtful_year(dataset: Dataset, found: Series, edition: str) -> tuple[Series, Point] | None:
    """The newest year, or half of one or more, of trade of a unit that only a doubtful reading gives; None for none."""
    points = [
        (one, point)
        for group in trade_series(dataset, found.area_id)
        for one in group
        if one.area_id == found.area_id
        for point in (*one.points, *one.partial)
        if point.row["confidence"] == "low"
        and kind(point.row) in ("year", "part")
        and recent(point.row, edition)
    ]
    return max(points, key=lambda pair: end(pair[1].row), default=None)


def newest(found: Series, edition: str) -> Point | None:
    """The newest full year, part of a year of six months or more, or date, that is not older than five years.

    Of two periods with the same end the longer one. Months that are inferred, which may be less than six, stand back
    where another figure is there.
    """
    points = [point for point in single(found) if recent(point.row, edition)]
    stated = [point for point in points if kind(point.row) != "part" or not point.row["date_inferred"]]
    return next(iter(reversed(stated or points)), None)


def latest(found: Series, edition: str) -> Point | None:
    """The same, whether or not its months are inferred."""
    points = [point for point in single(found) if recent(point.row, edition)]
    return points[-1] if points else None


def newest_sum(found: Series, edition: str) -> Point | None:
    """The newest figure of several years in one sum that is not older than five years."""
    points = [
        point
        for point in found.partial
        if usable(point.row) and kind(point.row) == "years" and recent(point.row, edition)
    ]
    return max(points, key=lambda point: (end(point.row), begin(point.row)), default=None)


def same_months(found: Series, point: Point) -> tuple[Point, ...]:
    """The points of a series of the same length and place in the year as one of them, that one included, in order."""
    if point.row["as_of"]:
        return (point,)
    mine = (kind(point.row), place_in_year(point.row))
    points = single(found) if mine[0] else short(found)
    return tuple(other for other in points if (kind(other.row), place_in_year(other.row)) == mine)


def same_period(found: Series, point: Point) -> Point | None:
    """The figure to compare a point with: the latest earlier one of equal length and place in the year.

    For a stock the latest at least twelve months before. None where there is none within five years.
    """
    if point.row["as_of"]:
        latest = years_before(end(point.row), 1)
        earlier = [other for other in single(found) if other.row["as_of"] and end(other.row) <= latest]
    else:
        earlier = [other for other in same_months(found, point) if end(other.row) < begin(point.row)]
    oldest = years_before(end(point.row), OLDEST)
    return next((other for other in reversed(earlier) if end(other.row) >= oldest), None)


def unchanged(found: Series, point: Point) -> Point | None:
    """The earlier stock that a stock is compared with, where nothing has moved since; None where something has.

    Exact figures are equal where the more precise ones round to the less precise. All between must be equal too.
    """
    old = same_period(found, point)
    if old is None or not point.row["as_of"] or point.row["unit_id"] in _NO_SHARE_OF:
        return None
    since = [one for one in single(found) if end(old.row) <= end(one.row) <= end(point.row)]
    return old if all(_equal(one.row, point.row) for one in since) else None


def last_moved(points: Sequence[Point]) -> Point:
    """The point since which a stock has not moved, in order of time; the last one where it has."""
    *before, last = points
    return [last, *takewhile(lambda one: _equal(one.row, last.row), reversed(before))][-1]


def moved(found: Series, old: Point, new: Point) -> tuple[Point, Point]:
    """Between which points a stock moved from an old to a new amount: the last at the one, the first at the other.

    Both are exact; of a stock that went back to the old amount, or to the new one and away again, the two as they are,
    and where less than a year lies between.
    """
    points = [one for one in single(found) if end(old.row) <= end(one.row) <= end(new.row)]
    still = [_equal(one.row, old.row) for one in points]
    there = [_equal(one.row, new.row) for one in points]
    before, after = still.count(True), len(points) - there.count(True)
    if (
        not before
        or after == len(points)
        or not all(still[:before])
        or not all(there[after:])
        or before > after
    ):
        return old, new
    first, last = points[before - 1], points[after]
    near = end(first.row) > years_before(end(last.row), 1)
    return (old, new) if near else (first, last)  # a change is told of a year or more


def _equal(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two exact figures are the same as far as the less precise one goes."""
    if one["unit_id"] != other["unit_id"] or not one["qualifier"] == other["qualifier"] == "exact":
        return False
    coarse = max((one["value"], other["value"]), key=lambda value: value.as_tuple().exponent)
    step = Decimal(1).scaleb(coarse.as_tuple().exponent)
    return bool(one["value"].quantize(step) == other["value"].quantize(step))


# Changes


def change(dataset: Dataset, found: Series, point: Point) -> Change | None:
    """The change of a point since the same period before: the printed rate, else ours; None where none may be told.

    No change in percent of ranks, scores and rates, none of zero, none on fewer than ten projects, none where bounds
    leave it open. The rate is given to one decimal. A printed rate is on the year before, and on no older figure.
    """
    if point.row["unit_id"] in _NO_SHARE_OF or not usable(point.row):
        return None
    old = same_period(found, point)
    rate = printed_change(dataset, found, point)
    if rate is not None and old is not None and old.year != point.year - 1:
        old = None
    ours = _computed(dataset, found, point, old) if old else None
    if rate is not None:
        return Change(old, Figure(rate["value"], rate["unit_id"], rate["qualifier"]), rate, ours)
    return Change(old, ours) if ours else None


def printed_change(dataset: Dataset, found: Series, point: Point) -> Row | None:
    """The row of a source that publishes the change of a point, on the year before; None where there is none.

    It belongs to the indicator that is named after the series' own with ``-change``. Of several printed rates that of
    the point's own source is told, since its reader finds both there.
    """
    indicator = f"{found.indicator_id}-change"
    if indicator not in dataset.keyed("indicators"):
        return None
    rates = series(dataset, found.area_id, indicator, *found.breakdown)
    mine = (begin(point.row), end(point.row))
    told = [
        row
        for rate in (*rates.points, *rates.partial)
        for row in (rate.row, *rate.alternatives)
        if (begin(row), end(row)) == mine and usable(row)
    ]
    own = [row for row in told if row["source_id"] == point.row["source_id"]]
    return next(iter(own or told), None)


def elsewhere(dataset: Dataset, found: Series, point: Point) -> tuple[Series, Point] | None:
    """Another figure of the same thing and time that differs by a tenth or more, whatever their bounds leave open.

    It is another source's in the same series or, of the whole unit, one on no stated basis; None where there is none.
    """
    others = [(found, Point(point.time, row)) for row in point.alternatives]
    if found.basis_id in WHOLE:
        mine = (begin(point.row), end(point.row))
        unstated = [one for one in trade_series(dataset, found.area_id)[2] if one.area_id == found.area_id]
        others += [(one, other) for one in unstated for other in single(one) if mine == _days(other)]
    pairs = (pair for pair in others if usable(pair[1].row))
    return next((pair for pair in pairs if _apart_by_far(dataset, point.figure, pair[1].figure)), None)


def disputed(dataset: Dataset, pick: Pick) -> bool:
    """Whether the sources differ on the figure of a slot, or on what it is compared with."""
    if pick.parts:
        return False
    differs = pick.change is not None and pick.change.differs
    others = elsewhere(dataset, pick.series, pick.point), before_elsewhere(dataset, pick.series, pick.point)
    return differs or any(others)


def _days(point: Point) -> tuple[date, date]:
    return begin(point.row), end(point.row)


def _apart_by_far(dataset: Dataset, one: Figure, other: Figure) -> bool:
    """Whether two figures of one dimension differ by a tenth or more of the larger; no bound leaves it open."""
    factors = unit_factors(dataset)
    low, high = sorted((one, other), key=lambda figure: figure.value * factors[figure.unit_id])
    if low.qualifier == "over" or high.qualifier in ("nearly", "under"):
        return False
    small, large = (figure.value * factors[figure.unit_id] for figure in (low, high))
    return bool((large - small) * 100 >= APART * large)


def before_elsewhere(
    dataset: Dataset, found: Series, point: Point
) -> tuple[tuple[Point, ...], Figure] | None:
    """What the former units had a year before a point, where that is not what the point and its printed change give.

    Each former unit with a border gate must have a figure of the same months; with these figures comes what the year
    before was by the printed change. None where nothing is printed, where the series has the year before itself
    (`Change.differs`), or where the two are less than a tenth apart.
    """
    rate = printed_change(dataset, found, point)
    if rate is None or point.row["as_of"] or found.breakdown != ("", "", ""):
        return None
    with_gates = [
        unit
        for unit in areas.former_units(dataset.areas, found.area_id)
        if dataset.by("border_gates", "area_id").get((unit,))
    ]
    mine = (kind(point.row), place_in_year(point.row), point.year - 1)
    known = [
        [one for one in single(part) if (kind(one.row), place_in_year(one.row), one.year) == mine]
        for part in _series_of(dataset, with_gates, [found.indicator_id])
    ]
    if not known or not all(known):
        return None
    parts = tuple(points[-1] for points in known)
    parents = (str(point.row["observation_id"]), str(rate["observation_id"]))
    printed = Figure(rate["value"], rate["unit_id"], rate["qualifier"])
    implied = arithmetic.before_change(point.figure, printed, parents)
    figures = [
        arithmetic.in_unit(one.figure, str(point.row["unit_id"]), unit_factors(dataset)) for one in parts
    ]
    summed = arithmetic.total(figures, ())
    if implied is None or summed is None or not _apart_by_far(dataset, implied, summed):
        return None
    return parts, implied


def _computed(dataset: Dataset, found: Series, new: Point, old: Point) -> Figure | None:
    if any(_few(dataset, found, point) for point in (old, new)):
        return None
    before = arithmetic.in_unit(old.figure, new.figure.unit_id, unit_factors(dataset))
    parents = (str(new.row["observation_id"]), str(old.row["observation_id"]))
    result = arithmetic.change(new.figure, before, parents)
    return result if result is not None and result.value else None


def _few(dataset: Dataset, found: Series, point: Point) -> bool:
    """Whether a point counts fewer than ten projects, or is the capital of fewer than ten."""
    projects = projects_of(dataset, found, point)
    return projects is not None and projects.row["value"] < FEWEST_PROJECTS


def projects_of(dataset: Dataset, found: Series, point: Point) -> Point | None:
    """The number of projects that a point is, or that its capital is of, at the same time; None where not known."""
    if point.row["unit_id"] == "project":
        return point
    if found.indicator_id not in PROJECTS:
        return None
    counted = series(dataset, found.area_id, PROJECTS[found.indicator_id], *found.breakdown)
    return next((one for one in counted.points if one.time == point.time), None)


def yearly_run(points: Sequence[Point]) -> tuple[Point, ...]:
    """The latest unbroken run of yearly steps among full years or dates, the longest that ends latest.

    A step is a year, give or take a week: half-yearly figures are no yearly ones, and a table that closes on another
    day of the year is another table.
    """
    runs: list[list[Point]] = []
    for point in points:
        before = runs[-1][-1] if runs else None
        gap = (end(point.row) - end(before.row)).days if before else 0
        if before and abs(gap - 365) <= A_WEEK:
            runs[-1].append(point)
        else:
            runs.append([point])
    return tuple(next((run for run in reversed(runs) if len(run) > 1), runs[-1] if runs else []))


def average_growth(dataset: Dataset, found: Series) -> tuple[Figure, Point, Point] | None:
    """The average growth a year over the latest unbroken run of yearly points, with the first and last of them.

    None where the run has fewer than five points, its base is less than USD 10 million, it is not of dollars or at any
    point of fewer than ten projects, its basis is not stated, or the bounds of its ends leave it open.
    """
    points: list[Point] = [point for point in single(found) if kind(point.row) in ("year", "stock")]
    run = yearly_run(points)
    units = dataset.keyed("units")
    if len(run) < GROWTH_POINTS or found.basis_id in UNSTATED:
        return None
    first, last = run[0], run[-1]
    unit = units[first.row["unit_id"]]
    if unit["dimension"] != "usd" or first.row["value"] * unit["factor"] < GROWTH_BASE:
        return None
    if any(_few(dataset, found, point) for point in run):
        return None
    old = arithmetic.in_unit(first.figure, last.figure.unit_id, unit_factors(dataset))
    parents = (str(last.row["observation_id"]), str(first.row["observation_id"]))
    rate = arithmetic.growth_a_year(last.figure, old, len(run) - 1, parents)
    return (rate, first, last) if rate and rate.value else None


def certainly_below(dataset: Dataset, low: Point, high: Point) -> bool:
    """Whether a figure is below another of its dimension, whatever their bounds leave open."""
    factors = unit_factors(dataset)
    small, large = (one.row["value"] * factors[one.row["unit_id"]] for one in (low, high))
    bounded = low.row["qualifier"] in ("exact", "nearly", "under") and high.row["qualifier"] in (
        "exact",
        "over",
    )
    return bool(bounded and small < large)


def city_law(dataset: Dataset, area: str) -> Mapping[str, Any] | None:
    """The resolution in effect that makes a whole province a centrally run city; None where there is none.

    Its title says so; one that binds other units too, such as that which left some as they were, gives none a status.
    """
    unit = dataset.areas[area]
    law = dataset.keyed("documents").get(unit["legal_basis"])
    if law is None or law["kind"] != "resolution" or areas.former_units(dataset.areas, area):
        return None
    if law["title_vi"] != f"Thành phố {unit['name_vi']} trực thuộc trung ương":
        return None
    is_in_effect = law["period_start"] and first_day(law["period_start"]).isoformat() <= dataset.edition
    return law if is_in_effect else None


def unit_factors(dataset: Dataset) -> dict[str, Decimal]:
    """What each unit is worth in the smallest of its dimension."""
    return {row["unit_id"]: row["factor"] for row in dataset.records("units")}


# Charts and pages


def chartable(found: Series) -> tuple[Point, ...]:
    """The full years or dates that a chart may show: four or more within the twelve years up to the latest, else none.

    Figures whose basis nobody states are no series: they may not have been counted alike.
    """
    if found.basis_id in UNSTATED:
        return ()
    points = [point for point in single(found) if kind(point.row) in ("year", "stock")]
    return _within(points) if len(_within(points)) >= CHART_POINTS else ()


def years_and_parts(found: Series, edition: str) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """What a chart of full years beside the same months may show: two groups, together four points or more.

    The months are those of the newest part of a year, where two years or more have them; both groups lie within the
    twelve years up to the newest point. Two empty groups where there is too little.
    """
    point = newest(found, edition)
    if point is None or found.basis_id in UNSTATED:
        return (), ()
    years = [one for one in single(found) if kind(one.row) == "year"]
    parts = max(
        (same_months(found, one) for one in reversed(single(found)) if kind(one.row) == "part"),
        key=len,
        default=(),
    )
    if kind(point.row) == "part" and len(same_months(found, point)) > 1:
        parts = same_months(found, point)
    latest = end(point.row).year
    years = [one for one in years if latest - CHART_YEARS < one.year]
    parts = tuple(one for one in parts if latest - CHART_YEARS < one.year) if len(parts) > 1 else ()
    return (tuple(years), parts) if len(years) + len(parts) >= CHART_POINTS else ((), ())


def _within(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points of the twelve years up to the latest one."""
    if not points:
        return ()
    latest = end(points[-1].row)
    return tuple(point for point in points if end(point.row) > years_before(latest, CHART_YEARS))


def pages(dataset: Dataset, area: str, edition: str) -> Literal[2, 4]:
    """How many pages a briefing has: four of a group.

    Of a unit four where the main series of trade has the rows of a table, else two.
    """
    if areas.is_group(dataset.areas, area):
        return 4
    trade = main_trade(dataset, area, edition)
    return 4 if trade and len(single(trade)) >= TABLE_ROWS else 2


def capital_over_time(dataset: Dataset, area: str) -> tuple[Point, ...]:
    """The capital in the register that a chart may show, on today's boundaries where it can be summed; else none.

    The points of a sum are made here (see `Pick`). None where the latest is of fewer than ten projects.
    """
    summed = tuple(sum_point(dataset, area, one) for one in complete_sums(dataset, area, FDI_CAPITAL[0]))
    merged = [_made_series(dataset, area, summed)] if summed else []
    for found in [*merged, *_series_of(dataset, near(dataset, area), FDI_CAPITAL[:1])]:
        points = chartable(found)
        if points and not _few_in_all(dataset, area, found, points[-1]):
            return points
    return ()


def _few_in_all(dataset: Dataset, area: str, found: Series, point: Point) -> bool:
    """`_few`, also for a sum of former units."""
    counts = PROJECTS.get(found.indicator_id)
    if counts is None or found.area_id != area or not areas.former_units(dataset.areas, area):
        return _few(dataset, found, point)
    sums = (one for one in complete_sums(dataset, area, counts) if one.time == point.time)
    return any(one.figure is not None and one.figure.value < FEWEST_PROJECTS for one in sums)


# Whom to ask


def near(dataset: Dataset, area: str) -> list[str]:
    """The areas whose figures may stand for a unit, in order: itself, then its former units, its namesake first."""
    slug = dataset.areas[area]["slug"]
    former = areas.former_units(dataset.areas, area)
    return [area, *sorted(former, key=lambda unit: (unit != slug, unit))]


def _series_of(dataset: Dataset, units: Iterable[str], indicators: Iterable[str]) -> Iterator[Series]:
    """The series of the indicators that the dataset has, unit by unit."""
    known = dataset.keyed("indicators")
    wanted = [name for name in indicators if name in known]
    for unit in units:
        yield from (series(dataset, unit, name) for name in wanted)


def trade_series(dataset: Dataset, area: str) -> list[list[Series]]:
    """The series of turnover of a unit and its former units: on wide bases, of single gates, on no stated basis."""
    turnover = {
        row["basis_id"]: row["indicator_id"]
        for row in dataset.records("indicators")
        if row["topic"] == "trade" and row["measure"] == "turnover"
    }
    units = near(dataset, area)
    of_gates = [
        series(dataset, unit, turnover[basis], gate_id=gate)
        for unit in units
        for basis in GATES
        if basis in turnover
        for gate in _gates(dataset, unit, turnover[basis])
    ]
    whole, unstated = (
        list(_series_of(dataset, units, [turnover[basis] for basis in bases if basis in turnover]))
        for bases in (WHOLE, UNSTATED)
    )
    return [whole, of_gates, unstated]


def _gates(dataset: Dataset, unit: str, indicator: str) -> list[str]:
    rows = dataset.by("observations", "area_id", "indicator_id").get((unit, indicator), [])
    return sorted({row["gate_id"] for row in rows} - {""})


def main_trade(dataset: Dataset, area: str, edition: str) -> Series | None:
    """The unit's main series of trade: of those with a figure for the edition, the one with most points.

    A series of the whole unit comes before one of a gate, and that before one on no stated basis; of two with equally
    many points the one that counts more widely. Where no series has a single year, one with a sum of years. Of a
    merged unit its own series leads as soon as it has a later figure than those of its former units.
    """
    groups = trade_series(dataset, area)
    for admissible in (newest, newest_sum):
        for group in groups:
            ends = {
                one.name: end(point.row) for one in group if (point := admissible(one, edition)) is not None
            }
            there = [one for one in group if one.name in ends]
            former = max((ends[one.name] for one in there if one.area_id != area), default=date.min)
            own = [one for one in there if one.area_id == area and ends[one.name] > former]
            if there:
                return _longest(own or there)
    return None


def later_unstated_year(dataset: Dataset, found: Series, edition: str) -> Point | None:
    """The newest full year that a figure on no stated basis gives, where the series has none as new; None, else.

    It is about the same unit. Nothing may be compared with it: the page says so.
    """
    if found.basis_id in UNSTATED:
        return None
    unstated = [one for one in trade_series(dataset, found.area_id)[2] if one.area_id == found.area_id]
    years = [
        point
        for one in unstated
        for point in single(one)
        if kind(point.row) == "year" and recent(point.row, edition)
    ]
    latest = max(years, key=lambda point: point.year, default=None)
    own = [point.year for point in single(found) if kind(point.row) == "year"]
    return latest if latest and latest.year > max(own, default=0) else None


def last_full_year(dataset: Dataset, area: str) -> tuple[Series, Point] | None:
    """The newest full year of trade of a unit or a former one, however it is counted and however old.

    Of equally new ones the widest: of the whole unit, then of a gate, then on no stated basis.
    """
    years = [
        (found, point)
        for group in trade_series(dataset, area)
        for found in group
        for point in single(found)
        if kind(point.row) == "year"
    ]
    return max(years, key=lambda pair: pair[1].year, default=None)


def _longest(group: Sequence[Series]) -> Series:
    """The series with most single points; of several such the first."""
    return max(group, key=lambda one: len(single(one)))


# The slots of page 1


def slots(dataset: Dataset, area: str, edition: str) -> dict[str, Pick | None]:
    """The key figures: ``trade``, ``fdi`` (capital in force), ``visitors`` (international), ``pci`` (rank).

    None where there is no figure that may be shown; `last_known` says since when.
    """
    found = {
        "trade": _trade(dataset, area, edition),
        "fdi": first_of(dataset, area, FDI_CAPITAL, edition),
        "visitors": first_of(dataset, area, VISITORS, edition),
        "pci": first_of(dataset, area, PCI, edition),
    }
    return {slot: _highlighted(dataset, area, slot, edition) or pick for slot, pick in found.items()}


def highlight(dataset: Dataset, area: str, slot: str, edition: str) -> tuple[str, Mapping[str, Any]] | None:
    """The row that a curator chose for a place on page 1, with its table; None where the rules choose."""
    if "highlights" not in dataset.tables:
        return None
    for row in dataset.by("highlights", "area_id", "slot").get((area, slot), []):
        if last_day(row["until"]) >= date.fromisoformat(edition) and row["row"] in dataset.keyed(
            row["table"]
        ):
            return row["table"], dataset.row(row["table"], row["row"])
    return None


def _highlighted(dataset: Dataset, area: str, slot: str, edition: str) -> Pick | None:
    """The figure that a curator chose for a slot; it is held to the same rules as any other."""
    chosen = highlight(dataset, area, slot, edition)
    if chosen is None or chosen[0] != "observations":
        return None
    row = dict(chosen[1])
    if kind(row) is None or not usable(row) or not recent(row, edition):
        return None
    found = series(dataset, row["area_id"], row["indicator_id"], *(row[field] for field in BREAKDOWN))
    return pick(dataset, found, Point(moment(row), row))


def _trade(dataset: Dataset, area: str, edition: str) -> Pick | None:
    found = main_trade(dataset, area, edition)
    point = found and (newest(found, edition) or newest_sum(found, edition))
    return pick(dataset, found, point) if found and point else None


def first_of(dataset: Dataset, area: str, indicators: Sequence[str], edition: str) -> Pick | None:
    """The newest figure on today's boundaries, else the newest sum, else the newest figure of a former unit."""
    own, *former = near(dataset, area)
    found = _newest_of(dataset, [own], indicators, edition)
    if found is None and former:
        found = _newest_sum(dataset, area, indicators, edition)
    for unit in former if found is None else []:
        found = found or _newest_of(dataset, [unit], indicators, edition)
    return found


def _newest_of(
    dataset: Dataset, units: Sequence[str], indicators: Sequence[str], edition: str
) -> Pick | None:
    """The newest figure of several series; of equally new ones that of the indicator named first."""
    found = [
        (one, point)
        for one in _series_of(dataset, units, indicators)
        if (point := newest(one, edition)) is not None
    ]
    if not found:
        return None
    return pick(dataset, *max(found, key=lambda pair: end(pair[1].row)))


def pick(dataset: Dataset, found: Series, point: Point) -> Pick:
    """A point as the answer to a slot, with its change and how sure it is."""
    of = kind(point.row)
    assert of is not None, "neither a plan nor a short period answers a slot"
    changed = change(dataset, found, point) if of != "years" else None
    return Pick(point, found, found.area_id, of, changed, how_sure(dataset, point.row))


def complete_sums(dataset: Dataset, area: str, indicator: str) -> list[Sum]:
    """The sums of the former units where each has a usable figure; empty for a unit that was not merged."""
    if not areas.former_units(dataset.areas, area) or indicator not in dataset.keyed("indicators"):
        return []
    if dataset.row("indicators", indicator)["kind"] not in ("stock", "flow"):
        return []
    return [
        one
        for one in on_todays_boundaries(dataset, area, indicator)
        if one.figure is not None and all(usable(part.row) for part in one.parts.values())
    ]


def _newest_sum(dataset: Dataset, area: str, indicators: Sequence[str], edition: str) -> Pick | None:
    """The newest complete sum of the former units that is not older than five years."""
    found: list[Pick] = []
    for indicator in indicators:
        made = [(one, sum_point(dataset, area, one)) for one in complete_sums(dataset, area, indicator)]
        if not made:
            continue
        whole = _made_series(dataset, area, tuple(point for _, point in made))
        shown = [(one, point) for one, point in made if recent(point.row, edition)]
        for one, point in shown[-1:]:
            parts = tuple(one.parts[unit] for unit in sorted(one.parts))
            sure: Sure = min(how_sure(dataset, part.row) for part in parts)
            of = kind(point.row)
            assert of is not None
            found.append(Pick(point, whole, area, of, _sum_change(dataset, area, whole, point), sure, parts))
    return max(found, key=lambda one: end(one.point.row), default=None)


def _sum_change(dataset: Dataset, area: str, whole: Series, point: Point) -> Change | None:
    old = same_period(whole, point)
    if old is None or any(_few_in_all(dataset, area, whole, one) for one in (old, point)):
        return None
    parents = (str(point.row["observation_id"]), str(old.row["observation_id"]))
    result = arithmetic.change(point.figure, old.figure, parents)
    return Change(old, result) if result is not None and result.value else None


def sum_point(dataset: Dataset, area: str, one: Sum) -> Point:
    """A sum as a point: the row is that of its first part, about the merged unit, with the sum and without a source."""
    assert one.figure is not None
    row = dict(one.parts[min(one.parts)].row)
    row |= {
        "observation_id": f"{area}.{row['indicator_id']}.{one.time}",
        "area_id": area,
        "value": one.figure.value,
        "unit_id": one.figure.unit_id,
        "qualifier": one.figure.qualifier,
        "date_inferred": any(part.row["date_inferred"] for part in one.parts.values()),
        "source_id": "",
        "locator": "",
        "revises": "",
        "note_vi": "",
        "note_en": "",
    }
    return Point(one.time, row)


def _made_series(dataset: Dataset, area: str, points: tuple[Point, ...]) -> Series:
    """Sums of former units, at least one, as a series of the merged unit."""
    indicator = str(points[0].row["indicator_id"])
    basis = str(dataset.row("indicators", indicator)["basis_id"])
    return Series(area, indicator, basis, ("", "", ""), points)


def last_known(dataset: Dataset, area: str, slot: str) -> Point | None:
    """The newest figure that would answer a slot if it were not too old; None where there never was one.

    Of trade it is one of the whole unit: a gate's figure does not answer since when there is none of the unit.
    """
    if slot == "trade":
        whole, _, unstated = trade_series(dataset, area)
        found = [*whole, *unstated]
    else:
        indicators = {"fdi": FDI_CAPITAL, "visitors": VISITORS, "pci": PCI}[slot]
        found = list(_series_of(dataset, near(dataset, area), indicators))
    points = [point for one in found for point in single(one)]
    return max(points, key=lambda point: end(point.row), default=None)


# How sure


def how_sure(dataset: Dataset, row: Mapping[str, Any]) -> Sure:
    """How sure a figure is, by where it was read: 1, 2 or 3.

    3 for the register read in the original, and for what a law states. 2 for a copy of the register, for a figure
    that whoever counts it publishes, and where sources of two publishers agree. Else, as for a press report and a
    repost, 1. A doubtful reading is never more than 1, one that leaves something open never more than 2.
    """
    if row["confidence"] == "low":
        return 1
    basis = dataset.row("indicators", row["indicator_id"])["basis_id"]
    source = dataset.row("sources", row["source_id"])
    first_hand = basis in _BY_LAW and source["kind"] != "press"
    if first_hand and row["confidence"] == "high" and (basis == _LAW or source["witness"] == "original"):
        return 3
    own = basis in _OWN_PUBLISHER and source["kind"] != "press"
    official = source["kind"] in ("government", "party") and source["witness"] in ("original", "copy")
    return 2 if first_hand or own or official or _agreed(dataset, row) else 1


def _agreed(dataset: Dataset, row: Mapping[str, Any]) -> bool:
    """Whether another publisher states the same figure: in a further source of the row, or in a row of its own."""
    key = str(row["observation_id"])
    further = dataset.by("further_sources", "table", "key").get(("observations", key), [])
    if any(_apart(dataset, row["source_id"], one["source_id"]) for one in further):
        return True
    fields = ("area_id", "indicator_id", "partner_id", "sector_id", "gate_id")
    factors = unit_factors(dataset)
    mine = Figure(row["value"], row["unit_id"], row["qualifier"])
    for other in dataset.by("observations", *fields).get(tuple(row[field] for field in fields), []):
        same_time = (begin(other), end(other)) == (begin(row), end(row))
        apart = _apart(dataset, row["source_id"], other["source_id"])
        if other["observation_id"] != key and same_time and apart:
            theirs = Figure(other["value"], other["unit_id"], other["qualifier"])
            same = arithmetic.in_unit(theirs, mine.unit_id, factors)
            if (same.value, same.qualifier) == (mine.value, mine.qualifier):
                return True
    return False


def _apart(dataset: Dataset, one: str, other: str) -> bool:
    """Whether two sources have nothing to do with each other: they share neither a publisher nor a reposter."""
    mine, theirs = (_publishers(dataset.row("sources", source)["publisher"]) for source in (one, other))
    return not any(a.endswith(b) or b.endswith(a) for a in mine for b in theirs)


def _publishers(named: str) -> list[str]:
    """The names in a publisher: ``báo lào cai`` and ``qua vietnam.vn`` of ``Báo Lào Cai, qua vietnam.vn``."""
    return [part.strip().casefold() for part in re.split(r"[,;/()]", named) if part.strip()]
