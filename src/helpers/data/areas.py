"""Which areas there are, in what order, and which speak of a province: itself, what it became, its groups.

Everything here reads the rows of ``areas.csv`` by id, as ``Dataset.areas`` has them or as text.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal

from helpers.data.dates import first_day, last_day
from helpers.errors import UnknownProvince

Level = Literal["own", "successor", "group", "country"]
Areas = Mapping[str, Mapping[str, Any]]


def briefing_provinces(areas: Areas) -> list[str]:
    """The provinces that briefings are made of, in the official statistical order (by GSO code).

    ``briefing`` may be a boolean or its text.
    """
    chosen = [name for name, row in areas.items() if row["briefing"] in (True, "true")]
    return sorted(chosen, key=lambda name: (str(areas[name]["gso_code"]), name))


def country(areas: Areas) -> str:
    """The country that the provinces lie in; the check sees that there is one."""
    return next(name for name, row in areas.items() if row["kind"] == "country")


def levels(areas: Areas, members: Iterable[tuple[str, str]], province: str) -> dict[str, Level]:
    """The level of every area whose facts a province's briefing shows, from the nearest to the widest.

    ``members`` are pairs of a group and an area in it. Raises UnknownProvince.
    """
    known = briefing_provinces(areas)
    if province not in known:
        raise UnknownProvince(province, known)
    found: dict[str, Level] = {province: "own"}
    found |= dict.fromkeys(successors(areas, province), "successor")
    groups = {group for group, member in members if member in found}
    found |= dict.fromkeys(sorted(groups), "group")
    found |= dict.fromkeys([name for name, row in areas.items() if row["kind"] == "country"], "country")
    return found


def successors(areas: Areas, area_id: str) -> Iterator[str]:
    """What an area became, and what that became."""
    seen = {area_id}
    while (area_id := areas.get(area_id, {}).get("successor_id", "")) and area_id not in seen:
        seen.add(area_id)
        yield area_id


def former_units(areas: Areas, area_id: str) -> list[str]:
    """The units that became an area, by id; empty for one that was not merged."""
    return sorted(name for name, row in areas.items() if area_id and row["successor_id"] == area_id)


def valid_on(area: Mapping[str, str], day: date) -> bool:
    """Whether the boundaries of an area, as a row of ``areas`` describes it, held on a day."""
    since, until = area["valid_from"], area["valid_to"]
    return (not since or first_day(since) <= day) and (not until or day <= last_day(until))
