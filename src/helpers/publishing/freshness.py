"""Whether a briefing is still what its inputs make of it, by content, and in words why not."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import helpers
from helpers.publishing.inputs import hash_of, of_files
from helpers.publishing.jobs import Job
from helpers.publishing.records import (
    Parts,
    SectionState,
    State,
    path_of,
)
from helpers.text.phrases import LANGUAGES, table

# What draws or says anything in a section, and what turns sections into documents.
DRAW = (
    *("babel", "fontpkg-be-vietnam-pro", "ipykernel", "ipython", "jinja2", "matplotlib", "mistune"),
    *("nbclient", "numpy", "pandas", "papermill"),
)
CONVERT = (
    *(
        "babel",
        "fontpkg-be-vietnam-pro",
        "jinja2",
        "latex2mathml",
        "lxml",
        "mistune",
        "nh3",
    ),
    *("nbconvert", "pillow", "pikepdf", "typst"),
)
_CODE_FILES = (".py", ".j2", ".css", ".typ", ".json")
_RUN = ("publishing/sandbox",)
_CONVERT = (
    "exporters",
    "publishing/convert.py",
    "publishing/join.py",
    "publishing/index.py",
    "publishing/templates",
)
_HASH = re.compile(r"[0-9a-f]{64}")
_SPOKEN = re.compile(r"(briefing|document|index)\.")

# Tells in words how a file of an excerpt changed: its name, the old and the new hash → words.
Explain = Callable[[str, str, str], str]


@cache
def common() -> Parts:
    """What every section is made of: our code that knows, says and shows, and the versions of what it uses."""
    package = Path(helpers.__file__).parent
    own = {name: [package / name] for name in ("data", "text", "views", "errors.py", "paths.py")}
    own["execution"] = [package / name for name in _RUN]
    return _code(package, own) | _versions(DRAW)


@cache
def converting() -> Parts:
    """What turns sections into documents: our code and versions."""
    package = Path(helpers.__file__).parent
    code = _code(package, {"exporters": [package / name for name in _CONVERT]})
    return code | _versions(CONVERT)


@cache
def spoken_on_covers(language: str) -> Parts:
    """The document's own phrases in a language, and the names of the languages that it leads to."""
    own = {key: text for key, text in table(language).items() if _SPOKEN.match(key)}
    names = {f"name of {one}": str(table(one)["index.this_language"]) for one in LANGUAGES}
    return {"phrases of the document": _hash_of_any(own), **names}


def section_parts(job: Job, notebook: str, files: Mapping[str, str]) -> Parts:
    """What one section is made of beside what is common to all; ``notebook`` is a hash, ``files`` has hashes."""
    given = {f"parameter {name}": value for name, value in job.parameters.items()}
    return {"notebook": notebook, **given, **{f"data {name}": one for name, one in files.items()}}


def document_parts(job: Job, sections: Iterable[str]) -> Parts:
    """What a document is made of beside its sections."""
    own = {"name": job.name, "sections": ", ".join(sections)}
    return converting() | spoken_on_covers(job.language) | own


def notebook(stored: str) -> str:
    """The hash of what a notebook does: sources, kinds and tags; not the outputs or counts of somebody's last look."""
    node = json.loads(stored)
    cells = [
        [
            cell["cell_type"],
            "".join(cell["source"]),
            cell.get("metadata", {}).get("tags", []),
            cell.get("id"),
        ]
        for cell in node["cells"]
    ]
    return _hash_of_any([cells, node.get("metadata", {}).get("briefing")])


def spoken(language: str, keys: Iterable[str]) -> Parts:
    """The phrases of a language by key, each as the hash of its text; empty for one that is not there."""
    texts = table(language)
    return {key: _hash_of_any(texts[key])[:16] if key in texts else "" for key in sorted(keys)}


def first_key(parts: Parts) -> str:
    """The hash of a section's inputs but for its phrases: under it is kept which phrases it uses."""
    return _hash_of_any([common(), parts])


def section_key(parts: Parts, phrases: Parts) -> str:
    """The hash of all of a section's inputs: under it is kept what came of them."""
    return _hash_of_any([first_key(parts), phrases])


def stale_sections(
    job: Job, state: State | None, now: Mapping[str, Parts], explain: Explain
) -> dict[str, list[str]]:
    """The sections whose inputs are not those that the published briefing was made of, each with the reasons."""
    found = {}
    for name, parts in now.items():
        known = state.sections.get(name) if state else None
        if state is None or known is None:
            found[name] = [f"section {name} is new"]
        elif reasons := [
            *_changes(state.common, common(), explain),
            *_changes(known.parts, parts, explain),
            *_spoken_anew(job, known),
        ]:
            found[name] = reasons
    return found


def reasons(
    job: Job, state: State | None, document: Parts, stale: Mapping[str, list[str]], reports: Path
) -> list[str]:
    """Why the briefing has to be made, in words, each reason once; empty when all its files are up to date."""
    if state is None:
        return ["never built"]
    found: dict[str, None] = {}
    for format_ in job.formats:
        path = reports / path_of(job.key, format_)
        if format_ not in state.files:
            found[f"{format_} never built"] = None
        elif not path.is_file():
            found[f"{format_} file missing"] = None
        elif hash_of(path.read_bytes()) != state.files[format_]:
            found[f"{format_} file changed by hand"] = None
    found |= dict.fromkeys(one for several in stale.values() for one in several)
    found |= dict.fromkeys(_changes(state.document, document, lambda *_: ""))
    return list(found)


def _changes(known: Parts, now: Parts, explain: Explain) -> Iterable[str]:
    for name in sorted(known.keys() | now.keys()):
        before, after = known.get(name, ""), now.get(name, "")
        if before == after:
            continue
        if not before or not after:
            yield f"{name} {'is new' if after else 'is gone'}"
        elif name.startswith("data ") and (told := explain(name.removeprefix("data "), before, after)):
            yield told
        elif _HASH.fullmatch(after):
            yield f"{name} changed"
        else:
            yield f"{name} changed from {before} to {after}"


def _spoken_anew(job: Job, known: SectionState) -> Iterable[str]:
    now = spoken(job.language, known.phrases)
    yield from (f"phrase {key} changed" for key, one in known.phrases.items() if now[key] != one)


def _code(package: Path, own: Mapping[str, list[Path]]) -> Parts:
    return {
        f"code of {Path(name).stem}": of_files(
            package,
            (
                path
                for one in found
                for path in ([one] if one.is_file() else one.rglob("*"))
                if path.suffix in _CODE_FILES
            ),
        )
        for name, found in own.items()
    }


def _versions(packages: Iterable[str]) -> Parts:
    """The version of Python and of each package whose work a reader sees."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"version of Python": python} | {f"version of {name}": _version(name) for name in packages}


@cache
def _version(name: str) -> str:
    return version(name)


def _hash_of_any(content: object) -> str:
    return hash_of(json.dumps(content, sort_keys=True, ensure_ascii=False))
