"""Cells can be read: numbers and dates; and texts: in both languages, with no odd letter."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, partial

from helpers.data.csv_files import Sheets
from helpers.data.dates import is_date
from helpers.data.faults import Fault
from helpers.data.schema import Field

# Letters that look like Vietnamese ones and are not: a search for the right letter does not find them.
LOOK_ALIKES = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
# Unicode's categories of characters that show nothing: controls, formats, surrogates, private use, unassigned,
# separators of lines and paragraphs, and blanks (but for the plain one).
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")
# What shows nothing in spite of its category: the rest of Unicode's Default_Ignorable_Code_Point, the blank Braille
# pattern; and the mark of a letter that was lost.
_BLANK = frozenset(
    chr(code)
    for first, last in (
        *((0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164)),
        *((0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF), (0x2800, 0x2800), (0xFFFD, 0xFFFD)),
    )
    for code in range(first, last + 1)
)
_DIGITS = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_ADDRESSES = ("url", "publisher_url")  # only linked to
# What the names of the letters begin with that Vietnamese and English texts are written in.
_LATIN = ("LATIN ", "MODIFIER ", "FEMININE ", "MASCULINE ")


@cache
def is_invisible(letter: str) -> bool:
    """Whether a character shows nothing, or stands for a lost one."""
    return letter != " " and (unicodedata.category(letter) in _UNSEEN or letter in _BLANK)


@cache
def is_foreign(letter: str) -> bool:
    """Whether a character is a letter of another script than Latin: the briefings' typeface has none of those."""
    return unicodedata.category(letter)[0] == "L" and not unicodedata.name(letter, "").startswith(_LATIN)


def is_odd(text: str) -> bool:
    """Whether a text has a letter that only looks right or of another script, another form, or something invisible."""
    if text.isascii() and text.isprintable():
        return False
    alike = not LOOK_ALIKES.keys().isdisjoint(text)
    stray = any(is_invisible(one) or is_foreign(one) for one in text)
    return alike or stray or not unicodedata.is_normalized("NFC", text)


def letters(sheets: Sheets) -> Iterator[Fault]:
    """Text is in NFC, in Latin letters and with nothing invisible in it."""
    for sheet in sheets.values():
        for column in (name for name in sheet.table.names if name not in sheet.plain):
            for rows in sheet.alike(column, where=is_odd):
                text = rows[column]
                if alike := sorted(set(text) & set(LOOK_ALIKES)):
                    right = LOOK_ALIKES[alike[0]]
                    wanted, found = f"the letter {right} (U+{ord(right):04X})", _letter(alike[0], text)
                    yield from sheet.faults(rows, column, wanted, found=found)
                elif not unicodedata.is_normalized("NFC", text):
                    yield from sheet.faults(
                        rows, column, "text in NFC", "type it again, or normalise the file"
                    )
                elif unseen := next(filter(is_invisible, text), ""):
                    found = f"U+{ord(unseen):04X} in {text}"
                    yield from sheet.faults(rows, column, "no invisible character", found=found)
                elif column not in _ADDRESSES and (foreign := next(filter(is_foreign, text), "")):
                    wanted = (
                        "Latin letters; of a title in another script say in [square brackets] what it means"
                    )
                    yield from sheet.faults(rows, column, wanted, found=_letter(foreign, text))


def _letter(letter: str, text: str) -> str:
    return f"{letter} (U+{ord(letter):04X}) in {text}"


def blanks(sheets: Sheets) -> Iterator[Fault]:
    """No blank at either end, no two in a row."""
    for sheet in sheets.values():
        for column in (name for name in sheet.table.names if name not in sheet.plain):
            for rows in sheet.alike(column, where=lambda text: text != text.strip() or "  " in text):
                hint = f"write {' '.join(rows[column].split())}"
                yield from sheet.faults(rows, column, "no stray blanks", hint)


def languages(sheets: Sheets) -> Iterator[Fault]:
    """What is said in one language is said in the other."""
    for sheet in sheets.values():
        pairs = [(name, f"{name[:-3]}_en") for name in sheet.table.names if name.endswith("_vi")]
        for pair in pairs:
            for rows in sheet.alike(*pair, where=lambda one, other: bool(one) != bool(other)):
                filled, empty = sorted(pair, key=rows.__getitem__, reverse=True)
                yield from sheet.faults(rows, empty, f"a text, for {filled} has one")


def stops(sheets: Sheets) -> Iterator[Fault]:
    """Notes and definitions of areas of doubt are sentences; names, titles and texts are not."""
    for sheet in sheets.values():
        said = [
            name
            for name in sheet.table.names
            if name[-3:] in ("_vi", "_en") and not name.startswith("definition")
        ]
        for column in said:
            if column.startswith("note"):
                for rows in sheet.alike(
                    column, where=lambda text: text and not text.endswith((".", "?", "!"))
                ):
                    yield from sheet.faults(rows, column, "a full sentence with a full stop")
            else:
                for rows in sheet.alike(column, where=lambda text: text.endswith(".")):
                    yield from sheet.faults(rows, column, "no full stop at the end")


def forms(sheets: Sheets) -> Iterator[Fault]:
    """Numbers and dates can be read."""
    for sheet in sheets.values():
        for field in sheet.table.fields:
            if field.type == "number" or field.holds_date:
                for rows in sheet.alike(field.name, where=partial(unreadable, field)):
                    yield from sheet.faults(rows, field.name, unreadable(field, rows[field.name]))


def unreadable(field: Field, text: str) -> str:
    """What a cell of the right type should be that cannot be read; empty for one that can.

    Numbers are plain digits with at most one point: no exponent, no leading zero, no sign but a minus. Dates are
    years, months or days that the calendar has.
    """
    if field.type == "number" and text and not _DIGITS.fullmatch(text):
        return "plain digits with a decimal point"
    if field.holds_date and text and not is_date(text):
        return "a day that the calendar has"
    return ""


# These come first: the other rules count on numbers and dates that can be read.
FORMS = (forms,)
RULES = (letters, blanks, languages, stops)
