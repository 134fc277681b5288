"""A slice as a small dataset of its own: the files that a section is handed, each as text."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from helpers.data.csv_files import Row
from helpers.data.schema import DESCRIPTOR, Package, Table

# What a reader of the data needs of a field; titles and descriptions are for curators.
_FIELD = ("name", "type", "constraints")


def excerpt(
    package: Package, rows: Mapping[str, tuple[Row, ...]], further: Iterable[str] = ()
) -> dict[str, str]:
    """The files of a slice by name: a descriptor, a table each, and further files of the dataset as they are.

    Raises OSError for a further file that is not there.
    """
    tables = {f"{name}.csv": text(package.table(name), rows[name]) for name in rows}
    other = {name: (package.folder / name).read_text(encoding="utf-8") for name in sorted(set(further))}
    return {DESCRIPTOR: descriptor(package, tuple(rows)), **tables, **other}


def text(table: Table, rows: Iterable[Row]) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([row[name] for name in table.names] for row in rows)
    return out.getvalue()


def descriptor(package: Package, tables: tuple[str, ...]) -> str:
    """The descriptor of some tables: what reading them depends on, and no more."""
    resources = [one for one in package.descriptor["resources"] if one["name"] in tables]
    content = {"resources": [_resource(one) for one in resources]}
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


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write an excerpt into a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


def changes(package: Package, name: str, old: str, new: str) -> str:
    """How a table differs from what it was, in words: ``1 row changed: lao-cai.fdi-capital.2022``."""
    table = package.table(name)
    before, after = _by_key(table, old), _by_key(table, new)
    told = []
    for verb, keys in (
        ("changed", [key for key in after if key in before and after[key] != before[key]]),
        ("new", [key for key in after if key not in before]),
        ("gone", [key for key in before if key not in after]),
    ):
        if keys:
            named = ", ".join(keys[:_NAMED]) + ", …" * (len(keys) > _NAMED)
            told.append(f"{len(keys)} row{'s' * (len(keys) > 1)} {verb}: {named}")
    return "; ".join(told) or "its columns changed"


_NAMED = 3


def _by_key(table: Table, content: str) -> dict[str, list[str]]:
    header, *rows = list(csv.reader(io.StringIO(content, newline=""))) or [[]]
    places = [header.index(name) for name in table.key if name in header]
    return {"/".join(row[place] for place in places): row for row in rows}
