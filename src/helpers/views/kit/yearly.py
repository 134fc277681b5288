"""A series year by year: each figure with its notes and its change on the year before, printed or computed."""

from typing import Any

import pandas as pd

from helpers.data import arithmetic as derive
from helpers.data.arithmetic import Figure
from helpers.data.series import Series
from helpers.text.markdown import Marked
from helpers.views.kit import points
from helpers.views.kit.observations import factors, figure
from helpers.views.kit.page import Page

COLUMNS = ["year", "figure", "cite", "doubtful", "change", "change_cite", "published", "open"]
NO_CHANGE: dict[str, Any] = {"change": None, "change_cite": "", "published": False, "open": False}


def yearly(page: Page, found: Series, printed: Series | None = None) -> pd.DataFrame:
    """A series by year, with the change on the year before; ``printed`` are the changes that sources publish.

    Columns: year, figure, cite, doubtful (a reading that no chart and no change may rest on), change, change_cite,
    published (whether the change was printed), open (whether the bounds leave the change open). A year that is only
    implied by the next year's printed change is derived.
    """
    changes = printed.by_year if printed else {}
    years: dict[int, dict[str, Any]] = {
        year: {
            "figure": point.figure,
            "cite": points.cite(page, point),
            "doubtful": point.row["confidence"] == "low",
        }
        for year, point in found.by_year.items()
    }
    for year, told in changes.items():
        if year in found.by_year and year - 1 not in years:
            before = _implied(page, found.by_year[year].row, told.row)
            if before:
                years[year - 1] = before
    rows = []
    for year in sorted(years):
        if year in changes:
            change = {"change": changes[year].figure, "change_cite": points.cite(page, changes[year])}
            rows.append({"year": year, **years[year], **NO_CHANGE, **change, "published": True})
        else:
            rows.append({"year": year, **years[year], **_computed(page, found.name, year, years)})
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)  # as text, pandas would forget what is Marked


def _implied(page: Page, value: dict[str, Any], change: dict[str, Any]) -> dict[str, Any] | None:
    """The year before, from a year's value and its printed change; None where the bounds leave it open."""
    parents = (value["observation_id"], change["observation_id"])
    implied = derive.before_change(figure(value), figure(change), parents)
    if implied is None:
        return None
    formula = page.say(
        "trade.formula_before",
        value=page.marked(value),
        change=page.marked(change),
        result=page.figure(implied),
    )
    cite = page.cite_derivation(f"{value['observation_id']}:before", formula)
    return {"figure": implied, "doubtful": False, "cite": Marked(cite + page.cite("observations", value))}


def _computed(page: Page, name: str, year: int, years: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """The change on the year before where both years are known."""
    if year - 1 not in years or years[year]["doubtful"] or years[year - 1]["doubtful"]:
        return NO_CHANGE
    new: Figure = years[year]["figure"]
    before: Figure = years[year - 1]["figure"]
    old = derive.in_unit(before, new.unit_id, factors(page))
    change = derive.change(new, old, (f"{name}.{year}", f"{name}.{year - 1}"))
    if change is None:
        reason = page.say("trade.open_change", new=page.figure(new), old=page.figure(before))
        return {**NO_CHANGE, "change_cite": page.cite_derivation(f"{name}.{year}:open", reason), "open": True}
    words = {"new": page.figure(new), "old": page.figure(before), "result": page.figure(change)}
    cite = page.cite_derivation(f"{name}.{year}:change", page.say("trade.formula_change", **words))
    return {**NO_CHANGE, "change": change, "change_cite": cite}


def sure(frame: pd.DataFrame) -> pd.DataFrame:
    """The years with a figure that a chart may show: no gaps, no doubtful reading."""
    return frame[frame["figure"].notna() & ~frame["doubtful"].astype(bool)]


def growth(page: Page, name: str, frame: pd.DataFrame) -> tuple[Figure, Marked, int, int] | None:
    """The compound annual growth rate over the latest run of four or more consecutive published years.

    With its formula and the first and last year; None where there is no such run or bounds leave it open.
    """
    known = sure(frame)
    known = known[[not shown.derived for shown in known["figure"]]]
    long = [run for run in runs([int(year) for year in known["year"]]) if len(run) >= 4]
    if not long:
        return None
    run = long[-1]
    ends = known.set_index("year").loc[[run[0], run[-1]], "figure"]
    old, new = ends.iloc[0], ends.iloc[1]
    years = run[-1] - run[0]
    rate = derive.growth_a_year(new, derive.in_unit(old, new.unit_id, factors(page)), years, (name,))
    if rate is None:
        return None
    words = {"new": page.figure(new), "old": page.figure(old), "years": years, "result": page.figure(rate)}
    cite = page.cite_derivation(f"{name}:growth", page.say("series.formula_growth", **words))
    return rate, cite, run[0], run[-1]


def runs(years: list[int]) -> list[list[int]]:
    """Consecutive years together: nothing is drawn or averaged over a gap."""
    found: list[list[int]] = []
    for year in years:
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return found
