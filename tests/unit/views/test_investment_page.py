"""The page of investment and aid: by whose count, what the register's line bears out, what is not known."""

from dataclasses import replace
from decimal import Decimal

import pytest

from helpers.data import selection
from helpers.data.series import Point
from helpers.views.kit import spoken
from helpers.views.kit.outputs import Table, Text
from helpers.views.kit.short_forms import FEWEST_ROWS, pages
from helpers.views.pages import front_page, investment_page
from run_sections import provinces
from unit.views.test_trade_page import LANGUAGES, page_outputs, told_of

PROVINCES = provinces()
everywhere = pytest.mark.parametrize(
    ("province", "language"), [(p, one) for p in PROVINCES for one in LANGUAGES]
)


# In every province


@everywhere
def test_nothing_changes_by_nothing(province, language):
    said = told_of(page_outputs("investment_tables", province, language))
    assert " 0.0%" not in said and " 0,0%" not in said


@everywhere
def test_what_leads_is_recent_and_two_pages_have_no_chart_and_no_table(section, province, language):
    one = section(province, language)
    found = investment_page.in_force(one)
    for pick in filter(None, (found.register, found.own_count)):
        assert all(selection.recent(row, one.dataset.edition) for row in pick.rows)
    points, rank = investment_page.over_time(one), investment_page.competitiveness(one)
    grids = [
        investment_page.show_sectors(one, investment_page.sectors(one)),
        investment_page.show_aid(one, investment_page.aid(one)),
    ]
    if pages(one) == 2:
        assert points == () and investment_page.show_rank(one, rank) is None
        assert not any(isinstance(grid, Table) for grid in grids)
    for grid in grids:
        if isinstance(grid, Table):
            assert FEWEST_ROWS <= len(grid.resource["data"]) <= investment_page.MOST_AID


@everywhere
def test_a_sum_of_former_units_is_marked_and_its_parts_are_told(section, province, language):
    one = section(province, language)
    found = investment_page.in_force(one).register
    said = investment_page.show_in_force(one, investment_page.in_force(one)).markdown
    marked = one.words.say("investment_page.summed").strip() in said
    assert marked == bool(found and found.parts)
    for part in found.parts if found and pages(one) == 4 else ():
        assert one.words.name("areas", part.row["area_id"]) in said.replace("F", "f") or language == "vi"


# What is claimed, and where it does not hold


@pytest.mark.parametrize("bound", ["over", "under", "nearly"])
def test_no_share_is_told_of_a_bound_or_in_one(section, bound):
    one = section("lao-cai")
    capital = {**investment_page.in_force(one).register.rows[0], "qualifier": "exact"}
    whole = {**capital, "value": capital["value"] * 4}
    part = Point(capital["as_of"], capital)
    assert spoken.share(one, part, whole)[0] == "25%"
    assert spoken.share(one, part, {**whole, "qualifier": bound}) is None
    assert spoken.share(one, replace(part, row={**capital, "qualifier": bound}), whole) is None


def test_which_count_to_quote_is_said_where_the_own_one_is_newer(section):
    which = "Quote the register"
    for province, newer in (
        ("lao-cai", True),
        ("quang-ninh", True),
        ("cao-bang", False),
        ("tuyen-quang", False),
    ):
        one = section(province, "en")
        found = investment_page.in_force(one)
        assert (investment_page.own_is_newer(found) is not None) == newer
        assert (which in investment_page.show_in_force(one, found).markdown) == newer


def test_the_fdi_in_force_is_missed_only_where_there_is_none(section, small_section):
    said = investment_page.show_in_force(
        section("cao-bang", "en"), investment_page.in_force(section("cao-bang", "en"))
    )
    assert "13 projects in force" in said.markdown and "no figure" not in said.markdown
    one = small_section("east")
    none = investment_page.show_in_force(one, investment_page.in_force(one))
    assert "no figure of the FDI in force in east" in none.markdown


def test_a_change_is_over_twelve_months_and_of_ten_projects(section):
    for province in PROVINCES:
        found = investment_page.in_force(section(province, "en")).register
        if found is not None and found.change is not None and found.change.old is not None:
            days = selection.end(found.point.row) - selection.end(found.change.old.row)
            assert days.days >= 365
    assert investment_page.in_force(section("lai-chau", "en")).register.change is None, "one project"


@pytest.mark.parametrize(
    ("province", "title"),
    [
        ("lao-cai", "FDI in force fell in 2023 and had recovered by June 2024"),
        ("lang-son", "FDI in force hardly changed until December 2023, then rose"),
        ("quang-ninh", "FDI in force rose from 2016 to June 2024"),
        ("cao-bang", "FDI in force fell from 2017 to December 2023"),
    ],
)
def test_the_title_of_the_register_is_what_its_points_bear_out(section, province, title):
    one = section(province, "en")
    assert investment_page.finding(one, investment_page.over_time(one)) == title


def test_the_title_is_neutral_where_nothing_else_holds(section):
    one = section("quang-ninh", "en")
    points = investment_page.over_time(one)
    level = [replace(one_, row={**one_.row, "qualifier": "about"}) for one_ in points]
    for number, point in enumerate(level):  # up and down by a third, and back where it began
        point.row["value"] = Decimal(100 if number % 2 or number == len(level) - 1 else 140)
    assert investment_page.finding(one, level) == "FDI in force, 2016 to June 2024"


def test_a_table_that_closes_on_another_day_is_not_joined(section):
    one = section("lao-cai", "en")
    points = investment_page.over_time(one)
    since = investment_page.since_break(points)
    assert points[0].time == "2015-12-31" and since[0].time == "2016-12-20"
    assert not any(point.row["date_inferred"] for point in points)
    assert all("derived" in point.row for point in points), "sums of the former units"
    assert not any("derived" in point.row for point in investment_page.over_time(section("quang-ninh")))


def test_investors_are_told_with_whose_count_and_when_or_that_none_is_named(section):
    one = section("lao-cai", "en")
    said = investment_page.show_investors(one, investment_page.investors(one)).markdown
    assert (
        "By the own count of former Lào Cai, China had 14 of 20 projects, USD 392 million as of 2020" in said
    )
    assert "72% of the capital" in said, "as printed, not the 73% that the figures give"
    assert "Countries named as investors in 2020" in said and "had 14" in said
    one = section("cao-bang", "en")
    said = investment_page.show_investors(one, investment_page.investors(one)).markdown
    assert said == one.words.say("investment_page.no_investors")


def test_aid_is_recent_but_for_the_newest_amount(section):
    one = section("lao-cai", "en")
    rows = investment_page.aid(one)
    old = [
        row
        for row in rows
        if not selection.recent(row, one.dataset.edition) and not investment_page.runs(one, row)
    ]
    assert {row["indicator_id"] for row in old} <= {
        "oda-capital",
        "ngo-aid",
        "ngo-aid-usd",
        "ngo-aid-unstated-usd",
        "oda-capital-usd",
    }
    one = section("quang-ninh", "en")
    said = investment_page.show_aid(one, investment_page.aid(one))
    assert isinstance(said, Text) and "no figure of ODA or NGO aid" in said.markdown


def test_what_was_registered_by_year_stands_where_no_table_by_sector_does(section):
    one = section("quang-ninh", "en")
    grid = investment_page.show_flows(one, investment_page.sectors(one))
    years = [row["year"] for row in grid.resource["data"]]
    assert years[-1] == "2023" and len(years) == investment_page.MOST_FLOWS
    other = section("lao-cai", "en")
    assert investment_page.show_flows(other, investment_page.sectors(other)) is None


def test_an_old_rank_says_that_none_is_known_since(section):
    for province, old in (("cao-bang", True), ("quang-ninh", False)):
        one = section(province, "en")
        said = investment_page.rank_said(one, investment_page.competitiveness(one))
        assert ("no rank after 2022" in said) == old


@pytest.mark.parametrize(
    ("ranks", "title"),
    [
        ((26, 23), "Ranked 23rd in 2024, the best of the years shown"),
        ((20, 26, 23), "Ranked 23rd in 2024, up 3 from 26th"),
        ((20, 22, 23), "Ranked 23rd in 2024, down 1 from 22nd"),
        ((20, 23, 23), "Ranked 23rd in 2024"),
    ],
)
def test_the_title_of_the_ranks(section, ranks, title):
    one = section("lao-cai", "en")
    points = selection.chartable(investment_page.competitiveness(one).series)[-len(ranks) :]
    made = [
        replace(point, row={**point.row, "value": Decimal(rank)})
        for point, rank in zip(points, ranks, strict=True)
    ]
    assert investment_page.rank_finding(one, made) == title


def test_visitors_are_told_as_new_as_they_are_known(section):
    lao_cai = investment_page.visitors_said(section("lao-cai", "en"))
    assert "In 2025 Lào Cai had 1.46 million visitors from abroad (est.)" in lao_cai, "hedged once"
    dien_bien = investment_page.visitors_said(section("dien-bien", "en"))
    assert "In 2024 Điện Biên had 11.5 thousand" in dien_bien and "by a new way of counting" in dien_bien


def test_visitors_are_missed_where_there_are_none(small_section):
    one = small_section("east")
    assert investment_page.visitors_said(one) == "The sources have no number of visitors from abroad to east."
    assert investment_page.rank_said(one, None) == "The sources have no competitiveness rank of east."


def test_a_year_that_follows_from_the_next_ones_printed_change_is_worked_out(section):
    """Page 1 has +135.5% on 2024 for Cao Bằng: without a figure of 2024 that change had no base."""
    one = section("cao-bang", "en")
    grid = investment_page.show_visitors(one, investment_page.visitors(one), [])
    by_time = {row["when"]: row["from_abroad"] for row in grid.resource["data"]}
    assert by_time["2024"] == "≈ 48.2 (derived)" and by_time["2025 (est.)"] == "≈ 114"
    assert round(113.5 / 2.355, 1) == 48.2


def test_that_nothing_is_newer_is_said_of_an_old_register_alone(section):
    for province, said in (("cao-bang", True), ("quang-ninh", False), ("lao-cai", False)):
        one = section(province, "en")
        shown = investment_page.show_in_force(one, investment_page.in_force(one)).markdown
        assert ("nothing after 20 June 2024" in shown) == said, province


def test_visitors_have_a_row_a_year_where_there_is_room_and_else_a_sentence(section):
    one = section("quang-ninh", "en")
    rows = investment_page.visitors(one)
    years = [next(point for point in row if point).year for row in rows]
    assert years == sorted(set(years)) and len(years) == investment_page.MOST_VISITOR_ROWS
    grid = investment_page.show_visitors(one, rows, [])
    assert grid.resource["data"][-1] == {
        "when": "2025 (est.)",
        "from_abroad": "≈ 4,500",
        "all_visitors": "≈ 21,300",
    }
    rank = investment_page.competitiveness(one)
    assert "from abroad" not in investment_page.show_in_short(one, rank, grid).markdown
    assert "from abroad" in investment_page.show_in_short(one, rank, None).markdown
    full = [grid] * 3
    assert investment_page.show_visitors(one, rows, full) is None, "no room"


def test_the_shorter_of_two_periods_of_aid_stands_behind_the_longer(section):
    rows = investment_page.aid(section("cao-bang", "en"))
    times = [(row["indicator_id"], row["period_start"]) for row in rows]
    assert times == [
        ("ngo-aid-usd", "2019"),
        ("ngo-projects", "2019"),
        ("ngo-aid-usd", "2024-01"),
        ("ngo-projects", "2024-01"),
    ]


@pytest.mark.parametrize(("language", "whose"), [("en", "former Hà Giang"), ("vi", "Hà Giang cũ")])
def test_aid_in_a_sentence_names_the_former_unit_it_was_for(section, language, whose):
    one = section("tuyen-quang", language)
    shown = investment_page.show_aid(one, investment_page.aid(one))
    assert isinstance(shown, Text) and f"({whose}):" in shown.markdown


@everywhere
def test_a_change_over_more_than_a_year_tells_what_was_held_in_between(section, province, language):
    """Cao Bằng's capital fell by a third since December 2022, and not at all since December 2023."""
    one = section(province, language)
    pick = investment_page.in_force(one).register
    said = investment_page.show_in_force(one, investment_page.in_force(one)).markdown
    day = "20/12/2023" if language == "vi" else "20 December 2023"
    assert (day in said) == bool(pick and pick.change), province
    assert not (pick and pick.change) or selection.end(pick.change.old.row).year == 2022


def test_a_change_is_told_between_the_dates_that_the_capital_moved_between(section):
    def said(province: str) -> str:
        one = section(province, "en")
        return investment_page.show_in_force(one, investment_page.in_force(one)).markdown

    assert "unchanged since 20 December 2023 (before that down 32% from 20 December 2022)" in said("cao-bang")
    assert "after a fall from USD 1.04 billion on 20 December 2022 to USD 915 million" in said("lao-cai")
    assert "after a fall" not in said("quang-ninh") + said("tuyen-quang") + said("lang-son")
    assert "up 114% since 20 December 2022" in said("lang-son")


def test_a_note_on_a_stock_that_moved_by_far_is_told_with_it(section):
    """Of Lạng Sơn the register had one project more, of what a park of that capital was approved for: an inference."""
    told = {}
    for province in PROVINCES:
        one = section(province, "en")
        told[province] = investment_page.show_in_force(one, investment_page.in_force(one)).markdown
    assert "VSIP Lạng Sơn" in told["lang-son"] and "inferred: the register names none" in told["lang-son"]
    assert [province for province, said in told.items() if "Note on this figure" in said] == ["lang-son"]


def test_an_own_count_of_a_former_unit_stands_beside_the_register_though_it_is_older(section):
    one = section("tuyen-quang", "en")
    said = investment_page.show_in_force(one, investment_page.in_force(one)).markdown
    told = "20 projects in force in former Tuyên Quang in March 2024"
    assert told in said and "with over USD 340 million" in said
    assert said.index("national register") < said.index(told)
    assert "The register had USD 238 million for former Tuyên Quang on 20 June 2024" in said, "the two clash"
    assert "Quote the register" not in said, "the own count is not newer"


def test_a_rank_gives_up_that_of_the_year_before_where_this_alone_lacks_a_letter(
    section, monkeypatch
) -> None:
    one = section("dien-bien", "en").by_main_sources
    pick = front_page.picks(one)["pci"]
    said = [investment_page.rank_said(one, pick, before=before) for before in (True, False)]
    letters = [len(one.citations.letters(each)) for each in said]
    assert letters == [2, 1]
    for most, whole in ((2, said[0]), (1, said[1])):
        monkeypatch.setattr(investment_page, "share", lambda section, part, most=most: most)
        shown = investment_page.show_in_short(one, pick, beside=[])
        assert shown is not None and shown.markdown.startswith(str(one.text(whole).markdown))
