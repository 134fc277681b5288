"""Further sources name a fact that there is, once, and no fact speaks of what its source could not know."""

from collections.abc import Iterator
from datetime import date

from helpers.data.csv_files import Row, Sheet, Sheets
from helpers.data.dates import last_day
from helpers.data.faults import Fault


def known(sheets: Sheets) -> Iterator[Fault]:
    """A further source is another witness of a fact in the table it names."""
    sheet = sheets["further_sources"]
    for row in sheet.rows:
        if row["table"] not in sheets:
            continue
        facts = sheets[row["table"]]
        if not facts.raw:  # a table that could not be read is told as such, not once more for each witness
            continue
        fact = facts.index.get(row["key"])
        if not fact:
            if row["key"] not in facts.typed(facts.table.key[0]):
                yield sheet.fault(row, "key", f"{facts.table.key[0]} of {facts.table.path.name}")
        elif fact["source_id"] == row["source_id"]:
            yield sheet.fault(
                row,
                "source_id",
                "another source than the fact's own",
                "add the locator to the fact",
            )


def chains(sheets: Sheets) -> Iterator[Fault]:
    """A fact that refers to another is no older news than that one: an edition would show half of it."""
    first = first_told(sheets)
    for sheet in sheets.values():
        for reference in sheet.table.references if sheet.table.of_facts else ():
            if not sheets[reference.table].table.of_facts:
                continue
            for row in sheet.rows:
                if not row[reference.field]:
                    continue
                mine = first.get((sheet.table.name, row[sheet.table.key[0]]))
                theirs = first.get((reference.table, row[reference.field]))
                if mine and theirs and theirs > mine:
                    yield earlier(sheet, row, reference.field, reference.table)


def earlier(sheet: Sheet, row: Row, column: str, table: str) -> Fault:
    """A fact that names what no source had told yet."""
    wanted = f"a row of {table} told no later than {row['source_id']}"
    return sheet.fault(row, column, wanted, f"add {row['source_id']} to further_sources.csv for it")


def first_told(sheets: Sheets) -> dict[tuple[str, str], date]:
    """The day by which each fact was first published, by table and key."""
    published = {row["source_id"]: last_day(row["published"]) for row in sheets["sources"].rows}
    told: dict[tuple[str, str], date] = {}
    facts = [
        ((sheet.table.name, row[sheet.table.key[0]]), row["source_id"])
        for sheet in sheets.values()
        if sheet.table.of_facts
        for row in sheet.rows
    ]
    facts += [((row["table"], row["key"]), row["source_id"]) for row in sheets["further_sources"].rows]
    for fact, source in facts:
        if source in published:
            told[fact] = min(told.get(fact, date.max), published[source])
    return told


RULES = (known, chains)
