"""Facts in words: amounts no finer than a reader can use."""

from decimal import Decimal

from helpers.text.numbers import to_the_dollar


def test_amounts_are_shown_no_finer_than_to_the_dollar() -> None:
    assert str(to_the_dollar(Decimal("0.0792166251675924"), "usd_m")) == "0.079217"
    assert str(to_the_dollar(Decimal("3.80"), "usd_m")) == "3.80"
    assert str(to_the_dollar(Decimal("0.1234567"), "percent")) == "0.1234567"
