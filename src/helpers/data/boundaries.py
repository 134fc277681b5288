"""Outlines of the provinces and their neighbours, simplified for a locator map."""

import json
from dataclasses import dataclass
from pathlib import Path

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Boundary:
    """One unit's outline, and where its name goes, in degrees of longitude and latitude (WGS 84)."""

    area_id: str
    iso_3166_2: str
    country: str
    rings: tuple[Ring, ...]
    label: tuple[float, float]


def load_boundaries(folder: Path) -> tuple[Boundary, ...]:
    """The outlines in the dataset's ``boundaries.geojson``, in the order they are drawn."""
    features = json.loads((folder / "boundaries.geojson").read_text(encoding="utf-8"))["features"]
    return tuple(
        Boundary(
            feature["properties"]["area_id"] or "",
            feature["properties"]["iso_3166_2"],
            feature["properties"]["country"],
            tuple(
                tuple((x, y) for x, y in ring)
                for polygon in feature["geometry"]["coordinates"]
                for ring in polygon
            ),
            tuple(feature["properties"]["label"]),
        )
        for feature in features
    )
