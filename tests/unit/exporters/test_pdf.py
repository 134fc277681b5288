"""The PDF as its readers meet it: complete, numbered, tagged, in its own typeface, the same every time."""

import hashlib
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.exporters.errors import MissingAlt, UndefinedNote, UnreadablePicture
from helpers.exporters.typst.compiler import MissingGlyphs
from helpers.exporters.typst.exporter import BriefingPDFExporter
from pdf_reading import Paper

FIXTURES = Path(__file__).parents[2] / "fixtures" / "export"
FACTS = {
    "title": "Lạng Sơn: quan hệ đối ngoại",
    "subtitle": "Báo cáo tóm tắt",
    "lang": "vi",
    "date": "2025-07-15",
    "authors": [{"name": "Sở Ngoại vụ"}],
    "description": "Quan hệ đối ngoại của tỉnh.",
    "running_header": "Lạng Sơn · 2025",
    "keywords": ["đối ngoại", "Lạng Sơn"],
}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">'
    '<text x="5" y="30" style="font: 12px \'Be Vietnam Pro\'">Kim ngạch ưởữ</text></svg>'
)
NOTES = {"a": "Nguồn A, [mục](#source-a).", "b": "Nguồn B, <đoạn> 5."}
TABLE = """<table class="briefing"><caption>Kim ngạch <a class="footnote-ref" href="#fn:b">b</a></caption>
<thead><tr><th scope="col">Năm</th><th scope="col" class="num">Tỷ USD</th></tr></thead><tbody>
<tr id="source-a"><th scope="row">2018</th>
<td class="num">3,0<sup><a class="footnote-ref" href="#fn:a">a</a></sup></td></tr>
<tr><th scope="row">2019</th><td class="num">&gt; 3,8</td></tr></tbody></table>"""


def shown(data: dict[str, str], *tags: str, **metadata: object) -> NotebookNode:
    output = new_output("display_data", data=data, metadata=metadata)
    return new_code_cell("hidden = 1", outputs=[output], metadata={"tags": list(tags)})


def text(source: str, **footnotes: str) -> NotebookNode:
    return shown({"text/markdown": source}, "text", footnotes=footnotes)


def figure(alt: str = "Một đường đi lên.", caption: str = "") -> NotebookNode:
    metadata = {"image/svg+xml": {"alt": alt, "caption": caption}, "footnotes": NOTES}
    return shown({"image/svg+xml": SVG}, "figure", **metadata)


def export(*cells: NotebookNode, **metadata: object) -> bytes:
    notebook = new_notebook(cells=list(cells), metadata=metadata)
    return BriefingPDFExporter().from_notebook_node(notebook)[0]


def paper(*cells: NotebookNode, **metadata: object) -> Paper:
    return Paper(export(*cells, **metadata))


@pytest.fixture(scope="module")
def briefing() -> Paper:
    cells = [
        text(
            "## Tổng quan\n\nNăm 2019[^a][^b] rồi lại[^a].\n\n### Chi tiết\n\n" + "Chữ nghĩa. " * 300, **NOTES
        ),
        figure(caption="Kim ngạch[^b]"),
        shown({"text/html": TABLE}, "table", footnotes=NOTES),
    ]
    return paper(*cells, briefing={"province": "lang-son"}, **FACTS)


def test_the_first_page_says_what_it_is(briefing: Paper) -> None:
    assert briefing.pages[0].startswith(
        "Lạng Sơn: quan hệ đối ngoại Báo cáo tóm tắt Ấn bản ngày 15/7/2025 · Sở Ngoại vụ Tổng quan"
    )


def test_running_header_and_page_number_are_in_the_readers_language(briefing: Paper) -> None:
    count = len(briefing.pages)
    assert count > 1
    assert "Lạng Sơn · 2025" not in briefing.pages[0]
    assert briefing.pages[0].endswith(f"Trang 1/{count}")
    assert briefing.pages[1].startswith("Lạng Sơn · 2025")


def test_metadata_is_set(briefing: Paper) -> None:
    assert briefing.language == "vi"
    assert {name: briefing.metadata(name) for name in ("dc:title", "dc:description", "pdf:Keywords")} == {
        "dc:title": FACTS["title"],
        "dc:description": FACTS["description"],
        "pdf:Keywords": "đối ngoại, Lạng Sơn",
    }
    assert briefing.metadata("dc:creator") == ["Sở Ngoại vụ"]
    assert briefing.metadata("xmp:CreateDate").startswith("2025-07-15")


def test_the_file_claims_both_standards(briefing: Paper) -> None:
    claims = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
    assert [briefing.metadata(claim) for claim in claims] == ["2", "A", "1"]


def test_headings_make_the_outline_and_do_not_skip(briefing: Paper) -> None:
    assert briefing.outline == [(0, "Tổng quan"), (1, "Chi tiết")]
    assert {tag: briefing.tags[tag] for tag in ("H1", "H2", "H3")} == {"H1": 1, "H2": 1, "H3": 1}


def test_tables_are_tagged_with_their_headers(briefing: Paper) -> None:
    assert {tag: briefing.tags[tag] for tag in ("Table", "THead", "TD", "Caption")} == {
        "Table": 1,
        "THead": 1,
        "TD": 2,
        "Caption": 2,
    }
    assert briefing.scopes() == {"Column": 2, "Row": 2}


def test_a_figure_has_its_alternative_and_selectable_words(briefing: Paper) -> None:
    assert briefing.alternatives() == ["Một đường đi lên."]
    assert "Kim ngạch ưởữ" in briefing.text
    assert "Hình 1. Kim ngạch" in briefing.text and "Bảng 1. Kim ngạch" in briefing.text


def test_notes_are_numbered_once_and_sources_name_them(briefing: Paper) -> None:
    assert briefing.tags["Note"] == 2
    assert "Năm 20191,2 rồi lại1." in briefing.text
    assert "1 Nguồn A, mục." in briefing.text and "2 Nguồn B, <đoạn> 5." in briefing.text
    assert briefing.inner_links > 8


def test_all_letters_travel_with_the_file(briefing: Paper) -> None:
    assert all(briefing.fonts.values())
    assert {name.partition("-")[0] for name in briefing.fonts} == {"BeVietnamPro"}


def test_hidden_cells_stay_hidden(briefing: Paper) -> None:
    assert "hidden" not in briefing.text


@pytest.mark.slow
def test_the_same_notebook_gives_the_same_bytes_in_any_process() -> None:
    path = FIXTURES / "markdown_kitchen_sink.ipynb"
    code = (
        "import sys, hashlib; from helpers.exporters.typst.exporter import BriefingPDFExporter as E;"
        "print(hashlib.sha256(E().from_filename(sys.argv[1])[0]).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    here = BriefingPDFExporter().from_filename(str(path))[0]
    assert hashlib.sha256(here).hexdigest() == other.stdout.strip()
    assert b"/tmp" not in here


def test_a_briefing_without_a_description_of_its_figure_is_refused() -> None:
    cell = figure(alt=" ")
    cell.id = "trade-chart"
    with pytest.raises(MissingAlt, match="cell trade-chart"):
        export(cell, briefing={"province": "lang-son"})


def test_other_peoples_figures_get_a_neutral_description() -> None:
    found = paper(new_markdown_cell("# T\n\n## Trade"), figure(alt=""), figure(alt=""))
    assert found.alternatives() == ["Figure 1: Trade", "Figure 2: Trade"]


def test_a_note_without_definition_is_refused() -> None:
    with pytest.raises(UndefinedNote, match="nowhere"):
        export(text("Xem[^nowhere]."), **FACTS)


def test_a_letter_that_no_font_has_is_named_with_its_cell() -> None:
    cell = text("Chữ 中 và 😀.")
    cell.id = "overview"
    with pytest.raises(MissingGlyphs, match=r"cell overview.*中 \(U\+4E2D .*😀 \(U\+1F600 grinning face\)"):
        export(cell, briefing={"province": "x"}, **FACTS)


def test_other_peoples_odd_letters_give_way(caplog: pytest.LogCaptureFixture) -> None:
    exporter = BriefingPDFExporter()
    caplog.set_level(logging.WARNING, logger="traitlets")
    exporter.log.addHandler(caplog.handler)
    notebook = new_notebook(cells=[new_markdown_cell("# Done ✅\n\nẤy")])
    found = Paper(exporter.from_notebook_node(notebook)[0])
    assert "Done \ufffd" in found.text and "Ấy" in found.text
    assert found.tags["H1"] == 1
    assert "white heavy check mark" in caplog.text


@pytest.mark.slow
def test_the_command_finds_the_exporter(tmp_path: Path) -> None:
    path = FIXTURES / "images.ipynb"
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        "briefing-pdf",
        str(path),
        "--output-dir",
        str(tmp_path),
    ]
    subprocess.run(command, check=True, capture_output=True)
    assert "Pictures of every kind" in Paper((tmp_path / "images.pdf").read_bytes()).text


def test_a_document_without_code() -> None:
    cells = [new_code_cell("secret_code = 1", outputs=[new_output("stream", name="stdout", text="seen")])]
    with_code = paper(*cells)
    assert "secret_code = 1" in with_code.text and "seen" in with_code.text
    without = BriefingPDFExporter(exclude_input=True).from_notebook_node(new_notebook(cells=cells))[0]
    assert "secret_code" not in Paper(without).text and "seen" in Paper(without).text


def test_a_picture_that_cannot_be_read_stops_a_briefing() -> None:
    cell = shown({"image/png": "bm8gcGljdHVyZQ=="}, "figure", **{"image/png": {"alt": "A line."}})
    cell.id = "map"
    with pytest.raises(UnreadablePicture, match=r"cell map.*image/png"):
        export(cell, briefing={"province": "x"})
    assert "A line." in paper(cell).text
