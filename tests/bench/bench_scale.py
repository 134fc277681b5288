"""How building grows with the number of provinces, and what a second Dask worker brings.

    python tests/bench/bench_scale.py [LARGEST]

Builds the briefings of made provinces (10, 100 … 1 000), in Vietnamese as HTML, each size as a process of its own:
CPU of all processes per briefing, seconds, and the largest process; then the same 48 briefings on one Dask worker
and on two. The figures go into reports/bench.json under "scale"; the ratios are of one run on one machine.
"""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from bench_build import BIN, ROOT, adopt, keep, measure  # noqa: E402
from made_provinces import make  # noqa: E402

SIZES = (10, 100, 1000)
ON_DASK = 48
BUILD = (sys.executable, Path(__file__).with_name("build_made.py"))


def grown(scratch: Path, largest: int) -> dict[str, dict[str, float]]:
    """The measurements of each size."""
    found = {}
    for size in (one for one in SIZES if one <= largest):
        data, reports = scratch / f"data-{size}", scratch / f"reports-{size}"
        make(data, size)
        used = measure(*BUILD, data, reports, str(size))
        again = measure(*BUILD, data, reports, str(size))
        found[str(size)] = {
            **used,
            "cpu_s_each": round(used["cpu_s"] / size, 3),
            "wall_s_each": round(used["wall_s"] / size, 3),
            "no_op_wall_s": again["wall_s"],
        }
        print(size, found[str(size)], flush=True)
    return found


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a Dask scheduler with so many workers, all of which are ended whatever happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    commands = [["scheduler", "--host", "127.0.0.1", "--port", port]]
    commands += [["worker", address, "--nthreads", "1", "--no-nanny"]] * workers
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            started.append(subprocess.Popen([BIN / "dask", *command, "--no-dashboard"], **quiet))
        with Client(address, timeout="60s") as client:
            client.wait_for_workers(workers, timeout="60s")
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def clustered(scratch: Path) -> dict[str, float]:
    """Seconds of the same briefings on one worker and on two; the cluster is started before the clock is."""
    data = scratch / "data-dask"
    make(data, ON_DASK)
    found = {}
    for workers in (1, 2):
        with cluster(workers) as address:
            for warming in ("first", "measured"):  # the first build starts the workers' own processes
                began = time.perf_counter()
                reports = scratch / f"{warming}-{workers}"
                command = [*BUILD, data, reports, str(ON_DASK), address]
                subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
                found[f"{workers} worker{'s' * (workers > 1)}"] = round(time.perf_counter() - began, 2)
    found["two / one"] = round(found["1 worker"] / found["2 workers"], 2)
    print("dask", found, flush=True)
    return found


def main() -> None:
    """Measure in a scratch folder; print a line each, add to reports/bench.json."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    with tempfile.TemporaryDirectory() as scratch:
        on_dask = clustered(Path(scratch))
        adopt()
        keep("scale", {"provinces": grown(Path(scratch), largest), "dask": on_dask})


if __name__ == "__main__":
    main()
