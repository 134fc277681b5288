"""Numbers as a workbook prints them, from the binary fractions it stores."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

_PRINTED = Context(prec=15, rounding=ROUND_HALF_EVEN)
"""A spreadsheet shows fifteen digits of a number; what comes after them is the noise of binary fractions."""
_DOLLAR = Decimal("0.000001")
_NOISE = Decimal("0.0000000001")
"""In million dollars: a hundredth of a cent."""


def exact(cell: float, power: int = 0) -> Decimal:
    """A stored number as its printed digits, times a power of ten, without trailing zeros.

    Amounts that miss a whole dollar by less than a hundredth of a cent are that whole dollar: sums of binary
    fractions leave such traces. Cents and their parts stay.
    """
    value = _PRINTED.create_decimal(Decimal(repr(cell))).scaleb(power)
    whole = value.quantize(_DOLLAR)
    value = whole if abs(value - whole) < _NOISE else value
    return shortest(value)


def shortest(value: Decimal) -> Decimal:
    """The same number without trailing zeros after the point, and never with an exponent."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def decimals(value: Decimal) -> int:
    """How many digits follow the point."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
