"""`--reference-doc`: Word files have the page and styles of an office's own file, and follow it when it changes."""

import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.shared import Mm, Pt

from helpers.cli.main import main
from helpers.exporters.docx.reference import reference
from helpers.publishing import planning
from helpers.publishing.jobs import Selection

pytestmark = pytest.mark.slow


def office(size: int) -> bytes:
    """An office's reference document: a broad left margin, text of this size."""
    file = docx.Document(io.BytesIO(reference()))
    file.styles["Normal"].font.size = Pt(size)
    file.sections[0].left_margin = Mm(42)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def reasons(project, given: bytes, *formats: str) -> list[str]:
    selection = Selection(("lao-cai",), ("vi",), formats, reference_doc=given)
    (briefing,) = planning.plan(selection, project.workspace())
    return list(briefing.reasons)


def test_word_files_have_its_styles_and_are_made_anew_when_it_changes(project) -> None:
    ours, newer = office(15), office(16)
    project.build(formats=("docx", "html"), reference_doc=ours)
    for part in ("briefing", "annex"):
        made = docx.Document(str(project.reports / "vi/lao-cai" / f"{part}.docx"))
        assert made.styles["Normal"].font.size == Pt(15)
        assert round(made.sections[0].left_margin.mm) == 42
    assert reasons(project, ours, "docx", "html") == []
    assert reasons(project, newer, "docx") == ["reference document changed"]
    assert reasons(project, b"", "docx") == ["reference document is gone"]


def test_other_formats_know_nothing_of_it(project) -> None:
    project.build(formats=("html",))
    assert reasons(project, office(15), "html") == []


def test_what_is_no_word_file_is_refused_before_anything_is_done(project, tmp_path: Path) -> None:
    wrong = tmp_path / "styles.docx"
    wrong.write_text("no zip")
    result = CliRunner().invoke(main, ["plan", "--reference-doc", str(wrong), "--data", str(project.data)])
    assert result.exit_code == 2 and "is no Word file" in result.stderr
