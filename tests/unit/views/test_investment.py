"""FDI of Lào Cai: two dates kept apart, sectors against the printed total, shares printed and computed."""

import pytest

from helpers.views import fdi_breakdown, investment


def test_two_dates_stand_side_by_side(page) -> None:
    stock = investment.fdi_stock(page()).set_index("as_of")[investment.CAPITAL]
    assert [str(stock[time]["value"]) for time in ("2020", "2022")] == ["540.5", "571.52"]
    assert all(stock[time]["date_inferred"] for time in ("2020", "2022"))


def test_bars_of_one_chart_are_in_one_unit(page) -> None:
    stock = investment.fdi_stock(page("quang-ninh"))
    rows = investment.one_unit(page("quang-ninh"), [row for row in stock[investment.CAPITAL] if row])
    assert {row["unit_id"] for row in rows} == {"usd_m"}
    assert max(row["value"] for row in rows) > 10_000


def test_the_sum_of_the_sectors_is_set_against_the_printed_total(page) -> None:
    by_sector = fdi_breakdown.fdi_by_sector(page())
    grid = fdi_breakdown.fdi_by_sector_table(page(), by_sector, investment.fdi_stock(page()))
    assert "538,0 triệu USD" in grid.html
    assert "540,5 triệu USD" in grid.html
    assert "chênh 2,5 triệu USD" in grid.html


def test_the_printed_share_stands_beside_the_computed_one(page) -> None:
    by_partner = fdi_breakdown.fdi_by_partner(page())
    grid = fdi_breakdown.fdi_by_partner_table(page(), by_partner, investment.fdi_stock(page()))
    (row,) = grid.resource["data"]
    assert row["share_published"] == "72%"
    assert row["share_derived"] == "72,5%"
    formula = [note for key, note in grid.notes.items() if key.startswith("derived:")]
    assert any("391,9 triệu USD ÷ 540,5 triệu USD = 72,5%" in note for note in formula)


@pytest.mark.parametrize("province", ["ha-giang", "cao-bang"])
def test_a_province_without_a_stock_says_so_and_draws_nothing(page, province: str) -> None:
    stock = investment.fdi_stock(page(province))
    assert investment.fdi_stock_chart(page(province), stock) is None
    assert investment.fdi_stock_table(page(province), stock) is None
    said = investment.fdi_summary(page(province), stock).markdown
    assert page(province).name("areas", province) in said


def test_planned_and_over_are_kept_in_aid(page) -> None:
    vi = investment.aid_part(page(), "oda")
    assert "548.960 triệu đồng (kế hoạch)" in vi[1].html
    assert "gần 10.389 tỷ đồng" in vi[1].html
