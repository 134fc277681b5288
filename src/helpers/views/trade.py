"""Trade: the turnover series on one basis, its chart, and every other trade figure kept apart from it."""

from typing import Any

import pandas as pd

from helpers.data import figures as derive
from helpers.text import numbers
from helpers.text.markdown import Marked
from helpers.views.changes import change_cell, change_in_words
from helpers.views.figures import figure, figures_table, of_topics, whole
from helpers.views.grids import column, table
from helpers.views.page import Page, rows_of
from helpers.views.shown import Part, Table, Text, part

SERIES = "trade-turnover"
CHANGE = "trade-turnover-change"


def turnover(page: Page) -> pd.DataFrame:
    """The province's turnover by full year on one basis, with the change on the year before.

    Columns: year, figure, cite, change, change_cite, published (whether the change was printed), open (whether the
    bounds leave the change open). A year that is only implied by the next year's printed change is derived.
    """
    full = series_rows(page)
    values = {int(row["period_start"]): row for row in rows_of(full[full["indicator_id"] == SERIES])}
    changes = {int(row["period_start"]): row for row in rows_of(full[full["indicator_id"] == CHANGE])}
    points: dict[int, dict[str, Any]] = {
        year: {"figure": figure(row), "cite": page.cite("observations", row)} for year, row in values.items()
    }
    for year, row in changes.items():
        if year in values and year - 1 not in values:
            points[year - 1] = _implied(page, values[year], row)
    return pd.DataFrame(
        [{"year": year, **points[year], **_change(page, year, points, changes)} for year in sorted(points)],
        columns=["year", "figure", "cite", "change", "change_cite", "published", "open"],
    )


def _implied(page: Page, value: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """The year before, from a year's value and its printed change."""
    parents = (value["observation_id"], change["observation_id"])
    implied = derive.before_change(figure(value), figure(change), parents)
    if implied is None:
        return {"figure": None, "cite": ""}
    formula = page.say(
        "trade.formula_before",
        value=page.marked(value),
        change=page.marked(change),
        result=page.figure(implied),
    )
    cite = page.cite_derivation(f"{value['observation_id']}:before", formula)
    return {"figure": implied, "cite": Marked(cite + page.cite("observations", value))}


def _change(
    page: Page, year: int, points: dict[int, dict[str, Any]], changes: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    """The change on the year before: as printed, else computed where both years are known."""
    if year in changes:
        row = changes[year]
        return {
            "change": figure(row),
            "change_cite": page.cite("observations", row),
            "published": True,
            "open": False,
        }
    if year - 1 not in points:
        return {"change": None, "change_cite": "", "published": False, "open": False}
    new, old = points[year]["figure"], points[year - 1]["figure"]
    change = derive.change(new, old, (str(year), str(year - 1)))
    if change is None:
        reason = page.say("trade.open_change", new=page.figure(new), old=page.figure(old))
        cite = page.cite_derivation(f"{page.province}.{SERIES}.{year}:open", reason)
        return {"change": None, "change_cite": cite, "published": False, "open": True}
    formula = page.say(
        "trade.formula_change", new=page.figure(new), old=page.figure(old), result=page.figure(change)
    )
    cite = page.cite_derivation(f"{page.province}.{SERIES}.{year}:change", formula)
    return {"change": change, "change_cite": cite, "published": False, "open": False}


def basis(page: Page) -> str:
    """The basis of the turnover series in words, as they stand within a sentence."""
    indicators = page.dataset["indicators"].set_index("indicator_id")
    name = page.name("bases", str(indicators.loc[SERIES, "basis_id"]))
    return name[0].lower() + name[1:]


def turnover_summary(page: Page, frame: pd.DataFrame) -> Text | None:
    """What the series says, year by year, and what it cannot say."""
    if frame.empty:
        return None
    sentences = []
    for row in rows_of(frame):
        shown = row["figure"]
        if shown.derived:
            continue
        amount = numbers.qualified(shown.value, shown.unit_id, shown.qualifier, page.language)
        sentence = page.say("trade.year", year=row["year"], amount=amount) + row["cite"]
        if row["change"] is not None:
            words = change_in_words(page, row["change"])
            sentence += (
                page.say("trade.year_change", change=words, before=row["year"] - 1) + row["change_cite"]
            )
        elif row["open"]:
            sentence += page.say("trade.year_open", before=row["year"] - 1) + row["change_cite"]
        sentences.append(sentence + ".")
    derived = [
        page.say("trade.year_derived", year=row["year"], amount=page.figure(row["figure"]))
        + row["cite"]
        + "."
        for row in rows_of(frame)
        if row["figure"].derived
    ]
    limits = page.say(
        "trade.limits", basis=basis(page), first=int(frame["year"].min()), last=int(frame["year"].max())
    )
    return page.text(" ".join([*sentences, *derived]), limits)


def turnover_table(page: Page, frame: pd.DataFrame) -> Table | None:
    """The series as a table with the change on the year before."""
    if frame.empty:
        return None
    records = rows_of(frame)
    return table(
        page,
        page.phrase("trade.table", basis=basis(page)),
        [
            column(page, "year", [str(row["year"]) for row in records]),
            column(
                page,
                "turnover",
                [page.figure(row["figure"]) + row["cite"] for row in records],
                numeric=True,
                values=[row["figure"].value for row in records],
            ),
            column(
                page,
                "change",
                [change_cell(page, row["change"], row["open"]) + row["change_cite"] for row in records],
                numeric=True,
            ),
            column(
                page,
                "kind",
                [
                    page.phrase("figure.derived" if row["figure"].derived else "figure.published")
                    for row in records
                ],
            ),
        ],
        table_notes=[page.phrase("table.marks")],
    )


def series_rows(page: Page) -> pd.DataFrame:
    """The observations that make the series: the province's own, for full years, of everything together."""
    rows = whole(page.observations(SERIES, CHANGE))
    full_year = (rows["period_start"] == rows["period_end"]) & (rows["period_start"].str.len() == 4)
    return rows[(rows["reach"] == "own") & full_year]


def other_figures(page: Page) -> pd.DataFrame:
    """Every trade and border-revenue figure that is not a point of the series: other bases, periods or areas."""
    rows = of_topics(page, "trade", "budget")
    in_series = rows["observation_id"].isin(series_rows(page)["observation_id"])
    return rows[~in_series].reset_index(drop=True)


def other_figures_part(page: Page, rows: pd.DataFrame) -> Part:
    """The other trade figures under a heading that says why they stand apart."""
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
            column(page, "gate_kind", [page.phrase(f"gate.{row['kind']}") for row in rows]),
            column(page, "counterpart", [page.local(row, "counterpart") for row in rows]),
            column(page, "scope", [page.scope(row) for row in rows]),
        ],
    )
    return part(page.text(page.heading("trade.gates")) if grid else None, grid)
