"""Each correction names an existing fact, a field that may be corrected, the value as printed, and one that fits."""

from collections.abc import Iterator

from helpers.data.corrections import TABLE
from helpers.data.csv_files import Sheets
from helpers.data.faults import Fault
from helpers.data.schema import Table
from helpers.data.validation.table_schema import of_cell, sound
from helpers.data.validation.texts import unreadable

# A correction changes what a fact says, never its key or its place in the source.
UNTOUCHED = ("source_id", "locator", "revises")


def faults(sheets: Sheets) -> Iterator[Fault]:
    """Faults of the corrections; the other rules then look at the tables with the corrections applied."""
    if TABLE not in sheets:
        return
    sheet = sheets[TABLE]
    for row in sheet.rows:
        facts = sheets[row["table"]]
        fact = facts.find(row["key"])
        if facts.is_empty:  # a table that could not be read is told as such
            continue
        if fact is None:
            yield sheet.fault(row, "key", f"{facts.table.key[0]} of {facts.table.path.name}")
        elif row["field"] not in may_correct(facts.table):
            yield sheet.fault(row, "field", f"a field of {facts.table.path.name} that says something")
        elif fact[row["field"]] != row["old"]:
            wanted = f"the value as printed, {fact[row['field']]!r}; this correction no longer bites"
            yield sheet.fault(row, "old", wanted, "take the correction out, or say what is wrong now")
        elif row["new"] == row["old"]:
            yield sheet.fault(row, "new", "another value than the printed one")
        elif wanted := _wanted(facts.table, row["field"], row["new"]):
            yield sheet.fault(row, "new", wanted, f"it becomes {row['field']} of {facts.table.path.name}")


def may_correct(table: Table) -> set[str]:
    """The fields that a correction may change."""
    return set(table.names) - set(table.key) - set(UNTOUCHED)


def _wanted(table: Table, name: str, text: str) -> str:
    """What a field holds, where it cannot hold this text."""
    field = table.field(name)
    return unreadable(field, text) if sound(field)(text) else of_cell(field, text)[0]
