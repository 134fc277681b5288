"""Corrections in force: a fact keeps its value as printed, and a listed correction says what holds instead."""

from collections.abc import Iterable, Mapping
from datetime import date

from helpers.data.csv_files import Row, Sheets
from helpers.data.dates import last_day

TABLE = "corrections"

Rows = Mapping[str, tuple[Row, ...]]


def applied(rows: Rows, keys: Mapping[str, str], limit: date | None = None) -> dict[str, tuple[Row, ...]]:
    """The rows with the corrections that were confirmed by a day; ``keys`` is each table's key field.

    A correction whose ``old`` is not the printed value changes nothing; the check refuses it.
    """
    fixes = _by_fact(fix for fix in rows.get(TABLE, ()) if limit is None or last_day(fix["date"]) <= limit)
    if not fixes:
        return dict(rows)
    return {
        name: tuple(corrected(row, fixes.get((name, row[keys[name]]), {})) for row in table)
        for name, table in rows.items()
    }


def _by_fact(rows: Iterable[Row]) -> dict[tuple[str, str], dict[str, Row]]:
    """Corrections by table and key of the fact, then by field; of two of one field the later holds."""
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for fix in rows:
        found.setdefault((fix["table"], fix["key"]), {})[fix["field"]] = fix
    return found


def corrected(row: Row, fixes: Mapping[str, Row]) -> Row:
    """One row with its corrections."""
    new = {field: fix["new"] for field, fix in fixes.items() if row.get(field) == fix["old"]}
    return row.but(new) if new else row


def corrected_tables(sheets: Sheets) -> Sheets:
    """The tables with their corrections applied, which is what the other rules look at."""
    fixes, found = _by_fact(sheets[TABLE].rows), dict(sheets)
    for name in {table for table, _ in fixes} & set(sheets):
        sheet = sheets[name]
        found[name] = sheet.but(
            {
                (field, place): fix["new"]
                for place, key in enumerate(sheet.column(sheet.table.key[0]))
                for field, fix in fixes.get((name, key), {}).items()
                if field in sheet.table.names and sheet.column(field)[place] == fix["old"]
            }
        )
    return Sheets(found, sheets.tables)
