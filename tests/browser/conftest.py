"""A page in Chromium for each module of checks, and made pages to look at beside those in ``reports/``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.chromium import Page, browser
from helpers.exporters.html.exporter import BriefingHTMLExporter
from made_pages import annex, briefing


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page without an error in its console, and from which no request leaves."""
    with browser() as found:
        yield found
        assert (found.errors, found.asked) == ([], [])


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A made briefing and its annex, as pages of the web."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name, notebook in (("briefing", briefing()), ("annex", annex())):
        found[name] = folder / f"{name}.html"
        found[name].write_text(BriefingHTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    return found
