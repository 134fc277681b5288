"""Every column is added up and held against the printed total."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from helpers.intake.fia.amounts import decimals, shortest
from helpers.intake.fia.errors import Difference, DoesNotAddUp
from helpers.intake.fia.tables import COUNTS, FiaTable

_LEAST = Decimal("0.0001")
"""In million dollars: sums closer than this to the printed total agree with it."""


def ensure_sums(file: str, tables: Iterable[FiaTable], accept: frozenset[str] = frozenset()) -> None:
    """Raises DoesNotAddUp with every column that misses its total, but for those that ``accept`` names."""
    found = [difference for table in tables for difference in differences(table)]
    refused = tuple(difference for difference in found if difference.name not in accept)
    if refused:
        raise DoesNotAddUp(file, refused)


def differences(table: FiaTable) -> Iterator[Difference]:
    """The columns of a table whose rows do not add up to the total.

    Counts must agree exactly, capital to half a unit of the last printed digit for every row.
    """
    for column, printed in table.total.values.items():
        values = [value for row in table.rows if (value := row.values[column]) is not None]
        added = sum(values, Decimal(0))
        allowed = Decimal(0) if column in COUNTS else _allowed([*values, *([printed] if printed else [])])
        if abs(added - (printed or 0)) > allowed:
            yield Difference(table.sheet, table.name, column, shortest(added), printed)


def _allowed(values: list[Decimal]) -> Decimal:
    """How far rounding in the rows may lead their sum from the total."""
    printed = max((decimals(value) for value in values), default=0)
    return max(_LEAST, Decimal(5).scaleb(-printed - 1) * len(values))
