"""The annex of page 1: what the briefing rests on, the fact box, what happened last, what is new."""

from datetime import date

import pandas as pd

from helpers import data
from helpers.data.changes import KINDS, Change, a_year_before, changes
from helpers.data.dates import first_day, last_day
from helpers.data.editions import TooEarly
from helpers.data.tables import Dataset, Record, to_records
from helpers.text import dates
from helpers.text.changes import Names, sentence, summary
from helpers.text.markdown import Marked, join, once
from helpers.views.annex.cooperation import CLOSE, country, latest_session
from helpers.views.annex.sources import used_sources
from helpers.views.kit.facts import JOINT, TOPICS, said_of_wider
from helpers.views.kit.observations import in_time, subject
from helpers.views.kit.outputs import Part, Table, Text, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table
from helpers.views.kit.words import bullets

FACT_TABLES = (
    *("observations", "relations", "activities", "projects"),
    *("priorities", "documents", "border_gates"),
)
# What the fact box tells of the territory, in this order; other indicators of the topic follow.
TERRITORY = ("area", "area-resolution", "population", "population-resolution", "border-length")
MOST_EVENTS, MOST_CHANGES = 4, 6
# The fields that date a fact, of whatever table.
TIMES = ("as_of", "period_end", "end", "start", "signed", "issued", "status_as_of", "since")


# What became of a unit that ended


def show_former(section: Section) -> Text | None:
    """In the last edition of a unit that ended: what it is part of now, and by which document; else None."""
    area = section.dataset.areas[section.province]
    if section.dataset.edition != area["valid_to"]:
        return None
    after = section.dataset.areas[area["successor_id"]]
    document = section.dataset.keyed("documents").get(after["legal_basis"])
    said = section.words.markdown(
        "level.became",
        unit=section.province_name,
        since=dates.day(after["valid_from"], section.language),
        area=section.words.local(after, "name"),
    )
    cite = section.citations.fact("documents", document) if document else ""
    last = section.words.markdown("level.last_edition", area=section.words.local(after, "name"))
    return section.text(f"{said}{cite} {last}")


# What the briefing rests on


def show_scope(section: Section) -> Text | None:
    """How many sources and facts the briefing rests on, and how many of these are said of a former or a later unit."""
    told = [row["reach"] for name in (*FACT_TABLES, *JOINT) for row in section.facts.records(name)]
    former = told.count("former")
    own = told.count("own") + former
    date = dates.day(section.dataset.edition, section.language)
    words = section.words
    sentences = [
        words.markdown("glance.edition", date=date, sources=len(used_sources(section))),
        words.markdown("glance.own_facts", count=own, province=section.province_name),
        words.markdown("glance.former_facts", count=former) if former else Marked(""),
        words.markdown("glance.wider_facts", count=len(told) - own) if len(told) > own else Marked(""),
    ]
    return section.text(" ".join(filter(None, sentences)))


# The fact box


def show_facts(section: Section) -> Table | None:
    """The fact box: codes, boundaries, territory, closest partners, mechanisms with their latest session, gates."""
    words = section.words
    rows = [
        (words.say("glance.codes"), _codes(section)),
        (words.say("glance.boundaries"), _boundaries(section)),
        (words.say("glance.territory"), _territory(section)),
        (words.say("glance.friends"), _friends(section)),
        (words.say("glance.mechanisms"), _mechanisms(section)),
        (words.say("glance.gates"), _gates(section)),
    ]
    rows = [(label, value) for label, value in rows if value]
    return table(
        section,
        words.say("glance.facts_table", province=section.province_name),
        [
            column(section, "fact", [label for label, _ in rows]),
            column(section, "what", [value for _, value in rows]),
        ],
    )


def _codes(section: Section) -> str:
    area = section.dataset.row("areas", section.province)
    if not area["iso_3166_2"]:  # ISO has none yet for a unit of 2025
        return section.words.say("glance.code_value", gso=area["gso_code"])
    return section.words.say("glance.codes_value", iso=area["iso_3166_2"], gso=area["gso_code"])


def _boundaries(section: Section) -> str:
    """What became of the province, once the document that changed its boundaries or its status is published."""
    areas, documents, words = (
        section.dataset.keyed("areas"),
        section.dataset.keyed("documents"),
        section.words,
    )
    area = areas[section.province]
    after = areas.get(area["successor_id"], area)
    basis = documents.get(after["legal_basis"])
    if basis is None:
        return ""
    note = words.local(after, "note")
    if after is not area:
        note = words.say(
            "glance.boundaries_value",
            until=dates.day(area["valid_to"], section.language),
            since=dates.day(after["valid_from"], section.language),
            note=note,
        )
    return note + section.citations.fact("documents", basis)


def _territory(section: Section) -> str:
    """Area, population and border, each at its latest with the sources of earlier ones, also of former units."""
    facts, words = section.near.facts, section.words
    named = dict.fromkeys([*TERRITORY, *facts.of_topics(*TOPICS["territory"])["indicator_id"]])
    of_one_thing: dict[tuple[str, ...], list[Record]] = {}
    for row in to_records(in_time(facts.observations(*named))):
        thing = ("area_id", "indicator_id", "partner_id", "sector_id", "gate_id")
        of_one_thing.setdefault(tuple(row[field] for field in thing), []).append(row)
    return join(
        (
            words.say(
                "glance.territory_value",
                name=", ".join(filter(None, [subject(words, latest), words.scope(latest)])),
                value=words.marked(latest),
                when=words.when(latest),
            )
            + once(
                section.citations.fact("observations", latest, stands_for=earlier),
                *(section.citations.fact("observations", row) for row in earlier),
            )
            for *earlier, latest in of_one_thing.values()
        ),
        "\n",
    )


def _friends(section: Section) -> str:
    """The foreign localities that the province is closest to."""
    partners = section.dataset.keyed("partners")
    closest: dict[str, Record] = {}
    relations = [row for row in section.facts.records("relations") if row["form"] in CLOSE]
    for row in sorted(relations, key=lambda row: CLOSE.index(row["form"])):
        if not said_of_wider(row):
            closest.setdefault(row["partner_id"], row)
    return join(
        (
            section.words.say(
                "glance.friend",
                name=section.words.name("partners", row["partner_id"]),
                country=country(section, partners[row["partner_id"]]["country"]),
            )
            + section.citations.fact("relations", row)
            for row in closest.values()
            if partners[row["partner_id"]]["kind"] == "locality"
        ),
        "; ",
    )


def _mechanisms(section: Section) -> str:
    lines = []
    for row in section.facts.records("mechanisms"):
        if said_of_wider(row):
            continue
        line = section.words.local(row, "name") + section.citations.fact("mechanisms", row)
        session = latest_session(section, row["mechanism_id"])
        lines.append(line + section.words.markdown("glance.latest", session=session) if session else line)
    return join(lines, "\n")


def _gates(section: Section) -> str:
    return join(
        (
            section.words.local(row, "name") + section.citations.fact("border_gates", row)
            for row in section.near.facts.records("border_gates")
        ),
        "; ",
    )


# The latest events


def events(section: Section) -> pd.DataFrame:
    """Dated agreements, sessions and activities that name the province, the latest first.

    Columns: table, start, end (dates at least to the month), words (what happened), row (the fact).
    """
    near, found = section.near.facts, []
    for name, field, start, end in (
        ("agreements", "title", "signed", "signed"),
        ("meetings", "name", "start", "end"),
        ("activities", "title", "start", "end"),
    ):
        for row in near.records(name):
            if "-" not in row[start]:  # only a year is known
                continue
            words = section.words.local(row, field)
            if name == "meetings" and pd.notna(row["number"]):
                words = section.words.say("glance.session", number=row["number"], mechanism=words)
            found.append({"table": name, "start": row[start], "end": row[end], "words": words, "row": row})
    frame = pd.DataFrame(found, columns=["table", "start", "end", "words", "row"], dtype=object)
    return frame.sort_values("start", ascending=False, kind="stable").reset_index(drop=True)


def show_events(section: Section, events: pd.DataFrame, most: int = MOST_EVENTS) -> Part:
    """The latest events as a list."""
    items = [
        section.words.markdown(
            "glance.event",
            date=dates.period(event["start"], event["end"], section.language),
            text=event["words"],
        )
        + section.citations.fact(event["table"], event["row"])
        for event in to_records(events.head(most))
    ]
    if not items:
        return part()
    return part(section.text(section.words.heading("glance.recent"), bullets(items)))


# What is new since the edition of a year ago


def edition_of_last_year(section: Section) -> Dataset | None:
    """The dataset as it was known a year before the section's edition; None when nothing had been published by then."""
    before = a_year_before(section.dataset.edition)
    try:
        old = data.load(section.dataset.tables, before, section.dataset.package.folder)
    except TooEarly:
        return None
    section.reads.also(old)
    return old


def show_news(section: Section, old: Dataset | None, most: int = MOST_CHANGES) -> Part:
    """What changed since an earlier edition: how much, and the revisions and newest facts in words."""
    words = section.words
    before = dates.day(a_year_before(section.dataset.edition), section.language)
    heading = words.heading("news.since")
    if old is None:
        return part(section.text(heading, words.markdown("news.none_before", date=before)))
    found = ranked(changes(old, section.dataset, section.province))
    if not found:
        lead = words.markdown("news.since_lead", date=before, summary=words.markdown("news.none"))
        return part(section.text(heading, lead))
    lead = words.markdown("news.since_lead", date=before, summary=f"{summary(found, words.say)}.")
    names = [
        Names(dataset, section.language, words.say, section.province) for dataset in (old, section.dataset)
    ]
    items = [
        words.markdown("plain.text", text=sentence(change, *names)) + _cite(section, change)
        for change in found[:most]
    ]
    rest = len(found) - len(items)
    more = words.markdown("news.more", count=rest) if rest else None
    return part(section.text(heading, lead, bullets(items), more))


def ranked(found: list[Change]) -> list[Change]:
    """Revisions first, then what was withdrawn, then what is new; of each the figures first, the latest first."""
    latest_first = sorted(found, key=_latest, reverse=True)
    return sorted(latest_first, key=lambda change: (KINDS.index(change.kind), change.table != "observations"))


def _latest(change: Change) -> date:
    """The latest day that a change surely names: of a period its last, of a date known to the year its first."""
    row = change.row
    days = [first_day(str(row[field])) for field in TIMES if row.get(field)]
    return max(
        [*days, *([last_day(str(row["period_end"]))] if row.get("period_end") else [])], default=date.min
    )


def _cite(section: Section, change: Change) -> Marked:
    """Cite what is there now; what was withdrawn has its source in words."""
    return section.citations.fact(change.table, change.new) if change.new is not None else Marked("")
