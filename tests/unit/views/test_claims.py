"""What the pages claim: each claim is made where it holds and not where it does not, and of alternatives one.

A claim is a phrase of ours that has a condition; `tests/claims.toml` names for each a unit that makes it and one that
does not. The alternatives of a group answer one question; the last ones of a group are its neutral forms. Whether what
is claimed is true, `test_claims_are_true` asks; the tests of each view hold conditions against rows made for them.
"""

import re
from functools import cache

import pytest

from claims import CLAIMS, LABELS, MADE, TABLES, says
from helpers.text.phrases import table
from page_reading import LANGUAGES, annex_cells, pages_of
from run_sections import comparisons, provinces, ran

# question: (the table of phrases, the alternatives; those after "|" go together with the one before)
EXACTLY_ONE = {
    "what trade did, in the finding": (
        "front",
        "finding_below_peak finding_above_year finding_rose finding_fell finding_in_all finding_neutral "
        "finding_no_trade_since finding_no_trade",
    ),
    "whether trade has a figure": ("trade_page", "told|told_estimated never none_since"),
    "whether the register has capital in force": (
        "investment_page",
        "register|own_count|own_count_capital register_capital never none_since",
    ),
    "which rank the province has": ("investment_page", "rank_said rank_said_alone no_rank no_rank_since"),
    "whether texts were signed": ("partners", "texts no_text"),
    "whether anything took place": ("partners", "activities no_activity"),
    "whether there are partners": ("partners", "page_table_title page_table_title_none_open no_partner"),
}
AT_MOST_ONE = {
    "what the latest news are": ("partners", "news_lead news_all no_news"),
    "title of the trade chart of page 1": ("front", "chart_below_peak chart_highest chart_trade"),
    "title of the FDI chart of page 1": (
        "front",
        "chart_fdi_steady chart_fdi_rose_last chart_fdi_grew chart_fdi_fell chart_fdi",
    ),
    "title of the ranks of page 1": ("front", "chart_rank chart_rank_up chart_rank_down"),
    "works": ("front", "work works_none works_old"),
    "investors": ("front", "investor investors_total investors_none"),
    "what is to watch": ("front", "watch_ended|watch_ending|watch_next watch_none"),
    "title of the trade chart": ("trade_page", "below_peak record rose fell neutral"),
    "since when there is no full year": ("trade_page", "no_year no_year_since"),
    "why nothing is compared": ("trade_page", "gaps_few gaps_unstated"),
    "title of the chart of investment": ("investment_page", "steady rose_last rose fell neutral"),
    "title of the ranks": ("investment_page", "rank_best rank_up rank_down rank_neutral"),
    "the rank of the year before": ("investment_page", "rank_before rank_same"),
    "who invests": ("investment_page", "investor|named|named_undated no_investors"),
    "aid": ("investment_page", "aid|aid_said no_aid"),
    "visitors from abroad": ("investment_page", "visitors visitors_recount no_visitors no_visitors_since"),
    "which texts apply": ("partners", "gap_state gap_states gap_all_states"),
}
# The same of the comparisons.
COMPARED = {
    "what can be ranked": "finding_one finding_trade finding_little",
    "title of the capital": "capital_one capital",
    "title of the ranks": "ranks_climbed ranks",
    "what is said of the capital": "capital_counted capital_subtitle",
}
OF_COMPARISONS = sorted(
    {one for key, units in CLAIMS.items() if key.startswith("comparison.") for one in units}
)
UNITS = sorted({unit for units in CLAIMS.values() for unit in units})


def test_every_phrase_of_the_pages_is_a_claim_or_a_label() -> None:
    """Whoever adds a phrase says of which unit it holds and of which it does not; one of mere places has no words."""
    worded = {
        key
        for key, said in table("en").items()
        if key.split(".")[0] in TABLES and re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", str(said)))
    }
    assert CLAIMS.keys() | (LABELS & worded) == worded
    assert table("en").keys() >= LABELS and not CLAIMS.keys() & LABELS
    assert MADE.keys() <= set(UNITS), "a made unit that no claim needs"


@pytest.mark.parametrize("phrase", CLAIMS)
def test_a_claim_is_made_where_it_holds_and_not_where_it_does_not(phrase: str) -> None:
    holding, other = CLAIMS[phrase]
    if not says(holding, phrase):
        pytest.fail(
            f"{holding} does not say it; today {[one for one in provinces() if says(one, phrase)]} do"
        )
    if says(other, phrase):
        silent = [one for one in provinces() if not says(one, phrase)]
        pytest.fail(f"{other} says it; today {silent} do not")


@cache
def said(province: str, language: str) -> set[str]:
    """The phrases that the pages of a unit say."""
    return {
        phrase
        for name in pages_of(province)
        for cell, record in ran(name, province, language).records.items()
        if cell not in annex_cells(name)
        for phrase in (record or {}).get("phrases", ())
    }


def made(question: str, province: str, language: str) -> list[str]:
    """The alternatives of a question that a unit's pages say."""
    table, alternatives = (EXACTLY_ONE | AT_MOST_ONE)[question]
    pages = said(province, language)
    return [
        one for one in alternatives.split() if any(f"{table}.{phrase}" in pages for phrase in one.split("|"))
    ]


@pytest.mark.parametrize("province", provinces())
@pytest.mark.parametrize("question", EXACTLY_ONE | AT_MOST_ONE)
def test_claims_that_exclude_one_another_do_not_stand_together(question: str, province: str) -> None:
    vietnamese, english = (made(question, province, language) for language in LANGUAGES)
    assert vietnamese == english
    assert len(english) == 1 if question in EXACTLY_ONE else len(english) <= 1


@pytest.mark.parametrize(
    "unit", sorted({one for key in CLAIMS if key.startswith("comparison.") for one in CLAIMS[key]})
)
@pytest.mark.parametrize("question", COMPARED)
def test_a_comparison_answers_a_question_once(question: str, unit: str) -> None:
    made_ = [one for one in COMPARED[question].split() if says(unit, f"comparison.{one}")]
    assert len(made_) == 1 if question == "what can be ranked" else len(made_) <= 1


@pytest.mark.parametrize("province", [*provinces(), *comparisons()])
def test_pages_claim_the_same_in_both_languages(province: str) -> None:
    vietnamese, english = (said(province, language) for language in LANGUAGES)
    assert {one for one in vietnamese ^ english if one.split(".")[0] in TABLES} == set()
