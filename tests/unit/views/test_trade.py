"""Trade: each basis a series of its own, qualifiers kept, what is derived marked, gaps left open."""

import re
from decimal import Decimal

import pytest

from helpers.views.annex import trade, trade_series
from helpers.views.kit import charts

FIGURES = {"2017": "2.5", "2018": "3.0", "2019": "3.8", "2020": "3.2", "2023": "5.19"}


@pytest.fixture
def trading(small):
    """West trades on two bases; on one of them from 2018 to 2023, with a gap."""
    small.add("bases", like="all", basis_id="customs", name_en="Declared", name_vi="Theo tờ khai")
    for measure in ("turnover", "exports", "imports"):
        for basis, suffix in (("all", ""), ("customs", "-customs")):
            small.add(
                "indicators",
                like="turnover",
                indicator_id=f"trade-{measure}{suffix}",
                basis_id=basis,
                measure=measure,
                name_en=f"{measure} {basis}",
            )
    small.add("indicators", like="capital-share", indicator_id="trade-turnover-change", basis_id="all")
    for year in FIGURES:
        add(small, "trade-turnover", year, FIGURES[year])
    add(small, "trade-turnover-customs", "2023", "0.49")
    add(small, "trade-exports", "2023", "2.75")
    return small


def add(small, indicator, year, value, **cells):
    small.add(
        "observations",
        like="west.turnover.2023",
        **{
            "observation_id": f"west.{indicator}.{year}",
            "indicator_id": indicator,
            "period_start": year,
            "period_end": year,
            "value": value,
            **cells,
        },
    )


def block(section, basis="all"):
    (one,) = [one for one in trade_series.blocks(section) if one.basis_id == basis]
    return one


def by_year(one):
    return {row["year"]: row for row in one.frame.to_dict("records")}


def test_two_bases_make_two_blocks_and_no_line_joins_them(trading, small_section):
    both = trade_series.blocks(small_section())
    assert {one.basis_id for one in both} == {"all", "customs"} and len(both) == 2
    assert sorted(by_year(block(small_section()))) == [2017, 2018, 2019, 2020, 2023]
    assert sorted(by_year(block(small_section(), "customs"))) == [2023]


def test_a_single_year_has_no_chart_and_stands_in_the_table_of_single_years(trading, small_section):
    section = small_section()
    lone = block(section, "customs")
    assert not lone.has_series
    assert charts.by_year(section, "x", lone.frame) is None
    grids = [piece for piece in trade.show_single_years(section, [lone]) if hasattr(piece, "resource")]
    assert [row["year"] for row in grids[0].resource["data"]] == ["2023"]


def test_changes_are_between_years_that_follow_one_another(trading, small_section):
    years = by_year(block(small_section()))
    assert years[2019]["change"].value == Decimal("26.7")
    assert years[2020]["change"].value == Decimal("-15.8")
    assert years[2023]["change"] is None and not years[2023]["open"]


def test_bounds_stay_with_the_change_or_leave_it_open(trading, small_section):
    trading.change("observations", "west.trade-turnover.2020", qualifier="over")
    assert by_year(block(small_section()))[2020]["change"].qualifier == "over"
    trading.change("observations", "west.trade-turnover.2019", qualifier="over")
    years = by_year(block(small_section()))
    assert years[2020]["change"] is None and years[2020]["open"]


def test_a_printed_change_implies_the_year_before_and_says_so(trading, small_section):
    for year in ("2017", "2018"):
        trading.drop("observations", f"west.trade-turnover.{year}")
    add(trading, "trade-turnover-change", "2019", "26.7", unit_id="percent")
    section = small_section()
    years = by_year(block(section))
    assert years[2018]["figure"].derived
    assert abs(years[2018]["figure"].value * Decimal("1.267") - Decimal("3.8")) < Decimal("0.05")
    assert years[2019]["published"] and years[2019]["change"].value == Decimal("26.7")
    text = trade.summary(section, block(section)).markdown
    assert "implies USD 3.0 billion in 2018" in text


def test_another_source_stands_in_a_note_with_its_distance(trading, small_section):
    add(
        trading,
        "trade-turnover",
        "2023",
        "5300",
        observation_id="west.trade-turnover.2023.b",
        unit_id="usd_m",
        source_id="old",
        qualifier="over",
    )
    section = small_section()
    one = block(section)
    assert by_year(one)[2023]["figure"].value == Decimal("5.19")
    notes = section.citations.resolve(by_year(one)[2023]["cite"]).notes.values()
    assert any("> USD 5,300 million" in note and "USD 0.11 billion" in note for note in notes), list(notes)
    assert len(one.rows) == 7


def test_a_doubtful_reading_is_told_and_not_drawn(trading, small_section):
    trading.change("observations", "west.trade-turnover.2020", confidence="low")
    section = small_section()
    one = block(section)
    assert by_year(one)[2020]["change"] is None
    chart = charts.by_year(section, "x", one.frame)
    assert "2020" not in chart.alt and "2019" in chart.alt


def test_growth_a_year_has_its_formula(trading, small_section):
    add(trading, "trade-turnover", "2021", "3.6")
    section = small_section()
    text = trade.summary(section, block(section))
    assert "Average over 2017–2021: up 9.5% a year (derived)" in text.markdown, "not over the gap to 2023"
    assert any("(USD 3.6 billion ÷ USD 2.5 billion)" in note for note in text.notes.values())


def test_no_growth_of_four_years_of_little_or_of_nothing(trading, small_section):
    section = small_section()
    assert "Average" not in trade.summary(section, block(section)).markdown, "2017 to 2020 are four years"
    add(trading, "trade-turnover", "2021", "2.5")
    section = small_section()
    assert "Average" not in trade.summary(section, block(section)).markdown, "2021 is as 2017: never 0.0%"
    trading.change("observations", "west.trade-turnover.2017", value="0.009")
    section = small_section()
    assert "Average" not in trade.summary(section, block(section)).markdown, "a base below USD 10 million"
    trading.change("observations", "west.trade-turnover.2017", value="2.5")
    trading.change("observations", "west.trade-turnover.2021", value="3.6")
    section = small_section()
    assert "Average" in trade.summary(section, block(section)).markdown
    trading.change("observations", "west.trade-turnover.2019", confidence="low")
    section = small_section()
    assert "Average" not in trade.summary(section, block(section)).markdown, "a break in 2019"


@pytest.mark.parametrize(
    ("qualifiers", "said"),
    [
        (("over", "over"), "both figures are lower bounds"),
        (("nearly", "nearly"), "both figures are upper bounds"),
        (("about", "nearly"), "cannot be determined from figures that are not exact"),
    ],
)
def test_bounds_that_leave_a_change_open_are_named_rightly(trading, small_section, qualifiers, said):
    for year, qualifier in zip(("2019", "2020"), qualifiers, strict=True):
        trading.change("observations", f"west.trade-turnover.{year}", qualifier=qualifier)
    section = small_section()
    text = trade.summary(section, block(section))
    assert said in text.markdown
    assert text.markdown.count("cannot be determined") == 1


def test_a_basis_that_nobody_states_makes_no_series_and_is_said_to_be_none(trading, small_section):
    trading.add("bases", like="all", basis_id="unstated", name_en="Not stated", name_vi="Không nêu")
    for measure in ("turnover", "exports", "imports"):
        trading.change("indicators", f"trade-{measure}", basis_id="unstated")
    section = small_section()
    blocks = trade_series.blocks(section)
    one = next(one for one in blocks if one.basis_id == "unstated")
    assert len(one.frame) == 5 and not one.has_series
    assert trade.show_series(section, blocks) == ()
    text, grid = trade.show_single_years(section, blocks)
    assert "does not state the basis" in text.markdown and "rests on one basis" not in text.markdown
    assert len(grid.resource["data"]) == 6


def test_a_lone_early_year_is_not_drawn(trading, small_section):
    add(trading, "trade-turnover", "2001", "0.2")
    section = small_section()
    assert 2001 in by_year(block(section))
    assert sorted(trade.drawn(block(section).frame)["year"]) == [2017, 2018, 2019, 2020, 2023]
    assert len(trade.drawn(block(section).frame[:4])) == 0, (
        "2001 and three others are no four of twelve years"
    )


def test_a_merged_unit_has_a_block_of_its_own(trading, small_section):
    add(
        trading,
        "trade-turnover",
        "2025",
        "9",
        area_id="west-2025",
        observation_id="west-2025.trade-turnover.2025",
    )
    section = small_section()
    keys = [one.area_id for one in trade_series.blocks(section)]
    assert keys[-1] == "west-2025" and keys.count("west-2025") == 1
    assert "west-2025" in trade_series.name(section, trade_series.blocks(section)[-1])


@pytest.mark.parametrize("province", ["lao-cai", "lang-son", "cao-bang", "quang-ninh", "ha-giang"])
def test_each_trade_figure_is_shown_once(section, province):
    one = section(province)
    blocks = trade_series.blocks(one)
    in_blocks = [row["observation_id"] for block in blocks for row in block.rows]
    others = trade.other_figures(one, blocks)["observation_id"]
    assert len(set(in_blocks)) == len(in_blocks)
    assert not set(in_blocks) & set(others)


def test_the_articles_years_of_lao_cai_keep_their_qualifiers(section):
    years = by_year(block(section(), "all-gates"))
    assert (str(years[2019]["figure"].value), years[2019]["figure"].qualifier) == ("3.8", "exact")
    assert years[2018]["figure"] is not None


def test_the_chart_can_be_read_without_seeing_it_and_its_labels_are_text(section):
    one = block(section(), "all-gates")
    chart = charts.by_year(section(), "Kim ngạch", one.frame)
    assert "2019: 3,8 tỷ USD" in chart.alt
    assert re.search(r">3,8</text>", chart.svg)
    assert chart.svg == charts.by_year(section(), "Kim ngạch", one.frame).svg


def test_a_printed_change_without_a_series_to_stand_in_is_an_other_figure(trading, small_section):
    for year in ("2017", "2018", "2020", "2023"):
        trading.drop("observations", f"west.trade-turnover.{year}")
    add(trading, "trade-turnover-change", "2019", "26.7", unit_id="percent", qualifier="over")
    section = small_section()
    others = trade.other_figures(section, trade_series.blocks(section))
    assert "west.trade-turnover-change.2019" in set(others["observation_id"])
