"""Investment and aid: FDI in force by date, by partner and by sector, disbursed; ODA and NGO aid."""

from typing import Any

import pandas as pd

from helpers.data import arithmetic as derive
from helpers.data.series import Point, series
from helpers.data.tables import records as rows_of
from helpers.text import dates
from helpers.views import fdi_register
from helpers.views.kit import points
from helpers.views.kit.bars import bars
from helpers.views.kit.observations import (
    factors,
    figure,
    figures_table,
    in_time,
    of_topics,
)
from helpers.views.kit.outputs import (
    Chart,
    Part,
    Table,
    Text,
    part,
)
from helpers.views.kit.page import Page, Row
from helpers.views.kit.tables import column, table

PROJECTS, CAPITAL = "fdi-projects", "fdi-registered-capital"
MOST_BARS, LATEST = 8, 2
BY_PARTNER = (
    PROJECTS,
    CAPITAL,
    "fdi-capital-share",
    "fdi-projects-disbursed",
    "fdi-disbursed",
    "fdi-disbursed-share",
)


def fdi_stock(page: Page) -> pd.DataFrame:
    """The province's FDI in force by date, by its own count: columns as_of, projects, capital (observations or None).

    Where sources differ for one date, the one that `helpers.data.choice` prefers.
    """
    rows = [point.row for name in (PROJECTS, CAPITAL) for point in stock_points(page, name).values()]
    return side_by_side(pd.DataFrame(rows, columns=list(page.dataset["observations"].columns)), "as_of")


def stock_points(page: Page, indicator: str) -> dict[str, Point]:
    """The points of a stock by date."""
    if indicator not in page.indicators:
        return {}
    return {point.time: point for point in series(page.dataset, page.province, indicator).points}


def own_count_part(page: Page, stock: pd.DataFrame) -> Part:
    """FDI in force by the province's own count: in words, as bars, as a table."""
    return part(fdi_summary(page, stock), fdi_stock_chart(page, stock), fdi_stock_table(page, stock))


def side_by_side(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """One row per value of the key, with the observation of each indicator beside it."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows_of(rows):
        found.setdefault(row[key], {})[row["indicator_id"]] = row
    return pd.DataFrame(
        [{key: value, **{name: found[value].get(name) for name in BY_PARTNER}} for value in sorted(found)],
        columns=[key, *BY_PARTNER],
    ).astype(object)


def cell(page: Page, row: Row | None) -> str:
    """An observation as a table cell, a plain number where the column says what is counted; empty for none."""
    if row is None:
        return ""
    return page.marked(row, with_unit=row["unit_id"] != "project") + page.cite("observations", row)


def fdi_summary(page: Page, stock: pd.DataFrame) -> Text | None:
    """The FDI in force on each date, in sentences."""
    sentences = []
    both = [record for record in rows_of(stock) if record[PROJECTS] and record[CAPITAL]]
    for record in both[-LATEST:]:
        projects, capital = record[PROJECTS], record[CAPITAL]
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
        own = (of_topics(page, "investment")["reach"] == "own").any()
        key = "investment.no_stock" if own else "investment.none"
        sentences.append(page.say(key, province=page.name("areas", page.province)))
    return page.text(page.heading("investment.fdi"), " ".join(sentences))


def fdi_stock_chart(page: Page, stock: pd.DataFrame) -> Chart | None:
    """Registered capital in force as one bar per date, the latest eight; None for fewer than two dates."""
    rows = one_unit(page, [row for row in stock[CAPITAL] if row][-MOST_BARS:])
    if len(rows) < 2:
        return None
    return bars(
        page,
        [page.when(row) for row in rows],
        rows,
        caption=page.say("investment.stock_chart", unit=page.unit_name(rows[0]["unit_id"])),
        alt_key="investment.stock_chart_alt",
        upright=True,
    )


def one_unit(page: Page, rows: list[Row]) -> list[Row]:
    """Observations of money in one unit, the smallest that any of them is printed in, so that heights compare."""
    if not rows:
        return rows
    worth = factors(page)
    unit = min((row["unit_id"] for row in rows), key=worth.__getitem__)
    return [{**row, "unit_id": unit, "value": derive.in_unit(figure(row), unit, worth).value} for row in rows]


def fdi_stock_table(page: Page, stock: pd.DataFrame) -> Table | None:
    """FDI in force by date."""
    records = rows_of(stock)
    projects, capital = stock_points(page, PROJECTS), stock_points(page, CAPITAL)
    times = [record["as_of"] for record in records]

    def cells(known: dict[str, Point], *, with_unit: bool) -> list[str]:
        return [
            points.shown(page, known[time], with_unit=with_unit) if time in known else "" for time in times
        ]

    return table(
        page,
        page.phrase("investment.stock_table"),
        [
            column(page, "as_of", [page.when(row[CAPITAL] or row[PROJECTS]) for row in records]),
            column(page, "projects", cells(projects, with_unit=False), numeric=True),
            column(page, "capital", cells(capital, with_unit=True), numeric=True),
        ],
    )


def other_fdi_table(page: Page) -> Table | None:
    """FDI figures that are neither the stock by date nor a breakdown: new projects, capital attracted, wider areas."""
    rows = of_topics(page, "investment")
    broken_down = (rows["partner_id"] != "") | (rows["sector_id"] != "")
    stock = rows["indicator_id"].isin([PROJECTS, CAPITAL]) & (rows["as_of"] != "")
    elsewhere = rows["observation_id"].isin(fdi_register.shown(page))
    rest = in_time(rows[~((stock | broken_down) & (rows["reach"] == "own")) & ~elsewhere])
    return figures_table(page, page.phrase("investment.other_table"), rest)


def aid_part(page: Page, topic: str) -> Part:
    """ODA or NGO aid under its heading, with the donors named in the overview of cooperation."""
    rows = in_time(of_topics(page, topic))
    grid = figures_table(page, page.phrase(f"investment.{topic}_table"), rows)
    return part(page.text(page.heading(f"investment.{topic}")) if grid else None, grid)
