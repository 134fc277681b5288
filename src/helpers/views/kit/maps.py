"""Where the province lies: a small map of the northern border, drawn from the dataset's boundaries."""

from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.data import areas
from helpers.data.boundaries import EXTENT, NARROW, Position, load_boundaries
from helpers.views.kit import canvas, theme
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.outputs import Chart
from helpers.views.kit.section import Section


def thumbnail(section: Section, *, width: float = 2.25) -> Chart:
    """A small map without words; its alternative text says what it shows. ``width`` is in inches.

    The province is dark with all that was merged into it, the other provinces of the border light.
    """
    known = section.dataset.areas
    units = areas.parts(known, section.province)
    joined = [unit for unit in units if unit != section.province and known[unit]["slug"] != section.slug]
    border = _border(section, set(units))
    tones = dict.fromkeys(border, theme.PALE) | dict.fromkeys(units, theme.ACCENT)
    west, east, south, north = EXTENT
    height = width * (north - south) / ((east - west) * NARROW)
    boundaries = load_boundaries(section.dataset.package.folder)

    def draw(drawing: Canvas) -> None:
        drawing.bar(0, 0, drawing.width, drawing.height, facecolor=theme.GROUND, edgecolor="none", zorder=0)
        scale = drawing.height / (north - south)
        for one in boundaries:
            if one.country == "VN":
                tone = tones.get(one.area_id, theme.LAND)
                rings = [
                    [((x - west) * NARROW * scale, (y - south) * scale) for x, y in ring]
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


def _path(rings: Iterable[Sequence[Position]], **look: Any) -> PathPatch:
    """Closed rings as one shape."""
    vertices: list[Position] = []
    codes: list[Any] = []
    for ring in rings:
        vertices += [*ring, ring[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY]
    return PathPatch(Path(vertices, codes), **look)
