"""The outlines for the locator map are looked at like the rest: what passes the check can be drawn."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.data import DataFaults, check
from helpers.data.boundaries import load_boundaries
from small_dataset import DATA, Folder, outlines

REAL = json.loads((DATA / "boundaries.geojson").read_text(encoding="utf-8"))


def told(small: Folder, content: object) -> list[str]:
    """What is said of a file with this content, each fault after the file's name."""
    text = content if isinstance(content, str) else json.dumps(content)
    (small.path / "boundaries.geojson").write_text(text, encoding="utf-8")
    return [str(fault).split("boundaries.geojson")[1].removeprefix(" ") for fault in small.faults()]


def square(**more: object) -> dict[str, object]:
    """The outline of the province west, with other properties or another geometry."""
    feature = json.loads(outlines("west"))["features"][0]
    feature["geometry"] = more.pop("geometry", feature["geometry"])
    feature["properties"] |= more
    return feature


def test_the_small_file_has_no_faults(small):
    assert small.faults() == []
    assert [one.area_id for one in load_boundaries(small.path)] == ["east", "west"]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        (
            {"label": [104]},
            'VN-000.properties.label: expected a longitude and a latitude in degrees, found "[104]"',
        ),
        ({"label": [22, 104]}, "VN-000.properties.label: expected a longitude and a latitude in degrees"),
        (
            {"country": "Vietnam"},
            'VN-000.properties.country: expected an ISO 3166-1 code like VN, found "Vietnam"',
        ),
        ({"iso_3166_2": None}, "feature 1.properties.iso_3166_2: expected an ISO 3166-2 code like VN-02"),
        ({"area_id": 7}, 'VN-000.properties.area_id: expected an area_id of areas.csv, or null, found "7"'),
        ({"geometry": None}, 'VN-000.geometry: expected an object, found "null"'),
        (
            {"geometry": {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1]]]]}},
            "VN-000.geometry.coordinates[0][0]: expected a ring of four positions or more",
        ),
        (
            {"geometry": {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [2, 2]]]]}},
            "VN-000.geometry.coordinates[0][0]: expected a ring of four positions or more, the last the",
        ),
    ],
)
def test_a_broken_feature_is_named_with_what_was_expected(small, more, fault):
    east = json.loads(outlines("x", "east"))["features"][1]
    (found,) = told(small, {"type": "FeatureCollection", "features": [square(**more), east]})
    assert found.startswith(fault)


def test_a_province_without_an_outline_is_named(small):
    assert told(small, outlines("eest", "west")) == [
        "features: expected an outline of east, found nothing — did you mean west or eest?"
    ]


def test_what_a_province_was_merged_with_needs_an_outline_too(small):
    small.add("areas", like="west", area_id="vest", slug="", briefing="false", gso_code="11")
    assert told(small, outlines("east", "west")) == [
        "features: expected an outline of vest, found nothing — did you mean west or east?"
    ]


def test_a_unit_is_drawn_once(small):
    assert told(small, outlines("east", "west", "west")) == ['VN-002: expected each unit once, found "west"']


@pytest.mark.parametrize("text", ["", "[]", "{", '{"features": []}', "[" * 100_000, '{"a": NaN}', '"x"'])
def test_a_file_that_is_no_feature_collection_is_one_fault(small, text):
    (found,) = told(small, text)
    assert "expected" in found


def test_a_file_that_is_missing_or_no_text_is_one_fault(small):
    file = small.path / "boundaries.geojson"
    file.write_bytes(b"\xff\xfe")
    assert [fault.expected for fault in small.faults()] == ["GeoJSON in UTF-8"]
    file.unlink()
    assert [fault.expected for fault in small.faults()] == ["the outlines for the locator map"]
    with pytest.raises(DataFaults):
        load_boundaries(small.path)


def mutations(node: object, path: tuple[object, ...] = ()) -> Iterator[object]:
    """The real file with each property and geometry, and one of each list's members, replaced or left out."""
    children = node.items() if isinstance(node, dict) else [(0, node[0])] if isinstance(node, list) else []
    for key, child in children:
        for other in (None, [], {}, "", 0, "x", float("nan")):
            if other != child:
                yield (*path, key), other
        yield from mutations(child, (*path, key))


@pytest.mark.parametrize("number", [0, 1, 6, 13])
def test_every_mutation_of_a_feature_is_a_fault_that_names_it_or_can_be_drawn(tmp_path, number):
    feature = REAL["features"][number]
    file = tmp_path / "boundaries.geojson"
    count = 0
    for path, other in mutations(feature):
        changed = json.loads(json.dumps(feature))
        node = changed
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = other
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [changed]}), encoding="utf-8")
        try:
            (one,) = load_boundaries(tmp_path)
        except DataFaults as error:
            count += 1
            assert str(error).count("expected") == 1
        else:
            assert path[-1] in ("area_id", "coordinates", 0) or path == ("type",), (path, other, one)
    assert count > 50


def test_the_real_file_has_an_outline_for_each_province():
    assert [str(fault) for fault in check(Path(DATA)) if "boundaries" in fault.file] == []
