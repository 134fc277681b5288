"""Cooperation: partners by country, agreements with their axes, mechanisms with their sessions, and what was done."""

import pandas as pd
from babel import Locale

from helpers.data.tables import records as rows_of
from helpers.text import dates
from helpers.text.markdown import Marked
from helpers.views import by_year
from helpers.views.kit.observations import figures_table, in_time, of_topics
from helpers.views.kit.outputs import (
    Part,
    Table,
    Text,
    part,
)
from helpers.views.kit.page import Page, Row
from helpers.views.kit.tables import column, table

CLOSE = ("friendship", "cooperation")
OTHER = ("contact", "sought")
STANDING = ("practice", "result")


def country(page: Page, code: str) -> str:
    """The country's name in the page's language; empty for a partner of no one country."""
    return str(Locale.parse(page.language).territories.get(code, "")) if code else ""


def relations(page: Page, *forms: str) -> pd.DataFrame:
    """The relations of the given forms, with each partner's names, kind and country."""
    rows = page.rows("relations")
    rows = rows[rows["form"].isin(forms)]
    partners = page.dataset["partners"][["partner_id", "country", "kind"]]
    merged = rows.merge(partners, on="partner_id", how="left")
    merged["own"] = merged["reach"] != "own"
    merged["rank"] = merged["form"].map(list(forms).index)
    merged["land"] = [country(page, code) or "~" for code in merged["country"]]
    return merged.sort_values(["own", "rank", "land", "relation_id"], kind="stable").reset_index(drop=True)


def partners_part(page: Page) -> Part:
    """Partners in three groups: friends and partners in cooperation, donors, contacts and those sought."""
    groups = {"partners": CLOSE, "donors": ("donor",), "contacts": OTHER}
    return Part(
        piece for key, forms in groups.items() for piece in relations_part(page, key, relations(page, *forms))
    )


def overview_part(page: Page) -> Part:
    """The section's title and what it holds in one paragraph."""
    return part(page.title("cooperation.title"), overview(page))


def overview(page: Page) -> Text | None:
    """How many partners, agreements and mechanisms the sources name for the province, in one paragraph."""
    own = page.rows("relations")
    own = own[own["reach"] == "own"]
    close = own[own["form"].isin(CLOSE)]["partner_id"].nunique()
    donors = own[own["form"] == "donor"]["partner_id"].nunique()
    agreements = page.joint_rows("agreements", "agreement_parties", "agreement_id")
    mechanisms = page.joint_rows("mechanisms", "mechanism_members", "mechanism_id")
    sentences = [
        page.say("cooperation.count_partners", count=close) if close else None,
        page.say("cooperation.count_donors", count=donors) if donors else None,
        _count(page, "cooperation.count_agreements", agreements),
        _count(page, "cooperation.count_mechanisms", mechanisms),
    ]
    said = " ".join(sentence for sentence in sentences if sentence)
    return page.text(said or None, None if close else page.say("cooperation.little", province=_area(page)))


def _area(page: Page) -> str:
    return page.name("areas", page.province)


def _count(page: Page, key: str, rows: pd.DataFrame) -> Marked | None:
    count = int((rows["reach"] == "own").sum()) if len(rows) else 0
    return page.say(key, count=count) if count else None


def heading(page: Page, key: str, *lead: str | None) -> Text | None:
    """The heading of a part of the overview, with what stands under it."""
    return page.text(page.heading(f"cooperation.{key}"), *lead)


def relations_part(page: Page, key: str, rows: pd.DataFrame) -> Part:
    """Partners under a heading, by country, with the form and date of the relation."""
    records = rows_of(rows)
    grid = table(
        page,
        page.phrase(f"cooperation.{key}_table"),
        [
            column(
                page,
                "partner",
                [page.name("partners", row["partner_id"]) + page.cite("relations", row) for row in records],
            ),
            column(
                page,
                "country",
                [country(page, row["country"]) if row["kind"] != "state" else "" for row in records],
            ),
            column(page, "form", [page.label("relation_form", row["form"]) for row in records]),
            column(
                page,
                "since",
                [dates.day(row["since"], page.language) if row["since"] else "" for row in records],
            ),
            column(page, "scope", [page.scope(row) for row in records]),
        ],
    )
    return part(heading(page, key) if grid else None, grid)


def _parties(page: Page, row: Row) -> str:
    return "; ".join(page.names_of_members("agreement_parties", "agreement_id", row["agreement_id"]))


def agreements_part(page: Page) -> Part:
    """Agreements in order of signing, newest first, and the axes of cooperation that they set."""
    rows = page.joint_rows("agreements", "agreement_parties", "agreement_id")
    rows = rows.assign(wide=rows["reach"] != "own").sort_values(
        ["signed", "agreement_id"], ascending=[False, True], kind="stable"
    )
    records = rows_of(rows.sort_values("wide", kind="stable"))
    grid = table(
        page,
        page.phrase("cooperation.agreements_table"),
        [
            column(
                page,
                "agreement",
                [page.local(row, "title") + page.cite("agreements", row) for row in records],
            ),
            column(
                page,
                "signed",
                [dates.day(row["signed"], page.language) if row["signed"] else "" for row in records],
            ),
            column(page, "parties", [_parties(page, row) for row in records]),
            column(
                page,
                "period",
                [
                    dates.period(row["period_start"], row["period_end"], page.language)
                    if row["period_start"] or row["period_end"]
                    else ""
                    for row in records
                ],
            ),
            column(page, "status", [page.label("agreement_status", row["status"]) for row in records]),
            column(page, "scope", [page.scope(row) for row in records]),
        ],
    )
    axes = [_axes(page, row) for row in records]
    return part(heading(page, "agreements") if grid else None, grid, page.text(*axes))


def _axes(page: Page, row: Row) -> Marked | None:
    """The axes of an agreement as a list under its name."""
    axes = page.dataset["agreement_axes"]
    axes = axes[axes["agreement_id"] == row["agreement_id"]].sort_values("axis")
    if axes.empty:
        return None
    lead = page.say("cooperation.axes", agreement=page.local(row, "title")) + page.cite("agreements", row)
    return Marked(
        lead
        + "\n\n"
        + page.bullets(page.say("plain.text", text=page.local(axis, "text")) for axis in rows_of(axes))
    )


def exchanges_part(page: Page) -> Part:
    """Friendship pairs, delegations, people, conferences, and what the table of visitors by year leaves."""
    rows = of_topics(page, "friendship", "people", "conferences", "visitors", "policy")
    rows = in_time(
        rows[~rows["observation_id"].isin(by_year.shown_ids(by_year.own(page, *by_year.VISITORS)))]
    )
    grid = figures_table(page, page.phrase("cooperation.exchanges_table"), rows)
    return part(heading(page, "exchanges") if grid else None, grid)


def activities_part(page: Page) -> Part:
    """Visits, exchanges, fairs and training, newest first; then standing practices and results."""
    rows = page.rows("activities")
    standing = rows["kind"].isin(STANDING)
    events = _activities_table(page, "cooperation.activities_table", rows[~standing])
    practices = _activities_table(page, "cooperation.practices_table", rows[standing])
    return part(heading(page, "activities") if events or practices else None, events, practices)


def _activities_table(page: Page, caption: str, rows: pd.DataFrame) -> Table | None:
    rows = rows.assign(wide=rows["reach"].isin(["group", "country"])).sort_values(
        ["start", "activity_id"], ascending=[False, True], kind="stable"
    )
    records = rows_of(rows.sort_values("wide", kind="stable"))
    return table(
        page,
        page.phrase(caption),
        [
            column(
                page, "activity", [page.local(row, "title") + page.cite("activities", row) for row in records]
            ),
            column(page, "activity_kind", [page.label("activity_kind", row["kind"]) for row in records]),
            column(
                page,
                "when",
                [
                    dates.period(row["start"], row["end"], page.language)
                    if row["start"] or row["end"]
                    else ""
                    for row in records
                ],
            ),
            column(
                page,
                "partner",
                [page.name("partners", row["partner_id"]) if row["partner_id"] else "" for row in records],
            ),
            column(page, "place", [page.local(row, "place") for row in records]),
            column(page, "scope", [page.scope(row) for row in records]),
        ],
    )
