"""What the stored values of an .xlsx do not say: number formats, errors, formulas nobody computed, merged cells."""

import re
from functools import cache
from typing import IO
from zipfile import ZipFile

from helpers.intake.books.safety import NOT_STORED, Marks, Place, Unusable, parse, parser

_BUILT_IN = {"9": "0%", "10": "0.00%", "17": "mmm-yy"}  # of the formats that files name by number alone
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')


def marks(archive: ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by its name; raises what zipfile and expat do for a file that is no workbook."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, said: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            targets[said["Id"]] = said["Target"]

    def sheet(tag: str, said: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            sheets[said["name"]] = next(value for name, value in said.items() if name.endswith(":id"))

    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        parse(stream, relation)
    with archive.open("xl/workbook.xml") as stream:
        parse(stream, sheet)
    styles = _styles(archive)
    found = {}
    for name, relation_id in sheets.items():
        target = targets[relation_id]
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        with archive.open(path) as stream:
            found[name] = _Cells(styles).read(stream)
    return found


def keywords(archive: ZipFile) -> str:
    """The keywords among the properties of the workbook."""
    found: list[str] = []
    inside: list[bool] = []

    def start(tag: str, _: dict[str, str]) -> None:
        if _local(tag) == "keywords":
            inside.append(True)

    with archive.open("docProps/core.xml") as stream:
        parse(stream, start, lambda _: inside.clear(), lambda text: found.append(text) if inside else None)
    return "".join(found)


def shown_as(code: str) -> str:
    """How a number format shows a cell: ``percent``, a date by ``month`` or ``year`` only, or as it is stored."""
    plain = _LITERAL.sub("", code).casefold().split(";")[0]
    if "%" in plain:
        return "percent"
    if "d" in plain or not set("my") & set(plain):
        return ""
    return "month" if "m" in plain else "year"


def _styles(archive: ZipFile) -> list[str]:
    """How each style of the workbook shows a cell."""
    codes = dict(_BUILT_IN)
    found: list[str] = []
    inside: list[str] = []

    def start(tag: str, said: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "numFmt":
            codes[said["numFmtId"]] = said["formatCode"]
        elif tag == "cellXfs":
            inside.append(tag)
        elif tag == "xf" and inside:
            found.append(shown_as(codes.get(said.get("numFmtId", ""), "")))

    def end(tag: str) -> None:
        if _local(tag) == "cellXfs":
            inside.clear()

    if "xl/styles.xml" in archive.namelist():
        with archive.open("xl/styles.xml") as stream:
            parse(stream, start, end)
    return found


class _Cells:
    """Reads the cells of one sheet, element by element.

    The whole dataset has half a million elements, so a cell is done with when the next thing begins, and texts are
    asked for in formulas and errors only.
    """

    def __init__(self, styles: list[str]) -> None:
        self.marks = Marks()
        self._shown = {str(number): shown for number, shown in enumerate(styles) if shown}
        self._row = self._column = -1
        self._cell: dict[str, str] | None = None
        self._formula = self._value = False
        self._text = ""
        self._parser = parser(self._start)

    def read(self, stream: IO[bytes]) -> Marks:
        """The marks of the sheet."""
        self._parser.ParseFile(stream)
        self._end()
        return self.marks

    def _start(self, tag: str, said: dict[str, str]) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag == "t":
            return
        if tag == "is":
            self._value = True
        elif tag == "v":
            self._value = True
            if self._cell is not None and (self._formula or self._cell.get("t") == "e"):
                self._parser.CharacterDataHandler = self._add
        elif tag == "f":
            self._formula = True
        else:
            self._end()
            if tag == "c":
                self._cell = said
                if "r" not in said:
                    self._column += 1
            elif tag == "row":
                self._row = int(said["r"]) - 1 if "r" in said else self._row + 1
                self._column = -1
            elif tag == "mergeCell":
                first, _, last = said["ref"].partition(":")
                self.marks.merged.append((_place(first), _place(last or first)))

    def _add(self, text: str) -> None:
        self._text += text

    def _end(self) -> None:
        """The cell that began last is over."""
        said, self._cell = self._cell, None
        if said is not None and "r" in said:
            self._row, self._column = _place(said["r"])
        if said is not None and (self._value or self._formula):
            place, kind = (self._row, self._column), said.get("t")
            self.marks.hold(*place)
            if kind == "e":
                self.marks.unusable[place] = Unusable(self._text.strip())
            elif self._formula and kind != "str" and not self._text.strip():
                self.marks.unusable[place] = NOT_STORED
            elif shown := self._shown.get(said.get("s", "0")):
                self.marks.shown[place] = shown
        if self._text:
            self._text = ""
        if self._formula or self._parser.CharacterDataHandler:
            self._parser.CharacterDataHandler = None
        self._formula = self._value = False


def _local(tag: str) -> str:
    """The name of an element without its prefix, which some programs write."""
    return tag.rpartition(":")[2] if ":" in tag else tag


def _place(reference: str) -> Place:
    """Row and column, from 0, of a cell such as ``AB12``; raises ValueError."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) - 1, _column(letters)


@cache
def _column(letters: str) -> int:
    """The number of a column, from 0; raises ValueError beyond Excel's last."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    if not 0 < number <= 16_384:
        raise ValueError(f"there is no column {letters}")
    return number - 1
