"""Outlines of the provinces and their neighbours, simplified for a locator map: ``boundaries.geojson``."""

from dataclasses import dataclass
from math import cos, isfinite, radians
from pathlib import Path
from typing import Any

from helpers.data import json_files
from helpers.data.faults import DataFaults, Fault, shown
from helpers.data.json_files import Misfit, Node

FILE = "boundaries.geojson"
EXTENT = (101.9, 108.4, 20.55, 23.65)  # west, east, south, north of the northern border, in degrees
NARROW = cos(radians(22.0))  # a degree of longitude there, in degrees of latitude

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


def load_boundaries(folder: Path) -> tuple[Boundary, ...]:
    """The outlines of a dataset, in the order they are drawn. Raises DataFaults."""
    found, faults = read_boundaries(folder)
    if faults:
        raise DataFaults(faults)
    return tuple(found)


def read_boundaries(folder: Path) -> tuple[list[Boundary], list[Fault]]:
    """The outlines that can be read, and what is wrong with the others, each named by its ISO code or its number."""
    path = folder / FILE
    try:
        content = json_files.read(path, "GeoJSON in UTF-8")
        content["type"].text("a FeatureCollection", "FeatureCollection")
        features = content["features"].items("a list of features")
    except OSError:
        return [], [Fault(shown(path), 0, "", "the outlines for the locator map", hint="add the file")]
    except Misfit as error:
        return [], [error.fault(path)]
    found: list[Boundary] = []
    faults = []
    for number, feature in enumerate(features, 1):
        try:
            found.append(_boundary(feature.called(_named(feature, number))))
        except Misfit as error:
            faults.append(error.fault(path))
    return found, faults


def _named(feature: Node, number: int) -> str:
    """A feature for a curator to find: its ISO code, else its place in the file."""
    try:
        return feature["properties"]["iso_3166_2"].text()
    except Misfit:
        return f"feature {number}"


def _boundary(feature: Node) -> Boundary:
    """One feature; raises Misfit."""
    feature["type"].text("a Feature", "Feature")
    properties, geometry = feature["properties"], feature["geometry"]
    geometry["type"].text("a MultiPolygon", "MultiPolygon")
    area = properties["area_id"]
    return Boundary(
        area.text("an area_id of areas.csv, or null", r"[a-z0-9]+(-[a-z0-9]+)*") if area.there else "",
        properties["iso_3166_2"].text("an ISO 3166-2 code like VN-02", r"[A-Z]{2}-[A-Z0-9]{1,3}"),
        properties["country"].text("an ISO 3166-1 code like VN", r"[A-Z]{2}"),
        tuple(
            _ring(ring)
            for polygon in geometry["coordinates"].items("a list of polygons")
            for ring in polygon.items("a list of rings")
        ),
        _position(properties["label"]),
    )


def _ring(ring: Node) -> Ring:
    """The positions of a ring: at least a triangle, closed as GeoJSON asks."""
    values = ring.value
    if isinstance(values, list) and all(map(_is_position, values)):  # as nearly always
        positions = tuple((longitude, latitude) for longitude, latitude in values)
    else:  # find out which is none
        positions = tuple(_position(one) for one in ring.items("a list of positions"))
    if len(positions) < 4 or positions[0] != positions[-1]:
        raise ring.misfit("a ring of four positions or more, the last the same as the first")
    return positions


def _position(node: Node) -> Position:
    """Longitude and latitude in degrees."""
    value = node.value
    if not _is_position(value):
        raise node.misfit("a longitude and a latitude in degrees")
    return value[0], value[1]


def _is_position(value: Any) -> bool:
    numbers = isinstance(value, list) and all(type(one) in (int, float) and isfinite(one) for one in value)
    return numbers and len(value) == 2 and abs(value[0]) <= 180 and abs(value[1]) <= 90
