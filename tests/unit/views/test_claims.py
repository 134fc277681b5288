"""Each sentence, heading and title that claims something stands where its condition holds, and nowhere else.

A claim is a phrase of ours. Each is named here with a unit whose pages make it and one whose pages do not, in both
languages.
"""

from functools import cache

import pytest

from page_reading import LANGUAGES, PAGES, annex_cells
from run_sections import ran

# phrase: a unit that it holds of, and one that it does not
CLAIMS = {
    "front.change_on_same": ("lao-cai", "lang-son"),
    "front.change_since": ("cao-bang", "lao-cai"),
    "front.chart_below_peak": ("lao-cai", "lang-son"),
    "front.chart_fdi_fell": ("cao-bang", "lang-son"),
    "front.chart_fdi_grew": ("tuyen-quang", "lang-son"),
    "front.chart_fdi_rose_last": ("lang-son", "lao-cai"),
    "front.chart_fdi_steady": ("lao-cai", "lang-son"),
    "front.chart_rank": ("cao-bang", "lang-son"),
    "front.chart_rank_up": ("lang-son", "lao-cai"),
    "front.ended": ("ha-giang", "lang-son"),
    "front.estimate": ("lao-cai", "lang-son"),
    "front.finding_above_year": ("lang-son", "lao-cai"),
    "front.finding_below_peak": ("lao-cai", "lang-son"),
    "front.finding_neutral": ("cao-bang", "lang-son"),
    "front.finding_works": ("lang-son", "lao-cai"),
    "front.formed": ("lao-cai", "lang-son"),
    "front.in_one_sum": ("lai-chau", "lang-son"),
    "front.investors_total": ("cao-bang", "lao-cai"),
    "front.investors_unnamed": ("cao-bang", "lao-cai"),
    "front.none_since": ("dien-bien", "lang-son"),
    "front.nothing_newer": ("lao-cai", "lang-son"),
    "front.plan": ("quang-ninh", "lang-son"),
    "front.rank_old": ("cao-bang", "lang-son"),
    "front.register": ("quang-ninh", "lang-son"),
    "front.register_sum": ("lao-cai", "lang-son"),
    "front.status": ("quang-ninh", "lang-son"),
    "front.sum_of_former": ("tuyen-quang", "lang-son"),
    "front.then_part": ("lao-cai", "lang-son"),
    "front.trade_estimated": ("cao-bang", "lang-son"),
    "front.trade_highest": ("lao-cai", "lang-son"),
    "front.trade_like": ("lang-son", "lao-cai"),
    "front.trade_no_basis": ("dien-bien", "lang-son"),
    "front.trade_no_year": ("tuyen-quang", "lang-son"),
    "front.trade_no_year_gate": ("quang-ninh", "lang-son"),
    "front.trade_other_year": ("lao-cai", "lang-son"),
    "front.trade_target_earlier": ("lao-cai", "lang-son"),
    "front.unchanged_since": ("dien-bien", "lang-son"),
    "front.watch_ended": ("lao-cai", "lang-son"),
    "front.watch_ending": ("cao-bang", "lao-cai"),
    "front.watch_next": ("lao-cai", "cao-bang"),
    "front.watch_no_text": ("tuyen-quang", "lang-son"),
    "front.watch_since": ("lao-cai", "lang-son"),
    "front.work_border_works": ("lang-son", "lao-cai"),
    "front.work_due": ("lao-cai", "lang-son"),
    "front.work_overdue": ("lao-cai", "cao-bang"),
    "front.work_stale": ("tuyen-quang", "lang-son"),
    "front.works_none": ("dien-bien", "lang-son"),
    "front.works_old": ("cao-bang", "lang-son"),
    "investment_page.aid": ("lao-cai", "tuyen-quang"),
    "investment_page.aid_said": ("cao-bang", "lang-son"),
    "investment_page.fell": ("cao-bang", "lang-son"),
    "investment_page.flows": ("cao-bang", "lao-cai"),
    "investment_page.investor": ("lao-cai", "lang-son"),
    "investment_page.named": ("lao-cai", "cao-bang"),
    "investment_page.no_aid": ("lai-chau", "lang-son"),
    "investment_page.no_investors": ("cao-bang", "lang-son"),
    "investment_page.own_count": ("lao-cai", "lang-son"),
    "investment_page.own_count_capital": ("quang-ninh", "lang-son"),
    "investment_page.rank_before": ("lao-cai", "lang-son"),
    "investment_page.rank_neutral": ("cao-bang", "lao-cai"),
    "investment_page.rank_old": ("cao-bang", "lang-son"),
    "investment_page.rank_said": ("lao-cai", "lang-son"),
    "investment_page.rank_said_alone": ("lang-son", "lao-cai"),
    "investment_page.rank_same": ("cao-bang", "lang-son"),
    "investment_page.rank_up": ("lao-cai", "lang-son"),
    "investment_page.rose": ("quang-ninh", "lang-son"),
    "investment_page.rose_last": ("lang-son", "lao-cai"),
    "investment_page.sectors": ("lao-cai", "lang-son"),
    "investment_page.share": ("lao-cai", "lang-son"),
    "investment_page.since": ("lao-cai", "dien-bien"),
    "investment_page.steady": ("lao-cai", "lang-son"),
    "investment_page.summed": ("lao-cai", "lang-son"),
    "investment_page.visitors": ("lao-cai", "dien-bien"),
    "investment_page.visitors_recount": ("dien-bien", "lang-son"),
    "investment_page.which": ("lao-cai", "lang-son"),
    "partners.gap_all_states": ("lai-chau", "lang-son"),
    "partners.gap_outcomes": ("lai-chau", "lang-son"),
    "partners.gap_states": ("lao-cai", "lai-chau"),
    "partners.is_due": ("lao-cai", "lang-son"),
    "partners.is_due_unconfirmed": ("cao-bang", "lao-cai"),
    "partners.last_named": ("lao-cai", "dien-bien"),
    "partners.news_all": ("cao-bang", "lang-son"),
    "partners.news_lead": ("lao-cai", "cao-bang"),
    "partners.no_successor": ("lao-cai", "lang-son"),
    "partners.none_since": ("lao-cai", "cao-bang"),
    "partners.session_no_outcome": ("lai-chau", "lang-son"),
    "partners.state_ended": ("lao-cai", "lang-son"),
    "partners.state_in_force": ("lao-cai", "tuyen-quang"),
    "partners.state_on": ("lao-cai", "cao-bang"),
    "partners.state_until": ("cao-bang", "lao-cai"),
    "partners.successor_agreed": ("lao-cai", "lang-son"),
    "partners.text_ended": ("lao-cai", "lang-son"),
    "partners.text_undated": ("tuyen-quang", "lao-cai"),
    "partners.was_due": ("lao-cai", "lang-son"),
    "trade_page.against": ("lang-son", "lao-cai"),
    "trade_page.below_peak": ("lao-cai", "lang-son"),
    "trade_page.change_on_period": ("lao-cai", "lang-son"),
    "trade_page.change_on_year": ("lao-cai", "lang-son"),
    "trade_page.change_printed": ("cao-bang", "lao-cai"),
    "trade_page.change_since": ("lao-cai", "tuyen-quang"),
    "trade_page.counts_said": ("cao-bang", "lao-cai"),
    "trade_page.gaps_few": ("tuyen-quang", "lang-son"),
    "trade_page.gaps_unstated": ("dien-bien", "lang-son"),
    "trade_page.gates_said": ("tuyen-quang", "lang-son"),
    "trade_page.more_than_sides": ("lao-cai", "lang-son"),
    "trade_page.neutral": ("lang-son", "lao-cai"),
    "trade_page.no_year_since": ("tuyen-quang", "lang-son"),
    "trade_page.sides": ("tuyen-quang", "lang-son"),
    "trade_page.target": ("lao-cai", "cao-bang"),
    "trade_page.target_share": ("lao-cai", "lang-son"),
    "trade_page.target_without": ("lao-cai", "lang-son"),
    "trade_page.targets": ("lao-cai", "cao-bang"),
    "trade_page.told_estimated": ("cao-bang", "lang-son"),
    "trade_page.worked_out": ("lao-cai", "tuyen-quang"),
}


@cache
def said(province: str, language: str) -> set[str]:
    """The phrases that the pages of a unit say."""
    return {
        phrase
        for name in PAGES
        for cell, record in ran(name, province, language).records.items()
        if cell not in annex_cells(name)
        for phrase in (record or {}).get("phrases", ())
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_is_made_where_it_holds_and_not_where_it_does_not(claim: str, language: str) -> None:
    holds, fails = CLAIMS[claim]
    assert claim in said(holds, language)
    assert claim not in said(fails, language)
