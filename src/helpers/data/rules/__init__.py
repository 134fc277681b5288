"""Our own rules, by subject; each looks at all tables and yields the faults it finds."""

from collections.abc import Callable, Iterator

from helpers.data.faults import Fault
from helpers.data.rules import (
    figures,
    forms,
    keys,
    parts,
    territory,
    times,
    witnesses,
    wording,
)
from helpers.data.sheets import Sheets

Rule = Callable[[Sheets], Iterator[Fault]]

# These come first: the other rules count on numbers and dates that can be read.
FORMS: tuple[Rule, ...] = forms.RULES

RULES: tuple[Rule, ...] = (
    *figures.RULES,
    *keys.RULES,
    *parts.RULES,
    *territory.RULES,
    *times.RULES,
    *witnesses.RULES,
    *wording.RULES,
)
