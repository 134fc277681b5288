"""Which areas speak of a province, and as what."""

import pytest

from helpers.data import load
from helpers.data.areas import (
    UnknownArea,
    briefing_provinces,
    covering,
    level,
)
from helpers.errors import UnknownProvince


def test_provinces_come_in_statistical_order(small):
    assert briefing_provinces(load(folder=small.path)) == ["west", "east"]


def test_areas_that_cover_a_province_come_from_near_to_wide(small):
    dataset = load(["areas"], folder=small.path)
    assert covering(dataset, "west") == ["west", "west-2025", "north", "everything"]
    assert covering(dataset, "east") == ["east", "north", "everything"]


@pytest.mark.parametrize(
    ("area", "expected"),
    [("west", "own"), ("west-2025", "successor"), ("north", "group"), ("everything", "country")],
)
def test_the_level_of_a_fact(small, area, expected):
    assert level(load(folder=small.path), area, "west") == expected


def test_an_area_that_does_not_cover_the_province_is_refused(small):
    with pytest.raises(UnknownArea, match="unknown area 'west'; did you mean east"):
        level(load(folder=small.path), "west", "east")


@pytest.mark.parametrize("province", ["wst", "west-2025", "north", ""])
def test_an_unknown_province_is_refused(small, province):
    with pytest.raises(UnknownProvince, match="unknown province"):
        covering(load(folder=small.path), province)


def test_the_real_provinces(real):
    dataset = load(["areas"], folder=real.path)
    assert sorted(briefing_provinces(dataset)) == sorted(
        ["lao-cai", "ha-giang", "lai-chau", "dien-bien", "cao-bang", "lang-son", "quang-ninh"]
    )
    assert covering(dataset, "lao-cai") == [
        "lao-cai",
        "lao-cai-2025",
        "northern-border-7",
        "northwest-4",
        "viet-nam",
    ]
    assert covering(dataset, "ha-giang")[1] == "tuyen-quang-2025"
    assert covering(dataset, "lang-son") == [
        "lang-son",
        "customs-branch-vi",
        "northeast-4",
        "northern-border-7",
        "viet-nam",
    ]
