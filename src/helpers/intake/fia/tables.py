"""What a workbook of the register says: tables of rows, capital always in million US dollars."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["flow", "stock"]
By = Literal["locality", "partner", "sector"]

COUNTS = frozenset({"new_projects", "adjusted_projects", "share_count", "projects"})
"""The values that count projects or times; all others are capital."""

FLOW = (
    "new_projects",
    "new_capital",
    "adjusted_projects",
    "adjusted_capital",
    "share_count",
    "share_capital",
    "total_capital",
)
STOCK = ("projects", "capital")


@dataclass(frozen=True)
class FiaRow:
    """One printed row: its label, its row in the sheet (from 1), and a value, or None, for each column printed."""

    label: str
    row: int
    values: dict[str, Decimal | None]


@dataclass(frozen=True)
class FiaTable:
    """One table: what came in from ``period_start`` to ``period_end``, or what was in force at ``period_end``.

    ``sheet`` counts from 1. ``period_start`` is empty for a stock, and where a flow does not print it.
    """

    kind: Kind
    by: By
    period_start: str
    period_end: str
    sheet: int
    rows: tuple[FiaRow, ...]
    total: FiaRow

    @property
    def name(self) -> str:
        """How messages name the table, such as ``stock by locality 2022-12-20``."""
        return f"{self.kind} by {self.by} {self.period_end}"


@dataclass(frozen=True)
class Report:
    """All tables of one workbook, in the order of its sheets."""

    file: str
    tables: tuple[FiaTable, ...]
