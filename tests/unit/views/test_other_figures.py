"""A new topic, form or basis cannot make facts vanish: what no view claims stands in a table of its own."""

import pytest

from helpers.views.annex import cooperation, other_figures
from helpers.views.kit.facts import TOPICS


def with_new_topic(small):
    """West has a figure of a topic that no view knows."""
    small.add(
        "topics", like="visitors", topic="tourism", heading="tourism", name_en="Tourism", name_vi="Du lịch"
    )
    small.add("indicators", like="turnover", indicator_id="nights", topic="tourism", name_en="Nights")
    small.add(
        "observations",
        like="west.turnover.2023",
        observation_id="west.nights.2023",
        indicator_id="nights",
        value="12",
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_figures_of_a_new_topic_stand_among_the_other_figures(small, small_section, language) -> None:
    with_new_topic(small)
    one = small_section(language=language)
    rows = other_figures.other_figures(one)
    assert set(rows["observation_id"]) == {"west.nights.2023"}
    heading, grid = other_figures.show_other_figures(one, rows)
    assert heading.markdown == {"vi": "### Số liệu khác", "en": "### Other figures"}[language]
    assert grid.markdown.startswith({"vi": "**Du lịch.** ", "en": "**Tourism.** "}[language])
    assert set(grid.facts) == {"observations/west.nights.2023"}


def test_each_figure_is_of_one_claimed_topic_or_among_the_others(small, small_section) -> None:
    with_new_topic(small)
    facts = small_section().facts
    claimed = [key for topics in TOPICS.values() for key in facts.of_topics(*topics)["observation_id"]]
    others = facts.of_other_topics()["observation_id"]
    assert sorted([*claimed, *others]) == sorted(facts.rows("observations")["observation_id"])


def test_nothing_is_shown_where_there_are_none(small, small_section) -> None:
    one = small_section()
    assert not other_figures.show_other_figures(one, other_figures.other_figures(one))


def test_each_form_of_a_relation_but_investors_stands_in_a_group(section) -> None:
    one = section("lao-cai")
    relations = cooperation.relations(one)
    forms = one.dataset.values("relation_form")
    (any_of,) = relations.head(1).to_dict("records")
    for form in forms:
        shown = cooperation.show_partners(one, relations.head(1).assign(form=form))
        facts = {fact for output in shown for fact in output.facts}
        assert facts == (set() if form == cooperation.INVESTOR else {f"relations/{any_of['relation_id']}"})
