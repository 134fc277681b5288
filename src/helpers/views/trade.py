"""Trade: each basis with its own series, lone years, what covers no full year, and every other figure apart."""

import pandas as pd

from helpers.data.tables import records as rows_of
from helpers.views.kit.changes import change_cell
from helpers.views.kit.line_chart import line_chart
from helpers.views.kit.observations import figures_table, in_time, of_topics
from helpers.views.kit.outputs import Part, Table, part
from helpers.views.kit.page import Page, Row
from helpers.views.kit.tables import column, table
from helpers.views.trade_series import (
    Block,
    in_order,
    indicators,
    name,
)
from helpers.views.trade_text import summary


def series_part(page: Page, blocks: list[Block]) -> Part:
    """For each basis with more than one year: its name, what it says, its chart and its table."""
    pieces = []
    for one in blocks:
        if one.has_series:
            heading = page.text(page.say("series.heading", name=name(page, one)))
            pieces += [
                heading,
                summary(page, one),
                line_chart(page, name(page, one), one.frame),
                block_table(page, one),
            ]
    return part(*pieces)


def block_table(page: Page, one: Block) -> Table | None:
    """A block year by year: turnover with its change, exports, imports."""
    records = rows_of(one.frame)
    return table(
        page,
        page.phrase("trade.table", name=name(page, one)),
        [
            column(page, "year", [str(row["year"]) for row in records]),
            column(
                page,
                "turnover",
                [_turnover(page, row) for row in records],
                numeric=True,
                values=[row["figure"].value if row["figure"] else None for row in records],
            ),
            column(
                page,
                "change",
                [change_cell(page, row["change"], row["open"]) + row["change_cite"] for row in records],
                numeric=True,
            ),
            column(page, "exports", [row["exports"] for row in records], numeric=True),
            column(page, "imports", [row["imports"] for row in records], numeric=True),
            column(page, "kind", [_kind(page, row) for row in records]),
        ],
        table_notes=[page.phrase("table.marks")],
    )


def _turnover(page: Page, row: Row) -> str:
    return page.figure(row["figure"]) + row["cite"] if row["figure"] else ""


def _kind(page: Page, row: Row) -> str:
    """Whether a year's turnover is published or derived; empty in a table where all are published."""
    return page.phrase("figure.derived") if row["figure"] and row["figure"].derived else ""


def single_years_part(page: Page, blocks: list[Block]) -> Part:
    """The bases on which a single year is published, in one table: no series, so no chart and no change."""
    records = [(one, row) for one in blocks if not one.has_series for row in rows_of(one.frame)]
    if not records:
        return part()
    grid = table(
        page,
        page.phrase("trade.single_table"),
        [
            column(page, "what_counted", [name(page, one) for one, _ in records]),
            column(page, "year", [str(row["year"]) for _, row in records]),
            column(page, "turnover", [_turnover(page, row) for _, row in records], numeric=True),
            column(page, "exports", [row["exports"] for _, row in records], numeric=True),
            column(page, "imports", [row["imports"] for _, row in records], numeric=True),
        ],
    )
    return part(page.text(page.heading("trade.single"), page.say("trade.single_lead")), grid)


def other_figures(page: Page, blocks: list[Block]) -> pd.DataFrame:
    """Every trade and border-revenue figure that is no full year of a block: other periods, measures or areas."""
    rows = of_topics(page, "trade", "budget")
    shown = {row["observation_id"] for one in blocks for row in one.rows}
    return rows[~rows["observation_id"].isin(shown)].reset_index(drop=True)


def periods_part(page: Page, rows: pd.DataFrame) -> Part:
    """Year to date, several years, plans: figures of the province on the bases above that are no full year."""
    rows = rows[_of_periods(page, rows)]
    if rows.empty:
        return part()
    known = {indicator: place for place, indicator in enumerate(in_order(page))}
    rows = rows.iloc[rows["indicator_id"].map(known).argsort(kind="stable")]
    grid = figures_table(page, page.phrase("trade.periods_table"), in_time(rows), with_basis=False)
    return part(page.text(page.heading("trade.periods"), page.say("trade.periods_lead")), grid)


def _of_periods(page: Page, rows: pd.DataFrame) -> pd.Series:
    known = list(indicators(page).values())
    own = rows["reach"].isin(["own", "successor"])
    return own & rows["indicator_id"].isin(known) & (rows["partner_id"] == "") & (rows["sector_id"] == "")


def other_figures_part(page: Page, rows: pd.DataFrame) -> Part:
    """What is left: growth by itself, border revenue, one partner, wider areas, under a heading that says so."""
    rows = rows[~_of_periods(page, rows)]
    if rows.empty:
        return part()
    own = (rows["reach"] == "own").any()
    lead = page.say("trade.other_lead_own" if own else "trade.other_lead_wider")
    return part(
        page.text(page.heading("trade.other"), lead),
        figures_table(page, page.phrase("trade.other_table"), rows),
    )


def gates_part(page: Page) -> Part:
    """The border gates that the sources name."""
    rows = rows_of(page.rows("border_gates"))
    grid = table(
        page,
        page.phrase("trade.gates_table"),
        [
            column(page, "gate", [page.local(row, "name") + page.cite("border_gates", row) for row in rows]),
            column(page, "gate_kind", [page.label("gate_kind", row["kind"]) for row in rows]),
            column(page, "counterpart", [page.local(row, "counterpart") for row in rows]),
            column(page, "scope", [page.scope(row) for row in rows]),
        ],
    )
    return part(page.text(page.heading("trade.gates")) if grid else None, grid)
