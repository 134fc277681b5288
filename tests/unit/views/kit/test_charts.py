"""Charts of the annex: each figure in its place with its name, marked as what it is, and nothing cut or overprinted."""

from collections import Counter
from decimal import Decimal
from itertools import combinations

import pandas as pd
import pytest

from helpers.data.arithmetic import Figure
from helpers.text.markdown import Marked
from helpers.views.annex import fdi_breakdown, fdi_register, trade, trade_series
from helpers.views.kit import canvas, charts, plotted, yearly
from run_sections import provinces


@pytest.fixture
def seen(monkeypatch) -> list[canvas.Canvas]:
    """Every canvas that is drawn on."""
    found: list[canvas.Canvas] = []
    drawn = canvas.drawn

    def look(draw, width: float, height: float) -> str:
        def watched(drawing: canvas.Canvas) -> None:
            draw(drawing)
            found.append(drawing)

        return drawn(watched, width, height)

    monkeypatch.setattr(canvas, "drawn", look)
    return found


def box_of(drawing: canvas.Canvas, words: str) -> canvas.Box:
    (box,) = [box for said, box in drawing.boxes if said == words]
    return box


def texts(drawing: canvas.Canvas) -> list[str]:
    return [words.replace("\n", " ") for words, _ in drawing.boxes]


def overprinted(drawing: canvas.Canvas) -> list[tuple[str, str]]:
    """The pairs of texts whose boxes share some room."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(drawing.boxes, 2)
        if min(a.x1, b.x1) > max(a.x0, b.x0) and min(a.y1, b.y1) > max(a.y0, b.y0)
    ]


def observation(section, value: str, qualifier: str = "exact", unit: str = "usd_m") -> dict:
    row = section.dataset.by("observations", "indicator_id")[("fdi-registered-capital",)][0]
    return {**row, "value": Decimal(value), "qualifier": qualifier, "unit_id": unit}


def frame(values: dict[int, str], derived: int = 0) -> pd.DataFrame:
    """Years of a made series; the year ``derived`` was worked out."""
    rows = [
        {
            "year": year,
            "figure": Figure(Decimal(value), "usd_bn", "exact", ("a", "b") if year == derived else ()),
            "cite": Marked("formula" if year == derived else ""),
            "doubtful": False,
            **yearly.NO_CHANGE,
        }
        for year, value in values.items()
    ]
    return pd.DataFrame(rows, columns=yearly.COLUMNS, dtype=object)


def bars(section, names: list[str], rows: list[dict]):
    return charts.bars(section, names, rows, Marked("x"), "investment.sector_chart_alt")


# Figures with names


@pytest.mark.parametrize("count", [2, 8])
def test_bars_with_long_names_are_named_in_full_and_valued_at_their_ends(section, seen, count: int) -> None:
    one = section("lao-cai", "en")
    names = [f"Processing and manufacturing of a very long kind, number {number}" for number in range(count)]
    bars(one, names, [observation(one, f"{number + 1}00.25") for number in range(count)])
    (drawing,) = seen
    assert not overprinted(drawing) and set(names) <= set(texts(drawing))
    ends = [box_of(drawing, f"{number + 1}00") for number in range(count)]
    assert ends == sorted(ends, key=lambda box: (box.x0, -box.y0)), (
        "longer to the right, in order from the top"
    )


def test_bars_in_two_units_of_money_are_on_one_scale(section, seen) -> None:
    one = section("lao-cai", "en")
    chart = bars(one, ["a", "b"], [observation(one, "1.7", unit="usd_bn"), observation(one, "186")])
    (drawing,) = seen
    assert {"1.7", "0.186"} <= set(texts(drawing)) and "USD billion" in chart.caption
    zero = box_of(drawing, "0.186").x0 - 6
    assert box_of(drawing, "1.7").x0 - 6 > zero


def test_bars_of_money_and_projects_are_refused(section) -> None:
    one = section("lao-cai", "en")
    with pytest.raises(charts.UnlikeUnits, match="usd_m and project do not compare"):
        bars(one, ["a", "b"], [observation(one, "1.7"), observation(one, "3", unit="project")])


@pytest.mark.parametrize("values", [("0", "0"), ("-3.5", "2"), ("-3", "-1")])
def test_bars_of_nothing_and_below_zero_are_drawn_whole(section, seen, values: tuple[str, str]) -> None:
    one = section("lao-cai", "en")
    bars(one, ["a", "b"], [observation(one, value) for value in values])
    (drawing,) = seen
    assert not overprinted(drawing)
    assert [words for words in texts(drawing) if words not in "ab"] == [
        value.replace("-", "−") for value in values
    ]


def test_a_bounded_figure_has_its_mark_and_the_mark_is_explained(section, seen) -> None:
    one = section("lao-cai", "en")
    rows = [observation(one, "5", "over"), observation(one, "4", "about"), observation(one, "3")]
    chart = bars(one, ["a", "b", "c"], rows)
    said = texts(seen[0])
    assert {"over", "about"} <= set(said) and "nearly" not in said
    assert said.count("≈") == 2, "at the figure and where it is explained"
    assert "a: > USD 5 million" in chart.alt


# Figures of years


@pytest.mark.parametrize("stock", [False, True])
def test_years_stand_at_their_times_each_with_its_figure(section, seen, stock: bool) -> None:
    values = {2017: "2.5", 2018: "3.1", 2019: "3.8", 2021: "3.2", 2024: "5.19"}
    chart = charts.by_year(section("lao-cai", "en"), "Trade", frame(values), stock=stock)
    (drawing,) = seen
    assert set(values.values()) <= set(texts(drawing)) and not overprinted(drawing)
    middles = {year: sum(box_of(drawing, str(year))[::2]) / 2 for year in range(2017, 2025)}
    steps = [middles[year + 1] - middles[year] for year in range(2018, 2023)]
    assert max(steps) - min(steps) < 0.2, "years without a figure keep their place"
    assert box_of(drawing, "5.19").y0 > box_of(drawing, "2.5").y0
    assert chart.caption.startswith("Trade, by year, USD billion")
    assert "2021: USD 3.2 billion" in chart.alt and "2020" not in chart.alt


def test_a_line_is_not_drawn_over_a_year_without_a_figure(section) -> None:
    one = section("lao-cai", "en")
    whole = dict.fromkeys(range(2017, 2023), "3")
    joined = charts.by_year(one, "x", frame(whole), stock=True)
    gap = charts.by_year(
        one, "x", frame({year: value for year, value in whole.items() if year != 2019}), stock=True
    )
    assert gap.svg.count("stroke-width: 1.6") == joined.svg.count("stroke-width: 1.6") + 1


def test_a_year_that_was_worked_out_is_outlined_and_explained(section, seen) -> None:
    values = {2017: "2.5", 2018: "3.1", 2019: "3.8"}
    charts.by_year(section("lao-cai", "en"), "x", frame(values, derived=2018))
    charts.by_year(section("lao-cai", "en"), "x", frame(values))
    assert "derived" in texts(seen[0]) and "derived" not in texts(seen[1])


def test_two_years_are_no_chart(section) -> None:
    assert charts.by_year(section("lao-cai", "en"), "x", frame({2017: "2.5", 2018: "3.1"})) is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_figure_of_a_chart_is_labelled_and_none_overprinted_in_any_annex(
    section, seen, monkeypatch, language: str
) -> None:
    labels: list[list[str]] = []

    def watched(one, points):
        unit, found = plotted.plotted(one, points)
        labels.append([point.label for point in found])
        return unit, found

    monkeypatch.setattr(charts, "plotted", watched)
    for province in provinces():
        one = section(province, language)
        trade.show_series(one, trade_series.blocks(one))
        fdi_register.show_stock(one, fdi_register.stock(one))
        for unit in one.units:
            fdi_breakdown.fdi_by_sector_chart(unit, fdi_breakdown.fdi_by_sector(unit))
    for drawing, wanted in zip(seen, labels, strict=True):
        assert not overprinted(drawing)
        shown = Counter(words.removeprefix("≈ ") for words in texts(drawing))
        assert Counter(wanted) <= shown, wanted
    assert len(seen) > 8


def test_a_chart_is_the_same_byte_for_byte(section) -> None:
    one, made = section("lao-cai", "en"), frame({2017: "2.5", 2018: "3.1", 2019: "3.8"})
    first, second = (charts.by_year(one, "x", made).svg for _ in range(2))
    assert first == second and "<dc:date>" not in first
