"""PDFs read back: what they say and claim, how they are tagged, where their links lead, what stops them."""

import logging
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from documents import attr, cell, document, head, inline, note, para, plain, row, table
from helpers.exporters.document import (
    Block,
    BulletList,
    Cell,
    CodeBlock,
    Div,
    Document,
    Figure,
    Header,
    Image,
    Link,
    ListItem,
    Math,
    Note,
    Picture,
    Strong,
)
from helpers.exporters.errors import TooManyPages, UnreadablePicture
from helpers.exporters.typst import typesetting
from helpers.exporters.typst.compiler import (
    PLAIN,
    CompilerCrashed,
    MissingGlyphs,
    TypesettingFailed,
    typeset,
)
from helpers.exporters.typst.exporter import BriefingPDFExporter
from helpers.exporters.typst.finish import TagsNotFound, finish
from helpers.exporters.typst.typesetting import Typesetting, bad
from helpers.exporters.typst.writer import write
from pdf_reading import Paper

CORPUS = Path(__file__).parents[2] / "fixtures" / "export"
TITLE = '#set document(title: "t")\n'
BROKEN = Picture("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", 40, 40)
CHART = Picture(
    "image/svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><rect width="50" height="50"/></svg>',
    200,
    60,
)

log = logging.getLogger("test")


def pdf(whole: Document, **options: object) -> bytes:
    return Typesetting(whole, log, **options).pdf()  # type: ignore[arg-type]


def paper(*blocks: Block, **given: object) -> Paper:
    return Paper(pdf(document(*blocks, **given)))


NOTES = (
    note("a", "1", "Source A."),
    note("b", "2", "Source B, see ", Link(inline("there"), "#row"), "."),
    note("c", "3", "C."),
)


def rich(**given: object) -> Document:
    """A document with links of all kinds: notes of text, table and head, places in rows, lists and headings."""
    rows = table(
        head("Year", inline("Value", Note("b", "2"))),
        *(row(str(year), Cell((plain(str(year % 7)),), 1)) for year in range(1960, 2020)),
        row("2020", Cell((plain("3", Note("c", "3"), Note("a", "1", 2)),), 1), identifier="row-2020"),
        numeric=(1,),
        caption=inline("Trade"),
    )
    blocks = (
        Header(2, inline("Trade", Note("a", "1")), attr(identifier="trade")),
        para("See ", Link(inline("the row"), "#row"), ", ", Link(inline("the aim"), "#aim"), " or ", Link(inline("x"), "https://x.org")),
        rows,
        para("Rounded.", classes="table-note"),
        BulletList((ListItem((plain("One"),)), ListItem((plain("Two"),), attr(identifier="aim")))),
        para("Back to ", Link(inline("trade"), "#trade"), ", or ", Link(inline("long and longer " * 9), "#trade"), "."),
        Figure((plain(Image(CHART, "A line.")),), inline("Chart", Note("c", "3", 2)), "Figure 1"),
        CodeBlock("x = 1", "python", attr=attr("input", prompt="In [1]:")),
        CodeBlock("1", attr=attr("output", identifier="nobody-leads-here")),
    )  # fmt: skip
    anchors = {"trade": "trade", "row": "row-2020", "aim": "aim"}
    return document(cell(*blocks), notes=NOTES, anchors=anchors, **given)


@pytest.fixture(scope="module")
def found() -> Paper:
    return Paper(pdf(rich()))


# --- Links and notes --------------------------------------------------------------------------------------------------


def test_every_link_has_its_element_destination_and_description(found: Paper) -> None:
    assert found.link_faults == []
    assert found.addresses == ["https://x.org"]


def test_links_lead_where_they_say(found: Paper) -> None:
    last = len(found.pages)
    assert [(page, "2020" in text) for page, text in found.leads("the row")] == [(2, True)]
    assert found.leads("the aim")[0][0] == last and found.leads("the aim")[0][1].startswith(("• Two", "Two"))
    assert {(page, text.split()[0]) for page, text in found.leads("trade")} == {(1, "Trade")}


def test_marks_lead_to_notes_and_notes_back_to_their_first_mark(found: Paper) -> None:
    assert [(page, "Source A." in text) for page, text in found.leads("Note 1")] == [(1, True), (1, True)]
    assert {page for page, _ in found.leads("Note 3")} == {2}
    assert found.leads("Back to reference 1")[0][0] == 1
    assert (
        found.leads("Back to reference 2")[0][0] == 1
    )  # marks in the head lead nowhere: the table's first row
    assert found.leads("Back to reference 3") == [(2, "3")]  # beside "1," in the last row


def test_notes_of_a_table_stand_right_below_it(found: Paper) -> None:
    page = found.pages[1]
    assert page.index("Rounded.") < page.index("2 Source B, see there.") < page.index("3 C.")
    assert found.pages[0].endswith("1 Source A. Page 1 of 2")  # a note of the text: at the foot of its page


def test_notes_are_tagged_with_identifiers_of_their_own(found: Paper) -> None:
    notes = [element for element in found.elements if element.S == "/Note"]
    names = {str(element.ID) for element in notes}
    assert len(notes) == 3 and len(names) == 3
    listed = found.pdf.Root.StructTreeRoot.IDTree.Names
    keys = [bytes(listed[place]) for place in range(0, len(listed), 2)]
    assert keys == sorted(keys) and {name.encode() for name in names} <= set(keys)


def test_places_leave_no_tags_behind(found: Paper) -> None:
    links = sum(len(page.get("/Annots", [])) for page in found.pdf.pages)
    references = sum(
        "/Obj" in kid
        for element in found.elements
        for kid in element.get("/K", [])
        if not isinstance(kid, int)
    )
    assert references == links


def test_a_bookmark_does_not_say_the_notes(found: Paper) -> None:
    assert found.outline == [(0, "Trade")]
    assert [str(element.T) for element in found.elements if element.S == "/H2"] == ["Trade"]


def test_letters_lead_to_the_list_of_their_page() -> None:
    sources = Div(
        (BulletList((ListItem((plain(Strong(inline("A")), " Lao Dong"),), attr(identifier="note-1-A")),)),),
        attr("sources"),
    )
    read = paper(Div((para("Text", Note("a", "A", place="1-A")), sources), attr("page")), para("After"))
    assert read.leads("Note A") == [(1, "A Lao Dong")] and read.link_faults == []
    assert read.pages[0].endswith("Sources A Lao Dong Page 1 of 2") and "After" in read.pages[1]


def test_a_mark_whose_note_is_not_there_is_no_link() -> None:
    read = paper(para("Text", Note("a", "A", place="1-A")))
    assert "TextA" in read.text and read.inner_links == 0 and read.link_faults == []


# --- Tables -----------------------------------------------------------------------------------------------------------


def test_row_headers_have_their_scope(found: Paper) -> None:
    assert found.scopes() == {"Column": 2, "Row": 61}
    data = [element for element in found.elements if element.S == "/TD"]
    assert not any(
        "/Headers" in about for element in data for about in element.A
    )  # they would hide the row's


def test_a_table_within_a_table_is_marked_too() -> None:
    inner = table(head("A", "B"), row("inner", "x"))
    read = paper(
        table(head("A", "B"), row("outer", Cell((inner,), 1))), table(head("A", "B"), row("next", "x"))
    )
    assert read.scopes() == {"Column": 6, "Row": 3}


def test_a_row_header_that_is_not_found_is_an_error() -> None:
    source = write(document(table(head("A", "B"), row("a", "b"))))
    data = typeset(source.text, source.files)
    with pytest.raises(TagsNotFound, match="2 tables were written and 1 are tagged"):
        finish(data, source.jumps, source.tables * 2)
    longer = replace(source.tables[0], rows=(*source.tables[0].rows, (2, (0,))))
    with pytest.raises(TagsNotFound, match="table 1 has 3 rows and 2 are tagged"):
        finish(data, source.jumps, (longer,))


# --- What the last pass keeps -----------------------------------------------------------------------------------------


def test_what_typst_claims_is_kept() -> None:
    source = write(
        rich(lang="vi-VN", authors=("Sở Ngoại vụ",), keywords=("đối ngoại",), description="Quan hệ.")
    )
    typed = typeset(source.text, source.files, source.when)
    before, after = Paper(typed), Paper(finish(typed, source.jumps, source.tables).data)
    assert len(after.data) < 0.8 * len(before.data) and b"/ObjStm" in after.data
    assert after.pdf.Root.Metadata.read_bytes() == before.pdf.Root.Metadata.read_bytes()
    assert [after.metadata(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")] == [
        "2",
        "A",
        "1",
    ]
    assert after.language == before.language == "vi-VN"
    assert after.pages == before.pages and after.outline == before.outline and after.fonts == before.fonts
    intents = [read.pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() for read in (before, after)]
    assert intents[0] == intents[1]
    assert after.pdf.Root.MarkInfo.Marked and after.pdf.Root.ViewerPreferences.DisplayDocTitle
    assert set(before.tags - after.tags) <= {"TD", "P", "Link"}  # now TH and Note; empty places are gone
    assert after.pdf.check_pdf_syntax() == [] and str(after.pdf.pdf_version) == str(before.pdf.pdf_version)


def test_equal_documents_give_equal_bytes() -> None:
    assert pdf(rich()) == pdf(rich())


@pytest.mark.slow
def test_the_same_notebook_gives_the_same_bytes_in_any_process() -> None:
    path = str(CORPUS / "markdown_kitchen_sink.ipynb")
    code = (
        "import sys; from helpers.exporters.typst.exporter import BriefingPDFExporter as E;"
        "sys.stdout.buffer.write(E().from_filename(sys.argv[1])[0])"
    )
    other = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True).stdout
    here = BriefingPDFExporter().from_filename(path)[0]
    assert here == other and b"/tmp" not in here


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_document_that_is_too_long_names_the_cell_that_does_not_fit() -> None:
    cells = [cell(para("Words and words. " * 120), name=f"part-{number}") for number in range(4)]
    assert len(paper(*cells, pages=2).pages) == 2
    with pytest.raises(TooManyPages, match=r"has 2 pages and may have 1; .* begins with cell part-[12]$"):
        paper(*cells, pages=1)
    with pytest.raises(TooManyPages, match=r"cell beyond$"):
        paper(*cells[:1], Div((cell(para("More."), name="beyond"),), attr("page")), pages=1)


def test_a_cell_in_a_column_is_named_too() -> None:
    columns = tuple(
        Div((para(words),), attr("cell column"), cell=name)
        for words, name in (("a", "left"), ("words " * 2500, "right"))
    )
    with pytest.raises(TooManyPages, match=r"cell right$"):
        paper(Div(columns, attr("columns")), pages=1)


def test_languages_are_tagged() -> None:
    read = paper(para("Xin chào ", Strong(inline("x")), classes="", lang="vi"), para("Hello"))
    assert "vi" in {str(element.Lang) for element in read.elements if "/Lang" in element}
    assert read.language == "en"


def test_key_figures_and_columns_are_read_in_order() -> None:
    figures = tuple(
        Div(
            (para(name, classes="label"), para("9", classes="value"), para("2024", classes="detail")),
            attr("key-figure"),
        )
        for name in ("Trade", "Aid")
    )
    charts = tuple(
        Div((Figure((plain(Image(CHART, name)),), inline(name)),), attr("column"))
        for name in ("Left", "Right")
    )
    read = paper(Div(figures, attr("key-figures")), Div(charts, attr("columns")))
    assert read.alternatives() == ["Left", "Right"]
    assert "Trade" in read.text and read.tags["Figure"] == 2 and read.tags["Caption"] == 2


# --- What Typst refuses -----------------------------------------------------------------------------------------------


def test_a_letter_that_no_font_has_is_named_with_its_cell() -> None:
    whole = document(cell(para("Chữ \ue123 và \ue124."), name="overview"), strict=True)
    with pytest.raises(MissingGlyphs, match=r"cell overview.*\(U\+E123 unnamed\)"):
        pdf(whole)


def test_other_peoples_odd_letters_give_way(caplog: pytest.LogCaptureFixture) -> None:
    letters = "".join(map(chr, range(0xE120, 0xE128)))
    read = paper(para(f"Done {letters} a\u200db"))
    assert f"Done {chr(0xFFFD) * 8}" in read.text
    (warning,) = caplog.messages
    assert warning.startswith("no font has 8 of the characters: ") and "and 3 more" in warning


def test_fonts_of_the_machine_are_used_only_for_letters_that_others_lack(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = []

    def fake(*args: object, **options: object) -> bytes:
        tries.append(args[5])
        if not args[5]:
            raise MissingGlyphs("中")
        return typeset(f"{TITLE}a")

    monkeypatch.setattr(typesetting, "typeset", fake)
    pdf(document(para("中")), system_fonts=True)
    assert tries == [False, True]


def test_a_drawing_that_typst_cannot_read_gives_way_to_its_description(
    caplog: pytest.LogCaptureFixture,
) -> None:
    blocks = cell(para(Image(BROKEN, "A broken map."), Image(CHART, "A line.")), name="map")
    read = paper(blocks)
    assert read.alternatives() == ["A line."] and "A broken map." in read.text
    assert caplog.messages == [
        "cell map: the picture (image/svg+xml) can't be drawn; its alternative text stands for it"
    ]
    with pytest.raises(UnreadablePicture, match="cell map"):
        paper(blocks, strict=True)


def test_formulas_that_cannot_be_set_are_shown_as_tex_and_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = typesetting.formula

    def half_broken(one: Math) -> str:
        return 'eval("frac(", mode: "math")' if one.tex == "bad" else real(one)

    monkeypatch.setattr(typesetting, "formula", half_broken)
    monkeypatch.setattr("helpers.exporters.typst.inlines.formula", half_broken)
    read = paper(para(Math("x^2"), " ", Math("bad"), " ", Math(r"\nosuch{x}")))
    assert read.tags["Formula"] == 1 and "bad" in read.text and r"\nosuch{x}" in read.text
    assert caplog.messages == [
        r"formulas that can't be set and are shown as TeX: 2, the first: bad; \nosuch{x}"
    ]


def test_the_bad_ones_are_found_by_halves() -> None:
    tries: list[int] = []

    def good(items: object) -> bool:
        tries.append(1)
        return not {3, 77} & set(items)  # type: ignore[call-overload]

    assert bad(list(range(100)), good) == [3, 77]
    assert len(tries) < 40


def crashing(monkeypatch: pytest.MonkeyPatch, times: int) -> list[tuple[str, ...]]:
    """Make Typst crash this often while it tags; returns the standards of all tries."""
    tries: list[tuple[str, ...]] = []

    def fake(source: str, files: object, when: int, standards: tuple[str, ...], *rest: object) -> bytes:
        tries.append(standards)
        if len(tries) <= times and standards != PLAIN:
            raise CompilerCrashed("internal error: tags weren't properly closed")
        return typeset(source, files, when, standards, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(typesetting, "typeset", fake)
    return tries


def test_a_crash_over_a_page_end_is_got_round_with_tags(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    crashing(monkeypatch, 1)
    assert paper(para("Text"), strict=True).tags["P"] == 1
    assert "bottom margin" in caplog.text


def test_a_briefing_is_never_made_without_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    crashing(monkeypatch, 99)
    with pytest.raises(CompilerCrashed, match="properly closed"):
        paper(para("Text"), strict=True)


def test_another_notebook_is_made_without_tags_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries = crashing(monkeypatch, 99)
    read = paper(para("Text", Note("a", "1")), table(head("A", "B"), row("a", "b")), notes=NOTES[:1])
    assert tries[-1] == PLAIN and "without tags" in caplog.text
    assert "Text" in read.text and read.leads("Note 1")


def test_an_error_says_what_and_where() -> None:
    with pytest.raises(TypesettingFailed, match=r"\(line 3\): unknown variable: nonsense"):
        typeset(f"{TITLE}\n#nonsense")


def test_missing_characters_are_named_without_their_neighbours() -> None:
    with pytest.raises(MissingGlyphs) as raised:
        typeset(f"{TITLE}a 中 b 文 c")
    assert raised.value.characters == "中文"


@pytest.mark.parametrize(
    "error", [TypesettingFailed("r", "p"), MissingGlyphs("中", "p"), CompilerCrashed("r"), TagsNotFound("t")]
)
def test_errors_travel_between_processes(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))


@pytest.mark.parametrize("path", ["/etc/hostname", "../../etc/hostname"])
def test_no_file_can_be_reached_from_a_source(path: str) -> None:
    with pytest.raises(TypesettingFailed):
        typeset(f'{TITLE}#read("{path}")')


def test_a_forked_process_is_refused_instead_of_left_hanging() -> None:
    code = """
import os
from helpers.exporters.typst.compiler import TypesettingFailed, typeset
typeset('#set document(title: "t")')
if os.fork() == 0:
    try:
        typeset('#set document(title: "t")')
    except TypesettingFailed as error:
        os._exit(7 if "forked" in str(error) else 1)
    os._exit(1)
print(os.waitstatus_to_exitcode(os.wait()[1]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "7"


# --- How much is too much ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_time_grows_with_the_length_of_what_is_shown() -> None:
    text = "\n".join(f"line {number}: " + "word " * 20 for number in range(1800))
    long = cell(
        CodeBlock(text[:200_000], "python", attr=attr("output")),
        CodeBlock("x" * 200_000, attr=attr("output")),
    )
    rows = table(
        head("A", "B", "C"), *(row(f"row {number}", "some words", str(number)) for number in range(2000))
    )
    assert len(Paper(pdf(document(long, rows))).pages) > 100


# --- The exporter -----------------------------------------------------------------------------------------------------


def test_a_notebook_becomes_a_pdf(caplog: pytest.LogCaptureFixture) -> None:
    cells = [
        new_markdown_cell("# Trade of 2024\n\nIt grew[^1].\n\n[^1]: A source."),
        new_code_cell("x = 1", outputs=[new_output("stream", name="stdout", text="seen")]),
    ]
    data, resources = BriefingPDFExporter().from_notebook_node(new_notebook(cells=cells))
    read = Paper(data)
    assert resources["output_extension"] == ".pdf"
    assert read.metadata("dc:title") == "Trade of 2024"
    assert all(part in read.text for part in ("It grew1.", "1 A source.", "x = 1", "seen"))
    assert read.link_faults == []


@pytest.mark.slow
def test_the_exporter_needs_nothing_else_of_the_project() -> None:
    code = (
        "import sys; from helpers.exporters.typst.exporter import BriefingPDFExporter as E;"
        "E().from_filename(sys.argv[1]);"
        "ours = {'.'.join(name.split('.')[:2]) for name in sys.modules if name.startswith('helpers.')}; print(ours)"
    )
    path = str(CORPUS / "images.ipynb")
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'helpers.exporters'}"
