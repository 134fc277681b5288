"""Points of series made ready to be drawn: in one unit, rounded, placed in time, with what each is and its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from helpers.data import areas, arithmetic
from helpers.data.arithmetic import Figure
from helpers.data.dates import last_day
from helpers.data.selection import unit_factors
from helpers.data.series import Point, series
from helpers.data.tables import Dataset
from helpers.text import numbers
from helpers.text.markdown import Marked, once, unescape
from helpers.views.kit.citations import Derived
from helpers.views.kit.observations import named_subject
from helpers.views.kit.section import Section

_DOLLARS = ("usd_m", "usd_bn")
_LONE = 3  # years between a first point and the second from which the first is left to the sentence


def derived(
    figure: Figure, cite: Marked, *, start: str = "", end: str = "", as_of: str = "", inferred: bool = False
) -> Point:
    """A figure worked out here as a point among published ones, of a period or a date; ``cite`` has its formula.

    ``inferred`` says that its period is, as that of the figure it follows from.
    """
    row: dict[str, Any] = {
        "observation_id": "",
        "value": figure.value,
        "unit_id": figure.unit_id,
        "qualifier": figure.qualifier,
        "period_start": start,
        "period_end": end,
        "as_of": as_of,
        "date_inferred": inferred,
        "derived": cite,
        "parents": figure.parents,
    }
    return Point(as_of or start, row)


def of_year(figure: Figure, year: int, cite: Marked) -> Point:
    """A year's figure, published or derived, as a point; ``cite`` is its source or formula."""
    return derived(figure, cite if figure.derived else Marked(""), start=str(year), end=str(year))


@dataclass(frozen=True)
class Plotted:
    """A point to draw: its value in the unit of the chart, the label of that, when it is of, and what it is.

    ``form`` is ``exact``, ``over``, ``nearly`` (under as well), ``about`` or ``planned``; ``derived`` says that it
    was worked out here.
    """

    value: Decimal
    label: str
    day: date
    year: int
    form: str
    derived: bool
    spoken: str
    point: Point

    @property
    def height(self) -> float:
        """The value to draw."""
        return float(self.value)


def plotted(section: Section, points: Sequence[Point]) -> tuple[str, list[Plotted]]:
    """The points in one unit, in order of time, and that unit."""
    unit = common_unit(section.dataset, [point.figure for point in points])
    worth, found = unit_factors(section.dataset), []
    for point in sorted(points, key=lambda one: (_day(one), one.time)):
        value = arithmetic.in_unit(point.figure, unit, worth).value
        form = "nearly" if point.row["qualifier"] == "under" else str(point.row["qualifier"])
        found.append(
            Plotted(
                value,
                numbers.number(_rounded(point, value, unit), section.language).replace("-", "−"),
                _day(point),
                _day(point).year,
                form,
                bool(point.row.get("derived")),
                _spoken(section, point, value, unit),
                point,
            )
        )
    return unit, found


def common_unit(dataset: Dataset, figures: Sequence[Figure]) -> str:
    """The largest unit in which the largest of some figures is one or more: billions for 51,990 million."""
    worth = unit_factors(dataset)
    units = {one.unit_id for one in figures}
    if units & set(_DOLLARS):
        units |= set(_DOLLARS)
    largest = max(abs(one.value) * worth[one.unit_id] for one in figures)
    ranked = sorted(units, key=lambda unit: (worth[unit], unit))
    return next((unit for unit in reversed(ranked) if largest >= worth[unit]), ranked[0])


def without_lone_start(points: Sequence[Plotted]) -> list[Plotted]:
    """The points but for a first one that stands years before the others: it belongs to the sentence."""
    lone = len(points) > 1 and (points[1].day - points[0].day).days > _LONE * 366
    return list(points[1:] if lone else points)


def cites(section: Section, points: Sequence[Plotted]) -> Marked:
    """The references to the sources, or formulas, of the points."""
    return once(*(cite(section, one.point) for one in points))


def cite(section: Section, point: Point) -> Marked:
    """A point's reference: its source, its formula, or of a sum of former units how these add up."""
    row = point.row
    if derived_as := row.get("derived"):
        return Marked(derived_as)
    if row["source_id"]:
        return section.citations.fact("observations", row)
    parts = [
        part.row
        for unit in areas.former_units(section.dataset.areas, row["area_id"])
        for part in series(section.dataset, unit, row["indicator_id"]).points
        if part.time == point.time
    ]
    words = section.words
    terms = words.terms(parts)
    formula = words.markdown("chart.formula_sum", terms=terms, result=words.marked(row))
    of_parts = tuple(str(part["observation_id"]) for part in parts)
    added = Figure(row["value"], row["unit_id"], row["qualifier"], of_parts)
    derived = Derived("sum", named_subject(section, row), words.when(row), added, unescape(formula))
    return section.citations.derivation(f"{row['observation_id']}:sum", formula, of_parts, derived)


def _day(point: Point) -> date:
    return last_day(str(point.row["as_of"] or point.row["period_end"] or point.row["period_start"]))


def _rounded(point: Point, value: Decimal, unit: str) -> Decimal:
    return numbers.rounded(value, unit, str(point.row["qualifier"]))


def _spoken(section: Section, point: Point, value: Decimal, unit: str) -> str:
    """The point for those who hear the chart: when it is of, and the amount with its qualifier in words."""
    words = section.words
    qualifier = str(point.row["qualifier"])
    amount = numbers.qualified(
        section.dataset, _rounded(point, value, unit), unit, qualifier, section.language
    )
    said = words.say("chart.spoken", when=words.when(point.row), amount=amount)
    return words.say("chart.spoken_derived", text=said) if point.row.get("derived") else said
