"""Nothing that the dataset knows about a province is left out of its briefing, and nothing is made its own."""

import pytest

from helpers import data
from helpers.data import areas
from helpers.views import at_a_glance, cooperation, figures, investment_breakdown, sources, trade
from helpers.views.page import LEVELS, Page

PROVINCES = areas.briefing_provinces(data.load())
SHOWN_TOPICS = (
    "trade",
    "budget",
    "investment",
    "oda",
    "ngo_aid",
    "friendship",
    "people",
    "conferences",
    "visitors",
    "policy",
)


def test_every_topic_has_a_section() -> None:
    topics = set(data.load()["indicators"]["topic"])
    assert topics <= set(SHOWN_TOPICS)


@pytest.mark.parametrize("province", PROVINCES)
def test_every_figure_of_a_province_is_in_a_section(page, province: str) -> None:
    one = page(province)
    assert len(figures.of_topics(one, *SHOWN_TOPICS)) == len(one.rows("observations"))


@pytest.mark.parametrize("province", PROVINCES)
def test_wider_facts_are_labelled_and_never_taken_as_the_provinces_own(page, province: str) -> None:
    one = page(province)
    for table in ("observations", "relations", "activities", "projects", "priorities", "documents"):
        rows = one.rows(table)
        assert set(rows["reach"]) <= set(LEVELS)
        for row in rows.to_dict("records"):
            assert bool(one.scope(row)) == (row["area_id"] != province)
    assert set(at_a_glance.key_figures(one)["area_id"]) <= {province}


def test_every_relation_has_a_form_that_a_section_shows(page) -> None:
    forms = set(data.load()["relations"]["form"])
    assert forms <= {*cooperation.CLOSE, *cooperation.OTHER, "donor", "investor"}
    assert investment_breakdown.investors(page()) is not None


@pytest.mark.parametrize("province", PROVINCES)
def test_every_source_that_is_cited_is_listed(page, province: str) -> None:
    one = Page(page(province).dataset, province, "en")
    at_a_glance.facts_table(one)
    trade.other_figures_part(one, trade.other_figures(one))
    cooperation.activities_part(one)
    cited = {key.split(":")[0] for key in one._notes if not key.startswith("derived:")}
    assert cited
    assert cited <= set(sources.used_sources(one)["source_id"])
