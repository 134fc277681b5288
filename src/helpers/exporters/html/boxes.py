"""Which box the letters of a page open, and where the Tab key stops at it.

A letter is a button, and each button opens a box. Letters of one row, item, paragraph or caption whose sources another
group of letters there tells of as well open the box of that group, in which everything stands that either of them is
about. The Tab key stops at each box once in such a place, so that every source is reached, and none of them twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from helpers.exporters.document import Inline, Note

Marks = tuple[Note, ...]


@dataclass
class Boxes:
    """The boxes of a page: the identifier of each by the marks that it tells of."""

    names: dict[Marks, str] = field(default_factory=dict)

    def of(self, marks: Marks) -> str:
        """The identifier of the box that tells of these marks."""
        return self.names.setdefault(marks, f"box-{len(self.names) + 1}")


class Neighbours:
    """The letters of one place: a row, an item, a paragraph, a caption."""

    def __init__(self, content: Iterable[Inline]) -> None:
        groups = _groups(content)
        self._told: dict[
            frozenset[str], Marks
        ] = {}  # by the letters of each group that no other one contains
        for letters in sorted(map(_letters, groups), key=len, reverse=True):
            if not any(letters <= wider for wider in self._told):
                self._told[letters] = ()
        for group in groups:
            wider = self._wider(group)
            self._told[wider] = tuple(dict.fromkeys((*self._told[wider], *group)))
        self._stopped: set[str] = set()

    def told_with(self, marks: Iterable[Note]) -> Marks:
        """The marks that the box of these letters tells of."""
        return self._told[self._wider(marks)]

    def stop_at(self, box: str) -> bool:
        """Whether the Tab key stops here to open the box: it does the first time."""
        first = box not in self._stopped
        self._stopped.add(box)
        return first

    def _wider(self, marks: Iterable[Note]) -> frozenset[str]:
        return next(wider for wider in self._told if _letters(marks) <= wider)


def _groups(content: Iterable[Inline]) -> list[Marks]:
    """The letters that stand side by side, in order; which mention of a letter it is makes no difference."""
    found: list[list[Note]] = []
    beside = False
    for one in content:
        if isinstance(one, Note):
            if not beside:
                found.append([])
            found[-1].append(replace(one, nth=1))
        beside = isinstance(one, Note)
    return [tuple(group) for group in found]


def _letters(marks: Iterable[Note]) -> frozenset[str]:
    return frozenset(one.label for one in marks)
