"""A correction holds for what is shown, leaves what was printed, and fails when it no longer bites."""

from decimal import Decimal

import pytest

from helpers.data import load

FIX = {
    "table": "observations",
    "key": "west.turnover.2019",
    "field": "value",
    "old": "3.8",
    "new": "3.6",
    "reason_vi": "Nguồn in nhầm",
    "reason_en": "A misprint",
    "confirmed_by": "Sở Công Thương",
    "date": "2021-05-03",
}


def shown(small, as_of=""):
    rows = load(as_of=as_of, folder=small.path)["observations"].set_index("observation_id")
    return rows.loc["west.turnover.2019", "value"]


def test_what_holds_is_shown_and_what_was_printed_stays(small):
    small.add("corrections", **FIX)
    assert small.faults() == []
    assert shown(small) == Decimal("3.6")
    printed = {row["observation_id"]: row["value"] for row in small.rows("observations")}
    assert printed["west.turnover.2019"] == "3.8"


def test_an_edition_before_the_correction_shows_what_was_printed(small):
    small.add("corrections", **FIX)
    assert shown(small, "2020-12-31") == Decimal("3.8")
    assert shown(small, "2021-12-31") == Decimal("3.6")


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"key": "west.turnover.1999"}, "key", "observation_id of observations.csv"),
        ({"old": "3.9"}, "old", "no longer bites"),
        ({"new": "3.8"}, "new", "another value"),
        ({"field": "observation_id"}, "field", "a field of observations.csv"),
        ({"field": "source_id"}, "field", "a field of observations.csv"),
        ({"new": "3,6"}, "new", "a number with a decimal point"),
        ({"new": "4e1"}, "new", "plain digits"),
        ({"new": ""}, "new", "a value"),
        ({"field": "period_end", "old": "2019", "new": "usd_m"}, "new", "like"),
        ({"field": "period_end", "old": "2019", "new": "2019-02-31"}, "new", "a day that the calendar has"),
    ],
)
def test_a_correction_that_does_not_bite_is_a_fault(small, cells, field, words):
    small.add("corrections", **{**FIX, **cells})
    (fault,) = small.faults()
    assert (fault.field, words in fault.expected) == (field, True)


def test_the_rules_judge_the_corrected_value(small):
    small.add("corrections", **{**FIX, "key": "west.capital-share.2020", "old": "72", "new": "172"})
    (fault,) = small.faults()
    assert (fault.field, fault.found) == ("value", "172")
