"""The page of trade: the main series by full year and by the same months, other counts beside it, gates, targets.

What is said has a condition each, named by the function that tests it; where none holds, a neutral form stands. A
briefing of two pages has the same in sentences. The rules of selection are those of `helpers.data.selection`.
"""

from collections.abc import Sequence

from helpers.data import selection
from helpers.data.arithmetic import Figure
from helpers.data.dates import years_before
from helpers.data.selection import Change, end
from helpers.data.series import Point
from helpers.data.tables import to_records
from helpers.text.markdown import Marked, join
from helpers.views.annex.trade_series import leap_said, leaps
from helpers.views.kit import charts, spoken, theme
from helpers.views.kit.facts import NEAR
from helpers.views.kit.outputs import Chart, Shown, Table, Text
from helpers.views.kit.page_budget import letters, within
from helpers.views.kit.page_sources import unbroken
from helpers.views.kit.plotted import common_unit
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import FEWEST_ROWS, cell, in_unit, pages, sentence, titled
from helpers.views.kit.tables import Column, column
from helpers.views.kit.words import bullets
from helpers.views.pages.trade_counts import other_counts
from helpers.views.pages.trade_main import (
    ROOMY,
    SIDES,
    Trade,
    cite_point,
    counted,
    drawable,
    edition_day,
    gate_in_text,
    gates,
    in_one_unit,
    last_day_known,
    newest_year,
    of_same_time,
    one_side,
    room,
    rows_of_table,
    told_when,
)
from helpers.views.pages.trade_targets import Target, in_table, targets

FARTHEST = 2  # years between two figures whose change the table computes
CHART_HEIGHT, TALLER = 1.0, 0.4  # inches, and how many more where no table of counts or targets stands below
MOST_IN_SERIES = 11  # sources of the lead, the chart and the table of the series
NOTE_ROWS = 2  # of tables, that a note takes
UNNAMED = 40  # letters of the name of a gate
MOST_UNNAMED = 6  # gates that a line names


# The chart and its finding


def chart(section: Section, trade: Trade | None, beside: Sequence[Shown | None] = ()) -> Chart | None:
    """Full years beside the same months; None for fewer than four points on one basis, and on two pages.

    The latest that the page has letters for ``beside`` what stands above.
    """
    if trade is None or pages(section) == 2 or not drawable(section, trade):
        return None
    points = sorted((*trade.years, *drawn_months(trade)), key=lambda one: end(one.row))
    kept = unbroken(section, points, lambda one: [cite_point(section, one)], MOST_IN_SERIES, beside)
    if len(kept) < selection.CHART_POINTS:
        return None
    title = finding(section, trade)
    return charts.years_and_parts(
        section,
        [one for one in trade.years if one in kept],
        [one for one in drawn_months(trade) if one in kept],
        width=theme.FULL,
        height=CHART_HEIGHT + (TALLER if _in_sentences(section, trade) else 0),
        whole=True,
        title=title,
        subtitle=sentence(counted(section, trade.series)).removesuffix("."),
        alt=title + ".",
    )


def _in_sentences(section: Section, trade: Trade) -> bool:
    """Whether other counts and targets are told in sentences, so that the page has room for a taller chart."""
    return len(other_counts(section, trade)) < FEWEST_ROWS and not in_table(targets(section))


def drawn_months(trade: Trade) -> tuple[Point, ...]:
    """The same months of two years or more to draw: the newest, else those of most years, of as many the newest."""
    several = [group for group in trade.months if len(group) > 1]
    newest = (group for group in several if group[-1] is trade.newest)
    return next(newest, max(several, key=len, default=()))


def finding(section: Section, trade: Trade) -> str:
    """The title of the chart: the first of these that the rows bear out, else a neutral one.

    1. the newest full year is below the highest one (`below_peak`); 2. it is the highest (`record`); 3. the newest
    part of a year rose or fell on the same months before (`moved`).
    """
    words, year = section.words, newest_year(trade)
    peak = below_peak(section, trade)
    if year is not None and peak is not None:
        return words.say("trade_page.below_peak", year=year.year, peak=peak.year)
    if year is not None and record(section, trade):
        return words.say("trade_page.record", year=year.year)
    change = selection.change(section.dataset, trade.series, trade.newest)
    if change is not None and change.old is not None and (way := moved(change.figure)):
        when = spoken.in_period(section, trade.newest.row)
        said = words.say(way, when=when, year=end(change.old.row).year)
        return said[:1].upper() + said[1:]
    return words.say("trade_page.neutral")


def below_peak(section: Section, trade: Trade) -> Point | None:
    """The highest of three full years or more, where the newest is certainly below it: no bound leaves it open."""
    years = [one for one in trade.years if "derived" not in one.row]
    if len(years) < 3:
        return None
    values = in_one_unit(section, years)
    peak = max(years, key=lambda one: values[id(one)].value)
    return peak if selection.certainly_below(section.dataset, years[-1], peak) else None


def record(section: Section, trade: Trade) -> bool:
    """Whether the newest of three full years or more is certainly above all others."""
    years = [one for one in trade.years if "derived" not in one.row]
    if len(years) < 3 or years[-1].row["qualifier"] not in ("exact", "over"):
        return False
    values = in_one_unit(section, years)
    known = all(one.row["qualifier"] in ("exact", "nearly", "under") for one in years[:-1])
    return known and all(values[id(one)].value < values[id(years[-1])].value for one in years[:-1])


def moved(change: Figure) -> str:
    """The phrase for the way that a change certainly goes; empty where its bound leaves that open."""
    if change.value > 0 and change.qualifier in ("exact", "about", "over"):
        return "trade_page.rose"
    return "trade_page.fell" if change.value < 0 and change.qualifier in ("exact", "about", "under") else ""


# The main series as a table


def periods(section: Section, trade: Trade | None, beside: Sequence[Shown | None] = ()) -> Table | None:
    """Full years, then the same months of several years: trade, its change, exports, imports; None on two pages.

    A figure from which the next does not go on stands there only where the page has room to say so (`leaps`).
    Exports and imports where the page has letters for all of them ``beside`` what stands above, else those of the
    latest that it has letters for.
    """
    if trade is None or pages(section) == 2:
        return None
    points = rows_of_table(trade)
    doubts = leaps(section, points)
    told = doubts[-1:] if room(section, trade) >= NOTE_ROWS else []
    points = [one for one in points if not any(one is leap.before for leap in doubts if leap not in told)]
    sides = {side: one_side(section, trade, side) for side in SIDES}

    def cites(one: Point) -> list[str]:
        same = [two for side in sides.values() if (two := of_same_time(side, one))]
        return [
            cite_point(section, one),
            _change(section, trade, one),
            *(cite_point(section, two) for two in same),
        ]

    if len(unbroken(section, points, cites, MOST_IN_SERIES, beside)) < len(points):
        sides = {}
        points = list(unbroken(section, points, cites, MOST_IN_SERIES, beside))
    if len(points) < FEWEST_ROWS:
        return None
    found = [of_same_time(one, point) for one in sides.values() for point in points]
    unit = common_unit(section.dataset, [one.figure for one in (*points, *found) if one is not None])
    words = section.words
    columns = [
        column(section, "when", [told_when(section, one) for one in points]),
        Column(
            "trade",
            words.say("trade_page.total"),
            [cell(section, one.figure, unit) + cite_point(section, one) for one in points],
            numeric=True,
        ),
        Column("change", words.say("trade_page.change"), [_change(section, trade, one) for one in points]),
    ]
    for side, one in sides.items():
        same = [of_same_time(one, point) for point in points]
        cells = [cell(section, two.figure, unit) + cite_point(section, two) if two else "" for two in same]
        columns.append(column(section, side, cells, numeric=True))
    subtitle = join(
        [in_unit(section, counted(section, trade.series), unit), *nothing_later(section, trade)], ". "
    )
    title = "trade_page.table_sides" if any(found) else "trade_page.table"
    notes = differing(section, trade, points)
    notes += [leap_said(section, one) for one in told if one.before in points and one.after in points]
    notes += more_than_sides(section, trade, any(found))
    return titled(section, words.say(title), subtitle, columns, notes, keep=("change", *SIDES))


def more_than_sides(section: Section, trade: Trade, shown: bool) -> list[str]:
    """That the total is more than the exports and imports ``shown`` beside it, where it has other kinds too."""
    kinds = {
        row["measure"]
        for row in section.dataset.records("indicators")
        if row["part_of"] == trade.series.indicator_id
    }
    return [section.words.say("trade_page.more_than_sides")] if shown and kinds - {*SIDES} else []


def differing(section: Section, trade: Trade, points: Sequence[Point]) -> list[str]:
    """A note for each printed rate that the figures shown do not give."""
    notes = []
    for point in points:
        change = None if "derived" in point.row else selection.change(section.dataset, trade.series, point)
        if change is not None and change.differs and change.computed is not None:
            ours = section.words.change_in_text(change.computed)
            notes.append(
                section.words.say("trade_page.differs", when=spoken.when(section, point.row), ours=ours)
            )
    return notes


def _change(section: Section, trade: Trade, point: Point) -> str:
    """The change in words, and on which year or same months; nothing where that is long before (`_far`).

    That the change is open, where both figures are there and what they leave open allows none.
    """
    change = None if "derived" in point.row else selection.change(section.dataset, trade.series, point)
    if change is None and "derived" not in point.row:
        old = selection.same_period(trade.series, point)
        both = old is not None and old.year == point.year - 1
        return section.words.say("trade_page.change_open") if both else ""
    if change is None or _far(point, change):
        return ""
    year = end(change.old.row).year if change.old else point.year - 1
    full = selection.kind(point.row) == "year"
    key = "trade_page.change_since" if full else "trade_page.change_on_period"
    said = section.words.say(key, change=spoken.change_in_text(section, change), year=year)
    return said[:1].upper() + said[1:] + spoken.cite_change(section, point, change)


def _far(point: Point, change: Change) -> bool:
    """Whether a change is ours and leaps over so many years that it says little of the one it is told of."""
    return change.printed is None and change.old is not None and point.year - change.old.year > FARTHEST


# What the sources do not give


def missing(section: Section, trade: Trade | None, found: Sequence[Target]) -> list[Marked]:
    """What an official would look for here and the sources read do not have: each where its condition holds."""
    if trade is None:
        return []
    words, said = section.words, []
    if not any(_told_apart(section, trade, side) for side in SIDES):
        said.append(words.markdown("trade_page.missing_sides", name=counted(section, trade.series)))
    year, last = newest_year(trade), edition_day(section).year - 1
    if year is not None and year.year < last:
        said.append(
            words.markdown("trade_page.missing_years", year=year.year, name=counted(section, trade.series))
        )
    if not broken_down(section):
        said.append(words.markdown("trade_page.missing_breakdown"))
    if not any(end(one.plan) > edition_day(section) for one in found):
        said.append(words.markdown("trade_page.missing_targets"))
    unnamed = [row for row in gates(section) if not words.local(row, "counterpart")]
    if unnamed:
        named = within(unnamed, lambda row: letters(row, "name"), MOST_UNNAMED, UNNAMED)
        names = [gate_in_text(section, row["gate_id"]) for row in named]
        if rest := len(unnamed) - len(named):
            names.append(words.say("partners.more_gates", count=rest))
        said.append(words.markdown("trade_page.missing_counterparts", gates=join(names, ", ")))
    return said


def nothing_later(section: Section, trade: Trade) -> list[Marked]:
    """That no count has anything later, where all end over a year ago; else after which year no full one was found.

    Below the title of the table, where the page has no room for the list.
    """
    if room(section, trade) >= ROOMY:
        return []
    last, year = last_day_known(section), newest_year(trade)
    if last is not None and last < years_before(edition_day(section), 1):
        return [section.words.markdown("trade_page.nothing_later")]
    if year is None or year.year >= edition_day(section).year - 1:
        return []
    return [section.words.markdown("trade_page.no_later_year", year=year.year)]


def _told_apart(section: Section, trade: Trade, side: str) -> bool:
    """Whether the main series' count has exports or imports of half a year or more in the last five years."""
    found = one_side(section, trade, side)
    points = selection.single(found) if found else ()
    return any(selection.recent(one.row, section.dataset.edition) for one in points)


def broken_down(section: Section) -> bool:
    """Whether a figure of trade of the last five years is of one partner or kind of goods."""
    rows = section.facts.of_topics("trade")
    return any(
        selection.recent(row, section.dataset.edition)
        for row in to_records(
            rows[rows["reach"].isin(NEAR) & ((rows["partner_id"] != "") | (rows["sector_id"] != ""))]
        )
    )


def show_missing(section: Section, said: Sequence[Marked], left: int) -> Text | None:
    """What the sources do not give, where the page has room for it."""
    if not said or left < ROOMY:
        return None
    return section.text(section.words.heading("partners.gaps"), bullets(said))
