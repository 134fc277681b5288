"""What may stand in one series or side by side, and why the rest may not.

Figures are points of one series when they count one thing on one basis, about one set of boundaries, over periods of
one kind. Provinces stand side by side when their figures are counted by one rule (`ALIKE`). `lines` gives what is asked
for as lines of points, or refuses with the reason and what to choose; `bases`, `boundaries`, `periods` and `breakdowns`
say what there is to choose from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from helpers.data import areas, editions, selection
from helpers.data.series import BREAKDOWN, Point, period, series
from helpers.data.subset import OF_ALL_PROVINCES
from helpers.data.tables import Dataset, Record, UnknownRow
from helpers.errors import BriefingError, folded

Breakdown = tuple[str, str, str]
Reason = Literal["basis", "boundaries", "period", "breakdown", "not-alike", "unstated", "none"]

# Bases on which one body counts every province by one rule. What a province, a gate or the press counts is its own.
ALIKE = (*OF_ALL_PROVINCES, "papi", "census", "statistics", "resolution")
# Without the price basis, amounts of two provinces may be in prices of different years.
_PRICES_UNSTATED = "unstated-prices"
TODAY, FORMER = "today", "former"
WHOLE: Breakdown = ("", "", "")
_FULL = ("year", "date")
_FEW = 8  # choices that a message names


class NotOneSeries(BriefingError):
    """Figures that do not mean the same are asked for as one series; ``reason`` says in what they differ."""

    def __init__(self, reason: Reason, what: str, why: str, choose: str) -> None:
        self.reason, self.what, self.why, self.choose = reason, what, why, choose
        super().__init__(reason, what, why, choose)

    def __str__(self) -> str:
        return f"{self.what} is not one series: {self.why}; choose {self.choose}"


class NoFigures(BriefingError):
    """There is no figure of what is asked for."""

    reason: Reason = "none"

    def __init__(self, what: str, hint: str) -> None:
        self.what, self.hint = what, hint
        super().__init__(what, hint)

    def __str__(self) -> str:
        return f"there are no figures of {self.what}; {self.hint}"


class UnknownIndicator(UnknownRow):
    """An indicator or measure that the dataset does not have."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        super().__init__("indicators", key, known)
        self.args = (key, self.known)

    def __str__(self) -> str:
        return f"{super().__str__()} data.indicators({self.key!r}) searches their names"


@dataclass(frozen=True)
class Ask:
    """What is asked for: one indicator in provinces, and how it is to be told apart from what is not the same.

    ``provinces`` are names as people type them, or ids of areas. ``indicator`` may be a measure (``turnover``), which
    several indicators count on bases of their own; then ``basis`` says on which. ``boundaries`` are those of an area,
    or ``today`` (what is published on today's, else the sum of the former units) or ``former`` (each former unit by
    itself). ``period`` is a kind of time (see `series.period`); without one full years, or dates.
    """

    provinces: tuple[str, ...]
    indicator: str
    basis: str = ""
    boundaries: str = ""
    period: str = ""
    partner: str = ""
    sector: str = ""
    gate: str = ""

    @property
    def breakdown(self) -> Breakdown:
        """The partner, sector and gate."""
        return self.partner, self.sector, self.gate

    def __str__(self) -> str:
        return " of ".join(
            [".".join(filter(None, (self.indicator, *self.breakdown))), ", ".join(self.provinces)]
        )


@dataclass(frozen=True)
class Dot:
    """A point of a line; a sum of former units has the points that it is made of as its ``parts``."""

    point: Point
    parts: tuple[Point, ...] = ()

    @property
    def published(self) -> tuple[Point, ...]:
        """The published figures that it rests on."""
        return self.parts or (self.point,)

    @property
    def doubtful(self) -> bool:
        """Whether it is a reading on which no chart or change may rest."""
        return any(one.row["confidence"] == "low" for one in self.published)


@dataclass(frozen=True)
class Line:
    """One series of a province: its area, its indicator, and its points in order of time."""

    province: str
    area_id: str
    indicator_id: str
    dots: tuple[Dot, ...]
    doubtful: int = 0
    """How many doubtful readings were left out."""


# What there is


def units(dataset: Dataset, province: str) -> list[str]:
    """The areas that speak of a province: itself and its former units; of a group also the wider ones. Own first.

    ``province`` is a name that people type, in any spelling, or the id of an area, which then stands alone. A name
    means the unit that bears it on the day of the edition. Raises UnknownRow.
    """
    known = dataset.areas
    slugs = {str(row["slug"]) for row in known.values()}
    if province in known and province not in slugs:
        return [province]
    subjects = areas.subjects(known, editions.day(dataset.edition))
    for spelled in (str, folded):
        for one in subjects:
            names = (one.slug, known[one.area_id]["name_vi"], known[one.area_id]["name_en"])
            if spelled(province) in map(spelled, names):
                levels = dataset.levels(one.area_id)
                return [area for area, level in levels.items() if level != "successor"]
    for area_id, row in known.items():
        if folded(province) in (folded(area_id), folded(row["name_vi"]), folded(row["name_en"])):
            return [area_id]
    raise UnknownRow("areas", province, {*known, *(one.slug for one in subjects)})


def of(dataset: Dataset, area_ids: Iterable[str], indicator_id: str) -> list[Record]:
    """The published figures of an indicator in some areas."""
    by = dataset.by("observations", "area_id", "indicator_id")
    return [row for area in area_ids for row in by.get((area, indicator_id), ())]


def breakdown(row: Mapping[str, Any]) -> Breakdown:
    """The partner, sector and gate that a figure is about."""
    partner, sector, gate = (str(row[field]) for field in BREAKDOWN)
    return partner, sector, gate


def breakdowns(dataset: Dataset, area_ids: Iterable[str], indicator_id: str) -> list[Breakdown]:
    """What the figures of an indicator are broken down by, the whole first, then what has most figures."""
    counted = Counter(breakdown(row) for row in of(dataset, area_ids, indicator_id))
    return sorted(counted, key=lambda one: (one != WHOLE, -counted[one], one))


def bases(dataset: Dataset, area_ids: Sequence[str], indicator: str) -> dict[str, str]:
    """The bases on which some areas have figures of an indicator's measure, or of a measure: the indicator of each."""
    known = dataset.keyed("indicators")
    measure = known[indicator]["measure"] if indicator in known else indicator
    alike = [key for key, row in known.items() if row["measure"] == measure != "" or key == indicator]
    return {str(known[key]["basis_id"]): key for key in alike if of(dataset, area_ids, key)}


def boundaries(dataset: Dataset, ask: Ask, indicator_id: str) -> dict[str, dict[str, tuple[Dot, ...]]]:
    """The points of each province by the boundaries that they are about; of today's also sums of the former units."""
    return {
        one: {
            area: dots
            for area in units(dataset, one)
            if (dots := _dots(dataset, area, indicator_id, ask.breakdown))
        }
        for one in ask.provinces
    }


def _dots(dataset: Dataset, area_id: str, indicator_id: str, wanted: Breakdown) -> tuple[Dot, ...]:
    found = series(dataset, area_id, indicator_id, *wanted)
    dots = [Dot(point) for point in (*found.points, *found.partial)]
    there = {dot.point.time for dot in dots}
    if wanted == WHOLE:
        for one in selection.complete_sums(dataset, area_id, indicator_id):
            if one.time not in there:
                parts = tuple(one.parts[unit] for unit in sorted(one.parts))
                dots.append(Dot(selection.sum_point(dataset, area_id, one), parts))
    return tuple(sorted(dots, key=lambda dot: (selection.end(dot.point.row), selection.begin(dot.point.row))))


def periods(dots: Iterable[Dot]) -> dict[str, int]:
    """The kinds of time that some points cover, and how many of each: full years first, plans last."""
    counted = Counter(period(dot.point.row) for dot in dots)
    order = {kind: place for place, kind in enumerate(_FULL)}
    ranked = sorted(counted, key=lambda one: (one.startswith("plan"), order.get(one, 9), -counted[one], one))
    return {one: counted[one] for one in ranked}


# What is asked for


def lines(dataset: Dataset, ask: Ask) -> list[Line]:
    """The lines of what is asked for, at least one, each with a point at least; all of one kind.

    Raises NotOneSeries where it means several things or provinces that do not count alike, NoFigures where there are
    none, and UnknownRow for a name that the dataset does not have.
    """
    if not ask.provinces:
        raise NoFigures(f"{ask.indicator} without a province", "name at least one")
    everywhere = [area for province in ask.provinces for area in units(dataset, province)]
    indicator_id = _indicator(dataset, ask, everywhere)
    _refuse_unlike(dataset, ask, indicator_id)
    there = on_boundaries(dataset, ask, boundaries(dataset, ask, indicator_id))
    if empty := [one for one, found in there.items() if not found]:
        raise NoFigures(
            str(replace(ask, provinces=tuple(empty))), _elsewhere(dataset, ask, indicator_id, empty)
        )
    kind = _period(ask, [dot for found in there.values() for dots in found.values() for dot in dots])
    made: dict[str, Line] = {}
    for province, found in there.items():
        for area, dots in found.items():
            mine = [dot for dot in dots if period(dot.point.row) == kind]
            sure = tuple(dot for dot in mine if not dot.doubtful)
            if sure and area not in made:
                made[area] = Line(province, area, indicator_id, sure, len(mine) - len(sure))
    if not made:
        raise NoFigures(
            str(ask), "what there is are doubtful readings, on which no series rests: see data.figures"
        )
    return list(made.values())


def _indicator(dataset: Dataset, ask: Ask, everywhere: Sequence[str]) -> str:
    """The one indicator that is meant."""
    known = dataset.keyed("indicators")
    measures = {str(row["measure"]) for row in known.values()} - {""}
    if ask.indicator not in known and ask.indicator not in measures:
        raise UnknownIndicator(ask.indicator, {*known, *measures})
    if ask.indicator in known and ask.basis in ("", known[ask.indicator]["basis_id"]):
        return ask.indicator
    there = bases(dataset, everywhere, ask.indicator)
    if ask.basis:
        if ask.basis in there:
            return there[ask.basis]
        why = f"it is not counted on the basis {ask.basis}"
        raise NotOneSeries("basis", str(ask), why, _named(dataset, "basis", "bases", there))
    whole = {
        base: key
        for base, key in there.items()
        if any(breakdown(row) == ask.breakdown for row in of(dataset, everywhere, key))
    } or there
    if len(whole) > 1:
        why = f"it is counted on {len(whole)} bases, which are never joined"
        raise NotOneSeries("basis", str(ask), why, _named(dataset, "basis", "bases", whole))
    if not whole:
        meant = [key for key, row in known.items() if row["measure"] == ask.indicator]
        raise NoFigures(str(ask), _areas_with(dataset, meant))
    return next(iter(whole.values()))


def _refuse_unlike(dataset: Dataset, ask: Ask, indicator_id: str) -> None:
    """Refuse what no two figures of can be compared, and provinces that each count by themselves."""
    basis = str(dataset.row("indicators", indicator_id)["basis_id"])
    if basis in selection.UNSTATED:
        why = "its sources do not say what they count, so that two of its figures may not be counted alike"
        raise NotOneSeries("unstated", str(ask), why, "data.figures(…), which shows each figure by itself")
    if len(set(ask.provinces)) > 1 and (basis not in ALIKE or indicator_id.endswith(_PRICES_UNSTATED)):
        why = f"each province has a count of its own ({dataset.name('bases', basis, 'en')}), so they are not compared"
        raise NotOneSeries("not-alike", str(ask), why, "one province at a time")


def on_boundaries(
    dataset: Dataset, ask: Ask, there: Mapping[str, Mapping[str, tuple[Dot, ...]]]
) -> dict[str, dict[str, tuple[Dot, ...]]]:
    """Of what `boundaries` gave, what is on the boundaries that are asked for. Raises NotOneSeries."""
    return {province: _on_boundaries(dataset, ask, province, found) for province, found in there.items()}


def _on_boundaries(
    dataset: Dataset, ask: Ask, province: str, found: Mapping[str, tuple[Dot, ...]]
) -> dict[str, tuple[Dot, ...]]:
    """The points of a province on the boundaries that are asked for, by area."""
    of_province = units(dataset, province)
    own, *former = of_province
    if ask.boundaries == TODAY or (ask.boundaries == FORMER and not former):
        return {area: dots for area, dots in found.items() if area == own}
    if ask.boundaries == FORMER:
        return {area: dots for area, dots in found.items() if area in former}
    if ask.boundaries in of_province:
        return {area: dots for area, dots in found.items() if area == ask.boundaries}
    if not former and any(ask.boundaries in units(dataset, one) for one in ask.provinces):
        return dict(found)  # they are those of another province
    if ask.boundaries or len(found) > 1:
        why = (
            f"{province} has no boundaries {ask.boundaries!r}"
            if ask.boundaries
            else f"{province} has figures of {len(found)} areas, which are never joined"
        )
        options = _named(dataset, "boundaries", "areas", found) or "boundaries='today'"
        if len(ask.provinces) > 1:
            options = (
                "boundaries='today' (sums of former units where there is no other) or boundaries='former'"
            )
        raise NotOneSeries("boundaries", str(ask), why, options)
    return dict(found)


def _period(ask: Ask, dots: Sequence[Dot]) -> str:
    """The kind of time that is meant: the one asked for, else full years or dates, else the only one there is."""
    there = periods(dots)
    full = [kind for kind in _FULL if kind in there]
    if ask.period in there:
        return ask.period
    choices = " or ".join(f"period={kind!r} ({count})" for kind, count in list(there.items())[:_FEW])
    choices += f" or {len(there) - _FEW} more" if len(there) > _FEW else ""
    if ask.period:
        raise NoFigures(f"{ask} for period={ask.period!r}", f"choose {choices}")
    if len(full) == 1:
        return full[0]
    if not full and len(there) == 1 and not next(iter(there)).startswith("plan"):
        return next(iter(there))
    why = "there are full years and dates" if full else "there is no full year, but parts, sums or plans"
    raise NotOneSeries("period", str(ask), f"{why}, which are never joined", choices)


def _named(dataset: Dataset, argument: str, table: str, keys: Iterable[str]) -> str:
    """Choices of an argument, each with the name of its row and, of an area, its days."""
    return " or ".join(f"{argument}={key!r} ({_name(dataset, table, key)})" for key in sorted(keys))


def _name(dataset: Dataset, table: str, key: str) -> str:
    return area_and_days(dataset, key, "en") if table == "areas" else dataset.name(table, key, "en")


def area_and_days(dataset: Dataset, area_id: str, language: str) -> str:
    """The name of an area with the days of its boundaries, which tell a former unit from that of today."""
    row = dataset.row("areas", area_id)
    days = f"{row['valid_from']}–{row['valid_to']}" if row["valid_from"] or row["valid_to"] else ""
    name = dataset.name("areas", area_id, language)
    return f"{name} ({days})" if days else name


def _elsewhere(dataset: Dataset, ask: Ask, indicator_id: str, empty: Iterable[str]) -> str:
    """Where there are figures, for one who found none: on other boundaries, by partner, sector or gate, elsewhere."""
    mine = [area for province in empty for area in units(dataset, province)]
    rows = of(dataset, mine, indicator_id)
    if there := {row["area_id"] for row in rows if breakdown(row) == ask.breakdown}:
        return f"there are some with {_named(dataset, 'boundaries', 'areas', there)}"
    choices = [
        ", ".join(
            f"{field.removesuffix('_id')}={key!r}" for field, key in zip(BREAKDOWN, one, strict=True) if key
        )
        or "no partner, sector or gate"
        for one in breakdowns(dataset, mine, indicator_id)
    ]
    if choices:
        more = f" or {len(choices) - _FEW} more" if len(choices) > _FEW else ""
        return f"there are some with {' or '.join(choices[:_FEW])}{more}"
    return _areas_with(dataset, [indicator_id])


def _areas_with(dataset: Dataset, indicators: Iterable[str]) -> str:
    wanted = set(indicators)
    by = dataset.by("observations", "area_id", "indicator_id")
    names = sorted({area for area, indicator in by if indicator in wanted})
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return f"areas that have some: {', '.join(names[:_FEW])}{more}"
