"""The turnover series as a line of points whose form says what each figure is."""

from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.data.figures import Figure
from helpers.text import numbers
from helpers.text.markdown import Marked, once
from helpers.views import charts
from helpers.views.page import Page, rows_of
from helpers.views.shown import Chart
from helpers.views.trade import basis

BILLION = Decimal("1e9")
MARKERS: dict[str, dict[str, Any]] = {
    "exact": {"marker": "o", "markerfacecolor": charts.ACCENT},
    "bounded": {"marker": "o", "markerfacecolor": "white"},
    "derived": {"marker": "D", "markerfacecolor": "white", "markeredgecolor": charts.SECOND},
}


def _marker(kind: str) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "markersize": 8,
        "markeredgewidth": 1.6,
        "markeredgecolor": charts.ACCENT,
        **MARKERS[kind],
    }


def _kind(shown: Figure) -> str:
    return "derived" if shown.derived else "exact" if shown.qualifier == "exact" else "bounded"


def turnover_chart(page: Page, frame: pd.DataFrame) -> Chart | None:
    """The series: filled points where exact, open where bounded, a diamond where derived; None for a lone point."""
    points = [(int(row["year"]), row["figure"]) for row in rows_of(frame)]
    if len(points) < 2:
        return None
    factors = {row["unit_id"]: row["factor"] for row in rows_of(page.dataset["units"])}
    years = [year for year, _ in points]
    heights = [float(shown.value * factors[shown.unit_id] / BILLION) for _, shown in points]

    def draw(axes: Axes) -> None:
        axes.plot(years, heights, color=charts.ACCENT, linewidth=1.2, alpha=0.6, zorder=1)
        for (year, shown), height in zip(points, heights, strict=True):
            axes.plot([year], [height], zorder=2, **_marker(_kind(shown)))
            label = numbers.marked(
                shown.value, shown.unit_id, shown.qualifier, page.language, with_unit=False
            )
            axes.annotate(
                label, (year, height), (0, 9), textcoords="offset points", ha="center", fontweight="semibold"
            )
        axes.set_ylim(0, max(heights) * 1.25)
        axes.set_xlim(min(years) - 0.4, max(years) + 0.4)
        axes.set_xticks(years, [str(year) for year in years])
        axes.set_ylabel(page.phrase("trade.axis"))
        axes.grid(axis="x", visible=False)
        handles = [
            Line2D([], [], label=page.phrase(f"trade.legend_{kind}"), **_marker(kind))
            for kind in dict.fromkeys(_kind(shown) for _, shown in points)
        ]
        axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=3)

    spoken = "; ".join(f"{year}: {page.figure(shown)}" for year, shown in points)
    return charts.chart(
        page,
        draw,
        height=3.0,
        alt=page.phrase("trade.chart_alt", values=spoken),
        caption=Marked(page.say("trade.chart", basis=basis(page)) + once(*frame["cite"])),
    )
