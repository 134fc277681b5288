"""Executed sections become one notebook, with the facts that stand on the cover of a document."""

import hashlib
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from helpers.publishing.jobs import Job
from helpers.publishing.records import index_page
from helpers.text.dates import day
from helpers.text.phrases import LANGUAGES, Say, phrases

_LONGEST_ID = 64  # as the notebook format has it


def join(job: Job, executed: Mapping[str, NotebookNode]) -> NotebookNode:
    """The briefing as one notebook: the sections' cells in order, the document's metadata, nothing of the run."""
    cells = [
        _cell(section, cell)
        for section, notebook in executed.items()
        for cell in notebook.cells
        if "injected-parameters" not in cell.metadata.get("tags", [])
    ]
    first = next(iter(executed.values()))
    kernel = {
        name: first.metadata[name] for name in ("kernelspec", "language_info") if name in first.metadata
    }
    about = kernel | facts(job) | {"briefing": _briefing(executed)}
    joined: NotebookNode = new_notebook(cells=cells, metadata=about)  # type: ignore[no-untyped-call]
    return joined


def facts(job: Job) -> dict[str, Any]:
    """What stands on the cover: title, subtitle, author, language, edition, and links to what belongs together."""
    say = phrases(job.language)
    names = {"province": job.name, "edition": day(job.edition, job.language)}
    return {
        "title": say("briefing.title", **names),
        "subtitle": say("briefing.subtitle", **names),
        "description": say("briefing.description", **names),
        "running_header": say("briefing.running_header", **names),
        "authors": [{"name": say("briefing.author", **names)}],
        "lang": job.language,
        "date": job.edition,
        "links": links(job, say),
    }


def links(job: Job, say: Say) -> list[dict[str, str]]:
    """The PDF, the same briefing in the other language, and the index; relative to the briefing's folder."""
    others = [language for language in LANGUAGES if language != job.language]
    return [
        {"label": say("index.pdf"), "href": "briefing.pdf", "rel": "alternate"},
        *(
            {
                "label": phrases(language)("index.this_language"),
                "href": f"../../{language}/{job.province}/briefing.html",
                "rel": "alternate",
                "hreflang": language,
            }
            for language in others
        ),
        {"label": say("index.link"), "href": f"../../{index_page(job.language)}", "rel": "up"},
    ]


def _cell(section: str, cell: NotebookNode) -> NotebookNode:
    joined = deepcopy(cell)
    joined["id"] = _id(f"{section}-{cell.get('id', '')}")
    for name in ("papermill", "execution"):  # times of this run
        joined.metadata.pop(name, None)
    return joined


def _id(name: str) -> str:
    if len(name) <= _LONGEST_ID:
        return name
    return f"{name[: _LONGEST_ID - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _briefing(executed: Mapping[str, NotebookNode]) -> dict[str, Any]:
    """The sections' own declarations, kept apart and their tables together."""
    declared = {
        section: dict(notebook.metadata.get("briefing", {})) for section, notebook in executed.items()
    }
    return {
        "sections": [{"name": section, **own} for section, own in declared.items()],
        "tables": sorted({table for own in declared.values() for table in own.get("tables", ())}),
    }
