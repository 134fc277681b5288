"""Run the notebooks of sections as a kernel would, on a dataset that is loaded once for all tests."""

import ast
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from helpers import views
from helpers.data import Dataset, areas, editions, load
from helpers.data.tables import READ_BY_LOAD
from helpers.text.phrases import Say, phrases
from helpers.views import Section
from helpers.views.kit import section
from helpers.views.kit.section import section_of

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
_EMPTY: dict[str, list[str]] = {"facts": [], "phrases": [], "tables": []}


def provinces() -> list[str]:
    """The names of all units that a build makes briefings of."""
    return [one.slug for one in _subjects() if one.kind == "unit"]


def comparisons() -> list[str]:
    """The names of all groups whose members a build compares."""
    return [one.slug for one in _subjects() if one.kind == "group"]


@cache
def _subjects() -> list[areas.Subject]:
    dataset = load(["areas"])
    return areas.subjects(dataset.areas, editions.day(dataset.edition))


@cache
def dataset_of(province: str, as_of: str = "") -> Dataset:
    """The facts of a province, loaded once for all tests."""
    return load(as_of=as_of, province=province)


@dataclass
class Ran:
    """What a notebook's cells displayed, and what each recorded, by the cell's id; the phrases said by its views.

    Of a phrase its key and the text that it gave, with what stands in its places, in the order in which they were said.
    """

    outputs: dict[str, list[Any]] = field(default_factory=dict)
    records: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    said: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def read(self, kind: str) -> set[str]:
        """All tables, phrases or facts that were recorded."""
        return {name for record in self.records.values() for name in (record or _EMPTY)[kind]}


@cache
def ran(name: str, province: str, language: str = "vi") -> Ran:
    """What running a section's notebook gave; run once for all tests."""
    return run_notebook(name, province, language)


def run_notebook(
    name: str, province: str, language: str = "vi", dataset: Dataset | None = None, *, annex: bool = True
) -> Ran:
    """Run the cells of a section's notebook as a kernel would, checks included, on a dataset that is loaded once.

    Or on the one given; without ``annex`` the cells of the annex and the checks are left out.
    """
    opened: list[Section] = []

    def open_section(province: str, language: str, as_of: str = "") -> Section:
        facts = dataset or dataset_of(province, as_of)
        facts.read.intersection_update(READ_BY_LOAD)
        opened.append(section_of(facts, province, language))
        return opened[0]

    def recording(language: str) -> Say:
        def say(key: str, /, **values: object) -> str:
            text = phrases(language)(key, **values)
            found.said.setdefault((key, text), {name: str(value) for name, value in values.items()})
            return text

        return say

    names: dict[str, Any] = {}
    found = Ran()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(views, "open_section", open_section)
        patched.setattr(section, "phrases", recording)
        for cell in json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
            left_out = not annex and {"annex", "check"} & {*cell["metadata"]["tags"]}
            if cell["cell_type"] == "code" and not left_out:
                value = _run("".join(cell["source"]), cell["id"], names)
                outputs = [] if value is None else list(value) if isinstance(value, tuple) else [value]
                found.outputs[cell["id"]] = [output._repr_mimebundle_() for output in outputs]
                found.records[cell["id"]] = opened[0].reads.take() if opened else {}
            if "parameters" in cell["metadata"]["tags"]:
                names.update(province=province, language=language)
    return found


def _run(source: str, name: str, names: dict[str, Any]) -> Any:
    """Run a cell; the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), names)
    return eval(compile(ast.Expression(last.value), name, "eval"), names) if last else None
