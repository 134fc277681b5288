"""Datasets to break: a small one that no curator changes, and a copy of the real one."""

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from helpers.data import Fault, check
from helpers.data.schema import Table, read

DATA = Path(__file__).resolve().parents[1] / "data"


def named(vietnamese: str, english: str, stem: str = "name") -> dict[str, str]:
    """A text in both languages."""
    return {f"{stem}_vi": vietnamese, f"{stem}_en": english}


def source(source_id: str, published: str) -> dict[str, str]:
    """A publication."""
    return {
        "source_id": source_id,
        "kind": "press",
        "witness": "report",
        "reading": "whole",
        "title": f"Bài {source_id}",
        "published": published,
        "published_inferred": "false",
        "language": "vi",
        "licence": "all rights reserved",
        **named(f"Bài báo {source_id}", f"Article {source_id}", "short"),
    }


def area(area_id: str, kind: str, **more: str) -> dict[str, str]:
    """An area on our side."""
    return {"area_id": area_id, "kind": kind, **named(area_id, area_id), "briefing": "false", **more}


def figure(observation_id: str, value: str, **more: str) -> dict[str, str]:
    """A figure, by its id: a year makes it a flow, unless ``more`` says otherwise."""
    parts = observation_id.split(".")
    start, _, end = parts[-1].partition("-")
    return {
        "observation_id": observation_id,
        "area_id": parts[0],
        "indicator_id": parts[1],
        "value": value,
        "period_start": start,
        "period_end": end or start,
        "date_inferred": "false",
        "qualifier": "exact",
        "unit_id": "usd_bn",
        "source_id": "old",
        "locator": "p1",
        "confidence": "high",
        **more,
    }


def stock(observation_id: str, value: str, **more: str) -> dict[str, str]:
    """A figure that stands on a date."""
    as_of = observation_id.rsplit(".", 1)[1]
    return figure(observation_id, value, period_start="", period_end="", as_of=as_of, **more)


def indicator(indicator_id: str, kind: str, dimension: str, part_of: str = "") -> dict[str, str]:
    """What a figure counts."""
    return {
        "indicator_id": indicator_id,
        "topic": "trade",
        "kind": kind,
        "dimension": dimension,
        "basis_id": "all",
        "part_of": part_of,
        **named(indicator_id, indicator_id),
        **named("Mọi thứ", "Everything", "definition"),
    }


def unit(unit_id: str, dimension: str, factor: str, *words: str) -> dict[str, str]:
    """A unit; ``words`` are its name and an amount of it, each in Vietnamese and in English."""
    told = {**named(*words[:2]), **named(*words[2:], "amount")}
    return {"unit_id": unit_id, "dimension": dimension, "factor": factor, **told}


def rows_in(path: Path) -> list[dict[str, str]]:
    """All rows of a CSV file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# What readers see for values of closed lists: the real dataset's, for the check asks for each of them.
WORDS = {name: rows_in(DATA / f"{name}.csv") for name in ("labels", "qualifiers", "topics")}

OLD = {"source_id": "old", "locator": "p1", "confidence": "high"}
NEW = {"source_id": "new", "locator": "p2", "confidence": "high"}
NOT_INFERRED = {"date_inferred": "false"}

# Two provinces of which one became another, one group, two sources, and one fact of most kinds.
SMALL: dict[str, list[dict[str, str]]] = {
    **WORDS,
    "sources": [source("new", "2024"), source("old", "2020-03")],
    "areas": [
        area("east", "province", slug="east", gso_code="20", briefing="true"),
        area("everything", "country"),
        area("north", "group"),
        area(
            "west",
            "province",
            slug="west",
            gso_code="10",
            briefing="true",
            valid_to="2025-06-30",
            successor_id="west-2025",
        ),
        area("west-2025", "province", valid_from="2025-07-01"),
    ],
    "area_members": [{"group_id": "north", "area_id": member} for member in ("east", "west")],
    "partners": [
        {"partner_id": "china", "kind": "state", "country": "CN", **named("Trung Quốc", "China")},
        {"partner_id": "laos", "kind": "state", "country": "LA", **named("Lào", "Laos")},
        {"partner_id": "yunnan", "kind": "locality", "country": "CN", **named("Vân Nam", "Yunnan")},
    ],
    "sectors": [{"sector_id": "industry", **named("Công nghiệp", "Industry")}],
    "units": [
        unit("percent", "percent", "1", "%", "%", "{number}%", "{number}%"),
        unit("project", "project", "1", "Dự án", "Projects", "{number} dự án", "{number} projects"),
        unit(
            "usd_bn", "usd", "1000000000", "Tỷ USD", "USD billion", "{number} tỷ USD", "USD {number} billion"
        ),
        unit(
            "usd_m",
            "usd",
            "1000000",
            "Triệu USD",
            "USD million",
            "{number} triệu USD",
            "USD {number} million",
        ),
    ],
    "bases": [{"basis_id": "all", **named("Tất cả", "All")}],
    "indicators": [
        indicator("aid", "flow", "usd"),
        indicator("capital", "stock", "usd"),
        indicator("capital-share", "rate", "percent"),
        indicator("disbursed", "stock", "usd", "capital"),
        indicator("projects", "count", "project"),
        indicator("turnover", "flow", "usd"),
    ],
    "border_gates": [
        {
            "gate_id": "gate",
            "area_id": "west",
            "kind": "main",
            "kind_inferred": "false",
            **named("Cửa", "Gate"),
            **OLD,
        }
    ],
    "observations": [
        stock("west.capital.2020", "500", unit_id="usd_m"),
        stock("west.capital-share.2020", "72", unit_id="percent"),
        stock("west.disbursed.2020", "0.3"),
        stock("west.projects.2020", "20", unit_id="project"),
        figure("west.turnover.2019", "3.8"),
        figure("west.turnover.2023", "4.1", **NEW),
    ],
    "relations": [
        {"relation_id": "west-yunnan", "area_id": "west", "partner_id": "yunnan", "form": "friendship", **OLD}
    ],
    "agreements": [
        {
            "agreement_id": "pact",
            "kind": "agreement",
            "level": "province",
            "status": "unknown",
            **NOT_INFERRED,
            **OLD,
        }
        | named("Thỏa thuận", "Agreement", "title"),
        {
            "agreement_id": "treaty",
            "kind": "treaty",
            "level": "state",
            "status": "unknown",
            **NOT_INFERRED,
            **NEW,
        }
        | named("Hiệp định", "Treaty", "title"),
    ],
    "agreement_parties": [
        {"agreement_id": agreement, **party}
        for agreement in ("pact", "treaty")
        for party in ({"area_id": "west"}, {"partner_id": "yunnan"})
    ],
    "agreement_axes": [{"agreement_id": "treaty", "axis": "1", **named("Du lịch", "Tourism", "text")}],
    "mechanisms": [
        {
            "mechanism_id": "group",
            "kind": "working_group",
            **named("Nhóm", "Group"),
            **named("Nhóm", "Group", "short"),
            **OLD,
        }
    ],
    "mechanism_members": [
        {"mechanism_id": "group", "area_id": "west"},
        {"mechanism_id": "group", "partner_id": "yunnan"},
    ],
    "meetings": [
        {
            "meeting_id": "group-10",
            "mechanism_id": "group",
            "number": "10",
            "start": "2024-06",
            "mode": "unknown",
        }
        | NEW,
        {"meeting_id": "group-9", "mechanism_id": "group", "start": "2019", "mode": "unknown", **OLD},
    ],
    "activities": [
        {
            "activity_id": "visit",
            "area_id": "west",
            "kind": "visit",
            "start": "2024-05-26",
            "end": "2024-06-01",
            **NOT_INFERRED,
        }
        | named("Thăm", "Visit", "title")
        | NEW
    ],
    "priorities": [
        {"priority_id": "one", "area_id": "west", "kind": "task", "list_id": "list", "position": "1"}
        | {"document_id": "plan", **named("Mở rộng", "Expand", "text"), **OLD}
    ],
    "documents": [
        {
            "document_id": "plan",
            "area_id": "west",
            "kind": "plan",
            "number": "4",
            "issued": "2011-02-25",
            **OLD,
        }
        | named("Kế hoạch", "Plan", "title")
    ],
    "further_sources": [
        {"table": "observations", "key": "west.turnover.2019", "source_id": "new", "locator": "p3"}
    ],
}


def outlines(*areas: str, beside: Sequence[dict[str, Any]] = ()) -> str:
    """A file of outlines with a square for each area, and the features given."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "iso_3166_2": f"VN-{number:03X}",
                "area_id": area,
                "country": "VN",
                "label": [104.5, 22.5],
            },
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[104, 22], [105, 22], [105, 23], [104, 23], [104, 22]]]],
            },
        }
        for number, area in enumerate(areas)
    ]
    return json.dumps({"type": "FeatureCollection", "features": [*beside, *features]})


_described: dict[str, dict[str, Table]] = {}  # tables by the text of their descriptor


@dataclass
class Folder:
    """A dataset on disk, with tools to change it."""

    path: Path

    @property
    def tables(self) -> dict[str, Table]:
        """The tables as the descriptor describes them."""
        text = (self.path / "datapackage.json").read_text(encoding="utf-8")
        if text not in _described:
            _described[text] = read(self.path).tables
        return _described[text]

    def rows(self, table: str) -> list[dict[str, str]]:
        """All rows of a table as text."""
        return rows_in(self.path / f"{table}.csv")

    def write(self, table: str, rows: list[dict[str, str]], sort: bool = True) -> None:
        """Write a table, sorted by its primary key unless told otherwise."""
        described = self.tables[table]
        if sort:
            rows = sorted(rows, key=lambda row: tuple(row.get(column, "") for column in described.key))
        with (self.path / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, described.names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def add(self, table: str, /, *, like: str = "", sort: bool = True, **cells: str) -> None:
        """Add a row, alike one with this key in its first column, or empty, but for the given cells."""
        rows = self.rows(table)
        names = self.tables[table].names
        model = next((row for row in rows if row[names[0]] == like), dict.fromkeys(names, ""))
        self.write(table, [*rows, {**model, **cells}], sort)

    def change(self, table: str, key: str, /, **cells: str) -> None:
        """Change cells of the rows whose first column is this key, where they stand."""
        rows = self.rows(table)
        first = self.tables[table].names[0]
        assert any(row[first] == key for row in rows), f"no {key} in {table}"
        changed = [{**row, **cells} if row[first] == key else row for row in rows]
        self.write(table, changed, sort=False)

    def drop(self, table: str, key: str) -> None:
        """Take out the rows whose first column is this key."""
        first = self.tables[table].names[0]
        self.write(table, [row for row in self.rows(table) if row[first] != key])

    def line(self, table: str, key: str) -> int:
        """The line of the row whose first column is this key, in a file without line ends inside cells."""
        first = self.tables[table].names[0]
        return 2 + [row[first] for row in self.rows(table)].index(key)

    def edit(self, table: str, change: Callable[[bytes], bytes]) -> None:
        """Change the bytes of a file."""
        file = self.path / f"{table}.csv"
        file.write_bytes(change(file.read_bytes()))

    def faults(self) -> list[Fault]:
        """What the checks find."""
        return check(self.path)

    def told(self) -> list[tuple[str, int, str]]:
        """Table, line and field of each fault."""
        return [(Path(fault.file).stem, fault.line, fault.field) for fault in self.faults()]


@cache
def small_files() -> dict[str, str]:
    """The files of the small dataset."""
    with TemporaryDirectory() as place:
        folder = Folder(Path(place))
        shutil.copy(DATA / "datapackage.json", folder.path)
        (folder.path / "boundaries.geojson").write_text(outlines("east", "west"), encoding="utf-8")
        for table in folder.tables:
            folder.write(table, SMALL.get(table, []))
        return {path.name: path.read_text(encoding="utf-8") for path in folder.path.iterdir()}


def small_in(place: Path) -> Folder:
    """A small dataset without faults, in a folder of its own."""
    folder = Folder(place / "data")
    folder.path.mkdir()
    for name, text in small_files().items():
        (folder.path / name).write_text(text, encoding="utf-8", newline="")
    return folder


def copy_in(place: Path) -> Folder:
    """A copy of the real dataset."""
    return Folder(Path(shutil.copytree(DATA, place / "data")))
