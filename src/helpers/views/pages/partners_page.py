"""Page 4, partners and what is open: by partner the bodies, the latest sessions and what they agreed, what is open.

Then the signed texts, what took place in the last 24 months, priorities with their document, what is not published;
what is new is told by `news`. Each claim has a condition, a function whose name says it. A briefing of two pages has
a short form.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Any

import pandas as pd

from helpers.data.dates import first_day, last_day
from helpers.data.tables import Dataset, Record
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join
from helpers.text.phrases import LANGUAGES, place_in_sentence
from helpers.views.annex import cooperation
from helpers.views.annex.cooperation import country, state_of
from helpers.views.kit.outputs import Chart, Part, Shown, Table, Text, part
from helpers.views.kit.page_budget import letters, name_letters, rows_of, said_letters, within
from helpers.views.kit.page_sources import fitting, share, with_letters
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import FEWEST_ROWS, capital, pages
from helpers.views.kit.spoken import moment
from helpers.views.kit.tables import Column, column, table
from helpers.views.kit.words import bullets
from helpers.views.pages import main_points
from helpers.views.pages.front_page import NEWS_MONTHS, months_old

A_YEAR = 13  # months, with one for the news to come out
OLDEST = 5  # years after which a statement is no longer one about today
MOST_PARTNERS, MOST_ACTIVITIES, MOST_PRIORITIES = 5, 5, 5
PAGE_ROWS, PARTNER_ROWS = 17, 2  # signed texts that page 4 holds alone, and how many of them a partner takes
FEWEST_TEXTS, MOST_TEXTS, MOST_EARLIER, HEAD_ROWS = 3, 6, 3, 2
MOST_BELOW = (8, 5, 4)  # rows of the table on page 1, below no chart, one and two
_LINES, _LINES_OF_WORK = 2, 3  # of a row of that table; it has room for two rows with a work
_LINE, _STATE, _NAME = 27, 28, 24  # letters of a line of a cell, of the state of a work, of a line of names
_STATE_OF_DUE = 53  # letters of what is said of a session that is due and not confirmed as held
_STATE_OF_TEXT = 36  # letters of the time of a text, whose it is, and how many more there are
FEWEST_PARTNERS = 3  # that page 1 shows, whatever else it cites
SHORT_PARTNERS, SHORT_TEXTS, SHORT_ACTIVITIES = 4, 2, 4  # in a briefing of two pages
LETTERS_BELOW = {
    4: 5,
    2: 2,
}  # of the sources of the page, by the pages: those that its table leaves to what follows
MOST_LETTERS = 800  # of what the facts in the table of page 4 say, as `_letters` counts them
MOST_OF_PIECES = {
    4: 1000,
    2: 850,
}  # by the pages, of all texts of facts in it, a piece that has no room is left out
TABLE_ROW = 110  # letters of what facts say in a row of that table
SHORT_ROW, SHORT_NEW = 100, 60  # letters of a row of texts and of news in a briefing of two pages
ROW = 140  # letters of an item of a list, or of a text in a table; a longer one counts as several
OUTCOME, NAMED = 200, 40  # the same of what was agreed, of a body or session
BEYOND = 60  # letters of the names of partners beyond the neighbours in the line below the table on page 1
OTHER = 45  # letters of the names of other partners, for each partner in the table
MOST_NAMED = 5  # bodies or sessions that a line on what is not published names
MOST_TOLD, MOST_OPEN = 2, 3  # sessions or events of one partner, and what is open with it
STANDING = ("practice", "result")
WEIGHTY = ("reception", "visit", "talks")  # kinds of activities, before all others
YEAR = 366  # days; what took longer is no event
TIES = ("friendship", "cooperation")
PROVINCIAL = ("province", "party")  # levels of texts
HIGH = (*PROVINCIAL, "state")  # the same, and those above
OF_RANK, LOCAL = ("province", "state"), ("district", "village", "post")  # without saying; with one name
OPEN_WORKS = ("ongoing", "preparing", "proposed")
PRIORITIES = ("task", "objective", "proposal")
NOT_COUNTED = "twinning"  # a tie of which no source says that a text was signed


@dataclass(frozen=True, eq=False)
class Partner:
    """A partner abroad with what ties it to the unit; of each kind the newest first.

    ``texts`` are agreements, ``sessions`` the latest of each body with the body's row under ``body``, ``activities``
    dated events, ``works`` projects with a state told in the last 24 months, ``ties`` friendship and cooperation.
    """

    partner_id: str
    across: bool
    locality: bool
    texts: tuple[Record, ...]
    sessions: tuple[Record, ...]
    bodies: tuple[Record, ...]
    activities: tuple[Record, ...]
    works: tuple[Record, ...]
    ties: tuple[Record, ...]

    @property
    def latest(self) -> str:
        """The day of the latest dated event, as precise as known; empty for none."""
        days = [_last_day(row) for row in (*self.sessions, *self.activities)]
        return max([*days, *(row["signed"] for row in self.texts)], default="")


# Who the partners are, in order


def partners(section: Section) -> list[Partner]:
    """The partners with a signed text, a body, friendly or cooperative ties or a dated event, most important first.

    Localities across the border with an event or a work in the last 24 months come first, then other localities with
    a text or a body, then those with ties alone, then all others; within each those with a body or a text of the
    province itself (across the border, of whatever level), the recent ones, those with more bodies, texts and works,
    the latest.
    """
    kinds = section.dataset.keyed("partners")
    found: dict[str, dict[str, list[Record]]] = {}
    for partner, what, row in _tied(section):
        if kinds[partner]["kind"] not in ("state", "company"):
            found.setdefault(partner, {}).setdefault(what, []).append(row)
    made = [_partner(section, partner, rows) for partner, rows in found.items()]
    return sorted(made, key=lambda one: _rank(section, one))


def _tied(section: Section) -> Iterator[tuple[str, str, Record]]:
    """Each row that ties a partner to the unit: the partner, the field of ``Partner`` that it goes to, and the row."""
    near, dataset = section.near.facts, section.dataset
    for row in texts(section):
        for partner in _foreign(dataset, "agreement_parties", "agreement_id", row):
            yield partner, "texts", row
    for row in near.records("mechanisms"):
        for partner in _foreign(dataset, "mechanism_members", "mechanism_id", row):
            yield partner, "bodies", row
    yield from (
        (row["partner_id"], what, row)
        for table, what, wanted in (
            ("activities", "activities", lambda row: row["start"] and row["kind"] != "practice"),
            ("projects", "works", lambda row: _is_open(section, row)),
            ("relations", "ties", lambda row: row["form"] in TIES and row["confidence"] != "low"),
        )
        for row in near.records(table)
        if row["partner_id"] and wanted(row)
    )


def _is_open(section: Section, work: Record) -> bool:
    """Whether a work was under way, prepared or proposed by a source of the last 24 months."""
    return work["status"] in OPEN_WORKS and recent(section, work["status_as_of"])


def _partner(section: Section, partner: str, rows: dict[str, list[Record]]) -> Partner:
    kind = section.dataset.keyed("partners")[partner]
    bodies = rows.get("bodies", [])
    sessions = [
        {**latest, "body": body} for body in bodies if (latest := last_session(section, body["mechanism_id"]))
    ]
    return Partner(
        partner_id=partner,
        across=kind["kind"] == "locality" and kind["country"] in neighbours(section),
        locality=kind["kind"] == "locality",
        texts=tuple(rows.get("texts", [])),
        sessions=tuple(sorted(sessions, key=_session_rank, reverse=True)),
        bodies=tuple(bodies),
        activities=tuple(sorted(rows.get("activities", []), key=_last_day, reverse=True)),
        works=tuple(sorted(rows.get("works", []), key=lambda row: row["status_as_of"], reverse=True)),
        ties=tuple(sorted(rows.get("ties", []), key=lambda row: row["as_of"], reverse=True)),
    )


def _last_day(row: Record) -> str:
    """The last known day of a session or an activity, as precise as known."""
    return str(row["end"] or row["start"])


def _session_rank(row: Record) -> tuple[str, bool, str]:
    """The latest session last; of sessions on one day the conference, which the leaders hold, after the other."""
    return _last_day(row), row["body"]["kind"] == "conference", row["meeting_id"]


def _rank(section: Section, one: Partner) -> tuple[Any, ...]:
    valid = [row for row in one.texts if not _long_over(section, row)]
    tied, lately = bool(valid or one.bodies), recent(section, one.latest)
    near = one.across and bool((lately and (tied or one.ties)) or one.works)
    tier = 0 if near else 1 if tied and one.locality else 2 if one.ties and one.locality else 3 if tied else 4
    day = last_day(one.latest).toordinal() if one.latest else 0
    own = bool(one.bodies) or any(near or row["level"] in PROVINCIAL for row in valid)
    several = len(one.bodies) + bool(valid) + bool(one.works)
    return tier, not own, not lately, -several, -day, one.partner_id


def _long_over(section: Section, text: Record) -> bool:
    """Whether a text's term ended more than five years ago."""
    end = text["period_end"]
    return section.passed(end) and not recent(section, end, 12 * OLDEST)


def neighbours(section: Section) -> set[str]:
    """The countries that the unit borders on, by the sources on its border; China where none tells."""
    near, kinds = section.near.facts, section.dataset.keyed("partners")
    rows = near.figures("border-length")
    return {kinds[row["partner_id"]]["country"] for row in rows if row["partner_id"]} | {"CN"}


def recent(section: Section, day: str, months: float = NEWS_MONTHS) -> bool:
    """Whether a day, as precise as known, was in the last 24 months before the edition's."""
    return bool(day) and months_old(section, day) <= months


def texts(section: Section) -> list[Record]:
    """The agreements that count, the newest first, then undated; no twinnings without a text, no doubtful readings."""
    rows = section.near.facts.records("agreements")
    rows = [row for row in rows if row["kind"] != NOT_COUNTED and row["confidence"] != "low"]
    return sorted(
        rows, key=lambda row: (row["signed"] or row["period_start"], row["agreement_id"]), reverse=True
    )


def last_session(section: Section, mechanism_id: str) -> Record | None:
    """The latest session of a body; None where the sources date none."""
    latest = cooperation.last_session(section, mechanism_id)
    return latest if latest and latest["start"] else None


def _foreign(dataset: Dataset, table: str, key: str, row: Record) -> list[str]:
    return [one["partner_id"] for one in dataset.by(table, key).get((row[key],), []) if one["partner_id"]]


def name(section: Section, partner_id: str, *, short: bool = False) -> str:
    """A partner with its country, ``Yunnan (China)``; without where it is of no one country, or bears its name.

    ``short`` leaves out the region that a name has in brackets: ``Hekou County (China)``.
    """
    said = section.words.name("partners", partner_id)
    said = said.split(" (")[0] if short else said
    code = section.dataset.keyed("partners")[partner_id]["country"]
    land = country(section, code)
    if not land or land in said:
        return said
    if said.endswith(")"):  # the region stands there already
        return f"{said[:-1]}, {land})"
    return section.words.say("partners.of_country", name=said, country=land)


# What is said of a partner


def short_texts(section: Section, partner: Partner, most: int = 2) -> Marked:
    """The texts with a partner in a few words, ``friendly relations, 2017 and 3 more``: the first, and how many more.

    Those of provinces, their Party committees and states come before those of offices, districts and firms. Where
    there is none, a dash, with the ties that a source named, and when: these are no text.
    """
    words, cites = section.words, section.citations
    if not partner.texts and partner.ties:
        tie = partner.ties[0]
        named = words.markdown(f"partners.tie_{tie['form']}", time=moment(section, tie["as_of"][:4]))
        return named + cites.fact("relations", tie)
    shown = [short_text(section, row) + cites.fact("agreements", row) for row in _by_rank(partner)[:most]]
    rest = len(partner.texts) - len(shown)
    more = [words.markdown("partners.more_texts", count=rest)] if rest else []
    return join([join(shown, ", "), *more], " ")


def _by_rank(partner: Partner) -> list[Record]:
    return sorted(partner.texts, key=lambda row: row["level"] not in HIGH)


def short_text(section: Section, row: Record) -> str:
    """A text by what it is about, else its kind, and its time: ``smart gate, 2025``, ``agreement 2020–2023 (ended)``.

    In brackets stand whose it is, if not of provinces or states, and whether its term is over.
    """
    words = section.words
    start, end = row["period_start"], row["period_end"]
    time = dates.period(start, end, section.language) if start else row["signed"][:4]
    about = words.local(row, "subject")
    what = about or words.say(f"partners.kind_{row['kind']}")
    key = "partners.text_undated" if not time else "partners.text_about" if about else "partners.text"
    said = words.say(key, kind=what, time=time)
    rank = "local" if row["level"] in LOCAL else row["level"]
    level = [words.say(f"partners.level_{rank}")] if rank not in OF_RANK else []
    over = [words.say("partners.text_over")] if section.passed(end) else []
    notes = join([*level, *over], ", ")
    return words.say("partners.with_state", what=said, state=notes) if notes else said


def session_name(section: Section, row: Record) -> str:
    """A session by its number and body: ``5th Party Secretaries’ Conference``."""
    words, body = section.words, section.words.local(row["body"], "short")
    if pd.isna(row["number"]):
        return body
    number = numbers.nth(int(row["number"]), section.language)
    key = "conference" if row["body"]["kind"] in main_points.NUMBERED_FIRST else "body"
    if (
        key == "conference" and section.language == "en"
    ):  # "3rd economic zone talks", but "3rd Spring Meeting"
        body = _small(body)
    return words.say(f"partners.session_{key}", body=body, number=number)


def _small(name: str) -> str:
    """A name within a sentence: with a small letter, unless its second word has a great one, as a place's has."""
    return name[:1].lower() + name[1:] if name.partition(" ")[2][:1].islower() else name


def time_of(section: Section, row: Record) -> str:
    """When something took place, with a star where the date is inferred."""
    said = dates.period(row["start"], row["end"], section.language)
    return f"{said}*" if row.get("date_inferred") is True else said


def session(section: Section, row: Record, *, outcome: bool) -> Marked:
    """A session with its place and date, and what it agreed; that no outcome was published where none is known."""
    words = section.words
    place = [place_in_sentence(words.local(row, "place"))] if outcome and row["mode"] != "online" else []
    said = join([session_name(section, row), *filter(None, place), time_of(section, row)])
    if not outcome:
        return said + section.citations.fact("meetings", row)
    cite = section.citations.part("meetings", row, "outcome_source_id")
    agreed = words.local(row, "outcome")
    if agreed:
        return words.markdown("partners.session_outcome", session=said, outcome=agreed) + cite
    return words.markdown("partners.session_no_outcome", session=said) + cite


def latest(section: Section, partner: Partner, *, outcome: bool) -> list[Marked]:
    """The latest of a partner: its newest sessions, or its newest event; when last named, where neither is dated.

    With ``outcome`` there are two where two are known: sessions with their place and what they agreed, and events by
    their title, the unit's own talks before what it shares, and a later meeting or fair before talks.
    """
    words, cites = section.words, section.citations
    events = _late_events(section, partner)
    newest = events[0] if events else None
    day = "" if newest is None else _event_day(newest)
    sessions = [row for row in partner.sessions if _is_late(section, row)]
    if sessions and (recent(section, sessions[0]["start"]) or _last_day(sessions[0]) >= day):
        if outcome:
            return _told_of_sessions(section, partner, sessions)
        since = [_activity(section, row, titled=False) for row in _met_since(section, partner)[:1]]
        return since or [session(section, sessions[0], outcome=False)]
    if newest is not None and "activity_id" in newest:
        later = [
            row for row in events if outcome and _event_day(row) > day and _weight(row) < len(_WEIGHTS) - 1
        ]
        return [_activity(section, row, titled=outcome) for row in (*later[:1], newest)]
    tie = partner.ties[0] if partner.texts and partner.ties else None
    since_then = tie is not None and (not day or tie["as_of"][: len(day)] > day) and not recent(section, day)
    if tie is not None and since_then and recent(section, tie["as_of"], 12 * OLDEST):
        said = words.markdown("partners.last_named", time=words.date_in_text(tie["as_of"]))
        return [said + cites.fact("relations", tie)]
    if newest is not None:
        key = "partners.text_signed" if outcome else "partners.signed"
        time = words.date_in_text(newest["signed"])
        said = words.markdown(key, time=time, title=words.local(newest, "title"))
        return [said + cites.fact("agreements", newest)]
    return []


def _told_of_sessions(section: Section, partner: Partner, sessions: Sequence[Record]) -> list[Marked]:
    """The unit's own talks at the time of the latest session or since, that session, else one of another body.

    What was agreed is told of the latest session, of another where the latest has nothing, and of a late one of a body
    of the unit's own.
    """
    first, *others = sessions
    silent = not first[f"outcome_{section.language}"]
    told = [
        *(_activity(section, row, titled=True) for row in _met(section, partner)),
        session(section, first, outcome=True),
        *(session(section, row, outcome=silent or _is_own(section, row)) for row in others),
    ]
    return told[:MOST_TOLD]


def _is_own(section: Section, row: Record) -> bool:
    """Whether a session of the last 24 months is of a body that no other unit of ours belongs to."""
    if not recent(section, row["start"]):
        return False
    members = section.dataset.by("mechanism_members", "mechanism_id").get((row["mechanism_id"],), [])
    return sum(bool(one["area_id"]) for one in members) == 1


def _late_events(section: Section, partner: Partner) -> list[Record]:
    """The activities and signings that may be called the latest of a partner, the one that is first.

    Of the last 24 months talks, visits and signings come before conferences, these before other meetings and fairs,
    and these before festivals, openings and training; then what is older. Of one weight the latest is first.
    """
    rows = [*partner.activities, *(row for row in partner.texts if row["signed"])]
    rows = sorted((row for row in rows if _is_late(section, row)), key=_event_day, reverse=True)
    return sorted(rows, key=lambda row: _weight(row) if recent(section, _event_day(row)) else len(_WEIGHTS))


def _event_day(row: Record) -> str:
    """The day of an event or of the signature of a text, as precise as known."""
    return str(row["signed"]) if "signed" in row else _last_day(row)


def _is_late(section: Section, row: Record) -> bool:
    """Whether an event is of the last five years and no span of years."""
    end = _event_day(row)
    start = end if "signed" in row else row["start"]
    return recent(section, end, 12 * OLDEST) and (last_day(end) - first_day(start)).days <= YEAR


def _weight(row: Record) -> int:
    """What an event weighs beside others of late, the least first: its place among `_WEIGHTS`, or after them."""
    return next((place for place, weighs in enumerate(_WEIGHTS) if weighs(row)), len(_WEIGHTS) - 1)


_WEIGHTS: tuple[Callable[[Record], bool], ...] = (
    lambda row: "signed" in row or row["kind"] in WEIGHTY,
    lambda row: row["kind"] == "conference",
    lambda row: row["kind"] in ("exchange", "fair"),
    lambda row: True,
)


def _met_since(section: Section, partner: Partner) -> list[Record]:
    """The talks and visits with a partner that surely began after its latest session ended, the newest first."""
    ended_ = last_day(_last_day(partner.sessions[0]))
    return [
        row
        for row in partner.activities
        if not _weight(row) and first_day(row["start"]) > ended_ and _is_late(section, row)
    ]


def _met(section: Section, partner: Partner) -> list[Record]:
    """The newest talks or visit with a partner in the days or month of its latest session, or since."""
    start = first_day(partner.sessions[0]["start"])
    return [
        row
        for row in partner.activities
        if not _weight(row)
        and len(row["start"]) > len("2025")
        and last_day(_last_day(row)) >= start
        and _is_late(section, row)
    ][:1]


def _activity(section: Section, row: Record, *, titled: bool) -> Marked:
    """An event with its time: by its title, else by its kind and to the month."""
    words = section.words
    what, time = words.local(row, "title"), time_of(section, row)
    if not titled:
        what = words.label("activity_kind", row["kind"])
        time = time_of(section, {**row, "start": row["start"][:7], "end": row["end"][:7]})
    return join([what, time]) + section.citations.fact("activities", row)


def open_matters(section: Section, partner: Partner, *, short: bool = False) -> list[Marked]:
    """What is open with a partner: works under way or prepared, what is due, what the last session left to do.

    Where a term ended with no later text, that, too. A day that has passed is told as passed and not confirmed.
    """
    found = [_work(section, row, short=short) for row in partner.works]
    found += [due for body in partner.bodies if (due := _due(section, body))]
    if not found and partner.sessions and recent(section, partner.sessions[0]["start"]):
        row = partner.sessions[0]
        if step := section.words.local(row, "next_step"):
            step = step[:1].upper() + step[1:]
            found.append(Marked("") + step + section.citations.part("meetings", row, "outcome_source_id"))
    return [*found, *_without_successor(section, partner, short=short)]


def _work(section: Section, row: Record, *, short: bool) -> Marked:
    """A work with its state, or with the day that it is or was due; under its short name where it has one."""
    words = section.words
    state = due_day(section, row["due"]) if row["due"] else work_state(section, row)
    what = (words.local(row, "short") if short else "") or words.local(row, "name")
    cites = section.citations.fact("projects", row)
    if row["milestone"]:
        key = "partners.milestone_passed" if section.passed(row["milestone"]) else "partners.milestone"
        state = words.say(key, state=state, what=words.local(row, "milestone"))
        if row["milestone_source_id"] != row["source_id"]:
            cites += section.citations.part("projects", row, "milestone_source_id")
    return words.markdown("partners.with_state", what=what, state=state) + cites


def work_state(section: Section, row: Record) -> str:
    """The state of a work, with the date of that: ``under way, 11 February 2026``."""
    words = section.words
    status = words.label("project_status", row["status"]).lower()
    time = words.starred(moment(section, row["status_as_of"]), row)
    return words.say("partners.state_on", status=status, time=time)


def _due(section: Section, body: Record) -> Marked | None:
    """What is due of a body; None where no source says.

    Once the time that it is due in has begun, that no source read confirms that it was held.
    """
    words = section.words
    what = words.local(body, "due")
    if not what:
        return None
    last = last_session(section, body["mechanism_id"])
    if body["due"]:
        begun = first_day(body["due"]) <= date.fromisoformat(section.dataset.edition)
        state = (
            words.say("partners.is_due_unconfirmed", time=moment(section, body["due"]))
            if begun and not section.passed(body["due"])
            else due_day(section, body["due"])
        )
    elif last and not recent(section, last["start"], A_YEAR):
        state = words.say("partners.none_since", time=words.date_in_text(last["start"]))
    else:  # held as it should be
        return None
    return words.markdown("partners.with_state", what=what, state=state) + section.citations.part(
        "mechanisms", body, "due_source_id"
    )


def due_day(section: Section, day: str) -> str:
    """When something is due; once that has passed, that it was, and that no source read confirms it."""
    key = "partners.was_due" if section.passed(day) else "partners.is_due"
    return section.words.say(key, time=moment(section, day))


def _without_successor(section: Section, partner: Partner, *, short: bool) -> list[Marked]:
    """The newest text with a partner, where its term ended in the last five years and no later one was read."""
    newest = max(partner.texts, key=lambda row: row["period_end"] or row["signed"], default=None)
    if newest is None or not section.passed(newest["period_end"]):
        return []
    if not recent(section, newest["period_end"], 12 * OLDEST):
        return []
    words = section.words
    ended = words.date_in_text(newest["period_end"])
    planned = [
        row for row in partner.activities if row["kind"] == "result" and row["start"] > newest["period_end"]
    ]
    if planned and not short:
        said = words.markdown(
            "partners.successor_agreed",
            ended=ended,
            what=words.local(planned[0], "title"),
            time=time_of(section, planned[0]),
        )
        return [said + section.citations.fact("activities", planned[0])]
    if planned:  # the main points tell of it
        said = words.markdown("partners.successor_unsure", ended=ended, time=time_of(section, planned[0]))
        return [said + section.citations.fact("activities", planned[0])]
    said = words.markdown("partners.no_successor", ended=ended)
    return [said + section.citations.fact("agreements", newest)]


# The tables


def partners_table(
    section: Section, beside: Sequence[Shown | None] = (), *, fewest: bool = False
) -> Table | None:
    """The partners for page 1: texts, the latest session or event, and the first open matter; None for no partner.

    ``beside`` is what else stands on the page. Which partners have a row depends on their facts alone, so that it is
    the same in all languages: those of whom something is dated or open, fewer below more charts (`MOST_BELOW`), first
    those that the main points name, then the others in order, each that the page has lines and letters for; ties give
    way where that makes room for the rest of a row. ``fewest`` gives what there is for
    certain, so that the points can be made for what it leaves.
    """
    section = section.beside(beside)
    most = MOST_BELOW[min(2, sum(isinstance(one, Chart) for one in beside))]
    lines = _LINES_OF_WORK * 2 + _LINES * (most - 2) - 1  # one is for partners beyond the neighbours
    most = FEWEST_PARTNERS if fewest else most
    named = main_points.partners_named(section)
    rows = [row for row in _rows(section, partners(section)) if row.told or row.named(named)]

    def has_room(shown: list[_Row]) -> bool:
        return (
            len(shown) <= most
            and sum(row.lines for row in shown) <= lines
            and with_letters(section, _partners_table(section, shown), beside) is not None
        )

    kept: dict[int, _Row] = {}  # by the place of the row
    for place in sorted(range(len(rows)), key=lambda place: not rows[place].named(named)):
        row = rows[place]
        short = [replace(row, texts=Marked(""))] if row.has_ties_alone else []
        for form in short if fewest and short else [row, *short]:
            if has_room([*kept.values(), form]):
                kept[place] = form
                break
    notes = [] if fewest else _beyond(section, [one for row in kept.values() for one in row.partners])
    return _partners_table(section, [kept[place] for place in sorted(kept)], notes)


def _beyond(section: Section, shown: Collection[Partner]) -> list[Marked]:
    """Which localities beyond the neighbours have texts or ties besides those shown; that none has, where none has."""
    beyond = [
        one for one in partners(section) if one.locality and not _is_near(section, one) and _has_ties(one)
    ]
    if not beyond:
        return [section.words.markdown("partners.none_beyond")]
    told = {one.partner_id for one in shown}
    rest = [one for one in beyond if one.partner_id not in told]
    if not rest:
        return []
    named = within(rest, lambda one: name_letters(section.dataset, "partners", one.partner_id), BEYOND, 1)
    names = [place_in_sentence(name(section, one.partner_id, short=True)) for one in named]
    if not named:
        return []
    if more := len(rest) - len(named):
        names.append(section.words.say("partners.and_more", count=more))
    return [section.words.markdown("partners.beyond", names=join(names, "; "))]


def _is_near(section: Section, one: Partner) -> bool:
    """Whether a partner is of a country that the unit borders on."""
    return section.dataset.keyed("partners")[one.partner_id]["country"] in neighbours(section)


@dataclass(frozen=True, eq=False)
class _Row:
    """A row of the table on page 1: the partners of whom the same facts tell, and the cells on them."""

    partners: tuple[Partner, ...]
    texts: Marked
    latest: Marked
    open: Marked
    letters: tuple[int, ...]  # of the longest name of a partner, of the texts, of the latest, of what is open

    @property
    def lines(self) -> int:
        """How many lines it takes, in any language: most where a work or what is due is named with its state.

        Several partners have a line each, and one more. A long text takes as many as it needs.
        """
        cells = (
            _LINES_OF_WORK if self.open and any(one.works or one.bodies for one in self.partners) else _LINES
        )
        named = rows_of(self.letters[0], _NAME) * len(self.partners) + (len(self.partners) > 1)
        return max(cells, named, *(rows_of(size, _LINE) for size in self.letters[1:]))

    @property
    def told(self) -> bool:
        """Whether something dated or open is told."""
        return bool(self.latest or self.open)

    @property
    def has_ties_alone(self) -> bool:
        """Whether no text is told, so that the ties told instead can be left out."""
        return not any(one.texts for one in self.partners)

    def named(self, names: Collection[str]) -> bool:
        """Whether one of the partners is among the names."""
        return any(one.partner_id in names for one in self.partners)


def _rows(section: Section, found: Iterable[Partner]) -> list[_Row]:
    """A row for each partner; one for those of a country of whom the same texts and sessions tell, and nothing else."""
    rows: dict[tuple[str, ...], _Row] = {}
    known = section.dataset.keyed("partners")
    for one in found:
        cells = (
            short_texts(section, one, most=1),
            _cell(latest(section, one, outcome=False)),
            _cell(open_matters(section, one, short=True)[:1]),
        )
        key = (known[one.partner_id]["country"], *cells) if cells[1] or cells[2] else (one.partner_id,)
        several = (*(rows[key].partners if key in rows else ()), one)
        named = max(_short_name(known[other.partner_id]) for other in several)
        rows[key] = _Row(several, *cells, (named, *_letters_on_page_1(section, one)))
    return list(rows.values())


def _short_name(row: Record) -> int:
    """How long a name is without what it has in brackets, in the longer language."""
    return max(len(row[f"name_{language}"].split(" (")[0]) for language in LANGUAGES)


def _letters_on_page_1(section: Section, one: Partner) -> tuple[int, int, int]:
    """How long the texts of facts are in the texts and the latest of a partner, and in what is open with it first."""
    text = max(
        (letters(row, "subject") + _STATE_OF_TEXT for row in _by_rank(one)[:1] if row["subject_en"]),
        default=0,
    )
    late = letters(one.sessions[0]["body"], "short") if one.sessions else 0
    if one.works:
        work = one.works[0]
        shown = [len(work[f"short_{each}"] or work[f"name_{each}"]) for each in LANGUAGES]
        return text, late, max(shown) + _STATE
    if due := next((body for body in one.bodies if _due(section, body)), None):
        return text, late, letters(due, "due") + _STATE_OF_DUE
    return text, late, letters(one.sessions[0], "next_step") if one.sessions else 0


def _partners_table(section: Section, shown: Sequence[_Row], notes: Sequence[Marked] = ()) -> Table | None:
    dash = section.words.say("partners.none")
    names = [
        capital(
            join([place_in_sentence(name(section, one.partner_id, short=True)) for one in row.partners], "; ")
        )
        for row in shown
    ]
    is_open = any(row.open for row in shown)
    return table(
        section,
        section.words.say("partners.table_title" if is_open else "partners.table_title_none_open"),
        [
            column(section, "partner", names),
            column(section, "texts", [row.texts or dash for row in shown]),
            column(section, "latest", [row.latest or dash for row in shown]),
            column(section, "open", _filled([row.open for row in shown], dash)),
        ],
        notes,
        subtitle="",
    )


def _cell(pieces: Sequence[Marked]) -> Marked:
    return join(pieces, "\n")


def _filled(cells: Sequence[str], dash: str) -> list[str]:
    """The cells of a column, a dash in those with nothing; none where all have nothing, so that the column goes."""
    return [cell or (dash if any(cells) else "") for cell in cells]


def told_of(section: Section, found: list[Partner]) -> list[Partner]:
    """The partners of whom a source tells something late or open, as many as the page has rows and letters for.

    One that page 1 names stays before others.
    """
    shown = [one for one in found if _is_told(section, one)]
    named = main_points.partners_named(section)
    while len(shown) > _most_partners(section):
        unnamed = [one for one in shown if one.partner_id not in named]
        shown.remove((unnamed or shown)[-1])
    return _fitting(section, shown)


def _is_told(section: Section, one: Partner) -> bool:
    """Whether something dated or open is to be told: of events alone only what is of the last 24 months."""
    held = one.sessions or (one.activities and (one.texts or recent(section, one.latest)))
    return bool((held and latest(section, one, outcome=True)) or open_matters(section, one))


def _most_partners(section: Section) -> int:
    return SHORT_PARTNERS if pages(section) == 2 else MOST_PARTNERS


def room(section: Section, found: list[Partner]) -> int:
    """How many signed texts page 4 has room for, below its partners and the longer of the lists beside each other.

    Rows are counted, not letters: what the page shows is the same in all languages.
    """
    late = sum(rows_of(letters(row, "title"), ROW) for row in activities(section))
    stated = sum(rows_of(letters(row, "text"), ROW) for row in priorities(section))
    lists = max(late, stated + len(gaps(section, found)))
    told = told_of(section, found)
    said = min(
        sum(rows_of(_letters(section, one), TABLE_ROW) for one in told),  # each row begins a line of its own
        rows_of(MOST_OF_PIECES[pages(section)], TABLE_ROW),
    )
    return PAGE_ROWS - max(PARTNER_ROWS * len(told), said) - lists


def show_partners(section: Section, found: list[Partner]) -> Part:
    """The partners of whom a source tells something late or open, in a table; the others by name."""
    section = section.by_main_sources
    words = section.words
    if not found:
        return part(section.text(words.markdown("partners.no_partner", province=section.province_name)))
    told = _told_in_table(section, told_of(section, found))
    shown = list(told)
    dash = words.say("partners.none")
    tied = [one for one in found if one not in shown and one.locality and _has_ties(one)]
    others = within(
        tied,
        lambda one: name_letters(section.dataset, "partners", one.partner_id),
        _most_partners(section) * OTHER,
        1,
    )
    names = [place_in_sentence(name(section, one.partner_id, short=True)) for one in others]
    if rest := len(tied) - len(others):
        names.append(words.say("partners.and_more", count=rest))
    is_open = any(told[one][1] for one in shown)
    grid = table(
        section,
        words.say("partners.page_table_title" if is_open else "partners.page_table_title_none_open"),
        [
            column(section, "partner", [name(section, one.partner_id, short=True) for one in shown]),
            column(section, "sessions", [_cell(told[one][0]) or dash for one in shown]),
            column(section, "open", _filled([_cell(told[one][1]) for one in shown], dash)),
        ],
        [words.markdown("partners.others", names=join(names, "; "))] if others else [],
        subtitle="",
    )
    return part(grid)


def _has_ties(one: Partner) -> bool:
    """Whether a partner has more than events: a text, a body or ties."""
    return bool(one.texts or one.bodies or one.ties)


def _told_in_table(section: Section, found: Sequence[Partner]) -> dict[Partner, tuple[list[Marked], ...]]:
    """The latest of each partner and what is open with it, as far as the table has letters.

    The first of both come first, for each partner; where there is no letter for these, the partner is left out.
    """
    pieces = {
        one: (latest(section, one, outcome=True), open_matters(section, one)[:MOST_OPEN]) for one in found
    }
    firsts = [(one, (*late[:1], *open_[:1])) for one, (late, open_) in pieces.items()]
    further = [
        (one, (piece,)) for one, several in pieces.items() for column_ in several for piece in column_[1:]
    ]
    most = share(section, "partners") - LETTERS_BELOW[pages(section)]
    short = within(
        [*firsts, *further],
        lambda item: sum(said_letters(section, piece) for piece in item[1]),
        MOST_OF_PIECES[pages(section)],
        1,
    )
    kept = fitting(section, short, lambda item: item[1], most)
    there = [one for one, (_, first) in zip(found, firsts, strict=True) if (one, first) in kept]
    said = {(one, piece) for one, several in kept for piece in several}
    return {
        one: tuple([piece for piece in several if (one, piece) in said] for several in pieces[one])
        for one in there
    }


def _fitting(section: Section, found: list[Partner]) -> list[Partner]:
    """The first of the partners, of whom the table has room to tell in every language; at least one."""
    sums = accumulate(_letters(section, one, most=1) for one in found)  # further pieces give way alone
    return [
        one
        for place, (one, letters) in enumerate(zip(found, sums, strict=True))
        if letters <= MOST_LETTERS or not place
    ]


def _letters(section: Section, one: Partner, most: int = MOST_TOLD) -> int:
    """How long what the table says of a partner is, as far as that is text of facts, in the language that is longer.

    Of so many pieces at ``most`` of its latest and of its works.
    """
    events = (
        _met(section, one)
        if one.sessions
        else [row for row in _late_events(section, one) if "activity_id" in row]
    )[:most]
    told_ = one.sessions[: most - len(events)]
    texts_ = [
        *((row, "outcome") for row in told_),
        *((row, "title") for row in events),
        *((row, "name") for row in one.works[:most]),
    ]
    return max(sum(len(row[f"{text}_{language}"]) for row, text in texts_) for language in LANGUAGES)


def dated_texts(section: Section) -> list[Record]:
    """The texts with a day, month or year of signature or a term, the weightiest first.

    Those that page 1 says to watch; those of provinces and their Party committees that are of the last five years,
    whose term is not over, or that are the newest with a partner across the border or one that page 1 names; other
    late ones; the rest. Of one weight the newest first.
    """
    watched = [row["agreement_id"] for row in main_points.watched(section)]
    named = main_points.partners_named(section)
    newest = {
        one.texts[0]["agreement_id"]
        for one in partners(section)
        if one.texts and (one.across or one.partner_id in named)
    }

    def weight(row: Record) -> int:
        if row["agreement_id"] in watched:
            return 0
        day, end = row["signed"] or row["period_start"], row["period_end"]
        late = recent(section, day, 12 * OLDEST) or bool(end and not section.passed(end))
        if row["level"] in PROVINCIAL and (late or row["agreement_id"] in newest):
            return 1
        return 2 if late else 3

    dated = [row for row in texts(section) if row["signed"] or row["period_start"]]
    return sorted(dated, key=weight)


def _by_day(rows: Sequence[Record]) -> list[Record]:
    """The texts as a list shows them: the newest first, by their signature, else the beginning of their term."""
    return sorted(rows, key=lambda row: row["signed"] or row["period_start"], reverse=True)


def texts_shown(section: Section, rows: list[Record], left: int) -> list[Record]:
    """The weightiest signed texts that the page has room for: three to six, two in a briefing of two pages."""
    most, row = (SHORT_TEXTS, SHORT_ROW) if pages(section) == 2 else (max(FEWEST_TEXTS, left), ROW)
    return _by_day(within(rows, lambda text: letters(text, "title"), min(MOST_TEXTS, most), row))


def show_texts(
    section: Section, rows: list[Record], left: int = 0, beside: Sequence[Shown | None] = ()
) -> Part:
    """The signed texts by weight, with their state by the date of a source, and how many more there are.

    ``left`` is how many the page has room for; those that it has letters for beside what stands there.
    """
    section = section.beside(beside)
    words = section.words
    shown = texts_shown(section, _with_letters(section, "agreements", rows, beside), left)
    if not rows:
        return part(section.text(words.heading("partners.texts"), words.markdown("partners.no_text")))
    rest = len(texts(section)) - len(shown)
    key = "partners.more_in_annex" if shown else "partners.all_in_annex"
    more = words.markdown(key, count=rest) if rest else None
    if len(shown) < FEWEST_ROWS:
        items = [_text_item(section, row) for row in shown]
        return part(section.text(words.heading("partners.texts"), bullets(items), more))
    titles = [words.local(row, "title") + section.citations.fact("agreements", row) for row in shown]
    grid = table(
        section,
        words.say("partners.texts"),
        [
            column(section, "agreement", titles),
            column(section, "signed", [_text_time(section, row) for row in shown]),
            column(section, "status", [state_of(section, row) for row in shown]),
        ],
        [more] if more else [],
        subtitle="",
    )
    return part(grid)


def _text_item(section: Section, row: Record) -> Marked:
    """A text in a line: its time, title and state."""
    words, state = section.words, state_of(section, row)
    time = capital(_text_time(section, row))
    said = words.markdown("partners.activity", time=time, title=words.local(row, "title"))
    said = words.markdown("partners.with_state", what=said, state=state) if state else said
    return said + section.citations.fact("agreements", row)


def _text_time(section: Section, row: Record) -> str:
    said = dates.day(row["signed"], section.language) if row["signed"] else ""
    said = said or section.words.say("partners.day_unknown")
    return f"{said}*" if row["date_inferred"] and not row["status_as_of"] else said


# Earlier sessions


def earlier_sessions(section: Section, found: list[Partner], left: int) -> list[Record]:
    """Sessions of the last five years of which a source says what was agreed and that no partner's row tells.

    The newest first, three at most and as many as ``left`` on the page; none where there is no room for three.
    """
    shown = told_of(section, found)
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
    rows.sort(key=_session_rank, reverse=True)
    most = min(MOST_EARLIER, left - HEAD_ROWS)
    if most < FEWEST_ROWS or pages(section) == 2:
        return []
    return within(rows, lambda row: letters(row, "outcome"), most, OUTCOME)


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
        capital(words.local(row, "outcome")) + section.citations.part("meetings", row, "outcome_source_id")
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


def activities(section: Section) -> list[Record]:
    """The dated activities of the last 24 months, the newest first, six at most; no practices and results."""
    rows = [
        row
        for row in section.near.facts.records("activities")
        if row["kind"] not in STANDING
        and row["start"]
        and recent(section, first_day(row["start"]).isoformat())  # "2024" may have been in January
    ]
    rows.sort(key=lambda row: (row["start"], row["activity_id"]), reverse=True)
    most = SHORT_ACTIVITIES if pages(section) == 2 else MOST_ACTIVITIES
    return within(rows, lambda row: letters(row, "title"), most, ROW)


def _with_letters(
    section: Section, table_: str, rows: Sequence[Record], beside: Sequence[Shown | None], most: int = 0
) -> list[Record]:
    """The rows of a table that the page has letters for beside what stands there; ``most`` of them, else all."""
    most = most or share(section, "partners")
    return fitting(section, rows, lambda row: [section.citations.fact(table_, row)], most, beside)


def show_activities(section: Section, rows: list[Record], beside: Sequence[Shown | None] = ()) -> Text | None:
    """The activities that the page does not tell ``beside`` and has letters for, or that the sources read name none."""
    section = section.beside(beside)
    words = section.words
    heading = words.heading("partners.activities")
    if not rows:
        return section.text(heading, words.markdown("partners.no_activity"))
    told = {fact for one in beside if one is not None for fact in one.facts}
    rows = [row for row in rows if f"activities/{row['activity_id']}" not in told]
    kept = 1 if pages(section) == 2 and dated_texts(section) else 0  # a letter for a signed text
    rows = _with_letters(section, "activities", rows, beside, share(section, "partners") - kept)
    if not rows:
        return None
    items = [
        words.markdown("partners.activity", time=time_of(section, row), title=words.local(row, "title"))
        + section.citations.fact("activities", row)
        for row in rows
    ]
    return section.text(heading, bullets(items))


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
    rows = _with_letters(section, "priorities", rows, beside)
    if not rows:
        return None
    words, first = section.words, rows[0]
    items = [
        words.markdown("plain.text", text=words.local(row, "text"))
        + section.citations.fact("priorities", row)
        for row in rows
    ]
    lead = words.markdown(
        "partners.named_in" if first["document_id"] else "partners.named_by",
        kind=words.label("priority_kind", first["kind"]),
        document=_document(section, first),
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
    """The latest sessions of the bodies, held in the last five years, of which no outcome was published."""
    rows = [row for one in found for row in one.sessions]
    unique = {row["meeting_id"]: row for row in rows if recent(section, row["start"], 12 * OLDEST)}
    return [row for row in unique.values() if not row[f"outcome_{section.language}"]]


def bodies_without_next(section: Section, found: Iterable[Partner]) -> list[Record]:
    """The bodies that met in the last 24 months and of whose next session no source read tells."""
    rows = [row for one in found for row in one.sessions if recent(section, row["start"])]
    unique = {row["body"]["mechanism_id"]: row["body"] for row in rows}
    return [body for body in unique.values() if not body[f"due_{section.language}"]]


def texts_without_state(section: Section) -> list[Record]:
    """The texts of which no source tells a term, nor whether they apply."""
    return [row for row in texts(section) if row["status"] == "unknown" and not row["period_end"]]


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
        named = _some(section, silent, lambda row: session_name(section, row), lambda row: row["body"])
        said.append(words.markdown("partners.gap_outcomes", sessions=named))
    if without := bodies_without_next(section, found):
        named = _some(section, without, lambda body: words.local(body, "short"), lambda body: body)
        said.append(words.markdown("partners.gap_next", bodies=named))
    if unknown := texts_without_state(section):
        all_ = len(texts(section))
        key = "partners.gap_all_states" if all_ == len(unknown) else "partners.gap_states"
        key = "partners.gap_state" if all_ == 1 else key
        said.append(words.markdown(key, count=len(unknown), all=all_))
    if not activities(section):
        said.append(words.markdown("partners.gap_activities"))
    return said


def _some(
    section: Section,
    rows: Sequence[Record],
    say: Callable[[Record], str],
    body: Callable[[Record], Record],
) -> Marked:
    """The names of the first bodies or sessions, as far as a line has room, and how many more there are."""
    shown = within(rows, lambda row: letters(body(row), "short"), MOST_NAMED, NAMED)
    rest = len(rows) - len(shown)
    more = [section.words.say("partners.and_more", count=rest)] if rest else []
    return join([*map(say, shown), *more], "; ")
