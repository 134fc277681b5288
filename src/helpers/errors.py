"""One base error, a leaf per situation; each says where, what was expected, what was found and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches


class BriefingError(Exception):
    """Anything this project refuses or fails at; shown to people as one clear message, never as a traceback."""


def nearest(found: str, known: Iterable[str]) -> str:
    """The words that lead from a mistyped name to the known ones."""
    names = sorted(known)
    close = get_close_matches(found, names, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else f"known: {', '.join(names)}"


class UnknownName(BriefingError):
    """A name that is not among the known ones."""

    kind = "name"

    def __init__(self, found: str, known: Iterable[str]) -> None:
        self.found, self.known = found, tuple(known)
        super().__init__(found, self.known)

    def __str__(self) -> str:
        return f"unknown {self.kind} {self.found!r}; {nearest(self.found, self.known)}"


class UnknownLanguage(UnknownName):
    """A language that the phrases do not speak."""

    kind = "language"


class UnknownProvince(UnknownName):
    """A province that the dataset has no briefing for."""

    kind = "province"
