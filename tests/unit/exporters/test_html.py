"""The page that a reader opens: complete, quiet, numbered, linked both ways, the same every time."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from helpers.exporters.errors import MissingAlt, UndefinedNote
from helpers.exporters.html.exporter import BriefingHTMLExporter

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"><path id="p" d="M0 0"/></svg>'
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"  # one red point
EXPORTER = BriefingHTMLExporter()


def display(data: dict[str, str], *tags: str, **metadata: object) -> NotebookNode:
    output = new_output("display_data", data=data, metadata=metadata)
    return new_code_cell("1 + 1", outputs=[output], metadata={"tags": list(tags)})


def figure(alt: str = "A line rises.", caption: str = "") -> NotebookNode:
    return display({"image/svg+xml": SVG}, "figure", **{"image/svg+xml": {"alt": alt, "caption": caption}})


def raw_page(*cells: NotebookNode, **metadata: object) -> str:
    return EXPORTER.from_notebook_node(new_notebook(cells=list(cells), metadata=metadata))[0]


def page(*cells: NotebookNode, **metadata: object) -> BeautifulSoup:
    return BeautifulSoup(raw_page(*cells, **metadata), "html5lib")


def main(soup: BeautifulSoup) -> Tag:
    found = soup.find("main")
    assert isinstance(found, Tag)
    return found


def texts(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in soup.select(selector)]


def test_the_page_says_its_language_title_author_and_date() -> None:
    soup = page(
        title="Lào Cai", lang="vi", authors=[{"name": "Sở"}], date="2025-07-01", description="Tóm tắt"
    )
    assert soup.html is not None and soup.html["lang"] == "vi"
    assert texts(soup, "title") == texts(soup, "h1") == ["Lào Cai"]
    assert {
        meta["name"]: meta["content"] for meta in soup.select("meta[name]") if meta["name"] != "viewport"
    } == {
        "color-scheme": "light dark",
        "author": "Sở",
        "description": "Tóm tắt",
        "dcterms.date": "2025-07-01",
    }
    assert texts(soup, ".edition") == ["Ấn bản ngày 1/7/2025 · Sở"]
    assert texts(soup, "a.skip") == ["Chuyển đến nội dung chính"]


def test_landmarks_and_contents_lead_to_the_sections() -> None:
    soup = page(new_markdown_cell("# T\n\n## Xu hướng\n\nx\n\n## Đầu tư"), lang="vi")
    assert len(soup.select("body > header, main, body > footer")) == 3
    links = soup.select("nav.contents a")
    assert [(link["href"], link.get_text()) for link in links] == [
        ("#xu-huong", "Xu hướng"),
        ("#dau-tu", "Đầu tư"),
    ]
    assert all(soup.select_one(f"h2{link['href']}") for link in links)


def test_the_outline_has_one_h1_and_skips_no_level() -> None:
    soup = page(new_markdown_cell("# Title\n\n### Deep\n\n# Another\n\n### Deeper"))
    assert [(h.name, h.get_text()) for h in soup.select("h1, h2, h3, h4")] == [
        ("h1", "Title"),
        ("h2", "Deep"),
        ("h2", "Another"),
        ("h3", "Deeper"),
    ]


def test_links_to_jupyters_heading_anchors_still_lead_there() -> None:
    soup = page(new_markdown_cell("[go](#My-Data)\n\n## My Data"))
    assert [link["href"] for link in soup.select(".body p a")] == ["#my-data"]


def test_notes_are_numbered_and_linked_both_ways() -> None:
    soup = page(
        new_markdown_cell("One[^b], two[^a], again[^b].\n\n[^a]: Note *A*.\n[^b]: Note B."),
    )
    references = soup.select('sup > a[role="doc-noteref"]')
    assert [(r.get_text(), r["href"], r["id"]) for r in references] == [
        ("[1]", "#note-1", "ref-1-1"),
        ("[2]", "#note-2", "ref-2-1"),
        ("[1]", "#note-1", "ref-1-2"),
    ]
    assert texts(soup, '[role="doc-endnotes"] h2') == ["Notes"]
    assert texts(soup, "#note-2") == ["Note A. ↩"]
    back = soup.select('#note-1 a[role="doc-backlink"]')
    assert [(b["href"], b["aria-label"]) for b in back] == [
        ("#ref-1-1", "Back to reference 1.1"),
        ("#ref-1-2", "Back to reference 1.2"),
    ]


def test_notes_work_in_tables_and_captions() -> None:
    reference = '<sup><a class="footnote-ref" href="#fn:k:p5">k</a></sup>'
    table = f'<table class="briefing"><caption>Turnover{reference}</caption><tr><td>1{reference}</td></tr></table>'
    soup = page(
        display({"text/html": table}, "table", footnotes={"k:p5": "[K](#source-k), p. 5"}),
        figure(caption="Trend[^k:p5]"),
    )
    assert texts(soup, "caption") == ["Table 1. Turnover[1]"]
    assert texts(soup, "figcaption") == ["Figure 1. Trend[1]"]
    assert len(soup.select('#note-1 a[role="doc-backlink"]')) == 3
    assert not soup.select("sup sup")


def test_an_undefined_note_in_a_briefing_stops_the_page() -> None:
    with pytest.raises(UndefinedNote, match=r"\[\^gone\]"):
        page(display({"text/markdown": "x[^gone]"}), briefing=True)


def test_a_figure_is_named_captioned_and_has_ids_of_its_own() -> None:
    soup = page(figure(caption="One"), figure("Other", "Two"))
    drawings = soup.select('figure svg[role="img"]')
    assert [svg["aria-label"] for svg in drawings] == ["A line rises.", "Other"]
    assert texts(soup, "figcaption") == ["Figure 1. One", "Figure 2. Two"]
    ids = [str(element["id"]) for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_figure_of_a_briefing_without_alt_text_names_its_cell() -> None:
    cell = figure(alt="")
    cell.id = "turnover-chart"
    with pytest.raises(MissingAlt, match="turnover-chart"):
        page(cell, briefing={"province": "lao-cai"})


def test_an_undescribed_figure_elsewhere_is_named_after_its_heading() -> None:
    soup = page(
        new_markdown_cell(f"## Trade\n\n![](data:image/png;base64,{PNG})"), display({"image/png": PNG})
    )
    assert [image["alt"] for image in soup("img")] == ["Figure 1: Trade", "Figure 2: Trade"]


def test_attachments_are_embedded() -> None:
    cell = new_markdown_cell("![Map](attachment:m.png)", attachments={"m.png": {"image/png": PNG}})
    image = page(cell).img
    assert image is not None and (image["src"], image["alt"]) == (f"data:image/png;base64,{PNG}", "Map")


def test_tags_drop_cells_and_hide_code() -> None:
    cells = [display({"text/plain": word}, tag) for word, tag in [("shown", "text"), ("gone", "parameters")]]
    cells.append(display({"text/plain": "hidden"}, "remove-output"))
    ours = page(*cells, briefing={"province": "x"})
    assert texts(main(ours), ".terminal") == ["shown"] and len(ours.select(".code")) == 1
    foreign = page(*cells)
    assert texts(main(foreign), ".terminal") == ["shown", "gone"] and len(foreign.select(".code")) == 3


def test_other_peoples_code_is_highlighted_without_prompts() -> None:
    soup = page(new_code_cell("def f():\n    return 'x'", execution_count=7))
    assert soup.select_one(".code .highlight .k") and soup.select_one(
        '.code[tabindex="0"][aria-label="Code"]'
    )
    assert "7" not in main(soup).get_text()


def test_terminal_text_keeps_its_colours_and_only_the_last_progress_line() -> None:
    cell = new_code_cell(
        "x",
        outputs=[
            new_output("stream", name="stdout", text="1%\r100%\n\x1b[31mred\x1b[0m <b>\n"),
            new_output("stream", name="stderr", text="warning"),
            new_output("error", ename="E", evalue="v", traceback=["\x1b[31mE\x1b[0m: v"]),
        ],
    )
    soup = page(cell)
    assert texts(soup, ".terminal") == ["100% red <b>", "warning", "E: v"]
    assert texts(soup, ".ansi-red-fg") == ["red", "E"]
    assert [block["aria-label"] for block in soup.select(".terminal")] == [
        "Output",
        "Output",
        "Error message",
    ]


def test_what_cannot_be_shown_says_so() -> None:
    soup = page(
        display({"application/vnd.plotly.v1+json": "{}"}),
        display({"application/vnd.jupyter.widget-view+json": "{}", "text/plain": "IntSlider(value=3)"}),
        display({"application/javascript": "x()"}),
    )
    assert len(soup.select(".not-shown")) == 1
    assert texts(soup, ".terminal") == ["IntSlider(value=3)"]


def test_formulas_need_no_script() -> None:
    soup = page(new_markdown_cell(r"$E=mc^2$ and $\nosuch{x}$"), display({"text/latex": "$$x$$"}))
    assert [math["alttext"] for math in soup("math")] == ["E=mc^2", "x"]
    assert texts(soup, "code.tex") == [r"\nosuch{x}"]


def test_the_page_calls_no_host_and_runs_nothing() -> None:
    html = raw_page(
        new_markdown_cell(
            "<script src='https://e.example/x.js'></script><img src='https://e.example/x.png'>"
        ),
        new_raw_cell("<script>alert(1)</script><p>raw</p>", metadata={"raw_mimetype": "text/html"}),
        new_raw_cell("---\ntitle: front matter\n---"),
        figure(),
    )
    soup = BeautifulSoup(html, "html5lib")
    assert not soup(["script", "link", "iframe"]) and not soup.select('[src^="http"]')
    assert (
        soup.style is not None
        and "url(" not in str(soup.style.string)
        and "@import" not in str(soup.style.string)
    )
    policy = soup.select_one('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None and str(policy["content"]).startswith("default-src 'none'")
    assert "raw" in main(soup).get_text() and "front matter" in main(soup).get_text()


def test_text_of_the_metadata_is_never_markup() -> None:
    soup = page(title="<b>T</b>", subtitle='"><script>', links=[{"href": "javascript:x", "label": "bad"}])
    assert texts(soup, "h1") == ["<b>T</b>"]
    assert not soup("script") and not soup.select("header nav")


def test_related_documents_are_linked_in_the_header() -> None:
    links = [
        {"href": "briefing.pdf", "label": "PDF"},
        {"href": "../en/x.html", "label": "English", "hreflang": "en", "rel": "alternate"},
    ]
    soup = page(links=links, lang="vi")
    assert [(a["href"], a.get("lang")) for a in soup.select("header nav a")] == [
        ("briefing.pdf", None),
        ("../en/x.html", "en"),
    ]
    assert soup.select_one('head link[rel=alternate][hreflang=en][href="../en/x.html"]')


def test_the_pages_own_ids_stay_its_own() -> None:
    soup = page(
        new_markdown_cell("## Notes\n\n## Main\n\n## Note 1\n\n<p id='note-1'>x</p>\n\ny[^a]\n\n[^a]: A"),
    )
    ids = [str(element["id"]) for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert soup.select_one("main#main") and texts(soup, "li#note-1") == ["A ↩"]


def test_text_with_its_own_colours_stands_on_a_light_ground() -> None:
    soup = page(
        display(
            {
                "text/html": "<p style='color: #123456'>x</p><table><tr><td style='color:red'>1</td></tr></table>"
            }
        )
    )
    assert (
        soup.select_one("p.light") and soup.select_one("div.table.light") and not soup.select_one("td.light")
    )


def test_the_same_notebook_gives_the_same_bytes() -> None:
    cells = [new_markdown_cell("## A[^1]\n\n[^1]: x"), figure(caption="c"), new_code_cell("x")]
    assert raw_page(*cells) == BriefingHTMLExporter().from_notebook_node(new_notebook(cells=cells))[0]


def test_a_notebooks_language_may_be_set_by_the_exporter() -> None:
    html, resources = BriefingHTMLExporter(language="vi").from_notebook_node(new_notebook())
    assert '<html lang="vi">' in html and "Notebook" in html
    assert resources["output_extension"] == ".html"


def test_formulas_are_laid_out_by_the_browser_and_styled_only_where_there_are_some() -> None:
    """A ``display`` of our own would end the browser's layout of formulas: each letter would stand in its own line."""
    plain, formula = (
        BriefingHTMLExporter().from_notebook_node(new_notebook(cells=[new_markdown_cell(text)]))[0]
        for text in ("Words", r"$$\textbf{x}\begin{array}{l|l}a&b\end{array}$$")
    )
    styles = formula.partition("<style>")[2].partition("</style>")[0]
    rules = re.findall(r"^(m\w+[^{}]*)\{([^{}]*)\}", styles, re.MULTILINE)
    assert not any("display:" in declarations for _, declarations in rules)
    for selector in ('mtext[mathvariant="bold"]', 'mtd[columnalign="left"]', 'mtable[columnlines="solid"]'):
        assert any(selector in selectors for selectors, _ in rules)
    assert "mtable" not in plain
