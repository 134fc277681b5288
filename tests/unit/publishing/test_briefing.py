"""Executed sections become a briefing and an annex, each with its own cover, and nothing of the run in them."""

import io
from dataclasses import replace
from typing import Any

import nbformat
import pikepdf
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.publishing import data_package, formats, joining
from helpers.publishing.formats import Expected, WrongBriefing, check_pdf
from helpers.publishing.jobs import Job
from helpers.publishing.joining import join
from helpers.publishing.records import index_page

JOB = Job("en", "lao-cai", "Lào Cai", "2024-06-30", formats.FORMATS)


def executed(*cells: tuple[str, str], **briefing: Any) -> NotebookNode:
    notebook = new_notebook(metadata={"briefing": briefing, "papermill": {"duration": 1.5}})
    for id_, tag in cells:
        cell = new_code_cell("1 + 1", id=id_, metadata={"tags": [tag], "papermill": {"duration": 0.5}})
        notebook.cells.append(cell)
    return notebook


def joined() -> NotebookNode:
    one = executed(
        ("parameters", "parameters"), ("c0ffee", "injected-parameters"), ("title", "text"), title="news.title"
    )
    two = executed(("title", "text"), title="trade.title")
    return join(JOB, {"one": one, "two": two})


def test_cells_keep_their_names_and_stay_apart() -> None:
    assert [cell.id for cell in joined().cells] == ["one-parameters", "one-title", "two-title"]
    nbformat.validate(joined())


def test_a_long_name_is_shortened_and_stays_unique() -> None:
    long = {"s" * 40: executed(("a" * 40, "text"), ("a" * 39 + "b", "text"))}
    ids = [cell.id for cell in join(JOB, long).cells]
    assert len(set(ids)) == 2 and max(map(len, ids)) <= 64


def test_nothing_of_the_run_is_left() -> None:
    assert "duration" not in nbformat.writes(joined())


def test_the_cover_is_in_the_language_of_the_briefing() -> None:
    about = joined().metadata
    assert about.title == "Lào Cai" and about.kicker.startswith("BRIEFING")
    assert (about.lang, about.date) == ("en", "2024-06-30")
    assert "30 June 2024" in about.running_header
    assert [section.name for section in about.briefing.sections] == ["one", "two"]


def hrefs(part: str) -> dict[str, str]:
    return {link.href: link.label for link in join(JOB, {"one": executed()}, part).metadata.links}


def test_links_lead_to_the_files_the_other_part_the_other_language_and_the_index() -> None:
    links = hrefs("briefing")
    files = [f"{part}.{name}" for part in ("briefing", "annex") for name in ("html", "pdf", "docx")] + [
        "annex.xlsx",
        "changes.html",
        "feed.xml",
    ]
    assert list(links) == [*files, "../../vi/lao-cai/briefing.html", "../../index.en.html"]
    assert links["briefing.pdf"] == "PDF" and links["annex.html"] == "Annex"
    assert links["../../vi/lao-cai/briefing.html"] == "Tiếng Việt"
    assert index_page("vi") == "index.html"


def test_the_annex_leads_back_to_its_briefing() -> None:
    links = hrefs("annex")
    others = ["../../vi/lao-cai/annex.html", "../../index.en.html"]
    assert list(links) == ["annex.html", "annex.pdf", "annex.docx", "annex.xlsx", "briefing.html", *others]
    assert links["briefing.html"] == "Briefing"


# --- Two documents from one execution ---


def sections() -> dict[str, NotebookNode]:
    """Page 1, a page of trade and one of partners, each section with more in the annex."""
    found = {
        "glance": executed(("front", "text"), ("figures", "text")),
        "trade": executed(("page", "text"), ("chart", "figure"), ("years", "table")),
        "partners": executed(("page", "text"), ("sources", "table")),
    }
    for notebook in found.values():
        for cell in notebook.cells:
            if cell.id == "page":
                cell.metadata.tags.append("page")
            if cell.id in ("figures", "years", "sources"):
                cell.metadata.tags.append("annex")
    listed = '<table><tr id="source-a"></tr><tr id="source-b"></tr></table>'
    found["partners"].cells[1].outputs = [new_output("display_data", {"text/html": listed})]
    return found


def test_each_cell_stands_in_the_briefing_or_in_the_annex() -> None:
    ids = {part: [cell.id for cell in join(JOB, sections(), part).cells] for part in ("briefing", "annex")}
    assert ids["briefing"] == ["glance-front", "trade-page", "trade-chart", "partners-page"]
    assert ids["annex"] == ["glance-figures", "trade-years", "partners-sources"]


def test_each_part_says_how_it_is_to_be_read() -> None:
    briefing, annex = (join(JOB, sections(), part, 4).metadata for part in ("briefing", "annex"))
    assert (briefing.notes, briefing.pages, briefing.annex) == ("letters", 3, "annex.html")
    assert (annex.notes, annex.get("pages"), annex.get("annex")) == ("sections", None, None)
    assert briefing.edition_note == annex.edition_note == "Sources to 30 June 2024"
    assert "2 sources" in briefing.running_footer and "register" in briefing.legend
    assert briefing.locators["para."] == "paras"


def test_of_two_pages_the_second_begins_once() -> None:
    short = join(JOB, sections(), "briefing", 2)
    assert [cell.id for cell in short.cells if "page" in cell.metadata.tags] == ["trade-page"]
    assert short.metadata.pages == 2 and short.metadata.running_footer.startswith("Lào Cai · Two-page")


def subjects(pages: int) -> dict[str, list[str]]:
    """The subjects of the annex that each cell which begins a page leads to."""
    found = sections()
    for section, title in (("glance", "glance"), ("trade", "trade"), ("partners", "partners")):
        found[section].metadata.briefing.title = f"{title}.title"
    found["sources"] = executed(("guide", "text"), title="sources.title")
    found["sources"].cells[0].metadata.tags.append("annex")
    return {
        one.id: one.metadata["annex"]
        for one in join(JOB, found, "briefing", pages).cells
        if "annex" in one.metadata
    }


def test_each_page_leads_to_the_subjects_that_go_on_with_it() -> None:
    partners = ["Partners and what is open", "Sources and notes", "At a glance"]
    assert subjects(4) == {"trade-page": ["Trade trends"], "partners-page": partners}
    assert subjects(2) == {"trade-page": ["Trade trends", *partners]}


@pytest.mark.parametrize("long", [2, 4])
def test_a_briefing_has_exactly_as_many_pages_as_what_is_known_of_its_unit(
    monkeypatch, tmp_path, long
) -> None:
    monkeypatch.setattr(joining, "_pages", lambda job, data: long)
    monkeypatch.setattr(joining, "changes", lambda job, data: executed())
    found, job = sections(), replace(JOB, formats=formats.choose(["html", "pdf"]))
    if long == 4:
        with pytest.raises(WrongBriefing, match="begin 3 pages, and the briefing is to have 4"):
            joining.parts(job, found, tmp_path)
        found["trade"].cells[1].metadata.tags.append("page")
    made = joining.parts(job, found, tmp_path)
    assert list(made) == ["briefing", "annex", "changes"] and made["briefing"].metadata.pages == long


def test_facts_are_read_again_only_for_a_format_that_is_written_from_them(monkeypatch, tmp_path) -> None:
    packed = []
    monkeypatch.setattr(joining, "changes", lambda job, data: executed())
    monkeypatch.setattr(data_package, "package", lambda job, facts, *_: packed.append(facts) or {"x": 1})
    job, found = replace(JOB, formats=formats.choose(["html", "pdf"])), {"one": executed(("a", "text"))}
    made = joining.parts(job, found, tmp_path, {"observations/a"})
    assert packed == [] and "data_package" not in made["annex"].metadata
    made = joining.parts(JOB, found, tmp_path, {"observations/a"})
    assert packed == [{"observations/a"}] and made["annex"].metadata.data_package == {"x": 1}
    assert "data_package" not in made["briefing"].metadata


def test_what_is_new_is_found_out_only_for_a_format_that_shows_it(tmp_path) -> None:
    job = replace(JOB, formats=formats.choose(["pdf", "docx", "xlsx"]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_package, "package", lambda *_: {})
        assert list(joining.parts(job, {"one": executed(("a", "text"))}, tmp_path)) == ["briefing", "annex"]


def test_a_document_with_another_number_of_pages_is_refused() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    written = io.BytesIO()
    pdf.save(written)
    check_pdf(written.getvalue(), Expected("vi", "Lào Cai", 0, 0, pages=1))
    with pytest.raises(WrongBriefing, match="is to have 4 pages and has 1"):
        check_pdf(written.getvalue(), Expected("vi", "Lào Cai", 0, 0, pages=4))


def test_a_briefing_without_pages_has_as_many_as_it_needs() -> None:
    assert "pages" not in joined().metadata


def test_the_date_of_the_latest_source_is_told_as_precise_as_it_is() -> None:
    edition = "Sources to 30 June 2024"
    for latest, told in (
        ("", edition),
        ("2024-06-30", "Sources to 30 June 2024 · latest news in annex: 30 June 2024"),
        ("2024-03", "Sources to 30 June 2024 · latest news in annex: March 2024"),
    ):
        assert join(replace(JOB, latest_source=latest), {"one": executed()}).metadata.edition_note == told


def test_the_annex_has_its_own_latest_news() -> None:
    annex = join(replace(JOB, latest_source="2024-03"), {"one": executed()}, "annex")
    assert annex.metadata.edition_note == "Sources to 30 June 2024 · latest news March 2024"


def test_the_briefing_of_an_ended_unit_is_titled_as_an_archive_and_leads_to_what_it_became() -> None:
    ended = replace(JOB, province="ha-giang", name="Hà Giang", successor=("tuyen-quang", "Tuyên Quang"))
    for language, title in (("en", "archive to 30 June 2024"), ("vi", "lưu trữ đến 30/6/2024")):
        made = join(replace(ended, language=language), {"one": executed()}).metadata
        assert made.title == f"Hà Giang ({title})"
    assert "(" not in join(replace(ended, successor=None), {"one": executed()}).metadata.title
    first = join(ended, {"one": executed()}, "annex").metadata.links[0]
    assert (first.label, first.href) == ("Tuyên Quang", "../tuyen-quang/annex.html")
