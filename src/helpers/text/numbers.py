"""Numbers, amounts and shares as each language writes them, with the qualifier they were published with."""

from decimal import Decimal
from typing import TYPE_CHECKING

from babel.numbers import format_decimal, format_percent

from helpers.text.phrases import plural

if TYPE_CHECKING:  # pandas takes time to import, and who only writes a number does without
    from helpers.data.tables import Dataset

LOCALES = {"vi": "vi_VN", "en": "en_GB"}


def to_the_dollar(value: Decimal, unit_id: str) -> Decimal:
    """A figure in millions of dollars, rounded to the dollar: workbooks may hold the long result of a division."""
    return round(value, 6) if unit_id == "usd_m" and value != round(value, 6) else value


def number(value: Decimal, language: str) -> str:
    """The number with exactly the decimals it was published with, e.g. ``1.876,7`` or ``1,876.7``."""
    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(value, format=pattern, locale=LOCALES[language])


def percent(value: Decimal, language: str) -> str:
    """A share or rate given in percent, e.g. ``26,7%``; a real minus sign for a fall."""
    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0." + "0" * decimals + "%" if decimals else "#,##0%"
    return format_percent(value / 100, format=pattern, locale=LOCALES[language]).replace("-", "−")


def amount(dataset: "Dataset", value: Decimal, unit_id: str, language: str) -> str:
    """The number with its unit: ``3,8 tỷ USD``, ``USD 3.8 billion``, ``20 projects``.

    The words are those of ``units.csv``: ``amount_one_en`` where English says one of them otherwise.
    Raises UnknownRow.
    """
    if unit_id == "percent":
        return percent(value, language)
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
