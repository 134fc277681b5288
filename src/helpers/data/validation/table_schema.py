"""Each table has the shape that the descriptor says: types, constraints, primary and foreign keys.

The meaning of types and constraints is Table Schema's (Data Package v2). The tests hold this against
frictionless, which is not used here: it needs several seconds for what a curator wants at once.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import cache

from helpers.data.csv_files import Row, Sheet, Sheets
from helpers.data.faults import Fault, shown
from helpers.data.schema import Field
from helpers.errors import nearest

TYPES = {
    "number": "a number with a decimal point",
    "integer": "a whole number",
    "boolean": "true or false",
}


def faults(sheets: Sheets) -> list[Fault]:
    """Types, constraints, primary keys and foreign keys of the tables that can be read, one fault a cell."""
    found = [
        fault
        for sheet in sheets.values()
        for look in (of_lengths, of_cells, of_keys)
        for fault in look(sheet)
    ]
    return found + [fault for sheet in sheets.values() for fault in of_references(sheet, sheets, found)]


def of_lengths(sheet: Sheet) -> Iterator[Fault]:
    """Rows with more or fewer cells than the header, or none at all."""
    width = len(sheet.table.names)
    for line, cells in sheet.raw:
        if len(cells) != width or not any(cells):
            yield of_row(sheet, line, cells)


def of_row(sheet: Sheet, line: int, cells: list[str]) -> Fault:
    """A row with more or fewer cells than the header, or none at all."""
    wanted = f"{len(sheet.table.names)} cells, as in the header"
    found = f"{len(cells)} cells" if any(cells) else "a blank line"
    hint = "quote a text that has a comma in it" if len(cells) > len(sheet.table.names) else ""
    return Fault(shown(sheet.table.path), line, "", wanted, found, hint)


def of_cells(sheet: Sheet) -> Iterator[Fault]:
    """Cells that are not what their field says; a column's distinct values are looked at once."""
    for field in sheet.table.fields:
        sound = cell_test(field)
        unsound = {text for text in set(sheet.typed(field.name)) if not sound(text)}
        for row in sheet.rows if unsound else ():
            if row[field.name] in unsound and any(row.values()):
                yield of_cell(sheet, row, field)


def cell_test(field: Field) -> Callable[[str], bool]:
    """A test for the cells of a field: its type, then its constraints."""
    rules = field.constraints
    pattern = re.compile(rules["pattern"]) if "pattern" in rules else None
    known = set(rules["enum"]) if "enum" in rules else None
    least = Decimal(rules["minimum"]) if "minimum" in rules else None
    longest = rules.get("maxLength")

    def sound(text: str) -> bool:
        if not text:
            return not field.required
        if not typed(field.type, text):
            return False
        if least is not None and Decimal(text) < least:
            return False
        if longest is not None and len(text) > longest:
            return False
        return (known is None or text in known) and (pattern is None or bool(pattern.search(text)))

    return sound


@cache
def typed(kind: str, text: str) -> bool:
    """Whether a text can be read as a type."""
    if kind == "boolean":
        return text in ("true", "false")
    if kind == "integer":
        return re.fullmatch(r"[+-]?\d+", text) is not None
    if kind == "number":
        try:
            Decimal(text)
            return "_" not in text
        except InvalidOperation:
            return False
    return True


def of_cell(sheet: Sheet, row: Row, field: Field) -> Fault:
    """A cell that is not what its field says, in our words."""
    text = row[field.name]
    if text and not typed(field.type, text):
        return sheet.fault(row, field.name, TYPES[field.type], advice(field, text))
    return sheet.fault(row, field.name, *broken(field, text))


def of_keys(sheet: Sheet) -> Iterator[Fault]:
    """Primary keys that an earlier row has too, or that are empty."""
    seen: dict[tuple[str, ...], int] = {}
    for row in sheet.rows:
        key = row.key(sheet.table.key)
        first = seen.setdefault(key, row.line)
        if (first != row.line or not any(key)) and any(row.values()):
            yield repeated(sheet, row, key, first)


def repeated(sheet: Sheet, row: Row, key: tuple[str, ...], first: int) -> Fault:
    """A primary key that an earlier row has too, or that is empty."""
    columns = ",".join(sheet.table.key)
    if not any(key):
        return sheet.fault(row, columns, "a key", found="")
    return sheet.fault(
        row, columns, "a key used once", f"line {first} has it too", " ".join(filter(None, key))
    )


def of_references(sheet: Sheet, sheets: Sheets, found: Iterable[Fault]) -> Iterator[Fault]:
    """References to no row of a table that could be read, in cells that are not at fault already."""
    told = {(fault.line, fault.field) for fault in found if fault.file == shown(sheet.table.path)}
    for reference in sheet.table.references:
        if reference.table not in sheets:
            continue
        target = sheets[reference.table]
        known = set(target.typed(reference.target)) - {""}
        unknown = set(sheet.typed(reference.field)) - known - {""}
        wanted = f"{reference.target} of {target.table.path.name}"
        for row in sheet.rows if unknown else ():
            named = row[reference.field]
            if named in unknown and (row.line, reference.field) not in told:
                yield sheet.fault(row, reference.field, wanted, nearest(named, known))


def broken(field: Field, found: str) -> tuple[str, str]:
    """What a constraint asks for, and what to do."""
    if not found:
        return f"a value ({field.title.lower()})", field.description
    if "enum" in field.constraints and found not in field.constraints["enum"]:
        known = field.constraints["enum"]
        return f"one of {', '.join(known)}", nearest(found, known)
    if "minimum" in field.constraints and Decimal(found) < field.constraints["minimum"]:
        return f"minimum {field.constraints['minimum']}", ""
    if "maxLength" in field.constraints and len(found) > field.constraints["maxLength"]:
        return f"at most {field.constraints['maxLength']} letters", "pages have room for no more"
    return f"{field.title.lower()} like {field.example}", field.description


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
