"""Arithmetic keeps the qualifier, and says nothing where the bounds leave the answer open."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.arithmetic import (
    Figure,
    before_change,
    change,
    growth_a_year,
    in_dollars,
    share,
    total,
)


def usd(value: str, qualifier: str = "exact") -> Figure:
    return Figure(Decimal(value), "usd_bn", qualifier)


def percent(value: str, qualifier: str = "exact") -> Figure:
    return Figure(Decimal(value), "percent", qualifier)


def test_the_year_before_follows_from_a_printed_change() -> None:
    before = before_change(usd("3.8"), percent("26.7"), ("a", "b"))
    assert before == Figure(Decimal("3.0"), "usd_bn", "exact", ("a", "b"))
    assert before.derived


def test_a_lower_bound_against_an_exact_figure_bounds_the_change_from_below() -> None:
    assert change(usd("3.2", "over"), usd("3.8"), ()) == Figure(Decimal("-15.8"), "percent", "over", ())


@pytest.mark.parametrize(
    ("new", "old"), [("over", "over"), ("nearly", "under"), ("over", "about"), ("planned", "exact")]
)
def test_a_change_that_the_bounds_leave_open_is_not_given(new: str, old: str) -> None:
    assert change(usd("3.6", new), usd("3.2", old), ()) is None


def test_bounds_that_push_the_same_way_hold() -> None:
    risen = change(usd("3.6", "over"), usd("3.2", "nearly"), ())
    assert risen is not None
    assert risen.qualifier == "over"


def test_figures_in_different_units_are_never_compared() -> None:
    assert change(usd("3.6"), Figure(Decimal("3200"), "usd_m", "exact"), ()) is None
    assert total([usd("1"), Figure(Decimal("1"), "usd_m", "exact")], ()) is None


def test_a_share_of_what_was_printed() -> None:
    part, whole = Figure(Decimal("391.9"), "usd_m", "exact"), Figure(Decimal("540.5"), "usd_m", "exact")
    assert share(part, whole, ()).value == Decimal("72.5")


@given(st.lists(st.decimals("0.1", "1000", places=1), min_size=1, max_size=6))
def test_a_sum_with_a_lower_bound_is_a_lower_bound(values: list[Decimal]) -> None:
    figures = [Figure(value, "usd_m", "exact") for value in values]
    assert total(figures, ()).qualifier == "exact"
    assert total([*figures, Figure(Decimal(1), "usd_m", "over")], ()).qualifier == "over"
    assert total(figures, ()).value == sum(values)


@given(st.decimals("0.5", "500", places=1), st.decimals("-50", "200", places=1))
def test_going_back_and_forth_comes_to_the_same(value: Decimal, rate: Decimal) -> None:
    now = Figure(value.quantize(Decimal("0.0001")) + Decimal("0.0001"), "usd_bn", "exact")
    before = before_change(now, Figure(rate, "percent", "exact"), ("x",))
    again = change(now, before, ())
    assert abs(again.value - rate) < Decimal("3")


BOUNDED = st.sampled_from(("over", "under", "nearly"))
AMOUNTS = st.decimals("1", "99999", places=1, allow_nan=False, allow_infinity=False)


def is_true_of(shown: Figure, unrounded: Decimal) -> bool:
    """Whether a rounded bound holds of all that the unrounded one holds of, and shows no less than it could."""
    digits = Decimal(1).scaleb(int(shown.value.as_tuple().exponent))
    down, up = unrounded - shown.value, shown.value - unrounded
    return Decimal(0) <= {"over": down, "under": up, "nearly": up}[shown.qualifier] < digits


@pytest.mark.parametrize(
    ("new", "rate", "before"), [("842", "66", "508"), ("797", "88", "423"), ("830", "66", "500")]
)
def test_a_year_before_that_is_bounded_is_rounded_towards_its_bound(new: str, rate: str, before: str) -> None:
    qualifier = "over" if rate == "88" else "nearly"
    implied = before_change(usd(new, qualifier), percent(rate), ())
    assert implied is not None
    assert implied.value == Decimal(before)


@given(AMOUNTS, AMOUNTS, BOUNDED, st.integers(1, 9))
def test_bounds_stay_true_when_they_are_rounded(
    value: Decimal, other: Decimal, qualifier: str, years: int
) -> None:
    new, old = Figure(value, "usd_m", qualifier), Figure(other, "usd_m", "exact")
    rate = Figure(other / 100, "percent", "exact")
    found = {
        change(new, old, ()): (value / other - 1) * 100,
        share(new, old, ()): value / other * 100,
        before_change(new, rate, ()): value / (1 + rate.value / 100),
        in_dollars(new, Decimal(1_000_000), other, ()): value / other,
        growth_a_year(new, old, years, ()): ((value / other) ** (Decimal(1) / years) - 1) * 100,
    }
    for shown, unrounded in found.items():
        assert shown is not None
        assert is_true_of(shown, unrounded), (shown, unrounded)
