"""Adding a format takes one entry: a toy one is made, checked, published, linked, planned, kept fresh and replaced."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from helpers.cli.main import main
from helpers.exporters.document import Document, plain_blocks
from helpers.exporters.exporter import DocumentExporter
from helpers.publishing import formats
from helpers.publishing.formats import PARTS, Expected, Format, WrongBriefing
from helpers.text.phrases import phrases
from made_project import write_notebook

pytestmark = pytest.mark.slow


class PlainText(DocumentExporter):
    """The words of a document and the links to others."""

    file_extension = ".txt"

    def write(self, document: Document, resources: Mapping[str, Any]) -> str:
        links = [one.href for one in document.meta.related]
        return "\n".join([document.meta.title, *links, plain_blocks(document.blocks)])


def check_text(document: bytes, expected: Expected) -> None:
    if expected.name not in document.decode() or "BROKEN" in document.decode():
        raise WrongBriefing("the text is broken")


TOY = Format("txt", f"{__name__}.PlainText", "index.languages", check_text, ("pytest",))
LABEL = phrases("vi")(TOY.label)
SHOW = "from IPython.display import Markdown\nMarkdown('Lào Cai {0}')"


@pytest.fixture
def toy(project, monkeypatch):
    """A project with the toy format, of which a briefing is built; gives what builds it of a text."""
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, TOY))

    def build(text: str, **options):
        write_notebook(project.root / "made" / "made.ipynb", ("text", "text", SHOW.format(text)))
        return project.build("made", notebooks=project.root / "made", **options)

    return build


def test_it_is_made_published_and_linked(project, toy) -> None:
    (result,) = toy("first")
    assert result.failure is None, result.failure
    assert list(result.files) == [one.file for part in PARTS for one in formats.FORMATS if one.part == part]
    folder = project.reports / "vi" / "lao-cai"
    text = (folder / "briefing.txt").read_text(encoding="utf-8")
    assert "Lào Cai first" in text and "briefing.pdf" in text and "briefing.txt" not in text
    page = BeautifulSoup((folder / "briefing.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one('a[href="briefing.txt"]').get_text() == LABEL
    index = BeautifulSoup((project.reports / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert LABEL in index.select_one('a[href="vi/lao-cai/briefing.txt"]').get_text()
    assert "  html, pdf, docx, xlsx, atom, txt" in CliRunner().invoke(main, ["list"]).output


def test_it_can_be_asked_for_alone(project, toy) -> None:
    (result,) = toy("first", formats=("TXT",))
    assert list(result.files) == ["briefing.txt"]


def test_it_is_checked_before_anything_is_published(project, toy) -> None:
    (result,) = toy("BROKEN")
    assert str(result.failure) == "briefing.txt: WrongBriefing: the text is broken"
    assert not (project.reports / "vi" / "lao-cai").exists()


def test_it_is_planned_kept_fresh_and_replaced(project, toy, monkeypatch) -> None:
    toy("first")
    where = {"notebooks": project.root / "made"}
    assert project.reasons("made", **where) == []
    (project.reports / "vi/lao-cai/briefing.txt").write_text("by hand")
    assert project.reasons("made", **where) == ["briefing.txt was changed by hand"]
    toy("second")
    assert "second" in (project.reports / "vi/lao-cai/briefing.txt").read_text(encoding="utf-8")
    assert project.reasons("made", **where) == []
    newer = replace(TOY, packages=("pytest", "click"))
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS[:-1], newer))
    assert project.reasons("made", **where) == ["version of click is new"]


def test_when_it_is_dropped_its_files_go_with_the_next_build(project, toy, monkeypatch) -> None:
    toy("first")
    monkeypatch.setattr(formats, "FORMATS", formats.FORMATS[:-1])
    assert project.reasons("made", notebooks=project.root / "made") == ["version of pytest is gone"]
    toy("first")
    assert not (project.reports / "vi/lao-cai/briefing.txt").exists()
    assert "briefing.txt" not in (project.reports / "index.html").read_text(encoding="utf-8")


def test_a_format_that_could_not_be_linked_to_is_refused_before_anything_runs(project, monkeypatch) -> None:
    unnamed = replace(TOY, label="index.nowhere")
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, unnamed))
    with pytest.raises(
        formats.UnnamedFormat, match=r"'txt' has no label in vi: add the phrase 'index\.nowhere'"
    ):
        project.build()
    assert not project.reports.exists()


def test_a_format_whose_exporter_is_not_installed_fails_with_what_to_do(project, monkeypatch) -> None:
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, replace(TOY, exporter="briefing-nowhere")))
    write_notebook(project.root / "made" / "made.ipynb", ("text", "text", SHOW.format("first")))
    (result,) = project.build("made", notebooks=project.root / "made")
    assert str(result.failure).startswith(
        "briefing.txt: NoExporter: the exporter 'briefing-nowhere' is not installed; "
    )
