"""Every number on the pages of every briefing is in a row, a derivation or a date; both languages have the same."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from helpers.data import areas, selection
from helpers.data.tables import Dataset
from helpers.text import numbers
from helpers.views.annex import at_a_glance
from helpers.views.kit.section import section_of
from helpers.views.pages import news, partners, partners_page
from page_reading import (
    LANGUAGES,
    PAGES,
    Shown,
    decimals,
    facts_of,
    pages_of,
    shown,
    without_periods,
)
from run_sections import comparisons, dataset_of, provinces

PROVINCES = provinces()
COMPARISONS = comparisons()
everywhere = pytest.mark.parametrize(
    ("province", "language"), [(province, language) for province in PROVINCES for language in LANGUAGES]
)
QUALIFIERS = ("exact", "over", "under", "nearly")


def whole_numbers(text: str) -> set[Decimal]:
    return {Decimal(part) for part in re.findall(r"\d+", text)}


def of_row(row: dict[str, object], language: str) -> Iterator[Decimal]:
    """The numbers of a row as they stand there: of its value, its dates and its texts in the language."""
    for field, value in row.items():
        if not field.endswith(("_vi", "_en")) or field.endswith(f"_{language}"):
            yield from decimals(str(value).replace("-", " "), language)
            yield from whole_numbers(str(value))


def behind(dataset: Dataset, table: str, row: dict[str, object]) -> Iterator[dict[str, object]]:
    """The rows that a fact names, as its source, its gate or its body: what it is told by."""
    yield row
    for reference in dataset.package.table(table).references:
        if row[reference.field] and reference.table in dataset.tables:
            yield dataset.row(reference.table, str(row[reference.field]))


def of_figure(dataset: Dataset, row: dict[str, object]) -> Iterator[Decimal]:
    """A figure rounded as text has it, in each unit that it may be told in, and the days of its period."""
    yield Decimal(row["value"])
    units = dataset.keyed("units")
    here = units[row["unit_id"]]
    for unit, there in units.items():
        if there["dimension"] == here["dimension"]:
            value = Decimal(row["value"]) * here["factor"] / there["factor"]
            yield from {numbers.rounded(value, unit, one) for one in (row["qualifier"], "exact")}
    for day in (selection.begin(row), selection.end(row)):
        yield from (Decimal(day.day), Decimal(day.month), Decimal(day.year))


def of_facts(dataset: Dataset, facts: set[str], language: str) -> set[Decimal]:
    """The numbers of facts and of the rows that they name."""
    found: set[Decimal] = set()
    for fact in facts:
        table, key = fact.split("/", 1)
        row = dataset.row(table, key)
        for one in behind(dataset, table, row):
            found |= set(of_row(one, language))
        if table == "observations":
            found |= set(of_figure(dataset, row))
    return found


def of_register(dataset: Dataset, province: str) -> set[Decimal]:
    """The capital in the register over time: a chart names its ends and cites these alone, the annex has all."""
    points = selection.capital_over_time(dataset, dataset.unit_in_force(province))
    return {number for point in points for number in of_figure(dataset, point.row)}


def of_derivations(output: Shown, language: str) -> set[Decimal]:
    """The numbers of the formulas behind an output, as they stand there and rounded as text has them."""
    found: set[Decimal] = set()
    for key, note in output.metadata["footnotes"].items():
        if key.startswith("derived:"):
            for number in decimals(note, language):
                found.add(number)
                for one in QUALIFIERS:  # a bound is rounded so that it stays true
                    found |= {
                        numbers.rounded(number, "usd_m", one),
                        numbers.rounded(number / 1000, "usd_bn", one),
                    }
                found |= {abs(numbers.whole_percent(number, one)) for one in QUALIFIERS}
    return found


@cache
def counted(province: str, language: str) -> frozenset[Decimal]:
    """What the pages count themselves: texts, those of which no state is known, partners' texts, gates, news."""
    one = section_of(dataset_of(province), province, language)
    texts, old = partners.texts(one), at_a_glance.edition_of_last_year(one)
    found = [len(texts), len(partners_page.texts_without_state(one))]
    found += [len(texts) - shown_ for shown_ in range(min(len(texts), 10))]  # "6 more are in the annex"
    found += [len(partner.texts) - 1 for partner in partners.partners(one)]
    found += [len(news.news(one, old))] if old else []
    return frozenset(map(Decimal, found))


@everywhere
@pytest.mark.parametrize("name", PAGES)
def test_every_number_is_in_a_row_a_derivation_or_a_date(province: str, language: str, name: str) -> None:
    dataset = dataset_of(province)
    outputs = [one for one in shown(province, language) if one.section == name]
    known = of_facts(dataset, facts_of(province, language, name), language)
    for one in outputs:
        known |= of_derivations(one, language)
        known |= of_register(dataset, province) if one.drawn else set()
    days = [dataset.edition, at_a_glance.a_year_before(dataset.edition)]
    area = dataset.areas[dataset.unit_in_force(province)]
    days += [
        area["valid_from"],
        area["valid_to"],
        dataset.areas.get(area["successor_id"], {}).get("valid_from", ""),
    ]
    known |= {number for day in days for number in whole_numbers(day)}
    if name == "at_a_glance":
        known |= set(map(Decimal, range(1, 6)))  # the numbers of the main points
        known.add(Decimal(selection.RANKED))  # "23rd of 63"
    if name == "cooperation_overview" or name == "at_a_glance":
        known |= counted(province, language)
    gates = len(section_of(dataset, province, language).near.facts.records("border_gates"))
    of_cell = {"page-gates": set(map(Decimal, range(1, gates + 1)))}  # "4 of 5; all are in the annex"
    unknown = {
        one.cell: found
        for one in outputs
        for text in one.words.values()
        if (
            found := [
                number
                for number in decimals(text, language)
                if number not in known | of_cell.get(one.cell, set())
            ]
        )
    }
    assert unknown == {}


def test_every_number_of_a_comparison_is_in_a_row_a_derivation_or_a_date() -> None:
    for comparison, language in ((one, language) for one in COMPARISONS for language in LANGUAGES):
        dataset = dataset_of(comparison)
        (name,) = pages_of(comparison)
        outputs = shown(comparison, language)
        known = of_facts(dataset, facts_of(comparison, language, name), language)
        for one in outputs:
            known |= of_derivations(one, language)
        days = [dataset.edition, *(area["valid_from"] for area in dataset.areas.values())]
        known |= {number for day in days for number in whole_numbers(day)}
        known |= of_the_capital(dataset, comparison)
        known |= {number.quantize(Decimal(1)) for number in known if number >= 1000}  # in tables whole
        unknown = {
            one.cell: found
            for one in outputs
            for text in one.words.values()
            if (found := [number for number in decimals(text, language) if number not in known])
        }
        assert unknown == {}, language


def of_the_capital(dataset: Dataset, name: str) -> set[Decimal]:
    """The capital and projects in force of each unit on the day of the register, added up here, and the share."""
    row = dataset.by("observations", "indicator_id")
    day = "2024-06-20"
    units = {
        "capital": {
            one["area_id"]: one["value"] for one in row["fdi-capital-register",] if one["as_of"] == day
        },
        "projects": {
            one["area_id"]: one["value"] for one in row["fdi-projects-register",] if one["as_of"] == day
        },
    }
    found: set[Decimal] = set()
    for values in units.values():
        sums = {
            unit: values.get(
                unit, sum(values[one] for one in areas.former_units(dataset.areas, unit) if one in values)
            )
            for unit in dataset.compared(dataset.unit_in_force(name))
        }
        found |= {Decimal(value) for value in sums.values()}
        found |= {numbers.rounded(Decimal(value), "usd_m") for value in sums.values()}
    capital = units["capital"]
    return found | {numbers.whole_percent(max(capital.values()) * 100 / sum(capital.values()))}


@pytest.mark.parametrize(
    ("province", "name"),
    [(province, name) for province in (*PROVINCES, *COMPARISONS) for name in pages_of(province)],
)
def test_the_numbers_of_both_languages_are_the_same(province: str, name: str) -> None:
    vi, en = (
        Counter(
            number
            for one in shown(province, language)
            if one.section == name
            for text in one.words.values()
            for number in without_periods(text, language)
        )
        for language in LANGUAGES
    )
    assert (vi - en, en - vi) == (Counter(), Counter())


@pytest.mark.parametrize(
    ("province", "language"),
    [(province, language) for province in (*PROVINCES, *COMPARISONS) for language in LANGUAGES],
)
def test_a_picture_says_its_finding_and_is_the_only_place_of_no_number(province: str, language: str) -> None:
    """Its alternative text has the title and every value drawn; what else is drawn are ticks of an axis and years."""
    for one in shown(province, language):
        if not one.drawn:
            continue
        assert one.words["alt"].startswith(one.words["title"]), one.cell
        told = set(decimals(one.words["alt"], language))
        named = [int(number) for number in told if 1990 <= number <= 2100]
        years = set(range(min(named), max(named) + 1))
        years |= {year % 100 for year in years}
        for word in one.drawn:
            for number in decimals(word, language):
                tick = len(number.normalize().as_tuple().digits) == 1
                assert number in told or int(number) in years or tick, (one.cell, word)
