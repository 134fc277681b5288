"""Why a workbook of the register is refused: it is none, a table is unclear, or a table does not add up."""

from dataclasses import dataclass
from decimal import Decimal

from helpers.errors import BriefingError
from helpers.intake.fia.amounts import shortest


class NotAReport(BriefingError):
    """A file without a single table of the register."""

    def __init__(self, file: str, found: str) -> None:
        self.file, self.found = file, found
        super().__init__(file, found)

    def __str__(self) -> str:
        return (
            f"{self.file}: not a workbook of the Foreign Investment Agency; looked for a table headed "
            "“Địa phương”, “Đối tác” or “Ngành” with “Số dự án cấp mới” or “Số dự án” beside it and a date "
            f"such as “đến 20/12/2022” above it; found {self.found}"
        )


class UnclearTable(BriefingError):
    """A table that could be read in more than one way, or in none."""

    def __init__(self, file: str, sheet: int, row: int, problem: str) -> None:
        self.file, self.sheet, self.row, self.problem = file, sheet, row, problem
        super().__init__(file, sheet, row, problem)

    def __str__(self) -> str:
        return f"{self.file}, sheet {self.sheet}, row {self.row}: {self.problem}"


@dataclass(frozen=True)
class Difference:
    """One column whose rows do not add up to the printed total."""

    sheet: int
    table: str
    column: str
    added: Decimal
    printed: Decimal | None

    @property
    def name(self) -> str:
        """What ``accept`` calls this column."""
        return f"{self.table}: {self.column}"

    def __str__(self) -> str:
        if self.printed is None:
            return f"sheet {self.sheet}, {self.name}: rows add up to {self.added:f}, no total is printed"
        return (
            f"sheet {self.sheet}, {self.name}: rows add up to {self.added:f}, "
            f"the printed total is {self.printed:f}, difference {shortest(self.added - self.printed):+f}"
        )


class DoesNotAddUp(BriefingError):
    """Tables whose rows do not add up to the total printed beneath them; lists every such column."""

    def __init__(self, file: str, differences: tuple[Difference, ...]) -> None:
        self.file, self.differences = file, differences
        super().__init__(file, differences)

    def __str__(self) -> str:
        return "\n".join(f"{self.file}, {difference}" for difference in self.differences)
