"""What the pages claim is true: each claim is asked again of the rows, by code that the pages do not use.

All units and editions of `tests/claims.toml` are asked, and each check must deny what one unit says of another of
which it is not true. The checks read English; Vietnamese must tell the same of the same rows. What a comparison says
of several units is asked of the rows of its group, and denied where those rows were others.
"""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from claims import CLAIMS, TABLES, Claim, claims, says
from run_sections import comparisons, provinces
from truth import comparisons as compared
from truth import doubts, files, lists, rows, series
from truth.comparisons import Group, group_of
from truth.files import Row
from truth.languages import matches
from truth.series import known
from truth.units import unit_of

UNITS = sorted({unit for units in CLAIMS.values() for unit in units})
IN_FORCE = (*provinces(), *comparisons())
GROUPS = (
    *(series.CHECKS, rows.ROWS, rows.SEVERAL, lists.HEADINGS, lists.COUNTS, doubts.DOUBTS),
    compared.CHECKS,
)


def is_true(unit: str, claim: Claim) -> bool:
    """Whether the rows of a unit bear a claim out."""
    if claim.phrase in compared.CHECKS:
        return compared.CHECKS[claim.phrase](group_of(unit), claim)
    if claim.phrase in series.CHECKS:
        return series.CHECKS[claim.phrase](known(unit), claim)
    return next(group for group in GROUPS[1:] if claim.phrase in group)[claim.phrase](unit_of(unit), claim)


def test_every_claim_is_asked_of_the_rows_in_one_way() -> None:
    """A new phrase of the pages is no claim without a check of whether it is true; what claims nothing is a label."""
    assert sorted(phrase for group in GROUPS for phrase in group) == sorted(CLAIMS)


@pytest.mark.parametrize("unit", UNITS)
def test_what_a_unit_claims_is_borne_out_by_its_rows(unit: str) -> None:
    said = [one for name in TABLES for several in claims(unit, name).values() for one in several]
    assert [(one.phrase, *one.values.items(), one.line) for one in said if not is_true(unit, one)] == []


def _like(phrase: str) -> list[str]:
    """The comparisons, of what one of them says; else all other units."""
    of_groups = {one for key in compared.CHECKS for one in CLAIMS[key]}
    return [one for one in UNITS if (one in of_groups) == (phrase in compared.CHECKS)]


@pytest.mark.parametrize("phrase", CLAIMS)
def test_a_claim_is_denied_of_a_unit_of_which_it_is_not_true(phrase: str) -> None:
    holding, _ = CLAIMS[phrase]
    said = claims(holding, phrase.split(".")[0])[phrase]
    others = [unit for unit in _like(phrase) if not says(unit, phrase)]
    assert any(not is_true(unit, one) for unit in others for one in said)


@pytest.mark.parametrize("unit", UNITS)
def test_vietnamese_tells_the_same_of_the_same_rows(unit: str) -> None:
    """In today's units of all claims, in others of those that only they make."""
    is_in_force = unit in IN_FORCE
    mine = {phrase for phrase, (holding, _) in CLAIMS.items() if is_in_force or unit == holding}
    wrong = []
    for table in sorted({phrase.split(".")[0] for phrase in mine}):
        ours, theirs = claims(unit, table), claims(unit, table, "vi")
        for phrase in sorted(mine & ours.keys()):
            there = theirs.get(phrase, ())
            wrong += [one for one in ours[phrase] if not any(matches(unit, one, other) for other in there)]
            wrong += [one for one in there if not any(matches(unit, other, one) for other in ours[phrase])]
    assert [(one.phrase, *one.values.items(), one.line, one.facts) for one in wrong] == []


# The rows of a comparison changed, so that what its pages say is no longer true.


def _figures(change: Callable[[Row], Row | None]) -> Callable[[str], Group]:
    """A group with other figures; without those of which the change makes None."""

    def made(name: str) -> Group:
        tables = files.rows(name)
        kept = [one for row in tables["observations"] if (one := change(row))]
        return Group(name, {**tables, "observations": kept})

    return made


def _table(table: str, **cells: str) -> Callable[[str], Group]:
    """A group in which all rows of a table have other cells; without cells it has none."""

    def made(name: str) -> Group:
        tables = files.rows(name)
        return Group(name, {**tables, table: [{**row, **cells} for row in tables[table]] if cells else []})

    return made


def _by_unit(row: Row) -> Row:
    """Each unit's figures by a factor of their own, so that shares, ranks and changes are others."""
    factor = 2 + sum(map(ord, row["area_id"] + row["period_end"] + row["as_of"])) % 7
    return {**row, "value": str(int(float(row["value"]) * factor) + 1)}


def _of_today(row: Row) -> Row:
    """A former unit's figures as those of the unit that it became."""
    area = row["area_id"]
    return {**row, "area_id": f"{area}-2025" if area in ("lao-cai", "tuyen-quang") else area}


CHANGES: dict[str, Callable[[str], Group]] = {
    "other figures": _figures(_by_unit),
    "no figures of one unit": _figures(lambda row: row if row["area_id"] != "cao-bang" else None),
    "no figures": _figures(lambda row: None),
    "of today's units": _figures(_of_today),
    "of one time": _figures(lambda row: {**row, "period_start": "2024", "period_end": "2024", "as_of": ""}),
    "all that is published": lambda name: Group(name, files.rows("")),
    "an edition of 2025": lambda name: Group(name, day=date(2025, 5, 31)),
    "ten years later": lambda name: Group(name, day=group_of(name).day.replace(year=2036)),
    "ten years before": lambda name: Group(name, day=date(2014, 6, 30)),
    "other units formed": _table("areas", valid_from="2010-01-01"),
    "no members of bodies": _table("mechanism_members"),
    "no sessions": _table("meetings"),
    "sessions of another body": _table("meetings", mechanism_id="yunnan-joint-working-group"),
    "documents over": _table("documents", period_end="2020"),
}
changed = cache(lambda change, name: CHANGES[change](name))


@pytest.mark.parametrize("phrase", compared.CHECKS)
def test_a_claim_of_a_comparison_is_denied_where_its_rows_are_others(phrase: str) -> None:
    holding, _ = CLAIMS[phrase]
    said = claims(holding, "comparison")[phrase]
    check = compared.CHECKS[phrase]
    assert all(check(group_of(holding), one) for one in said)
    assert any(not check(changed(change, holding), one) for change in CHANGES for one in said)
