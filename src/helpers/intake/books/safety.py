"""What a file may be at most, whatever it says of itself, and the one error for a file that cannot be read."""

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal
from xml.parsers import expat

from helpers.errors import BriefingError

MOST_BYTES = 64_000_000
"""Of a file, unpacked: five times what the whole dataset takes as a workbook."""
MOST_BYTES_XLS = 16_000_000
MOST_CELLS = 500_000
"""Of a file, from the first cell of each sheet to its last: twice the whole dataset; ten seconds of reading."""
LONGEST = 32_767
"""Characters of a cell: as many as Excel takes."""

Kind = Literal["xlsx", "ods", "xls"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode(
    "utf-16-le"
)  # the stream in which Excel hides a workbook with a password
_PASSWORD = "it is protected by a password; save it without one"


class Unreadable(BriefingError):
    """A file that is no table, or one that is too large to be one."""

    def __init__(self, file: str, problem: str) -> None:
        self.file, self.problem = file, problem
        super().__init__(file, problem)

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


def kind_of(path: Path) -> Kind:
    """What kind of workbook a file is, by what is in it.

    Raises Unreadable for what is none, is empty, has a password, or would be too large once unpacked.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(len(_OLE))
        if not head:
            raise Unreadable(path.name, "the file is empty")
        if head == _OLE:
            _refuse_larger(path.name, size, MOST_BYTES_XLS)
            if _ENCRYPTED in head + file.read():
                raise Unreadable(path.name, _PASSWORD)
            return "xls"
    _refuse_larger(path.name, size, MOST_BYTES)
    with reading(path.name), zipfile.ZipFile(path) as archive:
        _refuse_larger(path.name, sum(one.file_size for one in archive.infolist()), MOST_BYTES)
        if broken := archive.testzip():  # a member that is larger than it says is among these
            raise Unreadable(path.name, f"not a workbook: {broken} in it is damaged")
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "content.xml" in names:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise Unreadable(path.name, _PASSWORD)
            return "ods"
    raise Unreadable(path.name, "not a workbook; save it as .xlsx")


def _refuse_larger(file: str, size: int, most: int) -> None:
    if size > most:
        raise Unreadable(
            file, f"too large: {size // 10**6:,} MB to read, of at most {most // 10**6}; import it in parts"
        )


@contextmanager
def reading(file: str, kind: str = "a workbook") -> Iterator[None]:
    """Whatever a reader stumbles over, as Unreadable: each raises its own for a file that is none of its kind.

    calamine panics over some damaged files: an exception that is none of Exception's, and lines on standard error.
    """
    try:
        yield
    except BriefingError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if "password" in str(error).casefold() or "encrypted" in str(error).casefold():
            raise Unreadable(file, _PASSWORD) from None
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise Unreadable(file, f"not {kind} that can be read ({said[:120]})") from None


@contextmanager
def quiet() -> Iterator[None]:
    """Standard error is nowhere meanwhile: there a panic of calamine writes of its own sources."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@dataclass(frozen=True)
class Unusable:
    """A cell without a value that could be meant: what it shows, and what was expected there."""

    found: str
    expected: str = "a value"


NOT_STORED = Unusable(
    "a formula without a value",
    "the value of its formula: open the file in a spreadsheet program and save it",
)

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


@dataclass
class Marks:
    """What the stored values of one sheet do not say: how cells are shown, which hold none, which are merged.

    ``shown`` has ``percent``, ``month`` or ``year`` by cell, ``merged`` the first and the last cell of each range.
    ``rows`` and ``columns`` count from the first cell of the sheet to the last that holds something.
    """

    shown: dict[Place, str] = field(default_factory=dict)
    unusable: dict[Place, Unusable] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    def hold(self, row: int, column: int) -> None:
        """Note that a cell holds something."""
        if row >= self.rows:
            self.rows = row + 1
        if column >= self.columns:
            self.columns = column + 1


def refuse_wide(file: str, sheets: dict[str, Marks]) -> None:
    """Raises Unreadable when the sheets together have too many cells, with the sheet that has most."""
    if sum(one.rows * one.columns for one in sheets.values()) > MOST_CELLS:
        name, most = max(sheets.items(), key=lambda item: item[1].rows * item[1].columns)
        raise Unreadable(
            f"{file}, sheet {name}",
            f"too large: it holds something as far as row {most.rows}, column {most.columns}; at most "
            f"{MOST_CELLS:,} cells are read; clear what lies outside the table, or import it in parts",
        )


def parse(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Give the elements of an XML file to handlers; raises ValueError when it declares entities of its own."""
    reader = parser(start)
    reader.EndElementHandler = end
    reader.CharacterDataHandler = text
    reader.ParseFile(stream)


def parser(start: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    """An XML parser that gives each element that begins to a handler, and refuses entities, with ValueError."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartElementHandler = start
    made.StartDoctypeDeclHandler = _refuse_entities
    return made


def _refuse_entities(*_: Any) -> None:
    raise ValueError("it declares entities, as no spreadsheet program does")
