"""Executed sections become one notebook with its own cover, and nothing of the run in it."""

from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from helpers.publishing import formats
from helpers.publishing.briefing import join
from helpers.publishing.jobs import Job
from helpers.publishing.records import index_page

JOB = Job("en", "lao-cai", "Lào Cai", "2024-06-30", formats.FORMATS)


def executed(*cells: tuple[str, str], **briefing: Any) -> NotebookNode:
    notebook = new_notebook(metadata={"briefing": briefing, "papermill": {"duration": 1.5}})
    for id_, tag in cells:
        cell = new_code_cell("1 + 1", id=id_, metadata={"tags": [tag], "papermill": {"duration": 0.5}})
        notebook.cells.append(cell)
    return notebook


def joined() -> NotebookNode:
    one = executed(
        ("parameters", "parameters"), ("c0ffee", "injected-parameters"), ("title", "text"), title="news.title"
    )
    two = executed(("title", "text"), title="trade.title")
    return join(JOB, {"one": one, "two": two})


def test_cells_keep_their_names_and_stay_apart() -> None:
    assert [cell.id for cell in joined().cells] == ["one-parameters", "one-title", "two-title"]
    nbformat.validate(joined())


def test_a_long_name_is_shortened_and_stays_unique() -> None:
    long = {"s" * 40: executed(("a" * 40, "text"), ("a" * 39 + "b", "text"))}
    ids = [cell.id for cell in join(JOB, long).cells]
    assert len(set(ids)) == 2 and max(map(len, ids)) <= 64


def test_nothing_of_the_run_is_left() -> None:
    assert "duration" not in nbformat.writes(joined())


def test_the_cover_is_in_the_language_of_the_briefing() -> None:
    about = joined().metadata
    assert about.title.startswith("Lào Cai: external relations")
    assert (about.lang, about.date) == ("en", "2024-06-30")
    assert "30 June 2024" in about.running_header
    assert [section.name for section in about.briefing.sections] == ["one", "two"]


def test_links_lead_to_the_files_the_other_language_and_the_index() -> None:
    links = {link.href: link.label for link in joined().metadata.links}
    files = ["briefing.html", "briefing.pdf"]
    assert list(links) == [*files, "../../vi/lao-cai/briefing.html", "../../index.en.html"]
    assert links["briefing.pdf"] == "Download PDF"
    assert links["../../vi/lao-cai/briefing.html"] == "Tiếng Việt"
    assert index_page("vi") == "index.html"
