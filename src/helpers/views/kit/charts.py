"""A frame becomes a chart: drawn once as SVG, without pyplot, in the report's typeface, with words that replace it."""

import io
from collections.abc import Callable
from functools import cache

import fontpkg
import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.transforms import Bbox

from helpers.text.markdown import Marked
from helpers.views.kit.outputs import Chart
from helpers.views.kit.page import Page

INK, MUTED, LINE = "#1b1f24", "#57606a", "#d0d7de"
ACCENT, ACCENT_LIGHT, SECOND, THIRD = "#0b5c6b", "#e6f1f3", "#b4690e", "#9b2c2c"
WIDTH = 6.7  # inches: the text width of an A4 page
PAD = 0.04  # inches between what is drawn and the edge


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
        drawing = Drawing(figsize=(WIDTH, height))
        axes = drawing.add_axes((0.1, 0.2, 0.8, 0.7))
        draw(axes)
        _fit(drawing, axes)
        target = io.StringIO()
        drawing.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return target.getvalue()


def _fit(drawing: Drawing, axes: Axes) -> None:
    """Make the axes as large as all texts around and over them leave room for.

    They are measured once, around axes narrower than most, so that a label at the edge never needs more room than
    was measured; matplotlib's constrained layout measures everything twice, which is half of what a chart costs.
    """
    renderer = FigureCanvasAgg(drawing).get_renderer()  # type: ignore[no-untyped-call]
    legend = axes.get_legend()
    texts = [axes.xaxis, axes.yaxis, *axes.texts, *([legend] if legend else [])] if axes.axison else []
    inner = axes.get_window_extent(renderer)
    boxes = [box for one in texts if (box := one.get_tightbbox(renderer)) is not None]
    outer = Bbox.union([inner, *boxes])
    pad = PAD * drawing.dpi
    width, height = drawing.bbox.width, drawing.bbox.height
    left, bottom = inner.x0 - outer.x0 + pad, inner.y0 - outer.y0 + pad
    right, top = outer.x1 - inner.x1 + pad, outer.y1 - inner.y1 + pad
    axes.set_position(
        (left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height)
    )
