"""Which areas there are, in what order, which a name means on a day, and which speak of a unit.

Everything here reads the rows of ``areas.csv`` by id, as ``Dataset.areas`` has them or as text.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from helpers.data.dates import first_day, last_day
from helpers.errors import UnknownProvince

Level = Literal["own", "former", "successor", "group", "country"]
# What is said of the unit itself, of the units that were merged into it, and of what it became.
NEAR: tuple[Level, ...] = ("own", "former", "successor")
Areas = Mapping[str, Mapping[str, Any]]


Kind = Literal["unit", "group"]


class Subject(NamedTuple):
    """What a briefing is about: the name that people type, the area it means, the day of its edition, and its kind.

    A unit of government has a briefing of its own; of a group of them the briefing compares its members.
    """

    slug: str
    area_id: str
    day: date
    kind: Kind


def subjects(areas: Areas, day: date) -> list[Subject]:
    """The areas that briefings are made of on a day.

    First the units in force, in the official statistical order (by GSO code), each at that day; then those that ended
    and whose name no unit in force bears, each at its last day; then the groups.
    """
    found = []
    for slug in dict.fromkeys(row["slug"] for row in areas.values() if row["slug"]):
        unit = _bearer(areas, slug, day)
        if unit and areas[unit]["briefing"] in (True, "true"):
            ended = areas[unit]["valid_to"]
            until = min(day, last_day(ended)) if ended else day
            found.append(Subject(slug, unit, until, "group" if is_group(areas, unit) else "unit"))
    return sorted(
        found,
        key=lambda one: (
            one.kind == "group",
            one.day != day,
            str(areas[one.area_id]["gso_code"]),
            one.area_id,
        ),
    )


def is_group(areas: Areas, area_id: str) -> bool:
    """Whether an area is a group of units."""
    return bool(areas[area_id]["kind"] == "group")


def in_force(areas: Areas, day: date) -> list[str]:
    """The units with a briefing that are in force on a day, in the official statistical order."""
    return [
        one.area_id
        for one in subjects(areas, day)
        if one.kind == "unit" and valid_on(areas[one.area_id], day)
    ]


def subject(areas: Areas, slug: str, day: date) -> Subject:
    """What a name means on a day. Raises UnknownProvince, with the names that mean something then."""
    known = {one.slug: one for one in subjects(areas, day)}
    if slug not in known:
        raise UnknownProvince(slug, known, merged(areas, day).get(slug, ""))
    return known[slug]


def merged(areas: Areas, day: date) -> dict[str, str]:
    """The ids and names of the units without a briefing on a day that are part of one with a briefing, by its slug."""
    in_force = {one.area_id: one.slug for one in subjects(areas, day) if valid_on(areas[one.area_id], day)}
    known = {one.area_id for one in subjects(areas, day)}
    return {
        name: in_force[unit]
        for unit in in_force
        for part in all_former_units(areas, unit)
        if part not in known and areas[part]["slug"] != in_force[unit]
        for name in (part, areas[part]["name_vi"], areas[part]["name_en"])
    }


def later(areas: Areas, day: date) -> dict[str, str]:
    """The first day of the units with a briefing whose name means nothing yet on a day, by their names."""
    known = {one.slug for one in subjects(areas, day)}
    return {
        name: str(row["valid_from"])
        for row in areas.values()
        if row["briefing"] in (True, "true") and row["slug"] not in known and row["valid_from"]
        for name in (row["slug"], row["name_vi"], row["name_en"])
    }


def unit_in_force(areas: Areas, slug: str, day: date) -> str:
    """The unit that a briefing of this name is about on a day; an ended one where no unit in force bears the name.

    Raises UnknownProvince.
    """
    return subject(areas, slug, day).area_id


def _bearer(areas: Areas, slug: str, day: date) -> str:
    """The unit of a name that is in force on a day, else the one that ended last; empty before there is any."""
    units = [name for name, row in areas.items() if row["slug"] == slug]
    in_force = [name for name in units if valid_on(areas[name], day)]
    ended = [name for name in units if areas[name]["valid_to"] and last_day(areas[name]["valid_to"]) < day]
    ended.sort(key=lambda name: last_day(areas[name]["valid_to"]))
    return (in_force or ended[-1:] or [""])[0]


def briefing_units(areas: Areas) -> list[str]:
    """The units that briefings are made of on any day, by GSO code. ``briefing`` may be a boolean or its text."""
    chosen = [
        name for name, row in areas.items() if row["briefing"] in (True, "true") and not is_group(areas, name)
    ]
    return sorted(chosen, key=lambda name: (str(areas[name]["gso_code"]), name))


def country(areas: Areas) -> str:
    """The country that the provinces lie in; the check sees that there is one."""
    return next(name for name, row in areas.items() if row["kind"] == "country")


def levels(areas: Areas, members: Iterable[tuple[str, str]], area_id: str) -> dict[str, Level]:
    """The level of every area whose facts a briefing has to show, from the nearest to the widest.

    Of a unit, ``former`` are those that were merged into it, ``successor`` is what it became. Of a group, ``group`` are
    the others that one of its members is in, ``country`` is theirs: what is said of several units at once or of all
    stands in the comparison, and the members' own facts in their briefings (see `compared`). ``members`` are pairs of
    a group and an area in it. Raises UnknownProvince for an area that is no province, city or group that is compared.
    """
    if area_id not in areas or not (
        areas[area_id]["kind"] in ("province", "city")
        or (is_group(areas, area_id) and areas[area_id]["briefing"] in (True, "true"))
    ):
        raise UnknownProvince(area_id, briefing_units(areas))
    found: dict[str, Level] = {area_id: "own"}
    if is_group(areas, area_id):
        members = list(members)
        units = set(compared(areas, members, area_id))
        found |= dict.fromkeys(
            sorted({group for group, member in members if member in units} - {area_id}), "group"
        )
        found |= dict.fromkeys([name for name, row in areas.items() if row["kind"] == "country"], "country")
        return found
    found |= dict.fromkeys(all_former_units(areas, area_id), "former")
    found |= dict.fromkeys(successors(areas, area_id), "successor")
    return found


def compared(areas: Areas, members: Iterable[tuple[str, str]], area_id: str) -> list[str]:
    """The units that the comparison of a group sets side by side; none for an area that is no group.

    Its members, what they became, and what else was merged into that.
    """
    found: dict[str, None] = {}
    for member in sorted(member for group, member in members if group == area_id):
        for unit in (member, *successors(areas, member)):
            found |= dict.fromkeys([unit, *all_former_units(areas, unit)])
    return list(found)


def comparison_of(areas: Areas, members: Iterable[tuple[str, str]], area_id: str) -> str:
    """The name (as typed) of the comparison that a unit or one that was merged into it is part of; empty for none."""
    members = list(members)
    return next(
        (
            str(row["slug"])
            for name, row in areas.items()
            if row["briefing"] in (True, "true")
            and is_group(areas, name)
            and area_id in compared(areas, members, name)
        ),
        "",
    )


def legal_bases(areas: Areas, area_id: str) -> list[str]:
    """The documents that set the boundaries or the status of a unit, or of what it became."""
    named = (str(areas[one]["legal_basis"]) for one in (area_id, *successors(areas, area_id)))
    return [one for one in dict.fromkeys(named) if one]


def successors(areas: Areas, area_id: str) -> Iterator[str]:
    """What an area became, and what that became."""
    seen = {area_id}
    while (area_id := areas.get(area_id, {}).get("successor_id", "")) and area_id not in seen:
        seen.add(area_id)
        yield area_id


def former_units(areas: Areas, area_id: str) -> list[str]:
    """The units that became an area, by id; empty for one that was not merged."""
    return sorted(name for name, row in areas.items() if area_id and row["successor_id"] == area_id)


def all_former_units(areas: Areas, area_id: str) -> list[str]:
    """The units that became an area, and those that became these, the latest first, each by id."""
    found: dict[str, None] = {}
    latest = [area_id]
    while latest := [unit for one in latest for unit in former_units(areas, one) if unit not in found]:
        found |= dict.fromkeys(latest)
    return list(found)


def parts(areas: Areas, area_id: str) -> list[str]:
    """The units that an area's outline is put together of: those that were never merged, by id."""
    former = former_units(areas, area_id)
    return sorted({part for unit in former for part in parts(areas, unit)}) if former else [area_id]


def valid_on(area: Mapping[str, str], day: date) -> bool:
    """Whether the boundaries of an area, as a row of ``areas`` describes it, held on a day."""
    since, until = area["valid_from"], area["valid_to"]
    return (not since or first_day(since) <= day) and (not until or day <= last_day(until))
