"""Read the descriptor: which tables there are, what each field means and which table it points to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from helpers import paths
from helpers.data import json_files, transaction
from helpers.data.dates import is_date
from helpers.data.faults import DataFaults, Fault, shown
from helpers.data.json_files import Misfit, Node
from helpers.errors import UnknownName, nearest

DESCRIPTOR = "datapackage.json"

# The field types and constraints that the check knows; a descriptor that promises others is refused.
TYPES = ("string", "number", "integer", "boolean")
CONSTRAINTS = ("required", "enum", "pattern", "minimum", "maxLength")

_NAME = r"[a-z][a-z0-9_]*"
_CREATED = r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?"

# The pattern by which the descriptor marks a date as precise as its source: 2019, 2017-08 or 2011-02-25.
DATE = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

# One tag of a locator, the place of a fact in its source: the fifth paragraph (p5), sheet 3, row 27 (s3r27), the title.
LOCATOR = re.compile(r"title|lead|excerpt|([pchtas]|related)[1-9][0-9]*|s[1-9][0-9]*r[1-9][0-9]*")

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
    title_vi: str = ""
    description_vi: str = ""

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

    @property
    def province(self) -> str:
        """The province whose rows alone it holds, of a subset; empty for a whole dataset."""
        return str(self.descriptor.get("province", ""))

    def table(self, name: str) -> Table:
        """One table by name; raises UnknownTable."""
        if name not in self.tables:
            raise UnknownTable(name, self.tables)
        return self.tables[name]

    def members(self, name: str) -> Table | None:
        """The table that says which areas a joint fact is of, such as an agreement; None for a table of other facts."""
        if not self.table(name).of_facts:
            return None
        return next(
            (
                table
                for table in self.tables.values()
                if len(table.key) > 1
                and "area_id" in table.key
                and any(one.table == name and one.field in table.key for one in table.references)
            ),
            None,
        )

    def joint(self, name: str) -> str:
        """The table of joint facts that the rows of this one belong to; empty for a table of others."""
        return next((one.table for one in self.table(name).references if self.members(one.table)), "")

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
    """The dataset's descriptor; raises DataFaults when there is none or it is no descriptor that we can follow.

    What it promises and nobody here would look at (other types, other constraints) is refused too. What a killed
    import left is completed or taken back first.
    """
    folder = folder or paths.data()
    transaction.settle(folder)
    path = folder / DESCRIPTOR
    try:
        descriptor, described, misfits = _described(path.read_bytes())
    except FileNotFoundError:
        raise DataFaults([Fault(shown(path), 0, "", "a Data Package descriptor")]) from None
    except Misfit as error:
        raise DataFaults([error.fault(path)]) from None
    if misfits:
        raise DataFaults([error.fault(path) for error in misfits])
    tables = {table.name: replace(table, path=folder / table.path) for table in described}
    return Package(folder, descriptor, tables)


@lru_cache(maxsize=8)
def _described(content: bytes) -> tuple[dict[str, Any], tuple[Table, ...], tuple[Misfit, ...]]:
    """What a descriptor says, its tables with the names of their files, and what is wrong with these.

    Raises Misfit for what is no descriptor at all. A command reads the same one several times.
    """
    said = json_files.parsed(content, "JSON in UTF-8")
    resources = said["resources"].items("a list of tables")
    if created := said.words("created"):
        said["created"].text("a date and time like 2026-11-23T00:00:00Z", _CREATED)
        if not is_date(created[:10]):
            raise said["created"].misfit("a day that the calendar has")
    tables: dict[str, Table] = {}
    misfits = []
    for resource in resources:
        try:
            one = _table(resource)
            if one.name in tables:
                raise resource["name"].misfit("each table once")
            tables[one.name] = one
        except Misfit as error:
            misfits.append(error)
    return said.value, tuple(tables.values()), tuple(misfits or _unknown_targets(resources, tables))


def _table(resource: Node) -> Table:
    """One resource of the descriptor as a table; raises Misfit."""
    name = resource["name"].text("a name of small letters like border_gates", _NAME)
    resource = resource.called(f"{resource.place} {name}")
    schema = resource["schema"]
    fields = tuple(_field(node) for node in schema["fields"].items("a list of fields"))
    names = [field.name for field in fields]
    for node in schema["fields"].items():
        if names.count(node["name"].value) > 1:
            raise node["name"].misfit("each field once")
    references = schema["foreignKeys"]
    return Table(
        name=name,
        title=resource.words("title"),
        description=resource.words("description"),
        path=Path(resource["path"].text("the name of a CSV file", r"[\w-]+\.csv")),
        fields=fields,
        key=tuple(
            _one_of(node, names) for node in schema["primaryKey"].items("the names of the key's fields")
        ),
        references=tuple(_reference(node, name, names) for node in references.items())
        if references.there
        else (),
    )


def _field(node: Node) -> Field:
    """One field of a resource's schema; raises Misfit."""
    kinds = "|".join(TYPES)
    labels, constraints = node["labels"], node["constraints"]
    return Field(
        name=node["name"].text("a name of small letters like name_vi", _NAME),
        type=node["type"].text(f"one of {', '.join(TYPES)}", kinds),
        title=node.words("title"),
        description=node.words("description"),
        example=str(node["example"].value or ""),
        unit=node.words("unit"),
        labels=tuple(one.text("a list of labels.csv", _NAME) for one in labels.items())
        if labels.there
        else (),
        constraints=_constraints(constraints),
        title_vi=node.words("title_vi"),
        description_vi=node.words("description_vi"),
    )


def _constraints(node: Node) -> dict[str, Any]:
    """The constraints of a field, each of the kind that Table Schema gives it; raises Misfit."""
    if node.value is None:
        return {}
    if not isinstance(node.value, dict):
        raise node.misfit("an object")
    for name in node.value:
        one = node[name]
        if name == "required" and not isinstance(one.value, bool):
            raise one.misfit("true or false")
        if name == "minimum" and type(one.value) not in (int, float):
            raise one.misfit("a number")
        if name == "maxLength" and type(one.value) is not int:
            raise one.misfit("a whole number")
        if name == "enum":
            [choice.text() for choice in one.items("a list of values")]
        if name == "pattern":
            try:
                re.compile(one.text("a regular expression"))
            except re.error:
                raise one.misfit("a regular expression") from None
        if name not in CONSTRAINTS:
            raise one.misfit(f"only the constraints {', '.join(CONSTRAINTS)}")
    return dict(node.value)


def _reference(node: Node, table: str, names: list[str]) -> Reference:
    """A foreign key of one field; its own table where it names none. Raises Misfit."""
    target = node["reference"]
    return Reference(
        _one_of(_only(node["fields"]), names),
        target.words("resource") or table,
        _only(target["fields"]).text("a field's name"),
    )


def _only(node: Node) -> Node:
    """The member of a list of one."""
    items = node.items("a list of one field")
    if len(items) > 1:
        raise node.misfit("a list of one field")
    return items[0]


def _one_of(node: Node, names: list[str]) -> str:
    """The name of a field that there is; raises Misfit."""
    name = node.text("a field's name")
    if name not in names:
        raise node.misfit(f"a field of the table; {nearest(name, names)}")
    return name


def _unknown_targets(resources: list[Node], tables: dict[str, Table]) -> Iterator[Misfit]:
    """Foreign keys that lead to no table or no field."""
    for resource, table in zip(resources, tables.values(), strict=True):
        place = f"{resource.place} {table.name}.schema.foreignKeys"
        for reference in table.references:
            if reference.table not in tables:
                hint = nearest(reference.table, tables)
                yield Misfit(f"{place} {reference.field}", f"a table; {hint}", reference.table)
            elif reference.target not in tables[reference.table].names:
                hint = nearest(reference.target, tables[reference.table].names)
                yield Misfit(
                    f"{place} {reference.field}", f"a field of {reference.table}; {hint}", reference.target
                )
