"""Where the province lies: a locator map of the northern border, drawn from the dataset's boundaries."""

from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import Any

from babel import Locale
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.data import areas, editions
from helpers.data.boundaries import Boundary, Position, load_boundaries
from helpers.text import dates
from helpers.views.kit import canvas, charts, theme
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.outputs import Chart
from helpers.views.kit.section import Section

_MIDDLE_LATITUDE = 22.0
_EXTENT = (101.9, 108.4, 20.55, 23.65)
# Where a country's name stands clear of the provinces' names: longitude, latitude.
_COUNTRY_PLACES = {"CN": (102.9, 23.25), "LA": (102.35, 20.85), "VN": (105.1, 21.35)}
_LAND, _SEA, _NEIGHBOUR = "#f6f8fa", "#ffffff", "#eaeef2"


def locator_map(section: Section) -> Chart:
    """The province among the seven border provinces and their neighbours."""
    boundaries = load_boundaries(section.dataset.package.folder)
    known = section.dataset.areas
    units = areas.in_force(known, editions.day(section.dataset.edition))
    names = {unit: section.words.name("areas", unit) for unit in units}
    # A merged unit is drawn as the units that it is made of; its name stands on the one that bore it before.
    unit_of = {part: unit for unit in units for part in areas.parts(known, unit)}

    def draw(axes: Axes) -> None:
        for one in boundaries:
            # Not add_patch: it works out limits from every vertex, and the limits are set below.
            unit = unit_of.get(one.area_id, "")
            own = unit == section.province
            axes.add_artist(_patch(one, _look(one, own, other=bool(unit))))
            if unit and known[unit]["slug"] == known[one.area_id]["slug"]:
                axes.text(
                    *one.label,
                    names[unit],
                    ha="center",
                    va="center",
                    fontsize=9 if own else 7.5,
                    fontweight="bold" if own else "normal",
                    # A ground of its own keeps a name readable where it crosses an outline.
                    bbox={
                        "boxstyle": "round,pad=0.12",
                        "facecolor": "white" if own else theme.PALE,
                        "edgecolor": "none",
                    },
                )
        countries = {
            **Locale.parse(section.language).territories,
            "VN": section.words.name("areas", areas.country(section.dataset.areas)),
        }
        for code, (x, y) in _COUNTRY_PLACES.items():
            axes.text(
                x, y, countries[code].upper(), fontsize=7.5, color=theme.MUTED, ha="center", va="center"
            )
        axes.set_xlim(*_EXTENT[:2])
        axes.set_ylim(*_EXTENT[2:])
        axes.set_aspect(1 / cos(radians(_MIDDLE_LATITUDE)))
        axes.set_axis_off()

    province = section.province_name
    others = ", ".join(names[unit] for unit in units if unit != section.province)
    date = dates.day(section.dataset.edition, section.language)
    return charts.chart(
        section,
        draw,
        height=3.2,
        alt=section.words.say("map.alt", province=province, others=others),
        caption=section.words.markdown("map.caption", province=province, date=date),
    )


def _look(one: Boundary, own: bool, *, other: bool) -> dict[str, object]:
    """Ours filled strongest, the other provinces with a briefing lightly, neighbours grey."""
    if one.country != "VN":
        return {"facecolor": _NEIGHBOUR, "edgecolor": theme.GRID}
    if own:
        return {"facecolor": theme.ACCENT, "edgecolor": theme.ACCENT}
    if other:
        return {"facecolor": theme.PALE, "edgecolor": theme.ACCENT}
    return {"facecolor": _LAND, "edgecolor": theme.GRID}


def _patch(one: Boundary, look: dict[str, object]) -> PathPatch:
    """A unit's outline in degrees."""
    return _path(one.rings, linewidth=0.6, **look)


def _path(rings: Iterable[Sequence[Position]], **look: Any) -> PathPatch:
    """Closed rings as one shape."""
    vertices, codes = [], []
    for ring in rings:
        vertices += [*ring, ring[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY]
    return PathPatch(Path(vertices, codes), **look)


def thumbnail(section: Section, *, width: float = 2.25) -> Chart:
    """A small map without words; its alternative text says what it shows. ``width`` is in inches.

    The province is dark, what was merged into it in a middle tone, the other provinces of the border light.
    """
    known = section.dataset.areas
    units = areas.parts(known, section.province)
    joined = [unit for unit in units if unit != section.province and known[unit]["slug"] != section.slug]
    border = _border(section, set(units))
    tones = dict.fromkeys(border, theme.PALE) | dict.fromkeys(units, theme.ACCENT)
    tones |= dict.fromkeys(joined, theme.LIGHT)
    west, east, south, north = _EXTENT
    narrow = cos(radians(_MIDDLE_LATITUDE))
    height = width * (north - south) / ((east - west) * narrow)
    boundaries = load_boundaries(section.dataset.package.folder)

    def draw(drawing: Canvas) -> None:
        drawing.bar(0, 0, drawing.width, drawing.height, facecolor=theme.GROUND, edgecolor="none", zorder=0)
        scale = drawing.height / (north - south)
        for one in boundaries:
            if one.country == "VN":
                tone = tones.get(one.area_id, theme.LAND)
                rings = [
                    [((x - west) * narrow * scale, (y - south) * scale) for x, y in ring]
                    for ring in one.rings
                ]
                drawing.artist(_path(rings, facecolor=tone, edgecolor="white", linewidth=0.4))

    words = section.words
    alt = words.say("map.thumbnail", province=section.province_name)
    if joined:
        names = ", ".join(words.name("areas", unit) for unit in joined)
        alt = words.say("map.thumbnail_joined", text=alt, units=names)
    return Chart(canvas.drawn(draw, width, height), alt, reads=section.reads)


def _border(section: Section, units: set[str]) -> set[str]:
    """The provinces of the largest group that the units belong to: those along the northern border."""
    groups: dict[str, set[str]] = {}
    for row in section.dataset.records("area_members"):
        groups.setdefault(row["group_id"], set()).add(row["area_id"])
    return max((members for members in groups.values() if members & units), key=len, default=set())
