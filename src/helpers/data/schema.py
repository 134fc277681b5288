"""Read the descriptor: which tables there are, what each field means and which table it points to."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from helpers import paths
from helpers.data.faults import DataFaults, Fault, shown
from helpers.errors import UnknownName

DESCRIPTOR = "datapackage.json"

# The pattern by which the descriptor marks a date as precise as its source: 2019, 2017-08 or 2011-02-25.
DATE = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

# Every section may read these: which areas there are, where facts come from, what was corrected, what is called what.
GROUND = ("areas", "area_members", "sources", "further_sources", "corrections", "labels")


class UnknownTable(UnknownName):
    """A table that the descriptor does not describe."""

    kind = "table"


@dataclass(frozen=True)
class Field:
    """One column of a table.

    ``labels`` are the lists of ``labels.csv`` that name each value of its closed list (``enum``) for readers.
    """

    name: str
    type: str
    title: str
    description: str
    example: str
    unit: str
    labels: tuple[str, ...]
    constraints: dict[str, Any]

    @property
    def required(self) -> bool:
        """Whether every row must fill it."""
        return bool(self.constraints.get("required"))

    @property
    def holds_date(self) -> bool:
        """Whether it holds dates."""
        return self.constraints.get("pattern") == DATE


@dataclass(frozen=True)
class Reference:
    """A field that names a row of another table."""

    field: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """One table as the descriptor describes it."""

    name: str
    title: str
    description: str
    path: Path
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def of_facts(self) -> bool:
        """Whether its rows are facts, each with a name, a source and a locator of its own."""
        return "source_id" in self.names and len(self.key) == 1 and self.name != "sources"

    def field(self, name: str) -> Field:
        """One column by name."""
        return self.fields[self.names.index(name)]


@dataclass(frozen=True)
class Package:
    """The whole descriptor: tables by name, and the descriptor itself for what else it says."""

    folder: Path
    descriptor: dict[str, Any]
    tables: dict[str, Table]

    @property
    def created(self) -> str:
        """The day on which this state of the dataset was made; empty when the descriptor does not say."""
        return str(self.descriptor.get("created", ""))[:10]

    def table(self, name: str) -> Table:
        """One table by name; raises UnknownTable."""
        if name not in self.tables:
            raise UnknownTable(name, self.tables)
        return self.tables[name]

    def reach(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The named tables, those they refer to, near or far, and the ground, in the descriptor's order."""
        found: set[str] = set()
        waiting = [*names, *(name for name in GROUND if name in self.tables)]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [reference.table for reference in self.table(name).references]
        return tuple(name for name in self.tables if name in found)


def read(folder: Path | None = None) -> Package:
    """The dataset's descriptor; raises DataFaults when there is none or it is no descriptor."""
    folder = folder or paths.data()
    path = folder / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        tables = [table(folder, resource) for resource in descriptor["resources"]]
    except FileNotFoundError:
        raise DataFaults([Fault(shown(path), 0, "", "a Data Package descriptor")]) from None
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise DataFaults([Fault(shown(path), line, "", "JSON in UTF-8", str(error))]) from None
    except (KeyError, TypeError) as error:
        raise DataFaults([Fault(shown(path), 0, "", f"the property {error}")]) from None
    return Package(folder, descriptor, {table.name: table for table in tables})


def table(folder: Path, resource: dict[str, Any]) -> Table:
    """One resource of the descriptor as a table."""
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        title=resource.get("title", ""),
        description=resource.get("description", ""),
        path=folder / resource["path"],
        fields=tuple(field(entry) for entry in schema["fields"]),
        key=tuple(schema["primaryKey"]),
        references=tuple(
            Reference(
                entry["fields"][0],
                entry["reference"].get("resource") or resource["name"],
                entry["reference"]["fields"][0],
            )
            for entry in schema.get("foreignKeys", [])
        ),
    )


def field(entry: dict[str, Any]) -> Field:
    """One field of a resource's schema."""
    return Field(
        name=entry["name"],
        type=entry["type"],
        title=entry.get("title", ""),
        description=entry.get("description", ""),
        example=str(entry.get("example", "")),
        unit=entry.get("unit", ""),
        labels=tuple(entry.get("labels", ())),
        constraints=entry.get("constraints", {}),
    )
