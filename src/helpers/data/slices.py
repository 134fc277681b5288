"""What a section may read: the rows that concern its province in the tables it declares, and what they refer to.

A slice holds the rows as printed, corrections beside them, so that loading it gives what loading everything gives;
of an edition it holds what could be known by then. Equal facts give equal slices, whatever the order of the files.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from helpers.data import areas, corrections, editions
from helpers.data.csv_files import Row
from helpers.data.dates import last_day
from helpers.data.schema import Package, Table

Rows = dict[str, tuple[Row, ...]]
Index = dict[str, list[Row]]

# Small vocabularies, whole in every slice: what computes a figure or names it may need any of their rows.
WHOLE = ("units", "qualifiers", "topics", "labels", "exchange_rates")
# Bases that count every province alike, and so the whole country by partner and sector too: those totals are for
# looking around, not for a province's briefing.
OF_ALL_PROVINCES = ("register", "yearbook-in-effect", "yearbook-licensed", "pci")
# Tables that name a fact of another table by that table's name and the fact's key.
BESIDE = ("further_sources", "corrections")


class Slices:
    """The rows of a dataset, cut by province and tables; ``as_of`` as for editions."""

    def __init__(self, package: Package, rows: Mapping[str, tuple[Row, ...]], as_of: str = "") -> None:
        """Raises editions.BadDate and editions.TooEarly."""
        limit = editions.day(as_of) if as_of else None
        keys = {name: table.key[0] for name, table in package.tables.items()}
        self._edition, known = editions.known(package, corrections.applied(rows, keys, limit), as_of)
        self._package, self._as_of, self._known = package, as_of, known
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

    @cached_property
    def areas(self) -> dict[str, Row]:
        """The areas by id."""
        return {row["area_id"]: row for row in self._known["areas"]}

    @property
    def provinces(self) -> list[str]:
        """The provinces that briefings are made of, in their official order."""
        return areas.in_order(self.areas)

    def edition(self, province: str) -> str:
        """The day that a province's briefing shows: that of the edition asked for, or of its own latest source.

        A source of another province alone is no news here. Never later than the dataset itself.
        """
        if self._as_of:
            return self._edition
        sources = self.of(province, tuple(self._package.tables))["sources"]
        latest = max((last_day(row["published"]) for row in sources), default=date.max)
        return min(latest.isoformat(), self._edition)

    def of(self, province: str, tables: Iterable[str]) -> Rows:
        """The slice of a province: of each table in reach, its rows in order of their key.

        Raises UnknownProvince, UnknownTable.
        """
        cut = _Cut(self, self._package.reach(tuple(tables)))
        reach = list(self._reach(province))
        for name in cut.tables:
            for row in self._start(name, reach, cut.tables):
                cut.add(name, row)
        for name in BESIDE:
            if name in cut.tables:
                cut.beside(name, self._beside[name])
        return {name: self._in_order(name, cut.lines[name]) for name in cut.tables}

    def _in_order(self, name: str, lines: Iterable[int]) -> tuple[Row, ...]:
        key = self._package.table(name).key
        return tuple(sorted((self._printed[name][line] for line in lines), key=lambda row: row.key(key)))

    def _reach(self, province: str) -> Iterator[str]:
        """The areas that speak of a province, and the former units of what it became."""
        members = [(row["group_id"], row["area_id"]) for row in self._known["area_members"]]
        found = areas.levels_of(self.areas, members, province)
        yield from found
        for name in [province, *areas.successors_of(self.areas, province)]:
            yield from (area for area in self._former.get(name, ()) if area not in found)

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

    @cached_property
    def _former(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, row in self.areas.items():
            found.setdefault(row["successor_id"], []).append(name)
        return found

    def _start(self, name: str, reach: list[str], wanted: tuple[str, ...]) -> Iterable[Row]:
        """The rows of a table that a province's slice begins with."""
        if name in WHOLE:
            return self._known[name]
        if name == "areas":
            return [self.areas[area] for area in dict.fromkeys([*reach, *self.provinces])]
        if name == "area_members":
            return [row for row in self._known[name] if row["group_id"] in reach]
        table = self._package.table(name)
        if joint := self._joint(table):
            facts = self._facts_of(joint, reach)
            field = next(one.field for one in table.references if one.table == joint)
            return [row for fact in facts for row in self._by(name, field).get(fact, ())]
        if name == "observations":
            return [row for area in reach for row in self._figures.get(area, ())]
        if table.of_facts and "area_id" in table.names:
            return [row for area in reach for row in self._by(name, "area_id").get(area, ())]
        if self._members(name):
            key = table.key[0]
            return [row for fact in self._facts_of(name, reach) for row in self._by(name, key).get(fact, ())]
        return ()

    def _joint(self, table: Table) -> str:
        """The table of joint facts that the rows of this one belong to: a party to its agreement."""
        return next((one.table for one in table.references if self._members(one.table)), "")

    def _members(self, name: str) -> Table | None:
        """The table that says which areas a joint fact is of; None for a table of other facts."""
        if not self._package.table(name).of_facts:
            return None
        return next(
            (
                table
                for table in self._package.tables.values()
                if len(table.key) > 1
                and "area_id" in table.key
                and any(one.table == name and one.field in table.key for one in table.references)
            ),
            None,
        )

    def _facts_of(self, joint: str, reach: list[str]) -> list[str]:
        """The keys of the joint facts that an area in reach has a part in."""
        members = self._members(joint)
        assert members is not None
        field = next(one.field for one in members.references if one.table == joint)
        return list(
            dict.fromkeys(
                row[field] for area in reach for row in self._by(members.name, "area_id").get(area, ())
            )
        )

    def _by(self, name: str, field: str) -> Index:
        """The rows of a table by one field; made once."""
        if (name, field) not in self._indexes:
            self._indexes[name, field] = _index(self._known[name], field)
        return self._indexes[name, field]

    @cached_property
    def _indexes(self) -> dict[tuple[str, str], Index]:
        return {}


@dataclass
class _Cut:
    """A slice as it grows: the lines of each table that are in it."""

    slices: Slices
    tables: tuple[str, ...]

    def __post_init__(self) -> None:
        self.lines: dict[str, set[int]] = {name: set() for name in self.tables}
        self.keys: dict[tuple[str, str], None] = {}

    def add(self, name: str, row: Row) -> None:
        """One row and what it refers to, near or far."""
        package, waiting = self.slices._package, [(name, row)]
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
                    found = self.slices._by(one.table, one.target).get(row[one.field], ())
                    waiting += [(one.table, target) for target in found]

    def beside(self, name: str, index: Index) -> None:
        """The rows of a table that name the facts of this slice."""
        for table, key in list(self.keys):
            for row in index.get(f"{table}/{key}", ()):
                self.add(name, row)


def _index(rows: Iterable[Row], *fields: str) -> Index:
    found: Index = {}
    for row in rows:
        found.setdefault("/".join(row.key(fields)), []).append(row)
    return found
