"""Every PDF in ``reports/``: read back, and held to its standards by veraPDF. `make validate-pdf` runs it.

veraPDF is no package of Python; its command is named by the variable VERAPDF. Without it the PDFs are read back alone.
"""

import os
import subprocess
from pathlib import Path

import pytest

import paper_faults

REPORTS = Path(__file__).resolve().parents[2] / "reports"
PDFS = sorted(REPORTS.glob("*/*/*.pdf"))
VERAPDF = os.environ.get("VERAPDF", "")


def test_there_are_pdfs_to_look_at() -> None:
    assert PDFS, f"nothing is built in {REPORTS}: make briefings"


@pytest.mark.parametrize("path", PDFS, ids=lambda path: "-".join(path.parts[-3:]))
def test_nothing_in_a_pdf_makes_its_reader_stumble(path: Path) -> None:
    assert paper_faults.of_file(path) == []


@pytest.mark.skipif(not VERAPDF, reason="VERAPDF does not name the command of veraPDF")
@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_verapdf_finds_every_pdf_valid(flavour: str) -> None:
    """PDF/UA-1, for screen readers, and PDF/A-2a, for archives."""
    command = [VERAPDF, "--flavour", flavour, "--format", "text", *map(str, PDFS)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    passed = [line for line in told.stdout.splitlines() if line.startswith("PASS")]
    assert len(passed) == len(PDFS), told.stdout + told.stderr
