"""The explorer in a real JupyterLab with a real kernel, and in Notebook: what a person does with it, in Chromium.

`make test-browser` runs it. The project stands in a folder of its own under git, with a briefing that seems built.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.chromium import Page, browser

ROOT = Path(__file__).resolve().parents[2]
_LONG = 150  # seconds to wait for what the explorer shows, with others at work on the machine
_WINDOW = (1366, 2400)
_OTHER_HOSTS = """
performance.getEntriesByType("resource").map((one) => one.name)
.filter((one) => /^(https?|wss?):/.test(one) && new URL(one).host !== location.host)
"""
# Not the notebook's own sign of a kernel at rest: one that was started twice may still change for the other.
_READY = """
(() => { const context = [...window.jupyterapp.shell.widgets('main')].map((one) => one.sessionContext).find(Boolean);
return context?.session?.kernel?.connectionStatus === 'connected' && context.kernelDisplayStatus === 'idle' })()
"""
_PROMPT = """
(() => { const one = document.querySelector('.jp-Cell .jp-InputPrompt'); one.scrollIntoView();
const box = one.getBoundingClientRect();
return { x: box.x + box.width / 2, y: box.y + box.height / 2 } })()
"""
_DRAWN = "document.querySelectorAll('.vega-embed canvas, .vega-embed svg').length"
_TITLE = "document.querySelector('.vega-embed [role=graphics-document]')?.ariaLabel"
_CHART = """
(() => { const one = document.querySelector('.vega-embed canvas, .vega-embed svg').getBoundingClientRect();
return [one.left, one.top, one.width, one.height] })()
"""
_TIP = "document.querySelector('#vg-tooltip-element.visible')?.innerText ?? ''"
_NOTICES = "[...document.querySelectorAll('.Toastify__toast, .jp-Dialog')].map((one) => one.innerText)"
_SHOWN = "[...document.querySelectorAll('.jp-OutputArea-output')].map((one) => one.innerText).join()"
_ROWS = "[...document.querySelectorAll('.dt-container tbody tr')].map((one) => one.innerText)"
_TAB = """
(() => { const tab = [...document.querySelectorAll('.lm-TabBar-tab')].find((one) => one.innerText.trim() === %s);
const box = tab.getBoundingClientRect();
for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
tab.dispatchEvent(new MouseEvent(kind, { bubbles: true, button: 0, clientX: box.x + 9, clientY: box.y + 9 })) })()
"""
_CHOOSE = """
(() => { const one = [...document.querySelectorAll('.jupyter-widgets select')]
.find((one) => one.closest('.jupyter-widgets').querySelector('label')?.innerText === %s);
const said = (option) => option.innerText.replaceAll('\\u00a0', ' ');
const wanted = [...one?.options ?? []].find((option) => said(option).startsWith(%s));
if (!wanted) return false;
one.value = wanted.value;
one.dispatchEvent(new Event('change', { bubbles: true }));
return true })()
"""
_TYPE = """
(() => { const one = document.querySelector(%s); one.value = %s;
for (const kind of ['input', 'change']) one.dispatchEvent(new Event(kind, { bubbles: true })) })()
"""
_FIRST = (
    "document.querySelector('.jupyter-widgets select[size]').options[0].innerText.replaceAll('\\u00a0', ' ')"
)


class Lab:
    """The explorer as it is open in a browser; methods are named after what a person does."""

    def __init__(self, page: Page, address: str, project: Path, downloads: Path) -> None:
        self.page, self.address, self.project, self.downloads = page, address, project, downloads

    def open(self, application: str) -> None:
        """Open the explorer in ``lab/tree`` or ``notebooks``, and run all its cells."""
        self.page.open(f"{self.address}/{application}/notebooks/explore.ipynb?token=t", _WINDOW)
        self.until("window.jupyterapp && document.querySelectorAll('.jp-Cell').length > 3")
        self.until(_READY)
        self.command("notebook:run-all-cells")
        self.until(_DRAWN)
        self.until(f"{_ROWS}.length")

    def command(self, name: str) -> None:
        """Run one of Jupyter's own commands, as its menus do."""
        self.page.run(f"window.jupyterapp.commands.execute({name!r}).then(() => 1)")

    def click_notebook(self) -> None:
        """Click beside a cell, so that commands are about the notebook."""
        where = self.page.run(_PROMPT)
        for kind in ("mousePressed", "mouseReleased"):
            self.page.send("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where)
        self.until("window.jupyterapp.shell.currentWidget?.context?.path === 'notebooks/explore.ipynb'")

    def until(self, expression: str) -> Any:
        """Wait until something holds; gives what it is then."""
        ends = time.monotonic() + _LONG
        while time.monotonic() < ends:
            if found := self.page.run(expression):
                return found
            time.sleep(0.2)
        raise AssertionError(f"not within {_LONG} s: {expression}\n{self.page.run(_TITLE)}")

    def until_shown(self, text: str) -> None:
        """Wait until the explorer says something."""
        self.until(f"({_SHOWN}).replaceAll('\\u00a0', ' ').includes({json.dumps(text)})")

    def press(self, name: str) -> None:
        """Press a button."""
        buttons = "[...document.querySelectorAll('button.jupyter-widgets, .widget-toggle-buttons button')]"
        self.page.run(f"{buttons}.find((one) => one.innerText.trim() === {json.dumps(name)}).click()")

    def type(self, selector: str, text: str) -> None:
        """Type into a box."""
        self.page.run(_TYPE % (json.dumps(selector), json.dumps(text)))

    def choose(self, label: str, option: str) -> None:
        """Choose from a list, once it is there, by the beginning of what it says."""
        self.until(_CHOOSE % (json.dumps(label), json.dumps(option)))

    def tab(self, name: str) -> None:
        """Turn to a tab below the chart."""
        self.page.run(_TAB % json.dumps(name))

    def saved(self, suffix: str) -> Path:
        """Wait for a file that the browser saves."""
        ends = time.monotonic() + _LONG
        while time.monotonic() < ends:
            if found := [one for one in self.downloads.iterdir() if one.suffix == suffix]:
                return found[0]
            time.sleep(0.2)
        raise AssertionError(f"no {suffix} was saved: {list(self.downloads.iterdir())}")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a folder of its own, as git has it, and a briefing of Lào Cai."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".*"))
    for name in ("briefing.html", "annex.html", "briefing.pdf"):
        (folder / "reports" / "en" / "lao-cai").mkdir(parents=True, exist_ok=True)
        (folder / "reports" / "en" / "lao-cai" / name).write_text(f"<p>{name}", encoding="utf-8")
    (folder / ".gitignore").write_text(".ipynb_checkpoints/\nreports/\n", encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--message=all")
    return folder


def git(folder: Path, *arguments: str) -> str:
    """What git says."""
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def lab(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The explorer, run in JupyterLab as `briefings lab` starts it."""
    own = tmp_path_factory.mktemp("jupyter")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_"))
    }
    environment |= {"JUPYTER_CONFIG_DIR": str(own), "JUPYTER_DATA_DIR": str(own), "IPYTHONDIR": str(own)}
    environment |= {"JUPYTER_RUNTIME_DIR": str(own / "run"), "JUPYTERLAB_WORKSPACES_DIR": str(own / "spaces")}
    environment |= {"JUPYTER_PREFER_ENV_PATH": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [str(Path(sys.executable).with_name("briefings")), "lab", "--no-browser", "--port", "0"]
    command += ["--IdentityProvider.token=t", "--LabApp.expose_app_in_browser=True"]
    command += ["--JupyterNotebookApp.expose_app_in_browser=True"]
    log = own / "log"
    with log.open("w") as told:
        started = subprocess.Popen(
            command, cwd=project, env=environment, stdout=told, stderr=told, start_new_session=True
        )
    try:
        with browser() as page:
            downloads = own / "downloads"
            downloads.mkdir()
            page.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
            found = Lab(page, _address(log), project, downloads)
            found.open("lab/tree")
            yield found
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(20)


def _address(log: Path) -> str:
    """Where the server says that it listens."""
    ends = time.monotonic() + _LONG
    while time.monotonic() < ends:
        if found := re.search(r"(http://127\.0\.0\.1:\d+)/", log.read_text()):
            return found[1]
        time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture(autouse=True)
def english(lab: Lab, request: pytest.FixtureRequest) -> None:
    """In English, of Lào Cai, at its trade; the first test sees it as it opens."""
    if request.node.name.startswith("test_it_opens"):
        return
    lab.press("EN")
    lab.until_shown("Find an indicator")
    lab.type("input[placeholder^='with tone']", "")
    for name in ("Lạng Sơn", "Quảng Ninh"):
        pressed = (
            f"[...document.querySelectorAll('button.mod-active')].some((one) => one.innerText === '{name}')"
        )
        if lab.page.run(pressed):
            lab.press(name)
            lab.until(f"!({pressed})")
    lab.until(f"{_FIRST} === 'Trade through the border gates (17)'")
    for one in ("Exports through the border gates", "Trade through the border gates"):  # as it first is
        lab.choose("Indicator", f"{one} (")
        lab.until(f"{_TITLE}?.startsWith('{one}')")
    lab.until(f"{_TITLE}?.includes('former Lào Cai, 2024: ≈ USD 3.62 billion')")
    lab.tab("Figures and sources")


def test_it_opens_in_vietnamese_and_asks_neither_a_person_nor_another_host(lab: Lab) -> None:
    assert "Lào Cai cũ, 2024: ≈ 3,62 tỷ USD" in lab.page.run(_TITLE)
    assert lab.page.run(_NOTICES) == []
    assert lab.page.run(_OTHER_HOSTS) == []
    assert lab.page.errors == []


def test_pointing_at_a_bar_shows_its_figure_and_source(lab: Lab) -> None:
    left, top, width, height = lab.page.run(_CHART)
    told = set()
    for step in range(5, 99, 2):
        where = {"x": left + width * step / 100, "y": top + height * 0.8}
        lab.page.send("Input.dispatchMouseEvent", type="mouseMoved", **where)
        told.add(lab.page.run(_TIP))
    assert any("≈ USD 3.62 billion" in one and "Vietnam Pictorial" in one for one in told), told


def test_an_indicator_is_found_by_typing_without_tone_marks(lab: Lab) -> None:
    lab.type("input[placeholder^='with tone']", "thu hang nang luc canh tranh")
    lab.until(f"{_TITLE}?.startsWith('PCI rank')")


def test_times_boundaries_basis_and_topic_change_what_is_drawn(lab: Lab) -> None:
    lab.choose("Times", "January–June")
    lab.until(f"{_TITLE}?.includes('January–June 2024: ≈ USD 1.57 billion')")
    lab.choose("Basis", "Customs declarations")
    lab.until_shown("Customs declarations registered")
    lab.choose("Topic", "FDI")
    lab.until(f"{_FIRST}.includes('FDI')")
    lab.choose("Indicator", "Registered capital of FDI in force (national register)")
    lab.choose("Boundaries", "former Yên Bái")
    lab.until(f"{_TITLE}?.includes('former Yên Bái, 20 December 2022: USD 456.851911 million')")
    lab.choose("Topic", "All topics")


def test_the_years_can_be_narrowed(lab: Lab) -> None:
    lab.page.run("document.querySelector('.noUi-handle-lower').focus()")
    for _ in range(19):
        lab.page.send("Input.dispatchKeyEvent", type="keyDown", key="ArrowRight", windowsVirtualKeyCode=39)
    lab.until(f"!{_TITLE}?.includes('2019') && {_TITLE}?.includes('2020')")


def test_as_of_a_day_later_figures_are_gone(lab: Lab) -> None:
    lab.type(".widget-datepicker input", "1990-01-01")
    lab.until_shown("No source had been published by 1 January 1990.")
    lab.type(".widget-datepicker input", "2022-12-31")
    lab.until(f"{_TITLE}?.includes('2021') && !{_TITLE}?.includes('2024')")
    lab.type(".widget-datepicker input", "")
    lab.until(f"{_TITLE}?.includes('2024')")


def test_provinces_are_compared_where_they_are_counted_alike_and_else_told_why_not(lab: Lab) -> None:
    lab.press("Lạng Sơn")
    lab.until_shown("The provinces are not compared: each publishes a count of its own.")
    lab.choose("Indicator", "⇄ Registered capital of FDI in force (national register)")
    lab.press("Quảng Ninh")
    lab.until_shown("Quảng Ninh USD 14,565.958739 million; Lào Cai USD 1,049.899470 million; Lạng Sơn")


def test_the_table_is_sorted_and_filtered_and_leads_to_the_source(lab: Lab) -> None:
    lab.type(".dt-search input", "Pictorial")
    lab.until(f"{_ROWS}.length === 1")
    link = lab.page.run("document.querySelector('.dt-container tbody a').outerHTML")
    assert 'href="https://vietnam.vnanet.vn/' in link and 'target="_blank"' in link
    lab.type(".dt-search input", "")
    lab.until(f"{_ROWS}.length === 10")
    lab.page.run("[...document.querySelectorAll('.dt-container thead .dt-column-order')][1].click()")
    lab.until(f"{_ROWS}[0].includes('USD 183 million')")
    lab.page.run("document.querySelector('.dt-container tbody td').click()")
    lab.until_shown("Trade through the border gates, former Lào Cai, January 2024: nearly USD 183 million")
    lab.until_shown("This row in the annex")


def test_what_is_new_the_code_and_the_reports_are_told(lab: Lab) -> None:
    lab.tab("What is new")
    lab.until_shown("Against what had been published by ")
    lab.tab("Python")
    code = "document.querySelector('.jp-OutputArea-output textarea').value"
    assert 'data.series_frame("lao-cai", "trade-turnover"' in lab.until(code)
    lab.tab("Save, reports")
    lab.until_shown("Briefing as PDF")
    links = lab.page.run("[...document.querySelectorAll('.jp-OutputArea-output a')].map((one) => one.href)")
    assert any(re.search(r"/files/reports/en/lao-cai/briefing\.html", one) for one in links), links


def test_every_figure_is_saved_as_csv_and_the_chart_as_png(lab: Lab) -> None:
    lab.tab("Save, reports")
    lab.until("document.querySelector('a[download$=csv]') !== null")
    lab.page.run("document.querySelector('a[download$=csv]').click()")
    lines = lab.saved(".csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 18 and "source_url" in lines[0]
    lab.page.run("document.querySelector('.vega-embed details').open = true")
    png = "[...document.querySelectorAll('.vega-actions a')].find((one) => one.innerText === 'Save as PNG')"
    lab.page.run(f"{png}.dispatchEvent(new MouseEvent('mousedown', {{ bubbles: true }}))")
    lab.until(f"{png}.href.startsWith('data:image/png')")
    lab.page.run(f"{png}.click()")
    assert lab.saved(".png").read_bytes().startswith(b"\x89PNG")


def test_saving_after_looking_leaves_git_clean(lab: Lab) -> None:
    lab.click_notebook()
    lab.command("notebook:hide-all-cell-code")  # which is noted in the notebook
    lab.until("document.querySelectorAll('.jp-InputPlaceholder').length > 2")
    before = (lab.project / "notebooks" / "explore.ipynb").stat().st_mtime_ns
    lab.command("docmanager:save")
    ends = time.monotonic() + _LONG
    while (lab.project / "notebooks" / "explore.ipynb").stat().st_mtime_ns == before:
        assert time.monotonic() < ends, "it was not saved"
        time.sleep(0.2)
    assert git(lab.project, "status", "--porcelain") == ""
    assert lab.page.errors == []


def test_notebook_draws_it_too(lab: Lab) -> None:
    lab.command("docmanager:save-all")  # else the browser would ask whether to leave
    lab.open("notebooks")
    assert "Lào Cai cũ, 2024: ≈ 3,62 tỷ USD" in lab.page.run(_TITLE)
    assert lab.page.run(_OTHER_HOSTS) == []
    lab.press("EN")
    lab.until_shown("Find an indicator")
    lab.choose("Indicator", "Trade through the border gates (")
    lab.until(f"{_TITLE}?.includes('former Lào Cai, 2024: ≈ USD 3.62 billion')")
