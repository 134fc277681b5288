"""Build one briefing in the formats that are named, and print the modules that were loaded: here, and to write it."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.exporters.document import Document
from helpers.exporters.exporter import DocumentExporter
from helpers.publishing import formats
from helpers.publishing.formats import Expected, Format
from made_project import Project, write_notebook

SHOW = "from IPython.display import Markdown\nMarkdown('## Lào Cai\\n\\nText[^a]\\n\\n[^a]: Note')"


class LoadedModules(DocumentExporter):
    """What is loaded in the process that writes, after all other formats."""

    file_extension = ".txt"

    def write(self, document: Document, resources: Mapping[str, Any]) -> str:
        return json.dumps(sorted(sys.modules))


def accept(document: bytes, expected: Expected) -> None:
    """There is nothing to look at."""


def main(root: Path, *names: str) -> None:
    spy = Format("txt", "loaded_modules.LoadedModules", "index.languages", accept)
    formats.FORMATS = (*formats.FORMATS, spy)
    project = Project(root)
    write_notebook(root / "made" / "made.ipynb", ("text", "text", SHOW))
    (result,) = project.build("made", notebooks=root / "made", formats=(*names, spy.name))
    assert result.failure is None, result.failure
    written = json.loads(result.files["briefing.txt"])
    print("\n" + json.dumps({"here": sorted(sys.modules), "written": written, "files": [*result.files]}))


if __name__ == "__main__":
    from loaded_modules import main as build  # by the name that the process that writes knows it by

    build(Path(sys.argv[1]), *sys.argv[2:])
