"""Where the province lies: a locator map of the northern border, drawn from the dataset's boundaries."""

from math import cos, radians

from babel import Locale
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.data import areas
from helpers.data.boundaries import Boundary, load_boundaries
from helpers.text.markdown import Marked
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


def merged_with(section: Section) -> list[str]:
    """The other former units of what the province became, in an edition that knows of the merger."""
    after = section.dataset.areas[section.province]["successor_id"]
    if not after or section.dataset.edition < section.dataset.areas[after]["valid_from"]:
        return []
    return [unit for unit in areas.former_units(section.dataset.areas, after) if unit != section.province]


def _look(one: Boundary, own: str, seven: list[str], joined: list[str]) -> dict[str, object]:
    """Ours filled strongest, what it was merged with hatched, the other six lightly, neighbours grey."""
    if one.country != "VN":
        return {"facecolor": _NEIGHBOUR, "edgecolor": charts.LINE}
    if one.area_id == own:
        return {"facecolor": charts.ACCENT, "edgecolor": charts.ACCENT}
    if one.area_id in joined:
        return {"facecolor": charts.ACCENT_LIGHT, "edgecolor": charts.ACCENT, "hatch": "////"}
    if one.area_id in seven:
        return {"facecolor": charts.ACCENT_LIGHT, "edgecolor": charts.ACCENT}
    return {"facecolor": _LAND, "edgecolor": charts.LINE}


def _patch(one: Boundary, look: dict[str, object]) -> PathPatch:
    """A unit's outline."""
    vertices, codes = [], []
    for ring in one.rings:
        vertices += [*ring, ring[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY]
    return PathPatch(Path(vertices, codes), linewidth=0.6, **look)
