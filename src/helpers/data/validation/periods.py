"""Time runs forwards: nothing ends before it starts, and no source tells what came after it."""

from collections.abc import Iterator

from helpers.data.csv_files import Sheets
from helpers.data.dates import first_day, last_day
from helpers.data.faults import Fault

SPANS = (
    ("period_start", "period_end"),
    ("start", "end"),
    ("valid_from", "valid_to"),
    ("since", "as_of"),
)
DONE = {
    "observations": ("period_end", "as_of"),
    "relations": ("since",),
    "agreements": ("signed", "status_as_of"),
    "documents": ("issued",),
    "border_gates": ("kind_as_of",),
}


def spans(sheets: Sheets) -> Iterator[Fault]:
    """Each start is no later than its end: the first day of the one is not after the last day of the other."""
    for sheet in sheets.values():
        for start, end in SPANS:
            if start not in sheet.table.names or end not in sheet.table.names:
                continue
            for rows in sheet.alike(start, end, where=_backwards):
                yield from sheet.faults(rows, end, f"an end no earlier than {start} {rows[start]}")


def _backwards(start: str, end: str) -> bool:
    return bool(start and end) and first_day(start) > last_day(end)


def whole(sheets: Sheets) -> Iterator[Fault]:
    """An end needs a start; only a result may have an end alone, the date by which it was reported."""
    for sheet in sheets.values():
        for start, end in SPANS[:2]:
            if sheet.table.name == "observations" or start not in sheet.table.names:
                continue
            kind = [name for name in ("kind",) if name in sheet.table.names]
            for rows in sheet.alike(start, end, *kind, where=lambda start, end, *_: end and not start):
                if rows.get("kind") != "result":
                    yield from sheet.faults(rows, start, f"a start, for {end} is {rows[end]}")


def hindsight(sheets: Sheets) -> Iterator[Fault]:
    """No source reports what happened after its publication; only plans may."""
    sources = sheets["sources"].index
    for name, columns in DONE.items():
        sheet = sheets[name]
        qualifier = [name for name in ("qualifier",) if name in sheet.table.names]
        for column in columns:
            for rows in sheet.alike(column, "source_id", *qualifier):
                source = sources.get(rows["source_id"])
                if not source or not rows[column] or rows.get("qualifier") == "planned":
                    continue
                if first_day(rows[column]) > last_day(source["published"]):
                    wanted = f"no later than {rows['source_id']}, published {source['published']}"
                    yield from sheet.faults(rows, column, wanted)


def standing(sheets: Sheets) -> Iterator[Fault]:
    """What is in force is so by a source of some date: a text of 2016 says nothing of today."""
    sheet = sheets["agreements"]
    for row in sheet.rows:
        if (row["status"] == "in_force") != bool(row["status_as_of"]):
            yield sheet.fault(
                row, "status_as_of", "the date of the status where it is in_force, and only there"
            )


def reading(sheets: Sheets) -> Iterator[Fault]:
    """A source is read after it is published."""
    sheet = sheets["sources"]
    for row in sheet.rows:
        if row["accessed"] and first_day(row["published"]) > last_day(row["accessed"]):
            yield sheet.fault(row, "accessed", f"no earlier than published, {row['published']}")


RULES = (spans, whole, hindsight, standing, reading)
