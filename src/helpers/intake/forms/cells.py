"""Dates, names and yes or no as people type them, turned into what the dataset writes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from helpers.data.areas import valid_on
from helpers.data.csv_files import Sheet
from helpers.data.dates import first_day, is_date
from helpers.data.schema import Field
from helpers.errors import BriefingError, UnknownName, folded, unaccented
from helpers.intake.wording import locality_key, rank_of

_EXPECTED_DATE = "a day, month or year, such as 25/02/2011, 2/2011 or 2011"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DATE_FORMS = (
    re.compile(r"(?P<y>\d{4})(-(?P<m>\d{1,2})(-(?P<d>\d{1,2}))?)?"),
    re.compile(r"((?P<d>\d{1,2})[/.-])?(?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(
        rf"((?P<d>\d{{1,2}}) )?(?P<name>{'|'.join(_MONTHS)}|{'|'.join(m[:3] for m in _MONTHS)}),? (?P<y>\d{{4}})"
    ),
    re.compile(r"((?P<d>\d{1,2}) thang )?(?P<m>\d{1,2}) nam (?P<y>\d{4})"),
)
_DATE_LEAD = re.compile(r"^(ngay|thang|nam|as of|year) ")
_TRUE = {"true", "yes", "y", "1", "co", "dung", "x"}
_FALSE = {"false", "no", "n", "0", "khong", "sai"}
_NAMES = ("name", "title", "short", "text")
_CODES = ("iso_3166_2", "gso_code", "title", "url")


def read_date(text: str) -> str:
    """A date as precise as it was typed: ``2019``, ``2017-08`` or ``2011-02-25``; raises ValueError for what is none.

    The day stands before the month, as in Viet Nam: 3/4/2011 is 3 April.
    """
    if match := _DATE_FORMS[0].fullmatch(text):
        return _iso(match)
    plain = unaccented(text)
    while match := _DATE_LEAD.match(plain):
        plain = plain[match.end() :]
    for form in _DATE_FORMS:
        if match := form.fullmatch(plain):
            return _iso(match)
    raise ValueError(_EXPECTED_DATE)


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    name = parts.get("name")
    month = str([one[:3] for one in _MONTHS].index(name[:3]) + 1) if name else parts.get("m")
    found = "-".join(piece.zfill(2) for piece in (parts["y"], month, parts.get("d")) if piece)
    if not is_date(found):
        raise ValueError(_EXPECTED_DATE)
    return found


def read_boolean(text: str) -> str:
    """``true`` or ``false``, by a word of either language; raises ValueError for other words."""
    if folded(text) in _TRUE:
        return "true"
    if folded(text) in _FALSE:
        return "false"
    raise ValueError("true or false")


def choices(field: Field, labels: Sheet) -> dict[str, str]:
    """The values of a field's closed list by all that they may be called, folded: the value, or what readers see."""
    values = field.constraints.get("enum", [])
    found = {folded(value): value for value in values}
    for row in labels.rows:
        if row["list"] in field.labels and row["value"] in values:
            for name in (row["name_vi"], row["name_en"]):
                found.setdefault(folded(name), row["value"])
    return found


class UnknownEntry(UnknownName):
    """A name that no row of the table it refers to has; ``kind`` says what the table lists."""


class SeveralEntries(BriefingError):
    """A name that several rows have."""

    def __init__(self, found: str, ids: Iterable[str]) -> None:
        self.found, self.ids = found, tuple(ids)
        super().__init__(found, self.ids)

    def __str__(self) -> str:
        return f"{self.found!r} may be {' or '.join(self.ids)}; write the id"


@dataclass(frozen=True)
class Entries:
    """The rows of a table by all that they may be called: id, code, or name in either language, accents or not.

    ``spellings`` has what else areas, partners and sectors are called.
    """

    sheet: Sheet
    spellings: Sheet | None = None

    def read(self, text: str) -> str:
        """The id of the row that a name means; raises UnknownEntry or SeveralEntries."""
        found = self.means(text)
        if len(found) > 1:
            raise SeveralEntries(text, found)
        if not found:
            error = UnknownEntry(text, self.sheet.index)
            error.kind = self.sheet.table.key[0].removesuffix("_id")
            raise error
        return found[0]

    def means(self, text: str) -> list[str]:
        """The ids of all rows that a text may name."""
        if text in self.sheet.index:
            return [text]
        key = folded(text)
        return self._ids.get(key) or self._spelled.get(key, [])

    def read_area(self, text: str, first: str, last: str) -> str:
        """The id of an area by its name at a time: “Lào Cai” is the old province before 1 July 2025, then the new one.

        ``first`` and ``last`` are the days that a figure speaks of (ISO). A time on both sides of the change, or none,
        leaves it open: raises SeveralEntries. Raises UnknownEntry for what no area is called.
        """
        if text in self.sheet.index:
            return text
        name = folded(text)
        found = sorted({*self._ids.get(name, []), *self._undated.get(name, [])})
        found = found or self._of_rank(text) or self._spelled.get(name, [])
        areas = self.sheet.index
        days = [first_day(day) for day in (first, last) if day]
        valid = [one for one in found if days and all(valid_on(areas[one], day) for day in days)]
        if len(valid) == 1:
            return valid[0]
        if len(found) > 1:
            raise SeveralEntries(text, found)
        return found[0] if found else self.read(text)

    def _of_rank(self, text: str) -> list[str]:
        """The areas that “Tỉnh Lạng Sơn” or “TP. Hải Phòng” may mean; “TP. Lạng Sơn” is a part of a province."""
        rank = rank_of(text)
        named = self._undated.get(locality_key(text), []) if rank else []
        return sorted(one for one in named if self.sheet.index[one]["kind"] == rank)

    @cached_property
    def _ids(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, row in self.sheet.index.items():
            for name in _spellings(row):
                found.setdefault(name, []).append(key)
        return found

    @cached_property
    def _undated(self) -> dict[str, list[str]]:
        """Areas by name, without the date in brackets that a new province's name has."""
        found: dict[str, list[str]] = {}
        for key, row in self.sheet.index.items():
            found.setdefault(_undated_key(row), []).append(key)
        return found

    @cached_property
    def _spelled(self) -> dict[str, list[str]]:
        """The row that each spelling stands for; of areas all that bear the name, at whatever time."""
        column = self.sheet.table.key[0]
        found: dict[str, list[str]] = {}
        for row in self.spellings.rows if self.spellings else ():
            if target := self.sheet.index.get(row.get(column, "")):
                named = self._undated[_undated_key(target)] if column == "area_id" else [row[column]]
                found[folded(row["spelling"])] = named
        return found


def _undated_key(area: Mapping[str, str]) -> str:
    return folded(area["name_vi"].split(" (")[0])


def _spellings(row: Mapping[str, str]) -> set[str]:
    """All that a row may be called, folded."""
    names = [text for column, text in row.items() if column[:-3] in _NAMES and column[-3:] in ("_vi", "_en")]
    names += [row[column] for column in _CODES if column in row]
    return {folded(name) for name in names if name} | {folded(next(iter(row.values())))}
