"""Which areas speak of a province, and as what."""

import pytest

from helpers.data import areas, load
from helpers.errors import UnknownProvince


def test_provinces_come_in_statistical_order(small):
    assert areas.briefing_provinces(load(folder=small.path).areas) == ["west", "east"]


def test_the_areas_that_speak_of_a_province_come_from_near_to_wide(small):
    dataset = load(["areas"], folder=small.path)
    assert dataset.levels("west") == {
        "west": "own",
        "west-2025": "successor",
        "north": "group",
        "everything": "country",
    }
    assert list(dataset.levels("west")) == ["west", "west-2025", "north", "everything"]
    assert list(dataset.levels("east")) == ["east", "north", "everything"]


def test_what_a_unit_became_and_what_it_was(small):
    known = load(["areas"], folder=small.path).areas
    assert list(areas.successors(known, "west")) == ["west-2025"]
    assert areas.former_units(known, "west-2025") == ["west"]
    assert areas.former_units(known, "east") == areas.former_units(known, "") == []
    assert areas.country(known) == "everything"


@pytest.mark.parametrize("province", ["wst", "west-2025", "north", ""])
def test_an_unknown_province_is_refused(small, province):
    with pytest.raises(UnknownProvince, match="unknown province"):
        load(folder=small.path).levels(province)


def test_the_real_provinces():
    dataset = load(["areas"])
    assert sorted(areas.briefing_provinces(dataset.areas)) == sorted(
        ["lao-cai", "ha-giang", "lai-chau", "dien-bien", "cao-bang", "lang-son", "quang-ninh"]
    )
    assert list(dataset.levels("lao-cai")) == [
        "lao-cai",
        "lao-cai-2025",
        "northern-border-7",
        "northwest-4",
        "viet-nam",
    ]
    assert list(dataset.levels("ha-giang"))[1] == "tuyen-quang-2025"
    assert list(dataset.levels("lang-son")) == [
        "lang-son",
        "customs-branch-vi",
        "northeast-4",
        "northern-border-7",
        "viet-nam",
    ]
