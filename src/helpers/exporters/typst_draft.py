"""What grows while a document is written: its notes, headings, anchors, pictures and numbers."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from nbformat import NotebookNode

from helpers.exporters.document import shown_outputs
from helpers.exporters.notes import Notes
from helpers.exporters.typst_images import Pictures
from helpers.exporters.typst_text import string
from helpers.text.phrases import Say

_FRAGMENT = re.compile(r"""(?:\]\(<?|href=["']?|\]:\s*<?)#([^\s"'<>)]+)""")

# A reference to a note in the source that a draft writes; text from data can't look like it.
MARK = r"#(?:first-note\(\d+, note-text-\d+\)|(?:old-note|link-note|note-number)\(\d+\));"


@dataclass
class Draft:
    """The state of one document while it is written from top to bottom."""

    notes: Notes
    say: Say
    strict: bool
    pictures: Pictures
    targets: frozenset[str]
    title: str = ""
    cell: str = ""
    heading: str = ""
    inside: str = ""  # "note", or "head" for the repeated head of a table, where nothing may lead anywhere
    levels: list[int] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    first_marks: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    def number(self, kind: str) -> str:
        """The next caption label, e.g. ``Bảng 3``, for a ``figure`` or ``table``."""
        self.counted[kind] += 1
        return self.say(f"document.{kind}", number=self.counted[kind])

    def neutral_alt(self) -> str:
        """What stands for a picture that nobody described: its number and the heading above it."""
        self.counted["picture"] += 1
        number = self.counted["picture"]
        if not self.heading:
            return self.say("document.figure", number=number)
        return self.say("document.undescribed", number=number, heading=self.heading)

    def anchor(self, name: str) -> str:
        """A place that links can lead to; nothing when no link does or the name is taken."""
        if name not in self.targets or name in self.anchors:
            return ""
        self.anchors.add(name)
        return f"#anchor({string(name)});"

    def mark(self, key: str) -> str:
        """A reference to a note: the first one brings the note with it, the others lead to it."""
        number = self.notes[key].number
        if self.inside == "head":
            return f"#note-number({number});"
        if key in self.first_marks:
            return f"#{'link-note' if self.inside == 'note' else 'old-note'}({number});"
        self.first_marks.append(key)
        return f"#first-note({number}, note-text-{number});"


def targets(nb: NotebookNode, definitions: Iterable[str]) -> frozenset[str]:
    """The names that links inside the document lead to."""
    sources = [cell.source for cell in nb.cells if cell.cell_type == "markdown"]
    outputs = [one.data for cell in nb.cells for one in shown_outputs(cell) if one.mime.startswith("text/")]
    return frozenset(name for text in (*sources, *outputs, *definitions) for name in _FRAGMENT.findall(text))
