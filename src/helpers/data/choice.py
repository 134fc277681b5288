"""Which of several published figures for one and the same thing is shown; the others stay beside it.

The first of these that tells two figures apart decides:

1. a figure gives way to one that says it revises it;
2. a doubtful reading (confidence ``low``) gives way;
3. the original comes before a copy, a copy before a report of it;
4. an exact figure comes before a bounded one, more printed digits before fewer;
5. a government or party body comes before a work of reference, and that before the press;
6. the surer reading comes first;
7. the later source comes first;
8. the id decides, so that a choice never hangs on the order of rows.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from helpers.data.dates import last_day

Row = Mapping[str, Any]

_WITNESS = ("original", "copy", "report")
_KIND = ("government", "party", "reference", "press")
_CONFIDENCE = ("high", "medium", "low")


def choose(rows: Sequence[Row], sources: Mapping[str, Row]) -> tuple[Row, tuple[Row, ...]]:
    """The figure to show, and the alternatives in the order in which they would have been shown.

    ``rows`` are observations of one thing, at least one; ``sources`` the publications by id.
    """
    revised = {row["revises"] for row in rows} - {""}
    first, *others = sorted(rows, key=lambda row: _rank(row, sources[row["source_id"]], revised))
    return first, tuple(others)


def _rank(row: Row, source: Row, revised: set[str]) -> tuple[Any, ...]:
    return (
        row["observation_id"] in revised,
        row["confidence"] == "low",
        _WITNESS.index(source["witness"]),
        row["qualifier"] != "exact",
        -printed_digits(row["value"]),
        _KIND.index(source["kind"]),
        _CONFIDENCE.index(row["confidence"]),
        -last_day(source["published"]).toordinal(),
        row["observation_id"],
    )


def printed_digits(value: Decimal) -> int:
    """How many digits of a number say something: 3 for 51.9 and for 5190, since zeros at the end may be rounding."""
    return max(1, len(value.normalize().as_tuple().digits))
