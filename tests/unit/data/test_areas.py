"""Which areas speak of a province, and as what."""

from datetime import date

import pytest

from helpers.data import areas, load
from helpers.errors import UnknownProvince


def merged_west(small):
    """The areas of a dataset in which west-2025 bears the name of the province west, which it took the place of."""
    small.change("areas", "west-2025", slug="west", gso_code="21", briefing="true")
    return load(["areas"], folder=small.path).areas


def told(known, day):
    return [(one.slug, one.area_id, one.day.isoformat()) for one in areas.subjects(known, day)]


def test_provinces_come_in_statistical_order(small):
    assert areas.briefing_units(load(folder=small.path).areas) == ["west", "east"]


def test_a_name_means_the_unit_that_is_in_force_on_the_day(small):
    known = merged_west(small)
    assert told(known, date(2025, 6, 30)) == [
        ("west", "west", "2025-06-30"),
        ("east", "east", "2025-06-30"),
    ]
    assert told(known, date(2025, 7, 1)) == [
        ("east", "east", "2025-07-01"),
        ("west", "west-2025", "2025-07-01"),
    ]
    assert areas.unit_in_force(known, "west", date(2025, 6, 30)) == "west"
    assert areas.unit_in_force(known, "west", date(2026, 1, 1)) == "west-2025"


def test_an_ended_unit_whose_name_nobody_bears_keeps_its_last_day(small):
    known = load(["areas"], folder=small.path).areas
    assert told(known, date(2026, 1, 1)) == [("east", "east", "2026-01-01"), ("west", "west", "2025-06-30")]
    assert told(known, date(2024, 1, 1)) == [("west", "west", "2024-01-01"), ("east", "east", "2024-01-01")]
    assert areas.in_force(known, date(2026, 1, 1)) == ["east"]


def test_a_unit_without_a_briefing_is_no_subject(small):
    small.change("areas", "west", briefing="false")
    known = merged_west(small)
    assert told(known, date(2025, 6, 30)) == [("east", "east", "2025-06-30")]
    with pytest.raises(UnknownProvince, match="unknown province 'west'"):
        areas.unit_in_force(known, "west", date(2025, 6, 30))


def test_a_former_province_is_refused_with_what_it_is_part_of(small):
    small.add(
        "areas", like="west", area_id="south", slug="", name_vi="Nam", name_en="South", briefing="false"
    )
    known = merged_west(small)
    with pytest.raises(UnknownProvince, match="'south' by itself; it is part of west"):
        areas.subject(known, "south", date(2026, 1, 1))
    with pytest.raises(UnknownProvince, match="unknown province 'south'"):
        areas.subject(known, "south", date(2024, 1, 1))
    assert areas.merged(known, date(2026, 1, 1)) == {
        "south": "west",
        "Nam": "west",
        "South": "west",
    }


def test_what_a_merged_unit_speaks_of(small):
    merged_west(small)
    dataset = load(folder=small.path)
    assert dataset.levels("west-2025") == {"west-2025": "own", "west": "former"}
    assert areas.parts(dataset.areas, "west-2025") == ["west"] and areas.parts(dataset.areas, "east") == [
        "east"
    ]


def test_the_areas_that_speak_of_a_province_come_from_near_to_wide(small):
    dataset = load(["areas"], folder=small.path)
    assert dataset.levels("west") == {"west": "own", "west-2025": "successor"}
    assert list(dataset.levels("west")) == ["west", "west-2025"]
    assert list(dataset.levels("east")) == ["east"]


def test_what_is_said_of_several_units_or_of_all_stands_in_the_comparison_of_a_group(small):
    small.change("areas", "north", slug="side-by-side", briefing="true")
    small.add("areas", like="north", area_id="pair", slug="", briefing="false")
    small.add("area_members", group_id="pair", area_id="west-2025")
    dataset = load(folder=small.path)
    assert dataset.levels("north") == {"north": "own", "pair": "group", "everything": "country"}
    assert dataset.compared("north") == ["east", "west", "west-2025"] and dataset.compared("east") == []
    assert {dataset.comparison_of(unit) for unit in dataset.compared("north")} == {"side-by-side"}
    assert [one.kind for one in areas.subjects(dataset.areas, date(2026, 1, 1))][-1] == "group"


def test_a_group_that_is_not_compared_takes_no_unit_in(small):
    assert load(folder=small.path).comparison_of("west") == ""


def test_what_a_unit_became_and_what_it_was(small):
    known = load(["areas"], folder=small.path).areas
    assert list(areas.successors(known, "west")) == ["west-2025"]
    assert areas.former_units(known, "west-2025") == ["west"]
    assert areas.former_units(known, "east") == areas.former_units(known, "") == []
    assert areas.country(known) == "everything"


@pytest.mark.parametrize("province", ["wst", "north", ""])
def test_an_unknown_province_is_refused(small, province):
    with pytest.raises(UnknownProvince, match="unknown province"):
        load(folder=small.path).levels(province)


IN_FORCE = {
    "cao-bang": "cao-bang",
    "tuyen-quang": "tuyen-quang-2025",
    "dien-bien": "dien-bien",
    "lai-chau": "lai-chau",
    "lao-cai": "lao-cai-2025",
    "lang-son": "lang-son",
    "quang-ninh": "quang-ninh",
}

COMPARED = {"regional-comparison": "northern-border-7"}


def test_the_real_units_in_force_come_first_and_ha_giang_as_on_its_last_day():
    found = areas.subjects(load(["areas"]).areas, date(2025, 12, 31))
    assert {one.slug: one.area_id for one in found} == {**IN_FORCE, "ha-giang": "ha-giang", **COMPARED}
    assert [one.slug for one in found] == [*IN_FORCE, "ha-giang", *COMPARED]
    assert {one.slug: one.day for one in found} == {
        **dict.fromkeys((*IN_FORCE, *COMPARED), date(2025, 12, 31)),
        "ha-giang": date(2025, 6, 30),
    }


def test_the_real_units_of_the_last_day_before_the_merger():
    found = {one.slug: one.area_id for one in areas.subjects(load(["areas"]).areas, date(2025, 6, 30))}
    assert found == COMPARED | {
        name: name
        for name in ("ha-giang", "lao-cai", "lai-chau", "dien-bien", "cao-bang", "lang-son", "quang-ninh")
    }


def test_before_the_merger_tuyen_quang_has_no_briefing_yet_and_lao_cai_has():
    known = load(["areas"]).areas
    told = areas.later(known, date(2025, 6, 30))
    assert told == {"tuyen-quang": "2025-07-01", "Tuyên Quang": "2025-07-01"}
    assert areas.later(known, date(2025, 7, 1)) == {}


def test_the_real_levels():
    dataset = load(["areas"])
    assert dataset.levels("lao-cai-2025") == {
        "lao-cai-2025": "own",
        "lao-cai": "former",
        "yen-bai": "former",
    }
    assert [name for name, level in dataset.levels("tuyen-quang-2025").items() if level == "former"] == [
        "ha-giang",
        "tuyen-quang",
    ]
    assert list(dataset.levels("lao-cai")) == ["lao-cai", "lao-cai-2025"]
    assert list(dataset.levels("ha-giang"))[1] == "tuyen-quang-2025"
    assert list(dataset.levels("lang-son")) == ["lang-son"]


def test_every_group_and_the_country_speak_in_the_real_comparison():
    dataset = load(["areas"])
    wider = {name for name, row in dataset.areas.items() if row["kind"] in ("group", "country")}
    assert set(dataset.levels("northern-border-7")) == wider
    assert set(dataset.compared("northern-border-7")) >= {*IN_FORCE.values(), "ha-giang", "yen-bai"}


def test_no_unit_has_its_boundaries_in_its_name():
    for row in load(["areas"]).areas.values():
        assert "2025" not in row["name_vi"] + row["name_en"], row["area_id"]
