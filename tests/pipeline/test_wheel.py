"""The wheel alone, in an empty environment and away from any clone, builds a briefing."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from made_project import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment's folder of programs: our wheel, and what this environment has but for our own code."""
    folder = tmp_path_factory.mktemp("installation")
    made = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(made, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    site = next((folder / "venv").glob("lib/python*/site-packages"))
    others = Path(sysconfig.get_path("purelib"))
    ours = {*others.glob("*province_briefings*"), *others.glob("__pycache__")}
    for one in set(others.iterdir()) - ours:
        if one.is_dir():
            shutil.copytree(one, site / one.name, copy_function=_linked, symlinks=True)
        else:
            _linked(str(one), str(site / one.name))
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "venv" / "bin" / "python"), "install"]
    subprocess.run(
        [*pip, "--no-deps", "--no-index", "--no-compile", str(wheel)], check=True, capture_output=True
    )
    return folder / "venv" / "bin"


def _linked(source: str, goal: str) -> None:
    """A file a second time without its bytes, where the system can."""
    try:
        os.link(source, goal)
    except OSError:
        shutil.copy2(source, goal)


def run(programs: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [programs / "briefings", *arguments], cwd=folder, capture_output=True, text=True, timeout=300
    )


def test_it_checks_its_dataset_and_builds_a_briefing_where_it_is_called(installation, tmp_path) -> None:
    told = run(installation, tmp_path, "check")
    assert (told.returncode, told.stdout) == (0, "no faults in the data\n"), told.stderr
    told = run(installation, tmp_path, "build", "lai-chau", "--language", "en", "--format", "pdf")
    assert told.returncode == 0, told.stderr
    made = tmp_path / "reports" / "en" / "lai-chau"
    assert (made / "briefing.pdf").read_bytes().startswith(b"%PDF-")
    assert (made / "annex.pdf").is_file()
    inside = installation.parent.glob("lib/python*/site-packages/helpers/project/*")
    assert sorted(one.name for one in inside) == ["data", "notebooks"]  # nothing was written there


def test_its_dataset_is_not_written_to_and_nothing_is_scheduled_in_it(installation, tmp_path) -> None:
    row = tmp_path / "one.csv"
    row.write_text("observation_id\n", encoding="utf-8")
    told = run(installation, tmp_path, "import", str(row))
    assert (told.returncode, "briefings init FOLDER" in told.stderr) == (2, True)
    told = run(installation, tmp_path, "schedule", "cron")
    assert (told.returncode, "briefings init" in told.stderr) == (2, True)


def test_a_project_laid_out_from_it_is_its_own(installation, tmp_path) -> None:
    assert run(installation, tmp_path, "init", "mine").returncode == 0
    (tmp_path / "mine" / "data" / "units.csv").write_text("broken\n", encoding="utf-8")
    told = run(installation, tmp_path / "mine", "check")
    assert (told.returncode, "units.csv" in told.stderr) == (2, True)
    assert run(installation, tmp_path, "check").returncode == 0
