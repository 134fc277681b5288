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

    def __init__(self, project: Project, command: "subprocess.Popen[str]", address: str) -> None:
        self.root, self.command, self.address = project.root, command, address
        self.page, self._changes = "", ""
        self.load()

    def load(self) -> None:
        with urlopen(self.address) as answer:  # leads to the page
            self.page = unescape(answer.read().decode())
        found = re.search(r'EventSource\("([^"]+)"\)', self.page)
        assert found
        self._changes = found[1]

    def save(self, file: str, old: str, new: str) -> str:
        """The page that follows from replacing this in a file, which must be there."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with urlopen(f"{self.address.rstrip('/')}{self._changes}", timeout=120) as events:
            while not events.readline().startswith(b"data:"):
                continue
        self.load()
        return self.page


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
    )
    try:
        assert command.stdout
        address = next(line.split()[0] for line in command.stdout if line.startswith("http://127.0.0.1:"))
        yield Shown(project, command, address)
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
    notebook = "notebooks/at_a_glance.ipynb"
    assert "notebook second;" in shown.save(notebook, "first notebook", "second")
    assert "view second view" in shown.save(VIEW, "first view", "second view")
    assert "phrase Saved anew" in shown.save(
        "src/helpers/text/en.toml", 'earlier = "', 'earlier = "Saved anew: '
    )
    areas, name = "data/areas.csv", "Lào Cai,Lào Cai"
    assert "Lào Cai of old" in shown.save(areas, name, f"{name} of old")
    for file, right, wrong, told in (
        (areas, f"{name} of old", "Lào Cai,", "areas.csv"),
        (notebook, "{words.SAVED}", "{nobody.SAVED}", "NameError"),
        (VIEW, 'SAVED = "', 'SAVED = = "', "SyntaxError"),
    ):
        page = shown.save(file, right, wrong)
        assert "<h1>Not built</h1>" in page
        assert told in page
        assert "notebook second; view second view; phrase Saved anew" in shown.save(file, wrong, right)
    with pytest.raises(HTTPError, match="403"):
        urlopen(Request(shown.address, headers={"Host": "example.org"}))
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{shown.address}.cache/")
