"""The look of charts and maps: one palette, one typeface, sizes of type in points.

The colours are the documents' own. Bars tell apart by lightness as well as by hue, so that they stay apart in grey
printing and for colour-blind readers (dark teal and light teal differ as 60 and 147 of 255 in grey); what a figure is
(bounded, derived, planned) is told by a form, never by colour alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import fontpkg
import matplotlib as mpl
from matplotlib import font_manager

INK, MUTED = "#16212b", "#515960"
ACCENT, LIGHT, EMPHASIS = "#0b4f5c", "#6fa0a8", "#c0392b"
GRID, BASELINE = "#dfe2e4", "#8a9095"
# Grounds of the map, from the province's border neighbours to what lies around.
PALE, LAND, GROUND = "#c3d3d6", "#e6e9ea", "#f1f2f3"

# Widths in inches of the text block of an A4 page, and of two columns that share it.
FULL, TWO_THIRDS, HALF, THIRD = 6.7, 4.1, 3.2, 2.5
TALL = 2.1  # height of a chart that names each of several units

# Sizes of type, in points.
VALUE, TICK, SMALL, SMALLEST = 8.0, 7.5, 6.5, 6.0


@cache
def _settings() -> dict[str, object]:
    """What makes a drawing selectable text, in our typeface, and equal byte for byte."""
    folder = fontpkg.path("be-vietnam-pro").parent
    for face in ("Regular", "Medium", "SemiBold", "Bold", "Italic"):
        font_manager.fontManager.addfont(folder / f"BeVietnamPro-{face}.ttf")
    return {
        "font.family": "Be Vietnam Pro",
        "font.size": 9,
        "svg.fonttype": "none",
        "svg.hashsalt": "province-briefings",
        "text.color": INK,
        "text.parse_math": False,
        "hatch.linewidth": 0.8,
    }


@contextmanager
def applied() -> Iterator[None]:
    """Draw with these settings, whatever matplotlibrc there is."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_settings())  # type: ignore[arg-type]
        yield
