"""A series as points whose form says what each figure is; years without a figure break the line."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.data import arithmetic as derive
from helpers.data.arithmetic import Figure
from helpers.data.tables import to_records
from helpers.text.markdown import Marked, once
from helpers.views.kit import charts, theme
from helpers.views.kit.observations import factors
from helpers.views.kit.outputs import Chart
from helpers.views.kit.plotted import common_unit
from helpers.views.kit.section import Section
from helpers.views.kit.yearly import runs, sure

CROWDED = 8
MARKERS: dict[str, dict[str, Any]] = {
    "exact": {"marker": "o", "markerfacecolor": theme.ACCENT},
    "bounded": {"marker": "o", "markerfacecolor": "white"},
    "derived": {"marker": "D", "markerfacecolor": "white", "markeredgecolor": theme.EMPHASIS},
}


def _marker(kind: str) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "markersize": 8,
        "markeredgewidth": 1.6,
        "markeredgecolor": theme.ACCENT,
        **MARKERS[kind],
    }


def _kind(figure: Figure) -> str:
    return "derived" if figure.derived else "exact" if figure.qualifier == "exact" else "bounded"


def line_chart(section: Section, name: str, frame: pd.DataFrame) -> Chart | None:
    """A yearly frame: filled points where exact, open where bounded, a diamond where derived.

    None for fewer than three points: two numbers are read faster than drawn.
    """
    if len(sure(frame)) < 3:
        return None
    figures = {int(row["year"]): row["figure"] for row in to_records(sure(frame))}
    unit, worth = common_unit(section.dataset, list(figures.values())), factors(section.dataset)
    known = {year: derive.in_unit(figure, unit, worth) for year, figure in figures.items()}
    heights = {year: float(figure.value) for year, figure in known.items()}
    of_kind: dict[str, list[int]] = {}
    for year, figure in known.items():
        of_kind.setdefault(_kind(figure), []).append(year)

    def draw(axes: Axes) -> None:
        for run in runs(sorted(heights)):
            line = [heights[year] for year in run]
            axes.plot(run, line, color=theme.ACCENT, linewidth=1.2, alpha=0.6, zorder=1)
        for kind, years in of_kind.items():
            axes.plot(years, [heights[year] for year in years], zorder=2, **_marker(kind))
        for year, figure in known.items():
            _label(section, axes, year, figure, small=len(known) > CROWDED)
        _axes(axes, heights)
        axes.set_ylabel(section.words.unit(unit))
        handles = [
            Line2D([], [], label=section.words.say(f"trade.legend_{kind}"), **_marker(kind))
            for kind in of_kind
        ]
        # A fixed distance below the axes, in heights of the text: under the years' labels.
        axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), borderaxespad=2.4, ncols=3)

    spoken = "; ".join(f"{year}: {section.words.figure(figure)}" for year, figure in known.items())
    unit_name = section.words.unit_in_text(unit)
    said = "series.chart_of" if unit_name in name.lower() else "series.chart"  # "PCI score" says its unit
    caption = section.words.markdown(said, name=name, unit=unit_name)
    return charts.chart(
        section,
        draw,
        height=3.0,
        alt=section.words.say("series.chart_alt", name=name, values=spoken),
        caption=Marked(caption + once(*sure(frame)["cite"])),
    )


def _label(section: Section, axes: Axes, year: int, figure: Figure, *, small: bool) -> None:
    """The figure above its point, with its qualifier; four digits are enough there, the table has them all."""
    text = section.words.figure(replace(figure, value=short(figure.value)), with_unit=False)
    axes.annotate(
        text,
        (year, float(figure.value)),
        (0, 9),
        textcoords="offset points",
        ha="center",
        fontweight="semibold",
        fontsize=7 if small else 9,
    )


def short(value: Decimal, digits: int = 4) -> Decimal:
    """A number with no more than four digits after the leading zeros."""
    printed = int(value.as_tuple().exponent)
    last = min(0, max(value.adjusted() - digits + 1, printed))
    return value if printed >= last else value.quantize(Decimal(1).scaleb(last))


def _axes(axes: Axes, heights: dict[int, float]) -> None:
    """Heights from zero, every year of the span on the axis."""
    axes.set_ylim(0, max(heights.values()) * 1.25)
    axes.set_xlim(min(heights) - 0.5, max(heights) + 0.5)
    years = range(min(heights), max(heights) + 1)
    step = 1 if len(years) <= 14 else 2
    axes.set_xticks(years[::step], [str(year) for year in years[::step]])
    axes.grid(axis="x", visible=False)
