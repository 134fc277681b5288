"""Where the province lies: a locator map of the northern border, drawn from the dataset's boundaries."""

from math import cos, radians

from babel import Locale
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.data import areas, editions
from helpers.data.boundaries import Boundary, load_boundaries
from helpers.text import dates
from helpers.views.kit import charts
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
                        "facecolor": "white" if own else charts.ACCENT_LIGHT,
                        "edgecolor": "none",
                    },
                )
        countries = {
            **Locale.parse(section.language).territories,
            "VN": section.words.name("areas", areas.country(section.dataset.areas)),
        }
        for code, (x, y) in _COUNTRY_PLACES.items():
            axes.text(
                x, y, countries[code].upper(), fontsize=7.5, color=charts.MUTED, ha="center", va="center"
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
        return {"facecolor": _NEIGHBOUR, "edgecolor": charts.LINE}
    if own:
        return {"facecolor": charts.ACCENT, "edgecolor": charts.ACCENT}
    if other:
        return {"facecolor": charts.ACCENT_LIGHT, "edgecolor": charts.ACCENT}
    return {"facecolor": _LAND, "edgecolor": charts.LINE}


def _patch(one: Boundary, look: dict[str, object]) -> PathPatch:
    """A unit's outline."""
    vertices, codes = [], []
    for ring in one.rings:
        vertices += [*ring, ring[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY]
    return PathPatch(Path(vertices, codes), linewidth=0.6, **look)
