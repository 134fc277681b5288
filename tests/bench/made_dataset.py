"""A dataset of any size, made from the schema: so many provinces, indicators and years, all sound."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

from helpers.data.schema import read
from small_dataset import SMALL, WORDS, area, figure, indicator, outlines, source

DATA = Path(__file__).resolve().parents[2] / "data"
INDICATORS, YEARS = 25, range(1980, 2020)


def make(folder: Path, observations: int) -> int:
    """Write a dataset with at least so many observations; returns how many there are."""
    folder.mkdir(parents=True)
    shutil.copy(DATA / "datapackage.json", folder)
    names = [f"flow-{number:02}" for number in range(INDICATORS)]
    provinces = [f"p{number:06}" for number in range(-(-observations // (INDICATORS * len(YEARS))))]
    (folder / "boundaries.geojson").write_text(outlines(*provinces), encoding="utf-8")
    rows: dict[str, Iterator[dict[str, str]] | list[dict[str, str]]] = {
        **WORDS,
        "sources": [source("old", "2020-03")],
        "areas": [
            *(area(name, "province", slug=name, gso_code="10", briefing="true") for name in provinces),
            area("viet-nam", "country"),
        ],
        "units": SMALL["units"],
        "bases": SMALL["bases"],
        "indicators": [indicator(name, "flow", "usd") for name in names],
        "observations": (
            figure(f"{province}.{name}.{year}", f"{year % 97}.{number % 10}", unit_id="usd_m")
            for number, province in enumerate(provinces)
            for name in names
            for year in YEARS
        ),
    }
    for name, table in read(folder).tables.items():
        with table.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows.get(name, ()))
    return len(provinces) * INDICATORS * len(YEARS)
