"""Series year by year: each figure with its sources and its change on the year before; several side by side."""

from typing import Any

import pandas as pd

from helpers.data import arithmetic as derive
from helpers.data import selection
from helpers.data.arithmetic import Figure
from helpers.data.selection import unit_factors
from helpers.data.series import Series, series
from helpers.data.tables import Record
from helpers.text.markdown import Marked, unescape
from helpers.views.kit.citations import Derived
from helpers.views.kit.observations import cite_point, figure, named_subject, point_cell
from helpers.views.kit.outputs import Table
from helpers.views.kit.section import Section
from helpers.views.kit.tables import Column, column, table

COLUMNS = ["year", "figure", "cite", "doubtful", "change", "change_cite", "published", "open"]
NO_CHANGE: dict[str, Any] = {"change": None, "change_cite": "", "published": False, "open": False}
LOWER, MIXED = "lower", "mixed"
UPPER = {"nearly": "upper", "under": "upper"}


def series_of(section: Section, *indicators: str) -> dict[str, Series]:
    """The unit's own series of the indicators that the dataset has, by indicator."""
    return {
        name: series(section.dataset, section.province, name)
        for name in indicators
        if name in section.facts.indicators
    }


def series_name(section: Section, one: Series) -> str:
    """What a series counts, and of which former unit where it is of one: ``PCI score: former Lào Cai``."""
    name, area = section.words.name("indicators", one.indicator_id), section.words.name("areas", one.area_id)
    plain = one.area_id == section.province
    return name if plain else section.words.say("figure.about", name=name, about=area)


# One series


def yearly(section: Section, found: Series, printed: Series | None = None) -> pd.DataFrame:
    """A series by year, with the change on the year before; ``printed`` are the changes that sources publish.

    Columns: year, figure, cite, doubtful (a reading that no chart and no change may rest on), change, change_cite,
    published (whether the change was printed), open (whether the bounds leave the change open). A year that is only
    implied by the next year's printed change is derived.
    """
    changes = printed.by_year if printed else {}
    years: dict[int, dict[str, Any]] = {
        year: {
            "figure": point.figure,
            "cite": cite_point(section, point),
            "doubtful": point.row["confidence"] == "low",
            "parents": (point.row["observation_id"],),
        }
        for year, point in found.by_year.items()
    }
    for year, change in changes.items():
        if year in found.by_year and year - 1 not in years:
            before = _implied(section, found.by_year[year].row, change.row, year - 1)
            if before:
                years[year - 1] = before
    rows = []
    for year in sorted(years):
        if year in changes:
            of_source = {"change": changes[year].figure, "change_cite": cite_point(section, changes[year])}
            rows.append({"year": year, **years[year], **NO_CHANGE, **of_source, "published": True})
        else:
            rows.append({"year": year, **years[year], **_computed(section, found, year, years)})
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)  # as text, pandas would forget what is Marked


def _implied(section: Section, value: Record, change: Record, year: int) -> dict[str, Any] | None:
    """A year, from the next a year's value and its printed change; None where the bounds leave it open."""
    parents = (value["observation_id"], change["observation_id"])
    implied = derive.before_change(figure(value), figure(change), parents)
    if implied is None:
        return None
    words = section.words
    formula = words.markdown(
        "trade.formula_before",
        value=words.marked(value),
        change=words.marked(change),
        result=words.figure(implied),
    )
    # The row of the figure it was worked out from has that figure's address and source; this one has the formula.
    derived = Derived("before", named_subject(section, value), str(year), implied, unescape(formula))
    cite = section.citations.derivation(f"{value['observation_id']}:before", formula, parents, derived)
    return {"figure": implied, "doubtful": False, "cite": cite, "parents": parents}


def _computed(section: Section, found: Series, year: int, years: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """The change on the year before where both years are known."""
    if year - 1 not in years or years[year]["doubtful"] or years[year - 1]["doubtful"]:
        return NO_CHANGE
    words, cite, name = section.words, section.citations.derivation, found.name
    new: Figure = years[year]["figure"]
    before: Figure = years[year - 1]["figure"]
    old = derive.in_unit(before, new.unit_id, unit_factors(section.dataset))
    facts = tuple(dict.fromkeys(one for each in (year, year - 1) for one in years[each]["parents"]))
    change = derive.change(new, old, facts)
    if change is None:
        key = f"trade.open_change_{bounds(new, before)}"
        reason = words.markdown(key, new=words.figure(new), old=words.figure(before))
        return {**NO_CHANGE, "change_cite": cite(f"{name}.{year}:open", reason), "open": True}
    formula = words.markdown(
        "trade.formula_change", new=words.figure(new), old=words.figure(old), result=words.figure(change)
    )
    derived = Derived(
        "change", named_subject(section, found.points[-1].row), str(year), change, unescape(formula)
    )
    return {**NO_CHANGE, "change": change, "change_cite": cite(f"{name}.{year}:change", formula, (), derived)}


def bounds(new: Figure, old: Figure) -> str:
    """Why two figures leave their change open: both are ``lower`` bounds, both ``upper``, or it is ``mixed``."""
    sides = {LOWER if one.qualifier == "over" else UPPER.get(one.qualifier, MIXED) for one in (new, old)}
    return sides.pop() if len(sides) == 1 else MIXED


def sure(frame: pd.DataFrame) -> pd.DataFrame:
    """The years of a yearly frame with a figure that a chart may show: no gaps, no doubtful reading."""
    return frame[frame["figure"].notna() & ~frame["doubtful"].astype(bool)]


def growth(section: Section, found: Series) -> Marked | None:
    """A sentence on the average growth a year, with its formula, where `selection.average_growth` allows one."""
    average = selection.average_growth(section.dataset, found)
    if average is None:
        return None
    rate, first, last = average
    words = section.words
    formula = words.markdown(
        "series.formula_growth",
        new=words.figure(last.figure),
        old=words.figure(first.figure),
        years=last.year - first.year,
        result=words.figure(rate),
    )
    when = f"{first.year}–{last.year}"
    derived = Derived("growth", named_subject(section, last.row), when, rate, unescape(formula))
    said = words.markdown("trade.growth", first=first.year, last=last.year, change=words.change_in_text(rate))
    return Marked(said + section.citations.derivation(f"{found.name}:growth", formula, (), derived) + ".")


# Several series side by side


def years_table(section: Section, caption: str, found: dict[str, Series]) -> Table | None:
    """A row a year, a column a series, which says whose it is where that is a former unit; None for no full year."""
    years = sorted({year for one in found.values() for year in one.by_year})
    if not years:
        return None
    columns = [column(section, "year", [str(year) for year in years])]
    for name, one in found.items():
        cells = [point_cell(section, one.by_year[year]) if year in one.by_year else "" for year in years]
        columns.append(Column(name, series_name(section, one), cells, numeric=True))
    return table(section, caption, columns)


def ids_by_year(found: dict[str, Series]) -> set[str]:
    """The observations that a table by year shows: of each year the last point, with what other sources publish."""
    return {
        row["observation_id"]
        for one in found.values()
        for point in one.by_year.values()
        for row in (point.row, *point.alternatives)
    }
