"""How long it takes from saving to the page under ``briefings preview``, beside building the same briefing.

    python tests/bench/bench_preview.py [PROVINCE]

In a copy of the project, what is saved is a notebook, a phrase, a row, the view of one page and one that all sections
use; each shows on the page. Medians of three: seconds from the end of writing until the whole new page has been read,
as a browser does, and the CPU of all processes meanwhile. On a machine with other work look at CPU, and at the share
of what a cold build of the briefing takes (HTML alone) in the same run.
"""

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import psutil
from bench_build import ROOT, adopt, measure

BRIEFINGS = Path(sys.executable).with_name("briefings")
TIMES = 3
# What is saved: the file, what stands in it, and what stands there then, with a number.
SAVED = {
    "notebook": (
        "notebooks/trade_trends.ipynb",
        r'"lead = trade_main.lead(section, main)\n",',
        r""""lead = trade_main.lead(section, main)\n", "display({'text/markdown': 'Number {}.'}, raw=True)\n",""",
    ),
    "phrase": ("src/helpers/text/en.toml", 'title = "Trade trends', 'title = "Trade trends {}'),
    "row": (
        "data/observations.csv",
        "lao-cai.pci-rank.2022,lao-cai,pci-rank,,,,2022,2022,,false,11,",
        "lao-cai.pci-rank.2022,lao-cai,pci-rank,,,,2022,2022,,false,3{},",
    ),
    "view of a page": (
        "src/helpers/views/pages/trade_main.py",
        'return section.text(" ".join([first, *kept]))',
        'return section.text(" ".join([first, *kept, "Number {}."]))',
    ),
    "view of all": (
        "src/helpers/views/kit/section.py",
        "Text(self.words.heading(key, level=2)",
        'Text(self.words.heading(key, level=2) + " {}"',
    ),
}
Used = tuple[float, float]  # seconds, and seconds of CPU


def cpu(process: psutil.Process) -> float:
    """Seconds of CPU of a process and of all that it started and that is there, with what those waited for."""
    return sum(sum(one.cpu_times()[:4]) for one in (process, *process.children(recursive=True)))


def page(address: str) -> str:
    """The address that tells when the page, which is read now, is another one."""
    text = urlopen(address).read().decode()
    assert "<h1>Not built</h1>" not in text, text
    found = re.search(r'EventSource\("([^"]+)"\)', text)
    assert found
    return address.rstrip("/").rpartition("/en/")[0] + found[1]


def follow(project: Path, address: str, name: str, command: "subprocess.Popen[str]") -> list[Used]:
    """What each saving takes; waits for the whole briefing in between."""
    file, old, new = SAVED[name]
    path, used, process = project / file, [], psutil.Process(command.pid)
    original = path.read_text(encoding="utf-8")
    assert old in original, (file, old)
    for number in range(1, TIMES + 1):
        changes = page(address)
        before = cpu(process)
        path.write_text(original.replace(old, new.replace("{}", str(number)), 1), encoding="utf-8")
        began = time.perf_counter()
        with urlopen(changes) as events:
            while not events.readline().startswith(b"data:"):
                continue
        page(address)
        used.append((time.perf_counter() - began, cpu(process) - before))
        said(command, "built")
        time.sleep(1)  # the warm process takes notice
    return used


def said(command: "subprocess.Popen[str]", beginning: str) -> str:
    """The next line of the command that begins so."""
    assert command.stdout
    return next(line for line in command.stdout if line.startswith(beginning))


def build(project: Path, province: str, environment: dict[str, str]) -> Used:
    """What a cold build takes, of the whole command with all processes."""
    reports = project / "built"
    options = ("--language", "en", "--format", "html", "--reports", reports)
    used = measure(BRIEFINGS, "build", province, *options, cwd=project, **environment)
    shutil.rmtree(reports)
    return used["wall_s"], used["cpu_s"]


def median(used: list[Used]) -> Used:
    """The median of each."""
    seconds, cpus = zip(*used, strict=True)
    return statistics.median(seconds), statistics.median(cpus)


def main() -> None:
    """Print a line for the cold build and one for each kind of saving."""
    adopt()
    province = (sys.argv[1:] or ["lao-cai"])[0]
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in ("data", "notebooks", "src"):
            shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        environment = {"PYTHONPATH": str(project / "src"), "PYTHONUNBUFFERED": "1"}
        whole = median([build(project, province, environment) for _ in range(TIMES)])
        tell("cold build", whole, whole)
        command = subprocess.Popen(
            [BRIEFINGS, "preview", province, "--language", "en", "--no-browser"],
            cwd=project,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            address = f"{said(command, 'http').split()[0]}en/{province}/briefing.html"
            said(command, "built")
            time.sleep(1)
            for name in SAVED:
                tell(name, median(follow(project, address, name, command)), whole)
        finally:
            command.send_signal(signal.SIGINT)
            command.wait()


def tell(name: str, used: Used, whole: Used) -> None:
    """One line."""
    share = ", ".join(f"{one / other:.2f}" for one, other in zip(used, whole, strict=True))
    load = f"load {os.getloadavg()[0]:.1f}"
    print(f"{name:<15} {used[0]:6.2f} s, CPU {used[1]:.2f} s; of a cold build {share}; {load}", flush=True)


if __name__ == "__main__":
    main()
