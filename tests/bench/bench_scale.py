"""How building grows with the number of provinces, and what a second Dask worker brings.

    python tests/bench/bench_scale.py [LARGEST] [ON_DASK]

Builds the same 48 briefings on one Dask worker and on two; then those of made provinces (10, 100 … 1 000), in
Vietnamese as HTML, each size as a process of its own: CPU of all processes per briefing, seconds, and the largest
process. The figures go into reports/bench.json under "scale"; the ratios are of one run on one machine.
"""

import ctypes
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
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


_die_with_parent = partial(ctypes.CDLL(None).prctl, 1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a Dask scheduler with so many workers, all of which end with this process, however it does."""
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
            called = [BIN / "dask", *command, "--no-dashboard"]
            started.append(subprocess.Popen(called, preexec_fn=_die_with_parent, **quiet))
        with Client(address, timeout="60s") as client:
            client.wait_for_workers(workers, timeout="60s")
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def clustered(scratch: Path, count: int) -> dict[str, float]:
    """Seconds of the same briefings on one worker and on two; the cluster is started before the clock is."""
    data = scratch / "data-dask"
    make(data, count)
    found = {}
    for workers in (1, 2):
        with cluster(workers) as address:
            for warming in ("first", "measured"):  # the first build starts the workers' own processes
                began = time.perf_counter()
                reports = scratch / f"{warming}-{workers}"
                command = [*BUILD, data, reports, str(count), address]
                subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
                found[f"{workers} worker{'s' * (workers > 1)}"] = round(time.perf_counter() - began, 2)
    found["two / one"] = round(found["1 worker"] / found["2 workers"], 2)
    print("dask", found, flush=True)
    return found


def main() -> None:
    """Measure in a scratch folder; print a line each, add to reports/bench.json."""
    largest, on_dask = (int(one) for one in (*sys.argv[1:], *(SIZES[-1], ON_DASK)[len(sys.argv) - 1 :]))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what was started is ended
    with tempfile.TemporaryDirectory() as scratch:
        dask = clustered(Path(scratch), on_dask)
        adopt()
        keep("scale", {"provinces": grown(Path(scratch), largest), "dask": dask})


if __name__ == "__main__":
    main()
