"""Does each table have the shape that the descriptor promises? Frictionless looks, we say it plainly."""

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Any

from helpers.data.faults import Fault, shown
from helpers.data.package import DESCRIPTOR, Field, Package
from helpers.data.sheets import Row, Sheet, Sheets
from helpers.errors import nearest

ROWS = 1_000_000  # frictionless stops at a thousand errors by itself; a curator wants them all
TYPES = {
    "number": "a number with a decimal point",
    "integer": "a whole number",
    "boolean": "true or false",
}


def faults(package: Package, sheets: Sheets) -> list[Fault]:
    """Types, constraints, primary keys and foreign keys of the tables that can be read, one fault a cell."""
    import frictionless  # half a second to import, so only those who check pay for it

    try:
        readable = frictionless.Package.from_descriptor(in_memory(package, sheets))
        report = readable.validate(limit_errors=ROWS)
    except frictionless.FrictionlessException as error:
        return [of_descriptor(package, reason.message) for reason in error.reasons or [error.error]]
    found = [of_descriptor(package, error.message) for error in report.errors]
    for task in report.tasks:
        found += of_table(sheets[task.name], task.errors)
    return found + [fault for sheet in sheets.values() for fault in of_references(sheet, sheets, found)]


def in_memory(package: Package, sheets: Sheets) -> dict[str, Any]:
    """The descriptor with rows in the place of files, so that nothing is read or guessed twice.

    Leaves out the tables that could not be read, and the foreign keys: for each of them frictionless would read
    the other table anew, which takes longer than all the rest.
    """
    descriptor = copy.deepcopy(package.descriptor)
    descriptor["resources"] = [entry for entry in descriptor["resources"] if entry["name"] in sheets]
    for entry in descriptor["resources"]:
        for name in ("path", "scheme", "format", "mediatype", "encoding", "dialect"):
            entry.pop(name, None)
        sheet = sheets[entry["name"]]
        entry["data"] = [list(sheet.table.names), *(cells for _, cells in sheet.raw)]
        entry["schema"].pop("foreignKeys", None)
    return descriptor


def of_descriptor(package: Package, message: str) -> Fault:
    """A fault in the descriptor itself."""
    return Fault(shown(package.folder / DESCRIPTOR), 0, "", "a Data Package descriptor", message)


def of_table(sheet: Sheet, errors: Iterable[Any]) -> Iterator[Fault]:
    """One table's errors in our words: one a cell, and one for a row that is too short, too long or blank."""
    told: set[tuple[int, str]] = set()
    for error in errors:
        line, cells = sheet.raw[error.row_number - 2]  # frictionless counts the header as row 1
        wide = len(cells) == len(sheet.table.names)
        column = column_of(sheet, error) if wide else ""
        if (line, column) in told or (line, "") in told:
            continue
        told.add((line, column))
        if wide:
            row = Row(line, dict(zip(sheet.table.names, cells, strict=True)))
            yield of_cell(sheet, row, column, error)
        else:
            yield of_row(sheet, line, cells)


def of_row(sheet: Sheet, line: int, cells: list[str]) -> Fault:
    """A row with more or fewer cells than the header, or none at all."""
    wanted = f"{len(sheet.table.names)} cells, as in the header"
    found = f"{len(cells)} cells" if cells else "a blank line"
    hint = "quote a text that has a comma in it" if len(cells) > len(sheet.table.names) else ""
    return Fault(shown(sheet.table.path), line, "", wanted, found, hint)


def column_of(sheet: Sheet, error: Any) -> str:
    """The column that an error is about."""
    return str(getattr(error, "field_name", "")) or sheet.table.key[0]


def of_cell(sheet: Sheet, row: Row, column: str, error: Any) -> Fault:
    """An error in one cell in our words."""
    field = sheet.table.field(column)
    if error.type == "primary-key":
        return repeated(sheet, row)
    if error.type == "type-error":
        return sheet.fault(
            row,
            column,
            TYPES.get(field.type, f"a {field.type}"),
            advice(field, row[column]),
        )
    if error.type == "unique-error":
        return sheet.fault(row, column, "a value used once")
    if error.type == "constraint-error":
        return sheet.fault(row, column, *broken(field, row[column], error.note))
    return sheet.fault(row, column, error.message)


def repeated(sheet: Sheet, row: Row) -> Fault:
    """A primary key that an earlier row has too, or that is empty."""
    key = row.key(sheet.table.key)
    columns = ",".join(sheet.table.key)
    if not any(key):
        return sheet.fault(row, columns, "a key", found="")
    places = [sheet.table.names.index(column) for column in sheet.table.key]
    first = next(line for line, cells in sheet.raw if tuple(cells[place] for place in places) == key)
    return sheet.fault(
        row,
        columns,
        "a key used once",
        f"line {first} has it too",
        " ".join(filter(None, key)),
    )


def of_references(sheet: Sheet, sheets: Sheets, found: Iterable[Fault]) -> Iterator[Fault]:
    """References to no row of a table that could be read, in cells that are not at fault already."""
    told = {(fault.line, fault.field) for fault in found if fault.file == shown(sheet.table.path)}
    for reference in sheet.table.references:
        if reference.table not in sheets:
            continue
        target = sheets[reference.table]
        known = set(target.typed(reference.target)) - {""}
        wanted = f"{reference.target} of {target.table.path.name}"
        for row in sheet.rows:
            named = row[reference.field]
            if named and named not in known and (row.line, reference.field) not in told:
                yield sheet.fault(row, reference.field, wanted, nearest(named, known))


def broken(field: Field, found: str, note: str) -> tuple[str, str]:
    """What a constraint asks for, and what to do."""
    match = re.search(r'constraint "(\w+)"', note)
    rule = match[1] if match else ""
    if rule == "required":
        return f"a value ({field.title.lower()})", field.description
    if rule == "enum":
        known = field.constraints["enum"]
        return f"one of {', '.join(known)}", nearest(found, known)
    if rule == "pattern":
        return f"{field.title.lower()} like {field.example}", field.description
    return f"{rule} {field.constraints.get(rule, '')}".strip() or note, ""


def advice(field: Field, found: str) -> str:
    """How to write a number that was typed as Vietnamese or English text prints it."""
    if field.type != "number":
        return ""
    digits = found.replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})*(,\d+)?|-?\d+,\d+", digits):
        return f"write {digits.replace('.', '').replace(',', '.')}"
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", digits):
        return f"write {digits.replace(',', '')}"
    return "digits only; a qualifier and a unit have columns of their own"
