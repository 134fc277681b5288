"""Dates and periods as precise as they are known, as each language writes them.

A date is ISO text of any precision: ``2019``, ``2017-08`` or ``2011-02-25``.
"""

from datetime import date

from babel.dates import format_date, format_skeleton

from helpers.text.numbers import LOCALES
from helpers.text.phrases import Say, phrases

_SKELETONS = {"vi": {2: "yM", 3: "yMd"}, "en": {2: "yMMMM", 3: "yMMMMd"}}


def _first_day(partial: str) -> tuple[date, int]:
    parts = [int(part) for part in partial.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1), len(parts)


def day(partial: str, language: str) -> str:
    """The date on its own, for tables: ``2019``, ``8/2017``, ``25/2/2011``; ``August 2017``."""
    when, precision = _first_day(partial)
    if precision == 1:
        return str(when.year)
    if precision == 3 and language == "en":
        return format_date(when, format="d MMMM y", locale=LOCALES[language])
    if language == "vi":
        return f"{when.day}/{when.month}/{when.year}" if precision == 3 else f"{when.month}/{when.year}"
    return format_skeleton(_SKELETONS[language][precision], when, locale=LOCALES[language])


def in_text(partial: str, language: str, say: Say | None = None) -> str:
    """The date in a sentence: ``năm 2019``, ``tháng 8/2017``, ``ngày 25/2/2011``; ``say`` gives the phrases."""
    precision = partial.count("-") + 1
    return (say or phrases(language))(f"date.in_text_{precision}", date=day(partial, language))


def period(start: str, end: str, language: str) -> str:
    """A period, for tables: ``2019``, ``2013–2019``, ``11–15/6/2024``; an open end when only one side is known."""
    if not start or not end or start == end:
        return day(start or end, language)
    (first, precision), (last, last_precision) = _first_day(start), _first_day(end)
    if precision == last_precision == 1:
        return f"{first.year}–{last.year}"
    if precision == last_precision == 3 and (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(end, language)}"
    return f"{day(start, language)} – {day(end, language)}"
