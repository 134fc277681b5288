"""A drawing measured in points, on which no text is set over another, over a bar or beyond the edge.

A line of the grid that a text stands on is interrupted there.
"""

import io
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import IdentityTransform

from helpers.views.kit import theme

Point = tuple[float, float]
_POINTS_PER_INCH = 72
_APART = 0.8  # points that stay free between two texts
_EDGE = 0.5
_OF_FORM = ("size", "weight", "ha", "va", "rotation", "linespacing")  # what the box of a text depends on


class Box(NamedTuple):
    """A rectangle, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    def moved(self, x: float, y: float) -> "Box":
        """The same rectangle elsewhere."""
        return Box(self.x0 + x, self.y0 + y, self.x1 + x, self.y1 + y)


@cache
def ruler(dpi: float) -> FigureCanvasAgg:
    """What measures texts, so many dots to an inch: one for all drawings, since it remembers what it measured."""
    return FigureCanvasAgg(Figure(dpi=dpi))


@cache
def _extent(words: str, **form: Any) -> Box:
    """The box of a text that stands at the origin."""
    by = ruler(_POINTS_PER_INCH)
    text = Text(0, 0, words, **form)
    text.set_figure(by.figure)
    return Box(*map(float, text.get_window_extent(by.get_renderer()).extents))  # type: ignore[no-untyped-call]


@cache
def _ink(words: str, size: float, weight: str) -> Box:
    """The box of what a text blackens, which is less than its line, where it stands at the origin."""
    font = FontProperties(size=size, weight=weight)  # the family is the drawing's
    x0, y0, x1, y1 = map(float, TextPath((0, 0), words, prop=font).get_extents().extents)
    return Box(x0, y0, x1, y1)


class Canvas:
    """An empty drawing, ``width`` by ``height`` points, the origin at its lower left.

    ``boxes`` are the texts that were set, by what they say and where; nothing is set over them.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.boxes: list[tuple[str, Box]] = []
        self._solid: list[Box] = []
        self._lines: list[Box] = []
        # As many dots as points: what matplotlib measures in dots are the drawing's own coordinates.
        size = (width / _POINTS_PER_INCH, height / _POINTS_PER_INCH)
        self._figure = Figure(figsize=size, dpi=_POINTS_PER_INCH)

    def bar(self, left: float, bottom: float, width: float, height: float, **look: Any) -> None:
        """A rectangle that texts stay clear of; ``height`` may be negative."""
        self.artist(Rectangle((left, bottom), width, height, linewidth=1, **look))
        low, high = sorted((bottom, bottom + height))
        self._solid.append(Box(left, low, left + width, high))

    def line(self, points: Sequence[Point], color: str = theme.GRID, width: float = 0.6, **look: Any) -> None:
        """A line through points; texts may cross it, and a level one then ends at them."""
        xs, ys = zip(*points, strict=True)
        self.artist(Line2D(xs, ys, color=color, linewidth=width, **{"zorder": 0.5, **look}))
        if min(ys) == max(ys):
            self._lines.append(Box(min(xs), min(ys) - width, max(xs), max(ys) + width))

    def shape(self, points: Sequence[Point], color: str) -> None:
        """A filled polygon."""
        self.artist(Polygon(points, closed=True, facecolor=color, edgecolor="none", zorder=3))

    def dot(self, x: float, y: float, radius: float, **look: Any) -> None:
        """A circle that texts stay clear of."""
        self.artist(Circle((x, y), radius, zorder=3, **look))
        self._solid.append(Box(x - radius, y - radius, x + radius, y + radius))

    def keep_clear(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Keep texts clear of a straight line."""
        steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / 3))
        for number in range(steps):
            a, b = number / steps, (number + 1) / steps
            xs = sorted((x0 + (x1 - x0) * a, x0 + (x1 - x0) * b))
            ys = sorted((y0 + (y1 - y0) * a, y0 + (y1 - y0) * b))
            self._solid.append(Box(xs[0], ys[0] - 0.8, xs[1], ys[1] + 0.8))

    def artist(self, artist: Any) -> None:
        """Any other artist of matplotlib, in points."""
        artist.set_transform(IdentityTransform())
        self._figure.add_artist(artist)

    def write(self, x: float, y: float, words: str, **look: Any) -> bool:
        """Set a text if there is room for it, and say whether there was.

        ``look`` is matplotlib's: size, weight, color, ha, va, rotation. A text that would reach over the edge is
        moved inside.
        """
        look = {"size": theme.TICK, "ha": "center", "va": "baseline", **look}
        box = _extent(words, **{name: look[name] for name in _OF_FORM if name in look}).moved(x, y)
        shift = max(0.0, _EDGE - box.x0) - max(0.0, box.x1 - (self.width - _EDGE))
        box = box.moved(shift, 0)
        taken = [*(other for _, other in self.boxes), *self._solid]
        if any(_overlap(box, other) for other in taken) or not self._holds(box):
            return False
        if any(_overlap(box, line) for line in self._lines):
            width, height = box.x1 - box.x0, box.y1 - box.y0
            ground = Rectangle(
                (box.x0, box.y0), width, height, facecolor="white", edgecolor="none", zorder=0.7
            )
            self.artist(ground)
        self.artist(Text(x + shift, y, words, **look))
        self.boxes.append((words, box))
        return True

    def mark(
        self, x: float, y: float, words: str, *, size: float, weight: str, color: str, above: bool
    ) -> float:
        """Set a mark that stands on ``y`` or hangs from it, on bars or not; gives how high it is.

        It takes the room of what it blackens alone, so that a small one in a low bar leaves the axis its years.
        """
        ink = _ink(words, size, weight)
        base = y - ink.y0 if above else y - ink.y1
        self.artist(Text(x, base, words, size=size, weight=weight, color=color, ha="center", va="baseline"))
        self.boxes.append((words, ink.moved(x - (ink.x0 + ink.x1) / 2, base)))
        return ink.y1 - ink.y0

    def width_of(self, words: str, size: float, weight: str = "normal") -> float:
        """How wide a text is, in points."""
        box = _extent(words, size=size, weight=weight)
        return box.x1 - box.x0

    def svg(self) -> str:
        """The drawing as SVG with selectable text."""
        target = io.StringIO()
        plain = {"Date": None, "Creator": None}
        self._figure.savefig(target, format="svg", transparent=True, metadata=plain)
        return target.getvalue()

    def _holds(self, box: Box) -> bool:
        return box.x0 >= 0 and box.y0 >= 0 and box.x1 <= self.width and box.y1 <= self.height


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x0 - _APART < other.x1 and other.x0 - _APART < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
    )


def drawn(draw: Callable[[Canvas], None], width: float, height: float) -> str:
    """What ``draw`` makes on a canvas, so many inches wide and high, as SVG."""
    with theme.applied():
        canvas = Canvas(width * _POINTS_PER_INCH, height * _POINTS_PER_INCH)
        draw(canvas)
        return canvas.svg()
