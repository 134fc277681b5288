"""Page 4, partners and what is open: by partner the bodies, the latest sessions and what they agreed, what is open.

Then the signed texts, what took place in the last 24 months, priorities with their document, what is not published;
what is new is told by `news`. Each claim has a condition, a function whose name says it. A briefing of two pages has
a short form.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

import pandas as pd

from helpers.data.dates import first_day, last_day
from helpers.data.tables import Dataset, Record
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join
from helpers.text.phrases import LANGUAGES, in_sentence, place_in_sentence
from helpers.views.annex import cooperation
from helpers.views.annex.cooperation import country, state_of
from helpers.views.kit.outputs import Chart, Part, Shown, Table, Text, part
from helpers.views.kit.page_budget import letters, rows_of, said_letters, within
from helpers.views.kit.page_sources import fitting, share, with_letters
from helpers.views.kit.section import Section, once
from helpers.views.kit.short_forms import FEWEST_ROWS, capital, pages
from helpers.views.kit.spoken import in_time, moment
from helpers.views.kit.tables import Column, column, table
from helpers.views.kit.words import bullets
from helpers.views.pages import main_points
from helpers.views.pages.front_page import NEWS_MONTHS, months_old, recent_works

A_YEAR = 13  # months, with one for the news to come out
OLDEST = 5  # years after which a statement is no longer one about today
MOST_PARTNERS, MOST_ACTIVITIES, MOST_PRIORITIES = 5, 5, 5
PAGE_ROWS, PARTNER_ROWS = 17, 2  # signed texts that page 4 holds alone, and how many of them a partner takes
FEWEST_TEXTS, MOST_TEXTS, MOST_EARLIER, HEAD_ROWS = 3, 6, 3, 2
MOST_BELOW = (8, 5, 4)  # rows of the table on page 1, below no chart, one and two
_LINES, _LINES_OF_WORK = 2, 3  # of a row of that table; it has room for two rows with a work
_LINE_OF_POINTS = 110  # letters of a line of the main points
_LINE, _STATE, _NAME = 27, 28, 24  # letters of a line of a cell, of the state of a work, of a line of names
_OPEN_LINE = 30  # letters of a line of what is open
_STATE_OF_DUE = 34  # letters of what is said of a session that is due in a year
_DAY_IN_TEXT, _DAY_AGREED = 20, 45  # letters of a day, and of saying that something and more was agreed on it
_DAY, _YEAR_ALONE = 15, 4  # letters of a day more than of a year alone
_TIME, _LAND = 20, 10  # letters of a day behind the title of an event, of the name of a country
_STATE_OF_TEXT = 36  # letters of the time of a text, whose it is, and how many more there are
FEWEST_PARTNERS = 3  # that page 1 shows, whatever else it cites
_MONTHS = 12
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
BEYOND = 64  # letters of the names of partners beyond the border, in a line below the table on page 1
TOGETHER = 96  # letters of the names with which undated texts are signed, in a line of their own on page 2
OTHER = 16  # letters of the names of other partners, for each partner in the table
ONE_MORE = 20  # letters of saying that there is one more, in the longer language
MOST_NAMED = 5  # bodies or sessions that a line on what is not published names
MOST_TOLD, MOST_OPEN = 2, 3  # sessions or events of one partner, and what is open with it
STANDING = ("practice", "result")
TOLD_SECOND = (  # kinds of events that are told beside the newest; texts have kinds of their own
    *("reception", "visit", "talks", "conference"),
    *("agreement", "framework", "memorandum", "minutes", "protocol", "treaty"),
)
ATTENDED = "conference"  # the kind of an event that others held, too
TITLE = 60  # letters of a title on page 1
YEAR = 366  # days; what took longer is no event
TIES = ("friendship", "cooperation")
PROVINCIAL = ("province", "party")  # levels of texts
HIGH = (*PROVINCIAL, "state")  # the same, and those above
OF_RANK, LOCAL = ("province", "state"), ("district", "village", "post")  # without saying; with one name
OPEN_WORKS = ("ongoing", "preparing", "proposed")
PRIORITIES = ("task", "objective", "proposal")
AGREED = {"vi": "thống nhất ", "en": "agreed "}  # so begins an outcome that says what is to be done
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
    def dated(self) -> list[Record]:
        """The sessions, events and signings, the newest first; of those of one day the sessions.

        A date that leaves the day or the month open counts from its first day: it may well be no later. A conference
        or forum that was attended comes after the newest session of a body if that was at most half a year before.
        """
        rows = [*self.sessions, *self.activities, *(row for row in self.texts if row["signed"])]
        return sorted(rows, key=lambda row: (self._weight(row), "body" in row), reverse=True)

    def _weight(self, row: Record) -> date:
        """The day by which an event stands among the others."""
        day = first_day(_event_day(row))
        if row.get("kind") != ATTENDED or not self.sessions:
            return day
        met = first_day(_event_day(self.sessions[0]))
        return met if 0 <= (day - met).days <= YEAR // 2 else day

    @property
    def latest(self) -> str:
        """The day of the latest dated event, as precise as known; empty for none."""
        return max(map(_event_day, self.dated), key=first_day, default="")


# Who the partners are, in order


@once
def partners(section: Section) -> list[Partner]:
    """The partners with a signed text, a body, friendly or cooperative ties or a dated event, most important first.

    Localities of neighbouring countries come first, then other localities, then all others; within each the newest
    dealings. Those of one month: first whoever more is known of.
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


def _session_rank(row: Record) -> tuple[str, bool, bool, str]:
    """The latest session last; of sessions on one day first those of which nothing is known that they agreed.

    Else the conference, which the leaders hold, after the other.
    """
    return _last_day(row), bool(row["outcome_en"]), row["body"]["kind"] == "conference", row["meeting_id"]


def _rank(section: Section, one: Partner) -> tuple[Any, ...]:
    day = _order_of(max([one.latest, *(row["status_as_of"] for row in one.works)], key=_order_of))
    sessions = section.dataset.by("meetings", "mechanism_id")
    known = len(one.dated) + sum(len(sessions.get((body["mechanism_id"],), [])) for body in one.bodies)
    tier = 0 if one.locality and _is_near(section, one) else 1 if one.locality else 2
    return tier, -day.year * _MONTHS - day.month, -known, -day.toordinal(), one.partner_id


def _order_of(day: str) -> date:
    """The first day that a date may stand for; for none the first of all days."""
    return first_day(day) if day else date.min


@once
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
    there is none, a dash, with a text that only a doubtful reading gives, or the ties that a source of the last five
    years named, and when: these are no text.
    """
    words, cites = section.words, section.citations
    doubtful = [] if partner.texts else _doubtful_texts(section, partner)
    for row in doubtful[:1]:
        said = words.markdown("partners.text_doubtful", time=row["signed"] or row["period_start"])
        return said + cites.fact("agreements", row)
    ties = [row for row in partner.ties if recent(section, row["as_of"], 12 * OLDEST)]
    if not partner.texts and ties:
        tie = ties[0]
        named = words.markdown(f"partners.tie_{tie['form']}", time=moment(section, tie["as_of"][:4]))
        return named + cites.fact("relations", tie)
    shown = [short_text(section, row) + cites.fact("agreements", row) for row in _by_rank(partner)[:most]]
    rest = len(partner.texts) - len(shown)
    more = [words.markdown("partners.more_texts", count=rest)] if rest else []
    return join([join(shown, ", "), *more], " ")


def _doubtful_texts(section: Section, partner: Partner) -> list[Record]:
    """The dated texts with a partner that only a doubtful reading gives."""
    return [
        row
        for row in section.near.facts.records("agreements")
        if row["confidence"] == "low" and (row["signed"] or row["period_start"])
        if partner.partner_id in _foreign(section.dataset, "agreement_parties", "agreement_id", row)
    ]


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
    agreed = main_points.agreed(section, row)
    if agreed:
        return words.markdown("partners.session_outcome", session=said, outcome=agreed) + cite
    return words.markdown("partners.session_no_outcome", session=said) + cite


def latest(section: Section, partner: Partner, *, outcome: bool) -> list[Marked]:
    """The newest session, event or signing of a partner in the last five years; none where there is none.

    With ``outcome`` there is a second: the session that page 1 tells, else the newest of all others that is a session,
    talks, a visit, a conference or a signing, what is the unit's own before sessions of a body of several units;
    sessions then have their place and what they agreed, events their full title.
    """
    rows = _latest_rows(section, partner)[: MOST_TOLD if outcome else 1]
    return [_event(section, row, outcome=outcome) for row in rows]


def _latest_rows(section: Section, partner: Partner) -> list[Record]:
    """The newest dated fact of a partner in the last five years, then the one that is told beside it."""
    rows = [row for row in partner.dated if _is_late(section, row)]
    others = [row for row in rows[1:] if "kind" not in row or row["kind"] in TOLD_SECOND]
    shared = main_points.shared_bodies(section)
    others.sort(key=lambda row: row.get("mechanism_id") in shared or not recent(section, _event_day(row)))
    on_page_1 = main_points.session_told(section) or {"meeting_id": None}
    others.sort(key=lambda row: row.get("meeting_id", "") != on_page_1["meeting_id"])
    return [*rows[:1], *others[: MOST_TOLD - 1]]


def _event(section: Section, row: Record, *, outcome: bool) -> Marked:
    """A session, an event or the signing of a text, as the tables tell it."""
    words = section.words
    if "body" in row:
        return session(section, row, outcome=outcome)
    if "activity_id" in row:
        return _activity(section, row, titled=outcome)
    time = words.date_in_text(row["signed"])
    if outcome:
        said = words.markdown("partners.text_signed", time=time, title=words.local(row, "title"))
    else:
        kind = words.say(f"partners.kind_{row['kind']}")
        said = words.markdown("partners.signed", time=time, kind=kind)
    return said + section.citations.fact("agreements", row)


def _event_day(row: Record) -> str:
    """The day of an event or of the signature of a text, as precise as known."""
    return str(row["signed"]) if "signed" in row else _last_day(row)


def _is_late(section: Section, row: Record) -> bool:
    """Whether an event is of the last five years and no span of years."""
    end = _event_day(row)
    start = end if "signed" in row else row["start"]
    return recent(section, end, 12 * OLDEST) and (last_day(end) - first_day(start)).days <= YEAR


def _activity(section: Section, row: Record, *, titled: bool) -> Marked:
    """An event by its title with its time; on page 1 by what comes first in its title.

    There a title that has no room gives way to the kind of the event.
    """
    words = section.words
    what, time = words.local(row, "title"), time_of(section, row)
    if not titled:
        brief = _brief_title(row) <= TITLE
        what = what.split("; ")[0] if brief else words.label("activity_kind", row["kind"])
    return join([what, time]) + section.citations.fact("activities", row)


def _brief_title(row: Record) -> int:
    """How long what comes first in the title of an event is, in the longer language."""
    return max(len(row[f"title_{language}"].split("; ")[0]) for language in LANGUAGES)


def open_matters(section: Section, partner: Partner, *, short: bool = False) -> list[Marked]:
    """What is open with a partner: works under way or prepared, what is due, what the last session left to do.

    Where a term ended with no later text, that, too. A day that has passed is told as passed and not confirmed.
    """
    found = [_work(section, row, short=short) for row in partner.works]
    found += _dues(section, partner.bodies, short=short)
    found = found or _left_to_do(section, partner, short=short)
    found += _without_successor(section, partner, short=short)
    return found or _ending(section, partner)


def _ending(section: Section, partner: Partner) -> list[Marked]:
    """The texts with a partner that end within a year after the edition, those that end first before the others."""
    rows = sorted(_ending_texts(section, partner), key=lambda row: row["period_end"])
    said = []
    for row in rows:
        what, time = capital(short_text(section, row)), in_time(section, row["period_end"])
        ending = section.words.markdown("partners.text_ending", what=what, time=time)
        said.append(ending + section.citations.fact("agreements", row))
    return said


def _ending_texts(section: Section, partner: Partner) -> list[Record]:
    soon = {row["agreement_id"] for row in main_points.ending(section)}
    return [row for row in partner.texts if row["agreement_id"] in soon]


def _left_to_do(section: Section, partner: Partner, *, short: bool) -> list[Marked]:
    """What the latest session of a body left to do: the next step that it named, else what it agreed.

    What it agreed is told by what comes first where it is to be ``short``; a table that has it all beside says the day.
    """
    words = section.words
    for row in _with_next_step(section, partner)[:1]:
        step, time = capital(words.local(row, "next_step")), moment(section, _last_day(row))
        said = words.markdown("partners.with_state", what=step, state=time)
        return [said + section.citations.part("meetings", row, "outcome_source_id")]
    for row in _with_tasks(section, partner)[:1]:
        what, more = agreed_to_do(row, section.language)
        key = "partners.agreed_more" if more else "partners.agreed_to_do"
        key = key if short else "partners.agreed_open"
        said = words.markdown(key, time=in_time(section, _last_day(row)), what=what)
        return [said + section.citations.part("meetings", row, "outcome_source_id")]
    return []


def _with_next_step(section: Section, partner: Partner) -> list[Record]:
    """The sessions of the last five years that named a next step, of bodies that somebody still holds."""
    return [
        row
        for row in partner.sessions
        if row["next_step_en"] and recent(section, row["start"], 12 * OLDEST)
        if not _is_past(section, row["body"])
    ]


def _with_tasks(section: Section, partner: Partner) -> list[Record]:
    """The sessions of the last 24 months that agreed to do something, of bodies of no other unit of ours."""
    shared = main_points.shared_bodies(section)
    return [
        row
        for row in partner.sessions
        if agreed_to_do(row, section.language)[0] and recent(section, row["start"])
        if row["mechanism_id"] not in shared and not _is_past(section, row["body"])
    ]


def agreed_to_do(row: Record, language: str) -> tuple[str, bool]:
    """What comes first in what a session agreed to do, and whether there is more; empty where it agreed nothing to do.

    In all languages its outcome must begin as what was agreed does: what was discussed, reviewed or signed is done.
    """
    if not all(row[f"outcome_{one}"].startswith(start) for one, start in AGREED.items()):
        return "", False
    agreed = str(row[f"outcome_{language}"]).removeprefix(AGREED[language]).removeprefix("on ")
    first = agreed.split("; ")[0].split(", ")[0]
    return first, first != agreed


def _work(section: Section, row: Record, *, short: bool) -> Marked:
    """A work with its state, or with the day that it is or was due; under its short name where it has one."""
    words = section.words
    state = due_day(section, row["due"]) if row["due"] else work_state(section, row)
    what = (words.local(row, "short") if short else "") or words.local(row, "name")
    cites = section.citations.fact("projects", row)
    if row["milestone"]:
        key = "partners.milestone_passed" if section.passed(row["milestone"]) else "partners.milestone"
        if section.passed(row["milestone"]) and row["due"] and not section.passed(row["due"]):
            key = "partners.milestone_before_due"  # two dates, of which one alone has passed
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


def _dues(section: Section, bodies: Iterable[Record], *, short: bool) -> list[Marked]:
    """What is due of bodies; those of one state together, unless it is to be ``short``."""
    words, states = section.words, dict[str, list[Marked]]()
    told = [due for body in bodies if (due := _due(section, body, short=short))]
    if short:
        return [words.markdown("partners.with_state", what=what, state=state) for what, state in told]
    for what, state in told:
        states.setdefault(state, []).append(what)
    return [
        words.markdown("partners.with_state", what=join(several, words.say("front.and")), state=state)
        for state, several in states.items()
    ]


def _due(section: Section, body: Record, *, short: bool = False) -> tuple[Marked, str] | None:
    """What is due of a body, and its state; None where no source says, and of a body whose units of ours are no more.

    Once the time that it is due in has begun, that no source read confirms that it was held.
    """
    words = section.words
    what = words.local(body, "due")
    if not what or _is_past(section, body):
        return None
    last = last_session(section, body["mechanism_id"])
    if body["due"]:
        begun = first_day(body["due"]) <= date.fromisoformat(section.dataset.edition)
        state = due_day(section, body["due"])
        if begun and not short and (other := _met_with(section, body)):
            name_, day = words.local(other["body"], "short"), moment(section, other["start"])
            state = words.say("partners.last_held_with", state=state, body=name_, day=day)
        elif begun and not section.passed(body["due"]):
            state = words.say("partners.is_due_unconfirmed", time=moment(section, body["due"]))
    elif last and not recent(section, last["start"], A_YEAR):
        state = words.say("partners.none_since", time=words.date_in_text(last["start"]))
    else:  # held as it should be
        return None
    return words.markdown("plain.text", text=what) + section.citations.part(
        "mechanisms", body, "due_source_id"
    ), state


def _met_with(section: Section, body: Record) -> Record | None:
    """The latest session, with its body, of one that met on the days of another's latest and since; None for none."""
    last = last_session(section, body["mechanism_id"])
    if last is None or len(last["start"]) < len("2025-02-19") or not last["place_en"]:
        return None  # nobody can tell that it was one occasion
    occasion = ("start", "end", "place_en")
    for other in section.near.facts.records("mechanisms"):
        sessions = section.dataset.by("meetings", "mechanism_id").get((other["mechanism_id"],), [])
        together = any(all(row[field] == last[field] for field in occasion) for row in sessions)
        over = last_day(last["end"] or last["start"])
        since = [row for row in sessions if row["start"] and first_day(row["start"]) > over]
        if other["mechanism_id"] != body["mechanism_id"] and together and since:
            return {**max(since, key=lambda row: row["start"]), "body": other}
    return None


def _is_past(section: Section, body: Record) -> bool:
    """Whether all units of ours that a body is of have ended: nobody holds its sessions any more."""
    members = section.dataset.by("mechanism_members", "mechanism_id").get((body["mechanism_id"],), [])
    units = [section.dataset.areas[one["area_id"]] for one in members if one["area_id"]]
    return all(section.passed(unit["valid_to"]) for unit in units)


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


@dataclass(frozen=True, eq=False)
class Row:
    """A row of both tables: the partners of whom the same facts tell, and what is open with them.

    ``letters`` are those of the longest name of a partner, of the texts, of the latest and of what is open on page 1.
    """

    partners: tuple[Partner, ...]
    matters: tuple[Marked, ...]
    letters: tuple[int, ...]

    @property
    def lines(self) -> int:
        """How many lines it takes on page 1, in any language: most where a work or what is due has its state.

        Several partners have a line each, and one more. A long text takes as many as it needs.
        """
        cells = (
            _LINES_OF_WORK
            if self.matters and any(one.works or one.bodies for one in self.partners)
            else _LINES
        )
        named = rows_of(self.letters[0], _NAME) * len(self.partners) + (len(self.partners) > 1)
        texts_, latest_, open_ = self.letters[1:]
        return max(cells, named, rows_of(texts_, _LINE), rows_of(latest_, _LINE), rows_of(open_, _OPEN_LINE))

    @property
    def has_ties_alone(self) -> bool:
        """Whether no text is told, so that the ties told instead can be left out."""
        return not any(one.texts for one in self.partners)

    def named(self, names: Collection[str]) -> bool:
        """Whether one of the partners is among the names."""
        return any(one.partner_id in names for one in self.partners)


def chosen(section: Section, found: Iterable[Partner]) -> list[Row]:
    """The rows that both tables show, as far as each has room: five, four in a briefing of two pages.

    First the partner that the point on page 1 tells of and others whose leaders meet the unit's, then the rest in
    order, of whom something dated of the last five years or something open is told. Those that the points of page 1
    name stay before others.
    """
    rows = _rows(section, found)
    first = {row["partner_id"] for row in main_points.sessions_across(section)[:1]}
    leaders = main_points.met_by_leaders(section)
    rows.sort(key=lambda row: (not row.named(first), not row.named(leaders)))
    kept = _first_named(section, rows)[: SHORT_PARTNERS if pages(section) == 2 else MOST_PARTNERS]
    return [row for row in rows if row in kept]


def _first_named(section: Section, rows: Iterable[Row]) -> list[Row]:
    """The rows, those of partners that the points of page 1 name before all others.

    So are those of a neighbouring country whose text is there to watch.
    """
    border, known = neighbours(section), section.dataset.keyed("partners")
    watched = {one for row in main_points.watched(section) for one in row["partners"]}
    across = {one for one in watched if known[one]["country"] in border}
    named = main_points.partners_named(section) | across
    return sorted(rows, key=lambda row: not row.named(named))


def _rows(section: Section, found: Iterable[Partner]) -> list[Row]:
    """A row for each partner of whom something is told; one for those of a country of whom the same is told.

    What is open may be so with one of them alone. Of events alone only what is of the last 24 months is told.
    """
    rows: dict[tuple[Any, ...], Row] = {}
    known = section.dataset.keyed("partners")
    for one in found:
        matters = tuple(open_matters(section, one)[:MOST_OPEN])
        late = _latest_rows(section, one)
        if not matters and not (late and (one.sessions or one.texts or recent(section, one.latest))):
            continue
        key = (known[one.partner_id]["country"], *(_told_alike(one, late) or (matters, *_facts_of(one))))
        before = rows.get(key, Row((), (), (0, 0, 0, 0)))
        letters_ = (_short_name(known[one.partner_id]), *_letters_on_page_1(section, one))
        rows[key] = Row(
            (*before.partners, one),
            tuple(dict.fromkeys((*before.matters, *matters)))[:MOST_OPEN],
            tuple(map(max, before.letters, letters_)),
        )
    return list(rows.values())


def _told_alike(one: Partner, late: Sequence[Record]) -> tuple[Any, ...]:
    """The texts of a partner where these are all that is told of it besides what is open; else empty."""
    texts_ = tuple(row["agreement_id"] for row in one.texts)
    return texts_ if all("signed" in row for row in late) else ()


def _facts_of(one: Partner) -> tuple[Any, ...]:
    """What tells two partners apart of whom something is told: the facts, and the kind and day of ties."""
    return (
        tuple(row["agreement_id"] for row in one.texts),
        tuple(row["meeting_id"] for row in one.sessions),
        tuple(row["activity_id"] for row in one.activities),
        tuple((row["form"], row["as_of"]) for row in one.ties),
    )


def partners_table(
    section: Section, beside: Sequence[Shown | None] = (), *, fewest: bool = False
) -> Table | None:
    """The partners for page 1: texts, the latest session or event, and the first open matter; None for no partner.

    They are the rows of page 4 that the page has lines and letters for; which, depends on their facts alone, so that it
    is the same in all languages: fewer below more charts (`MOST_BELOW`) and longer points, those that the points name
    before others; ties give way where that makes room for a row. ``beside`` is what else stands on the
    page. ``fewest`` gives what there is for certain, so that the points can be made for what it leaves.
    """
    spare, found = main_points.spare(section), partners(section)  # whatever stands beside
    section = section.beside(beside)
    drawn = min(2, sum(isinstance(one, Chart) for one in beside))
    most = MOST_BELOW[drawn]
    lines = _LINES_OF_WORK * 2 + _LINES * (most - 2) - (_LINES, _LINES, 1)[drawn]  # for partners far away
    lines += spare // _LINE_OF_POINTS
    most = FEWEST_PARTNERS if fewest else most
    rows = chosen(section, found)

    def has_room(shown: dict[Row, bool]) -> bool:
        return (
            len(shown) <= most
            and sum(row.lines for row in shown) <= lines
            and with_letters(section, _partners_table(section, shown), beside) is not None
        )

    kept: dict[Row, bool] = {}  # with whether its texts are told, or the ties instead
    for row in _first_named(section, rows):
        if has_room({**kept, row: not row.has_ties_alone}):
            kept[row] = not row.has_ties_alone
    for row in [] if fewest else list(kept):  # ties take what letters the rows leave
        kept[row] = kept[row] or has_room({**kept, row: True})
    shown = {row: kept[row] for row in rows if row in kept}
    grid = _partners_table(section, shown, [] if fewest else _beyond(section, found, shown))
    if with_letters(section, grid, beside) is None:  # for a contact, which alone has a source in that line
        grid = _partners_table(section, shown, _beyond(section, found, shown, contacts=False))
    return grid


def _beyond(
    section: Section, found: Iterable[Partner], shown: Iterable[Row], *, contacts: bool = True
) -> list[Marked]:
    """Which localities not across the unit's border it has to do with, besides those shown.

    That none is of a country beyond the neighbouring ones, where none is.
    """
    border, told = neighbours(section), {one for row in shown for one in row.partners}
    known = section.dataset.keyed("partners")
    others = [
        one
        for one in found
        if one.locality and known[one.partner_id]["country"] not in border
        if one not in told and (_has_ties(one) or (contacts and _last_contact(section, one)))
    ]
    said = by_country(section, others, BEYOND)
    notes = [section.words.markdown("partners.beyond", names=said)] if said else []
    if not _beyond_neighbours(section):
        notes.append(section.words.markdown("partners.none_beyond"))
    return notes


def _beyond_neighbours(section: Section) -> list[Record]:
    """The localities beyond the neighbouring countries that any fact of the unit names."""
    facts, known = section.near.facts, section.dataset.keyed("partners")
    rows = [row for table in ("relations", "activities", "projects") for row in facts.records(table)]
    named = {row["partner_id"] for row in rows} | {one.partner_id for one in partners(section)}
    return [
        known[one]
        for one in sorted(named - {""})
        if known[one]["kind"] == "locality" and known[one]["country"] not in main_points.ACROSS
    ]


def _last_contact(section: Section, one: Partner) -> Record | None:
    """The newest event of the last five years with a partner; None for none."""
    return next((row for row in one.dated if _is_late(section, row)), None)


def by_country(section: Section, found: Sequence[Partner], most: int) -> Marked:
    """Localities by country, ``Japan (Hokkaido); Laos (Houaphanh Province)``, those beyond the neighbouring first.

    As many as ``most`` letters of their names have room for, and how many more there are. One with which there were
    events alone has the day of the newest.
    """
    known = section.dataset.keyed("partners")
    lands: dict[str, list[Partner]] = {}
    for one in sorted(found, key=lambda one: known[one.partner_id]["country"] in main_points.ACROSS):
        lands.setdefault(known[one.partner_id]["country"], []).append(one)
    kept = _with_room(section, lands, most)
    said, shown = list[Marked](), 0
    for code, several in lands.items():
        names = [_in_list(section, one) for one in several if one in kept]
        shown += len(names)
        land = country(section, code)
        if names:
            alone = all(land in name_ for name_ in names)
            listed = join(names, ", ")
            said.append(
                listed if alone else section.words.markdown("partners.of_land", country=land, names=listed)
            )
    if shown and (rest := len(found) - shown):
        said.append(section.words.markdown("partners.more_partners", count=rest))
    return join(said, "; ")


def _with_room(section: Section, lands: Mapping[str, Sequence[Partner]], most: int) -> list[Partner]:
    """The partners by country whose names ``most`` letters have room for.

    All of them where one is left whose name is no longer than to say that there is one more.
    """
    known, kept, left = section.dataset.keyed("partners"), list[Partner](), most
    out: list[int] = []
    for several in lands.values():
        there = False
        for one in several:
            size = _short_name(known[one.partner_id]) + (0 if there else _LAND)
            if size > left:
                out.append(size)
                continue
            kept.append(one)
            left, there = left - size, True
    if kept and len(out) == 1 and out[0] <= ONE_MORE:
        return [one for several in lands.values() for one in several]
    return kept


def _in_list(section: Section, one: Partner) -> Marked:
    """A partner in a list, by its name alone; with the day of the newest event where there is nothing else."""
    words, row = section.words, _last_contact(section, one)
    name_ = words.name("partners", one.partner_id).split(" (")[0]
    land = country(section, section.dataset.keyed("partners")[one.partner_id]["country"])
    said = in_sentence(name_) if land in name_ else place_in_sentence(name_)
    if _has_ties(one) or row is None:
        return words.markdown("plain.text", text=said)
    day = dates.day(_event_day(row), section.language)
    cites = section.citations.fact("activities", row)  # it has no body and no text
    return words.markdown("partners.contact", name=said, time=day) + cites


def _is_near(section: Section, one: Partner) -> bool:
    """Whether a partner is of a country that the unit borders on, or Viet Nam does."""
    land = section.dataset.keyed("partners")[one.partner_id]["country"]
    return land in main_points.ACROSS or land in neighbours(section)


def _short_name(row: Record) -> int:
    """How long a name is without what it has in brackets, in the longer language."""
    return max(len(row[f"name_{language}"].split(" (")[0]) for language in LANGUAGES)


def _letters_on_page_1(section: Section, one: Partner) -> tuple[int, int, int]:
    """How long the texts of facts are in the texts and the latest of a partner, and in what is open with it first."""
    text = max(
        (letters(row, "subject") + _STATE_OF_TEXT for row in _by_rank(one)[:1] if row["subject_en"]),
        default=0,
    )
    newest = _last_contact(section, one) or {}
    late = 0
    if "body" in newest:
        late = letters(newest["body"], "short")
    elif "activity_id" in newest and (size := _brief_title(newest)) <= TITLE:
        late = size + _TIME
    if one.works:
        work = one.works[0]
        shown = [len(work[f"short_{each}"] or work[f"name_{each}"]) for each in LANGUAGES]
        return (
            text,
            late,
            max(shown) + _STATE + (letters(work, "milestone") and letters(work, "milestone") + _STATE),
        )
    if due := next((body for body in one.bodies if _due(section, body)), None):
        return (
            text,
            late,
            letters(due, "due") + _STATE_OF_DUE + (_DAY if len(due["due"]) > _YEAR_ALONE else 0),
        )
    return text, late, _letters_left_to_do(section, one) or _letters_of_ending(section, one)


def _letters_left_to_do(section: Section, one: Partner) -> int:
    """How long what `_left_to_do` says in short is."""
    for row in _with_next_step(section, one)[:1]:
        return letters(row, "next_step") + _DAY_IN_TEXT
    tasks = _with_tasks(section, one)[:1]
    return max(
        (len(agreed_to_do(row, each)[0]) + _DAY_AGREED for row in tasks for each in LANGUAGES), default=0
    )


def _letters_of_ending(section: Section, one: Partner) -> int:
    """How long what `_ending` says first may be."""
    rows = _ending_texts(section, one)
    return max((letters(row, "subject") + _STATE_OF_TEXT + _DAY_IN_TEXT for row in rows), default=0)


def _partners_table(
    section: Section, shown: Mapping[Row, bool], notes: Sequence[Marked] = ()
) -> Table | None:
    """The table of page 1: by row whether its texts are told."""
    dash = section.words.say("partners.none")
    firsts = [row.partners[0] for row in shown]
    told = [short_texts(section, one, most=1) for one in firsts]
    newest = [_cell(latest(section, one, outcome=False)) for one in firsts]
    matters = [
        _cell([matter for one in row.partners for matter in open_matters(section, one, short=True)][:1])
        for row in shown
    ]
    return table(
        section,
        section.words.say("partners.table_title" if any(matters) else "partners.table_title_none_open"),
        [
            column(section, "partner", [_named(section, row) for row in shown]),
            column(
                section,
                "texts",
                [(said if with_ else "") or dash for said, with_ in zip(told, shown.values(), strict=True)],
            ),
            column(section, "latest", [said or dash for said in newest]),
            column(section, "open", _filled(matters, dash)),
        ],
        notes,
        subtitle="",
    )


def _named(section: Section, row: Row) -> str:
    """The partners of a row, with their country, of several behind the last: ``Hokkaido (Japan)``."""
    words = section.words
    *others, last = [one.partner_id for one in row.partners]
    names = [words.name("partners", one).split(" (")[0] for one in others]
    names = [*names, name(section, last, short=True)]
    return capital(join(map(place_in_sentence, names), "; "))


def _cell(pieces: Sequence[Marked]) -> Marked:
    return join(pieces, "\n")


def _filled(cells: Sequence[str], dash: str) -> list[str]:
    """The cells of a column, a dash in those with nothing; none where all have nothing, so that the column goes."""
    return [cell or (dash if any(cells) else "") for cell in cells]


def told_of(section: Section, found: Iterable[Partner]) -> list[Row]:
    """The rows of page 4: those chosen of which the table has room to tell in every language; at least one.

    Those that page 1 names before others.
    """
    rows = chosen(section, found)
    first = _first_named(section, rows)
    sums = accumulate(_letters(section, row, most=1) for row in first)  # further pieces give way alone
    kept = [
        row
        for place, (row, letters) in enumerate(zip(first, sums, strict=True))
        if letters <= MOST_LETTERS or not place
    ]
    return [row for row in rows if row in kept]


def room(section: Section, found: list[Partner]) -> int:
    """How many signed texts page 4 has room for, below its partners and the longer of the lists beside each other.

    Rows are counted, not letters: what the page shows is the same in all languages.
    """
    late = sum(rows_of(_happened_letters(section, row), ROW) for row in activities(section))
    stated = sum(rows_of(letters(row, "text"), ROW) for row in priorities(section))
    lists = max(late, stated + len(gaps(section, found)))
    told = told_of(section, found)
    said = min(
        sum(rows_of(_letters(section, row), TABLE_ROW) for row in told),  # each begins a line
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
    there = {one for row in shown for one in row.partners}
    tied = [one for one in found if one not in there and one.locality and _has_ties(one)]
    others = by_country(section, tied, len(shown) * OTHER)
    is_open = any(told[row][1] for row in shown)
    grid = table(
        section,
        words.say("partners.page_table_title" if is_open else "partners.page_table_title_none_open"),
        [
            column(section, "partner", [_named(section, row) for row in shown]),
            column(section, "sessions", [_cell(told[row][0]) or dash for row in shown]),
            column(section, "open", _filled([_cell(told[row][1]) for row in shown], dash)),
        ],
        [*_overdue(section, shown), *([words.markdown("partners.others", names=others)] if others else [])],
        subtitle="",
    )
    return part(grid)


def _overdue(section: Section, shown: Iterable[Row]) -> list[Marked]:
    """The works that no partner's row tells of and of which a date has passed with no source that confirms it."""
    told = {work["project_id"] for row in shown for one in row.partners for work in one.works}
    works = [
        row
        for row in recent_works(section)
        if row["project_id"] not in told and (section.passed(row["due"]) or section.passed(row["milestone"]))
    ]
    if not works:
        return []
    said = join([_work(section, row, short=True) for row in works[:MOST_OPEN]], "; ")
    return [section.words.markdown("partners.overdue", works=said)]


def _has_ties(one: Partner) -> bool:
    """Whether a partner has more than events: a text, a body or ties."""
    return bool(one.texts or one.bodies or one.ties)


def _told_in_table(section: Section, rows: Sequence[Row]) -> dict[Row, tuple[list[Marked], ...]]:
    """The latest of each row and what is open with it, as far as the table has letters.

    The first of both come first, for each row, those of partners that page 1 names before others, with the session
    that it tells of; where there is no letter for these, the row is left out.
    """
    pieces = {row: (latest(section, row.partners[0], outcome=True), row.matters) for row in rows}
    told = main_points.session_told(section)
    firsts: list[tuple[Row, tuple[Marked, ...]]] = []
    for row in _first_named(section, rows):
        late = [one.get("meeting_id", "") for one in _latest_rows(section, row.partners[0])]
        most = late.index(told["meeting_id"]) + 1 if told and told["meeting_id"] in late else 1
        firsts.append((row, (*pieces[row][0][:most], *pieces[row][1][:1])))
    there_already = {(row, piece) for row, several in firsts for piece in several}
    further = [
        (row, (piece,))
        for row, several in pieces.items()
        for column_ in several
        for piece in column_
        if (row, piece) not in there_already
    ]
    most = share(section, "partners") - LETTERS_BELOW[pages(section)]
    short = within(
        [*firsts, *further],
        lambda item: sum(said_letters(section, piece) for piece in item[1]),
        MOST_OF_PIECES[pages(section)],
        1,
    )
    of_firsts = [item for item in short if item in firsts]
    if len(fitting(section, of_firsts, lambda item: item[1], most)) < len(of_firsts):
        most += 1  # no row goes for want of one letter
    kept = fitting(section, short, lambda item: item[1], most)
    there = [row for row in rows if any((row, first) in kept for one, first in firsts if one is row)]
    said = {(row, piece) for row, several in kept for piece in several}
    return {
        row: tuple([piece for piece in several if (row, piece) in said] for several in pieces[row])
        for row in there
    }


def _letters(section: Section, row: Row, most: int = MOST_TOLD) -> int:
    """How long what the table says of partners is, as far as that is text of facts, in the language that is longer.

    Of so many pieces at ``most`` of their latest and of their works.
    """
    rows = _latest_rows(section, row.partners[0])[:most]
    works = [work for one in row.partners for work in one.works]
    said = (
        main_points.agreed_letters(section, row) if "body" in row else letters(row, "title") for row in rows
    )
    return sum(said) + sum(letters(work, "name") for work in works[:most])


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
    together = _undated_together(section) if pages(section) == 2 and len(shown) < SHORT_TEXTS else []
    line = _together(section, together, beside) if together else Marked("")
    there = shown or line
    more = _more_texts(section, len(shown) + (len(together) if line else 0), key="more" if there else "all")
    if len(shown) < FEWEST_ROWS:
        items = [_text_item(section, row) for row in shown]
        if line:
            items.append(line)
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


def _more_texts(section: Section, shown: int, *, key: str) -> Marked | None:
    """How many texts the annex has besides those shown, with those that only a doubtful reading or a twinning gives."""
    words, all_ = section.words, len(section.near.facts.records("agreements"))
    if all_ == shown:
        return None
    said, unsure = words.markdown(f"partners.{key}_in_annex", count=all_ - shown), all_ - len(texts(section))
    return join([said, words.markdown("partners.unsure_texts", count=unsure)], " ") if unsure else said


def _undated_together(section: Section) -> list[Record]:
    """Undated texts of the province of one kind that one source tells of, two at least; none where there are none."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for row in texts(section):
        if row["level"] in PROVINCIAL and not (row["signed"] or row["period_start"]):
            groups.setdefault((row["kind"], row["source_id"]), []).append(row)
    most = max(groups.values(), key=len, default=[])
    return most if len(most) > 1 else []


def _together(section: Section, rows: Sequence[Record], beside: Sequence[Shown | None]) -> Marked:
    """Undated texts of one kind in a line, how many and with whom; empty where no letter is left for its source."""
    words = section.words
    with_ = {
        one for row in rows for one in _foreign(section.dataset, "agreement_parties", "agreement_id", row)
    }
    names = by_country(section, [one for one in partners(section) if one.partner_id in with_], TOGETHER)
    lettered = _with_letters(section, "agreements", rows, beside)
    if not names or len(lettered) < len(rows):  # no locality, or none that a line has room for
        return Marked("")
    kind = words.say(f"partners.kind_{rows[0]['kind']}")
    said = words.markdown("partners.undated_with", count=len(rows), kind=kind, names=names)
    return said + join(dict.fromkeys(section.citations.fact("agreements", row) for row in rows), "")


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
    rows.sort(key=_session_rank, reverse=True)
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


@once
def activities(section: Section) -> list[Record]:
    """The dated activities of the last 24 months, the newest first, six at most; no practices and results.

    So are sessions of the country's bodies that were held in the unit, and of its own bodies that the table does not
    tell (`_not_in_table`); each has the body's row under ``body``.
    """
    rows = [row for row in section.near.facts.records("activities") if row["kind"] not in STANDING]
    rows += [*_held_here(section), *_not_in_table(section)]
    rows = [
        row
        for row in rows
        if row["start"] and recent(section, first_day(row["start"]).isoformat())  # "2024" may be in January
    ]
    rows.sort(key=lambda row: (row["start"], _fact(row)), reverse=True)
    most = SHORT_ACTIVITIES if pages(section) == 2 else MOST_ACTIVITIES
    kept = within(_shared_first(section, rows), lambda row: _happened_letters(section, row), most, ROW)
    return [row for row in rows if row in kept]


def _shared_first(section: Section, rows: Sequence[Record]) -> list[Record]:
    """The newest session of bodies that the unit shares with others before the rest: each member's page tells it."""
    shared = main_points.shared_bodies(section)
    first = next((row for row in rows if row.get("mechanism_id") in shared), None)
    return sorted(rows, key=lambda row: row is not first)


def _held_here(section: Section) -> list[Record]:
    """The sessions of the country's bodies that were held in the unit."""
    own = {row["mechanism_id"] for row in section.near.facts.records("mechanisms")}
    known = section.dataset.keyed("mechanisms")
    return [
        {**row, "body": known[row["mechanism_id"]]}
        for row in section.near.facts.records("meetings")
        if row["mechanism_id"] not in own
    ]


def _not_in_table(section: Section) -> list[Record]:
    """The latest session of each body that the table on the page does not tell.

    With a partner that it has, of bodies of the unit alone.
    """
    found, main = partners(section), section.by_main_sources
    table_ = _told_in_table(main, told_of(section, found))
    told = {
        late.get("meeting_id")
        for row, (pieces, _) in table_.items()
        for late in _latest_rows(main, row.partners[0])
        if _event(main, late, outcome=True) in pieces
    }
    for row in (row for several in table_ for one in several.partners for row in one.sessions):
        if row["mechanism_id"] in main_points.shared_bodies(section):
            told.add(row["meeting_id"])
    rows = {row["meeting_id"]: row for one in found for row in one.sessions}
    return [row for name_, row in rows.items() if name_ not in told]


def _fact(row: Record) -> str:
    """The table and key of an activity or session."""
    return f"meetings/{row['meeting_id']}" if "body" in row else f"activities/{row['activity_id']}"


def _happened_letters(section: Section, row: Record) -> int:
    """How long an activity or session is in a list."""
    if "body" not in row:
        return letters(row, "title")
    return letters(row["body"], "short") + letters(row, "place") + main_points.agreed_letters(section, row)


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
    kept = 1 if pages(section) == 2 and dated_texts(section) else 0  # a letter for a signed text
    said = {_fact(row): _happened(section, row) for row in rows if _fact(row) not in told}
    first = [_fact(row) for row in _shared_first(section, rows) if _fact(row) in said]
    there = fitting(section, first, lambda fact: [said[fact]], share(section, "partners") - kept, beside)
    items = [said[fact] for fact in said if fact in there]
    return section.text(heading, bullets(items)) if items else None


def _happened(section: Section, row: Record) -> Marked:
    """An activity with its time; a session with its place and what it agreed."""
    words = section.words
    if "body" not in row:
        title, cites = words.local(row, "title"), section.citations.fact("activities", row)
    else:
        place = place_in_sentence(words.local(row, "place"))
        title = join(filter(None, [session_name(section, row), place]))
        if _of_states(section, row["body"]):
            title = words.say("partners.of_states", session=title)
        if agreed := main_points.agreed(section, row):
            title = words.say("partners.session_outcome", session=title, outcome=agreed)
        cites = section.citations.part("meetings", row, "outcome_source_id")
    return words.markdown("partners.activity", time=time_of(section, row), title=title) + cites


def _of_states(section: Section, body: Record) -> bool:
    """Whether a body is of the countries themselves, so that its sessions are no contact of the unit's."""
    known = section.dataset.keyed("partners")
    foreign = _foreign(section.dataset, "mechanism_members", "mechanism_id", body)
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
    rows = _with_letters(section, "priorities", rows, beside)
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
    if not activities(section):
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
    if len(rest) == 1 and letters(body(rest[0]), "short") <= ONE_MORE:
        shown, rest = list(rows), []
    others = [section.words.say(f"partners.{more}", count=len(rest))] if rest else []
    return join([*map(say, shown), *others], "; ")
