"""Numbers are written as each language writes them, with the digits and the qualifier of the source."""

from decimal import Decimal

import pytest

from helpers import data
from helpers.data.tables import UnknownRow
from helpers.text import numbers

DATASET = data.load(["observations"])


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("3.8", "3,8", "3.8"),
        ("1876.7", "1.876,7", "1,876.7"),
        ("548960", "548.960", "548,960"),
        ("3.0", "3,0", "3.0"),
    ],
)
def test_digits_stay_as_published(value: str, vi: str, en: str) -> None:
    assert numbers.number(Decimal(value), "vi") == vi
    assert numbers.number(Decimal(value), "en") == en


def test_money_has_its_unit_where_the_language_puts_it() -> None:
    assert numbers.amount(DATASET, Decimal("3.8"), "usd_bn", "vi") == "3,8 tỷ USD"
    assert numbers.amount(DATASET, Decimal("3.8"), "usd_bn", "en") == "USD 3.8 billion"
    assert numbers.amount(DATASET, Decimal("10389"), "vnd_bn", "vi") == "10.389 tỷ đồng"
    for value, unit in (("10389", "vnd_bn"), ("10.389", "vnd_trillion")):  # nobody writes "nghìn tỷ"
        assert numbers.handy(DATASET, Decimal(value), unit) == (Decimal("10400"), "vnd_bn")


def test_english_counts_agree_in_number() -> None:
    assert numbers.amount(DATASET, Decimal(1), "project", "en") == "1 project"
    assert numbers.amount(DATASET, Decimal(20), "project", "en") == "20 projects"


@pytest.mark.parametrize(
    ("qualifier", "vi", "en", "mark_vi"),
    [
        ("over", "trên 3,2 tỷ USD", "over USD 3.2 billion", "> 3,2 tỷ USD"),
        ("nearly", "gần 3,2 tỷ USD", "nearly USD 3.2 billion", "gần 3,2 tỷ USD"),
        ("about", "khoảng 3,2 tỷ USD", "about USD 3.2 billion", "≈ 3,2 tỷ USD"),
        ("planned", "3,2 tỷ USD (theo kế hoạch)", "USD 3.2 billion (planned)", "3,2 tỷ USD (kế hoạch)"),
    ],
)
def test_a_qualifier_is_never_lost(qualifier: str, vi: str, en: str, mark_vi: str) -> None:
    value = Decimal("3.2")
    assert numbers.qualified(DATASET, value, "usd_bn", qualifier, "vi") == vi
    assert numbers.qualified(DATASET, value, "usd_bn", qualifier, "en") == en
    assert numbers.marked(DATASET, value, "usd_bn", qualifier, "vi") == mark_vi


def test_a_fall_has_a_minus_sign_not_a_hyphen() -> None:
    assert numbers.percent(Decimal("-15.8"), "vi") == "−15,8%"
    assert numbers.percent(Decimal("26.7"), "en") == "26.7%"


def test_a_unit_without_words_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownRow, match=r"units\.csv has no row 'usd_mn'; did you mean usd_m"):
        numbers.amount(DATASET, Decimal(1), "usd_mn", "en")


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "shown", "handy"),
    [
        ("1208", "usd_m", "about", "1.21", "usd_bn"),
        ("51990.563", "usd_m", "exact", "52", "usd_bn"),
        ("84.4", "usd_bn", "over", "84.4", "usd_bn"),
        ("244.946", "usd_m", "exact", "245", "usd_m"),
        ("1195000", "visitor", "about", "1.2", "visitor_m"),
        ("22295", "visitor", "exact", "22.3", "visitor_k"),
        ("1778785", "inhabitant", "exact", "1.78", "inhabitant_m"),
        ("540.4", "inhabitant_k", "exact", "540", "inhabitant_k"),
        ("13256.92", "km2", "exact", "13257", "km2"),
        ("182.086", "km", "exact", "182", "km"),
        ("68.56", "point", "exact", "68.6", "point"),
        ("1234", "project", "exact", "1234", "project"),
        ("0", "usd_m", "exact", "0", "usd_m"),
    ],
)
def test_text_shows_three_significant_digits_in_a_handy_unit(value, unit, qualifier, shown, handy) -> None:
    assert numbers.handy(DATASET, Decimal(value), unit, qualifier) == (Decimal(shown), handy)


@pytest.mark.parametrize(
    ("qualifier", "shown"), [("exact", "11.7"), ("over", "11.6"), ("nearly", "11.7"), ("under", "11.7")]
)
def test_a_rounded_bound_is_still_true(qualifier, shown) -> None:
    assert numbers.rounded(Decimal("11.66"), "usd_bn", qualifier) == Decimal(shown)


@pytest.mark.parametrize(
    ("value", "qualifier", "shown"),
    [
        ("-15.8", "over", "-16"),
        ("-36.1", "under", "-36"),
        ("-23.1", "about", "-23"),
        ("297.5", "over", "297"),
        ("4.34", "exact", "4.3"),
    ],
)
def test_computed_changes_are_in_whole_percents(value, qualifier, shown) -> None:
    assert numbers.whole_percent(Decimal(value), qualifier) == Decimal(shown)


def test_ranks_stand_on_their_own() -> None:
    ordinals = [numbers.ordinal(number, "en") for number in (1, 2, 3, 4, 11, 12, 13, 23, 63)]
    assert ordinals == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "23rd", "63rd"]
    assert (numbers.ordinal(23, "vi"), numbers.nth(5, "vi"), numbers.nth(5, "en")) == ("hạng 23", "5", "5th")
