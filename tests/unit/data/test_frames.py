"""An analyst's frames: numbers in one unit, each with its source; what differs is refused with a way out."""

import matplotlib
import pytest

from helpers import data
from helpers.data import comparable, load
from helpers.data.comparable import Ask, NoFigures, NotOneSeries, UnknownIndicator
from helpers.data.tables import UnknownRow
from helpers.errors import UnknownLanguage

matplotlib.use("Agg")
EVERYTHING = load()


def series_frame(dataset, province, indicator, **ask):
    return data.series_frame(province, indicator, dataset=dataset, **ask)


def real(province, indicator, **ask):
    return data.series_frame(province, indicator, dataset=EVERYTHING, **ask)


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
    assert [str(day.date()) for day in frame.index] == ["2019-12-31", "2020-12-31", "2023-12-31"]
    assert frame["value"].tolist() == [3.8, 0.95, 4.1]
    assert set(frame["unit"]) == {"usd_bn"} and set(frame["boundaries"]) == {"west"}
    last = frame.iloc[2]
    assert (last["when"], last["basis"], last["source"], last["locator"]) == (
        "2023",
        "all",
        "Article new",
        "p2",
    )
    assert frame.attrs["unit"] == "USD billion" and frame.attrs["left_out"] == {"01-06": 1}
    assert series_frame(analysed, "west", "volume", basis="all", unit="usd_m")["value"].tolist()[0] == 3800.0


def test_a_frame_can_be_plotted_as_it_is():
    drawn = real("lao-cai", "trade-turnover").plot()
    assert [line.get_label() for line in drawn.lines] == ["value"]
    rows = data.frame(["lang-son", "quang-ninh"], "fdi-capital-register", dataset=EVERYTHING)
    wide = rows.pivot(index="end", columns="area", values="value")
    assert len(wide.plot().lines) == 2
    assert rows["start"].dtype.kind == rows["end"].dtype.kind == "M"


def test_a_part_of_a_year_never_stands_beside_years(analysed):
    partial = series_frame(analysed, "west", "volume", basis="all", period="01-06")
    assert partial["value"].tolist() == [1.5] and partial["when"].tolist() == ["2022-01/2022-06"]


def test_one_partner_is_a_series_of_its_own_and_keeps_its_qualifier(analysed):
    frame = series_frame(analysed, "west", "turnover", partner="china")
    assert frame[["value", "qualifier"]].values.tolist() == [[2.0, "over"]]


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (
            {"indicator": "volume"},
            NotOneSeries,
            "2 bases, which are never joined; choose basis='all' (All) or basis=",
        ),
        (
            {"indicator": "volume", "basis": "gates"},
            NotOneSeries,
            "it is not counted on the basis gates; choose",
        ),
        (
            {"indicator": "volume", "basis": "all", "unit": "vnd"},
            UnknownRow,
            "units.csv has no row 'vnd'; known:",
        ),
        ({"indicator": "volum"}, UnknownIndicator, "did you mean volume? data.indicators('volum') searches"),
        (
            {"indicator": "capital", "province": "wst"},
            UnknownRow,
            "areas.csv has no row 'wst'; did you mean west",
        ),
        ({"indicator": "capital", "province": "east"}, NoFigures, "areas that have some: west, west-2025"),
        (
            {"indicator": "volume", "basis": "all", "province": "east"},
            NotOneSeries,
            "not counted on the basis all",
        ),
        ({"indicator": "aid"}, NoFigures, "there are no figures of aid of west"),
    ],
)
def test_what_is_not_one_series_is_refused_with_what_to_choose(analysed, ask, error, message):
    with pytest.raises(error) as caught:
        series_frame(analysed, **{"province": "west"} | ask)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("ask", "way_out"),
    [
        (("lao-cai", "turnover"), "basis='customs'"),
        (("lao-cai", "fdi-capital-register"), "boundaries='yen-bai' (Yên Bái (–2025-06-30))"),
        (("lang-son", "trade-turnover-unstated"), "data.figures(…)"),
        (("lao-cai", "trade-turnover-gate"), "gate='kim-thanh'"),
        (("lao-cai", "trade-turnover", {"period": "01-10"}), "period='year' (6) or period='01-06'"),
        (
            ("lang-son", "pci-rank", {"boundaries": "now"}),
            "lang-son has no boundaries 'now'; choose boundaries='lang-son'",
        ),
        (("lang-son", "fdi-capital-register", {"partner": "china"}), "some with no partner, sector or gate"),
        (("lang-son", "grdp", {"boundaries": "hanoi"}), "lang-son has no boundaries 'hanoi'"),
    ],
)
def test_each_mixture_has_its_way_out(ask, way_out):
    province, indicator, more = (*ask, {})[:3]
    with pytest.raises((NotOneSeries, NoFigures)) as caught:
        real(province, indicator, **more)
    assert way_out in str(caught.value)


def test_one_province_is_a_text_and_none_is_refused():
    one = data.frame("lang-son", "pci-rank", dataset=EVERYTHING)
    assert one.equals(data.frame(["lang-son"], "pci-rank", dataset=EVERYTHING)) and len(one) > 9
    assert set(data.figures("lang-son", "pci-rank", dataset=EVERYTHING)["area"]) == set(one["area"])
    with pytest.raises(NoFigures, match="pci-rank without a province; name at least one"):
        data.frame([], "pci-rank", dataset=EVERYTHING)


def test_boundaries_of_one_province_leave_those_of_another_that_never_merged_as_they_are():
    ask = {"boundaries": "yen-bai", "dataset": EVERYTHING}
    rows = data.frame(["lao-cai", "lang-son"], "fdi-capital-register", **ask)
    assert set(rows["boundaries"]) == {"yen-bai", "lang-son"}


@pytest.mark.parametrize("ask", [data.series_frame, data.frame, data.figures, data.indicators])
def test_an_unknown_language_is_named(ask):
    with pytest.raises(UnknownLanguage, match="unknown language 'fr'; known: en, vi"):
        ask("lang-son", "pci-rank", language="fr", dataset=EVERYTHING)


def test_provinces_that_each_count_by_themselves_are_not_compared():
    with pytest.raises(
        NotOneSeries, match=r"each province has a count of its own \(Imports and exports of all kinds"
    ):
        data.frame(["lao-cai", "lang-son"], "trade-turnover", dataset=EVERYTHING)


def test_a_plan_is_no_result_and_can_be_had_by_itself():
    assert "planned" not in set(real("lao-cai", "trade-turnover")["qualifier"])
    assert set(real("lao-cai", "trade-turnover", period="plan-year")["qualifier"]) == {"planned"}


def test_on_boundaries_of_today_former_units_are_summed_and_marked():
    summed = real("lao-cai", "fdi-capital-register", boundaries="today")
    parts = [real("lao-cai", "fdi-capital-register", boundaries=unit) for unit in ("lao-cai", "yen-bai")]
    day = "2022-12-20"
    assert summed.loc[day, "value"] == pytest.approx(sum(part.loc[day, "value"] for part in parts))
    assert summed["derived"].all() and not parts[0]["derived"].any()
    assert summed.loc[day, "observation_id"].split(" + ") == [
        part.loc[day, "observation_id"] for part in parts
    ]


@pytest.mark.parametrize("name", ["lao-cai", "Lào Cai", "lao cai", "LAO-CAI"])
def test_a_province_is_named_as_people_type_it(name):
    assert comparable.units(EVERYTHING, name) == ["lao-cai-2025", "lao-cai", "yen-bai"]


def test_every_figure_can_be_had_with_its_source():
    found = data.figures(["lao-cai"], "turnover", dataset=EVERYTHING)
    published = EVERYTHING["observations"].query("area_id == 'lao-cai'")
    of_turnover = [
        row for row in published["observation_id"] if ".trade-turnover" in row and "change" not in row
    ]
    assert set(found["observation_id"]) == set(of_turnover)
    assert (found["source_title"] != "").all() and found["value"].dtype == float


def test_where_there_is_no_figure_the_columns_are_the_same():
    none = data.figures(["tuyen-quang"], "agreements-signed-partners", dataset=EVERYTHING)
    some = data.figures(["cao-bang"], "agreements-signed-partners", dataset=EVERYTHING)
    assert none.empty and not some.empty and list(none.columns) == list(some.columns)


@pytest.mark.parametrize(
    "typed", ["kim ngạch tờ khai", "KIM NGACH TO KHAI", "turnover declarations", "trade-turnover-customs"]
)
def test_an_indicator_is_found_by_typing_with_tone_marks_or_without(typed):
    assert "trade-turnover-customs" in data.indicators(typed, "lao-cai", dataset=EVERYTHING).index


def test_every_series_of_every_area_is_a_frame_or_says_what_to_choose():
    """Without pandas: the rules themselves, of every indicator of every area."""
    dataset = EVERYTHING
    for province, name in dataset.by("observations", "area_id", "indicator_id"):
        ask = Ask((province,), name)
        try:
            found = comparable.lines(dataset, ask)
        except (NoFigures, NotOneSeries) as error:
            assert "; " in str(error)
        else:
            rows = [dot.point.row for line in found for dot in line.dots]
            assert len({comparable.period(row) for row in rows}) == len({row["area_id"] for row in rows}) == 1
            assert {row["confidence"] for row in rows} <= {"high", "medium"}
