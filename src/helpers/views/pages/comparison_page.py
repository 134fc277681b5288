"""The comparison of a group: what can be compared and what cannot, investment and ranks, trade, bodies, gaps.

Only what is counted alike at one time is drawn or ranked. Trade stands in the order of the map, each unit on its own
count. What is compared is gathered in ``views.annex.comparison``; each sentence that claims something has a condition.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import log10

import pandas as pd

from helpers.data import areas, selection
from helpers.data.arithmetic import Figure
from helpers.data.selection import Pick
from helpers.data.series import Point
from helpers.data.tables import Record
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join, unescape
from helpers.text.phrases import place_in_sentence
from helpers.views.annex import comparison
from helpers.views.annex.comparison import Alike, Body
from helpers.views.kit import canvas, spoken, theme
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.outputs import Chart, Shown, Table, Text
from helpers.views.kit.page_budget import letters, within
from helpers.views.kit.page_sources import fitting
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import capital
from helpers.views.kit.tables import Column, column, table
from helpers.views.kit.words import bullets
from helpers.views.pages import partners_page

_ALONE = 50  # percent of the capital from which one unit is said to hold it
_CLIMBED = 10  # places from which a rank is said to have risen most
_CHART_HEIGHT = 2.1  # inches
_FLOOR = 18.0  # points above the foot of a drawing, below which its years stand
_LABEL = 12.0  # points from the label of a line to the next
_SESSIONS = 2  # of one unit alone, told in a row
_FRAME = 5  # lines of what is said of the country
_MOST_BODIES = 8  # that several units take part in
_OUTCOME_ROWS, _OUTCOME = 12, 100  # rows of what sessions agreed, and letters of one
_OWN_BODY = 1  # units that take part in a body of one unit


def name(section: Section, unit: str) -> str:
    """A unit's name: ``Lào Cai``, ``former Lào Cai``."""
    return section.words.name("areas", unit)


def names(section: Section, found: Iterable[str]) -> Marked:
    """The names of some units, in the order given."""
    return join([name(section, one) for one in found], ", ")


# Page 1


def finding(section: Section) -> Marked:
    """The one finding, without references: who holds most of the capital; that trade cannot be ranked."""
    words, held = section.words, _most(section)
    if not comparison.unlike(section):
        return words.markdown("comparison.finding_little")
    if held is None:
        return words.markdown("comparison.finding_trade")
    _, share = held
    return words.markdown("comparison.finding_one", share=numbers.percent(share, section.language))


def _most(section: Section) -> tuple[str, Decimal] | None:
    """The unit that holds at least half of the capital in force, and its share; None where none does."""
    found = comparison.newest(section, comparison.CAPITAL)
    if found is None:
        return None
    values = _capital(section, found)
    unit = max(values, key=lambda one: values[one])
    share = values[unit] * 100 / (sum(values.values()) or 1)
    return (unit, numbers.whole_percent(share)) if share >= _ALONE else None


def _capital(section: Section, found: Alike) -> dict[str, Decimal]:
    """The capital of each unit in US dollars; bounds do not occur in a register, and would be left out."""
    worth, values = selection.unit_factors(section.dataset), {}
    for unit in found.rows:
        one = found.figure(section.dataset, unit)
        if one is not None and one.qualifier == "exact":
            values[unit] = one.value * worth[one.unit_id]
    return values


def show_abstract(section: Section) -> Text | None:
    """The finding; who is compared, on which boundaries."""
    words = section.words
    merged = [unit for unit in comparison.units(section) if areas.former_units(section.dataset.areas, unit)]
    said = [
        words.markdown(
            "comparison.who",
            group=section.province_name,
            names=names(section, comparison.units(section)),
        ),
        *(
            words.markdown(
                "comparison.merged",
                name=section.dataset.name("areas", unit, section.language),
                since=words.date_in_text(section.dataset.areas[unit]["valid_from"]),
                units=join(
                    [
                        section.dataset.name("areas", one, section.language)
                        for one in areas.former_units(section.dataset.areas, unit)
                    ],
                    words.say("front.and"),
                ),
            )
            + _law(section, unit)
            for unit in merged
        ),
    ]
    return section.text(finding(section), join(said, " "))


def _law(section: Section, unit: str) -> Marked:
    """Cite the text that made a unit; nothing where the dataset does not have it."""
    law = section.dataset.keyed("documents").get(section.dataset.areas[unit]["legal_basis"])
    return section.citations.fact("documents", law) if law else Marked("")


def show_comparable(section: Section) -> Text | None:
    """What can be compared, and what cannot, and why."""
    words = section.words
    capital, people = (
        comparison.newest(section, comparison.CAPITAL),
        comparison.newest(section, comparison.PEOPLE),
    )
    ranked = comparison.ranks(section)
    alike = [
        *(
            [words.say("comparison.alike_capital", day=dates.day(capital.time, section.language))]
            if capital
            else []
        ),
        *([words.say("comparison.alike_rank", year=_last_year(ranked))] if ranked else []),
        *([words.say("comparison.alike_people", year=people.time)] if people else []),
    ]
    other = [
        *([words.say("comparison.unlike_trade")] if comparison.unlike(section) else []),
        words.say("comparison.unlike_counts"),
    ]
    return section.text(
        words.markdown("comparison.can", what=join(alike, "; ")) if alike else None,
        words.markdown("comparison.cannot", what=join(other, "; ")),
    )


def _last_year(ranked: dict[str, list[Point]]) -> int:
    return max(points[-1].year for points in ranked.values())


def show_capital(section: Section) -> Chart | None:
    """The capital in force of each unit on one day, on a scale of powers of ten, with the number of projects."""
    found, projects = (comparison.newest(section, name) for name in (comparison.CAPITAL, comparison.PROJECTS))
    if found is None:
        return None
    worth = Decimal(1_000_000)
    values = {unit: value / worth for unit, value in _capital(section, found).items()}
    order = sorted(values, key=lambda unit: -values[unit])
    counted = projects if projects and projects.time == found.time else None
    labels = {unit: _in_millions(section, values[unit]) for unit in order}
    count = {
        unit: int(figure.value)
        for unit in order
        if counted and (figure := counted.figure(section.dataset, unit))
    }

    def draw(drawing: Canvas) -> None:
        _draw_capital(section, drawing, order, values, labels, count)

    words, most = section.words, _most(section)
    title = words.markdown("comparison.capital")
    if most:
        title = words.markdown(
            "comparison.capital_one",
            name=name(section, most[0]),
            share=numbers.percent(most[1], section.language),
        )
    key = "comparison.capital_counted" if count else "comparison.capital_subtitle"
    rows = [row for unit in order for row in found.rows[unit]]
    rows += [row for unit in order for row in (counted.rows[unit] if counted and count else ())]
    subtitle = words.markdown(key, day=dates.day(found.time, section.language)) + spoken.cited(section, *rows)
    told = join(
        [
            words.say(
                "comparison.capital_spoken" if unit in count else "comparison.capital_spoken_alone",
                name=name(section, unit),
                value=labels[unit],
                count=count.get(unit, 0),
            )
            for unit in order
        ],
        "; ",
    )
    alt = words.say("comparison.capital_alt", day=dates.day(found.time, section.language), values=told)
    return _chart(section, canvas.drawn(draw, theme.HALF, _CHART_HEIGHT), title, subtitle, alt)


def _in_millions(section: Section, value: Decimal) -> str:
    return numbers.number(numbers.rounded(value, "usd_m"), section.language)


def _draw_capital(
    section: Section,
    drawing: Canvas,
    order: Sequence[str],
    values: dict[str, Decimal],
    labels: dict[str, str],
    count: dict[str, int],
) -> None:
    left = max(drawing.width_of(name(section, unit), theme.VALUE, "semibold") for unit in order) + 8
    right, top = 74.0, drawing.height - 12
    step = top / max(1, len(order))
    high = max(1, *(int(log10(max(1.0, float(value)))) + 1 for value in values.values()))

    def x(value: float) -> float:
        return left + (drawing.width - left - right) * log10(max(1.0, value)) / high

    for power in range(high + 1):
        drawing.line([(x(10**power), 0), (x(10**power), top)])
        if power % 2:
            continue
        drawing.write(
            x(10**power),
            top + 3,
            numbers.number(Decimal(10**power), section.language),
            size=theme.SMALLEST,
            color=theme.MUTED,
        )
    for number, unit in enumerate(order):
        y = top - step * (number + 0.5)
        drawing.write(0, y, name(section, unit), size=theme.VALUE, weight="semibold", ha="left", va="center")
        drawing.line([(x(1), y), (x(float(values[unit])), y)], theme.LIGHT, 1.2)
        tone = theme.EMPHASIS if number == 0 else theme.ACCENT
        drawing.dot(x(float(values[unit])), y, 3.2, facecolor=tone, edgecolor=tone)
        words = f"{labels[unit]} ({count[unit]})" if unit in count else labels[unit]
        drawing.write(x(float(values[unit])) + 6, y, words, size=theme.VALUE, ha="left", va="center")


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
            name=name(section, unit),
            old=old,
            new=new,
            start=first.year,
            end=last.year,
        )

    def draw(drawing: Canvas) -> None:
        _draw_ranks(section, drawing, ranked, best[0] if best else "")

    points = [point for several in ranked.values() for point in several]
    subtitle = words.markdown(
        "comparison.ranks_subtitle", start=min(one.year for one in points), end=_last_year(ranked)
    ) + spoken.cited(section, *(point.row for point in points))
    told = join(
        [
            words.say(
                "comparison.rank_spoken",
                name=name(section, one),
                ranks=join([f"{point.year}: {int(point.row['value'])}" for point in several], ", "),
            )
            for one, several in ranked.items()
        ],
        "; ",
    )
    return _chart(section, canvas.drawn(draw, theme.HALF, _CHART_HEIGHT), title, subtitle, told)


def _draw_ranks(section: Section, drawing: Canvas, ranked: dict[str, list[Point]], best: str) -> None:
    points = [point for several in ranked.values() for point in several]
    first, last = min(one.year for one in points), _last_year(ranked)
    low, high = min(int(one.row["value"]) for one in points), max(int(one.row["value"]) for one in points)
    labels = {one: f"{name(section, one)} {int(several[-1].row['value'])}" for one, several in ranked.items()}
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


def _chart(section: Section, svg: str, title: Marked, subtitle: Marked, told: str) -> Chart:
    cited = section.citations.resolve(subtitle)
    return Chart(
        svg,
        section.words.say("chart.alt", text=unescape(title), values=told),
        title=section.citations.resolve_text(title),
        subtitle=section.citations.resolve_text(subtitle),
        notes=cited.notes,
        facts=cited.facts,
        reads=section.reads,
    )


# Trade, each on its own count


def _order(section: Section) -> str:
    return section.words.say("comparison.order")


def show_trade(section: Section, beside: Sequence[Shown | None] = ()) -> Table | None:
    """The newest figure of trade of each unit, from west to east: not ranked, with what it counts and its change."""
    return _trade(section, comparison.trade(section), "trade_title", beside)


def show_full_years(section: Section) -> Table | None:
    """The newest full year of trade of each unit of the last five years, on the same count; a dash for none."""
    return _trade(section, comparison.full_years(section), "years_title", ())


def _trade(
    section: Section, picks: Mapping[str, Pick | None], title: str, beside: Sequence[Shown | None]
) -> Table | None:
    """Every figure, and of the changes those that the page has letters for."""
    if not any(picks.values()):
        return None
    words, units = section.words, comparison.units(section)
    dash = words.say("partners.none")
    amounts = [_amount(section, picks[unit]) or dash for unit in units]
    changes = {unit: _change(section, picks[unit]) for unit in units}
    told = section.text(*amounts)
    kept = fitting(section, units, lambda unit: [changes[unit]], beside=[*beside, told])
    columns = [
        column(section, "unit", [_whose(section, unit, picks[unit]) for unit in units]),
        column(section, "value", amounts, numeric=True),
        column(section, "when", [_when(section, picks[unit]) or dash for unit in units]),
        column(section, "counted", [_counted(section, picks[unit]) or dash for unit in units]),
        column(section, "change_on", [(changes[unit] if unit in kept else "") or dash for unit in units]),
    ]
    return table(section, words.say(f"comparison.{title}"), columns, subtitle=_order(section))


def show_same_months(section: Section, beside: Sequence[Shown | None] = ()) -> Text | None:
    """The newest part of a year beside the same months of the years before, for the units that have both."""
    found, words = comparison.same_months(section), section.words
    cells = {
        unit: join(
            [
                words.markdown(
                    "comparison.of_year",
                    year=point.year,
                    value=spoken.short_amount(section, point.row),
                )
                + spoken.cite_point(section, point)
                for point in points
            ],
            "; ",
        )
        for unit, points in found.items()
    }
    shown = fitting(section, cells, lambda unit: [cells[unit]], beside=beside)
    if not shown:
        return None
    said = [
        words.markdown(
            "comparison.months",
            name=name(section, unit),
            when=_months(section, found[unit][-1].row),
            values=cells[unit],
        )
        for unit in shown
    ]
    return section.text(words.heading("comparison.months_title"), bullets(said))


def _months(section: Section, row: Record) -> str:
    """The months of a part of a year, without the year that the figures name: ``January – June``."""
    return dates.months(row["period_start"], row["period_end"], section.language)


def _whose(section: Section, unit: str, pick: Pick | None) -> str:
    """The unit that a figure is of: ``Lào Cai (former Lào Cai)`` where it is a former unit's."""
    if pick is None or pick.area_id == unit:
        return name(section, unit)
    return section.words.say(
        "comparison.of_former", name=name(section, unit), former=name(section, pick.area_id)
    )


def _amount(section: Section, pick: Pick | None) -> str:
    if pick is None:
        return ""
    shown = spoken.short_amount(section, pick.point.row)
    if selection.estimate(section.dataset, pick.point.row):
        shown = section.words.say("front.estimated", value=shown)
    return shown + spoken.cite_pick(section, pick)


def _when(section: Section, pick: Pick | None) -> str:
    return spoken.when(section, pick.point.row) if pick else ""


def _counted(section: Section, pick: Pick | None) -> str:
    """What a figure counts, in a few words: ``all gates``, ``Móng Cái gate``, ``not stated``."""
    if pick is None:
        return ""
    gate = pick.series.breakdown[2]
    return section.words.say(
        f"comparison.counts_{pick.series.basis_id.replace('-', '_')}",
        gate=section.words.name("border_gates", gate) if gate else "",
    )


def _change(section: Section, pick: Pick | None) -> str:
    """The change on the same months of an earlier year, or on that year, which is named."""
    if pick is None or pick.change is None:
        return ""
    change, row = pick.change, pick.point.row
    said = spoken.change_short(section, change) + spoken.cite_change(section, pick.point, change)
    year = change.old.year if change.old else selection.end(row).year - 1
    return section.words.markdown("comparison.change_on", change=said, year=year)


# Land, people, investment


def show_land(section: Section, beside: Sequence[Shown | None] = ()) -> Table | None:
    """People, area and border of each unit: sums of the former units where nothing newer is published for all.

    Of the borders those that the page has letters for ``beside`` what else stands there.
    """
    people, land = comparison.newest(section, comparison.PEOPLE), _newest_ever(section, comparison.LAND)
    border = comparison.borders(section)
    if people is None and land is None and not border:
        return None
    words, units = section.words, comparison.units(section)
    columns = [column(section, "unit", [_summed(section, unit, people or land) for unit in units])]
    for one, key in ((people, "people"), (land, "land")):
        if one:
            title = words.say(f"comparison.{key}", year=one.time)
            cells = [_cell(section, one, unit) for unit in units]
            columns.append(_column(key, title, cells, numeric=True))
    told = section.text(*(cell for one in columns for cell in one.cells))
    lengths = {unit: _border(section, border.get(unit, [])) for unit in units}
    kept = fitting(section, units, lambda unit: [lengths[unit]], beside=[*beside, told])
    dash = words.say("partners.none")
    cells = [(lengths[unit] if unit in kept else "") or dash for unit in units]
    columns.append(column(section, "border", cells))
    notes = [words.say("comparison.summed")] if _any_summed(people or land) else []
    return table(section, words.say("comparison.land_title"), columns, notes, subtitle=_order(section))


def _newest_ever(section: Section, indicator: str) -> Alike | None:
    """An area hardly changes: the newest time at which it is known of all, however old."""
    found = comparison.alike(section, indicator)
    return found[-1] if found else None


def _column(key: str, title: str, cells: Sequence[str], *, numeric: bool) -> Column:
    return Column(key, title, cells, numeric)


def _summed(section: Section, unit: str, one: Alike | None) -> str:
    """A unit's name, with a mark where its figures are sums of its former units'."""
    return name(section, unit) + (" †" if one and len(one.rows[unit]) > 1 else "")


def _any_summed(one: Alike | None) -> bool:
    return one is not None and any(len(rows) > 1 for rows in one.rows.values())


def _cell(section: Section, one: Alike, unit: str) -> str:
    """A unit's figure in the unit of measure of the column, with its formula where it is a sum."""
    figure = one.figure(section.dataset, unit)
    if figure is None:
        return section.words.say("partners.none")
    short = Figure(
        numbers.rounded(figure.value, figure.unit_id, figure.qualifier),
        figure.unit_id,
        figure.qualifier,
        figure.parents,
    )
    return section.words.figure(short, with_unit=False) + _cite(section, one, unit)


def _cite(section: Section, one: Alike, unit: str) -> Marked:
    rows, figure = one.rows[unit], one.figure(section.dataset, unit)
    if len(rows) == 1 or figure is None:
        return spoken.cited(section, *rows)
    words = section.words
    formula = words.markdown("front.formula_sum", terms=words.terms(rows), result=words.figure(figure))
    return spoken.derived(section, f"{unit}.{one.indicator_id}.{one.time}:sum", formula, *rows)


def _border(section: Section, rows: Sequence[Record]) -> Marked:
    """The lengths of a unit's border by neighbour, each with its date."""
    words = section.words
    return join(
        [
            words.markdown(
                "comparison.border",
                neighbour=words.name("partners", row["partner_id"]),
                length=_length(section, row),
                when=row["as_of"][:4],
            )
            + spoken.cited(section, row)
            for row in rows
        ],
        "\n",
    )


def _length(section: Section, row: Record) -> str:
    value = numbers.rounded(row["value"], row["unit_id"], row["qualifier"])
    return numbers.marked(section.dataset, value, row["unit_id"], row["qualifier"], section.language)


def show_investment(section: Section) -> Table | None:
    """The capital and projects in force of each unit and of its former units on one day, and the capital for a head."""
    found, projects = (comparison.newest(section, one) for one in (comparison.CAPITAL, comparison.PROJECTS))
    if found is None:
        return None
    words, head = section.words, comparison.a_head(section)
    rows: list[tuple[str, str, str, str]] = []
    for unit in comparison.units(section):
        counted = projects if projects and projects.time == found.time else None
        a_head = comparison.capital_a_head(section, *head, unit) if head else None
        rows.append(
            (
                _summed(section, unit, found),
                _cell(section, found, unit),
                _cell(section, counted, unit) if counted else "",
                _a_head(section, *head, unit, a_head) if head and a_head is not None else "",
            )
        )
        for row in found.rows[unit] if len(found.rows[unit]) > 1 else ():
            former = Alike(found.indicator_id, found.time, {row["area_id"]: (row,)})
            of = [one for one in (counted.rows[unit] if counted else ()) if one["area_id"] == row["area_id"]]
            rows.append(
                (
                    words.say("comparison.within", name=name(section, row["area_id"])),
                    _cell(section, former, row["area_id"]),
                    words.marked(of[0], with_unit=False) + spoken.cited(section, of[0]) if of else "",
                    "",
                )
            )
    columns = [
        column(section, "unit", [row[0] for row in rows]),
        _column("capital", words.say("comparison.capital_column"), [row[1] for row in rows], numeric=True),
        column(section, "projects", [row[2] for row in rows], numeric=True),
    ]
    if head:
        title = words.say("comparison.head", year=head[1].time)
        columns.append(_column("head", title, [row[3] for row in rows], numeric=True))
    notes = [words.say("comparison.summed")] if _any_summed(found) else []
    day = dates.day(found.time, section.language)
    subtitle = words.say("comparison.investment_subtitle", order=_order(section), day=day)
    return table(section, words.say("comparison.investment_title"), columns, notes, subtitle=subtitle)


def _a_head(section: Section, capital: Alike, people: Alike, unit: str, value: Decimal) -> str:
    """The capital for each inhabitant, with its formula and sources."""
    words, dataset = section.words, section.dataset
    shown = numbers.number(numbers.rounded(value, "usd"), section.language)
    money, heads = capital.figure(dataset, unit), people.figure(dataset, unit)
    assert money is not None and heads is not None
    formula = words.markdown(
        "comparison.formula_head",
        capital=words.figure(money),
        people=words.figure(heads),
        result=numbers.amount(dataset, numbers.rounded(value, "usd"), "usd", section.language),
    )
    rows = (*capital.rows[unit], *people.rows[unit])
    return shown + spoken.derived(section, f"{unit}.fdi-a-head.{people.time}", formula, *rows)


def show_rank_table(section: Section) -> Table | None:
    """The ranks of the members in each year that all of them have, and the newest of those that have a later one."""
    ranked, later = comparison.ranks(section), comparison.later_ranks(section)
    if not ranked:
        return None
    words, years = section.words, sorted({p.year for several in ranked.values() for p in several})
    dash = words.say("partners.none")
    of = {one: {point.year: point for point in several} for one, several in ranked.items()}
    columns = [column(section, "unit", [name(section, one) for one in ranked])]
    for year in years:
        columns.append(
            _column(
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
        columns.append(_column("papi", title, cells, numeric=True))
    if later:
        columns.append(
            column(section, "later_rank", [_later(section, later.get(one)) or dash for one in ranked])
        )
    subtitle = words.say("comparison.rank_subtitle", order=_order(section))
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


# Bodies and partners


def show_bodies(section: Section, found: Sequence[Body]) -> Table | None:
    """The bodies that several units take part in, with the latest session, and who takes part."""
    shared = [one for one in found if len(one.units) > _OWN_BODY]
    shown = fitting(section, shared[:_MOST_BODIES], lambda one: _body_cells(section, one))
    if not shown:
        return None
    words, units = section.words, comparison.units(section)
    yes = words.say("comparison.member")
    no = words.say("partners.none")
    columns = [
        column(
            section,
            "body",
            [_body_cells(section, one)[0] for one in shown],
        ),
        column(section, "latest_session", [_body_cells(section, one)[1] for one in shown]),
        *(
            _column(
                unit, name(section, unit), [yes if unit in one.units else no for one in shown], numeric=False
            )
            for unit in units
        ),
    ]
    return table(
        section,
        words.say("comparison.bodies_title"),
        columns,
        subtitle=words.say("comparison.bodies_subtitle"),
    )


def _body_cells(section: Section, one: Body) -> tuple[Marked, str]:
    """A body with whom it is, and its latest session."""
    named = _called(section, one) + section.citations.fact("mechanisms", one.row)
    return named, _session(section, one.dated)


def _called(section: Section, one: Body) -> Marked:
    """A body with whom it is: ``Guangxi: Spring Meeting``."""
    partners = join([section.words.name("partners", each).split(" (")[0] for each in one.partners], ", ")
    return section.words.markdown(
        "comparison.with", partner=capital(partners), body=section.words.local(one.row, "short")
    )


def _session(section: Section, row: Record | None) -> str:
    if row is None:
        return section.words.say("comparison.no_session")
    return _session_alone(section, row) + section.citations.fact("meetings", row)


def show_outcomes(
    section: Section, found: Sequence[Body], beside: Sequence[Shown | None] = ()
) -> Text | None:
    """What the latest sessions of the bodies of several units agreed, as far as it was published and there is room."""
    told = [one for one in found if len(one.units) > _OWN_BODY and one.dated and one.dated["outcome_vi"]]
    short = within(told, lambda one: letters(one.dated or {}, "outcome"), _OUTCOME_ROWS, _OUTCOME)
    said = {one.row["mechanism_id"]: _outcome(section, one) for one in short}
    kept = fitting(section, said, lambda key: [said[key]], beside=beside)
    if not kept:
        return None
    return section.text(section.words.heading("comparison.outcomes"), bullets(said[key] for key in kept))


def _outcome(section: Section, one: Body) -> Marked:
    assert one.dated is not None
    return section.words.markdown(
        "comparison.outcome",
        body=_called(section, one),
        time=dates.period(one.dated["start"], one.dated["end"], section.language),
        outcome=section.words.local(one.dated, "outcome").removesuffix("."),
    ) + section.citations.part("meetings", one.dated, "outcome_source_id")


def show_partners(
    section: Section, found: Sequence[Body], beside: Sequence[Shown | None] = ()
) -> Table | None:
    """Across the border of each unit: its own bodies, with whom, and their latest session; a dash for none."""
    words, units = section.words, comparison.units(section)
    own = {unit: [one for one in found if one.units == (unit,) and one.dated][:_SESSIONS] for unit in units}
    cells = {unit: [_own_body(section, one) for one in own[unit]] for unit in units}
    kept = fitting(
        section,
        [(unit, number) for number in range(_SESSIONS) for unit in units if number < len(cells[unit])],
        lambda item: [cells[item[0]][item[1]]],
        beside=beside,
    )
    said = {
        unit: join([cell for number, cell in enumerate(cells[unit]) if (unit, number) in kept], "\n")
        for unit in units
    }
    if not any(said.values()):
        return None
    return table(
        section,
        words.say("comparison.partners_title"),
        [
            column(section, "unit", [name(section, unit) for unit in units]),
            column(
                section,
                "latest",
                [said[unit] or words.say("partners.none") for unit in units],
            ),
        ],
        subtitle=_order(section),
    )


def _own_body(section: Section, one: Body) -> Marked:
    partners = join([place_in_sentence(section.words.name("partners", each)) for each in one.partners], ", ")
    assert one.dated is not None
    return section.words.markdown(
        "comparison.own_body",
        partner=partners,
        body=section.words.local(one.row, "short"),
        time=dates.period(one.dated["start"], one.dated["end"], section.language),
    ) + section.citations.fact("meetings", one.dated)


# The country, and gaps


def show_frame(section: Section, beside: Sequence[Shown | None] = ()) -> Text | None:
    """What is said of the country, five lines at most: trade with neighbours, bodies of the states, plans of gates."""
    lines = fitting(section, _frame(section), lambda said: [said], beside=beside)[:_FRAME]
    if not lines:
        return None
    return section.text(section.words.heading("comparison.frame"), bullets(lines))


def _frame(section: Section) -> list[Marked]:
    words, wide, edition = section.words, section.only("country"), section.dataset.edition
    lines: list[Marked] = []
    figures = [
        row
        for row in wide.facts.records("observations")
        if row["indicator_id"] == "bilateral-trade"
        and selection.kind(row) == "year"
        and selection.usable(row)
        and selection.recent(row, edition)
    ]
    newest: dict[str, Record] = {}
    for row in sorted(figures, key=lambda row: row["period_end"]):
        newest[row["partner_id"]] = row
    lines += [
        spoken.plainly(section, row) + spoken.cited(section, row)
        for row in sorted(
            newest.values(), key=lambda row: (row["period_end"], row["partner_id"]), reverse=True
        )
    ]
    for body in sorted(wide.facts.records("mechanisms"), key=lambda row: row["mechanism_id"]):
        last = partners_page.last_session(section, body["mechanism_id"])
        if last and last["start"] >= selection.years_before(date.fromisoformat(edition), 5).isoformat():
            lines.append(
                words.markdown(
                    "comparison.state_body",
                    body=words.local(body, "short"),
                    session=_session_alone(section, last),
                )
                + section.citations.fact("meetings", last)
            )
    documents = [
        row
        for row in (*section.facts.records("documents"),)
        if row["period_end"] and row["period_end"] >= edition[:4] and row["issued"]
    ]
    lines += [
        words.markdown(
            "comparison.plan",
            title=words.local(row, "title"),
            number=row["number"],
            day=dates.day(row["issued"], section.language),
        )
        + section.citations.fact("documents", row)
        for row in sorted(documents, key=lambda row: row["document_id"])
    ]
    return lines


def _session_alone(section: Section, row: Record) -> Marked:
    """A session by its number, where it has one, and its time."""
    time = dates.period(row["start"], row["end"], section.language)
    if pd.isna(row["number"]):
        return join([time])
    return join([section.words.say("cooperation.session_number", number=int(row["number"])), time])


def gaps(section: Section) -> list[Marked]:
    """What the sources do not publish, so that nobody takes an empty cell for nothing."""
    words, units = section.words, comparison.units(section)
    years, picks = comparison.full_years(section), comparison.trade(section)
    found: list[tuple[str, list[str], dict[str, object]]] = []
    if no_year := [unit for unit in units if years[unit] is None]:
        found.append(("comparison.gap_years", no_year, {}))
    if unstated := [
        unit for unit in units if (pick := picks[unit]) and pick.series.basis_id in selection.UNSTATED
    ]:
        found.append(("comparison.gap_basis", unstated, {}))
    if gate := [unit for unit in units if (pick := picks[unit]) and pick.series.breakdown[2]]:
        found.append(("comparison.gap_gate", gate, {}))
    if no_change := [unit for unit in units if (pick := picks[unit]) and pick.change is None]:
        found.append(("comparison.gap_change", no_change, {}))
    if former := [unit for unit in units if (pick := picks[unit]) and pick.area_id != unit]:
        found.append(("comparison.gap_boundaries", former, {}))
    ranked, later = comparison.ranks(section), comparison.later_ranks(section)
    if later and (silent := [one for one in ranked if one not in later]):
        found.append(("comparison.gap_ranks", silent, {"year": _last_year(ranked)}))
    bodies = comparison.bodies(section)
    if no_body := [unit for unit in units if not any(unit in one.units and one.dated for one in bodies)]:
        found.append(("comparison.gap_bodies", no_body, {}))
    if comparison.newest(section, comparison.CAPITAL) is None:
        found.append(("comparison.gap_register", units, {}))
    said = [words.markdown(key, names=names(section, whom), **more) for key, whom, more in found]
    if not comparison.scores(section):
        said.append(words.markdown("comparison.gap_papi"))
    return said


def show_gaps(section: Section) -> Text | None:
    """What is not published, as a list under its heading."""
    found = gaps(section)
    if not found:
        return None
    return section.text(section.words.heading("comparison.gaps"), bullets(found))
