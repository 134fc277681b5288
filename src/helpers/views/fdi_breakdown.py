"""FDI in force by the investor's country and by sector: shares, sums, and what the sum does not explain."""

import pandas as pd

from helpers.data import arithmetic as derive
from helpers.data.tables import records as rows_of
from helpers.text.markdown import once
from helpers.views.investment import (
    BY_PARTNER,
    CAPITAL,
    PROJECTS,
    cell,
    side_by_side,
)
from helpers.views.kit.bars import bars
from helpers.views.kit.observations import figure
from helpers.views.kit.outputs import (
    Chart,
    Part,
    Table,
    Text,
    part,
)
from helpers.views.kit.page import Page, Row
from helpers.views.kit.tables import column, table


def breakdown_part(
    page: Page, by_partner: pd.DataFrame, by_sector: pd.DataFrame, stock: pd.DataFrame
) -> Part:
    """FDI by partner and by sector under one heading, with the investors that the sources name."""
    named = investors(page)
    pieces = [
        named,
        fdi_by_partner_table(page, by_partner, stock),
        fdi_by_sector_chart(page, by_sector),
        fdi_by_sector_table(page, by_sector, stock),
    ]
    if not any(pieces):
        return part()
    return part(page.text(page.heading("investment.breakdown")), *pieces)


def fdi_by_partner(page: Page) -> pd.DataFrame:
    """FDI by the investor's country and date: columns partner_id, as_of, one observation per indicator (or None)."""
    rows = page.observations(*BY_PARTNER)
    rows = rows[(rows["reach"] == "own") & (rows["partner_id"] != "")]
    frame = side_by_side(rows.assign(entry=rows["partner_id"] + " " + rows["as_of"]), "entry")
    entries = [str(entry).partition(" ") for entry in frame["entry"]]
    return frame.assign(
        partner_id=[partner for partner, _, _ in entries], as_of=[time for _, _, time in entries]
    )


def fdi_by_partner_table(page: Page, frame: pd.DataFrame, stock: pd.DataFrame) -> Table | None:
    """FDI by the investor's country, with the printed share beside the share computed here."""
    records = rows_of(frame)
    cells = {name: [cell(page, row[name]) for row in records] for name in BY_PARTNER}
    return table(
        page,
        page.phrase("investment.partner_table"),
        [
            column(page, "partner", [page.name("partners", row["partner_id"]) for row in records]),
            column(page, "as_of", [_dated(page, row) for row in records]),
            column(page, "projects", cells[PROJECTS], numeric=True),
            column(page, "capital", cells[CAPITAL], numeric=True),
            column(page, "share_published", cells["fdi-capital-share"], numeric=True),
            column(
                page, "share_derived", [_share(page, row[CAPITAL], stock) for row in records], numeric=True
            ),
            column(page, "projects_disbursed", cells["fdi-projects-disbursed"], numeric=True),
            column(page, "disbursed", cells["fdi-disbursed"], numeric=True),
            column(page, "disbursed_share", cells["fdi-disbursed-share"], numeric=True),
        ],
    )


def _dated(page: Page, record: Row) -> str:
    """The date of a line, starred when it is inferred."""
    return next(page.when(record[name]) for name in BY_PARTNER if record[name])


def _share(page: Page, part_row: Row | None, stock: pd.DataFrame) -> str:
    """The share of the province's registered capital on the same date, computed here; empty where it can't be."""
    wholes = [row for row in stock[CAPITAL] if row and part_row and row["as_of"] == part_row["as_of"]]
    if part_row is None or not wholes:
        return ""
    whole_row = wholes[0]
    parents = (part_row["observation_id"], whole_row["observation_id"])
    share = derive.share(figure(part_row), figure(whole_row), parents)
    if share is None:
        return ""
    formula = page.say(
        "investment.formula_share",
        part=page.marked(part_row),
        whole=page.marked(whole_row),
        result=page.figure(share),
    )
    return page.figure(share) + page.cite_derivation(f"{part_row['observation_id']}:share", formula)


def fdi_by_sector(page: Page) -> pd.DataFrame:
    """FDI by sector: columns sector_id and one observation per indicator, the largest capital first."""
    rows = page.observations(PROJECTS, CAPITAL)
    frame = side_by_side(rows[(rows["reach"] == "own") & (rows["sector_id"] != "")], "sector_id")
    order = [-(row["value"] if row else 0) for row in frame[CAPITAL]]
    return frame.assign(order=order).sort_values("order", kind="stable").drop(columns="order")


def fdi_by_sector_table(page: Page, frame: pd.DataFrame, stock: pd.DataFrame) -> Table | None:
    """FDI by sector with shares and the sum, and a note where the sum is not the printed total."""
    records = rows_of(frame)
    names = [page.name("sectors", row["sector_id"]) for row in records]
    columns = {name: [cell(page, row[name]) for row in records] for name in (PROJECTS, CAPITAL)}
    shares = [_share(page, row[CAPITAL], stock) for row in records]
    notes = []
    if len(records) > 1:
        names.append(page.phrase("investment.sum"))
        shares.append("")
        for name, cells in columns.items():
            cells.append(_sum_cell(page, [row[name] for row in records], name))
        notes = _sum_against_total(page, [row[CAPITAL] for row in records], stock)
    return table(
        page,
        page.phrase("investment.sector_table"),
        [
            column(page, "sector", names),
            column(page, "projects", columns[PROJECTS], numeric=True),
            column(page, "capital", columns[CAPITAL], numeric=True),
            column(page, "share_derived", shares, numeric=True),
        ],
        table_notes=notes,
    )


def _sum(rows: list[Row | None]) -> derive.Figure | None:
    present = [row for row in rows if row]
    if not present or len(present) < len(rows):
        return None
    return derive.total([figure(row) for row in present], tuple(row["observation_id"] for row in present))


def _sum_cell(page: Page, rows: list[Row | None], name: str) -> str:
    added = _sum(rows)
    if added is None:
        return ""
    terms = " + ".join(page.marked(row, with_unit=False) for row in rows if row)
    formula = page.say("investment.formula_sum", terms=terms, result=page.figure(added))
    shown = page.figure(added, with_unit=added.unit_id != "project")
    return shown + page.cite_derivation(f"{page.province}.{name}.by-sector:sum", formula)


def _sum_against_total(page: Page, rows: list[Row | None], stock: pd.DataFrame) -> list[str]:
    """What to say when the sectors do not add up to the printed total of the same date."""
    added = _sum(rows)
    first = next((row for row in rows if row), None)
    wholes = [row for row in stock[CAPITAL] if row and first and row["as_of"] == first["as_of"]]
    if added is None or not wholes or wholes[0]["value"] == added.value:
        return []
    whole_row = wholes[0]
    gap = derive.Figure(whole_row["value"] - added.value, added.unit_id, "exact", added.parents)
    return [
        page.phrase(
            "investment.sum_differs",
            sum=page.figure(added),
            total=page.marked(whole_row),
            gap=page.figure(gap),
        )
        + page.cite("observations", whole_row)
    ]


def fdi_by_sector_chart(page: Page, frame: pd.DataFrame) -> Chart | None:
    """Registered capital by sector as bars."""
    rows = [row for row in frame[CAPITAL] if row]
    if len(rows) < 2:
        return None
    return bars(
        page,
        [page.name("sectors", row["sector_id"]) for row in rows],
        rows,
        caption=page.say("investment.sector_chart", date=page.when(rows[0])),
        alt_key="investment.sector_chart_alt",
        upright=False,
    )


def investors(page: Page) -> Text | None:
    """The countries that the sources name as investors, own first."""
    rows = page.rows("relations")
    rows = rows[rows["form"] == "investor"]
    sentences = []
    for scope, group in rows.groupby(rows.apply(page.scope, axis=1) if len(rows) else "reach", sort=False):
        records = rows_of(group)
        names = ", ".join(page.name("partners", row["partner_id"]) for row in records)
        cites = once(*(page.cite("relations", row) for row in records))
        key = "investment.investors_wider" if scope else "investment.investors"
        sentences.append(page.say(key, names=names, scope=scope) + cites + ".")
    return page.text(*sentences)
