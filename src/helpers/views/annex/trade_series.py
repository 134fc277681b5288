"""The province's trade, one block for each basis, gate and set of boundaries; blocks are never joined."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.data import cumulative
from helpers.data.arithmetic import Figure, in_unit
from helpers.data.cumulative import Leap
from helpers.data.dates import last_day
from helpers.data.selection import unit_factors
from helpers.data.series import Point, Series, series
from helpers.data.tables import Record, to_records
from helpers.text import numbers
from helpers.text.indicators import figure_name
from helpers.text.markdown import Marked, unescape
from helpers.views.kit import spoken
from helpers.views.kit.citations import Derived
from helpers.views.kit.facts import NEAR
from helpers.views.kit.observations import named_subject, one_unit, point_cell
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import capital
from helpers.views.kit.yearly import COLUMNS, NO_CHANGE, sure, yearly

MEASURES = ("turnover", "exports", "imports")
# Sources that do not say what they count may count different things: their figures never make a series.
UNSTATED = "unstated"
# The widest basis first; what an official asks for first.
ORDER = (
    *("all-gates", "land-gates", "territory", "customs", "customs-branch"),
    *("gate", "gate-customs", "enterprises", "unstated", "mirror"),
)
# Indicators that print the change of another on the year before.
PRINTED_CHANGE = {"trade-turnover": "trade-turnover-change"}
CHANGE = "change"
_NO_TURNOVER = {**NO_CHANGE, "figure": None, "cite": "", "doubtful": False, "exports": "", "imports": ""}


@dataclass(frozen=True)
class Block:
    """Turnover, exports and imports on one basis; ``frame`` has a row a year, ``series`` is by measure.

    Columns of the frame: those of ``kit.yearly.yearly``, exports and imports (cells, empty where not known).
    """

    area_id: str
    basis_id: str
    gate_id: str
    series: dict[str, Series]
    frame: pd.DataFrame

    @property
    def key(self) -> str:
        """The block in a word, for the keys of its notes."""
        return ".".join(filter(None, (self.area_id, self.basis_id, self.gate_id)))

    @property
    def has_series(self) -> bool:
        """Whether the years of turnover mean the same and are enough to show in order: three."""
        return self.basis_id != UNSTATED and len(sure(self.frame)) > 2

    @property
    def rows(self) -> list[Record]:
        """The observations that the frame's figures and printed changes are, other sources' figures included.

        A change that is printed for a year without turnover, or on a basis with no series, stands elsewhere.
        """
        printed = set(self.frame[self.frame["published"]]["year"]) if self.has_series else set()
        points = [
            point
            for measure, found in self.series.items()
            for year, point in found.by_year.items()
            if measure != CHANGE or year in printed
        ]
        return [row for point in points for row in (point.row, *point.alternatives)]


def indicators(section: Section) -> dict[tuple[str, str], str]:
    """The indicator of each basis and measure."""
    rows = section.dataset.records("indicators")
    return {
        (row["basis_id"], row["measure"]): row["indicator_id"]
        for row in rows
        if row["topic"] == "trade" and row["measure"] in MEASURES
    }


def in_order(section: Section) -> list[str]:
    """The trade indicators by basis, turnover before exports before imports."""
    known = indicators(section)
    ranked = sorted(known, key=lambda key: (_rank(key[0]), key[0], MEASURES.index(key[1])))
    return [known[key] for key in ranked]


def blocks(section: Section) -> list[Block]:
    """Every basis on which the trade is published by full year: on the unit's own boundaries, then by former unit."""
    known = indicators(section)
    basis_of = {indicator: basis for (basis, _), indicator in known.items()}
    rows = section.facts.rows("observations")
    mine = rows["reach"].isin(NEAR) & (rows["partner_id"] == "") & (rows["sector_id"] == "")
    rows = rows[mine & rows["indicator_id"].isin(list(basis_of))]
    keys = dict.fromkeys(
        (row["reach"], row["area_id"], basis_of[row["indicator_id"]], row["gate_id"])
        for row in to_records(rows)
    )
    ranked = sorted(keys, key=lambda key: (NEAR.index(key[0]), key[1], _rank(key[2]), key[3]))
    found = [block(section, area, basis, gate, known) for _, area, basis, gate in ranked]
    return [one for one in found if len(one.frame)]


def _rank(basis: str) -> int:
    return ORDER.index(basis) if basis in ORDER else len(ORDER)


def block(section: Section, area: str, basis: str, gate: str, known: dict[tuple[str, str], str]) -> Block:
    """One block; a turnover year may lack exports and imports, and the other way round."""
    there = {measure: known[basis, measure] for measure in MEASURES if (basis, measure) in known}
    printed = PRINTED_CHANGE.get(there.get("turnover", ""), "")
    if printed in section.facts.indicators:
        there[CHANGE] = printed
    found = {
        measure: series(section.dataset, area, indicator, gate_id=gate)
        for measure, indicator in there.items()
    }
    # Turnover, exports and imports in one unit: their digits stay as printed.
    units = one_unit(section.dataset, [one.row for of in found.values() for one in of.points])
    worth = unit_factors(section.dataset)
    years: dict[int, dict[str, Any]] = {}
    if "turnover" in found:
        turnover = yearly(section, found["turnover"], found.get(CHANGE))
        years = {row["year"]: {**row, "exports": "", "imports": ""} for row in to_records(turnover)}
    for row in years.values():
        unit = row["figure"].unit_id
        row["figure"] = in_unit(row["figure"], units.get(unit, unit), worth)
    for measure in MEASURES[1:]:
        for year, point in found[measure].by_year.items() if measure in found else ():
            row = years.setdefault(year, {**_NO_TURNOVER, "year": year})
            row[measure] = point_cell(section, point, unit=units[point.row["unit_id"]])
    rows = [years[year] for year in sorted(years)]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, *MEASURES[1:]], dtype=object)
    return Block(area, basis, gate, found, frame.assign(published=frame["published"].astype(bool)))


def leaps(section: Section, points: Iterable[Point]) -> list[Leap]:
    """Of figures of one series that add up over a year where a later one leaves too much for the months in between."""
    return cumulative.leaps(points, unit_factors(section.dataset))


def leap_said(section: Section, one: Leap) -> Marked:
    """That two figures may not count alike, with what they leave and how that was worked out."""
    words, before, after = section.words, one.before.row, one.after.row
    rest, average = (_amount(section, figure) for figure in (one.rest, one.average))
    said = words.markdown(
        "trade_page.leap",
        before=capital(spoken.when(section, before)),
        after=spoken.when(section, after),
        rest=rest,
        average=average,
        count=one.months,
    )
    formula = words.markdown(
        "trade_page.formula_leap",
        before=words.marked(before),
        after=words.marked(after),
        months=last_day(before["period_end"]).month,
        rest=words.figure(one.rest),
        average=words.figure(one.average),
    )
    when = words.say("figure.between", start=words.when(before), end=words.when(after))
    derived = Derived("rest", named_subject(section, after), when, one.rest, unescape(formula))
    name_, parents = f"{after['observation_id']}:leap", one.rest.parents
    cite = section.citations.derivation(name_, formula, parents, derived)
    return Marked(said + cite + spoken.cited(section, after, before))


def _amount(section: Section, figure: Figure) -> str:
    value, unit = numbers.handy(section.dataset, figure.value, figure.unit_id, figure.qualifier)
    return numbers.qualified(section.dataset, value, unit, figure.qualifier, section.language)


def name(section: Section, one: Block) -> str:
    """What the block counts: the name of its turnover, the gate, and the boundaries where they are new."""
    known, words = indicators(section), section.words
    measure = next(measure for measure in MEASURES if (one.basis_id, measure) in known)
    about = {"indicator_id": known[one.basis_id, measure], "gate_id": one.gate_id}
    named = figure_name(
        section.dataset, {**about, "partner_id": "", "sector_id": ""}, words.language, words.say
    )
    if one.area_id != section.province:
        named = words.say("figure.about", name=named, about=words.name("areas", one.area_id))
    return named
