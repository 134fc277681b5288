"""The locator map shows the units of the edition's day, each under its name."""

from helpers.views.kit import maps
from run_sections import provinces


def test_the_units_of_the_editions_day_are_named(section):
    today = maps.locator_map(section("cao-bang"))
    before = maps.locator_map(section("cao-bang", as_of="2025-06-30"))
    assert ">Tuyên Quang</text>" in today.svg and ">Hà Giang</text>" not in today.svg
    assert ">Hà Giang</text>" in before.svg and "Tuyên Quang" not in before.svg + before.caption


def test_a_merged_unit_is_filled_where_its_former_units_lie(section):
    def filled(one):
        return sum(f"fill: {maps.charts.ACCENT}" in line for line in one.svg.splitlines())

    today, before = (maps.locator_map(section("lao-cai", as_of=day)) for day in ("", "2025-06-30"))
    assert filled(today) == filled(before) + 1  # the former Yên Bái


def test_every_unit_is_on_its_own_map(section):
    for province in provinces():
        one = section(province)
        assert one.province_name in maps.locator_map(one).alt
