"""The signed texts that page 4 shows, by weight, with their state."""

from collections.abc import Sequence

from helpers.data.tables import Record
from helpers.text import dates
from helpers.text.markdown import Marked, join
from helpers.views.annex.cooperation import state_of
from helpers.views.kit.outputs import Part, Shown, part
from helpers.views.kit.page_budget import letters, within
from helpers.views.kit.page_sources import fitting, share
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import FEWEST_ROWS, capital, pages
from helpers.views.kit.tables import column, table
from helpers.views.kit.words import bullets
from helpers.views.pages import main_points
from helpers.views.pages.partner_tables import chosen
from helpers.views.pages.partners import (
    OLDEST,
    PROVINCIAL,
    by_country,
    parties_abroad,
    partners,
    recent,
    short_text,
    texts,
    texts_by_rank,
)

FEWEST_TEXTS, MOST_TEXTS = 3, 6
SHORT_TEXTS = 2  # in a briefing of two pages
SHORT_ROW = 100  # letters of a row of texts and of news in a briefing of two pages
ROW = 140  # letters of an item of a list, or of a text in a table; a longer one counts as several
MOST_NAMED, NAMED_TEXT = 2, 44  # texts of page 1 that a line below names, and letters of one
NAME = 22  # letters of the time of a text and whose it is
TOGETHER = 96  # letters of the names with which undated texts are signed, in a line of their own on page 2


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
    shown = texts_shown(section, having_letters(section, "agreements", rows, beside), left)
    if not rows:
        return part(section.text(words.heading("partners.texts"), words.markdown("partners.no_text")))
    together = _undated_together(section) if pages(section) == 2 and len(shown) < SHORT_TEXTS else []
    line = _together(section, together, beside) if together else Marked("")
    there = shown or line
    listed = [*shown, *(together if line else [])]
    named = [] if not there else _named_on_page_1(section, listed, beside)
    more = _more_texts(section, len(listed), named, key="more" if there else "all")
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


def _named_on_page_1(
    section: Section, listed: Sequence[Record], beside: Sequence[Shown | None]
) -> list[Record]:
    """The texts that page 1 names and the list has no room for, as far as a line and the letters have: two at most.

    One with a partner whose last programme is over comes first, then the first with each partner of the table.
    """
    over = [row for row in main_points.watched(section) if section.passed(row["period_end"])]
    others = [main_points.other_text(section, row) for row in over]
    rows = [row for row in others if row is not None]
    rows += [row for one in chosen(section, partners(section)) for row in texts_by_rank(one.partners[0])[:1]]
    keys = {row["agreement_id"]: row for row in rows if row["subject_en"]}
    left = [keys[key] for key in dict.fromkeys(keys) if key not in {row["agreement_id"] for row in listed}]
    cited = section.text(join([section.citations.fact("agreements", row) for row in listed]))
    fit = having_letters(section, "agreements", left, [*beside, cited])  # those listed have theirs before
    return within(fit, lambda row: letters(row, "subject") + NAME, MOST_NAMED, NAMED_TEXT)


def _more_texts(section: Section, shown: int, named: Sequence[Record], *, key: str) -> Marked | None:
    """How many texts the annex has besides those shown, with those that only a doubtful reading or a twinning gives.

    Those that page 1 names are named.
    """
    words, all_ = section.words, len(section.near.facts.records("agreements"))
    if all_ == shown:
        return None
    if named:
        texts_ = join(
            [short_text(section, row) + section.citations.fact("agreements", row) for row in named], "; "
        )
        said = words.markdown("partners.more_named", count=all_ - shown, texts=texts_)
    else:
        said = words.markdown(f"partners.{key}_in_annex", count=all_ - shown)
    unsure = all_ - len(texts(section))
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
        one
        for row in rows
        for one in parties_abroad(section.dataset, "agreement_parties", "agreement_id", row)
    }
    names = by_country(section, [one for one in partners(section) if one.partner_id in with_], TOGETHER)
    lettered = having_letters(section, "agreements", rows, beside)
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


def having_letters(
    section: Section, table_: str, rows: Sequence[Record], beside: Sequence[Shown | None], most: int = 0
) -> list[Record]:
    """The rows of a table that the page has letters for beside what stands there; ``most`` of them, else all."""
    most = most or share(section, "partners")
    return fitting(section, rows, lambda row: [section.citations.fact(table_, row)], most, beside)
