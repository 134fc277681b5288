"""Arithmetic keeps the qualifier, and says nothing where the bounds leave the answer open."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.arithmetic import (
    Figure,
    before_change,
    change,
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
