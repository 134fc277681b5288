"""One base error, a leaf per situation; each says where, what was expected, what was found and what to do."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


class BriefingError(Exception):
    """Anything this project refuses or fails at; shown to people as one clear message, never as a traceback.

    ``begun`` is whether something had been written before.
    """

    begun = False


def installing(extra: str) -> str:
    """How an extra of this project is installed, whose packages something needs."""
    return f'pip install "province-briefings[{extra}]"'


def unaccented(text: str) -> str:
    """A text in small letters without accents and tone marks, “đ” as “d”, every run of blanks a single one."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def folded(name: str) -> str:
    """The same key for a name however it is typed: without case, accents, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", unaccented(name))


_MOST_KNOWN = 40


def nearest(found: str, known: Iterable[str]) -> str:
    """The words that lead from a mistyped name to the known ones."""
    names = sorted(known)
    spellings: dict[str, str] = {}
    for name in names:
        spellings.setdefault(folded(name), name)
    close = [spellings[one] for one in get_close_matches(folded(found), spellings, n=3, cutoff=0.5)]
    if close:
        return f"did you mean {' or '.join(close)}?"
    more = f" and {len(names) - _MOST_KNOWN} more" if len(names) > _MOST_KNOWN else ""
    return f"known: {', '.join(names[:_MOST_KNOWN])}{more}"


@dataclass(frozen=True, order=True)
class Nearest:
    """What ``nearest`` says, looked for when somebody reads it: it takes milliseconds, and a file has many names."""

    found: str
    known: Collection[str] = field(compare=False)

    def __str__(self) -> str:
        return nearest(self.found, self.known)


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
    """A province that the dataset has no briefing for.

    ``part_of`` is the one that a former province is part of now, ``since`` the day from which there is a briefing.
    """

    kind = "province"

    def __init__(self, found: str, known: Iterable[str], part_of: str = "", since: str = "") -> None:
        super().__init__(found, known)
        self.part_of, self.since = part_of, since
        self.args = (found, self.known, part_of, since)

    def __str__(self) -> str:
        if self.part_of:
            return (
                f"no briefing is made of {self.found!r} by itself; it is part of {self.part_of}: ask for that"
            )
        if self.since:
            return (
                f"briefings of {self.found!r} are made from {self.since} on, when it got its boundaries of today; "
                f"as of the day asked for there are {', '.join(self.known)}"
            )
        return super().__str__()


class UnknownFormat(UnknownName):
    """A format that no exporter makes."""

    kind = "format"
