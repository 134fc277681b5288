"""A frame becomes a chart: drawn once as SVG, without pyplot, in the report's typeface, with words that replace it."""

import io
from collections.abc import Callable, Iterable
from functools import cache
from textwrap import fill

import fontpkg
import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.transforms import Bbox

from helpers.data.tables import Record
from helpers.errors import BriefingError
from helpers.text.markdown import Marked, once
from helpers.views.kit.outputs import Chart
from helpers.views.kit.section import Section

INK, MUTED, LINE = "#1b1f24", "#57606a", "#d0d7de"
ACCENT, ACCENT_LIGHT, SECOND = "#0b5c6b", "#e6f1f3", "#b4690e"
WIDTH = 6.7  # inches: the text width of an A4 page
_LETTERS = 80  # that fit side by side under upright bars
PAD = 0.04  # inches between what is drawn and the edge


class UnlikeUnits(BriefingError):
    """Bars whose heights would not compare."""

    def __init__(self, units: Iterable[str]) -> None:
        self.units = tuple(units)
        super().__init__(self.units)

    def __str__(self) -> str:
        return f"bars of figures in {' and '.join(self.units)} do not compare: bring them to one unit first"


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


def chart(section: Section, draw: Callable[[Axes], None], height: float, alt: str, caption: Marked) -> Chart:
    """The chart that ``draw`` makes on a pair of axes; ``caption`` is Markdown and may hold references."""
    cited = section.citations.resolve(caption)
    resolved = section.citations.resolve_text(caption)
    return Chart(
        drawn(draw, height), alt, resolved, notes=cited.notes, facts=cited.facts, reads=section.reads
    )


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


def preload() -> None:
    """Look up the fonts and import the writer of SVG once, in the process that sections are forked from."""

    def draw(axes: Axes) -> None:
        axes.set_title("ấ")

    drawn(draw, 1)


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


def bars(
    section: Section, names: list[str], rows: list[Record], caption: Marked, alt_key: str, *, upright: bool
) -> Chart:
    """Bars of observations in one unit, each with its figure beside it; an open bar where the figure is bounded.

    ``upright`` bars are for times, lying ones for names. ``alt_key`` is a phrase with ``{values}``; the caption
    cites the observations. Names that would run into each other are broken into lines.
    Raises UnlikeUnits for observations in several units.
    """
    if len(units := dict.fromkeys(row["unit_id"] for row in rows)) > 1:
        raise UnlikeUnits(units)
    sizes = [float(row["value"]) for row in rows]
    labels = [section.words.marked(row, with_unit=False) for row in rows]
    faces = [ACCENT if row["qualifier"] == "exact" else "white" for row in rows]
    unit = section.words.unit(rows[0]["unit_id"])
    ticks = (
        [fill(name, _LETTERS // len(names), break_long_words=False) for name in names] if upright else names
    )

    def draw(axes: Axes) -> None:
        if upright:
            bars = axes.bar(ticks, sizes, width=0.45, color=faces, edgecolor=ACCENT)
            axes.set_ylim(*_limits(sizes, 1.18))
            axes.set_xlim(-0.8, len(names) - 0.2)
            axes.set_ylabel(unit)
            axes.grid(axis="x", visible=False)
        else:
            bars = axes.barh(ticks, sizes, height=0.55, color=faces, edgecolor=ACCENT)
            axes.invert_yaxis()
            axes.set_xlim(*_limits(sizes, 1.15))
            axes.set_xlabel(unit)
            axes.tick_params(axis="y", labelcolor=INK)
            axes.grid(axis="y", visible=False)
        axes.bar_label(bars, labels=labels, padding=3, fontweight="semibold")

    spoken = "; ".join(f"{name}: {section.words.marked(row)}" for name, row in zip(names, rows, strict=True))
    cites = once(*(section.citations.fact("observations", row) for row in rows))
    height = 2.6 if upright else 0.8 + 0.42 * len(rows)
    return chart(
        section, draw, height, alt=section.words.say(alt_key, values=spoken), caption=Marked(caption + cites)
    )


def _limits(sizes: list[float], room: float) -> tuple[float, float]:
    """Where the axis of bars begins and ends: at zero, with room for the labels beyond the longest bars."""
    low, high = min(0.0, *sizes) * room, max(0.0, *sizes) * room
    return low, high if high > low else 1.0
