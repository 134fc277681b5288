"""Dates as people type them, at any precision, as the dataset writes them: day before month, as in Viet Nam."""

import re
from datetime import date

from helpers.data.dates import is_date
from helpers.errors import folded

EXPECTED = "a day, month or year, such as 25/02/2011, 2/2011 or 2011"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_FORMS = (
    re.compile(r"(?P<y>\d{4})(-(?P<m>\d{1,2})(-(?P<d>\d{1,2}))?)?"),
    re.compile(r"((?P<d>\d{1,2})[/.-])?(?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(
        rf"((?P<d>\d{{1,2}}) )?(?P<name>{'|'.join(_MONTHS)}|{'|'.join(m[:3] for m in _MONTHS)}),? (?P<y>\d{{4}})"
    ),
    re.compile(r"((?P<d>\d{1,2}) thang )?(?P<m>\d{1,2}) nam (?P<y>\d{4})"),
)
_LEAD = re.compile(r"^(ngay|thang|nam|as of|year)\s+")


def read_date(text: str) -> str:
    """``2019``, ``2017-08`` or ``2011-02-25``; raises ValueError for what is no date.

    The day stands before the month: 3/4/2011 is 3 April.
    """
    plain = re.sub(r"\s+", " ", _fold(text)).strip()
    while match := _LEAD.match(plain):
        plain = plain[match.end() :]
    for form in _FORMS:
        if match := form.fullmatch(plain):
            return _iso(match)
    raise ValueError(EXPECTED)


def _fold(text: str) -> str:
    """Lower case without tone marks; digits and signs as they are."""
    return "".join(folded(letter) if letter.isalpha() else letter for letter in text.lower())


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    name = parts.get("name")
    month = str([one[:3] for one in _MONTHS].index(name[:3]) + 1) if name else parts.get("m")
    found = "-".join(piece.zfill(2) for piece in (parts["y"], month, parts.get("d")) if piece)
    if not is_date(found):
        raise ValueError(EXPECTED)
    return found


def of_cell(value: date) -> str:
    """A date cell of a workbook."""
    return value.isoformat()[:10]
