"""The dataset as typed frames: the tables that are asked for, with what an edition may know."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype

from helpers import paths
from helpers.data import corrections, csv_files, editions, schema, subset, transaction
from helpers.data.areas import Level, compared, comparison_of, levels, unit_in_force
from helpers.data.csv_files import Row
from helpers.data.faults import DataFaults, Fault
from helpers.data.schema import Field, Package, Table
from helpers.errors import BriefingError, UnknownProvince, nearest

Record = dict[str, Any]

# What `load` itself rests on, whichever tables are asked for: it corrects rows, and keeps those that a source states.
READ_BY_LOAD = ("corrections", "further_sources", "sources")


class UndeclaredTable(BriefingError):
    """A section reads a table that it has not declared."""

    def __init__(self, name: str, declared: Iterable[str]) -> None:
        self.name, self.declared = name, tuple(declared)
        super().__init__(name, self.declared)

    def __str__(self) -> str:
        return (
            f"the table {self.name!r} is not declared; a section reads only the tables it declares: "
            f"load(tables=[…, {self.name!r}]). Declared, or referred to: {', '.join(self.declared)}"
        )


class UnknownRow(BriefingError):
    """A row is asked for by a key that its table does not have."""

    def __init__(self, table: str, key: str, known: Iterable[str]) -> None:
        self.table, self.key, self.known = table, key, tuple(known)
        super().__init__(table, key, self.known)

    def __str__(self) -> str:
        return f"{self.table}.csv has no row {self.key!r}; {nearest(self.key, self.known)}"


class Dataset:
    """The tables of one edition; ``dataset["observations"]`` is a frame of your own, made when it is asked for.

    ``read`` holds the names of the tables that were read, so that a section can say what it rests on.
    """

    def __init__(self, package: Package, edition: str, rows: Mapping[str, Iterable[Row]]) -> None:
        self.package, self.edition, self._rows = package, edition, rows
        self.read = self._read_by_load()
        self._frames: dict[str, pd.DataFrame] = {}
        self._records: dict[str, list[Record]] = {}
        self._keyed: dict[str, dict[str, Record]] = {}
        self._indexes: dict[tuple[str, ...], dict[tuple[Any, ...], list[Record]]] = {}
        self._labels: dict[str, dict[str, Record]] = {}

    def _read_by_load(self) -> set[str]:
        return {name for name in READ_BY_LOAD if name in self._rows}

    def unread(self) -> "Dataset":
        """The same tables, of which no more was read than ``load`` itself reads."""
        same = copy(self)  # shares the frames and records that were made
        same.read = self._read_by_load()
        return same

    def __getitem__(self, name: str) -> pd.DataFrame:
        """A copy of one table; raises UnknownTable, or UndeclaredTable for one outside what was asked for."""
        records = self.records(name)
        if name not in self._frames:
            self._frames[name] = frame(self.package.table(name), records)
        return self._frames[name].copy(deep=False)  # pandas copies what is written to, when it is

    def records(self, name: str) -> list[Record]:
        """The rows of a table as dictionaries of typed values, shared: not to be changed. Raises as indexing does.

        A row that two editions of one folder have is one dictionary in both.
        """
        rows = self._table(name)
        if name not in self._records:
            self._records[name] = typed(self.package.table(name), rows)
        return self._records[name]

    def keyed(self, name: str) -> Mapping[str, Record]:
        """The rows of a table by its first field. Raises as indexing does."""
        records = self.records(name)
        if name not in self._keyed:
            first = self.package.table(name).names[0]
            self._keyed[name] = {str(row[first]): row for row in records}
        return self._keyed[name]

    def row(self, name: str, key: str) -> Mapping[str, Any]:
        """The row of a table with this key (of a table with one key field); raises UnknownRow."""
        rows = self.keyed(name)
        if key not in rows:
            raise UnknownRow(name, key, rows)
        return rows[key]

    def name(self, table: str, key: str, language: str, stem: str = "name") -> str:
        """The name of a row in a language; ``stem`` is the field without the language: ``name``, ``short``, ``title``.

        Raises UnknownRow.
        """
        return str(self.row(table, key)[f"{stem}_{language}"])

    def unit_name(self, unit_id: str, language: str) -> str:
        """A unit as a heading or an axis has it: ``Triệu USD``, ``USD million``. Raises UnknownRow."""
        return self.name("units", unit_id, language)

    def label(self, list_name: str, value: str, language: str) -> str:
        """What readers see for a value of a closed list: ``label("project_status", "ongoing", "en")``, ``Under way``.

        Raises UnknownRow.
        """
        labels = self._list(list_name)
        if value not in labels:
            raise UnknownRow("labels", f"{list_name},{value}", [f"{list_name},{known}" for known in labels])
        return str(labels[value][f"name_{language}"])

    def values(self, list_name: str) -> list[str]:
        """The values of a closed list, in the order in which readers are shown them. Raises UnknownRow."""
        return list(self._list(list_name))

    def _list(self, list_name: str) -> dict[str, dict[str, Any]]:
        """The labels of one list by value, in the order of their position."""
        rows = self.records("labels")
        if not self._labels:
            for row in sorted(rows, key=lambda row: (row["list"], row["position"])):
                self._labels.setdefault(row["list"], {})[row["value"]] = row
        if list_name not in self._labels:
            raise UnknownRow("labels", list_name, self._labels)
        return self._labels[list_name]

    def by(self, name: str, *fields: str) -> Mapping[tuple[Any, ...], list[Record]]:
        """The rows of a table by the values of some fields, in their order. Raises as indexing does."""
        records = self.records(name)
        if (name, *fields) not in self._indexes:
            index: dict[tuple[Any, ...], list[Record]] = {}
            for row in records:
                index.setdefault(tuple(row[field] for field in fields), []).append(row)
            self._indexes[name, *fields] = index
        return self._indexes[name, *fields]

    def _table(self, name: str) -> tuple[Row, ...]:
        self.package.table(name)
        if name not in self._rows:
            raise UndeclaredTable(name, self._rows)
        self.read.add(name)
        return tuple(self._rows[name])

    @property
    def areas(self) -> Mapping[str, Mapping[str, Any]]:
        """The areas by id, as ``helpers.data.areas`` reads them."""
        return self.keyed("areas")

    def unit_in_force(self, slug: str) -> str:
        """The unit that a briefing of this name is about, in this edition. Raises UnknownProvince."""
        return unit_in_force(self.areas, slug, editions.day(self.edition))

    def levels(self, area_id: str) -> dict[str, Level]:
        """The level of every area whose facts a unit's briefing shows, own first. Raises UnknownProvince."""
        return levels(self.areas, self._members, area_id)

    def compared(self, area_id: str) -> list[str]:
        """The units that the comparison of a group sets side by side; none for an area that is no group."""
        return compared(self.areas, self._members, area_id)

    def comparison_of(self, area_id: str) -> str:
        """The name (as typed) of the comparison that a unit is part of; empty for none."""
        return comparison_of(self.areas, self._members, area_id)

    @property
    def _members(self) -> list[tuple[str, str]]:
        return [(row["group_id"], row["area_id"]) for row in self.records("area_members")]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that may be read."""
        return tuple(self._rows)


@dataclass(frozen=True)
class _Folder:
    """A dataset as it is in its folder, and what was loaded of it, by what was asked for."""

    package: Package
    rows: Mapping[str, tuple[Row, ...]]
    loaded: dict[tuple[tuple[str, ...], str, str], Dataset]


_held: dict[Path, _Folder] = {}


@contextmanager
def held(folder: Path, as_of: str, province: str) -> Iterator[None]:
    """Read a folder once for all who `load` it meanwhile, here and in the processes that are forked from this one.

    What was known of the province on that day is typed in advance. For a folder that nobody writes to. Raises as
    ``load`` does.
    """
    _held[folder] = _read(folder)
    try:
        dataset = load(as_of=as_of, folder=folder, province=province)
        for name in dataset.tables:
            dataset.records(name)
        yield
    finally:
        del _held[folder]


@csv_files.without_collecting()
def load(
    tables: Iterable[str] | None = None, as_of: str = "", folder: Path | None = None, province: str = ""
) -> Dataset:
    """The dataset, or the named tables with all that they refer to, as it was known on a date.

    With a province, the name that people type, only the part (see ``subset``) of the unit that it means on that day,
    or on its own last day when it ended; a subset that holds that province alone is taken as it is.

    Cells are typed: numbers are Decimal with the digits as printed, whole numbers Int64 (``<NA>`` where
    empty), booleans bool, all else text, where empty is ``""``; dates stay text as precise as the source.
    What is read is one state of the dataset, whatever is written to it meanwhile.
    Raises UnknownTable, UnknownProvince, DataFaults when the files cannot be read as the descriptor says,
    transaction.BeingWritten, and editions.BadDate or editions.TooEarly for an ``as_of`` that is no date or comes
    before all sources.
    """
    folder = folder or paths.data()
    read = _held[folder] if folder in _held else _read(folder)
    wanted = read.package.reach(tuple(read.package.tables if tables is None else tables))
    asked = (wanted, as_of, province)
    if asked not in read.loaded:
        read.loaded[asked] = _known(read.package, read.rows, *asked)
    return read.loaded[asked].unread()


def _read(folder: Path) -> _Folder:
    """One state of a folder, whatever is written to it meanwhile."""

    def read() -> _Folder:
        package = schema.read(folder)
        return _Folder(
            package, {name: sound_rows(package, table) for name, table in package.tables.items()}, {}
        )

    return transaction.of_one_state(folder, read)


def _known(
    package: Package, rows: Mapping[str, tuple[Row, ...]], wanted: tuple[str, ...], as_of: str, province: str
) -> Dataset:
    """The wanted tables of a dataset, with what of a province was known on a date. Raises as ``load`` does."""
    if package.province and province not in ("", package.province):
        raise UnknownProvince(province, [package.province])
    if province and not package.province:
        cut = subset.Subsets(package, rows, as_of)
        rows = dict.fromkeys(rows, ()) | cut.of(province, wanted)
        as_of = cut.edition(province)
    keys = {name: table.key[0] for name, table in package.tables.items()}
    rows = corrections.applied(rows, keys, editions.day(as_of) if as_of else None)
    edition, kept = editions.known(package, rows, as_of)
    return Dataset(package, edition, {name: kept[name] for name in wanted})


def sound_rows(package: Package, table: Table) -> tuple[Row, ...]:
    """The rows of a table; raises DataFaults with every fault of the dataset when they cannot be read."""
    sheet, faults = csv_files.read(table)
    if sheet is None or sheet.aside:
        tell(package, faults)
    assert sheet is not None
    for field in table.fields:
        if field.type != "string":
            for row in sheet.rows:
                try:
                    value(field.type, row[field.name])
                except ValueError:
                    tell(package, [sheet.fault(row, field.name, f"a {field.type}")])
    return sheet.rows


def tell(package: Package, faults: list[Fault]) -> None:
    """Run the whole check and raise DataFaults with all it finds, or with these faults where it finds none."""
    from helpers.data.validation.check import check  # imported here: only a broken dataset needs the rules

    raise DataFaults(check(package.folder) or faults)


# As objects: pandas takes longer to find a dtype by its name than to make a short column.
_TEXT = pandas_dtype("str")
_DTYPES: Mapping[str, Any] = {"integer": pandas_dtype("Int64"), "boolean": pandas_dtype("bool")}


def frame(table: Table, records: Sequence[Record], further: Iterable[str] = ()) -> pd.DataFrame:
    """Records as a frame with one typed column for each field, and one of text for each further name."""
    kinds = {field.name: field.type for field in table.fields} | dict.fromkeys(further, "string")
    return pd.DataFrame(
        {name: column(kind, [row[name] for row in records]) for name, kind in kinds.items()}, copy=False
    )


def column(kind: str, found: list[Any]) -> Any:
    """Typed values of one field as an array."""
    if kind == "number":  # an array of objects, without numpy looking into them
        numbers = np.empty(len(found), dtype=object)
        numbers[:] = found
        return numbers
    return pd.array(found, dtype=_DTYPES.get(kind, _TEXT))


def typed(table: Table, rows: Iterable[Row]) -> list[Record]:
    """The rows of a table as dictionaries of typed values; each is read once."""
    if new := [row for row in rows if row.typed is None]:
        columns = [cells(field, new) for field in table.fields]
        for row, values in zip(new, zip(*columns, strict=True), strict=True):
            row.typed = dict(zip(table.names, values, strict=True))
    return [row.typed for row in rows if row.typed is not None]


def cells(field: Field, rows: Sequence[Row]) -> list[Any]:
    """The cells of one field, typed."""
    texts_ = [row[field.name] for row in rows]
    return texts_ if field.type == "string" else [value(field.type, text) for text in texts_]


def to_records(rows: pd.DataFrame) -> list[Record]:
    """The rows of a frame as dictionaries; as ``to_dict("records")``, several times as fast for small frames."""
    names = list(rows.columns)
    columns = [rows[name].tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


@cache
def value(kind: str, text: str) -> object:
    """One cell, typed; raises ValueError when it is not what the field's type says."""
    if kind == "number":
        return number(text)
    if kind == "integer":
        return int(text) if text else pd.NA
    if kind == "boolean":
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"
    return text


def number(text: str) -> Decimal | None:
    """A number with the digits as printed; None where empty."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise ValueError(text) from None
