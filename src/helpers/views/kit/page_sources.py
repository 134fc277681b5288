"""What a page may cite: sixteen sources at most, and no more than a list of five lines at its foot has room for.

What a page tells comes in order of importance, and of that all that there is a letter for. Whatever rows a change of
the data brings, the page therefore fits. What counts is the same in all languages, and so is what a page cites.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from helpers.data.selection import MOST_SOURCES
from helpers.views.kit.citations import Letter, source_of
from helpers.views.kit.outputs import Shown, letters_of
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import pages

FOOT_LETTERS = 970  # of the names of the sources, of which each is and of the places, in the longer language
_MARK, _PLACE = 5, 6  # letters with each of these, of a place in a source

SHARES = {"trade": 5, "investment": 3, "partners": 8}
"""The sources of each section on the page that the three share in a briefing of two pages: sixteen together."""

T = TypeVar("T")
Output = TypeVar("Output", bound=Shown)


def share(section: Section, name: str) -> int:
    """The most sources that a section's page may cite: all, or the section's share of the second of two pages."""
    return SHARES[name] if pages(section) == 2 else MOST_SOURCES


def excess(section: Section, cited: Iterable[Letter], most: int = MOST_SOURCES) -> int:
    """By how much these sources, with the places in them, are more than the foot of a page has room for; 0 if it has.

    Sources that are too many weigh more than letters.
    """
    letters = set(cited)
    groups = {group for group, *_ in letters}
    names = sum(section.citations.name_letters(group) + _MARK for group in groups)
    issues = sum(
        section.citations.issue_letters(one) + _MARK for one in set(map(source_of, letters)) if one[1]
    )
    places = _PLACE * sum(bool(place) for *_, place in letters)
    too_long = max(0, names + issues + places - FOOT_LETTERS * most // MOST_SOURCES)
    return max(0, len(groups) - most) * FOOT_LETTERS + too_long


def fitting(
    section: Section,
    items: Iterable[T],
    cells: Callable[[T], Iterable[str]],
    most: int = MOST_SOURCES,
    beside: Iterable[Shown | None] = (),
) -> list[T]:
    """Of items in order of importance, each that the page has letters for: with it there are at most ``most`` sources.

    ``cells`` are the texts that an item is shown by, ``beside`` what the page shows besides and before them.
    """
    cited, kept = letters_of(beside), []
    for item in items:
        more = section.citations.letters(*cells(item)) - cited
        if not more or not excess(section, cited | more, most):
            cited |= more
            kept.append(item)
    return kept


def with_letters(
    section: Section, output: Output | None, beside: Iterable[Shown | None] = (), most: int = MOST_SOURCES
) -> Output | None:
    """An output where the page has letters for it beside what it shows besides; else None."""
    return None if excess(section, letters_of([*beside, output]), most) else output


def unbroken(
    section: Section,
    items: Sequence[T],
    cells: Callable[[T], Iterable[str]],
    most: int = MOST_SOURCES,
    beside: Iterable[Shown | None] = (),
) -> Sequence[T]:
    """The latest of items in order of time that the page has letters for, with none missing between them."""
    beside = tuple(beside)
    for start in range(len(items)):
        latest = items[start:]
        if len(fitting(section, latest, cells, most, beside)) == len(latest):
            return latest
    return items[:0]
