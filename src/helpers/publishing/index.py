"""The index pages: a map and a list of all briefings, what each finds, its files, and a search through all annexes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from helpers.data.boundaries import EXTENT, NARROW, Boundary
from helpers.publishing import formats
from helpers.publishing.inputs import Unit
from helpers.publishing.records import BriefingRecord, Entry, Manifest, index_page, read_record
from helpers.text.alphabet import sort_key
from helpers.text.dates import day
from helpers.text.numbers import number
from helpers.text.phrases import LANGUAGES, phrases

_PACKAGE = Path(__file__).parents[1]
_TEMPLATES = (
    _PACKAGE / "publishing" / "templates",
    _PACKAGE / "exporters" / "html" / "templates" / "briefing",
)
_HEIGHT = 310  # of the map, in its own units: a tenth of them are a degree


def index_pages(
    units: Mapping[str, Unit],
    manifest: Manifest,
    reports: Path,
    boundaries: Sequence[Boundary] = (),
    earlier: Iterable[str] = (),
) -> dict[str, bytes]:
    """The index pages by file name, one per language: links to what is there, and what failed or is missing.

    ``earlier`` are the days of the editions that are kept in ``editions/``.
    """
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader

    from helpers.exporters.html import fonts
    from helpers.exporters.html.script import Script

    loader = ChoiceLoader([FileSystemLoader(folder) for folder in _TEMPLATES])
    template = Environment(loader=loader, autoescape=True, trim_blocks=True).get_template("index.html.j2")
    keys = [f"{language}/{province}" for language in LANGUAGES for province in units]
    records = {key: found for key in keys if (found := read_record(reports / key))}
    script = Script((_PACKAGE / "publishing" / "templates" / "index.js").read_text(encoding="utf-8").strip())
    pages = {}
    for language in LANGUAGES:
        say = phrases(language)
        cards = {
            province: card(language, province, unit, manifest, records, reports)
            | {"former": _former(unit, units, language, reports)}
            for province, unit in sorted(units.items(), key=lambda one: _place(one[1], language))
        }
        page = template.render(
            language=language,
            news=sorted(
                (one["latest"] for one in cards.values() if one["latest"]),
                key=lambda one: str(one["address"]),
                reverse=True,
            ),
            feeds=[
                link | {"unit": one["name"]}
                for one in cards.values()
                for link in one["links"]
                if link["type"]
            ],
            title=say("index.title"),
            intro=say("index.intro"),
            say=say,
            fonts=fonts.style_sheet(),
            others=[
                {"href": index_page(one), "hreflang": one, "label": phrases(one)("index.this_language")}
                for one in LANGUAGES
                if one != language
            ],
            earlier=[
                {"href": f"editions/{one}/{index_page(language)}", "day": day(one, language)}
                for one in earlier
            ],
            map=_map(units, cards, boundaries),
            briefings=cards.values(),
            found=_searchable(language, units, records, reports, boundaries),
            script=script,
        )
        pages[index_page(language)] = page.encode("utf-8")
    return pages


def _place(unit: Unit, language: str) -> tuple[Any, ...]:
    """By which an index orders: units in force by their names, then what compares them, then those that ended."""
    return bool(unit.successor), unit.kind == "group", sort_key(unit.names[language])


def card(
    language: str,
    province: str,
    unit: Unit,
    manifest: Manifest,
    records: Mapping[str, BriefingRecord],
    reports: Path,
) -> dict[str, Any]:
    """What an index says of one briefing."""
    key, say = f"{language}/{province}", phrases(language)
    entry, record = manifest.get(key, Entry()), records.get(key)
    links = [
        {
            "label": say(one.label),
            "href": f"{key}/{one.file}",
            "part": one.part,
            "type": one.type,
            "size": _size(reports / key / one.file, record, language),
        }
        for one in formats.FORMATS
        if (reports / key / one.file).is_file()
    ]
    page, changes = (f"{key}/{formats.page_of(part)}" for part in ("briefing", "changes"))
    said = record.card if record and links else None
    return {
        "name": unit.names[language],
        "page": page if any(link["href"] == page for link in links) else "",
        "links": links,
        "finding": said.finding if said else "",
        "latest": {
            **vars(said.latest),
            "name": unit.names[language],
            "href": f"{changes}#{said.latest.address}",
        }
        if said and said.latest and not unit.successor and any(link["href"] == changes for link in links)
        else {},
        "figures": [asdict(one) for one in said.figures] if said else [],
        "edition": (said.note if said else "")
        or (say("index.edition", date=day(entry.edition, language)) if entry.edition and links else ""),
        "state": "failed" if entry.state == "failed" else "built" if links else "missing",
        "reason": entry.reason,
    }


def _size(file: Path, record: BriefingRecord | None, language: str) -> str:
    """How many pages a file has, where it has pages, and how large it is."""
    size = f"{number(Decimal(max(1, round(file.stat().st_size / 1000))), language)} kB"
    pages = record.card.pages.get(file.name, 0) if record else 0
    return phrases(language)("index.pages", count=pages, size=size) if pages else size


def _former(unit: Unit, units: Mapping[str, Unit], language: str, reports: Path) -> dict[str, str]:
    """Of a unit that ended: until when it was in force, and its successor's name and page; empty for one in force."""
    if not unit.successor:
        return {}
    page = f"{language}/{unit.successor}/{formats.page_of('briefing')}"
    return {
        "until": day(unit.edition, language),
        "name": units[unit.successor].names[language],
        "page": page if (reports / page).is_file() else "",
    }


# Search


def _searchable(
    language: str,
    units: Mapping[str, Unit],
    records: Mapping[str, BriefingRecord],
    reports: Path,
    boundaries: Iterable[Boundary],
) -> str:
    """What can be found, as JSON that may stand in a page: the units, and what all annexes show.

    Of each thing its words, its table, the name of its unit, its address, and what else it is called: in the other
    languages, of a unit also by its codes (ISO 3166-2) and its former units.
    """
    codes = {one.area_id: one.iso_3166_2 for one in boundaries}
    found, things = [], []
    for province, unit in units.items():
        key, name = f"{language}/{province}", unit.names[language]
        page, annex = (f"{key}/{formats.page_of(part)}" for part in ("briefing", "annex"))
        if (reports / page).is_file():
            names = [*unit.names.values(), *unit.merged, *(codes.get(part, "") for part in unit.parts)]
            found.append([name, "", "", page, " ".join(names)])
        if key in records and (reports / annex).is_file():
            others: dict[str, list[str]] = {}
            for one in LANGUAGES:
                if one != language and (other := records.get(f"{one}/{province}")):
                    for thing in other.card.found:
                        others.setdefault(thing.address, []).append(f"{thing.text} {thing.table}")
            things += [
                [one.text, one.table, name, f"{annex}#{one.address}", " ".join(others.get(one.address, ()))]
                for one in records[key].card.found
            ]
    found += things
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


# The map


def _map(
    units: Mapping[str, Unit], cards: Mapping[str, Mapping[str, Any]], boundaries: Iterable[Boundary]
) -> dict[str, Any]:
    """Outlines as paths of SVG: those of the units in force with their names and pages, and the land around them."""
    west, east, south, north = EXTENT
    scale = _HEIGHT / (north - south)
    narrow = NARROW * scale

    def placed(ring: Iterable[tuple[float, float]]) -> Iterator[str]:
        return (f"{(x - west) * narrow:.1f} {(north - y) * scale:.1f}" for x, y in ring)

    outlines = {
        one.area_id: "".join(f"M{'L'.join(placed(ring))}Z" for ring in one.rings)
        for one in boundaries
        if one.country == "VN"
    }
    labels = {one.area_id: one.label for one in boundaries}
    drawn, shown = set(), []
    for province, unit in units.items():
        parts = [part for part in unit.parts if part in outlines]
        if unit.successor or not parts:
            continue
        drawn |= {*parts}
        x, y = (sum(labels[part][axis] for part in parts) / len(parts) for axis in (0, 1))
        shown.append(
            {
                "name": cards[province]["name"],
                "page": cards[province]["page"],
                "path": "".join(outlines[part] for part in parts),
                "x": f"{(x - west) * narrow:.1f}",
                "y": f"{(north - y) * scale:.1f}",
            }
        )
    around = "".join(path for area, path in outlines.items() if area not in drawn)
    return {"width": round((east - west) * narrow), "height": _HEIGHT, "units": shown, "around": around}
