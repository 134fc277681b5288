"""The real PDFs of two provinces and of the comparison, read back with eyes and ears: tags, reading order, pages."""

import pytest

import paper_faults
from helpers.publishing.formats import PARTS
from helpers.publishing.planning import Workspace

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("subject", ["lao-cai", "lang-son", "regional-comparison"])
def test_nothing_in_a_pdf_makes_its_reader_stumble(
    real: Workspace, subject: str, language: str, part: str
) -> None:
    assert paper_faults.of_file(real.reports / language / subject / f"{part}.pdf") == []
