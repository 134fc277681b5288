"""What is new since a year ago stands on the first page, in words; nothing new is said as well."""

import pytest

from helpers.views import news


@pytest.mark.parametrize(("edition", "before"), [("2025-11-30", "2024-11-30"), ("2024-02-29", "2023-02-28")])
def test_a_year_before(edition, before):
    assert news.a_year_before(edition) == before


def words(part):
    (text,) = part
    return text.markdown


def test_what_became_known_is_counted_and_named(small, small_page):
    page = small_page(as_of="2024-12-31")
    said = words(news.news_part(page))
    assert "Against the edition of 31 December 2023: 4 new, 0 revised, 0 withdrawn." in said
    assert "turnover, 2023: USD 4.1 billion" in said and "An article" in said


def test_nothing_new_is_said(small, small_page):
    assert "Nothing new." in words(news.news_part(small_page(as_of="2022-12-31")))
    assert "Không có gì mới." in words(news.news_part(small_page(as_of="2022-12-31", language="vi")))


def test_the_first_edition_says_that_all_is_new(small, small_page):
    assert "everything in this edition is new" in words(news.news_part(small_page(as_of="2020-12-31")))


def test_a_revision_comes_first_with_both_values(small, small_page):
    small.add(
        "observations",
        like="west.turnover.2019",
        observation_id="west.turnover.2019.new",
        value="3.9",
        source_id="new",
        revises="west.turnover.2019",
    )
    said = words(news.news_part(small_page(as_of="2024-12-31")))
    first = said.split("- ")[1]
    assert "turnover, 2019: USD 3.9 billion" in first and "before USD 3.8 billion" in first


def test_no_more_than_a_few_are_named(small, small_page):
    said = words(news.news_part(small_page(as_of="2024-12-31"), most=1))
    assert said.count("- ") == 1 and "3 more" in said
