"""What the facts are about, in the order in which a reader is told: topics of figures, then the other tables."""

from collections.abc import Iterable

# The name under ``coverage`` in the phrases, and the topics of indicators that it stands for.
TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("trade", ("trade",)),
    ("fdi", ("investment",)),
    ("oda", ("oda",)),
    ("ngo_aid", ("ngo_aid",)),
    ("budget", ("budget",)),
    ("people", ("people", "conferences", "friendship", "policy")),
    ("visitors", ("visitors",)),
    ("competitiveness", ("competitiveness",)),
    ("territory", ("territory",)),
)
TABLES = (
    "relations",
    "agreements",
    "mechanisms",
    "meetings",
    "activities",
    "projects",
    "priorities",
    "documents",
    "border_gates",
)


def about(table: str, topic: str = "") -> str:
    """The group of a fact, by its table and, for a figure, by the topic of its indicator."""
    if table != "observations":
        return table
    return next(name for name, topics in TOPICS if topic in topics)


def in_order(groups: Iterable[str]) -> list[str]:
    """Groups in the order in which a reader is told of them."""
    order = [*(name for name, _ in TOPICS), *TABLES]
    return sorted(set(groups), key=order.index)
