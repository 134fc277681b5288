"""Short forms for pages 2 and 3: figures of a table in one unit, sentences, tables that are worth one.

The annex has every figure as it was published; here a figure has at most three significant digits.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from helpers.data import arithmetic, selection
from helpers.data.arithmetic import Figure
from helpers.text import numbers
from helpers.text.markdown import Marked, escape, join
from helpers.views.kit.outputs import Table
from helpers.views.kit.section import Section
from helpers.views.kit.tables import Column, table

FEWEST_ROWS, FEWEST_COLUMNS = 3, 2  # of a table; below that a sentence says it
_UNIT = re.compile(r" \((?:USD|VND)(?:, ([^)]*))?\)")
SPARSE = 3  # a column filled in fewer than a third of the rows becomes notes


def pages(section: Section) -> int:
    """How many pages the briefing has, which views ask at every turn."""
    return section.pages


# Amounts


def cell(section: Section, of: Figure, unit: str) -> str:
    """A figure in a table, its qualifier as a mark, in the unit that stands in the table's head."""
    there = arithmetic.in_unit(of, unit, selection.unit_factors(section.dataset))
    short = replace(there, value=numbers.rounded(there.value, unit, there.qualifier))
    return section.words.figure(short, with_unit=False)


def in_unit(section: Section, text: str, unit: str) -> str:
    """A line below a title: what is counted, and the unit of all its figures."""
    named = section.words.unit(unit)
    if not named.split()[0].isupper():  # a unit within a line has a small letter
        named = named[:1].lower() + named[1:]
    return section.words.say("brief.in_unit", text=text[:1].upper() + text[1:], unit=named)


def indicator_name(section: Section, indicator_id: str) -> str:
    """The name of an indicator without its unit, which stands beside the amount."""
    name = section.words.name("indicators", indicator_id)
    return _UNIT.sub(lambda found: f" ({found[1]})" if found[1] else "", name)


# Sentences and tables


def sentence(said: str) -> Marked:
    """A sentence of what is said: with a capital letter, and a full stop where it has none."""
    return Marked(capital(said) + ("" if said.endswith((".", ".*")) else "."))


def capital(said: str) -> str:
    """What is said, with a capital letter."""
    return said[:1].upper() + said[1:]


def titled(
    section: Section,
    title: str,
    subtitle: str,
    columns: Sequence[Column],
    table_notes: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Table | None:
    """A table under a title that states what it shows; None where a sentence would say as much.

    It needs three rows and two columns that differ. A column in which all cells are alike becomes a line of the
    subtitle; one that is filled in fewer than a third of the rows becomes notes, each under the name of its row. The
    columns to ``keep`` do not.
    """
    head, *others = columns
    rows = len(head.cells)
    others = [one for one in others if any(one.cells)]
    same = [one for one in others if rows > 1 and len({*one.cells}) == 1]
    sparse = [
        one
        for one in others
        if one not in same and one.name not in keep and sum(map(bool, one.cells)) * SPARSE < rows
    ]
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
