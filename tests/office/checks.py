"""What only an office program can tell of the Word files: that it opens them, and what it makes of their pages.

`make test-office` runs it. It needs LibreOffice, which is not among what `make test` may ask for; so pytest does not
collect it by itself. Besides made files it looks at every briefing and annex that stands in ``reports/``.
"""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from helpers.exporters.docx.exporter import BriefingDocxExporter, BriefingODTExporter
from made_pages import annex, briefing
from pdf_reading import Paper
from word_reading import WordFile, squeezed

ROOT = Path(__file__).resolve().parents[2]
BUILT = sorted(ROOT.glob("reports/*/*/*.docx"))
MADE = {"briefing": briefing, "annex": annex}
NAMES = [*MADE, *("-".join(path.relative_to(ROOT / "reports").with_suffix("").parts) for path in BUILT)]
SHOWN = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE)
MARGIN = 56.7  # points at the foot of a page: 20 mm
LEFT, RIGHT = 84, 40  # points: 30 and 15 mm, into which the line around a table may stick out
FAULTS = ("Error:", "Lỗi:", "Reference source")


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    made = {name: BriefingDocxExporter().from_notebook_node(one())[0] for name, one in MADE.items()}
    return dict(zip(NAMES, (*made.values(), *(path.read_bytes() for path in BUILT)), strict=True))


@pytest.fixture(scope="module")
def papers(files: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Paper]:
    """What LibreOffice prints of each file."""
    folder = tmp_path_factory.mktemp("office")
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    printed(folder, "docx")
    return {name: Paper((folder / f"{name}.pdf").read_bytes()) for name in files}


def printed(folder: Path, kind: str) -> None:
    """Let LibreOffice print the files of a kind in a folder."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is not installed: apt-get install libreoffice-writer-nogui"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*command, *sorted(folder.glob(f"*.{kind}"))], check=True, capture_output=True)


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_and_its_headings_make_the_outline_of_the_pdf(
    name: str, files: Mapping[str, bytes], papers: Mapping[str, Paper]
) -> None:
    shown = [(depth + 1, squeezed(title)) for depth, title in papers[name].outline]
    assert shown == WordFile(files[name]).headings and shown


@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_empty_and_no_reference_leads_nowhere(name: str, papers: Mapping[str, Paper]) -> None:
    for number, text in enumerate(papers[name].pages, start=1):
        assert len(text) > 20, f"page {number}"
        assert [one for one in FAULTS if one in text] == [], f"page {number}"


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_numbered_above_the_text_but_the_first(name: str, papers: Mapping[str, Paper]) -> None:
    document = pypdfium2.PdfDocument(papers[name].data)
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        assert (round(width), round(height)) == (595, 842)
        above = page.get_textpage().get_text_bounded(bottom=height - 50).strip()
        assert above == ("" if number == 1 else str(number))
    document.close()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_printed_beyond_the_margins(name: str, papers: Mapping[str, Paper]) -> None:
    document = pypdfium2.PdfDocument(papers[name].data)
    for number, page in enumerate(document, start=1):
        boxes = [one.get_pos() if hasattr(one, "get_pos") else one.get_bounds() for one in page.get_objects()]
        assert max(right for _, _, right, _ in boxes) < 595 - RIGHT, f"page {number}"
        assert min(left for left, _, _, _ in boxes) > LEFT, f"page {number}"
    document.close()


@pytest.mark.parametrize("name", NAMES)
def test_no_page_but_the_last_is_empty_over_half_of_it(name: str, papers: Mapping[str, Paper]) -> None:
    document = pypdfium2.PdfDocument(papers[name].data)
    for number, page in enumerate(list(document)[:-1], start=1):
        shown = sorted(
            (box[1], box[3]) for one in page.get_objects() if (box := one.get_bounds()) and one.type in SHOWN
        )
        high, widest = MARGIN, 0.0
        for bottom, top in shown:
            widest, high = max(widest, bottom - high), max(high, top)
        assert widest < page.get_height() / 2, f"page {number}"
    document.close()


@pytest.mark.parametrize("name", NAMES)
def test_no_page_ends_with_a_heading_a_caption_or_what_leads_into_a_list(
    name: str, files: Mapping[str, bytes], papers: Mapping[str, Paper]
) -> None:
    kept = [squeezed(one.text) for one in WordFile(files[name]).kept_with_next]
    for number, page in enumerate(papers[name].pages[:-1], start=1):
        *_, last = filter(None, map(squeezed, page.splitlines()))
        assert [one for one in kept if len(last) > 3 and one.endswith(last)] == [], f"page {number}"


@pytest.mark.parametrize("name", MADE)
def test_open_document_opens_too(name: str, tmp_path: Path) -> None:
    (tmp_path / "made.odt").write_bytes(BriefingODTExporter().from_notebook_node(MADE[name]())[0])
    printed(tmp_path, "odt")
    assert "Lào Cai" in Paper((tmp_path / "made.pdf").read_bytes()).text
