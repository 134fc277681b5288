"""Sources and notes: what the sources cover and what they lack, the sources themselves, how to read and cite."""

import pandas as pd
from markupsafe import Markup
from markupsafe import escape as escape_html

from helpers.data.tables import records as rows_of
from helpers.text import citations, dates
from helpers.text.topics import group_of, groups, tables
from helpers.views.kit.observations import dollars
from helpers.views.kit.outputs import (
    Part,
    Table,
    Text,
    part,
)
from helpers.views.kit.page import Page, Row
from helpers.views.kit.tables import column, table

JOINT = {
    "agreements": ("agreements", "agreement_parties", "agreement_id"),
    "mechanisms": ("mechanisms", "mechanism_members", "mechanism_id"),
}
GUIDE = ("marks", "inferred", "derived", "levels", "basis", "gaps")


def coverage(page: Page) -> pd.DataFrame:
    """For each topic, how many facts are the province's own and how many are said of a wider area."""
    observations = page.rows("observations")
    group = observations["indicator_id"].map(lambda one: group_of(page.dataset, "observations", one))
    others = tables(page.dataset)
    found = [
        (name, observations[group == name])
        for name in groups(page.dataset, page.language)
        if name not in others
    ]
    found += [
        (name, page.joint_rows(*JOINT[name]) if name in JOINT else page.rows(name))
        for name in others
        if name != "meetings"  # they count with their mechanism
    ]
    return pd.DataFrame(
        [
            {
                "topic": key,
                "own": int((rows["reach"] == "own").sum()),
                "wider": int((rows["reach"] != "own").sum()),
            }
            for key, rows in found
        ]
    )


def coverage_part(page: Page, frame: pd.DataFrame) -> Part:
    """What the sources cover for the province, and in words what they lack."""
    records, names = rows_of(frame), groups(page.dataset, page.language)
    grid = table(
        page,
        page.phrase("sources.coverage_table"),
        [
            column(page, "topic", [names[row["topic"]] for row in records]),
            column(page, "own", [_count(page, row["own"]) for row in records], numeric=True),
            column(page, "wider", [_count(page, row["wider"]) for row in records], numeric=True),
        ],
    )
    missing = [names[row["topic"]] for row in records if not row["own"]]
    said = page.say("sources.missing", topics=", ".join(missing)) if missing else None
    return part(page.text(page.heading("sources.coverage"), said), grid)


def _count(page: Page, number: int) -> str:
    return str(number) if number else page.phrase("sources.none")


def used_sources(page: Page) -> pd.DataFrame:
    """The sources that speak of the province or of an area it belongs to, newest first."""
    used: set[str] = set()
    for name in ("observations", *tables(page.dataset)):
        rows = _rows(page, name)
        used |= set(rows["source_id"])
        more = page.dataset["further_sources"]
        keys = set(rows[page.dataset[name].columns[0]])
        used |= set(more[(more["table"] == name) & more["key"].isin(keys)]["source_id"])
    if any(dollars(page, row) for row in rows_of(page.rows("observations"))):
        used |= set(page.dataset["exchange_rates"]["source_id"])
    sources = page.dataset["sources"]
    rows = sources[sources["source_id"].isin(used)]
    return rows.sort_values(["published", "source_id"], ascending=[False, True], kind="stable")


def sources_part(page: Page, rows: pd.DataFrame) -> Part:
    """The list of sources under its heading."""
    return part(page.text(page.heading("sources.list")), sources_table(page, rows))


def sources_table(page: Page, rows: pd.DataFrame) -> Table | None:
    """The sources: short name, full entry with address, and the notes that cite it."""
    records = rows_of(rows)
    return table(
        page,
        page.phrase("sources.table"),
        [
            column(page, "source", [page.local(row, "short") for row in records]),
            column(page, "entry", [_entry(page, row) for row in records]),
            column(page, "published", [citations.published(row, page.language) for row in records]),
        ],
        ids=[f"source-{row['source_id']}" for row in records],
    )


def _entry(page: Page, row: Row) -> Markup:
    """A source in full: author, title, publisher, address, remark; and a place for the notes that cite it."""
    words = ". ".join(piece for piece in (row["author"], row["title"], row["publisher"]) if piece)
    address = row["url"] or row["publisher_url"]
    link = Markup('<a href="{0}">{0}</a>').format(address) if address else page.phrase("sources.no_address")
    if not row["url"] and address:
        link = escape_html(page.phrase("sources.publisher_site")) + " " + link
    remark = page.local(row, "note")
    cited = Markup('<span class="cited-by" data-source="source-{}"></span>').format(row["source_id"])
    return Markup(" ").join(
        piece for piece in (escape_html(f"{words}."), escape_html(link), escape_html(remark), cited) if piece
    )


def guide(page: Page) -> Text | None:
    """How to read the marks, and how to cite the briefing."""
    items = page.bullets(page.say(f"guide.{name}") for name in GUIDE)
    edition = dates.day(page.dataset.edition, page.language)
    cite = page.say("sources.how_to_cite", province=page.name("areas", page.province), edition=edition)
    return page.text(page.heading("sources.guide"), items, page.heading("sources.citing"), cite)


def _rows(page: Page, name: str) -> pd.DataFrame:
    """The facts of a table that concern the province; meetings are those of its mechanisms."""
    if name in JOINT:
        return page.joint_rows(*JOINT[name])
    if name != "meetings":
        return page.rows(name)
    meetings = page.dataset["meetings"]
    return meetings[meetings["mechanism_id"].isin(page.joint_rows(*JOINT["mechanisms"])["mechanism_id"])]
