"""An average is printed only of five yearly figures or more of one count, without a break, from USD 10 million on."""

from decimal import Decimal
from itertools import pairwise

import pytest

from page_reading import LANGUAGES
from run_sections import provinces, ran
from truth.series import Known, Row, known, millions, series

PHRASE = "trade.growth"
PRINTING = ("at_a_glance", "trade_trends", "investment_tables")
LEAST, BASE, TENTH = 5, 10, Decimal("0.05")


def averages(province: str, language: str) -> list[tuple[int, int, Decimal]]:
    """The averages that a unit's pages and annex print: first year, last year, percent with its sign."""
    found = []
    for name in PRINTING:
        for phrase, text in ran(name, province, language).said:
            if phrase == PHRASE:
                values = ran(name, province, language).said[phrase, text]
                said = values["change"].replace(",", ".").removesuffix("%").split()
                sign = -1 if said[0] in ("down", "giảm") else 1
                found.append((int(values["first"]), int(values["last"]), sign * Decimal(said[-1])))
    return found


def few(of: Known, row: Row) -> bool:
    """Whether the capital is of fewer than ten projects."""
    name = {"fdi-capital-register": "fdi-projects-register", "fdi-registered-capital": "fdi-projects"}
    counted = [
        one
        for one in of.of(name.get(row["indicator_id"], ""))
        if (one["area_id"], one["end"]) == (row["area_id"], row["end"])
    ]
    return any(one["value"] < 10 for one in counted)


def bears_out(of: Known, rows: list[Row], first: int, last: int, rate: Decimal) -> bool:
    """Whether the figures of one count from one year to another are yearly, enough, great enough and grew so."""
    years = {
        row["end"].year: row
        for row in rows
        if row["as_of"] or (row["end"] - row["start"]).days + 1 in (365, 366)
    }
    if not set(range(first, last + 1)) <= years.keys() or last - first + 1 < LEAST:
        return False
    run = [years[year] for year in range(first, last + 1)]
    if any(abs((new["end"] - old["end"]).days - 365) > 7 for old, new in pairwise(run)):
        return False
    grown = ((millions(run[-1]) / millions(run[0])) ** (Decimal(1) / (last - first)) - 1) * 100
    return (
        run[0]["unit_id"].startswith("usd")
        and millions(run[0]) >= BASE
        and run[0]["basis_id"] != "unstated"
        and not any(few(of, row) for row in run)
        and abs(grown - rate) <= TENTH
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("province", provinces())
def test_an_average_is_printed_only_where_its_conditions_hold(province: str, language: str) -> None:
    of = known(province)
    wrong = [
        one
        for one in averages(province, language)
        if not any(bears_out(of, rows, *one) for rows in series(of.of(*of.data.keyed("indicators"))))
    ]
    assert wrong == []


def test_some_averages_are_printed_and_the_same_in_both_languages() -> None:
    printed = {
        language: {province: averages(province, language) for province in provinces()}
        for language in LANGUAGES
    }
    assert printed["vi"] == printed["en"]
    assert any(printed["en"].values())


@pytest.mark.parametrize(
    "broken",
    [
        {"value": Decimal("0.009")},  # a base below USD 10 million
        {"as_of": "2016-06-30", "end": "2016-06-30"},  # half a year is no yearly step
    ],
)
def test_the_conditions_fail_where_they_should(broken: dict[str, object]) -> None:
    of = known("quang-ninh")
    ((first, last, rate),) = averages("quang-ninh", "en")
    (rows,) = (
        rows for rows in series(of.of("fdi-capital-register")) if bears_out(of, rows, first, last, rate)
    )
    changed = dict(broken)
    if "end" in changed:
        changed["end"] = rows[0]["end"].replace(year=first, month=6, day=30)
    made = [{**row, **changed} if row["end"].year == first else row for row in rows]
    assert not bears_out(of, made, first, last, rate)
    assert not bears_out(of, [row for row in rows if row["end"].year != first + 3], first, last, rate)
