"""No part is more than its whole: by partner, sector or gate against the figure of all, and parts of an indicator.

A qualified number counts as what it certainly is: "over 5" is more than 5, "nearly 5" less than 5. "About 5" could be
either, so it never breaks this rule. A plan is compared with plans only.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from helpers.data.arithmetic import LEAST_SLACK_USD
from helpers.data.csv_files import Row, Sheets
from helpers.data.faults import Fault

BY = ("partner_id", "sector_id", "gate_id")
TIME = ("period_start", "period_end", "as_of")


class Amount(NamedTuple):
    """An additive observation in base units: the least and the most that it can be."""

    row: Row
    least: Decimal
    most: Decimal | None
    slack: Decimal  # half a unit of the last printed digit: what rounding may hide
    open: bool  # "over 5" is more than 5, not 5 or more

    @property
    def planned(self) -> bool:
        """Whether it is a plan and not a result."""
        return self.row["qualifier"] == "planned"


def breakdowns(sheets: Sheets) -> Iterator[Fault]:
    """The figures by partner, sector or gate add up to no more than the figure of all of them.

    A table of ``discrepancies`` does not, and a person has accepted it.
    """
    rows = sheets["observations"].rows
    split = {row["indicator_id"] for row in rows if row["partner_id"] or row["sector_id"] or row["gate_id"]}
    figures = additive(sheets, split)
    accepted: dict[str, set[tuple[str, ...]]] = {}
    for row in sheets["discrepancies"].rows:
        accepted.setdefault(f"{row['by']}_id", set()).add(row.key(("source_id", *TIME)))
    for by in BY:
        rest = ("area_id", "indicator_id", *TIME, *(column for column in BY if column != by))
        split_up = grouped((figure for figure in figures if figure.row[by]), rest)
        areas = {area for area, *_ in split_up}
        whole = (one for one in figures if not one.row[by] and one.row["area_id"] in areas)
        wholes = grouped(whole, rest)
        for key, parts in split_up.items():
            for alike in side_by_side(parts, by, sheets):
                if alike[0].row.key(("source_id", *TIME)) in accepted.get(by, ()):
                    continue
                yield from too_much(sheets, alike, wholes.get(key, []), by)


def side_by_side(parts: list[Amount], by: str, sheets: Sheets) -> Iterator[list[Amount]]:
    """Parts that do not overlap: of one source and, for partners, of one kind (a company lies in a country)."""
    partners = sheets["partners"].index
    found: dict[tuple[str, str, bool], list[Amount]] = {}
    for part in parts:
        partner = partners.get(part.row["partner_id"]) if by == "partner_id" else None
        kind = partner["kind"] if partner else ""
        found.setdefault((part.row["source_id"], kind, part.planned), []).append(part)
    yield from found.values()


def too_much(sheets: Sheets, parts: list[Amount], wholes: list[Amount], by: str) -> Iterator[Fault]:
    """The fault of parts that add up to more than every whole that one of their sources gives."""
    wholes = comparable(parts[0], wholes)
    least = sum((part.least for part in parts), Decimal(0))
    slack = sum((part.slack for part in parts), Decimal(0)) if len(parts) > 1 else Decimal(0)
    if len(parts) > 1 and sheets["units"].index[parts[0].row["unit_id"]]["dimension"] == "usd":
        slack = max(slack, LEAST_SLACK_USD)
    strict = any(part.open for part in parts)
    if wholes and all(surely_more(least - slack, strict, whole, len(parts) > 1) for whole in wholes):
        last = parts[-1].row
        subject = by.removesuffix("_id")
        wanted = f"{last['indicator_id']} by {subject} to add up to no more than {said(wholes[0])}"
        yield sheets["observations"].fault(
            last, "value", wanted, found=" + ".join(said(part) for part in parts)
        )


def inclusions(sheets: Sheets) -> Iterator[Fault]:
    """A figure whose indicator is part of another is no more than that other at the same time."""
    rest = ("area_id", *BY, *TIME)
    indicators = sheets["indicators"].index
    parents = {
        name: row["part_of"]
        for name, row in indicators.items()
        if row["part_of"] in indicators and indicators[row["part_of"]]["dimension"] == row["dimension"]
    }
    figures = additive(sheets, {*parents, *parents.values()})
    groups = grouped(figures, ("indicator_id", *rest))
    for part in figures:
        parent = parents.get(part.row["indicator_id"])
        if not parent:
            continue
        wholes = comparable(part, groups.get((parent, *part.row.key(rest)), []))
        if wholes and all(surely_more(part.least, part.open, whole, rounded=False) for whole in wholes):
            wanted = f"no more than {parent}, {said(wholes[0])}"
            yield sheets["observations"].fault(part.row, "value", wanted, found=said(part))


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
    """The observations of some indicators that can be added up, in base units; rates cannot."""
    indicators, units = sheets["indicators"].index, sheets["units"].index
    found = []
    for row in sheets["observations"].rows:
        if row["indicator_id"] not in wanted:
            continue
        indicator, unit = indicators.get(row["indicator_id"]), units.get(row["unit_id"])
        if indicator and unit and indicator["kind"] != "rate" and unit["dimension"] == indicator["dimension"]:
            found.append(Amount(row, *bounds(row["value"], row["qualifier"], unit["factor"])))
    return found


@cache
def bounds(text: str, qualifier: str, worth: str) -> tuple[Decimal, Decimal | None, Decimal, bool]:
    """The least and the most that a figure can be in base units, half its last digit, whether it exceeds the least."""
    printed, factor = Decimal(text), Decimal(worth)
    value = printed * factor
    exponent = printed.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return (
        value if qualifier in ("exact", "over", "planned") else Decimal(0),
        value if qualifier in ("exact", "under", "nearly", "planned") else None,
        factor * Decimal(5).scaleb(-decimals - 1) if factor != 1 or decimals else Decimal(0),
        qualifier == "over",
    )


def comparable(part: Amount, wholes: Iterable[Amount]) -> list[Amount]:
    """The wholes that a part is judged by: plans by plans, and its own source's if that gives one."""
    alike = [whole for whole in wholes if whole.planned == part.planned]
    own = [whole for whole in alike if whole.row["source_id"] == part.row["source_id"]]
    return own or alike


def surely_more(least: Decimal, strict: bool, whole: Amount, rounded: bool) -> bool:
    """Whether an amount is certainly more than a whole. For sums, the rounding of the whole is allowed for."""
    if whole.most is None:
        return False
    most = whole.most + (whole.slack if rounded else 0)
    return least > most or (strict and least == most)


def grouped(figures: Iterable[Amount], columns: tuple[str, ...]) -> dict[tuple[str, ...], list[Amount]]:
    """Figures by some of their columns."""
    found: dict[tuple[str, ...], list[Amount]] = {}
    for entry in figures:
        found.setdefault(entry.row.key(columns), []).append(entry)
    return found


def said(amount: Amount) -> str:
    """A figure as its row says it."""
    qualifier = "" if amount.row["qualifier"] == "exact" else f"{amount.row['qualifier']} "
    return f"{qualifier}{amount.row['value']} {amount.row['unit_id']}"


RULES = (breakdowns, inclusions, hierarchy)
