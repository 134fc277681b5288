"""Published figures as a plain table: what is counted, when, how much, about whom; for all that no other view shows."""

import pandas as pd

from helpers.data.figures import Figure
from helpers.views.grids import column, table
from helpers.views.page import Page, Row, rows_of
from helpers.views.shown import Table


def of_topics(page: Page, *topics: str) -> pd.DataFrame:
    """The observations of the given topics that concern the province, its own first, then by indicator."""
    indicators = page.dataset["indicators"]
    wanted = [
        row["indicator_id"] for topic in topics for row in rows_of(indicators[indicators["topic"] == topic])
    ]
    rows = page.observations(*wanted)
    wider = rows["reach"] != "own"
    return rows.iloc[wider.argsort(kind="stable")].reset_index(drop=True)


def whole(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are not broken down by partner, sector or gate."""
    return rows[(rows["partner_id"] == "") & (rows["sector_id"] == "") & (rows["gate_id"] == "")]


def figure(row: Row) -> Figure:
    """An observation as a figure to compute with."""
    return Figure(row["value"], row["unit_id"], row["qualifier"], ())


def subject(page: Page, row: Row) -> str:
    """What the figure counts, with the partner, sector or gate it is about."""
    about = [
        page.name(names, str(row[key]))
        for names, key in (("partners", "partner_id"), ("sectors", "sector_id"), ("border_gates", "gate_id"))
        if row[key]
    ]
    name = page.name("indicators", str(row["indicator_id"]))
    return page.phrase("figure.about", name=name, about=", ".join(about)) if about else name


def figures_table(page: Page, caption: str, rows: pd.DataFrame) -> Table | None:
    """The observations one per row, with their basis where it matters; None when there are none."""
    records = rows_of(rows)
    basis_of = page.dataset["indicators"].set_index("indicator_id")["basis_id"]
    bases = [page.name("bases", basis_of[row["indicator_id"]]) for row in records]
    # One basis for all is said once, under the table.
    shared = [page.phrase("table.basis", basis=bases[0])] if len(set(bases)) == 1 else []
    return table(
        page,
        caption,
        [
            column(page, "figure", [subject(page, row) for row in records]),
            column(page, "when", [page.when(row) for row in records]),
            column(
                page,
                "value",
                [page.marked(row) + page.cite("observations", row) for row in records],
                numeric=True,
                values=[row["value"] for row in records],
            ),
            column(page, "basis", [""] * len(bases) if shared else bases),
            column(page, "scope", [page.scope(row) for row in records]),
        ],
        table_notes=shared,
    )
