"""The main points of page 1: trade, the partner across the border, infrastructure, investors, what to watch.

Each is a sentence or two made from rows, with a condition for each thing it claims. Where no condition holds, it says
in a neutral form what the sources give, or that they give nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from helpers.data import selection
from helpers.data.dates import first_day, last_day, years_before
from helpers.data.selection import Pick
from helpers.data.series import Point, Series, series
from helpers.data.tables import Record
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join
from helpers.text.phrases import LANGUAGES, in_sentence
from helpers.views.annex.cooperation import country
from helpers.views.kit import spoken
from helpers.views.kit.outputs import Shown, Text, letters_of
from helpers.views.kit.page_budget import figure_letters, letters
from helpers.views.kit.page_sources import excess
from helpers.views.kit.section import Section, once_a_section
from helpers.views.kit.short_forms import sentence
from helpers.views.pages import investment_page, trade_main
from helpers.views.pages.front_page import (
    NEWS_MONTHS,
    STALE_MONTHS,
    TradeHistory,
    leapt,
    main_trade,
    months_old,
    no_year,
    nothing_like_it,
    open_works,
    peak,
    picks,
    recent_works,
    since,
    trade_history,
    trade_label,
    with_base,
)

MOST_WORKS, MOST_TO_WATCH = 2, 2
MOST_LETTERS = 640  # of the dataset's texts in all points together
LETTERS_OF_OTHER = 45  # of what other counts or doubtful readings have, in that point
CLAUSES_OF_TRADE = 3  # in the point on trade: the months, the newest year and the highest
LETTERS_OF_CLAUSE = 120  # of what that point tells beside these
TALKS = "talks"  # of agencies, border posts or districts, not of leaders
NUMBERED_FIRST = (
    "conference",
    "programme",
    TALKS,
)  # kinds of bodies whose number stands first: "5th Conference"
OWN_TALKS = (
    "reception",
    "visit",
    "talks",
)  # kinds of activities that are a unit's own, beside those of its bodies
_EVER_BRIEFER = ((True, True), (True, False), (False, True), (False, False))  # with its own talks, in full
INFERRED = "inferred"  # so a note calls what its source does not say
SOON_MONTHS = 12  # within how many months after the edition an agreement that ends is to be watched
ACROSS = ("CN", "LA")


class Form(NamedTuple):
    """What may be said of a point (Markdown), and how many letters of that are texts of the dataset (`page_budget`).

    A ``bare`` form lacks what makes the point worth reading: it stands where nothing else can give way. A ``spare`` one
    only lacks what is told where there is room: it stands before anything else gives way.
    """

    said: Marked
    letters: int = 0
    bare: bool = False
    spare: bool = False


@dataclass(frozen=True)
class MainPoint:
    """A main point: what it is about, and what may be said of it, the fullest form first."""

    head: str
    forms: tuple[Form, ...]

    @property
    def said(self) -> Marked:
        """What is said of it (Markdown)."""
        return self.forms[0].said


def main_points(section: Section, beside: Sequence[Shown | None] = ()) -> list[MainPoint]:
    """The five main points of the unit, in their order, as full as the page has room and letters for.

    ``beside`` is what else is certain to stand there.
    """
    points = _fullest(section)
    while sum(one.forms[0].letters for one in points) > MOST_LETTERS:
        shorter = list(_shorter(points, spare=True)) or list(_shorter(points, bare=False))
        shorter = shorter or list(_shorter(points))
        if not shorter:
            break
        enough = [less for less in shorter if sum(one.forms[0].letters for one in less) <= MOST_LETTERS]
        points = (
            enough[0] if enough else min(shorter, key=lambda less: sum(one.forms[0].letters for one in less))
        )
    cited = letters_of(beside)

    def too_many(points: Sequence[MainPoint]) -> int:
        return excess(section, cited | section.citations.letters(*(one.said for one in points)))

    while much := too_many(points):
        saving = next((less for less in _shorter(points) if too_many(less) < much), None)
        if saving is None:
            break
        points = saving
    return points


def spare(section: Section) -> int:
    """How many letters the page has for what the points can say that they leave unused, whatever is cited."""
    return max(0, MOST_LETTERS - sum(one.forms[0].letters for one in _fullest(section)))


def least(section: Section) -> list[MainPoint]:
    """The main points in their shortest forms: what page 1 has room for, whatever else is known."""
    return [MainPoint(one.head, one.forms[-1:]) for one in _fullest(section)]


@once_a_section
def _fullest(section: Section) -> list[MainPoint]:
    """The five main points with all that may be said of each; what a curator chose comes before what the rules do."""
    found = picks(section)
    points = {
        "point_trade": trade(section, found["trade"]),
        "point_partner": partner(section),
        "point_infrastructure": infrastructure(section),
        "point_investors": investors(section, found["fdi"]),
        "point_watch": to_watch(section),
    }
    return [
        MainPoint(one.head, (told, *one.forms)) if (told := _chosen(section, slot)) else one
        for slot, one in points.items()
    ]


def _shorter(
    points: Sequence[MainPoint], *, spare: bool = False, bare: bool = True
) -> Iterator[list[MainPoint]]:
    """The points with one in a shorter form, the last point and the fullest of its forms first.

    Spare forms come before all others, bare ones last; with ``spare`` there are no others, without ``bare`` none of
    these.
    """
    steps = [
        (form.bare - form.spare, place, step)
        for place, one in reversed(list(enumerate(points)))
        for step, form in enumerate(one.forms)
        if step and (form.spare or not spare) and (bare or not form.bare)
    ]
    for _, place, step in sorted(steps, key=lambda one: one[0]):
        one = points[place]
        yield [*points[:place], MainPoint(one.head, one.forms[step:]), *points[place + 1 :]]


def _chosen(section: Section, slot: str) -> Form | None:
    """The row that a curator chose for a point, told without a claim; None where the rules choose."""
    chosen = selection.highlight(section.dataset, section.province, slot, section.dataset.edition)
    if chosen is None:
        return None
    table, row = chosen[0], dict(chosen[1])
    words = section.words
    if table == "observations":
        said, size = (
            spoken.plainly(section, row) + spoken.cited(section, row),
            figure_letters(section.dataset, row),
        )
    elif table == "meetings":
        said, size = (
            _session(section, row, with_outcome=True),
            _session_letters(section, row, with_outcome=True),
        )
    elif table == "projects":
        said, size = _work(section, row, with_note=True), _work_letters(row, with_note=True)
    else:
        size = letters(row, "title")
        start, end = (row["signed"], row["signed"]) if table == "agreements" else (row["start"], row["end"])
        time = dates.period(start, end, section.language) if start or end else ""
        name = words.local(row, "title")
        said = (
            words.markdown("front.chosen", name=name, time=time)
            if time
            else words.markdown("plain.text", text=name)
        )
        said = said + section.citations.fact(table, row)
    return Form(words.markdown("front.sentence", text=said), size)


def show_main_points(section: Section, points: list[MainPoint]) -> Text | None:
    """The points as a numbered list under its heading."""
    items = [
        f"{number}. **{join([point.head])}** {point.said}" for number, point in enumerate(points, start=1)
    ]
    return section.text(section.words.heading("front.main_points"), Marked("\n".join(items)))


def _point(section: Section, key: str, *said: Marked) -> MainPoint:
    """A point under its head; of what is said the fullest form comes first."""
    return MainPoint(section.words.say(key), tuple(map(Form, said)))


def _clauses(section: Section, clauses: list[Marked]) -> Marked:
    """Clauses as one sentence."""
    return section.words.markdown("front.sentence", text=join(clauses, "; "))


def _ever_fewer(section: Section, clauses: Sequence[Form], *, bare: bool = False) -> list[Form]:
    """Clauses as one sentence, then without the last of them, down to the first."""
    return [
        Form(
            _clauses(section, [one.said for one in clauses[:most]]),
            sum(one.letters for one in clauses[:most]),
            bare,
        )
        for most in range(len(clauses), 0, -1)
    ]


# Trade


def trade(section: Section, pick: Pick | None) -> MainPoint:
    """The newest part of a year, months after it, the newest year and the highest; then what sources differ on."""
    words = section.words
    if pick is None:
        said = since(section, "trade", "front.none_since", "front.none_ever")
        return _point(section, "front.point_trade", words.markdown("front.sentence", text=said))
    history = trade_history(section, main_trade(section))
    others = [*_no_more_in_year(section, pick), *_doubtful(section, pick)]
    doubts = [*trade_main.before_elsewhere(section, pick.series, pick.point), *others]
    clauses, newer, last = [_headline(section, pick)], _newer_months(section, pick), list[Marked]()
    if history is not None and pick.kind != "years":
        months, years = _months(section, history), _years(section, history)
        clauses = [*months, *years]
        if pick.kind == "year" and months:  # of which nobody knows how many they are
            clauses = [
                *years[:1],
                words.markdown("front.trade_newer", said=months[0]),
                *months[1:],
                *years[1:],
            ]
        last, doubts = _other_year(section, history), [*_elsewhere(section, history), *doubts]
    label = trade_label(section, pick.series)
    unit = "" if pick.area_id == section.province else words.name("areas", pick.area_id)
    head = words.say("front.point_of", name=label, unit=unit) if unit else label
    forms = [clauses, *(clauses[:most] for most in (2, 1) if most < len(clauses))]  # the newest come first
    told = [*clauses, *newer, *last, *doubts[: len(doubts) - len(others)]]
    # Of several years in one sum a clause says since when there is no year, or which reading is doubtful.
    summed = pick.kind == "years"
    size = LETTERS_OF_CLAUSE * (max(0, len(told) - CLAUSES_OF_TRADE) + summed)
    size += LETTERS_OF_OTHER * (len(others) + _year_is_disputed(section, history))
    size += sum(
        max(len(_first_noted(one.row[f"note_{language}"])) for language in LANGUAGES)
        for _, one in _doubtful_year(section, pick)
    )
    shown = [
        Form(
            join([_clauses(section, [*one[:1], *newer, *one[1:], *last]), *map(sentence, doubts)], " "), size
        )
        for one in forms
    ]
    return MainPoint(words.say("front.point_head", name=head), tuple(shown))


def _year_is_disputed(section: Section, history: TradeHistory | None) -> bool:
    """Whether another source has another amount for the newest full year."""
    if history is None or not history.years:
        return False
    return selection.elsewhere(section.dataset, history.found, history.years[-1]) is not None


def _no_more_in_year(section: Section, pick: Pick) -> list[Marked]:
    """What other counts have for the whole of a year of which the figure is a part, where that is no more than it.

    Page 2 has what only a doubtful reading gives, too.
    """
    known = selection.no_more_in_year(section.dataset, pick.series, pick.point)
    told = [one for one in known if selection.usable(one[1].row)]
    if not told:
        return []
    words, counts = section.words, []
    for found, point in told:
        said, gate = Marked(spoken.told(section, point.row)), found.breakdown[2]
        if gate:
            name = trade_main.gate_in_text(section, gate)
            said = words.markdown("front.count_gate", value=said, gate=name)
        counts.append((found, said, point.row))
    return [words.markdown("front.no_more_in_year", year=pick.point.year, counts=_listed(section, counts))]


def _listed(section: Section, counts: Sequence[tuple[Series, Marked, Record]]) -> Marked:
    """Figures of other counts one after the other; that nobody states what they count, once for several."""
    said, several = list[Marked](), 0
    for (found, text, row), after in zip(counts, [*(one for one, *_ in counts[1:]), None], strict=True):
        several = several + 1 if found.basis_id in selection.UNSTATED else 0
        if several and (after is None or after.basis_id not in selection.UNSTATED):
            key = "front.count_unstated" if several == 1 else "front.counts_unstated"
            text = section.words.markdown(key, value=text)
        said.append(text + spoken.cited(section, row))
    return join(said, ", ")


def _doubtful(section: Section, pick: Pick) -> list[Marked]:
    """Beside several years in one sum, a newer year or half of one that only a doubtful reading gives, told as such.

    With what its note says first of what it may be.
    """
    return [_doubt(section, found, point) for found, point in _doubtful_year(section, pick)]


def _doubtful_year(section: Section, pick: Pick) -> list[tuple[Series, Point]]:
    found = pick.kind == "years" and selection.doubtful_year(
        section.dataset, pick.series, section.dataset.edition
    )
    return [found] if found else []


def _doubt(section: Section, found: Series, point: Point) -> Marked:
    words, row = section.words, point.row
    value = words.markdown(
        "front.trade_value", value=spoken.amount(section, row), period=spoken.in_period(section, row)
    )
    if found.basis_id in selection.UNSTATED:
        value = words.markdown("front.count_unstated", value=value)
    said = words.markdown("front.trade_doubtful", said=value)
    if note := _first_noted(words.local(row, "note")):
        said = words.markdown("front.work_note", said=said, note=in_sentence(note))
    return said + spoken.cited(section, row)


def _headline(section: Section, pick: Pick) -> Marked:
    """The figure alone: of a series that nobody states the basis of, or of several years in one sum."""
    if pick.kind == "years":
        said = _value(section, pick.point.row, "front.trade_in_all") + spoken.cite_pick(section, pick)
        return join([said, no_year(section)], "; ")
    said = _value(section, pick.point.row) + spoken.cite_pick(section, pick)
    if pick.change is not None:
        return said + _by(section, pick.point, pick.change)
    return join([said, nothing_like_it(section, pick)], "; ")


def _value(section: Section, row: Record, key: str = "front.trade_value") -> Marked:
    """A figure with its period; that it is an estimate, where it is one."""
    value, period = spoken.once_hedged(section, row), spoken.in_period(section, row)
    if selection.estimate(section.dataset, row):
        key = "front.trade_estimated"
    return section.words.markdown(key, value=value, period=period)


def _by(section: Section, point: Point, change: selection.Change) -> Marked:
    """A change in brackets, with what it is a change on; beside a printed one what the figures give, if it differs."""
    based = with_base(section, point, change, spoken.change_in_text(section, change))
    if not change.differs or change.computed is None:
        return section.words.markdown("front.by", change=based) + spoken.cite_change(section, point, change)
    ours = spoken.change_in_text(section, selection.Change(change.old, change.computed))
    return (
        section.words.markdown("front.by_differs", change=based, ours=ours)
        + spoken.cite_change(section, point, change)
        + spoken.cite_change(section, point, selection.Change(change.old, change.computed))
    )


def _years(section: Section, history: TradeHistory) -> list[Marked]:
    """The newest year with its change, where it is recent, and the highest of three or more, if that is another.

    Where there is a newer year on no stated basis, it is told with that caveat.
    """
    other = [] if _no_more(section, history) else _unstated_year(section, history)
    if not _has_recent_year(section, history):
        return other
    highest, last = peak(section, history), history.years[-1]
    told = [_year(section, history, last, is_peak=last is highest)]
    if highest is not None and highest is not last:
        said = _value(section, highest.row, "front.trade_highest")
        told.append(said + spoken.cited(section, highest.row))
    return [*other, *told]


def _other_year(section: Section, history: TradeHistory) -> list[Marked]:
    """Where no full year of the last five is told: that of another count; of none, since when there is none."""
    if _has_recent_year(section, history) or _no_more(section, history) or _unstated_year(section, history):
        return []
    return [_last_year(section)]


def _has_recent_year(section: Section, history: TradeHistory) -> bool:
    return bool(history.years) and selection.recent(history.years[-1].row, section.dataset.edition)


def _no_more(section: Section, history: TradeHistory) -> bool:
    """Whether other counts have no more for a whole year than the part of it that is known."""
    part = history.part
    return part is not None and bool(selection.no_more_in_year(section.dataset, history.found, part))


def _last_year(section: Section) -> Marked:
    """The newest full year on another count than the main one's; since when there is none where it is too old."""
    last = selection.last_full_year(section.dataset, section.province)
    if last is None or not selection.recent(last[1].row, section.dataset.edition):
        return no_year(section)
    found, point = last
    said = section.words.markdown(
        "front.trade_year_elsewhere",
        value=spoken.told(section, point.row),
        period=spoken.in_period(section, point.row),
        name=in_sentence(trade_label(section, found)),
    )
    return said + spoken.cited(section, point.row)


def _unstated_year(section: Section, history: TradeHistory) -> list[Marked]:
    """A full year newer than those of the main series, of which the source does not say what it counts."""
    edition = section.dataset.edition
    point = selection.later_unstated_year(section.dataset, history.found, edition)
    if point is None:
        return []
    said = section.words.markdown("front.trade_other_year", said=_value(section, point.row))
    return [said + spoken.cited(section, point.row)]


def _year(section: Section, history: TradeHistory, point: Point, *, is_peak: bool) -> Marked:
    key = "front.trade_highest" if is_peak else "front.trade_value"
    said = _value(section, point.row, key) + spoken.cited(section, point.row)
    change = selection.change(section.dataset, history.found, point)
    return said + _by(section, point, change) if change else said


def _elsewhere(section: Section, history: TradeHistory) -> list[Marked]:
    """What other sources have for the times that the point tells of, where these are other amounts."""
    years = history.years[-1:] if _has_recent_year(section, history) else ()
    told = [*([history.part] if history.part else []), *years]
    others = [
        other for point in told if (other := selection.elsewhere(section.dataset, history.found, point))
    ]
    if not others:
        return []
    counts = [(found, _value(section, point.row), point.row) for found, point in others]
    key = "front.another_source" if len(others) == 1 else "front.other_sources"
    return [section.words.markdown(key, figures=_listed(section, counts))]


def _newer_months(section: Section, pick: Pick) -> list[Marked]:
    """The newest months that are too few for a key figure, with their change; empty for none after the figure."""
    point = selection.newer_months(pick.series, pick.point, section.dataset.edition)
    if point is None:
        return []
    change = selection.change(section.dataset, pick.series, point)
    said = section.words.markdown("front.trade_newer", said=_value(section, point.row))
    said = said + spoken.cited(section, point.row)
    return [said + _by(section, point, change) if change else said]


def _months(section: Section, history: TradeHistory) -> list[Marked]:
    """The newest part of a year, with its change; where it has none, the newest months that have their like."""
    if history.part is None:
        return []
    words, part = section.words, history.part
    change = selection.change(section.dataset, history.found, part)
    said = _value(section, part.row) + spoken.cited(section, part.row)
    if change is not None:
        said = said + _by(section, part, change)
    if before := leapt(section, history.found, part):
        said = words.markdown("front.trade_leapt", said=said, period=spoken.when(section, before.row))
    if change is not None:
        return [said]
    like = newest_like(section, history)
    if like is None:
        return [said]
    old, new = like
    compared = words.markdown(
        "front.trade_like",
        period=spoken.in_period(section, new.row),
        value=spoken.amount(section, new.row),
        before=spoken.amount(section, old.row),
        year=old.year,
    )
    return [said, compared + spoken.cited(section, new.row, old.row)]


def newest_like(section: Section, history: TradeHistory) -> tuple[Point, Point] | None:
    """The newest part of a year that has its like in an earlier year, that one first; None where none has."""
    for point in reversed(selection.single(history.found)):
        if selection.kind(point.row) != "part":
            continue
        old = selection.same_period(history.found, point)
        if old is not None and selection.recent(old.row, section.dataset.edition):
            return old, point
    return None


# The partner across the border


def partner(section: Section) -> MainPoint:
    """The latest session of each mechanism with the partner across the border who met last; what it agreed."""
    words, sessions = section.words, sessions_across(section)
    if not sessions:
        return _point(section, "front.point_partner", words.markdown("front.partner_none"))
    first = sessions[0]
    name = words.name("partners", first["partner_id"])
    recent = months_old(section, first["end"] or first["start"]) <= NEWS_MONTHS
    told = session_told(section)
    assert told is not None
    said = [_session_form(section, told, with_outcome=True)]
    if not words.local(told, "outcome"):  # what was agreed takes the room of a second session
        said += [_session_form(section, row, with_outcome=False) for row in sessions[1:2]]
    forms = _ever_fewer(section, said)
    fullest, *fewer = forms
    talks = [_own_talks(section, told, mine=mine, in_full=in_full) for mine, in_full in _EVER_BRIEFER]
    longer = dict.fromkeys(_with_own(section, fullest, own) for own in talks if own)
    first_, *shorter = sorted(longer, key=lambda one: -one.letters) or [fullest]
    forms = [first_, *(one._replace(spare=True) for one in shorter), *([fullest] if longer else []), *fewer]
    if words.local(told, "outcome"):
        forms += _ever_fewer(section, [_session_form(section, told, with_outcome=False)], bare=True)
    if not recent:
        forms = [one._replace(said=words.markdown("front.partner_old", said=one.said)) for one in forms]
    return MainPoint(words.say("front.point_head", name=name), tuple(forms))


@once_a_section
def session_told(section: Section) -> Record | None:
    """The session that the point on the partner tells of: the first that agreed something, else the latest."""
    sessions = sessions_across(section)
    return (_with_outcome(section, sessions) or sessions[0]) if sessions else None


def _own_talks(section: Section, told: Record, *, mine: bool, in_full: bool) -> list[Form]:
    """When the unit itself last talked with those who share a body of several units with it, where one is told.

    That body may have spoken of another unit. With its partner first, where ``mine``; then with the others, each by its
    name; with what was agreed where ``in_full``. Each is a session of a body of the unit alone, or talks or a visit, of
    the last 24 months; of talks on the days of a session that agreed something, that session is told.
    """
    shared = shared_bodies(section)
    if told["mechanism_id"] not in shared:
        return []
    partners = set().union(*shared.values())
    own = [row for row in sessions_across(section) if row["mechanism_id"] not in shared]
    rows = [row for row in own if row["partner_id"] in partners] + [
        row
        for row in section.near.facts.records("activities")
        if row["partner_id"] in partners and row["kind"] in OWN_TALKS and row["start"]
    ]
    rows = [row for row in rows if months_old(section, row["end"] or row["start"]) <= NEWS_MONTHS]
    rows.sort(key=lambda row: (row["start"], "meeting_id" in row))
    latest = {row["partner_id"]: row for row in rows}
    own_talk = latest.pop(told["partner_id"], None)
    found = [_own_talk(section, own_talk, in_full=in_full)] if own_talk and mine else []
    others = [latest[one] for one in sorted(latest)]
    return [
        *found,
        *(_own_talk(section, _occasion(section, row) or row, named=True, in_full=in_full) for row in others),
    ]


def _occasion(section: Section, talks: Record) -> Record | None:
    """The session of a body with the partner of talks, on whose days these were, that agreed something; else None."""
    if "meeting_id" in talks or len(talks["start"]) < len("2025-10-29"):
        return None
    days = first_day(talks["start"]), last_day(talks["end"] or talks["start"])
    return next(
        (
            row
            for row in _sessions(section)
            if row["partner_id"] == talks["partner_id"]
            and section.words.local(row, "outcome")
            and first_day(row["start"]) <= days[0]
            and days[1] <= last_day(row["end"] or row["start"])
        ),
        None,
    )


@once_a_section
def shared_bodies(section: Section) -> dict[str, set[str]]:
    """The bodies that the unit shares with other units, each with its partners: localities across the border."""
    partners = section.dataset.keyed("partners")
    near, found = selection.near(section.dataset, section.province), {}
    members = section.dataset.by("mechanism_members", "mechanism_id")
    for row in section.near.facts.records("mechanisms"):
        of = members.get((row["mechanism_id"],), [])
        if {one["area_id"] for one in of} - {"", *near}:
            abroad = [partners[one["partner_id"]] for one in of if one["partner_id"]]
            found[row["mechanism_id"]] = {
                one["partner_id"] for one in abroad if one["kind"] == "locality" and one["country"] in ACROSS
            }
    return found


def _own_talk(section: Section, row: Record, *, named: bool = False, in_full: bool = False) -> Form:
    if "meeting_id" in row:
        known = bool(section.words.local(row, "outcome"))
        if named and not in_full:  # with what comes first in it
            row = {**row, **{f"outcome_{one}": row[f"outcome_{one}"].split("; ")[0] for one in LANGUAGES}}
        form = _session_form(section, row, with_outcome=known and (in_full or named))
        said, size = form.said, form.letters
    else:
        place, time = (
            section.words.local(row, "place"),
            dates.period(row["start"], row["end"], section.language),
        )
        where = join(filter(None, [place, time]))
        said = section.words.markdown("front.held", name=section.words.local(row, "title"), where=where)
        said, size = said + section.citations.fact("activities", row), letters(row, "title", "place")
    if named:
        name = section.words.name("partners", row["partner_id"])
        said = section.words.markdown("front.of_partner", name=name, text=said)
    return Form(said, size)


def _with_own(section: Section, form: Form, own: Sequence[Form]) -> Form:
    """A point with the unit's own talks behind it, if any."""
    if not own:
        return form
    said = [form.said, *(section.words.markdown("front.sentence", text=one.said) for one in own)]
    return form._replace(said=join(said, " "), letters=form.letters + sum(one.letters for one in own))


def _with_outcome(section: Section, sessions: Sequence[Record]) -> Record | None:
    """The first session in the month of the latest of which a source says what was agreed; None, too, for talks."""
    month, kinds = sessions[0]["start"][:7], section.dataset.keyed("mechanisms")
    return next(
        (
            row
            for row in sessions
            if row["start"][:7] == month
            and kinds[row["mechanism_id"]]["kind"] != TALKS
            and section.words.local(row, "outcome")
        ),
        None,
    )


def partners_named(section: Section) -> set[str]:
    """The partner that the point on the partner tells of, others whose leaders met the unit's, far ones to watch."""
    known = section.dataset.keyed("partners")
    parties = {one for row in watched(section) for one in row["partners"]}
    far = {one for one in parties if known[one]["country"] not in ACROSS}
    return {row["partner_id"] for row in sessions_across(section)[:1]} | met_by_leaders(section) | far


def met_by_leaders(section: Section) -> set[str]:
    """The localities across the border that a conference, which is of leaders, met in the last 24 months."""
    kinds = section.dataset.keyed("mechanisms")
    return {
        row["partner_id"]
        for row in _sessions(section)
        if kinds[row["mechanism_id"]]["kind"] == "conference"
        and months_old(section, row["end"] or row["start"]) <= NEWS_MONTHS
    }


def watched(section: Section) -> list[Record]:
    """The agreements that the point on what to watch names, as far as it has room."""
    return [row for table, row in _to_tell(section)[:MOST_TO_WATCH] if table == "agreements"]


def sessions_across(section: Section) -> list[Record]:
    """The latest session of each mechanism with the partner across the border who met last, the newest first."""
    rows = _sessions(section)
    return [row for row in rows if row["partner_id"] == rows[0]["partner_id"]]


@once_a_section
def _sessions(section: Section) -> list[Record]:
    """The latest session of each mechanism with a partner across the border, the newest first.

    Talks of agencies, border posts or districts come after all other bodies; of two in one month a conference, which
    is of leaders, comes before a body that prepares it. Each is a row of ``meetings`` with ``partner_id``, a locality
    of a neighbouring country that is in the mechanism.
    """
    partners = section.dataset.keyed("partners")
    members = section.dataset.by("mechanism_members", "mechanism_id")
    found: dict[str, Record] = {}
    meetings = section.near.facts.records("meetings")
    for row in sorted(meetings, key=lambda row: (str(row["start"]), str(row["meeting_id"]))):
        for one in members.get((row["mechanism_id"],), []):
            foreign = partners.get(one["partner_id"], {"kind": "", "country": ""})
            if foreign["kind"] == "locality" and foreign["country"] in ACROSS:
                found[row["mechanism_id"]] = {**row, "partner_id": one["partner_id"]}
    kinds = {key: row["kind"] for key, row in section.dataset.keyed("mechanisms").items()}

    def rank(row: Record) -> tuple[Any, ...]:
        kind, start = kinds[row["mechanism_id"]], row["start"]
        return kind != TALKS, start[:7], kind == "conference", start, row["meeting_id"]

    return sorted(found.values(), key=rank, reverse=True)


def _session_form(section: Section, row: Record, *, with_outcome: bool) -> Form:
    said = _session(section, row, with_outcome=with_outcome)
    return Form(said, _session_letters(section, row, with_outcome=with_outcome))


def _session_letters(section: Section, row: Record, *, with_outcome: bool) -> int:
    body = section.dataset.row("mechanisms", row["mechanism_id"])
    outcome = agreed_letters(section, row) if with_outcome else 0
    return letters(body, "short") + letters(row, "place") + outcome


def agreed(section: Section, row: Record, language: str = "") -> str:
    """What a session agreed, without what is said of another unit that belongs to its body.

    That is each part after the first, up to a semicolon, which names such a unit and not the unit itself; the same
    parts in all languages, and all of them where the languages do not have as many. Nor that something is in the unit,
    ``(Quảng Ninh)``, which would be read as said of the place before it.
    """
    areas, near = section.dataset.areas, selection.near(section.dataset, section.province)
    members = section.dataset.by("mechanism_members", "mechanism_id").get((row["mechanism_id"],), [])
    own = {areas[unit]["name_vi"] for unit in near}
    others = {areas[one["area_id"]]["name_vi"] for one in members if one["area_id"]} - own
    said = {one: str(row[f"outcome_{one}"]).split("; ") for one in LANGUAGES}
    parts = said[language or section.language]
    for unit in own:
        parts = [part.replace(f" ({unit})", "") for part in parts]
    if len({len(one) for one in said.values()}) > 1:
        return "; ".join(parts)

    def is_of_others(number: int) -> bool:
        told = " ".join(one[number] for one in said.values())
        return any(unit in told for unit in others) and not any(unit in told for unit in own)

    return "; ".join(part for number, part in enumerate(parts) if number == 0 or not is_of_others(number))


def agreed_letters(section: Section, row: Record) -> int:
    """How long `agreed` is in the language in which it is longer."""
    return max(len(agreed(section, row, language)) for language in LANGUAGES)


def _session(section: Section, row: Record, *, with_outcome: bool) -> Marked:
    """A session: the mechanism with its number, place and date; with what it agreed, where a source says."""
    words = section.words
    mechanism = section.dataset.row("mechanisms", row["mechanism_id"])
    name = words.local(mechanism, "short")
    if row["number"] is not None and str(row["number"]) != "<NA>":
        key = "front.conference" if mechanism["kind"] in NUMBERED_FIRST else "front.session"
        name = words.say(key, number=numbers.nth(int(row["number"]), section.language), mechanism=name)
    place = words.local(row, "place")
    time = dates.period(row["start"], row["end"], section.language)
    where = join(filter(None, [place, time]))
    said = words.markdown("front.held", name=name, where=where)
    outcome = agreed(section, row)
    if with_outcome and outcome:
        cite = section.citations.part("meetings", row, "outcome_source_id")
        return words.markdown("front.outcome", said=said, outcome=spoken.continued(section, outcome)) + cite
    said = said + section.citations.fact("meetings", row)
    return words.markdown("front.no_outcome", said=said) if with_outcome else said


# Infrastructure


def infrastructure(section: Section) -> MainPoint:
    """The newest works under way or in preparation, with what the source says of them."""
    works = works_told(section)
    words = section.words
    if not works:
        said = _old_work(section) or _opened(section) or words.markdown("front.works_none")
        return _point(section, "front.point_works", said)
    noted = [_work_form(section, row, with_note=place < MOST_WORKS) for place, row in enumerate(works)]
    told = [noted[0], *(_work_form(section, row, with_note=False) for row in works[1:])]
    forms = [_together(noted), *(_together(told[:most]) for most in range(len(told), 0, -1))]
    forms = list(dict.fromkeys(forms))
    if len(told) > 1 and len(forms) > len(told):  # only the notes of the others give way
        forms[1] = forms[1]._replace(spare=True)
    shortest = _work_form(section, works[0], with_note=False)._replace(bare=True)
    return MainPoint(words.say("front.point_works"), (*forms, shortest))


def _together(told: Sequence[Form]) -> Form:
    return Form(join([one.said for one in told], " "), sum(one.letters for one in told))


def works_told(section: Section) -> list[Record]:
    """Two of the works with late news: the first, and the first of another kind, so that no two roads hide a gate."""
    works = recent_works(section)
    others = sorted(works[1:], key=lambda row: row["kind"] == works[0]["kind"])
    return [*works[:1], *others][:MOST_WORKS]


def _opened(section: Section) -> Marked | None:
    """The newest opening of a gate or route of the last 24 months, where no works are told; None without one."""
    rows = [
        row
        for row in section.near.facts.records("activities")
        if row["kind"] == "opening" and row["start"] and months_old(section, row["start"]) <= NEWS_MONTHS
    ]
    for row in sorted(rows, key=lambda row: (row["start"], row["activity_id"]), reverse=True)[:1]:
        title = section.words.local(row, "title")
        said = section.words.markdown(
            "front.works_opened",
            title=in_sentence(title) if section.language == "vi" else title,
            time=dates.period(row["start"], row["end"], section.language),
        )
        return section.words.markdown("front.sentence", text=said + section.citations.fact("activities", row))
    return None


def _old_work(section: Section) -> Marked | None:
    """That nothing newer is known of the work last told of as open, of more than two years ago; None without one."""
    works = open_works(section)[:1]
    for row in works:
        day = dates.day(row["status_as_of"], section.language)
        name = section.words.local(row, "name")
        if section.language == "vi":  # where a name begins with what the work is
            name = in_sentence(name)
        said = section.words.markdown("front.works_old", name=name, day=day)
        return section.words.markdown("front.sentence", text=said + section.citations.fact("projects", row))
    return None


def _work_form(section: Section, row: Record, *, with_note: bool) -> Form:
    said = section.words.markdown("front.sentence", text=_work(section, row, with_note=with_note))
    return Form(said, _work_letters(row, with_note=with_note))


def _work_letters(row: Record, *, with_note: bool) -> int:
    notes = [len(_first_noted(row[f"note_{language}"])) for language in LANGUAGES] if with_note else [0]
    return letters(row, "name", "milestone") + max(notes)


def _first_noted(note: str) -> str:
    """What comes first in the note of a fact; the annex has the rest."""
    return note.split(". ")[0].split("; ")[0].rstrip(".")


def _work(section: Section, row: Record, *, with_note: bool) -> Marked:
    """A work with its state and the date of that, what its source says, and whether nothing newer was read."""
    words = section.words
    status = words.label("project_status", row["status"])
    day = dates.day(row["status_as_of"], section.language)
    day = words.starred(day, row)
    said = words.markdown(
        "front.work", name=words.local(row, "name"), status=status[:1].lower() + status[1:], day=day
    )
    note = _first_noted(words.local(row, "note"))
    if note and with_note and not (row["due"] and _names_due(row)):
        said = words.markdown("front.work_note", said=said, note=spoken.continued(section, note))
    if row["milestone"]:
        key = "front.work_milestone_passed" if section.passed(row["milestone"]) else "front.work_milestone"
        said = words.markdown(key, said=said, what=words.local(row, "milestone"))
        if row["milestone_source_id"] != row["source_id"]:
            said += section.citations.part("projects", row, "milestone_source_id")
    if row["due"]:
        passed = months_old(section, row["due"]) > 0
        key = "front.work_overdue" if passed else "front.work_due"
        said = words.markdown(key, said=said, due=spoken.in_time(section, row["due"]))
    elif months_old(section, row["status_as_of"]) > STALE_MONTHS:
        said = words.markdown("front.work_stale", said=said)
    return said + section.citations.fact("projects", row)


def _names_due(row: Record) -> bool:
    """Whether the note of a work names the day that it is due, which is told besides."""
    days = re.findall(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})", row["note_vi"].split(". ")[0])
    named = ["-".join(part.zfill(2) for part in reversed(day) if part) for day in days]
    return any(day.startswith(row["due"]) or day == row["due"] for day in named)


# Investors


def investors(section: Section, pick: Pick | None) -> MainPoint:
    """What the largest investor held by the latest count that names one; else what is in force, and who is named.

    The point is called after investors only where a count names one.
    """
    words = section.words
    named = investor(section)
    if named:
        forms = tuple(Form(said, bare=place > 0) for place, said in enumerate(named))
        return MainPoint(words.say("front.point_investors"), forms)
    if pick is None:
        return _point(section, "front.point_fdi", words.markdown("front.investors_none"))
    row = pick.point.row
    said = words.markdown(
        "front.investors_total",
        value=spoken.amount(section, row),
        period=spoken.in_period(section, row),
        count=_counted_by(section, row),
    )
    said = said + spoken.cite_pick(section, pick)
    rise = behind_rise(section, pick)
    if rise is not None:
        name = (
            in_sentence(words.local(rise, "name")) if section.language == "vi" else words.local(rise, "name")
        )
        said = words.markdown("front.investors_rise", said=said, name=name)
    size = letters(rise, "name") if rise is not None else 0
    if more := investment_page.exceeded(section, pick):
        said = words.markdown(
            "front.own_exceeds",
            said=said,
            unit=words.name("areas", more.area_id),
            value=spoken.amount(section, more.point.row),
            period=spoken.in_period(section, more.point.row),
        )
        said = said + spoken.cite_pick(section, more)
    is_old = months_old(section, row["as_of"]) > NEWS_MONTHS
    text = words.markdown("front.none_newer" if is_old else "front.investors_unnamed", said=said)
    countries = investment_page.named_only(section, set())
    told = [Form(text, size)]
    if countries:
        told = [Form(join([text, *countries], " "), size), *(one._replace(spare=True) for one in told)]
    return MainPoint(words.say("front.point_fdi"), tuple(told))


def behind_rise(section: Section, pick: Pick) -> Record | None:
    """The work that the note on a stock names as what may be behind its rise by a quarter or more; None for none."""
    if pick.change is None or pick.change.figure.value < investment_page.MOVED:
        return None
    notes = {one: str(pick.point.row.get(f"note_{one}", "")).casefold() for one in LANGUAGES}
    if INFERRED not in notes["en"]:
        return None
    return next(
        (
            row
            for row in section.near.facts.records("projects")
            if all(row[f"name_{one}"].casefold() in note for one, note in notes.items())
        ),
        None,
    )


def investor(section: Section) -> list[Marked]:
    """The investor that held most by the latest count of the unit or a former one; none where no count names any.

    First with all that was counted of it, then with the first of these figures alone.
    """
    found = [
        (unit, point)
        for unit in selection.near(section.dataset, section.province)
        for name in ("fdi-registered-capital", "fdi-projects")
        if name in section.facts.indicators
        for one in _partners(section, unit, name)
        for point in series(section.dataset, unit, name, one).points[-1:]
        if selection.usable(point.row)
    ]
    if not found:
        return []
    latest = max(selection.end(point.row) for _, point in found)
    held = [(unit, point) for unit, point in found if selection.end(point.row) == latest]
    unit, most = max(held, key=lambda pair: (pair[1].row["indicator_id"], pair[1].row["value"]))
    row = most.row
    words, partner_id = section.words, row["partner_id"]
    whole = investment_page.all_projects(section, row)
    facts, rows = (
        [investment_page.of_all(section, row, whole) if whole else spoken.amount(section, row)],
        [row],
    )
    for name, key in (("fdi-projects", ""), ("fdi-capital-share", "front.of_capital")):
        if name not in section.facts.indicators:
            continue
        point = next(
            (one for one in series(section.dataset, unit, name, partner_id).points if one.time == most.time),
            None,
        )
        if point is not None and point.row["observation_id"] != row["observation_id"]:
            shown = spoken.amount(section, point.row)
            facts.append(words.say(key, share=shown) if key else shown)
            rows.append(point.row)
    counted = [whole] if whole else []
    key = "front.nothing_newer" if months_old(section, row["as_of"]) > NEWS_MONTHS else "front.sentence"
    forms = []
    for count in dict.fromkeys((len(facts), 1)):
        said = words.markdown(
            "front.investor",
            name=words.name("partners", partner_id),
            held=", ".join(facts[:count]),
            period=spoken.held_in_period(section, row),
            count=_counted_by(section, row),
            unit=_of_unit(section, unit),
        )
        forms.append(words.markdown(key, text=said + spoken.cited(section, *rows[:count], *counted)))
    return forms


def _counted_by(section: Section, row: Record) -> str:
    """Who counted FDI: the national register, or the province itself."""
    basis = section.dataset.row("indicators", row["indicator_id"])["basis_id"]
    return section.words.say("front.by_register" if basis == "register" else "front.by_province")


def _of_unit(section: Section, unit: str) -> str:
    """`` (former Lào Cai)`` for a figure of a former unit."""
    return f" ({section.words.name('areas', unit)})" if unit != section.province else ""


def _partners(section: Section, unit: str, indicator: str) -> list[str]:
    rows = section.dataset.by("observations", "area_id", "indicator_id").get((unit, indicator), [])
    return sorted({row["partner_id"] for row in rows} - {""})


# To watch


def to_watch(section: Section) -> MainPoint:
    """Works whose day has passed, what ends or ended within a year, what sessions left to do, what ended before."""
    late = _overdue(section)
    full, brief = (
        [
            *_behind(late, _ever_fewer(section, _in_one_sentence(section, matters[:MOST_TO_WATCH]))),
            *late,
        ]
        for matters in (_matters(section, followed=True), _matters(section, followed=False))
    )
    if not full:
        return _point(section, "front.point_watch", section.words.markdown("front.watch_none"))
    forms = dict.fromkeys(form for pair in zip(full, brief, strict=True) for form in pair)
    if any(section.passed(row["period_end"]) for row in watched(section)):
        kept = (full[0], brief[0])[: len(full)]  # that it ended, though not what was said since
        forms = dict.fromkeys(one if one in kept else one._replace(bare=True) for one in forms)
    return MainPoint(section.words.say("front.point_watch"), tuple(forms))


def _behind(late: Sequence[Form], forms: Sequence[Form]) -> list[Form]:
    """What is to watch behind the sentence on what should be done by now, if there is any."""
    if not late:
        return list(forms)
    (first,) = late
    return [
        one._replace(said=join([first.said, one.said], " "), letters=first.letters + one.letters)
        for one in forms
    ]


def _overdue(section: Section) -> list[Form]:
    """The works that should be done by now, each with the day that it was due: one sentence, or none.

    That the point on infrastructure tells of one that should have reached something by now.
    """
    words, said, size = section.words, list[Marked](), 0
    for row in recent_works(section):
        if section.passed(row["due"]):
            name = words.local(row, "short") or words.local(row, "name")
            name, day = in_sentence(name) if section.language == "vi" else name, row["due"]
            work = words.markdown("front.overdue_work", name=name, day=spoken.moment(section, day))
            said.append(work + section.citations.fact("projects", row))
            size += max(len(row[f"short_{one}"] or row[f"name_{one}"]) for one in LANGUAGES)
    late_there = any(section.passed(row["milestone"]) for row in works_told(section)[:1])
    said = [join(said, ", ")] if said else []
    if late_there:
        there = words.markdown("front.overdue_others" if said else "front.overdue_there")
        said, size = [*said, there], size + LETTERS_OF_OTHER
    if not said:
        return []
    told = words.markdown("front.watch_overdue", works=join(said, "; "))
    return [Form(words.markdown("front.sentence", text=told), size)]


def _matters(section: Section, *, followed: bool) -> list[Form]:
    """All that may be told as to watch, what is near first."""
    return [
        _next_step(section, row)
        if table == "meetings"
        else _ended(section, row, followed=followed)
        if section.passed(row["period_end"])
        else _ends(section, row)
        for table, row in _to_tell(section)
    ]


def _in_one_sentence(section: Section, forms: list[Form]) -> list[Form]:
    """Clauses that each begin as a sentence does, to follow each other: in Vietnamese the first alone has a capital."""
    if section.language == "en":
        return forms
    return [*forms[:1], *(one._replace(said=Marked(in_sentence(one.said))) for one in forms[1:])]


def _to_tell(section: Section) -> list[tuple[str, Record]]:
    """What is to watch, each with its table.

    What ends or ended within a year, then what the newest session of the last year left to do; after them the latest
    agreement that ended before, and what other sessions left to do.
    """
    over, steps = ended(section)[:1], _with_next_step(section)
    soon = [row for row in over if months_old(section, row["period_end"]) <= SOON_MONTHS]
    near = [row for row in steps[:1] if months_old(section, row["end"] or row["start"]) <= SOON_MONTHS]
    return [
        *(("agreements", row) for row in (*ending(section), *soon)),
        *(("meetings", row) for row in near),
        *(("agreements", row) for row in over if row not in soon),
        *(("meetings", row) for row in steps if row not in near),
    ]


def agreements(section: Section) -> list[Record]:
    """The unit's agreements with ``partners``, the foreign parties; those that end later first."""
    parties = section.dataset.by("agreement_parties", "agreement_id")
    rows = []
    for row in section.near.facts.records("agreements"):
        foreign = {one["partner_id"] for one in parties.get((row["agreement_id"],), [])} - {""}
        rows.append({**row, "partners": foreign})
    return sorted(rows, key=lambda row: (row["period_end"], row["agreement_id"]), reverse=True)


def ended(section: Section) -> list[Record]:
    """The agreements between provinces that ended in the last five years and have no later text with the partner."""
    edition, known = section.dataset.edition, agreements(section)
    found = []
    for row in known:
        if row["level"] != "province" or not row["period_end"]:
            continue
        if (
            not date.fromisoformat(edition)
            > last_day(row["period_end"])
            >= years_before(date.fromisoformat(edition), selection.OLDEST)
        ):
            continue
        later = [other for other in known if other["partners"] & row["partners"] and _outlasts(other, row)]
        if not later:
            found.append(row)
    return found


def _outlasts(other: Record, row: Record) -> bool:
    """Whether a text is known to hold, by its end or else its signature, after the term of another one."""
    until = str(other["period_end"] or other["signed"])
    return bool(until) and last_day(until) > last_day(row["period_end"])


def _ended(section: Section, row: Record, *, followed: bool) -> Form:
    """What is told of an agreement that ended, with what was said since of a further one where ``followed``."""
    said = section.words.markdown(
        "front.watch_ended",
        name=section.words.local(row, "title") + _far_countries(section, row),
        time=spoken.in_time(section, row["period_end"]),
    ) + section.citations.fact("agreements", row)
    if not followed:
        return Form(said, letters(row, "title"))
    since_then = _agreed_since(section, row)[-1:]
    other = None if since_then else other_text(section, row)
    size = letters(row, "title") + sum(letters(one, "title") for one in since_then)
    return Form(
        said + _follow_up(section, row), size + (letters(other, "subject") if other is not None else 0)
    )


def _far_countries(section: Section, row: Record) -> str:
    """`` (France)`` for an agreement with partners of countries that are no neighbours; empty for neighbours."""
    partners = section.dataset.keyed("partners")
    codes = {partners[one]["country"] for one in row["partners"]} - {"", *ACROSS}
    named = sorted(country(section, code) for code in codes)
    return f" ({', '.join(named)})" if named else ""


def _agreed_since(section: Section, row: Record) -> list[Record]:
    """The results told of with the partners of an agreement after it ended, the latest last."""
    later = [
        one
        for one in section.near.facts.records("activities")
        if one["partner_id"] in row["partners"]
        and one["kind"] == "result"
        and one["start"][:4] > row["period_end"][:4]
    ]
    return sorted(later, key=lambda one: (one["end"], one["activity_id"]))


def _follow_up(section: Section, row: Record) -> Marked:
    """What was said of a further text with the partner after the agreement ended; that no text is seen, else."""
    words, later = section.words, _agreed_since(section, row)
    if not later and (other := other_text(section, row)):
        about, time = words.local(other, "subject"), spoken.in_time(section, other["signed"])
        said = words.markdown("front.watch_other_text", about=about, time=time)
        return said + section.citations.fact("agreements", other)
    if not later:
        return words.markdown("front.watch_no_text")
    said = words.markdown(
        "front.watch_since",
        time=dates.period(later[-1]["start"], later[-1]["end"], section.language),
        text=spoken.continued(section, words.local(later[-1], "title")),
    )
    return said + section.citations.fact("activities", later[-1])


def other_text(section: Section, ended_: Record) -> Record | None:
    """The newest text with a partner of an agreement, on one subject, signed in its last year; None for none."""
    rows = [
        row
        for row in agreements(section)
        if row["partners"] & ended_["partners"]
        and row["agreement_id"] != ended_["agreement_id"]
        and row["signed"][:4] == ended_["period_end"][:4]
        and row["subject_en"]
    ]
    return max(rows, key=lambda row: (row["signed"], row["agreement_id"]), default=None)


def ending(section: Section) -> list[Record]:
    """The agreements that end within a year after the edition."""
    return [
        row
        for row in agreements(section)
        if row["period_end"] and -SOON_MONTHS <= months_old(section, row["period_end"]) <= 0
    ]


def _ends(section: Section, row: Record) -> Form:
    """What is told of an agreement that ends within a year after the edition."""
    said = section.words.markdown(
        "front.watch_ending",
        name=section.words.local(row, "title"),
        time=spoken.in_time(section, row["period_end"]),
    )
    return Form(said + section.citations.fact("agreements", row), letters(row, "title"))


def _with_next_step(section: Section) -> list[Record]:
    """The latest sessions with the partner across the border, of the last 24 months, that left something to do."""
    return [
        row
        for row in sessions_across(section)
        if section.words.local(row, "next_step")
        and months_old(section, row["end"] or row["start"]) <= NEWS_MONTHS
    ]


def _next_step(section: Section, row: Record) -> Form:
    """What a session left to do."""
    body = section.dataset.row("mechanisms", row["mechanism_id"])
    said = section.words.markdown(
        "front.watch_next",
        name=section.words.local(body, "short"),
        day=spoken.in_time(section, row["end"] or row["start"]),
        text=spoken.continued(section, section.words.local(row, "next_step")),
    ) + section.citations.part("meetings", row, "outcome_source_id")
    if body["due"] and first_day(body["due"]) <= date.fromisoformat(section.dataset.edition):
        said = section.words.markdown("front.watch_unconfirmed", said=said)
    return Form(said, letters(body, "short") + letters(row, "next_step"))
