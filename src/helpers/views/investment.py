"""Investment and aid: FDI in force by date, by partner and by sector, disbursed; ODA and NGO aid."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from helpers.data import figures as derive
from helpers.text import dates
from helpers.text.markdown import Marked
from helpers.views import charts
from helpers.views.figures import figure, figures_table, of_topics, whole
from helpers.views.grids import column, table
from helpers.views.page import Page
from helpers.views.shown import Chart, Part, Table, Text, part

PROJECTS, CAPITAL = "fdi-projects", "fdi-registered-capital"
BY_PARTNER = (
    PROJECTS,
    CAPITAL,
    "fdi-capital-share",
    "fdi-projects-disbursed",
    "fdi-disbursed",
    "fdi-disbursed-share",
)


def fdi_stock(page: Page) -> pd.DataFrame:
    """The province's FDI in force by date: columns as_of, projects, capital (observations or None)."""
    rows = whole(page.observations(PROJECTS, CAPITAL))
    return _side_by_side(rows[rows["level"] == "own"], "as_of")


def _side_by_side(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """One row per value of the key, with the observation of each indicator beside it."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows.to_dict("records"):
        found.setdefault(row[key], {})[row["indicator_id"]] = row
    return pd.DataFrame(
        [{key: value, **{name: found[value].get(name) for name in BY_PARTNER}} for value in sorted(found)],
        columns=[key, *BY_PARTNER],
    ).astype(object)


def _cell(page: Page, row: dict[str, Any] | None) -> str:
    return page.marked(row) + page.cite("observations", row) if row else ""


def fdi_summary(page: Page, stock: pd.DataFrame) -> Text | None:
    """The FDI in force on each date, in sentences."""
    sentences = []
    for record in stock.to_dict("records"):
        projects, capital = record[PROJECTS], record[CAPITAL]
        if not projects or not capital:
            continue
        sentences.append(
            page.say(
                "investment.stock_inferred" if capital["date_inferred"] else "investment.stock",
                date=dates.in_text(record["as_of"], page.language),
                projects=page.qualified(projects),
                capital=page.qualified(capital),
            )
            + page.cite("observations", capital)
            + "."
        )
    if len(sentences) > 1:
        sentences.append(page.say("investment.two_dates"))
    if not sentences:
        sentences.append(page.say("investment.none", province=page.name("areas", page.province)))
    return page.text(page.heading("investment.fdi"), " ".join(sentences))


def fdi_stock_chart(page: Page, stock: pd.DataFrame) -> Chart | None:
    """Registered capital in force as one bar per date; None for fewer than two dates."""
    rows = [row for row in stock[CAPITAL] if row]
    if len(rows) < 2:
        return None
    return _bars(
        page,
        [page.when(row) for row in rows],
        rows,
        caption=page.say("investment.stock_chart"),
        alt_key="investment.stock_chart_alt",
        upright=True,
    )


def fdi_stock_table(page: Page, stock: pd.DataFrame) -> Table | None:
    """FDI in force by date."""
    records = stock.to_dict("records")
    return table(
        page,
        page.phrase("investment.stock_table"),
        [
            column(page, "as_of", [page.when(row[CAPITAL] or row[PROJECTS]) for row in records]),
            column(page, "projects", [_cell(page, row[PROJECTS]) for row in records], numeric=True),
            column(page, "capital", [_cell(page, row[CAPITAL]) for row in records], numeric=True),
        ],
    )


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
    """FDI by the investor's country: columns partner_id and one observation per indicator (or None)."""
    rows = page.observations(*BY_PARTNER)
    return _side_by_side(rows[(rows["level"] == "own") & (rows["partner_id"] != "")], "partner_id")


def fdi_by_partner_table(page: Page, frame: pd.DataFrame, stock: pd.DataFrame) -> Table | None:
    """FDI by the investor's country, with the printed share beside the share computed here."""
    records = frame.to_dict("records")
    cells = {name: [_cell(page, row[name]) for row in records] for name in BY_PARTNER}
    return table(
        page,
        page.phrase("investment.partner_table"),
        [
            column(page, "partner", [page.name("partners", row["partner_id"]) for row in records]),
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


def _share(page: Page, part_row: dict[str, Any] | None, stock: pd.DataFrame) -> str:
    """The share of the province's registered capital on the same date, computed here; empty where it can't be."""
    wholes = [row for row in stock[CAPITAL] if row and part_row and row["as_of"] == part_row["as_of"]]
    if part_row is None or not wholes:
        return ""
    whole_row = wholes[0]
    parents = (part_row["observation_id"], whole_row["observation_id"])
    share = derive.share(figure(part_row), figure(whole_row), parents)  # type: ignore[arg-type]
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
    frame = _side_by_side(rows[(rows["level"] == "own") & (rows["sector_id"] != "")], "sector_id")
    order = [-(row["value"] if row else 0) for row in frame[CAPITAL]]
    return frame.assign(order=order).sort_values("order", kind="stable").drop(columns="order")


def fdi_by_sector_table(page: Page, frame: pd.DataFrame, stock: pd.DataFrame) -> Table | None:
    """FDI by sector with shares and the sum, and a note where the sum is not the printed total."""
    records = frame.to_dict("records")
    names = [page.name("sectors", row["sector_id"]) for row in records]
    columns = {name: [_cell(page, row[name]) for row in records] for name in (PROJECTS, CAPITAL)}
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


def _sum(rows: list[dict[str, Any] | None]) -> derive.Figure | None:
    present = [row for row in rows if row]
    if not present or len(present) < len(rows):
        return None
    return derive.total([figure(row) for row in present], tuple(row["observation_id"] for row in present))  # type: ignore[arg-type]


def _sum_cell(page: Page, rows: list[dict[str, Any] | None], name: str) -> str:
    added = _sum(rows)
    if added is None:
        return ""
    terms = " + ".join(page.marked(row, with_unit=False) for row in rows if row)
    formula = page.say("investment.formula_sum", terms=terms, result=page.figure(added))
    return page.figure(added) + page.cite_derivation(f"{page.province}.{name}.by-sector:sum", formula)


def _sum_against_total(page: Page, rows: list[dict[str, Any] | None], stock: pd.DataFrame) -> list[str]:
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
    return _bars(
        page,
        [page.name("sectors", row["sector_id"]) for row in rows],
        rows,
        caption=page.say("investment.sector_chart", date=page.when(rows[0])),
        alt_key="investment.sector_chart_alt",
        upright=False,
    )


def _bars(
    page: Page, names: list[str], rows: list[dict[str, Any]], caption: Marked, alt_key: str, *, upright: bool
) -> Chart:
    """Bars of observations in one unit, each with its figure beside it; an open bar where the figure is bounded."""
    sizes = [float(row["value"]) for row in rows]
    labels = [page.marked(row, with_unit=False) for row in rows]
    faces = [charts.ACCENT if row["qualifier"] == "exact" else "white" for row in rows]
    unit = page.phrase(f"unit_name.{rows[0]['unit_id']}")

    def draw(axes: Axes) -> None:
        if upright:
            bars = axes.bar(names, sizes, width=0.45, color=faces, edgecolor=charts.ACCENT)
            axes.set_ylim(0, max(sizes) * 1.18)
            axes.set_xlim(-0.8, len(names) - 0.2)
            axes.set_ylabel(unit)
            axes.grid(axis="x", visible=False)
        else:
            bars = axes.barh(names, sizes, height=0.55, color=faces, edgecolor=charts.ACCENT)
            axes.invert_yaxis()
            axes.set_xlim(0, max(sizes) * 1.15)
            axes.set_xlabel(unit)
            axes.tick_params(axis="y", labelcolor=charts.INK)
            axes.grid(axis="y", visible=False)
        axes.bar_label(bars, labels=labels, padding=3, fontweight="semibold")

    spoken = "; ".join(f"{name}: {page.marked(row)}" for name, row in zip(names, rows, strict=True))
    cites = "".join(dict.fromkeys(page.cite("observations", row) for row in rows))
    height = 2.6 if upright else 0.8 + 0.42 * len(rows)
    return charts.chart(
        page, draw, height, alt=page.phrase(alt_key, values=spoken), caption=Marked(caption + cites)
    )


def investors(page: Page) -> Text | None:
    """The countries that the sources name as investors, own first."""
    rows = page.rows("relations")
    rows = rows[rows["form"] == "investor"]
    sentences = []
    for scope, group in rows.groupby(rows.apply(page.scope, axis=1) if len(rows) else "level", sort=False):
        records = group.to_dict("records")
        names = ", ".join(page.name("partners", row["partner_id"]) for row in records)
        cites = "".join(dict.fromkeys(page.cite("relations", row) for row in records))
        key = "investment.investors_wider" if scope else "investment.investors"
        sentences.append(page.say(key, names=names, scope=scope) + cites + ".")
    return page.text(*sentences)


def other_fdi_table(page: Page) -> Table | None:
    """FDI figures that are neither the stock by date nor a breakdown: new projects, capital attracted, wider areas."""
    rows = of_topics(page, "investment")
    broken_down = (rows["partner_id"] != "") | (rows["sector_id"] != "")
    stock = rows["indicator_id"].isin([PROJECTS, CAPITAL]) & (rows["as_of"] != "")
    return figures_table(
        page,
        page.phrase("investment.other_table"),
        rows[~((stock | broken_down) & (rows["level"] == "own"))],
    )


def aid_part(page: Page, topic: str) -> Part:
    """ODA or NGO aid under its heading, with the donors named in the overview of cooperation."""
    rows = of_topics(page, topic)
    grid = figures_table(page, page.phrase(f"investment.{topic}_table"), rows)
    return part(page.text(page.heading(f"investment.{topic}")) if grid else None, grid)
