"""A real scheduler and real workers, each a process of its own in another folder; one of them is killed."""

import os
import pickle
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from dask import config

import helpers
from helpers.cli.main import main
from helpers.publishing import formats, freshness, progress
from helpers.publishing.briefing import Failure
from helpers.publishing.runners import dask
from helpers.publishing.sandbox import child_process
from made_project import ROOT

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts ``dask`` commands that know nothing of the project's folder, and ends them."""
    folder = tmp_path_factory.mktemp("elsewhere")
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [BIN / "dask", *arguments, "--no-dashboard"],
            cwd=folder,
            env={**os.environ, **environment},
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
    monkeypatch.setattr(dask, "_PATIENCE", 1.0)
    project = sectioned("good")
    monkeypatch.chdir(project.root)
    address = f"tcp://127.0.0.1:{free_port()}"
    result = CliRunner().invoke(main, ["build", "--dask", address])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"briefings: cannot build on {address}: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("greeting", "told"),
    [
        (b"", "what listens there says nothing that a scheduler would"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "what answers there is no Dask scheduler"),
        (b"\x08" + bytes(7) + b"\xff" * 8, "what answers there is no Dask scheduler"),
    ],
)
def test_another_program_at_the_address_is_one_clear_line_in_bounded_time(
    sectioned, monkeypatch, greeting: bytes, told: str
) -> None:
    monkeypatch.setattr(dask, "_PATIENCE", 1.0)
    project = sectioned("good")
    monkeypatch.chdir(project.root)
    held = []

    def greet() -> None:
        with suppress(OSError):  # closed in the end
            while True:
                held.append(listening.accept()[0])
                held[-1].sendall(greeting)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        threading.Thread(target=greet, daemon=True).start()
        try:
            result = CliRunner().invoke(main, ["build", "--dask", address])
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            for one in held:
                one.close()
    assert (result.exit_code, result.stderr) == (2, f"briefings: cannot build on {address}: {told}\n")


@pytest.mark.parametrize(
    "address", ["localhost", "localhost:8786", "nonsense::", "http://host:1", "tcp://host"]
)
def test_what_is_no_address_is_one_clear_line_and_nothing_is_touched(sectioned, monkeypatch, address) -> None:
    project = sectioned("good")
    monkeypatch.chdir(project.root)
    result = CliRunner().invoke(main, ["build", "--dask", address])
    assert result.exit_code == 2 and not project.reports.exists()
    assert result.stderr == (
        f"briefings: cannot build on {address}: this is no scheduler's address; "
        "write it like tcp://HOST:8786, or local\n"
    )


@pytest.mark.parametrize(
    ("who", "told"),
    [("scheduler", "its scheduler is gone"), ("worker", "its last worker is gone, and no other one came")],
)
def test_a_cluster_that_is_lost_fails_the_briefings_that_are_left(
    project, cluster, monkeypatch, who: str, told: str
) -> None:
    started, address = one_worker(cluster)
    results = dask.clustered(iter([project.job("good")] * 4), address, 1)
    assert next(results).failure is None
    monkeypatch.setattr(dask, "_PATIENCE", 3.0)
    with_group(started[who])
    began = time.monotonic()
    left = list(results)
    assert time.monotonic() - began < 60  # Dask itself looks for its scheduler for half a minute
    assert [result.failure for result in left if not result.files] == [
        Failure("worker", "NoCluster", f"cannot build on {address}: {told}")
    ] * len(left)
    assert len(left) == 3
    assert progress.failures(left) == (
        f"lao-cai vi, lao-cai vi, lao-cai vi: worker: NoCluster: cannot build on {address}: {told}"
    )


def test_the_certificate_of_the_readme_lets_in_who_has_it_and_nobody_else(
    sectioned, cluster, monkeypatch, tmp_path
) -> None:
    """The lines of README as they stand there, but for the port and the folder."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    steps = re.search(r"openssl req.*?--dask tls://scheduler:8786\n", readme, re.DOTALL)
    assert steps
    certificate, scheduler, worker, exported, build = steps[0].splitlines()
    own, other = tmp_path / "own", tmp_path / "other"
    for folder in (own, other):
        folder.mkdir()
        subprocess.run(shlex.split(certificate, comments=True), cwd=folder, check=True, capture_output=True)

    def here(line: str, folder: Path = own) -> list[str]:
        line = re.sub(r"(cert|key)\.pem", rf"{folder}/\1.pem", line).replace(
            "scheduler:8786", f"127.0.0.1:{port}"
        )
        return shlex.split(line.replace(" --no-dashboard", ""))[1:]

    port = free_port()
    cluster(*here(scheduler), "--host", "127.0.0.1", "--port", str(port))
    cluster(*here(worker), "--no-nanny", "--nthreads", "1")
    project = sectioned("good")
    certificates = dict(one.split("=", 1) for one in here(exported))
    done = subprocess.run(
        [BIN / "briefings", *here(build), "--language", "en", "--format", "html"],
        cwd=project.root,
        env={**os.environ, **certificates},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    monkeypatch.setattr(dask, "_PATIENCE", 3.0)
    refused = {
        (
            "tcp",
            None,
        ): "its scheduler closed the connection; where it has certificates, write tls://HOST:PORT: ",
        (
            "tls",
            None,
        ): "the files of DASK_DISTRIBUTED__COMM__TLS__... are not those of its scheduler: none is named",
        ("tls", other): "the files of DASK_DISTRIBUTED__COMM__TLS__... are not those of its scheduler: ",
    }
    for (protocol, folder), told in refused.items():
        settings = [one.split("=", 1) for one in here(exported, folder)] if folder else []
        address, began = f"{protocol}://127.0.0.1:{port}", time.monotonic()
        with config.set(config.collect_env(dict(settings))), pytest.raises(dask.NoCluster) as refusal:
            next(dask.clustered(iter([project.job("good")]), address, 1))
        assert time.monotonic() - began < 20
        assert str(refusal.value).startswith(f"cannot build on {address}: {told}")
        assert len(str(refusal.value).splitlines()) == 1


def one_worker(cluster, **environment: str) -> tuple[dict[str, subprocess.Popen[bytes]], str]:
    """A scheduler with one worker, and its address."""
    address = f"tcp://127.0.0.1:{free_port()}"
    scheduler = cluster("scheduler", "--host", "127.0.0.1", "--port", address.rsplit(":", 1)[1])
    worker = cluster("worker", address, "--no-nanny", "--nthreads", "1", **environment)
    return {"scheduler": scheduler, "worker": worker}, address


def test_a_worker_with_other_programs_is_named_and_nothing_is_touched(
    sectioned, cluster, tmp_path_factory
) -> None:
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(Path(helpers.__file__).parent, other / "helpers")
    with (other / "helpers" / "errors.py").open("a") as file:
        file.write("# newer\n")
    _, address = one_worker(cluster, PYTHONPATH=str(other))
    project = sectioned("good")
    build = [BIN / "briefings", "build", "--dask", address]
    done = subprocess.run(build, cwd=project.root, capture_output=True, text=True)
    assert done.returncode == 2
    assert re.fullmatch(
        rf"briefings: cannot build on {address}: its worker tcp://127.0.0.1:\d+ has another version of the code or "
        r"of a package; install the same requirements\n",
        done.stderr,
    )
    assert [path.name for path in project.reports.iterdir()] == [".cache"]


def test_a_worker_makes_nothing_with_other_programs_and_goes_on_when_its_process_died(project) -> None:
    job = pickle.dumps(project.job("good"))
    with pytest.raises(dask.OtherPrograms):
        dask.make_on_worker(job, "0" * 64, 60)
    given = (job, freshness.programs(formats.FORMATS), 60)
    made = dask.make_on_worker(*given)
    assert made.failure is None and re.match(rb"%PDF-", made.files["briefing.pdf"])
    dask._of_thread.process.kill()
    assert dask.make_on_worker(*given).files == made.files
    os.kill(dask._of_thread.process.pid, signal.SIGSTOP)
    with pytest.raises(child_process.OutOfTime):
        dask._made(job, 1)
    dask.end_process()
