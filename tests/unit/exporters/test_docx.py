"""Word files, read back as python-docx and as Word see them."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from lxml import etree
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from documents import attr, cell, document, head, inline, note, para, plain, row, table
from helpers.exporters.document import (
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
    Note,
    NoteList,
    NotesAt,
    OrderedList,
    Picture,
    Row,
    Span,
    Strong,
)
from helpers.exporters.docx.exporter import BriefingDocxExporter, BriefingODTExporter
from helpers.exporters.docx.making import make
from helpers.exporters.docx.reference import reference
from word_reading import WordFile

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20"><path d="M0 0h9"/></svg>'
DRAWING = Picture("image/svg+xml", SVG, 300.0, 150.0)


def word(given: Document | bytes) -> Word:
    """The Word file of a document, opened."""
    return docx.Document(io.BytesIO(given if isinstance(given, bytes) else make(given)))


def members(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def briefing(*blocks: Any, notes_at: NotesAt, **given: Any) -> Document:
    """A document that declares itself a briefing, with its notes in a place."""
    made = document(*blocks, **given)
    return replace(made, meta=replace(made.meta, strict=True, notes=notes_at))


def header(level: int, text: str, identifier: str) -> Header:
    return Header(level, inline(text), attr(identifier=identifier))


def styles(file: Word) -> list[tuple[str, str]]:
    """Each paragraph of the text with its style."""
    return [(one.style.style_id, one.text) for one in file.paragraphs]


def figure(alt: str, picture: Picture = DRAWING, classes: str = "", caption: str = "") -> Figure:
    return Figure((plain(Image(picture, alt)),), inline(caption) if caption else (), "", attr(classes))


# --- Text ---


def test_title_headings_and_text_have_styles_of_words_own() -> None:
    given = document(cell(header(2, "First", "a"), para("Text."), header(3, "Below", "b")), title="A title")
    assert styles(word(given)) == [
        ("Title", "A title"),
        ("Heading1", "First"),
        ("FirstParagraph", "Text."),
        ("Heading2", "Below"),
    ]


def test_lists_are_lists() -> None:
    items = (ListItem((plain("one"),)), ListItem((plain("two"),)))
    file = word(document(cell(BulletList(items), OrderedList(items, start=3))))
    numbered = [one for one in file.paragraphs if one._p.pPr is not None and one._p.pPr.numPr is not None]
    assert [one.text for one in numbered] == ["one", "two", "one", "two"]
    kinds = file.part.numbering_part.element.xpath("//w:num/w:lvlOverride/w:startOverride/@w:val")
    assert "3" in kinds


def test_what_no_file_may_hold_is_left_out() -> None:
    file = word(document(cell(para("a\x01b\ud800c"), CodeBlock("x = '\x02'\ny = 1"))))
    assert [text for _, text in styles(file)][-2:] == ["ab\ufffdc", "x = ''\ny = 1"]


def test_key_figures_are_said_in_words_and_not_laid_out() -> None:
    parts = (
        para("Trade", classes="label"), para("3.8 bn", classes="value"), para("2019", classes="detail"),
        para("+3%", classes="change"),
    )  # fmt: skip
    figures = Div((Div(parts, attr("key-figure")),), attr("key-figures"))
    assert styles(word(document(cell(figures))))[-1] == ("KeyFigure", "Trade: 3.8 bn\n2019; +3%")


def test_columns_of_a_page_stand_one_below_the_other() -> None:
    columns = Div(
        (Div((para("left"),), attr("column")), Div((para("right"),), attr("column"))), attr("columns")
    )
    file = word(document(Div((cell(columns),), attr("page"))))
    assert [text for _, text in styles(file)][1:] == ["left", "right"] and not file.tables


def test_a_paragraph_stays_with_the_list_that_it_leads_into() -> None:
    items = BulletList(tuple(ListItem((plain(text),)) for text in ("a", "b")))
    file = word(document(cell(para("Before"), para("Tasks:"), items, para("After"))))
    kept = [one.text for one in file.paragraphs if one.paragraph_format.keep_with_next]
    assert kept == ["Tasks:"]


# --- Notes and links ---


def annex(*blocks: Any, notes: tuple[Any, ...]) -> Document:
    return briefing(*blocks, NoteList(notes), notes_at="sections")


def footnotes(file: Word) -> list[str]:
    """The texts of the footnotes in the order of their numbers."""
    part = next(one.target_part for one in file.part.rels.values() if one.reltype.endswith("/footnotes"))
    root = etree.fromstring(part.blob)
    texts = {one.get(qn("w:id")): "".join(one.itertext(qn("w:t"))).strip() for one in root}
    referred = file.element.body.iter(qn("w:footnoteReference"))
    return [texts[one.get(qn("w:id"))] for one in referred]


def bookmarks(file: Word) -> set[str]:
    return {one.get(qn("w:name")) for one in file.element.body.iter(qn("w:bookmarkStart"))}


def test_a_note_is_a_footnote_once_and_its_number_everywhere() -> None:
    said, other = replace(note("k", "1", "What the source says."), references=2), note("l", "2", "Another.")
    text = para("One", Note("k", "1"), ", two", Note("l", "2"), Note("k", "1", 2))
    file = word(document(cell(text), notes=(said, other)))
    assert footnotes(file) == ["What the source says.", "Another."]
    fields = [
        one.text.split()[:2] for one in file.element.body.iter(qn("w:instrText")) if "NOTEREF" in one.text
    ]
    assert fields == [["NOTEREF", "note_1"]] and "note_1" in bookmarks(file)
    assert file.paragraphs[-1].text == "One, two1,"  # python-docx shows no numbers of footnotes


def test_sections_end_with_their_notes_whose_numbers_begin_anew_and_lead_back() -> None:
    notes = [replace(note("k", "1", said), place=f"1-{section}") for section, said in ((2, "a"), (3, "b"))]
    marks = [para("Text", Note("k", "1", 1, one.place)) for one in notes]
    again = replace(marks[1].content[1], nth=2)
    first = (cell(header(2, "A", "a"), marks[0]), NoteList((notes[0],)))
    second = (cell(header(2, "B", "b"), marks[1], para("more", again)), NoteList((notes[1],)))
    file = word(briefing(*first, *second, notes_at="sections"))
    said = [one for one in styles(file) if "Note" in one[0]]
    assert said == [
        ("NotesTitle", "Notes"), ("SectionNote", "1\xa0a"), ("NotesTitle", "Notes"), ("SectionNote", "1\xa0b"),
    ]  # fmt: skip
    assert styles(file)[-3] == ("BodyText", "more1") and footnotes(file) == []
    links = [one.get(qn("w:anchor")) for one in file.element.body.iter(qn("w:hyperlink"))]
    assert links[-5:] == ["note-1-2", "ref-1-2-1", "note-1-3", "note-1-3", "ref-1-3-1"]
    assert {*links} <= bookmarks(file)


def test_a_note_that_only_a_note_refers_to_is_not_lost() -> None:
    said = note("k", "1", "See", Note("l", "2"), ".")
    file = word(document(cell(para("Text", Note("k", "1"))), notes=(said, note("l", "2", "the other"))))
    assert footnotes(file) == ["See2."]
    assert styles(file)[-2:] == [("Heading1", "Notes"), ("FirstParagraph", "2 the other")]


def test_letters_lead_to_the_sources_of_their_page() -> None:
    sources = Div(
        (para(Span((Strong(inline("A")),), attr(identifier="note-A-1")), " Customs"),), attr("sources")
    )
    text = para("Trade", Note("k", "A", 1, "A-1"))
    page = Div((cell(text), sources), attr("page"))
    given = briefing(page, notes=(note("k", "", "full"),), notes_at="letters")
    file = word(given)
    (link,) = file.element.body.iter(qn("w:hyperlink"))
    assert link.get(qn("w:anchor")) == "note-A-1" and "note-A-1" in bookmarks(file)
    assert styles(file)[-1] == ("Sources", "A Customs") and footnotes(file) == []


def test_a_link_into_the_annex_leads_into_its_word_file() -> None:
    given = document(cell(para(Link(inline("more"), "annex.html#trade"))), annex="annex.html")
    targets = [one.target_ref for one in word(given).part.rels.values() if one.is_external]
    assert targets == ["annex.docx#trade"]


def test_an_annex_begins_with_its_contents_as_a_field_and_each_entry_leads_there() -> None:
    long = "a-heading-whose-identifier-is-longer-than-a-bookmark-may-be"
    file = word(annex(cell(header(2, "Trade", "trade"), header(3, "Gates", long), para("x")), notes=()))
    assert [one for one in styles(file) if "toc" in one[0].lower()] == [
        ("TOCHeading", "Contents"), ("Toc1", "Trade"), ("Toc2", "Gates"),
    ]  # fmt: skip
    body = file.element.body
    assert [one.text.split()[0] for one in body.iter(qn("w:instrText"))] == ["TOC"]
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"] and not body.xpath("//w:fldChar[@w:dirty]")
    marked = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    assert {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} <= marked


# --- Tables ---


def flags(file: Word) -> dict[str, str | None]:
    look = file.tables[0]._tbl.tblPr.find(qn("w:tblLook"))
    return {name: look.get(qn(f"w:{name}")) for name in ("firstRow", "firstColumn")}


def test_a_table_repeats_its_head_and_names_its_rows() -> None:
    file = word(
        document(cell(table(head("Year", "Trade"), row("2019", "3.8"), numeric=(1,), caption=inline("T"))))
    )
    (made,) = file.tables
    rows = made._tbl.findall(qn("w:tr"))
    assert [one.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for one in rows] == [True, False]
    assert flags(file) == {"firstRow": "1", "firstColumn": "1"}
    assert [[one.text for one in row.cells] for row in made.rows] == [["Year", "Trade"], ["2019", "3.8"]]
    assert [made.cell(y, 1).paragraphs[0].alignment for y in (0, 1)] == [
        2,
        2,
    ]  # numbers and their head at the right
    assert made.cell(1, 0).paragraphs[0].alignment == 0
    assert styles(file)[-1] == ("Caption", "Table 1. T")
    assert file.paragraphs[-1].style.paragraph_format.keep_with_next


@pytest.mark.parametrize(
    ("rows", "below", "kept"), [(3, (), 3), (3, (para("a", classes="table-note"),), 4), (30, (), 0)]
)
def test_a_low_table_stays_on_one_page_with_its_notes(rows: int, below: tuple[Any, ...], kept: int) -> None:
    content = [row(str(year), "3.8") for year in range(rows)]
    made = word(document(cell(table(head("Year", "Trade"), *content), *below))).tables[0]._tbl.tr_lst
    together = [{len(one.findall(qn("w:keepNext"))) for one in row.iter(qn("w:pPr"))} for row in made]
    assert together == [{1}] * kept + [{0}] * (rows + 1 - kept)


def test_links_lead_to_rows_and_cells() -> None:
    here = Row(
        (Cell((plain("2019"),), 0), Cell((plain("3.8"),), 1, attr=attr(identifier="a-cell"))),
        attr(identifier="a-row"),
    )
    links = para(Link(inline("row"), "#a-row"), Link(inline("cell"), "#a-cell"))
    anchors = {"a-row": "a-row", "a-cell": "a-cell"}
    file = word(replace(document(cell(table(head("Year", "Trade"), here), links)), anchors=anchors))
    assert {"a-row", "a-cell"} <= bookmarks(file)


def test_rows_stay_whole_but_those_with_footnotes() -> None:
    said = note("k", "1", "What the source says.")
    noted = Row((Cell((plain("2020", Note("k", "1")),), 0), Cell((plain("3.2"),), 1)))
    file = word(document(cell(table(row("2019", "3.8"), noted)), notes=(said,)))
    whole = [
        one.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for one in file.tables[0]._tbl.tr_lst
    ]
    assert whole == [True, False]


def test_a_table_without_head_or_row_heads_claims_none() -> None:
    bare = table(Row((Cell((plain("a"),), 0), Cell((plain("b"),), 1))))
    file = word(document(cell(replace(bare, head=(), body=bare.head))))
    assert flags(file) == {"firstRow": "0", "firstColumn": "0"}
    assert not [*file.element.body.iter(qn("w:tblHeader"))]


def test_columns_are_as_wide_as_their_words_need_and_no_wider_than_the_page() -> None:
    long = "text that goes on and on, for line after line, " * 6
    given = document(cell(table(head("Year", "What was agreed"), row("2019", long))))
    made = word(given).tables[0]
    widths = [int(one.get(qn("w:w"))) for one in made._tbl.tblGrid]
    assert abs(sum(widths) - 20 * 467.7) < 5 and widths[0] < sum(widths) / 6
    assert made._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")) == str(sum(widths))


def test_a_table_with_too_many_columns_becomes_several_that_repeat_the_names_of_rows() -> None:
    names = [f"Column{x}" for x in range(30)]
    file = word(document(cell(table(head("Year", *names), row("2019", *names)))))
    assert len(file.tables) > 1
    assert {one.cell(1, 0).text for one in file.tables} == {"2019"}
    shown = [text for one in file.tables for text in [cell.text for cell in one.rows[0].cells][1:]]
    assert shown == names


def test_cells_over_several_rows_and_columns_stay_so() -> None:
    over = Cell((plain("over"),), 0, row_span=2, header=True, scope="row")
    wide = Cell((plain("wide"),), 0, col_span=3)
    body = (
        Row((over, Cell((plain("a"),), 1), Cell((plain("b"),), 2))),
        Row((Cell((plain("c"),), 1), Cell((plain("d"),), 2))),
        Row((wide,)),
    )
    made = word(document(cell(table(head("1", "2", "3"), *body)))).tables[0]
    assert made.cell(1, 0)._tc is made.cell(2, 0)._tc and made.cell(2, 2).text == "d"
    assert made.cell(3, 0)._tc is made.cell(3, 2)._tc


# --- Pictures ---


def test_each_picture_has_its_alternative_text_and_a_drawing_a_twin_of_dots() -> None:
    made = make(document(cell(figure("A small line & more", caption="What it shows"))))
    file = word(made)
    (picture,) = file.inline_shapes
    assert picture._inline.docPr.get("descr") == "A small line & more"
    assert {one.get("descr") for one in file.element.body.iter(qn("pic:cNvPr"))} == {"A small line & more"}
    drawings = {name: data for name, data in members(made).items() if name.startswith("word/media/")}
    assert sorted(name.rpartition(".")[2] for name in drawings) == ["png", "svg"]
    assert SVG in drawings.values()
    (blip,) = file.element.body.iter(qn("a:blip"))
    assert file.part.related_parts[blip.get(qn("r:embed"))].content_type == "image/png"
    (twin,) = [one for one in blip.iter() if etree.QName(one).localname == "svgBlip"]
    assert file.part.related_parts[twin.get(qn("r:embed"))].blob == SVG
    assert styles(file)[-2:] == [("CaptionedFigure", ""), ("Caption", "What it shows")]


def test_what_was_found_stands_above_what_shows_it() -> None:
    file = word(document(cell(figure("alt", classes="titled", caption="Trade fell"))))
    assert styles(file)[-2:] == [("Caption", "Trade fell"), ("Figure", "")]


def test_a_drawing_that_cannot_be_drawn_is_told_in_words() -> None:
    broken = replace(DRAWING, data=b"<svg xmlns='http://www.w3.org/2000/svg'><path d='")
    file = word(document(cell(figure("What it showed", broken), figure("whole"))))
    assert len(file.inline_shapes) == 1
    assert "What it showed" in [text for _, text in styles(file)]


def test_no_picture_is_wider_than_the_text_or_higher_than_the_page() -> None:
    shapes = ((3000.0, 100.0), (100.0, 3000.0))
    pictures = [figure("x", replace(DRAWING, width=width, height=height)) for width, height in shapes]
    for strict in (False, True):
        for shape in word(document(cell(*pictures), strict=strict)).inline_shapes:
            assert shape.width.pt <= 467.8 and shape.height.pt <= 680.1


# --- The file ---


@cache
def made_in(language: str) -> bytes:
    blocks = cell(
        header(2, "A", "a"), para("Text", Note("k", "1")), table(head("x"), row("y")), figure("alt")
    )
    return make(
        document(
            blocks, notes=(note("k", "1", "n"),), lang=language, authors=("An office",), description="About"
        )
    )


@pytest.mark.parametrize(
    ("language", "named"), [("vi", "vi-VN"), ("en", "en-GB"), ("fr", "fr-FR"), ("en-US", "en-US")]
)
def test_the_file_names_its_language(language: str, named: str) -> None:
    file = word(made_in(language))
    assert {one.get(qn("w:val")) for one in file.styles.element.iter(qn("w:lang"))} == {named}
    assert file.core_properties.language == named
    assert file.settings.element.find(qn("w:themeFontLang")).get(qn("w:val")) == named


def test_word_opens_it_as_a_file_of_its_own_time() -> None:
    (mode,) = word(made_in("vi")).settings.element.iter(qn("w:compatSetting"))
    assert mode.get(qn("w:name")) == "compatibilityMode" and mode.get(qn("w:val")) == "15"


def test_text_in_another_language_says_so() -> None:
    file = word(document(cell(para("See ", Span(inline("Lào Cai"), attr(lang="vi"))))))
    assert [one.get(qn("w:val")) for one in file.element.body.iter(qn("w:lang"))] == ["vi-VN"]


def test_the_file_says_what_it_is_and_no_clock_is_in_it() -> None:
    about = word(made_in("vi")).core_properties
    assert (about.title, about.author, about.comments) == ("A title", "An office", "About")
    assert {about.created.date().isoformat(), about.modified.date().isoformat()} == {"2025-05-01"}
    with zipfile.ZipFile(io.BytesIO(made_in("vi"))) as file:
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    years = set(re.findall(rb"\b20\d\d-\d\d-\d\dT", b"".join(members(made_in("vi")).values())))
    assert years == {b"2025-05-01T"}


def test_equal_documents_have_equal_bytes() -> None:
    made_in.cache_clear()
    first = made_in("vi")
    made_in.cache_clear()
    reference.cache_clear()
    assert made_in("vi") == first


def test_every_part_is_well_formed_and_named_with_its_type() -> None:
    files = members(made_in("vi"))
    for name, data in files.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    assert next(iter(files)) == "[Content_Types].xml"
    cells = word(made_in("vi")).element.body.iter(qn("w:tc"))
    assert all(one[-1].tag == qn("w:p") for one in cells)  # without, Word calls the file damaged
    assert b"image/svg+xml" in files["[Content_Types].xml"]
    names = [
        one for data in files.values() for one in re.findall(rb'<w:bookmarkStart [^>]*w:name="([^"]+)', data)
    ]
    assert len(names) == len(set(names)) and all(len(name) <= 40 for name in names)


# --- The page of Decree 30/2020 ---


def test_the_page_is_that_of_the_decree() -> None:
    (section,) = word(made_in("vi")).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    allowed = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
    for side, (least, most) in allowed.items():
        assert least <= round(getattr(section, f"{side}_margin").mm, 1) <= most, side


def test_the_number_of_the_page_stands_above_the_text_in_the_middle_but_on_the_first() -> None:
    (section,) = word(made_in("vi")).sections
    (number,) = section.header.paragraphs
    assert number.style.paragraph_format.alignment == 1
    assert [one.text.split() for one in number._p.iter(qn("w:instrText"))] == [["PAGE"]]
    assert section.different_first_page_header_footer
    assert [one.text for one in section.first_page_header.paragraphs] == [""]


def test_all_text_is_times_new_roman_and_that_of_paragraphs_13_points_or_14() -> None:
    file = word(made_in("vi"))
    named = {one.get(qn("w:ascii")) for one in file.styles.element.iter(qn("w:rFonts"))}
    assert named == {"Times New Roman", "Courier New"}  # the second of code
    sizes = {
        one.name: one.font.size.pt
        for one in file.styles
        if one.name in ("Body Text", "Heading 1", "Heading 2")
    }
    assert set(sizes.values()) <= {13, 14} and len(sizes) == 3


def test_another_reference_document_gives_its_page_and_styles(tmp_path) -> None:
    other = docx.Document(io.BytesIO(reference()))
    other.sections[0].left_margin = other.sections[0].page_width // 4
    other.styles["Heading 1"].font.italic = True
    for name in ("Table Text 11", "Key Figure"):
        other.styles.element.remove(other.styles[name].element)
    other.save(tmp_path / "ours.docx")
    exporter = BriefingDocxExporter(reference_doc=str(tmp_path / "ours.docx"))
    figures = Div((Div((para("a", classes="value"),), attr("key-figure")),), attr("key-figures"))
    file = word(exporter.write(document(cell(header(2, "A", "a"), figures, table(head("x"), row("y")))), {}))
    assert file.sections[0].left_margin == other.sections[0].left_margin
    assert file.styles["Heading 1"].font.italic
    assert file.tables[0].cell(1, 0).paragraphs[0].style.font.size.pt == 11  # ours, where it has none


# --- Anybody's notebook ---


def notebook() -> NotebookNode:
    output = new_output(
        "execute_result", data={"text/html": "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"}
    )
    return new_notebook(
        cells=[new_markdown_cell("# My own\n\nText *here*."), new_code_cell("f()", outputs=[output])]
    )


def test_anybodys_notebook_becomes_a_word_file() -> None:
    made, resources = BriefingDocxExporter().from_notebook_node(notebook())
    file = word(made)
    assert resources["output_extension"] == ".docx"
    assert styles(file)[0] == ("Title", "My own") and ("SourceCode", "f()") in styles(file)
    assert file.tables[0].cell(1, 0).text == "1"


def test_open_document_comes_the_same_way() -> None:
    made, resources = BriefingODTExporter().from_notebook_node(notebook())
    files = members(made)
    assert resources["output_extension"] == ".odt" and next(iter(files)) == "mimetype"
    assert (
        made[30:38] == b"mimetype" and b"opendocument.text" in made[38:90]
    )  # stored as it is, as readers look for it
    text = " ".join(etree.fromstring(files["content.xml"]).itertext())
    assert "Text" in text and BriefingODTExporter().from_notebook_node(notebook())[0] == made


CORPUS = Path(__file__).parents[2] / "fixtures" / "corpus"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # nbformat's words on odd notebooks
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_any_odd_notebook_becomes_a_whole_file_whose_pictures_are_told(path: Path) -> None:
    file = WordFile(BriefingDocxExporter().from_filename(str(path))[0])
    assert file.members and file.opened.paragraphs[0].style.style_id == "Title"
    assert all(file.alternatives)
    assert all(one[-1].tag == qn("w:p") for one in file.body.iter(qn("w:tc")))
    assert not [one for one in file.opened.part.rels.values() if one.is_external and "image" in one.reltype]
