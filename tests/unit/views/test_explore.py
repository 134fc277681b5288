"""The explorer: pick a province, an indicator and a language, and see what the briefings would show."""

import pytest

from helpers.views import explore


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
    assert "border-trade" in ids
    assert "fdi-disbursed" not in ids


def test_an_indicator_brings_its_table_chart_and_sources(page) -> None:
    shown = explore.look(page(), "fdi-registered-capital")
    kinds = [type(piece).__name__ for piece in shown]
    assert kinds == ["Chart", "Table", "Text"]
    assert "#source-lao-cai-2022" in shown[-1].markdown
