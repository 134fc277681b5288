"""Every phrase is used, every key that code or data asks for is there, and no phrase is left behind."""

import re

from repository import MODULES, PACKAGE

from helpers.data import schema
from helpers.text.phrases import table


def test_every_list_that_code_reads_labels_of_is_a_closed_list_of_the_dataset() -> None:
    knowing = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] != "exporters"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in knowing)
    asked = set(re.findall(r"""(?:\blabel|\.values)\(\s*"([a-z_]+)\"""", code))
    named = {name for one in schema.read().tables.values() for field in one.fields for name in field.labels}
    in_forms = {"confidence"}  # what templates offer and imports read back, and no page tells
    assert asked | in_forms == named


def test_every_kind_of_locator_can_be_said() -> None:
    kinds = {"title", "lead", "excerpt", "related", *"pchtas"}
    tags = {
        tag for kind in [*kinds, "row", "x"] for tag in (kind, f"{kind}1") if schema.LOCATOR.fullmatch(tag)
    }
    assert {tag.removesuffix("1") for tag in tags} == kinds
    assert {f"locator.{kind}" for kind in [*kinds, "row"]} == {
        key for key in table("vi") if key.startswith("locator.")
    }


def test_every_phrase_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    code += "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.j2"))
    code += "\n".join(
        path.read_text(encoding="utf-8") for path in (PACKAGE.parents[1] / "notebooks").glob("*.ipynb")
    )
    made = {match[1] for match in re.finditer(r"f\"([a-z_]+)\.\{", code)}
    suffixed = {match[1] for match in re.finditer(r"f\"([a-z_]+\.[a-z_]+_)\{", code)}
    columns = set(re.findall(r"column\(\s*section,\s*\"([a-z_]+)\"", code))
    unused = [
        key
        for key in table("vi")
        if f'"{key}"' not in code.replace("'", '"').replace('\\"', '"')
        and key.split(".")[0] not in made - {"column"}
        and not any(key.startswith(prefix) for prefix in suffixed)
        and not (key.startswith("column.") and key.removeprefix("column.") in columns)
    ]
    assert unused == []
