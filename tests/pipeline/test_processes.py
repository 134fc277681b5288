"""Whatever ends the command, or one of its processes: nothing stays behind, and every other briefing is built."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

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


def processes(count: int):
    """Whether there are so many."""
    return lambda living: len(living) >= count


# Which processes there are when a section runs: the command, what tracks its resources, the warm process, a worker and
# the section; a kernel in its place; on a cluster of its own another process with a warm one beside it.
EXECUTING = {
    "fork": (("--jobs", "1"), 5),
    "kernel": (("--jobs", "1", "--engine", "kernel"), 5),
    "dask": (("--jobs", "1", "--dask", "local"), 7),
}


@pytest.mark.parametrize("way", EXECUTING)
def test_nothing_outlives_a_command_that_is_killed_while_a_section_runs(sectioned, family, way: str) -> None:
    options, count = EXECUTING[way]
    build = start(family, sectioned("hanging").root, *options)
    assert len(family.await_(processes(count))) >= count
    build.kill()
    told, _ = build.communicate(timeout=2.5)  # whoever reads what it says comes to the end
    assert told == ""
    assert family.await_(lambda living: not living, 2) == {}


@pytest.mark.parametrize("seconds", [n / 8 for n in range(40)] if TORTURE else [0.3, 1.2, 2.5])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_nothing_outlives_a_command_whenever_it_is_ended_and_the_next_one_clears_up(
    sectioned, family, seconds: float, number: int, tmp_path: Path
) -> None:
    project = sectioned("good")
    build = start(family, project.root, "--jobs", "2")
    time.sleep(seconds)
    build.send_signal(number)
    _, errors = build.communicate(timeout=2.5)
    assert family.await_(lambda living: not living, 2) == {}
    if number == signal.SIGHUP and build.returncode == 130:
        assert errors == "briefings: stopped; what was published before stays\n"
        assert os.listdir(os.environ["TMPDIR"]) == []
    checked = subprocess.run([BRIEFINGS, "list"], cwd=project.root, capture_output=True)
    assert checked.returncode == 0
    assert os.listdir(os.environ["TMPDIR"]) == []


@pytest.mark.parametrize(
    ("who", "number", "told"),
    [
        (Family.worker, signal.SIGTERM, "again, as the process was ended by SIGTERM)"),
        (Family.worker, signal.SIGHUP, "again, as the process was ended by SIGHUP)"),
        (Family.worker, signal.SIGKILL, "again, as the process was ended by SIGKILL, perhaps for memory)"),
        (Family.worker, signal.SIGSTOP, ""),
        (Family.warm, signal.SIGKILL, "again, as the process ended with the one that it was forked from)"),
    ],
)
def test_the_end_of_one_process_costs_no_briefing(sectioned, family, who, number: int, told: str) -> None:
    build = start(family, sectioned("good").root, "--jobs", "2")
    family.worker()
    os.kill(who(family), number)
    said, errors = build.communicate(timeout=120)
    assert (build.returncode, errors) == (0, "")
    assert "6 briefings: 6 built, 0 up to date, 0 failed" in said
    assert told in said
    assert family.await_(lambda living: not living, 2) == {}
