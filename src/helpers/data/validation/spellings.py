"""Spellings of the investment register: each names one row, and says what no name of the dataset says."""

from collections.abc import Iterator

from helpers.data.csv_files import Sheets
from helpers.data.faults import Fault
from helpers.errors import folded

TARGETS = {"area_id": "areas", "partner_id": "partners", "sector_id": "sectors"}


def one_target(sheets: Sheets) -> Iterator[Fault]:
    """A spelling is of one area, one state or one sector."""
    sheet = sheets["spellings"]
    for row in sheet.rows:
        filled = [column for column in TARGETS if row[column]]
        if len(filled) != 1:
            found = " ".join(row[column] for column in filled)
            yield sheet.fault(row, "area_id", "one of area_id, partner_id and sector_id", found=found)
        partner = sheets["partners"].index.get(row["partner_id"])
        if partner and partner["kind"] != "state":
            yield sheet.fault(row, "partner_id", "a partner of the kind state, as the register counts them")


def distinct(sheets: Sheets) -> Iterator[Fault]:
    """No two spellings, and no spelling and name, differ only in case, accents, blanks and punctuation."""
    sheet = sheets["spellings"]
    names = {column: _names(sheets, table) for column, table in TARGETS.items()}
    seen: dict[str, str] = {}
    for row in sheet.rows:
        key = folded(row["spelling"])
        first = seen.setdefault(key, row["spelling"])
        if first != row["spelling"]:
            yield sheet.fault(row, "spelling", "each spelling once", f"it reads as {first} does")
        for column, table in TARGETS.items():
            if row[column] and key in names[column]:
                hint = f"it reads as the name of {names[column][key]} in {table}.csv; take this row out"
                yield sheet.fault(row, "spelling", "what is not a name already", hint)


def _names(sheets: Sheets, table: str) -> dict[str, str]:
    """The first id with each name, in either language, of the rows that the register may speak of."""
    found: dict[str, str] = {}
    for key, row in sheets[table].index.items():
        if table != "partners" or row["kind"] == "state":
            for name in (row["name_vi"], row["name_en"]):
                found.setdefault(folded(name), key)
    return found


RULES = (one_target, distinct)
