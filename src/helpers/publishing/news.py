"""What the latest editions changed of a unit, as a notebook of its own: the page ``changes.html`` and the feed.

No section shows it, since it is about several editions, and a section about one. It is read from the same part of the
dataset as they are, and every fact that it names stands in the annex, to which it leads.
"""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data.changes import Change, Step, a_year_before, steps
from helpers.publishing import formats
from helpers.publishing.jobs import Job
from helpers.text import dates
from helpers.text.changes import Names, grouped, sentence, subject, summary, words
from helpers.text.citations import identifier
from helpers.text.markdown import Marked, escape
from helpers.text.phrases import in_sentence, phrases

if TYPE_CHECKING:
    from nbformat import NotebookNode

MOST = 12  # editions, the latest


def notebook(job: Job, data: Path) -> "NotebookNode":
    """A cell of Markdown for each edition, the latest first; ``data`` is the folder of the unit's part of the dataset.

    Each begins with a heading whose identifier is the day of the edition.
    """
    from nbformat.v4 import new_markdown_cell, new_notebook

    from helpers.data import load

    latest = load(as_of=job.edition, folder=data, province=job.province)
    unit = latest.unit_in_force(job.province)
    found = steps(latest, unit, lambda day: load(as_of=day, folder=data, province=job.province))
    cells = {step.day: _edition(job, step, unit) for step in islice(found, MOST)}
    if not cells:
        since = dates.day(a_year_before(job.edition), job.language)
        cells = {"none": phrases(job.language)("partners.no_news", date=since)}
    if feed := next((one for one in job.formats if one.type and one.part == "changes"), None):
        cells = {"feed": f"[{phrases(job.language)(feed.label)}]({feed.file})"} | cells
    made: NotebookNode = new_notebook(  # type: ignore[no-untyped-call]
        cells=[new_markdown_cell(text, id=name) for name, text in cells.items()]  # type: ignore[no-untyped-call]
    )
    return made


def _edition(job: Job, step: Step, unit: str) -> str:
    """What an edition changed: how much of what, and each fact with its source, by kind and by subject."""
    say = phrases(job.language)
    old, new = (Names(one, job.language, unit=unit) for one in (step.old, step.new))
    by_kind = grouped(step.changes, old, new)
    names = list(dict.fromkeys(name for by_group in by_kind.values() for name in by_group))
    about = ", ".join(in_sentence(name) for name in names)
    lines = [
        f'<h2 id="{step.day}">{dates.day(step.day, job.language)}</h2>',
        escape(say("news.about", summary=summary(step.changes, say), about=about)),
    ]
    for kind, by_group in by_kind.items():
        if len(by_kind) > 1:
            lines.append("### " + escape(say(f"news.heading_{kind}")))
        for name, changed in by_group.items():
            if len(names) > 1:
                lines.append(f"**{escape(name)}**")
            lines.append("\n".join(f"- {_linked(job, one, old, new)}" for one in changed))
    return "\n\n".join(lines)


def _linked(job: Job, change: Change, old: Names, new: Names) -> Marked:
    """A change in a sentence, in which what a figure counts, or another fact, leads to its place in the annex."""
    told, place = sentence(change, old, new), formats.page_of("annex")
    if change.new is None or place not in (one.file for one in job.formats):
        return escape(told)
    is_figure = change.table == "observations"
    linked = subject(change, new) if is_figure else words(change.table, change.new, new)
    before, _, after = told.partition(linked)
    key = change.row[new.dataset.package.table(change.table).key[0]]
    address = f"{place}#{identifier(change.table, key)}"
    return Marked(f"{escape(before)}[{escape(linked)}]({address}){escape(after)}")
