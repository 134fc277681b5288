"""A series has one meaning; several sources for one point are chosen between by a stated order."""

from decimal import Decimal

import pytest

from helpers.data import areas, load
from helpers.data.arithmetic import (
    Figure,
    growth_a_year,
    in_dollars,
    in_unit,
    printed_digits,
)
from helpers.data.series import (
    NoFigures,
    NotAdditive,
    NotOneSeries,
    choose,
    on_todays_boundaries,
    series,
    series_frame,
)
from helpers.data.tables import UnknownRow

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


@pytest.fixture
def analysed(small):
    """West's turnover on two bases, one of them also by partner, and a plan."""
    small.add("bases", like="all", basis_id="customs", name_vi="Hải quan", name_en="Customs")
    small.change("indicators", "turnover", measure="volume")
    small.add("indicators", like="turnover", indicator_id="turnover-customs", basis_id="customs")
    like = "west.turnover.2023"
    for key, cells in {
        "west.turnover-customs.2023": {"indicator_id": "turnover-customs", "value": "3.9"},
        "west.turnover.2020": {
            "period_start": "2020",
            "period_end": "2020",
            "value": "950",
            "unit_id": "usd_m",
        },
        "west.turnover.2022-06": {"period_start": "2022-01", "period_end": "2022-06", "value": "1.5"},
        "west.turnover.china.2023": {"partner_id": "china", "value": "2.0", "qualifier": "over"},
        "west-2025.capital.2024": {
            "area_id": "west-2025",
            "indicator_id": "capital",
            "as_of": "2024-06",
            "value": "700",
            "period_start": "",
            "period_end": "",
            "unit_id": "usd_m",
        },
    }.items():
        small.add("observations", like=like, observation_id=key, **cells)
    assert small.faults() == []
    return load(folder=small.path)


def test_a_series_is_a_frame_of_numbers_in_one_unit(analysed):
    frame = series_frame(analysed, "west", "volume", basis="all")
    assert frame["year"].tolist() == [2019, 2020, 2023]
    assert frame["value"].tolist() == [3.8, 0.95, 4.1]
    assert set(frame["unit"]) == {"usd_bn"} and set(frame["boundaries"]) == {"west"}
    assert frame["value"].mean() == pytest.approx(2.95)
    assert [str(when.date()) for when in frame.loc[2, ["start", "end"]]] == ["2023-01-01", "2023-12-31"]
    assert frame.loc[2, ["basis", "source", "locator", "others"]].tolist() == ["all", "Article new", "p2", 0]
    assert series_frame(analysed, "west", "volume", basis="all", unit="usd_m")["value"].tolist()[0] == 3800.0


def test_a_part_of_a_year_never_stands_beside_years(analysed):
    partial = series_frame(analysed, "west", "volume", basis="all", partial=True)
    assert partial["value"].tolist() == [1.5]
    assert [str(when.date()) for when in partial.loc[0, ["start", "end"]]] == ["2022-01-01", "2022-06-30"]


def test_one_partner_is_a_series_of_its_own_and_keeps_its_qualifier(analysed):
    frame = series_frame(analysed, "west", "turnover", partner_id="china")
    assert frame[["value", "qualifier"]].values.tolist() == [[2.0, "over"]]


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (
            {"indicator_id": "volume"},
            NotOneSeries,
            "volume is not one series: west has figures on 2 bases, which are never joined;"
            " choose basis='all' (All) or basis='customs' (Customs)",
        ),
        (
            {"indicator_id": "volume", "basis": "gates"},
            NotOneSeries,
            "it is not counted on the basis gates; choose",
        ),
        (
            {"indicator_id": "volume", "basis": "all", "unit": "vnd"},
            UnknownRow,
            "units.csv has no row 'vnd'; known:",
        ),
        (
            {"indicator_id": "volum"},
            UnknownRow,
            "indicators.csv has no row 'volum'; did you mean volume",
        ),
        (
            {"indicator_id": "capital", "area_id": "wst"},
            UnknownRow,
            "areas.csv has no row 'wst'; did you mean west",
        ),
        ({"indicator_id": "capital", "area_id": "east"}, NoFigures, "areas that have some: west, west-2025"),
        (
            {"indicator_id": "volume", "basis": "all", "area_id": "east"},
            NoFigures,
            "there are no figures of east.turnover",
        ),
        ({"indicator_id": "aid"}, NoFigures, "there are no figures of aid in west"),
    ],
)
def test_what_is_not_one_series_is_refused_with_what_to_choose(analysed, ask, error, message):
    with pytest.raises(error) as caught:
        series_frame(analysed, **{"area_id": "west"} | ask)
    assert message in str(caught.value)


def test_figures_by_partner_only_are_offered(analysed):
    rows = analysed["observations"]
    only = rows[(rows["partner_id"] != "") | (rows["indicator_id"] != "turnover")]
    analysed._frames["observations"] = only[only["indicator_id"] != "turnover-customs"]
    with pytest.raises(NoFigures, match="there are some by partner, sector or gate: partner_id='china'"):
        series_frame(analysed, "west", "volume")


def test_every_series_of_every_province_is_a_frame_or_says_what_to_choose():
    dataset = load()
    for province in areas.briefing_units(dataset.areas):
        names = {
            key for area, key in dataset.by("observations", "area_id", "indicator_id") if area == province
        }
        for name in sorted(names):
            try:
                frame = series_frame(dataset, province, name)
            except (NoFigures, NotOneSeries) as error:
                assert ";" in str(error)
            else:
                assert (
                    len(set(frame["unit"])) == len(set(frame["basis"])) == len(set(frame["boundaries"])) == 1
                )
                assert frame["value"].dtype == float and frame["end"].is_monotonic_increasing


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
