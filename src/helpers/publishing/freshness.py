"""Whether a briefing is still what its inputs make of it, by content, and in words why not."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import helpers
from helpers.publishing.formats import Format
from helpers.publishing.inputs import hash_of, of_files
from helpers.publishing.jobs import Job
from helpers.publishing.reads import Reads
from helpers.publishing.records import BriefingRecord, Parts, SectionRecord
from helpers.text.phrases import LANGUAGES, table

# What draws or says anything in a section, and what every format is converted with.
DRAW = (
    *("babel", "fontpkg-be-vietnam-pro", "ipykernel", "ipython", "jinja2", "matplotlib", "mistune"),
    *("nbclient", "numpy", "pandas", "papermill"),
)
CONVERT = ("nbconvert",)
_CODE_FILES = (".py", ".j2", ".css", ".js", ".typ", ".json", ".toml")
_RUN = ("publishing/sandbox",)
_CONVERT = (
    "exporters",
    *(f"publishing/{name}.py" for name in ("briefing", "card", "data_package", "formats", "joining", "news")),
)
_DATA, _TABLE = "data ", ".csv"
_HASH = re.compile(r"[0-9a-f]{64}")
_SPOKEN = re.compile(r"(briefing|document|index|news|workbook)\.")

# Tells in words how a file of a subset changed: its name, the old and the new hash → words.
Explain = Callable[[str, str, str], str]


@cache
def common() -> Parts:
    """What every section is made of: our code that knows, says and shows, and the versions of what it uses."""
    package = Path(helpers.__file__).parent
    own = {name: [package / name] for name in ("data", "text", "views", "errors.py", "paths.py")}
    own["execution"] = [package / name for name in _RUN]
    return _code(package, own) | _versions(DRAW)


@cache
def converting(formats: tuple[Format, ...]) -> Parts:
    """What turns sections into documents of these formats: our code and versions."""
    package = Path(helpers.__file__).parent
    code = _code(package, {"exporters": [package / name for name in _CONVERT]})
    return code | _versions([*CONVERT, *sorted({name for one in formats for name in one.packages})])


def programs(formats: tuple[Format, ...]) -> str:
    """The hash of all programs that shape a briefing in these formats."""
    return _hash_of_any([common(), converting(formats)])


@cache
def spoken_on_covers(language: str) -> Parts:
    """The document's own phrases in a language, and the names of the languages that it leads to."""
    own = {key: text for key, text in table(language).items() if _SPOKEN.match(key)}
    names = {f"name of {one}": str(table(one)["index.this_language"]) for one in LANGUAGES}
    return {"phrases of the document": _hash_of_any(own), **names}


def given_parts(job: Job, notebook: str) -> Parts:
    """What a section is run with beside what is common to all and what it reads; ``notebook`` is a hash."""
    return {"notebook": notebook, **{f"parameter {name}": value for name, value in job.parameters.items()}}


def read_parts(reads: Reads | None, files: Mapping[str, str]) -> Parts:
    """The hashes of the files that a section read, of those in ``files``.

    Those of the tables that it recorded; of all tables when it recorded nothing. What is no table (the descriptor,
    the outlines) is taken to be read by every section.
    """
    return {
        f"{_DATA}{name}": checksum
        for name, checksum in files.items()
        if reads is None or not name.endswith(_TABLE) or name.removesuffix(_TABLE) in reads.tables
    }


def document_parts(job: Job, sections: Iterable[str]) -> Parts:
    """What a document is made of beside its sections."""
    own = {"name": job.name, "sections": ", ".join(sections), "latest source": job.latest_source}
    own["base address"] = job.base_url
    if job.reference_doc and any(one.name == "docx" for one in job.formats):
        own["reference document"] = hash_of(job.reference_doc)
    own["successor"] = job.successor[1] if job.successor else ""
    return converting(job.formats) | spoken_on_covers(job.language) | own


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


def section_record(job: Job, given: Parts, reads: Reads | None, files: Mapping[str, str]) -> SectionRecord:
    """What a section that read this was made of, as things are now; ``files`` are the hashes of the subset's files."""
    phrases = table(job.language) if reads is None else reads.phrases
    return SectionRecord(given | read_parts(reads, files), spoken(job.language, phrases))


def first_key(given: Parts) -> str:
    """The hash of what is known of a section before it runs: under it is kept what its latest run read.

    With that, ``section_key`` says whether what it read is unchanged. A section is a function of what it reads, so
    one that reads the same again would do the same again.
    """
    return _hash_of_any([common(), given])


def section_key(record: SectionRecord) -> str:
    """The hash of all that a section was made of: under it is kept what came of it."""
    return _hash_of_any([common(), record.parts, record.phrases])


def stale_sections(
    job: Job,
    record: BriefingRecord | None,
    given: Mapping[str, Parts],
    files: Mapping[str, str],
    explain: Explain,
) -> dict[str, list[str]]:
    """The sections that are not made of what the published briefing's were, each with the reasons.

    ``given`` has by section what it would be run with, ``files`` the hashes of the subset's files.
    """
    stale = {}
    for name, own in given.items():
        known = record.sections.get(name) if record else None
        if record is None or known is None:
            stale[name] = [f"section {name} is new"]
        else:
            tables = {part.removeprefix(_DATA).removesuffix(_TABLE) for part in known.parts}
            now = section_record(job, own, Reads(tuple(tables), tuple(known.phrases)), files)
            if reasons := [
                *_changes(record.common, common(), explain),
                *_changes(known.parts, now.parts, explain),
                *(f"phrase {key} changed" for key in now.phrases if now.phrases[key] != known.phrases[key]),
            ]:
                stale[name] = reasons
    return stale


def reasons(
    job: Job,
    record: BriefingRecord | None,
    document: Parts,
    stale: Mapping[str, list[str]],
    reports: Path,
) -> list[str]:
    """Why the briefing has to be made, in words, each reason once; empty when all its files are up to date.

    ``document`` is what the published formats would be made of now.
    """
    if record is None:
        return ["never built"]
    why: dict[str, None] = {}
    for name in (one.file for one in job.formats):
        path = reports / job.key / name
        if name not in record.files:
            why[f"{name} never built"] = None
        elif not path.is_file():
            why[f"{name} is missing"] = None
        elif hash_of(path.read_bytes()) != record.files[name]:
            why[f"{name} was changed by hand"] = None
    why |= dict.fromkeys(one for several in stale.values() for one in several)
    why |= dict.fromkeys(_changes(record.document, document, lambda *_: ""))
    return list(why)


def _changes(known: Parts, now: Parts, explain: Explain) -> Iterable[str]:
    for name in sorted(known.keys() | now.keys()):
        before, after = known.get(name, ""), now.get(name, "")
        if before == after:
            continue
        if not before or not after:
            yield f"{name} {'is new' if after else 'is gone'}"
        elif name.startswith(_DATA) and (words := explain(name.removeprefix(_DATA), before, after)):
            yield words
        elif _HASH.fullmatch(after):
            yield f"{name} changed"
        else:
            yield f"{name} changed from {before} to {after}"


def _code(package: Path, own: Mapping[str, list[Path]]) -> Parts:
    phrases = {
        package / "text" / f"{language}.toml" for language in LANGUAGES
    }  # recorded one by one, as they are said
    return {
        f"code of {Path(name).stem}": of_files(
            package,
            (
                path
                for root in roots
                for path in ([root] if root.is_file() else root.rglob("*"))
                if path.suffix in _CODE_FILES and path not in phrases
            ),
        )
        for name, roots in own.items()
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
