"""A series has one meaning; several sources for one point are chosen between by a stated order."""

from decimal import Decimal

import pytest

from helpers.data import load
from helpers.data.arithmetic import (
    Figure,
    growth_a_year,
    in_dollars,
    in_unit,
    printed_digits,
)
from helpers.data.series import (
    NotAdditive,
    choose,
    on_todays_boundaries,
    period,
    series,
)

SOURCES = {
    name: {"source_id": name, "witness": witness, "kind": kind, "published": published}
    for name, witness, kind, published in (
        ("register", "original", "government", "2021-01"),
        ("kept", "copy", "government", "2021-01"),
        ("province", "report", "government", "2021-01"),
        ("paper", "report", "press", "2021-01"),
        ("later", "report", "press", "2022"),
    )
}
FACTORS = {"usd_bn": Decimal(10**9), "usd_m": Decimal(10**6), "vnd_bn": Decimal(10**9)}


def row(source: str, value: str = "3.8", **cells: str) -> dict:
    plain = {"qualifier": "exact", "confidence": "high", "revises": ""}
    key = cells.pop("observation_id", source)
    return {"observation_id": key, "source_id": source, "value": Decimal(value), **plain, **cells}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (row("paper", "3.9", revises="register"), row("register")),
        (row("paper"), row("register", confidence="low")),
        (row("register"), row("kept")),
        (row("kept"), row("province")),
        (row("register", qualifier="over"), row("kept")),
        (row("paper"), row("province", qualifier="over")),
        (row("paper", "51990.563"), row("province", "52")),
        (row("province"), row("paper")),
        (row("paper"), row("later", confidence="medium")),
        (row("later"), row("paper")),
        (row("paper", observation_id="a"), row("paper", observation_id="b")),
    ],
)
def test_the_better_witness_is_shown_and_the_other_kept(better, worse):
    assert choose([worse, better], SOURCES) == (better, (worse,))
    assert choose([better, worse], SOURCES) == (better, (worse,))


def test_zeros_at_the_end_may_be_rounding():
    assert [printed_digits(Decimal(text)) for text in ("3.8", "3800", "3810", "51990.563")] == [2, 2, 3, 8]


def year(small, year, **cells):
    small.add(
        "observations",
        like="west.turnover.2019",
        observation_id=f"west.turnover.{year}",
        period_start=year,
        period_end=year,
        **{"source_id": "new", **cells},
    )


def test_points_are_full_years_in_order_and_the_rest_is_kept_apart(small):
    year(small, "2022")
    year(small, "2021", qualifier="planned")
    small.add(
        "observations",
        like="west.turnover.2019",
        observation_id="west.turnover.2020-01-2020-06",
        period_start="2020-01",
        period_end="2020-06",
        source_id="new",
    )
    found = series(load(folder=small.path), "west", "turnover")
    assert [point.time for point in found.points] == ["2019", "2022", "2023"]
    assert sorted(point.time for point in found.partial) == ["2020-01/2020-06", "2021/2021"]
    assert found.basis_id == "all"


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("date", {"as_of": "2024-06"}),
        ("year", {"period_start": "2019", "period_end": "2019"}),
        ("year", {"period_start": "2022-01-01", "period_end": "2022-12-20"}),
        ("01-06", {"period_start": "2024-01", "period_end": "2024-06"}),
        ("01-06", {"period_start": "2024-01-01", "period_end": "2024-06-30"}),
        ("02-02", {"period_start": "2024-02", "period_end": "2024-02-29"}),
        ("01-01/06-20", {"period_start": "2024-01-01", "period_end": "2024-06-20"}),
        ("5-years", {"period_start": "2016", "period_end": "2020"}),
        ("6-years/01-06", {"period_start": "2001", "period_end": "2006-06"}),
        ("plan-year", {"period_start": "2025", "period_end": "2025", "qualifier": "planned"}),
    ],
)
def test_a_period_is_of_a_kind_and_only_one_kind_makes_a_series(kind, cells):
    assert period({"as_of": "", "period_start": "", "period_end": "", "qualifier": "exact"} | cells) == kind


def test_the_sum_of_former_units_says_who_is_missing(small):
    small.add("areas", like="west", area_id="south", slug="", gso_code="11", briefing="false")
    small.add(
        "observations",
        like="west.turnover.2023",
        observation_id="south.turnover.2023",
        area_id="south",
        value="1.5",
        qualifier="over",
    )
    before, after = on_todays_boundaries(load(folder=small.path), "west-2025", "turnover")
    assert (before.time, before.figure, before.missing) == ("2019", None, ("south",))
    assert (after.figure.value, after.figure.qualifier) == (Decimal("5.6"), "over")
    assert after.figure.parents == ("south.turnover.2023", "west.turnover.2023")
    with pytest.raises(NotAdditive, match="capital-share is a rate"):
        on_todays_boundaries(load(folder=small.path), "west-2025", "capital-share")


def test_a_doubtful_reading_is_in_no_sum(small):
    small.add("areas", like="west", area_id="south", slug="", gso_code="11", briefing="false")
    for year in ("2019", "2023"):
        small.add(
            "observations",
            like=f"west.turnover.{year}",
            observation_id=f"south.turnover.{year}",
            area_id="south",
            confidence="low" if year == "2019" else "high",
        )
    before, after = on_todays_boundaries(load(folder=small.path), "west-2025", "turnover")
    assert (before.figure, before.missing, before.doubtful) == (None, (), ("south",))
    assert after.figure is not None and after.doubtful == ()


def test_the_doubtful_capital_of_ha_giang_at_the_end_of_2015_is_in_no_sum():
    sums = {one.time: one for one in on_todays_boundaries(load(), "tuyen-quang-2025", "fdi-capital-register")}
    assert sums["2015-12-31"].figure is None and sums["2015-12-31"].doubtful == ("ha-giang",)
    assert any(one.figure for one in sums.values())


def test_growth_a_year_carries_the_bounds():
    first, last = Figure(Decimal(100), "usd_m", "exact"), Figure(Decimal("121"), "usd_m", "over")
    assert growth_a_year(last, first, 2, ("a", "b")) == Figure(Decimal("10.0"), "percent", "over", ("a", "b"))
    assert growth_a_year(last, Figure(Decimal(100), "usd_m", "over"), 2, ()) is None
    assert growth_a_year(last, first, 0, ()) is None


def test_dollars_claim_no_more_digits_than_the_figure():
    aid = Figure(Decimal("66.7"), "vnd_bn", "nearly")
    shown = in_dollars(aid, FACTORS["vnd_bn"], Decimal("23159.78"), ("a",))
    assert shown == Figure(Decimal("2.88"), "usd_m", "nearly", ("a",))
    assert in_dollars(Figure(Decimal(1), "vnd_bn", "planned"), FACTORS["vnd_bn"], Decimal(1), ()) is None


def test_a_unit_changes_and_the_digits_stay():
    assert in_unit(Figure(Decimal("3.80"), "usd_bn", "over"), "usd_m", FACTORS).value == Decimal("3800")
    shown = in_unit(Figure(Decimal("51990.560"), "usd_m", "exact"), "usd_bn", FACTORS).value
    assert str(shown) == "51.990560"
