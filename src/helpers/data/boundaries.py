"""Outlines of the provinces and their neighbours, simplified for a locator map: ``boundaries.geojson``."""

import json
import re
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from helpers.data.faults import DataFaults, Fault, shown

FILE = "boundaries.geojson"

Position = tuple[float, float]
Ring = tuple[Position, ...]


@dataclass(frozen=True)
class Boundary:
    """One unit's outline, and where its name goes, in degrees of longitude and latitude (WGS 84).

    ``area_id`` is empty for a neighbour; ``iso_3166_2`` and ``country`` (ISO 3166-1) are codes.
    """

    area_id: str
    iso_3166_2: str
    country: str
    rings: tuple[Ring, ...]
    label: Position


class _Misfit(ValueError):
    """A part of a feature that is not what it should be."""

    def __init__(self, part: str, expected: str, found: object) -> None:
        self.part, self.expected = part, expected
        self.found = (found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))[:60]
        super().__init__(part, expected, found)


def load_boundaries(folder: Path) -> tuple[Boundary, ...]:
    """The outlines of a dataset, in the order they are drawn. Raises DataFaults."""
    found, faults = read_boundaries(folder)
    if faults:
        raise DataFaults(faults)
    return tuple(found)


def read_boundaries(folder: Path) -> tuple[list[Boundary], list[Fault]]:
    """The outlines that can be read, and what is wrong with the others, each named by its ISO code or its number."""
    file = shown(folder / FILE)
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"), parse_constant=_no_number)
    except OSError:
        return [], [Fault(file, 0, "", "the outlines for the locator map", hint="add the file")]
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        return [], [Fault(file, line, "", "GeoJSON in UTF-8", str(error) or "too many brackets")]
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        return [], [Fault(file, 0, "features", "a FeatureCollection with a list of features")]
    found: list[Boundary] = []
    faults = []
    for number, feature in enumerate(features, 1):
        try:
            found.append(_boundary(feature))
        except _Misfit as error:
            field = f"{_named(feature, number)} {error.part}"
            faults.append(Fault(file, 0, field, error.expected, error.found))
    return found, faults


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number in JSON")


def _named(feature: Any, number: int) -> str:
    """A feature for a curator to find: its ISO code, else its place in the file."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("iso_3166_2") if isinstance(properties, dict) else None
    return code if isinstance(code, str) and code else f"feature {number}"


def _boundary(feature: Any) -> Boundary:
    """One feature; raises _Misfit."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Misfit("type", "a Feature", feature)
    properties, geometry = feature.get("properties"), feature.get("geometry")
    if not isinstance(properties, dict):
        raise _Misfit("properties", "an object", properties)
    if not isinstance(geometry, dict) or geometry.get("type") != "MultiPolygon":
        raise _Misfit("geometry", "a MultiPolygon", geometry)
    area = properties.get("area_id")
    if area is not None:
        area = _text(properties, "area_id", r"[a-z0-9]+(-[a-z0-9]+)*", "an area_id of areas.csv, or null")
    return Boundary(
        area or "",
        _text(properties, "iso_3166_2", r"[A-Z]{2}-[A-Z0-9]{1,3}", "an ISO 3166-2 code like VN-02"),
        _text(properties, "country", r"[A-Z]{2}", "an ISO 3166-1 code like VN"),
        _rings(geometry.get("coordinates")),
        _position("label", properties.get("label")),
    )


def _text(properties: dict[str, Any], name: str, pattern: str, expected: str) -> str:
    value = properties.get(name)
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise _Misfit(name, expected, value)
    return value


def _rings(polygons: Any) -> tuple[Ring, ...]:
    """The rings of all polygons: each at least a triangle, closed as GeoJSON asks."""
    if not isinstance(polygons, list) or not polygons:
        raise _Misfit("coordinates", "a list of polygons", polygons)
    found = []
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise _Misfit("coordinates", "polygons that are lists of rings", polygon)
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) < 4:
                raise _Misfit("coordinates", "rings of four positions or more", ring)
            positions = tuple(_position("coordinates", position) for position in ring)
            if positions[0] != positions[-1]:
                raise _Misfit("coordinates", f"a ring that ends where it begins, at {ring[0]}", ring[-1])
            found.append(positions)
    return tuple(found)


def _position(part: str, value: Any) -> Position:
    """Longitude and latitude in degrees."""
    numbers = isinstance(value, list) and all(type(one) in (int, float) and isfinite(one) for one in value)
    if not numbers or len(value) != 2 or abs(value[0]) > 180 or abs(value[1]) > 90:
        raise _Misfit(part, "a longitude and a latitude in degrees", value)
    return value[0], value[1]
