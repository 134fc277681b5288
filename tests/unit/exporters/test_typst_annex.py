"""An annex on paper: contents with page numbers, heads that name the subject, notes by section, whole amounts."""

import logging
from dataclasses import replace

import pytest

from documents import cell, document, head, inline, note, para, plain, row, table
from helpers.exporters.document import (
    Attr,
    Block,
    Cell,
    Document,
    Fact,
    Header,
    Link,
    Note,
    NoteList,
    Row,
    plain_blocks,
)
from helpers.exporters.typst.column_widths import GAP, text_width
from helpers.exporters.typst.links import Links
from helpers.exporters.typst.looks import ANNEX
from helpers.exporters.typst.tables import Setting, settings
from helpers.exporters.typst.typesetting import Typesetting
from helpers.exporters.typst.writer import Writer, strips
from pdf_reading import Paper

AMOUNTS = ("USD 1.21 bn", "12,345.6", "nearly 2.5 bn", "> 1,195,000", "USD 655.7525 m")
LONG = "https://www.example.org/a/very/long/address/that-nobody-types/index.html"


def section(number: int, notes: int, rows: int) -> tuple[Block, ...]:
    """A section of an annex: a table with a note a row, and the list of its notes."""
    marks = [Note(f"{number}-{one}", str(one), 1, f"{one}-{number}") for one in range(1, notes + 1)]
    lines = [
        row(
            f"{1990 + year}",
            Cell((plain("USD 1.21 bn", marks[year % notes]),), 1),
            Cell((plain("said " * 30),), 2),
        )
        for year in range(rows)
    ]
    said = (
        replace(
            note(one.key, one.label, f"Source {one.label} of section {number}. ", "More. " * (index % 9)),
            place=one.place,
        )
        for index, one in enumerate(marks)
    )
    body = (
        Header(2, inline(f"Subject {number}"), Attr(f"subject-{number}")),
        Header(3, inline(f"Years of {number}"), Attr(f"years-{number}")),
        table(head("Year", "Trade", "Said"), *lines, numeric=(1,), caption=inline("Trade")),
    )
    return cell(*body, name=f"section-{number}"), NoteList(tuple(said))


def annex(*blocks: Block, **given: str) -> Document:
    about = {
        "title": "Tỉnh Mẫu: annex",
        "kicker": "ANNEX · PROVINCIAL EXTERNAL RELATIONS",
        "edition_note": "Figures published by 31 December 2025",
        "running_footer": "Tỉnh Mẫu · Annex",
    }
    made = document(*blocks, **(about | given))
    return replace(made, meta=replace(made.meta, strict=True, notes="sections"))


def pdf(whole: Document) -> bytes:
    return Typesetting(whole, logging.getLogger("test")).pdf()


@pytest.fixture(scope="module")
def paper() -> Paper:
    blocks = (*section(1, 50, 60), *section(2, 4, 90), *section(3, 12, 20), *section(4, 3, 10))
    return Paper(pdf(annex(*blocks)))


def first_page_with(paper: Paper, words: str, after: int = 0) -> int:
    return next(number for number, page in enumerate(paper.pages[after:], start=after + 1) if words in page)


def test_the_contents_name_each_heading_with_its_page(paper: Paper) -> None:
    contents = paper.pages[0].partition("Contents ")[2]
    for number in range(1, 5):
        for name in (f"Subject {number}", f"Years of {number}"):
            told = contents.partition(name)[2].lstrip(" .").split()[0]
            headed = [
                at for at, text in enumerate(paper.pages, start=1) if f"Subject {number} Years of" in text
            ]
            assert int(told) == headed[0]
    assert paper.tags["TOCI"] == 8


def test_the_head_of_each_page_names_its_subjects(paper: Paper) -> None:
    for number, page in enumerate(paper.pages[1:], start=2):
        line = page.partition(" Year ")[0] if " Year " in page else page[:60]
        begun = [one for one in range(1, 5) if first_page_with(paper, f"Years of {one} Table") <= number]
        assert page.startswith("Tỉnh Mẫu: annex Subject"), number
        assert f"Subject {begun[-1]}" in line or f"Subject {begun[-2]}" in line


def test_notes_stand_at_the_end_of_their_section_in_their_order(paper: Paper) -> None:
    text = paper.text
    for number, count in ((1, 50), (2, 4), (3, 12), (4, 3)):
        at = [text.find(f"Source {one} of section {number}.") for one in range(1, count + 1)]
        assert at == sorted(at) and at[0] > text.find(f"Subject {number} Years of")
        if number < 4:
            assert at[-1] < text.find(f"Subject {number + 1} Years of")
    assert paper.tags["Note"] == 69


def test_marks_lead_to_the_notes_of_their_own_section_and_back(paper: Paper) -> None:
    found = paper.leads("Note 2")
    assert len(found) == 2 + 23 + 2 + 3
    told = {text.partition("Source 2 of section ")[2][:1] for _, text in found}
    assert told == {"1", "2", "3", "4"}
    assert len(paper.leads("Back to reference 2")) == 4
    assert paper.link_faults == []


def test_heads_of_tables_are_repeated_and_the_file_is_accessible(paper: Paper) -> None:
    assert sum("Year Trade Said" in page for page in paper.pages) >= 4
    assert [paper.metadata(one) for one in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")] == [
        "2",
        "A",
        "1",
    ]
    assert paper.scopes() == {"Column": 12, "Row": 180}


@pytest.mark.parametrize("columns", [2, 6, 9, 12])
def test_amounts_are_never_broken(columns: int) -> None:
    """The room of a column of numbers is that of its widest amount, however many columns share the page."""
    cells = tuple(Cell((plain(AMOUNTS[x % len(AMOUNTS)]),), x + 1) for x in range(columns))
    words = Cell((plain("a text that has to be broken over many lines " * 3),), 0, header=True, scope="row")
    given = table(
        head("What", *("A heading of words" for _ in range(columns))),
        Row((words, *cells)),
        numeric=tuple(range(1, columns + 1)),
    )
    writer = Writer(annex(), Links(), look=ANNEX, width=ANNEX.width)
    for part in settings(given, writer):
        for x in range(1, len(part.grid.numeric)):
            said = next(one.cell for one in part.grid.cells if one.x == x and one.y == 1)
            assert said is not None
            need = text_width(said.content[0].content[0].text) + GAP  # type: ignore[union-attr]
            assert part.room.widths[x] >= (need - 0.01) * part.room.size


def last_row(*rows: Row) -> float:
    return Paper(pdf(annex(cell(table(head("Year", "Said"), *rows, row("last", "said")))))).top("last")


@pytest.mark.parametrize("said", ["said", "said " * 60])
def test_rows_are_as_far_apart_without_insets_as_with_them(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An annex's tables of text are set without, which costs less."""
    rows = tuple(row(f"{year}", said) for year in range(2000, 2012))
    without = last_row(*rows)
    monkeypatch.setattr(Setting, "_tall_lines", False)
    assert without == pytest.approx(last_row(*rows), abs=0.1)


def test_a_row_that_says_nothing_is_seen() -> None:
    assert last_row(row("first", "said"), row("", "")) < last_row(row("first", "said")) - 4


def test_a_long_address_is_shown_by_its_host_and_leads_where_it_led() -> None:
    read = Paper(
        pdf(
            annex(
                cell(para(Link(inline(LONG), LONG), " ", Link(inline("https://x.org/a"), "https://x.org/a")))
            )
        )
    )
    assert (
        "www.example.org/…" in read.text
        and "nobody-types" not in read.text
        and "https://x.org/a" in read.text
    )
    assert set(read.addresses) == {LONG, "https://x.org/a"}


def test_strips_hold_all_notes_once_and_in_order() -> None:
    notes = tuple(note(str(one), str(one), "word " * (one * 7 % 40)) for one in range(100))
    found = list(strips(notes))
    assert [one.label for strip in found for column in strip for one in column] == [
        str(one) for one in range(100)
    ]
    assert all(len(strip) <= 3 and all(strip) for strip in found)
    longest = max(len(plain_blocks(one.content)) for one in notes)
    for strip in found:
        high = [sum(len(plain_blocks(one.content)) for one in column) for column in strip]
        assert max(high) - min(high) <= 2 * longest, "columns are about as high as one another"


def test_each_fact_is_a_destination_of_its_own() -> None:
    """As in ``annex.pdf#lao-cai.trade-turnover.2019``."""
    facts = {
        name: Fact(name, (), f"ref-{place}-1")
        for name, place in (("x.trade.1991", "2-1"), ("x.trade.1990", "1-1"))
    }
    read = Paper(
        pdf(
            replace(
                annex(*section(1, 3, 40)), facts={**facts, "x.nowhere": Fact("x.nowhere", (), "ref-9-9-1")}
            )
        )
    )
    named = read.pdf.Root.Names.Dests.Names
    assert [str(named[place]) for place in range(2, len(named), 2)] == ["x.trade.1990", "x.trade.1991"]
    tops = [float(named[place][3]) for place in (3, 5)]
    assert tops[0] > tops[1] and all(named[place][0].objgen == read.pdf.pages[0].objgen for place in (3, 5))


def test_each_subject_is_a_destination_above_its_heading() -> None:
    """As in ``annex.pdf#trade-trends``. Contents and heads of pages repeat headings, and may not repeat the mark."""
    read = Paper(pdf(annex(*(block for number in (1, 2, 3) for block in section(number, 3, 40)))))
    named = read.pdf.Root.Names.Dests.Names
    places = {str(named[place]): named[place + 1] for place in range(0, len(named), 2)}
    assert [*places] == ["subject-1", "subject-2", "subject-3"]
    with read.pdf.open_outline() as outline:
        for item, place in zip(outline.root, places.values(), strict=True):
            assert item.destination[0].objgen == place[0].objgen
            assert abs(float(item.destination[3]) - float(place[3])) < 20, item.title
