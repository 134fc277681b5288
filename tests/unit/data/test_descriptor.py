"""The descriptor, the files, the dictionary and the standard agree."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.data import check, dictionary
from helpers.data.schema import DATE, read
from helpers.data.validation import needed

DATA = Path(__file__).resolve().parents[3] / "data"
PACKAGE = read(DATA)


def test_the_dataset_has_no_faults():
    assert [str(fault) for fault in check(DATA)] == []


def test_frictionless_accepts_the_dataset():
    command = [sys.executable, "-m", "frictionless", "validate", str(DATA / "datapackage.json")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_dictionary_is_up_to_date():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert dictionary.renew(readme, PACKAGE) == readme


def test_the_descriptor_leads_to_the_sources():
    assert [source["path"] for source in PACKAGE.descriptor["sources"]] == ["sources.csv"]


@pytest.mark.parametrize("table", PACKAGE.tables.values(), ids=lambda table: table.name)
def test_every_table_is_described(table):
    assert table.title and table.description and table.key
    assert table.path == DATA / f"{table.name}.csv"
    for field in table.fields:
        assert field.title and field.description, field.name
        assert field.example or "pattern" not in field.constraints, (
            f"{field.name} has a pattern and no example"
        )


@pytest.mark.parametrize("table", PACKAGE.tables.values(), ids=lambda table: table.name)
def test_fields_that_are_named_alike_are_alike(table):
    targets = {reference.field: reference.table for reference in table.references}
    for field in table.fields:
        if field.name.endswith("_id") and field.name not in (table.key[0], "list_id"):
            assert field.name in targets, f"{table.name}.{field.name} points nowhere"
        if field.name in ("published", "signed", "as_of", "since", "start", "end", "issued"):
            assert field.constraints["pattern"] == DATE
    if table.of_facts:
        assert table.field("source_id").required and table.field("locator").required


def test_the_licence_and_the_standard_are_named():
    assert PACKAGE.descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert PACKAGE.descriptor["licenses"][0]["name"] == "CC-BY-4.0"


def test_the_descriptor_is_written_as_json_writes_it():
    text = (DATA / "datapackage.json").read_text(encoding="utf-8")
    assert json.dumps(PACKAGE.descriptor, ensure_ascii=False, indent=2) + "\n" == text


def test_what_code_reads_is_what_the_descriptor_has():
    described = {
        name: " ".join(one.name + f":{one.type}" * (one.type != "string") for one in table.fields)
        for name, table in PACKAGE.tables.items()
    }
    assert described == needed.NEEDED


def members(node: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The place of every value in the descriptor."""
    if place:
        yield place
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from members(child, (*place, key))


def changed(place: tuple[str | int, ...], other: object) -> str:
    """The descriptor with one value replaced, or left out."""
    content = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    node = content
    for key in place[:-1]:
        node = node[key]
    if other == "left out":
        del node[place[-1]]
    else:
        node[place[-1]] = other
    return json.dumps(content)


def test_every_mutation_of_the_descriptor_is_a_named_fault_or_passes(small):
    """Every kind of place with every other value; what can still be read goes through the whole check.

    The whole check takes a while, so of the places of one kind each value tries another one.
    """
    kinds: dict[tuple[str, ...], list[tuple[str | int, ...]]] = {}
    read_from = {name: PACKAGE.descriptor[name] for name in ("created", "resources")}
    for place in members(read_from):
        kinds.setdefault(tuple("" if isinstance(key, int) else key for key in place), []).append(place)
    file = small.path / "datapackage.json"
    tried = refused = 0
    for number, (kind, places) in enumerate(sorted(kinds.items())):
        for turn, other in enumerate(("left out", None, [], {}, "", 0, "x")):
            file.write_text(changed(places[(number * 7 + turn * 5) % len(places)], other), encoding="utf-8")
            tried += 1
            for fault in small.faults():
                assert fault.expected and fault.file, kind
                refused += 1
    assert tried > 200 and refused > 100


@pytest.mark.parametrize("table", sorted(needed.NEEDED))
def test_a_table_that_is_not_described_is_named(small, table):
    file = small.path / "datapackage.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["resources"] = [one for one in content["resources"] if one["name"] != table]
    for one in content["resources"]:
        keys = one["schema"].get("foreignKeys", [])
        one["schema"]["foreignKeys"] = [key for key in keys if key["reference"].get("resource") != table]
        if not one["schema"]["foreignKeys"]:
            del one["schema"]["foreignKeys"]
    file.write_text(json.dumps(content), encoding="utf-8")
    (fault,) = small.faults()
    assert str(fault).endswith(
        f"datapackage.json resources: expected the table {table}, which briefings are made with, found nothing"
    )


@pytest.mark.parametrize(
    ("place", "other", "words"),
    [
        (("resources", 0, "schema", "fields", 3, "name"), 7, "resources[0] sources.schema.fields[3].name"),
        (
            ("resources", 2, "schema", "foreignKeys", 0, "fields"),
            ["grup_id"],
            "did you mean group_id or area_id?",
        ),
        (("resources", 2, "schema", "foreignKeys", 0, "reference", "resource"), "area", "did you mean areas"),
        (
            ("resources", 2, "schema", "foreignKeys", 0, "reference", "fields"),
            ["area"],
            "did you mean area_id?",
        ),
        (("resources", 0, "schema", "fields", 0, "constraints", "pattern"), "(", "a regular expression"),
        (
            ("resources", 0, "schema", "fields", 0, "constraints", "minLength"),
            3,
            "only the constraints required",
        ),
        (("resources", 0, "schema", "fields", 0, "type"), "sound", "one of string, number, integer, boolean"),
        (("resources", 0, "path"), "../sources.csv", "the name of a CSV file"),
        (("created",), "2026-13-45", "a day that the calendar has"),
    ],
)
def test_a_fault_of_the_descriptor_says_where_and_what(small, place, other, words):
    (small.path / "datapackage.json").write_text(changed(place, other), encoding="utf-8")
    (fault,) = small.faults()
    assert words in str(fault)


def test_every_field_of_every_table_has_a_heading_and_help_in_vietnamese() -> None:
    """The template and its help are made of these."""
    fields = {
        f"{table.name}.{one.name}": (one.title, one.title_vi, one.description, one.description_vi)
        for table in PACKAGE.tables.values()
        for one in table.fields
    }
    assert [name for name, (*_, help_vi) in fields.items() if not help_vi] == []
    assert [name for name, (_, title_vi, *_) in fields.items() if not title_vi] == []
    assert [name for name, (_, _, english, vietnamese) in fields.items() if english == vietnamese] == []
