"""Times as tables of statistics write them: “2023”, “Sơ bộ 2024”, “2024-03”, “2024M03”, “2024-Q1”."""

import re
from typing import NamedTuple

from helpers.errors import unaccented

_YEAR = re.compile(r"(?:nam )?((?:19|20)\d\d)")
_MONTH = re.compile(r"((?:19|20)\d\d)(?:-|m|/)(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"((?:19|20)\d\d)-?(?:q|k)([1-4])")
_MARKS = {
    "preliminary": ("sơ bộ", "preliminary", "provisional", "prel"),
    "estimated": ("ước tính", "ước", "estimated", "estimate", "est"),
}
IN_A_HEADING = (
    rf"(?:(?:năm|{'|'.join(word for words in _MARKS.values() for word in words)})\.?\s+)*"
    r"(?:19|20)\d\d(?:[-/MQ]\w+)?(?:\s*\([^)]*\))?"
)
"""A time among other words, as a pattern."""
NOTES = {
    "preliminary": {"note_vi": "Số liệu sơ bộ.", "note_en": "Preliminary figure."},
    "estimated": {"note_vi": "Số liệu ước tính.", "note_en": "Estimated figure."},
}
STATUS = {"P": "preliminary", "E": "estimated"}
"""The codes of SDMX for the status of an observation; ``A``, a usual one, says nothing."""


class Time(NamedTuple):
    """First and last year or month, as the dataset writes them, and whether the time is marked as preliminary."""

    start: str
    end: str
    mark: str = ""


def read(text: str) -> Time:
    """The time that a text means; raises ValueError that says what is expected."""
    plain = unaccented(text)
    mark = ""
    for name, words in _MARKS.items():
        for word in words:
            without = re.sub(rf"[(*]?\b{unaccented(word)}\b\.?\)?", " ", plain)
            if without != plain:
                plain, mark = without, name
                break
    plain = "".join(plain.split()) if not plain.strip().startswith("nam") else plain.strip()
    if found := _YEAR.fullmatch(plain):
        return Time(found[1], found[1], mark)
    if found := _MONTH.fullmatch(plain):
        return Time(f"{found[1]}-{found[2]}", f"{found[1]}-{found[2]}", mark)
    if found := _QUARTER.fullmatch(plain):
        last = 3 * int(found[2])
        return Time(f"{found[1]}-{last - 2:02}", f"{found[1]}-{last:02}", mark)
    raise ValueError("a year, a month or a quarter, such as 2023, “Sơ bộ 2024”, 2024-03 or 2024-Q1")
