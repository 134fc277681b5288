"""The maps show the boundaries of the edition's day."""

from helpers.views.kit import maps, theme


def test_a_merged_unit_is_filled_as_the_units_it_is_made_of_and_named_once(section):
    chart = maps.locator_map(section("tuyen-quang"))
    assert chart.svg.count(">Tuyên Quang</text>") == 1
    assert ">Hà Giang</text>" not in chart.svg
    former = maps.locator_map(section("ha-giang"))
    assert ">Hà Giang</text>" in former.svg


def test_the_small_map_has_no_words_and_says_what_was_merged_in(section):
    merged = maps.thumbnail(section("lao-cai", "en"))
    assert "<text" not in merged.svg and not merged.caption and not merged.title
    assert "Lào Cai" in merged.alt and "former Yên Bái" in merged.alt
    assert merged.svg.count(f"fill: {theme.ACCENT}") == merged.svg.count(f"fill: {theme.LIGHT}") == 1
    assert merged.svg.count(f"fill: {theme.PALE}") == 6
    whole = maps.thumbnail(section("lang-son", "en"))
    assert theme.LIGHT not in whole.svg and "merged" not in whole.alt


def test_the_small_map_of_a_former_unit_shows_it_alone(section):
    before = maps.thumbnail(section("ha-giang", "vi"))
    assert theme.LIGHT not in before.svg and before.svg.count(f"fill: {theme.ACCENT}") == 1
