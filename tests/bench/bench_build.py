"""What building costs: CPU of all processes, time, peak memory, against the floor and against what people do today.

    python tests/bench/bench_build.py [PROVINCE…]

- floor: the same views drawn by a plain script in one warm process, no notebook, no conversion
- cold: everything built into an empty folder; no-op: built again; row: after one changed figure of one province
- loop: the commands ``papermill`` and ``jupyter nbconvert --to html`` for each section of the first province, in both
  languages; pair: our cold build of the same two briefings

The ratios are of one run on one machine.
"""

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
SECTIONS = (
    *("at_a_glance", "cooperation_overview", "trade_trends"),
    *("investment_tables", "wider_context", "sources_and_notes"),
)
PROVINCES = ("lao-cai", "ha-giang", "lai-chau", "dien-bien", "cao-bang", "lang-son", "quang-ninh")
FLOOR = """
import json, sys
from pathlib import Path
cells = {s: json.loads(Path(f"notebooks/{s}.ipynb").read_text())["cells"] for s in sys.argv[1].split(",")}
import ast
for province in sys.argv[2].split(","):
    for language in ("vi", "en"):
        for section in cells.values():
            names = {}
            for cell in section:
                if cell["cell_type"] != "code":
                    continue
                tree = ast.parse("".join(cell["source"]))
                last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
                exec(compile(tree, "cell", "exec"), names)
                if "parameters" in cell["metadata"].get("tags", ()):
                    names.update(province=province, language=language)
                shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
                if hasattr(shown, "_repr_mimebundle_"):
                    shown._repr_mimebundle_()
"""


def measure(*command: str | Path, cwd: Path = ROOT, **environment: str) -> dict[str, float]:
    """CPU seconds of a command and all processes that it started, seconds, and the largest process in MB."""
    began = time.perf_counter()
    subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    cpu, peak, wall = 0.0, 0, 0.0
    while True:  # orphans come to us: see main
        try:
            _, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            break
        wall = wall or time.perf_counter() - began
        if status and not cpu:
            raise SystemExit(f"failed: {command}")
        cpu += used.ru_utime + used.ru_stime
        peak = max(peak, used.ru_maxrss // 1024)
    return {"cpu_s": round(cpu, 2), "wall_s": round(time.perf_counter() - began, 2), "peak_mb": peak}


def main() -> None:
    """Measure in a scratch folder; print a line each, write reports/bench.json."""
    ctypes.CDLL(None).prctl(
        36, 1, 0, 0, 0
    )  # PR_SET_CHILD_SUBREAPER: what a command leaves is waited for here
    provinces = sys.argv[1:] or list(PROVINCES)
    chosen = ("--province", ",".join(provinces))
    found: dict[str, dict[str, float]] = {}

    def told(name: str, *command: str | Path, **more: str) -> None:
        found[name] = measure(*command, **more)
        print(name, found[name], flush=True)

    with tempfile.TemporaryDirectory() as scratch:
        data, reports = Path(scratch) / "data", Path(scratch) / "reports"
        shutil.copytree(ROOT / "data", data)
        build = (BIN / "briefings", "build", "--data", data, "--reports", reports, *chosen)
        told("help", BIN / "briefings", "--help")
        told("floor", sys.executable, "-c", FLOOR, ",".join(SECTIONS), ",".join(provinces))
        told("cold", *build)
        told("no-op", *build)
        lines = (data / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        mine = (
            n for n, line in enumerate(lines) if line.startswith(f"{provinces[-1]}.") and ",high," in line
        )
        place = next(mine)
        lines[place] = lines[place].replace(",high,", ",medium,", 1)
        (data / "observations.csv").write_text("".join(lines), encoding="utf-8")
        told("row", *build)
        pair = Path(scratch) / "pair"
        two = ("--province", provinces[0], "--data", data, "--reports", pair)
        told("pair", BIN / "briefings", "build", *two)
        told("pair, html", BIN / "briefings", "build", "--format", "html", "--force", *two)
        out = f"{scratch}/executed.ipynb"
        loop = " && ".join(
            f"{BIN}/papermill -p province {provinces[0]} -p language {language} notebooks/{section}.ipynb {out}"
            f" && {BIN}/jupyter nbconvert --to html {out}"
            for language in ("vi", "en")
            for section in SECTIONS
        )
        told("loop", "sh", "-c", loop)
    ratios = {
        "cold / floor": found["cold"]["cpu_s"] / found["floor"]["cpu_s"],
        "loop / pair, html": found["loop"]["cpu_s"] / found["pair, html"]["cpu_s"],
        "loop / pair": found["loop"]["cpu_s"] / found["pair"]["cpu_s"],
        "row / cold": found["row"]["cpu_s"] / found["cold"]["cpu_s"],
    }
    result = {"measured": found, "ratios": {name: round(ratio, 2) for name, ratio in ratios.items()}}
    print(json.dumps(result["ratios"]))
    (ROOT / "reports" / "bench.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
