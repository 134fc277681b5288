"""Words as the register prints them in Vietnamese or English: labels, titles, headings, units and periods."""

import re
from datetime import date

from helpers.errors import unaccented
from helpers.intake.fia.workbook import By
from helpers.intake.wording import bare_words

# Texts are compared as bare words: small letters, no accents, no punctuation.

_LABELS: tuple[tuple[By, str], ...] = (
    ("locality", r"dia phuong|tinh thanh|provinces?|localit(y|ies)"),
    ("partner", r"doi tac|nuoc(?! ngoai)|quoc gia|vung lanh tho|countr(y|ies)|(counter)?partners?"),
    ("sector", r"(chuyen )?nganh|linh vuc|sectors?"),
)
_TITLE = re.compile(
    r".*\b(dau tu|investment|fdi)\b.*\b(theo|by) "
    r"(nganh|doi tac|dia phuong|sector|partner|counterpart|country|province|locality)"
    r"(?: (?:nam|thang|quy|trong|tinh|luy ke|den|tu|in|from|as of|until|\d+)\b.*)?"
)
_LONGEST_TITLE = 30
"""Titles have at most this many words; longer texts are prose."""
_TOTAL = re.compile(r"(grand )?total|tong( so| cong)?|ca nuoc")

_REST = re.compile(
    r"((cac )?(nuoc|doi tac|quoc gia|nganh|dia phuong|linh vuc) )?khac"
    r"|others?( (countries|partners|sectors|provinces))?"
)

_OTHER_COLUMN = re.compile(
    r"%|ty trong|ty le|cung ky|so voi|dieu le|thuc hien|binh quan|proportion|growth|charter|implemented|disbursed"
)
_COUNT = re.compile(r"\bso (luot|du an|da)\b|\b(number|no) of\b|^projects?$")
_MONEY = re.compile(r"\bvon\b|\bgia tri\b|\bcapital\b|\bvalue\b|\busd\b")
_TOTAL_COLUMN = re.compile(r"^(tong|total)\b")
_GROUPS = (
    ("share", r"gop von|von gop|mua co phan|shares?|contribut"),
    ("new", r"cap moi|moi|new"),
    ("adjusted", r"dieu chinh|tang von|tang them|adjusted|additional|increased"),
)
_UNITS = (
    (0, r"(trieu|million|mil|mn) (usd|us|do la|dollars?)|(usd|us|dollars?) (million|mil|mn)"),
    (3, r"(ty|billion|bn) (usd|us|do la|dollars?)|(usd|us|dollars?) (billion|bn)"),
    (-3, r"(nghin|ngan|thousand) (usd|us|do la|dollars?)|(usd|us|dollars?) thousand"),
    (-6, r"usd|us|do la|dollars?"),
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(_MONTHS)
_WRITTEN_DATE = re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH})[a-z]*\.?,? (\d{{4}})")
_MONTH_FIRST = re.compile(rf"({_MONTH})[a-z]*\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_DATE = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})"
_END = re.compile(rf"\b(?:den|to|as of|as at|until|till)\b\D*?{_DATE}")
_START = re.compile(r"\b(?:tu|from)\b\D*?(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?")


def labels_of(text: str) -> By | None:
    """What the rows of a table are, by the heading over their labels; None for other texts and for titles."""
    words = bare_words(text)
    if len(words.split()) > 6 or re.search(r"\b(theo|by)\b", words):
        return None
    return next((by for by, pattern in _LABELS if re.search(rf"\b({pattern})\b", words)), None)


def title_of(text: str) -> By | None:
    """What the rows of a table are, by its title, such as “… THEO ĐỊA PHƯƠNG”; None for other texts."""
    found = _TITLE.fullmatch(bare_words(text))
    return labels_of(found[3]) if found and len(text.split()) <= _LONGEST_TITLE else None


def is_total(text: str) -> bool:
    """Whether a label announces the printed total."""
    return _TOTAL.fullmatch(bare_words(text)) is not None


def is_rest(text: str) -> bool:
    """Whether a label names nobody, such as “Khác”: what is left when the others are named."""
    return _REST.fullmatch(bare_words(text)) is not None


def column_of(heading: list[str]) -> str | None:
    """The name of the values under a heading, whose lines come the widest first; None for columns that we leave.

    The lowest line says whether they count or value; a value of no group is ``projects`` or ``capital``, and
    capital of several groups is their total.
    """
    own, whole = bare_words(heading[-1]), bare_words(" ".join(heading))
    if _OTHER_COLUMN.search(unaccented(" ".join(heading))):
        return None
    group = next((name for name, words in _GROUPS if re.search(rf"\b({words})", whole)), "")
    if _COUNT.search(own):
        return {"": "projects", "share": "share_count"}.get(group, f"{group}_projects")
    if not _MONEY.search(own):
        return None
    groups = [name for name, words in _GROUPS if re.search(rf"\b({words})", own)]
    if len(groups) > 1 or _TOTAL_COLUMN.search(whole) or _TOTAL_COLUMN.search(own):
        return "total_capital"
    return f"{group}_capital".lstrip("_")


def power_of(text: str) -> int | None:
    """The power of ten that turns amounts into million dollars, by the unit a text names; None when it names none."""
    words = bare_words(text)
    return next((ten for ten, unit in _UNITS if re.search(rf"\b({unit})\b", words)), None)


def period_of(lines: list[str]) -> tuple[str, str] | None:
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
    text = _WRITTEN_DATE.sub(r"\1/\2/\3", text)
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
