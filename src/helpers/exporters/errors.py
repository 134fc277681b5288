"""The errors that the exporters raise on purpose."""

from collections.abc import Collection
from difflib import get_close_matches


class ExportError(Exception):
    """The base of them all."""


class MissingAlt(ExportError):
    """A figure of a briefing that nobody described."""

    def __init__(self, cell: str, mime: str) -> None:
        self.cell, self.mime = cell, mime
        super().__init__(cell, mime)

    def __str__(self) -> str:
        return (
            f"cell {self.cell}: the figure ({self.mime}) has no alt text; "
            f'give display metadata {{"{self.mime}": {{"alt": "what the figure shows"}}}}'
        )


class UnreadablePicture(ExportError):
    """A picture of a briefing whose bytes are no picture."""

    def __init__(self, cell: str, mime: str) -> None:
        self.cell, self.mime = cell, mime
        super().__init__(cell, mime)

    def __str__(self) -> str:
        return f"cell {self.cell}: the picture ({self.mime}) can't be read"


class UndefinedNote(ExportError):
    """An output of a briefing refers to a footnote that nothing defines."""

    def __init__(self, key: str, cell: str, known: Collection[str]) -> None:
        self.key, self.cell, self.known = key, cell, tuple(known)
        super().__init__(key, cell, self.known)

    def __str__(self) -> str:
        close = get_close_matches(self.key, self.known, 1)
        hint = f'did you mean "{close[0]}"?' if close else f"the notebook defines {len(self.known)} footnotes"
        return f"cell {self.cell}: footnote [^{self.key}] has no definition; {hint}"


class TooManyPages(ExportError):
    """A document longer than it may be; ``first`` is the cell that begins what did not fit."""

    def __init__(self, pages: int, allowed: int, first: str) -> None:
        self.pages, self.allowed, self.first = pages, allowed, first
        super().__init__(pages, allowed, first)

    def __str__(self) -> str:
        return (
            f"the document has {self.pages} pages and may have {self.allowed}; "
            f"what does not fit begins with cell {self.first}"
        )
