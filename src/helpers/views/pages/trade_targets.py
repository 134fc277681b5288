"""Targets of trade beside what was reached of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers.data import arithmetic, selection
from helpers.data.arithmetic import Figure
from helpers.data.dates import years_before
from helpers.data.selection import UNSTATED, begin, end
from helpers.data.series import Point, Row, Series
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join
from helpers.views.kit import spoken
from helpers.views.kit.observations import figure
from helpers.views.kit.outputs import Shown, Table, Text
from helpers.views.kit.page_sources import fitting, share
from helpers.views.kit.plotted import common_unit
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import FEWEST_ROWS, cell, in_unit, pages, sentence, titled
from helpers.views.kit.tables import Column, column
from helpers.views.pages.trade_main import cite_point, counted, edition_day, marked_out, told_when, worked_out

MOST_TARGETS = 3


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
    oldest = years_before(edition_day(section), selection.OLDEST)
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
    return one.series.basis_id in UNSTATED and end(one.plan) <= edition_day(section)


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
    if not in_table(shown):
        return None
    words, results = section.words, [one.result for one in shown]
    plans = [replace(figure(one.plan), qualifier="exact") for one in shown]
    unit = common_unit(section.dataset, [*plans, *(one.figure for one in results if one)])
    none = words.say("trade_page.no_result")
    targets_ = [
        cell(section, plan, unit) + section.citations.fact("observations", one.plan)
        for one, plan in zip(shown, plans, strict=True)
    ]
    over = [end(one.plan) <= edition_day(section) for one in shown]
    columns = [
        column(section, "year", [spoken.when(section, one.plan) for one in shown]),
        Column("target", words.say("trade_page.target_column"), targets_, numeric=True),
        Column("named", words.say("trade_page.target_named"), [_named_in(section, one) for one in shown]),
        Column(
            "reached",
            words.say("trade_page.reached"),
            [cell(section, one.figure, unit) + cite_point(section, one) if one else "" for one in results],
            numeric=True,
        ),
        column(
            section,
            "when",
            [
                told_when(section, one) if one else none if is_over else ""
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


def in_table(shown: Sequence[Target]) -> bool:
    """Whether targets are told in a table: three or more, all of one series."""
    return len(shown) >= FEWEST_ROWS and len({one.series.name for one in shown}) == 1


def _named_in(section: Section, one: Target) -> str:
    """The month in which the source of a target named it."""
    source = section.dataset.row("sources", one.plan["source_id"])
    return dates.day(source["published"][:7], section.language)


def reached(section: Section, one: Target) -> Figure | None:
    """The share of its target that a result is, in percent; None for no result, and where a bound leaves it open.

    None, too, of a part of the year: beside a target for all of it a share reads as a failure.
    """
    if one.result is None or end(one.result.row) != end(one.plan):
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
    """A target, and its result: published, of a part of the year, or not though that is over; else nothing."""
    words = section.words
    said = words.markdown(
        "trade_page.target",
        when=spoken.when(section, one.plan),
        told=_named_in(section, one),
        amount=spoken.plain_amount(section, one.plan),
    ) + section.citations.fact("observations", one.plan)
    share = _share(section, one)
    if one.result is not None and (share or end(one.result.row) != end(one.plan)):
        amount = marked_out(section, one.result, spoken.amount(section, one.result.row))
        result_said = words.markdown(
            "trade_page.target_share" if share else "trade_page.target_in_part",
            when=spoken.in_period(section, one.result.row),
            amount=amount + cite_point(section, one.result),
            **({"share": share} if share else {}),
        )
        return Marked(said + ", " + result_said)
    return (
        said if end(one.plan) > edition_day(section) else said + words.markdown("trade_page.target_without")
    )
