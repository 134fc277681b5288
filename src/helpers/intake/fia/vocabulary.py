"""Words as the register prints them, whatever their case, tone marks, blanks and Unicode form."""

import re
import unicodedata

from helpers.intake.fia.tables import By

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
_LONGEST = 30
"""Titles have at most this many words; longer texts are prose."""
_TOTAL = re.compile(r"(grand )?total|tong( so| cong)?|ca nuoc")


def unaccented(text: str) -> str:
    """A text in small letters without tone marks, every run of blanks a single one."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def plain(text: str) -> str:
    """A text as bare words: unaccented and without punctuation."""
    return " ".join(re.sub(r"[\W_]+", " ", unaccented(text)).split())


def label_of(text: str) -> By | None:
    """What the rows of a table are, by the heading of their labels; None for other texts and for titles."""
    words = plain(text)
    if len(words.split()) > 6 or re.search(r"\b(theo|by)\b", words):
        return None
    return next((by for by, pattern in _LABELS if re.search(rf"\b({pattern})\b", words)), None)


def title_of(text: str) -> By | None:
    """What a title such as “… THEO ĐỊA PHƯƠNG” promises; None for other texts."""
    found = _TITLE.fullmatch(plain(text))
    return label_of(found[3]) if found and len(text.split()) <= _LONGEST else None


def is_total(text: str) -> bool:
    """Whether a label announces the printed total."""
    return _TOTAL.fullmatch(plain(text)) is not None
