"""The real PDFs of two provinces and of the comparison, read back with eyes and ears: tags, reading order, pages."""

import pytest

import paper_faults
import pictures
from helpers.publishing.formats import FORMATS
from helpers.publishing.planning import Workspace

pytestmark = pytest.mark.slow


SUBJECTS = ("lao-cai", "lang-son", "regional-comparison")


@pytest.mark.parametrize("part", [one.part for one in FORMATS if one.name == "pdf"])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_in_a_pdf_makes_its_reader_stumble(
    real: Workspace, subject: str, language: str, part: str
) -> None:
    assert paper_faults.of_file(real.reports / language / subject / f"{part}.pdf") == []


@pytest.mark.parametrize(
    "name", [one for one, (path, _) in pictures.PAPER.items() if path.split("/")[1] in SUBJECTS]
)
def test_a_page_looks_like_its_picture(real: Workspace, name: str) -> None:
    path, number = pictures.PAPER[name]
    assert not pictures.fault(name, pictures.of_paper(real.reports / path, number))
