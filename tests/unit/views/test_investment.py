"""FDI of Lào Cai: two dates kept apart, sectors against the printed total, shares printed and computed."""

import pytest

from helpers.data.series import on_todays_boundaries
from helpers.views.annex import fdi_breakdown, fdi_register, investment
from run_sections import provinces


def test_two_dates_stand_side_by_side(section) -> None:
    stock = investment.fdi_stock(section()).set_index("as_of")[investment.CAPITAL]
    assert [str(stock[time]["value"]) for time in ("2020", "2022")] == ["540.5", "571.52"]
    assert all(stock[time]["date_inferred"] for time in ("2020", "2022"))


def test_the_sum_of_the_sectors_is_set_against_the_printed_total(section) -> None:
    by_sector = fdi_breakdown.fdi_by_sector(section())
    grid = fdi_breakdown.fdi_by_sector_table(section(), by_sector, investment.fdi_stock(section()))
    assert "538,0 triệu USD" in grid.html
    assert "540,5 triệu USD" in grid.html
    assert "chênh 2,5 triệu USD" in grid.html


def test_the_printed_share_stands_beside_the_computed_one(section) -> None:
    by_partner = fdi_breakdown.fdi_by_partner(section())
    grid = fdi_breakdown.fdi_by_partner_table(section(), by_partner, investment.fdi_stock(section()))
    shown = {row["figure"]: row["partner_0"] for row in grid.resource["data"]}
    assert "72%" in shown.values() and shown["Tỷ trọng (tính toán)"] == "72,5%"
    formula = [note for key, note in grid.notes.items() if key.startswith("derived:")]
    assert any("391,9 triệu USD ÷ 540,5 triệu USD = 72,5%" in note for note in formula)


@pytest.mark.parametrize("province", ["ha-giang", "cao-bang", "dien-bien"])
def test_where_only_the_register_has_a_stock_nothing_is_said_to_lack(section, province: str) -> None:
    """ "The sources do not give the FDI in force" stood three paragraphs below "13 projects in force"."""
    one = section(province)
    stock = investment.fdi_stock(one)
    assert stock.empty and fdi_register.stock(one)
    said = investment.fdi_summary(one, stock).markdown
    assert one.words.say("investment.register_only") in said
    assert one.words.say("investment.no_stock", province=one.province_name) not in said


def test_a_province_without_any_stock_says_so(small_section) -> None:
    one = small_section()
    assert not fdi_register.stock(one)
    assert investment.without_own_count(one) == "investment.none"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("province", provinces())
def test_no_rate_rests_on_a_break_on_few_projects_or_on_nothing(
    section, province: str, language: str
) -> None:
    one = section(province, language)
    for unit in one.units:
        found = fdi_register.stock(unit)
        if not found:
            continue
        ends = fdi_register.year_ends(found[fdi_register.CAPITAL])
        since = fdi_register.unbroken(ends)
        assert all(point.time > "2015-12-31" for point in since.points), "another table of the agency"
        text, *_ = fdi_register.show_stock(unit, found)[1:2]
        said = getattr(text, "markdown", "")
        assert "0.0%" not in said and "0,0%" not in said
        if fdi_register.few_projects(found):
            assert "%" not in said


def test_parts_that_do_not_make_up_the_total_are_told(section) -> None:
    whole = fdi_register.flows(section("cao-bang"))
    assert fdi_register.incomplete(whole) == [], "10.0 new, 2.1 taken back and 0.27 bought are 8.17 in 2017"
    new_alone = {name: whole[name] for name in (fdi_register.TOTAL, fdi_register.PARTS[0])}
    years = fdi_register.incomplete(new_alone)
    assert 2017 in years, "10.0 against 8.17"
    grid = fdi_register.show_flows(section("cao-bang", "en"), new_alone)[1]
    assert f"{', '.join(map(str, years))}: the parts shown do not make up the total" in grid.html


@pytest.mark.parametrize("province", provinces())
def test_the_register_adds_up(section, province) -> None:
    assert fdi_register.incomplete(fdi_register.flows(section(province))) == []


def test_no_sum_rests_on_a_doubtful_reading(section) -> None:
    """Hà Giang's 1,029 million at the end of 2015 is probably a slip of unit."""
    tuyen_quang = section("tuyen-quang", "en")
    sums = on_todays_boundaries(tuyen_quang.dataset, tuyen_quang.province, fdi_register.CAPITAL)
    by_time = {one.time: one.figure for one in sums}
    assert by_time["2015-12-31"] is None and by_time["2016-12-20"] is not None
    assert "1,193" not in fdi_register.show_stock(tuyen_quang, fdi_register.stock(tuyen_quang))[2].html


def test_planned_and_over_are_kept_in_aid(section) -> None:
    vi = investment.show_aid(section(), "oda", investment.aid(section(), "oda"))
    assert "548,96 tỷ đồng (kế hoạch)" in vi[1].html
    assert "gần 10.389 tỷ đồng" in vi[1].html
