"""What is new is told in the order in which a meeting asks: trade, investment, texts, sessions."""

import re

import pytest

from helpers.data import selection
from helpers.views.annex import at_a_glance
from helpers.views.pages import news
from run_sections import provinces

LANGUAGES = ("vi", "en")


def said(section) -> list[str]:
    shown = news.show_news(section, at_a_glance.edition_of_last_year(section))
    text = re.sub(r"\[\^[^\]]*\]", "", shown.markdown).replace("\\", "")
    return [line[2:] for line in text.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("province", provinces())
def test_of_each_kind_the_first_is_told_before_the_second_of_any(section, province):
    one = section(province)
    old = at_a_glance.edition_of_last_year(one)
    kinds = [news._kind(one, change, old.edition) for change in news.news(one, old)]
    there = sorted(set(kinds) - {len(news.ORDER)})
    assert kinds[: len(there)] == there


@pytest.mark.parametrize("province", provinces())
def test_figures_of_days_or_weeks_of_sectors_and_of_single_countries_come_last(section, province):
    one = section(province)
    old = at_a_glance.edition_of_last_year(one)
    found = news.news(one, old)
    minor = [
        change.table == "observations"
        and (selection.kind(change.row) is None or bool(change.row["partner_id"] or change.row["sector_id"]))
        for change in found
    ]
    first = minor.index(True) if True in minor else len(minor)
    assert all(news._kind(one, change, old.edition) == len(news.ORDER) for change in found[first:])


def test_what_took_place_before_the_last_edition_and_was_found_since_is_no_news(section):
    one = section("quang-ninh", "en")
    old = at_a_glance.edition_of_last_year(one)
    told = news.news(one, old)[: news.MOST_NEWS]
    assert all(not (day := change.row.get("signed", "")) or day >= old.edition for change in told)
    assert any(change.row.get("signed") == "2025-04-12" for change in news.news(one, old)), "it is counted"


@pytest.mark.parametrize("language", LANGUAGES)
def test_lang_son_is_told_of_its_trade_of_eleven_months_and_its_leaders_meeting(section, language):
    """A source of January 2026 has eleven months; one of November 2025 the days up to the 27th."""
    first, second, _ = said(section("lang-son", language))
    assert ("86.1" if language == "en" else "86,1") in first
    assert ("Spring Meeting" if language == "en" else "Gặp gỡ đầu Xuân") in second


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_conference_of_leaders_comes_before_later_talks_of_border_posts(section, language):
    lines = said(section("lao-cai", language))
    assert any(("5th Party Secretaries" if language == "en" else "lần thứ 5") in line for line in lines)
    assert not any(("Border guard" if language == "en" else "biên phòng") in line for line in lines)
    railway = "Hà Nội–Hải Phòng (under way" if language == "en" else "Hà Nội – Hải Phòng (đang triển khai"
    assert any(railway in line for line in lines), "not a platform of which the year alone is known"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_of_a_plan_is_no_revision_of_it(section, language):
    one = section("quang-ninh", language)
    old = at_a_glance.edition_of_last_year(one)
    (visits,) = (
        change
        for change in news.news(one, old)
        if change.old is not None
        and change.old.get("qualifier") == "planned"
        and change.row["indicator_id"] == "visitors-international"
    )
    told = news._figure(one, dict(visits.new), dict(visits.old))
    assert ("(planned: " if language == "en" else "(kế hoạch: ") in told
    assert ("before" if language == "en" else "trước là") not in told
