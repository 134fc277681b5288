"""Whose figure a row is: labels of the register against the dataset's provinces, countries and sectors.

A label means a row by its name in either language, by a spelling of ``spellings.csv``, or, for a country, by its name
in the Unicode CLDR, which Babel brings along. A state that the dataset does not have yet is known from there too.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from babel import Locale

from helpers.data.areas import valid_on
from helpers.data.csv_files import Row, Sheet, Sheets
from helpers.data.dates import first_day
from helpers.errors import BriefingError, UnknownName, folded
from helpers.intake.fia.workbook import By
from helpers.intake.wording import bare_words, locality_key, state_key

TABLES: Mapping[By, str] = {"locality": "areas", "partner": "partners", "sector": "sectors"}
_DATED = re.compile(r" \((từ|from) .*\)$")
# Codes of the CLDR that ISO 3166-1 gives to no state or territory: groups, reserved codes, codes for trials.
_NO_STATE = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


class UnknownLabel(UnknownName):
    """A label of the register that is none of the known names."""

    kind = "label of the register"


class AmbiguousLabel(BriefingError):
    """A label of the register that is the name of several rows."""

    def __init__(self, label: str, ids: tuple[str, ...]) -> None:
        self.label, self.ids = label, ids
        super().__init__(label, ids)

    def __str__(self) -> str:
        return (
            f"label {self.label!r} of the register may be any of {', '.join(self.ids)}; leave one of them out"
        )


@dataclass(frozen=True)
class Names:
    """The rows of the dataset that the labels of one table may mean.

    ``names`` has the names of each row by its id, ``spellings`` the name that another spelling stands for, by ``key``
    of the spelling. ``key`` gives the same key to texts that name the same thing.
    """

    names: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]
    key: Callable[[str], str] = folded

    def match(self, label: str) -> str:
        """The id that a label means; raises UnknownLabel with the nearest names, and AmbiguousLabel."""
        key = self.key(label)
        found = self._ids.get(key, ())
        if not found and key in self.spellings:
            found = self._ids.get(self.key(self.spellings[key]), ())
        if not found:
            raise UnknownLabel(label, [name for names in self.names.values() for name in names])
        if len(found) > 1:
            raise AmbiguousLabel(label, found)
        return found[0]

    @cached_property
    def _ids(self) -> dict[str, tuple[str, ...]]:
        """By key of a name: the ids that have it."""
        found: dict[str, dict[str, None]] = {}
        for one, names in self.names.items():
            for name in names:
                found.setdefault(self.key(name), {})[one] = None
        return {key: tuple(ids) for key, ids in found.items()}


def names_of(by: By, day: str, sheets: Sheets) -> Names:
    """What the labels of a table by localities, partners or sectors may mean on a day.

    Localities are the provinces of that day, partners are states and territories.
    """
    if by == "locality":
        return _localities(first_day(day), sheets)
    sheet = sheets[TABLES[by]]
    if by == "sector":
        return Names(_named(sheet.rows), _spellings(sheet, sheets["spellings"], folded))
    states = [row for row in sheet.rows if row["kind"] == "state"]
    spellings = _spellings(sheet, sheets["spellings"], state_key)
    return Names(_named(states), _territories(states) | spellings, state_key)


def _localities(day: date, sheets: Sheets) -> Names:
    kinds = ("province", "city", "other")
    rows = [row for row in sheets["areas"].rows if row["kind"] in kinds and valid_on(row, day)]
    return Names(_named(rows), _spellings(sheets["areas"], sheets["spellings"], locality_key), locality_key)


def _named(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """The names of each row by its id."""
    return {next(iter(row.values())): (_undated(row["name_vi"]), _undated(row["name_en"])) for row in rows}


def _undated(name: str) -> str:
    """The name of an area without the date in brackets that a new province's name has."""
    return _DATED.sub("", name)


def _spellings(sheet: Sheet, spellings: Sheet, key: Callable[[str], str]) -> dict[str, str]:
    """The name that each spelling of the register stands for."""
    column = sheet.table.key[0]
    targets = ((row["spelling"], sheet.index.get(row[column])) for row in spellings.rows)
    return {key(spelling): _undated(row["name_vi"]) for spelling, row in targets if row}


def new_state(label: str, partners: Sequence[Row]) -> dict[str, str] | None:
    """The row of ``partners`` for a state that the dataset lacks, named as in the Unicode CLDR; None for other labels.

    A state that has a row already is never made again: what else it may be called is for ``spellings.csv``.
    """
    known = {row["country"] for row in partners if row["kind"] == "state"}
    names = {language: Locale(language).territories for language in ("vi", "en")}
    codes = {
        code
        for territories in names.values()
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_STATE and state_key(name) == state_key(label)
    }
    if len(codes) != 1 or codes & known:
        return None
    code = codes.pop()
    english = names["en"][code]
    taken = {row["partner_id"] for row in partners}
    name = "-".join(bare_words(english).split())
    return {
        "partner_id": f"{name}-{code.casefold()}" if name in taken else name,
        "kind": "state",
        "country": code,
        "name_vi": names["vi"][code],
        "name_en": english,
    }


def _territories(states: Iterable[Row]) -> dict[str, str]:
    """The dataset's name for each name that the Unicode CLDR has for a state, in Vietnamese and in English.

    A code that two rows share, as Saint Kitts and Nevis, is left out: its name would mean both.
    """
    rows: dict[str, list[Row]] = {}
    for row in states:
        rows.setdefault(row["country"], []).append(row)
    return {
        state_key(territories[code]): found[0]["name_vi"]
        for territories in (Locale(language).territories for language in ("vi", "en"))
        for code, found in rows.items()
        if len(found) == 1 and code in territories
    }
