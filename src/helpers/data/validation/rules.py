"""Our own rules, by subject; each looks at all tables and yields the faults it finds."""

from collections.abc import Callable, Iterator

from helpers.data.csv_files import Sheets
from helpers.data.faults import Fault
from helpers.data.validation import (
    areas,
    forms,
    keys,
    labels,
    observations,
    periods,
    spellings,
    texts,
    totals,
    witnesses,
)

Rule = Callable[[Sheets], Iterator[Fault]]

# These come first: the other rules count on numbers and dates that can be read.
FORMS: tuple[Rule, ...] = forms.RULES

RULES: tuple[Rule, ...] = (
    *observations.RULES,
    *keys.RULES,
    *labels.RULES,
    *totals.RULES,
    *areas.RULES,
    *periods.RULES,
    *witnesses.RULES,
    *spellings.RULES,
    *texts.RULES,
)
