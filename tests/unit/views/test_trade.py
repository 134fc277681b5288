"""The trade series of Lào Cai: one basis, marked qualifiers, derived and open changes."""

from decimal import Decimal

from helpers.views import trade, trade_chart


def test_the_series_keeps_qualifiers_and_marks_what_is_derived(page) -> None:
    frame = trade.turnover(page()).set_index("year")
    assert list(frame.index) == [2018, 2019, 2020, 2021]
    kinds = {year: (figure.qualifier, figure.derived) for year, figure in frame["figure"].items()}
    assert kinds == {
        2018: ("exact", True),
        2019: ("exact", False),
        2020: ("over", False),
        2021: ("over", False),
    }


def test_the_year_before_the_first_follows_from_the_printed_change(page) -> None:
    frame = trade.turnover(page()).set_index("year")
    value, change = frame.loc[2019, "figure"].value, frame.loc[2019, "change"].value
    implied = frame.loc[2018, "figure"].value
    assert frame.loc[2019, "published"]
    assert abs(implied * (1 + change / 100) - value) < Decimal("0.05")


def test_a_change_between_two_lower_bounds_is_left_open(page) -> None:
    frame = trade.turnover(page()).set_index("year")
    assert frame.loc[2020, "change"].qualifier == "over"
    assert frame.loc[2021, "change"] is None
    assert frame.loc[2021, "open"]


def test_the_summary_says_the_qualifier_and_the_open_change_in_both_languages(page) -> None:
    vi = trade.turnover_summary(page(), trade.turnover(page())).markdown
    assert "trên 3,2 tỷ USD" in vi
    assert "giảm dưới 15,8%" in vi
    assert "không xác định được mức thay đổi" in vi
    english = page(language="en")
    en = trade.turnover_summary(english, trade.turnover(english)).markdown
    assert "over USD 3.6 billion" in en
    assert "down less than 15.8%" in en


def test_other_bases_and_wider_areas_never_enter_the_series(page) -> None:
    for province in ("lao-cai", "lang-son"):
        own = trade.series_rows(page(province))
        assert set(own["area_id"]) <= {province}
        assert own["indicator_id"].isin([trade.SERIES, trade.CHANGE]).all()
        others = trade.other_figures(page(province))
        assert not set(own["observation_id"]) & set(others["observation_id"])


def test_no_chart_and_no_table_where_there_is_no_series(page) -> None:
    frame = trade.turnover(page("ha-giang"))
    assert frame.empty
    assert trade_chart.turnover_chart(page("ha-giang"), frame) is None
    assert trade.turnover_table(page("ha-giang"), frame) is None
    assert trade.turnover_summary(page("ha-giang"), frame) is None


def test_the_chart_can_be_read_without_seeing_it(page) -> None:
    chart = trade_chart.turnover_chart(page(), trade.turnover(page()))
    assert "2019: 3,8 tỷ USD" in chart.alt
    assert "2020: > 3,2 tỷ USD" in chart.alt
    assert ">&gt; 3,2</text>" in chart.svg, "labels are text, with the qualifier"


def test_the_same_chart_has_the_same_bytes(page) -> None:
    frame = trade.turnover(page())
    assert trade_chart.turnover_chart(page(), frame).svg == trade_chart.turnover_chart(page(), frame).svg


def test_an_earlier_edition_knows_less(page) -> None:
    early = trade.turnover(page(as_of="2020-12-31"))
    assert list(early["year"]) == [2018, 2019]
