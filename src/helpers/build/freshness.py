"""Whether a briefing is still what its inputs make of it, by content, and in words why not."""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from nbformat import NotebookNode

import helpers
from helpers.build.jobs import Job
from helpers.build.manifest import Entry, FileEntry, Parts, checksum, path_of
from helpers.build.sections import read
from helpers.text.phrases import table

# What draws, says or sets anything that a reader sees.
PACKAGES = (
    "babel",
    "beautifulsoup4",
    "fontpkg-be-vietnam-pro",
    "ipykernel",
    "jinja2",
    "matplotlib",
    "mistune",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "tylax",
    "typst",
)
_DATA_FILES = (".csv", ".json", ".geojson")
_CODE_FILES = (".py", ".j2", ".css", ".typ", ".json")
# Of the building code only what shapes the documents: how they are run in parallel or published does not.
_BUILD_CODE = ("exporters", "execute.py", "join.py")
_HASH = re.compile(r"[0-9a-f]{64}")


def common(data_folder: Path, notebooks: Path, sections: Iterable[str]) -> Parts:
    """What all briefings of a build are made of: the name of each input → its hash, or a version as it stands."""
    sources = {f"notebook {name}": notebook(read(notebooks, name)) for name in sections}
    return {"data": data(data_folder)} | sources | code() | versions()


def parts(job: Job, shared: Parts) -> Parts:
    """Everything that one briefing is made of: what it shares with all, and its own."""
    return shared | {
        "phrases": _hash(json.dumps(table(job.language), sort_keys=True)),
        **{f"parameter {name}": value for name, value in job.parameters.items()},
        "sections": ", ".join(job.sections),
        "name": job.name,
    }


def reasons(job: Job, entry: Entry, now: Parts, reports: Path) -> list[str]:
    """Why the briefing has to be made, in words, each reason once; empty when all its files are up to date."""
    found: dict[str, None] = {}
    if entry.state == "failed":
        found["the latest build failed"] = None
    for format_ in job.formats:
        known = entry.files.get(format_)
        path = reports / path_of(job.key, format_)
        if known is None:
            found[f"{format_} never built" if entry.files else "never built"] = None
        elif not path.is_file():
            found[f"{format_} file missing"] = None
        else:
            if checksum(path.read_bytes()) != known.sha256:
                found[f"{format_} file changed by hand"] = None
            found |= dict.fromkeys(_changes(known, now))
    return list(found)


def _changes(known: FileEntry, now: Parts) -> Iterable[str]:
    for name in sorted(known.parts.keys() | now.keys()):
        before, after = known.parts.get(name, ""), now.get(name, "")
        if before == after:
            continue
        if not before or not after:
            yield f"{name} {'is new' if after else 'is gone'}"
        elif _HASH.fullmatch(after):
            yield f"{name} changed"
        else:
            yield f"{name} changed from {before} to {after}"


def data(folder: Path) -> str:
    """The hash of the dataset: its tables, its descriptor and its outlines, whatever the line ends."""
    return _files(folder, (path for path in folder.rglob("*") if path.suffix in _DATA_FILES))


def notebook(node: NotebookNode) -> str:
    """The hash of what a notebook does: sources, kinds and tags; not the outputs or counts of somebody's last look."""
    cells = [
        [cell.cell_type, cell.source, cell.metadata.get("tags", []), cell.get("id")] for cell in node.cells
    ]
    return _hash(json.dumps([cells, node.metadata.get("briefing")], sort_keys=True))


def code() -> Parts:
    """The hashes of our own code, by part."""
    package = Path(helpers.__file__).parent
    own = {
        path.stem: [path] if path.is_file() else list(path.rglob("*"))
        for path in package.iterdir()
        if path.name in ("data", "text", "views", "errors.py", "paths.py")
    }
    build = package / "build"
    own["build"] = [build / "join.py", build / "execute.py", *(build / "exporters").rglob("*")]
    return {
        f"code of {name}": _files(package, (path for path in found if path.suffix in _CODE_FILES))
        for name, found in own.items()
    }


def versions() -> Parts:
    """The version of Python and of each package whose work a reader sees."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"version of Python": python} | {f"version of {name}": version(name) for name in PACKAGES}


def _files(folder: Path, paths: Iterable[Path]) -> str:
    lines: Mapping[str, str] = {
        path.relative_to(folder).as_posix(): _hash(path.read_bytes().replace(b"\r\n", b"\n"))
        for path in paths
    }
    return _hash(json.dumps(lines, sort_keys=True))


def _hash(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
