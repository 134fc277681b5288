"""Dates as precise as the source: a year, a month or a day. A year or a month stands for all of its days."""

import re
from calendar import monthrange
from datetime import date
from functools import cache

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@cache
def first_day(text: str) -> date:
    """The first day that a date may stand for: 2019 → 1 January. Raises ValueError for no date."""
    year, month, day = parts(text)
    return date(year, month or 1, day or 1)


@cache
def last_day(text: str) -> date:
    """The last day that a date may stand for: 2019-02 → 28 February. Raises ValueError for no date."""
    year, month, day = parts(text)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


@cache
def is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day that the calendar has."""
    try:
        last_day(text), first_day(text)
    except ValueError:
        return False
    return True


@cache
def parts(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of a date, None for what it leaves open."""
    match = PATTERN.fullmatch(text)
    if not match:
        raise ValueError(f"no date: {text!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"no month: {text!r}")
    assert year is not None
    return year, month, day


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for a leap day."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)
