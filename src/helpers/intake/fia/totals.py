"""Every column of a table is added up and compared with its printed total, and with the country's of the same day."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from helpers.data.arithmetic import LEAST_SLACK_USD
from helpers.errors import BriefingError
from helpers.intake.fia.vocabulary import is_rest
from helpers.intake.fia.workbook import COUNTS, Difference, FiaTable, shortest

_LEAST = LEAST_SLACK_USD.scaleb(-6)
"""In million dollars."""


class DoesNotAddUp(BriefingError):
    """A workbook none of whose tables adds up to the total printed beneath it; lists every such column."""

    def __init__(self, file: str, differences: tuple[Difference, ...]) -> None:
        self.file, self.differences = file, differences
        super().__init__(file, differences)

    def __str__(self) -> str:
        return "\n".join(f"{self.file}, {difference}" for difference in self.differences)


def differences(tables: Sequence[FiaTable]) -> Iterator[Difference]:
    """The columns whose rows miss the total beneath them, or the country's total in the table by locality.

    Counts must agree exactly, capital to half a unit of the last printed digit for every row, and to at least
    ``LEAST_SLACK_USD``: the rule of the check (``helpers.data.validation.totals``) allows no less.
    """
    country = {(one.kind, one.period_end): one.total for one in tables if one.by == "locality"}
    for table in tables:
        whole = country.get((table.kind, table.period_end), table.total)
        for column, printed in table.total.values.items():
            values = [value for row in table.rows if (value := row.values[column]) is not None]
            added = sum(values, Decimal(0))
            allowed = (
                Decimal(0) if column in COUNTS else _rounding([*values, *([printed] if printed else [])])
            )
            named = [row for row in table.rows if not is_rest(row.label)]
            own = sum((value for row in named if (value := row.values[column]) is not None), Decimal(0))
            of_all = whole.values.get(column)
            if abs(added - (printed or 0)) > allowed:
                hint = _subtotals(table, column, added - (printed or 0), allowed)
                yield Difference(table.sheet, table.name, column, shortest(added), printed, hint=hint)
            elif of_all is not None and own - of_all > allowed:
                yield Difference(table.sheet, table.name, column, shortest(own), of_all, of_country=True)


def _subtotals(table: FiaTable, column: str, over: Decimal, allowed: Decimal) -> str:
    """What points to rows that add others up: one that is just what is too much, or a sum of twice the total."""
    if over <= allowed:
        return ""
    for row in table.rows:
        if abs((row.values[column] or 0) - over) <= allowed:
            return f"row {row.row} “{row.label}” has just that: is it a subtotal?"
    twice = abs(over - (table.total.values[column] or 0)) <= allowed
    return "that is the total once more: are there subtotals among the rows?" if twice else ""


def _rounding(values: list[Decimal]) -> Decimal:
    """How far rounding in the rows may lead their sum from the total."""
    digits = max((_decimals(value) for value in values), default=0)
    return max(_LEAST, Decimal(5).scaleb(-digits - 1) * len(values))


def _decimals(value: Decimal) -> int:
    """How many digits follow the point."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
