"""A section is about the unit that a name means in its edition, and calls former units what they are."""

import pytest

from helpers.errors import UnknownProvince
from helpers.text.phrases import LANGUAGES
from helpers.views.kit.facts import LEVELS, NEAR
from helpers.views.kit.section import once_a_section
from run_sections import provinces

NAMES = {"vi": "Lào Cai cũ", "en": "former Lào Cai"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_unit_in_force_has_its_plain_name_and_its_former_units_say_so(section, language):
    one = section("lao-cai", language)
    assert (one.province, one.slug, one.province_name) == ("lao-cai-2025", "lao-cai", "Lào Cai")
    scopes = {
        row["area_id"]: one.words.scope(row) for row in one.facts.rows("observations").to_dict("records")
    }
    assert scopes["lao-cai-2025"] == "" and scopes["lao-cai"] == NAMES[language]
    assert [unit.province for unit in one.units] == ["lao-cai-2025", "lao-cai", "yen-bai"]
    assert [unit.scope for unit in one.units][:2] == ["", NAMES[language]]


def test_what_many_views_ask_for_is_worked_out_once_for_a_section(section):
    asked = []

    @once_a_section
    def slug(one):
        asked.append(one)
        return one.slug

    own = section("lao-cai", "vi")
    assert slug(own) == slug(own) == slug(own.by_main_sources) == "lao-cai"
    assert asked == [own, own.by_main_sources]  # which may cite others


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_merger_the_name_means_the_former_unit(section, language):
    one = section("lao-cai", language, "2025-06-30")
    assert (one.province, one.province_name, one.dataset.edition) == ("lao-cai", "Lào Cai", "2025-06-30")
    assert {row["reach"] for row in one.facts.rows("observations").to_dict("records")}.isdisjoint({"former"})
    later = one.words.name("areas", "lao-cai-2025")
    assert later == {"vi": "Lào Cai (từ 1/7/2025)", "en": "Lào Cai (from 1 July 2025)"}[language]


def test_an_ended_unit_is_read_at_its_last_day_whatever_the_day_of_the_build(section):
    for day in ("", "2025-12-31"):
        one = section("ha-giang", as_of=day)
        assert (one.province, one.dataset.edition) == ("ha-giang", "2025-06-30")
    assert section("ha-giang", as_of="2024-12-31").dataset.edition == "2024-12-31"


def test_a_name_without_a_briefing_on_that_day_is_refused(section):
    with pytest.raises(UnknownProvince, match="part of lao-cai"):
        section("yen-bai")
    with pytest.raises(UnknownProvince, match="unknown province"):
        section("tuyen-quang", as_of="2025-06-30")


def test_every_level_is_one_of_those_in_order_and_near_ones_come_first(section):
    for province in provinces():
        one = section(province)
        levels = list(dict.fromkeys(one.dataset.levels(one.province).values()))
        assert levels == [level for level in LEVELS if level in levels]
        assert set(one.near.facts.rows("observations")["reach"]) <= set(NEAR)
