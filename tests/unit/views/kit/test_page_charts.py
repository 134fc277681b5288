"""Charts of the briefing: no text over another in any real or made series, and each figure marked as what it is."""

from collections import Counter
from decimal import Decimal
from itertools import combinations, groupby

import pytest

from helpers.data import selection
from helpers.data.arithmetic import Figure
from helpers.data.series import Point, series
from helpers.text.markdown import Marked
from helpers.views.kit import canvas, charts, plotted, theme
from helpers.views.pages import front_page, trade_main, trade_page
from run_sections import provinces

WIDTHS = (theme.THIRD, theme.HALF, theme.TWO_THIRDS)
LOOKED_AT = {"vi": (theme.THIRD, theme.TWO_THIRDS), "en": (theme.HALF,)}
WORDS = {"title": "A finding", "subtitle": "What is counted", "alt": "What it shows."}


@pytest.fixture
def seen(monkeypatch) -> list[canvas.Canvas]:
    """Every canvas that is drawn on."""
    found: list[canvas.Canvas] = []

    def drawn(draw, width: float, height: float) -> str:
        with theme.applied():
            one = canvas.Canvas(width * 72, height * 72)
            draw(one)
            found.append(one)
            return one.svg()

    monkeypatch.setattr(canvas, "drawn", drawn)
    return found


def overprinted(drawing: canvas.Canvas) -> list[tuple[str, str]]:
    """The pairs of texts whose boxes share some room."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(drawing.boxes, 2)
        if min(a.x1, b.x1) > max(a.x0, b.x0) and min(a.y1, b.y1) > max(a.y0, b.y0)
    ]


def texts(drawing: canvas.Canvas) -> list[str]:
    return [words.replace("\n", " ") for words, _ in drawing.boxes]


def row(value: str, unit: str = "usd_bn", qualifier: str = "exact", **when: str) -> dict:
    """An observation of the dataset's, changed; its id is one that can be cited."""
    there = {"period_start": "", "period_end": "", "as_of": "", "date_inferred": False, **when}
    return {"value": Decimal(value), "unit_id": unit, "qualifier": qualifier, **there}


@pytest.fixture
def point(section):
    """A made point of a year, some months or a date."""
    known = section().dataset.row("observations", "lao-cai.trade-turnover.2019")

    def make(time: str, value: str, qualifier: str = "exact", unit: str = "usd_bn") -> Point:
        when = (
            {"as_of": time}
            if time.count("-") == 2 and "/" not in time
            else dict(zip(("period_start", "period_end"), (time.split("/") * 2)[:2], strict=True))
        )
        return Point(time, {**known, **row(value, unit, qualifier, **when)})

    return make


def sets(one) -> list[tuple[str, list[Point], list[Point]]]:
    """Every series of the province's that has enough years, with the months that most of its part years cover."""
    found = []
    for name in one.facts.indicators:
        mine = series(one.dataset, one.province, name)
        years = [point for point in mine.points if not point.row["as_of"]]
        parts = [point for point in mine.partial if point.time.count("-") == 2]
        months = sorted(parts, key=lambda point: (point.time[4:7], point.time[-3:], point.time))
        groups = [list(group) for _, group in groupby(months, lambda p: (p.time[4:7], p.time[-3:]))]
        alike = max((group for group in groups if same_year(group)), key=len, default=[])
        if len(years) + len(alike) > 2:
            found.append((name, years, alike))
    return found


def same_year(points: list[Point]) -> bool:
    return all(point.time[:4] == point.time.split("/")[-1][:4] for point in points)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_label_of_bars_overprints_another_in_any_series_of_any_province(section, seen, language) -> None:
    for province in provinces():
        one = section(province, language)
        for name, years, parts in (found for unit in one.units for found in sets(unit)):
            for width in LOOKED_AT[language]:
                charts.years_and_parts(one, years, parts, **WORDS, width=width)
                assert not overprinted(seen[-1]), (province, name, width)
    assert len(seen) > 50


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_label_of_a_register_or_a_rank_overprints_another_in_any_province(section, seen, language) -> None:
    for province in provinces():
        one = section(province, language)
        unit = next(
            unit.province for unit in one.units if series(one.dataset, unit.province, "pci-rank").points
        )
        stock = series(one.dataset, unit, "fdi-capital-register").points
        ranks = series(one.dataset, unit, "pci-rank").points
        for width in WIDTHS:
            charts.register_line(
                one, stock, **WORDS, width=width, breaks={"2016": "another table of the agency; not joined"}
            )
            assert not overprinted(seen[-1]), (province, width)
            assert any("another" in words for words in texts(seen[-1])), (province, width)
            charts.rank(one, ranks, **WORDS, width=width)
            assert not overprinted(seen[-1]), (province, width)
            assert str(ranks[-1].row["value"]) in texts(seen[-1])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_bar_of_a_page_has_its_figure_and_its_year_in_any_province(
    section, seen, monkeypatch, language
) -> None:
    drawn: list[list[plotted.Plotted]] = []

    def watched(one, points):
        unit, found = plotted.plotted(one, points)
        drawn.append(found)
        return unit, found

    monkeypatch.setattr(charts, "plotted", watched)
    for province in provinces():
        one = section(province, language)
        page = one.by_main_sources
        front_page.show_trade(page, front_page.trade_over_time(page))
        trade_page.chart(page, trade_main.main_series(page))
    for drawing, points in zip(seen, drawn, strict=True):
        wanted = Counter(text for one in points for text in (one.label, str(one.year)))
        assert wanted <= Counter(texts(drawing)), wanted - Counter(texts(drawing))
    assert len(seen) > 3


@pytest.mark.parametrize("value", ["0.05", "0.6", "1.21", "3.6"])
@pytest.mark.parametrize("qualifier", ["over", "nearly", "about"])
def test_a_bar_has_its_figure_and_its_year_however_low_it_is(section, seen, point, value, qualifier) -> None:
    parts = [point(f"{year}-01/{year}-06", one, "about") for year, one in ((2022, "3.7"), (2024, "1.57"))]
    newest = point("2025-01/2025-06", value, qualifier)
    charts.years_and_parts(section("lao-cai", "en"), [], [*parts, newest], **WORDS, height=1.05)
    assert {value, "2024", "2025"} <= set(texts(seen[-1])) and not overprinted(seen[-1])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_made_series_with_long_figures_stay_clear_of_each_other(section, seen, point, width, count) -> None:
    one = section("lao-cai", "vi")
    years = [point(str(2012 + number), f"{1000 + 7 * number}.25", unit="vnd_bn") for number in range(count)]
    parts = [point(f"{2020 + n}-01/{2020 + n}-10", "203231", "about", "vnd_bn") for n in range(count // 2)]
    charts.years_and_parts(one, years, parts, **WORDS, width=width)
    assert not overprinted(seen[-1])
    assert any(words.startswith("1.0") or "nghìn" in words for words in texts(seen[-1]))


def test_labels_have_three_digits_and_the_comma_of_the_language(section, seen, point) -> None:
    years = [
        point(str(2020 + number), value, unit="usd_m") for number, value in enumerate(("51990.563", "46360"))
    ]
    chart = charts.years_and_parts(section("lao-cai", "vi"), years, [], **WORDS)
    assert {"52", "46,4"} <= set(texts(seen[-1]))
    assert "tỷ USD" in chart.subtitle and "52 tỷ USD" in chart.alt
    assert not any("." in words for words in texts(seen[-1]))


def test_a_year_without_a_figure_says_so(section, seen, point) -> None:
    parts = [point(f"{year}-01/{year}-06", "1.2") for year in (2021, 2022, 2024)]
    charts.years_and_parts(section("lao-cai", "en"), [], parts, **WORDS)
    assert "no figure" in texts(seen[-1]) and "January–June" in texts(seen[-1])
    charts.years_and_parts(section("lao-cai", "en"), [], parts[:2], **WORDS)
    assert not any(words.startswith("no") for words in texts(seen[-1]))


def test_each_mark_that_is_drawn_is_explained_and_no_other(section, seen, point) -> None:
    one = section("lao-cai", "en")
    marks = {"over", "nearly", "about", "derived", "planned"}
    years = [point("2019", "3.8"), point("2020", "3.2", "over"), point("2022", "2.3", "nearly")]
    chart = charts.years_and_parts(one, years, [], **WORDS)
    assert marks & set(texts(seen[-1])) == {"over", "nearly"}
    assert "over USD 3.2 billion" in chart.alt and "nearly USD 2.3 billion" in chart.alt
    cite = one.citations.derivation("made", Marked("3.8 ÷ 1.267"))
    worked_out = plotted.derived(Figure(Decimal("3.0"), "usd_bn", "exact"), cite, start="2018", end="2018")
    chart = charts.years_and_parts(one, [worked_out, point("2023", "5", "planned")], [], **WORDS)
    assert marks & set(texts(seen[-1])) == {"derived", "planned"}
    assert "USD 3 billion (derived)" in chart.alt and any(
        "3.8 ÷ 1.267" in note for note in chart.notes.values()
    )
    assert "stroke-dasharray" in chart.svg


def test_the_peak_alone_is_emphasised_and_never_a_plan(section, seen, point) -> None:
    years = [
        point("2019", "3.8"),
        point("2020", "3.2", "over"),
        point("2021", "3.6"),
        point("2022", "9", "planned"),
    ]
    chart = charts.years_and_parts(section("lao-cai", "en"), years, [], **WORDS)
    assert chart.svg.count(f"fill: {theme.EMPHASIS}") == 2, "its bar, and the one that explains it"
    assert "highest published" in texts(seen[-1])
    two = charts.years_and_parts(section("lao-cai", "en"), years[:2], [], **WORDS)
    assert theme.EMPHASIS not in two.svg and "highest published" not in texts(seen[-1])


def test_a_line_stands_on_a_true_axis_of_time_and_leaves_a_lone_early_point_to_the_sentence(
    section, seen, point
) -> None:
    dates = ("2001-12-31", "2016-12-20", "2017-12-20", "2024-06-20")
    points = [
        point(date, value, unit="usd_m")
        for date, value in zip(dates, ("210", "573", "580", "656"), strict=True)
    ]
    chart = charts.register_line(section("lao-cai", "en"), points, **WORDS)
    assert "210" not in texts(seen[-1]) and "210" not in chart.alt
    places = {words: (box.x0 + box.x1) / 2 for words, box in seen[-1].boxes}
    assert places["2016"] < places["18"] < places["24"]
    assert abs((places["24"] - places["22"]) - (places["20"] - places["18"])) < 1


def test_a_sum_of_former_units_is_drawn_with_how_it_adds_up(section) -> None:
    one = section("lao-cai", "vi")
    points = selection.capital_over_time(one.dataset, one.province)
    assert len(points) > 3 and not points[-1].row["source_id"]
    chart = charts.register_line(one, points, **WORDS)
    formulas = [note for key, note in chart.notes.items() if key.startswith("derived:")]
    assert formulas and all(" + " in note and note.letters for note in formulas)


def test_a_rank_has_the_best_at_the_top(section, seen) -> None:
    one = section("lao-cai", "en")
    charts.rank(one, series(one.dataset, "lao-cai", "pci-rank").points, **WORDS)
    heights = {words: box.y0 for words, box in seen[-1].boxes}
    assert heights["1"] > heights["6"] > heights["17"] > heights["25"]


def test_a_chart_has_its_title_above_and_cites_what_it_shows(section) -> None:
    one = section("lao-cai", "en")
    points = series(one.dataset, "lao-cai", "trade-turnover").points[1:]
    chart = charts.years_and_parts(one, points, [], **WORDS)
    (data, metadata) = chart._repr_mimebundle_()
    about = metadata["image/svg+xml"]
    assert about["title"] == "A finding" and about["subtitle"].startswith("What is counted, USD billion[^")
    assert "caption" not in about
    assert set(chart.facts) >= {f"observations/{point.row['observation_id']}" for point in points}
    assert data["text/plain"].startswith("What it shows. 2019: USD 3.8 billion; ")
    assert chart.svg == charts.years_and_parts(one, points, [], **WORDS).svg
    assert ">3.8</text>" in chart.svg


def test_a_subtitle_that_says_the_unit_is_not_given_it_again(section, point) -> None:
    one = section("lao-cai", "vi")
    words = {**WORDS, "subtitle": "Mọi loại hình, đơn vị: tỷ USD"}
    chart = charts.years_and_parts(one, [point("2019", "3.8"), point("2020", "3.2")], [], **words)
    assert chart.subtitle.count("tỷ USD") == 1
