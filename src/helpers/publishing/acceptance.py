"""Look at executed sections before anybody else does: they are about their own province, and no fact is left out."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data import areas, schema
from helpers.publishing.formats import Expected, WrongBriefing
from helpers.publishing.inputs import hash_of
from helpers.publishing.jobs import Job
from helpers.publishing.reads import Reads

if TYPE_CHECKING:
    from nbformat import NotebookNode

Notebooks = Mapping[str, "NotebookNode"]

_FIGURE, _TABLE, _TEXTS = (
    "image/svg+xml",
    "application/vnd.dataresource+json",
    ("text/markdown", "text/html"),
)
# The tags of cells that may show a figure, and that may show a table.
_MAY = {_FIGURE: {"figure"}, _TABLE: {"figure", "table"}}
_NAMED = 5  # facts that a message names


def check_sections(job: Job, executed: Notebooks) -> dict[str, str]:
    """The hash of each figure, and where it stands, but for those that a notebook declares to be shared.

    Raises WrongBriefing for a briefing that shows nothing, never names its own province, was run for another, or
    shows a figure or a table in a cell whose tag does not declare one.
    """
    texts = ["".join(data[mime]) for _, _, data in _outputs(executed) for mime in _TEXTS if mime in data]
    if not texts:
        raise WrongBriefing("the sections show neither text nor a table")
    if not any(job.name in unescape(text) for text in texts):
        raise WrongBriefing(f"the sections never name {job.name}, the province they are about")
    figures = {}
    for section, cell, data in _outputs(executed):
        place = f"{section}, {cell.get('id', '')}"
        for mime, tags in _MAY.items():
            if mime in data and not tags & set(cell.metadata.get("tags", ())):
                raise WrongBriefing(f"{place} shows a {min(tags)} and is not tagged as one")
        if _FIGURE in data and cell.get("id") not in _shared(executed[section]):
            figures[hash_of("".join(data[_FIGURE]))] = place
    for section, notebook in executed.items():
        _check_parameters(job, section, notebook)
    return figures


def _check_parameters(job: Job, section: str, notebook: "NotebookNode") -> None:
    """A section that was run for another province, language or edition must not slip in, from wherever it came."""
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", ()):
            for name, value in job.parameters.items():
                if f"{name} = {value!r}".replace("'", '"') not in cell.source.replace("'", '"'):
                    raise WrongBriefing(f"{section} was not run with {name} = {value}")


def check_complete(job: Job, data: Path, reads: Iterable[Reads | None]) -> set[str]:
    """The facts that the annex shows, once none of its unit is left out; ``data`` is the folder of the unit's subset.

    Raises WrongBriefing with the facts that no section shows there. Sections that record nothing are not held to it.
    """
    recorded = [one for one in reads if one is not None]
    if not recorded:
        return set()
    shown = {fact for one in recorded for fact in one.facts}
    missing = sorted(facts_of(job.province, job.edition, data) - shown)
    if missing:
        named = ", ".join(missing[:_NAMED]) + ", …" * (len(missing) > _NAMED)
        raise WrongBriefing(
            f"{len(missing)} fact{'s' * (len(missing) > 1)} of the unit stand{'s' * (len(missing) == 1)} "
            f"in no cell of the annex: {named}; a view has to show {'them' if len(missing) > 1 else 'it'}"
        )
    return shown


def facts_of(province: str, edition: str, data: Path) -> set[str]:
    """The facts that a province's briefing has to show, as ``table/primary-key``; ``data`` is the folder of its subset.

    They are the rows of every table of facts that the descriptor has about an area that speaks of it (see
    `areas.levels`), those of joint facts that such an area has a part in, and what belongs to these or was held there.
    """
    package = schema.read(data)
    rows = {name: _rows(table.path) for name, table in package.tables.items()}
    known = {row["area_id"]: row for row in rows["areas"]}
    members = [(row["group_id"], row["area_id"]) for row in rows["area_members"]]
    own = areas.levels(known, members, areas.unit_in_force(known, province, date.fromisoformat(edition)))

    def concern(name: str) -> Iterator[str]:
        key = package.table(name).key[0]
        if parties := package.members(name):
            field = next(one.field for one in parties.references if one.table == name)
            yield from {row[field] for row in rows[parties.name] if row["area_id"] in own}
        elif joint := package.joint(name):
            field, whole = (
                next(one.field for one in package.table(name).references if one.table == joint),
                {*concern(joint)},
            )
            yield from (
                row[key] for row in rows[name] if row[field] in whole or row.get("host_area_id") in own
            )
        else:
            yield from (row[key] for row in rows[name] if not row.get("area_id") or row["area_id"] in own)

    return {
        f"{name}/{key}" for name, table in package.tables.items() if table.of_facts for key in concern(name)
    }


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def expected(job: Job, joined: "NotebookNode") -> Expected:
    """What the document of a joined notebook has to show."""
    shown = [data for _, _, data in _outputs({"": joined})]
    figures, tables = (sum(1 for data in shown if mime in data) for mime in (_FIGURE, _TABLE))
    return Expected(job.language, job.name, figures, tables, joined.metadata.get("pages", 0))


def _outputs(executed: Notebooks) -> Iterator[tuple[str, "NotebookNode", Mapping[str, str]]]:
    """Every output: its section, its cell, its data by media type."""
    for section, notebook in executed.items():
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                yield section, cell, output.get("data", {})


def _shared(notebook: "NotebookNode") -> list[str]:
    """The cells whose figures a notebook's metadata declares to be those of several provinces."""
    return list(notebook.metadata.get("briefing", {}).get("shared", ()))
