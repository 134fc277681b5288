"""What a section records that it read decides what makes it stale; what it records as shown, whether all is there."""

import json
import shutil
from collections.abc import Callable, Iterator

import pytest

from helpers.publishing import freshness, pipeline, planning
from helpers.publishing.jobs import Job, Selection
from helpers.publishing.reads import MIME
from helpers.publishing.runners import local
from helpers.text import phrases
from made_project import Project, Watched, write_notebook
from small_dataset import Folder, small_in

pytestmark = pytest.mark.slow

# What the helpers of real sections do: read tables, say phrases, show facts, and tell of it after the cell.
TELL = """
import csv, os
from pathlib import Path
from IPython.display import Markdown, display

def rows(table):
    with Path(os.environ["BRIEFINGS_DATA"], f"{{table}}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))

tables, phrases, facts = {tables}, {phrases}, []
name = {{row["area_id"]: row[f"name_{{language}}"] for row in rows("areas")}}[province]
display(Markdown(name))
"""
SHOW = """
for table in tables:
    key = next(iter(rows(table)[0])) if rows(table) else ""
    facts += [f"{table}/{row[key]}" for row in rows(table) if "source_id" in row and table != "sources"]
"""
SHOW_TRADE_ONLY = """
trade = {row["indicator_id"] for row in rows("indicators") if row["topic"] == "trade"}
facts += [f"observations/{row['observation_id']}" for row in rows("observations") if row["indicator_id"] in trade]
"""
PUBLISH = """
display({{"{mime}": {{"tables": sorted(tables), "phrases": phrases, "facts": sorted(facts)}}}}, raw=True)
"""
FIGURES = ["areas", "indicators", "observations"]
OTHERS = [
    *("activities", "agreements", "areas", "border_gates", "documents", "mechanisms", "meetings"),
    *("priorities", "projects", "relations"),
]


@pytest.fixture
def recording(tmp_path) -> Project:
    """A project on the small dataset with two sections that record what they read."""
    small_in(tmp_path)
    project = Project(tmp_path)
    write_section(project, "figures", FIGURES, "trade.title")
    write_section(project, "others", OTHERS, "cooperation.title")
    return project


def write_section(
    project: Project, name: str, tables: list[str], phrase: str, show: str = SHOW, tags: str = "text annex"
) -> None:
    cells = (TELL.format(tables=tables, phrases=[phrase]), show, PUBLISH.format(mime=MIME))
    write_notebook(
        project.root / "made" / f"{name}.ipynb",
        *((f"cell-{letter}", tags, source) for letter, source in zip("abc", cells, strict=True)),
    )


def workspace(project: Project) -> planning.Workspace:
    return project.workspace("figures", "others", notebooks=project.root / "made")


def build(project: Project, *languages: str, as_of: str = "") -> dict[str, list[str]]:
    """Build the province west; the sections that had to be run, by briefing. Nothing may fail."""
    watched = Watched()
    selection = Selection(("west",), languages or ("vi",), as_of=as_of)
    results = pipeline.build(selection, workspace(project), watched)
    assert [str(result.failure) for result in results if result.failure] == []
    return watched.ran


def stale(project: Project, language: str = "vi") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why the briefing of west would be built, and of which sections."""
    (briefing,) = planning.plan(Selection(("west",), (language,)), workspace(project))
    return briefing.reasons, briefing.stale


def failure(project: Project) -> str:
    (result,) = pipeline.build(Selection(("west",), ("vi",)), workspace(project), local.runner(1))
    return str(result.failure or "")


def test_what_a_section_records_is_no_content(recording) -> None:
    build(recording)
    record = json.loads((recording.reports / "vi/west/briefing.json").read_text(encoding="utf-8"))
    parts = record["sections"]["figures"]["parts"]
    assert {name for name in parts if name.endswith(".csv")} == {f"data {name}.csv" for name in FIGURES}
    assert list(record["sections"]["figures"]["phrases"]) == ["trade.title"]
    assert MIME not in (recording.reports / "vi/west/briefing.html").read_text(encoding="utf-8")


def test_a_changed_row_costs_the_sections_that_read_its_table(recording) -> None:
    build(recording)
    Folder(recording.data).change("observations", "west.turnover.2019", value="3.9")
    assert stale(recording) == (("observations: 1 row changed: west.turnover.2019",), ("figures",))
    assert build(recording) == {"vi/west": ["figures"]}
    assert stale(recording) == ((), ())


def test_a_row_of_another_province_costs_nothing(recording) -> None:
    build(recording)
    Folder(recording.data).add(
        "activities", like="visit", activity_id="visit-2", area_id="east", title_vi="Khác", title_en="Other"
    )
    assert stale(recording) == ((), ())


def test_a_changed_phrase_costs_its_own_language_and_the_sections_that_said_it(
    recording, monkeypatch
) -> None:
    build(recording, "vi", "en")
    changed = {**phrases.table("en"), "trade.title": "Commerce"}
    table = phrases.table
    monkeypatch.setattr(freshness, "table", lambda one: changed if one == "en" else table(one))
    assert stale(recording, "en") == (("phrase trade.title changed",), ("figures",))
    assert stale(recording, "vi") == ((), ())


def test_going_back_runs_nothing(recording) -> None:
    build(recording)
    dataset = Folder(recording.data)
    dataset.change("observations", "west.turnover.2019", value="3.9")
    assert build(recording) == {"vi/west": ["figures"]}
    dataset.change("observations", "west.turnover.2019", value="3.8")
    assert build(recording) == {"vi/west": []}


def test_editions_are_kept_apart_and_going_back_runs_nothing(recording) -> None:
    build(recording)
    assert build(recording, as_of="2022-12-31") == {"vi/west": ["figures", "others"]}
    record = json.loads((recording.reports / "vi/west/briefing.json").read_text(encoding="utf-8"))
    assert record["edition"] == "2022-12-31"
    assert build(recording) == {"vi/west": []}
    assert stale(recording) == ((), ())


def test_a_damaged_cache_is_made_anew_and_told_of(recording, capsys) -> None:
    build(recording)
    for path in (recording.reports / ".cache").glob("sections/*/*"):
        path.write_bytes(b"damaged")
    Folder(recording.data).change("observations", "west.turnover.2019", value="3.9")
    assert build(recording) == {"vi/west": ["figures", "others"]}
    assert "the cache had 1 damaged entry, made anew" in capsys.readouterr().out


def test_a_lost_cache_costs_a_run_and_nothing_else(recording) -> None:
    build(recording)
    shutil.rmtree(recording.reports / ".cache")
    assert stale(recording) == ((), ())
    Folder(recording.data).change("observations", "west.turnover.2019", value="3.9")
    assert stale(recording)[1] == ("figures",)
    assert build(recording) == {"vi/west": ["figures", "others"]}


def test_a_section_that_comes_to_read_more_is_stale_for_that_too(recording) -> None:
    build(recording)
    write_section(recording, "others", [*OTHERS, "partners"], "cooperation.title")
    assert stale(recording) == (("notebook changed",), ("others",))
    assert build(recording) == {"vi/west": ["others"]}
    Folder(recording.data).change("partners", "yunnan", name_vi="Tỉnh Vân Nam")
    assert stale(recording) == (("partners: 1 row changed: yunnan",), ("others",))


def test_a_section_that_records_nothing_has_read_everything(recording) -> None:
    write_notebook(
        recording.root / "made/others.ipynb", ("cell-a", "text", TELL.format(tables=[], phrases=[]))
    )
    write_notebook(
        recording.root / "made/figures.ipynb", ("cell-a", "text", TELL.format(tables=[], phrases=[]))
    )
    build(recording)
    Folder(recording.data).change("units", "usd_bn", name_vi="tỉ USD")
    assert stale(recording) == (("units: 1 row changed: usd_bn",), ("figures", "others"))


def test_every_fact_that_is_recorded_as_shown_is_enough(recording) -> None:
    assert failure(recording) == ""


def test_a_fact_that_no_section_shows_fails_the_briefing_and_is_named(recording) -> None:
    write_section(recording, "others", [name for name in OTHERS if name != "activities"], "cooperation.title")
    message = "join: WrongBriefing: 1 fact of the unit stands in no cell of the annex: activities/visit; "
    assert failure(recording).startswith(message)
    assert not (recording.reports / "vi/west").exists()


def test_a_fact_that_only_the_briefing_shows_is_missing_in_the_annex(recording) -> None:
    write_section(recording, "others", OTHERS, "cooperation.title", tags="text")
    assert "of the unit stand in no cell of the annex: activities/visit, " in failure(recording)
    write_section(recording, "figures", [*FIGURES, *OTHERS], "trade.title")
    assert failure(recording) == "", "what stands in the annex may stand in the briefing too"


def test_a_new_topic_that_no_view_knows_fails_the_briefing(recording) -> None:
    write_section(recording, "figures", FIGURES, "trade.title", SHOW_TRADE_ONLY)
    assert failure(recording) == ""
    dataset = Folder(recording.data)
    words = {"topic": "culture", "heading": "culture", "name_vi": "Văn hóa", "name_en": "Culture"}
    dataset.add("topics", like="trade", position="99", **words)
    dataset.add(
        "indicators",
        like="turnover",
        indicator_id="guests",
        topic="culture",
        name_vi="Khách",
        name_en="Guests",
    )
    for year in range(2012, 2019):
        key = f"west.guests.{year}"
        dataset.add(
            "observations",
            like="west.turnover.2019",
            observation_id=key,
            indicator_id="guests",
            period_start=str(year),
            period_end=str(year),
        )
    found = failure(recording)
    assert "7 facts of the unit stand in no cell of the annex: observations/west.guests.2012, " in found
    assert "observations/west.guests.2016, …; a view has to show them" in found
    assert "2017" not in found


def test_sections_of_which_none_records_are_not_held_to_it(project, monkeypatch) -> None:
    assert project.build()[0].failure is None


def test_the_first_job_is_under_way_before_the_last_province_is_cut(recording, monkeypatch) -> None:
    from helpers.publishing.inputs import Inputs

    cut: list[str] = []
    original: Callable[..., object] = Inputs._cut
    monkeypatch.setattr(
        Inputs, "_cut", lambda self, province: (cut.append(province), original(self, province))[1]
    )
    seen = []

    def runner(jobs: Iterator[Job]) -> Iterator[object]:
        for job in jobs:
            seen.append((job.province, list(cut)))
            yield from local.processes(iter([job]))

    pipeline.build(Selection((), ("vi",)), workspace(recording), runner)
    assert seen == [("west", ["west"]), ("east", ["west", "east"])]
