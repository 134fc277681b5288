"""The page of trade: the main series by full year and by the same months, other counts beside it, gates, targets.

What is said has a condition each, named by the function that tests it; where none holds, a neutral form stands. A
briefing of two pages has the same in sentences. The rules of selection are those of `helpers.data.selection`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from helpers.data import arithmetic, selection
from helpers.data.arithmetic import Figure
from helpers.data.dates import first_day, last_day
from helpers.data.selection import UNSTATED, Change, begin, end
from helpers.data.series import Point, Row, Series, series
from helpers.data.tables import Record, to_records
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join, once
from helpers.text.phrases import LANGUAGES, in_sentence
from helpers.views.annex.trade import class_told
from helpers.views.annex.trade_series import indicators
from helpers.views.kit import charts, spoken, theme
from helpers.views.kit.facts import NEAR
from helpers.views.kit.observations import figure
from helpers.views.kit.outputs import Chart, Shown, Table, Text
from helpers.views.kit.page_budget import letters, name_letters, rows_of, within
from helpers.views.kit.page_sources import fitting, share, unbroken
from helpers.views.kit.plotted import common_unit, derived
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import (
    FEWEST_ROWS,
    capital,
    cell,
    in_unit,
    indicator_name,
    pages,
    sentence,
    titled,
)
from helpers.views.kit.tables import Column, column
from helpers.views.kit.words import bullets

MOST_YEARS, MOST_MONTHS, MOST_COUNTS, MOST_GATES, MOST_TARGETS = 7, 4, 5, 7, 3
MOST_ROWS, MOST_ROWS_OF_COUNTS = 11, 9
PAGE_ROWS, CHART_ROWS = 28, 9  # rows of tables that the page holds, and how many of them a chart takes
ROOMY = 8  # rows left from which a page has room for more than what each has
CLOSE = 1  # percent that exports and imports may be less than a total that has nothing else
FARTHEST = 2  # years between two figures whose change the table computes
CHART_HEIGHT, TALLER = 0.8, 0.4  # inches, and how many more where no table of counts or targets stands below
MOST_IN_LEAD, MOST_IN_SERIES = 5, 11  # sources of the lead; with it of the chart and table of the series
MOST_NOTES, NOTE = 3, 130  # lines of notes below the table of other counts, and letters of one
COUNT, UNNAMED = 60, 40  # letters of a row of other counts, and of the name of a gate
GATE_LINES = 16  # of the table of gates
LINES_OF_TARGET, LINES_OF_TARGETS = 2, 10  # how many of them a target takes in a sentence, all in a table
GATE_NAME, GATE_NOTE = 24, 78  # letters of a line of it
MOST_SAID = 300  # letters of what is told of gates in sentences
MOST_UNNAMED = 6  # gates that a line names
SIDES = ("exports", "imports")
LOCAL_EXPORTS, MIRRORED = "local-exports-usd", "trade-turnover-mirror-cny"


@dataclass(frozen=True)
class Trade:
    """The main series of a province's trade, and what of it the page shows.

    ``years`` are full years, ``months`` groups of the same months of several years, those of the year before a printed
    change included (`worked_out`); ``newest`` is the newest figure that is not older than five years, ``newer`` are
    months after that, too few for a figure of page 1.
    """

    series: Series
    newest: Point
    years: tuple[Point, ...]
    months: tuple[tuple[Point, ...], ...]
    newer: Point | None


def main_series(section: Section) -> Trade | None:
    """The main series; None where no figure of trade is newer than five years."""
    dataset, edition = section.dataset, section.dataset.edition
    found = selection.main_trade(dataset, section.province, edition)
    if found is None:
        return None
    newest = selection.newest(found, edition) or selection.newest_sum(found, edition)
    if newest is None:
        return None
    singles = [one for one in selection.single(found) if late(one, newest)]
    years = [one for one in singles if selection.kind(one.row) == "year"]
    parts = [selection.same_months(found, one) for one in singles if selection.kind(one.row) == "part"]
    groups = {group[-1].time: group for group in parts}
    if newest.time in groups and len(groups[newest.time]) == 1:
        groups[newest.time] = (*worked_out(section, found, [newest]), newest)
    months = sorted(groups.values(), key=lambda group: (end(group[-1].row), len(group)), reverse=True)
    all_years = sorted((*worked_out(section, found, years), *years), key=lambda one: one.year)
    newer = selection.newer_months(found, newest, edition)
    return Trade(found, newest, tuple(all_years), tuple(months), newer)


def late(point: Point, newest: Point) -> bool:
    """Whether a point lies within the twelve years up to the newest: an earlier one is for the annex."""
    return end(point.row).year > end(newest.row).year - selection.CHART_YEARS


def worked_out(section: Section, found: Series, points: Sequence[Point]) -> list[Point]:
    """The figures a year before full years or parts of one that only follow from these and their printed changes."""
    known = {(begin(one.row), end(one.row)) for one in selection.single(found)}
    results = []
    for one in points:
        start, stop = (_year_before(one.row[field]) for field in ("period_start", "period_end"))
        printed = selection.printed_change(section.dataset, found, one)
        if printed is None or (first_day(start), last_day(stop)) in known:
            continue
        parents = (one.row["observation_id"], printed["observation_id"])
        before = arithmetic.before_change(one.figure, figure(printed), parents)
        if before is not None:
            words = section.words
            formula = words.markdown(
                "trade.formula_before",
                value=words.marked(one.row),
                change=words.marked(printed),
                result=words.figure(before),
            )
            name = f"{one.row['observation_id']}:before"
            cite = spoken.derived(section, name, formula, one.row, printed)
            inferred = bool(one.row["date_inferred"])
            results.append(derived(before, cite, start=start, end=stop, inferred=inferred))
    return results


def _year_before(day: str) -> str:
    """The same day, month or year a year earlier; 28 February for a leap day."""
    return f"{int(day[:4]) - 1}{day[4:]}".replace("-02-29", "-02-28")


# How much the page holds


def room(section: Section, trade: Trade | None) -> int:
    """How many rows of tables the page has left beside the main series and the gates; none on two pages.

    Rows and a chart are counted, not letters: what a page shows is the same in all languages.
    """
    if trade is None or pages(section) == 2:
        return 0
    taken = len(rows_of_table(trade)) + min(len(gates(section)), MOST_GATES)
    return max(0, PAGE_ROWS - taken - (CHART_ROWS if drawable(section, trade) else 0))


# The main series in words


def lead(section: Section, trade: Trade | None) -> Text | None:
    """The newest full year, the newest part of a year, the same months compared, and what is not known."""
    if trade is None:
        return section.text(without_figures(section))
    found = (newest_year(trade), compared(section, trade), trade.newest)
    points = {id(one): one for one in found if one is not None}
    sentences: list[Marked | None] = [
        told(section, trade, one, again=bool(place)) for place, one in enumerate(points.values())
    ]
    sentences[1:1] = [
        without_year(section, trade),
        *map(sentence, before_elsewhere(section, trade.series, trade.newest)),
        disagreement(section, trade),
    ]  # what a reader looks for first
    if trade.newer is not None:
        sentences.append(told(section, trade, trade.newer, again=True))
    first, *further = filter(None, sentences)
    cited = section.text(first)
    most = min(MOST_IN_LEAD, share(section, "trade"))
    kept = fitting(section, further, lambda said: [said], most, [cited])
    if pages(section) == 2:
        kept.append(gaps(section, trade))
    return section.text(" ".join([first, *kept]))


def newest_year(trade: Trade) -> Point | None:
    """The newest published full year, unless it is older than the newest figure by five years or more."""
    years = [one for one in trade.years if "derived" not in one.row]
    newest = end(trade.newest.row).year
    return years[-1] if years and years[-1].year > newest - selection.OLDEST else None


def compared(section: Section, trade: Trade) -> Point | None:
    """The newest part of a year that has the same months of an earlier year beside it, where the newest has no change.

    None of two years or more before the newest: that tells nothing of today.
    """
    like = selection.same_period(trade.series, trade.newest)
    if like is not None or selection.change(section.dataset, trade.series, trade.newest) is not None:
        return None
    recent = [group[-1] for group in trade.months if selection.recent(group[-1].row, section.dataset.edition)]
    recent = [one for one in recent if one.year >= trade.newest.year - 1]
    return next((one for one in recent if selection.same_period(trade.series, one) is not None), None)


def without_year(section: Section, trade: Trade) -> Marked | None:
    """That no full year is published, or the newest, on any basis; None where a recent one is shown."""
    if newest_year(trade) is not None:
        return None
    last = selection.last_full_year(section.dataset, section.province)
    if last is None:
        return section.words.markdown("trade_page.no_year")
    found, point = last
    if selection.recent(point.row, section.dataset.edition):
        return None
    said = section.words.markdown(
        "trade_page.no_year_since",
        year=point.year,
        name=counted(section, found),
        amount=spoken.amount(section, point.row),
    )
    return sentence(said + section.citations.fact("observations", point.row))


def disagreeing(section: Section, trade: Trade) -> list[tuple[Series, Point]]:
    """Full years of other counts that are less than the part of that year which the main series has.

    Doubtful readings, too, since a reader meets them elsewhere; those of a single gate only beside one of the whole
    unit, for a gate may well have less than all gates.
    """
    newest = trade.newest
    if selection.kind(newest.row) != "part":
        return []
    found = [
        (one, point)
        for group in selection.trade_series(section.dataset, section.province)
        for one in group
        if one.name != trade.series.name and one.area_id == trade.series.area_id
        if one.basis_id in (*UNSTATED, *selection.GATES)
        for point in (each for known in one.points for each in known.each)
        if point.row["qualifier"] != "planned"
        and (begin(point.row).year, end(point.row).year) == (newest.year,) * 2
        if _clearly_less(section, point, newest)
    ]
    return found if any(one.basis_id in UNSTATED for one, _ in found) else []


def _clearly_less(section: Section, low: Point, high: Point) -> bool:
    """Whether a figure is less than another, whatever its bound leaves open; of one that is about so by a tenth."""
    value = {id(one): _in_one_unit(section, [one])[id(one)].value for one in (low, high)}
    if low.row["qualifier"] == "about":
        return value[id(low)] * 11 < value[id(high)] * 10
    return selection.certainly_below(section.dataset, low, high)


def disagreement(section: Section, trade: Trade) -> Marked | None:
    """That the sources do not agree on the year of the newest figure, and what the others have."""
    found = disagreeing(section, trade)
    if not found:
        return None
    words = section.words
    others = [
        words.markdown(
            "trade_page.count", name=counted(section, one), figures=spoken.told(section, point.row)
        )
        + section.citations.fact("observations", point.row)
        for one, point in found
    ]
    return words.markdown("trade_page.disagreement", year=trade.newest.year, others=join(others, "; "))


def before_elsewhere(section: Section, found: Series, point: Point) -> list[Marked]:
    """That what a figure is compared with is not what another source has; empty where none differs."""
    other = selection.before_elsewhere(section.dataset, found, point)
    if other is None:
        return []
    words, parts = section.words, other[0]
    known = [
        words.markdown(
            "front.before_part",
            source=spoken.publisher(section, part.row),
            value=spoken.amount(section, part.row),
            unit=words.name("areas", part.row["area_id"]),
        )
        + spoken.cited(section, part.row)
        for part in parts
    ]
    (implied,) = worked_out(section, found, [point])
    said = words.markdown(
        "front.before_elsewhere",
        implied=spoken.amount(section, implied.row) + implied.row["derived"],
        known=join(known, ", "),
        year=point.year - 1,
    )
    return [said]


def without_figures(section: Section) -> Marked:
    """That no figure is newer than five years, and since when there is none, if there ever was one."""
    last = last_year(section)
    if last is None:
        return section.words.markdown("trade_page.never", province=section.province_name)
    return section.words.markdown("trade_page.none_since", year=last, province=section.province_name)


def last_year(section: Section) -> int | None:
    """The year of the newest figure of trade of any kind and age, plans aside; None where there never was one."""
    groups = selection.trade_series(section.dataset, section.province)
    rows = [row for group in groups for one in group for row in one.rows if row["qualifier"] != "planned"]
    return max((end(row).year for row in rows), default=None)


def told(section: Section, trade: Trade, point: Point, *, again: bool = False) -> Marked:
    """One figure in a sentence: when, what is counted, how much, and its change or what it was the same period before.

    ``again`` leaves out what is counted, which the sentence before has said.
    """
    words = section.words
    key, estimated = "trade_page.told", "trade_page.told_estimated"
    if again:
        key, estimated = "trade_page.told_again", "trade_page.told_again_estimated"
    said = words.markdown(
        estimated if selection.estimate(section.dataset, point.row) else key,
        when=spoken.in_period(section, point.row),
        name=counted(section, trade.series),
        amount=spoken.once_hedged(section, point.row),
    )
    said = Marked(said + section.citations.fact("observations", point.row))
    change, old = (
        selection.change(section.dataset, trade.series, point),
        selection.same_period(trade.series, point),
    )
    if change is not None:
        said = Marked(said + ", " + change_words(section, point, change))
    elif old is not None:
        before = words.markdown(
            "trade_page.against", amount=spoken.amount(section, old.row), year=end(old.row).year
        )
        said = Marked(said + before + section.citations.fact("observations", old.row))
    if pages(section) == 2 or len(rows_of_table(trade)) < FEWEST_ROWS:
        said = Marked(said + sides_said(section, trade, point))
    return sentence(said)


def _sides_told(section: Section, there: Mapping[str, Point | None]) -> dict[str, Marked] | None:
    """Exports and imports with their sources; None where one of them is not known."""
    told = {
        side: spoken.amount(section, one.row) + section.citations.fact("observations", one.row)
        for side, one in there.items()
        if one
    }
    return told if len(told) == len(there) else None


def sides_said(section: Section, trade: Trade, point: Point) -> Marked:
    """Exports and imports of the same time, where no table has them; that the total has more, where it does."""
    there = {side: _of_same_time(_side(section, trade, side), point) for side in SIDES}
    amounts = _sides_told(section, there)
    if amounts is None:
        return Marked("")
    values = [_in_one_unit(section, [one])[id(one)].value for one in (*there.values(), point) if one]
    rest = sum(values[:2]) * 100 < values[2] * (100 - CLOSE)
    return section.words.markdown("trade_page.sides_and_rest" if rest else "trade_page.sides", **amounts)


def counted(section: Section, found: Series) -> str:
    """What a series counts, within a sentence: the name of the basis, the gate, the former unit."""
    words, gate = section.words, found.breakdown[2]
    if gate:
        key = "trade_page.at_gate_customs" if found.basis_id == "gate-customs" else "trade_page.through_gate"
        if measure(section, found) == "exports":
            return words.say("trade_page.exports_through_gate", gate=gate_in_text(section, gate))
        return words.say(key, gate=gate_in_text(section, gate))
    unstated = found.basis_id in UNSTATED
    named = words.say("trade_page.trade") if unstated else indicator_name(section, found.indicator_id)
    name = named[:1].lower() + named[1:]
    if found.area_id != section.province:
        name = words.say("trade_page.of_unit", name=name, unit=words.name("areas", found.area_id))
    return words.say("trade_page.unstated", name=name) if unstated else name


def gate_in_text(section: Section, gate: str) -> str:
    """A gate within a sentence: with a small letter where its name begins with its kind, ``lối mở Km3+4``."""
    name = section.words.name("border_gates", gate)
    kinds = {
        section.words.label("gate_kind", kind).split()[0] for kind in section.dataset.values("gate_kind")
    }
    return in_sentence(name) if name.split()[0] in kinds else name


def change_words(section: Section, point: Point, change: Change) -> Marked:
    """A change as people say it, with what it is a change of: ``a fall of at most 15.8% on 2019``."""
    words = section.words
    said = spoken.change_in_text(section, change)
    full = selection.kind(point.row) == "year"
    if change.old is None:
        key = "trade_page.change_printed" if full else "trade_page.change_printed_on_period"
        return words.markdown(key, change=said, year=point.year - 1) + spoken.cite_change(
            section, point, change
        )
    key = "trade_page.change_on_year" if full else "trade_page.change_on_period"
    return words.markdown(key, change=said, year=end(change.old.row).year) + spoken.cite_change(
        section, point, change
    )


def gaps(section: Section, trade: Trade) -> Marked:
    """Why there is neither a chart nor an average: the sources are too few or do not say where they count.

    In that case what the newest says instead of what it counts.
    """
    words = section.words
    if trade.series.basis_id not in UNSTATED:
        return words.markdown("trade_page.gaps_few")
    note = words.local(trade.newest.row, "note")
    noted = words.markdown("trade_page.noted", note=_small(note)) + " " if note else ""
    return Marked(noted + words.markdown("trade_page.gaps_unstated"))


def _small(text: str) -> str:
    """A text that goes on in a sentence, without the mark at its end."""
    return f"{text[:1].lower()}{text[1:]}".removesuffix(".")


# The chart and its finding


def chart(section: Section, trade: Trade | None, beside: Sequence[Shown | None] = ()) -> Chart | None:
    """Full years beside the same months; None for fewer than four points on one basis, and on two pages.

    The latest that the page has letters for ``beside`` what stands above.
    """
    if trade is None or pages(section) == 2 or not drawable(section, trade):
        return None
    points = sorted((*trade.years, *drawn_months(trade)), key=lambda one: end(one.row))
    kept = unbroken(section, points, lambda one: [_cite(section, one)], MOST_IN_SERIES, beside)
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
    return len(other_counts(section, trade)) < FEWEST_ROWS and not _in_table(targets(section))


def drawable(section: Section, trade: Trade) -> bool:
    """Whether there are four published points on one stated basis."""
    return any(selection.years_and_parts(trade.series, section.dataset.edition))


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
    values = _in_one_unit(section, years)
    peak = max(years, key=lambda one: values[id(one)].value)
    return peak if selection.certainly_below(section.dataset, years[-1], peak) else None


def record(section: Section, trade: Trade) -> bool:
    """Whether the newest of three full years or more is certainly above all others."""
    years = [one for one in trade.years if "derived" not in one.row]
    if len(years) < 3 or years[-1].row["qualifier"] not in ("exact", "over"):
        return False
    values = _in_one_unit(section, years)
    known = all(one.row["qualifier"] in ("exact", "nearly", "under") for one in years[:-1])
    return known and all(values[id(one)].value < values[id(years[-1])].value for one in years[:-1])


def moved(change: Figure) -> str:
    """The phrase for the way that a change certainly goes; empty where its bound leaves that open."""
    if change.value > 0 and change.qualifier in ("exact", "about", "over"):
        return "trade_page.rose"
    return "trade_page.fell" if change.value < 0 and change.qualifier in ("exact", "about", "under") else ""


def _in_one_unit(section: Section, points: Sequence[Point]) -> dict[int, Figure]:
    factors = selection.unit_factors(section.dataset)
    return {id(one): arithmetic.in_unit(one.figure, "usd_m", factors) for one in points}


# The main series as a table


def periods(section: Section, trade: Trade | None, beside: Sequence[Shown | None] = ()) -> Table | None:
    """Full years, then the same months of several years: trade, its change, exports, imports; None on two pages.

    Exports and imports where the page has letters for all of them ``beside`` what stands above, else those of the
    latest that it has letters for.
    """
    if trade is None or pages(section) == 2:
        return None
    points = rows_of_table(trade)
    sides = {side: _side(section, trade, side) for side in SIDES}

    def cites(one: Point) -> list[str]:
        same = [two for side in sides.values() if (two := _of_same_time(side, one))]
        return [_cite(section, one), _change(section, trade, one), *(_cite(section, two) for two in same)]

    if len(unbroken(section, points, cites, MOST_IN_SERIES, beside)) < len(points):
        sides = {}
        points = list(unbroken(section, points, cites, MOST_IN_SERIES, beside))
    if len(points) < FEWEST_ROWS:
        return None
    found = [_of_same_time(one, point) for one in sides.values() for point in points]
    unit = common_unit(section.dataset, [one.figure for one in (*points, *found) if one is not None])
    words = section.words
    columns = [
        column(section, "when", [_when(section, one) for one in points]),
        Column(
            "trade",
            words.say("trade_page.total"),
            [cell(section, one.figure, unit) + _cite(section, one) for one in points],
            numeric=True,
        ),
        Column("change", words.say("trade_page.change"), [_change(section, trade, one) for one in points]),
    ]
    for side, one in sides.items():
        same = [_of_same_time(one, point) for point in points]
        cells = [cell(section, two.figure, unit) + _cite(section, two) if two else "" for two in same]
        columns.append(column(section, side, cells, numeric=True))
    subtitle = in_unit(section, counted(section, trade.series), unit)
    title = "trade_page.table_sides" if any(found) else "trade_page.table"
    notes = [*differing(section, trade, points), *more_than_sides(section, trade, any(found))]
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


def rows_of_table(trade: Trade) -> list[Point]:
    """The points of the table, at most eleven: the latest full years, then the same months, the last to end last.

    Where there is not room for all months, the earliest groups and of a group the earliest years are left out. Months
    that only one year has stand there where they are newer than all that two years have; at last the newer months.
    """
    years = list(trade.years[-MOST_YEARS:])
    last = [trade.newer] if trade.newer is not None else []
    compared_to = max((end(group[-1].row) for group in trade.months if len(group) > 1), default=date.min)
    months: list[Point] = []
    for group in trade.months:
        if len(group) > 1 or group[-1] is trade.newest or end(group[-1].row) > compared_to:
            room = min(MOST_MONTHS, MOST_ROWS - len(years) - len(months) - len(last))
            months = [*group[max(len(group) - room, 0) :], *months]
    return [*years, *months, *last]


def _side(section: Section, trade: Trade, side: str) -> Series | None:
    """Exports or imports on the basis of the main series."""
    indicator = indicators(section).get((trade.series.basis_id, side))
    return (
        series(section.dataset, trade.series.area_id, indicator, *trade.series.breakdown)
        if indicator
        else None
    )


def _of_same_time(found: Series | None, point: Point) -> Point | None:
    """The point of another series that covers the same days."""
    mine = (begin(point.row), end(point.row))
    points = (*found.points, *found.partial) if found else ()
    return next((one for one in points if (begin(one.row), end(one.row)) == mine), None)


def _when(section: Section, point: Point) -> str:
    said = capital(spoken.when(section, point.row))
    if "derived" not in point.row and selection.estimate(section.dataset, point.row):
        return section.words.say("trade_page.estimate", said=said)
    return _marked_out(section, point, said)


def _marked_out(section: Section, point: Point, said: str) -> str:
    """What is said of a figure, with that it was worked out, where it was."""
    return section.words.say("trade_page.worked_out", said=said) if "derived" in point.row else said


def _cite(section: Section, point: Point) -> Marked:
    return point.row.get("derived") or section.citations.fact("observations", point.row)


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


# Other counts of the same trade


def other_counts(section: Section, trade: Trade | None) -> list[tuple[Series, Point]]:
    """The newest figure on every other basis, gate and set of boundaries: newest first, those of a single gate last.

    Behind a part of a year stands the newest full year. None older than five years, unless the main series is shown as
    far back. Where the page has room, counts of exports alone stand there too, then earlier figures: as many rows as
    there is room for.
    """
    if trade is None:
        return []
    left = room(section, trade)
    before = selection.before_elsewhere(section.dataset, trade.series, trade.newest)
    told_already = [point.row for _, point in disagreeing(section, trade)]
    told_already += [part.row for part in before[0]] if before else []
    series_ = [one for group in selection.trade_series(section.dataset, section.province) for one in group]
    found = [
        pairs
        for one in series_
        if one.name != trade.series.name and (pairs := _newest_of(section, trade, one))
        if (pairs := [pair for pair in pairs if pair[1].row not in told_already])
    ]
    if left >= ROOMY:
        counted_already = {pairs[0][0].basis_id for pairs in found} | {trade.series.basis_id}
        found += [
            pairs
            for one in exports_alone(section)
            if (one.basis_id not in counted_already or one.breakdown[2])
            and (pairs := _newest_of(section, trade, one))
            and not _stands_beside(section, found, pairs[0])
        ]
    ranked = sorted(found, key=lambda pairs: end(pairs[0][1].row), reverse=True)
    ranked.sort(key=lambda pairs: bool(pairs[0][0].breakdown[2]))
    others = [pair for pairs in ranked for pair in pairs]
    most = MOST_COUNTS if left < ROOMY else min(MOST_ROWS_OF_COUNTS, left // 2)
    shown = within(others, lambda pair: _count_letters(section, pair[0]), most, COUNT)
    return shown if left < ROOMY else _with_earlier(section, trade, shown, most)


def _with_earlier(
    section: Section, trade: Trade, shown: Sequence[tuple[Series, Point]], most: int
) -> list[tuple[Series, Point]]:
    """The figures shown, and behind those of each count what is before them: of all ``most`` rows."""
    counts = {found.name: found for found, _ in shown}
    groups = {name: [pair for pair in shown if pair[0].name == name] for name in counts}
    earlier = [
        (found, point)
        for name, found in counts.items()
        for point in reversed(_late(section, trade, found))
        if end(point.row) < end(groups[name][-1][1].row)
    ]

    def rows(pair: tuple[Series, Point]) -> int:
        return rows_of(_count_letters(section, pair[0]), COUNT)

    for pair in within(earlier, rows, most - sum(map(rows, shown)), 1):
        groups[pair[0].name].append(pair)
    return [pair for pairs in groups.values() for pair in pairs]


def _count_letters(section: Section, found: Series) -> int:
    """How long the name of what a series counts is."""
    gate = found.breakdown[2]
    if gate:  # its kind and what goes through it are told with its name
        return name_letters(section.dataset, "border_gates", gate) + COUNT // 3
    return name_letters(section.dataset, "indicators", found.indicator_id)


def _stands_beside(
    section: Section, found: Sequence[list[tuple[Series, Point]]], one: tuple[Series, Point]
) -> bool:
    """Whether exports stand already in the row of a turnover of the same count and time."""
    beside = (_beside(section, *pair, "exports") for pairs in found for pair in pairs)
    return any(point is not None and point.row is one[1].row for point in beside)


def _late(section: Section, trade: Trade, found: Series) -> list[Point]:
    """The figures of a count that are no older than five years, or than the main series is shown back to."""
    oldest = min(begin(point.row) for point in (trade.newest, *rows_of_table(trade)))
    return [
        point
        for point in selection.single(found)
        if selection.recent(point.row, section.dataset.edition) or end(point.row) >= oldest
    ]


def _newest_of(section: Section, trade: Trade, found: Series) -> list[tuple[Series, Point]]:
    """The newest figure of a count, and behind a part of a year the newest full year; empty where all are too old."""
    points = _late(section, trade, found)
    if not points:
        return []
    years = [point for point in points[:-1] if selection.kind(point.row) == "year"]
    part = selection.kind(points[-1].row) == "part"
    return [(found, point) for point in (points[-1], *(years[-1:] if part else []))]


def exports_alone(section: Section) -> list[Series]:
    """The series of exports of the unit and its former units, whole and of single gates."""
    known = section.facts.indicators
    wanted = [name for (_, side), name in indicators(section).items() if side == "exports"]
    wanted = [name for name in (*wanted, LOCAL_EXPORTS) if name in known]
    rows = section.facts.observations(*wanted) if wanted else None
    if rows is None:
        return []
    own = to_records(rows[rows["reach"].isin(NEAR) & (rows["partner_id"] == "") & (rows["sector_id"] == "")])
    keys = sorted({(row["area_id"], row["indicator_id"], row["gate_id"]) for row in own})
    return [series(section.dataset, area, name, gate_id=gate) for area, name, gate in keys]


def measure(section: Section, found: Series) -> str:
    """What a series of trade measures: ``turnover`` or ``exports``."""
    whole = section.dataset.row("indicators", found.indicator_id)["measure"] == "turnover"
    return "turnover" if whole else "exports"


def mirrored(section: Section) -> list[Marked]:
    """What the Chinese side publishes of goods through a gate, at its newest of the last five years; a line each."""
    words, said = section.words, []
    for gate in sorted({row["gate_id"] for row in gates(section)}):
        if MIRRORED not in section.facts.indicators:
            break
        found = series(section.dataset, section.province, MIRRORED, gate_id=gate)
        point = selection.newest(found, section.dataset.edition)
        if point is not None:
            line = words.markdown(
                "trade_page.mirrored",
                gate=words.name("border_gates", gate),
                amount=spoken.amount(section, point.row),
                when=spoken.in_period(section, point.row),
            )
            said.append(Marked(line + section.citations.fact("observations", point.row)))
    return said


def show_counts(
    section: Section,
    counts: Sequence[tuple[Series, Point]],
    left: int = 0,
    beside: Sequence[Shown | None] = (),
) -> Table | Text | None:
    """What else is counted of the same trade, one line each; sentences where there are fewer than three.

    With ``left`` rows of room each has a line on what is counted, and its exports and imports. Those that the page
    has letters for ``beside`` what stands above.
    """

    def cites(pair: tuple[Series, Point]) -> list[Marked]:
        points = [pair[1], *(_beside(section, *pair, side) for side in SIDES)]
        return [section.citations.fact("observations", one.row) for one in points if one is not None]

    counts = fitting(section, counts, cites, share(section, "trade"), beside)
    if not counts:
        return None
    grid = _counts_table(section, counts, defined=left >= ROOMY) if pages(section) == 4 else None
    return grid or _counts_said(section, counts)


def _counts_table(section: Section, counts: Sequence[tuple[Series, Point]], *, defined: bool) -> Table | None:
    words = section.words
    sides = {side: [_beside(section, one, point, side) for one, point in counts] for side in SIDES}
    totals = [point if measure(section, one) == "turnover" else None for one, point in counts]
    cited = [*totals, *(one for side in SIDES for one in sides[side])]
    unit = common_unit(section.dataset, [one.figure for one in cited if one is not None])

    def amounts(points: Sequence[Point | None]) -> list[str]:
        return [
            cell(section, one.figure, unit) + section.citations.fact("observations", one.row) if one else ""
            for one in points
        ]

    names = [sentence(counted(section, one)).removesuffix(".") for one, _ in counts]
    columns = [
        Column("counted", words.say("trade_page.counted"), names),
        column(section, "when", [_when(section, point) for _, point in counts]),
        Column(
            "newest",
            words.say("trade_page.total" if defined else "trade_page.newest"),
            amounts(totals),
            numeric=True,
        ),
    ]
    if defined:
        bases = [words.name("bases", one.basis_id) for one, _ in counts]
        columns.insert(1, Column("basis", words.say("trade_page.basis"), bases))
        columns += [column(section, side, amounts(sides[side]), numeric=True) for side in SIDES]
    contradicted = [
        sentence(spoken.when(section, point.row) + said)
        for one, point in counts
        if (said := _contradicted(section, one, point))
    ]
    lead = words.say("trade_page.counts_lead")
    return titled(
        section,
        words.say("trade_page.counts"),
        in_unit(section, lead, unit),
        columns,
        [*contradicted, *(mirrored(section) + noted(section, counts) if defined else [])],
        keep=("newest", *SIDES),
    )


def noted(section: Section, counts: Sequence[tuple[Series, Point]]) -> list[Marked]:
    """What the sources leave to say of figures in the table, a line each, as far as there is room.

    Not of estimates and inferred dates, which have their marks, nor of changes that do not fit, which are told.
    """
    words, lines = section.words, list[tuple[int, Marked]]()
    olds = (selection.contradicted(section.dataset, *pair) for pair in counts)
    told_already = [old.row for old in olds if old is not None]
    for found, point in counts:
        told = {"total": point if measure(section, found) == "turnover" else None}
        told |= {side: _beside(section, found, point, side) for side in SIDES}
        if _contradicted(section, found, point):
            continue
        for what, one in told.items():
            if one is None or not one.row["note_en"] or one.row["date_inferred"] or one.row in told_already:
                continue
            if selection.estimate(section.dataset, one.row):
                continue
            said = words.markdown(
                "trade_page.figure_note",
                when=capital(spoken.when(section, one.row)),
                what=in_sentence(words.say(f"trade_page.{what}" if what == "total" else f"column.{what}")),
                note=_small(words.local(one.row, "note")),
            )
            size = letters(one.row, "note")
            lines.append((size, Marked(said + section.citations.fact("observations", one.row))))
    return [said for _, said in within(lines, lambda line: line[0], MOST_NOTES, NOTE)]


def _beside(section: Section, found: Series, point: Point, side: str) -> Point | None:
    """The exports or imports of the same time and count; the point itself where it counts exports alone."""
    if measure(section, found) == "exports":
        return point if side == "exports" else None
    indicator = indicators(section).get((found.basis_id, side))
    if not indicator:
        return None
    return _of_same_time(series(section.dataset, found.area_id, indicator, *found.breakdown), point)


def _counts_said(section: Section, counts: Sequence[tuple[Series, Point]]) -> Text | None:
    words = section.words
    most = counts[: MOST_COUNTS if pages(section) == 4 else 2]
    said = []
    for name, pairs in groupby(most, key=lambda pair: counted(section, pair[0])):
        figures = [
            words.markdown(
                "trade_page.count_figure",
                amount=spoken.told(section, point.row),
                when=spoken.in_period(section, point.row),
            )
            + section.citations.fact("observations", point.row)
            + _sides_of_count(section, found, point)
            + _contradicted(section, found, point)
            for found, point in pairs
        ]
        said.append(words.markdown("trade_page.count", name=name, figures=join(figures)))
    return section.text(words.markdown("trade_page.counts_said", counts=join(said, "; ")))


def _sides_of_count(section: Section, found: Series, point: Point) -> Marked:
    """Exports and imports of a count at the same time, in brackets; nothing where one of them is not known."""
    there = {side: _beside(section, found, point, side) for side in SIDES}
    amounts = _sides_told(section, there)
    if amounts is None:
        return Marked("")
    return section.words.markdown("trade_page.count_sides", **amounts)


def _contradicted(section: Section, found: Series, point: Point) -> Marked:
    """What another source has for the year before a count, where the change printed with it is not on that."""
    old = selection.contradicted(section.dataset, found, point)
    change = selection.change(section.dataset, found, point)
    if old is None or change is None:
        return Marked("")
    said = section.words.markdown(
        "trade_page.contradicted",
        change=spoken.change_in_text(section, change),
        amount=spoken.amount(section, old.row),
        year=old.year,
    )
    return said + once(spoken.cite_change(section, point, change), spoken.cited(section, old.row))


# Gates


def gates(section: Section) -> list[Record]:
    """The province's border gates, those with the highest class first."""
    rows = section.facts.rows("border_gates")
    order = section.dataset.values("gate_kind")
    found = to_records(rows[rows["reach"].isin(NEAR)])
    return sorted(found, key=lambda row: (order.index(row["kind"]), not row["counterpart_en"]))


def _gate_said(section: Section, row: Record) -> Marked:
    """A gate behind its class, with the one opposite where a source names it, and its source.

    Of a mere crossing what is planned or pending, so that its class does not mislead.
    """
    words = section.words
    note = words.local(row, "note") if row["kind"] == "crossing" else ""
    name = words.local(row, "name").removeprefix(words.label("gate_kind", row["kind"])).strip()
    pair = " – ".join(filter(None, [name, words.local(row, "counterpart")]))
    said = class_told(section, row, f"{pair} ({_small(note)})" if note else pair)
    return words.markdown("plain.text", text=said) + cite_gate(section, row)


def cite_gate(section: Section, row: Record) -> Marked:
    """One source of a gate, of a section ``beside`` what the page cites; the annex has the further ones."""
    return section.citations.fact("border_gates", row)


def _first_noted(section: Section, row: Record) -> str:
    """What comes first in a gate's note; the annex has the rest."""
    return _first(section.words.local(row, "note"))


def _first(note: str) -> str:
    first, *rest = note.split(". ")
    return f"{first}." if rest else first


def _with_room(section: Section, found: Sequence[Record]) -> list[Record]:
    """The gates that the page has room for: of a table as many lines as the targets leave, else so many letters."""

    def noted(row: Record, first: Callable[[str], str]) -> int:
        return max(len(first(row[f"note_{language}"])) for language in LANGUAGES)

    def lines(row: Record) -> int:
        names = (rows_of(letters(row, field), GATE_NAME) for field in ("name", "counterpart"))
        return max(*names, rows_of(noted(row, _first), GATE_NOTE))

    def said(row: Record) -> int:
        return letters(row, "name", "counterpart") + (noted(row, str) if row["kind"] == "crossing" else 0)

    if pages(section) == 2:
        return within(found, said, MOST_SAID, 1)[:MOST_GATES]
    planned = targets(section)
    taken = LINES_OF_TARGETS if _in_table(planned) else LINES_OF_TARGET * len(planned)
    return within(found, lines, GATE_LINES - taken, 1)[:MOST_GATES]


def show_gates(
    section: Section, found: Sequence[Record], beside: Sequence[Shown | None] = ()
) -> Table | Text | None:
    """The gates with their class, the gate opposite and what is planned or pending; a list for fewer than three.

    Seven at most, and those that the page has letters for, first those that a work names; then it says how many there
    are.
    """
    section = section.beside(beside)
    words, grid = section.words, None
    short = _with_room(section, found)
    works = " ".join(work["name_vi"] for work in section.near.facts.records("projects"))
    first = sorted(short, key=lambda row: row["name_vi"] not in works)
    kept = fitting(section, first, lambda row: [cite_gate(section, row)], share(section, "trade"), beside)
    shown = [row for row in short if row in kept]
    if not shown:
        return None
    total, count = len(found), len(shown)
    more = words.say("trade_page.gates_more", total=total, shown=count) if count < total else ""
    more = f" ({more})" if more else ""
    if pages(section) == 4:
        grid = titled(
            section,
            words.say("trade_page.gates") + more,
            "",
            [
                column(
                    section,
                    "gate",
                    [words.local(row, "name") + cite_gate(section, row) for row in shown],
                ),
                column(
                    section,
                    "gate_kind",
                    [class_told(section, row, words.say(f"trade_page.class_{row['kind']}")) for row in shown],
                ),
                column(section, "counterpart", [words.local(row, "counterpart") for row in shown]),
                Column(
                    "state", words.say("trade_page.gate_state"), [_first_noted(section, row) for row in shown]
                ),
            ],
        )
    if grid is not None:
        return grid
    lines = [
        words.markdown(
            "trade_page.gate_said",
            kind=capital(words.say("trade_page.no_gate_kind"))
            if kind == "unknown"
            else words.label("gate_kind", kind),
            names=join([_gate_said(section, row) for row in rows], "; "),
        )
        for kind, rows in groupby(shown, key=lambda row: row["kind"])
    ]
    head = words.markdown("trade_page.gates_said", more=more)
    return section.text(head, bullets(lines))


# Targets and results


@dataclass(frozen=True)
class Target:
    """What was planned for a year, and the longest published figure of that year on the same basis."""

    series: Series
    plan: Row
    result: Point | None


def targets(section: Section) -> list[Target]:
    """The plans of trade that are not for a year of more than five years ago, in order of the years; at most three.

    None that is over, has no result and no stated basis: nothing can tell whether it was reached.
    """
    oldest = selection.years_before(_edition(section), selection.OLDEST)
    found = [
        Target(one, plan.row, result(section, one, plan.row))
        for group in selection.trade_series(section.dataset, section.province)
        for one in group
        for plan in one.partial
        if plan.row["qualifier"] == "planned" and end(plan.row) >= oldest
    ]
    found = [one for one in found if one.result or not _idle(section, one)]
    return sorted(found, key=lambda one: end(one.plan))[-MOST_TARGETS:]


def _idle(section: Section, one: Target) -> bool:
    """Whether a plan that is over is of trade on no stated basis."""
    return one.series.basis_id in UNSTATED and end(one.plan) <= _edition(section)


def _edition(section: Section) -> date:
    return date.fromisoformat(section.dataset.edition)


def result(section: Section, found: Series, plan: Row) -> Point | None:
    """The longest published figure from the beginning of a plan's year on, on its own basis; else one worked out."""
    usable = [one for one in (*found.points, *found.partial) if selection.usable(one.row)]
    points = [one for one in usable if begin(one.row) == begin(plan) and end(one.row) <= end(plan)]
    if not points:
        later = worked_out(section, found, [one for one in usable if selection.kind(one.row) == "year"])
        points = [one for one in later if (begin(one.row), end(one.row)) == (begin(plan), end(plan))]
    return max(points, key=lambda one: end(one.row), default=None)


def show_targets(
    section: Section, found: Sequence[Target], beside: Sequence[Shown | None] = ()
) -> Table | Text | None:
    """Targets against results, a row each where three are of one series; else those of one series in one sentence.

    Those that the page has letters for, the newest first; the newest alone on two pages.
    """
    newest = found[-1:] if pages(section) == 2 else found
    kept = fitting(
        section,
        reversed(newest),
        lambda one: [target_said(section, one)],
        share(section, "trade"),
        beside,
    )
    shown = [one for one in newest if one in kept]
    if grid := _targets_table(section, shown):
        return grid
    by_series: dict[str, list[Target]] = {}
    for one in shown:
        by_series.setdefault(one.series.name, []).append(one)
    sentences = []
    for several in by_series.values():
        name = counted(section, several[0].series)
        said = join([target_said(section, one) for one in several], "; ")
        sentences.append(sentence(section.words.markdown("trade_page.targets", name=name, targets=said)))
    return section.text(" ".join(sentences))


def _targets_table(section: Section, shown: Sequence[Target]) -> Table | None:
    """The targets with what was reached of each, and when that was; None where a table says no more than a sentence."""
    if not _in_table(shown):
        return None
    words, results = section.words, [one.result for one in shown]
    plans = [replace(figure(one.plan), qualifier="exact") for one in shown]
    unit = common_unit(section.dataset, [*plans, *(one.figure for one in results if one)])
    none = words.say("trade_page.no_result")
    targets_ = [
        cell(section, plan, unit) + section.citations.fact("observations", one.plan)
        for one, plan in zip(shown, plans, strict=True)
    ]
    over = [end(one.plan) <= _edition(section) for one in shown]
    columns = [
        column(section, "year", [spoken.when(section, one.plan) for one in shown]),
        Column("target", words.say("trade_page.target_column"), targets_, numeric=True),
        Column("named", words.say("trade_page.target_named"), [_named_in(section, one) for one in shown]),
        Column(
            "reached",
            words.say("trade_page.reached"),
            [cell(section, one.figure, unit) + _cite(section, one) if one else "" for one in results],
            numeric=True,
        ),
        column(
            section,
            "when",
            [
                _when(section, one) if one else none if is_over else ""
                for one, is_over in zip(results, over, strict=True)
            ],
        ),
        Column(
            "share",
            words.say("trade_page.target_part"),
            [_share(section, one) for one in shown],
            numeric=True,
        ),
    ]
    subtitle = in_unit(section, counted(section, shown[0].series), unit)
    return titled(
        section, words.say("trade_page.targets_title"), subtitle, columns, keep=("reached", "when", "share")
    )


def _in_table(shown: Sequence[Target]) -> bool:
    """Whether targets are told in a table: three or more, all of one series."""
    return len(shown) >= FEWEST_ROWS and len({one.series.name for one in shown}) == 1


def _named_in(section: Section, one: Target) -> str:
    """The month in which the source of a target named it."""
    source = section.dataset.row("sources", one.plan["source_id"])
    return dates.day(source["published"][:7], section.language)


def reached(section: Section, one: Target) -> Figure | None:
    """The share of its target that a result is, in percent; None for no result, and where a bound leaves it open."""
    if one.result is None:
        return None
    plan = replace(figure(one.plan), qualifier="exact")
    there = arithmetic.in_unit(one.result.figure, plan.unit_id, selection.unit_factors(section.dataset))
    published = str(one.result.row["observation_id"])
    parents = (published,) if published else one.result.row["parents"]
    return arithmetic.share(there, plan, (*parents, str(one.plan["observation_id"])))


def _share(section: Section, one: Target) -> str:
    share = reached(section, one)
    if share is None or one.result is None:
        return ""
    words = section.words
    formula = words.markdown(
        "investment.formula_share",
        part=words.marked(one.result.row),
        whole=words.marked(one.plan),
        result=words.figure(share),
    )
    cite = section.citations.derivation(f"{one.plan['observation_id']}:share", formula, share.parents)
    whole = replace(share, value=numbers.whole_percent(share.value, share.qualifier))
    return words.figure(whole) + cite


def target_said(section: Section, one: Target) -> Marked:
    """A target, and its result: published, or not though the year is over; nothing of a year that is not."""
    words = section.words
    said = words.markdown(
        "trade_page.target",
        when=spoken.when(section, one.plan),
        told=_named_in(section, one),
        amount=spoken.plain_amount(section, one.plan),
    ) + section.citations.fact("observations", one.plan)
    share = _share(section, one)
    if one.result is not None and share:
        result_said = words.markdown(
            "trade_page.target_share",
            when=spoken.in_period(section, one.result.row),
            amount=_marked_out(section, one.result, spoken.amount(section, one.result.row))
            + _cite(section, one.result),
            share=share,
        )
        return Marked(said + ", " + result_said)
    return said if end(one.plan) > _edition(section) else said + words.markdown("trade_page.target_without")


# What the sources do not give


def missing(section: Section, trade: Trade | None, found: Sequence[Target]) -> list[Marked]:
    """What an official would look for here and the sources read do not have: each where its condition holds."""
    if trade is None:
        return []
    words, said = section.words, []
    if not any(_told_apart(section, trade, side) for side in SIDES):
        said.append(words.markdown("trade_page.missing_sides", name=counted(section, trade.series)))
    year, last = newest_year(trade), _edition(section).year - 1
    if year is not None and year.year < last:
        said.append(
            words.markdown("trade_page.missing_years", year=year.year, name=counted(section, trade.series))
        )
    if not broken_down(section):
        said.append(words.markdown("trade_page.missing_breakdown"))
    if not any(end(one.plan) > _edition(section) for one in found):
        said.append(words.markdown("trade_page.missing_targets"))
    unnamed = [row for row in gates(section) if not words.local(row, "counterpart")]
    if unnamed:
        named = within(unnamed, lambda row: letters(row, "name"), MOST_UNNAMED, UNNAMED)
        names = [gate_in_text(section, row["gate_id"]) for row in named]
        if rest := len(unnamed) - len(named):
            names.append(words.say("partners.more_gates", count=rest))
        said.append(words.markdown("trade_page.missing_counterparts", gates=join(names, ", ")))
    return said


def _told_apart(section: Section, trade: Trade, side: str) -> bool:
    """Whether the main series' count has exports or imports of half a year or more in the last five years."""
    found = _side(section, trade, side)
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
