"""The map shows the unit of the edition's day, by its former units where it was merged."""

from helpers.data import areas
from helpers.views.kit import maps, theme
from run_sections import provinces


def filled(chart, tone: str) -> int:
    return chart.svg.count(f"fill: {tone}")


def test_the_small_map_has_no_words_and_says_what_was_merged_in(section):
    merged = maps.thumbnail(section("lao-cai", "en"))
    assert "<text" not in merged.svg and not merged.caption and not merged.title
    assert "Lào Cai" in merged.alt and "former Yên Bái" in merged.alt
    assert filled(merged, theme.ACCENT) == 2
    assert filled(merged, theme.PALE) == 6
    whole = maps.thumbnail(section("lang-son", "en"))
    assert filled(whole, theme.ACCENT) == 1 and "merged" not in whole.alt


def test_a_former_unit_and_an_edition_before_the_merger_show_the_unit_alone(section):
    for one in (section("ha-giang"), section("lao-cai", as_of="2025-06-30")):
        chart = maps.thumbnail(one)
        assert filled(chart, theme.ACCENT) == 1


def test_every_unit_is_on_its_own_map(section):
    for province in provinces():
        one = section(province)
        chart = maps.thumbnail(one)
        parts = areas.parts(one.dataset.areas, one.province)
        assert one.province_name in chart.alt and filled(chart, theme.ACCENT) == len(parts)
