"""How loading and checking grow with the dataset: CPU, time and peak memory for 10 thousand to a million figures.

Of the dataset of the repository, exporting it to a workbook and importing that again are measured as well.

    python tests/bench/bench_data.py [LARGEST]

Each measurement is a process of its own; the ratios are of one run on one machine.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

from made_dataset import DATA, make  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000)
CODE = {
    "check": "from pathlib import Path; from helpers.data import ensure; ensure(Path({folder!r}))",
    "load": "from pathlib import Path; from helpers.data import load; load(folder=Path({folder!r}))",
}

WHOLE = {
    "export": "from helpers.cli.main import main; main(['export', {file!r}, '--data', {folder!r}])",
    "import": "from helpers.cli.main import main; main(['import', {file!r}, '--data', {folder!r}])",
}


def measure(code: str) -> dict[str, float]:
    """CPU seconds, wall seconds and peak memory in MB of a Python process that runs the code."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {code}")
    return {
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "wall_s": round(time.perf_counter() - start, 2),
        "peak_mb": round(used.ru_maxrss / 1024),
    }


def main() -> None:
    """Measure the dataset of the repository, then made ones of growing size; print a line each and JSON last."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    found = {"repository": {name: measure(code.format(folder=str(DATA))) for name, code in CODE.items()}}
    with tempfile.TemporaryDirectory() as scratch:
        copy, file = Path(scratch) / "data", Path(scratch) / "all.xlsx"
        shutil.copytree(DATA, copy)
        for name, code in WHOLE.items():
            found["repository"][name] = measure(code.format(file=str(file), folder=str(copy)))
        print("repository", found["repository"], flush=True)
        for size in (one for one in SIZES if one <= largest):
            folder = Path(scratch) / str(size)
            rows = make(folder, size)
            found[str(rows)] = {name: measure(code.format(folder=str(folder))) for name, code in CODE.items()}
            print(rows, found[str(rows)], flush=True)
    print(json.dumps(found))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
