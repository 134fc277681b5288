"""A briefing that is not about its own province, or lost something on the way, is never published."""

import copy
import csv
from dataclasses import replace

import nbformat
import pytest

from helpers.publishing import acceptance, formats, pipeline
from helpers.publishing.briefing import make_briefing
from helpers.publishing.formats import WrongBriefing
from helpers.publishing.jobs import Selection
from made_project import write_notebook

pytestmark = pytest.mark.slow
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{width}" height="9"/></svg>'
SHOW = (
    "from IPython.display import Markdown, display\n"
    "display(Markdown('Lào Cai Lạng Sơn Hà Giang'))\n"
    "display({{'image/svg+xml': '{svg}'}}, raw=True, metadata={{'image/svg+xml': {{'alt': 'a', 'caption': 'b'}}}})"
)


def one_by_one(jobs):
    """The runner without processes."""
    yield from map(make_briefing, jobs)


@pytest.fixture
def drawn(project):
    """A project whose one notebook draws a figure; build gives the results for two provinces."""
    folder = project.root / "made"

    def build(width: str, tag: str = "figure", provinces=("lao-cai", "lang-son"), **about):
        write_notebook(
            folder / "made.ipynb", ("chart", tag, SHOW.format(svg=SVG.format(width=width))), **about
        )
        workspace = project.workspace("made", notebooks=folder)
        return pipeline.build(Selection(provinces, ("vi", "en")), workspace, one_by_one)

    return build


def test_the_same_figure_in_two_provinces_is_refused(drawn) -> None:
    first, *others = drawn("5")
    failed = {result.job.key: result.failure for result in (first, *others) if result.failure}
    assert set(failed) == {"vi/lang-son", "en/lang-son"}
    assert "the same figure stands in the briefing of lao-cai" in str(failed["vi/lang-son"])
    assert failed["vi/lang-son"].section == "made, chart"


def test_a_unit_that_ended_may_show_the_figure_of_what_it_is_part_of(project, drawn) -> None:
    """All that is said of the former unit stands in the briefing of today's too."""
    file = project.data / "areas.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = {row["area_id"]: row for row in csv.DictReader(opened)}
    rows["ha-giang"] |= {"valid_to": "2024-01-31", "successor_id": "lang-son"}
    rows["lang-son"] |= {"valid_from": "2024-02-01"}
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows["ha-giang"]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())
    results = drawn("5", provinces=("lang-son", "ha-giang"))
    assert [(result.job.province, result.failure) for result in results[:2]] == [
        ("lang-son", None),
        ("ha-giang", None),
    ]
    assert [result.job.edition for result in results[:2]] == ["2024-06-30", "2024-01-31"]


def test_a_figure_that_is_declared_to_be_shared_may_be(drawn) -> None:
    assert [result.failure for result in drawn("5", shared=["chart"])] == [None] * 4


def test_a_figure_that_stands_in_a_briefing_that_stays_is_refused_too(drawn) -> None:
    assert all(result.failure is None for result in drawn("5", provinces=("lang-son",)))
    results = drawn("5")
    assert [result.job.key for result in results if result.failure] == ["vi/lao-cai", "en/lao-cai"]


def test_a_figure_in_a_cell_that_declares_none_is_refused(drawn) -> None:
    (told,) = {str(result.failure) for result in drawn("' + province + '", tag="text")}
    assert "made, chart shows a figure and is not tagged as one" in told


def test_what_was_run_for_another_briefing_is_refused(project) -> None:
    job = project.job("good")
    result = make_briefing(job)
    (section,) = job.sections
    done = (replace(section, executed=result.sections["good"]),)
    english = replace(job, language="en", sections=done)
    assert "good was not run with language = en" in str(make_briefing(english).failure)
    lang_son = replace(job, province="lang-son", sections=done)
    with pytest.raises(WrongBriefing, match="good was not run with province = lang-son"):
        acceptance.check_sections(lang_son, {"good": nbformat.reads(done[0].executed.notebook, as_version=4)})
    assert "unknown province 'lang-son'" in str(make_briefing(lang_son).failure), "nor are its data there"


def test_a_page_that_lost_a_table_is_refused(project) -> None:
    job = project.job("good")
    result = make_briefing(job)
    notebook = nbformat.reads(result.sections["good"].notebook, as_version=4)
    more = copy.deepcopy(notebook)
    table = next(cell for cell in more.cells if cell.id == "table")
    table.outputs[0].data["application/vnd.dataresource+json"] = {}
    table.outputs.append(table.outputs[0])
    with pytest.raises(WrongBriefing, match="lost some of its tables: 2 were made and 1 are shown"):
        formats.check_html(result.files["briefing.html"], acceptance.expected(job, more))
    with pytest.raises(WrongBriefing, match="does not name Lạng Sơn"):
        other = replace(job, name="Lạng Sơn")
        formats.check_html(result.files["briefing.html"], acceptance.expected(other, notebook))
