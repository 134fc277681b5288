"""The explorer: pick a province, an indicator and a language, and see what the briefings would show."""

import pytest

from helpers.data import load
from helpers.text.phrases import LANGUAGES
from helpers.views import explore
from helpers.views.kit import canvas
from helpers.views.kit.section import section_of
from run_sections import provinces

EVERYTHING = load()


@pytest.fixture
def parts():
    """The explorer's widgets: languages, provinces, indicators, output."""
    box = explore.explorer("lao-cai", "vi")
    return (*box.children[0].children, box.children[1])


def test_the_choices_are_in_the_chosen_language(parts) -> None:
    languages, provinces, indicators, _ = parts
    assert provinces.description == "Tỉnh"
    indicators.value = "trade-turnover"
    languages.value = "en"
    assert (provinces.description, provinces.value) == ("Province", "lao-cai")
    assert indicators.value == "trade-turnover", "a change of language keeps what was chosen"


def test_something_is_chosen_from_the_start(parts) -> None:
    _, provinces, indicators, _ = parts
    assert provinces.value == "lao-cai"
    assert indicators.value in [key for _, key in indicators.options]


def test_only_indicators_with_figures_are_offered(parts) -> None:
    _, provinces, indicators, _ = parts
    provinces.value = "ha-giang"
    ids = {key for _, key in indicators.options}
    assert "trade-turnover" in ids
    assert "border-trade" not in ids and "fdi-disbursed" not in ids
    provinces.value = "regional-comparison"
    assert "border-trade" in {key for _, key in indicators.options}


def test_an_indicator_brings_its_table_chart_and_sources(section) -> None:
    shown = explore.look(section(), "fdi-registered-capital")
    kinds = [type(piece).__name__ for piece in shown]
    assert kinds == ["Chart", "Table", "Text"]
    assert "#source-lao-cai-2022" in shown[-1].markdown


@pytest.mark.parametrize("province", provinces())
def test_every_choice_is_shown_in_both_languages(monkeypatch, province: str) -> None:
    """Names, units and frames of all choices; of the drawings, which cost most, the first of each kind."""
    drawn: set[str] = set()
    draw, show = canvas.drawn, explore.figures_table

    def first_of_its_kind(drawing, width: float, height: float) -> str:
        kind = drawing.__qualname__
        if kind in drawn:
            return "<svg/>"
        drawn.add(kind)
        return draw(drawing, width, height)

    def first_rows(one, caption, rows):
        return show(one, caption, rows.groupby("reach", sort=False).head(20))

    monkeypatch.setattr(canvas, "drawn", first_of_its_kind)
    monkeypatch.setattr(explore, "figures_table", first_rows)  # of the country there are thousands
    sections = [section_of(EVERYTHING, province, language) for language in LANGUAGES]
    named = [explore.indicators_of(one) for one in sections]
    assert [key for _, key in named[0]] == [key for _, key in named[1]] and len(named[0]) > 20
    for number, (name, indicator) in enumerate(named[0]):
        one = sections[number % 2]  # by turns, for the frames are the same
        chart, grid, sources = ([None, *explore.look(one, indicator)])[-3:]
        assert name and grid.resource["data"] and "](#source-" in sources.markdown
        assert chart is None or chart.alt
    assert drawn
