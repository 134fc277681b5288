"""What is planned: infrastructure and cooperation projects by status, policy documents, priorities and fields."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.data.tables import Record, to_records
from helpers.text import dates
from helpers.text.markdown import Marked, join, once
from helpers.views.kit.facts import is_wider
from helpers.views.kit.outputs import Part, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table
from helpers.views.kit.words import bullets

COMPLETED = "completed"
_SHORT = 60  # letters: items that are no longer stand behind one another


def projects(section: Section) -> pd.DataFrame:
    """The newest state of each project: the province's own first, then by status."""
    statuses = section.dataset.values("project_status")
    rows = section.facts.rows("projects")
    order = rows.assign(
        wide=is_wider(rows), rank=[statuses.index(status) for status in rows["status"]]
    ).sort_values(["wide", "rank"], kind="stable")
    return order.drop(columns=["wide", "rank"]).reset_index(drop=True)


def show_projects(section: Section, projects: pd.DataFrame) -> Part:
    """Projects as a table; each stands for its earlier states."""
    words, rows = section.words, to_records(projects)
    grid = table(
        section,
        words.say("plans.projects_table"),
        [
            column(
                section,
                "project",
                [
                    words.local(row, "name")
                    + section.citations.fact("projects", row, stands_for=_earlier_states(section, row))
                    for row in rows
                ],
            ),
            column(section, "project_kind", [words.label("project_kind", row["kind"]) for row in rows]),
            column(
                section,
                "partner",
                [words.name("partners", row["partner_id"]) if row["partner_id"] else "" for row in rows],
            ),
            column(section, "status", [_status(section, row) for row in rows]),
            column(section, "scope", [words.scope(row) for row in rows]),
        ],
    )
    return part(section.text(words.heading("plans.projects")) if grid else None, grid)


def _earlier_states(section: Section, project: Record) -> list[Record]:
    """The rows that a project's row revises, one after the other."""
    known, found = section.dataset.keyed("projects"), []
    while (earlier := known.get(project["revises"])) and earlier not in found:
        found.append(earlier)
        project = earlier
    return found


def _status(section: Section, project: Record) -> str:
    """What state a project is in, by a source of what date, and when it is due, or was and nothing was heard of it."""
    words = section.words
    status = words.label("project_status", project["status"])
    if project["status_as_of"]:
        date = words.starred(dates.day(project["status_as_of"], section.language), project)
        status = words.say("plans.status_as_of", status=status, date=date)
    if project["status"] == COMPLETED:
        return status
    if project["milestone"]:
        key = "plans.milestone_passed" if section.passed(project["milestone"]) else "plans.milestone"
        status = words.say(key, status=status, what=words.local(project, "milestone"))
    if not project["due"]:
        return status
    due = dates.day(project["due"], section.language)
    key = "plans.was_due" if section.passed(project["due"]) else "plans.is_due"
    return words.say(key, status=status, due=due)


def documents(section: Section) -> pd.DataFrame:
    """Policy documents, newest first, the province's own before the others."""
    rows = section.facts.rows("documents")
    order = rows.assign(wide=is_wider(rows)).sort_values(
        ["issued", "document_id"], ascending=[False, True], kind="stable"
    )
    return order.sort_values("wide", kind="stable").drop(columns="wide").reset_index(drop=True)


def show_documents(section: Section, documents: pd.DataFrame) -> Part:
    """Policy documents as a table."""
    words, rows = section.words, to_records(documents)
    grid = table(
        section,
        words.say("plans.documents_table"),
        [
            column(
                section,
                "document",
                [words.local(row, "title") + section.citations.fact("documents", row) for row in rows],
            ),
            column(section, "document_kind", [_kind(section, row) for row in rows]),
            column(section, "issuer", [words.local(row, "issuer") for row in rows]),
            column(
                section,
                "issued",
                [dates.day(row["issued"], section.language) if row["issued"] else "" for row in rows],
            ),
            column(section, "scope", [words.scope(row) for row in rows]),
        ],
    )
    return part(section.text(words.heading("plans.documents")) if grid else None, grid)


def _kind(section: Section, document: Mapping[str, Any]) -> str:
    kind = section.words.label("document_kind", document["kind"])
    if not document["number"]:
        return kind
    return section.words.say("plans.numbered", kind=kind, number=document["number"])


def priorities(section: Section) -> pd.DataFrame:
    """Stated objectives, fields, tasks, proposals …, by kind, list and position in it."""
    kinds = section.dataset.values("priority_kind")
    rows = section.facts.rows("priorities")
    lists = {name: rank for rank, name in enumerate(dict.fromkeys(rows["list_id"]))}
    order = rows.assign(
        rank=[kinds.index(kind) for kind in rows["kind"]], place=[lists[name] for name in rows["list_id"]]
    ).sort_values(["rank", "place", "position"], kind="stable")
    return order.drop(columns=["rank", "place"]).reset_index(drop=True)


def show_policy(section: Section, documents: pd.DataFrame, priorities: pd.DataFrame) -> Part:
    """Policy documents, then the priorities that these and the sources state."""
    stated = lists(section, priorities)
    heading = section.words.heading("plans.priorities")
    return part(*show_documents(section, documents), section.text(heading, *stated) if stated else None)


def lists(section: Section, priorities: pd.DataFrame) -> list[Marked]:
    """The priorities as lists, one for each kind and list of a source."""
    groups = priorities.groupby(["kind", "list_id"], sort=False)
    return [_list(section, to_records(rows)) for _, rows in groups]


def _list(section: Section, rows: list[Record]) -> Marked:
    """One list under a line that names its kind, the document it stands in, and whom it concerns."""
    first, words = rows[0], section.words
    about = [
        words.name("partners", first["partner_id"]) if _shared(rows, "partner_id") else "",
        _document(section, first["document_id"]) if _shared(rows, "document_id") else "",
        words.scope(first),
    ]
    year = dates.day(section.dataset.row("sources", first["source_id"])["published"][:4], section.language)
    named = "; ".join([words.say("plans.stated", year=year), *(piece for piece in about if piece)])
    lead = words.markdown("plans.list", kind=words.label("priority_kind", first["kind"]), about=named)
    cites = [section.citations.fact("priorities", row) for row in rows]
    items = [words.markdown("plain.text", text=words.local(row, "text")) for row in rows]
    if section.citations.same_notes(cites):  # said once, above the list
        lead += once(*cites)
    else:
        items = [item + cite for item, cite in zip(items, cites, strict=True)]
    if all(len(words.local(row, "text")) <= _SHORT for row in rows):
        return join([lead, join(items, " · ")], " ")
    return Marked(lead + Marked("\n\n") + bullets(items))


def _shared(rows: list[Record], field: str) -> bool:
    return bool(rows[0][field]) and len({row[field] for row in rows}) == 1


def _document(section: Section, document_id: str) -> str:
    """A document as people call it: by its number, else by its title; and whether its term is over."""
    document = section.dataset.row("documents", document_id)
    name = _kind(section, document) if document["number"] else section.words.local(document, "title")
    end = document["period_end"]
    if not section.passed(end):
        return name
    return section.words.say("plans.term_over", document=name, end=dates.day(end, section.language))
