"""The ranks and scores of the members of a group, from one survey of all: a chart and a table."""

from collections.abc import Sequence
from decimal import Decimal

from helpers.data.series import Point
from helpers.text import numbers
from helpers.text.markdown import join
from helpers.views.annex import comparison
from helpers.views.kit import canvas, spoken, theme
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.charts import titled
from helpers.views.kit.outputs import Chart, Table
from helpers.views.kit.section import Section
from helpers.views.kit.tables import Column, column, table

_CLIMBED = 10  # places from which a rank is said to have risen most
_FLOOR = 18.0  # points above the foot of a drawing, below which its years stand
_LABEL = 12.0  # points from the label of a line to the next


def show_ranks(section: Section) -> Chart | None:
    """The ranks of the members over the years, the best at the top; the one that climbed most in red."""
    ranked = comparison.ranks(section)
    if not ranked or min(len(points) for points in ranked.values()) < 2:
        return None
    words, best = section.words, climbed(ranked)
    title = words.markdown("comparison.ranks")
    if best:
        unit, first, last = best
        old, new = (numbers.ordinal(int(one.row["value"]), section.language) for one in (first, last))
        title = words.markdown(
            "comparison.ranks_climbed",
            name=section.words.name("areas", unit),
            old=old,
            new=new,
            start=first.year,
            end=last.year,
        )

    def draw(drawing: Canvas) -> None:
        _draw_ranks(section, drawing, ranked, best[0] if best else "")

    points = [point for several in ranked.values() for point in several]
    subtitle = words.markdown(
        "comparison.ranks_subtitle", start=min(one.year for one in points), end=last_year(ranked)
    ) + spoken.cited(section, *(point.row for point in points))
    told = join(
        [
            words.say(
                "comparison.rank_spoken",
                name=section.words.name("areas", one),
                ranks=join([f"{point.year}: {int(point.row['value'])}" for point in several], ", "),
            )
            for one, several in ranked.items()
        ],
        "; ",
    )
    return titled(
        section, canvas.drawn(draw, theme.HALF, theme.TALL), title, subtitle, alt=title, values=told
    )


def climbed(ranked: dict[str, list[Point]]) -> tuple[str, Point, Point] | None:
    """The one unit that gained most places over the years shown, at least ten; None where none did or two did."""
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


def _draw_ranks(section: Section, drawing: Canvas, ranked: dict[str, list[Point]], best: str) -> None:
    points = [point for several in ranked.values() for point in several]
    first, last = min(one.year for one in points), last_year(ranked)
    low, high = min(int(one.row["value"]) for one in points), max(int(one.row["value"]) for one in points)
    labels = {
        one: f"{section.words.name('areas', one)} {int(several[-1].row['value'])}"
        for one, several in ranked.items()
    }
    right = max(drawing.width_of(words, theme.VALUE, "semibold") for words in labels.values()) + 8
    foot, top, left = 22.0, drawing.height - 8, 14.0

    def at(point: Point) -> tuple[float, float]:
        x = left + (drawing.width - right - left) * (point.year - first) / max(1, last - first)
        return x, top - (top - foot) * (int(point.row["value"]) - low) / max(1, high - low)

    for year in range(first, last + 1):
        x = left + (drawing.width - right - left) * (year - first) / max(1, last - first)
        words = str(year) if year in (first, last) else f"{year % 100:02d}"
        drawing.write(x, 2, words, size=theme.SMALL, color=theme.MUTED)
    for one, several in ranked.items():
        tone = theme.EMPHASIS if one == best else theme.ACCENT
        drawing.line([at(point) for point in several], tone, 1.8 if one == best else 1.2, zorder=2)
        drawing.dot(*at(several[-1]), 2.4, facecolor=tone, edgecolor=tone)
    ends = sorted(ranked, key=lambda each: (int(ranked[each][-1].row["value"]), each))
    for one, y in zip(ends, _apart([at(ranked[one][-1])[1] for one in ends], _LABEL), strict=True):
        x, _ = at(ranked[one][-1])
        tone = theme.EMPHASIS if one == best else theme.INK
        drawing.write(
            x + 5, y, labels[one], size=theme.VALUE, weight="semibold", color=tone, ha="left", va="center"
        )


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


def show_rank_table(section: Section) -> Table | None:
    """The ranks of the members in each year that all of them have, and the newest of those that have a later one."""
    ranked, later = comparison.ranks(section), comparison.later_ranks(section)
    if not ranked:
        return None
    words, years = section.words, sorted({p.year for several in ranked.values() for p in several})
    dash = words.say("partners.none")
    of = {one: {point.year: point for point in several} for one, several in ranked.items()}
    columns = [column(section, "unit", [section.words.name("areas", one) for one in ranked])]
    for year in years:
        columns.append(
            Column(
                f"year_{year}",
                str(year),
                [_rank(section, of[one].get(year)) or dash for one in ranked],
                numeric=True,
            )
        )
    scores = comparison.scores(section)
    if scores:
        title = words.say("comparison.papi", year=next(iter(scores.values())).year)
        cells = [spoken_score(section, scores[one]) for one in ranked]
        columns.append(Column("papi", title, cells, True))
    if later:
        columns.append(
            column(section, "later_rank", [_later(section, later.get(one)) or dash for one in ranked])
        )
    subtitle = words.say("comparison.rank_subtitle", order=section.words.say("comparison.order"))
    return table(section, words.say("comparison.rank_title"), columns, subtitle=subtitle)


def _rank(section: Section, point: Point | None) -> str:
    if point is None:
        return ""
    return numbers.number(point.row["value"].quantize(Decimal(1)), section.language) + spoken.cited(
        section, point.row
    )


def spoken_score(section: Section, point: Point) -> str:
    """A score with its source, as published."""
    return numbers.number(numbers.rounded(point.row["value"], "point"), section.language) + spoken.cited(
        section, point.row
    )


def _later(section: Section, point: Point | None) -> str:
    if point is None:
        return ""
    said = section.words.say("comparison.rank_of", rank=str(int(point.row["value"])), year=point.year)
    return said + spoken.cited(section, point.row)


def last_year(ranked: dict[str, list[Point]]) -> int:
    """The newest year of the ranks shown."""
    return max(points[-1].year for points in ranked.values())
