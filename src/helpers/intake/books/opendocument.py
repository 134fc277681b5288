"""What the stored values of an .ods do not say: percentages, dates shown by month, errors, merged cells."""

from zipfile import ZipFile

from helpers.intake.books.safety import MOST_CELLS, NOT_STORED, Marks, Unusable, parse


def marks(archive: ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by its name; raises what zipfile and expat do for a file that is no workbook."""
    sheets = _Sheets()
    for name in ("styles.xml", "content.xml"):
        if name in archive.namelist():
            with archive.open(name) as stream:
                parse(stream, sheets.start, sheets.end, sheets.text)
    return sheets.found


class _Sheets:
    """Reads styles and sheets, element by element."""

    def __init__(self) -> None:
        self.found: dict[str, Marks] = {}
        self._marks = Marks()
        self._parts: dict[str, set[str]] = {}  # of a date by the name of its format: day, month, year
        self._format = ""
        self._formats: dict[str, str] = {}  # of a date, by the name of a cell's style
        self._columns: list[tuple[int, str]] = []  # how many columns have which style
        self._row = self._column = 0
        self._rows = 1
        self._cell: dict[str, str] | None = None
        self._text = ""

    def start(self, tag: str, said: dict[str, str]) -> None:
        if tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._text = said, ""
        elif tag == "table:table-row":
            self._rows = int(said.get("table:number-rows-repeated", 1))
            self._column = 0
        elif tag == "table:table":
            self._marks = self.found[said["table:name"]] = Marks()
            self._row, self._columns = 0, []
        elif tag == "table:table-column":
            many = int(said.get("table:number-columns-repeated", 1))
            self._columns.append((many, said.get("table:default-cell-style-name", "")))
        else:
            self._style(tag, said)

    def _style(self, tag: str, said: dict[str, str]) -> None:
        if tag == "number:date-style":
            self._format = said["style:name"]
            self._parts[self._format] = set()
        elif tag in ("number:day", "number:month", "number:year") and self._format:
            self._parts[self._format].add(tag.removeprefix("number:"))
        elif tag == "style:style":
            self._formats[said.get("style:name", "")] = said.get("style:data-style-name", "")

    def text(self, text: str) -> None:
        if self._cell is not None:
            self._text += text

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self._row += self._rows
        elif tag == "number:date-style":
            self._format = ""
        elif tag in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None

    def _end_cell(self, said: dict[str, str]) -> None:
        many = int(said.get("table:number-columns-repeated", 1))
        column, self._column = self._column, self._column + many
        down = int(said.get("table:number-rows-spanned", 1))
        across = int(said.get("table:number-columns-spanned", 1))
        if down > 1 or across > 1:
            first = (self._row, column)
            self._marks.merged.append((first, (self._row + down - 1, column + across - 1)))
        kind, formula = said.get("office:value-type", ""), "table:formula" in said
        if not (kind or self._text or formula):
            return
        self._marks.hold(self._row + self._rows - 1, column + many - 1)
        unusable, shown = None, ""
        if said.get("calcext:value-type") == "error":
            unusable = Unusable(self._text or "an error")
        elif formula and not kind:
            unusable = NOT_STORED
        elif kind == "percentage":
            shown = "percent"
        elif kind == "date":
            shown = self._date_shown(said.get("table:style-name") or self._column_style(column))
        if (unusable or shown) and self._rows * many <= MOST_CELLS:  # what is more is refused for its size
            for place in (
                (self._row + down, column + right) for down in range(self._rows) for right in range(many)
            ):
                if unusable:
                    self._marks.unusable[place] = unusable
                else:
                    self._marks.shown[place] = shown

    def _column_style(self, column: int) -> str:
        for many, style in self._columns:
            if column < many:
                return style
            column -= many
        return ""

    def _date_shown(self, style: str) -> str:
        parts = self._parts.get(self._formats.get(style, ""), {"day"})
        if "day" in parts:
            return ""
        return "month" if "month" in parts else "year"
