"""What a section shows of its slice is what it would show of the whole dataset: the slice leaves nothing out."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from helpers import data, views
from helpers.data import areas
from helpers.publishing.jobs import SECTIONS
from helpers.views.kit.section import Section, section_of

pytestmark = pytest.mark.slow
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def whole(province: str, language: str, as_of: str = "") -> Section:
    """A section on everything that the dataset holds."""
    return section_of(data.load(as_of=as_of), province, language)


def shown(section: str, province: str, edition: str) -> list[Any]:
    """Everything that a section's cells show, as it would go to a notebook."""
    names: dict[str, Any] = {}
    found = []
    for cell in json.loads((NOTEBOOKS / f"{section}.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell["id"], "exec"), names)
        if "parameters" in cell["metadata"]["tags"]:
            names.update(province=province, language="vi", as_of=edition)
        value = eval(compile(ast.Expression(last.value), cell["id"], "eval"), names) if last else None
        for one in value if isinstance(value, tuple) else [value]:
            if one is not None:
                found.append(one._repr_mimebundle_())
    return found


@pytest.mark.parametrize(("kind", "section"), [(kind, one) for kind in SECTIONS for one in SECTIONS[kind]])
def test_a_slice_shows_what_the_whole_dataset_shows(
    kind: areas.Kind, section: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for province in {"unit": ("ha-giang", "lao-cai"), "group": ("regional-comparison",)}[kind]:
        edition = data.load(province=province, tables=["areas"]).edition
        of_slice = shown(section, province, edition)
        with monkeypatch.context() as changed:
            changed.setattr(views, "open_section", whole)
            assert shown(section, province, edition) == of_slice
        assert len(of_slice) >= 2
