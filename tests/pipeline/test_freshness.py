"""What a change makes stale, on the real data: the briefings and sections that read it, and no others."""

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.publishing import pipeline, planning
from helpers.publishing.jobs import Selection
from helpers.publishing.planning import PlannedBriefing, Workspace
from made_project import Watched

pytestmark = pytest.mark.slow
BUILT = ("lao-cai", "lang-son")


@pytest.fixture
def there(real: Workspace, tmp_path: Path) -> Workspace:
    """The reports as they were built, with a copy of the data to change, in another folder."""
    shutil.copytree(real.data, tmp_path / "data")
    shutil.copytree(real.reports, tmp_path / "reports")
    return replace(real, data=tmp_path / "data", reports=tmp_path / "reports")


def stale(workspace: Workspace) -> dict[str, PlannedBriefing]:
    """The briefings that would be built."""
    return {one.job.key: one for one in planning.plan(Selection(BUILT), workspace) if one.reasons}


def readers_of(workspace: Workspace, key: str, file: str) -> set[str]:
    """The sections of a published briefing that read a file of the dataset."""
    record = json.loads((workspace.reports / key / "briefing.json").read_text(encoding="utf-8"))
    return {name for name, one in record["sections"].items() if f"data {file}" in one["parts"]}


def edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    assert change(before) != before
    path.write_text(change(before), encoding="utf-8")


def row_of(workspace: Workspace, table: str, area: str) -> str:
    """A line of a table that is of an area."""
    lines = (workspace.data / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.split(",")[1] == area)


def test_another_folder_other_times_and_another_day_are_no_change(there: Workspace, monkeypatch) -> None:
    for path in (*there.data.iterdir(), *there.reports.rglob("*")):
        path.touch()
    monkeypatch.chdir(there.data.parent)
    assert stale(there) == {}


def test_a_changed_row_costs_its_own_province_and_the_sections_that_read_its_table(there: Workspace) -> None:
    line = row_of(there, "activities", "lang-son")
    key = line.split(",")[0]
    edit(there.data / "activities.csv", lambda text: text.replace(line, line.replace(",high,", ",medium,")))
    found = stale(there)
    assert set(found) == {"vi/lang-son", "en/lang-son"}
    for one in found.values():
        assert one.reasons == (f"activities: 1 row changed: {key}",)
        assert set(one.stale) == readers_of(there, one.job.key, "activities.csv")
    watched = Watched()
    pipeline.build(Selection(BUILT), there, watched)
    assert watched.ran == {key: list(one.stale) for key, one in found.items()}
    assert stale(there) == {}


def test_a_source_that_nothing_cites_yet_is_no_change(there: Workspace) -> None:
    first = (there.data / "sources.csv").read_text(encoding="utf-8").splitlines()[1]
    row = next(
        csv.DictReader([(there.data / "sources.csv").read_text(encoding="utf-8").splitlines()[0], first])
    )
    new = first.replace(row["source_id"], "000-new", 1)
    for name in ("short_vi", "short_en"):
        new = new.replace(row[name], f"{row[name]} 2")
    edit(there.data / "sources.csv", lambda text: text.replace(first, f"{new}\n{first}"))
    assert stale(there) == {}


def test_a_changed_notebook_costs_its_own_section(there: Workspace, tmp_path: Path) -> None:
    shutil.copytree(there.notebooks, tmp_path / "notebooks")
    workspace = replace(there, notebooks=tmp_path / "notebooks")
    file = tmp_path / "notebooks" / "trade_trends.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"].append("  # checked")
    file.write_text(json.dumps(notebook), encoding="utf-8")
    found = stale(workspace)
    assert {one.reasons for one in found.values()} == {("notebook changed",)}
    assert {one.stale for one in found.values()} == {("trade_trends",)} and len(found) == 4
