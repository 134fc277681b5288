"""The page of trade: what it claims has a condition that the rows bear out, in every province and both languages."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from helpers.data import selection
from helpers.data.arithmetic import Figure
from helpers.views.annex.trade import class_told
from helpers.views.kit import spoken
from helpers.views.kit.outputs import Table
from helpers.views.pages import front_page, trade_counts, trade_gates, trade_main, trade_page, trade_targets
from run_sections import provinces, ran

PROVINCES = provinces()
LANGUAGES = ("vi", "en")
everywhere = pytest.mark.parametrize(
    ("province", "language"), [(p, one) for p in PROVINCES for one in LANGUAGES]
)


def main(section, province, language="en", as_of=""):
    one = section(province, language, as_of)
    return one, trade_main.main_series(one)


def page_outputs(name, province, language):
    """What the cells of a page displayed."""
    cells = ran(name, province, language).outputs
    return [output for cell, outputs in cells.items() if cell.startswith("page") for output in outputs]


def told_of(outputs):
    """All that readers see of some outputs."""
    return " ".join(
        str(part) for data, _ in outputs for kind, part in data.items() if kind != "image/svg+xml"
    )


# In every province


@everywhere
def test_no_change_is_of_nothing_and_no_figure_older_than_five_years_leads(section, province, language):
    one, trade = main(section, province, language)
    said = told_of(page_outputs("trade_trends", province, language))
    assert "0.0%" not in said and "0,0%" not in said
    if trade is not None:
        assert selection.recent(trade.newest.row, one.dataset.edition)
        assert trade.newest.row["qualifier"] != "planned"


@everywhere
def test_tables_have_three_rows_two_columns_that_differ_and_few_rows(section, province, language):
    one, trade = main(section, province, language)
    counts, gates = trade_counts.other_counts(one, trade), trade_main.gates(one)
    shown = [
        trade_page.periods(one, trade),
        trade_counts.show_counts(one, counts),
        trade_gates.show_gates(one, gates),
    ]
    for grid in shown:
        if isinstance(grid, Table):
            rows = grid.resource["data"]
            assert trade_page.FEWEST_ROWS <= len(rows) <= trade_main.MOST_ROWS
            columns = [
                tuple(row[field["name"]] for row in rows) for field in grid.resource["schema"]["fields"]
            ]
            assert len(columns) > 1 and all(len(set(column)) > 1 for column in columns)


@everywhere
def test_two_pages_have_no_chart_and_no_table(section, province, language):
    one, trade = main(section, province, language)
    if trade_page.pages(one) == 2:
        assert trade_page.chart(one, trade) is None and trade_page.periods(one, trade) is None
        assert trade is None or trade_main.gaps(one, trade) in trade_main.lead(one, trade).markdown


@everywhere
def test_the_numbers_of_a_chart_are_told_in_words(section, province, language):
    one, trade = main(section, province, language)
    drawn = trade_page.chart(one, trade)
    if drawn is not None:
        for point in (*trade.years, *trade_page.drawn_months(trade)):
            assert str(point.year) in drawn.alt


# What is claimed, and where it does not hold


def test_below_the_peak_is_said_where_no_bound_leaves_it_open(section):
    one, trade = main(section, "lao-cai", as_of="2024-12-01")
    assert trade_page.below_peak(one, trade).year == 2019
    assert trade_page.finding(one, trade) == "In 2022 trade was still below its 2019 level"
    over = replace(trade, years=trade.years[:-1])
    assert trade_page.below_peak(one, over) is None, "2021 is over 3.6: it may be above 3.8"
    assert trade_page.below_peak(*main(section, "lang-son")) is None, "one published year has no peak"


def test_the_highest_year_is_said_where_it_is_certain(section):
    one, trade = main(section, "lao-cai", as_of="2024-12-01")
    assert not trade_page.record(one, trade)
    rising = [replace(point, row={**point.row, "qualifier": "exact"}) for point in trade.years[1:4]]
    rising.sort(key=lambda point: point.row["value"])
    assert trade_page.record(one, replace(trade, years=tuple(rising)))


@pytest.mark.parametrize(
    ("value", "qualifier", "way"),
    [
        ("-15.8", "over", ""),
        ("-36.1", "under", "trade_page.fell"),
        ("-23", "about", "trade_page.fell"),
        ("40", "over", "trade_page.rose"),
        ("40", "under", ""),
    ],
)
def test_the_way_of_a_change_is_told_where_its_bound_does_not_leave_it_open(value, qualifier, way):
    assert trade_page.moved(Figure(Decimal(value), "percent", qualifier)) == way


def test_the_same_months_are_compared(section):
    one, trade = main(section, "lao-cai")
    said = trade_main.lead(one, trade).markdown
    assert "In the first half of 2025 it came to USD 1.21 billion by an estimate" in said
    assert "down about 23% on the same period of 2024" in said
    one, trade = main(section, "lang-son", as_of="2025-12-01")
    said = trade_main.lead(one, trade).markdown
    assert "In January–October 2025 it came to nearly USD 74 billion" in said
    assert "against about USD 52.9 billion" in said and "in the same period of 2024" in said
    for province in ("cao-bang", "quang-ninh", "lang-son"):
        one, trade = main(section, province)
        assert trade_main.compared(one, trade) is None, (
            "nothing of two years before the newest, nor beside a change"
        )


def test_a_bounded_change_is_said_as_people_say_it(section):
    rows = trade_page.periods(*main(section, "lao-cai")).resource["data"]
    by_time = {row["when"]: row["change"] for row in rows}
    assert by_time["2020"] == "Down by at most 16% on 2019"
    assert by_time["2022"] == "Down by at least 36% on 2021"
    assert by_time["2021"] == "Not calculable: figures are bounds or estimates", (
        "over 3.6 against over 3.2 gives none"
    )
    vi = trade_page.periods(*main(section, "lao-cai", "vi")).resource["data"]
    assert {row["when"]: row["change"] for row in vi}["2020"] == "Giảm không quá 16% so với năm 2019"


def test_a_full_year_is_missed_where_none_is_recent(section):
    one, trade = main(section, "lai-chau")
    said = trade_main.without_year(one, trade)
    told = "is of 2005: USD 63.1 million (trade through the province’s territory)"
    assert told in said and one.citations.resolve(said).notes, "how much, of what, by whom"
    assert "is of 2020: about USD 2.79 billion (trade" in trade_main.without_year(
        *main(section, "quang-ninh")
    )
    assert trade_main.without_year(*main(section, "lao-cai")) is None


def test_a_basis_that_nobody_states_is_neither_drawn_nor_compared(section):
    one, trade = main(section, "dien-bien")
    assert trade.series.basis_id == "unstated"
    said = trade_main.gaps(one, trade)
    assert said.endswith(one.words.markdown("trade_page.gaps_unstated"))
    assert one.words.local(trade.newest.row, "note").rstrip(".")[1:] in said, "what the source says instead"
    one, trade = main(section, "lai-chau")
    assert trade_main.gaps(one, trade) == one.words.markdown("trade_page.gaps_few")


def test_a_whole_year_that_is_less_than_nine_months_of_it_is_told_as_disagreement_and_not_as_another_count(
    section,
):
    one, trade = main(section, "tuyen-quang", "en")
    told = trade_main.disagreement(one, trade)
    assert {"USD 796 million", "USD 500 million"} <= set(re.findall(r"USD \d+ million", told))
    ids = {point.row["observation_id"] for _, point in trade_main.disagreeing(one, trade)}
    counts = {point.row["observation_id"] for _, point in trade_counts.other_counts(one, trade)}
    assert len(ids) == 2 and not ids & counts
    for province in PROVINCES:
        one, trade = main(section, province)
        for _, point in trade_main.disagreeing(one, trade) if trade else ():
            assert point.row["value"] * 1000 ** (point.row["unit_id"] == "usd_bn") < trade.newest.row[
                "value"
            ] * (1000 if trade.newest.row["unit_id"] == "usd_bn" else 1), province


def test_a_figure_that_its_source_calls_an_estimate_is_told_as_one_though_it_came_out_later(section):
    one, trade = main(section, "lang-son", "en")
    year = trade_main.newest_year(trade)
    assert year.row["note_en"].startswith("An estimate") and "by an estimate" in trade_main.told(
        one, trade, year
    )
    rows = trade_page.periods(one, trade).resource["data"]
    assert "2024 (est.)" in str(rows)


def test_no_trade_at_all_is_said_and_since_when(small_section, small):
    one = small_section("east")
    assert trade_main.main_series(one) is None and trade_main.last_year(one) is None
    assert "no trade figure for east alone" in trade_main.lead(one, None).markdown
    assert trade_counts.other_counts(one, None) == []


@pytest.mark.parametrize(
    ("unit", "day", "told"),
    [
        ("lao-cai", "", ["Nothing later was found"]),
        ("lao-cai", "2025-08-01", []),
        ("lang-son", "", ["No full year after 2024 was found"]),
        ("cao-bang", "", []),
    ],
)
def test_a_full_page_says_below_the_title_what_is_not_known(section, unit, day, told):
    one, trade = main(section, unit, "en", day)
    assert trade_page.nothing_later(one, trade) == told
    if told:
        assert told[0] in trade_page.periods(one, trade).html
    if unit == "cao-bang":  # which has room for the list
        assert any("after 2024" in said for said in trade_page.missing(one, trade, []))


def test_targets_stand_beside_what_was_reached(section):
    one = section("lao-cai", "en")
    found = trade_targets.targets(one)
    assert [str(target.plan["value"]) for target in found] == ["5", "4.5", "9"]
    assert "derived" in found[0].result.row and found[2].result.row["period_end"] == "2025-06"
    rows = trade_targets.show_targets(one, found).resource["data"]
    assert [(row["target"], row["reached"], row["when"], row["share"]) for row in rows] == [
        ("5", "≈ 2.15", "2023 (derived)", "≈ 43%"),
        ("4.5", "≈ 3.62", "2024 (est.)", "≈ 80%"),
        ("9", "≈ 1.21", "First half of 2025 (est.)", ""),
    ], "half a year has no share in the target of all of it"
    said = trade_targets.show_targets(one, found[1:]).markdown  # two rows are no table
    assert (
        "of which about USD 1.21 billion" in said and "in the first half of 2025, a part of the year" in said
    )
    assert "(≈ 80%" in said and "13%" not in said
    assert (
        "mới là một phần của năm" in trade_targets.show_targets(section("lao-cai", "vi"), found[1:]).markdown
    )
    before = section("lao-cai", "en", "2024-12-01")
    (first, *_) = trade_targets.show_targets(before, trade_targets.targets(before)).resource["data"]
    assert first["when"] == "no result in the sources", "the growth of 2024 was not yet known"
    assert (
        "no result"
        not in trade_targets.show_targets(
            section("lang-son", "en"), trade_targets.targets(section("lang-son"))
        ).markdown
    )
    assert trade_targets.targets(section("quang-ninh")) == []
    assert trade_targets.targets(section("tuyen-quang")) == [], "an estimate of trade on no stated basis"


def test_other_counts_say_what_they_count(section):
    one, trade = main(section, "lao-cai")
    counted = [
        row["counted"]
        for row in trade_counts.show_counts(one, trade_counts.other_counts(one, trade)).resource["data"]
    ]
    assert any("customs declarations" in name for name in counted)
    assert any("counting point not stated" in name for name in counted)
    assert not any("through the border gates" in name for name in counted), "that is the main series"


@everywhere
def test_behind_a_part_of_a_year_stands_the_newest_full_year_of_that_count(section, province, language):
    one, trade = main(section, province, language)
    shown = trade_counts.other_counts(one, trade)
    times = {(found.name, point.time) for found, point in shown}
    for found, point in shown[: trade_counts.MOST_COUNTS - 1]:
        years = [
            other
            for other in selection.single(found)
            if selection.kind(other.row) == "year" and selection.recent(other.row, one.dataset.edition)
        ]
        if selection.kind(point.row) == "part" and years:
            assert (found.name, years[-1].time) in times


def test_the_table_has_the_year_worked_out_and_orders_periods_by_time(section):
    one, trade = main(section, "lang-son")
    assert trade_page.periods(one, trade).resource["data"][0]["when"] == "2022 (derived)"
    rows = trade_main.rows_of_table(main(section, "quang-ninh")[1])
    ends = [selection.end(point.row) for point in rows]
    assert ends == sorted(ends) and len(ends) == 4


@everywhere
def test_both_charts_and_the_table_have_the_same_years_and_months(section, province, language):
    one, trade = main(section, province, language)
    first, page = front_page.show_trade(one, front_page.trade_over_time(one)), trade_page.chart(one, trade)
    assert (first is None) == (page is None)
    if page is None:
        return
    assert first.alt.split(". ")[-1] == page.alt.split(". ")[-1], "the values in words"
    rows = {row["when"] for row in trade_page.periods(one, trade).resource["data"]}
    derived = [point for point in (*trade.years, *trade_page.drawn_months(trade)) if "derived" in point.row]
    assert derived and {trade_main.told_when(one, point) for point in derived} <= rows


@pytest.mark.parametrize(
    ("province", "worked_out"), [("lao-cai", ["2018", "2023"]), ("lang-son", ["2022", "2024-01"])]
)
def test_what_follows_from_a_printed_change_is_worked_out_unless_published(section, province, worked_out):
    _, trade = main(section, province)
    points = [*trade.years, *trade_page.drawn_months(trade)]
    assert [point.time for point in points if "derived" in point.row] == worked_out
    assert [point.year for point in trade.years] == sorted(point.year for point in trade.years)


@everywhere
def test_what_follows_from_a_figure_of_inferred_months_is_of_inferred_months(section, province, language):
    one, trade = main(section, province, language)
    for group in trade.months if trade is not None else ():
        for point in group:
            if "derived" in point.row:
                assert trade_main.told_when(one, point).count("*") == spoken.when(one, group[-1].row).count(
                    "*"
                )


def test_months_worked_out_from_inferred_ones_are_called_like_them(section):
    one, trade = main(section, "cao-bang")
    rows = {row["when"] for row in trade_page.periods(one, trade).resource["data"]}
    assert {"Early 2024* (derived)", "Early 2025*"} <= rows


def test_the_months_drawn_are_those_of_the_headline(section):
    _, trade = main(section, "lang-son")
    assert [point.row["period_end"] for point in trade_page.drawn_months(trade)] == ["2024-11", "2025-11"]


def test_a_printed_change_is_on_the_year_before_whatever_year_stands_above_it(section):
    one, trade = main(section, "lang-son")
    changes = {row["when"]: row["change"] for row in trade_page.periods(one, trade).resource["data"]}
    eleven = "Up 44.6% on the same period of 2024"
    assert changes["January–November 2025"] == eleven, "the row above it is of 2025"
    assert changes["2023"] == "Up 81.84% on 2022"


@pytest.mark.parametrize(
    ("language", "told", "in_the_table"),
    [
        ("en", "up more than 66% on the same period of 2024 (source’s figure)", "on the same period of 2024"),
        ("vi", "so với cùng kỳ năm 2024 (theo nguồn)", "so với cùng kỳ năm 2024"),
    ],
)
def test_the_change_of_a_part_of_a_year_is_on_the_same_part(section, language, told, in_the_table):
    one, trade = main(section, "cao-bang", language)
    assert told in trade_main.lead(one, trade).markdown
    assert trade_page.periods(one, trade).resource["data"][-1]["change"].endswith(in_the_table)


def test_a_total_of_more_than_exports_and_imports_says_so(section):
    one, trade = main(section, "lao-cai")
    assert "transit" in trade_page.periods(one, trade).html
    assert not trade_page.more_than_sides(one, main(section, "cao-bang")[1], shown=True)


def test_what_was_told_before_its_period_had_ended_is_an_estimate(section):
    one, trade = main(section, "cao-bang")
    assert "estimate" in trade_main.told(one, trade, trade_main.newest_year(trade))
    one, trade = main(section, "lang-son")
    assert "estimate" not in trade_main.told(one, trade, trade.newest)


def test_a_former_unit_is_named(section):
    one, trade = main(section, "lao-cai", "vi")
    assert "của Lào Cai cũ" in trade_main.lead(one, trade).markdown
    one, trade = main(section, "tuyen-quang", "vi")
    assert "(Hà Giang cũ, nơi có toàn bộ cửa khẩu)" in trade_main.lead(one, trade).markdown.replace("\\", "")
    assert trade_counts.other_counts(one, trade) == [], "it is no other count, but contradicts the change"
    one, trade = main(section, "lang-son", "vi")
    assert "cũ" not in trade_main.counted(one, trade.series)


def test_months_newer_than_those_of_two_years_stand_in_the_table(section):
    _, trade = main(section, "quang-ninh")
    times = [point.time for point in trade_main.rows_of_table(trade)]
    assert times[-3:] == ["2023-01/2023-09", "2025-01/2025-06", "2025-01/2025-11"]
    _, trade = main(section, "lang-son")
    assert "2025-01/2025-08" not in [point.time for point in trade_main.rows_of_table(trade)]


# What a page with room has beside that


def test_months_newer_than_half_a_year_are_told_where_there_are_some(section):
    one, trade = main(section, "lang-son")
    assert trade.newer.time == "2026-01/2026-02"
    last = trade_page.periods(one, trade).resource["data"][-1]
    assert (last["when"], last["trade"]) == ("January–February 2026", "13.9")
    said = trade_main.lead(one, trade).markdown
    assert said.index("In 2024") < said.index("January–November 2025") < said.index("2026")
    assert "In January–February 2026 it came to USD 13.9 billion" in trade_main.lead(one, trade).markdown
    assert main(section, "cao-bang")[1].newer is None


@everywhere
def test_no_figure_of_the_main_series_stands_among_the_other_counts(section, province, language):
    one, trade = main(section, province, language)
    assert trade is None or trade.series.name not in {
        found.name for found, _ in trade_counts.other_counts(one, trade)
    }


def test_a_count_in_a_sentence_has_its_exports_and_imports(section):
    one, trade = main(section, "cao-bang")
    counts = trade_counts.other_counts(one, trade)
    said = trade_counts.show_counts(one, counts[-2:], 20).markdown
    assert "(exports USD 119 million" in said and "imports USD 551 million" in said
    shown = trade_counts.show_counts(one, counts, 20)
    assert [row["newest"] for row in shown.resource["data"]] == ["nearly 700", "nearly 885", "670"]
    assert "but another source has nearly USD 885 million in 2022" in shown.html
    assert (
        "exports"
        not in trade_counts.show_counts(
            *main(section, "lang-son")[:1], trade_counts.other_counts(*main(section, "lang-son"))
        ).markdown
    )


def test_a_total_of_more_than_both_sides_says_so_where_it_is(section):
    one, trade = main(section, "ha-giang", as_of="2025-06-30")
    assert "the rest being other kinds of trade" in trade_main.lead(one, trade).markdown
    one, trade = main(section, "lai-chau")
    assert "exports" in trade_main.lead(one, trade).markdown, "63 and 100 are 163"
    assert "the rest" not in trade_main.lead(one, trade).markdown


@everywhere
def test_a_letter_stands_before_the_full_stop(section, province, language):
    one, trade = main(section, province, language)
    assert not re.search(r"\.\[\^", trade_main.lead(one, trade).markdown)


def test_exports_counted_alone_stand_where_the_page_has_room(section):
    one, trade = main(section, "quang-ninh")
    counts = trade_counts.other_counts(one, trade)
    alone = [found for found, _ in counts if trade_main.measure(one, found) == "exports"]
    assert {found.basis_id for found in alone} == {"gate"}, "that of firms contradicts itself"
    rows = trade_counts.show_counts(one, counts, trade_main.room(one, trade)).resource["data"]
    (row,) = [row for row in rows if row["counted"] == "Exports through Km3+4 Hải Yên crossing"]
    assert row["exports"] == "1.17" and row["newest"] == row["imports"] == ""
    one, trade = main(section, "lao-cai")
    assert trade_main.room(one, trade) < trade_main.ROOMY
    assert all(
        trade_main.measure(one, found) == "turnover" for found, _ in trade_counts.other_counts(one, trade)
    )


def test_what_china_publishes_is_told_apart_where_there_is_some(section):
    (line,) = trade_counts.mirrored(section("lang-son", "en"))
    assert "As published in China, goods through Hữu Nghị came to CNY 473 billion in 2024" in line
    assert trade_counts.mirrored(section("cao-bang", "en")) == []


@pytest.mark.parametrize(
    ("phrase", "missed", "there"),
    [
        ("missing_sides", "cao-bang", "lao-cai"),
        ("missing_years", "lang-son", "quang-ninh"),
        ("missing_breakdown", "cao-bang", "lang-son"),
        ("missing_targets", "cao-bang", "lang-son"),
        ("missing_counterparts", "quang-ninh", "cao-bang"),
    ],
)
def test_what_is_missing_is_said_where_it_is(section, phrase, missed, there):
    begin = section("lao-cai", "en").words.say(
        f"trade_page.{phrase}", name="NAME", year="YEAR", gates="GATES"
    )
    begin = begin.split(" (")[0].split(" GATES")[0].split(" YEAR")[0]
    for province, said in ((missed, True), (there, False)):
        one, trade = main(section, province)
        found = trade_page.missing(one, trade, trade_targets.targets(one))
        assert any(line.startswith(begin) for line in found) == said, province


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("name", ["trade_trends", "investment_tables", "cooperation_overview"])
def test_the_pages_show_the_same_rows_in_both_languages(name, province):
    def rows(language):
        kind = "application/vnd.dataresource+json"
        outputs = page_outputs(name, province, language)
        tables = [data[kind] for data, _ in outputs if kind in data]
        return [len(table["data"]) for table in tables]

    assert rows("vi") == rows("en")


# Gates in a briefing of two pages


@everywhere
def test_a_class_that_is_inferred_or_of_long_ago_is_told_as_such_on_page_and_annex(
    section, province, language
):
    one = section(province, language)
    said = told_of(page_outputs("trade_trends", province, language))
    for gate in trade_main.gates(one):
        told = class_told(one, gate, "CLASS")
        old = gate["kind_as_of"][:4] if gate["kind_as_of"] < "2021" else ""
        marks = (("(suy ra)", "(inferred)")[language == "en"] if gate["kind_inferred"] else "", old)
        assert told == " ".join(["CLASS", *(f"({one.strip('()')})" for one in marks if one)])
    if province == "lang-son":
        assert ("Phụ (2020)", "Secondary (2020)")[language == "en"] in said


def test_a_gate_that_a_work_names_is_told_before_others(section):
    for language in LANGUAGES:
        said = told_of(page_outputs("trade_trends", "tuyen-quang", language))
        assert "Thanh Thủy" in said and "Xín Mần" in said and "Săm Pun" not in said


def test_on_two_pages_the_gates_are_a_list_by_class(section):
    def lines(province: str, language: str) -> list[str]:
        one = section(province, language)
        return trade_gates.show_gates(one, trade_main.gates(one)).markdown.splitlines()

    found = lines("dien-bien", "en")
    assert found[0] == "Border gates and crossings named in the sources:"
    kinds = [re.search(r"\*\*(.+):\*\*", line).group(1) for line in found if line.startswith("- ")]
    assert kinds == ["International border gate", "Main border gate", "Secondary border gate", "Crossing"]
    assert any(line.startswith("- **Lối mở:** Gia Khâu – Seo Cô San (") for line in lines("lai-chau", "vi"))


def test_within_a_sentence_a_crossing_is_written_small(section):
    one, trade = main(section, "quang-ninh", "vi")
    names = [trade_main.counted(one, found) for found, _ in trade_counts.other_counts(one, trade)]
    crossing = [name for name in names if "Km3+4" in name]
    assert crossing and all("qua lối mở Km3+4 Hải Yên" in name for name in crossing)
