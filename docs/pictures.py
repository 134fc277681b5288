"""Draw the README's pages: the first page of Lào Cai's briefing in each language, from ``reports/``."""

from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
SCALE = 1.15  # pixels per point: readable in a README, and small in git


def main() -> None:
    """Write ``docs/lao-cai.<language>.png`` from the built briefings."""
    for language in ("vi", "en"):
        briefing = ROOT / "reports" / language / "lao-cai" / "briefing.pdf"
        page = pypdfium2.PdfDocument(briefing)[0]
        picture = page.render(scale=SCALE).to_pil().quantize(colors=48)
        picture.save(ROOT / "docs" / f"lao-cai.{language}.png", optimize=True)


if __name__ == "__main__":
    main()
