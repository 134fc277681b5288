"""What a column of a table holds, and in which unit, by its heading."""

import re

from helpers.intake.fia.vocabulary import plain, unaccented

_OTHER = re.compile(
    r"%|ty trong|ty le|cung ky|so voi|dieu le|thuc hien|binh quan|proportion|growth|charter|implemented|disbursed"
)
_COUNT = re.compile(r"\bso (luot|du an|da)\b|\b(number|no) of\b|^projects?$")
_MONEY = re.compile(r"\bvon\b|\bgia tri\b|\bcapital\b|\bvalue\b|\busd\b")
_TOTAL = re.compile(r"^(tong|total)\b")
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


def meaning(parts: list[str]) -> str | None:
    """The name of the value under a heading that may have several lines, the widest first; None for other columns.

    The lowest line says whether it counts or values; a value of no group is ``projects`` or ``capital``, and
    capital of several groups is their total.
    """
    own, whole = plain(parts[-1]), plain(" ".join(parts))
    if _OTHER.search(unaccented(" ".join(parts))):
        return None
    group = next((name for name, words in _GROUPS if re.search(rf"\b({words})", whole)), "")
    if _COUNT.search(own):
        return {"": "projects", "share": "share_count"}.get(group, f"{group}_projects")
    if not _MONEY.search(own):
        return None
    groups = [name for name, words in _GROUPS if re.search(rf"\b({words})", own)]
    if len(groups) > 1 or _TOTAL.search(whole) or _TOTAL.search(own):
        return "total_capital"
    return f"{group}_capital".lstrip("_")


def power(text: str) -> int | None:
    """The power of ten that turns amounts into million dollars, by the unit a text names; None when it names none."""
    words = plain(text)
    return next((ten for ten, unit in _UNITS if re.search(rf"\b({unit})\b", words)), None)
