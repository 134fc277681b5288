"""The chart of what is chosen, in Vega-Lite: JupyterLab and Notebook draw it with their own renderer, offline.

A mark shows its figure and source when pointed at; what may not be drawn says why. No mark is a link: Jupyter's
renderer would open it in its own place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from helpers.data import comparable, frames
from helpers.data.arithmetic import in_unit
from helpers.data.comparable import WHOLE, Dot, Line, NoFigures, NotOneSeries
from helpers.data.selection import end, unit_factors
from helpers.data.series import period
from helpers.text.phrases import phrases
from helpers.views.explore.choices import EVER, Choice, offer
from helpers.views.kit.observations import one_unit
from helpers.views.kit.words import Words

MEDIA_TYPE = "application/vnd.vegalite.v5+json"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"  # a name; nobody asks for it
_WIDTH, _HEIGHT = 640, 260  # pixels
_INK = "#1f4e79"
_A_STEP = 366 + 7  # days: dates further apart are not joined, as nothing is known between them
_MOST_LABELS = 16  # bars with their figure above
_NUMBERS = {  # how the axis writes numbers
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0đ"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["£", ""]},
}
_NOT_FROM_ZERO = ("rank", "point")


@dataclass(frozen=True)
class Drawing:
    """A chart, or the reason why there is none: both in the reader's language.

    ``spec`` is Vega-Lite, empty without a chart; ``said`` is what it shows in words, or the reason; ``notes`` what a
    reader has to know beside it.
    """

    title: str
    said: str
    spec: dict[str, Any] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = ()
    menu: dict[str, str] = field(default_factory=dict, repr=False)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        if not self.spec:
            return {"text/plain": self.said, "text/markdown": self.said}, {}
        options = {
            "i18n": self.menu,
            "actions": {"export": True, "source": False, "compiled": False, "editor": False},
        }
        options["downloadFileName"] = self.spec["title"]["text"]
        return {MEDIA_TYPE: self.spec, "text/plain": self.said}, {MEDIA_TYPE: {"embed_options": options}}


def chart(
    provinces: str | Sequence[str],
    indicator: str,
    *,
    boundaries: str = "",
    period: str = "",
    breakdown: comparable.Breakdown = WHOLE,
    years: tuple[int, int] = EVER,
    as_of: str = "",
    language: str = "en",
) -> Drawing:
    """The chart that the explorer draws of an indicator, for a cell of your own; arguments as for `data.frame`.

    What is not chosen is what the explorer would begin with. Raises UnknownRow, UnknownIndicator, UnknownLanguage.
    """
    dataset = frames.loaded(as_of)
    words = Words(dataset, language, phrases(language))
    names = (provinces,) if isinstance(provinces, str) else tuple(provinces)
    if indicator not in dataset.keyed("indicators"):
        raise comparable.UnknownIndicator(indicator, dataset.keyed("indicators"))
    asked = Choice(names, indicator, breakdown, boundaries, period)
    return draw(
        words, replace(offer(words, asked).choice, provinces=names, indicator=indicator, years=years)
    )[0]


def draw(words: Words, choice: Choice) -> list[Drawing]:
    """One drawing; of provinces that do not count alike one for each, after a first that says why."""
    title = words.name("indicators", choice.indicator) if choice.indicator else words.say("explore.nothing")
    if not choice.indicator:
        return [Drawing(title, words.say("explore.why_none"))]
    there, missing = _with_figures(words, choice)
    absent = [words.say("explore.missing", areas=", ".join(missing))] if missing and there.provinces else []
    try:
        found = comparable.lines(words.dataset, there.ask)
    except NotOneSeries as refusal:
        reason = _why(words, refusal.reason)
        if refusal.reason != "not-alike":
            return [Drawing(title, reason, notes=tuple(absent))]
        apart = [_apart(words, choice, one) for one in there.provinces]
        return [Drawing(title, reason, notes=tuple(absent)), *apart]
    except NoFigures:
        return [Drawing(title, _why(words, "none"), notes=tuple(absent))]
    return [_drawn(words, there, found, title, absent)]


def _with_figures(words: Words, choice: Choice) -> tuple[Choice, list[str]]:
    """The choice without the provinces that have no figure of it, and the names of these."""
    dataset = words.dataset
    found = comparable.on_boundaries(
        dataset, choice.ask, comparable.boundaries(dataset, choice.ask, choice.indicator)
    )
    having = [
        one
        for one, areas in found.items()
        if any(period(dot.point.row) == choice.period for dots in areas.values() for dot in dots)
    ]
    missing = [words.name("areas", comparable.units(dataset, one)[0]) for one in found if one not in having]
    return replace(choice, provinces=tuple(having or choice.provinces)), missing


def _apart(words: Words, choice: Choice, province: str) -> Drawing:
    """The drawing of one of several provinces, on a scale of its own."""
    settled = offer(words, replace(choice, provinces=(province,), boundaries="")).choice
    if settled.indicator != choice.indicator:
        return Drawing(province, _why(words, "none"))
    (drawn,) = draw(words, replace(settled, years=choice.years))
    return replace(drawn, title=words.name("areas", comparable.units(words.dataset, province)[0]))


def _why(words: Words, reason: str) -> str:
    return words.say(f"explore.why_{reason.replace('-', '_')}")


def _drawn(words: Words, choice: Choice, found: list[Line], title: str, absent: list[str]) -> Drawing:
    """Lines as a chart with its notes."""
    shown = [replace(line, dots=choice.within(line.dots)) for line in found]
    shown = [line for line in shown if line.dots]
    dots = [dot for line in shown for dot in line.dots]
    if len(dots) < 2:
        figures = "; ".join(_spoken(words, dot) for dot in dots)
        key = "explore.why_one" if dots else "explore.why_years"
        return Drawing(title, words.say(key, figures=figures), notes=tuple(absent))
    notes = [*absent, *_notes(words, shown)]
    unit = one_unit(words.dataset, [dict(dot.point.row) for dot in dots])
    rows = [
        _mark(words, line, dot, unit[dot.point.row["unit_id"]], several=len(shown) > 1)
        for line in shown
        for dot in line.dots
    ]
    of_unit = words.unit(next(iter(unit.values())))
    said = words.say(
        "explore.chart_alt",
        name=title,
        values="; ".join(f"{row['area']}, {row['when']}: {row['figure']}" for row in rows),
    )
    if ranking := _newest(words, shown):
        notes.insert(0, ranking)
    spec = {"$schema": _SCHEMA, "description": said, "width": _WIDTH, "height": _HEIGHT}
    spec |= {"config": {"locale": {"number": _NUMBERS[words.language]}}}
    whose = words.name("areas", shown[0].area_id)
    above = title if len(shown) > 1 else words.say("figure.about", name=title, about=whose)
    spec |= {"title": {"text": above, "anchor": "start"}, "data": {"values": _joined(rows, dots)}}
    spec |= _layers(rows, choice.period, of_unit, next(iter(unit)))
    menu = {
        "CLICK_TO_VIEW_ACTIONS": words.say("explore.menu"),
        "PNG_ACTION": words.say("explore.save_png"),
        "SVG_ACTION": words.say("explore.save_svg"),
    }
    return Drawing(title, said, spec, tuple(notes), menu)


def _mark(words: Words, line: Line, dot: Dot, unit: str, *, several: bool) -> dict[str, Any]:
    """One figure as the chart knows it."""
    row = dot.point.row
    shown = in_unit(dot.point.figure, unit, unit_factors(words.dataset))
    sources = [one.row["source_id"] for one in dot.published]
    source = "; ".join(dict.fromkeys(map(words.source, sources)))
    return {
        "area": words.name("areas", line.area_id),
        "day": end(row).isoformat(),
        "time": str(end(row).year),
        "when": words.when(row),
        "value": float(shown.value),
        "short": words.figure(shown, with_unit=False),
        "figure": words.figure(shown),
        "source": words.say("explore.sum_of", source=source) if dot.parts else source,
        "derived": bool(dot.parts),
    }


def _joined(rows: list[dict[str, Any]], dots: Sequence[Dot]) -> list[dict[str, Any]]:
    """The figures with the run that each is of: lines join what is a step apart, and nothing across a gap."""
    run, before = 0, None
    for row, dot in zip(rows, dots, strict=True):
        day = end(dot.point.row)
        if before is None or before[0] != row["area"] or (day - before[1]).days > _A_STEP:
            run += 1
        row["run"], before = run, (row["area"], day)
    return rows


def _layers(rows: list[dict[str, Any]], kind: str, unit: str, unit_id: str) -> dict[str, Any]:
    """The marks and their scales: bars of one area by year, else lines; one time of several areas as bars by area."""
    areas, times = {row["area"] for row in rows}, {row["time"] for row in rows}
    y: dict[str, Any] = {"field": "value", "type": "quantitative", "title": unit}
    y["scale"] = {"zero": unit_id not in _NOT_FROM_ZERO, "reverse": unit_id == "rank"}
    tooltip = [
        {"field": name, "type": "nominal", "title": ""} for name in ("area", "when", "figure", "source")
    ]
    pointed: dict[str, Any] = {"tooltip": tooltip}
    if len(areas) > 1 and len(times) == 1:
        across = {"field": "area", "type": "nominal", "sort": "-y", "title": ""}
        return {"encoding": {"x": across, "y": y, **pointed}, "layer": [_bar(), _label()]}
    if "years" in kind or (kind != "date" and len({(row["area"], row["time"]) for row in rows}) < len(rows)):
        x: dict[str, Any] = {"field": "when", "type": "nominal", "sort": None, "title": ""}
    elif kind.endswith("date"):
        span = int(max(times)) - int(min(times))
        axis = {"format": "%Y", "tickCount": "year"} if span > 1 else {"format": "%d/%m/%Y", "tickCount": 6}
        x = {"field": "day", "type": "temporal", "title": "", "axis": axis}
    else:
        every = [str(year) for year in range(int(min(times)), int(max(times)) + 1)]
        x = {
            "field": "time",
            "type": "ordinal",
            "scale": {"domain": every},
            "title": "",
            "axis": {"labelAngle": 0},
        }
    if len(areas) == 1 and not kind.endswith("date") and unit_id not in _NOT_FROM_ZERO:
        few = [_label()] if len(rows) <= _MOST_LABELS else []
        return {"encoding": {"x": x, "y": y, **pointed}, "layer": [_bar(), *few]}
    colour: dict[str, Any] = {}
    if len(areas) > 1:
        by_area = {"field": "area", "type": "nominal", "title": ""}
        colour = {"color": by_area, "shape": {**by_area, "legend": None}}
    line = {"mark": {"type": "line"}, "encoding": {"detail": {"field": "run"}}}
    dash = {"condition": {"test": "datum.derived", "value": [3, 2]}, "value": [1, 0]}
    point = {
        "mark": {"type": "point", "filled": False, "size": 60},
        "encoding": {"strokeDash": dash},
    }
    return {"encoding": {"x": x, "y": y, **colour, **pointed}, "layer": [line, point]}


def _bar() -> dict[str, Any]:
    """Bars; one that was worked out is lighter, with a dashed edge."""
    derived = {"test": "datum.derived"}
    return {
        "mark": {"type": "bar", "color": _INK, "stroke": _INK, "width": {"band": 0.7}},
        "encoding": {
            "fillOpacity": {"condition": {**derived, "value": 0.35}, "value": 0.9},
            "strokeDash": {"condition": {**derived, "value": [3, 2]}, "value": [1, 0]},
        },
    }


def _label() -> dict[str, Any]:
    """The figure above its bar, with its qualifier as a mark."""
    return {"mark": {"type": "text", "dy": -7, "fontSize": 11}, "encoding": {"text": {"field": "short"}}}


def _notes(words: Words, found: list[Line]) -> list[str]:
    """What a reader has to know: sums made here, readings left out, what there is beside."""
    notes = []
    if any(dot.parts for line in found for dot in line.dots):
        notes.append(words.say("explore.sums_made"))
    if doubtful := sum(line.doubtful for line in found):
        notes.append(words.say("explore.doubtful", count=doubtful))
    if {dot.point.row["qualifier"] for line in found for dot in line.dots} - {"exact", "planned"}:
        notes.append(words.say("explore.qualified"))
    return notes


def _newest(words: Words, shown: list[Line]) -> str:
    """The figures of the newest time that all areas have one of, the largest first; of ranks the first first."""
    if len(shown) < 2:
        return ""
    by_area = [{dot.point.time: dot for dot in line.dots} for line in shown]
    common = set.intersection(*(set(times) for times in by_area))
    if not common:
        return words.say("explore.no_common")
    factors, time = unit_factors(words.dataset), max(common)
    there = [
        (words.name("areas", line.area_id), times[time]) for line, times in zip(shown, by_area, strict=True)
    ]
    rank = there[0][1].point.row["unit_id"] == "rank"
    there.sort(
        key=lambda one: one[1].point.row["value"] * factors[one[1].point.row["unit_id"]], reverse=not rank
    )
    figures = "; ".join(f"{name} {words.figure(dot.point.figure)}" for name, dot in there)
    return words.say("explore.newest", when=words.when(there[0][1].point.row), figures=figures)


def _spoken(words: Words, dot: Dot) -> str:
    return f"{words.when(dot.point.row)}: {words.figure(dot.point.figure)}"
