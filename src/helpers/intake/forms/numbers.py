"""Numbers as people type them, in Vietnamese or in English; what could be either is a question, never a guess."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.errors import folded

STYLES = ("vi", "en")
_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_JOINED = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3})")  # blanks that only group digits
_NUMBER = re.compile(r"(?<!\w)[-−]?\d[\d.,]*")
_SHAPES = {
    "vi": re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?"),
    "en": re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?"),
}
# Words and signs before or after a number, longest first, and the qualifier that they mean.
_WORDS = {
    "over": ("more than", "greater than", "tren", "hon", "over", ">"),
    "under": ("less than", "below", "duoi", "under", "<"),
    "nearly": ("almost", "nearly", "gan"),
    "about": ("approximately", "approx.", "xap xi", "khoang", "about", "uoc", "~", "≈"),
    "planned": ("theo ke hoach", "planned", "ke hoach", "du kien"),
}


@dataclass(frozen=True)
class Typed:
    """A typed amount: the number as written, its qualifier, and the words that are left for the unit."""

    number: str
    qualifier: str
    unit: str


def typed(text: str) -> Typed | None:
    """What was typed, taken apart; None when there is no number in it, or more than one."""
    text = _JOINED.sub("", unicodedata.normalize("NFC", text))
    text = _BLANKS.sub(" ", text).strip()
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    number = found[0].rstrip(".,")
    before, _, after = text.partition(found[0])
    qualifier, rest = _qualifier(f"{before} {after}")
    return Typed(number.replace("−", "-"), qualifier, rest)


def _qualifier(words: str) -> tuple[str, str]:
    """The qualifier among the words around a number, and the words without it."""
    for name, spellings in _WORDS.items():
        for spelling in spellings:
            pattern = rf"(?<!\w){re.escape(spelling)}(?!\w)" if spelling[0].isalpha() else re.escape(spelling)
            plain = _plain(words)
            if match := re.search(pattern, plain):
                rest = words[: match.start()] + words[match.end() :]
                return name, _BLANKS.sub(" ", rest.replace("(", " ").replace(")", " ")).strip()
    return "", _BLANKS.sub(" ", words.replace("(", " ").replace(")", " ")).strip()


def _plain(text: str) -> str:
    """Lower case without tone marks, letter for letter, so that places in it are places in the text."""
    return "".join((folded(letter) or letter)[0] if letter.isalpha() else letter for letter in text)


def readings(number: str) -> dict[str, Decimal]:
    """What a number means in each style that can write it so."""
    signs = {"vi": (".", ","), "en": (",", ".")}
    return {
        style: Decimal(number.replace(thousands, "").replace(point, "."))
        for style, (thousands, point) in signs.items()
        if _SHAPES[style].fullmatch(number)
    }


def styles(numbers: Sequence[str]) -> set[str]:
    """The styles for which a column has evidence: a number that can be read only one way, or differs by style."""
    found = [readings(number) for number in numbers]
    return {style for one in found if len(one) == 1 for style in one}


def settle(number: str, evidence: set[str]) -> Decimal | None:
    """The number's value, where the number itself or its column settles the style; None where it stays open.

    Raises ValueError for what no style writes so.
    """
    found = readings(number)
    if not found:
        raise ValueError(number)
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    if len(evidence) == 1:
        return found[next(iter(evidence))]
    return None


def question(number: str) -> str:
    """What to ask about a number that could be either."""
    plain = {style: format(value, "f") for style, value in readings(number).items()}
    return f"{plain['vi']} (if Vietnamese) or {plain['en']} (if English); say which with --numbers vi or en"
