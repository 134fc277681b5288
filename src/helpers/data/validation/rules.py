"""Our own rules, by subject; each looks at all tables and yields the faults it finds."""

from collections.abc import Callable, Iterator

from helpers.data.csv_files import Sheets
from helpers.data.faults import Fault
from helpers.data.validation import (
    areas,
    highlights,
    labels,
    observations,
    periods,
    references,
    spellings,
    texts,
    totals,
)

Rule = Callable[[Sheets], Iterator[Fault]]

# These come first: the others count on what they look at.
FORMS: tuple[Rule, ...] = texts.FORMS

RULES: tuple[Rule, ...] = (
    *observations.RULES,
    *references.RULES,
    *labels.RULES,
    *totals.RULES,
    *areas.RULES,
    *highlights.RULES,
    *periods.RULES,
    *spellings.RULES,
    *texts.RULES,
)
