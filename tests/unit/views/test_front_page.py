"""Page 1 says only what rows bear out: each claim where its condition holds, a neutral form where it does not."""

import html
import re
from functools import cache

import pytest

import claims
from helpers.data import load, selection
from helpers.text.markdown import note_of, unescape
from helpers.views import Section
from helpers.views.kit import spoken
from helpers.views.kit.outputs import Chart, KeyFigures, Text, letters_of
from helpers.views.kit.page_sources import excess
from helpers.views.kit.section import section_of
from helpers.views.pages import front_page, main_points, trade_main
from run_sections import dataset_of, provinces

UNITS = (
    *("lao-cai", "tuyen-quang", "lai-chau", "dien-bien", "cao-bang", "lang-son", "quang-ninh"),
    "ha-giang",  # at its last day
)
LAST_DAY = {"ha-giang": "2025-06-30"}
LANGUAGES = ("vi", "en")
SLOTS = ("trade", "fdi", "visitors", "pci")


@cache
def page(unit: str, language: str = "en") -> Section:
    """The section of a unit as page 1 has it."""
    dataset = dataset_of(unit, LAST_DAY.get(unit, ""))
    return section_of(dataset, unit, language).by_main_sources


@cache
def shown(unit: str, language: str = "en") -> tuple[Text | KeyFigures | Chart, ...]:
    """What page 1 shows, but for its partners."""
    one = page(unit, language)
    outputs = (
        front_page.show_abstract(one, front_page.finding(one)),
        front_page.show_key_figures(one, front_page.key_figures(one, front_page.picks(one))),
        main_points.show_main_points(one, main_points.main_points(one)),
        front_page.show_trade(one, front_page.trade_over_time(one)),
        front_page.show_ranks(one, front_page.ranks_over_time(one)),
        front_page.show_investment(one, front_page.investment_over_time(one)),
    )
    return tuple(output for output in outputs if output is not None)


def words(output: Text | KeyFigures | Chart) -> str:
    """An output as a reader sees it, without its references."""
    if isinstance(output, Chart):
        return unescape(f"{output.title}\n{output.subtitle}")
    if isinstance(output, KeyFigures):
        lines = re.sub(r"<sup>.*?</sup>|<span class=\"sure\".*?</span>", "", output.html)
        return html.unescape(re.sub(r"<[^>]+>", " ", lines.replace("</p>", "\n")))
    return unescape(re.sub(r"\]\([^)]*\)", "]", output.markdown))


def page_words(unit: str, language: str = "en") -> str:
    return "\n".join(map(words, shown(unit, language)))


def finding(unit: str, language: str = "en") -> str:
    return unescape(front_page.finding(page(unit, language)))


@cache
def known(unit: str, day: str, language: str = "en") -> Section:
    """The section of a unit as page 1 had it on an earlier day."""
    return section_of(dataset_of(unit, day), unit, language).by_main_sources


def key_figure(unit: str, slot: str, language: str = "en") -> front_page.KeyFigure:
    one = page(unit, language)
    return front_page.key_figures(one, front_page.picks(one))[SLOTS.index(slot)]


def point(unit: str, number: int, language: str = "en") -> str:
    found = main_points.main_points(page(unit, language))[number - 1]
    return f"{found.head} {unescape(found.said)}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_page_1_has_four_figures_and_five_points_and_cites_each(unit: str, language: str) -> None:
    one = page(unit, language)
    assert len(front_page.key_figures(one, front_page.picks(one))) == 4
    points = main_points.main_points(one)
    assert len(points) == 5 and all(point.head.endswith(":") for point in points)
    for output in shown(unit, language):
        assert all(note_of(key) for key in output.notes)
    assert excess(one, letters_of(shown(unit, language))) == 0


@pytest.mark.parametrize("unit", UNITS)
def test_key_figures_have_dots_that_are_told_in_words(unit: str) -> None:
    figures = next(output for output in shown(unit) if isinstance(output, KeyFigures))
    dots = re.findall(r'aria-label="([^"]+)" title="[^"]+">(●●●|●●○|●○○)<', figures.html)
    told = [figure.sure for figure in front_page.key_figures(page(unit), front_page.picks(page(unit)))]
    assert [mark.count("●") for _, mark in dots] == [sure for sure in told if sure]
    assert all(words_ for words_, _ in dots)


# The finding


def test_trade_below_its_peak_is_said_where_it_is() -> None:
    before = known("lao-cai", "2024-12-01")
    assert unescape(front_page.finding(before)).startswith(
        "Border-gate trade in 2022 below its 2019 level; up about 51% in the first half of 2024"
    )
    vietnamese = known("lao-cai", "2024-12-01", "vi")
    assert "năm 2022 thấp hơn mức năm 2019" in unescape(front_page.finding(vietnamese))
    assert "level" not in finding("lao-cai"), (
        "the 3.62 billion of 2024 are an estimate: 3.8 may have been passed"
    )
    assert "level" not in finding("lang-son") + finding("cao-bang")


def test_a_part_of_a_year_that_exceeds_a_whole_one_is_said_to() -> None:
    assert "exceeded the whole of 2024" in finding("lang-son")
    assert "exceeded" not in finding("cao-bang") + finding("ha-giang")


def test_a_bound_on_a_rise_stays_one() -> None:
    assert "(up more than 66% from the same period of 2024)" in point("cao-bang", 1)
    assert "tăng trên 66%" in point("cao-bang", 1, "vi")


def test_a_change_of_figures_that_are_about_is_about() -> None:
    assert finding("lao-cai").startswith("Border-gate trade fell about 23% in the first half of 2025 from")
    assert "giảm khoảng 23%" in finding("lao-cai", "vi")


def test_a_date_that_is_inferred_has_its_star_in_each_form() -> None:
    assert unescape(key_figure("lai-chau", "trade").detail).startswith("from 2021 to 2025*")
    assert "early 2025* (months not stated)" in point("cao-bang", 1)
    assert "2025*" not in unescape(key_figure("lao-cai", "trade").detail)


def test_a_period_that_is_inferred_is_told_in_no_headline() -> None:
    """Its source says only "the first months of the year", or years; below, what it was read as has its star.

    Months that may be less than six stand back behind the newest full year.
    """
    assert finding("cao-bang") == "Trade through the province rose 21.9% in 2024 on 2023"
    assert finding("lai-chau").endswith("from 2021 to 2025*")
    months = re.compile(r"(half of |6 tháng đầu năm |October |10/)\d{4}\*")
    assert not [unit for unit in UNITS if months.search(finding(unit) + finding(unit, "vi"))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_headline_card_and_point_word_the_time_of_the_figure_of_trade_alike(unit: str, language: str) -> None:
    one = page(unit, language)
    pick = front_page.picks(one)["trade"]
    assert pick is not None
    if pick.kind == "part":
        told = spoken.when(one, pick.point.row)
        assert all(told in said for said in (finding(unit, language), point(unit, 1, language)))
        assert told in unescape(key_figure(unit, "trade", language).detail)


def test_where_nothing_can_be_claimed_the_figure_stands_alone() -> None:
    assert finding("ha-giang") == "Border-gate trade: USD 245 million in January–September 2024"
    assert finding("dien-bien").startswith(
        "Trade (counting point not stated): USD 145 million (estimate) in 2025"
    )


LAST_YEARS = {
    "lai-chau": (
        "2005 (trade through the province; see page 2)",
        "2005 (xuất nhập khẩu qua địa bàn; xem trang 2)",
    ),
    "quang-ninh": ("2020: about USD 2.79 billion (", "2020: khoảng 2,79 tỷ USD ("),
    "ha-giang": ("2017: USD 550 million (", "2017: 550 triệu USD ("),
}
"""The last full year of trade of each unit for which that is older than five years, however it was counted.

With its amount only where it is of the last ten years.
"""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "the last full year in the sources is "),
        ("vi", "năm gần nhất có số liệu cả năm trong các nguồn là "),
    ],
)
@pytest.mark.parametrize("unit", UNITS)
def test_page_1_has_the_last_full_year_set_out_as_old(unit: str, language: str, told: str) -> None:
    said = point(unit, 1, language)
    if unit in LAST_YEARS:
        assert said.count(told + LAST_YEARS[unit][language == "vi"]) == 1
    else:
        assert told not in said
        assert re.search(r"(in|năm|of) 202[45]\b|January–September 2025", said)


def old_figures(unit: str, shown_: Text | KeyFigures | Chart) -> set[str]:
    """The figures of more than five years ago that an output cites, but for areas and borders, which hardly change."""
    one = page(unit)
    indicators = one.dataset.keyed("indicators")
    names = (fact.removeprefix("observations/") for fact in shown_.facts if fact.startswith("observations/"))
    rows = (one.dataset.row("observations", name) for name in names)
    return {
        row["observation_id"]
        for row in rows
        if not selection.recent(row, one.dataset.edition)
        and row["indicator_id"] != "border-length"
        and indicators[row["indicator_id"]]["measure"] != "area"
    }


@pytest.mark.parametrize("unit", UNITS)
def test_nothing_on_page_1_is_older_than_five_years_but_the_last_year_the_peak_and_the_investor(
    unit: str,
) -> None:
    """A chart shows what was; of the key figures and points only these, each with its year, may be that old."""
    one = page(unit)
    abstract, key_figures, points, *_ = shown(unit)
    assert not old_figures(unit, abstract) | old_figures(unit, key_figures)
    pick = front_page.picks(one)["trade"]
    history = front_page.trade_history(one, front_page.main_trade(one))
    last, highest = selection.last_full_year(one.dataset, one.province), front_page.peak(one, history)
    allowed = {last[1].row["observation_id"]} if unit in LAST_YEARS and last else set()
    if highest is not None and history is not None:
        change = selection.change(one.dataset, history.found, highest)
        allowed |= {highest.row["observation_id"]}
        allowed |= {change.printed["observation_id"]} if change and change.printed else set()
    told = unescape(main_points.investors(one, front_page.picks(one)["fdi"]).said)
    held = {name for name in old_figures(unit, points) if ".fdi-" in name and "no newer count names" in told}
    assert old_figures(unit, points) <= allowed | held and pick is not None


def test_years_in_one_sum_are_the_finding_where_there_are_no_others() -> None:
    told = "Trade through Ma Lù Thàng: over USD 163 million in all from 2021 to 2025*"
    assert finding("lai-chau").startswith(told)
    assert "2021" not in finding("ha-giang")


def test_an_estimate_is_told_as_one() -> None:
    assert "ước đạt 900 triệu USD" in point("cao-bang", 1, "vi")
    assert "số ước" in key_figure("dien-bien", "trade", "vi").detail
    assert "ước đạt 66,4 tỷ USD" in point("lang-son", 1, "vi"), "of January, by its source an estimate"
    assert (
        "ước"
        not in key_figure("lang-son", "trade", "vi").detail + key_figure("lai-chau", "trade", "vi").detail
    )


def test_what_a_note_calls_an_estimate_it_calls_one_in_both_languages() -> None:
    for row in load(["observations"]).records("observations"):
        if row["note_en"].startswith(selection.ESTIMATE):
            assert "ước" in row["note_vi"].casefold(), row["observation_id"]


def test_a_year_on_no_stated_basis_is_not_told_beside_the_same_year_on_one() -> None:
    """Of 2024 Lào Cai has 3.62 billion through the border gates, and nearly 2.5 on no stated basis."""
    assert "USD 3.62 billion in 2024" in point("lao-cai", 1)
    assert not any("not stated, not comparable" in point(unit, 1) for unit in UNITS)


def test_a_stock_that_has_not_moved_is_told_as_unchanged() -> None:
    for unit in ("ha-giang", "dien-bien", "lai-chau"):
        assert unescape(key_figure(unit, "fdi").change) == "unchanged since 20 December 2022"
        assert "không đổi so với ngày 20/12/2022" in key_figure(unit, "fdi", "vi").change
    assert "unchanged" not in key_figure("tuyen-quang", "fdi").change


def test_a_rank_of_long_ago_says_that_there_is_none_since() -> None:
    assert "none found after 2022" in key_figure("cao-bang", "pci").change
    assert "none found after" not in key_figure("lao-cai", "pci").change


def test_a_whole_year_that_is_no_more_than_a_part_of_it_is_told_against_that_part() -> None:
    told = "Counted otherwise, the whole of 2025 is no higher than this: USD 796 million, counting point not stated."
    assert point("tuyen-quang", 1).endswith(told), "the doubtful 500 million are on page 2"
    assert [unit for unit in UNITS if "the whole of" in point(unit, 1)] == ["tuyen-quang"]
    assert finding("tuyen-quang").endswith("(sources differ)") and "differ" not in finding("lang-son")


def test_a_doubtful_reading_is_told_as_one_beside_a_sum_of_years() -> None:
    told = "One doubtful source has USD 52.4 million in January–October 2025"
    assert told in point("lai-chau", 1)
    assert "perhaps the value of local goods exported" in point("lai-chau", 1)
    assert "có thể là giá trị xuất khẩu hàng địa phương" in point("lai-chau", 1, "vi")
    assert [unit for unit in UNITS if "doubtful" in point(unit, 1)] == ["lai-chau"]


def test_a_rank_is_told_with_how_many_are_ranked_and_by_how_many_places_it_moved() -> None:
    assert key_figure("tuyen-quang", "pci").unit == "of 63"
    known = load(["areas"]).areas.values()
    for year in (selection.RANKED_SINCE, selection.RANKED_UNTIL):
        there = [
            one
            for one in known
            if one["kind"] in ("province", "city")
            and (one["valid_from"] or "0") <= f"{year}-12-31" <= (one["valid_to"] or "9")
        ]
        assert len(there) == selection.RANKED
    assert unescape(key_figure("dien-bien", "pci").change) == "31st in 2023"


def test_page_1_tells_what_a_unit_itself_talked_of_beside_its_shared_bodies() -> None:
    told = "Yunnan: 5th Party Secretaries’ Conference (Lai Châu, 29–30 October 2025): minutes signed"
    fullest = main_points.partner(page("tuyen-quang")).said
    assert told in unescape(fullest), "as of the units that met Yunnan there, too, where there is room"
    assert "15th Bản Giốc–Detian talks" in point("cao-bang", 2) and "Talks of" not in point("quang-ninh", 2)


# Where the sources differ


def test_a_key_figure_that_the_sources_differ_on_says_so() -> None:
    told = {
        unit: [slot for slot in SLOTS if "sources differ" in key_figure(unit, slot).change] for unit in UNITS
    }
    assert {unit: slots for unit, slots in told.items() if slots} == {
        "lao-cai": ["trade"],
        "tuyen-quang": ["trade"],
    }
    assert "nguồn khác nhau" in key_figure("tuyen-quang", "trade", "vi").change


@pytest.mark.parametrize(
    ("unit", "day"),
    [
        *((unit, LAST_DAY.get(unit, "")) for unit in UNITS),
        *(("lao-cai", day) for day in ("2023-06-30", "2024-12-01", "2025-06-30")),
        ("lang-son", "2025-06-30"),
    ],
)
def test_the_headline_says_that_sources_differ_where_the_key_figure_does(unit: str, day: str) -> None:
    for language, told in (("en", "(sources differ)"), ("vi", "(nguồn nêu khác nhau)")):
        one = known(unit, day, language)
        pick = front_page.picks(one)["trade"]
        disputed = pick is not None and selection.disputed(one.dataset, pick)
        assert unescape(front_page.finding(one)).endswith(told) is disputed


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_2_tells_of_sources_that_differ_where_page_1_does(unit: str, language: str) -> None:
    one = known(unit, LAST_DAY.get(unit, ""), language)
    pick = front_page.picks(one)["trade"]
    if pick is None or not selection.disputed(one.dataset, pick):
        return
    lead = trade_main.lead(one, trade_main.main_series(one))
    differs = {"en": "sources differ|change is uncertain", "vi": "nguồn nêu khác nhau|chưa chắc chắn"}
    assert lead is not None and re.search(differs[language], lead.markdown.lower())


def test_a_printed_change_that_the_figure_of_the_year_before_does_not_bear_out_is_told() -> None:
    said = point("tuyen-quang", 1)
    assert (
        "2024). This change is uncertain: by it the same period of 2024 comes to over USD 423 million, "
        "but Báo Công Thương has USD 245 million (former Hà Giang, which has all the gates)." in said
    )
    assert "uncertain" not in point("lang-son", 1) + point("cao-bang", 1)


def test_what_other_sources_have_for_the_same_times_is_told_after_the_figures() -> None:
    told = (
        "Other sources: nearly USD 662 million in the first half of 2025, nearly USD 2.5 billion in 2024, "
        "counting points not stated."
    )
    assert point("lao-cai", 1).endswith(told)
    assert [unit for unit in UNITS if re.search("[Oo]ther source", point(unit, 1))] == ["lao-cai"]


def test_months_after_the_key_figure_are_told_with_their_own_change() -> None:
    told = "; newer: USD 13.9 billion in January–February 2026 (up 52.55% from the same period of 2025); "
    assert told in point("lang-son", 1)
    assert not [unit for unit in UNITS if "2026" in point(unit, 1) and unit != "lang-son"]
    assert "(up 21.9% on 2023); newer: nearly USD 842 million in early 2025*" in point("cao-bang", 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_the_point_on_trade_begins_with_the_key_figure(unit: str, language: str) -> None:
    pick = front_page.picks(known(unit, LAST_DAY.get(unit, ""), language))["trade"]
    assert pick is not None
    one = known(unit, LAST_DAY.get(unit, ""), language)
    said = re.findall(r"\d[\d.,]* (?:billion|million|tỷ|triệu)", point(unit, 1, language))
    assert said[0] in spoken.plain_amount(one, pick.point.row)


def test_a_stock_moved_between_the_dates_that_it_moved_between() -> None:
    assert unescape(key_figure("lang-son", "fdi").change) == "+114% since 20 December 2022"
    assert (
        unescape(key_figure("cao-bang", "fdi").change)
        == "unchanged since 20 December 2023; before that −32% from 20 December 2022"
    )
    assert unescape(key_figure("tuyen-quang", "fdi").change) == "+14% since 20 December 2022"


def test_work_under_way_is_said_of_what_is_not_yet_due() -> None:
    assert front_page.works_under_way(page("lao-cai")) == ["railway"], "the bridge was due in June 2026"
    assert finding("quang-ninh").endswith("; work under way on the Móng Cái smart gate")
    assert "under way" not in finding("lao-cai"), "a change of trade with what it is on takes the room"
    assert "under way" not in finding("cao-bang") + finding("lai-chau")


# The unit


def test_what_the_unit_was_formed_from_or_became() -> None:
    said = {unit: words(shown(unit)[0]) for unit in UNITS}
    assert "Formed on 1 July 2025 from the former Lào Cai and Yên Bái" in said["lao-cai"]
    assert (
        "merged with the former Tuyên Quang into" in said["ha-giang"]
        and "../tuyen-quang/briefing.html" in shown("ha-giang")[0].markdown
    )
    assert not any("combined" in said[unit] or "merged" in said[unit] for unit in ("lang-son", "cao-bang"))


def test_a_new_status_within_old_boundaries_is_told_from_its_day_on() -> None:
    assert (
        "Quảng Ninh has been a centrally run city since 1 September 2026"
        " (Resolution 36/2026/QH16; the resolution’s text not read)." in words(shown("quang-ninh")[0])
    )
    assert (
        "Quảng Ninh là thành phố trực thuộc trung ương từ ngày 1/9/2026"
        " (Nghị quyết số 36/2026/QH16; chưa đối chiếu toàn văn)." in words(shown("quang-ninh", "vi")[0])
    )
    before = section_of(dataset_of("quang-ninh", "2026-08-31"), "quang-ninh", "en")
    assert "Resolution" not in front_page.description(before)
    assert not any(
        "Resolution" in words(shown(unit)[0]) for unit in ("cao-bang", "lang-son", "lai-chau", "dien-bien")
    )


def test_an_area_has_no_age_limit_and_people_have() -> None:
    assert "556 thousand people by census (2024)" in words(shown("cao-bang")[0])
    assert "8,310 km² (2023*)" in words(shown("lang-son")[0])
    assert "6,208 km² (2023*)" in words(shown("quang-ninh")[0])
    assert "118 km of land border with China (2021)" in words(shown("quang-ninh")[0])
    assert "900 thousand people on yearly average (2023*)" in words(shown("ha-giang")[0])
    assert "people" not in front_page.description(known("ha-giang", "2022-01-31")), (
        "the last count was of 2016"
    )


def test_an_inferred_year_of_the_unit_in_two_lines_has_its_star_and_a_known_one_has_none() -> None:
    for unit, told in {
        "ha-giang": "278 km of border with China (2024*)",
        "cao-bang": "over 333 km of border with China (2023*)",
        "lai-chau": "265 km of border with China (2024)",
        "quang-ninh": "over 118 km of land border with China (2021)",
    }.items():
        assert told in words(shown(unit)[0])


# Key figures


def test_area_and_people_are_of_one_source_where_one_tells_both() -> None:
    assert "8,310 km² (2023*)" in words(shown("lang-son")[0]), "not the plan of 2024, by another source"
    assert "9,540 km² (2024*)" in words(shown("dien-bien")[0]), "the source of its people tells no area"


def test_a_key_figure_names_the_former_unit_it_is_about() -> None:
    assert "former Lào Cai" in key_figure("lao-cai", "trade").detail
    assert "sum of the former provinces" in key_figure("tuyen-quang", "fdi").detail
    assert "former" not in key_figure("lao-cai", "fdi").detail + key_figure("lang-son", "trade").detail


def test_a_single_gate_and_a_basis_that_nobody_states_are_in_the_label() -> None:
    assert key_figure("quang-ninh", "trade").label == "Trade through Móng Cái"
    assert key_figure("dien-bien", "trade", "vi").label == "Xuất nhập khẩu (không rõ phạm vi)"
    assert key_figure("cao-bang", "trade").label == "Trade through the province"


def test_a_slot_without_a_figure_says_since_when() -> None:
    one = known("dien-bien", "2024-02-01")
    empty = front_page.key_figures(one, front_page.picks(one))[SLOTS.index("visitors")]
    assert (empty.number, empty.sure) == ("–", 0)
    assert unescape(empty.detail) == "no figure of half a year or more since 2018"
    assert key_figure("dien-bien", "visitors").number == "11.5", "of 2024"
    assert key_figure("lang-son", "visitors").number == "> 300"


def test_changes_are_told_with_what_they_are_compared_with() -> None:
    assert unescape(key_figure("lao-cai", "trade").change).startswith("≈ −23% from the same period of 2024;")
    assert unescape(key_figure("lao-cai", "trade", "vi").change).startswith("≈ −23% so với cùng kỳ năm 2024;")
    told = "+44.6% from the same period of 2024; does not fit January–October 2025"
    assert unescape(key_figure("lang-son", "trade").change) == told
    assert [unit for unit in UNITS if "does not fit" in key_figure(unit, "trade").change] == ["lang-son"]
    none = "change not known: no comparable months"
    assert unescape(key_figure("quang-ninh", "trade").change) == none, "those of other months are on page 2"
    assert unescape(key_figure("lao-cai", "visitors").change).startswith("no comparable figure")
    assert unescape(key_figure("lao-cai", "pci").change) == "26th in 2023"


BASES = {
    "en": r"\b(?:up|down|rose|fell)\b.*? (?:on|from the same period of) 20\d\d",
    "vi": r"(?:tăng|giảm).*? so với (?:cùng kỳ )?năm 20\d\d",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_no_change_of_trade_is_told_without_what_it_is_a_change_on(unit: str, language: str) -> None:
    for said in (finding(unit, language), *re.findall(r"\(([^()]*)\)", point(unit, 1, language))):
        if re.search(r"\b(up|down|rose|fell)\b|tăng|giảm", said):
            assert re.search(BASES[language], said), said


# Main points


def test_trade_tells_the_peak_the_newest_year_and_the_newest_part_of_one() -> None:
    said = point("lao-cai", 1)
    assert "; the highest published figure is USD 3.8 billion in 2019. Other sources" in said
    assert "an estimate of USD 3.62 billion in 2024" in said and "in 2020" not in said
    assert "USD 1.21 billion in the first half of 2025 (down about 23% from the same period of 2024)" in said
    assert "highest" not in point("cao-bang", 1)


def test_months_are_set_beside_the_same_months_where_the_newest_have_no_like() -> None:
    one = section_of(dataset_of("lang-son", "2025-12-01"), "lang-son", "en").by_main_sources
    said = unescape(main_points.main_points(one)[0].said)
    assert "over USD 84.4 billion from 1 January to 27 November 2025" in said
    assert "nearly USD 74 billion, against about USD 52.9 billion in the same period of 2024" in said


def test_of_a_part_of_the_year_the_printed_change_is_told() -> None:
    said = point("lang-son", 1)
    assert "an estimate of USD 66.4 billion in 2024 (up 27.6% on 2023)" in said
    assert "in January–November 2025 (up 44.6% from the same period of 2024)" in said
    assert "against" not in said + point("cao-bang", 1)


def test_trade_says_that_it_is_one_sum_or_on_no_stated_basis() -> None:
    assert "in all from 2021 to 2025*; the last full year in the sources is 2005" in point("lai-chau", 1)
    assert unescape(key_figure("lai-chau", "trade", "vi").detail) == "từ năm 2021 đến năm 2025*"
    assert finding("lai-chau").endswith("from 2021 to 2025*") and "from 2021 to 2025*" in point("lai-chau", 1)
    assert "counting point not stated" in point("dien-bien", 1)
    assert "the last full year in the sources is 2017" in point("ha-giang", 1)
    assert "sum" not in point("lao-cai", 1) and "point not stated" not in point("cao-bang", 1)


def test_the_partner_across_the_border_is_the_one_that_met_last() -> None:
    assert point("lao-cai", 2).startswith(
        "Yunnan: 5th Party Secretaries’ Conference (Lai Châu, 29–30 October 2025)"
    )
    assert point("cao-bang", 2).startswith("Guangxi: Spring Meeting (Nanning, Guangxi, 11 February 2026)")


def test_talks_of_border_guards_come_after_sessions_of_leaders() -> None:
    """Those of Lào Cai with Hekou and of Điện Biên with Mengzi were held in November 2025."""
    for unit in ("lao-cai", "dien-bien"):
        assert point(unit, 2).startswith("Yunnan: 5th Party Secretaries’ Conference"), unit
        later = [row["start"] for row in page(unit).near.facts.records("meetings")]
        assert max(later) > "2025-11", unit


def test_a_work_that_is_overdue_is_told_as_not_confirmed() -> None:
    assert "pilot operation from the third quarter of 2026: date passed, not confirmed" in point(
        "lang-son", 3
    )
    assert "due in December 2026" in point("cao-bang", 3)
    assert "not confirmed" not in point("lai-chau", 3)
    assert "newest opening: Nghĩa Thuận–Babu" in point("ha-giang", 3), "no works are named there"


def test_a_work_of_which_nothing_new_is_heard_is_told_with_its_last_date() -> None:
    before = section_of(dataset_of("cao-bang", "2026-01-31"), "cao-bang", "en").by_main_sources
    said = unescape(main_points.main_points(before)[2].said)
    assert "no news later than 1 January 2024 of Đồng Đăng–Trà Lĩnh" in said


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "its rise may come from the VSIP Lạng Sơn industrial park (inferred)"),
        ("vi", "mức tăng có thể do khu công nghiệp VSIP Lạng Sơn (suy luận)"),
    ],
)
def test_a_rise_of_capital_is_told_with_the_work_that_its_note_infers(language: str, told: str) -> None:
    assert told in point("lang-son", 4, language)
    said = told.partition(" VSIP")[0].removesuffix(" khu công nghiệp")
    assert [unit for unit in UNITS if said in point(unit, 4, language)] == ["lang-son"]


def test_an_investor_is_named_by_the_count_that_names_one() -> None:
    assert "China held USD 392 million, 14 projects, 72% of the capital as of 2020" in point("lao-cai", 4)
    assert "no newer count names investors" in point("lao-cai", 4)
    for unit in (
        "cao-bang",
        "dien-bien",
        "lai-chau",
        "lang-son",
        "tuyen-quang",
    ):  # the register's of June 2024
        assert "no newer figure, none by investor" in point(unit, 4), unit
    newest = front_page.picks(known("lang-son", "2025-06-30", "en"))["fdi"]
    assert "newer" not in main_points.investors(known("lang-son", "2025-06-30", "en"), newest).said
    one = page("lang-son")
    fullest, *others = main_points.investors(one, front_page.picks(one)["fdi"]).forms
    told = "Countries named as investors in February 2022 (Lạng Sơn): China, South Korea."
    assert unescape(fullest.said).endswith(told)
    assert others and all(form.spare for form in others), "they give way before what is to be watched"
    assert not any("named as investors" in point(unit, 4) for unit in UNITS if unit != "lang-son")


def test_what_ran_out_is_watched_with_what_was_said_since() -> None:
    fullest = unescape(main_points.to_watch(page("lao-cai")).said)
    assert "(France): ended in 2023" in point("lao-cai", 5) and "ended in 2023" in fullest
    assert "; May–June 2024: text for 2025–2027 agreed: " in fullest
    assert "no later programme found, but a text on tourism signed in November 2025" in point(
        "tuyen-quang", 5
    )
    assert "ended" not in point("cao-bang", 5) and "ends in 2026" in point("cao-bang", 5)


def test_what_is_near_is_watched_before_what_ended_over_a_year_ago() -> None:
    for unit, near, over in (
        ("lao-cai", "6th conference in 2026", "ended in 2023"),
        ("tuyen-quang", "for 2022–2026: ends in 2026", "ended in 2025"),
    ):
        assert 0 < point(unit, 5).index(near) < point(unit, 5).index(over), unit
    assert all("2022–2026: ends in 2026" in point(unit, 5) for unit in ("cao-bang", "lang-son", "quang-ninh"))


# Charts


def titles(unit: str, language: str = "en") -> list[str]:
    return [unescape(output.title) for output in shown(unit, language) if isinstance(output, Chart)]


def test_the_titles_of_charts_state_what_holds() -> None:
    assert titles("lao-cai") == [
        "Trade since 2018",
        "FDI fell in 2023, then rose again",
    ]
    before = known("lao-cai", "2024-12-01")
    chart = front_page.show_trade(before, front_page.trade_over_time(before))
    assert chart is not None and chart.title == "Trade in 2022 was below its 2019 level"
    assert titles("lang-son") == [
        "Trade since 2022",
        "FDI moved little until December 2023, then rose",
    ]
    assert titles("cao-bang") == ["PCI rank: last of 63 in 2021 and 2022", "FDI fell from 2017 to 2023"]
    assert titles("tuyen-quang")[0] == "PCI rank of former Hà Giang rose from 58th in 2021 to 41st in 2022"
    assert titles("lai-chau") == ["PCI rank: 56th in 2021, 57th in 2022"], (
        "not the best or the worst of years"
    )


@pytest.mark.parametrize("unit", ["lai-chau", "dien-bien", "ha-giang"])
def test_where_trade_and_investment_have_no_series_the_ranks_are_drawn_alone(unit: str) -> None:
    (title,) = titles(unit)
    assert title.startswith("PCI rank")


def test_where_there_is_no_series_at_all_there_is_no_chart(small_section) -> None:
    one = small_section("east").by_main_sources
    assert front_page.show_trade(one, front_page.trade_over_time(one)) is None
    assert front_page.show_ranks(one, front_page.ranks_over_time(one)) is None
    assert front_page.show_investment(one, front_page.investment_over_time(one)) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_titles_have_at_most_fifteen_words(unit: str, language: str) -> None:
    assert all(len(title.split()) <= 15 for title in titles(unit, language))


# A made unit with next to nothing


def test_a_unit_with_a_single_figure_gives_an_honest_page(small_section) -> None:
    one = small_section("east").by_main_sources
    assert unescape(front_page.finding(one)) == "The sources read give no figure of its trade"
    assert {figure.number for figure in front_page.key_figures(one, front_page.picks(one))} == {"–"}
    said = [unescape(point.said) for point in main_points.main_points(one)]
    assert said[0] == "no figure in the sources read." and len(said) == 5


def test_a_curator_s_choice_is_told_without_a_claim(small, small_section) -> None:
    choice = {"area_id": "west", "table": "observations", "row": "west.turnover.2023"}
    for slot in ("finding", "point_trade"):
        small.add("highlights", **choice, slot=slot, why="wider", who="curator", until="2099-12-31")
    one = small_section("west", as_of="2024-12-31").by_main_sources
    assert unescape(front_page.finding(one)).endswith("USD 4.1 billion in 2023")
    assert "USD 4.1 billion in 2023" in unescape(main_points.main_points(one)[0].said)


@pytest.mark.parametrize("unit", UNITS)
def test_a_result_stands_beside_no_plan_of_other_boundaries(unit: str) -> None:
    one = page(unit)
    pick = front_page.picks(one)["visitors"]
    if pick is not None:
        plan = front_page._plan(one, pick)
        assert plan is None or plan["area_id"] == pick.area_id


def test_a_rank_has_not_risen_across_a_year_that_is_missing() -> None:
    """Without its rank of 2023, Điện Biên has the change that its source prints, and the rank of 2022."""
    one = section_of(claims.dataset("unranked"), "dien-bien", "en").by_main_sources
    chart = front_page.show_ranks(one, front_page.ranks_over_time(one))
    assert chart is not None and chart.title == "PCI rank: 32nd in 2024"
    figure = front_page.key_figures(one, front_page.picks(one))[SLOTS.index("pci")]
    assert unescape(figure.change) == "1 place down on 2023 by the source; 62nd in 2022"


def test_the_session_with_an_outcome_leads_where_another_of_that_month_has_none() -> None:
    assert point("ha-giang", 2).startswith("Guangxi: 16th session of the Joint Working Committee (Hạ Long")
    assert "no outcome" not in point("ha-giang", 2)


@pytest.mark.parametrize("most", [640, 450, 300])
@pytest.mark.parametrize("unit", provinces())
def test_points_with_long_texts_give_way_alike_in_both_languages(unit: str, most: int, monkeypatch) -> None:
    monkeypatch.setattr(main_points, "MOST_LETTERS", most)
    shown = []
    for language in ("vi", "en"):
        points = main_points.main_points(page(unit, language))
        shown.append([point.forms[0].letters for point in points])
    assert shown[0] == shown[1] and len(shown[0]) == 5
    assert sum(shown[0]) <= most or all(len(point.forms) == 1 for point in points), (
        "nothing is left to give way"
    )


def test_where_one_shorter_form_is_enough_the_other_points_stay_whole(monkeypatch) -> None:
    one = page("quang-ninh")
    whole = main_points.main_points(one)
    monkeypatch.setattr(main_points, "MOST_LETTERS", sum(point.forms[0].letters for point in whole) - 1)
    shorter = main_points.main_points(one)
    changed = [
        place for place, (before, after) in enumerate(zip(whole, shorter, strict=True)) if before != after
    ]
    assert len(changed) == 1 and not shorter[changed[0]].forms[0].bare


@pytest.mark.parametrize("language", ("vi", "en"))
@pytest.mark.parametrize("province", provinces())
def test_a_point_is_called_after_investors_only_where_a_count_names_one(section, province, language):
    one = section(province, language)
    said = main_points.investors(one, front_page.picks(one)["fdi"])
    named, none = {"vi": ("Nhà đầu tư:", "Vốn FDI:"), "en": ("Investors:", "FDI:")}[language]
    assert said.head == (named if main_points.investor(one) else none)
