"""Charts hold what they show: nothing is cut at an edge, and labels do not run into each other."""

import re
from decimal import Decimal

import pytest

from helpers.text.markdown import Marked
from helpers.views.kit import charts

MARGIN = 482.4  # points: the width of a chart


def observation(section, value: str) -> dict:
    row = section.dataset.by("observations", "indicator_id")[("fdi-registered-capital",)][0]
    return {**row, "value": Decimal(value), "qualifier": "exact"}


@pytest.mark.parametrize("upright", [True, False])
@pytest.mark.parametrize("count", [2, 8])
def test_bars_with_long_names_stay_inside(section, upright: bool, count: int) -> None:
    one = section("lao-cai", "en")
    names = [f"30 September {2000 + number}" for number in range(count)]
    rows = [observation(one, str(number + 1) + "000.25") for number in range(count)]
    chart = charts.bars(one, names, rows, Marked("x"), "explore.alt", upright=upright)
    assert all(f"{2000 + number}" in chart.svg for number in range(count))
    assert ("30 September 2000</text>" in chart.svg) == (not upright or count == 2)


def test_bars_in_two_units_are_refused_for_their_heights_would_not_compare(section) -> None:
    one = section("lao-cai", "en")
    rows = [{**observation(one, "1.7"), "unit_id": "usd_bn"}, {**observation(one, "186"), "unit_id": "usd_m"}]
    with pytest.raises(charts.UnlikeUnits, match="usd_bn and usd_m do not compare: bring them to one unit"):
        charts.bars(one, ["a", "b"], rows, Marked("x"), "explore.alt", upright=True)


@pytest.mark.parametrize("values", [("0", "0"), ("-3.5", "2"), ("-3", "-1")])
def test_bars_of_nothing_and_below_zero_are_drawn_whole(section, values: tuple[str, str]) -> None:
    one = section("lao-cai", "en")
    seen = []
    draw = charts.drawn

    def look(drawing, height: float) -> str:
        def drawn(axes) -> None:
            drawing(axes)
            seen.append(axes.get_ylim())

        return draw(drawn, height)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(charts, "drawn", look)
        rows = [observation(one, value) for value in values]
        charts.bars(one, ["a", "b"], rows, Marked("x"), "explore.alt", upright=True)
    ((low, high),) = seen
    assert low <= min(0, *map(float, values)) and high >= max(0, *map(float, values)) and low < high


def test_the_axes_leave_room_for_their_texts() -> None:
    inside: list[tuple[float, ...]] = []

    def draw(axes) -> None:
        axes.barh(["A very long name of a sector of the economy"], [3])
        axes.set_xlabel("USD million")
        inside.append(axes)

    charts.drawn(draw, 1.6)
    (axes,) = inside
    drawing = axes.figure
    renderer = charts.canvas.ruler(drawing.dpi).get_renderer()
    box = axes.get_tightbbox(renderer)
    assert box.x0 >= 0 and box.y0 >= 0
    assert box.x1 <= drawing.bbox.width and box.y1 <= drawing.bbox.height


def test_a_chart_is_the_same_byte_for_byte() -> None:
    def draw(axes) -> None:
        axes.plot([1, 2], [3, 4])

    assert charts.drawn(draw, 2) == charts.drawn(draw, 2)
    assert not re.search(r"<dc:date>", charts.drawn(draw, 2))
