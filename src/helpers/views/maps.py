"""Where the province lies: a locator map of the northern border, drawn from the dataset's boundaries."""

from math import cos, radians

from babel import Locale
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.data.boundaries import Boundary
from helpers.views import charts
from helpers.views.page import Page
from helpers.views.shown import Chart

_MIDDLE_LATITUDE = 22.0
_EXTENT = (101.9, 108.4, 20.55, 23.65)
# Where a country's name stands clear of the provinces' names: longitude, latitude.
_COUNTRY_PLACES = {"CN": (102.9, 23.25), "LA": (102.35, 20.85), "VN": (105.1, 21.35)}
_LAND, _SEA, _NEIGHBOUR = "#f6f8fa", "#ffffff", "#eaeef2"


def locator_map(page: Page) -> Chart:
    """The province among the seven border provinces and their neighbours."""
    boundaries = page.boundaries
    names = {one.area_id: page.name("areas", one.area_id) for one in boundaries if one.area_id}

    def draw(axes: Axes) -> None:
        for one in boundaries:
            axes.add_patch(_patch(one, own=one.area_id == page.province))
            if one.area_id:
                own = one.area_id == page.province
                axes.text(
                    *one.label,
                    names[one.area_id],
                    ha="center",
                    va="center",
                    fontsize=9 if own else 7.5,
                    fontweight="bold" if own else "normal",
                    # A ground of its own keeps a name readable where it crosses an outline.
                    bbox={
                        "boxstyle": "round,pad=0.12",
                        "facecolor": "white" if own else charts.ACCENT_LIGHT,
                        "edgecolor": "none",
                    },
                )
        countries = {**Locale.parse(page.language).territories, "VN": page.name("areas", "viet-nam")}
        for code, (x, y) in _COUNTRY_PLACES.items():
            axes.text(
                x, y, countries[code].upper(), fontsize=7.5, color=charts.MUTED, ha="center", va="center"
            )
        axes.set_xlim(*_EXTENT[:2])
        axes.set_ylim(*_EXTENT[2:])
        axes.set_aspect(1 / cos(radians(_MIDDLE_LATITUDE)))
        axes.set_axis_off()

    province = page.name("areas", page.province)
    others = ", ".join(name for area, name in names.items() if area != page.province)
    caption = page.say("map.caption", province=province)
    return charts.chart(
        page, draw, height=3.2, alt=page.phrase("map.alt", province=province, others=others), caption=caption
    )


def _patch(one: Boundary, *, own: bool) -> PathPatch:
    """A unit's outline; ours filled strongest, the other six lightly, neighbours grey."""
    vertices, codes = [], []
    for ring in one.rings:
        vertices += [*ring, ring[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY]
    face = charts.ACCENT if own else charts.ACCENT_LIGHT if one.area_id else _LAND
    if one.country != "VN":
        face = _NEIGHBOUR
    edge = charts.ACCENT if one.area_id else charts.LINE
    return PathPatch(Path(vertices, codes), facecolor=face, edgecolor=edge, linewidth=0.6)
