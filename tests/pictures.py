"""Pictures of eight chosen pages, small and grey, and how far a page may be from its picture.

A layout that breaks, a chart that is gone, a line too many moves what stands below it, and that is seen at once; a
number that changes is not. `make pictures` draws them anew from ``reports/``, which is done on purpose alone.
"""

import io
import sys
from pathlib import Path
from tempfile import gettempdir

import pypdfium2
from PIL import Image, ImageChops

from browser.chromium import BINARY, LAPTOP, PHONE, Page, browser

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "tests" / "fixtures" / "pages"
PAPER = {
    "lao-cai-page-1.vi": ("vi/lao-cai/briefing.pdf", 1),
    "lang-son-page-1.en": ("en/lang-son/briefing.pdf", 1),
    "lai-chau-page-1.vi": ("vi/lai-chau/briefing.pdf", 1),
    "quang-ninh-page-1.en": ("en/quang-ninh/briefing.pdf", 1),
    "lao-cai-annex-page-3.vi": ("vi/lao-cai/annex.pdf", 3),
    "comparison-page-2.en": ("en/regional-comparison/briefing.pdf", 2),
}
"""Of each picture the file, below ``reports/``, and its page, from 1."""
SCREENS = {"index-phone.vi": ("index.html", PHONE), "index-laptop.en": ("index.en.html", LAPTOP)}
"""Of each picture the file and the window whose first screen it shows."""

_SCALE = 0.5  # pixels a point, or a pixel of the window
_SQUARE = 4  # pixels of a picture that are compared as one, so that a letter more or less is no difference
_OTHER = 26  # of 255 shades of grey, from which a square differs
_MOST = 0.02  # of the squares: one line in fifty
_GREYS = 16  # of a picture that is kept


def of_paper(path: Path, page: int) -> Image.Image:
    """A page of a PDF, from 1."""
    document = pypdfium2.PdfDocument(path)
    try:
        return document[page - 1].render(scale=_SCALE, grayscale=True).to_pil()
    finally:
        document.close()


def of_screen(page: Page, path: Path, size: tuple[int, int]) -> Image.Image:
    """What a window of this size shows of a page of the web."""
    page.open(path.as_uri(), size)
    shown = Image.open(io.BytesIO(page.screen())).convert("L")
    return shown.resize((round(size[0] * _SCALE), round(size[1] * _SCALE)), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of squares that differ; 1 where the sizes do."""
    if one.size != other.size:
        return 1.0
    size = [-(-side // _SQUARE) for side in one.size]
    small = [picture.convert("L").resize(size, Image.Resampling.BOX) for picture in (one, other)]
    shades = ImageChops.difference(*small).histogram()
    return sum(shades[_OTHER:]) / sum(shades)


def fault(name: str, now: Image.Image) -> str:
    """Nothing, or how far a page is from its picture, and where it is drawn as it is now."""
    with Image.open(KEPT / f"{name}.png") as kept:
        share = difference(kept, now)
    if share <= _MOST:
        return ""
    drawn = Path(gettempdir()) / f"{name}.png"
    now.save(drawn)
    return (
        f"{name}: {share:.1%} of the page differ from tests/fixtures/pages/{name}.png (at most {_MOST:.0%});"
        f" it is now {drawn}. If that is how it should look: make briefings pictures"
    )


def main(reports: Path) -> None:
    """Draw all pictures anew; those of the index only where there is a browser."""
    drawn = {name: of_paper(reports / path, page) for name, (path, page) in PAPER.items()}
    if BINARY is None:
        sys.stderr.write("There is no Chromium: the pictures of the index stay as they are.\n")
    else:
        with browser() as page:
            drawn |= {name: of_screen(page, reports / path, size) for name, (path, size) in SCREENS.items()}
    KEPT.mkdir(exist_ok=True)
    for name, picture in drawn.items():
        picture.quantize(_GREYS).save(KEPT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(ROOT / "reports")
