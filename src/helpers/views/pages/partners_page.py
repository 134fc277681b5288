"""Page 4, partners and what is open: by partner the bodies, the latest sessions and what they agreed, what is open.

Then the signed texts, what took place in the last 24 months, priorities with their document, what is not published;
what is new is told by `news`. Each claim has a condition, a function whose name says it. A briefing of two pages has
a short form.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from helpers.data.dates import first_day, last_day
from helpers.data.tables import Record
from helpers.text.markdown import Marked, join
from helpers.text.phrases import place_in_sentence
from helpers.views.kit.outputs import Part, Shown, Table, Text, part
from helpers.views.kit.page_budget import letters, rows_of, within
from helpers.views.kit.page_sources import fitting, share
from helpers.views.kit.section import Section, once_a_section
from helpers.views.kit.short_forms import FEWEST_ROWS, capital, pages
from helpers.views.kit.tables import Column, table
from helpers.views.kit.words import bullets
from helpers.views.pages import main_points
from helpers.views.pages.partner_tables import MOST_OF_PIECES, row_letters, told_in_table, told_of
from helpers.views.pages.partners import (
    OLDEST,
    Partner,
    event_said,
    held_with,
    latest_rows,
    parties_abroad,
    partners,
    recent,
    session_name,
    session_rank,
    texts,
    time_of,
)
from helpers.views.pages.signed_texts import ROW, dated_texts, having_letters

MOST_ACTIVITIES, MOST_PRIORITIES = 5, 5
PAGE_ROWS, PARTNER_ROWS = 17, 2  # signed texts that page 4 holds alone, and how many of them a partner takes
MOST_EARLIER, HEAD_ROWS = 3, 2
SHORT_ACTIVITIES = 4  # in a briefing of two pages
TABLE_ROW = 110  # letters of what facts say in a row of that table
SHORT_NEW = 60  # letters of a row of texts and of news in a briefing of two pages
OUTCOME, NAMED = 200, 40  # the same of what was agreed, of a body or session
AS_ONE_MORE = 20  # letters of saying that there is one more, in the longer language
MOST_NAMED = 5  # bodies or sessions that a line on what is not published names
STANDING = ("practice", "result")
PRIORITIES = ("task", "objective", "proposal")


def room(section: Section, found: list[Partner]) -> int:
    """How many signed texts page 4 has room for, below its partners and the longer of the lists beside each other.

    Rows are counted, not letters: what the page shows is the same in all languages.
    """
    late = sum(rows_of(_happened_letters(section, row), ROW) for row in activities(section))
    stated = sum(rows_of(letters(row, "text"), ROW) for row in priorities(section))
    lists = max(late, stated + len(gaps(section, found)))
    told = told_of(section, found)
    said = min(
        sum(rows_of(row_letters(section, row), TABLE_ROW) for row in told),  # each begins a line
        rows_of(MOST_OF_PIECES[pages(section)], TABLE_ROW),
    )
    return PAGE_ROWS - max(PARTNER_ROWS * len(told), said) - lists


# Earlier sessions


def earlier_sessions(section: Section, found: list[Partner], left: int) -> list[Record]:
    """Sessions of the last five years of which a source says what was agreed and that no partner's row tells.

    The newest first, three at most and as many as ``left`` on the page; none where there is no room for three.
    """
    shown = [one for row in told_of(section, found) for one in row.partners]
    told = {one.sessions[0]["meeting_id"] for one in shown if one.sessions}
    bodies = {body["mechanism_id"]: body for one in shown for body in one.bodies}
    rows = [
        {**row, "body": body}
        for name_, body in bodies.items()
        for row in section.dataset.by("meetings", "mechanism_id").get((name_,), [])
        if row["meeting_id"] not in told
        and row[f"outcome_{section.language}"]
        and recent(section, row["start"], 12 * OLDEST)
    ]
    rows.sort(key=session_rank, reverse=True)
    most = min(MOST_EARLIER, left - HEAD_ROWS)
    if most < FEWEST_ROWS or pages(section) == 2:
        return []
    return within(rows, lambda row: main_points.agreed_letters(section, row), most, OUTCOME)


def show_earlier(section: Section, rows: list[Record], beside: Sequence[Shown | None] = ()) -> Table | None:
    """Earlier sessions, with what each agreed; None for fewer than three that the page has letters for."""
    section = section.beside(beside)
    words = section.words
    cite = section.citations.part
    rows = fitting(
        section,
        rows,
        lambda row: [cite("meetings", row, "outcome_source_id")],
        share(section, "partners"),
        beside,
    )
    if len(rows) < FEWEST_ROWS:
        return None
    agreed = [
        capital(main_points.agreed(section, row))
        + section.citations.part("meetings", row, "outcome_source_id")
        for row in rows
    ]
    places = [
        join(
            [
                *filter(None, [words.local(row, "place") if row["mode"] != "online" else ""]),
                time_of(section, row),
            ]
        )
        for row in rows
    ]
    names = [session_name(section, row) for row in rows]
    cells: dict[str, Sequence[str]] = {"session": names, "held": places, "agreed": agreed}
    columns = [Column(name, words.say(f"partners.earlier_{name}"), cell) for name, cell in cells.items()]
    return table(section, words.say("partners.earlier_title"), columns, subtitle="")


# Activities, priorities


@once_a_section
def activities(section: Section) -> list[Record]:
    """What was in the last 24 months, the newest first, six at most.

    Dated activities, sessions of the country's bodies that were held in the unit, and the latest of its own bodies that
    the table does not tell; each session has the body's row under ``body``. In a briefing of two pages nothing that the
    table tells takes the room of anything else, and sessions come before events: it has no table of earlier sessions.
    """
    short, told = pages(section) == 2, _in_table(section)
    rows = [row for row in _lately(section) if _fact(row) not in told or not (short or "body" in row)]
    rows.sort(key=lambda row: (row["start"], _fact(row)), reverse=True)
    most = SHORT_ACTIVITIES if short else MOST_ACTIVITIES
    kept = within(_by_importance(section, rows), lambda row: _happened_letters(section, row), most, ROW)
    return [row for row in rows if row in kept]


def _lately(section: Section) -> list[Record]:
    """The dated activities and sessions of the last 24 months; no practices and results."""
    rows = [row for row in section.near.facts.records("activities") if row["kind"] not in STANDING]
    rows += _held_here(section)
    rows += {row["meeting_id"]: row for one in partners(section) for row in one.sessions}.values()
    return [
        row
        for row in rows
        if row["start"] and recent(section, first_day(row["start"]).isoformat())  # "2024" may be in January
    ]


def _by_importance(section: Section, rows: Sequence[Record]) -> list[Record]:
    """Talks and visits with partners whose leaders meet the unit's, then the newest session of bodies that it shares.

    Each member's page tells that session. In a briefing of two pages other sessions of its bodies come before events.
    The rest as they are.
    """
    leaders, shared = main_points.met_by_leaders(section), main_points.shared_bodies(section)
    newest = next((row for row in rows if row.get("mechanism_id") in shared), None)
    bodies = {row["mechanism_id"] for row in section.near.facts.records("mechanisms")}
    own = bodies if pages(section) == 2 else set()

    def rank(row: Record) -> tuple[bool, bool, bool]:
        of_leaders = row.get("kind") in main_points.OWN_TALKS and row["partner_id"] in leaders
        return not of_leaders, row.get("mechanism_id") not in own, row is not newest

    return sorted(rows, key=rank)


def _held_here(section: Section) -> list[Record]:
    """The sessions of the country's bodies that were held in the unit."""
    own = {row["mechanism_id"] for row in section.near.facts.records("mechanisms")}
    known = section.dataset.keyed("mechanisms")
    return [
        {**row, "body": known[row["mechanism_id"]]}
        for row in section.near.facts.records("meetings")
        if row["mechanism_id"] not in own
    ]


@once_a_section
def _in_table(section: Section) -> set[str]:
    """The activities and sessions that the table on the page tells.

    With those of bodies that several units share with a partner that it has, whose latest it may tell by another.
    """
    main = section.by_main_sources
    table_ = told_in_table(main, told_of(section, partners(section)))
    told = {
        _fact(late)
        for row, (pieces, _) in table_.items()
        for late in latest_rows(main, row.partners[0])
        if "signed" not in late and event_said(main, late, outcome=True) in pieces
    }
    shared = main_points.shared_bodies(section)
    sessions = (row for several in table_ for one in several.partners for row in one.sessions)
    return told | {_fact(row) for row in sessions if row["mechanism_id"] in shared}


def _fact(row: Record) -> str:
    """The table and key of an activity or session."""
    return f"meetings/{row['meeting_id']}" if "body" in row else f"activities/{row['activity_id']}"


def _happened_letters(section: Section, row: Record) -> int:
    """How long an activity or session is in a list."""
    if "body" not in row:
        return letters(row, "title")
    return letters(row["body"], "short") + letters(row, "place") + main_points.agreed_letters(section, row)


def show_activities(section: Section, rows: list[Record], beside: Sequence[Shown | None] = ()) -> Text | None:
    """The activities that the page does not tell ``beside`` and has letters for, or that the sources read name none."""
    section = section.beside(beside)
    words = section.words
    heading = words.heading("partners.activities")
    if not _lately(section):
        return section.text(heading, words.markdown("partners.no_activity"))
    told = {fact for one in beside if one is not None for fact in one.facts}
    kept = 1 if pages(section) == 2 and dated_texts(section) else 0  # a letter for a signed text
    said = {_fact(row): _happened(section, row) for row in rows if _fact(row) not in told}
    first = [_fact(row) for row in _by_importance(section, rows) if _fact(row) in said]
    there = fitting(section, first, lambda fact: [said[fact]], share(section, "partners") - kept, beside)
    items = [said[fact] for fact in said if fact in there]
    return section.text(heading, bullets(items)) if items else None


def _happened(section: Section, row: Record) -> Marked:
    """An activity with its time; a session with its place and what it agreed."""
    words = section.words
    if "body" not in row:
        title, cites = words.local(row, "title"), section.citations.fact("activities", row)
    else:
        title, place = session_name(section, row), place_in_sentence(words.local(row, "place"))
        if _of_states(section, row["body"]):
            title = words.say("partners.of_states", session=join(filter(None, [title, place])))
        elif place:
            title = words.say("partners.session_at", session=title, place=place)
        if agreed := main_points.agreed(section, row):
            title = words.say("partners.session_outcome", session=title, outcome=agreed)
        cites = section.citations.part("meetings", row, "outcome_source_id")
    return words.markdown("partners.activity", time=time_of(section, row), title=title) + cites


def _of_states(section: Section, body: Record) -> bool:
    """Whether a body is of the countries themselves, so that its sessions are no contact of the unit's."""
    known = section.dataset.keyed("partners")
    foreign = parties_abroad(section.dataset, "mechanism_members", "mechanism_id", body)
    return bool(foreign) and all(known[one]["kind"] == "state" for one in foreign)


def priorities(section: Section) -> list[Record]:
    """The tasks, objectives or proposals of the newest list that is at most five years old, five at most."""
    sources = section.dataset.keyed("sources")
    rows = [
        row
        for row in section.near.facts.records("priorities")
        if row["kind"] in PRIORITIES and recent(section, sources[row["source_id"]]["published"], 12 * OLDEST)
    ]
    if not rows:
        return []

    def newest(row: Record) -> tuple[Any, ...]:
        published = last_day(sources[row["source_id"]]["published"]).toordinal()
        return -published, PRIORITIES.index(row["kind"]), row["list_id"], row["position"]

    first = min(rows, key=newest)
    same = [row for row in rows if (row["list_id"], row["kind"]) == (first["list_id"], first["kind"])]
    return within(sorted(same, key=newest), lambda row: letters(row, "text"), MOST_PRIORITIES, ROW)


def show_priorities(section: Section, rows: list[Record], beside: Sequence[Shown | None] = ()) -> Text | None:
    """The priorities under a line that names their document, or who named them and when; None for none.

    Those that the page has letters for.
    """
    section = section.beside(beside)
    rows = having_letters(section, "priorities", rows, beside)
    if not rows:
        return None
    words, first = section.words, rows[0]
    items = [
        words.markdown("plain.text", text=words.local(row, "text"))
        + section.citations.fact("priorities", row)
        for row in rows
    ]
    document = _document(section, first)
    if first["area_id"] != section.province:
        document = words.say("partners.before_merger", document=document)
    elif not recent(section, section.dataset.row("sources", first["source_id"])["published"]):
        document = words.say("partners.none_newer", document=document)
    lead = words.markdown(
        "partners.named_in" if first["document_id"] else "partners.named_by",
        kind=words.label("priority_kind", first["kind"]),
        document=document,
    )
    return section.text(words.heading("partners.priorities"), lead, bullets(items))


def _document(section: Section, row: Record) -> str:
    """The document that a priority stands in, with whether its term is over; else the source that tells it."""
    words = section.words
    if not row["document_id"]:
        return words.source(row["source_id"])
    document = section.dataset.row("documents", row["document_id"])
    said = words.local(document, "title")
    if document["number"]:
        kind = words.label("document_kind", document["kind"])
        said = words.say("plans.numbered", kind=kind, number=document["number"])
    return words.say("partners.term_over", document=said) if section.passed(document["period_end"]) else said


# What is not published


def sessions_without_outcome(section: Section, found: Iterable[Partner]) -> list[Record]:
    """The latest sessions of the bodies, held in the last five years, of which no outcome was published.

    Nor one of the session of another body on the same occasion.
    """
    rows = [row for one in found for row in one.sessions]
    unique = {row["meeting_id"]: row for row in rows if recent(section, row["start"], 12 * OLDEST)}
    outcome = f"outcome_{section.language}"
    silent = [row for row in unique.values() if not row[outcome]]
    return [row for row in silent if not (with_ := held_with(section, row)) or not with_[outcome]]


def bodies_without_next(section: Section, found: Iterable[Partner]) -> list[Record]:
    """The bodies that met in the last 24 months and of whose next session no source read tells."""
    rows = [row for one in found for row in one.sessions if recent(section, row["start"])]
    unique = {row["body"]["mechanism_id"]: row["body"] for row in rows}
    return [body for body in unique.values() if not body[f"due_{section.language}"]]


def texts_without_state(section: Section) -> list[Record]:
    """The texts of which no source tells a term, nor in the last 24 months whether they apply."""
    return [
        row
        for row in texts(section)
        if not row["period_end"] and (row["status"] == "unknown" or not recent(section, row["status_as_of"]))
    ]


def show_open(
    section: Section,
    found: list[Partner],
    stated: list[Record],
    beside: Sequence[Shown | None] = (),
) -> Part:
    """The priorities that a document or source names, and what the sources read do not publish."""
    return part(show_priorities(section, stated, beside), show_gaps(section, found))


def show_gaps(section: Section, found: list[Partner]) -> Text | None:
    """What the sources read do not publish of the partners: each sentence where its condition holds."""
    said = gaps(section, found)
    heading = section.words.heading("partners.gaps")
    return section.text(heading, bullets(said)) if said else None


def gaps(section: Section, found: list[Partner]) -> list[Marked]:
    """What the sources read do not publish of the partners, a line each."""
    words = section.words
    said: list[Marked] = []
    if silent := sessions_without_outcome(section, found):
        named = _some(
            section, silent, lambda row: session_name(section, row), lambda row: row["body"], "more_sessions"
        )
        said.append(words.markdown("partners.gap_outcomes", sessions=named))
    if without := bodies_without_next(section, found):
        named = _some(
            section, without, lambda body: words.local(body, "short"), lambda body: body, "more_bodies"
        )
        said.append(words.markdown("partners.gap_next", bodies=named))
    if unknown := texts_without_state(section):
        all_ = len(texts(section))
        is_certain = all_ < len(
            section.near.facts.records("agreements")
        )  # the page counts doubtful ones, too
        counted = words.say(f"partners.texts_{'certain' if is_certain else 'counted'}", count=all_)
        key = "partners.gap_all_states" if all_ == len(unknown) else "partners.gap_states"
        key = "partners.gap_state" if all_ == 1 else key
        said.append(words.markdown(key, count=len(unknown), texts=counted))
    if not _lately(section):
        said.append(words.markdown("partners.gap_activities"))
    return said


def _some(
    section: Section,
    rows: Sequence[Record],
    say: Callable[[Record], str],
    body: Callable[[Record], Record],
    more: str,
) -> Marked:
    """The names of the first bodies or sessions, as far as a line has room, and how many more there are.

    ``more`` is the phrase that says so of what they are.
    """
    shown = within(rows, lambda row: letters(body(row), "short"), MOST_NAMED, NAMED)
    rest = [row for row in rows if row not in shown]
    if len(rest) == 1 and letters(body(rest[0]), "short") <= AS_ONE_MORE:
        shown, rest = list(rows), []
    others = [section.words.say(f"partners.{more}", count=len(rest))] if rest else []
    return join([*map(say, shown), *others], "; ")
