"""The descriptor, the files, the dictionary and the standard agree."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.data import check, dictionary
from helpers.data.schema import DATE, read

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
