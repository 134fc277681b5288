"""Figures that no section has a place for: those of a new topic, and most of those of a group."""

import pandas as pd

from helpers.data import areas
from helpers.views.kit.facts import TOPICS
from helpers.views.kit.observations import figures_tables, in_time
from helpers.views.kit.outputs import Part, part
from helpers.views.kit.section import Section

_OF_A_UNIT = [
    topic for name, topics in TOPICS.items() if name not in ("exchanges", "gates") for topic in topics
]


def other_figures(section: Section) -> pd.DataFrame:
    """The observations of topics that no view claims (see `kit.facts.TOPICS`), so that none falls out of a briefing.

    Of a group also those of topics that only a unit's sections show.
    """
    rows = section.facts.of_other_topics()
    if areas.is_group(section.dataset.areas, section.province):
        rows = pd.concat([section.facts.of_topics(*_OF_A_UNIT), rows], ignore_index=True)
    return in_time(rows)


def show_other_figures(section: Section, rows: pd.DataFrame) -> Part:
    """Those figures under a heading, tables for each topic, which bear its name; nothing when there are none."""
    topics = section.dataset.keyed("topics")
    topic = rows["indicator_id"].map(lambda name: section.dataset.row("indicators", name)["topic"])
    found = sorted(topic.unique(), key=lambda name: int(topics[name]["position"]))
    grids = [
        grid
        for one in found
        for grid in figures_tables(section, section.words.name("topics", one), rows[topic == one])
    ]
    return part(section.text(section.words.heading("other.title")) if grids else None, *grids)
