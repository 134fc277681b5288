"""FDI of Lào Cai: two dates kept apart, sectors against the printed total, shares printed and computed."""

import pytest

from helpers.views import fdi_breakdown, investment


def test_two_dates_stand_side_by_side(section) -> None:
    stock = investment.fdi_stock(section()).set_index("as_of")[investment.CAPITAL]
    assert [str(stock[time]["value"]) for time in ("2020", "2022")] == ["540.5", "571.52"]
    assert all(stock[time]["date_inferred"] for time in ("2020", "2022"))


def test_bars_of_one_chart_are_in_one_unit(section) -> None:
    stock = investment.fdi_stock(section("quang-ninh"))
    rows = investment.one_unit(section("quang-ninh"), [row for row in stock[investment.CAPITAL] if row])
    assert {row["unit_id"] for row in rows} == {"usd_m"}
    assert max(row["value"] for row in rows) > 10_000


def test_the_sum_of_the_sectors_is_set_against_the_printed_total(section) -> None:
    by_sector = fdi_breakdown.fdi_by_sector(section())
    grid = fdi_breakdown.fdi_by_sector_table(section(), by_sector, investment.fdi_stock(section()))
    assert "538,0 triệu USD" in grid.html
    assert "540,5 triệu USD" in grid.html
    assert "chênh 2,5 triệu USD" in grid.html


def test_the_printed_share_stands_beside_the_computed_one(section) -> None:
    by_partner = fdi_breakdown.fdi_by_partner(section())
    grid = fdi_breakdown.fdi_by_partner_table(section(), by_partner, investment.fdi_stock(section()))
    (row,) = grid.resource["data"]
    assert row["share_published"] == "72%"
    assert row["share_derived"] == "72,5%"
    formula = [note for key, note in grid.notes.items() if key.startswith("derived:")]
    assert any("391,9 triệu USD ÷ 540,5 triệu USD = 72,5%" in note for note in formula)


@pytest.mark.parametrize("province", ["ha-giang", "cao-bang"])
def test_a_province_without_a_stock_says_so_and_draws_nothing(section, province: str) -> None:
    stock = investment.fdi_stock(section(province))
    assert investment.fdi_stock_chart(section(province), stock) is None
    assert investment.fdi_stock_table(section(province), stock) is None
    said = investment.fdi_summary(section(province), stock).markdown
    assert section(province).province_name in said


def test_planned_and_over_are_kept_in_aid(section) -> None:
    vi = investment.show_aid(section(), "oda", investment.aid(section(), "oda"))
    assert "548,96 tỷ đồng (kế hoạch)" in vi[1].html
    assert "gần 10.389 tỷ đồng" in vi[1].html
