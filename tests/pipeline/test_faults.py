"""Whatever happens to a build, what stands in the reports folder is whole, and the next build finishes the work."""

import ctypes
import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from helpers.publishing import publish, records
from helpers.publishing.publish import BuildUnderWay, publishing
from made_project import write_notebook

pytestmark = pytest.mark.slow

BRIEFINGS = Path(sys.executable).with_name("briefings")
_DROP_FROM_BOUNDING_SET, _OVERRIDE, _READ_SEARCH = 24, 1, 2  # prctl's, and capabilities of root
BOTH = ("lao-cai", "lang-son")


def start(folder: Path, *arguments: str, **more) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [BRIEFINGS, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,
    )


def run(folder: Path, *arguments: str, **more) -> tuple[int, str, str]:
    process = start(folder, *arguments, **more)
    told, errors = process.communicate(timeout=120)
    return process.returncode, told, errors


def is_whole(folder: Path) -> bool:
    """Whether a briefing's files are those that its state says, all of one build."""
    state = records.read_record(folder)
    assert state is not None
    return all(
        hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum
        for name, checksum in state.files.items()
    )


def briefings(reports: Path) -> list[Path]:
    return [path for language in ("vi", "en") for path in sorted((reports / language).glob("*"))]


@pytest.mark.parametrize("lines", [0, 1, 3, 5])
def test_a_build_that_is_killed_leaves_whole_briefings_and_the_next_one_finishes(
    sectioned, lines: int
) -> None:
    project = sectioned("good")
    build = start(project.root, "build", "--jobs", "2")
    assert build.stdout and build.stderr
    for _ in range(lines):
        assert build.stdout.readline().startswith("built")
    time.sleep(0.05 * lines)
    os.killpg(build.pid, signal.SIGKILL)
    build.communicate()
    left = briefings(project.reports)
    assert len(left) >= lines and all(is_whole(path) for path in left)
    code, told, errors = run(project.root, "build")
    assert (code, errors) == (0, "")
    assert f"6 briefings: {6 - len(left)} built, {len(left)} up to date, 0 failed" in told
    assert len(briefings(project.reports)) == 6 and not (project.reports / ".building").exists()
    manifest = json.loads((project.reports / "manifest.json").read_text())
    jsonschema.validate(manifest, json.loads(records.MANIFEST_SCHEMA.read_text()))
    assert {one["state"] for one in manifest["briefings"].values()} == {"built"}
    assert len(manifest["briefings"]) == 6


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("print('a\\ud83d')", "shows half a letter ('\\ud83d'), which no file can hold"),
        ("display({'text/html': '<p>\\udcff</p>'}, raw=True)", "shows half a letter ('\\udcff')"),
        ("raise ValueError('no \\ud83d')", "ValueError: no ?"),
    ],
)
def test_what_no_file_can_hold_fails_its_briefing_and_no_other(sectioned, cell: str, told: str) -> None:
    project = sectioned("good")
    source = f"if province == 'lao-cai':\n    {cell}"
    write_notebook(project.root / "notebooks" / "trade_trends.ipynb", ("odd", "", source))
    code, _, errors = run(project.root, "build", "--language", "vi", "--junit", "results.xml")
    assert (code, "lao-cai vi: trade_trends, cell 2 (odd): " in errors, told in errors) == (3, True, True), (
        errors
    )
    assert ElementTree.parse(project.root / "results.xml").getroot().get("failures") == "1"
    manifest = json.loads((project.reports / "manifest.json").read_text())
    assert [one["state"] for one in manifest["briefings"].values()].count("failed") == 1


def test_a_reader_never_finds_a_missing_or_mixed_set_of_formats(tmp_path: Path) -> None:
    goal, new = tmp_path / "goal", tmp_path / "new"
    for folder, content in ((goal, "old"), (new, "new")):
        folder.mkdir()
        for name in ("briefing.html", "briefing.pdf"):
            (folder / name).write_text(content)
    seen: set[tuple[str, ...]] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            folder = os.open(goal, os.O_RDONLY)
            both = []
            for name in ("briefing.html", "briefing.pdf"):
                with open(os.open(name, os.O_RDONLY, dir_fd=folder)) as file:
                    both.append(file.read())
            os.close(folder)
            seen.add(tuple(both))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(2000):
        assert publish.exchange(new, goal)
    done.set()
    reader.join()
    assert seen <= {("old", "old"), ("new", "new")} and seen


def test_a_reader_who_holds_a_file_open_reads_it_to_its_end(sectioned) -> None:
    project = sectioned("good")
    run(project.root, "build", "--province", "lao-cai", "--language", "vi")
    page = project.reports / "vi/lao-cai/briefing.html"
    before = page.read_bytes()
    with page.open("rb") as held:
        first = held.read(100)
        (project.root / "data" / "areas.csv").write_text(
            (project.root / "data" / "areas.csv").read_text().replace("province,Lào Cai", "province,Lao Cai")
        )
        assert run(project.root, "build", "--province", "lao-cai", "--language", "vi")[0] == 0
        assert first + held.read() == before
    assert page.read_bytes() != before


def test_other_peoples_files_beside_a_briefing_stay(project) -> None:
    project.build()
    folder = project.reports / "vi" / "lao-cai"
    (folder / "notes.txt").write_text("mine")
    (folder / "more").mkdir()
    (folder / "more" / "picture.png").write_text("mine too")
    project.build(force=True)
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "more" / "picture.png").read_text() == "mine too"


def test_where_folders_cannot_change_places_files_are_renamed_one_by_one(project, monkeypatch) -> None:
    project.build()
    monkeypatch.setattr(publish, "exchange", lambda *_: False)
    areas = project.data / "areas.csv"
    areas.write_text(areas.read_text().replace("province,Lào Cai", "province,Lao Cai"))
    project.build()
    assert is_whole(project.reports / "vi" / "lao-cai")
    assert b"Lao Cai" in project.published()["vi/lao-cai/briefing.html"]


def test_a_full_disk_is_a_named_failure_and_the_last_good_briefing_stays(project, monkeypatch) -> None:
    project.build(provinces=BOTH)
    good = project.published()
    write, left = Path.write_bytes, [40_000]

    def into_little_room(path: Path, content: bytes) -> int:
        if project.reports in path.parents and "briefing" in path.name:
            left[0] -= len(content)
            if left[0] < 0:
                write(path, content[: len(content) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", into_little_room)
    results = project.build(provinces=BOTH, force=True)
    assert {str(one.failure) for one in results if one.failure} == {
        "publish: cannot be put in place: No space left on device"
    }
    now = project.published()
    documents = [name for name in good if name.endswith((".html", ".pdf")) and "briefing" in name]
    assert [name for name in documents if now[name] != good[name]] == []


def without_powers() -> None:
    """In a new process of root's: file modes hold for it as for anybody."""
    for capability in (_OVERRIDE, _READ_SEARCH):
        ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


def test_a_folder_to_read_only_is_one_clear_line(sectioned) -> None:
    project = sectioned("good")
    project.reports.mkdir()
    project.reports.chmod(0o555)
    code, _, errors = run(project.root, "build", preexec_fn=without_powers)
    project.reports.chmod(0o755)
    assert (code, errors) == (
        2,
        f"briefings: cannot publish to {project.reports}: Permission denied; "
        "name a folder that you may write to: --reports DIR\n",
    )
    assert list(project.reports.iterdir()) == []


def test_a_cache_to_read_only_costs_time_and_nothing_else(sectioned, tmp_path_factory) -> None:
    project, cache = sectioned("good"), tmp_path_factory.mktemp("cache")
    cache.chmod(0o555)
    one = ("build", "--province", "lao-cai", "--language", "vi", "--cache", str(cache))
    code, told, errors = run(project.root, *one, preexec_fn=without_powers)
    assert (code, errors) == (0, "") and "1 built" in told
    assert "1 up to date" in run(project.root, *one, preexec_fn=without_powers)[1]
    cache.chmod(0o755)


def test_a_clock_that_jumps_back_makes_nothing_stale_and_hides_no_change(project) -> None:
    project.build()
    for path in (*project.data.rglob("*"), *project.reports.rglob("*")):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    assert project.reasons() == []
    areas = project.data / "areas.csv"
    areas.write_text(areas.read_text().replace("province,Lào Cai", "province,Lao Cai"))
    os.utime(areas, (0, 0))
    assert project.reasons() != [] and len(project.build()) == 1


def test_odd_folders_no_home_and_no_language_are_no_obstacle(sectioned, tmp_path: Path) -> None:
    project = sectioned("good")
    folder = tmp_path / "báo cáo năm 2026 (bản cuối)"
    folder.mkdir()
    for name in ("data", "notebooks"):
        shutil.move(project.root / name, folder / name)
    bare = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    code, told, errors = run(folder, "build", "--cache", "bộ nhớ đệm", env=bare)
    assert (code, errors) == (0, "") and "6 built" in told
    assert all(is_whole(path) for path in briefings(folder / "reports"))
    assert "Lào Cai" in (folder / "reports/vi/lao-cai/briefing.html").read_text(encoding="utf-8")


def test_a_second_build_is_told_who_holds_the_folder(project) -> None:
    with (
        publishing(project.reports),
        pytest.raises(BuildUnderWay, match=rf"another build \(process {os.getpid()} on .+\) is publishing"),
    ):
        project.build()


def test_what_failed_can_be_tried_again_alone(sectioned, monkeypatch) -> None:
    project = sectioned("raising")
    project.build("raising", provinces=("lao-cai", "lang-son", "ha-giang"))
    monkeypatch.setenv("BROKEN_PROVINCES", "lang-son")
    project.build("raising", provinces=("lao-cai", "lang-son", "ha-giang"), force=True)
    monkeypatch.delenv("BROKEN_PROVINCES")
    again = project.build("raising", provinces=("lao-cai", "lang-son", "ha-giang"), retry_failed=True)
    assert [result.job.province for result in again] == ["lang-son"]
    assert project.build("raising", provinces=BOTH, retry_failed=True) == []


def test_the_first_failure_may_end_a_build(project, monkeypatch) -> None:
    monkeypatch.setenv("BROKEN_PROVINCES", "ha-giang")
    results = project.build("raising", provinces=("ha-giang", "lang-son", "lao-cai"), fail_fast=True)
    assert results[0].failure and len(results) < 3
    assert not (project.reports / ".building").exists()
    index = (project.reports / "index.html").read_text()
    assert "no figures in data/areas.csv" in index


def test_results_are_told_to_machines_and_status_to_people(sectioned, tmp_path: Path) -> None:
    project = sectioned("raising")
    code, _, _ = run(
        project.root,
        *("build", "--language", "vi", "--junit", str(tmp_path / "results.xml")),
        env={**os.environ, "BROKEN_PROVINCES": "lang-son"},
    )
    assert code == 3
    suite = ElementTree.parse(tmp_path / "results.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    (failed,) = suite.findall("testcase/failure")
    assert "no figures in data/areas.csv" in str(failed.get("message"))
    code, told, errors = run(
        project.root,
        *("build", "--language", "vi", "--json", "--junit", str(tmp_path / "again.xml")),
        env={**os.environ, "BROKEN_PROVINCES": "lang-son"},
    )
    suite = ElementTree.parse(tmp_path / "again.xml").getroot()
    names = {case.get("name"): len(case) for case in suite.findall("testcase")}
    assert code == 3 and names == {"ha-giang": 0, "lang-son": 1, "lao-cai": 0}, (
        "what is up to date has passed"
    )
    answer = json.loads(told)
    assert (answer["version"], answer["command"], answer["exit_code"], answer["error"]) == (
        1,
        "build",
        3,
        None,
    )
    states = {one["province"]: one["state"] for one in answer["briefings"]}
    assert states == {"lang-son": "failed", "ha-giang": "up to date", "lao-cai": "up to date"}
    failed_, *kept = answer["briefings"]
    assert "no figures in data/areas.csv" in failed_["reasons"][0] and failed_["files"] == {}
    assert all(one["files"]["briefing.pdf"] > 1000 and one["edition"] == "2024-06-30" for one in kept)
    assert "3 briefings: 0 built, 2 up to date, 1 failed" in errors, "what people read is on stderr"
    code, told, _ = run(project.root, "status")
    lines = told.splitlines()
    assert code == 0 and len(lines) == 3
    assert lines[1].startswith("failed   vi/lang-son") and lines[1].endswith("no figures in data/areas.csv")
    assert (
        lines[0].startswith("built    vi/ha-giang")
        and "edition 2024-06-30, annex.docx" in lines[0]
        and ", annex.html" in lines[0]
    )
    code, told, _ = run(project.root, "build", "--dry-run", "--language", "vi")
    assert code == 0 and "build   lang-son vi: the latest build failed; never built" in told
