"""Links within a document, which cost Typst nothing.

A link to a label makes Typst lay the document out a second time. Here each such link leads to a placeholder address
instead, ``place:<number>``, and `finish` turns it into a destination in the finished PDF. A link is a place as well:
its rectangle tells where it stands. Where a link leads to something else, an empty link marks the place and is taken
out again.
"""

from dataclasses import dataclass, field

PLACEHOLDER = "place:"


@dataclass(frozen=True, slots=True)
class Jump:
    """A link within the document, or only a place in it.

    ``target`` is the identifier that it leads to ("" for a mere place), ``owns`` are the identifiers that it stands
    for, ``contents`` says to those who can't see it where it leads, ``note`` that it begins a note, and ``cell``
    names the cell that begins at this place.
    """

    target: str = ""
    owns: tuple[str, ...] = ()
    contents: str = ""
    note: bool = False
    cell: str = ""


@dataclass
class Links:
    """The links of a document while it is written. ``wanted`` are the identifiers that something leads to."""

    wanted: frozenset[str] = frozenset()
    jumps: list[Jump] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def jump(self, target: str, contents: str, owns: tuple[str, ...] = (), note: bool = False) -> int:
        """The number of a new link to an identifier."""
        free = tuple(one for one in owns if one in self.wanted and one not in self._taken)
        self._taken.update(free)
        self.jumps.append(Jump(target, free, contents, note))
        return len(self.jumps) - 1

    def anchor(self, *identifiers: str) -> str:
        """A mark of the place that these identifiers name; "" when nothing leads there, or all are taken."""
        free = tuple(one for one in identifiers if one in self.wanted and one not in self._taken)
        if not free:
            return ""
        self._taken.update(free)
        self.jumps.append(Jump(owns=free))
        return f"#anchor({len(self.jumps) - 1});"

    def cell(self, name: str) -> str:
        """A mark of the place where a cell begins."""
        self.jumps.append(Jump(cell=name))
        return f"#anchor({len(self.jumps) - 1});"
