"""How long it takes from saving to the page under ``briefings preview``: medians of three, with the load meanwhile.

    python tests/bench/bench_preview.py [PROVINCE]

A notebook, a phrase, a row, the view of a page and one that all sections use are changed in a copy of the project.
The time is from the end of writing until the whole new page has been read, as a browser does.
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

ROOT = Path(__file__).resolve().parents[2]
BRIEFINGS = Path(sys.executable).with_name("briefings")
TIMES = 3
# What is saved: the file, and where in it something is put that is another one each time.
SAVED = {
    "notebook": ("notebooks/trade_trends.ipynb", "from helpers import views", '# {}\\\\n",\n    "'),
    "phrase": ("src/helpers/text/en.toml", 'turnover = "Turnover', "{}"),
    "row": ("data/observations.csv", "The headline names no signatories.", " {}"),
    "view of a page": ("src/helpers/views/pages/trade_page.py", '"""', "{} "),
    "view of all": ("src/helpers/views/kit/tables.py", '"""', "{} "),
}


def page(address: str) -> tuple[str, str]:
    """The page, and the address that tells of the next one."""
    text = urlopen(address).read().decode()
    found = re.search(r'EventSource\("([^"]+)"\)', text)
    assert found
    assert "<h1>Not built</h1>" not in text, text
    return text, address.rstrip("/").rpartition("/en/")[0] + found[1]


def measure(project: Path, address: str, name: str) -> list[float]:
    """Seconds from each saving to the page."""
    file, place, put = SAVED[name]
    path = project / file
    original, seconds = path.read_text(encoding="utf-8"), []
    assert place in original, (file, place)
    for number in range(1, TIMES + 1):
        _, changes = page(address)
        text = put.replace("\\\\", "\\").format(number)
        before = name == "notebook"
        path.write_text(
            original.replace(place, text + place if before else place + text, 1), encoding="utf-8"
        )
        began = time.perf_counter()
        with urlopen(changes) as events:
            while not events.readline().startswith(b"data:"):
                continue
        page(address)
        seconds.append(time.perf_counter() - began)
        time.sleep(0.3)
    return seconds


def main() -> None:
    """Print a line for each kind of saving."""
    province = (sys.argv[1:] or ["lao-cai"])[0]
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in ("data", "notebooks", "src"):
            shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        command = subprocess.Popen(
            [BRIEFINGS, "preview", province, "--language", "en", "--no-browser"],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(project / "src"), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert command.stdout
            address = next(line.split()[0] for line in command.stdout if line.startswith("http"))
            address = f"{address}en/{province}/briefing.html"
            for name in SAVED:
                seconds = measure(project, address, name)
                told = ", ".join(f"{one:.2f}" for one in seconds)
                median = statistics.median(seconds)
                print(f"{name:<15} {median:.2f} s ({told}); load {os.getloadavg()[0]:.1f}", flush=True)
        finally:
            command.send_signal(signal.SIGINT)
            command.wait()


if __name__ == "__main__":
    main()
