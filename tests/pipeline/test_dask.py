"""A real scheduler and real workers, each a process of its own in another folder; one of them is killed."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from helpers.cli.main import main
from helpers.publishing import freshness
from helpers.publishing.runners import dask

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts ``dask`` commands that know nothing of the project's folder, and ends them."""
    folder = tmp_path_factory.mktemp("elsewhere")
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [BIN / "dask", *arguments, "--no-dashboard"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with_group(process)
    time.sleep(0.1)


def with_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and whatever it started, without a word of warning."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def documents(published: dict[str, bytes]) -> dict[str, bytes]:
    """What readers get, and what it was made of."""
    return {name: content for name, content in published.items() if name != "manifest.json"}


def test_a_worker_that_dies_costs_nothing_and_the_bytes_are_those_of_a_serial_build(
    sectioned, tmp_path_factory, cluster
) -> None:
    project = sectioned("good")
    build = [BIN / "briefings", "build", "--cache", str(tmp_path_factory.mktemp("cache"))]
    address = f"tcp://127.0.0.1:{free_port()}"
    cluster("scheduler", "--host", "127.0.0.1", "--port", address.rsplit(":", 1)[1])
    one, _ = (cluster("worker", address, "--no-nanny", "--nthreads", "1") for _ in range(2))
    building = subprocess.Popen(
        [*build, "--dask", address],
        cwd=project.root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert building.stdout
    first = building.stdout.readline()
    assert first.startswith("built"), first + building.communicate()[1]
    with_group(one)
    told, errors = building.communicate(timeout=120)
    assert (building.returncode, errors) == (0, "")
    assert "6 briefings: 6 built, 0 up to date, 0 failed" in told
    on_dask = documents(project.published())
    subprocess.run([*build[:2], "--force", "--jobs", "1"], cwd=project.root, check=True, capture_output=True)
    assert documents(project.published()) == on_dask


def test_nobody_at_the_address_is_one_clear_line(sectioned, monkeypatch) -> None:

    monkeypatch.setattr(dask, "_PATIENCE", "1s")
    project = sectioned("good")
    monkeypatch.chdir(project.root)
    address = f"tcp://127.0.0.1:{free_port()}"
    result = CliRunner().invoke(main, ["build", "--dask", address])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"briefings: cannot build on {address}: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_worker_with_other_programs_makes_nothing(project) -> None:
    job = project.job("good")
    result = dask.make_on_worker(job, "0" * 64)
    assert result.failure is not None and result.failure.error == "OtherPrograms"
    made = dask.make_on_worker(job, freshness.programs(job.formats))
    assert made.failure is None and re.match(rb"%PDF-", made.files["briefing.pdf"])
    dask._of_thread.process.kill()
    assert dask.make_on_worker(job, freshness.programs(job.formats)).failure.error == "DeadProcess"
    again = dask.make_on_worker(job, freshness.programs(job.formats))
    assert again.files == made.files
    dask.end_process()
