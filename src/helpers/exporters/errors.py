"""The errors that the exporters raise on purpose."""

from collections.abc import Collection, Sequence
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
    """A document longer than it may be.

    ``first`` is the cell that begins what did not fit. In a document whose pages are told apart, ``page`` is the first
    that runs over, from 1, ``excess`` by how many millimetres, and ``stands`` are the cells on it with their heights.
    """

    def __init__(
        self,
        pages: int,
        allowed: int,
        first: str,
        page: int = 0,
        stands: Sequence[str] = (),
        excess: float = 0.0,
    ) -> None:
        self.pages, self.allowed, self.first = pages, allowed, first
        self.page, self.stands, self.excess = page, tuple(stands), excess
        super().__init__(pages, allowed, first, page, self.stands, excess)

    def __str__(self) -> str:
        told = f"the document has {self.pages} pages and may have {self.allowed}; "
        if not self.page:
            return f"{told}what does not fit begins with cell {self.first}"
        return (
            f"{told}page {self.page} is {self.excess:.0f} mm too long; "
            f"on it stand {', '.join(self.stands)}; what does not fit begins with cell {self.first}"
        )


class TooManySources(ExportError):
    """A page of letters that cites more sources than its foot has room for. ``page`` counts from 1."""

    def __init__(self, page: int, sources: Sequence[str], most: int) -> None:
        self.page, self.sources, self.most = page, tuple(sources), most
        super().__init__(page, self.sources, most)

    def __str__(self) -> str:
        return (
            f"page {self.page} cites {len(self.sources)} sources and may cite {self.most}: "
            f"{'; '.join(self.sources)}"
        )
