"""Bars of full years, and beside them bars of the same months of each year: what is compared is alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.text import dates
from helpers.views.kit import theme
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.marks import LEGEND_HEIGHT, legend, look_of_bar, mark_on_bar
from helpers.views.kit.plotted import Plotted
from helpers.views.kit.section import Section

_ABOVE = 1.5  # points between a bar and its label
_WIDEST_SLOT, _WIDEST_BAR, _BAR = 46.0, 70.0, 0.66
_TICKS, _HEAD, _LABELS = (
    13.0,
    12.0,
    16.0,
)  # heights kept for the years, a line of headings, the labels on bars
_SIZES = (theme.VALUE, 7.5, 7.0, theme.SMALL, theme.SMALLEST)


@dataclass(frozen=True)
class _Slot:
    """A place on the axis: the year, its point or None, the colour of its bar, and where its middle is."""

    year: int
    one: Plotted | None
    color: str
    x: float


def years(points: Sequence[Plotted]) -> list[tuple[int, Plotted | None]]:
    """Every year from the first to the last with its point; plans for later years follow directly."""
    results = {one.year: one for one in points if one.form != "planned"}
    plans = {one.year: one for one in points if one.form == "planned" and one.year not in results}
    if not results:
        return sorted(plans.items())
    span = range(min(results), max(results) + 1)
    return [(year, results.get(year) or plans.get(year)) for year in span] + [
        (year, one) for year, one in sorted(plans.items()) if year not in span
    ]


def widest(full: Sequence[Plotted], parts: Sequence[Plotted]) -> float:
    """How wide the bars may be drawn at most, in inches: fewer than five are drawn as wide as five."""
    groups = [len(years(group)) for group in (full, parts)]
    return max(5, sum(groups) + all(groups)) * _WIDEST_SLOT / 72


def draw_bars(
    section: Section, canvas: Canvas, full: Sequence[Plotted], parts: Sequence[Plotted], peak: Plotted | None
) -> None:
    """Full years at the left, the same months of each year at the right, on one scale."""
    groups = [years(group) for group in (full, parts)]
    between = 1 if all(groups) else 0
    step = canvas.width / (sum(map(len, groups)) + between)
    slots = _slots(groups, step, peak)
    shown = [slot for slot in slots if slot.one]
    explained = legend(section, canvas, [slot.one for slot in shown if slot.one], highest=peak is not None)
    foot = _TICKS + (LEGEND_HEIGHT if explained else 0)
    heads = _heads(section, canvas, full, parts, len(groups[0]) * step + between * step)
    top = canvas.height - heads - _LABELS
    values = [slot.one.height for slot in shown if slot.one]
    low, high = min(0.0, *values), max(0.0, *values)
    scale = (top - foot) / ((high - low) or 1)
    zero = foot - low * scale
    _grid(canvas, zero, high, scale)
    if between:
        middle = (len(groups[0]) + 0.5) * step
        canvas.line([(middle, foot), (middle, canvas.height)])
    for slot in shown:
        _bar(canvas, slot, zero, scale, min(step, _WIDEST_BAR) * _BAR)
    canvas.line([(0, zero), (canvas.width, zero)], theme.BASELINE, 0.9)
    _labels(canvas, shown, zero, scale, step)
    _years(canvas, slots, foot, step)
    _gaps(section, canvas, groups, slots, zero, step)


def _slots(groups: list[list[tuple[int, Plotted | None]]], step: float, peak: Plotted | None) -> list[_Slot]:
    slots, x = [], step / 2
    for group, color in zip(groups, (theme.ACCENT, theme.LIGHT), strict=True):
        for year, one in group:
            slots.append(_Slot(year, one, theme.EMPHASIS if one and one is peak else color, x))
            x += step
        x += step if group else 0
    return slots


def _heads(
    section: Section, canvas: Canvas, full: Sequence[Plotted], parts: Sequence[Plotted], at: float
) -> float:
    """Say over each group what it is; gives the height of that. A group alone needs no name if it is of years."""
    if not parts:
        return 0.0
    first = parts[0].point.row
    months = dates.months(first["period_start"], first["period_end"], section.language)
    look: dict[str, Any] = {"ha": "left", "size": theme.TICK, "weight": "semibold"}
    line = canvas.height - _HEAD + 3
    if not full:
        canvas.write(0, line, months, color=theme.MUTED, **look)
        return _HEAD
    canvas.write(0, line, section.words.say("chart.full_year"), color=theme.ACCENT, **look)
    if canvas.write(at, line, months, color=theme.MUTED, **look):
        return _HEAD
    canvas.write(at, line - _HEAD, months, color=theme.MUTED, **look)
    return 2 * _HEAD


def _grid(canvas: Canvas, zero: float, high: float, scale: float) -> None:
    for number in range(1, 5):
        height = zero + nice_step(high) * number * scale
        if height <= zero + high * scale:
            canvas.line([(0, height), (canvas.width, height)])


def nice_step(high: float) -> float:
    """A round number of which four steps or fewer lead up to ``high``."""
    if high <= 0:
        return 1.0
    power = 10.0 ** len(str(int(high))) / 100 if high >= 1 else high / 4
    return next((power * one for one in (1, 2, 2.5, 5, 10, 20, 25, 50, 100) if power * one * 4 >= high), high)


def _bar(canvas: Canvas, slot: _Slot, zero: float, scale: float, width: float) -> None:
    assert slot.one is not None
    look = look_of_bar(slot.one, slot.color)
    canvas.bar(slot.x - width / 2, zero, width, slot.one.height * scale, **look)


def _labels(canvas: Canvas, shown: list[_Slot], zero: float, scale: float, step: float) -> None:
    """Each bar's figure above it, as large as fits side by side; where even small ones do not, the outer ones first."""
    widest = max((slot.one.label for slot in shown if slot.one), key=len)
    size = next((size for size in _SIZES if canvas.width_of(widest, size, "semibold") < step - 1), _SIZES[-1])
    for slot in _by_weight(shown):
        assert slot.one is not None
        top = zero + slot.one.height * scale
        up = mark_on_bar(canvas, slot.one, slot.x, top, bar=top - zero, color=slot.color)
        below = slot.one.height < 0
        place: dict[str, Any] = {"va": "top" if below else "bottom"}
        y = top - _ABOVE if below else top + _ABOVE + up
        canvas.write(slot.x, y, slot.one.label, size=size, weight="semibold", **place)


def _by_weight(shown: list[_Slot]) -> list[_Slot]:
    """The slots whose labels matter most first: the peak, the ends, the highest, then in order."""
    highest = max(shown, key=lambda slot: slot.one.height if slot.one else 0.0)
    first = [slot for slot in shown if slot.color == theme.EMPHASIS]
    return list({id(slot): slot for slot in [*first, shown[-1], shown[0], highest, *shown]}.values())


def _years(canvas: Canvas, slots: list[_Slot], foot: float, step: float) -> None:
    """The years under the bars: in full where they fit, else the first of each group in full."""
    fits = canvas.width_of("2000", theme.TICK) < step - 1
    before = None
    for slot in slots:
        whole = fits or before is None or slot.year <= before
        words = str(slot.year) if whole else f"{slot.year % 100:02d}"
        canvas.write(slot.x, foot - 3, words, va="top", color=theme.MUTED)
        before = slot.year


def _gaps(
    section: Section,
    canvas: Canvas,
    groups: list[list[tuple[int, Plotted | None]]],
    slots: list[_Slot],
    zero: float,
    step: float,
) -> None:
    """Say of years without a figure that there is none."""
    words, place = section.words.say("chart.no_figure"), 0
    for group in groups:
        run: list[_Slot] = []
        for slot in [*slots[place : place + len(group)], None]:
            if slot and not slot.one:
                run.append(slot)
            elif run:
                _gap(canvas, (run[0].x + run[-1].x) / 2, zero + 3, words, len(run) * step)
                run = []
        place += len(group)


def _gap(canvas: Canvas, x: float, y: float, words: str, room: float) -> None:
    """The words in one line, in two, or upright, as there is room."""
    look: dict[str, Any] = {"size": theme.SMALL, "color": theme.MUTED, "va": "bottom", "linespacing": 1.0}
    for shown, rotation in ((words, 0), (words.replace(" ", "\n", 1), 0), (words, 90)):
        wide = max(canvas.width_of(line, theme.SMALL) for line in shown.split("\n"))
        if (rotation or wide < room) and canvas.write(x, y, shown, rotation=rotation, **look):
            return
