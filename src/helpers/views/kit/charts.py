"""Points become a chart: drawn once as SVG, in the report's typeface, with words that replace it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from helpers.data.series import Point
from helpers.data.tables import Record, to_records
from helpers.errors import BriefingError
from helpers.text.markdown import Marked, escape, once, unescape
from helpers.views.kit import canvas, theme
from helpers.views.kit.bar_chart import draw_bars, widest
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.named_bars import draw_named_bars, height_of
from helpers.views.kit.outputs import Chart
from helpers.views.kit.plotted import Plotted, cites, of_year, plotted, without_lone_start
from helpers.views.kit.plotted import derived as derived
from helpers.views.kit.section import Section
from helpers.views.kit.time_chart import draw_line, draw_rank, named
from helpers.views.kit.yearly import sure

ANNEX_HEIGHT = 1.8  # inches


class UnlikeUnits(BriefingError):
    """Bars whose lengths would not compare."""

    def __init__(self, units: Iterable[str]) -> None:
        self.units = tuple(units)
        super().__init__(self.units)

    def __str__(self) -> str:
        return f"bars of figures in {' and '.join(self.units)} do not compare: they are of several dimensions"


def preload() -> None:
    """Look up the fonts, import the writer of SVG and measure the years of axes once, before sections are forked."""

    def draw(drawing: Canvas) -> None:
        for year in range(2000, 2040):
            for words in (str(year), f"{year % 100:02d}"):
                drawing.write(36, 36, words, va="top")

    canvas.drawn(draw, 1, 1)


# Charts of the annex: a caption below, every value named


def by_year(section: Section, name: str, frame: pd.DataFrame, *, stock: bool = False) -> Chart | None:
    """The years of a yearly frame (`kit.yearly`) as bars or, of a ``stock``, as a line; marks as in a briefing.

    None for fewer than three years: two numbers are read faster than drawn.
    """
    known = to_records(sure(frame))
    if len(known) < 3:
        return None
    unit, years = plotted(section, [of_year(row["figure"], row["year"], row["cite"]) for row in known])

    def draw(drawing: Canvas) -> None:
        if stock:
            draw_line(section, drawing, years, {}, years[::-1])
        else:
            draw_bars(section, drawing, years, [], None)

    width = theme.FULL if stock else min(theme.FULL, widest(years, []))
    return _captioned(
        section,
        canvas.drawn(draw, width, ANNEX_HEIGHT),
        section.words.markdown("series.chart", name=name),
        unit,
        once(*(row["cite"] for row in known)),
        alt=section.words.say("series.chart_alt", name=name, values="; ".join(one.spoken for one in years)),
    )


def bars(section: Section, names: Sequence[str], rows: Sequence[Record], caption: Marked, alt: str) -> Chart:
    """A lying bar for each observation, its name at the left and its figure at its end, in the order given.

    ``alt`` is a phrase with ``{values}``; the caption cites the observations. Raises UnlikeUnits where their units
    are of several dimensions, money and projects.
    """
    units = section.dataset.keyed("units")
    if len({units[row["unit_id"]]["dimension"] for row in rows}) > 1:
        raise UnlikeUnits(dict.fromkeys(row["unit_id"] for row in rows))
    points = [Point(str(number), row) for number, row in enumerate(rows)]
    unit, found = plotted(section, points)
    of = {one.point.time: one for one in found}
    named = [(name, of[point.time]) for name, point in zip(names, points, strict=True)]

    def draw(drawing: Canvas) -> None:
        draw_named_bars(section, drawing, named)

    spoken = "; ".join(f"{name}: {section.words.marked(row)}" for name, row in zip(names, rows, strict=True))
    return _captioned(
        section,
        canvas.drawn(draw, theme.FULL, height_of(section, named)),
        caption,
        unit,
        once(*(section.citations.fact("observations", row) for row in rows)),
        alt=section.words.say(alt, values=spoken),
    )


def _captioned(section: Section, svg: str, caption: Marked, unit: str, cited: Marked, *, alt: str) -> Chart:
    """A chart over its caption, which says the unit and cites what is shown."""
    whole = Marked(_with_unit(section, caption, unit) + cited)
    found = section.citations.resolve(whole)
    said = section.citations.resolve_text(whole)
    return Chart(svg, alt, said, notes=found.notes, facts=found.facts, reads=section.reads)


def _with_unit(section: Section, text: str, unit: str) -> str:
    """What is counted with its unit, where it does not say it and has one: a rank has none."""
    called = section.words.unit_in_text(unit)
    if unit == "rank" or called.casefold() in text.casefold():
        return text
    return section.words.markdown("chart.with_unit", text=text, unit=called)


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
    """Full years at the left and the same months of each year at the right, on one scale, the highest of all in red.

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
    published = [one for one in points if one.form != "planned" and not one.derived]
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

    ends = named(shown, told)

    def draw(drawing: Canvas) -> None:
        draw_line(section, drawing, shown, told, ends)

    svg = canvas.drawn(draw, width, height)
    return _titled(section, svg, shown, unit, ends, title=title, subtitle=subtitle, alt=alt)


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
    cited = escape(_with_unit(section, subtitle, unit)) + cites(section, cited_for or points)
    values = "; ".join(one.spoken for one in points)
    return titled(section, svg, escape(title), cited, alt=alt, values=values)


def titled(section: Section, svg: str, title: Marked, subtitle: Marked, *, alt: str, values: str) -> Chart:
    """A chart under its title; what the two cite is resolved. The alternative text ends with the values."""
    citations = section.citations
    found = citations.resolve(title, subtitle)
    return Chart(
        svg,
        section.words.say("chart.alt", text=unescape(alt).removesuffix("."), values=values),
        title=citations.resolve_text(title),
        subtitle=citations.resolve_text(subtitle),
        notes=found.notes,
        facts=found.facts,
        reads=section.reads,
    )
