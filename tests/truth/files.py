"""The rows of the dataset as they stand in its files, and what a sentence says read back into what a row has.

Nothing here uses what the pages are made with: files are read as text, amounts by the words of ``units.csv`` and
``qualifiers.csv``, dates as each language writes them.
"""

import csv
import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from claims import MADE, changed

Row = Mapping[str, str]
DATA = Path(__file__).resolve().parents[2] / "data"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@cache
def rows(unit: str) -> dict[str, list[Row]]:
    """All tables, of a made unit with its changes."""
    if unit in MADE:
        return changed(unit, {name: list(table) for name, table in rows(MADE[unit]["of"]).items()})
    return _files()


@cache
def _files() -> dict[str, list[Row]]:
    tables = {}
    for path in DATA.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


@cache
def keyed(unit: str, table: str) -> dict[str, Row]:
    """The rows of a table by their first cell."""
    return {next(iter(row.values())): row for row in rows(unit)[table]}


# Dates


@cache
def first(day: str) -> date:
    """The first day that a date, as precise as known, may stand for."""
    year, month, number = (int(part) for part in f"{day}-1-1".split("-")[:3])
    return date(year, month, number)


@cache
def last(day: str) -> date:
    """The last day that a date, as precise as known, may stand for."""
    parts = [int(part) for part in day.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


@cache
def span(start: str, end: str = "") -> tuple[date, date] | None:
    """The days from the first of a date to the last of another; None where neither is known."""
    return (first(start or end), last(end or start)) if start or end else None


@cache
def period(text: str) -> tuple[date, date] | None:
    """The days that a time in either language stands for: ``in January–October 2025``, ``10 tháng năm 2025``.

    None for what is no time.
    """
    text = text.strip(" *").lower()
    for number, name in enumerate(_MONTHS, 1):  # as Vietnamese has it: 30/11/2025
        text = re.sub(
            rf"(?:(\d+) )?{name.lower()}\b(?: (\d{{4}}))?",
            lambda found, number=number: _slashed(found, number),
            text,
        )
    text = re.sub(r" \((?:months not stated|không rõ mấy tháng)\)", "", text)
    text = re.sub(r"(?:first half of|early) (\d{4})", r"1–6/\1", text)
    text = re.sub(r"(\d+) tháng (?:đầu )?năm (\d{4})", r"1–\1/\2", text)
    text = re.sub(r"đầu năm (\d{4})", r"1–6/\1", text)
    text = re.sub(r"từ đầu năm đến (?:ngày )?(\d+/\d+/\d{4})", r"1/1 – \1", text)
    text = re.sub(r"\b(?:as of|tính đến)\b", "", text)
    text = re.sub(r"\b(?:in|on|from|the|of|ngày|tháng|năm|từ|trong)\b", "", text)
    sides = [side.strip(" *") for side in re.split(r"–| to | đến ", text)]
    if len(sides) > 2 or not all(re.fullmatch(r"(?:\d{1,2}/){0,2}\d+", side) for side in sides):
        return None
    end = sides[-1].split("/")[::-1]
    start = sides[0].split("/")[::-1]
    if len(start[0]) < 4:  # what it leaves out stands at the end
        start = [*end[: len(end) - len(start)], *start]
    if len(end[0]) != 4:
        return None
    return span("-".join(start), "-".join(end))


def _slashed(found: re.Match[str], month: int) -> str:
    return "/".join([*filter(None, [found[1], str(month), found[2]])])


# Amounts


@cache
def amounts(text: str, language: str) -> tuple[tuple[str, Decimal, Decimal, str], ...]:
    """What an amount in words may be: its qualifier, the number, what one of its unit is worth, and the dimension."""
    found = []
    for qualifier, shape in _qualifiers(language):
        if not (inner := shape.fullmatch(text.strip(" *"))):
            continue
        for worth, dimension, words in _units(language):
            if told := words.fullmatch(inner[1]):
                big, small = (".", ",") if language == "vi" else (",", ".")
                value = Decimal(told[1].replace(big, "").replace(small, "."))
                found.append((qualifier, value, worth, dimension))
        if told := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", inner[1]):
            found.append((qualifier, Decimal(told[1]), Decimal(1), "rank"))
    return tuple(found)


@cache
def _qualifiers(language: str) -> list[tuple[str, re.Pattern[str]]]:
    """The qualifiers, each with its words around an amount."""
    return [
        (row["qualifier"], _shape(row[f"text_{language}"], r"\{amount\}", "(.+)"))
        for row in _files()["qualifiers"]
    ]


@cache
def _units(language: str) -> list[tuple[Decimal, str, re.Pattern[str]]]:
    """What one of a unit is worth, its dimension, and the words of an amount, of one and of several."""
    return [
        (Decimal(row["factor"]), row["dimension"], _shape(form, r"\{number\}", r"([\d.,]*\d)"))
        for row in _files()["units"]
        for form in (row[f"amount_{language}"], row.get(f"amount_one_{language}", ""))
        if form
    ]


def _shape(words: str, place: str, inside: str) -> re.Pattern[str]:
    return re.compile(re.escape(words).replace(place, inside))


def is_amount(row: Row, text: str, language: str = "en", *, qualified: bool = True) -> bool:
    """Whether a text tells a figure: the number with three significant digits or more, a bound as a true bound."""
    unit = keyed("", "units")[row["unit_id"]]
    value = Decimal(row["value"]) * Decimal(unit["factor"])
    qualifier = row["qualifier"] if qualified else "exact"
    for told, number, factor, dimension in amounts(text, language):
        step = Decimal(1).scaleb(value.adjusted() - 2) if value else Decimal(1)
        apart = number * factor - value
        near = abs(apart) < step if qualifier in ("over", "under", "nearly") else abs(apart) * 2 <= step
        true = apart <= 0 if qualifier == "over" else apart >= 0 if qualifier in ("under", "nearly") else True
        if (told, dimension) == (qualifier, unit["dimension"]) and near and true:
            return True
    return False
