"""What is new on page 4: what changed since an edition a year earlier, what matters most at a meeting first."""

from collections.abc import Sequence

from helpers.data import selection
from helpers.data.changes import Change, a_year_before, changes
from helpers.data.dates import last_day
from helpers.data.tables import Dataset, Record
from helpers.text.changes import Names, sentence, subject
from helpers.text.changes import words as changed_fact
from helpers.text.markdown import Marked
from helpers.views.annex import at_a_glance
from helpers.views.kit import spoken
from helpers.views.kit.observations import subject as counted
from helpers.views.kit.outputs import Shown, Text
from helpers.views.kit.page_sources import fitting, share
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import pages
from helpers.views.kit.words import bullets
from helpers.views.pages import main_points, partners

MOST_NEWS = 3
# What a meeting asks for first; figures by what they count, other facts by their table, sessions of agencies, border
# posts or districts apart from those of leaders.
ORDER = (
    *("trade", "fdi", "agreements", "meetings", "projects", "border_gates", main_points.TALKS),
    *("pci", "visitors", "documents", "mechanisms", "activities", "relations", "priorities"),
)
_NEVER = "9999"  # after all days
_OTHER = len(ORDER)  # figures that answer no question of page 1, and those of a few days or weeks
_INDICATORS = {"fdi": selection.FDI_CAPITAL, "pci": selection.PCI, "visitors": selection.VISITORS}
_BASES = (*selection.WHOLE, *selection.GATES, *selection.UNSTATED)


def news(section: Section, old: Dataset) -> list[Change]:
    """What changed of the unit and its former units since an edition; not of what comes after it.

    The first of each kind come first, in the order of ``ORDER``, then the second of each; within a kind by
    `at_a_glance.ranked`, of sessions of one day the conference, which the leaders hold, first. What took place before
    that edition and was found since comes last: it is no news.
    """
    near = (*selection.near(section.dataset, section.province), "")
    found = [
        one for one in changes(old, section.dataset, section.province) if one.row.get("area_id", "") in near
    ]
    ranked = at_a_glance.ranked(sorted(found, key=lambda one: _body(section, one) != "conference"))
    places: list[tuple[int, int]] = []
    for change in ranked:
        kind = _kind(section, change, old.edition)
        before = sum(other == kind for _, other in places)
        places.append((before if kind < _OTHER else len(ranked), kind))
    return [change for _, change in sorted(zip(places, ranked, strict=True), key=lambda pair: pair[0])]


def _took_place(change: Change) -> str:
    """The last day of an event, a signature or the state of a work, in full; of all else a day after all others."""
    days = {"agreements": "signed", "meetings": "start", "activities": "start", "projects": "status_as_of"}
    day = change.row[days[change.table]] if change.table in days else ""
    return last_day(day).isoformat() if day else _NEVER


def _body(section: Section, change: Change) -> str:
    """The kind of the body whose session a change is; empty for any other change."""
    if change.table != "meetings":
        return ""
    return str(section.dataset.row("mechanisms", change.row["mechanism_id"])["kind"])


def _kind(section: Section, change: Change, since: str) -> int:
    """The place in ``ORDER`` of what a change is about; after all of them what took place before the day ``since``."""
    row = change.row
    if _took_place(change) < since:
        return _OTHER
    if _body(section, change) == main_points.TALKS:
        return ORDER.index(main_points.TALKS)
    if change.table != "observations":
        return ORDER.index(change.table)
    indicator = section.dataset.row("indicators", row["indicator_id"])
    is_turnover = (indicator["topic"], indicator["kind"], indicator["part_of"]) == ("trade", "flow", "")
    slots = [slot for slot, names in _INDICATORS.items() if row["indicator_id"] in names]
    slots += ["trade"] if is_turnover and indicator["basis_id"] in _BASES else []
    if not slots or row["partner_id"] or row["sector_id"] or selection.kind(row) is None:
        return _OTHER
    return ORDER.index(slots[0])


def show_news(section: Section, old: Dataset | None, beside: Sequence[Shown | None] = ()) -> Text | None:
    """What changed since an edition a year earlier, in three lines; None where there was nothing then.

    What the page has letters for; a briefing of two pages has no room for it.
    """
    section = section.beside(beside)
    if old is None or pages(section) == 2:
        return None
    words = section.words
    before = spoken.moment(section, a_year_before(section.dataset.edition))
    heading = words.heading("partners.news")
    found = news(section, old)
    if not found:
        return section.text(heading, words.markdown("partners.no_news", date=before))
    names = [
        Names(one, section.language, words.say, section.province, rounded=True)
        for one in (old, section.dataset)
    ]
    told = [_change(section, change, *names) for change in found[:MOST_NEWS]]
    told = fitting(section, told, lambda item: [item], share(section, "partners"), beside)
    if not told:
        return None
    key = "partners.news_all" if len(told) == len(found) else "partners.news_lead"
    lead = words.markdown(key, date=before, count=len(found))
    return section.text(heading, lead, bullets(told))


def _change(section: Section, change: Change, old: Names, new: Names) -> Marked:
    """A change in a line; its source has a letter, but for what was withdrawn, which has its source in words."""
    if change.new is None:
        return section.words.markdown("plain.text", text=sentence(change, old, new))
    row = dict(change.new)
    if change.table == "observations":
        said = _figure(section, row, dict(change.old) if change.old is not None else None)
    else:
        special = {"meetings": _meeting, "projects": _project}.get(change.table)
        told = special(section, row) if special else changed_fact(change.table, row, new)
        said = section.words.markdown("partners.new", fact=subject(change, new), told=told)
    return said + section.citations.fact(change.table, row)


def _figure(section: Section, row: Record, old: Record | None) -> Marked:
    """What a figure counts, when, how much; what it was before, or the plan that it is the result of."""
    words = section.words
    name = counted(words, row)
    if row["area_id"] != section.province:
        name = words.say("front.point_of", name=name, unit=words.name("areas", row["area_id"]))
    fact = words.say("partners.figure", name=name, when=spoken.in_period(section, row))
    told = spoken.told(section, row)
    if old is None:
        return words.markdown("partners.new", fact=fact, told=told)
    if old["qualifier"] == "planned":
        before = spoken.plain_amount(section, old)
        return words.markdown("partners.against_plan", fact=fact, told=told, before=before)
    return words.markdown("partners.revised", fact=fact, told=told, before=spoken.amount(section, old))


def _meeting(section: Section, row: Record) -> str:
    """A session by its number and body, with its time."""
    body = section.dataset.row("mechanisms", row["mechanism_id"])
    session = partners.session_name(section, {**row, "body": body})
    return section.words.say("news.dated", text=session, when=partners.time_of(section, row))


def _project(section: Section, row: Record) -> str:
    """A work with its state and the date of that."""
    words = section.words
    state = partners.work_state(section, row)
    return words.say("partners.with_state", what=words.local(row, "name"), state=state)
