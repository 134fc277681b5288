"""Texts as people and agencies write them, as keys to hold against each other."""

import re

from helpers.errors import folded, unaccented

# Words that one publication of a state's name has and another lacks or shortens: “Bosnia & Herzegovina”, “St. Lucia”.
_JOINING = frozenset(["and", "the", "va"])
_SHORT = {"saint": "st"}
_RANK = re.compile(r"^(tp|t p|thanh pho|tinh|t)\b ?| (city|province)$")


def bare_words(text: str) -> str:
    """A text in small letters without accents and punctuation."""
    return " ".join(re.sub(r"[\W_]+", " ", unaccented(text)).split())


def rank_of(label: str) -> str:
    """What a label calls an area: a ``city`` or a ``province``; empty where it does not say."""
    found = _RANK.search(bare_words(label))
    if not found:
        return ""
    return "province" if found[0].strip() in ("tinh", "t", "province") else "city"


def locality_key(label: str) -> str:
    """The same key for a province with or without “TP.”, “Thành phố”, “T.” or “Tỉnh”."""
    return folded(_RANK.sub("", bare_words(label))) or folded(label)


def state_key(label: str) -> str:
    """The same key for a state however its name joins its parts: “&”, “and” or “và”, “St.” or “Saint”."""
    return "".join(_SHORT.get(word, word) for word in bare_words(label).split() if word not in _JOINING)
