"""Whatever ends the command, or one of its processes: nothing stays behind, and every other briefing is built."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from made_project import write_notebook
from processes import Family

pytestmark = pytest.mark.slow
BRIEFINGS = Path(sys.executable).with_name("briefings")
TORTURE = bool(os.environ.get("TORTURE"))


@pytest.fixture
def family() -> Iterator[Family]:
    family = Family()
    yield family
    family.end()


def start(family: Family, folder: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [BRIEFINGS, "build", *options],
        cwd=folder,
        env=family.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


OTHERWISE = 60  # seconds for all to end, on a machine with much else to do: other tests run beside it


@pytest.fixture
def soon() -> float:
    """Seconds in which all has ended: what goes on with its work would take longer.

    Ten times what the command takes to start here and now, as a busy machine takes longer for both.
    """
    if not TORTURE:
        return OTHERWISE
    began = time.monotonic()
    subprocess.run([BRIEFINGS, "list"], check=True, capture_output=True)
    return 10 * (time.monotonic() - began)


HANGING = "import tempfile, time\nopen(tempfile.gettempdir() + '/started', 'w')\ntime.sleep(600)"


def is_executing(_: object) -> bool:
    """Whether a section runs that tells so by a file in its private folder.

    Folders may go while they are looked at: ``os.walk`` passes over those, where a glob fails.
    """
    return any("started" in files for _, _, files in os.walk(os.environ["TMPDIR"]))


def is_at_work(_: object) -> bool:
    """Whether a briefing has its private folder."""
    return any(
        one.startswith("briefing-") for _, folders, _ in os.walk(os.environ["TMPDIR"]) for one in folders
    )


@pytest.mark.parametrize("options", [(), ("--engine", "kernel"), ("--dask", "local")])
def test_nothing_outlives_a_command_that_is_killed_while_a_section_runs(
    sectioned, family, soon: float, options: tuple[str, ...]
) -> None:
    project = sectioned("good")
    write_notebook(project.root / "notebooks" / "at_a_glance.ipynb", ("hang", "", HANGING))
    build = start(family, project.root, "--jobs", "1", *options)
    assert len(family.await_(is_executing)) >= 5
    build.kill()
    told, _ = build.communicate(timeout=soon)  # whoever reads what it says comes to the end
    assert told == ""
    assert family.await_(lambda living: not living, soon) == {}


MOMENTS = [(n / 8, number) for n in range(40) for number in (signal.SIGKILL, signal.SIGHUP)]
FEW = [(0.3, signal.SIGKILL), (1.2, signal.SIGHUP), (2.5, signal.SIGKILL)]


@pytest.mark.parametrize(("seconds", "number"), MOMENTS if TORTURE else FEW)
def test_nothing_outlives_a_command_whenever_it_is_ended_and_the_next_one_clears_up(
    sectioned, family, soon: float, seconds: float, number: int
) -> None:
    project = sectioned("good")
    build = start(family, project.root, "--jobs", "2")
    time.sleep(seconds)
    build.send_signal(number)
    _, errors = build.communicate(timeout=soon)
    assert family.await_(lambda living: not living, soon) == {}
    if number == signal.SIGHUP and build.returncode == 130:
        assert errors == "briefings: stopped; what was published before stays\n"
        assert os.listdir(os.environ["TMPDIR"]) == []
    checked = subprocess.run([BRIEFINGS, "list"], cwd=project.root, capture_output=True)
    assert checked.returncode == 0
    assert os.listdir(os.environ["TMPDIR"]) == []


SENT = [
    (Family.worker, signal.SIGTERM, "again, as the process was ended by SIGTERM)"),
    (Family.worker, signal.SIGSTOP, ""),
    (Family.section, signal.SIGKILL, "again, as the process was ended by SIGKILL, perhaps for memory)"),
    (Family.section, signal.SIGSTOP, ""),
    (Family.warm, signal.SIGKILL, "again, as the process was ended from outside)"),
]
ALSO = [
    (Family.worker, signal.SIGHUP, "again, as the process was ended by SIGHUP)"),
    (Family.worker, signal.SIGKILL, "again, as the process was ended by SIGKILL, perhaps for memory)"),
]


@pytest.mark.parametrize(("who", "number", "told"), [*SENT, *ALSO] if TORTURE else SENT)
def test_the_end_of_one_process_costs_no_briefing(
    sectioned, family, soon: float, who, number: int, told: str
) -> None:
    build = start(family, sectioned("good").root, "--jobs", "2")
    family.await_(is_at_work)
    os.kill(who(family), number)
    said, errors = build.communicate(timeout=120)
    assert (build.returncode, errors) == (0, "")
    assert "6 briefings: 6 built, 0 up to date, 0 failed" in said
    assert told in said
    assert family.await_(lambda living: not living, soon) == {}
