"""The comparison: what is ranked is counted alike on one day, and what is not stands in the order of the map."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from helpers.text import dates, numbers
from helpers.text.markdown import unescape
from helpers.views.annex import comparison
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.tables import plain
from helpers.views.pages import (
    comparison_bodies,
    comparison_investment,
    comparison_page,
    comparison_ranks,
    comparison_trade,
)
from page_reading import LANGUAGES
from run_sections import comparisons, dataset_of

FROM_WEST = [
    "dien-bien",
    "lai-chau",
    "lao-cai-2025",
    "tuyen-quang-2025",
    "cao-bang",
    "lang-son",
    "quang-ninh",
]
FORMER = {"lao-cai-2025": ("lao-cai", "yen-bai"), "tuyen-quang-2025": ("ha-giang", "tuyen-quang")}


@pytest.fixture(params=LANGUAGES)
def one(request, section):
    """A section on the comparison, in each language."""
    (name,) = comparisons()
    return section(name, request.param)


def published(indicator: str, time: str) -> dict[str, Decimal]:
    """The figures of an indicator at one time by area, as the dataset has them."""
    rows = dataset_of("regional-comparison").records("observations")
    return {
        row["area_id"]: row["value"]
        for row in rows
        if row["indicator_id"] == indicator
        and time in (row["as_of"], row["period_start"])
        and not (row["partner_id"] or row["sector_id"])
    }


def of_units(found: dict[str, Decimal]) -> dict[str, Decimal]:
    return {unit: sum(found[part] for part in FORMER.get(unit, (unit,))) for unit in FROM_WEST}


def test_units_stand_from_west_to_east_and_before_the_merger_as_they_were(one, section) -> None:
    assert comparison.units(one) == FROM_WEST
    then = section("regional-comparison", one.language, "2024-12-01")
    assert comparison.units(then) == [
        "dien-bien",
        "lai-chau",
        "lao-cai",
        "ha-giang",
        "cao-bang",
        "lang-son",
        "quang-ninh",
    ]


def test_capital_is_of_one_day_and_a_merged_unit_has_the_sum_of_its_parts(one) -> None:
    found = comparison.newest(one, comparison.CAPITAL)
    assert found is not None and found.time == "2024-06-20"
    capital = of_units(published("fdi-capital-register", "2024-06-20"))
    for unit, value in capital.items():
        figure = found.figure(one.dataset, unit)
        assert figure is not None and (figure.value, figure.unit_id) == (value, "usd_m")
    share = capital["quang-ninh"] * 100 / sum(capital.values())
    assert f"{share:.0f}%" in comparison_page.finding(one)


def test_bars_of_capital_are_as_long_as_it_is_much(one, monkeypatch) -> None:
    lengths = []
    monkeypatch.setattr(Canvas, "bar", lambda self, left, bottom, width, *_, **__: lengths.append(width))
    assert comparison_investment.show_capital(one.by_main_sources) is not None
    capital = sorted(
        map(float, of_units(published("fdi-capital-register", "2024-06-20")).values()), reverse=True
    )
    assert [length / lengths[0] for length in lengths] == pytest.approx(
        [each / capital[0] for each in capital]
    )


def test_capital_a_head_is_that_of_the_end_of_a_year_by_the_people_of_that_year(one) -> None:
    found = comparison.a_head(one)
    assert found is not None
    capital, people = found
    assert capital.time.startswith(f"{people.time}-12")
    money = of_units(published("fdi-capital-register", capital.time))
    heads = of_units(published("population", people.time))
    for unit in FROM_WEST:
        value = comparison.capital_a_head(one, capital, people, unit)
        assert value == money[unit] * 1_000_000 / (heads[unit] * 1000)


def test_trade_stands_in_the_order_of_the_map_and_not_by_its_amount(one) -> None:
    table = comparison_trade.show_trade(one.by_main_sources)
    assert table is not None
    named = [row["unit"].split(" (")[0] for row in table.resource["data"]]
    assert named == [one.words.name("areas", unit) for unit in FROM_WEST]
    counted = {row["counted"] for row in table.resource["data"]}
    assert len(counted) >= 4, "each says what it counts"
    assert comparison.unlike(one)


def test_only_one_unit_that_gained_ten_places_or_more_climbed_most(one) -> None:
    ranked = comparison.ranks(one)
    of_all = ranked.of_all
    gains = {unit: points[0].row["value"] - points[-1].row["value"] for unit, points in of_all.items()}
    climbed = comparison_ranks.climbed(ranked)
    assert climbed is not None and climbed[0] == max(gains, key=lambda unit: gains[unit])
    twice = replace(ranked, points={**of_all, "other": of_all[climbed[0]]})
    assert comparison_ranks.climbed(twice) is None
    still = {unit: (points[-1], points[-1]) for unit, points in of_all.items()}
    assert comparison_ranks.climbed(replace(ranked, points=still)) is None


def test_ranks_go_on_after_the_last_year_of_all_where_most_members_have_one(one, monkeypatch) -> None:
    """The surveys of 2023 and 2024 have four of the seven in the dataset: a gap is dashed, not filled in."""
    ranked = comparison.ranks(one)
    assert ranked is not None and ranked.year == 2022 and ranked.years == [*range(2017, 2025)]
    assert {unit for unit, points in ranked.points.items() if points[-1].year == 2024} == {
        "dien-bien",
        "lao-cai",
        "lang-son",
        "quang-ninh",
    }
    assert set(ranked.silent) == {"lai-chau", "ha-giang", "cao-bang"}
    scored = comparison.scores(one)
    assert scored is not None and scored.years == [2022, 2023] and scored.silent == ()
    table = comparison_ranks.show_rank_table(one.by_main_sources)
    assert table is not None
    dash = one.words.say("partners.none")
    surveyed = [*FROM_WEST[:2], "lao-cai", "yen-bai", "ha-giang", "tuyen-quang", *FROM_WEST[4:]]
    rows = dict(zip(surveyed, table.resource["data"], strict=True))
    assert [row["unit"] for row in rows.values()] == [one.words.name("areas", unit) for unit in surveyed]
    unknown = [unit for unit in surveyed if rows[unit]["pci_2022"] == dash]
    assert unknown == ranked.unknown == ["yen-bai", "tuyen-quang"]
    assert all(
        one.words.name("areas", unit) in comparison_page.show_comparable(one).markdown for unit in unknown
    )
    assert not any(
        one.words.name("areas", unit) in gap for unit in unknown for gap in comparison_page.gaps(one)
    )
    scores = published("papi-score", "2022")
    assert {unit: rows[unit]["papi_2022"] for unit in unknown} == {
        unit: numbers.number(numbers.rounded(scores[unit], "point"), one.language) for unit in unknown
    }
    newest = [row["pci_2024"] for row in rows.values()]
    assert newest.count(dash) == len(ranked.silent) + len(unknown)
    chart = comparison_ranks.show_ranks(one.by_main_sources)
    assert chart is not None and "(2022)" in chart.svg and "(2024)" in chart.svg
    dashed = one.words.say("comparison.ranks_dashed")
    assert dashed not in chart.subtitle
    assert all(len(comparison_ranks._runs(points)) == 1 for points in ranked.points.values())
    assert "stroke-dasharray" not in chart.svg
    assert [row["pci_2023"] for row in rows.values()].count(dash) == len(ranked.silent) + len(unknown)
    gapped = tuple(point for point in ranked.points["quang-ninh"] if point.year != 2023)
    uneven = replace(ranked, points={**ranked.points, "quang-ninh": gapped})
    monkeypatch.setattr(comparison, "ranks", lambda section: uneven)
    chart = comparison_ranks.show_ranks(one.by_main_sources)
    assert chart is not None and chart.svg.count("stroke-dasharray") == 1 and dashed in chart.subtitle


def test_a_gap_names_the_units_that_lack_it_and_no_other(one) -> None:
    years, said = comparison.full_years(one), [unescape(gap) for gap in comparison_page.gaps(one)]
    lacking = [one.words.name("areas", unit) for unit, pick in years.items() if pick is None]
    assert lacking and any(gap.endswith(f": {', '.join(lacking)}.") for gap in said)
    former = [unit for unit, pick in comparison.trade(one).items() if pick and pick.area_id != unit]
    assert former == ["lao-cai-2025"]


def test_a_body_has_the_units_that_take_part_or_whose_former_units_did(one) -> None:
    found = {body.row["mechanism_id"]: body for body in comparison.bodies(one)}
    working_group = found["yunnan-joint-working-group"]
    assert working_group.units == ("dien-bien", "lai-chau", "lao-cai-2025", "tuyen-quang-2025")
    assert found["guangxi-joint-working-committee"].units == (
        "tuyen-quang-2025",
        "cao-bang",
        "lang-son",
        "quang-ninh",
    )
    assert "viet-nam-china-steering-committee" not in found, "of the country, and so in the frame"
    grid = comparison_bodies.show_bodies(one.by_main_sources, comparison.bodies(one))
    assert grid is not None
    body = working_group.row[f"short_{one.language}"]
    (row,) = [row for row in grid.resource["data"] if row["body"].endswith(f": {body}")]
    assert [unit for unit in FROM_WEST if row[unit] == "●"] == list(working_group.units)


def test_an_own_body_that_the_page_leaves_out_is_said_to_be_in_the_annex(one) -> None:
    """Each unit's newest stands there; what was held last of all is left out first."""
    found = comparison.bodies(one)
    table = comparison_bodies.show_partners(one.by_main_sources, found)
    assert table is not None
    told = dict(zip(FROM_WEST, (row["body_and_latest"] for row in table.resource["data"]), strict=True))
    assert all(told.values())
    for unit in FROM_WEST:
        own = [body.row[f"short_{one.language}"] for body in found if body.units == (unit,) and body.dated]
        assert own[0] in told[unit]
        assert all(body in told[unit] for body in own) != (
            one.words.say("comparison.own_more", told="") in told[unit]
        )
    assert "Móng Cái" in told["quang-ninh"]


def test_a_partner_that_does_not_say_its_province_of_china_has_its_country(one) -> None:
    table = comparison_bodies.show_partners(one.by_main_sources, comparison.bodies(one))
    assert table is not None
    told = " ".join(row["body_and_latest"] for row in table.resource["data"])
    oudomxay = {"en": "Oudomxay Province (Laos):", "vi": "tỉnh U Đôm Xay (Lào):"}[one.language]
    assert oudomxay in told and not re.search("China|Trung Quốc", told)


def test_the_capital_of_a_day_after_the_last_year_stands_beside_the_years(one, section) -> None:
    table = comparison_investment.show_year_ends(one.by_main_sources)
    assert table is not None
    found = [(row["2023-12-20"], row["since"]) for row in table.resource["data"]]
    assert found[FROM_WEST.index("lang-son")] == ("240", "515")
    heads = [field["title"] for field in table.resource["schema"]["fields"]]
    assert heads[-2] == dates.day("2024-06-20", one.language)
    assert one.words.say("comparison.year_ends_since", day=heads[-2]) in table.html
    before = section("regional-comparison", one.language, "2024-04-01").by_main_sources
    table = comparison_investment.show_year_ends(before)
    assert table is not None and "since" not in table.resource["data"][0]


def test_a_body_of_the_states_says_of_which(one) -> None:
    told = comparison_page.show_frame(one.by_main_sources)
    assert told is not None
    states = {"en": "Viet Nam–China ", "vi": " Việt Nam – Trung Quốc: "}[one.language]
    assert plain(told.markdown).count(states) == 3


def test_labels_of_lines_keep_apart_and_within_the_drawing() -> None:
    moved = comparison_ranks._apart([100.0, 98.0, 21.0, 20.0, 19.0], 12.0)
    assert all(high - low >= 12.0 for high, low in pairwise(moved))
    assert moved[0] == 100.0 and min(moved) >= comparison_ranks._FLOOR


def test_what_was_curated_is_never_counted(one) -> None:
    """How many visits, agreements or activities are told depends on what was read."""
    page = one.by_main_sources
    shown = [
        comparison_page.show_abstract(page),
        comparison_page.show_comparable(page),
        comparison_page.show_gaps(page),
    ]
    words = " ".join(plain(text.markdown) for text in shown if text)
    things = r"agreements|visits|activities|mechanisms|bodies|thỏa thuận|chuyến thăm|hoạt động|cơ chế"
    assert not re.search(rf"\d+ (?:{things})\b", words)


def test_all_that_the_pages_work_out_of_figures_counted_alike_has_its_formula_in_the_annex(one) -> None:
    page = one.by_main_sources
    investment = comparison_investment
    shown = [investment.show_land(page), investment.show_investment(page), investment.show_year_ends(page)]
    on_pages = {str(note) for each in shown for key, note in each.notes.items() if key.startswith("derived:")}
    annex = comparison.show_worked_out(one)
    assert len(on_pages) > 15 and on_pages <= {str(note) for note in annex.notes.values()}


def test_what_the_annex_works_out_is_right(one) -> None:
    found = {
        (note.derived.kind, note.derived.about.rpartition(": ")[2], note.derived.when): note.derived.figure
        for note in comparison.show_worked_out(one).notes.values()
    }
    names = {unit: one.words.name("areas", unit) for unit in FROM_WEST}
    day, year_end = (dates.day(time, one.language) for time in ("2024-06-20", "2023-12-20"))
    capital = of_units(published("fdi-capital-register", "2024-06-20"))
    share = found["share", names["quang-ninh"], day].value
    assert share == round(capital["quang-ninh"] * 100 / sum(capital.values()), 1)
    money = of_units(published("fdi-capital-register", "2023-12-20"))
    heads = of_units(published("population", "2023"))
    for name in FROM_WEST:
        head = found["head", names[name], year_end].value
        assert head == pytest.approx(money[name] * 1000 / heads[name], rel=Decimal("0.005"))


def test_a_year_of_people_area_or_border_has_a_star_where_it_is_inferred(one) -> None:
    table = comparison_investment.show_land(one.by_main_sources)
    assert table is not None
    heads = [field["title"] for field in table.resource["schema"]["fields"]]
    assert [head.count("2023*") for head in heads] == [0, 1, 1, 0]
    borders = {row["unit"].split(" †")[0]: row["border"] for row in table.resource["data"]}
    starred = {name for name, said in borders.items() if "*)" in said}
    inferred = {
        row["area_id"] for rows in comparison.borders(one).values() for row in rows if row["date_inferred"]
    }
    today = {former: unit for unit, formers in FORMER.items() for former in formers}
    assert starred == {one.words.name("areas", today.get(area, area)) for area in inferred}
    assert 0 < len(starred) < len(borders)


def test_a_full_year_of_trade_stands_there_only_on_a_stated_count(one) -> None:
    years = comparison.full_years(one)
    unstated = [
        unit for unit, pick in comparison.trade(one).items() if pick and "unstated" in pick.series.basis_id
    ]
    assert unstated == ["dien-bien"] and years["dien-bien"] is None
    table = comparison_trade.show_full_years(one.by_main_sources)
    assert table is not None and len(table.resource["data"]) == sum(
        pick is not None for pick in years.values()
    )


def test_of_the_bodies_of_one_unit_a_session_of_an_unknown_day_is_not_the_newest(one) -> None:
    own = [body.row["mechanism_id"] for body in comparison.bodies(one) if body.units == ("lai-chau",)]
    assert own[0] == "lai-chau-oudomxay-military" and "lai-chau-mengzi-border-guard" in own
