"""Dates and periods as precise as they are known, as each language writes them.

A date is ISO text of any precision: ``2019``, ``2017-08`` or ``2011-02-25``.
"""

import re
from datetime import date
from functools import cache
from typing import Literal

from babel.dates import get_month_names

from helpers.data.dates import last_day
from helpers.text.numbers import LOCALES
from helpers.text.phrases import Say, phrases

_HALF = 6  # months: up to here Vietnamese says "the first months of the year"


def _first_day(partial: str) -> tuple[date, int]:
    parts = [int(part) for part in partial.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1), len(parts)


@cache
def day(partial: str, language: str) -> str:
    """The date on its own, for tables: ``2019``, ``8/2017``, ``25/2/2011``; ``August 2017``, ``25 February 2011``."""
    when, precision = _first_day(partial)
    if precision == 1:
        return str(when.year)
    between = "/" if language == "vi" else " "
    parts = [_month(when, language), str(when.year)]
    return between.join(parts if precision == 2 else [str(when.day), *parts])


def without_year(partial: str, language: str) -> str:
    """The day and month of a full date, whatever the year, for tables: ``20/12``; ``20 December``."""
    when, _ = _first_day(partial)
    return ("/" if language == "vi" else " ").join((str(when.day), _month(when, language)))


def day_of_year(partial: str, language: str) -> str:
    """The day and month of a full date in a sentence, whatever the year: ``ngày 20/12``; ``20 December``."""
    return phrases(language)("date.in_text_3", date=without_year(partial, language))


def in_text(partial: str, language: str, say: Say | None = None) -> str:
    """The date in a sentence: ``năm 2019``, ``tháng 8/2017``, ``ngày 25/2/2011``; ``say`` gives the phrases."""
    precision = partial.count("-") + 1
    return (say or phrases(language))(f"date.in_text_{precision}", date=day(partial, language))


def period(start: str, end: str, language: str) -> str:
    """When something took place: ``2019``, ``2013–2019``, ``11–15/6/2024``, ``January–March 2024``.

    An open end when only one side is known.
    """
    if not start or not end or start == end:
        return day(start or end, language)
    (first, precision), (last, last_precision) = _first_day(start), _first_day(end)
    if precision == last_precision == 1:
        return f"{first.year}–{last.year}"
    if precision == last_precision and first.year == last.year:
        if precision == 2:
            return f"{_month(first, language)}–{day(end, language)}"
        if first.month == last.month:
            return f"{first.day}–{day(end, language)}"
        if precision == 3:
            return f"{without_year(start, language)} – {day(end, language)}"
    return f"{day(start, language)} – {day(end, language)}"


def covered(start: str, end: str, language: str) -> str:
    """The period that a figure covers: ``January–October 2025``, ``10 tháng năm 2025``, ``6 tháng đầu năm 2024``.

    Vietnamese also says ``tháng 1/2024`` and ``từ đầu năm đến 27/11/2025``, where other periods are as in `period`.
    """
    if not start or not end:
        return day(start or end, language)
    start, end = _whole_months(start, end)
    (first, precision), (last, last_precision) = _first_day(start), _first_day(end)
    if precision != last_precision or first.year != last.year or precision == 1:
        return period(start, end, language)
    if precision == 2 and (first.month, last.month) == (1, 12):
        return str(first.year)
    if language != "vi":
        return period(start, end, language)
    if precision == 3:
        since_new_year = (first.month, first.day) == (1, 1) and first != last
        return f"từ đầu năm đến {day(end, language)}" if since_new_year else period(start, end, language)
    if first.month > 1 or start == end:
        return f"tháng {period(start, end, language)}"
    return f"{last.month} tháng {'đầu ' if last.month <= _HALF else ''}năm {last.year}"


def _whole_months(start: str, end: str) -> tuple[str, str]:
    """A period without its days where these are the first and the last of months: 1 January to 30 June."""
    whole = (
        start.count("-") == end.count("-") == 2
        and start.endswith("-01")
        and last_day(end[:7]).isoformat() == end
    )
    return (start[:7], end[:7]) if whole else (start, end)


def months(start: str, end: str, language: str) -> str:
    """The months that figures cover, of any year: ``January–October``, ``10 tháng đầu năm``, ``tháng 3–5``."""
    (first, _), (last, _) = _first_day(start), _first_day(end)
    if language != "vi":
        return "–".join(dict.fromkeys(_month(one, language) for one in (first, last)))
    if first.month == 1 < last.month:
        return f"{last.month} tháng đầu năm"
    return "tháng " + "–".join(dict.fromkeys(str(one.month) for one in (first, last)))


def _month(when: date, language: str) -> str:
    """A month without its year."""
    return str(when.month) if language == "vi" else _months(language)[when.month]


@cache
def _months(language: str, width: Literal["wide", "abbreviated"] = "wide") -> dict[int, str]:
    """The names of the months by number, as Babel has them."""
    return dict(get_month_names(width, locale=LOCALES[language]))


def with_short_months(text: str, language: str) -> str:
    """A text whose dates have short names of months, for the foot of a page: ``28 Jun 2024``."""
    if language == "vi":
        return text
    short = _months(language, "abbreviated")
    numbered = {name: short[number] for number, name in _months(language).items()}
    return re.sub(rf"\b({'|'.join(numbered)})(?= \d{{4}})", lambda found: numbered[found[1]], text)
