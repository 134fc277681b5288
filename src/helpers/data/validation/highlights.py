"""A curator's choices for the first page keep the rules of selection: no plan, nothing old, nothing doubtful.

The same limits as in the selection itself, which chooses where nobody did; a choice only says which row.
"""

from collections.abc import Iterator
from datetime import date

from helpers.data.csv_files import Row, Sheet, Sheets
from helpers.data.dates import last_day
from helpers.data.faults import Fault

OLDEST = 5  # years
# What a key figure may be of: the topics of the indicators that answer its question.
TOPICS = {
    "trade": ("trade",),
    "fdi": ("investment",),
    "visitors": ("visitors",),
    "pci": ("competitiveness",),
}
# Where a row says when it was, the surest first; a plan's dates are no news.
WHEN = ("as_of", "period_end", "end", "start", "signed", "status_as_of")
MEMBERS = {
    "agreements": ("agreement_parties", "agreement_id"),
    "meetings": ("mechanism_members", "mechanism_id"),
}


def chosen(sheets: Sheets) -> Iterator[Fault]:
    """A highlight names a row that there is, of the unit or of a unit that was merged into it."""
    sheet = sheets["highlights"]
    for row in sheet.rows:
        target = _target(sheets, row)
        if target is None:
            if row["table"] in sheets and not sheets[row["table"]].is_empty:
                yield sheet.fault(row, "row", f"a row of {row['table']}.csv")
        elif not _areas(sheets, row["table"], target) & _units(sheets, row["area_id"]):
            yield sheet.fault(row, "row", f"a row of {row['area_id']} or of a unit merged into it")


def held_to_the_rules(sheets: Sheets) -> Iterator[Fault]:
    """What is chosen is a result, surely read, at most five years old on the last day of the choice."""
    sheet = sheets["highlights"]
    for row in sheet.rows:
        target = _target(sheets, row)
        if target is None:
            continue
        if target.get("qualifier") == "planned":
            yield sheet.fault(row, "row", "a result", "a plan is never one")
        if target["confidence"] == "low":
            yield sheet.fault(row, "row", "a reading that is not doubtful")
        when = next((target[field] for field in WHEN if target.get(field)), "")
        until = last_day(row["until"])
        if not when or last_day(when) < date(until.year - OLDEST, until.month, min(until.day, 28)):
            wanted = f"a row dated, and at most {OLDEST} years old on {row['until']}"
            yield sheet.fault(row, "row", wanted, found=when)


def answers(sheets: Sheets) -> Iterator[Fault]:
    """A key figure is a figure, and of the slot's own subject."""
    sheet = sheets["highlights"]
    for row in sheet.rows:
        if row["slot"] not in TOPICS:
            continue
        if row["table"] != "observations":
            yield sheet.fault(row, "table", f"observations, for {row['slot']} is a key figure")
        elif target := _target(sheets, row):
            indicator = sheets["indicators"].index.get(target["indicator_id"])
            if indicator and indicator["topic"] not in TOPICS[row["slot"]]:
                yield sheet.fault(row, "row", f"a figure of the topic {TOPICS[row['slot']][0]}")


def _target(sheets: Sheets, row: Row) -> Row | None:
    return sheets[row["table"]].find(row["row"]) if row["table"] in sheets else None


def _units(sheets: Sheets, area: str) -> set[str]:
    """A unit and those that were merged into it."""
    return {area, *(row["area_id"] for row in sheets["areas"].rows if row["successor_id"] == area)}


def _areas(sheets: Sheets, table: str, row: Row) -> set[str]:
    """The areas that a row is about."""
    if table not in MEMBERS:
        return {row["area_id"]}
    members, key = MEMBERS[table]
    sheet: Sheet = sheets[members]
    return {one["area_id"] for one in sheet.rows if one[key] == row[key]}


RULES = (chosen, held_to_the_rules, answers)
