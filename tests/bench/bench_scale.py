"""How building grows with the number of provinces, and what a second Dask worker brings.

    python tests/bench/bench_scale.py [LARGEST]

Builds two sections of made provinces (10, 100 … 1 000), in Vietnamese as HTML, each size as a process of its own:
CPU of all processes per briefing, seconds, and the largest process; then the same 48 briefings on one Dask worker
and on two. The figures go into reports/bench.json under "scale"; the ratios are of one run on one machine.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from bench_build import BIN, ROOT, adopt, keep, measure  # noqa: E402
from made_provinces import make  # noqa: E402

SIZES = (10, 100, 1000)
ON_DASK = 48
SECTIONS = ("investment_tables", "sources_and_notes")
BUILD = f"""
import sys
from pathlib import Path
from helpers.publishing import pipeline, planning
from helpers.publishing.jobs import Selection
from helpers.publishing.runners.dask import runner as on_dask
from helpers.publishing.runners.local import runner
data, reports, address, count = sys.argv[1:]
where = planning.Place(Path(data), Path(reports), Path("notebooks").resolve(), {SECTIONS!r})
names = tuple(f"province-{{number:05}}" for number in range(int(count)))
chosen = on_dask(address, 1) if address else runner(2)
results = pipeline.build(Selection(names, ("vi",), ("html",)), where, chosen)
sys.exit(any(result.failure for result in results))
"""


def grown(scratch: Path, largest: int) -> dict[str, dict[str, float]]:
    """The measurements of each size."""
    found = {}
    for size in (one for one in SIZES if one <= largest):
        data = scratch / f"data-{size}"
        make(data, size)
        used = measure(sys.executable, "-c", BUILD, data, scratch / f"reports-{size}", "", str(size))
        again = measure(sys.executable, "-c", BUILD, data, scratch / f"reports-{size}", "", str(size))
        found[str(size)] = {
            **used,
            "cpu_s_each": round(used["cpu_s"] / size, 3),
            "wall_s_each": round(used["wall_s"] / size, 3),
            "no_op_wall_s": again["wall_s"],
        }
        print(size, found[str(size)], flush=True)
    return found


def clustered(scratch: Path) -> dict[str, float]:
    """Seconds of the same briefings on one worker and on two; the cluster is started before the clock is."""
    data = scratch / "data-dask"
    make(data, ON_DASK)
    found = {}
    for workers in (1, 2):
        address = f"tcp://127.0.0.1:{8790 + workers}"
        commands = [["scheduler", "--host", "127.0.0.1", "--port", address[-4:]]]
        commands += [["worker", address, "--nthreads", "1", "--no-nanny"]] * workers
        started = [
            subprocess.Popen(
                [BIN / "dask", *command, "--no-dashboard"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for command in commands
        ]
        time.sleep(5)
        for warming in ("first", "measured"):  # the first build starts the workers' own processes
            began = time.perf_counter()
            reports = scratch / f"{warming}-{workers}"
            subprocess.run(
                [sys.executable, "-c", BUILD, data, reports, address, str(ON_DASK)],
                cwd=ROOT,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            found[f"{workers} worker{'s' * (workers > 1)}"] = round(time.perf_counter() - began, 2)
        for process in started:
            process.kill()
            process.wait()
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
