"""Every column of a table is added up and compared with its printed total."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from helpers.errors import BriefingError
from helpers.intake.fia.workbook import COUNTS, FiaTable, shortest

_LEAST = Decimal("0.0001")
"""In million dollars: sums closer than this to the printed total agree with it."""


@dataclass(frozen=True)
class Difference:
    """One column whose rows do not add up to the printed total."""

    sheet: int
    table: str
    column: str
    added: Decimal
    printed: Decimal | None

    def __str__(self) -> str:
        place = f"sheet {self.sheet}, {self.table}: {self.column}"
        if self.printed is None:
            return f"{place}: rows add up to {self.added:f}, no total is printed"
        return (
            f"{place}: rows add up to {self.added:f}, the printed total is {self.printed:f}, "
            f"difference {shortest(self.added - self.printed):+f}"
        )


class DoesNotAddUp(BriefingError):
    """Tables whose rows do not add up to the total printed beneath them; lists every such column."""

    def __init__(self, file: str, differences: tuple[Difference, ...]) -> None:
        self.file, self.differences = file, differences
        super().__init__(file, differences)

    def __str__(self) -> str:
        return "\n".join(f"{self.file}, {difference}" for difference in self.differences)


def ensure_sums(file: str, tables: Iterable[FiaTable]) -> None:
    """Raises DoesNotAddUp with every column that misses its total."""
    found = tuple(difference for table in tables for difference in differences(table))
    if found:
        raise DoesNotAddUp(file, found)


def differences(table: FiaTable) -> Iterator[Difference]:
    """The columns of a table whose rows do not add up to the total.

    Counts must agree exactly, capital to half a unit of the last printed digit for every row.
    """
    for column, printed in table.total.values.items():
        values = [value for row in table.rows if (value := row.values[column]) is not None]
        added = sum(values, Decimal(0))
        allowed = Decimal(0) if column in COUNTS else _rounding([*values, *([printed] if printed else [])])
        if abs(added - (printed or 0)) > allowed:
            yield Difference(table.sheet, table.name, column, shortest(added), printed)


def _rounding(values: list[Decimal]) -> Decimal:
    """How far rounding in the rows may lead their sum from the total."""
    digits = max((_decimals(value) for value in values), default=0)
    return max(_LEAST, Decimal(5).scaleb(-digits - 1) * len(values))


def _decimals(value: Decimal) -> int:
    """How many digits follow the point."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
