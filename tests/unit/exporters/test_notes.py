"""Footnotes are numbered once over the whole notebook, wherever they are written."""

import pickle

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.exporters.notes import Notes, UndefinedNote, collect
from helpers.exporters.reading import headings, references


def display(data: dict[str, str], **metadata: object) -> NotebookNode:
    return new_code_cell("x", outputs=[new_output("display_data", data=data, metadata=metadata)])


def numbers(notes: Notes) -> dict[str, int]:
    return {key: note.number for key, note in notes.items()}


def test_a_definition_in_one_cell_serves_references_in_another() -> None:
    nb = new_notebook(
        cells=[
            new_markdown_cell("Xin chào[^a]."),
            new_markdown_cell("[^a]: Nguồn *A*."),
        ]
    )
    note = collect(nb)["a"]
    assert (note.number, note.definition, note.references) == (1, "Nguồn *A*.", 1)


def test_numbers_follow_first_reference_in_text_table_and_caption() -> None:
    table = '<table><caption>T<a class="footnote-ref" href="#fn:c">c</a></caption><tr><td>1</td></tr></table>'
    caption = {"alt": "A line.", "caption": "Chart[^b][^a]"}
    nb = new_notebook(
        cells=[
            new_markdown_cell("First[^a].\n\n[^a]: A\n[^b]: B"),
            display({"text/html": table}, footnotes={"c": "C"}),
            display({"image/svg+xml": "<svg/>"}, **{"image/svg+xml": caption}),
        ]
    )
    notes = collect(nb)
    assert numbers(notes) == {"a": 1, "c": 2, "b": 3}
    assert notes["a"].references == 2


def test_a_note_that_only_notes_refer_to_comes_last() -> None:
    nb = new_notebook(cells=[new_markdown_cell("x[^a] y[^b]\n\n[^a]: see [^c]\n[^b]: B\n[^c]: C")])
    assert numbers(collect(nb)) == {"a": 1, "b": 2, "c": 3}


def test_code_and_maths_hold_no_references() -> None:
    text = "`[^a]` $x[^a]$ \\[^a]\n\n```\n[^a]\n[^a]: no\n```\n\n    [^a]\n"
    assert references(text) == []


def test_references_are_found_in_tables_lists_quotes_and_raw_html() -> None:
    text = "|h[^1]|\n|-|\n|c[^2]|\n\n- l[^3]\n\n> q[^4]\n\n<b>x</b>[^5] <a class='footnote-ref' href='#fn:6'>6</a>"
    assert references(text) == ["1", "2", "3", "4", "5", "6"]


def test_an_undefined_reference_stays_literal_in_somebody_elses_notebook() -> None:
    nb = new_notebook(cells=[new_markdown_cell("[^no]"), display({"text/markdown": "regex [^ab]+"})])
    assert len(collect(nb)) == 0


@pytest.mark.parametrize("briefing, metadata", [(True, {}), (False, {"footnotes": {"near-key": "x"}})])
def test_an_undefined_reference_in_a_briefing_names_key_and_cell(briefing: bool, metadata: dict) -> None:
    nb = new_notebook(cells=[display({"text/markdown": "x[^near-kye]"}, **metadata)])
    nb.cells[0].id = "trade-text"
    nb.metadata["briefing"] = briefing
    with pytest.raises(UndefinedNote, match=r"cell trade-text: footnote \[\^near-kye\]") as raised:
        collect(nb)
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


def test_markdown_is_read_rather_than_its_html_twin() -> None:
    twin = '<a class="footnote-ref" href="#fn:a">a</a><a class="footnote-ref" href="#fn:a">a</a>'
    nb = new_notebook(cells=[display({"text/markdown": "x[^a]", "text/html": twin}, footnotes={"a": "A"})])
    assert collect(nb)["a"].references == 1


def test_a_source_knows_the_notes_that_link_to_it() -> None:
    notes = {
        "a": "[Nhân Dân](#source-nhan-dan), p. 5",
        "b": "[Công Thương](#source-moit)",
        "c": "[x](#source-nhan-dan)",
    }
    nb = new_notebook(cells=[display({"text/markdown": "[^a] [^b] [^c]"}, footnotes=notes)])
    assert collect(nb).cited_by("source-nhan-dan") == (1, 3)


def test_a_definition_may_run_over_several_paragraphs() -> None:
    nb = new_notebook(cells=[new_markdown_cell("x[^a]\n\n[^a]: one\n    two\n\n    three\n\nafter")])
    assert collect(nb)["a"].definition == "one\ntwo\n\nthree"


def test_headings_are_read_as_plain_text() -> None:
    assert list(headings("# A *b* & `c`[^1]\n\ntext\n\nB\n-\n")) == [
        (1, "A b & c"),
        (2, "B"),
    ]
