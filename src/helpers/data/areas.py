"""Which areas there are, in what order, and which speak of a province: itself, what it became, its groups."""

from collections.abc import Iterator
from typing import Literal

from helpers.data.tables import Dataset
from helpers.errors import UnknownName, UnknownProvince

Level = Literal["own", "successor", "group", "country"]


class UnknownArea(UnknownName):
    """An area whose facts a province's briefing does not show."""

    kind = "area"


def briefing_provinces(dataset: Dataset) -> list[str]:
    """The provinces that briefings are made of, in the official statistical order (by GSO code)."""
    areas = dataset["areas"]
    chosen = areas[areas["briefing"]].sort_values(["gso_code", "area_id"])
    return list(chosen["area_id"])


def covering(dataset: Dataset, province: str) -> list[str]:
    """The areas whose facts a province's briefing shows, from the nearest to the widest.

    Raises UnknownProvince for a province that no briefing is made of.
    """
    return list(levels(dataset, province))


def level(dataset: Dataset, area_id: str, province: str) -> Level:
    """On what level a fact of an area speaks of a province.

    Raises UnknownProvince, and UnknownArea when the area does not cover the province.
    """
    found = levels(dataset, province)
    if area_id not in found:
        raise UnknownArea(area_id, found)
    return found[area_id]


def levels(dataset: Dataset, province: str) -> dict[str, Level]:
    """The level of every area that covers a province, from the nearest to the widest."""
    known = briefing_provinces(dataset)
    if province not in known:
        raise UnknownProvince(province, known)
    areas, members = dataset["areas"], dataset["area_members"]
    found: dict[str, Level] = {province: "own"}
    found |= dict.fromkeys(successors(dataset, province), "successor")
    groups = members[members["area_id"].isin(list(found))]["group_id"]
    found |= dict.fromkeys(sorted(set(groups)), "group")
    found |= dict.fromkeys(areas[areas["kind"] == "country"]["area_id"], "country")
    return found


def successors(dataset: Dataset, area_id: str) -> Iterator[str]:
    """What an area became, and what that became."""
    after = dataset["areas"].set_index("area_id")["successor_id"].to_dict()
    seen = {area_id}
    while (area_id := after.get(area_id, "")) and area_id not in seen:
        seen.add(area_id)
        yield area_id
