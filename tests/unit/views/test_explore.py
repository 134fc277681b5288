"""The explorer: every choice that it offers is shown or says why not, in the language, with its sources."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from helpers import data
from helpers.data import frames
from helpers.data.series import period
from helpers.text.phrases import LANGUAGES, phrases
from helpers.views import explore
from helpers.views.explore import choices, telling
from helpers.views.explore.choices import Choice
from helpers.views.explore.drawing import draw
from helpers.views.kit.words import Words
from run_sections import provinces

EVERYTHING = frames.loaded("")


def words(language: str = "en") -> Words:
    return Words(EVERYTHING, language, phrases(language))


def settled(*of: str, indicator: str = "", **chosen) -> Choice:
    return choices.offer(words(), Choice(of, indicator, **chosen)).choice


@pytest.fixture(scope="module")
def looked():
    return explore.explorer("lao-cai", "en", "nowhere")


@pytest.fixture
def panel(looked):
    """The explorer as it is opened, made once."""
    looked.language.value, looked.as_of.value, looked.search.value, looked.topic.value = "en", None, "", ""
    looked.provinces["lao-cai"].value = True
    for slug, button in looked.provinces.items():
        button.value = slug == "lao-cai"
    looked.indicator.value = "trade-turnover"
    looked.tabs.selected_index = 0
    return looked


def said(output) -> str:
    return "\n".join(one["data"].get("text/markdown", "") for one in output.outputs)


@pytest.mark.parametrize("province", provinces())
def test_every_choice_is_shown_or_says_why_not_in_both_languages(province: str) -> None:
    for language in LANGUAGES:
        tongue = words(language)
        offer = choices.offer(tongue, Choice((province,)))
        assert len(offer.indicators) > 20
        for _, indicator in offer.indicators:
            one = choices.offer(tongue, Choice((province,), indicator))
            for kind in [kind for _, kind in one.periods]:
                drawings = draw(tongue, replace(one.choice, period=kind))
                for drawing in drawings:
                    assert drawing.title and drawing.said
                    assert not drawing.spec or all_alike(drawing.spec)
            figures = telling.rows(tongue, one.choice)
            assert (telling.table(tongue, figures[:3]).iloc[:, :6] != "").all(axis=None)
            assert telling.source(tongue, figures[0], "nowhere")
            assert compile(telling.code(tongue, one.choice, drawings, ""), "cell", "exec")


def all_alike(spec: dict) -> bool:
    """Whether there is something to compare, each mark with its figure, source and area."""
    marks = spec["data"]["values"]
    return len(marks) > 1 and all(one["source"] and one["figure"] and one["area"] for one in marks)


@pytest.mark.parametrize(
    "indicator", ["trade-turnover", "fdi-capital-register", "pci-rank", "visitors-international"]
)
def test_any_provinces_together_are_compared_or_told_why_not(indicator: str) -> None:
    for language in LANGUAGES:
        offer = choices.offer(words(language), Choice(tuple(provinces()), indicator))
        first, *others = draw(words(language), offer.choice)
        compared = indicator in ("fdi-capital-register", "pci-rank")
        assert bool(first.spec) == compared and bool(others) != compared
        if not compared:
            assert first.said == words(language).say("explore.why_not_alike")
            titles = [one.spec["title"]["text"] for one in others if one.spec]
            assert len(set(titles)) == len(titles), "each says whose it is"


def test_one_figure_of_several_is_said_to_be_of_what_is_chosen(panel) -> None:
    """Of a full year; the table below has the first half of another too."""
    panel.provinces["cao-bang"].value, panel.provinces["lao-cai"].value = True, False
    panel.indicator.value = "budget-revenue"
    (one,) = panel.drawings
    assert not one.spec and len(panel.figures) > 1 and len(panel.period.options) > 1
    assert one.said.startswith("There is one figure only for these choices, so no chart is drawn: 2024: ")


def test_the_main_series_of_lao_cai_is_drawn_with_each_figure_as_its_source_says_it() -> None:
    (chart,) = draw(words(), settled("lao-cai", indicator="trade-turnover"))
    assert chart.spec["title"]["text"] == "Trade through the border gates: former Lào Cai"
    marks = {one["when"]: one for one in chart.spec["data"]["values"]}
    assert {when: one["figure"] for when, one in marks.items()} == {
        "2001": "USD 0.21 billion",
        "2019": "USD 3.8 billion",
        "2020": "> USD 3.2 billion",
        "2021": "> USD 3.6 billion",
        "2022": "nearly USD 2.3 billion",
        "2024": "≈ USD 3.62 billion",
    }
    assert marks["2024"]["source"] == "Vietnam Pictorial, VNA (23 December 2024)"
    assert "exact" in " ".join(chart.notes), "a bound is no exact number"


def test_a_gap_between_dates_is_no_line_and_sums_are_marked() -> None:
    choice = settled("lao-cai", indicator="fdi-capital-register", boundaries="lao-cai-2025")
    (chart,) = draw(words(), choice)
    marks = chart.spec["data"]["values"]
    assert all(one["derived"] for one in marks) and "added up" in " ".join(chart.notes)
    apart = draw(words(), settled("lao-cai", "lang-son", indicator="population"))[0].spec["data"]["values"]
    runs = {(one["area"], one["time"]): one["run"] for one in apart}
    area = apart[0]["area"]
    assert runs[area, "2015"] == runs[area, "2016"] != runs[area, "2023"], (
        "nothing is known between 2016 and 2023"
    )


def test_the_first_rank_is_at_the_top_and_colours_tell_provinces_apart() -> None:
    (chart,) = draw(words(), settled("lang-son", "quang-ninh", indicator="pci-rank"))
    assert chart.spec["encoding"]["y"]["scale"] == {"zero": False, "reverse": True}
    assert chart.notes[0].startswith("The newest that all of them have (2024): Quảng Ninh 2nd; Lạng Sơn 16th")


@pytest.mark.parametrize("typed", ["xuat khau hai quan", "xuất khẩu hải quan", "EXPORTS customs"])
def test_an_indicator_is_found_by_typing(panel, typed: str) -> None:
    panel.search.value = typed
    found = [key for _, key in panel.indicator.options]
    assert "trade-exports-customs" in found[:3] and "trade-turnover" not in found
    assert panel.choice.indicator == found[0] and len(found) < 12


def test_typing_what_is_not_there_leaves_what_is_shown(panel) -> None:
    panel.search.value = "không có gì như thế"
    assert panel.indicator.options == () and panel.drawings[0].title == "Trade through the border gates"
    assert "they stand in the annex" in panel.not_found.value
    panel.search.value = "trade"
    assert panel.not_found.value == ""


def test_while_somebody_types_nothing_is_drawn_anew_until_another_indicator_is_chosen(panel) -> None:
    drawn, table = panel.drawings, panel.figures
    for typed in ("t", "tr", "trade thro"):
        panel.search.value = typed
        assert panel.choice.indicator == "trade-turnover"
        assert panel.drawings is drawn and panel.figures is table
    panel.search.value = "xuat khau hai quan"
    assert panel.drawings is not drawn


def test_a_topic_narrows_the_list(panel) -> None:
    panel.topic.value = "investment"
    topics = EVERYTHING.keyed("indicators")
    assert {topics[key]["topic"] for _, key in panel.indicator.options} == {"investment"}


def test_the_choices_are_in_the_chosen_language_and_stay(panel) -> None:
    panel.period.value = "01-06"
    panel.language.value = "vi"
    assert panel.indicator.description == "Chỉ tiêu" and panel.indicator.value == "trade-turnover"
    assert ("6 tháng đầu năm (4)", "01-06") in panel.period.options and panel.period.value == "01-06"


def test_each_control_changes_what_is_drawn(panel) -> None:
    panel.period.value = "plan-year"
    assert {one["when"] for one in panel.drawings[0].spec["data"]["values"]} == {"2023", "2024", "2025"}
    panel.period.value = "year"
    panel.years.value = (2019, 2021)
    assert {one["when"] for one in panel.drawings[0].spec["data"]["values"]} == {"2019", "2020", "2021"}
    panel.basis.value = "trade-turnover-customs"
    assert panel.choice.indicator == "trade-turnover-customs"
    panel.indicator.value = "trade-turnover-gate"
    panel.breakdown.value = ("", "", "kim-thanh")
    assert panel.choice.breakdown == ("", "", "kim-thanh")
    panel.indicator.value = "fdi-capital-register"
    panel.boundaries.value = "yen-bai"
    assert {one["area"] for one in panel.drawings[0].spec["data"]["values"]} == {"former Yên Bái"}


def test_only_what_has_nothing_to_choose_between_is_hidden(panel) -> None:
    panel.indicator.value = "fdi-capital-share"
    hidden = {
        name: getattr(panel, name).layout.display for name in ("search", "topic", "indicator", "period")
    }
    assert hidden == {"search": None, "topic": None, "indicator": None, "period": "none"}


def test_the_last_province_stays_on(panel) -> None:
    panel.provinces["lao-cai"].value = False
    assert panel.provinces["lao-cai"].value and panel.choice.provinces == ("lao-cai",)


def test_as_of_a_day_only_what_was_published_then_is_there(panel) -> None:
    panel.as_of.value = date(2022, 12, 31)
    assert "2024" not in json.dumps(panel.drawings[0].spec)
    panel.as_of.value = None
    assert "2024" in json.dumps(panel.drawings[0].spec), "what is new again is drawn again"
    panel.as_of.value = date(1990, 1, 1)
    assert panel.told.value == "No source had been published by 1 January 1990."


def test_a_row_of_the_table_tells_its_source_in_full(panel) -> None:
    assert said(panel.card) == "Click on a row to see its source in full."
    panel.table.selected_rows = [0]
    told = said(panel.card)
    assert (
        "**Trade through the border gates, former Lào Cai, 2025: USD 9 billion (planned)**" in told
        and "](https://" in told
    )


def test_amounts_are_sorted_by_what_they_are_worth_not_by_their_digits() -> None:
    found = telling.table(words(), telling.rows(words(), settled("lao-cai", indicator="trade-turnover")))
    worth = found.sort_values("value_as_number")["Value"].tolist()
    assert (worth[0], worth[-1]) == ("nearly USD 183 million", "USD 9 billion (planned)")


def test_what_changed_since_a_day_is_told_once_it_is_looked_at(panel) -> None:
    panel.since.value = date(2024, 6, 1)
    panel.tabs.selected_index = 1
    told = said(panel.news)
    assert told.startswith("Against what had been published by 1 June 2024: ") and "USD 1,208 million" in told
    assert "briefings diff --from 2024-06-01" in told


def test_the_code_makes_what_is_seen(panel) -> None:
    panel.years.value = (2019, 2022)
    shown: list = []
    *lines, last = panel.code.value.splitlines()
    names: dict = {"display": shown.append}
    exec("\n".join(lines), names)
    assert shown[0].spec["data"] == panel.drawings[0].spec["data"]
    rows = eval(last, names)
    assert rows["when"].tolist() == ["2019", "2020", "2021", "2022"]


def test_what_is_saved_is_every_figure_of_the_indicator(panel) -> None:
    import base64
    import io

    import pandas as pd

    content = base64.b64decode(panel.csv.value.split("base64,")[1].split('"')[0])
    saved = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")
    assert len(saved) == len(panel.figures) == 17
    assert set(saved["observation_id"]) == {row["observation_id"] for row in panel.figures}
    assert set(saved["period"]) == {period(row) for row in panel.figures}


def test_built_reports_are_linked_and_others_say_how(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "lao-cai"
    folder.mkdir(parents=True)
    for name in ("briefing.html", "briefing.pdf", "annex.html"):
        (folder / name).write_text("")
    told = telling.reports_of(words(), Choice(("lao-cai", "lang-son")), str(tmp_path))
    assert "[Annex](" in told and "`briefings build --province lang-son`" in told
    linked = re.findall(r"\]\(([^)]+)\)", told)
    assert sorted(map(Path, linked)) == sorted(folder.iterdir())
    row = telling.rows(words(), Choice(("lao-cai",), "trade-turnover"))[0]
    assert f"[This row in the annex]({folder}/annex.html#{row['observation_id']})" in telling.source(
        words(), row, str(tmp_path)
    )


def test_a_chart_can_be_made_in_a_cell_of_ones_own() -> None:
    shown, about = explore.chart("Lào Cai", "trade-turnover")._repr_mimebundle_()
    assert next(iter(shown)) == "application/vnd.vegalite.v5+json" and "3.8 billion" in shown["text/plain"]
    assert about["application/vnd.vegalite.v5+json"]["embed_options"]["actions"]["export"]
    with pytest.raises(data.comparable.UnknownIndicator, match="did you mean"):
        explore.chart("lao-cai", "trade-turnovr")
