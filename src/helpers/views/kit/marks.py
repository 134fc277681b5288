"""Marks at a value that say what it is: over, nearly, about; and the line that explains those that were drawn."""

from collections.abc import Sequence
from typing import Any

from helpers.views.kit import theme
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.plotted import Plotted
from helpers.views.kit.section import Section

LEGEND_HEIGHT = 13.0
_HALF, _TALL = 3.0, 4.2  # half the width, and the height of a triangle, in points
_APART = 1.6  # points between the end of a bar and a mark
_ORDER = ("over", "nearly", "about", "derived", "planned", "highest")


def triangle(canvas: Canvas, x: float, y: float, color: str, *, up: bool) -> None:
    """A small triangle that stands on ``y``, its point up or down."""
    low, high = (y, y + _TALL) if up else (y + _TALL, y)
    canvas.shape([(x - _HALF, low), (x + _HALF, low), (x, high)], color)


def look_of_bar(one: Plotted, color: str) -> dict[str, Any]:
    """How a bar is drawn: hatched for a plan, outlined in dashes where the figure was worked out."""
    if one.form == "planned":
        return {"facecolor": "white", "edgecolor": color, "hatch": "////"}
    if one.derived:
        return {"facecolor": "white", "edgecolor": color, "linestyle": (0, (3, 2))}
    return {"facecolor": color, "edgecolor": "none"}


def mark_on_bar(canvas: Canvas, one: Plotted, x: float, top: float, bar: float, color: str) -> float:
    """The mark of a bar's figure; gives how many points above the bar it takes."""
    light = one.derived or one.form == "planned"
    on_bar = color if light else theme.INK if color == theme.LIGHT else "white"
    inside = bar > 3 * _TALL
    if one.form == "over":
        triangle(canvas, x, top + 1.2, color, up=True)
        return _TALL + 1
    if one.form == "nearly":
        triangle(
            canvas, x, top - _TALL - _APART if inside else top + 1.2, on_bar if inside else color, up=False
        )
        return 0.0 if inside else _TALL + 1
    if one.form == "about":
        inside = bar > 2 * _TALL
        look: dict[str, Any] = {"size": 11, "weight": "semibold", "color": on_bar if inside else theme.INK}
        y = top - _APART if inside else top + _APART
        tall = canvas.mark(x, y, "≈", above=not inside, **look)
        return 0.0 if inside else _APART + tall
    return 0.0


def legend(
    section: Section, canvas: Canvas, shown: Sequence[Plotted], *, dots: bool = False, highest: bool = False
) -> bool:
    """Explain the marks that occur in a line at the foot of the drawing; whether there were any.

    With ``dots`` the points are dots, and one that was worked out is open; ``highest`` says that the highest of the
    published figures is red: of bounds nobody knows which is.
    """
    forms = {one.form for one in shown}
    forms |= {"derived"} if any(one.derived for one in shown) else set()
    forms |= {"highest"} if highest else set()
    x, y = 0.0, 4.0
    for form in _ORDER:
        if form in forms:
            words = section.words.say(f"chart.{form}")
            sign(canvas, form, x, y, dots=dots)
            canvas.write(x + 10, y - 1.2, words, ha="left", size=theme.SMALL, color=theme.MUTED)
            x += 10 + canvas.width_of(words, theme.SMALL) + 9
    return bool(forms & set(_ORDER))


def sign(canvas: Canvas, form: str, x: float, y: float, *, dots: bool = False) -> None:
    """One mark, 8 points wide, as it stands in the line that explains it and before a figure."""
    if form in ("over", "nearly"):
        triangle(canvas, x + 4, y, theme.ACCENT, up=form == "over")
    elif form == "about":
        canvas.write(x + 4, y + 2, "≈", va="center", size=8.5, weight="semibold", color=theme.ACCENT)
    elif dots and form == "derived":
        canvas.dot(x + 4, y + 2, 2.4, facecolor="white", edgecolor=theme.ACCENT, linewidth=1.2)
    elif form == "highest":
        canvas.bar(x + 0.5, y - 0.6, 7, 5.6, facecolor=theme.EMPHASIS, edgecolor="none")
    else:
        style: dict[str, Any] = {"hatch": "//////"} if form == "planned" else {"linestyle": (0, (2, 1.2))}
        canvas.bar(x + 0.5, y - 0.6, 7, 5.6, facecolor="white", edgecolor=theme.ACCENT, **style)
