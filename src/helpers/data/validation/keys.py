"""Rows can be told apart and found: sorted, each fact once, each party one of ours or one of theirs."""

from collections.abc import Iterator

from helpers.data.csv_files import Sheets
from helpers.data.faults import Fault

# What makes two rows the same fact, whatever they are called. One source states a figure once.
SAME = {
    "observations": (
        *("area_id", "indicator_id", "partner_id", "sector_id", "gate_id"),
        *("period_start", "period_end", "as_of", "source_id"),
    ),
    "relations": ("area_id", "partner_id", "form", "since", "as_of", "source_id"),
    "priorities": ("list_id", "position"),
    "meetings": ("mechanism_id", "number", "start", "end", "source_id"),
}
EITHER = ("agreement_parties", "mechanism_members")


def order(sheets: Sheets) -> Iterator[Fault]:
    """Rows are sorted by the primary key, so that a change shows as one line in a diff."""
    for sheet in sheets.values():
        before: tuple[str, ...] = ()
        for row in sheet.rows:
            key = row.key(sheet.table.key)
            if key < before:
                columns = ",".join(sheet.table.key)
                found = " ".join(filter(None, key))
                wanted = f"rows sorted by {columns}"
                yield sheet.fault(
                    row,
                    columns,
                    wanted,
                    f"it belongs above {' '.join(filter(None, before))}",
                    found,
                )
            else:
                before = key


def repeats(sheets: Sheets) -> Iterator[Fault]:
    """No fact is told twice under two ids."""
    for name, columns in SAME.items():
        sheet = sheets[name]
        seen: dict[tuple[str, ...], str] = {}
        for row in sheet.rows:
            key, mine = row.key(columns), row[sheet.table.key[0]]
            first = seen.setdefault(key, mine)
            if first != mine:
                yield sheet.fault(
                    row,
                    sheet.table.key[0],
                    "each fact once",
                    f"the same fact as {first}",
                )


def either(sheets: Sheets) -> Iterator[Fault]:
    """A party or a member is one of our areas or one of the partners, never both, never neither."""
    for sheet in (sheets[name] for name in EITHER):
        for row in sheet.rows:
            if bool(row["area_id"]) == bool(row["partner_id"]):
                found = " ".join(filter(None, row.key(("area_id", "partner_id"))))
                yield sheet.fault(row, "area_id", "either an area or a partner", found=found)


def sides(sheets: Sheets) -> Iterator[Fault]:
    """It takes two to sign, and someone to meet."""
    for name, parent, least in (
        ("agreement_parties", "agreements", 2),
        ("mechanism_members", "mechanisms", 1),
    ):
        sheet, key = sheets[parent], sheets[parent].table.key[0]
        if name not in sheets:
            continue
        for row in sheet.rows:
            count = sheets[name].typed(key).count(row[key])
            if count < least:
                wanted = f"at least {least} in {sheets[name].table.path.name} for {row[key]}"
                yield sheet.fault(row, key, wanted, found=str(count))


RULES = (order, repeats, either, sides)
