"""Bars of published figures in one unit, each with its figure beside it."""

from matplotlib.axes import Axes

from helpers.text.markdown import Marked, once
from helpers.views.kit import charts
from helpers.views.kit.outputs import Chart
from helpers.views.kit.page import Page, Row


def bars(
    page: Page, names: list[str], rows: list[Row], caption: Marked, alt_key: str, *, upright: bool
) -> Chart:
    """Bars of observations in one unit, each with its figure beside it; an open bar where the figure is bounded."""
    sizes = [float(row["value"]) for row in rows]
    labels = [page.marked(row, with_unit=False) for row in rows]
    faces = [charts.ACCENT if row["qualifier"] == "exact" else "white" for row in rows]
    unit = page.unit_name(rows[0]["unit_id"])

    def draw(axes: Axes) -> None:
        if upright:
            bars = axes.bar(names, sizes, width=0.45, color=faces, edgecolor=charts.ACCENT)
            axes.set_ylim(0, max(sizes) * 1.18)
            axes.set_xlim(-0.8, len(names) - 0.2)
            axes.set_ylabel(unit)
            axes.grid(axis="x", visible=False)
        else:
            bars = axes.barh(names, sizes, height=0.55, color=faces, edgecolor=charts.ACCENT)
            axes.invert_yaxis()
            axes.set_xlim(0, max(sizes) * 1.15)
            axes.set_xlabel(unit)
            axes.tick_params(axis="y", labelcolor=charts.INK)
            axes.grid(axis="y", visible=False)
        axes.bar_label(bars, labels=labels, padding=3, fontweight="semibold")

    spoken = "; ".join(f"{name}: {page.marked(row)}" for name, row in zip(names, rows, strict=True))
    cites = once(*(page.cite("observations", row) for row in rows))
    height = 2.6 if upright else 0.8 + 0.42 * len(rows)
    return charts.chart(
        page, draw, height, alt=page.phrase(alt_key, values=spoken), caption=Marked(caption + cites)
    )
