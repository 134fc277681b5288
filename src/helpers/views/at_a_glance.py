"""The first page: what the province is, its key figures with date and change, what happened last."""

from typing import Any

import pandas as pd

from helpers.data.tables import records as rows_of
from helpers.text import dates
from helpers.text.markdown import Marked, join
from helpers.views.cooperation import CLOSE, country
from helpers.views.kit.observations import in_time, subject
from helpers.views.kit.outputs import (
    Part,
    Table,
    Text,
    part,
)
from helpers.views.kit.page import Page
from helpers.views.kit.tables import column, table
from helpers.views.mechanisms import latest_session

TERRITORY = ("area", "area-resolution", "population", "population-resolution", "border-length")
FACT_TABLES = (
    "observations",
    "relations",
    "activities",
    "projects",
    "priorities",
    "documents",
    "border_gates",
)
JOINT_TABLES = (
    ("agreements", "agreement_parties", "agreement_id"),
    ("mechanisms", "mechanism_members", "mechanism_id"),
)


def facts_count(page: Page) -> dict[str, int]:
    """How many facts the briefing rests on, by level."""
    levels = [page.rows(name)["reach"] for name in FACT_TABLES]
    levels += [page.joint_rows(*names)["reach"] for names in JOINT_TABLES]
    return {level: int(count) for level, count in pd.concat(levels).value_counts().items()}


def scope(page: Page) -> Text | None:
    """What the briefing rests on: how many facts are the province's own and how many are said of a wider area."""
    counts = facts_count(page)
    own = counts.get("own", 0)
    edition = dates.day(page.dataset.edition, page.language)
    lead = page.say("glance.edition", date=edition, sources=len(_sources(page)))
    return page.text(
        lead
        + " "
        + page.say("glance.own_facts", count=own, province=page.name("areas", page.province))
        + " "
        + page.say("glance.wider_facts", count=sum(counts.values()) - own)
    )


def _sources(page: Page) -> set[str]:
    return {source for name in FACT_TABLES for source in page.rows(name)["source_id"]}


def facts_table(page: Page) -> Table | None:
    """The fact box: codes, boundaries, closest partners, mechanisms with their latest session, gates."""
    rows: list[tuple[str, str]] = [
        (page.phrase("glance.codes"), _codes(page)),
        (page.phrase("glance.boundaries"), _boundaries(page)),
        (page.phrase("glance.territory"), _territory(page)),
        (page.phrase("glance.friends"), _friends(page)),
        (page.phrase("glance.mechanisms"), _mechanisms(page)),
        (page.phrase("glance.gates"), _gates(page)),
    ]
    rows = [(label, value) for label, value in rows if value]
    return table(
        page,
        page.phrase("glance.facts_table", province=page.name("areas", page.province)),
        [
            column(page, "fact", [label for label, _ in rows]),
            column(page, "what", [value for _, value in rows]),
        ],
    )


def _area(page: Page) -> dict[str, Any]:
    areas = page.dataset["areas"]
    return dict(areas[areas["area_id"] == page.province].iloc[0])


def _codes(page: Page) -> str:
    row = _area(page)
    return page.phrase("glance.codes_value", iso=row["iso_3166_2"], gso=row["gso_code"])


def _boundaries(page: Page) -> str:
    """What became of the unit, once the document that changed its boundaries or its status is published."""
    row = _area(page)
    areas, documents = page.dataset["areas"], page.dataset["documents"]
    if not row["successor_id"]:
        own = rows_of(documents[documents["document_id"] == row["legal_basis"]])
        return join((page.local(row, "note") + page.cite("documents", one) for one in own), "")
    after = rows_of(areas[areas["area_id"] == row["successor_id"]])
    told = [
        found for one in after for found in rows_of(documents[documents["document_id"] == one["legal_basis"]])
    ]
    if not told:
        return ""
    (successor,) = after
    return page.phrase(
        "glance.boundaries_value",
        until=dates.day(row["valid_to"], page.language),
        since=dates.day(successor["valid_from"], page.language),
        note=page.local(successor, "note"),
    ) + page.cite("documents", told[0])


def _territory(page: Page) -> str:
    """Area, population and border, each at its latest; on the new boundaries where the province was merged."""
    rows = page.only("own", "successor").observations(*TERRITORY)
    rows = in_time(rows).drop_duplicates(["area_id", "indicator_id", "partner_id"], keep="last")
    return join(
        (
            page.phrase(
                "glance.territory_value",
                name=subject(page, row)
                if row["reach"] == "own"
                else f"{subject(page, row)}, {page.scope(row)}",
                value=page.marked(row),
                when=page.when(row),
            )
            + page.cite("observations", row)
            for row in rows_of(rows)
        ),
        "\n",
    )


def _friends(page: Page) -> str:
    rows = page.rows("relations")
    rows = rows[(rows["reach"] == "own") & rows["form"].isin(CLOSE)]
    rank = rows["form"].map(CLOSE.index)
    rows = rows.iloc[rank.argsort(kind="stable")].drop_duplicates("partner_id")
    partners = page.dataset["partners"].set_index("partner_id")
    return join(
        (
            page.phrase(
                "glance.friend",
                name=page.name("partners", row["partner_id"]),
                country=country(page, str(partners.loc[row["partner_id"], "country"])),
            )
            + page.cite("relations", row)
            for row in rows_of(rows)
            if partners.loc[row["partner_id"], "kind"] == "locality"
        ),
        "; ",
    )


def _mechanisms(page: Page) -> str:
    rows = page.joint_rows("mechanisms", "mechanism_members", "mechanism_id")
    lines = []
    for row in rows_of(rows[rows["reach"] == "own"]):
        session = latest_session(page, row["mechanism_id"])
        lines.append(
            page.local(row, "name")
            + page.cite("mechanisms", row)
            + (page.say("glance.latest", session=session) if session else "")
        )
    return join(lines, "\n")


def _gates(page: Page) -> str:
    rows = page.rows("border_gates")
    return join(
        (
            page.local(row, "name") + page.cite("border_gates", row)
            for row in rows_of(rows[rows["reach"].isin(["own", "successor"])])
        ),
        "; ",
    )


def recent_part(page: Page, most: int = 4) -> Part:
    """The latest dated agreements, sessions and activities that name the province."""
    events = sorted(_events(page), key=lambda event: event[0], reverse=True)[:most]
    items = [page.say("glance.event", date=shown, text=text) + cite for _, shown, text, cite in events]
    return part(page.text(page.heading("glance.recent"), page.bullets(items)) if items else None)


def _events(page: Page) -> list[tuple[str, str, str, Marked]]:
    """Date to sort by, date to show, words, references."""
    found: list[tuple[str, str, str, Marked]] = []
    agreements = page.joint_rows("agreements", "agreement_parties", "agreement_id")
    mechanisms = page.joint_rows("mechanisms", "mechanism_members", "mechanism_id")
    meetings = page.dataset["meetings"].merge(
        mechanisms[["mechanism_id", "name_vi", "name_en", "reach"]], on="mechanism_id"
    )
    activities = page.rows("activities")
    for name, rows, field, start, end in (
        ("agreements", agreements, "title", "signed", "signed"),
        ("meetings", meetings, "name", "start", "end"),
        ("activities", activities, "title", "start", "end"),
    ):
        for row in rows_of(rows[rows["reach"].isin(["own", "successor"])]):
            if row[start].count("-") == 0:
                continue
            shown = dates.period(row[start], row[end], page.language)
            words = page.local(row, field)
            if name == "meetings" and pd.notna(row["number"]):
                words = page.phrase("glance.session", number=row["number"], mechanism=words)
            found.append((row[start], shown, words, page.cite(name, row)))
    return found
