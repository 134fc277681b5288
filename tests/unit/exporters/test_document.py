"""Both exporters read the same facts, tags and outputs from a notebook."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.exporters.document import (
    facts,
    heading_levels,
    opening_title,
    shown,
    tag_rules,
)


def test_metadata_gives_the_facts() -> None:
    nb = new_notebook(
        metadata={
            "title": "Lào Cai",
            "lang": "vi",
            "authors": [{"name": "Sở Ngoại vụ"}],
            "date": "2025-07-01",
        }
    )
    found = facts(nb, None, "en")
    assert (found.title, found.lang, found.authors, found.date) == (
        "Lào Cai",
        "vi",
        ("Sở Ngoại vụ",),
        "2025-07-01",
    )
    assert found.running_header == "Lào Cai"
    assert found.say("document.notes") == "Chú thích"


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
    nb = new_notebook()
    nb.metadata["authors"] = given
    assert facts(nb, None, "en").authors == names


def test_a_foreign_notebook_is_named_by_its_first_heading_else_its_file() -> None:
    nb = new_notebook(cells=[new_markdown_cell("# My *study*\n\ntext")])
    assert facts(nb, {"metadata": {"name": "file"}}, "en").title == "My study"
    nb.cells[0].source = "## Not a title"
    assert facts(nb, {"metadata": {"name": "file"}}, "en").title == "file"
    assert opening_title(nb) is None


@pytest.mark.parametrize(
    "lang, expected",
    [("vi", "vi"), ("pt-BR", "pt-BR"), ('"><script>', "en"), (None, "en")],
)
def test_only_a_language_tag_is_taken_as_language(lang: str | None, expected: str) -> None:
    found = facts(new_notebook(metadata={"lang": lang}), None, "en")
    assert found.lang == expected
    assert found.say("document.table", number=1)


@pytest.mark.parametrize(
    "data, expected",
    [
        (
            {"text/html": "<b>x</b>", "text/markdown": "x", "text/plain": "x"},
            "text/markdown",
        ),
        ({"text/html": "<b>x</b>", "text/plain": "x"}, "text/html"),
        (
            {"text/html": "<script>draw()</script>", "text/plain": "Figure"},
            "text/plain",
        ),
        (
            {
                "text/html": "<table></table>",
                "text/latex": "\\begin{tabular}",
                "text/plain": "x",
            },
            "text/html",
        ),
        ({"text/latex": "$x$", "image/png": "AA==", "text/plain": "x"}, "text/latex"),
        (
            {
                "application/vnd.jupyter.widget-view+json": {},
                "text/plain": "IntSlider()",
            },
            "text/plain",
        ),
    ],
)
def test_the_most_readable_representation_is_shown(data: dict, expected: str) -> None:
    one = shown(new_output("display_data", data=data), new_code_cell(""))
    assert one is not None and one.mime == expected


def test_what_has_no_readable_form_is_not_shown() -> None:
    assert (
        shown(
            new_output("display_data", data={"application/javascript": "x"}),
            new_code_cell(""),
        )
        is None
    )
    assert shown(new_output("stream", text="x"), new_code_cell("")) is None


def test_alt_text_is_taken_from_the_output_then_from_the_cell() -> None:
    output = new_output(
        "display_data",
        data={"image/png": "AA=="},
        metadata={"image/png": {"alt": "mine"}},
    )
    cell = new_code_cell("", metadata={"alt": "the cell's"})
    assert shown(output, cell).alt == "mine"  # type: ignore[union-attr]
    output.metadata = {}
    assert shown(output, cell).alt == "the cell's"  # type: ignore[union-attr]


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
    assert heading_levels(levels) == expected


def test_tags_of_jupyter_book_and_our_own_are_dropped() -> None:
    rules = tag_rules().TagRemovePreprocessor
    assert {"parameters", "remove-cell"} <= rules.remove_cell_tags
    assert {"figure", "hide-input"} <= rules.remove_input_tags
