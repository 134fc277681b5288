"""The workbooks of a real build, read as Excel would: the annex's facts, each with its place in the annex."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from helpers.publishing.planning import Workspace
from helpers.text.phrases import phrases

pytestmark = pytest.mark.slow
EACH = pytest.mark.parametrize(
    ("name", "language"),
    [(name, one) for name in ("lao-cai", "lang-son", "regional-comparison") for one in ("vi", "en")],
)


def sheets(folder: Path) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_path(folder / "annex.xlsx")
    return [book.get_sheet_by_name(one).to_python() for one in book.sheet_names]


@EACH
def test_every_row_leads_to_its_place_in_the_annex_and_every_place_of_a_fact_has_a_row(
    real: Workspace, name: str, language: str
) -> None:
    folder = real.reports / language / name
    annex = BeautifulSoup((folder / "annex.html").read_text(encoding="utf-8"), "html.parser")
    addresses = set()
    for sheet in sheets(folder)[1:-1]:
        place = sheet[0].index(phrases(language)("workbook.in_annex"))
        addresses |= {str(row[place]) for row in sheet[1:]}
    assert {one.partition("#")[0] for one in addresses} == {"annex.html"}
    named = {one.partition("#")[2] for one in addresses}
    assert named <= {str(one["id"]) for one in annex.select("[id]")}
    assert {str(one["id"]) for one in annex.select(".fact[id]")} <= named


@EACH
def test_the_first_sheet_says_what_it_is_and_of_which_day(real: Workspace, name: str, language: str) -> None:
    folder = real.reports / language / name
    page = BeautifulSoup((folder / "annex.html").read_text(encoding="utf-8"), "html.parser")
    first = [row[0] for row in sheets(folder)[0]]
    assert page.h1 is not None and first[0] == page.h1.get_text()
    note = page.select_one(".edition-note")
    assert note is not None and first[1] == note.get_text()
    assert phrases(language)("workbook.derived") in first, "the sheet that it says there is"


@EACH
def test_the_annex_and_the_briefing_lead_to_it(real: Workspace, name: str, language: str) -> None:
    for part in ("annex", "briefing"):
        text = (real.reports / language / name / f"{part}.html").read_text(encoding="utf-8")
        assert 'href="annex.xlsx"' in text
