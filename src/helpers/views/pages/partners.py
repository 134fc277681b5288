"""The partners of a province abroad, in order, and what is said of each: its texts, the latest, what is open."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from helpers.data.dates import first_day, last_day
from helpers.data.tables import Dataset, Record
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join
from helpers.text.phrases import LANGUAGES, in_sentence, place_in_sentence
from helpers.views.annex import cooperation
from helpers.views.annex.cooperation import country
from helpers.views.kit.section import Section, once_a_section
from helpers.views.kit.short_forms import capital
from helpers.views.kit.spoken import in_time, moment
from helpers.views.pages import main_points
from helpers.views.pages.front_page import NEWS_MONTHS, months_old

A_YEAR = 13  # months, with one for the news to come out
OLDEST = 5  # years after which a statement is no longer one about today
_LAND = 10  # letters of the name of a country
_MONTHS = 12
ONE_MORE = 27  # letters of a last name with its country that stands instead of saying that there is one more
MOST_TOLD = 2  # sessions or events of one partner
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
AGREED = {"vi": "thống nhất ", "en": "agreed "}  # so begins an outcome that says what is to be done
MINUTES = {"vi": "ký biên bản", "en": "minutes"}  # so begins one that signed minutes
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


@once_a_section
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
        for partner in parties_abroad(dataset, "agreement_parties", "agreement_id", row):
            yield partner, "texts", row
    for row in near.records("mechanisms"):
        for partner in parties_abroad(dataset, "mechanism_members", "mechanism_id", row):
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
        sessions=tuple(sorted(sessions, key=session_rank, reverse=True)),
        bodies=tuple(bodies),
        activities=tuple(sorted(rows.get("activities", []), key=_last_day, reverse=True)),
        works=tuple(sorted(rows.get("works", []), key=lambda row: row["status_as_of"], reverse=True)),
        ties=tuple(sorted(rows.get("ties", []), key=lambda row: row["as_of"], reverse=True)),
    )


def _last_day(row: Record) -> str:
    """The last known day of a session or an activity, as precise as known."""
    return str(row["end"] or row["start"])


def session_rank(row: Record) -> tuple[str, bool, bool, str]:
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


@once_a_section
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


def parties_abroad(dataset: Dataset, table: str, key: str, row: Record) -> list[str]:
    """The partners of a row in a table that lists parties or members, in the order of its rows."""
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
    there is none, the minutes of a late session. Else a dash, with a text that only a doubtful reading gives, or the
    ties that a source of the last five years named, and when: these are no text.
    """
    words, cites = section.words, section.citations
    doubtful = [] if partner.texts else _doubtful_texts(section, partner)
    for row in doubtful[:1]:
        said = words.markdown("partners.text_doubtful", time=row["signed"] or row["period_start"])
        return said + cites.fact("agreements", row)
    for row in [] if partner.texts else _with_minutes(section, partner)[:1]:
        said = words.markdown("partners.minutes", time=row["start"][:4])
        return said + cites.part("meetings", row, "outcome_source_id")
    ties = [row for row in partner.ties if recent(section, row["as_of"], 12 * OLDEST)]
    if not partner.texts and ties:
        tie = ties[0]
        named = words.markdown(f"partners.tie_{tie['form']}", time=moment(section, tie["as_of"][:4]))
        return named + cites.fact("relations", tie)
    shown = [
        short_text(section, row) + cites.fact("agreements", row) for row in texts_by_rank(partner)[:most]
    ]
    rest = len(partner.texts) - len(shown)
    more = [words.markdown("partners.more_texts", count=rest)] if rest else []
    return join([join(shown, ", "), *more], " ")


def _with_minutes(section: Section, partner: Partner) -> list[Record]:
    """The sessions of the last 24 months that signed minutes: so begins what they agreed, in all languages."""
    return [
        row
        for row in partner.sessions
        if recent(section, row["start"])
        and all(row[f"outcome_{one}"].startswith(start) for one, start in MINUTES.items())
    ]


def _doubtful_texts(section: Section, partner: Partner) -> list[Record]:
    """The dated texts with a partner that only a doubtful reading gives."""
    return [
        row
        for row in section.near.facts.records("agreements")
        if row["confidence"] == "low" and (row["signed"] or row["period_start"])
        if partner.partner_id in parties_abroad(section.dataset, "agreement_parties", "agreement_id", row)
    ]


def texts_by_rank(partner: Partner) -> list[Record]:
    """The texts of a partner, those of provinces, Party committees and states first."""
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
    name_, other = session_name(section, row), held_with(section, row) if outcome else None
    if other is not None:
        name_ = words.say("partners.session_with", session=name_, other=_other_session(section, other))
    said = join([name_, *filter(None, place), time_of(section, row)])
    if not outcome:
        return said + section.citations.fact("meetings", row)
    cite = section.citations.part("meetings", row, "outcome_source_id")
    if other is not None:
        cite += section.citations.fact("meetings", other)
    agreed = main_points.agreed(section, row)
    if agreed:
        return words.markdown("partners.session_outcome", session=said, outcome=agreed) + cite
    return words.markdown("partners.session_no_outcome", session=said) + cite


def held_with(section: Section, row: Record) -> Record | None:
    """The latest session of another body with a partner of this one, with its body, that was on the same occasion.

    That is at the same place, on a day of this one; None where there is none, or a day or place is not known.
    """

    def abroad(body: Record) -> set[str]:
        return set(parties_abroad(section.dataset, "mechanism_members", "mechanism_id", body))

    for body in section.near.facts.records("mechanisms"):
        other = last_session(section, body["mechanism_id"])
        if other is None or body["mechanism_id"] == row["mechanism_id"]:
            continue
        if _same_occasion(row, other) and abroad(row["body"]) & abroad(body):
            return {**other, "body": body}
    return None


def _same_occasion(one: Record, other: Record) -> bool:
    """Whether two sessions were at one place and have a day in common, as far as place and days are known."""
    if not one["place_en"] or one["place_en"] != other["place_en"]:
        return False
    days = [(row["start"], row["end"] or row["start"]) for row in (one, other)]
    to_the_day = all(day.count("-") == 2 for both in days for day in both)
    return to_the_day and max(start for start, _ in days) <= min(stop for _, stop in days)


def _other_session(section: Section, row: Record) -> str:
    """The name of a session within a sentence: ``phiên họp thứ 11 Nhóm công tác liên hợp``."""
    said = session_name(section, row)
    return said if said.startswith(section.words.local(row["body"], "short")) else in_sentence(said)


def latest(section: Section, partner: Partner, *, outcome: bool) -> list[Marked]:
    """The newest session, event or signing of a partner in the last five years; none where there is none.

    With ``outcome`` there is a second: the session that page 1 tells, else the newest of all others that is a session,
    talks, a visit, a conference or a signing, what is the unit's own before sessions of a body of several units;
    sessions then have their place and what they agreed, events their full title.
    """
    rows = latest_rows(section, partner)[: MOST_TOLD if outcome else 1]
    return [event_said(section, row, outcome=outcome) for row in rows]


def latest_rows(section: Section, partner: Partner) -> list[Record]:
    """The newest dated fact of a partner in the last five years, then the one that is told beside it."""
    rows = [row for row in partner.dated if _is_late(section, row)]
    others = [row for row in rows[1:] if "kind" not in row or row["kind"] in TOLD_SECOND]
    if rows and "body" in rows[0] and (named := held_with(section, rows[0])):  # the first names it
        others = [row for row in others if row.get("meeting_id") != named["meeting_id"]]
    shared = main_points.shared_bodies(section)
    others.sort(key=lambda row: row.get("mechanism_id") in shared or not recent(section, _event_day(row)))
    on_page_1 = main_points.session_told(section) or {"meeting_id": None}
    others.sort(key=lambda row: row.get("meeting_id", "") != on_page_1["meeting_id"])
    return [*rows[:1], *others[: MOST_TOLD - 1]]


def event_said(section: Section, row: Record, *, outcome: bool) -> Marked:
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
        brief = brief_title(row) <= TITLE
        what = what.split("; ")[0] if brief else words.label("activity_kind", row["kind"])
    return join([what, time]) + section.citations.fact("activities", row)


def brief_title(row: Record) -> int:
    """How long what comes first in the title of an event is, in the longer language."""
    return max(len(row[f"title_{language}"].split("; ")[0]) for language in LANGUAGES)


def open_matters(section: Section, partner: Partner, *, short: bool = False) -> list[Marked]:
    """What is open with a partner: works under way or prepared, what is due, what the last session left to do.

    In ``short``, of which page 1 shows the first, what is due of bodies that several units share comes before works,
    which a point tells there: so all members have it. Where a term ended with no later text, that, too. A day that has
    passed is told as passed and not confirmed.
    """
    works = [work_said(section, row, short=short) for row in partner.works]
    first = shared_dues(section, partner) if short else []
    found = _dues(section, first, short=short) + works
    found += _dues(section, [body for body in partner.bodies if body not in first], short=short)
    found = found or _left_to_do(section, partner, short=short)
    found += _without_successor(section, partner, short=short)
    return found or _ending(section, partner)


def shared_dues(section: Section, partner: Partner) -> list[Record]:
    """The bodies with a partner that several units share and of which a session is due."""
    shared = main_points.shared_bodies(section)
    return [row for row in partner.bodies if row["mechanism_id"] in shared and due_session(section, row)]


def _ending(section: Section, partner: Partner) -> list[Marked]:
    """The texts with a partner that end within a year after the edition, those that end first before the others."""
    rows = sorted(ending_texts(section, partner), key=lambda row: row["period_end"])
    said = []
    for row in rows:
        what, time = capital(short_text(section, row)), in_time(section, row["period_end"])
        ending = section.words.markdown("partners.text_ending", what=what, time=time)
        said.append(ending + section.citations.fact("agreements", row))
    return said


def ending_texts(section: Section, partner: Partner) -> list[Record]:
    """The texts with a partner whose term ends within a year."""
    soon = {row["agreement_id"] for row in main_points.ending(section)}
    return [row for row in partner.texts if row["agreement_id"] in soon]


def _left_to_do(section: Section, partner: Partner, *, short: bool) -> list[Marked]:
    """What the latest session of a body left to do: the next step that it named, else what it agreed.

    What it agreed is told by what comes first where it is to be ``short``; a table that has it all beside says the day.
    """
    words = section.words
    for row in with_next_step(section, partner)[:1]:
        step, time = capital(words.local(row, "next_step")), moment(section, _last_day(row))
        said = words.markdown("partners.with_state", what=step, state=time)
        return [said + section.citations.part("meetings", row, "outcome_source_id")]
    for row in with_tasks(section, partner)[:1]:
        what, more = agreed_to_do(row, section.language)
        key = "partners.agreed_more" if more else "partners.agreed_to_do"
        key = key if short else "partners.agreed_open"
        said = words.markdown(key, time=in_time(section, _last_day(row)), what=what)
        return [said + section.citations.part("meetings", row, "outcome_source_id")]
    return []


def with_next_step(section: Section, partner: Partner) -> list[Record]:
    """The sessions of the last five years that named a next step, of bodies that somebody still holds."""
    return [
        row
        for row in partner.sessions
        if row["next_step_en"] and recent(section, row["start"], 12 * OLDEST)
        if not _is_past(section, row["body"])
    ]


def with_tasks(section: Section, partner: Partner) -> list[Record]:
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


def work_said(section: Section, row: Record, *, short: bool) -> Marked:
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
    told = [due for body in bodies if (due := due_session(section, body, short=short))]
    if short:
        return [words.markdown("partners.with_state", what=what, state=state) for what, state in told]
    for what, state in told:
        states.setdefault(state, []).append(what)
    return [
        words.markdown("partners.with_state", what=join(several, words.say("front.and")), state=state)
        for state, several in states.items()
    ]


def due_session(section: Section, body: Record, *, short: bool = False) -> tuple[Marked, str] | None:
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
        if begun and (other := _met_with(section, body)):
            name_, day = words.local(other["body"], "short"), moment(section, other["start"])
            if short:
                state = words.say("partners.perhaps_held", day=dates.day(other["start"], section.language))
            else:
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


def last_contact(section: Section, one: Partner) -> Record | None:
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
    said, shown = list[Marked](), False
    for code, several in lands.items():
        names = [_in_list(section, one) for one in several if one in kept]
        shown = shown or bool(names)
        land = country(section, code)
        if names:
            alone = all(land in name_ for name_ in names)
            listed = join(names, ", ")
            said.append(
                listed if alone else section.words.markdown("partners.of_land", country=land, names=listed)
            )
    left = [one for one in found if one not in kept]
    if shown and left:
        said.append(_how_many(section, left, {known[one.partner_id]["country"] for one in kept}))
    return join(said, "; ")


def _how_many(section: Section, left: Sequence[Partner], named: Collection[str]) -> Marked:
    """How many partners are not named: of a country with none that is, else that there are more."""
    lands = {section.dataset.keyed("partners")[one.partner_id]["country"] for one in left}
    if len(left) > 1 and len(lands) == 1 and not lands & set(named):
        land = country(section, lands.pop())
        return section.words.markdown("partners.count_of_land", country=land, count=len(left))
    return section.words.markdown("partners.more_partners", count=len(left))


def _with_room(section: Section, lands: Mapping[str, Sequence[Partner]], most: int) -> list[Partner]:
    """The partners by country whose names ``most`` letters have room for.

    All of them where one is left whose name is no longer than to say that there is one more.
    """
    known, kept, left = section.dataset.keyed("partners"), list[Partner](), most
    out: list[int] = []
    for several in lands.values():
        there = False
        for one in several:
            size = short_name(known[one.partner_id]) + (0 if there else _LAND)
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
    words, row = section.words, last_contact(section, one)
    name_ = words.name("partners", one.partner_id).split(" (")[0]
    land = country(section, section.dataset.keyed("partners")[one.partner_id]["country"])
    said = in_sentence(name_) if land in name_ else place_in_sentence(name_)
    if has_ties(one) or row is None:
        return words.markdown("plain.text", text=said)
    day = dates.day(_event_day(row), section.language)
    cites = section.citations.fact("activities", row)  # it has no body and no text
    return words.markdown("partners.contact", name=said, time=day) + cites


def _is_near(section: Section, one: Partner) -> bool:
    """Whether a partner is of a country that the unit borders on, or Viet Nam does."""
    land = section.dataset.keyed("partners")[one.partner_id]["country"]
    return land in main_points.ACROSS or land in neighbours(section)


def short_name(row: Record) -> int:
    """How long a name is without what it has in brackets, in the longer language."""
    return max(len(row[f"name_{language}"].split(" (")[0]) for language in LANGUAGES)


def has_ties(one: Partner) -> bool:
    """Whether a partner has more than events: a text, a body or ties."""
    return bool(one.texts or one.bodies or one.ties)
