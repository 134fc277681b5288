"""What building costs: CPU of all processes, time, peak memory, in a fixed yardstick and against what people do today.

    python tests/bench/bench_build.py [PROVINCE…]

- yardstick: fixed work that all costs are quoted in, see ``yardstick.py``; it runs before each cold build
- cold: everything built into an empty folder, with an empty cache; no-op: built again
- row, phrase, notebook: after one changed figure of one province, one English phrase, one notebook
- cold, html: everything as HTML only
- papermill, nbconvert html: what people do today, a shell loop of ``papermill`` and ``jupyter nbconvert --to html``
  over the sections of the same briefings; nbconvert webpdf: ``--to webpdf`` too, where Playwright and Chromium are

Everything runs in a copy of the project; what takes less than a minute runs three times, and the median counts. The
figures go into reports/bench.json under "build"; the ratios are of one run on one machine.
"""

import compileall
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from helpers.publishing.jobs import SECTIONS
from helpers.text.phrases import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
YARDSTICK = Path(__file__).with_name("yardstick.py")
TIMES = 3
ROOT_ALSO = " --disable-chromium-sandbox" * (os.geteuid() == 0)  # Chromium will not start otherwise
PROVINCES = (
    *("lao-cai", "ha-giang", "tuyen-quang", "lai-chau", "dien-bien", "cao-bang", "lang-son"),
    "quang-ninh",
)
Used = dict[str, float]


def adopt() -> None:
    """What a command leaves running comes to this process, and is waited for."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def measure(*command: str | Path, cwd: Path = ROOT, **environment: str) -> Used:
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
    while True:  # orphans come to us: see adopt
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


def keep(name: str, result: Any) -> None:
    """Put results into reports/bench.json beside those of other benchmarks."""
    path = ROOT / "reports" / "bench.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    path.write_text(json.dumps({**kept, name: result}, indent=1) + "\n", encoding="utf-8")


class Project:
    """A copy of the project to build in, and what was measured so far."""

    def __init__(self, folder: Path, provinces: list[str]) -> None:
        self.folder, self.provinces = folder, provinces
        self.runs: dict[str, list[Used]] = {}
        for name in ("data", "notebooks", "src"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.egg-info"))
        compileall.compile_dir(folder / "src", quiet=1)  # as pip does when it installs, whatever is set here

    def run(self, name: str, *command: str | Path) -> None:
        used = measure(*command, cwd=self.folder, PYTHONPATH=str(self.folder / "src"))
        self.runs.setdefault(name, []).append(used)
        print(name, used, flush=True)

    @property
    def found(self) -> dict[str, Used]:
        """Of each command the run with the median of CPU."""
        by_cpu = {name: sorted(runs, key=lambda used: used["cpu_s"]) for name, runs in self.runs.items()}
        return {name: runs[len(runs) // 2] for name, runs in by_cpu.items()}

    def build(self, name: str, *options: str, reports: str) -> None:
        chosen = ",".join(self.provinces)
        self.run(name, BIN / "briefings", "build", "--province", chosen, "--reports", reports, *options)

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        file = self.folder / path
        before = file.read_text(encoding="utf-8")
        assert change(before) != before, path
        file.write_text(change(before), encoding="utf-8")


def ours(project: Project) -> None:
    """Our own builds."""
    for time_ in range(TIMES):
        project.run("help", BIN / "briefings", "--help")
        project.run("yardstick", sys.executable, YARDSTICK)
        project.build("cold", reports=f"reports-{time_}")
        project.build("no-op", reports=f"reports-{time_}")
        project.build("cold, html", "--format", "html", reports=f"html-{time_}")
    line = next(
        line
        for line in (project.folder / "data/observations.csv").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"{project.provinces[-1]}.") and ",high," in line
    )
    project.edit(
        "data/observations.csv", lambda text: text.replace(line, line.replace(",high,", ",medium,", 1))
    )
    project.build("row", reports="reports-0")
    project.edit(
        "src/helpers/text/en.toml", lambda text: text.replace('title = "Trade', 'title = "The trade', 1)
    )
    project.build("phrase", reports="reports-0")
    project.edit("notebooks/trade_trends.ipynb", with_comment)
    project.build("notebook", reports="reports-0")


def with_comment(text: str) -> str:
    """A notebook with a comment at the end of its last cell."""
    notebook = json.loads(text)
    notebook["cells"][-1]["source"].append("  # checked")
    return json.dumps(notebook)


def theirs(project: Project) -> None:
    """What people do today: a command for each section, and one more for each format of it."""
    (project.folder / "executed").mkdir()
    executed = {
        f"executed/{province}-{language}-{section}.ipynb": (
            f"-p province {province} -p language {language} notebooks/{section}.ipynb"
        )
        for province in project.provinces
        for language in LANGUAGES
        for section in SECTIONS["unit"]
    }
    steps = {"papermill": [f"{BIN}/papermill {given} {path}" for path, given in executed.items()]}
    for name in ["html"] + ["webpdf"] * bool(find_spec("playwright")):
        command = f"{BIN}/jupyter nbconvert --to {name}{ROOT_ALSO * (name == 'webpdf')}"
        steps[f"nbconvert {name}"] = [f"{command} {path}" for path in executed]
    for name, commands in steps.items():
        project.run(name, "sh", "-c", " && ".join(commands))


def ratios(found: dict[str, Used]) -> dict[str, float]:
    """What is quoted: the CPU of each command in yardsticks, loops against builds, and how busy two cores were."""
    cpu = {name: used["cpu_s"] for name, used in found.items()}
    cpu["loop"] = cpu["papermill"] + cpu["nbconvert html"]
    compared = [("loop", "cold, html")]
    if "nbconvert webpdf" in cpu:
        cpu["loop, pdf"] = cpu["loop"] + cpu["nbconvert webpdf"]
        compared.append(("loop, pdf", "cold"))
    in_yardsticks = {name: round(used / cpu["yardstick"], 2) for name, used in cpu.items()}
    against = {f"{one} / {other}": round(cpu[one] / cpu[other], 2) for one, other in compared}
    return in_yardsticks | against | {"cores busy, cold": round(cpu["cold"] / found["cold"]["wall_s"], 2)}


def main() -> None:
    """Measure in a scratch folder; print a line each, add to reports/bench.json."""
    adopt()
    with tempfile.TemporaryDirectory() as scratch:
        project = Project(Path(scratch) / "project", sys.argv[1:] or list(PROVINCES))
        ours(project)
        theirs(project)
    told = ratios(project.found)
    print(json.dumps(told))
    keep("build", {"measured": project.found, "ratios": told})


if __name__ == "__main__":
    main()
