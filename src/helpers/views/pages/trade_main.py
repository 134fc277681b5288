"""The main series of trade on page 2: which it is, its years and months, what is said of them, where sources differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helpers.data import arithmetic, selection
from helpers.data.arithmetic import Figure
from helpers.data.dates import first_day, last_day
from helpers.data.selection import UNSTATED, Change, begin, end
from helpers.data.series import Point, Series, series
from helpers.data.tables import Record, to_records
from helpers.text.markdown import Marked, join
from helpers.text.phrases import in_sentence
from helpers.views.annex.trade_series import indicators
from helpers.views.kit import spoken
from helpers.views.kit.facts import NEAR
from helpers.views.kit.observations import figure
from helpers.views.kit.outputs import Text
from helpers.views.kit.page_sources import fitting, share
from helpers.views.kit.plotted import derived
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import FEWEST_ROWS, capital, indicator_name, pages, sentence

MOST_YEARS, MOST_MONTHS, MOST_ROWS, MOST_GATES = 7, 4, 11, 7
PAGE_ROWS, CHART_ROWS = 28, 9  # rows of tables that the page holds, and how many of them a chart takes
ROOMY = 8  # rows left from which a page has room for more than what each has
CLOSE = 1  # percent that exports and imports may be less than a total that has nothing else
MOST_IN_LEAD = 5  # sources of the lead
SIDES = ("exports", "imports")


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
    newest = selection.latest(found, edition) or selection.newest_sum(found, edition)
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
    value = {id(one): in_one_unit(section, [one])[id(one)].value for one in (low, high)}
    if low.row["qualifier"] == "about":
        return value[id(low)] * 11 < value[id(high)] * 10
    return selection.certainly_below(section.dataset, low, high)


def disagreement(section: Section, trade: Trade) -> Marked | None:
    """That the sources do not agree on the year of the newest figure, and what the others have."""
    found = disagreeing(section, trade)
    if not found:
        return None
    words, by_count = section.words, dict[str, list[Marked]]()
    for one, point in found:
        said = spoken.told(section, point.row) + section.citations.fact("observations", point.row)
        by_count.setdefault(counted(section, one), []).append(Marked(said))
    others = [
        words.markdown("trade_page.count", name=name, figures=join(said)) for name, said in by_count.items()
    ]
    return words.markdown("trade_page.disagreement", year=trade.newest.year, others=join(others, "; "))


def elsewhere(section: Section, found: Series, point: Point) -> Marked:
    """That another source has another amount for the same thing and time; nothing where none has."""
    other = selection.elsewhere(section.dataset, found, point)
    if other is None:
        return Marked("")
    return section.words.markdown("trade_page.sources_differ") + spoken.cited(section, other[1].row)


def before_elsewhere(section: Section, found: Series, point: Point) -> list[Marked]:
    """That what a figure is compared with is not what another source has; empty where none differs."""
    other = selection.before_elsewhere(section.dataset, found, point)
    if other is None:
        return []
    words, parts = section.words, other[0]
    known = [
        words.markdown(
            "front.before_all" if len(parts) == 1 else "front.before_part",
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
    last = last_day_known(section)
    return last.year if last else None


def last_day_known(section: Section) -> date | None:
    """The last day that a figure of trade of any kind and age is of, plans aside; None where there never was one."""
    groups = selection.trade_series(section.dataset, section.province)
    rows = [row for group in groups for one in group for row in one.rows if row["qualifier"] != "planned"]
    return max(map(end, rows), default=None)


def told(section: Section, trade: Trade, point: Point, *, again: bool = False) -> Marked:
    """One figure in a sentence: when, what is counted, how much, and its change or what it was the same period before.

    That another source has another amount, where page 1 tells that. ``again`` leaves out what is counted, which the
    sentence before has said.
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
    said = Marked(said + elsewhere(section, trade.series, point))
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


def sides_told(section: Section, there: Mapping[str, Point | None]) -> dict[str, Marked] | None:
    """Exports and imports with their sources; None where one of them is not known."""
    told = {
        side: spoken.amount(section, one.row) + section.citations.fact("observations", one.row)
        for side, one in there.items()
        if one
    }
    return told if len(told) == len(there) else None


def sides_said(section: Section, trade: Trade, point: Point) -> Marked:
    """Exports and imports of the same time, where no table has them; that the total has more, where it does."""
    there = {side: of_same_time(one_side(section, trade, side), point) for side in SIDES}
    amounts = sides_told(section, there)
    if amounts is None:
        return Marked("")
    values = [in_one_unit(section, [one])[id(one)].value for one in (*there.values(), point) if one]
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
    """A change as people say it, with what it is a change of: ``a fall of at most 15.8% on 2019``.

    Beside a printed one what the figures give, where that differs.
    """
    full = selection.kind(point.row) == "year"
    key = "trade_page.change_on_year" if full else "trade_page.change_on_period"
    if change.old is None:
        key = "trade_page.change_printed" if full else "trade_page.change_printed_on_period"
    year = end(change.old.row).year if change.old else point.year - 1
    said = section.words.markdown(key, change=spoken.change_in_text(section, change), year=year)
    said = said + spoken.cite_change(section, point, change)
    if change.differs and change.computed is not None:
        ours = Change(change.old, change.computed)
        given = section.words.markdown("trade_page.given", change=spoken.change_in_text(section, ours))
        said = said + given + spoken.cite_change(section, point, ours)
    return said


def gaps(section: Section, trade: Trade) -> Marked:
    """Why there is neither a chart nor an average: the sources are too few or do not say where they count.

    In that case what the newest says instead of what it counts.
    """
    words = section.words
    if trade.series.basis_id not in UNSTATED:
        return words.markdown("trade_page.gaps_few")
    note = words.local(trade.newest.row, "note")
    noted = words.markdown("trade_page.noted", note=in_small(note)) + " " if note else ""
    return Marked(noted + words.markdown("trade_page.gaps_unstated"))


def in_small(text: str) -> str:
    """A text that goes on in a sentence, without the mark at its end."""
    return f"{text[:1].lower()}{text[1:]}".removesuffix(".")


def drawable(section: Section, trade: Trade) -> bool:
    """Whether there are four published points on one stated basis."""
    return any(selection.years_and_parts(trade.series, section.dataset.edition))


def in_one_unit(section: Section, points: Sequence[Point]) -> dict[int, Figure]:
    """The figures of points in millions of dollars, by the id of each point."""
    factors = selection.unit_factors(section.dataset)
    return {id(one): arithmetic.in_unit(one.figure, "usd_m", factors) for one in points}


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


def one_side(section: Section, trade: Trade, side: str) -> Series | None:
    """Exports or imports on the basis of the main series."""
    indicator = indicators(section).get((trade.series.basis_id, side))
    return (
        series(section.dataset, trade.series.area_id, indicator, *trade.series.breakdown)
        if indicator
        else None
    )


def of_same_time(found: Series | None, point: Point) -> Point | None:
    """The point of another series that covers the same days."""
    mine = (begin(point.row), end(point.row))
    points = (*found.points, *found.partial) if found else ()
    return next((one for one in points if (begin(one.row), end(one.row)) == mine), None)


def told_when(section: Section, point: Point) -> str:
    """The time of a point as a table has it, with that it is an estimate or was worked out."""
    said = capital(spoken.when(section, point.row))
    if "derived" not in point.row and selection.estimate(section.dataset, point.row):
        return section.words.say("trade_page.estimate", said=said)
    return marked_out(section, point, said)


def marked_out(section: Section, point: Point, said: str) -> str:
    """What is said of a figure, with that it was worked out, where it was."""
    return section.words.say("trade_page.worked_out", said=said) if "derived" in point.row else said


def cite_point(section: Section, point: Point) -> Marked:
    """The letter of a point's source, or of what it was worked out from."""
    return point.row.get("derived") or section.citations.fact("observations", point.row)


def measure(section: Section, found: Series) -> str:
    """What a series of trade measures: ``turnover`` or ``exports``."""
    whole = section.dataset.row("indicators", found.indicator_id)["measure"] == "turnover"
    return "turnover" if whole else "exports"


# Gates


def gates(section: Section) -> list[Record]:
    """The province's border gates, those with the highest class first."""
    rows = section.facts.rows("border_gates")
    order = section.dataset.values("gate_kind")
    found = to_records(rows[rows["reach"].isin(NEAR)])
    return sorted(found, key=lambda row: (order.index(row["kind"]), not row["counterpart_en"]))


def edition_day(section: Section) -> date:
    """The day of the edition."""
    return date.fromisoformat(section.dataset.edition)
