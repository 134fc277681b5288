"""Names as people type them: with or without tone marks, in either language, as an id or as a code."""

from collections.abc import Iterable

from helpers.data.csv_files import Sheet
from helpers.errors import BriefingError, UnknownName, folded

_STEMS = ("name", "title", "short", "text")
_CODES = ("iso_3166_2", "gso_code")


class UnknownEntry(UnknownName):
    """A name that no row of the table it points to has."""


class SeveralEntries(BriefingError):
    """A name that several rows have."""

    def __init__(self, found: str, ids: Iterable[str]) -> None:
        self.found, self.ids = found, tuple(ids)
        super().__init__(found, self.ids)

    def __str__(self) -> str:
        return f"{self.found!r} may be {' or '.join(self.ids)}; write the id"


def read_name(text: str, sheet: Sheet) -> str:
    """The key of the row that a name, an id or a code means; raises UnknownEntry or SeveralEntries."""
    if text in sheet.index:
        return text
    found = [key for key, row in sheet.index.items() if folded(text) in spellings(row)]
    if len(found) > 1:
        raise SeveralEntries(text, found)
    if not found:
        error = UnknownEntry(text, sheet.index)
        error.kind = sheet.table.key[0].removesuffix("_id")
        raise error
    return found[0]


def spellings(cells: dict[str, str]) -> set[str]:
    """What a row may be called."""
    names = [
        text for column, text in cells.items() if column[:-3] in _STEMS and column[-3:] in ("_vi", "_en")
    ]
    names += [cells[column] for column in _CODES if cells.get(column)]
    names += [cells[column] for column in ("title", "url") if column in cells]
    return {folded(name) for name in names if name} | {folded(next(iter(cells.values())))}


def read_area(text: str, sheet: Sheet, first: str, last: str) -> str:
    """An area by name at a time: “Lào Cai” is the old province before 1 July 2025 and the new one after.

    ``first`` and ``last`` are the days that a figure speaks of (ISO). A time on both sides of the change, or none,
    leaves it open: raises SeveralEntries.
    """
    if text in sheet.index:
        return text
    wanted = folded(text)
    rows = [row for row in sheet.rows if wanted in {folded(row["name_vi"].split(" (")[0]), *spellings(row)}]
    valid = [row for row in rows if all(day and _holds(row, day) for day in (first, last))]
    if len(valid) == 1:
        return str(valid[0]["area_id"])
    if len(rows) > 1:
        raise SeveralEntries(text, [row["area_id"] for row in rows])
    return read_name(text, sheet)


def _holds(area: dict[str, str], day: str) -> bool:
    since, until = area["valid_from"], area["valid_to"]
    return (not since or since <= day) and (not until or day <= until)
