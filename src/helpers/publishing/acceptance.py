"""Look at what was made before anybody else does: it is about its own province, and nothing was lost on the way."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape

from nbformat import NotebookNode

from helpers.errors import BriefingError
from helpers.publishing.inputs import hash_of
from helpers.publishing.jobs import Job

Executed = Mapping[str, NotebookNode]

_FIGURE, _TABLE, _SHOWN = "image/svg+xml", "application/vnd.dataresource+json", ("text/markdown", "text/html")
# The tags of cells that may show a figure, and that may show a table.
_MAY = {_FIGURE: {"figure"}, _TABLE: {"figure", "table"}}


class WrongBriefing(BriefingError):
    """A briefing that was made and is not what it should be."""


def check_sections(job: Job, executed: Executed) -> dict[str, str]:
    """The hash of each figure, and where it stands, but for those that a notebook declares to be shared.

    Raises WrongBriefing for a briefing that shows nothing, never names its own province, was run for another, or
    shows a figure or a table in a cell whose tag does not declare one.
    """
    texts = ["".join(data[mime]) for _, _, data in _shown(executed) for mime in _SHOWN if mime in data]
    if not texts:
        raise WrongBriefing("the sections show neither text nor a table")
    if not any(job.name in unescape(text) for text in texts):
        raise WrongBriefing(f"the sections never name {job.name}, the province they are about")
    figures = {}
    for section, cell, data in _shown(executed):
        place = f"{section}, {cell.get('id', '')}"
        for mime, tags in _MAY.items():
            if mime in data and not tags & set(cell.metadata.get("tags", ())):
                raise WrongBriefing(f"{place} shows a {min(tags)} and is not tagged as one")
        if _FIGURE in data and cell.get("id") not in _declared(executed[section], "shared"):
            figures[hash_of("".join(data[_FIGURE]))] = place
    for section, notebook in executed.items():
        _check_given(job, section, notebook)
    return figures


def _check_given(job: Job, section: str, notebook: NotebookNode) -> None:
    """A section that was run for another province, language or edition must not slip in, from wherever it came."""
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", ()):
            for name, value in job.parameters.items():
                if f"{name} = {value!r}".replace("'", '"') not in cell.source.replace("'", '"'):
                    raise WrongBriefing(f"{section} was not run with {name} = {value}")


def check_html(job: Job, page: bytes, executed: Executed) -> None:
    """Refuse a page without its language, title or main part, or with fewer figures or tables than were drawn."""
    text = page.decode("utf-8")
    if f'<html lang="{job.language}"' not in text[:1000]:
        raise WrongBriefing(f'the page does not say that its language is "{job.language}"')
    title, heading, main = (_within(text, tag) for tag in ("title", "h1", "main"))
    if not (title and heading and main):
        raise WrongBriefing("the page lacks a title or a main part")
    if not all(job.name in unescape(one) for one in (title, heading)):
        raise WrongBriefing(f"the page's title does not name {job.name}, the province it is about")
    for mime, opening in ((_FIGURE, "<figure"), (_TABLE, "<table")):
        drawn, there = sum(1 for _, _, data in _shown(executed) if mime in data), main.count(opening)
        if there < drawn:
            told = f"{drawn} were made and {there} are shown"
            raise WrongBriefing(
                f"the page lost some of its {'figures' if mime == _FIGURE else 'tables'}: {told}"
            )


def _within(page: str, tag: str) -> str:
    """What stands in the first element of this name; to parse a whole page takes a good part of making it."""
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    return found[1].strip() if found else ""


def check_pdf(job: Job, document: bytes, executed: Executed) -> None:
    """Refuse bytes that are no whole PDF."""
    if not (document.startswith(b"%PDF-") and b"%%EOF" in document[-1024:]):
        raise WrongBriefing("the exporter's bytes are no whole PDF")


def _shown(executed: Executed) -> Iterator[tuple[str, NotebookNode, Mapping[str, str]]]:
    """Every output: its section, its cell, its data by media type."""
    for section, notebook in executed.items():
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                yield section, cell, output.get("data", {})


def _declared(notebook: NotebookNode, name: str) -> list[str]:
    """The cells that a notebook's metadata names under ``briefing``, such as ``shared``."""
    return list(notebook.metadata.get("briefing", {}).get(name, ()))


CHECKS: dict[str, Callable[[Job, bytes, Executed], None]] = {"html": check_html, "pdf": check_pdf}
