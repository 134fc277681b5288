"""Figures of more and more months of one year go on from one another, or it is said that they do not."""

from decimal import Decimal
from typing import Any

import pytest

from helpers.data.cumulative import leaps
from helpers.data.series import Point

FACTORS = {"usd_bn": Decimal(10**9), "usd_m": Decimal(10**6)}


def figure(months: int, value: str, **cells: Any) -> Point:
    """What came to so much from January to a month of 2025."""
    row = {
        "observation_id": f"west.trade.2025-{months}",
        "value": Decimal(value),
        "unit_id": "usd_bn",
        "qualifier": "exact",
        "period_start": "2025-01",
        "period_end": f"2025-{months:02}",
        "as_of": "",
        "confidence": "high",
        "source_id": f"paper-{months}",
        **cells,
    }
    return Point(f"2025-01/{row['period_end']}", row)


def test_a_leap_is_what_two_figures_leave_in_between_and_the_average_month_before() -> None:
    (one,) = leaps(
        [figure(11, "86.14", qualifier="over"), figure(10, "74", qualifier="nearly"), figure(8, "58")],
        FACTORS,
    )
    assert (one.before.row["value"], one.after.row["value"], one.months) == (74, Decimal("86.14"), 1)
    assert (one.rest.value, one.rest.qualifier) == (Decimal("12.14"), "over")
    assert (one.average.value, one.average.qualifier) == (Decimal("7.4"), "under")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (figure(10, "74"), figure(11, "85")),  # 11 against 7.4 on average: less than once and a half
        (figure(8, "60"), figure(11, "90")),  # 10 a month against 7.5
        (figure(5, "10"), figure(6, "20")),  # five months say little of a month
        (figure(10, "74"), figure(11, "90", source_id="paper-10")),
        (figure(10, "74"), figure(11, "90", confidence="low")),
        (figure(10, "74"), figure(11, "90", qualifier="planned")),
        (figure(10, "74", qualifier="over"), figure(11, "90", qualifier="over")),  # the bounds leave it open
        (figure(10, "74"), figure(11, "90", qualifier="nearly")),
        (figure(10, "74"), figure(11, "90", period_start="2025-02")),
        (figure(10, "74"), figure(11, "90", period_end="2025-11-15")),
        (figure(10, "74", period_start="2024-01", period_end="2024-10"), figure(11, "90")),
    ],
)
def test_there_is_none_where_what_is_in_between_may_well_be_so(before: Point, after: Point) -> None:
    assert leaps([before, after], FACTORS) == []


def test_units_of_one_dimension_and_a_full_year_are_compared_too() -> None:
    year = figure(12, "90", period_start="2025", period_end="2025")
    (one,) = leaps([figure(10, "60000", unit_id="usd_m"), year], FACTORS)
    assert (one.months, one.rest.value, one.average.value) == (2, 30, 6)
