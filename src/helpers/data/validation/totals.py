"""No part is more than its whole: by partner, sector or gate against the figure of all, and parts of an indicator.

A qualified number counts as what it certainly is: "over 5" is more than 5, "nearly 5" less than 5. "About 5" could be
either, so it never breaks this rule. A plan is compared with plans only.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from helpers.data.arithmetic import LEAST_SLACK_USD
from helpers.data.csv_files import Sheets
from helpers.data.faults import Fault

BY = ("partner_id", "sector_id", "gate_id")
TIME = ("period_start", "period_end", "as_of")


class Amount(NamedTuple):
    """An additive observation: what totals are about, and how much its unit is worth in base units."""

    line: int
    area_id: str
    indicator_id: str
    partner_id: str
    sector_id: str
    gate_id: str
    period_start: str
    period_end: str
    as_of: str
    source_id: str
    value: str
    unit_id: str
    qualifier: str
    factor: str

    @property
    def planned(self) -> bool:
        """Whether it is a plan and not a result."""
        return self.qualifier == "planned"

    @property
    def bounds(self) -> "Bounds":
        """What it can be in base units."""
        return bounds(self.value, self.qualifier, self.factor)


class Bounds(NamedTuple):
    """The least and the most that a figure can be in base units."""

    least: Decimal
    most: Decimal | None
    slack: Decimal  # half a unit of the last printed digit: what rounding may hide
    open: bool  # "over 5" is more than 5, not 5 or more


Key = Callable[[Amount], tuple[str, ...]]
AT = attrgetter("source_id", *TIME)


def breakdowns(sheets: Sheets) -> Iterator[Fault]:
    """The figures by partner, sector or gate add up to no more than the figure of all of them.

    A table of ``discrepancies`` does not, and a person has accepted it.
    """
    observations = sheets["observations"].combinations("indicator_id", *BY)
    figures = additive(sheets, {indicator for indicator, *by in observations if any(by)})
    accepted: dict[str, set[tuple[str, ...]]] = {}
    for row in sheets["discrepancies"].rows:
        accepted.setdefault(f"{row['by']}_id", set()).add(row.key(("source_id", *TIME)))
    for by in BY:
        of, rest = (
            attrgetter(by),
            attrgetter("area_id", "indicator_id", *TIME, *(one for one in BY if one != by)),
        )
        split_up = grouped((figure for figure in figures if of(figure)), rest)
        areas = {area for area, *_ in split_up}
        wholes = grouped((one for one in figures if not of(one) and one.area_id in areas), rest)
        for key in split_up.keys() & wholes.keys():
            for alike in side_by_side(split_up[key], by, sheets):
                if AT(alike[0]) not in accepted.get(by, ()):
                    yield from too_much(sheets, alike, wholes[key], by)


def side_by_side(parts: list[Amount], by: str, sheets: Sheets) -> Iterator[list[Amount]]:
    """Parts that do not overlap: of one source and, for partners, of one kind (a company lies in a country)."""
    partners = sheets["partners"].index
    found: dict[tuple[str, str, bool], list[Amount]] = {}
    for part in parts:
        partner = partners.get(part.partner_id) if by == "partner_id" else None
        kind = partner["kind"] if partner else ""
        found.setdefault((part.source_id, kind, part.planned), []).append(part)
    yield from found.values()


def too_much(sheets: Sheets, parts: list[Amount], wholes: list[Amount], by: str) -> Iterator[Fault]:
    """The fault of parts that add up to more than every whole that one of their sources gives."""
    wholes = comparable(parts[0], wholes)
    limits = [part.bounds for part in parts]
    least = sum((one.least for one in limits), Decimal(0))
    slack = sum((one.slack for one in limits), Decimal(0)) if len(parts) > 1 else Decimal(0)
    if len(parts) > 1 and sheets["units"].index[parts[0].unit_id]["dimension"] == "usd":
        slack = max(slack, LEAST_SLACK_USD)
    strict = any(one.open for one in limits)
    if wholes and all(surely_more(least - slack, strict, whole.bounds, len(parts) > 1) for whole in wholes):
        last, subject = parts[-1], by.removesuffix("_id")
        wanted = f"{last.indicator_id} by {subject} to add up to no more than {said(wholes[0])}"
        yield too_large(sheets, last, wanted, " + ".join(said(part) for part in parts))


def too_large(sheets: Sheets, amount: Amount, wanted: str, found: str) -> Fault:
    """The fault of a figure that is more than it can be."""
    return Fault(sheets["observations"].file, amount.line, "value", wanted, found)


def inclusions(sheets: Sheets) -> Iterator[Fault]:
    """A figure whose indicator is part of another is no more than that other at the same time."""
    of_all = attrgetter("area_id", *BY, *TIME)
    indicators = sheets["indicators"].index
    parents = {
        name: row["part_of"]
        for name, row in indicators.items()
        if row["part_of"] in indicators and indicators[row["part_of"]]["dimension"] == row["dimension"]
    }
    figures = additive(sheets, {*parents, *parents.values()})
    groups = grouped(figures, attrgetter("indicator_id", "area_id", *BY, *TIME))
    for part in figures:
        parent = parents.get(part.indicator_id)
        if not parent:
            continue
        wholes = comparable(part, groups.get((parent, *of_all(part)), []))
        least, _, _, strict = part.bounds
        if wholes and all(surely_more(least, strict, whole.bounds, rounded=False) for whole in wholes):
            wanted = f"no more than {parent}, {said(wholes[0])}"
            yield too_large(sheets, part, wanted, said(part))


def hierarchy(sheets: Sheets) -> Iterator[Fault]:
    """A part has the dimension of its whole, and no indicator is part of itself, be it through others."""
    sheet = sheets["indicators"]
    for row in sheet.rows:
        seen, whole = {row["indicator_id"]}, sheet.index.get(row["part_of"])
        if whole and row["kind"] != "rate" and whole["dimension"] != row["dimension"]:
            yield sheet.fault(row, "part_of", f"an indicator of {row['dimension']}")
        while whole and whole["indicator_id"] not in seen:
            seen.add(whole["indicator_id"])
            whole = sheet.index.get(whole["part_of"])
        if whole and row["indicator_id"] == min(seen):
            yield sheet.fault(row, "part_of", "a whole that is not part of its own part")


def additive(sheets: Sheets, wanted: set[str]) -> list[Amount]:
    """The observations of some indicators that can be added up; rates cannot."""
    sheet, units = sheets["observations"], sheets["units"].index
    dimensions = {
        name: row["dimension"]
        for name, row in sheets["indicators"].index.items()
        if name in wanted and row["kind"] != "rate"
    }
    factors = {
        (name, unit): units[unit]["factor"]
        for name, unit in sheet.combinations("indicator_id", "unit_id")
        if unit in units and units[unit]["dimension"] == dimensions.get(name)
    }
    if not factors:
        return []
    kinds = sheet.combined("indicator_id", "unit_id")
    rows = zip(kinds, sheet.lines, *map(sheet.column, Amount._fields[1:-1]), strict=True)
    return [Amount._make((*row, factors[kind])) for kind, *row in rows if kind in factors]


@lru_cache(maxsize=65536)
def bounds(text: str, qualifier: str, worth: str) -> Bounds:
    """What a figure can be in base units."""
    printed, factor = Decimal(text), Decimal(worth)
    value = printed * factor
    exponent = printed.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Bounds(
        value if qualifier in ("exact", "over", "planned") else Decimal(0),
        value if qualifier in ("exact", "under", "nearly", "planned") else None,
        factor * Decimal(5).scaleb(-decimals - 1) if factor != 1 or decimals else Decimal(0),
        qualifier == "over",
    )


def comparable(part: Amount, wholes: Iterable[Amount]) -> list[Amount]:
    """The wholes that a part is judged by: plans by plans, and its own source's if that gives one."""
    alike = [whole for whole in wholes if whole.planned == part.planned]
    own = [whole for whole in alike if whole.source_id == part.source_id]
    return own or alike


def surely_more(least: Decimal, strict: bool, whole: Bounds, rounded: bool) -> bool:
    """Whether an amount is certainly more than a whole. For sums, the rounding of the whole is allowed for."""
    if whole.most is None:
        return False
    most = whole.most + (whole.slack if rounded else 0)
    return least > most or (strict and least == most)


def grouped(figures: Iterable[Amount], key: Key) -> dict[tuple[str, ...], list[Amount]]:
    """Figures by what they are of."""
    found: dict[tuple[str, ...], list[Amount]] = {}
    for one in figures:
        found.setdefault(key(one), []).append(one)
    return found


def said(amount: Amount) -> str:
    """A figure as its row says it."""
    qualifier = "" if amount.qualifier == "exact" else f"{amount.qualifier} "
    return f"{qualifier}{amount.value} {amount.unit_id}"


RULES = (breakdowns, inclusions, hierarchy)
