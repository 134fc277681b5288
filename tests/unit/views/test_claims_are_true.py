"""What the pages claim is true: each claim is asked again of the rows, by code that the pages do not use.

All units and editions of `tests/claims.toml` are asked, and each check must deny what one unit says of another of
which it is not true. The checks read English; Vietnamese must tell the same of the same rows.
"""

import pytest

from claims import CLAIMS as ALL_CLAIMS
from claims import TABLES, Claim, claims, says
from run_sections import provinces
from truth import doubts, lists, rows, series
from truth.languages import matches
from truth.series import known
from truth.units import unit_of

# What the comparison says of several units has checks of its own: test_comparison.py.
CLAIMS = {phrase: units for phrase, units in ALL_CLAIMS.items() if not phrase.startswith("comparison.")}
UNITS = sorted({unit for units in CLAIMS.values() for unit in units})
PROVINCES = provinces()
GROUPS = (series.CHECKS, rows.ROWS, rows.SEVERAL, lists.HEADINGS, lists.COUNTS, doubts.DOUBTS)


def is_true(unit: str, claim: Claim) -> bool:
    """Whether the rows of a unit bear a claim out."""
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


@pytest.mark.parametrize("phrase", CLAIMS)
def test_a_claim_is_denied_of_a_unit_of_which_it_is_not_true(phrase: str) -> None:
    holding, _ = CLAIMS[phrase]
    said = claims(holding, phrase.split(".")[0])[phrase]
    others = [unit for unit in UNITS if not says(unit, phrase)]
    assert any(not is_true(unit, one) for unit in others for one in said)


@pytest.mark.parametrize("unit", UNITS)
def test_vietnamese_tells_the_same_of_the_same_rows(unit: str) -> None:
    """In today's units of all claims, in others of those that only they make."""
    is_in_force = unit in PROVINCES
    mine = {phrase for phrase, (holding, _) in CLAIMS.items() if is_in_force or unit == holding}
    wrong = []
    for table in sorted({phrase.split(".")[0] for phrase in mine}):
        ours, theirs = claims(unit, table), claims(unit, table, "vi")
        for phrase in sorted(mine & ours.keys()):
            there = theirs.get(phrase, ())
            wrong += [one for one in ours[phrase] if not any(matches(unit, one, other) for other in there)]
            wrong += [one for one in there if not any(matches(unit, other, one) for other in ours[phrase])]
    assert [(one.phrase, *one.values.items(), one.line, one.facts) for one in wrong] == []
