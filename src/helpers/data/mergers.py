"""Figures of merged units on today's boundaries: the marked sum of the former units, or what is missing for it."""

from dataclasses import dataclass

from helpers.data import arithmetic
from helpers.data.arithmetic import Figure
from helpers.data.series import Point, series
from helpers.data.tables import Dataset
from helpers.errors import BriefingError


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
class Sum:
    """The former units' figures at one time, their sum (None where one is missing or bounds clash), who is missing."""

    time: str
    figure: Figure | None
    parts: dict[str, Point]
    missing: tuple[str, ...]


def former_units(dataset: Dataset, area_id: str) -> list[str]:
    """The units that became an area, by id; empty for one that was not merged."""
    areas = dataset["areas"]
    return sorted(areas[areas["successor_id"] == area_id]["area_id"]) if area_id else []


def successor(dataset: Dataset, area_id: str) -> str:
    """What an area became; empty when it has not changed."""
    return str(dataset["areas"].set_index("area_id").loc[area_id, "successor_id"])


def on_todays_boundaries(dataset: Dataset, area_id: str, indicator_id: str) -> list[Sum]:
    """An additive indicator of a merged unit before the merger, time by time.

    Raises NotAdditive for rates and counts.
    """
    indicators = dataset["indicators"].set_index("indicator_id")
    kind = str(indicators.loc[indicator_id, "kind"])
    if kind not in ("stock", "flow"):
        raise NotAdditive(indicator_id, kind)
    points = {
        unit: {point.time: point for point in series(dataset, unit, indicator_id).points}
        for unit in former_units(dataset, area_id)
    }
    times = sorted({time for found in points.values() for time in found})
    return [_sum(time, points) for time in times]


def _sum(time: str, units: dict[str, dict[str, Point]]) -> Sum:
    there = {unit: found[time] for unit, found in units.items() if time in found}
    missing = tuple(unit for unit in units if unit not in there)
    parents = tuple(point.row["observation_id"] for point in there.values())
    added = None if missing else arithmetic.total([point.figure for point in there.values()], parents)
    return Sum(time, added, there, missing)
