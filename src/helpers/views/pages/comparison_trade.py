"""Trade of the members of a group, each on its own count, in the order of the map: never ranked."""

from collections.abc import Mapping, Sequence

from helpers.data import selection
from helpers.data.selection import Pick
from helpers.data.series import Point
from helpers.data.tables import Record
from helpers.text import dates
from helpers.text.markdown import Marked, join
from helpers.views.annex import comparison
from helpers.views.kit import plotted, spoken
from helpers.views.kit.outputs import Shown, Table, Text
from helpers.views.kit.page_sources import fitting
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table
from helpers.views.kit.words import bullets
from helpers.views.pages import trade_main


def show_trade(section: Section, beside: Sequence[Shown | None] = ()) -> Table | None:
    """The newest figure of trade of each unit, from west to east: not ranked, with what it counts and its change."""
    return _trade(section, comparison.trade(section), "trade_title", beside)


def show_full_years(section: Section) -> Table | None:
    """The newest full year of trade of the last five years, on the same count, of each unit that has one."""
    found = {unit: pick for unit, pick in comparison.full_years(section).items() if pick}
    return _trade(section, found, "years_title", ())


def _trade(
    section: Section, picks: Mapping[str, Pick | None], title: str, beside: Sequence[Shown | None]
) -> Table | None:
    """Every figure, and of the changes those that the page has letters for: a dash would say that there is none."""
    if not any(picks.values()):
        return None
    words, units = section.words, list(picks)
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
        column(
            section,
            "change_on",
            [_disputed(section, picks[unit], changes[unit] if unit in kept else None) for unit in units],
        ),
    ]
    return table(
        section, words.say(f"comparison.{title}"), columns, subtitle=section.words.say("comparison.order")
    )


def show_same_months(section: Section, beside: Sequence[Shown | None] = ()) -> Text | None:
    """The newest part of a year that has the same months of earlier years, beside these, for each unit with both."""
    found, words = comparison.same_months(section), section.words
    picks = comparison.trade(section)
    cells = {
        unit: join([_of_year(section, point) for point in _with_before(section, picks[unit], points)], "; ")
        for unit, points in found.items()
    }
    shown = fitting(section, cells, lambda unit: [cells[unit]], beside=beside)
    if not shown:
        return None
    said = [
        words.markdown(
            "comparison.months",
            name=section.words.name("areas", unit),
            when=_months(section, found[unit][-1].row),
            values=cells[unit],
        )
        for unit in shown
    ]
    return section.text(words.heading("comparison.months_title"), bullets(said))


def _with_before(section: Section, pick: Pick | None, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The same months of several years; of one alone with the year before, as it follows from the printed change."""
    if pick is None or len(points) > 1:
        return points
    return (*trade_main.worked_out(section, pick.series, points), *points)


def _of_year(section: Section, point: Point) -> Marked:
    """A year with its figure, and that it was worked out, where it was."""
    if "derived" in point.row:
        shown = spoken.short_amount(section, point.row)
        value = section.words.say("trade_page.worked_out", said=shown)
    else:
        value = _value(section, point.row)
    return section.words.markdown("comparison.of_year", year=point.year, value=value) + plotted.cite(
        section, point
    )


def _months(section: Section, row: Record) -> str:
    """The months of a part of a year, without the year that the figures name: ``January – June``."""
    return dates.months(row["period_start"], row["period_end"], section.language)


def _whose(section: Section, unit: str, pick: Pick | None) -> str:
    """The unit that a figure is of: ``Lào Cai (former Lào Cai)`` where it is a former unit's."""
    if pick is None or pick.area_id == unit:
        return section.words.name("areas", unit)
    return section.words.say(
        "comparison.of_former",
        name=section.words.name("areas", unit),
        former=section.words.name("areas", pick.area_id),
    )


def _amount(section: Section, pick: Pick | None) -> str:
    if pick is None:
        return ""
    return _value(section, pick.point.row) + spoken.cite_pick(section, pick)


def _value(section: Section, row: Record) -> str:
    """A figure, which says of an estimate that it is one, and then not that it is about so much."""
    if not selection.estimate(section.dataset, row):
        return spoken.short_amount(section, row)
    is_about = row["qualifier"] == "about"
    shown = spoken.plain_amount(section, row) if is_about else spoken.short_amount(section, row)
    return section.words.say("front.estimated", value=shown)


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
    """The change on the same period of an earlier year, which is named; the column's head says that it is the same."""
    if pick is None or pick.change is None:
        return ""
    change, row = pick.change, pick.point.row
    said = spoken.change_short(section, change) + spoken.cite_change(section, pick.point, change)
    year = change.old.year if change.old else selection.end(row).year - 1
    return section.words.markdown("comparison.change_on", change=said, year=year)


def _disputed(section: Section, pick: Pick | None, change: str | None) -> str:
    """A change, a dash for none, with the mark that the unit's own pages have where sources differ.

    None is a change that the page has no letters for: then there is the mark alone, which needs none.
    """
    words = section.words
    if pick is None or not selection.disputed(section.dataset, pick):
        return words.say("partners.none") if change == "" else change or ""
    if change:
        return words.markdown("comparison.differ", change=change)
    return words.say("comparison.differ_alone")
