"""What is planned: infrastructure and cooperation projects by status, priorities and fields, policy documents."""

from helpers.data.tables import records as rows_of
from helpers.text import dates
from helpers.text.markdown import Marked
from helpers.views.kit.outputs import Part, part
from helpers.views.kit.page import Page, Row
from helpers.views.kit.tables import column, table


def projects_part(page: Page) -> Part:
    """Projects in order of status."""
    rows = page.rows("projects")
    rank = rows["status"].map(page.dataset.values("project_status").index) + 10 * (rows["reach"] != "own")
    records = rows_of(rows.iloc[rank.argsort(kind="stable")])
    grid = table(
        page,
        page.phrase("plans.projects_table"),
        [
            column(
                page, "project", [page.local(row, "name") + page.cite("projects", row) for row in records]
            ),
            column(page, "project_kind", [page.label("project_kind", row["kind"]) for row in records]),
            column(
                page,
                "partner",
                [page.name("partners", row["partner_id"]) if row["partner_id"] else "" for row in records],
            ),
            column(page, "status", [_status(page, row) for row in records]),
            column(page, "scope", [page.scope(row) for row in records]),
        ],
    )
    return part(page.text(page.heading("plans.projects")) if grid else None, grid)


def _status(page: Page, row: Row) -> str:
    status = page.label("project_status", row["status"])
    if not row["status_as_of"]:
        return status
    return page.phrase(
        "plans.status_as_of", status=status, date=dates.day(row["status_as_of"], page.language)
    )


def policy_part(page: Page) -> Part:
    """Policy documents, then the priorities that these and the sources state."""
    lists = priorities(page)
    return part(*documents_part(page), page.text(page.heading("plans.priorities"), *lists) if lists else None)


def priorities(page: Page) -> list[Marked]:
    """Stated priorities as lists: objectives, fields, tasks, proposals and incentives, each with whom it concerns."""
    rows = page.rows("priorities")
    blocks: list[Marked] = []
    for kind in page.dataset.values("priority_kind"):
        for _, group in rows[rows["kind"] == kind].groupby("list_id", sort=False):
            blocks.append(_list(page, kind, rows_of(group.sort_values("position"))))
    return blocks


def _list(page: Page, kind: str, records: list[Row]) -> Marked:
    """One list under a line that names its kind, the document it stands in, and whom it concerns."""
    first = records[0]
    about = [
        page.name("partners", first["partner_id"]) if _same(records, "partner_id") else "",
        _document(page, first["document_id"]) if _same(records, "document_id") else "",
        page.scope(first),
    ]
    if not any(about):
        about = [page.source_name(first["source_id"])] if _same(records, "source_id") else []
    words = "; ".join(piece for piece in about if piece)
    title = page.label("priority_kind", kind)
    lead = (
        page.say("plans.list_about", kind=title, about=words) if words else page.say("plans.list", kind=title)
    )
    cites = [page.cite("priorities", row) for row in records]
    if len(set(cites)) == 1:
        items = [page.say("plain.text", text=page.local(row, "text")) for row in records]
        return Marked(lead + cites[0] + "\n\n" + page.bullets(items))
    items = [
        Marked(page.say("plain.text", text=page.local(row, "text")) + cite)
        for row, cite in zip(records, cites, strict=True)
    ]
    return Marked(lead + "\n\n" + page.bullets(items))


def _same(records: list[Row], field: str) -> bool:
    return bool(records[0][field]) and len({row[field] for row in records}) == 1


def _document(page: Page, document_id: str) -> str:
    """A document as people call it: by its number, else by its title."""
    rows = page.dataset["documents"]
    (row,) = rows_of(rows[rows["document_id"] == document_id])
    return _kind(page, row) if row["number"] else page.local(row, "title")


def documents_part(page: Page) -> Part:
    """Policy documents, newest first."""
    rows = page.rows("documents")
    rows = rows.assign(wide=rows["reach"] != "own").sort_values(
        ["issued", "document_id"], ascending=[False, True], kind="stable"
    )
    records = rows_of(rows.sort_values("wide", kind="stable"))
    grid = table(
        page,
        page.phrase("plans.documents_table"),
        [
            column(
                page, "document", [page.local(row, "title") + page.cite("documents", row) for row in records]
            ),
            column(page, "document_kind", [_kind(page, row) for row in records]),
            column(page, "issuer", [page.local(row, "issuer") for row in records]),
            column(
                page,
                "issued",
                [dates.day(row["issued"], page.language) if row["issued"] else "" for row in records],
            ),
            column(page, "scope", [page.scope(row) for row in records]),
        ],
    )
    return part(page.text(page.heading("plans.documents")) if grid else None, grid)


def _kind(page: Page, row: Row) -> str:
    kind = page.label("document_kind", row["kind"])
    return page.phrase("plans.numbered", kind=kind, number=row["number"]) if row["number"] else kind
