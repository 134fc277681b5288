"""The locator map has an outline for each province that it shows."""

from collections.abc import Iterator
from pathlib import Path

from helpers.data import areas
from helpers.data.boundaries import FILE, read_boundaries
from helpers.data.csv_files import Sheets
from helpers.data.faults import Fault, shown
from helpers.errors import Nearest


def faults(folder: Path, sheets: Sheets) -> Iterator[Fault]:
    """What is wrong with the file; then outlines that come twice, and provinces that have none.

    A province with a briefing needs one, and so do the units it was merged with; a merged one is drawn as its parts.
    """
    boundaries, found = read_boundaries(folder)
    yield from found
    file = shown(folder / FILE)
    seen: set[str] = set()
    for one in boundaries:
        if one.iso_3166_2 in seen or (one.area_id and one.area_id in seen):
            yield Fault(file, 0, one.iso_3166_2, "each unit once", one.area_id or one.iso_3166_2)
        seen |= {one.iso_3166_2, one.area_id}
    known = sheets["areas"].index
    units = [name for name in areas.briefing_units(known) if known[name]["kind"] in ("province", "city")]
    after = [name for unit in units for name in (unit, *areas.successors(known, unit))]
    merged = {
        row["successor_id"] for row in known.values()
    }  # to ask each unit what it was goes through them all
    wanted = dict.fromkeys(
        part
        for unit in [*units, *after]
        for part in (areas.parts(known, unit) if unit in merged else (unit,))
    )
    drawn = {one.area_id for one in boundaries} - {""}
    for name in wanted if not found else ():
        if name not in drawn:
            yield Fault(
                file, 0, "features", f"an outline of {name}", "", Nearest(name, drawn) if drawn else ""
            )
