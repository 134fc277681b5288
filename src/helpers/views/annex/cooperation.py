"""Cooperation: partners, agreements, mechanisms and their sessions, exchanges, visitors, activities.

For each subject there is a frame, with rows in the order in which readers see them, and a function that shows it.
"""

import math

import pandas as pd
from babel import Locale

from helpers.data.series import Series
from helpers.data.tables import Record, to_records
from helpers.text import dates
from helpers.text.alphabet import sort_key
from helpers.text.markdown import Marked, join
from helpers.text.phrases import in_sentence
from helpers.views.kit.facts import TOPICS, is_wider, said_of_wider
from helpers.views.kit.observations import figures_tables, in_time, without
from helpers.views.kit.outputs import Part, Table, Text, part
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import capital
from helpers.views.kit.spoken import moment
from helpers.views.kit.tables import column, table
from helpers.views.kit.words import bullets
from helpers.views.kit.yearly import ids_by_year, series_of, years_table

CLOSE = ("friendship", "cooperation")
DONOR, INVESTOR = "donor", "investor"
STANDING = ("practice", "result")
ORGANISATIONS = ("organisation", "institution", "ngo")
VISITORS = ("visitors-international", "visitors-total")
# Names that a text of state uses where Unicode's are colloquial.
OFFICIAL = {("vi", "CZ"): "Cộng hòa Séc"}


def show_overview(section: Section) -> Part:
    """The section's title, and how many partners, agreements and mechanisms the sources name for the province."""
    words = section.words
    own = {
        name: [row for row in section.facts.records(name) if not said_of_wider(row)]
        for name in ("relations", "agreements", "mechanisms")
    }
    close = len({row["partner_id"] for row in own["relations"] if row["form"] in CLOSE})
    counts = {
        "cooperation.count_partners": close,
        "cooperation.count_donors": len(
            {row["partner_id"] for row in own["relations"] if row["form"] == DONOR}
        ),
        "cooperation.count_agreements": len(own["agreements"]),
        "cooperation.count_mechanisms": len(own["mechanisms"]),
    }
    sentences = [words.markdown(key, count=count) for key, count in counts.items() if count]
    little = None if close else words.markdown("cooperation.little", province=section.province_name)
    return part(section.title("cooperation.title"), section.text(" ".join(sentences), little))


def _heading(section: Section, key: str) -> Text | None:
    return section.text(section.words.heading(key))


def _newest_first(rows: pd.DataFrame, date: str, key: str, wide: "pd.Series[bool]") -> pd.DataFrame:
    """The rows from the newest to the oldest, those of wider areas after the others."""
    rows = rows.assign(wide=wide).sort_values([date, key], ascending=[False, True], kind="stable")
    return rows.sort_values("wide", kind="stable").drop(columns="wide").reset_index(drop=True)


# Partners


def relations(section: Section) -> pd.DataFrame:
    """The relations with each partner's ``country`` and ``kind``: own first, by form, country and id."""
    forms, partners = section.dataset.values("relation_form"), section.dataset.keyed("partners")
    rows = section.facts.rows("relations")
    rows["country"] = [partners[partner]["country"] for partner in rows["partner_id"]]
    rows["kind"] = [partners[partner]["kind"] for partner in rows["partner_id"]]
    names = {country(section, code) for code in rows["country"]}
    lands = sorted(names, key=lambda name: (not name, sort_key(name)))
    order = rows.assign(
        wide=is_wider(rows),
        rank=[forms.index(form) for form in rows["form"]],
        land=[lands.index(country(section, code)) for code in rows["country"]],
    )
    order = order.sort_values(["wide", "rank", "land", "relation_id"], kind="stable")
    return order.drop(columns=["wide", "rank", "land"]).reset_index(drop=True)


def country(section: Section, code: str) -> str:
    """The name of a country (ISO 3166) in the section's language; empty for a partner of no one country."""
    if official := OFFICIAL.get((section.language, code)):
        return official
    return str(Locale.parse(section.language).territories.get(code, "")) if code else ""


def show_partners(section: Section, relations: pd.DataFrame) -> Part:
    """Partners in three groups: friends and partners in cooperation, donors, and all others but investors."""
    form, organisation = relations["form"], relations["kind"].isin(ORGANISATIONS)
    close = form.isin(CLOSE)
    groups = {
        ("cooperation.partners", "cooperation.partners_table"): relations[close & ~organisation],
        ("cooperation.donors", "cooperation.donors_table"): relations[
            (form == DONOR) | (close & organisation)
        ],
        ("cooperation.contacts", "cooperation.contacts_table"): relations[
            ~form.isin([*CLOSE, DONOR, INVESTOR])
        ],  # investors stand with the investment
    }
    shown = [output for keys, rows in groups.items() for output in _show_relations(section, *keys, rows)]
    return Part(shown)


def _show_relations(section: Section, heading: str, caption: str, relations: pd.DataFrame) -> Part:
    """Partners under a heading, by country, with the form and date of the relation."""
    words, cite, rows = section.words, section.citations.fact, to_records(relations)
    grid = table(
        section,
        words.say(caption),
        [
            column(
                section,
                "partner",
                [words.name("partners", row["partner_id"]) + cite("relations", row) for row in rows],
            ),
            column(
                section,
                "country",
                [country(section, row["country"]) for row in rows],
            ),
            column(section, "form", [words.label("relation_form", row["form"]) for row in rows]),
            column(section, "since", [_day(section, row["since"]) for row in rows]),
            column(section, "as_of", [_day(section, row["as_of"]) for row in rows]),
            column(section, "scope", [words.scope(row) for row in rows]),
        ],
    )
    return part(_heading(section, heading) if grid else None, grid)


def _day(section: Section, date: str) -> str:
    return dates.day(date, section.language) if date else ""


def _period(section: Section, start: str, end: str) -> str:
    return dates.period(start, end, section.language) if start or end else ""


# Agreements


def agreements(section: Section) -> pd.DataFrame:
    """The agreements that an area has a part in, newest first, the province's own before the others."""
    rows = section.facts.joint("agreements")
    return _newest_first(rows, "signed", "agreement_id", is_wider(rows))


def show_agreements(section: Section, agreements: pd.DataFrame) -> Part:
    """Agreements as a table, and the axes of cooperation that they set as lists."""
    words, cite, rows = section.words, section.citations.fact, to_records(agreements)
    grid = table(
        section,
        words.say("cooperation.agreements_table"),
        [
            column(
                section, "agreement", [words.local(row, "title") + cite("agreements", row) for row in rows]
            ),
            column(section, "signed", [_day(section, row["signed"]) for row in rows]),
            column(
                section,
                "parties",
                [words.members("agreement_parties", "agreement_id", row["agreement_id"]) for row in rows],
            ),
            column(
                section,
                "period",
                [_period(section, row["period_start"], row["period_end"]) for row in rows],
            ),
            column(
                section,
                "status",
                [
                    capital(state_of(section, row)) or words.label("agreement_status", row["status"])
                    for row in rows
                ],
            ),
            column(section, "scope", [words.scope(row) for row in rows]),
        ],
    )
    axes = [_axes(section, row) for row in rows]
    return part(_heading(section, "cooperation.agreements") if grid else None, grid, section.text(*axes))


def state_of(section: Section, agreement: Record) -> str:
    """Whether a text applies: its term is over; in force by a text of some date; or nothing, where no source says."""
    words, end, told = section.words, agreement["period_end"], agreement["status_as_of"]
    if section.passed(end):
        return words.say("partners.state_ended", time=words.date_in_text(end))
    if told and not (end and agreement["signed"].startswith(told)):  # the news of its signing
        return words.say("partners.state_in_force", time=words.starred(moment(section, told), agreement))
    return words.say("partners.state_until", time=moment(section, end)) if end else ""


def _axes(section: Section, agreement: Record) -> Marked | None:
    """The axes of an agreement as a list under its name."""
    axes = section.dataset.by("agreement_axes", "agreement_id").get((agreement["agreement_id"],), [])
    if not axes:
        return None
    words = section.words
    lead = words.markdown("cooperation.axes", agreement=words.local(agreement, "title"))
    items = [
        words.markdown("plain.text", text=words.local(axis, "text"))
        for axis in sorted(axes, key=lambda axis: int(axis["axis"]))
    ]
    return Marked(lead + section.citations.fact("agreements", agreement) + Marked("\n\n") + bullets(items))


# Mechanisms: standing bodies and conference series


def mechanisms(section: Section) -> pd.DataFrame:
    """The mechanisms that an area has a part in."""
    return section.facts.joint("mechanisms")


def show_mechanisms(section: Section, mechanisms: pd.DataFrame, *, sessions: bool = True) -> Part:
    """Mechanisms with their members and latest session, then all ``sessions`` that the sources report."""
    words, rows = section.words, to_records(mechanisms)
    grid = table(
        section,
        words.say("cooperation.mechanisms_table"),
        [
            column(
                section,
                "mechanism",
                [words.local(row, "name") + section.citations.fact("mechanisms", row) for row in rows],
            ),
            column(
                section,
                "members",
                [words.members("mechanism_members", "mechanism_id", row["mechanism_id"]) for row in rows],
            ),
            column(section, "latest_session", [latest_session(section, row["mechanism_id"]) for row in rows]),
            column(section, "due", [_due(section, row) for row in rows]),
        ],
    )
    return part(
        _heading(section, "cooperation.mechanisms") if grid else None,
        grid,
        _sessions_table(section, mechanisms) if sessions else None,
    )


def _due(section: Section, mechanism: Record) -> str:
    """What is due of a mechanism, when, and by which source; empty where no source says."""
    what = section.words.local(mechanism, "due")
    if not what:
        return ""
    pieces = [what, *([_day(section, mechanism["due"])] if mechanism["due"] else [])]
    return join(pieces) + section.citations.part("mechanisms", mechanism, "due_source_id")


def last_session(section: Section, mechanism_id: str) -> Record | None:
    """The latest session of a mechanism that the sources report, an undated one where none is dated; None for none."""
    rows = section.dataset.by("meetings", "mechanism_id").get((mechanism_id,), [])
    order = [(row["start"], _number(row) or math.inf, row["meeting_id"]) for row in rows]
    return rows[order.index(max(order))] if rows else None


def latest_session(section: Section, mechanism_id: str) -> str:
    """Its number, date and place; empty for none."""
    row = last_session(section, mechanism_id)
    if row is None:
        return ""
    words = section.words
    pieces = [
        words.say("cooperation.session_number", number=_number(row)) if _number(row) else "",
        dates.period(row["start"], row["end"], section.language) if row["start"] else "",
        _place(section, row),
    ]
    return ", ".join(piece for piece in pieces if piece) + section.citations.fact("meetings", row)


def _sessions_table(section: Section, mechanisms: pd.DataFrame) -> Table | None:
    """Every session of the mechanisms, and those of other bodies that were held in the unit.

    None when there is only the latest of each mechanism, which stands above.
    """
    rows = section.facts.records("meetings")
    names = {row["mechanism_id"]: section.words.local(row, "name") for row in rows}
    if len(names) == len(rows) and names.keys() <= set(mechanisms["mechanism_id"]):
        return None
    rows = sorted(sorted(rows, key=lambda row: row["meeting_id"]), key=lambda row: row["start"], reverse=True)
    return table(
        section,
        section.words.say("cooperation.sessions_table"),
        [
            column(
                section,
                "when",
                [_period(section, row["start"], row["end"]) if row["start"] else "" for row in rows],
            ),
            column(
                section,
                "mechanism",
                [names[row["mechanism_id"]] + section.citations.fact("meetings", row) for row in rows],
            ),
            column(section, "number", [str(_number(row) or "") for row in rows]),
            column(section, "place", [_place(section, row) for row in rows]),
            column(section, "outcome", [_outcome(section, row) for row in rows]),
        ],
    )


def _number(session: Record) -> int | None:
    """The number of a session; None where it has none."""
    return None if pd.isna(session["number"]) else int(session["number"])


def _outcome(section: Section, session: Record) -> str:
    """What a session agreed, and what is to follow; empty where nothing was published."""
    said = [section.words.local(session, field) for field in ("outcome", "next_step")]
    found = join([one.removesuffix(".") for one in said if one], "; ")
    if not found:
        return ""
    alone = Marked(found[:1].upper() + found[1:])  # elsewhere it follows a colon
    return alone + section.citations.part("meetings", session, "outcome_source_id")


def _place(section: Section, session: Record) -> str:
    online = section.words.say("cooperation.online") if session["mode"] == "online" else ""
    return ", ".join(piece for piece in (section.words.local(session, "place"), online) if piece)


# Exchanges, visitors, activities


def exchanges(section: Section) -> pd.DataFrame:
    """Figures on friendship, delegations, people and conferences, and those on visitors that cover no full year."""
    shown_by_year = ids_by_year(visitors(section))
    return in_time(without(section.facts.of_topics(*TOPICS["exchanges"]), shown_by_year))


def show_exchanges(section: Section, exchanges: pd.DataFrame) -> Part:
    """The figures on exchanges as tables."""
    grids = figures_tables(section, section.words.say("cooperation.exchanges_table"), exchanges)
    return part(_heading(section, "cooperation.exchanges") if grids else None, *grids)


def visitors(section: Section) -> dict[str, Series]:
    """The series of visitors of the unit and of its former units, each by its name."""
    return {one.name: one for unit in section.units for one in series_of(unit, *VISITORS).values()}


def show_visitors(section: Section, visitors: dict[str, Series]) -> Part:
    """Visitors by year; other periods and plans stand with the exchanges."""
    grid = years_table(section, section.words.say("series.visitors_table"), visitors)
    return part(section.text(section.words.heading("series.visitors")), grid) if grid else part()


def activities(section: Section) -> pd.DataFrame:
    """Visits, fairs, training …, newest first, those of a group or the country after the others."""
    rows = section.facts.rows("activities")
    return _newest_first(rows, "start", "activity_id", rows["reach"].isin(["group", "country"]))


def show_activities(section: Section, activities: pd.DataFrame) -> Part:
    """Events, then standing practices and results."""
    standing = activities["kind"].isin(STANDING)
    events = _activities_table(section, "cooperation.activities_table", activities[~standing])
    practices = _activities_table(section, "cooperation.practices_table", activities[standing])
    return part(
        _heading(section, "cooperation.activities") if events or practices else None, events, practices
    )


def _activities_table(section: Section, caption: str, activities: pd.DataFrame) -> Table | None:
    words, cite, rows = section.words, section.citations.fact, to_records(activities)
    return table(
        section,
        words.say(caption),
        [
            column(
                section, "activity", [words.local(row, "title") + cite("activities", row) for row in rows]
            ),
            column(section, "activity_kind", [words.label("activity_kind", row["kind"]) for row in rows]),
            column(section, "when", [_when(section, row) for row in rows]),
            column(
                section,
                "partner",
                [words.name("partners", row["partner_id"]) if row["partner_id"] else "" for row in rows],
            ),
            column(section, "place", [words.local(row, "place") for row in rows]),
            column(section, "scope", [words.scope(row) for row in rows]),
        ],
    )


def _when(section: Section, activity: Record) -> str:
    """When something was; of what goes on, or has come about, without a date of its own, when it was said."""
    if activity["start"] or activity["end"]:
        return section.words.starred(_period(section, activity["start"], activity["end"]), activity)
    return section.words.say("cooperation.stated", date=section.words.stated(activity))


# What is said of several provinces


def show_comparison(section: Section) -> Text | None:
    """Where to find what is said of several provinces or of the country: the annex of the unit's comparison."""
    slug = section.dataset.comparison_of(section.province)
    if not slug:
        return None
    return section.text(section.words.markdown("wider.elsewhere", address=Marked(f"../{slug}/annex.html")))


def show_wider_lead(section: Section) -> Text | None:
    """What the wider context of a comparison is about."""
    return section.text(section.words.markdown("wider.lead", name=in_sentence(section.province_name)))
