"""Published figures as a plain table: what is counted, when, how much, about whom; for all that no other view shows."""

from decimal import Decimal

import pandas as pd

from helpers.data.arithmetic import Figure, in_dollars
from helpers.data.series import full
from helpers.data.tables import records as rows_of
from helpers.views.kit.outputs import Table
from helpers.views.kit.page import Page, Row
from helpers.views.kit.tables import column, table


def of_topics(page: Page, *topics: str) -> pd.DataFrame:
    """The observations of the given topics that concern the province, its own first, then by indicator."""
    indicators = page.dataset["indicators"]
    wanted = [
        row["indicator_id"] for topic in topics for row in rows_of(indicators[indicators["topic"] == topic])
    ]
    rows = page.rows("observations")
    rows = rows[rows["indicator_id"].isin(wanted)]
    rank = rows["indicator_id"].map(wanted.index) + (rows["reach"] != "own") * len(wanted)
    return rows.iloc[rank.argsort(kind="stable")].reset_index(drop=True)


def in_time(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as they come by level and indicator, each indicator (and gate) in order of time."""
    place = {name: rank for rank, name in enumerate(dict.fromkeys(rows["indicator_id"]))}
    order = rows.assign(rank=rows["indicator_id"].map(place), wide=rows["reach"] != "own")
    time = ["as_of", "period_end", "period_start"]
    order = order.sort_values(["wide", "rank", "gate_id", *time], kind="stable")
    return order.drop(columns=["rank", "wide"]).reset_index(drop=True)


def factors(page: Page) -> dict[str, Decimal]:
    """What each unit is worth in the smallest of its dimension."""
    return {row["unit_id"]: row["factor"] for row in page.dataset.records("units")}


def dollars(page: Page, row: Row) -> str:
    """The equivalent of a year's amount in dong or yuan at that year's average rate, with its formula; else empty."""
    if not full(row) or row["as_of"]:
        return ""
    year = row["period_start"][:4]
    currency = {"vnd": "VND", "cny": "CNY"}.get(str(row["unit_id"]).split("_")[0])
    if not currency:
        return ""
    rates = page.dataset["exchange_rates"]
    rates = rates[(rates["currency"] == currency) & (rates["year"] == int(year))]
    factor = factors(page)[row["unit_id"]]
    for rate in rows_of(rates):
        found = in_dollars(figure(row), factor, rate["per_usd"], (row["observation_id"],))
        if found is None:
            return ""
        words = {"rate": rate["per_usd"], "currency": currency, "year": year}
        formula = page.say("figure.dollars", amount=page.marked(row), **words, result=page.figure(found))
        key = f"{row['observation_id']}:usd"
        return page.figure(found) + page.cite_derivation(key, formula) + page.cite_place(rate)
    return ""


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


def figures_table(page: Page, caption: str, rows: pd.DataFrame, *, with_basis: bool = True) -> Table | None:
    """The observations one per row, with their basis unless the names say it; None when there are none."""
    records = rows_of(rows)
    basis_of = page.dataset["indicators"].set_index("indicator_id")["basis_id"]
    bases = [page.name("bases", basis_of[row["indicator_id"]]) for row in records]
    # One basis for all is said once, under the table.
    shared = [page.phrase("table.basis", basis=bases[0])] if with_basis and len(set(bases)) == 1 else []
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
            column(page, "in_dollars", [dollars(page, row) for row in records], numeric=True),
            column(page, "basis", bases if with_basis and not shared else [""] * len(bases)),
            column(page, "scope", [page.scope(row) for row in records]),
        ],
        table_notes=shared,
    )
