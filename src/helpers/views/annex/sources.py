"""Sources and notes: what the sources cover and what they lack, the sources themselves, how to read and cite."""

from collections import Counter
from collections.abc import Collection

import pandas as pd
from markupsafe import Markup
from markupsafe import escape as escape_html

from helpers.data import areas
from helpers.data.tables import Record, to_records
from helpers.text import citations, dates
from helpers.text.topics import group_of, groups, tables
from helpers.views.annex import comparison
from helpers.views.kit.citations import publication
from helpers.views.kit.facts import said_of_wider
from helpers.views.kit.observations import dollars
from helpers.views.kit.outputs import Part, Table, Text, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table
from helpers.views.kit.words import bullets

_COMMON = 5  # a remark of one source in so many is said once
_SHORT_ADDRESS = 40  # letters that fit on the line of a title
GUIDE = ("marks", "inferred", "derived", "levels", "basis", "gaps", "map")


def coverage(section: Section) -> pd.DataFrame:
    """For each topic, how many facts are the province's own and how many are said of a wider area."""
    dataset, facts = section.dataset, section.facts
    # The sessions of a mechanism count with it.
    found: dict[str, list[Record]] = {
        name: [] for name in groups(dataset, section.language) if name != "meetings"
    }
    for row in facts.records("observations"):
        found[group_of(dataset, "observations", row["indicator_id"])].append(row)
    for name in tables(dataset):
        if name in found:
            found[name] = facts.records(name)
    counts = {name: Counter(said_of_wider(row) for row in rows) for name, rows in found.items()}
    return pd.DataFrame(
        [{"topic": name, "own": told[False], "wider": told[True]} for name, told in counts.items()]
    )


def show_coverage(section: Section, frame: pd.DataFrame) -> Part:
    """What the sources cover for the province, and in words what they lack; of a group its members' annexes say it."""
    if areas.is_group(section.dataset.areas, section.province):
        return part()
    records, names = to_records(frame), groups(section.dataset, section.language)
    wider = [_count(section, row["wider"]) if frame["wider"].any() else "" for row in records]
    grid = table(
        section,
        section.words.say("sources.coverage_table"),
        [
            column(section, "topic", [names[row["topic"]] for row in records]),
            column(section, "own", [_count(section, row["own"]) for row in records], numeric=True),
            column(section, "wider", wider, numeric=True),
        ],
    )
    missing = [names[row["topic"]] for row in records if not row["own"]]
    said = section.words.markdown("sources.missing", topics=", ".join(missing)) if missing else None
    return part(section.text(section.words.heading("sources.coverage"), said), grid)


def _count(section: Section, number: int) -> str:
    return str(number) if number else section.words.say("sources.none")


def used_sources(section: Section) -> pd.DataFrame:
    """The sources that the annex lists, newest first: those of the facts, of outcomes, and of exchange rates."""
    used = section.facts.sources() | comparison.sources(section)
    if any(dollars(section, row) for row in section.facts.records("observations")):
        used |= set(section.dataset["exchange_rates"]["source_id"])
    sources = section.dataset["sources"]
    rows = sources[sources["source_id"].isin(used)]
    return rows.sort_values(["published", "source_id"], ascending=[False, True], kind="stable")


def show_sources(section: Section, rows: pd.DataFrame) -> Part:
    """The list of sources under its heading."""
    return part(section.text(section.words.heading("sources.list")), sources_table(section, rows))


def sources_table(section: Section, rows: pd.DataFrame) -> Table | None:
    """The sources, a line each: the short name that notes use, with the date; the title, with the address behind it.

    A remark that a fifth of them have (how their dates are estimated, which a star marks) is said once below.
    """
    records = to_records(rows)
    remarks = Counter(part for row in records for part in _sentences(section.words.local(row, "note")))
    common = [part for part, count in remarks.items() if count * _COMMON > len(records) > _COMMON]
    return table(
        section,
        section.words.say("sources.table"),
        [
            column(section, "source", [_entry(section, row, common) for row in records]),
        ],
        table_notes=[f"* {part}" for part in common],
        ids=[f"source-{row['source_id']}" for row in records],
    )


def _name(section: Section, row: Record) -> str:
    """The short name with the date of publication, which most of them bear in brackets; a star marks an estimate."""
    short, published = section.words.local(row, "short"), dates.day(row["published"], section.language)
    dated = citations.published(row, section.language, section.words.say)
    return short + dated.removeprefix(published) if published in short else f"{short}, {dated}"


def _sentences(remark: str) -> list[str]:
    return [f"{part.rstrip('.')}." for part in remark.split(". ") if part]


def _entry(section: Section, row: Record, common: Collection[str]) -> Markup:
    """A source: its name, author, title, publisher, remark; the title leads to it, a short address is printed as well.

    A publisher whose name begins the short name is not told again.
    """
    title = Markup('<a href="{}">{}</a>').format(row["url"], row["title"]) if row["url"] else row["title"]
    publisher = "" if publication(section.words.local(row, "short")) == row["publisher"] else row["publisher"]
    words = [escape_html(piece) for piece in (row["author"], title, publisher) if piece]
    printed = row["url"].removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    if row["url"]:
        where = escape_html(printed if len(printed) <= _SHORT_ADDRESS else "")
    elif row["publisher_url"]:
        site = section.words.say("sources.publisher_site")
        where = Markup('<a href="{}">{}</a>').format(row["publisher_url"], site)
    else:
        where = escape_html(section.words.say("sources.no_address"))
    remarks = [part for part in _sentences(section.words.local(row, "note")) if part not in common]
    remark = escape_html(" ".join(remarks))
    name = Markup("<strong>{}</strong>").format(_name(section, row))
    entry = Markup(". ").join([name, *words]) + Markup(".")
    return Markup(" ").join(piece for piece in (entry, where, remark) if piece)


def show_guide(section: Section) -> Text | None:
    """How to read the marks, and how to cite the briefing."""
    items = bullets(section.words.markdown(f"guide.{name}") for name in GUIDE)
    edition = dates.day(section.dataset.edition, section.language)
    cite = section.words.markdown("sources.how_to_cite", province=section.province_name, edition=edition)
    return section.text(
        section.words.heading("sources.guide"), items, section.words.heading("sources.citing"), cite
    )
