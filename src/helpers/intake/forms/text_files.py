"""Text files that spreadsheet programs write: .csv with comma, semicolon or tab, in the encodings that Excel uses."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from helpers.data.faults import DataFaults, Fault
from helpers.intake.books.grids import Grid, usable
from helpers.intake.books.safety import LONGEST, MOST_BYTES, MOST_CELLS, Unreadable

_SEPARATOR = re.compile(
    r"sep=(.)\r?\n", re.IGNORECASE
)  # the first line by which Excel tells itself the delimiter
_DELIMITERS = ",;\t"
HEADER_WITHIN = 20
"""The header is one of the first rows; above it stand titles."""


def read(path: Path, headings: Callable[[Sequence[str]], int]) -> tuple[Grid, tuple[str, ...]]:
    """The cells of a text file, and what a person must be told of how it was read.

    ``headings`` counts the known headings in a row: the delimiter is the one that shows most of them. Raises
    Unreadable for what is no text or too large, DataFaults where a cell or the file ends in the middle.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(
            path.name, f"too large: at most {MOST_BYTES // 10**6} MB are read; import it in parts"
        )
    text, remarks = _decoded(path)
    said = _SEPARATOR.match(text)
    delimiter = said[1] if said else _delimiter(text, headings)
    rows = []
    cells = 0
    for number, line in _records(path.name, text, delimiter):
        cells += len(line)
        if cells > MOST_CELLS:
            raise Unreadable(
                path.name, f"too large: at most {MOST_CELLS:,} cells are read; import it in parts"
            )
        rows.append((number, [usable(cell) for cell in line]))
    return Grid("", tuple(rows)), remarks


def _decoded(path: Path) -> tuple[str, tuple[str, ...]]:
    content = path.read_bytes()
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and content.count(0) * 5 > len(
        content
    ):  # UTF-16 without its mark: most letters have a zero byte
        little = content[1::2].count(0) > content[::2].count(0)
        try:
            text = content.decode("utf-16-le" if little else "utf-16-be")
        except UnicodeDecodeError:
            raise Unreadable(path.name, "no text: it is full of zero bytes; save it as “CSV UTF-8”") from None
        return text, (
            f"{path.name}: read as UTF-16, since it is full of zero bytes; look whether its letters are right",
        )
    try:
        return content.decode("utf-16" if wide else "utf-8-sig"), ()
    except UnicodeDecodeError:
        if wide:
            raise Unreadable(path.name, "not UTF-16, as it says; save it as “CSV UTF-8”") from None
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        raise Unreadable(path.name, "neither UTF-8 nor Windows-1258; save it as “CSV UTF-8”") from None
    return text, (
        f"{path.name}: read as Windows-1258, since it is not UTF-8; look whether its letters are right",
    )


def _delimiter(text: str, headings: Callable[[Sequence[str]], int]) -> str:
    def shown(delimiter: str) -> int:
        try:
            top = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), HEADER_WITHIN))
        except csv.Error:
            return 0
        return max((headings(row) for row in top), default=0)

    return max(_DELIMITERS, key=shown)


def _records(file: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield reader.line_num, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        expected = "quotes that open and close"
        if "field limit" in str(error):
            expected = f"cells of at most {LONGEST:,} characters"
        raise DataFaults([Fault(file, begins, "", expected, str(error))]) from None
