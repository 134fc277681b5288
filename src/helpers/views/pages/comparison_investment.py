"""Land, people and foreign investment of the units of a group: of one day, from one register, so that they compare."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from helpers.data import arithmetic, selection
from helpers.data.tables import Record
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join
from helpers.views.annex import comparison
from helpers.views.annex.comparison import Alike
from helpers.views.kit import canvas, spoken, theme
from helpers.views.kit.canvas import Canvas
from helpers.views.kit.charts import titled
from helpers.views.kit.outputs import Chart, Shown, Table
from helpers.views.kit.page_sources import fitting, unbroken, with_letters
from helpers.views.kit.section import Section
from helpers.views.kit.tables import Column, column, table

_MEASURES = {
    comparison.CAPITAL: "usd_m",
    comparison.PROJECTS: "project",
    comparison.PEOPLE: "inhabitant_k",
    comparison.LAND: "km2",
}
"""The units of measure that the heads of the columns say."""
_ALONE = 50  # percent of the capital from which one unit is said to hold it
_SINCE = "since"  # the column of a day after the last end of a year
_FEWEST_YEARS, _MOST_TIMES = 2, 5  # of a table by year, with the day since
_BAR = 10.0  # points, how thick a bar is at most
_WHOLE = 1000  # from which a value is shown with all its whole digits


def majority(section: Section) -> tuple[str, Decimal, str] | None:
    """The unit that holds at least half of the capital in force, its share and the day; None where none does."""
    found = comparison.newest(section, comparison.CAPITAL)
    if found is None:
        return None
    values = _capital(section, found)
    if not values:
        return None
    unit = max(values, key=lambda one: values[one])
    share = values[unit] * 100 / (sum(values.values()) or 1)
    return (unit, numbers.whole_percent(share), found.time) if share >= _ALONE else None


def _capital(section: Section, found: Alike) -> dict[str, Decimal]:
    """The capital of each unit in US dollars; empty where one has a bound, which has no place on a scale."""
    worth = selection.unit_factors(section.dataset)
    figures = {unit: found.figure(section.dataset, unit) for unit in found.rows}
    values = {
        unit: one.value * worth[one.unit_id]
        for unit, one in figures.items()
        if one is not None and one.qualifier == "exact"
    }
    return values if len(values) == len(figures) else {}


def show_capital(section: Section, beside: Sequence[Shown | None] = ()) -> Chart | None:
    """The capital in force of each unit on one day, as bars from nought, with the number of projects.

    None where the page has no letters for all of it; without the projects where it has none for those.
    """
    found, projects = (comparison.newest(section, name) for name in (comparison.CAPITAL, comparison.PROJECTS))
    if found is None or not _capital(section, found):
        return None
    counted = projects if projects and projects.time == found.time else None
    charts = (_capital_chart(section, found, one) for one in ((counted, None) if counted else (None,)))
    return next((one for one in charts if with_letters(section, one, beside)), None)


def _capital_chart(section: Section, found: Alike, projects: Alike | None) -> Chart:
    values = {unit: value / 1_000_000 for unit, value in _capital(section, found).items()}
    order = sorted(values, key=lambda unit: -values[unit])
    labels = {unit: _in_millions(section, values[unit]) for unit in order}
    count = {
        unit: int(figure.value)
        for unit in order
        if projects and (figure := projects.figure(section.dataset, unit))
    }

    def draw(drawing: Canvas) -> None:
        _draw_capital(section, drawing, order, values, labels, count)

    words, most = section.words, majority(section)
    title = words.markdown("comparison.capital")
    if most:
        title = words.markdown(
            "comparison.capital_one",
            name=words.name("areas", most[0]),
            share=numbers.percent(most[1], section.language),
        )
    key = "comparison.capital_counted" if count else "comparison.capital_subtitle"
    rows = [row for one in (found, projects) if one for unit in order for row in one.rows[unit]]
    day = dates.day(found.time, section.language)
    subtitle = words.markdown(key, day=day) + spoken.cited(section, *rows)
    told = join(
        [
            words.say(
                "comparison.capital_spoken" if unit in count else "comparison.capital_spoken_alone",
                name=words.name("areas", unit),
                value=labels[unit],
                count=count.get(unit, 0),
            )
            for unit in order
        ],
        "; ",
    )
    alt = words.say("comparison.capital_alt", day=day, values=told)
    return titled(section, canvas.drawn(draw, theme.HALF, theme.TALL), title, subtitle, alt=title, values=alt)


def _in_millions(section: Section, value: Decimal) -> str:
    return numbers.number(_digits(value, "usd_m"), section.language)


def _digits(value: Decimal, unit: str, qualifier: str = "exact") -> Decimal:
    """A value for a table: in three digits, but whole from a thousand on, where zeros would look exact."""
    if qualifier == "exact" and value >= _WHOLE:
        return value.quantize(Decimal(1))
    return numbers.rounded(value, unit, qualifier)


def _draw_capital(
    section: Section,
    drawing: Canvas,
    order: Sequence[str],
    values: dict[str, Decimal],
    labels: dict[str, str],
    count: dict[str, int],
) -> None:
    left = (
        max(drawing.width_of(section.words.name("areas", unit), theme.VALUE, "semibold") for unit in order)
        + 8
    )
    told = {unit: f"{labels[unit]} ({count[unit]})" if unit in count else labels[unit] for unit in order}
    right = max(drawing.width_of(words, theme.VALUE) for words in told.values()) + 8
    step, most = drawing.height / max(1, len(order)), max(map(float, values.values())) or 1
    thick = min(_BAR, step * 0.6)
    drawing.line([(left, 0), (left, drawing.height)], theme.BASELINE)
    for number, unit in enumerate(order):
        y = drawing.height - step * (number + 0.5)
        drawing.write(
            0,
            y,
            section.words.name("areas", unit),
            size=theme.VALUE,
            weight="semibold",
            ha="left",
            va="center",
        )
        length = (drawing.width - left - right) * float(values[unit]) / most
        tone = theme.EMPHASIS if number == 0 else theme.ACCENT
        drawing.bar(left, y - thick / 2, length, thick, facecolor=tone, edgecolor="none")
        drawing.write(left + length + 5, y, told[unit], size=theme.VALUE, ha="left", va="center")


def show_land(section: Section, beside: Sequence[Shown | None] = ()) -> Table | None:
    """People, area and border of each unit: sums of the former units where nothing newer is published for all.

    What the page has letters for ``beside`` what else stands there: whole columns, and of the borders each.
    """
    people, land = comparison.newest(section, comparison.PEOPLE), _newest_ever(section, comparison.LAND)
    border = comparison.borders(section)
    if people is None and land is None and not border:
        return None
    words, units = section.words, comparison.units(section)
    measured = [
        Column(
            key,
            words.say(f"comparison.{key}", year=_year(one)),
            [_cell(section, one, unit) for unit in units],
            True,
        )
        for one, key in ((people, "people"), (land, "land"))
        if one
    ]
    measured = fitting(section, measured, lambda one: one.cells, beside=beside)
    summed = (people or land) if measured else None
    columns = [column(section, "unit", [_summed(section, unit, summed) for unit in units]), *measured]
    told = section.text(*(cell for one in columns for cell in one.cells))
    lengths = {unit: _border(section, border.get(unit, [])) for unit in units}
    kept = fitting(section, units, lambda unit: [lengths[unit]], beside=[*beside, told])
    dash = words.say("partners.none")
    cells = [(lengths[unit] or dash) if unit in kept else "" for unit in units]
    columns.append(column(section, "border", cells))
    notes = [words.say("comparison.summed")] if _any_summed(summed) else []
    if people and len(measured) > 1 and with_area(section, people):
        notes.append(words.say("comparison.one_source", year=people.time))
    return table(
        section,
        words.say("comparison.land_title"),
        columns,
        notes,
        subtitle=section.words.say("comparison.order"),
    )


def with_area(section: Section, people: Alike) -> bool:
    """Whether the same source has the area of each unit, too, for the same year."""
    of_same_time = (one for one in comparison.alike(section, comparison.LAND) if one.time == people.time)
    rows = [row for one in (people, *of_same_time) for several in one.rows.values() for row in several]
    return len({row["source_id"] for row in rows}) == 1 and len({row["indicator_id"] for row in rows}) == 2


def _newest_ever(section: Section, indicator: str) -> Alike | None:
    """An area hardly changes: the newest time at which it is known of all, however old."""
    found = comparison.alike(section, indicator)
    return found[-1] if found else None


def _year(one: Alike) -> str:
    """The year of figures that are counted alike, with a star where that of one of them is inferred."""
    inferred = any(row["date_inferred"] for rows in one.rows.values() for row in rows)
    return f"{one.time}*" if inferred else one.time


def _summed(section: Section, unit: str, one: Alike | None) -> str:
    """A unit's name, with a mark where its figures are sums of its former units'."""
    return section.words.name("areas", unit) + (" †" if one and len(one.rows[unit]) > 1 else "")


def _any_summed(one: Alike | None) -> bool:
    return one is not None and any(len(rows) > 1 for rows in one.rows.values())


def _cell(section: Section, one: Alike, unit: str) -> str:
    """A unit's figure in the unit of measure of the column, with its formula where it is a sum."""
    figure = one.figure(section.dataset, unit)
    if figure is None:
        return section.words.say("partners.none")
    measure = _MEASURES[one.indicator_id]
    there = arithmetic.in_unit(figure, measure, selection.unit_factors(section.dataset))
    short = replace(there, value=_digits(there.value, measure, there.qualifier))
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
                when=words.starred(row["as_of"][:4], row),
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
    """The capital and projects in force of each unit and of its former units on one day."""
    found, projects = (comparison.newest(section, one) for one in (comparison.CAPITAL, comparison.PROJECTS))
    if found is None:
        return None
    words = section.words
    rows: list[tuple[str, str, str]] = []
    for unit in comparison.units(section):
        counted = projects if projects and projects.time == found.time else None
        rows.append(
            (
                _summed(section, unit, found),
                _cell(section, found, unit),
                _cell(section, counted, unit) if counted else "",
            )
        )
        for row in found.rows[unit] if len(found.rows[unit]) > 1 else ():
            former = Alike(found.indicator_id, found.time, {row["area_id"]: (row,)})
            of = [one for one in (counted.rows[unit] if counted else ()) if one["area_id"] == row["area_id"]]
            rows.append(
                (
                    words.say("comparison.within", name=section.words.name("areas", row["area_id"])),
                    _cell(section, former, row["area_id"]),
                    words.marked(of[0], with_unit=False) + spoken.cited(section, of[0]) if of else "",
                )
            )
    columns = [
        column(section, "unit", [row[0] for row in rows]),
        Column("capital", words.say("comparison.capital_column"), [row[1] for row in rows], True),
        column(section, "projects", [row[2] for row in rows], numeric=True),
    ]
    columns = fitting(section, columns, lambda one: one.cells)
    if all(one.name != "capital" for one in columns):
        return None
    notes = [words.say("comparison.summed")] if _any_summed(found) else []
    day = dates.day(found.time, section.language)
    subtitle = words.say(
        "comparison.investment_subtitle", order=section.words.say("comparison.order"), day=day
    )
    return table(section, words.say("comparison.investment_title"), columns, notes, subtitle=subtitle)


def show_year_ends(section: Section, beside: Sequence[Shown | None] = ()) -> Table | None:
    """The capital in force of each unit at the ends of the last years: the newest years that there are letters for.

    Beside it that of a day since, and that of the last year for a head, where the people of it are known.
    """
    found, words, units = comparison.year_ends(section), section.words, comparison.units(section)
    columns = [
        Column(
            one.time,
            one.time[:4],
            [_cell(section, one, unit) for unit in units],
            True,
        )
        for one in found
    ]
    kept = unbroken(section, columns, lambda one: one.cells, beside=beside)
    if len(kept) < _FEWEST_YEARS:
        return None
    capital = section.text(*(cell for one in kept for cell in one.cells))
    more = [*_since(section, found[-1]), *_heads(section, found[-1])]
    more = fitting(section, more, lambda one: one.cells, beside=[*beside, capital])
    since = next((one for one in more if one.name == _SINCE), None)
    kept = kept[max(0, len(kept) + (since is not None) - _MOST_TIMES) :]
    subtitle = words.say(
        "comparison.year_ends_subtitle",
        days=_days(section, [one.name for one in kept]),
        order=words.say("comparison.order"),
    )
    return table(
        section,
        words.say("comparison.year_ends_since", day=since.title)
        if since
        else words.say("comparison.year_ends_title"),
        [column(section, "unit", [_summed(section, unit, found[-1]) for unit in units]), *kept, *more],
        [words.say("comparison.summed")] if _any_summed(found[-1]) else [],
        subtitle=subtitle,
    )


def _days(section: Section, times: Sequence[str]) -> str:
    """The days of several years: one day and month where it is the same in each, else all dates."""
    if len(times[0]) == len("2019-12-20") and len({one[4:] for one in times}) == 1:
        return dates.day_of_year(times[0], section.language)
    return join([dates.in_text(one, section.language) for one in times], ", ")


def _since(section: Section, last: Alike) -> list[Column]:
    """The column of the capital on the newest day, where that is after the last end of a year."""
    found = comparison.newest(section, comparison.CAPITAL)
    if found is None or found.time <= last.time:
        return []
    cells = [_cell(section, found, unit) for unit in comparison.units(section)]
    return [Column(_SINCE, dates.day(found.time, section.language), cells, True)]


def _heads(section: Section, last: Alike) -> list[Column]:
    """The column of the capital for a head on the day of another column; none where it is not known of that day."""
    head = comparison.a_head(section)
    if head is None or head[0].time != last.time:
        return []
    title = section.words.say("comparison.head", year=head[1].time)
    cells = [_a_head(section, *head, unit) for unit in comparison.units(section)]
    return [Column("head", title, cells, True)]


def _a_head(section: Section, capital: Alike, people: Alike, unit: str) -> str:
    """The capital for each inhabitant, with its formula and sources; a dash where bounds leave it open."""
    words, dataset = section.words, section.dataset
    value = comparison.capital_a_head(section, capital, people, unit)
    if value is None:
        return words.say("partners.none")
    shown = numbers.number(_digits(value, "usd"), section.language)
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
