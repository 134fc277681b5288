"""Mechanisms of cooperation: standing bodies and conference series, their members and their sessions."""

import pandas as pd

from helpers.data.tables import records as rows_of
from helpers.text import dates
from helpers.views.kit.outputs import Part, Table, part
from helpers.views.kit.page import Page, Row
from helpers.views.kit.tables import column, table


def latest_session(page: Page, mechanism_id: str) -> str:
    """The latest session of a mechanism that the sources report: number, date, place."""
    rows = page.dataset["meetings"]
    rows = rows[rows["mechanism_id"] == mechanism_id].sort_values(["start", "number"])
    return _session(page, rows_of(rows)[-1]) if len(rows) else ""


def _session(page: Page, row: Row) -> str:
    pieces = [
        page.phrase("cooperation.session_number", number=row["number"]) if pd.notna(row["number"]) else "",
        dates.period(row["start"], row["end"], page.language) if row["start"] else "",
        page.local(row, "place"),
        page.phrase("cooperation.online") if row["mode"] == "online" else "",
    ]
    return ", ".join(piece for piece in pieces if piece) + page.cite("meetings", row)


def mechanisms_part(page: Page) -> Part:
    """Standing bodies and conference series with their members and latest session, then all sessions reported."""
    rows = rows_of(page.joint_rows("mechanisms", "mechanism_members", "mechanism_id"))
    grid = table(
        page,
        page.phrase("cooperation.mechanisms_table"),
        [
            column(
                page, "mechanism", [page.local(row, "name") + page.cite("mechanisms", row) for row in rows]
            ),
            column(
                page,
                "members",
                [
                    "; ".join(page.names_of_members("mechanism_members", "mechanism_id", row["mechanism_id"]))
                    for row in rows
                ],
            ),
            column(page, "latest_session", [latest_session(page, row["mechanism_id"]) for row in rows]),
        ],
    )
    return part(
        page.text(page.heading("cooperation.mechanisms")) if grid else None, grid, _sessions_table(page, rows)
    )


def _sessions_table(page: Page, mechanisms: list[Row]) -> Table | None:
    """Every session of the mechanisms; None when no mechanism has more than the latest, which stands above."""
    names = {row["mechanism_id"]: page.local(row, "name") for row in mechanisms}
    rows = page.dataset["meetings"]
    rows = rows[rows["mechanism_id"].isin(names)].sort_values(
        ["start", "meeting_id"], ascending=[False, True]
    )
    if rows["mechanism_id"].duplicated().sum() == 0:
        return None
    records = rows_of(rows)
    return table(
        page,
        page.phrase("cooperation.sessions_table"),
        [
            column(
                page,
                "when",
                [
                    dates.period(row["start"], row["end"], page.language) if row["start"] else ""
                    for row in records
                ],
            ),
            column(
                page,
                "mechanism",
                [names[row["mechanism_id"]] + page.cite("meetings", row) for row in records],
            ),
            column(
                page, "number", [str(row["number"]) if pd.notna(row["number"]) else "" for row in records]
            ),
            column(page, "place", [_place(page, row) for row in records]),
        ],
    )


def _place(page: Page, row: Row) -> str:
    online = page.phrase("cooperation.online") if row.get("mode") == "online" else ""
    return ", ".join(piece for piece in (page.local(row, "place"), online) if piece)
