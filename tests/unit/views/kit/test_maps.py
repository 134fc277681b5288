"""The locator map shows the boundaries of the edition's day."""

from helpers.views.kit import maps


def test_an_edition_after_the_merger_hatches_what_joined_the_province(section):
    chart = maps.locator_map(section("ha-giang"))
    assert "Tuyên Quang" in chart.caption and ">Tuyên Quang</text>" in chart.svg
    assert maps.merged_with(section("lao-cai")) == ["yen-bai"]
    assert maps.merged_with(section("lang-son")) == []


def test_an_edition_before_the_merger_knows_nothing_of_it(section):
    early = maps.locator_map(section("ha-giang", as_of="2024-12-31"))
    assert "Tuyên Quang" not in early.caption
    assert "Tuyên Quang" not in early.svg
