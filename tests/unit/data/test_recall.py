"""What was gathered of the years from 2023 on is in the dataset, or README says why it is not.

``tests/evidence`` holds the surely read half of that record: what of whom, when, how much, and the address of the page.
A row with ``left_out`` holds the words by which data/README.md names it among what was left out. Where the dataset has
another area or another date than was written down, the row has the dataset's, what was ``recorded``, and ``why``.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest

from helpers.data import load
from helpers.data.tables import Record

EVIDENCE = Path(__file__).resolve().parents[2] / "evidence"
README = Path(__file__).resolve().parents[3] / "data" / "README.md"
DATASET = load()
CITED = ("source_id", "outcome_source_id", "due_source_id", "milestone_source_id")
DATES = (
    *("start", "end", "signed", "as_of", "status_as_of", "issued", "since", "due"),
    *("period_start", "period_end"),
)


def evidence(name: str) -> list[dict[str, str]]:
    with (EVIDENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page(address: str) -> str:
    """An address without what does not tell two pages apart."""
    return re.sub(r"^https?://(www\.)?", "", unquote(address)).split("#")[0].rstrip("/")


def facts() -> Iterator[tuple[str, Record]]:
    for name, table in DATASET.package.tables.items():
        if table.of_facts:
            for row in DATASET.records(name):
                yield name, row


def cited() -> dict[str, list[tuple[str, Record]]]:
    """The facts, with their tables, that each page is a source of."""
    pages = {row["source_id"]: page(row["url"]) for row in DATASET.records("sources")}
    rows = {(name, row[DATASET.package.table(name).key[0]]): row for name, row in facts()}
    found: dict[str, list[tuple[str, Record]]] = defaultdict(list)
    for name, row in facts():
        for source in {row[one] for one in CITED if row.get(one)}:
            found[pages[source]].append((name, row))
    for further in DATASET.records("further_sources"):
        key = (further["table"], further["key"])
        if key in rows:
            found[pages[further["source_id"]]].append((key[0], rows[key]))
    return found


FACTS = cited()
FIGURES, EVENTS = evidence("figures.csv"), evidence("events.csv")


def compatible(one: str, other: str) -> bool:
    """Whether two dates are the same as far as both go."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def worth(value: Decimal, unit_id: str) -> tuple[str, Decimal]:
    """What is measured, and how much of it in the dimension's base unit."""
    unit = DATASET.row("units", unit_id)
    return unit["dimension"], value * unit["factor"]


def states(row: Record, figure: dict[str, str]) -> bool:
    """Whether an observation says what the record says: of that area and time, exactly that much."""
    return (
        row["area_id"] == figure["area_id"]
        and compatible(figure["period_start"], row["period_start"] or row["as_of"])
        and compatible(figure["period_end"], row["period_end"] or row["as_of"])
        and worth(row["value"], row["unit_id"]) == worth(Decimal(figure["value"]), figure["unit_id"])
    )


def test_every_figure_that_was_gathered_is_there() -> None:
    missing = [
        figure
        for figure in FIGURES
        if not figure["left_out"]
        and not any(
            name == "observations" and states(row, figure) for name, row in FACTS[page(figure["address"])]
        )
    ]
    assert missing == []


def test_every_event_that_was_gathered_is_there_with_its_date() -> None:
    missing = [
        event
        for event in EVENTS
        if not event["left_out"]
        and not any(
            name != "observations"
            and (not event["date"] or any(compatible(event["date"], row.get(date) or "") for date in DATES))
            for name, row in FACTS[page(event["address"])]
        )
    ]
    assert missing == []


@pytest.mark.parametrize("row", [row for row in [*FIGURES, *EVENTS] if row["left_out"]], ids=str)
def test_what_is_left_out_is_named_in_the_readme(row: dict[str, str]) -> None:
    assert row["left_out"] in README.read_text(encoding="utf-8")


def test_an_area_or_date_that_differs_from_the_record_says_why() -> None:
    """No more than these, so that the record is not bent to the dataset unseen."""
    other = [row for row in [*FIGURES, *EVENTS] if row["recorded"] or row["why"]]
    assert all(row["recorded"] and row["why"] for row in other)
    areas = Counter((row["area_id"], row["recorded"]) for row in other if "area_id" in row)
    assert areas == {
        ("tuyen-quang-2025", "Hà Giang (now Tuyên Quang)"): 4,
        ("cao-bang-tuyen-quang", "Cao Bằng"): 3,
        ("viet-nam", "Yunnan and Viet Nam"): 1,
        ("viet-nam", "Guangxi and Viet Nam"): 1,
    }
    assert {(row["date"], row["recorded"]) for row in other if "date" in row} == {
        ("2023-04", "2023-04-04"),
        ("", "2023-02-02"),
    }


def test_figures_that_the_record_gives_to_a_unit_that_merged_are_of_the_gate() -> None:
    """Those of Thanh Thủy: the dataset has them for the unit that the gate lies in when they end."""
    for figure in FIGURES:
        if figure["recorded"] == "Hà Giang (now Tuyên Quang)":
            found = [row for _, row in FACTS[page(figure["address"])] if "gate_id" in row]
            assert {row["gate_id"] for row in found if states(row, figure)} == {"thanh-thuy"}


def test_trade_that_the_record_gives_to_two_sides_names_the_partner() -> None:
    for figure in FIGURES:
        side = figure["recorded"].removesuffix(" and Viet Nam").casefold()
        if side in ("yunnan", "guangxi"):
            found = [
                row for _, row in FACTS[page(figure["address"])] if "partner_id" in row and "value" in row
            ]
            assert {row["partner_id"] for row in found if states(row, figure)} == {side}


def test_the_record_is_whole() -> None:
    """So that no row is taken out of the record to make it fit."""
    assert (len(FIGURES), len(EVENTS)) == (230, 92)
