"""Short forms for the pages of a briefing: rounded amounts, periods within a sentence, tables that are worth one.

The annex has every figure as it was published; here a figure has at most three significant digits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from helpers.data import arithmetic, selection
from helpers.data.arithmetic import Figure
from helpers.data.dates import last_day
from helpers.data.selection import Change, begin, end
from helpers.data.series import Row
from helpers.data.tables import Dataset
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, escape, join
from helpers.views.kit.outputs import Table
from helpers.views.kit.section import Section
from helpers.views.kit.tables import Column, table

FEWEST_ROWS, FEWEST_COLUMNS = 3, 2  # of a table; below that a sentence says it
SPARSE = 3  # a column filled in fewer than a third of the rows becomes notes
_DOLLARS = ("usd_m", "usd_bn")


def pages(section: Section) -> int:
    """How many pages the briefing has: four, or two where there are too few figures for charts and averages."""
    return selection.pages(section.dataset, section.province, section.dataset.edition)


# Amounts


def figure(row: Row) -> Figure:
    """An observation as a figure to compute with."""
    return Figure(row["value"], row["unit_id"], row["qualifier"])


def rounded(section: Section, of: Figure, unit: str = "") -> Figure:
    """A figure with three significant digits, in a unit of its dimension or in the one that suits it."""
    if not unit:
        value, unit = numbers.handy(section.dataset, of.value, of.unit_id, of.qualifier)
        return replace(of, value=value, unit_id=unit)
    there = arithmetic.in_unit(of, unit, selection.unit_factors(section.dataset))
    return replace(there, value=numbers.rounded(there.value, unit, there.qualifier))


def change_in_text(section: Section, change: Change) -> str:
    """A change within a sentence, ours in whole percents from ten up: ``down by at most 16%``."""
    if change.printed is not None:
        return section.words.change_in_text(change.figure)
    whole = numbers.whole_percent(change.figure.value, change.figure.qualifier)
    return section.words.change_in_text(replace(change.figure, value=whole))


def amount(section: Section, of: Figure, unit: str = "") -> str:
    """A figure within a sentence, its qualifier in words: ``nearly USD 2.3 billion``."""
    short = rounded(section, of, unit)
    return numbers.qualified(section.dataset, short.value, short.unit_id, short.qualifier, section.language)


def cell(section: Section, of: Figure, unit: str, *, with_unit: bool = False) -> str:
    """A figure in a table, its qualifier as a mark; the unit stands in the table's head unless asked for."""
    return section.words.figure(rounded(section, of, unit), with_unit=with_unit)


def in_unit(section: Section, text: str, unit: str) -> str:
    """A line below a title: what is counted, and the unit of all its figures."""
    named = section.words.unit(unit)
    if section.language == "vi":  # a unit within a line has a small letter
        named = named[:1].lower() + named[1:] if named != named.upper() else named
    return section.words.say("brief.in_unit", text=text[:1].upper() + text[1:], unit=named)


def common_unit(dataset: Dataset, figures: Iterable[Figure]) -> str:
    """The unit that all figures of one dimension are shown in: the largest in which the largest of them is one or more.

    Of dollars it is millions or billions, of other things one of the units that they were published in.
    """
    factors, found = selection.unit_factors(dataset), list(figures)
    units = {one.unit_id for one in found}
    units |= set(_DOLLARS) if units & {*_DOLLARS, "usd"} else set()
    largest = max(abs(one.value) * factors[one.unit_id] for one in found)
    ranked = sorted(units - {"usd"}, key=lambda unit: (-factors[unit], unit))
    return next((unit for unit in ranked if largest >= factors[unit]), ranked[-1])


# Times


def in_period(section: Section, row: Row) -> str:
    """When a figure is of, within a sentence: ``in 2022``, ``in January–June 2025``, ``on 30 November 2025``."""
    words, star = section.words, "*" if row["date_inferred"] else ""
    if row["as_of"]:
        key = "brief.on_day" if row["as_of"].count("-") == 2 else "brief.in_date"
        return words.say(key, when=words.date_in_text(row["as_of"])) + star
    start, stop = bounds(row)
    if start == stop and "-" not in start:
        return words.say("brief.in_year", when=start) + star
    if begin(row).year == end(row).year and begin(row).strftime("%m-%d") == "01-01" and stop.count("-") == 2:
        return words.say("brief.since_new_year", end=words.date_in_text(stop)) + star
    if begin(row).year == end(row).year and start.count("-") == 1:
        return words.say("brief.in_months", when=dates.covered(start, stop, section.language)) + star
    if start.count("-") == stop.count("-") == 0:
        return words.say("brief.in_years", when=dates.covered(start, stop, section.language)) + star
    first, last = (dates.in_text(one, section.language, words.say) for one in (start, stop))
    return words.say("brief.from_to", start=first, end=last) + star


def period(section: Section, row: Row) -> str:
    """The period or date of a figure for a table, to the month where it covers whole months: ``January–June 2022``."""
    if row["as_of"]:
        return section.words.when(row)
    return dates.covered(*bounds(row), section.language) + ("*" if row["date_inferred"] else "")


def bounds(row: Row) -> tuple[str, str]:
    """Where a period begins and ends, no more precise than it needs: years for full years, months for whole months."""
    start, stop = row["period_start"], row["period_end"]
    if selection.kind(row) == "year":
        return start[:4], start[:4]
    if start.count("-") == stop.count("-") == 2 and begin(row).day == 1 and end(row) == last_day(stop[:7]):
        return start[:7], stop[:7]
    return start, stop


# Sentences and tables


def sentence(said: str) -> Marked:
    """A sentence of what is said: with a capital letter, and a full stop where it has none."""
    return Marked(said[:1].upper() + said[1:] + ("" if said.endswith((".", ".*")) else "."))


def titled(
    section: Section, title: str, subtitle: str, columns: Sequence[Column], table_notes: Sequence[str] = ()
) -> Table | None:
    """A table under a title that states what it shows; None where a sentence would say as much.

    It needs three rows and two columns that differ. A column in which all cells are alike becomes a line of the
    subtitle; one that is filled in fewer than a third of the rows becomes notes, each under the name of its row.
    """
    head, *others = columns
    rows = len(head.cells)
    others = [one for one in others if any(one.cells)]
    same = [one for one in others if rows > 1 and len({*one.cells}) == 1]
    sparse = [one for one in others if one not in same and sum(map(bool, one.cells)) * SPARSE < rows]
    shown = [one for one in others if one not in same and one not in sparse]
    if rows < FEWEST_ROWS or len(shown) + 1 < FEWEST_COLUMNS:
        return None
    said = [Marked(f"{escape(one.title)}: {escape(one.cells[0])}") for one in same]
    notes = [
        join([name, cell], ": ")
        for one in sparse
        for name, cell in zip(head.cells, one.cells, strict=True)
        if cell
    ]
    return table(
        section,
        title,
        [head, *shown],
        [*notes, *table_notes],
        subtitle=join([*filter(None, [subtitle]), *said], ". "),
    )
