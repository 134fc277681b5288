"""The index pages, one per language, that lead to every briefing and say how old it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from helpers.publishing.jobs import FORMATS
from helpers.publishing.manifest import Entry, Manifest
from helpers.publishing.records import index_page, path_of
from helpers.text.dates import day
from helpers.text.phrases import LANGUAGES, phrases

_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "templates", _HERE.parent / "exporters" / "html" / "templates" / "briefing")


def pages(names: Mapping[str, Mapping[str, str]], manifest: Manifest, reports: Path) -> dict[str, bytes]:
    """The index pages by file name. Links to what is there; marks what failed, and why, or was never made."""
    loader = ChoiceLoader([FileSystemLoader(folder) for folder in _FOLDERS])
    template = Environment(loader=loader, autoescape=True, trim_blocks=True).get_template("index.html.j2")
    found = {}
    for language, other in zip(LANGUAGES, reversed(LANGUAGES), strict=True):
        say = phrases(language)
        page = template.render(
            language=language,
            title=say("index.title"),
            intro=say("index.intro"),
            say=say,
            other={
                "href": index_page(other),
                "hreflang": other,
                "label": phrases(other)("index.this_language"),
            },
            briefings=[
                card(f"{language}/{province}", spoken[language], language, manifest, reports)
                for province, spoken in names.items()
            ],
        )
        found[index_page(language)] = page.encode("utf-8")
    return found


def card(key: str, name: str, language: str, manifest: Manifest, reports: Path) -> dict[str, Any]:
    """What an index says of one briefing."""
    entry = manifest.get(key, Entry())
    links = {one: path_of(key, one) for one in FORMATS if (reports / path_of(key, one)).is_file()}
    return {
        "name": name,
        "links": links,
        "edition": day(entry.edition, language) if entry.edition and links else "",
        "state": "failed" if entry.state == "failed" else "built" if links else "missing",
        "reason": entry.reason,
    }
