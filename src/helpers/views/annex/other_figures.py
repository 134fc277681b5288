"""Figures that no section has a place for: those of a new topic, and on the territory of wider areas."""

import pandas as pd

from helpers.views.kit.facts import TOPICS
from helpers.views.kit.observations import figures_tables, in_time
from helpers.views.kit.outputs import Part, part
from helpers.views.kit.section import Section


def other_figures(section: Section) -> pd.DataFrame:
    """The observations of topics that no view claims (see `kit.facts.TOPICS`), so that none falls out of a briefing.

    The fact box shows the territory of the province alone; what is said of a wider area's stands here.
    """
    territory = section.only("group", "country").facts.of_topics(*TOPICS["territory"])
    return in_time(pd.concat([section.facts.of_other_topics(), territory], ignore_index=True))


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
