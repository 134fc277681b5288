"""The part of the dataset that concerns a province: its rows, what they refer to, and its files.

A subset holds the rows as printed, corrections beside them, so that loading it gives what loading everything gives;
of an edition it holds what could be known by then. Equal facts give equal subsets, whatever the order of the files.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from helpers.data import areas, corrections, editions
from helpers.data.areas import NEAR, Level, Subject
from helpers.data.csv_files import Row
from helpers.data.dates import first_day, last_day
from helpers.data.schema import DESCRIPTOR, Package, Table

Rows = dict[str, tuple[Row, ...]]
Index = dict[str, list[Row]]

# Small vocabularies, whole in every subset: what computes a figure or names it may need any of their rows.
WHOLE = ("units", "qualifiers", "topics", "labels", "exchange_rates")
# Bases that count every province alike, and so the whole country by partner and sector too: those totals are for
# looking around, not for a province's briefing.
OF_ALL_PROVINCES = ("register", "yearbook-in-effect", "yearbook-licensed", "pci")
# Tables whose facts a comparison sets side by side, unit by unit.
COMPARED = ("areas", "observations", "highlights", "mechanisms", "mechanism_members", "meetings")
# Tables that name a fact of another table by that table's name and the fact's key.
BESIDE = ("further_sources", "corrections")
# The kind of sources that have no news.
_REFERENCE = "reference"

# What reading the data needs of a field; titles and descriptions are for curators.
_FIELD = ("name", "type", "constraints")
_NAMED_KEYS = 3


class Subsets:
    """The rows of a dataset, cut by province and tables; ``as_of`` as for editions."""

    def __init__(self, package: Package, rows: Mapping[str, tuple[Row, ...]], as_of: str = "") -> None:
        """Raises editions.BadDate and editions.TooEarly."""
        limit = editions.day(as_of) if as_of else None
        keys = {name: table.key[0] for name, table in package.tables.items()}
        self._edition, known = editions.known(package, corrections.applied(rows, keys, limit), as_of)
        self._package, self._rows, self._known = package, rows, known
        self._earlier: dict[str, Subsets] = {}
        self._printed = {name: {row.line: row for row in table} for name, table in rows.items()}
        out = {row["source_id"] for row in known["sources"]}
        self._beside = {
            "further_sources": _index(
                (row for row in rows["further_sources"] if row["source_id"] in out), "table", "key"
            ),
            "corrections": _index(
                (row for row in rows.get("corrections", ()) if not limit or last_day(row["date"]) <= limit),
                *("table", "key"),
            ),
        }
        self._indexes: dict[tuple[str, str], Index] = {}

    @cached_property
    def areas(self) -> dict[str, Row]:
        """The areas by id."""
        return {row["area_id"]: row for row in self._known["areas"]}

    @cached_property
    def subjects(self) -> list[Subject]:
        """The units that briefings are made of, in their official order, each with the day of its edition."""
        return areas.subjects(self.areas, editions.day(self._edition))

    @property
    def provinces(self) -> list[str]:
        """The names of these units that people type."""
        return [one.slug for one in self.subjects]

    @property
    def merged(self) -> dict[str, str]:
        """What each unit without a briefing is part of, by its id and names (see ``areas.merged``)."""
        return areas.merged(self.areas, editions.day(self._edition))

    @property
    def later(self) -> dict[str, str]:
        """The first day of the units that have a briefing only later, by their names (see ``areas.later``)."""
        return areas.later(self.areas, editions.day(self._edition))

    def successor(self, ended: Subject) -> str:
        """The name of the unit that an ended one is part of in this edition; empty for one in force."""
        in_force = {one.area_id: one.slug for one in self.subjects if one.day.isoformat() == self._edition}
        after = areas.successors(self.areas, ended.area_id) if ended.area_id not in in_force else ()
        return next((in_force[one] for one in after if one in in_force), "")

    def edition(self, province: str) -> str:
        """The day of a province's edition: that of all, or its last one. Raises UnknownProvince."""
        return areas.subject(self.areas, province, editions.day(self._edition)).day.isoformat()

    def of(self, province: str, tables: Iterable[str]) -> Rows:
        """The subset of a province: of the named tables and those that they refer to, the rows in order of their key.

        Of a unit that ended, as things were known on its last day. Raises UnknownProvince, UnknownTable.
        """
        edition = self.edition(province)
        if edition != self._edition:
            return self._at(edition).of(province, tables)
        cut = _Cut(self, self._package.reach(tuple(tables)))
        area_id = areas.unit_in_force(self.areas, province, editions.day(edition))
        covering = list(self._covering(area_id))
        beside = areas.compared(self.areas, self._members, area_id)
        for name in cut.tables:
            for row in self._start(name, [*covering, *beside] if name in COMPARED else covering):
                cut.add(name, row)
        for name in BESIDE:
            if name in cut.tables:
                cut.beside(name, self._beside[name])
        return {name: self._in_order(name, cut.lines[name]) for name in cut.tables}

    def latest_source(self, province: str) -> str:
        """The date of the latest source of a province's own facts, as precise as it is; empty where there is none.

        Of a group, of those of its members too, not of the country's; the law that set what a unit is counts, for the
        first lines tell of it. No work of reference, such as a catalogue, which has no news. A fact keeps its printed
        main source even where that came after the edition, and then counts by its further ones. Raises
        UnknownProvince.
        """
        edition = self.edition(province)
        if edition != self._edition:
            return self._at(edition).latest_source(province)
        area_id = areas.unit_in_force(self.areas, province, editions.day(edition))
        near = [area for area, level in self._covering(area_id).items() if level in NEAR]
        near += areas.compared(self.areas, self._members, area_id)
        used: set[str] = set()
        for name in (name for name, table in self._package.tables.items() if table.of_facts):
            key = self._package.table(name).key[0]
            for row in self._start(name, near):
                used |= {row[source] for source in ("source_id", *editions.PARTS.get(name, ()))}
                used |= {
                    one["source_id"] for one in self._beside["further_sources"].get(f"{name}/{row[key]}", ())
                }
        published = [
            row["published"]
            for row in self._known["sources"]
            if row["source_id"] in used and row["kind"] != _REFERENCE
        ]
        return max(
            (one for one in published if last_day(one).isoformat() <= edition), key=first_day, default=""
        )

    def _in_order(self, name: str, lines: Iterable[int]) -> tuple[Row, ...]:
        key = self._package.table(name).key
        return tuple(sorted((self._printed[name][line] for line in lines), key=lambda row: row.key(key)))

    def _at(self, edition: str) -> "Subsets":
        """The subsets of an earlier edition; made once."""
        if edition not in self._earlier:
            self._earlier[edition] = Subsets(self._package, self._rows, edition)
        return self._earlier[edition]

    def _covering(self, area_id: str) -> Mapping[str, Level]:
        """The areas whose facts a briefing has to show (see `areas.levels`)."""
        return areas.levels(self.areas, self._members, area_id)

    @cached_property
    def _members(self) -> list[tuple[str, str]]:
        return [(row["group_id"], row["area_id"]) for row in self._known["area_members"]]

    def _start(self, name: str, covering: list[str]) -> Iterable[Row]:
        """The rows of a table that the subset of these areas begins with, before what those refer to."""
        if name in WHOLE:
            return self._known[name]
        if name == "areas":
            return [self.areas[area] for area in dict.fromkeys([*covering, *self._on_the_map(covering)])]
        if name == "documents":
            compared = [unit for area in covering for unit in areas.compared(self.areas, self._members, area)]
            of_law = [law for area in (*covering, *compared) for law in areas.legal_bases(self.areas, area)]
            return [*self._several(name, "area_id", covering), *self._several(name, "document_id", of_law)]
        if name == "area_members":
            groups = {row["group_id"] for row in self._known[name] if row["area_id"] in covering} | {
                *covering
            }
            return [row for row in self._known[name] if row["group_id"] in groups]
        if name == "highlights":
            return self._several(name, "area_id", covering)
        if name == "observations":
            return [row for area in covering for row in self._figures.get(area, ())]
        table = self._package.table(name)
        if joint := self._package.joint(name):  # such as the parties to an agreement
            field = next(one.field for one in table.references if one.table == joint)
            held = self._several(name, "host_area_id", covering) if "host_area_id" in table.names else []
            facts = [*self._facts_of(joint, covering)]
            if name == "mechanism_members":  # of bodies that met in the unit, too: they tell whose these are
                met = self._several("meetings", "host_area_id", covering)
                facts += [row["mechanism_id"] for row in met]
            return [*self._several(name, field, facts), *held]
        if table.of_facts and "area_id" in table.names:
            return self._several(name, "area_id", covering)
        if self._package.members(name):
            return self._several(name, table.key[0], self._facts_of(name, covering))
        return ()

    def _on_the_map(self, covering: Iterable[str]) -> Iterator[str]:
        """The units that briefings are made of and those that they are merged with, to name and to draw."""
        for unit in [one.area_id for one in self.subjects] + list(covering):
            for one in (unit, *areas.successors(self.areas, unit)):
                yield one
                yield from areas.all_former_units(self.areas, one)

    @cached_property
    def _figures(self) -> Index:
        """The observations by area, but for the country's totals in registers and yearbooks."""
        bases = {row["indicator_id"]: row["basis_id"] for row in self._known["indicators"]}
        return {
            area: [row for row in rows if bases[row["indicator_id"]] not in OF_ALL_PROVINCES]
            if self.areas[area]["kind"] == "country"
            else rows
            for area, rows in self._by("observations", "area_id").items()
        }

    def _facts_of(self, joint: str, covering: list[str]) -> Iterable[str]:
        """The keys of the joint facts that one of these areas has a part in."""
        members = self._package.members(joint)
        assert members is not None
        field = next(one.field for one in members.references if one.table == joint)
        return dict.fromkeys(row[field] for row in self._several(members.name, "area_id", covering))

    def _several(self, name: str, field: str, values: Iterable[str]) -> list[Row]:
        """The rows of a table that have one of these values in a field."""
        return [row for value in values for row in self._by(name, field).get(value, ())]

    def _by(self, name: str, field: str) -> Index:
        """The rows of a table by one field; made once."""
        if (name, field) not in self._indexes:
            self._indexes[name, field] = _index(self._known[name], field)
        return self._indexes[name, field]


@dataclass
class _Cut:
    """A subset as it grows: the lines of each table that are in it."""

    subsets: Subsets
    tables: tuple[str, ...]

    def __post_init__(self) -> None:
        self.lines: dict[str, set[int]] = {name: set() for name in self.tables}
        self.keys: dict[tuple[str, str], None] = {}

    def add(self, name: str, row: Row) -> None:
        """One row and what it refers to, near or far."""
        package, waiting = self.subsets._package, [(name, row)]
        while waiting:
            name, row = waiting.pop()
            if row.line in self.lines[name]:
                continue
            self.lines[name].add(row.line)
            table = package.table(name)
            if table.of_facts:
                self.keys[name, row[table.key[0]]] = None
            for one in table.references:
                if row[one.field]:
                    found = self.subsets._by(one.table, one.target).get(row[one.field], ())
                    waiting += [(one.table, target) for target in found]

    def beside(self, name: str, index: Index) -> None:
        """The rows of a table that name the facts of this subset."""
        for table, key in list(self.keys):
            for row in index.get(f"{table}/{key}", ()):
                self.add(name, row)


def _index(rows: Iterable[Row], *fields: str) -> Index:
    found: Index = {}
    for row in rows:
        key = row[fields[0]] if len(fields) == 1 else "/".join(row.key(fields))
        found.setdefault(key, []).append(row)
    return found


def as_files(
    package: Package, rows: Mapping[str, tuple[Row, ...]], further: Iterable[str] = (), province: str = ""
) -> dict[str, str]:
    """A subset as a small dataset of its own: the text of its files by name.

    A descriptor, a table each, and further files of the dataset as they are. Raises OSError for one that is not there.
    With ``province``, the descriptor says that the rows are that province's alone, so that nobody cuts them again.
    """
    tables = {f"{name}.csv": _csv(package.table(name), rows[name]) for name in rows}
    other = {name: (package.folder / name).read_text(encoding="utf-8") for name in sorted(set(further))}
    return {DESCRIPTOR: _descriptor(package, tuple(rows), province), **tables, **other}


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write the files of a subset into a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


def _csv(table: Table, rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([row[name] for name in table.names] for row in rows)
    return out.getvalue()


def _descriptor(package: Package, tables: tuple[str, ...], province: str) -> str:
    """The descriptor of some tables: what reading them depends on, and no more."""
    resources = [one for one in package.descriptor["resources"] if one["name"] in tables]
    content: dict[str, Any] = {"resources": [_resource(one) for one in resources]}
    if province:
        content["province"] = province
    return json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n"


def _resource(resource: Mapping[str, Any]) -> dict[str, Any]:
    schema = resource["schema"]
    fields = [{name: field[name] for name in _FIELD if name in field} for field in schema["fields"]]
    kept = {name: schema[name] for name in ("primaryKey", "foreignKeys") if name in schema}
    return {
        "name": resource["name"],
        "path": f"{resource['name']}.csv",
        "schema": {"fields": fields, **kept},
    }


def changed_rows(package: Package, name: str, old: str, new: str) -> str:
    """How the text of a table differs from what it was: ``1 row changed: lao-cai.fdi-capital.2022``."""
    table = package.table(name)
    before, after = _by_key(table, old), _by_key(table, new)
    told = []
    for verb, keys in (
        ("changed", [key for key in after if key in before and after[key] != before[key]]),
        ("new", [key for key in after if key not in before]),
        ("gone", [key for key in before if key not in after]),
    ):
        if keys:
            named = ", ".join(keys[:_NAMED_KEYS]) + ", …" * (len(keys) > _NAMED_KEYS)
            told.append(f"{len(keys)} row{'s' * (len(keys) > 1)} {verb}: {named}")
    return "; ".join(told) or "its columns changed"


def _by_key(table: Table, content: str) -> dict[str, list[str]]:
    header, *rows = list(csv.reader(io.StringIO(content, newline=""))) or [[]]
    places = [header.index(name) for name in table.key if name in header]
    return {"/".join(row[place] for place in places): row for row in rows}
