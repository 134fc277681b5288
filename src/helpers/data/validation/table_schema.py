"""Each table has the shape that the descriptor says: types, constraints, primary and foreign keys.

The meaning of types and constraints is Table Schema's (Data Package v2). The tests hold this against
frictionless, which is not used here: it needs several seconds for what a curator wants at once.
"""

import re
from collections.abc import Callable, Container, Iterator
from decimal import Decimal, InvalidOperation

from helpers.data.csv_files import Sheet, Sheets
from helpers.data.faults import Fault
from helpers.data.schema import Field
from helpers.errors import Nearest

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
    told = {(fault.file, fault.line, fault.field) for fault in found}
    return found + [fault for sheet in sheets.values() for fault in of_references(sheet, sheets, told)]


def of_lengths(sheet: Sheet) -> Iterator[Fault]:
    """Rows with more or fewer cells than the header, or none at all."""
    width = len(sheet.table.names)
    for line, cells in sheet.aside:
        found = f"{len(cells)} cells" if any(cells) else "a blank line"
        hint = "quote a text that has a comma in it" if len(cells) > width else ""
        yield Fault(sheet.file, line, "", f"{width} cells, as in the header", found, hint)


def of_cells(sheet: Sheet) -> Iterator[Fault]:
    """Cells that are not what their field says."""
    for field in sheet.table.fields:
        for rows in sheet.alike(field.name, unless=sound(field)):
            yield from sheet.faults(rows, field.name, *of_cell(field, rows[field.name]))


def sound(field: Field) -> Callable[[str], object]:
    """Whether a cell is what its field says: a test of its type, then of its constraints."""
    rules = field.constraints
    pattern = re.compile(rules["pattern"]) if "pattern" in rules else None
    known = set(rules["enum"]) if "enum" in rules else None
    least = Decimal(rules["minimum"]) if "minimum" in rules else None
    longest = rules.get("maxLength")
    if (
        pattern
        and field.type == "string"
        and set(rules) == {"required", "pattern"}
        and not pattern.search("")
    ):
        return pattern.search  # keys, the longest columns, are held to a pattern alone

    def test(text: str) -> bool:
        if not text:
            return not field.required
        if not typed(field.type, text):
            return False
        if least is not None and Decimal(text) < least:
            return False
        if longest is not None and len(text) > longest:
            return False
        return (known is None or text in known) and (pattern is None or pattern.search(text) is not None)

    return test


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


def of_cell(field: Field, text: str) -> tuple[str, str | Nearest]:
    """What a cell should be that is not what its field says, and what to do."""
    if text and not typed(field.type, text):
        return TYPES[field.type], advice(field, text)
    return broken(field, text)


def of_keys(sheet: Sheet) -> Iterator[Fault]:
    """Primary keys that an earlier row has too, or that are empty."""
    key, columns = sheet.table.key, ",".join(sheet.table.key)
    if "" in sheet.distinct(key[0]):
        for rows in sheet.alike(*key, where=lambda *cells: not any(cells)):
            yield from sheet.faults(rows, columns, "a key", found="")
    for row, first in sheet.repeated(*key):
        if found := " ".join(filter(None, row.key(key))):
            yield sheet.fault(row, columns, "a key used once", f"line {first.line} has it too", found)


def of_references(sheet: Sheet, sheets: Sheets, told: Container[tuple[str, int, str]]) -> Iterator[Fault]:
    """References to no row of a table that could be read, in cells that are not ``told`` to be at fault already."""
    for reference in sheet.table.references:
        if reference.table not in sheets or not any(sheet.distinct(reference.field)):
            continue
        target = sheets[reference.table]
        known = set(target.typed(reference.target)) - {""}
        wanted = f"{reference.target} of {target.table.path.name}"
        for rows in sheet.alike(reference.field, where=lambda text, known=known: text and text not in known):
            hint = Nearest(rows[reference.field], known)
            for fault in sheet.faults(rows, reference.field, wanted, hint):
                if (fault.file, fault.line, fault.field) not in told:
                    yield fault


def broken(field: Field, found: str) -> tuple[str, str | Nearest]:
    """What a constraint asks for, and what to do."""
    if not found:
        return f"a value ({field.title.lower()})", field.description
    if "enum" in field.constraints and found not in field.constraints["enum"]:
        known = field.constraints["enum"]
        return f"one of {', '.join(known)}", Nearest(found, known)
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
