"""What is new since the edition of a year ago: counts, and the changes that matter most."""

from datetime import date

from helpers import data
from helpers.data.changes import Change, changes
from helpers.data.editions import TooEarly
from helpers.text import dates
from helpers.text.changes import Names, sentence
from helpers.text.markdown import Marked
from helpers.views.kit.outputs import Part, part
from helpers.views.kit.page import Page

MOST = 6
KINDS = ("revised", "withdrawn", "new")
TIMES = ("as_of", "period_end", "end", "start", "signed", "issued", "status_as_of", "since")


def a_year_before(edition: str) -> str:
    """The same day a year earlier; 28 February for a leap day."""
    day = date.fromisoformat(edition)
    earlier = day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
    return earlier.isoformat()


def since_last_year(page: Page) -> tuple[data.Dataset, list[Change]] | None:
    """The edition of a year ago and what changed since; None when nothing had been published by then."""
    before = a_year_before(page.dataset.edition)
    try:
        old = data.load(page.dataset.tables, before, page.dataset.package.folder)
    except TooEarly:
        return None
    return old, changes(old, page.dataset, page.province)


def news_part(page: Page, most: int = MOST) -> Part:
    """What changed over the past year: how much, and the revisions and newest facts in words."""
    found = since_last_year(page)
    before = dates.day(a_year_before(page.dataset.edition), page.language)
    heading = page.heading("news.since")
    if found is None:
        return part(page.text(heading, page.say("news.none_before", date=before)))
    old, several = found
    if not several:
        lead = page.say("news.since_lead", date=before, summary=page.say("news.none"))
        return part(page.text(heading, lead))
    counts = {kind: sum(one.kind == kind for one in several) for kind in KINDS}
    lead = page.say("news.since_lead", date=before, summary=page.say("news.summary", **counts))
    first = ranked(several)[:most]
    names = Names(old, page.language), Names(page.dataset, page.language)
    items = [Marked(page.say("plain.text", text=sentence(one, *names)) + _cite(page, one)) for one in first]
    rest = len(several) - len(first)
    more = page.say("news.more", count=rest) if rest else None
    return part(page.text(heading, lead, page.bullets(items), more))


def ranked(several: list[Change]) -> list[Change]:
    """Revisions first, then what was withdrawn, then what is new; of each the figures first, the latest first."""
    latest = sorted(
        several, key=lambda one: max(str(one.row.get(field, "")) for field in TIMES), reverse=True
    )
    return sorted(latest, key=lambda one: (KINDS.index(one.kind), one.table != "observations"))


def _cite(page: Page, change: Change) -> Marked:
    """References for what is there now; what was withdrawn has its source in words."""
    return page.cite(change.table, change.new) if change.new is not None else Marked("")
