"""A published or derived figure, and the arithmetic that keeps its qualifier.

The rule for qualifiers: "over" is a lower bound, "under" and "nearly" are upper bounds, "about" is neither. A result
has a bound only where the bounds of all its parents work in the same direction; where two work in opposite directions
nothing is known and the function returns None. A planned figure is never computed with. A bound that is rounded stays
true: a lower one is rounded down, an upper one up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

# The units that figures computed here are in; units.csv must have them.
UNITS = ("percent", "usd_bn", "usd_m")

LEAST_SLACK_USD = Decimal(100)
"""Parts in dollars that miss their whole by no more agree with it: sums of binary fractions, and cents left out."""

_DIRECTION = {"exact": 0, "over": 1, "under": -1, "nearly": -1}
_QUALIFIER = {0: "exact", 1: "over", -1: "under"}
_ROUNDING = {0: ROUND_HALF_UP, 1: ROUND_FLOOR, -1: ROUND_CEILING}


@dataclass(frozen=True)
class Figure:
    """A value in its unit, with its qualifier and the keys of the observations it rests on."""

    value: Decimal
    unit_id: str
    qualifier: str
    parents: tuple[str, ...] = ()

    @property
    def derived(self) -> bool:
        """Whether the figure was computed here rather than printed in a source."""
        return len(self.parents) > 0


def _combine(*pushes: tuple[str, Literal[1, -1]]) -> str | None:
    """The qualifier of a result, from each parent's qualifier and whether the result rises or falls with it."""
    qualifiers = [qualifier for qualifier, _ in pushes]
    if "planned" in qualifiers:
        return None
    if "about" in qualifiers:
        return "about" if set(qualifiers) <= {"about", "exact"} else None
    directions = {_DIRECTION[qualifier] * sign for qualifier, sign in pushes} - {0}
    if len(directions) > 1:
        return None
    return _QUALIFIER[directions.pop()] if directions else "exact"


def printed_digits(value: Decimal) -> int:
    """How many digits of a number say something: 3 for 51.9 and for 5190, since zeros at the end may be rounding."""
    return max(1, len(value.normalize().as_tuple().digits))


def rounding(qualifier: str) -> str:
    """How a value is rounded so that its bound stays true: what is "over" down, what is "under" or "nearly" up."""
    return _ROUNDING[_DIRECTION.get(qualifier, 0)]


def _rounded(value: Decimal, digits: int, qualifier: str) -> Decimal:
    """The value with so many significant digits, so that a quotient claims no more than its parents."""
    exponent = value.adjusted() - digits + 1
    return value.quantize(Decimal(1).scaleb(exponent), rounding=rounding(qualifier))


def _percent(ratio: Decimal, qualifier: str, parents: tuple[str, ...]) -> Figure:
    """A ratio in percent, to one decimal."""
    value = (ratio * 100).quantize(Decimal("0.1"), rounding=rounding(qualifier))
    return Figure(value, "percent", qualifier, parents)


def change(new: Figure, old: Figure, parents: tuple[str, ...]) -> Figure | None:
    """The change from old to new in percent, to one decimal; None where the bounds leave it open."""
    qualifier = _combine((new.qualifier, 1), (old.qualifier, -1))
    if qualifier is None or new.unit_id != old.unit_id or old.value == 0:
        return None
    return _percent(new.value / old.value - 1, qualifier, parents)


def growth_a_year(last: Figure, first: Figure, years: int, parents: tuple[str, ...]) -> Figure | None:
    """The compound annual growth rate in percent, to one decimal: (last ÷ first)^(1 ÷ years) − 1."""
    qualifier = _combine((last.qualifier, 1), (first.qualifier, -1))
    if qualifier is None or last.unit_id != first.unit_id or first.value <= 0 or last.value <= 0 or years < 1:
        return None
    return _percent((last.value / first.value) ** (Decimal(1) / years) - 1, qualifier, parents)


def in_dollars(figure: Figure, factor: Decimal, per_usd: Decimal, parents: tuple[str, ...]) -> Figure | None:
    """The equivalent in million US dollars at a year's average rate, with as many digits as the figure, at least two.

    ``factor`` is what the figure's unit is worth in its currency; ``per_usd`` how much of that buys one dollar.
    """
    if figure.qualifier == "planned":
        return None
    dollars = figure.value * factor / per_usd / 1_000_000
    digits = max(printed_digits(figure.value), 2)
    return Figure(_rounded(dollars, digits, figure.qualifier), "usd_m", figure.qualifier, parents)


def in_unit(figure: Figure, unit_id: str, factors: Mapping[str, Decimal]) -> Figure:
    """The same figure in another unit of its dimension, with the digits as printed, so nothing is derived by it.

    ``factors`` are the worth of the units; those of one dimension differ by powers of ten.
    """
    if unit_id == figure.unit_id:
        return figure
    value = figure.value.scaleb((factors[figure.unit_id] / factors[unit_id]).adjusted())
    if value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    elif figure.value == figure.value.to_integral_value():
        value = (
            value.normalize()
        )  # 610 million are 0.61 billion: zeros at the end of a whole number may be rounding
    return Figure(value, unit_id, figure.qualifier, figure.parents)


def before_change(new: Figure, change_percent: Figure, parents: tuple[str, ...]) -> Figure | None:
    """The value a period earlier, from a value and the published change: new ÷ (1 + change), digits as in new."""
    qualifier = _combine((new.qualifier, 1), (change_percent.qualifier, -1))
    if qualifier is None:
        return None
    value = new.value / (1 + change_percent.value / 100)
    digits = max(printed_digits(new.value), 2)
    return Figure(_rounded(value, digits, qualifier), new.unit_id, qualifier, parents)


def share(part: Figure, whole: Figure, parents: tuple[str, ...]) -> Figure | None:
    """The part as a percentage of the whole, to one decimal."""
    qualifier = _combine((part.qualifier, 1), (whole.qualifier, -1))
    if qualifier is None or part.unit_id != whole.unit_id or whole.value == 0:
        return None
    return _percent(part.value / whole.value, qualifier, parents)


def difference(new: Figure, old: Figure, parents: tuple[str, ...]) -> Figure | None:
    """What one figure is more than another in the same unit; None where the bounds leave it open."""
    qualifier = _combine((new.qualifier, 1), (old.qualifier, -1))
    if qualifier is None or new.unit_id != old.unit_id:
        return None
    return Figure(new.value - old.value, new.unit_id, qualifier, parents)


def each(whole: Figure, count: int, parents: tuple[str, ...]) -> Figure | None:
    """The average of so many parts of a figure, with as many digits as it has, at least two; None for a plan."""
    qualifier = _combine((whole.qualifier, 1))
    if qualifier is None:
        return None
    digits = max(printed_digits(whole.value), 2)
    return Figure(_rounded(whole.value / count, digits, qualifier), whole.unit_id, qualifier, parents)


def total(figures: list[Figure], parents: tuple[str, ...]) -> Figure | None:
    """The sum of figures in one unit."""
    qualifier = _combine(*((figure.qualifier, 1) for figure in figures))
    if qualifier is None or len({figure.unit_id for figure in figures}) != 1:
        return None
    return Figure(
        sum((figure.value for figure in figures), Decimal(0)),
        figures[0].unit_id,
        qualifier,
        parents,
    )
