"""A notebook is read once: what is shown of it, under which title, in which language, with which numbers."""

import base64
import io
import string
from collections.abc import Mapping
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from PIL import Image as Pillow

from helpers.exporters import document as nodes
from helpers.exporters import markdown, numbering
from helpers.exporters.document import Document
from helpers.exporters.errors import MissingAlt, TooManySources, UndefinedNote, UnreadablePicture
from helpers.exporters.notebook import read
from helpers.exporters.options import Options

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"><path id="p" d="M0 0"/></svg>'


def png(width: int = 2, height: int = 2, dpi: int = 96) -> bytes:
    written = io.BytesIO()
    Pillow.new("RGB", (width, height), "red").save(written, "PNG", dpi=(dpi, dpi))
    return written.getvalue()


OBJECT = "<IPython.core.display.HTML object>"
NOT_SHOWN = "An interactive output is not shown here; open the notebook to use it."
PNG = base64.b64encode(png()).decode()


def display(data: Mapping[str, object], *tags: str, **metadata: object) -> NotebookNode:
    output = new_output("display_data", data=dict(data), metadata=metadata)
    return new_code_cell("x = 1", outputs=[output], metadata={"tags": list(tags)})


def document(*cells: NotebookNode, options: Options | None = None, **metadata: object) -> Document:
    nb = new_notebook(cells=list(cells))
    nb.metadata.update(metadata)
    return read(nb, {"metadata": {"name": "file"}}, options)


def words(found: Document) -> str:
    return nodes.plain_blocks(found.blocks)


def blocks(found: Document, *kind: type) -> list[nodes.Block]:
    return [one for one in nodes.walk(found.blocks) if isinstance(one, kind)]


def kinds(found: Document) -> list[str]:
    return [
        type(one).__name__
        for one in nodes.walk(found.blocks)
        if not isinstance(one, (nodes.Div, nodes.Plain))
    ]


# --- Cover ---


def test_metadata_gives_the_cover() -> None:
    meta = document(
        title="Lào Cai", lang="vi", authors=[{"name": "Sở Ngoại vụ"}], date="2025-07-01", keywords=["a"]
    ).meta
    assert (meta.title, meta.lang, meta.authors, meta.date) == (
        "Lào Cai",
        "vi",
        ("Sở Ngoại vụ",),
        "2025-07-01",
    )
    assert meta.running_header == "Lào Cai" and meta.edition == "Ấn bản ngày 1/7/2025"
    assert document(lang="en", date="2025-07-01").meta.edition == "Edition of 1 July 2025"


@pytest.mark.parametrize(
    "given, names",
    [
        ("Anna", ("Anna",)),
        (["Anna", {"name": "Bình"}, {}], ("Anna", "Bình")),
        (None, ()),
        ({"name": "An"}, ("An",)),
    ],
)
def test_authors_may_be_written_in_any_usual_way(given: object, names: tuple[str, ...]) -> None:
    assert document(authors=given).meta.authors == names


@pytest.mark.parametrize(
    "lang, expected", [("vi", "vi"), ("pt-BR", "pt-BR"), ('"><script>', "en"), (None, "en")]
)
def test_only_a_language_tag_is_taken_as_language(lang: str | None, expected: str) -> None:
    found = document(lang=lang)
    assert found.meta.lang == expected
    assert found.say("table", number=1) in ("Bảng 1", "Table 1")


def test_an_h1_that_opens_the_notebook_is_its_title_and_stands_once() -> None:
    found = document(new_markdown_cell("# My *study*\n\ntext"), new_markdown_cell("# Second"))
    assert found.meta.title == "My study"
    assert [one.text for one in found.headers] == ["Second"]


@pytest.mark.parametrize(
    "opening", ["[![badge](https://e.example/b.svg)](https://e.example)", "**Chapter 11**", "## Part"]
)
def test_an_h1_further_down_is_no_title_and_keeps_its_place(opening: str) -> None:
    found = document(new_markdown_cell(opening), new_markdown_cell("# Setup\n\nFirst, imports."))
    assert found.meta.title == "file"
    assert "Setup" in [one.text for one in found.headers]


def test_a_given_title_is_not_repeated_below_itself() -> None:
    found = document(
        display({"text/markdown": "# Lào Cai\n\n## Trade"}, "text"), title="Lào Cai", briefing=True
    )
    assert [(one.level, one.text) for one in found.headers] == [(2, "Trade")]


# --- Headings, links ---


@pytest.mark.parametrize(
    "levels, expected",
    [
        ([2, 3, 3, 2], [2, 3, 3, 2]),
        ([1, 3, 2], [2, 3, 3]),
        ([4, 2, 6, 6], [2, 2, 3, 3]),
        ([1, 2, 1], [2, 3, 2]),
    ],
)
def test_heading_levels_never_skip(levels: list[int], expected: list[int]) -> None:
    found = document(new_markdown_cell("x"), *(new_markdown_cell(f"{'#' * one} h") for one in levels))
    assert [one.level for one in found.headers] == expected


def test_headings_have_names_of_their_own_and_jupyters_links_find_them() -> None:
    found = document(
        new_markdown_cell("[go](#My-Data)\n\n## My Data\n\n## My Data\n\n## Notes\n\n## Xu hướng")
    )
    assert [one.attr.identifier for one in found.headers] == [
        "my-data",
        "my-data-2",
        "section-notes",
        "xu-huong",
    ]
    assert found.anchors["My-Data"] == "my-data"


def test_identifiers_are_unique_and_those_of_the_document_its_own() -> None:
    cell = display({"text/html": "<p id='note-1'>a</p><p id='x'>b</p><p id='x'>c</p><p id='main'>d</p>"})
    found = [one.attr.identifier for one in nodes.walk(document(cell).blocks) if isinstance(one, nodes.Para)]
    assert found == ["", "x", "", ""]


# --- What is shown ---


def test_formulas_within_raw_html_of_a_text_are_formulas() -> None:
    found = document(
        new_markdown_cell(
            '<figure title="$a_1$"><figcaption>The vector $\\mathbf{P}$ and $α$ cost $5 or $6</figcaption></figure>'
            "\n\n<p>\n$$a &lt; b$$ \\begin{align}a&=b\\end{align}</p>\n\n<pre>$\\alpha$ `$x$`</pre>"
        )
    )
    formulas = [(one.tex, one.display) for one in nodes.inlines(found.blocks) if isinstance(one, nodes.Math)]
    assert formulas[:3] == [("\\mathbf{P}", False), ("α", False), ("a < b", True)]
    assert len(formulas) == 4 and formulas[3][1]
    assert "cost $5 or $6" in nodes.plain(blocks(found, nodes.Figure)[0].caption)
    (code,) = blocks(found, nodes.CodeBlock)
    assert code.text == "$\\alpha$ `$x$`"


@pytest.mark.parametrize(
    "data, expected",
    [
        ({"text/html": "<b>html</b>", "text/markdown": "md", "text/plain": "text"}, "md"),
        ({"text/html": "<b>html</b>", "text/plain": "text"}, "html"),
        ({"text/html": "<script>draw()</script>", "text/plain": "Figure()"}, "Figure()"),
        ({"text/html": "<table><tr><td>1</td></tr></table>", "text/latex": "\\begin{tabular}"}, "1"),
        ({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider()"}, "IntSlider()"),
        ({"image/png": "bm8gcGljdHVyZQ==", "text/plain": "<Figure size 640x480>"}, "<Figure size 640x480>"),
        ({"image/svg+xml": "<svg>", "text/plain": "drawing"}, "drawing"),
        ({"text/html": ["<b>a</b>", "<i>b</i>"]}, "ab"),
        ({"text/latex": "\\begin{enumerate*}\\item a\\end{enumerate*}", "text/html": "<p>a</p>"}, "a"),
        ({"text/latex": "\\inputencoding{utf8}\\HeaderA{x}{y}{x}", "text/plain": "help"}, "help"),
        ({"text/latex": "\\begin{tabular}{l}a\\end{tabular}", "text/plain": "a table"}, "a table"),
        ({"text/html": "<div id='x'></div><script>draw()</script>", "text/plain": OBJECT}, NOT_SHOWN),
        ({"image/svg+xml": "<svg width='1' height='1'></svg>", "text/plain": "drawing"}, ""),
    ],
)
def test_the_most_readable_representation_is_shown(data: dict[str, object], expected: str) -> None:
    assert words(document(display(data, "remove-input"), options=Options(exclude_input=True))) == expected


def test_the_users_priority_comes_first() -> None:
    cell = display({"text/html": "<b>html</b>", "text/plain": "text"})
    options = Options(exclude_input=True, display_data_priority=("text/plain", "text/html"))
    assert words(document(cell, options=options)) == "text"


def test_a_style_sheet_shows_nothing_not_even_the_name_of_its_object() -> None:
    for html in (
        "<style>p{color:red}</style>",
        "<style>p{color:red}</style><script>MathJax.Hub.Config()</script>",
    ):
        cell = display({"text/html": html, "text/plain": OBJECT})
        assert document(cell, options=Options(exclude_input=True)).blocks == ()


def test_words_with_formulas_in_a_latex_output_stay_words() -> None:
    for latex in ("The value $x$ is small", "$a$ and $b$"):
        (block,) = blocks(document(display({"text/latex": latex, "text/plain": OBJECT})), nodes.Para)
        formulas = [one for one in block.content if isinstance(one, nodes.Math)]
        assert formulas and not any(one.display or "$" in one.tex for one in formulas)


def test_the_size_and_words_of_a_picture_may_be_said_of_the_whole_output() -> None:
    found = document(display({"image/png": PNG}, width=64, alt="A square", caption="The square"))
    (figure,) = blocks(found, nodes.Figure)
    (image,) = [one for one in nodes.inlines((figure,)) if isinstance(one, nodes.Image)]
    assert (image.width, image.alt, nodes.plain(figure.caption)) == (48.0, "A square", "The square")


def test_what_no_page_can_show_says_so_and_scripts_say_nothing() -> None:
    found = document(
        display({"application/vnd.vegalite.v5+json": {}}),
        display({"application/javascript": "x()"}),
        display({"application/vnd.province-briefings.reads+json": {"tables": []}}),
        options=Options(exclude_input=True),
    )
    assert words(found) == "An interactive output is not shown here; open the notebook to use it."


def test_tags_of_briefings_mean_nothing_elsewhere() -> None:
    cells = [display({"text/plain": tag}, tag) for tag in ("parameters", "setup", "check", "note", "table")]
    foreign = words(document(*cells))
    assert all(tag in foreign for tag in ("parameters", "setup", "check", "note", "table"))
    assert foreign.count("x = 1") == 5
    ours = words(document(*cells, briefing={"province": "x"}))
    assert ours == "table"


def test_code_knows_its_language_by_its_kernel_and_is_python_when_nothing_says_it() -> None:
    for metadata in (
        {"kernelspec": {"name": "python3", "language": "python"}},
        {"language_info": {"name": "python"}},
        {"kernelspec": {"name": "conda-env-x"}},
        {},
    ):
        (code,) = blocks(document(new_code_cell("x"), **metadata), nodes.CodeBlock)
        assert code.language == "python"


@pytest.mark.parametrize(
    "option, gone",
    [
        ("exclude_input", "code"),
        ("exclude_output", "result"),
        ("exclude_markdown", "prose"),
        ("exclude_raw", "raw"),
        ("exclude_code_cell", "code"),
    ],
)
def test_each_kind_of_content_can_be_left_out(option: str, gone: str) -> None:
    cells = [
        new_markdown_cell("prose"),
        new_raw_cell("raw"),
        new_code_cell("code", outputs=[new_output("stream", text="result")]),
    ]
    left = {"prose", "raw", "code", "result"} - set(
        words(document(*cells, options=Options(**{option: True}))).split()
    )
    assert left == ({gone, "result"} if option == "exclude_code_cell" else {gone})


def test_raw_cells_are_shown_as_what_they_are_and_kept_when_they_say_nothing() -> None:
    found = document(
        new_raw_cell("---\ntitle: x\n---"),
        new_raw_cell("<p>html</p>", metadata={"raw_mimetype": "text/html"}),
        new_raw_cell("*md*", metadata={"raw_mimetype": "text/markdown"}),
        new_raw_cell("\\latex", metadata={"raw_mimetype": "text/latex"}),
    )
    assert kinds(found) == ["CodeBlock", "Para", "Para"] and "latex" not in words(found)


def test_prompts_are_an_option() -> None:
    result = new_output("execute_result", data={"text/plain": "2"}, execution_count=3)
    cell = new_code_cell("1 + 1", outputs=[result], execution_count=3)
    found = document(cell, options=Options(prompts=True))
    prompts = [one.attr.get("prompt") for one in blocks(found, nodes.CodeBlock, nodes.Div)]
    assert [one for one in prompts if one] == ["In [3]:", "Out[3]:"]
    plain = document(cell)
    assert not any(
        one.attr.get("prompt") for one in nodes.walk(plain.blocks) if isinstance(one, nodes.CodeBlock)
    )


# --- Limits ---


def test_a_long_output_is_cut_in_the_middle_and_says_how_much() -> None:
    cell = new_code_cell("", outputs=[new_output("stream", text="a" * 900 + "z" * 100)])
    found = document(cell, options=Options(max_text=400))
    assert "600 characters are left out here; the notebook holds all 1000." in words(found)
    assert "a" * 300 in words(found) and words(found).count("z") == 100


def test_a_long_table_is_cut_and_says_how_much() -> None:
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(50))
    found = document(display({"text/html": f"<table>{rows}</table>"}), options=Options(max_rows=10))
    (table,) = [one for one in nodes.walk(found.blocks) if isinstance(one, nodes.Table)]
    assert len(table.body) == 10
    assert "40 rows are left out here; the notebook holds all 50." in words(found)


def test_deep_markup_is_shown_as_far_as_it_can_be() -> None:
    deep = document(display({"text/html": "<div>" * 1500 + "the bottom" + "</div>" * 1500}))
    assert "the bottom" in words(deep)
    deeper = document(display({"text/html": "<div>" * 4000 + "the bottom"}))
    assert "nested too deeply" in words(deeper)
    mixed = document(display({"text/html": "<div>a<ul><li>" * 500 + "end"}))
    assert "nested too deeply" in words(mixed)
    inline = document(new_markdown_cell("<b><i>" * 600 + "still here"))
    assert "still here" in words(inline)


def test_a_line_of_a_million_characters_takes_no_square_of_it() -> None:
    long = "x" * 1_000_000
    found = document(
        new_code_cell("", outputs=[new_output("stream", text=long)]), options=Options(max_text=2_000_000)
    )
    assert long in words(found)


# --- Pictures ---


def pictures(found: Document) -> list[nodes.Image]:
    return [one for one in nodes.inlines(found.blocks) if isinstance(one, nodes.Image)]


def test_alt_text_is_taken_from_the_output_then_from_the_cell_then_made() -> None:
    cells = [
        display({"image/png": PNG}, **{"image/png": {"alt": "mine"}}),
        display({"image/png": PNG}),
        display({"image/png": PNG}),
    ]
    cells[1].metadata["alt"] = "the cell's"
    found = document(new_markdown_cell("## Trade"), *cells)
    assert [one.alt for one in pictures(found)] == ["mine", "the cell's", "Figure 1: Trade"]


def test_an_undescribed_figure_of_a_briefing_names_its_cell() -> None:
    cell = display({"image/svg+xml": SVG}, "figure")
    cell.id = "turnover-chart"
    with pytest.raises(MissingAlt, match="turnover-chart"):
        document(cell, briefing=True)


def test_a_broken_picture_stops_a_briefing_and_is_its_text_twin_elsewhere() -> None:
    cell = display({"image/png": "bm8gcGljdHVyZQ==", "text/plain": "twin"}, **{"image/png": {"alt": "a"}})
    cell.id = "map"
    with pytest.raises(UnreadablePicture, match=r"cell map.*image/png"):
        document(cell, briefing=True)
    assert "twin" in words(document(cell))


def test_image_data_is_decoded_so_that_it_can_hold_no_markup() -> None:
    hostile = 'AAAA"><meta http-equiv="refresh" content="0;url=https://evil.example/">'
    found = document(display({"image/png": hostile, "text/plain": "twin"}))
    assert pictures(found) == [] and "twin" in words(found)


def test_width_and_height_are_kept_in_points() -> None:
    found = document(display({"image/png": PNG}, **{"image/png": {"width": 320, "height": 200}}))
    (image,) = pictures(found)
    assert (image.width, image.height) == (240.0, 150.0)


@pytest.mark.parametrize(
    "source",
    [
        "../secret.png",
        "..%2Fsecret.png",
        "%2e%2e/secret.png",
        "link.png",
        "folder/../../secret.png",
        "notes.txt",
        "gone.png",
    ],
)
def test_no_picture_is_read_from_outside_the_notebooks_folder(tmp_path: Path, source: str) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (tmp_path / "secret.png").write_bytes(png())
    (book / "notes.txt").write_text("x", encoding="utf-8")
    (book / "link.png").symlink_to(tmp_path / "secret.png")
    nb = new_notebook(cells=[new_markdown_cell(f"![a secret]({source})")])
    assert pictures(read(nb, {"metadata": {"path": str(book)}})) == []
    nb.cells[0].source = f"![a secret]({tmp_path / 'secret.png'})"
    assert pictures(read(nb, {"metadata": {"path": str(book)}})) == []


def test_pictures_beside_the_notebook_in_attachments_and_in_addresses_are_read(tmp_path: Path) -> None:
    (tmp_path / "bản đồ.png").write_bytes(png())
    cell = new_markdown_cell(
        f"![a](b%E1%BA%A3n%20%C4%91%E1%BB%93.png) ![b](attachment:m.png) ![c](data:image/png;base64,{PNG})",
        attachments={"m.png": {"image/png": PNG}},
    )
    found = read(new_notebook(cells=[cell]), {"metadata": {"path": str(tmp_path)}})
    assert [one.alt for one in pictures(found)] == ["a", "b", "c"]
    assert {one.picture.data for one in pictures(found)} == {png()}


def test_pictures_of_other_hosts_are_links_to_them() -> None:
    found = document(new_markdown_cell("![A map](https://example.org/a.png)"))
    (link,) = [one for one in nodes.inlines(found.blocks) if isinstance(one, nodes.Link)]
    assert (link.target, nodes.plain(link.content)) == ("https://example.org/a.png", "Image elsewhere: A map")


def test_a_file_name_is_no_alt_text() -> None:
    cell = display({"text/html": f'<img alt="image (1).png" src="data:image/png;base64,{PNG}">'})
    assert [one.alt for one in pictures(document(cell))] == ["Figure 1"]


# --- Notes ---


def labels(found: Document) -> dict[str, str]:
    return {one.key: one.label for one in found.notes}


def test_a_definition_in_one_cell_serves_references_in_another() -> None:
    found = document(new_markdown_cell("Xin chào[^a]."), new_markdown_cell("[^a]: Nguồn *A*."))
    (note,) = found.notes
    assert (note.label, nodes.plain_blocks(note.content), note.references) == ("1", "Nguồn A.", 1)


def test_numbers_follow_first_reference_in_text_table_and_caption() -> None:
    table = '<table><caption>T<a class="footnote-ref" href="#fn:c">c</a></caption><tr><td>1</td></tr></table>'
    found = document(
        new_markdown_cell("First[^a].\n\n[^a]: A\n[^b]: B"),
        display({"text/html": table}, footnotes={"c": "C"}),
        display({"image/svg+xml": SVG}, **{"image/svg+xml": {"alt": "A line.", "caption": "Chart[^b][^a]"}}),
    )
    assert labels(found) == {"a": "1", "c": "2", "b": "3"}
    assert found.notes[0].references == 2


def test_a_note_that_only_notes_refer_to_comes_last() -> None:
    found = document(new_markdown_cell("x[^a] y[^b]\n\n[^a]: see [^c]\n[^b]: B\n[^c]: C"))
    assert labels(found) == {"a": "1", "b": "2", "c": "3"}


def test_code_and_formulas_hold_no_references() -> None:
    found = document(new_markdown_cell("`[^a]` $x[^a]$ \\[^a]\n\n```\n[^a]\n```\n\n    [^a]\n\n[^a]: A"))
    assert found.notes == ()


def test_an_undefined_reference_stays_as_it_was_typed_in_somebody_elses_notebook() -> None:
    found = document(new_markdown_cell("[^no]"), display({"text/markdown": "regex [^ab]+"}))
    assert found.notes == () and "[^no]" in words(found) and "[^ab]+" in words(found)


@pytest.mark.parametrize("briefing, metadata", [(True, {}), (False, {"footnotes": {"near-key": "x"}})])
def test_an_undefined_reference_in_a_briefing_names_key_and_cell(
    briefing: bool, metadata: dict[str, object]
) -> None:
    cell = display({"text/markdown": "x[^near-kye]"}, **metadata)
    cell.id = "trade-text"
    with pytest.raises(UndefinedNote, match=r"cell trade-text: footnote \[\^near-kye\]"):
        document(cell, briefing=briefing)


def test_markdown_is_read_rather_than_its_html_twin() -> None:
    twin = '<a class="footnote-ref" href="#fn:a">a</a><a class="footnote-ref" href="#fn:a">a</a>'
    found = document(display({"text/markdown": "x[^a]", "text/html": twin}, footnotes={"a": "A"}))
    assert found.notes[0].references == 1


def test_a_definition_may_run_over_several_paragraphs() -> None:
    found = document(new_markdown_cell("x[^a]\n\n[^a]: one\n    two\n\n    three\n\nafter"))
    assert nodes.plain_blocks(found.notes[0].content) == "one two three"
    assert "after" in words(found)


# --- Letters, pages, columns, parts ---


def test_letters_begin_anew_on_each_page_and_stand_at_its_end() -> None:
    cells = [
        display(
            {"text/markdown": "Trade[^a][^b]"}, "text", "page", footnotes={"a": "Customs", "b": "Nhân Dân"}
        ),
        display({"text/markdown": "FDI[^b]"}, "text", "page", footnotes={"b": "Nhân Dân"}),
    ]
    found = document(*cells, briefing=True, notes="letters", pages=2)
    assert [block.attr.classes for block in found.blocks] == [("page",), ("page",)]
    divs = blocks(found, nodes.Div)
    sources = [nodes.plain_blocks(one.content) for one in divs if "sources" in one.attr.classes]
    assert sources == ["Sources A Customs · B Nhân Dân", "Sources A Nhân Dân"]
    marks = [one for one in nodes.inlines(found.blocks) if isinstance(one, nodes.Note)]
    assert [one.label for one in marks] == ["A", "B", "A"]
    named = {one.attr.identifier for one in nodes.inlines(found.blocks) if isinstance(one, nodes.Span)}
    assert {one.target for one in marks} <= named and len({one.target for one in marks}) == 3
    assert [one.key for one in found.notes] == ["a", "b"] and found.meta.pages == 2


def test_places_in_one_source_are_said_together() -> None:
    plurals = {"para.": "paras", "table": "tables"}
    places = ["para. 10", "para. 3", "table 1", "para. 6"]
    assert numbering.located(places, plurals) == "paras 3, 6, 10, table 1"


def test_articles_of_one_paper_on_a_page_have_numbers_and_one_that_is_alone_has_none() -> None:
    articles = {
        "june:p1": ("Nhân Dân", "June", "para. 1"),
        "june:p2": ("Nhân Dân", "June", "para. 2"),
        "may:p1": ("Nhân Dân", "May", "para. 1"),
        "fia:t1": ("FIA", "2024", ""),
    }
    behind = {
        "footnotes": dict.fromkeys(articles, "."),
        "letters": {key: [[paper, paper, *which]] for key, (paper, *which) in articles.items()},
        "facts": {"x.2024": "FDI, 2024: 3"},
    }
    cells = [
        cited("FDI[^fia:t1] and trade[^june:p1][^may:p1], again[^june:p2]", **behind),
        cited("FDI[^fia:t1@x.2024], trade[^may:p1]", "page", **behind),
    ]
    title = cited("Since May[^may:p1]", "abstract", **behind)
    named = {"para.": "paras"}
    found = document(title, *cells, briefing=True, notes="letters", most_sources=2, locators=named)
    marks = marks_of(found)
    assert [one.label for one in marks] == ["A1", "B", "A2", "A1", "A2", "A", "B"]
    sources = [
        nodes.plain_blocks(one.content) for one in blocks(found, nodes.Div) if "sources" in one.attr.classes
    ]
    assert sources == [
        "Sources A1 Nhân Dân, May (para. 1); A2 June (paras 1, 2) · B FIA, 2024",
        "Sources A FIA, 2024 · B Nhân Dân, May (para. 1)",
    ]
    listed = {one.attr.identifier for one in nodes.inlines(found.blocks) if isinstance(one, nodes.Span)}
    assert {one.target for one in marks} <= listed, "each mark leads to one article"
    assert len({one.identifier for one in marks}) == len(marks)
    assert found.facts["x.2024"].mark in {one.identifier for one in marks}


def test_cells_tagged_column_stand_beside_one_another() -> None:
    cells = [display({"text/markdown": word}, "text", "column") for word in ("left", "right")]
    cells[0].metadata["width"] = "62%"
    found = document(*cells, display({"text/markdown": "below"}, "text"), briefing=True)
    columns, below = found.blocks
    assert isinstance(columns, nodes.Div) and columns.attr.classes == ("columns",)
    assert [one.attr.get("width") for one in columns.content if isinstance(one, nodes.Div)] == ["62%", ""]
    assert nodes.plain_blocks((below,)) == "below"


def test_the_annex_can_be_left_out_or_stand_alone() -> None:
    cells = [display({"text/markdown": "short"}, "text"), display({"text/markdown": "long"}, "text", "annex")]
    parts = {
        part: words(document(*cells, briefing=True, options=Options(part=part)))
        for part in ("all", "briefing", "annex")
    }
    assert parts == {"all": "short long", "briefing": "short", "annex": "long"}


# --- Briefing and annex: sources as letters, facts with addresses ---


def cited(text: str, *tags: str, **behind: object) -> NotebookNode:
    return display({"text/markdown": text}, "text", *tags, **behind)


def marks_of(found: Document) -> list[nodes.Note]:
    return [one for one in nodes.inlines(found.blocks) if isinstance(one, nodes.Note)]


def test_a_mark_keeps_the_notes_and_the_facts_of_the_very_figure() -> None:
    letters = {key: [["customs", "Customs", "", ""]] for key in ("c:p1", "c:p2")}
    notes = {"c:p1": "Customs, para. 1.", "c:p2": "Customs, para. 2."}
    text = "3.8[^c:p1@x.2019] and both[^c:p1@x.2019][^c:p2@x.2020]"
    found = document(
        cited(text, footnotes=notes, letters=letters, facts={"x.2020": "Trade, 2020: *over* 3.2"}),
        briefing=True,
        notes="letters",
        annex="annex.html",
    )
    one, both = marks_of(found)
    assert (one.label, one.keys, one.facts) == ("A", ("c:p1",), ("x.2019",))
    assert (both.label, both.keys, both.facts) == ("A", ("c:p1", "c:p2"), ("x.2019", "x.2020"))
    assert {note.key: nodes.plain_blocks(note.content) for note in found.notes} == notes
    assert nodes.plain(found.facts["x.2020"].said) == "Trade, 2020: over 3.2"
    assert found.facts["x.2019"].said == () and found.meta.annex == "annex.html"


def test_the_address_of_a_fact_is_its_first_mark_in_a_table_or_else_its_first() -> None:
    table = '<table><tr><td>3.8<a class="footnote-ref" href="#fn:a@x.2019">a</a></td></tr></table>'
    cells = [
        cited("## One\n\n3.8[^a@x.2019], 3.2[^a@x.2020]", footnotes={"a": "A."}),
        display({"text/html": table}, "table", footnotes={"a": "A."}),
    ]
    found = document(*cells, briefing=True, notes="sections")
    first, second, in_table = marks_of(found)
    assert found.facts["x.2019"].mark == in_table.identifier
    assert found.facts["x.2020"].mark == second.identifier != first.identifier


def test_a_fact_has_its_address_in_its_own_row_rather_than_in_a_list_of_many() -> None:
    def cell(*facts: str) -> str:
        marks = (f'<a class="footnote-ref" href="#fn:a@{one}">a</a>' for one in facts)
        return f"<tr><th>Row</th><td>{' '.join(marks)}</td></tr>"

    many = [f"x.{year}" for year in range(2015, 2020)]
    rows = [cell(*many, "x.alone"), cell("x.2018", "x.change"), cell("x.2018")]
    table = display({"text/html": f"<table>{''.join(rows)}</table>"}, "table", footnotes={"a": "A."})
    found = document(table, briefing=True, notes="sections")
    (drawn,) = blocks(found, nodes.Table)
    in_rows = [
        {
            note.identifier
            for cell in row.cells
            for note in nodes.inlines(cell.content)
            if isinstance(note, nodes.Note)
        }
        for row in drawn.body
    ]
    assert found.facts["x.2018"].mark in in_rows[1], "the first of those that are about few facts"
    assert found.facts["x.2017"].mark in in_rows[0] and found.facts["x.alone"].mark in in_rows[0]


def test_a_page_with_more_sources_than_the_document_allows_is_refused_with_their_names() -> None:
    def page(count: int, *tags: str) -> NotebookNode:
        keys = [f"k{number}" for number in range(count)]
        text = ", ".join(f"{key}[^{key}]" for key in keys)
        letters = {key: [[key, f"Paper {key}", "", ""]] for key in keys}
        return cited(text, *tags, footnotes=dict.fromkeys(keys, "."), letters=letters)

    document(page(17), page(16, "page"), briefing=True, notes="letters")
    document(page(16), page(16, "page"), briefing=True, notes="letters", most_sources=16)
    with pytest.raises(
        TooManySources, match=r"^page 2 cites 17 sources and may cite 16: A Paper k0; .* Q Paper k16$"
    ):
        document(page(3), page(17, "page"), briefing=True, notes="letters", most_sources=16)


def test_notes_of_a_section_are_listed_at_its_end_under_the_numbers_of_their_marks() -> None:
    notes = {"a": "See [b].", "b": "B."}
    cells = [cited(f"## {name}\n\nx[^a] y[^b] z[^a]", footnotes=notes) for name in ("One", "Two")]
    found = document(*cells, briefing=True, notes="sections")
    lists = [one for one in found.blocks if isinstance(one, nodes.NoteList)]
    assert [type(one).__name__ for one in found.blocks] == ["Div", "NoteList", "Div", "NoteList"]
    assert [[note.label for note in one.notes] for one in lists] == [["1", "2"], ["1", "2"]]
    assert [note.references for note in lists[0].notes] == [2, 1]
    targets = [note.identifier for one in lists for note in one.notes]
    assert len(set(targets)) == 4 and {one.target for one in marks_of(found)} == set(targets)
    assert found.notes == () and len(found.footnotes) == 4


def test_a_note_that_only_a_note_of_its_section_refers_to_is_listed_there() -> None:
    cells = [cited("## One\n\nx[^a]", footnotes={"a": "See[^b].", "b": "B."}), cited("## Two")]
    found = document(*cells, briefing=True, notes="sections")
    (only,) = (one for one in found.blocks if isinstance(one, nodes.NoteList))
    assert [note.key for note in only.notes] == ["a", "b"]


def test_the_title_block_says_what_the_metadata_say() -> None:
    given = {
        "kicker": "BRIEFING",
        "edition_note": "Sources to 31 December 2025",
        "running_footer": "Lào Cai",
    }
    meta = document(briefing=True, **given).meta
    assert {name: getattr(meta, name) for name in given} == given
    assert document(annex="javascript:alert(1)").meta.annex == ""


def test_what_only_a_briefing_may_say_changes_nothing_in_other_peoples_notebooks() -> None:
    picture = display(
        {"image/svg+xml": SVG}, **{"image/svg+xml": {"alt": "a", "title": "Title", "caption": "b"}}
    )
    html = '<table class="titled"><caption>Words</caption><tr><td>1</td></tr></table>'
    cells = [
        new_markdown_cell("first[^a@b] and[^a][^a]\n\n[^a]: A."),
        display({"text/markdown": "second"}, "abstract", "page"),
        display({"text/html": html}),
        picture,
    ]
    found = document(*cells)
    assert words(found).startswith("first[^a@b] and second")
    assert [one.identifier for one in marks_of(found)] == ["ref-1-1", "ref-1-2"]
    assert [one.label for one in blocks(found, nodes.Table, nodes.Figure)] == ["Table 1", "Figure 1"]
    assert found.facts == {} and not any("page" in one.attr.classes for one in blocks(found, nodes.Div))


def test_a_note_that_is_read_in_short_is_read_as_its_markdown_would_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of every sign in every place: whatever is more than a citation or words must not be taken for one."""
    signs = [
        *string.punctuation,
        *"“’–…÷×\u00a0\u2028\u202e\ufeff\t\n\x07",
        "  ",
        "://b",
        "www.b.vn",
        "1. ",
        "&amp;",
    ]
    shapes = (
        *(
            "[a%sb](#x), c",
            "[%sa](#x)",
            "[a](#%sx) b",
            "[a](%s#x)",
            "[a](#x)%sb",
            "[a](#x), b%s",
            "[a](#x) %s b",
        ),
        *("a%sb", "%sa", "a%s", "a %s b %s c", "a: b%s", "%s"),
    )
    said = [shape.replace("%s", sign) for shape in shapes for sign in ("", *signs)]
    notes = {f"n{number}": text for number, text in enumerate(dict.fromkeys(said)) if text.strip()}
    cell = display({"text/markdown": " ".join(f"a[^{key}]" for key in notes)}, footnotes=notes)
    short = [one for one in notes.values() if markdown.citation(one)]
    assert len(short) > 200 and len(notes) - len(short) > 200, "both ways are tried"
    assert {"[ab](#x), c", "[a](#x)", "ab", "a: b"} <= {*short}
    in_short = document(cell).notes
    monkeypatch.setattr(markdown, "citation", lambda text: None)
    assert in_short == document(cell).notes
