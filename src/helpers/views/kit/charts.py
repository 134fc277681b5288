"""A frame becomes a chart: drawn once as SVG, without pyplot, in the report's typeface, with words that replace it."""

import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.transforms import Bbox

from helpers.data.series import Point
from helpers.data.tables import Record
from helpers.errors import BriefingError
from helpers.text.markdown import Marked, escape, once, unescape
from helpers.views.kit import canvas, theme
from helpers.views.kit.bar_chart import draw_bars, widest
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.outputs import Chart
from helpers.views.kit.plotted import Plotted, cites, plotted, without_lone_start
from helpers.views.kit.plotted import derived as derived
from helpers.views.kit.section import Section
from helpers.views.kit.time_chart import draw_line, draw_rank, named

_LETTERS = 80  # that fit side by side under upright bars
PAD = 0.04  # inches between what is drawn and the edge


class UnlikeUnits(BriefingError):
    """Bars whose heights would not compare."""

    def __init__(self, units: Iterable[str]) -> None:
        self.units = tuple(units)
        super().__init__(self.units)

    def __str__(self) -> str:
        return f"bars of figures in {' and '.join(self.units)} do not compare: bring them to one unit first"


def chart(section: Section, draw: Callable[[Axes], None], height: float, alt: str, caption: Marked) -> Chart:
    """The chart that ``draw`` makes on a pair of axes; ``caption`` is Markdown and may hold references."""
    cited = section.citations.resolve(caption)
    resolved = section.citations.resolve_text(caption)
    return Chart(
        drawn(draw, height), alt, resolved, notes=cited.notes, facts=cited.facts, reads=section.reads
    )


def drawn(draw: Callable[[Axes], None], height: float) -> str:
    """What ``draw`` makes on a pair of axes, so many inches high, as SVG."""
    with theme.applied():
        drawing = Drawing(figsize=(theme.FULL, height))
        axes = drawing.add_axes((0.1, 0.2, 0.8, 0.7))
        draw(axes)
        for axis in (axes.xaxis, axes.yaxis):
            if not axis.get_label_text():  # else all ticks would be measured to find a place for no words
                axis.set_label_coords(0, 0)
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
    renderer = canvas.ruler(drawing.dpi).get_renderer()  # type: ignore[no-untyped-call]
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
    faces = [theme.ACCENT if row["qualifier"] == "exact" else "white" for row in rows]
    unit = section.words.unit(rows[0]["unit_id"])
    ticks = (
        [fill(name, _LETTERS // len(names), break_long_words=False) for name in names] if upright else names
    )

    def draw(axes: Axes) -> None:
        if upright:
            bars = axes.bar(ticks, sizes, width=0.45, color=faces, edgecolor=theme.ACCENT)
            axes.set_ylim(*_limits(sizes, 1.18))
            axes.set_xlim(-0.8, len(names) - 0.2)
            axes.set_ylabel(unit)
            axes.grid(axis="x", visible=False)
        else:
            bars = axes.barh(ticks, sizes, height=0.55, color=faces, edgecolor=theme.ACCENT)
            axes.invert_yaxis()
            axes.set_xlim(*_limits(sizes, 1.15))
            axes.set_xlabel(unit)
            axes.tick_params(axis="y", labelcolor=theme.INK)
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


# Charts of the briefing: a title that states the finding, marks at the values


def years_and_parts(
    section: Section,
    full: Sequence[Point],
    parts: Sequence[Point],
    *,
    title: str,
    subtitle: str,
    alt: str,
    width: float = theme.TWO_THIRDS,
    height: float = 1.8,
    whole: bool = False,
) -> Chart:
    """Full years at the left and the same months of each year at the right, on one scale, the peak year in red.

    ``full`` and ``parts`` are points of one series; all parts cover the same months. Marks stand at the values: a
    triangle over a bar for "over", one within it for "nearly", ≈ for "about", a dashed outline where a point was
    worked out (`kit.plotted.derived`), hatching for a plan; a year without a figure says so. ``title`` (the finding),
    ``subtitle`` (what is counted; the unit is added) and ``alt`` (the finding in a sentence; the values are added)
    may be ``Marked``. ``width`` and ``height`` are in inches, as everywhere here; a drawing of few bars is
    narrower, unless the ``whole`` width is its own.
    """
    unit, points = plotted(section, [*full, *parts])
    of_parts = {id(point) for point in parts}
    years = [one for one in points if id(one.point) not in of_parts]
    months = [one for one in points if id(one.point) in of_parts]
    published = [one for one in years if one.form != "planned" and not one.derived]
    peak = max(published, key=lambda one: one.value) if len(years) > 2 and published else None

    def draw(drawing: Canvas) -> None:
        draw_bars(section, drawing, years, months, peak)

    wide = width if whole else min(width, widest(years, months))
    svg = canvas.drawn(draw, wide, height)
    return _titled(section, svg, [*years, *months], unit, title=title, subtitle=subtitle, alt=alt)


def register_line(
    section: Section,
    points: Sequence[Point],
    *,
    title: str,
    subtitle: str,
    alt: str,
    breaks: Mapping[str, str] | Collection[str] = (),
    width: float = theme.THIRD,
    height: float = 1.8,
) -> Chart:
    """A stock over time as a line from zero, named at both ends and at each break.

    ``breaks`` are the times (``2016``, ``2016-12-26``) from which figures are not joined to those before, with the
    words that say why. A lone early point is not drawn: it belongs to the sentence. The points that are named are
    cited; the annex has the others. The texts are as in `years_and_parts`.
    """
    unit, found = plotted(section, points)
    shown = without_lone_start(found)
    told = (
        breaks
        if isinstance(breaks, Mapping)
        else dict.fromkeys(breaks, section.words.say("chart.not_joined"))
    )

    def draw(drawing: Canvas) -> None:
        draw_line(section, drawing, shown, told)

    svg = canvas.drawn(draw, width, height)
    cited = named(shown, told)
    return _titled(section, svg, shown, unit, cited, title=title, subtitle=subtitle, alt=alt)


def rank(
    section: Section,
    points: Sequence[Point],
    *,
    title: str,
    subtitle: str,
    alt: str,
    width: float = theme.THIRD,
    height: float = 1.6,
) -> Chart:
    """A rank over the years, the best at the top, each rank named where there is room. The texts as above."""
    unit, found = plotted(section, points)
    shown = without_lone_start(found)

    def draw(drawing: Canvas) -> None:
        draw_rank(section, drawing, shown)

    svg = canvas.drawn(draw, width, height)
    return _titled(section, svg, shown, unit, title=title, subtitle=subtitle, alt=alt)


def _titled(
    section: Section,
    svg: str,
    points: Sequence[Plotted],
    unit: str,
    cited_for: Sequence[Plotted] | None = None,
    *,
    title: str,
    subtitle: str,
    alt: str,
) -> Chart:
    """A chart under its title; the subtitle says the unit, the alternative text has the values.

    The subtitle cites the points of ``cited_for``, or all.
    """
    words, citations = section.words, section.citations
    called = words.unit_in_text(unit)
    if unit != "rank" and called.casefold() not in subtitle.casefold():  # a rank has no unit
        subtitle = words.markdown("chart.with_unit", text=subtitle, unit=called)
    cited = escape(subtitle) + cites(section, cited_for or points)
    found = citations.resolve(escape(title), cited)
    values = "; ".join(one.spoken for one in points)
    return Chart(
        svg,
        words.say("chart.alt", text=unescape(alt).removesuffix("."), values=values),
        title=citations.resolve_text(escape(title)),
        subtitle=citations.resolve_text(cited),
        notes=found.notes,
        facts=found.facts,
        reads=section.reads,
    )
