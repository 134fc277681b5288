"""A frame becomes a chart: drawn once as SVG, without pyplot, in the report's typeface, with words that replace it."""

import io
from collections.abc import Callable
from functools import cache

import fontpkg
import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from helpers.text.markdown import Marked
from helpers.views.kit.outputs import Chart
from helpers.views.kit.page import Page

INK, MUTED, LINE = "#1b1f24", "#57606a", "#d0d7de"
ACCENT, ACCENT_LIGHT, SECOND, THIRD = "#0b5c6b", "#e6f1f3", "#b4690e", "#9b2c2c"
WIDTH = 6.7  # inches: the text width of an A4 page


@cache
def _style() -> dict[str, object]:
    """Settings that make the drawing selectable text, in our typeface, and equal byte for byte."""
    folder = fontpkg.path("be-vietnam-pro").parent
    for face in ("Regular", "Medium", "SemiBold", "Bold", "Italic"):
        font_manager.fontManager.addfont(folder / f"BeVietnamPro-{face}.ttf")
    return {
        "font.family": "Be Vietnam Pro",
        "font.size": 9,
        "svg.fonttype": "none",
        "svg.hashsalt": "province-briefings",
        "text.color": INK,
        "axes.edgecolor": LINE,
        "axes.labelcolor": MUTED,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": MUTED,
        "axes.grid": True,
        "grid.color": LINE,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "hatch.linewidth": 0.6,
    }


def chart(page: Page, draw: Callable[[Axes], None], height: float, alt: str, caption: Marked) -> Chart:
    """The chart that ``draw`` makes on a pair of axes; ``caption`` is Markdown and may hold references."""
    return Chart(drawn(draw, height), alt, caption, page.notes(caption))


def drawn(draw: Callable[[Axes], None], height: float) -> str:
    """What ``draw`` makes on a pair of axes, so many inches high, as SVG."""
    with mpl.rc_context():
        mpl.rcdefaults()  # nobody's own matplotlibrc changes a report
        mpl.rcParams.update(_style())  # type: ignore[arg-type]
        drawing = Drawing(figsize=(WIDTH, height), layout="constrained")
        draw(drawing.add_subplot())
        target = io.StringIO()
        drawing.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return target.getvalue()


def preload() -> None:
    """Look up the fonts and import the writer of SVG once, in the process that sections are forked from."""

    def draw(axes: Axes) -> None:
        axes.set_title("ấ")

    drawn(draw, 1)
