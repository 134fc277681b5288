"""Made units beside the real ones: ten times as much is known of one, of one a single figure; others strain a page.

`tenfold` gives a real unit ten times its facts, about other partners, gates and bodies: each figure again from other
issues of its publication, and figures of a period about earlier years. `lonely` adds a province with a single figure.
`own_publishers` gives each fact of a unit a source of its own, `long_texts` texts as long as they may be.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from itertools import product

from helpers.data.dates import parts
from helpers.data.schema import Table
from small_dataset import Folder, area, figure, outlines

TIMES, SHIFTED = 10, 6  # copies from this number on are about earlier years
LONELY, NAMES = "made-province", ("Tỉnh Mẫu", "Made Province")
ITS_FIGURE = f"{LONELY}.trade-turnover.2024"
# What a fact may name that is copied with it, by the field that names it.
_COPIED = {
    "source_id": "sources",
    "partner_id": "partners",
    "gate_id": "border_gates",
    "document_id": "documents",
    "mechanism_id": "mechanisms",
    "agreement_id": "agreements",
}
_FROM_OTHERS = ("observations", "relations")  # one source states a figure once
_JOINT = {"agreements": "agreement_parties", "mechanisms": "mechanism_members"}
_PERIOD = ("period_start", "period_end")
Row = dict[str, str]


def tenfold(folder: Folder, areas: Iterable[str]) -> None:
    """Give the areas ten times their facts."""
    areas = set(areas)
    own = {name: _facts(folder, table, areas) for name, table in folder.tables.items() if table.of_facts}
    mine = {(name, row[_key(folder, name)]) for name, rows in own.items() for row in rows}
    joint = {
        name: [row for row in folder.rows(name) if (parent, row[_key(folder, parent)]) in mine]
        for parent, name in _JOINT.items()
    }
    further = [row for row in folder.rows("further_sources") if (row["table"], row["key"]) in mine]
    named: dict[str, set[str]] = {name: set() for name in _COPIED.values()}
    for row in (row for rows in (*own.values(), *joint.values(), further) for row in rows):
        for field, table in _COPIED.items():
            named[table] |= {row.get(field) or ""} - {""}
    states = {row["partner_id"] for row in folder.rows("partners") if row["kind"] == "state"}
    named["partners"] -= states
    words = {
        name: [row for row in folder.rows(name) if row[_key(folder, name)] in named[name]]
        for name in ("sources", "partners")
    }
    keys: dict[tuple[str, str, int], str] = {}
    for name, rows in {**own, **joint, **words}.items():
        key = _key(folder, name)
        made = []
        for number, row in product(range(2, TIMES + 1), rows):
            made.append(_copy(folder.tables[name], row, number, named))
            keys[name, row[key], number] = made[-1][key]
        folder.write(name, [*folder.rows(name), *made])
    again = [
        {
            **row,
            "key": keys[row["table"], row["key"], number],
            "source_id": _again(row["source_id"], number)
            if row["table"] in _FROM_OTHERS
            else row["source_id"],
        }
        for number, row in product(range(2, TIMES + 1), further)
    ]
    folder.write("further_sources", [*folder.rows("further_sources"), *again])


def lonely(folder: Folder) -> None:
    """Add the province of which one figure is known."""
    folder.add(
        "areas",
        **area(LONELY, "province", slug=LONELY, gso_code="99")
        | {"name_vi": NAMES[0], "name_en": NAMES[1], "briefing": "true"},
    )
    folder.add(
        "observations",
        **figure(ITS_FIGURE, "123.4", unit_id="usd_m", source_id="bao-lao-cai-2025", locator="p1"),
    )
    file = folder.path / "boundaries.geojson"
    real = json.loads(file.read_text(encoding="utf-8"))["features"]
    file.write_text(outlines(LONELY, beside=real), encoding="utf-8")


def long_texts(folder: Folder, areas: Iterable[str], *, sources: bool = True) -> None:
    """Make each text of the areas' facts, and each name, as long as the descriptor lets it be, in both languages.

    Without long names of ``sources`` a page has room for more of the long texts.
    """
    areas = set(areas)
    for name, table in folder.tables.items():
        longest = {
            one.name: one.constraints["maxLength"] for one in table.fields if "maxLength" in one.constraints
        }
        if not longest or name == "areas" or (name == "sources" and not sources):
            continue
        keys = {row[table.key[0]] for row in _facts(folder, table, areas)} if table.of_facts else None
        rows = folder.rows(name)
        for row in rows:
            for field, most in longest.items() if keys is None or row[table.key[0]] in keys else ():
                row[field] = _lengthened(row[field], most) if row[field] else ""
        folder.write(name, rows)


def _lengthened(text: str, most: int) -> str:
    """The text with words before its brackets, or behind it, so that it has nearly so many letters, and no more."""
    start, bracket, end = text.partition(" (")
    words = " and so forth" * most
    return (
        (start + words)[: most - len(bracket + end) - 1].rstrip() + bracket + end
        if len(text) < most - 1
        else text
    )


def _key(folder: Folder, table: str) -> str:
    return folder.tables[table].key[0]


def _facts(folder: Folder, table: Table, areas: set[str]) -> list[Row]:
    """The facts of a table that are about the areas."""
    rows = folder.rows(table.name)
    if table.name == "meetings":
        bodies = {row["mechanism_id"] for row in _members(folder, "mechanism_members", areas)}
        return [row for row in rows if row["mechanism_id"] in bodies]
    if table.name in _JOINT:
        mine = {row[table.key[0]] for row in _members(folder, _JOINT[table.name], areas)}
        return [row for row in rows if row[table.key[0]] in mine]
    return [row for row in rows if row["area_id"] in areas]


def _members(folder: Folder, table: str, areas: set[str]) -> list[Row]:
    return [row for row in folder.rows(table) if row["area_id"] in areas]


def _copy(table: Table, row: Row, number: int, named: dict[str, set[str]]) -> Row:
    """The same row once more, about what else was copied."""
    made = dict(row)
    for field, other in _COPIED.items():
        copied = other != "sources" or table.name in ("sources", *_FROM_OTHERS)
        if copied and made.get(field) in named[other]:
            made[field] = _again(made[field], number)
    key = table.key[0]
    if made[key] == row[key]:
        made[key] = _again(row[key], number)
    for field in ("list_id", "revises"):
        if made.get(field):
            made[field] = _again(made[field], number)
    longest = {one.name: one.constraints.get("maxLength") for one in table.fields}
    for field in ("name_vi", "name_en", "short_vi", "short_en", "title"):
        if made.get(field):
            made[field] = _named(made[field], number, longest[field], issue=table.name == "sources")
    return _earlier_figure(row, made, number) if table.name == "observations" else made


def _again(key: str, number: int) -> str:
    return f"{key}-copy-{number}"


def _named(name: str, number: int, most: int | None, *, issue: bool) -> str:
    """A name of its own, of so many letters at most: ``Hekou 2``; a source is an issue, ``Nhân Dân (June 2024, 2)``."""
    if not issue:
        name = name if most is None or name.endswith(")") else name[: most - len(f" {number}")]
        return f"{number} {name}" if name.endswith(")") else f"{name} {number}"
    return f"{name.removesuffix(')')}, {number})" if name.endswith(")") else f"{name} ({number})"


def _earlier_figure(row: Row, made: Row, number: int) -> Row:
    """A copy of a figure under a key that says what it is about; from `SHIFTED` on of an earlier year and smaller."""
    start = [
        row["area_id"],
        row["indicator_id"],
        *filter(None, [made["partner_id"], made["sector_id"], made["gate_id"]]),
    ]
    made["observation_id"] = _again(f"{'.'.join(start)}.{row['observation_id'].rsplit('.', 1)[1]}", number)
    if number < SHIFTED or not row["period_start"]:
        return made
    years = number - SHIFTED + 1
    made |= {name: _earlier(row[name], years) for name in _PERIOD}
    if row["unit_id"].startswith("usd"):
        made["value"] = f"{Decimal(row['value']) * (100 - 3 * years) / 100:f}"
    return made


def _earlier(day: str, years: int) -> str:
    """The same day so many years before."""
    year, *_ = parts(day)
    return f"{year - years}{day[4:]}".replace("-02-29", "-02-28")


def own_publishers(folder: Folder, areas: Iterable[str]) -> None:
    """Give each fact of the areas a publisher of its own: no two facts share a source."""
    areas = set(areas)
    sources = {row["source_id"]: row for row in folder.rows("sources")}
    made: list[Row] = []

    def own(source: str) -> str:
        number = len(made) + 1
        made.append(
            sources[source]
            | {"source_id": f"{source}-own-{number}"}
            | dict.fromkeys(("short_vi", "short_en"), f"Made publisher {number}")
        )
        return made[-1]["source_id"]

    mine = set()
    for name, table in folder.tables.items():
        if not table.of_facts:
            continue
        key = _key(folder, name)
        keys = {row[key] for row in _facts(folder, table, areas)}
        mine |= {(name, one) for one in keys}
        rows = folder.rows(name)
        for row in rows:
            if row[key] not in keys or row.get("sector_id"):  # what is counted by sector is one table
                continue
            for field in (one for one in row if one.endswith("source_id") and row[one]):
                row[field] = own(row[field])
        folder.write(name, rows)
    further = folder.rows("further_sources")
    for row in further:
        if (row["table"], row["key"]) in mine:
            row["source_id"] = own(row["source_id"])
    folder.write("further_sources", further)
    folder.write("sources", [*sources.values(), *made])
