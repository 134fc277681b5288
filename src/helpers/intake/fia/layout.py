"""Where the tables of a sheet stand, by their headings."""

from dataclasses import dataclass

from helpers.intake.fia.vocabulary import column_of, labels_of, power_of, title_of
from helpers.intake.fia.workbook import COUNTS, FLOW, STOCK, By, Kind, Worksheet

Column = tuple[int, int | None]
"""A column, and the power of ten that its heading tells, if it tells one."""

_REACH = 10
"""A title stands at most this many rows above its heading."""


@dataclass(frozen=True)
class Heading:
    """The heading of one table: its rows, the column of labels, and for each value its column and power of ten."""

    kind: Kind
    by: By
    first: int
    last: int
    left: int
    label: int
    columns: dict[str, tuple[int, int]]

    @property
    def right(self) -> int:
        """The column after the last value."""
        return 1 + max(column for column, _ in self.columns.values())


def find_headings(sheet: Worksheet) -> list[Heading]:
    """The headings of a sheet in reading order; raises UnclearTable when a titled table has none."""
    found: list[Heading] = []
    for row, line in enumerate(sheet.cells):
        anchors = [c for c in range(len(line)) if labels_of(sheet.text(row, c))]
        if any(heading.first < row <= heading.last for heading in found):
            continue
        for place, column in enumerate(anchors):
            stop = anchors[place + 1] if place + 1 < len(anchors) else len(line)
            left = found[-1].right if found and found[-1].first == row else 0
            heading = _heading(sheet, row, column, stop, left)
            found += [heading] if heading else []
    _ensure_headings(sheet, found)
    return found


def _heading(sheet: Worksheet, row: int, label: int, stop: int, left: int) -> Heading | None:
    """The heading whose labels stand in this column; None when the columns beside it are not the register's."""
    by = _title(sheet, row, label, range(left, stop)) or labels_of(sheet.text(row, label))
    last = _last_row(sheet, row, label, stop)
    named = _columns_by_value(sheet, row, last, label, stop)
    kind: Kind = "flow" if "new_projects" in named else "stock"
    if kind == "stock" and "total_capital" in named:
        named["capital"] = named.pop("total_capital") + named.pop("capital", [])
    wanted = FLOW if kind == "flow" else STOCK
    if by is None or not {*wanted[:2]} <= {*named}:
        return None
    columns = {name: _best_column(sheet, row, name, named[name]) for name in wanted if name in named}
    return Heading(kind, by, row, last, left, label, columns)


def _title(sheet: Worksheet, row: int, label: int, columns: range) -> By | None:
    """What the nearest title above says the rows are. It outranks the heading: one year's had been copied."""
    titles = [
        (column <= label, above, column, by)
        for above in range(row - _REACH, row)
        for column in columns
        if (by := title_of(sheet.text(above, column)))
    ]
    return max(titles)[3] if titles else None


def _last_row(sheet: Worksheet, row: int, label: int, stop: int) -> int:
    """The last row of a heading: those below the first have text beside, and no label of a row."""
    while row + 1 < len(sheet.cells):
        below = sheet.text(row + 1, label)
        beside = any(any(map(str.isalpha, sheet.text(row + 1, c))) for c in range(label + 1, stop))
        if not beside or (below and not labels_of(below)):
            break
        row += 1
    return row


def _columns_by_value(
    sheet: Worksheet, first: int, last: int, label: int, stop: int
) -> dict[str, list[Column]]:
    """For each value the columns that may hold it."""
    named: dict[str, list[Column]] = {}
    for column in range(label + 1, stop):
        lines = _lines_of(sheet, first, last, label, column)
        name = column_of(lines) if lines else None
        if name:
            named.setdefault(name, []).append((column, power_of(" ".join(lines))))
    return named


def _lines_of(sheet: Worksheet, first: int, last: int, label: int, column: int) -> list[str]:
    """The lines of a column's heading; a line that spans several columns stands in the first of them."""
    lines = [sheet.text(row, column) for row in range(first, last + 1)]
    for place in range(len(lines)):
        if not lines[place] and any(lines[place + 1 :]):
            spans = (sheet.text(first + place, c) for c in range(column, label, -1))
            lines[place] = next((text for text in spans if text), "")
    return [part for part in lines if part]


def _best_column(sheet: Worksheet, row: int, name: str, found: list[Column]) -> tuple[int, int]:
    """The one column to read: in million dollars if there is one, or else in another unit."""
    if name in COUNTS:
        found = [(column, 0) for column, _ in found]
    million, other = ([one for one in found if (one[1] == 0) is wanted] for wanted in (True, False))
    told = [one for one in other if one[1] is not None]
    best = million or told or _unit_from_above(sheet, row, found)
    if len(best) != 1:
        columns = ", ".join(str(column + 1) for column, _ in found)
        raise sheet.unclear(row, f"expected one column for {name} in a known unit, found columns {columns}")
    return best[0][0], best[0][1] or 0


def _unit_from_above(sheet: Worksheet, row: int, found: list[Column]) -> list[Column]:
    """Columns that name no unit, in the unit of the lines above the table; none when those name none."""
    units = [power_of(line) for line in sheet.lines(row - _REACH, row)]
    told = [unit for unit in units if unit is not None]
    return [(column, told[-1]) for column, _ in found] if told else []


def _ensure_headings(sheet: Worksheet, found: list[Heading]) -> None:
    """Raises UnclearTable for a title without a heading beneath it, lest a table be lost in silence."""
    for row, line in enumerate(sheet.cells):
        for cell in line:
            text = cell.strip() if isinstance(cell, str) else ""
            by = title_of(text)
            if by and not any(h.by == by and row < h.first <= row + _REACH for h in found):
                raise sheet.unclear(row, f"no heading of a table by {by} beneath the title {text!r}")
