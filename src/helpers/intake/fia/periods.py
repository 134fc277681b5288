"""The period a table speaks of, read from the lines above it, in Vietnamese or English."""

import re
from datetime import date

from helpers.intake.fia.vocabulary import unaccented

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = "|".join(_MONTHS)
_WRITTEN = re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? ({_ENGLISH})[a-z]*\.?,? (\d{{4}})")
_MONTH_FIRST = re.compile(rf"({_ENGLISH})[a-z]*\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_DATE = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})"
_END = re.compile(rf"\b(?:den|to|as of|as at|until|till)\b\D*?{_DATE}")
_START = re.compile(r"\b(?:tu|from)\b\D*?(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?")


def period(lines: list[str]) -> tuple[str, str] | None:
    """First and last day, as ISO dates, by the last of some lines that has a last day; None when none has.

    The first day is empty unless the line has one; without a year of its own it lies in the year of the last.
    """
    for line in reversed(lines):
        text = _in_figures(unaccented(line))
        found = _END.search(text)
        last = _iso(*found.groups()) if found else ""
        if found and last:
            start = _START.search(text[: found.start() + 1])
            return (_iso(start[1], start[2], start[3] or found[3]) if start else ""), last
    return None


def _in_figures(text: str) -> str:
    """A line with its written dates as day/month/year."""
    text = _WRITTEN.sub(r"\1/\2/\3", text)
    text = _DAY_FIRST.sub(lambda found: f"{found[1]}/{_month(found[2])}/{found[3]}", text)
    return _MONTH_FIRST.sub(lambda found: f"{found[2]}/{_month(found[1])}/{found[3]}", text)


def _month(name: str) -> int:
    return _MONTHS.index(name) + 1


def _iso(day: str, month: str, year: str) -> str:
    """An ISO date, or nothing when there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
