"""Much or next to nothing is known of a unit: its briefing has four pages or two, and claims no more than is known.

Built of the real notebooks and read back from the paper.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.data.areas import former_units
from helpers.data.selection import MOST_SOURCES
from helpers.data.tables import load
from helpers.publishing import pipeline, planning
from helpers.publishing.jobs import Selection
from helpers.publishing.runners.local import runner
from made_units import LONELY, NAMES, lonely, long_texts, own_publishers, tenfold
from pdf_reading import Paper
from small_dataset import copy_in

pytestmark = pytest.mark.slow
FULL = "lao-cai"  # the unit of which most is known
LANGUAGES = ("vi", "en")
both = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The reports on paper of both units, in both languages. Nothing may fail."""
    data = copy_in(tmp_path_factory.mktemp("made"))
    known = load(["areas"], folder=data.path)
    unit = known.unit_in_force(FULL)
    tenfold(data, [unit, *former_units(known.areas, unit)])
    lonely(data)
    reports = tmp_path_factory.mktemp("reports")
    workspace = replace(planning.workspace(None, reports), data=data.path)
    results = pipeline.build(Selection((FULL, LONELY), formats=("pdf",)), workspace, runner(2))
    assert [str(result.failure) for result in results if result.failure] == []
    return reports


STRAINED = {"lang-son": 4, "dien-bien": 2, "lao-cai": 4, "lai-chau": 2}
"""Units by the number of their pages: each fact of the first two has its own publisher, each text of the last two is
as long as it may be."""
OWN = ("lang-son", "dien-bien")


@pytest.fixture(scope="module")
def strained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports on paper of units that strain their pages, in both languages. Nothing may fail."""
    data = copy_in(tmp_path_factory.mktemp("strained"))
    known = load(["areas"], folder=data.path)
    areas = {}
    for name in STRAINED:
        unit = known.unit_in_force(name)
        areas[name] = {unit, *former_units(known.areas, unit)}
    own_publishers(data, set().union(*(areas[name] for name in OWN)))
    long_texts(data, set().union(*(areas[name] for name in STRAINED if name not in OWN)), sources=False)
    reports = tmp_path_factory.mktemp("reports")
    workspace = replace(planning.workspace(None, reports), data=data.path)
    results = pipeline.build(Selection(tuple(STRAINED), formats=("pdf",)), workspace, runner(2))
    assert [str(result.failure) for result in results if result.failure] == []
    return reports


@both
@pytest.mark.parametrize("unit", STRAINED)
def test_however_long_texts_are_and_whoever_publishes_a_page_is_full_and_no_more(
    strained: Path, unit: str, language: str
) -> None:
    found = paper(strained, language, unit)
    assert len(found.pages) == STRAINED[unit]
    assert all(len(page) > 1500 for page in found.pages)


@pytest.mark.parametrize("unit", OWN)
def test_of_a_publisher_for_each_fact_a_page_has_the_same_sixteen_at_most_in_both_languages(
    strained: Path, unit: str
) -> None:
    cited = [
        [set(re.findall(r"Made publisher \d+", page)) for page in paper(strained, language, unit).pages]
        for language in LANGUAGES
    ]
    assert cited[0] == cited[1]
    assert all(8 <= len(page) <= MOST_SOURCES for page in cited[0])


COMPARISON, GROUP, COUNTRY = "regional-comparison", "northern-border-7", "viet-nam"
STRAINS = {"ten times the facts": tenfold, "own publishers": own_publishers, "long texts": long_texts}


@pytest.fixture(scope="module", params=STRAINS)
def compared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The comparison on paper, in both languages, where the facts of all that it compares strain it."""
    data = copy_in(tmp_path_factory.mktemp("compared"))
    known = load(["areas", "area_members"], folder=data.path)
    members = {row["area_id"] for row in known.records("area_members") if row["group_id"] == GROUP}
    today = {known.areas[one]["successor_id"] or one for one in members}
    former = {one for unit in today for one in former_units(known.areas, unit)}
    strain = STRAINS[request.param]
    strain(data, {GROUP, COUNTRY, *members, *today, *former})
    reports = tmp_path_factory.mktemp("reports")
    workspace = replace(planning.workspace(None, reports), data=data.path)
    results = pipeline.build(Selection((COMPARISON,), formats=("pdf",)), workspace, runner(2))
    assert [str(result.failure) for result in results if result.failure] == []
    return reports


def test_a_comparison_has_four_pages_whatever_is_known_and_by_whom(compared: Path) -> None:
    pages = [paper(compared, language, COMPARISON).pages for language in LANGUAGES]
    assert [len(one) for one in pages] == [4, 4]
    assert all(len(page) > 1000 for one in pages for page in one)
    # what gives way is the same in both languages
    cited = [[set(re.findall(r"Made publisher \d+", page)) for page in one] for one in pages]
    assert cited[0] == cited[1] and all(len(page) <= MOST_SOURCES for page in cited[0])


def paper(reports: Path, language: str, unit: str, part: str = "briefing") -> Paper:
    return Paper((reports / language / unit / f"{part}.pdf").read_bytes())


@both
def test_ten_times_the_facts_fit_four_pages(built: Path, language: str) -> None:
    found = paper(built, language, FULL)
    assert len(found.pages) == 4
    assert all(len(page) > 500 for page in found.pages)
    assert len(paper(built, language, FULL, "annex").pages) > 100, "which has all of them"


@both
def test_a_single_figure_gives_two_pages_without_chart_table_or_average(built: Path, language: str) -> None:
    found = paper(built, language, LONELY)
    assert len(found.pages) == 2
    assert found.tags["Table"] == 0 and found.tags["Figure"] <= 1, "the map"
    assert found.text.count({"vi": "123 triệu USD", "en": "USD 123 million"}[language]) >= 3
    said = {"vi": "năm 2024: 123 triệu USD", "en": "USD 123 million in 2024"}[language]
    assert NAMES[LANGUAGES.index(language)] in found.pages[0] and said in found.pages[0]


# What is claimed of change, place or time by any sentence that has a condition; none holds of one figure.
CLAIMS = {
    "vi": r"tăng|giảm|cao nhất|thấp hơn|vượt|không đổi|bình quân \d|mục tiêu|hết hạn năm|xếp hạng \d|hạng \d|%",
    "en": r"\b(?:up|down|rose|fell|highest|below|above|exceeded|unchanged|ranked|target|peak)\b|%",
}
GAPS = {
    "vi": (
        "chưa thấy số để so sánh trong 5 năm qua",
        "chưa đủ để lập biểu đồ hay tính bình quân",
        "không có số liệu FDI còn hiệu lực",
        "không có số khách quốc tế",
        "không có thứ hạng năng lực cạnh tranh",
        "không có số liệu ODA",
        "không nêu đối tác nước ngoài nào",
    ),
    "en": (
        "no comparable figure in the past 5 years",
        "too few figures on one basis for a chart or an average",
        "no figure of the FDI in force",
        "no number of visitors from abroad",
        "no competitiveness rank",
        "no figure of ODA or NGO aid",
        "name no partner abroad",
    ),
}


@both
def test_a_single_figure_bears_out_no_claim_and_the_gaps_are_told(built: Path, language: str) -> None:
    text = paper(built, language, LONELY).text
    assert [gap for gap in GAPS[language] if gap not in text] == []
    assert re.findall(CLAIMS[language], text, re.IGNORECASE) == []


@both
def test_the_only_numbers_are_the_figure_its_year_and_days(built: Path, language: str) -> None:
    """Page 1 down to the key of its marks: the figure, its year, the edition, the latest source, the points."""
    above = (
        paper(built, language, LONELY).pages[0].split({"vi": "Mức tin cậy", "en": "How sure"}[language])[0]
    )
    assert set(re.findall(r"\d+", above)) <= {"123", "2024", "10", "2026", "11", "2025", *"12345"}
