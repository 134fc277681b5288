"""Which areas there are, in what order, and which speak of a province: itself, what it became, its groups."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from helpers.data.dates import first_day, last_day
from helpers.errors import UnknownName, UnknownProvince

if TYPE_CHECKING:
    from helpers.data.tables import Dataset

Level = Literal["own", "successor", "group", "country"]
Areas = Mapping[str, Mapping[str, Any]]


class UnknownArea(UnknownName):
    """An area whose facts a province's briefing does not show."""

    kind = "area"


def briefing_provinces(dataset: "Dataset") -> list[str]:
    """The provinces that briefings are made of, in the official statistical order (by GSO code)."""
    return in_order(dataset.keyed("areas"))


def covering(dataset: "Dataset", province: str) -> list[str]:
    """The areas whose facts a province's briefing shows, from the nearest to the widest.

    Raises UnknownProvince for a province that no briefing is made of.
    """
    return list(levels(dataset, province))


def level(dataset: "Dataset", area_id: str, province: str) -> Level:
    """On what level a fact of an area speaks of a province.

    Raises UnknownProvince, and UnknownArea when the area does not cover the province.
    """
    found = levels(dataset, province)
    if area_id not in found:
        raise UnknownArea(area_id, found)
    return found[area_id]


def levels(dataset: "Dataset", province: str) -> dict[str, Level]:
    """The level of every area that covers a province, from the nearest to the widest; raises UnknownProvince."""
    members = zip(*(dataset["area_members"][column] for column in ("group_id", "area_id")), strict=True)
    return levels_of(dataset.keyed("areas"), members, province)


def successors(dataset: "Dataset", area_id: str) -> Iterator[str]:
    """What an area became, and what that became."""
    return successors_of(dataset.keyed("areas"), area_id)


def country(dataset: "Dataset") -> str:
    """The country that the provinces lie in; the check sees that there is one."""
    return next(name for name, row in dataset.keyed("areas").items() if row["kind"] == "country")


def in_order(areas: Areas) -> list[str]:
    """As ``briefing_provinces``, of areas by id; ``briefing`` may be a boolean or its text."""
    chosen = [name for name, row in areas.items() if row["briefing"] in (True, "true")]
    return sorted(chosen, key=lambda name: (str(areas[name]["gso_code"]), name))


def levels_of(areas: Areas, members: Iterable[tuple[str, str]], province: str) -> dict[str, Level]:
    """As ``levels``, of areas by id and pairs of a group and its member."""
    known = in_order(areas)
    if province not in known:
        raise UnknownProvince(province, known)
    found: dict[str, Level] = {province: "own"}
    found |= dict.fromkeys(successors_of(areas, province), "successor")
    groups = {group for group, member in members if member in found}
    found |= dict.fromkeys(sorted(groups), "group")
    found |= dict.fromkeys([name for name, row in areas.items() if row["kind"] == "country"], "country")
    return found


def successors_of(areas: Areas, area_id: str) -> Iterator[str]:
    """As ``successors``, of areas by id."""
    seen = {area_id}
    while (area_id := areas.get(area_id, {}).get("successor_id", "")) and area_id not in seen:
        seen.add(area_id)
        yield area_id


def valid_on(area: Mapping[str, str], day: date) -> bool:
    """Whether the boundaries of an area, as a row of ``areas`` describes it, held on a day."""
    since, until = area["valid_from"], area["valid_to"]
    return (not since or first_day(since) <= day) and (not until or day <= last_day(until))
