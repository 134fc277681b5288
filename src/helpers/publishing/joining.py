"""Join executed sections into the notebooks of a briefing and of its annex, each with its own cover and links.

One execution serves both: the cells tagged ``annex`` are the annex, all others the briefing.
"""

import hashlib
import re
from collections.abc import Container, Iterable, Mapping
from copy import copy, deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.publishing import formats
from helpers.publishing.formats import Part, WrongBriefing
from helpers.publishing.jobs import Job
from helpers.publishing.notebooks import tags
from helpers.publishing.records import index_page
from helpers.text.dates import day
from helpers.text.markdown import escape
from helpers.text.phrases import LANGUAGES, Say, phrases

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FORMAT = (4, 5)  # of notebooks
_LONGEST_ID = 64  # as the notebook format has it
_LISTED = re.compile(r' id="source-([^"]+)"')  # begins with letters, for which text is searched fastest
_PLACES = ("para", "article", "table")
_OF_A_RUN = ("papermill", "execution")
_SAID_PAGES = (2, 4)  # how many pages a running footer has words for


def join(
    job: Job, executed: Mapping[str, "NotebookNode"], part: Part = "briefing", pages: int = 0
) -> "NotebookNode":
    """A part of the briefing as one notebook: the sections' cells in order, its metadata, nothing of the run.

    With two ``pages``, only the first section that begins a page does so; what the others show goes on there.
    """
    from nbformat import NotebookNode, from_dict

    chosen = {
        section: [
            _cell(section, cell)
            for cell in notebook.cells
            if "injected-parameters" not in tags(cell) and ("annex" in tags(cell)) == (part == "annex")
        ]
        for section, notebook in executed.items()
    }
    if pages == 2:
        _let_one_section_begin_pages(chosen.values())
    if part == "briefing":
        _lead_to_subjects(chosen, executed, phrases(job.language))
    cells = [cell for several in chosen.values() for cell in several]
    first = next(iter(executed.values()))
    kernel = {
        name: first.metadata[name] for name in ("kernelspec", "language_info") if name in first.metadata
    }
    sections = [
        {"name": name, **notebook.metadata.get("briefing", {})} for name, notebook in executed.items()
    ]
    begun = sum(1 for cell in cells if "page" in tags(cell))
    about = kernel | _cover(job, part) | {"briefing": {"sections": sections}}
    about |= _briefing(job, executed, begun + 1 if begun else 0) if part == "briefing" else _annex(job)
    # The cells were validated when they were run: new_notebook would do that again, and copy what they show.
    return NotebookNode(
        cells=cells,
        metadata=from_dict(about),  # type: ignore[no-untyped-call]
        nbformat=_FORMAT[0],
        nbformat_minor=_FORMAT[1],
    )


def parts(
    job: Job,
    executed: Mapping[str, "NotebookNode"],
    data: Path,
    facts: Iterable[str] = (),
    asked: Container[Part] = formats.PARTS,
) -> "dict[Part, NotebookNode]":
    """The notebook of each part that is asked for and that the job's formats are of.

    ``data`` is the folder of the unit's subset.

    The ``facts`` (``table/key``) that the annex shows are its Data Package when a format is written from that.
    Raises WrongBriefing when the sections do not begin as many pages as the briefing of this unit has.
    """
    of_formats = {one.part for one in job.formats}
    wanted = [one for one in formats.PARTS if one in of_formats and one in asked]
    begun = any("page" in tags(cell) for notebook in executed.values() for cell in notebook.cells)
    long = _pages(job, data) if begun and "briefing" in wanted else 0
    joined: dict[Part, NotebookNode] = {
        part: join(job, executed, part, long) for part in wanted if part != "changes"
    }
    if long and (found := joined["briefing"].metadata["pages"]) != long:
        raise WrongBriefing(f"the sections begin {found} pages, and the briefing is to have {long}")
    if of_data := [one.part for one in job.formats if one.data and one.part in joined]:
        from helpers.publishing import data_package

        package = data_package.package(job, facts, data, _derived(executed))
        for part in of_data:
            joined[part].metadata["data_package"] = package
    if "changes" in wanted:
        joined["changes"] = changes(job, data)
    return joined


def changes(job: Job, data: Path) -> "NotebookNode":
    """What the latest editions changed, with its cover; ``data`` is the folder of the unit's subset."""
    from helpers.publishing import news

    notebook = news.notebook(job, data)
    notebook.metadata.update(_cover(job, "changes") | _changes(job))
    return notebook


def _pages(job: Job, data: Path) -> int:
    """How many pages the briefing has, by what is known of its unit."""
    from helpers.data import load, selection

    dataset = load(as_of=job.edition, folder=data, province=job.province)
    return selection.pages(dataset, dataset.unit_in_force(job.province), dataset.edition)


def _cover(job: Job, part: Part) -> dict[str, Any]:
    """What both parts say of themselves: title, author, language, edition, links to what belongs together."""
    say = phrases(job.language)
    names = {"province": job.name, "edition": day(job.edition, job.language)}
    return {
        "description": say(f"briefing.description_{job.kind}", **names),
        "running_header": say(f"briefing.running_header_{job.kind}", **names),
        "edition_note": _edition_note(job, part, say),
        "authors": [{"name": say("briefing.author")}],
        "lang": job.language,
        "date": job.edition,
        "links": links(job, part, say),
        "identifier": f"tag:province-briefings,2025:{job.key}/{part}",
        **({"url": f"{job.base_url}{job.key}/{formats.page_of(part)}"} if job.base_url else {}),
    }


def _edition_note(job: Job, part: Part, say: Say) -> str:
    """By when the figures were published, and when the latest source of the unit's own facts was.

    The annex has all of these, the briefing not: there it says so.
    """
    edition = day(job.edition, job.language)
    latest = day(job.latest_source, job.language) if job.latest_source else ""
    if latest and part == "briefing":
        return say("briefing.edition_note_annex", edition=edition, latest=latest)
    note = say("briefing.edition_note", edition=edition)
    return say("briefing.edition_note_latest", note=note, latest=latest) if latest else note


def _title(job: Job, say: Say) -> str:
    """The unit; of one that ended that it is an archive of what was, and until when."""
    if not job.successor:
        return say("briefing.title", province=job.name)
    return say("briefing.title_ended", province=job.name, day=day(job.edition, job.language))


def _briefing(job: Job, executed: Mapping[str, "NotebookNode"], pages_: int) -> dict[str, Any]:
    """What only the briefing says: that it has letters, so many pages, and where the rest is."""
    from helpers.data.selection import MOST_SOURCES

    say = phrases(job.language)
    kind = say(f"briefing.kind_{pages_}") if pages_ in _SAID_PAGES else say("briefing.kind")
    if job.kind == "group":
        kind = say("briefing.typed_group")
    footer = {"province": job.name, "kind": kind, "sources": _sources(executed)}
    return {
        "title": _title(job, say),
        "kicker": say(f"briefing.kicker_{job.kind}"),
        "running_footer": say("briefing.running_footer", **footer),
        "legend": say(f"briefing.legend_{job.kind}"),
        "star": escape(say("table.inferred")),
        "notes": "letters",
        "most_sources": MOST_SOURCES,
        "locators": {say(f"briefing.{one}_one"): say(f"briefing.{one}_other") for one in _PLACES},
        "annex": formats.page_of("annex"),
        **({"pages": pages_} if pages_ else {}),
    }


def _annex(job: Job) -> dict[str, Any]:
    """What only the annex says."""
    say = phrases(job.language)
    names = {"province": job.name, "edition": day(job.edition, job.language)}
    return {
        "title": say("briefing.title_annex", **names),
        "subtitle": say("briefing.subtitle_annex"),
        "kicker": say(f"briefing.kicker_annex_{job.kind}"),
        "running_footer": say("briefing.running_footer_annex", **names),
        "notes": "sections",
    }


def _changes(job: Job) -> dict[str, Any]:
    """What only the page of changes says."""
    say = phrases(job.language)
    names = {"province": job.name, "edition": day(job.edition, job.language)}
    return {
        "title": say("news.page", **names),
        "subtitle": say("news.page_subtitle"),
        "kicker": say(f"briefing.kicker_{job.kind}"),
        "running_footer": say("news.page_footer", **names),
        "toc": False,
        "briefing": {"sections": [{"name": "news"}]},
    }


def links(job: Job, part: Part, say: Say) -> list[dict[str, str]]:
    """What an ended unit became, this part's files, other parts, other languages, the index; relative to its folder.

    A briefing leads to every file of the other parts, these to the page of the briefing.
    """
    own = [one for one in job.formats if one.part == part]
    others = [one for one in job.formats if one.part != part]
    if part != "briefing":
        others = others[:1]
    page = formats.page_of(part)
    after = [{"label": job.successor[1], "href": f"../{job.successor[0]}/{page}"}] if job.successor else []
    return [
        *after,
        *({"label": say(one.label), "href": one.file, "rel": "alternate", "type": one.type} for one in own),
        *(
            {
                "label": say(one.label if part == "briefing" else "briefing.link"),
                "href": one.file,
                "rel": "alternate" if one.type else "related",
                "type": one.type,
            }
            for one in others
        ),
        *(
            {
                "label": phrases(language)("index.this_language"),
                "href": f"../../{language}/{job.province}/{page}",
                "rel": "alternate",
                "hreflang": language,
            }
            for language in LANGUAGES
            if language != job.language and page
        ),
        {"label": say("index.link"), "href": f"../../{index_page(job.language)}", "rel": "up"},
    ]


def _sources(executed: Mapping[str, "NotebookNode"]) -> int:
    """How many sources the annex lists."""
    return len(
        {
            source
            for notebook in executed.values()
            for cell in notebook.cells
            if "annex" in tags(cell)
            for output in cell.get("outputs", ())
            for source in _LISTED.findall("".join(output.get("data", {}).get("text/html", "")))
        }
    )


def _derived(executed: Mapping[str, "NotebookNode"]) -> list[Mapping[str, Any]]:
    """The figures that the annex works out, each once, in its order."""
    found: dict[str, Mapping[str, Any]] = {}
    for notebook in executed.values():
        for cell in notebook.cells:
            if "annex" in tags(cell):
                for output in cell.get("outputs", ()):
                    found |= output.get("metadata", {}).get("derived", {})
    return list(found.values())


def _let_one_section_begin_pages(sections: Iterable[list["NotebookNode"]]) -> None:
    """Take the tag ``page`` from the cells of all sections after the first that has one."""
    begin = [cells for cells in sections if any("page" in tags(cell) for cell in cells)]
    for cell in (cell for cells in begin[1:] for cell in cells):
        cell.metadata["tags"] = [tag for tag in tags(cell) if tag != "page"]


def _lead_to_subjects(
    chosen: "Mapping[str, list[NotebookNode]]", executed: "Mapping[str, NotebookNode]", say: Say
) -> None:
    """Name at the cell that begins a page which subjects of the annex go on with it.

    They are those of its own section and of the sections after it that show nothing here; what stands before all of
    these cells goes on the last page, since the first one has no room to spare.
    """
    subjects: list[str] = []
    first: list[str] = []
    for section, notebook in executed.items():
        begun = next((cell for cell in chosen[section] if "page" in tags(cell)), None)
        if begun is not None:
            first, subjects = first or subjects, begun.metadata.setdefault("annex", [])
        title = notebook.metadata.get("briefing", {}).get("title")
        if title and any("annex" in tags(cell) for cell in notebook.cells):
            subjects.append(say(title))
    subjects += first


def _cell(section: str, cell: "NotebookNode") -> "NotebookNode":
    """A cell under a name that is the document's own, without times of the run and without the tag of its part."""
    joined: NotebookNode = copy(cell)  # what it shows is shared, and not to be changed
    joined["metadata"] = deepcopy(cell.metadata)
    joined["id"] = _id(f"{section}-{cell.get('id', '')}")
    for name in _OF_A_RUN:
        joined.metadata.pop(name, None)
    if "annex" in tags(cell):
        joined.metadata["tags"] = [tag for tag in tags(cell) if tag != "annex"]
    return joined


def _id(name: str) -> str:
    if len(name) <= _LONGEST_ID:
        return name
    return f"{name[: _LONGEST_ID - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
