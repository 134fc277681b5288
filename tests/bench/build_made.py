"""Build the briefings of so many made provinces, in Vietnamese as HTML: what ``bench_scale.py`` measures.

    python tests/bench/build_made.py DATA REPORTS COUNT [ADDRESS]

In two processes, or on the Dask scheduler at ``ADDRESS``; exits with 1 when a briefing fails.
"""

import sys
from pathlib import Path

from helpers.publishing import pipeline, planning
from helpers.publishing.jobs import Selection
from helpers.publishing.runners import dask, local

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def main(data: str, reports: str, count: str, address: str = "") -> bool:
    """Whether a briefing failed."""
    workspace = planning.Workspace(Path(data), Path(reports), NOTEBOOKS)
    names = tuple(f"province-{number:05}" for number in range(int(count)))
    runner = dask.runner(address, 1) if address else local.runner(2)
    results = pipeline.build(Selection(names, ("vi",), ("html",)), workspace, runner)
    return any(result.failure for result in results)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
