"""Lying bars: a name at the left of each, its figure at its end."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from helpers.views.kit import theme
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.marks import LEGEND_HEIGHT, legend, look_of_bar, sign
from helpers.views.kit.plotted import Plotted
from helpers.views.kit.section import Section

_LETTERS = 40  # of a name in one line
_LINE, _BETWEEN, _BAR = 9.5, 7.0, 9.0  # heights of a line of a name, of the room between two names, of a bar
_APART, _SIGN, _EDGE = 6.0, 11.0, 3.0  # between name, bar and figure; the mark before a figure; at the edge
_MARKED = ("over", "nearly", "about")

Named = Sequence[tuple[str, Plotted]]


def height_of(section: Section, bars: Named) -> float:
    """How high the drawing is, in inches: a row for each bar, and the line that explains marks."""
    marked = any(one.derived or one.form != "exact" for _, one in bars)
    rows = sum(len(_lines(name)) * _LINE + _BETWEEN for name, _ in bars)
    return (rows + LEGEND_HEIGHT * marked) / 72


def draw_named_bars(section: Section, canvas: Canvas, bars: Named) -> None:
    """The bars from the top down, on one scale from zero."""
    foot = LEGEND_HEIGHT if legend(section, canvas, [one for _, one in bars]) else 0.0
    lines = [_lines(name) for name, _ in bars]
    names = max(canvas.width_of(line, theme.VALUE) for name in lines for line in name) + _APART + _EDGE
    figures = max(_width(canvas, one) for _, one in bars)
    heights = [one.height for _, one in bars]
    low, high = min(0.0, *heights), max(0.0, *heights)
    left = names + (figures if low < 0 else 0)
    scale = (canvas.width - left - figures) / ((high - low) or 1)
    zero, top = left - low * scale, canvas.height
    for name, (_, one) in zip(lines, bars, strict=True):
        bottom = top - len(name) * _LINE - _BETWEEN
        middle = (top + bottom) / 2
        look: dict[str, Any] = {"size": theme.VALUE, "ha": "left", "va": "center", "linespacing": 1.1}
        canvas.write(_EDGE, middle, "\n".join(name), **look)
        low_end, high_end = sorted((zero, zero + one.height * scale))
        bottom_of_bar = middle - _BAR / 2
        canvas.bar(low_end, bottom_of_bar, high_end - low_end, _BAR, **look_of_bar(one, theme.ACCENT))
        below = one.height < 0
        _figure(canvas, one, low_end - _width(canvas, one) if below else high_end + _APART, middle)
        top = bottom
    canvas.line([(zero, foot), (zero, canvas.height)], theme.BASELINE, 0.9)


def _lines(name: str) -> list[str]:
    return wrap(name, _LETTERS, break_long_words=False) or [""]


def _width(canvas: Canvas, one: Plotted) -> float:
    """How much room a figure takes with its mark."""
    mark = _SIGN if one.form in _MARKED else 0.0
    return _APART + mark + canvas.width_of(one.label, theme.VALUE, "semibold") + _EDGE


def _figure(canvas: Canvas, one: Plotted, x: float, y: float) -> None:
    """The figure from ``x`` on, its mark before it."""
    if one.form in _MARKED:
        sign(canvas, one.form, x, y - 2)
        x += _SIGN
    canvas.write(x, y, one.label, size=theme.VALUE, weight="semibold", ha="left", va="center")
