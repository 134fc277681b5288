"""A dataset of any number of provinces, made from the schema and one real province.

    python tests/bench/made_provinces.py FOLDER COUNT

Each made province has the real one's facts under names of its own, with other figures; what facts refer to
(sources, partners, indicators …) is shared. Which rows are facts, and what names them, is read from the descriptor.
"""

import csv
import json
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from helpers.data.csv_files import Row
from helpers.data.schema import Table, read
from helpers.data.subset import BESIDE
from helpers.data.tables import sound_rows

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from small_dataset import outlines  # noqa: E402

DATA = Path(__file__).resolve().parents[2] / "data"
MODEL = "lai-chau"
Rows = dict[str, tuple[Row, ...]]
_GROWN = ("usd", "vnd", "point", "score")  # counts stay whole, and shares stay shares


def make(folder: Path, count: int) -> int:
    """Write the dataset into a new folder; returns the number of provinces that briefings are made of."""
    shutil.copytree(DATA, folder)
    package = read(DATA)
    rows = {name: sound_rows(package, table) for name, table in package.tables.items()}
    names = [f"province-{number:05}" for number in range(count)]
    own = {
        (name, row[table.key[0]]) for name, table in package.tables.items() for row in _of_model(table, rows)
    }
    real = json.loads((DATA / "boundaries.geojson").read_text(encoding="utf-8"))["features"]
    (folder / "boundaries.geojson").write_text(outlines(*names, beside=real), encoding="utf-8")
    for name, table in package.tables.items():
        made = list(_made(table, rows, names, own))
        real = [row.but({"briefing": "false"}) if name == "areas" else row for row in rows[name]]
        everything = sorted([*real, *made], key=lambda row: row.key(table.key))
        with (folder / table.path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(everything)
    return count


def _of_model(table: Table, rows: Rows) -> list[Row]:
    """The facts of a table that are the model's alone."""
    if table.name == "areas" or not (table.of_facts and "area_id" in table.names):
        return []
    return [row for row in rows[table.name] if row["area_id"] == MODEL]


def _made(table: Table, rows: Rows, names: list[str], own: set[tuple[str, str]]) -> Iterator[Row]:
    """The model's rows of a table, once for each name."""
    for number, name in enumerate(names):
        for row in rows[table.name]:
            if table.name == "areas" and row["area_id"] == MODEL:
                said = {"area_id": name, "slug": name}
                said |= {"name_vi": f"Tỉnh {number:05}", "name_en": f"Province {number:05}"}
                yield row.but(said | dict.fromkeys(("iso_3166_2", "legal_basis", "note_vi", "note_en"), ""))
            elif table.name == "area_members" and row["area_id"] == MODEL:
                yield row.but({"area_id": name})
            elif table.name in BESIDE and (row["table"], row["key"]) in own:
                yield row.but({"key": _key(row["key"], name)})
        for row in _of_model(table, rows):
            cells = {"area_id": name, table.key[0]: _key(row[table.key[0]], name)}
            for one in table.references:
                if (one.table, row[one.field]) in own:
                    cells[one.field] = _key(row[one.field], name)
            if table.name == "observations" and row["unit_id"].startswith(_GROWN):
                cells["value"] = _other(row["value"], number)
            elif table.name == "observations" and row["unit_id"] == "rank":  # else charts would be the same
                cells["value"] = str(Decimal(row["value"]) + number)
            yield row.but(cells)


def _key(key: str, name: str) -> str:
    return key.replace(MODEL, name) if MODEL in key else f"{name}-{key}"


def _other(value: str, number: int) -> str:
    """A figure of its own, larger by so many hundred-thousandths; a whole number stays one."""
    exact = Decimal(value)
    grown = exact * (100_000 + number) / 100_000
    return str(grown.quantize(Decimal(1) if "." not in value else Decimal("1.000000")))


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), int(sys.argv[2])), "provinces")
