"""Every phrase is used, every key that code or data asks for is there, and no phrase is left behind."""

import re

import pytest
from repository import MODULES, PACKAGE

from helpers import data
from helpers.data import schema
from helpers.text.phrases import table

# Keys made from a value of the dataset: the first part, the table and the field whose values follow it.
BY_VALUE = {
    "relation": ("relations", "form"),
    "activity": ("activities", "kind"),
    "project": ("projects", "kind"),
    "status": ("projects", "status"),
    "priority": ("priorities", "kind"),
    "document_kind": ("documents", "kind"),
    "agreement_status": ("agreements", "status"),
    "gate": ("border_gates", "kind"),
    "qualifier": ("observations", "qualifier"),
    "mark": ("observations", "qualifier"),
}


@pytest.mark.parametrize("group", sorted(BY_VALUE))
def test_every_value_of_a_closed_list_can_be_said(group: str) -> None:
    name, field_name = BY_VALUE[group]
    (field,) = [one for one in schema.read().table(name).fields if one.name == field_name]
    assert {f"{group}.{value}" for value in field.constraints["enum"]} <= set(table("vi"))


def test_every_unit_can_be_said() -> None:
    units = set(data.load()["units"]["unit_id"]) - {"percent"}
    assert {f"unit.{unit}" for unit in units} <= set(table("vi"))


def test_every_phrase_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    code += "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.j2"))
    code += "\n".join(
        path.read_text(encoding="utf-8") for path in (PACKAGE.parents[1] / "notebooks").glob("*.ipynb")
    )
    made = {match[1] for match in re.finditer(r"f\"([a-z_]+)\.\{", code)}
    suffixed = {match[1] for match in re.finditer(r"f\"([a-z_]+\.[a-z_]+_)\{", code)}
    columns = set(re.findall(r"column\(\s*page,\s*\"([a-z_]+)\"", code))
    unused = [
        key
        for key in table("vi")
        if f'"{key}"' not in code.replace("'", '"').replace('\\"', '"')
        and key.split(".")[0] not in made - {"column", "trade", "investment", "cooperation", "plans"}
        and not any(key.startswith(prefix) for prefix in suffixed)
        and not (key.startswith("column.") and key.removeprefix("column.") in columns)
    ]
    # Keys that a view puts together from the name of a part: f"cooperation.{key}", f"cooperation.{key}_table" …
    parts = {"partners", "donors", "contacts", "agreements", "exchanges", "activities", "oda", "ngo_aid"}
    parts |= {f"{part}_table" for part in parts}
    assert [key for key in unused if key.split(".")[1] not in parts] == []
