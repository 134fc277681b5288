"""Amounts as people type them, in Vietnamese or English: a qualifier, a number and a unit in one cell.

What can be read in two ways is never guessed: ``1.234`` is a thousand in Vietnamese text and a fraction in English.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from helpers.data.csv_files import Row, Sheet
from helpers.errors import UnknownName, folded, unaccented

STYLES = ("vi", "en")
_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_GROUPING_BLANK = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3})")
_NUMBER = re.compile(r"(?<!\w)[-−]?\d[\d.,]*")
_EXPONENT = re.compile(r"\d[eE][-+]?\d")  # 1e308: a program wrote it, for no one to read
_SIGNS = {"vi": (".", ","), "en": (",", ".")}  # between thousands, before decimals
_SHAPES = {
    "vi": re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?"),
    "en": re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?"),
}
# Words and signs beside a number and the qualifier that they mean; of two that begin alike the longer comes first.
_QUALIFIERS = {
    "over": ("more than", "greater than", "tren", "hon", "over", ">"),
    "under": ("less than", "below", "duoi", "under", "<"),
    "nearly": ("almost", "nearly", "gan"),
    "about": ("approximately", "approx.", "xap xi", "khoang", "about", "uoc", "~", "≈"),
    "planned": ("theo ke hoach", "planned", "ke hoach", "du kien"),
}
_QUALIFIED = [
    (qualifier, re.compile(rf"(?<!\w){re.escape(one)}(?!\w)" if one[0].isalpha() else re.escape(one)))
    for qualifier, spellings in _QUALIFIERS.items()
    for one in spellings
]
_EXACT = ("exact", "chinh xac", "dung", "bang", "=")
# The words that multiply a unit, by the factor that units.csv gives to the multiplied unit.
_SCALES = {
    "1000": ("nghin", "ngan", "k", "thousand"),
    "1000000": ("trieu", "million", "m"),
    "1000000000": ("ty", "ti", "billion", "bn"),
    "1000000000000": ("nghinty", "nganty", "trillion", "trn"),
}
_CURRENCIES = {
    "usd": ("usd", "dollars", "dollar", "dola", "dolamy", "us$", "$"),
    "vnd": ("vnd", "dong", "vietnamdong", "vnđ"),
    "cny": ("cny", "nhandante", "ndt", "yuan", "rmb"),
    "eur": ("eur", "euro", "euros"),
}


# “Lượt khách”, “nghìn lượt khách”: what is counted in times is mostly written “lượt”, “nghìn lượt” alone.
_TIMES = re.compile(r"((?:\w+ )?lượt) [\w ]+", re.IGNORECASE)
# What makes an English number a rank: "16th".
_ORDINAL = re.compile(r"^(st|nd|rd|th)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """The parts of a typed amount: the number as written, its qualifier or nothing, and the words of its unit."""

    number: str
    qualifier: str
    unit: str


def split_amount(text: str) -> Amount | None:
    """The parts of an amount such as “trên 3,2 tỷ USD”; None unless there is exactly one number in it."""
    text = _GROUPING_BLANK.sub("", unicodedata.normalize("NFC", text))
    text = _BLANKS.sub(" ", text).strip()
    found = _NUMBER.findall(text)
    if len(found) != 1 or _EXPONENT.search(text):
        return None
    before, _, after = text.partition(found[0])
    after = _ORDINAL.sub("", after)
    qualifier, unit = _split_qualifier(f"{before} {after}")
    unit = _BLANKS.sub(" ", unit.replace("(", " ").replace(")", " ")).strip()
    return Amount(found[0].rstrip(".,").replace("−", "-"), qualifier, unit)


def read_qualifier(words: str) -> str:
    """The qualifier that words mean, such as “hơn” or “khoảng”; the words themselves where they mean none."""
    plain = unaccented(words)
    if plain in _EXACT:
        return "exact"
    return next((one for one, spellings in _QUALIFIERS.items() if plain in (one, *spellings)), words)


@lru_cache(maxsize=1000)  # a column has the same words again and again
def _split_qualifier(words: str) -> tuple[str, str]:
    """The qualifier among the words around a number, and the words without it."""
    if not words.strip():
        return "", ""
    # Letter for letter, so that a place in the unaccented words is the same place in the words.
    plain = "".join(unaccented(letter)[:1] or letter for letter in words)
    for qualifier, pattern in _QUALIFIED:
        if match := pattern.search(plain):
            return qualifier, words[: match.start()] + words[match.end() :]
    return "", words


def readings(number: str) -> dict[str, Decimal]:
    """The value of a number by the style, ``vi`` or ``en``, in which it may have been written."""
    return {
        style: Decimal(number.replace(thousands, "").replace(point, "."))
        for style, (thousands, point) in _SIGNS.items()
        if _SHAPES[style].fullmatch(number)
    }


def styles_shown(numbers: Sequence[str]) -> set[str]:
    """The styles that some numbers of a column can only have been written in: ``1.876,7`` shows ``vi``."""
    found = [readings(number) for number in numbers]
    return {style for one in found if len(one) == 1 for style in one}


def value_of(number: str, styles: set[str]) -> Decimal | None:
    """The value of a number, by itself or by the one style of its column; None when it may be either.

    Raises ValueError for what is written in no style.
    """
    found = readings(number)
    if not found:
        raise ValueError(number)
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    if len(styles) == 1:
        return found[next(iter(styles))]
    return None


def style_question(number: str) -> str:
    """What to ask the curator about a number that may be read in two ways."""
    plain = {style: format(value, "f") for style, value in readings(number).items()}
    return f"{plain['vi']} (if Vietnamese) or {plain['en']} (if English); say which with --numbers vi or en"


class UnknownUnit(UnknownName):
    """Words that are no unit of the dataset."""

    kind = "unit"


@dataclass(frozen=True)
class Units:
    """The ways to write each unit of ``units.csv``, worked out once for all cells that name one."""

    sheet: Sheet

    def read(self, words: str, dimension: str) -> str:
        """The id of the unit that the words mean: “tỷ đồng”, “billion VND”, “%”.

        ``dimension`` is what the indicator counts. It settles “tỷ” without a currency; without any words the unit is
        the only one of factor 1, but never of money, where it may be dollars or millions. Raises UnknownUnit.
        """
        spellings = self._spellings.get(dimension, {})
        key = _unit_key(words)
        if key not in spellings:
            raise UnknownUnit(words, [row["name_vi"] for row in self._rows.get(dimension, ())])
        return spellings[key]

    def known(self, words: str, dimension: str) -> bool:
        """Whether the words are one of the ways to write a unit of what the indicator counts."""
        return _unit_key(words) in self._spellings.get(dimension, {})

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.sheet.rows:
            found.setdefault(row["dimension"], []).append(row)
        return found

    @cached_property
    def _spellings(self) -> dict[str, dict[str, str]]:
        """By dimension: the id of a unit by each way to write it."""
        return {dimension: _spellings(dimension, rows) for dimension, rows in self._rows.items()}


def _unit_key(words: str) -> str:
    """The same key for words that differ in case, accents and blanks only; signs that mean a unit are kept."""
    if words.strip() in ("%", "percent", "per cent", "phần trăm"):
        return "%"
    return folded(words.replace("$", "usd"))


def _spellings(dimension: str, rows: list[Row]) -> dict[str, str]:
    """The id of a unit by each way to write it; of two units with the same spelling the first has it."""
    found: dict[str, str] = {}
    for row in rows:
        found |= dict.fromkeys(map(_unit_key, _names(row)), row["unit_id"])
        currencies = _CURRENCIES.get(dimension, ())
        scales = _SCALES.get(row["factor"], ())
        for scale in scales:
            found.setdefault(scale, row["unit_id"])
        for currency in currencies:
            for scale in scales or ([""] if row["factor"] == "1" else ()):
                found.setdefault(_unit_key(f"{scale}{currency}"), row["unit_id"])
                found.setdefault(_unit_key(f"{currency}{scale}"), row["unit_id"])
    plain = [row["unit_id"] for row in rows if row["factor"] == "1"]
    if dimension not in _CURRENCIES and len(plain) == 1:
        found.setdefault("", plain[0])
    return found


def _names(row: Row) -> Iterator[str]:
    """The unit's id and names, and the words that the briefings write beside a number of it."""
    yield from (row["unit_id"], row["name_vi"], row["name_en"])
    for column, text in row.items():
        if column.startswith("amount_") and text:
            yield text.replace("{number}", "").strip()
    if times := _TIMES.fullmatch(row["name_vi"]):
        yield times[1]
