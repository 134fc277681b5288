"""A feed is valid Atom, whatever the notebook; its entries are the notebook's dated sections."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from atom_reading import entries, faults
from helpers.exporters.atom import BriefingAtomExporter

NEWS = (
    '<h2 id="2026-02-20">20 February</h2>\n\n2 new\n\n- [Trade & <b>aid</b>](annex.html#a.2019): 3\n',
    '<h2 id="2026-01-31">31 January</h2>\n\n1 new\n\n- nothing to follow',
    "## Not dated\n\nno entry",
)
ABOUT = {
    "title": "Lào Cai: what is new",
    "lang": "en",
    "date": "2026-10-10",
    "authors": [{"name": "The <office>"}],
    "identifier": "tag:example.org,2025:lao-cai",
    "links": [
        {"label": "Read", "href": "changes.html", "rel": "alternate"},
        {"label": "Feed", "href": "feed.xml", "rel": "alternate", "type": "application/atom+xml"},
        {"label": "Tiếng Việt", "href": "../vi/changes.html", "rel": "alternate", "hreflang": "vi"},
    ],
}


def feed(*cells: str, **about: object) -> bytes:
    notebook: NotebookNode = new_notebook(cells=[new_markdown_cell(one) for one in cells], metadata=about)
    made, _ = BriefingAtomExporter().from_notebook_node(notebook, {"unique_key": "feed"})
    assert isinstance(made, bytes)
    return made


@pytest.mark.parametrize("url", ["", "https://example.org/reports/en/lao-cai/changes.html"])
def test_each_dated_section_is_an_entry_that_keeps_its_id(url: str) -> None:
    made = feed(*NEWS, **ABOUT, url=url)
    assert faults(made) == []
    latest, earlier = entries(made)
    assert (latest.id, latest.day) == ("tag:example.org,2025:lao-cai/2026-02-20", "2026-02-20")
    assert latest.title == "20 February: 2 new" and latest.text.startswith("2 new Trade")
    assert earlier.id.endswith("/2026-01-31") and "no entry" not in earlier.text
    base = url.removesuffix("changes.html")
    assert latest.page == f"{base}changes.html#2026-02-20"
    assert latest.links == (f"{base}annex.html#a.2019",)
    assert f'rel="self" type="application/atom+xml" href="{base}feed.xml"'.encode() in made
    assert b"<updated>2026-02-20T00:00:00Z</updated>" in made.partition(b"<entry>")[0]


@pytest.mark.parametrize("cells", [(), ("# A title\n\ntext",), ("## 1 < 2 & \x00 3",), NEWS])
def test_anybodys_notebook_makes_a_valid_feed(cells: tuple[str, ...]) -> None:
    assert faults(feed(*cells)) == []


def test_the_same_notebook_gives_the_same_bytes() -> None:
    assert feed(*NEWS, **ABOUT) == feed(*NEWS, **ABOUT)
