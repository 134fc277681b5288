"""Numbers, amounts and shares as each language writes them, with the qualifier they were published with."""

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

from helpers.data.arithmetic import rounding
from helpers.text.phrases import plural

if TYPE_CHECKING:  # pandas takes time to import, and who only writes a number does without
    from helpers.data.tables import Dataset

LOCALES = {"vi": "vi_VN", "en": "en_GB"}


def to_the_dollar(value: Decimal, unit_id: str) -> Decimal:
    """A figure in millions of dollars, rounded to the dollar: workbooks may hold the long result of a division."""
    return round(value, 6) if unit_id == "usd_m" and value != round(value, 6) else value


DIGITS = 3  # significant digits that text and charts show at most; the annex has the printed value
# Amounts are rounded, and told in the largest of these units that makes them one or more; counts, lengths and areas
# stay whole.
_AMOUNTS = ("usd", "vnd", "cny", "eur", "visitor", "inhabitant")
_HANDY = (
    *("usd", "usd_m", "usd_bn", "vnd_m", "vnd_bn", "cny_m", "cny_bn", "eur_m"),
    *("visitor", "visitor_k", "visitor_m", "inhabitant", "inhabitant_k", "inhabitant_m"),
)
_NEVER = ("vnd_trillion",)  # officials write "10.400 tỷ đồng"


def rounded(value: Decimal, unit_id: str, qualifier: str = "exact") -> Decimal:
    """The value with at most three significant digits, for text and charts; things that are counted stay whole.

    A bound stays true: what is "over" is rounded down, what is "under" or "nearly" up. Zeros at the end of decimals
    are dropped: 0.9000 → 0.9.
    """
    if not value:
        return Decimal(0)
    exponent = value.adjusted() - DIGITS + 1
    if not unit_id.startswith(_AMOUNTS):
        exponent = min(exponent, 0)
    printed = value.as_tuple().exponent
    if isinstance(printed, int) and printed < exponent:
        value = value.quantize(Decimal(1).scaleb(exponent), rounding=rounding(qualifier))
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def whole_percent(value: Decimal, qualifier: str = "exact") -> Decimal:
    """A change or share computed here, in whole percents from ten up, else to one decimal; bounds stay true."""
    step = Decimal(1) if abs(value) >= 10 else Decimal("0.1")
    return value.quantize(step, rounding=rounding(qualifier))


def handy(dataset: "Dataset", value: Decimal, unit_id: str, qualifier: str = "exact") -> tuple[Decimal, str]:
    """An amount rounded, in the largest unit that makes it one or more: 1208 ``usd_m`` → 1.21 ``usd_bn``."""
    units = dataset.keyed("units")
    here = units[unit_id]
    if unit_id in (*_HANDY, *_NEVER):
        worth = value * here["factor"]
        alike = [name for name in _HANDY if name in units and units[name]["dimension"] == here["dimension"]]
        fitting = [name for name in alike if abs(worth) >= units[name]["factor"]]
        unit_id = max(fitting, key=lambda name: Decimal(units[name]["factor"]), default=unit_id)
        value = worth / units[unit_id]["factor"]
    return rounded(value, unit_id, qualifier), unit_id


def ordinal(number: int, language: str) -> str:
    """A rank on its own: ``23rd``, ``hạng 23``."""
    return f"hạng {number}" if language == "vi" else nth(number, language)


def nth(number: int, language: str) -> str:
    """The number of a session within its name: ``5th``; in Vietnamese, which says "lần thứ 5", the number alone."""
    if language == "vi":
        return str(number)
    teens = 10 < number % 100 < 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def number(value: Decimal, language: str) -> str:
    """The number with exactly the decimals it was published with, e.g. ``1.876,7`` or ``1,876.7``."""
    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{value:,.{decimals}f}".translate(_separators(language))


@cache
def _separators(language: str) -> dict[int, str]:
    symbols = Locale.parse(LOCALES[language]).number_symbols["latn"]
    return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})


def percent(value: Decimal, language: str) -> str:
    """A share or rate given in percent, e.g. ``26,7%``; a real minus sign for a fall."""
    return f"{number(value, language)}%".replace("-", "−")


def amount(dataset: "Dataset", value: Decimal, unit_id: str, language: str) -> str:
    """The number with its unit: ``3,8 tỷ USD``, ``USD 3.8 billion``, ``20 projects``.

    The words are those of ``units.csv``: ``amount_one_en`` where English says one of them otherwise.
    Raises UnknownRow.
    """
    if unit_id == "percent":
        return percent(value, language)
    if unit_id == "rank" and value == int(value):
        return ordinal(int(value), language)
    unit = dataset.row("units", unit_id)
    words = unit.get(f"amount_{plural(value, language)}_{language}") or unit[f"amount_{language}"]
    return str(words).replace("{number}", number(value, language))


def qualified(dataset: "Dataset", value: Decimal, unit_id: str, qualifier: str, language: str) -> str:
    """The amount in running text with its qualifier in words: ``trên 3,2 tỷ USD``, ``over USD 3.2 billion``."""
    return _with_qualifier(dataset, amount(dataset, value, unit_id, language), qualifier, f"text_{language}")


def marked(
    dataset: "Dataset", value: Decimal, unit_id: str, qualifier: str, language: str, *, with_unit: bool = True
) -> str:
    """The amount in a table or chart with its qualifier as a mark: ``> 3,2``; the unit may be in the heading."""
    words = (
        amount(dataset, value, unit_id, language)
        if with_unit or unit_id == "percent"
        else number(value, language).replace("-", "−")
    )
    return with_mark(dataset, words, qualifier, language)


def with_mark(dataset: "Dataset", words: str, qualifier: str, language: str) -> str:
    """An amount that is already in words, with its qualifier as a mark: ``> 26,7%``. Raises UnknownRow."""
    return _with_qualifier(dataset, words, qualifier, f"mark_{language}")


def _with_qualifier(dataset: "Dataset", words: str, qualifier: str, field: str) -> str:
    return str(dataset.row("qualifiers", qualifier)[field]).replace("{amount}", words)
