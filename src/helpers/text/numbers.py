"""Numbers, amounts and shares as each language writes them, with the qualifier they were published with."""

from decimal import Decimal

from babel.numbers import format_decimal, format_percent

from helpers.text.phrases import phrases

LOCALES = {"vi": "vi_VN", "en": "en_GB"}


def to_the_dollar(value: Decimal, unit_id: str) -> Decimal:
    """A figure in millions shown no finer than to the dollar: a workbook's cell may hold the digits of a division."""
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


def amount(value: Decimal, unit_id: str, language: str) -> str:
    """The number with its unit: ``3,8 tỷ USD``, ``USD 3.8 billion``, ``20 projects``."""
    if unit_id == "percent":
        return percent(value, language)
    return phrases(language)(f"unit.{unit_id}", count=value, number=number(value, language))


def qualified(value: Decimal, unit_id: str, qualifier: str, language: str) -> str:
    """The amount in running text with its qualifier in words: ``trên 3,2 tỷ USD``, ``over USD 3.2 billion``."""
    return phrases(language)(f"qualifier.{qualifier}", amount=amount(value, unit_id, language))


def marked(value: Decimal, unit_id: str, qualifier: str, language: str, *, with_unit: bool = True) -> str:
    """The amount in a table or chart with its qualifier as a mark: ``> 3,2``; the unit may be in the heading."""
    shown = (
        amount(value, unit_id, language)
        if with_unit or unit_id == "percent"
        else number(value, language).replace("-", "−")
    )
    return phrases(language)(f"mark.{qualifier}", amount=shown)
