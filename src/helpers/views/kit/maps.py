"""Where the province lies: a locator map of the northern border, drawn from the dataset's boundaries."""

from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import Any

from babel import Locale
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.data import areas
from helpers.data.boundaries import Boundary, Position, load_boundaries
from helpers.text.markdown import Marked
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
    seven = areas.briefing_provinces(section.dataset.areas)
    joined = merged_with(section)
    names = {area: section.words.name("areas", area) for area in [*seven, *joined]}

    def draw(axes: Axes) -> None:
        for one in boundaries:
            # Not add_patch: it works out limits from every vertex, and the limits are set below.
            axes.add_artist(_patch(one, _look(one, section.province, seven, joined)))
            if one.area_id in names:
                own = one.area_id == section.province
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
    others = ", ".join(names[area] for area in seven if area != section.province)
    caption = section.words.markdown("map.caption", province=province)
    if joined:
        told = section.words.markdown("map.joined", units=", ".join(names[area] for area in joined))
        caption = Marked(f"{caption}. {told}")
    return charts.chart(
        section,
        draw,
        height=3.2,
        alt=section.words.say("map.alt", province=province, others=others),
        caption=caption,
    )


def thumbnail(section: Section, *, width: float = 2.25) -> Chart:
    """A small map without words: the province dark, what was merged into it in a middle tone, the other provinces of
    the border light. ``width`` is in inches. Alternative text says in words what it shows.
    """
    own, joined = _outlines_of(section)
    border = _border(section, own | joined)
    west, east, south, north = _EXTENT
    narrow = cos(radians(_MIDDLE_LATITUDE))
    height = width * (north - south) / ((east - west) * narrow)
    boundaries = load_boundaries(section.dataset.package.folder)

    def draw(drawing: Canvas) -> None:
        drawing.bar(0, 0, drawing.width, drawing.height, facecolor=theme.GROUND, edgecolor="none", zorder=0)
        per_degree = drawing.height / (north - south)
        for one in boundaries:
            if one.country == "VN":
                tone = _tone(one.area_id, own, joined, border)
                rings = [
                    [((x - west) * narrow * per_degree, (y - south) * per_degree) for x, y in ring]
                    for ring in one.rings
                ]
                drawing.artist(_path(rings, facecolor=tone, edgecolor="white", linewidth=0.4))

    words = section.words
    alt = words.say("map.thumbnail", province=section.province_name)
    if joined:
        units = ", ".join(words.name("areas", area) for area in sorted(joined))
        alt = words.say("map.thumbnail_joined", text=alt, units=units)
    return Chart(canvas.drawn(draw, width, height), alt, reads=section.reads)


def _outlines_of(section: Section) -> tuple[set[str], set[str]]:
    """The outlines to fill for the province and for what was merged into it: of a unit in force, its former units."""
    province, rows = section.province, section.dataset.areas
    former = areas.former_units(rows, province)
    if not former:
        return {province}, set(merged_with(section))
    own = {area for area in former if rows[area].get("slug", area) == rows[province].get("slug", province)}
    own = own or {area for area in former if province.startswith(area)}
    return own, set(former) - own


def _border(section: Section, own: set[str]) -> set[str]:
    """The provinces of the largest group that the province belongs to: those along the northern border."""
    groups: dict[str, set[str]] = {}
    for row in section.dataset.records("area_members"):
        groups.setdefault(row["group_id"], set()).add(row["area_id"])
    return max((members for members in groups.values() if members & own), key=len, default=set())


def _tone(area: str, own: set[str], joined: set[str], border: set[str]) -> str:
    if area in own:
        return theme.ACCENT
    if area in joined:
        return theme.LIGHT
    return theme.PALE if area and area in border else theme.LAND


def merged_with(section: Section) -> list[str]:
    """The other former units of what the province became, in an edition that knows of the merger."""
    after = section.dataset.areas[section.province]["successor_id"]
    if not after or section.dataset.edition < section.dataset.areas[after]["valid_from"]:
        return []
    return [unit for unit in areas.former_units(section.dataset.areas, after) if unit != section.province]


def _look(one: Boundary, own: str, seven: list[str], joined: list[str]) -> dict[str, object]:
    """Ours filled strongest, what it was merged with hatched, the other six lightly, neighbours grey."""
    if one.country != "VN":
        return {"facecolor": _NEIGHBOUR, "edgecolor": theme.GRID}
    if one.area_id == own:
        return {"facecolor": theme.ACCENT, "edgecolor": theme.ACCENT}
    if one.area_id in joined:
        return {"facecolor": theme.PALE, "edgecolor": theme.ACCENT, "hatch": "////"}
    if one.area_id in seven:
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
