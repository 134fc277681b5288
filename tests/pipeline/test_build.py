"""A build publishes whole briefings, keeps good ones, and does what its inputs ask for, no more."""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.data import DataFaults
from helpers.publishing import notebooks, pipeline
from helpers.publishing.briefing import Result
from helpers.publishing.formats import FORMATS
from helpers.publishing.jobs import ENGINES, Job
from helpers.publishing.publish import BadReportsFolder, BuildUnderWay, Publisher, publishing
from helpers.publishing.runners.local import processes

pytestmark = pytest.mark.slow

BOTH = ("lao-cai", "lang-son")


def test_what_a_build_leaves_behind(project) -> None:
    project.reports.mkdir()
    (project.reports / "README.md").write_text("mine")
    project.build()
    assert sorted(project.published()) == [
        "README.md",
        "index.en.html",
        "index.html",
        "manifest.json",
        "vi/lao-cai/annex.docx",
        "vi/lao-cai/annex.html",
        "vi/lao-cai/annex.pdf",
        "vi/lao-cai/annex.xlsx",
        "vi/lao-cai/briefing.docx",
        "vi/lao-cai/briefing.html",
        "vi/lao-cai/briefing.json",
        "vi/lao-cai/briefing.pdf",
        "vi/lao-cai/changes.html",
        "vi/lao-cai/feed.xml",
    ]
    manifest = project.published()["manifest.json"].decode()
    assert str(project.root) not in manifest
    assert json.loads(manifest)["briefings"]["vi/lao-cai"]["state"] == "built"


def test_one_process_or_two_and_any_folder_give_the_same_bytes(project, tmp_path_factory) -> None:
    other = type(project)(tmp_path_factory.mktemp("elsewhere") / "checkout")
    shutil.copytree(project.data, other.data)
    project.build(provinces=BOTH)
    other.build(provinces=BOTH, jobs=2)
    one, two = project.published(), other.published()
    for built in (one, two):  # how long it took is the one thing that differs
        built["manifest.json"] = re.sub(rb'"seconds": [0-9.]+', b"", built["manifest.json"])
    assert one == two


def test_a_failed_briefing_keeps_its_last_good_files(project, monkeypatch) -> None:
    project.build("raising", provinces=BOTH)
    good = project.published()
    monkeypatch.setenv("BROKEN_PROVINCES", "lao-cai")
    results = project.build("raising", provinces=BOTH, force=True)
    assert [bool(result.failure) for result in results] == [True, False]
    now = project.published()
    assert {name for name in now if now[name] != good[name]} == {"index.html", "manifest.json"}
    assert project.reasons("raising") == ["the latest build failed"]
    soup = BeautifulSoup(now["index.html"], "html.parser")
    (card,) = [li for li in soup.select(".briefings > li") if "Lào Cai" in li.get_text()]
    assert "no figures in data/areas.csv" in card.get_text()
    assert card.select_one('a[href="vi/lao-cai/briefing.html"]')
    assert b"no figures" not in now["index.en.html"]


def test_the_indexes_lead_to_everything_and_to_each_other(project) -> None:
    project.build(languages=("vi", "en"))
    for name, language, other in (
        ("index.html", "vi", "index.en.html"),
        ("index.en.html", "en", "index.html"),
    ):
        soup = BeautifulSoup(project.published()[name], "html.parser")
        links = {a["href"] for a in soup.select("a[href]") if not a["href"].startswith("#")}
        wanted = {f"{language}/lao-cai/{one.file}" for one in FORMATS}
        assert links == wanted | {other}
        assert len(soup.select(".briefings > li")) == 3
        assert "2024" in soup.get_text()


def test_what_is_up_to_date_is_not_built_again(project) -> None:
    assert project.reasons() == ["never built"]
    project.build()
    assert project.reasons() == []
    assert project.build() == []
    assert len(project.build(force=True)) == 1


def test_the_plan_says_why(project) -> None:
    project.build()
    page = project.reports / "vi" / "lao-cai" / "briefing.html"
    page.write_text("improved by hand", encoding="utf-8")
    assert project.reasons() == ["briefing.html was changed by hand"]
    page.unlink()
    assert project.reasons() == ["briefing.html is missing"]
    project.build()
    assert project.reasons("nameless") == [
        "section nameless is new",
        "sections changed from good to nameless",
    ]
    areas = project.data / "areas.csv"
    areas.write_text(areas.read_text(encoding="utf-8").replace("Lạng Sơn,", "Lang Son,"), encoding="utf-8")
    assert project.reasons() == ["areas: 1 row changed: lang-son"]


def test_each_format_is_made_of_what_it_was_made_of(project) -> None:
    project.build(formats=("html",))
    others = [one for one in FORMATS if one.name != "html"]
    assert project.reasons() == [f"{one.file} never built" for one in others]
    project.build(as_of="2021-01-01", formats=tuple(one.name for one in others))
    assert project.reasons() == ["parameter as_of changed from 2021-01-01 to 2024-06-30"]


def test_broken_data_is_told_whole_and_leaves_the_reports_alone(project) -> None:
    project.build()
    before = project.published()
    table = project.data / "areas.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("province,", "provinze,"), encoding="utf-8")
    with pytest.raises(DataFaults) as error:
        project.build(force=True)
    assert len(error.value.faults) > 1
    assert project.published() == before


@pytest.mark.parametrize(
    ("section", "error", "told"),
    [
        (
            "misspelling",
            notebooks.UnknownParameter,
            "'province', which every section is given; did you mean provinces",
        ),
        ("needing", notebooks.MissingParameter, "'sector' has no default"),
        ("unparameterised", notebooks.BadNotebook, 'no cell is tagged "parameters"'),
        ("goods", notebooks.BadNotebook, "there is no such notebook; did you mean good"),
    ],
)
def test_a_notebook_that_does_not_fit_is_refused_before_anything_runs(
    project, section: str, error: type[Exception], told: str
) -> None:
    with pytest.raises(error) as found:
        project.build("hanging", section)
    assert told in str(found.value)
    assert not project.reports.exists()


def test_a_reports_folder_that_cannot_be_written_is_refused(project) -> None:
    project.reports.write_text("a file")
    with pytest.raises(BadReportsFolder, match="name a folder that you may write to"):
        project.build()


def test_two_builds_do_not_publish_to_one_folder(project) -> None:
    with publishing(project.reports), pytest.raises(BuildUnderWay):
        project.build()
    project.build()


def test_a_briefing_that_cannot_be_put_in_place_is_a_failure(project) -> None:
    project.reports.mkdir()
    (project.reports / "vi").write_text("a file where a folder should be")
    (result,) = project.build()
    assert result.failure is not None
    assert result.failure.section == "publish"


def dying(job: Job) -> Result:
    """A worker that takes its whole process along for one province."""
    if job.province == "lao-cai":
        os.kill(os.getpid(), signal.SIGKILL)
    return Result(job.bare, {"briefing.html": b""})


def test_a_disk_that_is_full_in_the_end_is_told_with_the_folder_and_what_failed(project, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Publisher, "_write", full)
    with pytest.raises(pipeline.Unfinished) as told:
        project.build("exiting")
    failed, place = str(told.value).splitlines()[0], str(told.value).splitlines()[-1]
    assert failed.startswith("lao-cai vi: ")
    assert place == (
        f"{project.reports}: its index pages and manifest could not be written: No space left on device; build again"
    )
    assert told.value.begun


def test_a_process_that_dies_costs_only_its_own_briefing(project) -> None:
    first = project.job("good")
    others = [Job(**{**vars(first), "province": name}) for name in ("ha-giang", "lang-son")]
    results = {result.job.province: result for result in processes([first, *others], dying, 2)}
    assert {name: bool(result.failure) for name, result in results.items()} == {
        "lao-cai": True,
        "ha-giang": False,
        "lang-son": False,
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_ctrl_c_ends_everything_and_leaves_nothing_half_made(sectioned, engine: str) -> None:
    project = sectioned("hanging")
    arguments = ["build", "--language", "vi", "--jobs", "2", "--engine", engine]
    command = [Path(sys.executable).with_name("briefings"), *arguments]
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # tests in the background would hand on its absence
    build = subprocess.Popen(command, cwd=project.root, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not notebooks_in(project.root) and build.poll() is None and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(1)
    build.send_signal(signal.SIGINT)
    _, told = build.communicate(timeout=30)
    assert (build.returncode, told) == (130, "briefings: stopped; what was published before stays\n")
    assert not (project.reports / ".building").exists()
    until = time.monotonic() + 10
    while processes_in(project.root) and time.monotonic() < until:
        time.sleep(0.1)
    assert processes_in(project.root) == []


def notebooks_in(folder: Path) -> list[int]:
    """The processes that run notebooks there: each leads a session of its own."""
    return [pid for pid in processes_in(folder) if os.getsid(pid) == pid]


def processes_in(folder: Path) -> list[int]:
    """The processes whose working folder this is."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == folder:
                found.append(int(process.name))
        except OSError:  # it has just ended
            continue
    return found
