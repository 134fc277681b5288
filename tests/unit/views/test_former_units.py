"""Former units in the briefing of today's: apart from each other, named, and added up only where that holds."""

import pytest

from helpers.views.annex import cooperation, fdi_register, investment, trade, trade_series
from helpers.views.kit.outputs import Table, Text

MERGED = {"lao-cai": ("Lào Cai", "Yên Bái"), "tuyen-quang": ("Hà Giang", "Tuyên Quang")}


@pytest.mark.parametrize("province", MERGED)
def test_one_table_of_the_register_has_each_former_unit_and_ends_with_the_sum(section, province) -> None:
    one = section(province, "en")
    shown = fdi_register.show_stock(one, fdi_register.stock(one))
    (grid,) = (output for output in shown if isinstance(output, Table))
    assert "new boundaries" in str(grid)
    names = [field["title"] for field in grid.resource["schema"]["fields"]]
    assert names[0] == "As of" and names[-1] == f"Registered capital: {one.province_name}"
    for name in MERGED[province]:
        assert {f"Projects: former {name}", f"Registered capital: former {name}"} <= {*names}
        assert any(isinstance(output, Text) and f"former {name} had" in output.markdown for output in shown)


def test_a_doubtful_reading_is_shown_and_not_added_up(section) -> None:
    one = section("tuyen-quang", "en")
    _, grid = fdi_register.today(one)
    by_date = {row["as_of"]: row for row in grid.resource["data"]}
    assert by_date["31 December 2015"]["ha-giang-capital"] == "1,028.968943"
    assert by_date["31 December 2015"]["tuyen-quang-2025"].startswith("not added up")
    assert by_date["20 December 2016"]["tuyen-quang-2025"] == "159.452338"


@pytest.mark.parametrize("province", ["ha-giang", "lang-son"])
def test_a_unit_that_nothing_was_merged_into_has_no_sum(section, province) -> None:
    assert fdi_register.today(section(province)) == []


@pytest.mark.parametrize("province", MERGED)
def test_no_frame_joins_figures_of_two_units(section, province) -> None:
    one = section(province)
    stock = investment.fdi_stock(one)
    for unit, frame in investment.by_unit(one, stock):
        for name in investment.MEASURES:
            assert {row["area_id"] for row in frame[name] if row} <= {unit.province}
    for block in trade_series.blocks(one):
        assert {row["area_id"] for row in block.rows} <= {block.area_id}


def test_the_trade_of_a_former_unit_is_named_so(section) -> None:
    one = section("lao-cai", "en")
    blocks = trade_series.blocks(one)
    assert {block.area_id for block in blocks} == {"lao-cai"}
    assert all("former Lào Cai" in trade_series.name(one, block) for block in blocks)
    headings = [output for output in trade.show_series(one, blocks) if hasattr(output, "markdown")]
    assert any("former Lào Cai" in heading.markdown for heading in headings)


def test_visitors_and_ranks_of_each_unit_stand_in_columns_of_their_own(section) -> None:
    one = section("tuyen-quang", "en")
    _, grid = cooperation.show_visitors(one, cooperation.visitors(one))
    titles = [field["title"] for field in grid.resource["schema"]["fields"]]
    assert len(titles) == len(set(titles)) and any("former Hà Giang" in title for title in titles)
    ranks = investment.competitiveness(one)
    assert {found.area_id for found in ranks.values() if found.points} == {"ha-giang"}
