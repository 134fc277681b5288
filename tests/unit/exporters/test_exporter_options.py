"""nbconvert's own options work by their own names in the exporters of all formats, and so do ours."""

import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from nbconvert.exporters import get_exporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from traitlets.config import Config

from helpers.exporters.exporter import DocumentExporter
from helpers.exporters.html.exporter import BriefingHTMLExporter
from helpers.exporters.typst.exporter import BriefingPDFExporter
from pdf_reading import Paper

HTML = "helpers.exporters.html.exporter.BriefingHTMLExporter"


EXPORTERS = [BriefingHTMLExporter, BriefingPDFExporter]


@pytest.fixture(params=EXPORTERS, ids=lambda exporter: exporter.__name__)
def exporter(request: pytest.FixtureRequest) -> type[DocumentExporter]:
    found: type[DocumentExporter] = request.param
    return found


def shown(exporter: type[DocumentExporter], nb: NotebookNode, config: Mapping[str, Any] | None = None) -> str:
    """What the exporter makes of a notebook with the given configuration: the page's body, or the PDF's text."""
    return words_of(exporter(config=Config(config or {})).from_notebook_node(nb)[0])


def words_of(made: str | bytes) -> str:
    return Paper(made).text if isinstance(made, bytes) else made.rpartition("</style>")[2]


def printed(words: str) -> NotebookNode:
    return new_output("stream", text=words)


def notebook(*cells: NotebookNode, **metadata: object) -> NotebookNode:
    nb = new_notebook(cells=list(cells))
    nb.metadata.update(metadata)
    return nb


KINDS = notebook(
    new_markdown_cell("Some markdown."),
    new_code_cell("the_code()", outputs=[printed("the output")], execution_count=7),
    new_raw_cell("Some raw text."),
    language_info={"name": "python"},
)


# --- What is left out ------------------------------------------------------------------------------------------------


def test_everything_is_shown_unless_it_is_excluded(exporter: type[DocumentExporter]) -> None:
    found = shown(exporter, KINDS)
    assert all(words in found for words in ("Some markdown.", "the_code", "the output", "Some raw text."))


@pytest.mark.parametrize(
    ("option", "gone"),
    [
        ("exclude_markdown", ["Some markdown."]),
        ("exclude_input", ["the_code"]),
        ("exclude_output", ["the output"]),
        ("exclude_code_cell", ["the_code", "the output"]),
        ("exclude_raw", ["Some raw text."]),
    ],
)
def test_kinds_of_cells_can_be_excluded(
    exporter: type[DocumentExporter], option: str, gone: list[str]
) -> None:
    found = shown(exporter, KINDS, {"TemplateExporter": {option: True}})
    for words in ("Some markdown.", "the_code", "the output", "Some raw text."):
        assert (words in found) is (words not in gone)


def test_an_option_may_stand_in_the_exporters_own_section(exporter: type[DocumentExporter]) -> None:
    assert "the_code" not in shown(exporter, KINDS, {exporter.__name__: {"exclude_input": True}})


RESULT = new_output("execute_result", data={"text/plain": "b"}, execution_count=7)


@pytest.mark.parametrize(
    ("prompts", "excluded", "found"),
    [
        (False, {}, []),
        (True, {}, ["In [7]:", "Out[7]:"]),
        (True, {"exclude_output_prompt": True}, ["In [7]:"]),
        (True, {"exclude_input_prompt": True}, ["Out[7]:"]),
    ],
)
def test_prompts_are_shown_on_demand(
    exporter: type[DocumentExporter], prompts: bool, excluded: dict[str, bool], found: list[str]
) -> None:
    nb = notebook(new_code_cell("a", outputs=[RESULT], execution_count=7))
    config = {"DocumentExporter": {"prompts": prompts}, "TemplateExporter": excluded}
    assert re.findall(r"(?:In |Out)\[7\]:", shown(exporter, nb, config)) == found


RAW = notebook(
    *(
        new_raw_cell(f"raw {kind}", metadata={"raw_mimetype": kind})
        for kind in ("text/html", "text/markdown", "text/latex", "text/x-python", "text/restructuredtext")
    ),
    new_raw_cell("raw without a type"),
)


def test_raw_cells_are_kept_that_a_document_can_show(exporter: type[DocumentExporter]) -> None:
    found = shown(exporter, RAW)
    kept = [words for words in ("text/html", "text/markdown", "without a type") if f"raw {words}" in found]
    assert len(kept) == 3
    assert not any(
        f"raw {kind}" in found for kind in ("text/latex", "text/x-python", "text/restructuredtext")
    )


def test_raw_mimetypes_say_which_raw_cells_are_kept(exporter: type[DocumentExporter]) -> None:
    found = shown(exporter, RAW, {"TemplateExporter": {"raw_mimetypes": ["text/markdown"]}})
    assert "raw text/markdown" in found
    assert "raw text/html" not in found
    assert "raw without a type" not in found


# --- Tags ------------------------------------------------------------------------------------------------------------


def tagged(*tags: str) -> NotebookNode:
    return new_code_cell("the_code()", metadata={"tags": list(tags)}, outputs=[printed("the output")])


@pytest.mark.parametrize(
    ("tag", "code", "output"),
    [
        ("remove-cell", False, False),
        ("remove-input", False, True),
        ("hide-input", False, True),
        ("remove-output", True, False),
        *((tag, True, True) for tag in ("parameters", "setup", "check", "note", "text", "figure", "table")),
    ],
)
def test_tags_of_jupyter_book_count_in_any_notebook_and_ours_do_not(
    exporter: type[DocumentExporter], tag: str, code: bool, output: bool
) -> None:
    found = shown(exporter, notebook(tagged(tag)))
    assert ("the_code" in found, "the output" in found) == (code, output)


def test_a_user_adds_a_tag(exporter: type[DocumentExporter]) -> None:
    config = Config()
    config.TagRemovePreprocessor.remove_cell_tags.add("secret")
    assert "the output" not in shown(exporter, notebook(tagged("secret")), config)
    assert "the output" not in shown(exporter, notebook(tagged("remove-cell")), config)


def test_a_user_replaces_the_tags(exporter: type[DocumentExporter]) -> None:
    config = {"TagRemovePreprocessor": {"remove_cell_tags": {"secret"}}}
    assert "the output" not in shown(exporter, notebook(tagged("secret")), config)
    assert "the output" in shown(exporter, notebook(tagged("remove-cell")), config)


# --- What is shown of an output, and how -----------------------------------------------------------------------------

BOTH = notebook(
    new_code_cell(
        "",
        outputs=[new_output("display_data", data={"text/html": "<p>as HTML</p>", "text/plain": "as text"})],
    )
)


@pytest.mark.parametrize("section", ["NbConvertBase", "DataTypeFilter"])
def test_display_data_priority_is_the_users(exporter: type[DocumentExporter], section: str) -> None:
    assert "as HTML" in shown(exporter, BOTH)
    chosen = shown(exporter, BOTH, {section: {"display_data_priority": ["text/plain", "text/html"]}})
    assert "as text" in chosen
    assert "as HTML" not in chosen


def test_display_data_priority_can_be_added_to(exporter: type[DocumentExporter]) -> None:
    config = Config()
    config.NbConvertBase.display_data_priority.insert(0, "text/plain")
    assert "as text" in shown(exporter, BOTH, config)


@pytest.mark.parametrize("metadata", [{}, {"language_info": {"name": "python"}}])
def test_a_users_filter_colours_the_code(metadata: dict[str, object]) -> None:
    def shout(source: str, language: str = "python", metadata: object = None) -> str:
        return f"<pre>{source.upper()}!</pre>"

    found = shown(
        BriefingHTMLExporter,
        notebook(new_code_cell("some_text"), **metadata),
        {"TemplateExporter": {"filters": {"highlight_code": shout}}},
    )
    assert "<pre>SOME_TEXT!</pre>" in found


def test_code_is_coloured_in_the_language_of_its_cell() -> None:
    nb = notebook(
        new_code_cell("x = None"), new_code_cell("%%bash\nexport x=1"), language_info={"name": "python"}
    )
    found = shown(BriefingHTMLExporter, nb)
    assert '<span class="kc">None</span>' in found
    assert '<span class="nb">export</span>' in found


def test_a_language_that_pygments_does_not_know_is_not_coloured() -> None:
    nb = notebook(new_code_cell("let x = 1"), language_info={"name": "no such language"})
    assert "let x = 1" in shown(BriefingHTMLExporter, nb)


@pytest.mark.parametrize(
    "config",
    [
        {"HTMLExporter": {"language_code": "fr"}},
        {"DocumentExporter": {"language_code": "fr"}},
        {"DocumentExporter": {"language": "fr"}},
    ],
)
def test_language_code_is_that_of_notebooks_that_name_none(
    exporter: type[DocumentExporter], config: dict[str, Any]
) -> None:
    made = exporter(config=Config(config))
    assert language_of(made.from_notebook_node(KINDS)[0]) == "fr"
    assert language_of(made.from_notebook_node(notebook(new_markdown_cell("a"), lang="vi"))[0]) == "vi"


def language_of(made: str | bytes) -> str:
    if isinstance(made, bytes):
        return Paper(made).language
    return made.partition('<html lang="')[2].partition('"')[0]


def test_what_is_no_language_is_refused_with_a_warning(
    exporter: type[DocumentExporter], caplog: pytest.LogCaptureFixture
) -> None:
    made = exporter(config=Config({"DocumentExporter": {"language_code": '"><b>'}}))
    assert made.options.language == "en"
    assert "is not a language tag" in caplog.text


# --- Our own ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("part", "shown_parts"), [("all", "ab"), ("briefing", "a"), ("annex", "b")])
def test_a_part_of_a_briefing(exporter: type[DocumentExporter], part: str, shown_parts: str) -> None:
    nb = notebook(
        new_markdown_cell("part a"), new_markdown_cell("part b", metadata={"tags": ["annex"]}), briefing=True
    )
    found = shown(exporter, nb, {"DocumentExporter": {"part": part}})
    assert "".join(name for name in "ab" if f"part {name}" in found) == shown_parts


def test_long_output_is_cut_where_the_limit_says(exporter: type[DocumentExporter]) -> None:
    nb = notebook(new_code_cell("", outputs=[printed("x" * 500)]))
    assert "480 characters are left out" in shown(exporter, nb, {"DocumentExporter": {"max_text": 20}})


def test_long_tables_are_cut_where_the_limit_says(exporter: type[DocumentExporter]) -> None:
    rows = "".join(f"<tr><td>row {number}</td></tr>" for number in range(9))
    nb = notebook(
        new_code_cell("", outputs=[new_output("display_data", data={"text/html": f"<table>{rows}</table>"})])
    )
    found = shown(exporter, nb, {"DocumentExporter": {"max_rows": 4}})
    assert "row 3" in found
    assert "row 4" not in found
    assert "5 rows are left out" in found


def test_the_documents_words_can_be_replaced() -> None:
    nb = notebook(new_markdown_cell("## One\n\n## Two"))
    config = {"DocumentExporter": {"words": {"contents": "In this <report>"}}}
    assert "In this &lt;report&gt;" in shown(BriefingHTMLExporter, nb, config)


def test_formulas_that_cannot_be_set_are_reported_once(caplog: pytest.LogCaptureFixture) -> None:
    formulas = " and ".join(rf"$\nosuch{letter}$" for letter in "abcdefgh")
    shown(BriefingHTMLExporter, notebook(new_markdown_cell(formulas)))
    warnings = [record.getMessage() for record in caplog.records]
    assert len(warnings) == 1
    assert warnings[0].startswith("formulas that can't be set and are shown as TeX: 8")
    assert r"\nosuche" in warnings[0]
    assert r"\nosuchf" not in warnings[0]


# --- What nbconvert's tests ask of any exporter ----------------------------------------------------------------------
# (its base class for such tests is in no package that can be installed)


class Marking(Preprocessor):
    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        resources["mark"] = "left"
        return nb, resources


def test_a_users_preprocessor_runs_and_leaves_its_resources(exporter: type[DocumentExporter]) -> None:
    for preprocessor in (Marking, Marking(), f"{__name__}.Marking"):
        made = exporter(config=Config({"Exporter": {"preprocessors": [preprocessor]}}))
        assert made.from_notebook_node(KINDS)[1]["mark"] == "left"
    made = exporter()
    made.register_preprocessor(Marking, enabled=True)
    assert made.from_notebook_node(KINDS)[1]["mark"] == "left"


def test_outputs_can_be_extracted(exporter: type[DocumentExporter]) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    nb = notebook(new_code_cell("", outputs=[new_output("display_data", data={"image/svg+xml": svg})]))
    made = exporter(config=Config({"ExtractOutputPreprocessor": {"enabled": True}}))
    assert list(made.from_notebook_node(nb)[1]["outputs"].values()) == [svg.encode()]


def test_the_notebook_given_stays_as_it_is(exporter: type[DocumentExporter]) -> None:
    nb = notebook(tagged("remove-cell"), new_code_cell("", outputs=[printed("a"), printed("b")]))
    before = str(nb)
    exporter().from_notebook_node(nb)
    assert str(nb) == before


def test_an_exporter_can_be_sent_to_another_process(exporter: type[DocumentExporter]) -> None:
    made = pickle.loads(pickle.dumps(exporter()))
    assert "the output" in words_of(made.from_notebook_node(KINDS)[0])


def test_a_template_of_the_users(tmp_path: Path) -> None:
    template = tmp_path / "own.html.j2"
    template.write_text("Own page: {{ meta.title | e }} {{ body.html }}")
    found = shown(BriefingHTMLExporter, KINDS, {"TemplateExporter": {"template_file": str(template)}})
    assert found.startswith("Own page: Notebook <p>Some markdown.</p>")


def test_streams_are_joined_in_time_that_grows_with_their_length(exporter: type[DocumentExporter]) -> None:
    text = "x" * 100_000 + "\r\nprogress 1\rprogress 2\n"
    nb = notebook(new_code_cell("", outputs=[printed(text[:1000]), printed(text[1000:]), printed("end")]))
    found = shown(exporter, nb)
    assert "progress 2" in found
    assert "progress 1" not in found


# --- The command -----------------------------------------------------------------------------------------------------


def convert(tmp_path: Path, *arguments: str) -> str:
    """What ``jupyter nbconvert`` with these arguments makes of a notebook."""
    from nbconvert.nbconvertapp import NbConvertApp  # loads every exporter that is installed

    write(KINDS, tmp_path / "given.ipynb")
    app = NbConvertApp(log_level="ERROR")
    app.initialize([str(tmp_path / "given.ipynb"), "--to", HTML, "--output-dir", str(tmp_path), *arguments])
    app.start()
    return (tmp_path / "given.html").read_text(encoding="utf-8").rpartition("</style>")[2]


def test_the_exporter_is_found_by_its_name() -> None:
    assert get_exporter(HTML) is BriefingHTMLExporter


@pytest.mark.parametrize(
    ("argument", "gone"),
    [
        ("--no-input", "the_code"),
        ("--TemplateExporter.exclude_markdown=True", "Some markdown."),
        ("--BriefingHTMLExporter.exclude_output=True", "the output"),
    ],
)
def test_options_work_on_the_command_line(tmp_path: Path, argument: str, gone: str) -> None:
    assert gone not in convert(tmp_path, argument)


def test_sections_of_other_classes_work_on_the_command_line(tmp_path: Path) -> None:
    found = convert(
        tmp_path,
        "--NbConvertBase.display_data_priority=text/plain",
        "--TagRemovePreprocessor.remove_cell_tags=hidden",
        "--HTMLExporter.language_code=fr",
        "--DocumentExporter.prompts=True",
    )
    assert "In [7]:" in found


def test_options_work_in_a_configuration_file(tmp_path: Path) -> None:
    config = tmp_path / "config.py"
    config.write_text(
        "c = get_config()\n"
        "c.TemplateExporter.exclude_raw = True\n"
        "c.BriefingHTMLExporter.words = {'code': 'Listing'}\n"
        "c.TemplateExporter.filters = {'highlight_code': lambda source, metadata=None: '<pre>code</pre>'}\n"
    )
    found = convert(tmp_path, f"--config={config}")
    assert "Some raw text." not in found
    assert 'aria-label="Listing"><pre>code</pre>' in found
