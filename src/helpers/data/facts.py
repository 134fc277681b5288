"""Which facts concern a province: those that its briefing has to show, each by its table and key."""

from collections.abc import Iterable, Mapping
from typing import Any

from helpers.data import areas
from helpers.data.schema import Table

Rows = Iterable[Mapping[str, Any]]


def of_province(tables: Iterable[Table], rows: Mapping[str, Rows], province: str) -> set[str]:
    """The facts, as ``table/key``, in a province's subset that concern it.

    ``rows`` are those of the subset by table, typed or as text. A fact of an area that does not cover the province,
    such as the other former unit of what it became, is there to compute with and does not count. Raises
    UnknownProvince.
    """
    by_id = {str(row["area_id"]): row for row in rows["areas"]}
    members = [(str(row["group_id"]), str(row["area_id"])) for row in rows["area_members"]]
    covering = areas.levels_of(by_id, members, province)
    return {
        f"{table.name}/{row[table.key[0]]}"
        for table in tables
        if table.of_facts
        for row in rows[table.name]
        if "area_id" not in table.names or row["area_id"] in covering
    }
