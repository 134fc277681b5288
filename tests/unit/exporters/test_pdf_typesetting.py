"""Between our source and Typst: errors people can act on, crashes that are got round, edits that keep their length."""

import logging
import pickle
import subprocess
import sys

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from helpers.exporters import pdf
from helpers.exporters.pdf import BriefingPDFExporter
from helpers.exporters.typst_company import kept_together
from helpers.exporters.typst_compiler import (
    PLAIN,
    CompilerCrashed,
    MissingGlyphs,
    TypesettingFailed,
    typeset,
)
from helpers.exporters.typst_math import formula
from helpers.exporters.typst_tags import ROW_HEADER, with_row_headers
from helpers.exporters.typst_text import (
    escape,
    pieces,
    string,
    wrap,
)
from pdf_reading import Paper

TITLE = '#set document(title: "t")\n'


def test_an_error_says_what_and_where() -> None:
    with pytest.raises(TypesettingFailed, match=r"\(line 3\): unknown variable: nonsense"):
        typeset(f"{TITLE}\n#nonsense")


def test_missing_characters_are_named_without_their_neighbours() -> None:
    with pytest.raises(MissingGlyphs) as raised:
        typeset(f"{TITLE}a 中 b 文 c")
    assert raised.value.characters == "中文"


@pytest.mark.parametrize(
    "error", [TypesettingFailed("r", "p"), MissingGlyphs("中", "p"), CompilerCrashed("r")]
)
def test_errors_travel_between_processes(error: TypesettingFailed) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))


def test_no_file_can_be_reached_from_a_source() -> None:
    with pytest.raises(TypesettingFailed):
        typeset(f'{TITLE}#read("/etc/hostname")')
    with pytest.raises(TypesettingFailed):
        typeset(f'{TITLE}#read("../../etc/hostname")')


def test_a_forked_process_is_refused_instead_of_left_hanging() -> None:
    code = """
import os
from helpers.exporters.typst_compiler import TypesettingFailed, typeset
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


def crashing(monkeypatch: pytest.MonkeyPatch, times: int) -> list[tuple[str, ...]]:
    """Makes Typst crash this often while it tags, and returns the standards of all tries."""
    tries: list[tuple[str, ...]] = []
    real = pdf.typeset

    def fake(source: str, files: object, when: int, standards: tuple[str, ...]) -> bytes:
        tries.append(standards)
        if len(tries) <= times and standards != PLAIN:
            raise CompilerCrashed("internal error: tags weren't properly closed")
        return real(source, files, when, standards)  # type: ignore[arg-type]

    monkeypatch.setattr(pdf, "typeset", fake)
    return tries


def test_a_crash_over_a_page_end_is_got_round_with_tags(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    crashing(monkeypatch, 1)
    exporter = BriefingPDFExporter()
    caplog.set_level(logging.WARNING, logger="traitlets")
    exporter.log.addHandler(caplog.handler)
    notebook = new_notebook(cells=[new_markdown_cell("Text")], metadata={"briefing": {"province": "x"}})
    assert Paper(exporter.from_notebook_node(notebook)[0]).tags["P"] == 1
    assert "bottom margin" in caplog.text


def test_a_briefing_is_never_made_without_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    crashing(monkeypatch, 99)
    notebook = new_notebook(cells=[], metadata={"briefing": {"province": "x"}})
    with pytest.raises(CompilerCrashed, match="properly closed"):
        BriefingPDFExporter().from_notebook_node(notebook)


def test_another_notebook_is_made_without_tags_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries = crashing(monkeypatch, 99)
    exporter = BriefingPDFExporter()
    caplog.set_level(logging.WARNING, logger="traitlets")
    exporter.log.addHandler(caplog.handler)
    with caplog.at_level(logging.WARNING):
        data = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell("Text")]))[0]
    assert tries[-1] == PLAIN and "without tags" in caplog.text
    assert "Text" in Paper(data).text


def test_row_headers_keep_the_length_of_the_file() -> None:
    table = f"#table(columns: 2, table.header[A][B], table.cell(fill: {ROW_HEADER})[x], [y])"
    before = typeset(f"{TITLE}= T\n{table}")
    after = with_row_headers(before)
    assert len(after) == len(before)
    assert Paper(before).scopes() == {"Column": 2}
    assert Paper(after).scopes() == {"Column": 2, "Row": 1}
    assert Paper(after).pdf.check_pdf_syntax() == []


def test_escaping_leaves_no_markup() -> None:
    assert escape("a_b #x *c*") == r"a\_b \#x \*c\*"
    assert "#" not in string('#read("x")')
    assert escape("e\u0302\u0323") == "ệ"


def test_numbers_are_not_torn_apart() -> None:
    assert pieces("1.000.000,5") == ["1.000.000,5"]
    assert "".join(pieces("https://example.org/" + "a" * 99)) == "https://example.org/" + "a" * 99
    assert max(map(len, pieces("x" * 100, 24))) == 24


def test_preformatted_lines_break_at_spaces_when_they_can() -> None:
    assert wrap("aaaa bbbb cccc", 10) == "aaaa bbbb\ncccc"
    assert wrap("x" * 25, 10) == "x" * 10 + "\n" + "x" * 10 + "\n" + "x" * 5


@pytest.mark.parametrize("tex", [r"\text{#read(1)}", r"x # y", r"\frac{1}{2}", r"\text{a $b$}"])
def test_formulas_are_evaluated_where_no_file_is(tex: str) -> None:
    assert formula(tex, block=True).startswith(("#math.equation(", "#raw("))
    assert formula(tex, block=True).count("#") == 1


def test_headings_stay_with_tables_and_tables_with_their_notes() -> None:
    table = '#data-table(\n  start: "0", size: 9pt, whole: true,\n);'
    blocks = [("a", "#section(0)[T];"), ("b", table), ("b", "#table-note[n];"), ("c", "After.")]
    (place, first), (_, last) = kept_together(blocks)
    assert place == "a" and last == "After."
    assert first.startswith("#together(0)[") and first.endswith("#table-note[n];\n];")


def test_a_lead_stays_with_its_list() -> None:
    blocks = [("a", r"*Goals*\:"), ("a", "#list([x]);")]
    assert kept_together(blocks)[0][1].startswith("#lead[")
