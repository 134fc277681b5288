"""The yardstick that costs are quoted in: fixed work of the kind that drawing the 14 briefings once was.

    python tests/bench/yardstick.py

Made data, plain pandas and matplotlib, nothing of ours, so that it costs the same whatever becomes of our views. It
makes as many frames, tables and charts, of the same sizes, as the views of the 14 briefings drew in November 2026
(counted there: 2,356 frames, 3,122 reads of a frame's rows, 488 tables of 5,590 rows, 56 charts of which 14 are maps).
``CHOICES`` and ``POINTS`` were set so that the cold build of that time, HTML and PDF, cost 2.9 of it, both measured in
turns.

The work is done by two processes side by side, as a build's is: on a machine whose cores share their hardware, work
costs more when both are busy.

Changing anything here makes all figures that were quoted before incomparable.
"""

import io
import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

BRIEFINGS, PROCESSES = 14, 2
TABLES, ROWS = 35, 12  # of each briefing
CHOICES = 2  # frames that are chosen for each table
LINES, BARS, MAPS = 36, 6, 14  # charts of all briefings
OBSERVATIONS, NAMES, YEARS = 1000, 60, range(2005, 2025)
SERIES, POINTS, AREAS = 2, 11, 34


def observations(draw: random.Random) -> pd.DataFrame:
    """A province's figures: text columns and values, as read from a dataset."""
    rows = [
        {
            "key": f"row-{number}",
            "area": f"area-{draw.randrange(5)}",
            "indicator": f"indicator-{draw.randrange(NAMES)}",
            "partner": f"name-{draw.randrange(NAMES)}",
            "year": str(draw.choice(YEARS)),
            "value": draw.random() * 1000,
            "unit": draw.choice(["usd_m", "usd_bn", "vnd_bn"]),
            "source": f"source-{draw.randrange(40)}",
            "note": "",
        }
        for number in range(OBSERVATIONS)
    ]
    return pd.DataFrame(rows)


def choose(rows: pd.DataFrame, names: pd.DataFrame, draw: random.Random) -> pd.DataFrame:
    """Some of the rows: those of three areas and indicators, in order, with the names of their partners."""
    wanted = [f"indicator-{draw.randrange(NAMES)}" for _ in range(3)]
    covered = rows[rows["area"].isin(["area-0", "area-1", "area-2"])].copy()
    covered["reach"] = covered["area"].map({"area-0": 0, "area-1": 1, "area-2": 2})
    covered = covered.iloc[covered["reach"].argsort(kind="stable")].reset_index(drop=True)
    chosen = covered[covered["indicator"].isin(wanted)]
    chosen = chosen[chosen["unit"] != "vnd_bn"].sort_values(["year", "key"]).reset_index(drop=True)
    return chosen.merge(names, on="partner", how="left")


def table(rows: pd.DataFrame, names: pd.DataFrame, draw: random.Random) -> str:
    """A table as HTML: its rows read one by one, each with others of its indicator and year."""
    named = [choose(rows, names, draw) for _ in range(CHOICES)][-1]
    sums = {str(year): group["value"].sum() for year, group in named.groupby("year")}
    cells = []
    for number, row in enumerate(named.head(ROWS).to_dict("records")):
        others: list[object] = []
        if number < ROWS // 2:
            same = rows[(rows["indicator"] == row["indicator"]) & (rows["year"] == row["year"])]
            others = same.head(4).to_dict("records")
        cells.append({**row, "others": len(others), "sum": sums[row["year"]]})
    return pd.DataFrame(cells).to_html(index=False) if cells else ""


def chart(draw_on: Callable[[Axes], None], height: float) -> str:
    """A chart as SVG with selectable text."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "yardstick", "axes.grid": True})
        figure = Figure(figsize=(6.7, height), layout="constrained")
        draw_on(figure.add_subplot())
        target = io.StringIO()
        figure.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return target.getvalue()


def lines(draw: random.Random) -> Callable[[Axes], None]:
    """Lines with a mark and a figure at their points."""

    def draw_on(axes: Axes) -> None:
        years = list(range(2010, 2010 + POINTS))
        for number in range(SERIES):
            values = [draw.random() * 100 for _ in years]
            axes.plot(years, values, marker="o", label=f"series {number}")
            for year, value in list(zip(years, values, strict=True))[::2]:
                axes.annotate(
                    f"{value:.1f}", (year, value), xytext=(0, 4), textcoords="offset points", ha="center"
                )
        axes.legend()
        axes.set_title("a title")

    return draw_on


def bars(draw: random.Random) -> Callable[[Axes], None]:
    """Bars with their figures."""

    def draw_on(axes: Axes) -> None:
        drawn = axes.barh(
            [f"name {number}" for number in range(POINTS)], [draw.random() for _ in range(POINTS)]
        )
        axes.bar_label(drawn, fmt="%.2f")

    return draw_on


def outlines(draw: random.Random) -> Callable[[Axes], None]:
    """A map: an outline of 100 points for each area, one of them filled."""

    def draw_on(axes: Axes) -> None:
        for number in range(AREAS):
            x, y = draw.random() * 10, draw.random() * 10
            points = [(x + draw.random(), y + draw.random()) for _ in range(100)]
            axes.add_patch(
                Polygon(points, facecolor="#0b5c6b" if number == 0 else "#e6f1f3", edgecolor="#d0d7de")
            )
        axes.autoscale_view()
        axes.set_aspect("equal")
        axes.axis("off")

    return draw_on


def briefing(number: int) -> int:
    """The work of one briefing; the number of characters that it made, which are thrown away."""
    draw = random.Random(number)
    rows = observations(draw)
    names = pd.DataFrame({"partner": [f"name-{key}" for key in range(NAMES)]})
    names["name"] = "Tên " + names["partner"]
    size = sum(len(table(rows, names, draw)) for _ in range(TABLES))
    for kind, count, height in ((lines, LINES, 2.6), (bars, BARS, 3.0), (outlines, MAPS, 4.0)):
        for _ in range(number, count, BRIEFINGS):
            size += len(chart(kind(draw), height))
    return size


def main() -> None:
    """Do the work of all briefings."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        print(sum(pool.map(briefing, range(BRIEFINGS))), "characters")


if __name__ == "__main__":
    main()
