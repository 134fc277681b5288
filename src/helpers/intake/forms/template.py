"""A workbook to fill in: headings and help in the reader's language, lists to choose from, examples."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from helpers.data.csv_files import Row, Sheet, Sheets
from helpers.data.schema import Field, Package, Table
from helpers.intake.forms.cells import Entries
from helpers.intake.forms.files import EXAMPLES
from helpers.intake.forms.workbook import TEXT, head, new_book, set_widths

Language = Literal["vi", "en"]

_ROWS = 2000  # how far down cells offer a list
_FIRST = ("observations", "sources")
# What an import works out by itself: the id, and what a figure is where nothing else is said.
_WORKED_OUT = {"observations": ("observation_id", "unit_id", "qualifier", "date_inferred")}
_LEFT_OUT = {"observations": ("observation_id",)}
_WORDS = {
    "vi": {"lists": "Danh mục", "must": "bắt buộc điền", "example": "ví dụ", "true": "có", "false": "không"},
    "en": {"lists": "Lists", "must": "must be filled in", "example": "e.g.", "true": "yes", "false": "no"},
}
_QUALIFIERS = {
    "vi": {
        "exact": "chính xác",
        "over": "trên",
        "under": "dưới",
        "nearly": "gần",
        "about": "khoảng",
        "planned": "theo kế hoạch",
    },
    "en": {},
}


def template(package: Package, sheets: Sheets, language: Language) -> Workbook:
    """An empty sheet for each table, those that a curator adds to most first, then the examples.

    A cell whose table is known offers its names: what an import reads back as that row. The lists are on a sheet that
    spreadsheet programs do not show.
    """
    book = new_book("")
    names = ListedNames(sheets, language)
    lists = _Lists(_WORDS[language]["lists"], book)
    first = sorted(package.tables.values(), key=lambda one: (one.name not in _FIRST, one.name))
    for table in first:
        sheet = book.create_sheet(_title(table, language)[:31])
        fields = _offered(table)
        _headings(sheet, table, fields, language)
        targets = {one.field: one.table for one in table.references}
        for column, one in enumerate(fields, 1):
            letter = get_column_letter(column)
            sheet.column_dimensions[letter].number_format = TEXT
            if closed := names.closed(one):
                allowed = lists.choice(f"{table.name}.{one.name}", closed)
            elif targets.get(one.name, table.name) != table.name:
                allowed = lists.choice(targets[one.name], names.of(targets[one.name]))
            else:
                continue
            allowed.showErrorMessage = bool(closed)  # a row may name what comes in with it
            sheet.add_data_validation(allowed)
            allowed.add(f"{letter}2:{letter}{_ROWS}")
    _examples(book, package.table("observations"), names, language)
    lists.put_away()
    return book


def _title(table: Table, language: Language) -> str:
    english, _, vietnamese = table.title.partition(" · ")
    return vietnamese or english if language == "vi" else english


def _offered(table: Table) -> list[Field]:
    left_out = _LEFT_OUT.get(table.name, ())
    return [one for one in table.fields if one.name not in left_out]


def _headings(sheet: Any, table: Table, fields: Sequence[Field], language: Language) -> None:
    worked_out = _WORKED_OUT.get(table.name, ())
    words = _WORDS[language]
    for column, one in enumerate(fields, 1):
        title, said = one.title, one.description
        if language == "vi":
            title, said = one.title_vi or title, one.description_vi or said
        must = one.required and one.name not in worked_out
        help_ = [
            said,
            f"{words['example']} {one.example}" if one.example else "",
            words["must"] if must else "",
        ]
        head(sheet.cell(1, column), title, help_, must=must)
    set_widths(sheet, fields)


class ListedNames:
    """What the rows of each table are called in a list, each so that an import reads it as that row."""

    def __init__(self, sheets: Sheets, language: Language) -> None:
        self.sheets, self.language = sheets, language
        self._known: dict[str, dict[str, str]] = {}

    def of(self, table: str) -> list[str]:
        """The names of a table's rows, each once, by alphabet."""
        return sorted(set(self._of(table).values()))

    def one(self, table: str, key: str) -> str:
        """The name of one row."""
        return self._of(table)[key]

    def closed(self, field: Field) -> list[str]:
        """The values of a closed list, as readers of the language say them; none for other fields."""
        if field.type == "boolean":
            return [_WORDS[self.language]["true"], _WORDS[self.language]["false"]]
        values = [str(one) for one in field.constraints.get("enum", [])]
        return [self.value(field, one) for one in values]

    def value(self, field: Field, value: str) -> str:
        """What one value of a closed list is called."""
        if field.name == "qualifier":
            return _QUALIFIERS[self.language].get(value, value)
        for row in self.sheets["labels"].rows:
            if row["list"] in field.labels and row["value"] == value:
                return row[f"name_{self.language}"]
        return value

    def _of(self, table: str) -> dict[str, str]:
        if table not in self._known:
            sheet = self.sheets[table]
            entries = Entries(sheet)
            self._known[table] = {
                key: self._name(entries, sheet, key, row) for key, row in sheet.index.items()
            }
        return self._known[table]

    def _name(self, entries: Entries, sheet: Sheet, key: str, row: Row) -> str:
        """Its name where no other row has it, else its id. Areas share names: their time tells them apart."""
        stems = ("name", "short", "title", "text")
        name = next(
            (row[f"{one}_{self.language}"] for one in stems if row.get(f"{one}_{self.language}")), key
        )
        if sheet.table.name in ("areas", "units"):  # units: by what the indicator counts
            return name
        return name if entries.means(name) == [key] else key


class _Lists:
    """The sheet that holds what cells offer, a column for each list."""

    def __init__(self, title: str, book: Workbook) -> None:
        self._book, self._title = book, title
        self._columns: dict[str, list[str]] = {}

    def choice(self, name: str, choices: list[str]) -> DataValidation:
        """A list to choose from; the same one for the same name."""
        self._columns.setdefault(name, choices)
        letter = get_column_letter(list(self._columns).index(name) + 1)
        place = f"{quote_sheetname(self._title)}!${letter}$1:${letter}${len(choices)}"
        return DataValidation(type="list", formula1=place, allow_blank=True)

    def put_away(self) -> None:
        """Write the lists, behind everything else and out of sight."""
        sheet = self._book.create_sheet(self._title)
        sheet.sheet_state = "veryHidden"
        for column, choices in enumerate(self._columns.values(), 1):
            for row, text in enumerate(choices, 1):
                cell = sheet.cell(row, column, text)
                cell.data_type = "s"


def _examples(book: Workbook, table: Table, names: ListedNames, language: Language) -> None:
    """Figures of the dataset as a person would type them: of a period, of a day, with a word beside the number."""
    sheet = book.create_sheet(EXAMPLES[language])
    fields = _offered(table)
    _headings(sheet, table, fields, language)
    targets = {one.field: one.table for one in table.references}
    for line, row in enumerate(_shown(names.sheets["observations"].rows), 2):
        for column, one in enumerate(fields, 1):
            text = row[one.name]
            if one.type == "boolean":
                text = _WORDS[language][text]
            elif "enum" in one.constraints:
                text = names.value(one, text)
            elif text and one.name in targets:
                text = names.one(targets[one.name], text)
            elif one.name == "value" and language == "vi":
                text = text.replace(".", ",")
            if text:
                cell = sheet.cell(line, column, text)
                cell.data_type, cell.number_format = "s", TEXT


def _shown(rows: Sequence[Row]) -> Iterator[Row]:
    plain = [row for row in rows if not row["revises"] and len(row["value"].partition(".")[2]) < 3]
    exact = [row for row in plain if row["qualifier"] == "exact"]
    of_a_period = [row for row in exact if row["period_start"]]
    of_a_day = [row for row in exact if row["as_of"]]
    qualified = [row for row in plain if row["qualifier"] != "exact"]
    for kind in (of_a_period, of_a_day, qualified):
        yield from kind[:1]
