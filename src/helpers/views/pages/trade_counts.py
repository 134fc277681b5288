"""Other counts of the same trade beside the main series, and what the side across the border publishes."""

from collections.abc import Sequence
from itertools import groupby

from helpers.data import selection
from helpers.data.selection import begin, end
from helpers.data.series import Point, Series, series
from helpers.data.tables import to_records
from helpers.text.markdown import Marked, join, once
from helpers.text.phrases import in_sentence
from helpers.views.annex.trade_series import indicators
from helpers.views.kit import spoken
from helpers.views.kit.facts import NEAR
from helpers.views.kit.outputs import Shown, Table, Text
from helpers.views.kit.page_budget import letters, name_letters, rows_of, within
from helpers.views.kit.page_sources import fitting, share
from helpers.views.kit.plotted import common_unit
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import capital, cell, in_unit, pages, sentence, titled
from helpers.views.kit.tables import Column, column
from helpers.views.pages.trade_main import (
    ROOMY,
    SIDES,
    Trade,
    counted,
    disagreeing,
    gates,
    in_small,
    measure,
    of_same_time,
    room,
    rows_of_table,
    sides_told,
    told_when,
)

MOST_COUNTS = 4
MOST_ROWS_OF_COUNTS = 9
MOST_NOTES, NOTE = 3, 130  # lines of notes below the table of other counts, and letters of one
COUNT = 60  # letters of a row of other counts
LOCAL_EXPORTS, MIRRORED = "local-exports-usd", "trade-turnover-mirror-cny"


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
        column(section, "when", [told_when(section, point) for _, point in counts]),
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
        sentence(words.markdown("trade_page.of_time", when=spoken.when(section, point.row), said=said))
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
                note=in_small(words.local(one.row, "note")),
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
    return of_same_time(series(section.dataset, found.area_id, indicator, *found.breakdown), point)


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
            + (
                words.markdown("front.by", change=clash)
                if (clash := _contradicted(section, found, point))
                else ""
            )
            for found, point in pairs
        ]
        said.append(words.markdown("trade_page.count", name=name, figures=join(figures)))
    return section.text(words.markdown("trade_page.counts_said", counts=join(said, "; ")))


def _sides_of_count(section: Section, found: Series, point: Point) -> Marked:
    """Exports and imports of a count at the same time, in brackets; nothing where one of them is not known."""
    there = {side: _beside(section, found, point, side) for side in SIDES}
    amounts = sides_told(section, there)
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
