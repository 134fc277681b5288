"""The ranks and scores of the members of a group, from one survey of all: a chart and a table."""

from collections.abc import Mapping, Sequence
from itertools import cycle, pairwise

from helpers.data import selection
from helpers.data.series import Point
from helpers.text import numbers
from helpers.text.markdown import Marked, join
from helpers.views.annex import comparison
from helpers.views.annex.comparison import Index
from helpers.views.kit import canvas, spoken, theme
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.charts import titled
from helpers.views.kit.outputs import Chart, Shown, Table
from helpers.views.kit.page_sources import fitting, with_letters
from helpers.views.kit.section import Section
from helpers.views.kit.tables import Column, column, table

_CLIMBED = 10  # places from which a rank is said to have risen most
_FLOOR = 18.0  # points above the foot of a drawing, below which its years stand
_LABEL = 12.0  # points from the label of a line to the next


def climbed(found: Index) -> tuple[str, Point, Point] | None:
    """The one unit that gained most places up to the newest year of all, at least ten; None where none or two did."""
    ranked = found.of_all
    gains = {
        one: int(points[0].row["value"] - points[-1].row["value"])
        for one, points in ranked.items()
        if len(points) > 1
    }
    most = max(gains.values(), default=0)
    first = [one for one, gain in gains.items() if gain == most]
    if most < _CLIMBED or len(first) != 1 or len({points[0].year for points in ranked.values()}) != 1:
        return None
    return first[0], ranked[first[0]][0], ranked[first[0]][-1]


def show_ranks(section: Section, beside: Sequence[Shown | None] = ()) -> Chart | None:
    """The ranks of the members over the years, the best at the top; the one that climbed most in red.

    A line ends in the year of the newest rank, which its label says. None where the page has no letters for all.
    """
    found = comparison.ranks(section)
    if found is None or min(len(points) for points in found.of_all.values()) < 2:
        return None
    words, best = section.words, climbed(found)
    title = words.markdown("comparison.ranks")
    if best:
        unit, first, last = best
        old, new = (numbers.ordinal(int(one.row["value"]), section.language) for one in (first, last))
        title = words.markdown(
            "comparison.ranks_climbed",
            name=words.name("areas", unit),
            old=old,
            new=new,
            start=first.year,
            end=last.year,
        )

    def draw(drawing: Canvas) -> None:
        _draw_ranks(section, drawing, found.points, best[0] if best else "")

    points = [point for several in found.points.values() for point in several]
    key = "comparison.ranks_subtitle" if found.years[-1] == found.year else "comparison.ranks_subtitle_some"
    said = [words.say(key, start=found.years[0], end=found.years[-1], year=found.year)]
    if any(len(_runs(several)) > 1 for several in found.points.values()):
        said.append(words.say("comparison.ranks_dashed"))
    subtitle = join(said, "; ") + spoken.cited(section, *(point.row for point in points))
    told = join(
        [
            words.say(
                "comparison.rank_spoken",
                name=words.name("areas", one),
                ranks=join([f"{point.year}: {int(point.row['value'])}" for point in several], ", "),
            )
            for one, several in found.points.items()
        ],
        "; ",
    )
    svg = canvas.drawn(draw, theme.HALF, theme.TALL)
    return with_letters(section, titled(section, svg, title, subtitle, alt=title, values=told), beside)


def _draw_ranks(section: Section, drawing: Canvas, ranked: Mapping[str, Sequence[Point]], best: str) -> None:
    points = [point for several in ranked.values() for point in several]
    first, last = min(one.year for one in points), max(one.year for one in points)
    low, high = min(int(one.row["value"]) for one in points), max(int(one.row["value"]) for one in points)
    labels = {
        one: section.words.say(
            "comparison.rank_label",
            name=section.words.name("areas", one),
            rank=int(several[-1].row["value"]),
            year=several[-1].year,
        )
        for one, several in ranked.items()
    }
    right = max(drawing.width_of(words, theme.TICK, "semibold") for words in labels.values()) + 12
    foot, top, left = 22.0, drawing.height - 8, 14.0

    def across(year: int) -> float:
        return left + (drawing.width - right - left) * (year - first) / max(1, last - first)

    def at(point: Point) -> tuple[float, float]:
        return across(point.year), top - (top - foot) * (int(point.row["value"]) - low) / max(1, high - low)

    for year in range(first, last + 1):
        words = str(year) if year == first else f"{year % 100:02d}"
        drawing.write(across(year), 2, words, size=theme.SMALL, color=theme.MUTED)
    ends = sorted(ranked, key=lambda each: (int(ranked[each][-1].row["value"]), each))
    tones = cycle((theme.ACCENT, theme.LIGHT))  # of two that end side by side each has its own
    for one, y in zip(ends, _apart([at(ranked[one][-1])[1] for one in ends], _LABEL), strict=True):
        is_best, several = one == best, ranked[one]
        tone = theme.EMPHASIS if is_best else next(tones)
        drawing.line([at(several[-1]), (across(last) + 9, y)], theme.GRID, 0.6)
        runs = _runs(several)
        for run in runs:
            drawing.line([at(point) for point in run], tone, 1.8 if is_best else 1.2, zorder=2)
        for before, after in pairwise(
            runs
        ):  # a year without a rank is no line, but whose the next one is can be seen
            drawing.line([at(before[-1]), at(after[0])], tone, 0.9, linestyle=(0, (2, 2)), zorder=2)
        drawing.dot(*at(several[-1]), 2.4, facecolor=tone, edgecolor=tone)
        drawing.write(
            across(last) + 11,
            y,
            labels[one],
            size=theme.TICK,
            weight="semibold",
            color=theme.EMPHASIS if is_best else theme.INK,
            ha="left",
            va="center",
        )


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    """The points of years that follow one another, each such run apart."""
    runs: list[list[Point]] = []
    for point in points:
        if runs and point.year == runs[-1][-1].year + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _apart(heights: Sequence[float], least: float) -> list[float]:
    """Heights from the top down, moved so that each is ``least`` below the one before, and the last above the edge."""
    moved: list[float] = []
    for height in heights:
        moved.append(min(height, moved[-1] - least) if moved else height)
    floor = _FLOOR
    for number in reversed(range(len(moved))):
        moved[number] = max(moved[number], floor)
        floor = moved[number] + least
    return moved


def show_rank_table(section: Section, beside: Sequence[Shown | None] = ()) -> Table | None:
    """The ranks and scores of the provinces by year, with a dash where one has none: the newest with letters for them.

    Those are there, too, that are no members but part of a unit of today; it is said of which the dataset has no rank,
    though the survey has. Years that not all members have are there, too, so that each value stands under its year.
    """
    ranked, scored = comparison.ranks(section), comparison.scores(section)
    if ranked is None:
        return None
    words = section.words
    columns = [
        Column(
            f"{key}_{year}",
            words.say(f"comparison.{key}", year=year),
            _cells(section, ranked, found, year),
            True,
        )
        for key, found in (("pci", ranked), ("papi", scored))
        if found
        for year in found.years
    ]
    newest = sorted(columns, key=lambda one: -int(one.name.rpartition("_")[2]))
    kept = fitting(section, newest, lambda one: one.cells, beside=beside)
    if not kept:
        return None
    notes = [words.say("comparison.of_ranked", count=selection.RANKED)] if _all_ranked(ranked) else []
    if ranked.unknown:
        names = join([words.name("areas", one) for one in ranked.unknown], ", ")
        notes.append(words.say("comparison.unranked", names=names))
    return table(
        section,
        words.say("comparison.rank_title"),
        [
            column(
                section, "unit", [words.name("areas", one) for one in comparison.surveyed(section, ranked)]
            ),
            *(one for one in columns if one in kept),
        ],
        [join(notes, " ")] if notes else [],
        subtitle=words.say("comparison.rank_subtitle", order=words.say("comparison.order")),
    )


def _all_ranked(ranked: Index) -> bool:
    """Whether the ranks of all years shown are among 63 provinces and cities."""
    return all(map(selection.all_ranked, ranked.years))


def _cells(section: Section, ranked: Index, found: Index, year: int) -> list[str]:
    """The ranks or scores of a year from west to east, each with its source."""
    points = {**found.points, **found.others}
    of = {one: {point.year: point for point in several} for one, several in points.items()}
    return [
        spoken_value(section, of[one][year]) if year in of[one] else section.words.say("partners.none")
        for one in comparison.surveyed(section, ranked)
    ]


def spoken_value(section: Section, point: Point) -> Marked:
    """A rank or score with its source, as published."""
    row = point.row
    value = row["value"].quantize(1) if row["unit_id"] == "rank" else numbers.rounded(row["value"], "point")
    return Marked(numbers.number(value, section.language) + spoken.cited(section, row))
