"""What every foreign table is read into: figures, each with a text in every dimension."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from helpers.errors import BriefingError
from helpers.intake.books.safety import MOST_CELLS, Unreadable, Unusable

MOST_BYTES = 8_000_000
"""Of an answer of a service: half a million figures; as objects it takes thirty times as much memory."""


class Figure(NamedTuple):
    """One figure: its row in the file, or its place among the figures, its text in each dimension, and its value.

    ``status`` is what the service says of it, such as ``P`` for provisional.
    """

    row: int
    texts: tuple[str, ...]
    value: str | Decimal | Unusable
    status: str = ""


@dataclass(frozen=True)
class Cube:
    """The figures of one table; ``names`` are the dimensions, each with all that it is called.

    ``told_apart`` are those without which a figure would be another one: of a cube that a service gives all, of a
    sheet those that stand in headings. ``locator`` says where a row is, in the words of the dataset.
    """

    file: str
    names: tuple[tuple[str, ...], ...]
    figures: Iterator[Figure]
    told_apart: frozenset[int]
    sheet: str = ""
    locator: str = "t1"
    remarks: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """How messages name it."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


class NoFigures(BriefingError):
    """An answer of a service that holds no figures, but a message of its own or something else."""

    def __init__(self, file: str, problem: str) -> None:
        self.file, self.problem = file, problem
        super().__init__(file, problem)

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


def refuse_many(file: str, count: int) -> None:
    """Raises Unreadable for more figures than are read."""
    if count > MOST_CELLS:
        raise Unreadable(
            file, f"too large: {count:,} figures, of at most {MOST_CELLS:,}; ask the service for fewer"
        )
