"""The tables by partner of pages 1 and 4: whom they show, and what of each the page has room for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from helpers.data.tables import Record
from helpers.text.markdown import Marked, join
from helpers.text.phrases import LANGUAGES, place_in_sentence
from helpers.views.kit.outputs import Chart, Part, Shown, Table, part
from helpers.views.kit.page_budget import letters, rows_of, said_letters, within
from helpers.views.kit.page_sources import fitting, share, with_letters
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import capital, pages
from helpers.views.kit.tables import column, table
from helpers.views.pages import main_points
from helpers.views.pages.front_page import recent_works
from helpers.views.pages.partners import (
    MOST_TOLD,
    TITLE,
    Partner,
    agreed_to_do,
    brief_title,
    by_country,
    due_session,
    ending_texts,
    has_ties,
    held_with,
    last_contact,
    latest,
    latest_rows,
    name,
    neighbours,
    open_matters,
    partners,
    recent,
    shared_dues,
    short_name,
    short_texts,
    texts_by_rank,
    with_next_step,
    with_tasks,
    work_said,
)

MOST_PARTNERS = 5
MOST_BELOW = (8, 5, 4)  # rows of the table on page 1, below no chart, one and two
_LINES, _LINES_OF_WORK = 2, 3  # of a row of that table; it has room for two rows with a work
_LINE_OF_POINTS = 110  # letters of a line of the main points
_LINE, _STATE, _NAME = 27, 28, 24  # letters of a line of a cell, of the state of a work, of a line of names
_OPEN_LINE = 30  # letters of a line of what is open
_STATE_OF_DUE = 34  # letters of what is said of a session that is due in a year
_DAY_IN_TEXT, _DAY_AGREED = 20, 45  # letters of a day, and of saying that something and more was agreed on it
_DAY, _YEAR_ALONE = 15, 4  # letters of a day more than of a year alone
_TIME = 20  # letters of a day behind the title of an event
_STATE_OF_TEXT = 36  # letters of the time of a text, whose it is, and how many more there are
FEWEST_PARTNERS = 3  # that page 1 shows, whatever else it cites
SHORT_PARTNERS = 4  # in a briefing of two pages
LETTERS_BELOW = {
    4: 5,
    2: 2,
}  # of the sources of the page, by the pages: those that its table leaves to what follows
MOST_LETTERS = 800  # of what the facts in the table of page 4 say, as `row_letters` counts them
MOST_OF_PIECES = {
    4: 1000,
    2: 850,
}  # by the pages, of all texts of facts in it, a piece that has no room is left out
BEYOND = 88  # letters of the names of partners beyond the border, in a line below the table on page 1
OTHER = 16  # letters of the names of other partners, for each partner in the table
MOST_OPEN = 3  # matters that are open with one partner


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


class Told(NamedTuple):
    """What page 1 tells of a row: whether its texts, or the ties instead, and which of the matters that are open."""

    texts: bool
    matter: int = 0


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
        late = latest_rows(section, one)
        if not matters and not (late and (one.sessions or one.texts or recent(section, one.latest))):
            continue
        key = (known[one.partner_id]["country"], *(_told_alike(one, late) or (matters, *_facts_of(one))))
        before = rows.get(key, Row((), (), (0, 0, 0, 0)))
        letters_ = (short_name(known[one.partner_id]), *_letters_on_page_1(section, one))
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
    before others; ties give way where that makes room for a row, and what is open first where the page has a letter
    left for the next alone. ``beside`` is what else stands on the page. ``fewest`` gives what there is for certain, so
    that the points can be made for what it leaves.
    """
    spare, found = main_points.spare(section), partners(section)  # whatever stands beside
    section = section.beside(beside)
    drawn = min(2, sum(isinstance(one, Chart) for one in beside))
    most = MOST_BELOW[drawn]
    lines = _LINES_OF_WORK * 2 + _LINES * (most - 2) - (_LINES, _LINES, 1)[drawn]  # for partners far away
    lines += spare // _LINE_OF_POINTS
    most = FEWEST_PARTNERS if fewest else most
    rows = chosen(section, found)

    def has_room(shown: dict[Row, Told]) -> bool:
        return (
            len(shown) <= most
            and sum(row.lines for row in shown) <= lines
            and with_letters(section, _partners_table(section, shown), beside) is not None
        )

    kept: dict[Row, Told] = {}
    for row in _first_named(section, rows):
        forms = [Told(not row.has_ties_alone, place) for place in range(max(1, len(row.matters)))]
        if form := next((form for form in forms if has_room({**kept, row: form})), None):
            kept[row] = form
    for row in [] if fewest else list(kept):  # ties take what letters the rows leave
        with_ties = kept[row]._replace(texts=True)
        kept[row] = with_ties if has_room({**kept, row: with_ties}) else kept[row]
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
    border = neighbours(section)
    others = [
        one
        for one in _not_shown(found, shown)
        if _land(section, one) not in border and (has_ties(one) or (contacts and last_contact(section, one)))
    ]
    said = by_country(section, others, BEYOND)
    notes = [section.words.markdown("partners.beyond", names=said)] if said else []
    if not _beyond_neighbours(section):
        notes.append(section.words.markdown("partners.none_beyond"))
    return notes


def _others(section: Section, found: Iterable[Partner], shown: Collection[Row]) -> Marked:
    """The other localities with texts or ties: those across the border, then the rest as page 1 names and counts them.

    So that "and 3 more" are the same three on both pages.
    """
    border = neighbours(section)
    tied = [one for one in _not_shown(found, shown) if has_ties(one)]
    near = [one for one in tied if _land(section, one) in border]
    far = [one for one in tied if _land(section, one) not in border]
    said = by_country(section, near, len(shown) * OTHER)
    if said and far and pages(section) == 2:  # a line is all that there is room for
        return join([said, section.words.markdown("partners.rest_as_on_page_1")], "; ")
    return join(filter(None, (said, by_country(section, far, BEYOND))), "; ")


def _not_shown(found: Iterable[Partner], shown: Iterable[Row]) -> list[Partner]:
    """The localities that no row tells of."""
    told = {one for row in shown for one in row.partners}
    return [one for one in found if one.locality and one not in told]


def _land(section: Section, one: Partner) -> str:
    return str(section.dataset.keyed("partners")[one.partner_id]["country"])


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


def _letters_on_page_1(section: Section, one: Partner) -> tuple[int, int, int]:
    """How long the texts of facts are in the texts and the latest of a partner, and in what is open with it first."""
    text = max(
        (letters(row, "subject") + _STATE_OF_TEXT for row in texts_by_rank(one)[:1] if row["subject_en"]),
        default=0,
    )
    newest = last_contact(section, one) or {}
    late = 0
    if "body" in newest:
        late = letters(newest["body"], "short")
    elif "activity_id" in newest and (size := brief_title(newest)) <= TITLE:
        late = size + _TIME
    first = next(iter(shared_dues(section, one)), None)
    if one.works and first is None:
        work = one.works[0]
        shown = [len(work[f"short_{each}"] or work[f"name_{each}"]) for each in LANGUAGES]
        return (
            text,
            late,
            max(shown) + _STATE + (letters(work, "milestone") and letters(work, "milestone") + _STATE),
        )
    if due := first or next((body for body in one.bodies if due_session(section, body)), None):
        return (
            text,
            late,
            letters(due, "due") + _STATE_OF_DUE + (_DAY if len(due["due"]) > _YEAR_ALONE else 0),
        )
    return text, late, _letters_left_to_do(section, one) or _letters_of_ending(section, one)


def _letters_left_to_do(section: Section, one: Partner) -> int:
    """How long what `_left_to_do` says in short is."""
    for row in with_next_step(section, one)[:1]:
        return letters(row, "next_step") + _DAY_IN_TEXT
    tasks = with_tasks(section, one)[:1]
    return max(
        (len(agreed_to_do(row, each)[0]) + _DAY_AGREED for row in tasks for each in LANGUAGES), default=0
    )


def _letters_of_ending(section: Section, one: Partner) -> int:
    """How long what `_ending` says first may be."""
    rows = ending_texts(section, one)
    return max((letters(row, "subject") + _STATE_OF_TEXT + _DAY_IN_TEXT for row in rows), default=0)


def _partners_table(
    section: Section, shown: Mapping[Row, Told], notes: Sequence[Marked] = ()
) -> Table | None:
    """The table of page 1."""
    dash = section.words.say("partners.none")
    firsts = [row.partners[0] for row in shown]
    told = [short_texts(section, one, most=1) for one in firsts]
    newest = [_cell(latest(section, one, outcome=False)) for one in firsts]
    matters = [
        _cell(_open_in_short(section, row)[form.matter : form.matter + 1]) for row, form in shown.items()
    ]
    return table(
        section,
        section.words.say("partners.table_title" if any(matters) else "partners.table_title_none_open"),
        [
            column(section, "partner", [_named(section, row) for row in shown]),
            column(
                section,
                "texts",
                [
                    (said if form.texts else "") or dash
                    for said, form in zip(told, shown.values(), strict=True)
                ],
            ),
            column(section, "latest", [said or dash for said in newest]),
            column(section, "open", _filled(matters, dash)),
        ],
        notes,
        subtitle="",
    )


def _open_in_short(section: Section, row: Row) -> list[Marked]:
    return [matter for one in row.partners for matter in open_matters(section, one, short=True)]


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
    sums = accumulate(row_letters(section, row, most=1) for row in first)  # further pieces give way alone
    kept = [
        row
        for place, (row, letters) in enumerate(zip(first, sums, strict=True))
        if letters <= MOST_LETTERS or not place
    ]
    return [row for row in rows if row in kept]


def show_partners(section: Section, found: list[Partner]) -> Part:
    """The partners of whom a source tells something late or open, in a table; the others by name."""
    section = section.by_main_sources
    words = section.words
    if not found:
        return part(section.text(words.markdown("partners.no_partner", province=section.province_name)))
    told = told_in_table(section, told_of(section, found))
    shown = list(told)
    dash = words.say("partners.none")
    others = _others(section, found, shown)
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
    said = join([work_said(section, row, short=True) for row in works[:MOST_OPEN]], "; ")
    return [section.words.markdown("partners.overdue", works=said)]


def told_in_table(section: Section, rows: Sequence[Row]) -> dict[Row, tuple[list[Marked], ...]]:
    """The latest of each row and what is open with it, as far as the table has letters.

    The first of both come first, for each row, those of partners that page 1 names before others, with the session
    that it tells of; where there is no letter for these, the row is left out.
    """
    pieces = {row: (latest(section, row.partners[0], outcome=True), row.matters) for row in rows}
    told = main_points.session_told(section)
    firsts: list[tuple[Row, tuple[Marked, ...]]] = []
    for row in _first_named(section, rows):
        late = [one.get("meeting_id", "") for one in latest_rows(section, row.partners[0])]
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


def row_letters(section: Section, row: Row, most: int = MOST_TOLD) -> int:
    """How long what the table says of partners is, as far as that is text of facts, in the language that is longer.

    Of so many pieces at ``most`` of their latest and of their works.
    """
    rows = latest_rows(section, row.partners[0])[:most]
    works = [work for one in row.partners for work in one.works]
    said = (_session_letters(section, row) if "body" in row else letters(row, "title") for row in rows)
    return sum(said) + sum(letters(work, "name") for work in works[:most])


def _session_letters(section: Section, row: Record) -> int:
    """How long what a session agreed is, with the name of the body that met with it."""
    other = held_with(section, row)
    return main_points.agreed_letters(section, row) + (letters(other["body"], "short") if other else 0)
