"""Points on a true axis of time: a stock as a line that breaks where it must, and a rank with the best at the top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from textwrap import fill
from typing import Any

from helpers.text import numbers
from helpers.views.kit import theme
from helpers.views.kit.bar_chart import nice_step
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.marks import LEGEND_HEIGHT, legend, triangle
from helpers.views.kit.plotted import Plotted
from helpers.views.kit.section import Section

_GAP = 550  # days without a point over which no line is drawn: a yearly series that lacks a year
_TICKS, _TOP, _SIDE = 13.0, 14.0, 12.0
_LARGE, _SMALL = 2.8, 1.3
_NOTE_LETTERS = 24


@dataclass(frozen=True)
class _Plot:
    """Where days and values lie on a canvas; ``inverted`` puts the lowest value at the top."""

    canvas: Canvas
    first: date
    last: date
    low: float
    high: float
    foot: float
    right: float
    inverted: bool = False

    def x(self, day: date) -> float:
        """Points from the left."""
        days = max(1, (self.last - self.first).days)
        return _SIDE + (self.canvas.width - self.right - _SIDE) * (day - self.first).days / days

    def y(self, value: float) -> float:
        """Points from below."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.foot + (self.canvas.height - _TOP - self.foot) * (1 - share if self.inverted else share)

    def at(self, one: Plotted) -> tuple[float, float]:
        """Where a point lies."""
        return self.x(one.day), self.y(one.height)


def draw_line(
    section: Section,
    canvas: Canvas,
    points: Sequence[Plotted],
    breaks: Mapping[str, str],
    called: Sequence[Plotted],
) -> None:
    """A stock from zero up: ``called`` are the points that are named; at a break stand the words of ``breaks``."""
    foot = _TICKS + (LEGEND_HEIGHT if legend(section, canvas, points, dots=True) else 0)
    high = max(one.height for one in points) or 1.0
    last = date(points[-1].day.year, 12, 31)
    plot = _Plot(canvas, points[0].day, last, 0.0, high * 1.05, foot, _SIDE)
    step = nice_step(high)
    heights = [step * number for number in range(1, 5) if step * number <= high * 1.02]
    for height in heights:
        canvas.line([(0, plot.y(height)), (canvas.width, plot.y(height))])
    canvas.line([(0, foot), (canvas.width, foot)], theme.BASELINE, 0.9)
    canvas.keep_clear(0, foot, canvas.width, foot)
    _years(plot)
    runs = _runs(points, breaks)
    for run in runs:
        _run(plot, run, called)
    for one in called:
        _name(plot, one)
    for earlier, later in pairwise(runs):
        if words := _break(breaks, earlier[-1], later[0]):
            _note(plot, earlier[-1], words)
    last_figure = plot.y(points[-1].height)  # stands at the right edge too
    for height in (one for one in heights if abs(plot.y(one) - last_figure) > _TOP):
        words = numbers.number(Decimal(f"{height:g}"), section.language)
        look: dict[str, Any] = {"size": theme.SMALLEST, "color": theme.MUTED, "ha": "right"}
        canvas.write(canvas.width, plot.y(height) + 1.5, words, **look)


def named(points: Sequence[Plotted], breaks: Mapping[str, str]) -> list[Plotted]:
    """The points that are named, the weightiest first: the last, the first, and those at the ends of each line."""
    ends = [one for before, after in pairwise(_runs(points, breaks)) for one in (before[-1], after[0])]
    return list({id(one): one for one in (points[-1], points[0], *ends)}.values())


def draw_rank(section: Section, canvas: Canvas, points: Sequence[Plotted]) -> None:
    """Ranks, the best at the top, each named where there is room: the last and the first before the others."""
    ranks = [one.height for one in points]
    room = max(2.0, (max(ranks) - min(ranks)) * 0.12)
    foot = _TICKS + 12  # a figure below the worst rank stays off the axis
    plot = _Plot(
        canvas, points[0].day, points[-1].day, min(ranks) - room / 2, max(ranks) + room, foot, _SIDE, True
    )
    canvas.line([(0, _TICKS), (canvas.width, _TICKS)], theme.BASELINE, 0.9)
    for run in _runs(points, {}):
        _run(plot, run, [points[-1]])
    best, worst = min(points, key=lambda one: one.height), max(points, key=lambda one: one.height)
    for one in {id(one): one for one in (points[-1], points[0], best, worst, *points)}.values():
        _name(plot, one, small=one is not points[-1])
    _years(plot)


def _runs(points: Sequence[Plotted], breaks: Mapping[str, str]) -> list[list[Plotted]]:
    """The points that a line may join: no break and no long gap between them."""
    runs = [[points[0]]]
    for before, one in pairwise(points):
        if _break(breaks, before, one) is not None or (one.day - before.day).days > _GAP:
            runs.append([])
        runs[-1].append(one)
    return runs


def _break(breaks: Mapping[str, str], before: Plotted, one: Plotted) -> str | None:
    """The words of a break between two points, None for no break; times are ISO text, which sorts as time does."""
    return next((words for time, words in breaks.items() if before.point.time < time <= one.point.time), None)


def _run(plot: _Plot, run: list[Plotted], large_ones: Sequence[Plotted]) -> None:
    """One line with its points; one that was worked out is open, as the legend says."""
    places = [plot.at(one) for one in run]
    if len(run) > 1:
        plot.canvas.line(places, theme.ACCENT, 1.6, solid_joinstyle="round", zorder=2)
        for (x0, y0), (x1, y1) in pairwise(places):
            plot.canvas.keep_clear(x0, y0, x1, y1)
    for one, (x, y) in zip(run, places, strict=True):
        large = len(run) == 1 or any(one is other for other in large_ones)
        look: dict[str, Any] = {
            "facecolor": "white" if one.derived else theme.ACCENT,
            "edgecolor": theme.ACCENT,
        }
        plot.canvas.dot(x, y, _LARGE if large else _SMALL, linewidth=1.2, **look)
        if one.form == "over":
            triangle(plot.canvas, x, y + _LARGE + 1, theme.ACCENT, up=True)
        elif one.form == "nearly":
            triangle(plot.canvas, x, y - _LARGE - 5.2, theme.ACCENT, up=False)


def _name(plot: _Plot, one: Plotted, *, small: bool = False) -> None:
    """A point's figure beside it, where it is clear of the line."""
    x, y = plot.at(one)
    up = 9.0 if one.form == "over" else 4.0
    down = 9.0 if one.form == "nearly" else 4.0
    look: dict[str, Any] = {"size": theme.SMALL if small else theme.VALUE, "weight": "semibold"}
    words = f"≈ {one.label}" if one.form == "about" else one.label
    places: list[tuple[float, float, dict[str, Any]]] = [
        (0, up, {"va": "bottom"}),
        (0, -down, {"va": "top"}),
        (6, 0, {"ha": "left", "va": "center"}),
        (-6, 0, {"ha": "right", "va": "center"}),
        (-2, up, {"ha": "right", "va": "bottom"}),
        (2, up, {"ha": "left", "va": "bottom"}),
        (-2, -down, {"ha": "right", "va": "top"}),
    ]
    for dx, dy, align in places:
        if plot.canvas.write(x + dx, y + dy, words, **align, **look):
            return


def _note(plot: _Plot, one: Plotted, words: str) -> None:
    """Say at a break why the line does not go on: right of the figure that stands there, else as near as fits."""
    x, y = plot.at(one)
    look: dict[str, Any] = {"size": theme.SMALL, "color": theme.MUTED, "ha": "left", "linespacing": 1.1}
    beside = x + 10 + plot.canvas.width_of(one.label, theme.VALUE, "semibold")
    around = [
        (across, float(up))
        for up in range(int(plot.foot) + 10, int(plot.canvas.height), 8)
        for across in (x, beside, plot.canvas.width / 2)
    ]
    around.sort(key=lambda place: abs(place[0] - x) + abs(place[1] - y))
    for letters in (_NOTE_LETTERS, 16, 12):
        shown = fill(words, letters, break_long_words=False)
        for across, up in ((beside, y), (x + 8, y), *around):
            if plot.canvas.write(across, up, shown, va="center", **look):
                return


def _years(plot: _Plot) -> None:
    """Years at their last days, as many as fit; in full where all do, else the first."""
    years = range(plot.first.year, plot.last.year + 1)
    room = plot.canvas.width / len(years)
    every = 1 if room > 15 else 2 if room > 8 else 3
    whole = room > plot.canvas.width_of("2000", theme.TICK) + 3
    kept = [year for year in years[1:] if (years[-1] - year) % every == 0]
    for year in dict.fromkeys([years[0], years[-1], *kept]):
        day = max(date(year, 12, 31), plot.first)
        words = str(year) if whole or year == years[0] else f"{year % 100:02d}"
        plot.canvas.write(plot.x(day), _foot(plot) - 3, words, va="top", color=theme.MUTED)


def _foot(plot: _Plot) -> float:
    return _TICKS if plot.inverted else plot.foot
