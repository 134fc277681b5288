"""What a page may cite: sixteen sources at most, so that a list of five lines at its foot has room for all.

What a page tells comes in order of importance, and of that all that there is a letter for. Whatever rows a change of
the data brings, the page therefore fits.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from helpers.views.kit.citations import MOST_SOURCES
from helpers.views.kit.outputs import Shown, sources_of
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import pages

SHARES = {"trade": 5, "investment": 3, "partners": 8}
"""The sources of each section on the page that the three share in a briefing of two pages: sixteen together."""

T = TypeVar("T")


def share(section: Section, name: str) -> int:
    """The most sources that a section's page may cite: all, or the section's share of the second of two pages."""
    return SHARES[name] if pages(section) == 2 else MOST_SOURCES


def fitting(
    section: Section,
    items: Iterable[T],
    cells: Callable[[T], Iterable[str]],
    most: int,
    beside: Iterable[Shown | None] = (),
) -> list[T]:
    """Of items in order of importance, each that the page has letters for: with it there are at most ``most`` sources.

    ``cells`` are the texts that an item is shown by, ``beside`` what the page shows besides and before them.
    """
    cited, kept = sources_of(beside), []
    for item in items:
        more = section.citations.groups(*cells(item)) - cited
        if not more or len(cited) + len(more) <= most:
            cited |= more
            kept.append(item)
    return kept
