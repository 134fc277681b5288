"""Figures that add up over one year, as January–October and January–November: where one does not go on from another.

What the later one leaves for the months in between is set against the average month before. Several times as much in a
month hardly happens: one of the two may count otherwise, or be of fewer months than its source says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from helpers.data import arithmetic, selection
from helpers.data.arithmetic import Figure
from helpers.data.series import Point

STEEP = Decimal("1.5")  # times the average month before


@dataclass(frozen=True)
class Leap:
    """Two figures of one year from its first month on, by different sources, and what they leave in between.

    ``rest`` is that of the ``months`` after ``before`` up to ``after``; ``average`` a month up to ``before``.
    """

    before: Point
    after: Point
    months: int
    rest: Figure
    average: Figure


def leaps(points: Iterable[Point], factors: Mapping[str, Decimal]) -> list[Leap]:
    """The leaps between figures of one series that follow one another within a year; ``factors`` are of the units.

    The first of two must be of half a year or more: fewer months say little of an average one. None where what their
    bounds leave open may be less.
    """
    whole = sorted(filter(_from_new_year, points), key=lambda one: selection.end(one.row))
    found = (_leap(before, after, factors) for before, after in pairwise(whole))
    return [one for one in found if one is not None]


def _from_new_year(point: Point) -> bool:
    """Whether a figure is published and of whole months from January on, or of a year."""
    row = point.row
    if "derived" in row or row["as_of"] or not selection.usable(row):
        return False
    first, to_the_day = selection.begin(row), row["period_end"].count("-") == 2
    return (first.month, first.day) == (1, 1) and first.year == selection.end(row).year and not to_the_day


def _leap(before: Point, after: Point, factors: Mapping[str, Decimal]) -> Leap | None:
    ends = selection.end(before.row), selection.end(after.row)
    months = ends[1].month - ends[0].month
    if ends[0].year != ends[1].year or not months or selection.kind(before.row) != "part":
        return None
    if before.row["source_id"] == after.row["source_id"]:
        return None
    new, old = after.figure, arithmetic.in_unit(before.figure, after.figure.unit_id, factors)
    rest = arithmetic.difference(new, old, (after.row["observation_id"], before.row["observation_id"]))
    average = arithmetic.each(old, ends[0].month, (before.row["observation_id"],))
    if rest is None or average is None or rest.qualifier in ("under", "nearly"):
        return None
    if rest.value / months <= average.value * STEEP:
        return None
    return Leap(before, after, months, rest, average)
