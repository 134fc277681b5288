"""``briefings preview``: what is saved reaches the page, what is wrong with it too, and nothing stays behind."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from made_project import ROOT, Project, write_notebook
from processes import Family

pytestmark = pytest.mark.slow
BRIEFINGS = Path(sys.executable).with_name("briefings")
VIEW = "src/helpers/views/kit/words.py"
SHOWS = (
    "from IPython.display import Markdown\nfrom helpers.views.kit import words\n"
    "from helpers.text.phrases import phrases\n"
    "Markdown(f'## Saved\\n\\nnotebook {}; view {{words.SAVED}}; phrase {{phrases(language)(\"index.earlier\")}}')"
)


class Shown:
    """The page of a running preview, as a browser shows it: asked for again when the server tells so."""

    def __init__(self, project: Project, command: "subprocess.Popen[str]") -> None:
        self.root, self.command = project.root, command
        self.address = self._said("http://127.0.0.1:").split()[0]
        self._said("built")
        self.page, self._changes = "", ""
        self.load()

    def _said(self, *beginnings: str) -> str:
        """The next line of the terminal that begins so."""
        assert self.command.stdout
        return next(line for line in self.command.stdout if line.startswith(beginnings))

    def load(self) -> None:
        with urlopen(self.address) as answer:  # leads to the page
            text = answer.read().decode()
        self.page, found = unescape(text), re.search(r'EventSource\("([^"]+)"\)', text)
        assert found
        self._changes = found[1]

    def save(self, file: str, old: str, new: str, shows: str) -> None:
        """Replace this in a file, in which it must stand; the page that follows shows this.

        What follows first is a draft; the whole briefing that follows it has the same page.
        """
        self._replace(file, old, new)
        with urlopen(f"{self.address.rstrip('/')}{self._changes}", timeout=120) as events:
            while not events.readline().startswith(b"data:"):
                continue
        self.load()
        drawn = self.page
        assert shows in drawn
        assert self._said("page (", "built (", "not built (").startswith("page (")
        assert self._said("built (", "not built (").startswith("built (")
        self.load()
        assert self.page == drawn

    def fail(self, file: str, old: str, new: str, shows: str) -> None:
        """The same of what is wrong: it is told in the end."""
        self._replace(file, old, new)
        assert self._said("built (", "not built (").startswith("not built (")
        self.load()
        assert "<h1>Not built</h1>" in self.page
        assert shows in self.page

    def _replace(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def shown(sectioned) -> Iterator[Shown]:
    """A preview of Lào Cai in English, of a copy of the code."""
    project, family = sectioned("good"), Family()
    shutil.copytree(
        ROOT / "src", project.root / "src", ignore=shutil.ignore_patterns("__pycache__", "project")
    )
    with (project.root / VIEW).open("a", encoding="utf-8") as file:
        file.write('\n\nSAVED = "first view"\n')
    write_notebook(
        project.root / "notebooks" / "at_a_glance.ipynb", ("show", "", SHOWS.format("first notebook"))
    )
    command = subprocess.Popen(
        [BRIEFINGS, "preview", "lao-cai", "--language", "en", "--no-browser"],
        cwd=project.root,
        env={**family.environment, "PYTHONPATH": str(project.root / "src"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A shell has what runs in the background ignore SIGINT, and so would this, where the tests run there.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield Shown(project, command)
        command.send_signal(signal.SIGINT)
        assert command.wait(20) == 0
        assert family.await_(lambda living: not living, 10) == {}
        assert os.listdir(os.environ["TMPDIR"]) == []
        assert not (project.root / "reports").exists()
    finally:
        family.end()
        command.communicate()


def test_what_is_saved_reaches_the_page_and_so_does_what_is_wrong(shown: Shown) -> None:
    assert "notebook first notebook; view first view" in shown.page
    notebook, areas, name = "notebooks/at_a_glance.ipynb", "data/areas.csv", "Lào Cai,Lào Cai"
    shown.save(notebook, "first notebook", "second", shows="notebook second;")
    shown.save(VIEW, "first view", "second view", shows="view second view")
    shown.save("src/helpers/text/en.toml", 'earlier = "', 'earlier = "Anew: ', shows="phrase Anew")
    shown.save(areas, name, f"{name} of old", shows="Lào Cai of old")
    for file, right, wrong, told in (
        (areas, f"{name} of old", "Lào Cai,", "areas.csv"),
        (notebook, "{words.SAVED}", "{nobody.SAVED}", "NameError"),
        (VIEW, 'SAVED = "', 'SAVED = = "', "SyntaxError"),
    ):
        shown.fail(file, right, wrong, shows=told)
        shown.save(file, wrong, right, shows="notebook second; view second view; phrase Anew")
    with pytest.raises(HTTPError, match="403"):
        urlopen(Request(shown.address, headers={"Host": "example.org"}))
    for nowhere in (".cache/", "en/lao-cai/nothing.html", "../../areas.csv"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{shown.address}{nowhere}")
