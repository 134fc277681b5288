"""The first page: what became of the province, as the sources say it; what is new since a year ago, in words."""

import pytest

from helpers.views.annex import at_a_glance
from run_sections import provinces


@pytest.mark.parametrize(("edition", "before"), [("2025-11-30", "2024-11-30"), ("2024-02-29", "2023-02-28")])
def test_a_year_before(edition, before):
    assert at_a_glance.a_year_before(edition) == before


def news(section, **options):
    """What changed since the edition of a year before."""
    return at_a_glance.show_news(section, at_a_glance.edition_of_last_year(section), **options)


def words(part):
    (text,) = part
    return text.markdown


def test_what_became_known_is_counted_and_named(small, small_section):
    section = small_section(as_of="2024-12-31")
    said = words(news(section))
    assert "Against the edition of 31 December 2023: 4 new." in said
    assert "turnover, 2023: USD 4.1 billion" in said and "Article new" in said


def test_nothing_new_is_said(small, small_section):
    assert "Nothing new." in words(news(small_section(as_of="2022-12-31")))
    assert "Không có gì mới." in words(news(small_section(as_of="2022-12-31", language="vi")))


def test_the_first_edition_says_that_all_is_new(small, small_section):
    assert "everything in this edition is new" in words(news(small_section(as_of="2020-12-31")))


def test_a_revision_comes_first_with_both_values(small, small_section):
    small.add(
        "observations",
        like="west.turnover.2019",
        observation_id="west.turnover.2019.new",
        value="3.9",
        source_id="new",
        revises="west.turnover.2019",
    )
    said = words(news(small_section(as_of="2024-12-31")))
    first = said.split("- ")[1]
    assert "turnover, 2019: USD 3.9 billion" in first and "before USD 3.8 billion" in first


def test_no_more_than_a_few_are_named(small, small_section):
    said = words(news(small_section(as_of="2024-12-31"), most=1))
    assert said.count("- ") == 1 and "3 more" in said


def boundaries(section) -> str:
    grid = at_a_glance.show_facts(section)
    assert grid is not None
    return str(grid)


def test_quang_ninh_is_told_to_be_a_city_once_a_source_says_so(section) -> None:
    assert "centrally run city from 1 September 2026" in boundaries(section("quang-ninh", "en"))
    assert "thành phố trực thuộc trung ương từ ngày 1/9/2026" in boundaries(section("quang-ninh", "vi"))
    assert "centrally run" not in boundaries(section("quang-ninh", "en", "2026-06-30"))


def test_provinces_left_unchanged_in_2025_say_so_with_the_resolution(section) -> None:
    assert "left unchanged when the provinces were reorganised in 2025" in boundaries(
        section("lai-chau", "en")
    )
    assert "left unchanged" not in boundaries(section("lai-chau", "en", "2025-01-31"))


def test_ha_giang_says_what_became_of_it(section) -> None:
    assert "Merger of Hà Giang and Tuyên Quang" in boundaries(section("ha-giang", "en"))


def test_only_a_unit_that_ended_leads_to_what_it_is_part_of(section) -> None:
    for language, told in (
        ("vi", "thuộc tỉnh Tuyên Quang mới"),
        ("en", "part of the new province of Tuyên Quang"),
    ):
        said = at_a_glance.show_former(section("ha-giang", language))
        assert (
            said is not None and told in said.markdown and "documents/resolution-202-2025-qh15" in said.facts
        )
    assert at_a_glance.show_former(section("ha-giang", as_of="2024-12-31")) is None
    for province in provinces():
        assert (at_a_glance.show_former(section(province)) is not None) == (province == "ha-giang")


def test_the_territory_stands_at_its_latest_and_for_its_earlier_figures(section) -> None:
    one = section("lao-cai", "en")
    facts = one.near.facts.of_topics("territory")
    box = at_a_glance.show_facts(one)
    assert {f"observations/{key}" for key in facts["observation_id"]} <= set(box.facts)
    assert len(facts) > str(box).count("km² (") + str(box).count("people ("), "not every year is printed"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_latest_events_are_the_latest_and_cite_only_themselves(section, language) -> None:
    one = section("lao-cai", language)
    events = at_a_glance.events(one)
    assert events["start"].is_monotonic_decreasing and len(events) > at_a_glance.MOST_EVENTS
    (text,) = at_a_glance.show_events(one, events)
    assert len(text.facts) == at_a_glance.MOST_EVENTS
