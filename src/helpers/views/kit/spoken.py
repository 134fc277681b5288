"""Figures as a briefing says them: rounded, with their period in words, cited; changes as people say them."""

from decimal import Decimal

from helpers.data import selection
from helpers.data.arithmetic import Figure
from helpers.data.selection import Change, Pick
from helpers.data.series import Point, Sum
from helpers.data.tables import Record
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, once
from helpers.text.phrases import in_sentence
from helpers.views.kit.citations import publication
from helpers.views.kit.observations import subject
from helpers.views.kit.section import Section

_BOUNDS = ("over", "under", "nearly")


def amount(section: Section, row: Record) -> str:
    """A figure for a sentence, rounded, with its qualifier in words: ``over USD 84.4 billion``."""
    value, unit = numbers.handy(section.dataset, row["value"], row["unit_id"], row["qualifier"])
    return numbers.qualified(section.dataset, value, unit, row["qualifier"], section.language)


def short_amount(section: Section, row: Record) -> str:
    """A figure for a cell or list, rounded, with its qualifier as a mark: ``> USD 84.4 billion``."""
    value, unit = numbers.handy(section.dataset, row["value"], row["unit_id"], row["qualifier"])
    return numbers.marked(section.dataset, value, unit, row["qualifier"], section.language)


def told(section: Section, row: Record) -> str:
    """`amount`, which says of an estimate that it is one."""
    if selection.estimate(section.dataset, row):
        return section.words.say("front.estimated", value=once_hedged(section, row))
    return amount(section, row)


def once_hedged(section: Section, row: Record) -> str:
    """`amount` for a sentence that says of an estimate that it is one: without “about”, which says that again."""
    about = row["qualifier"] == "about" and selection.estimate(section.dataset, row)
    return plain_amount(section, row) if about else amount(section, row)


def plain_amount(section: Section, row: Record) -> str:
    """A figure for a sentence that says itself what it is, such as a target: rounded, without its qualifier."""
    value, unit = numbers.handy(section.dataset, row["value"], row["unit_id"])
    return numbers.amount(section.dataset, value, unit, section.language)


def number_and_unit(section: Section, row: Record) -> tuple[str, str]:
    """A figure for a key figure: the rounded number with its qualifier as a mark, and its unit in short.

    What is nearly an amount is less than it and has that mark: no word stands among the marks.
    """
    dataset, language = section.dataset, section.language
    if row["unit_id"] == "rank":
        return numbers.ordinal(int(row["value"]), language), ""
    value, unit = numbers.handy(dataset, row["value"], row["unit_id"], row["qualifier"])
    mark = "under" if row["qualifier"] == "nearly" else row["qualifier"]
    shown = numbers.marked(dataset, value, unit, mark, language, with_unit=False)
    return shown, section.words.say(f"front.unit_{unit}")


def is_first_half(row: Record) -> bool:
    """Whether a figure is of January to June."""
    first, last = selection.begin(row), selection.end(row)
    return (first.month, first.day, last.month, last.day) == (1, 1, 6, 30) and first.year == last.year


def when(section: Section, row: Record) -> str:
    """When a figure is of, on its own: ``first half of 2025``, ``30 November 2025``; a star says it is inferred.

    A half year that is inferred is told as its source does, ``early 2025*``.
    """
    starred = "*" if row["date_inferred"] else ""
    if not row["as_of"] and is_first_half(row):
        key = "front.first_months" if row["date_inferred"] else "front.half"
        return section.words.say(key, year=selection.end(row).year) + starred
    if _since_new_year(row):
        time = dates.day(row["period_end"], section.language)
        return section.words.say("front.new_year_to", time=time) + starred
    if not row["as_of"] and len(row["period_start"]) != len(row["period_end"]):  # no "2021 – October 2025"
        return _in_period(section, row) + starred
    return section.words.when(row)


def _since_new_year(row: Record) -> bool:
    """Whether a figure is of a year up to a day in it."""
    first = selection.begin(row)
    same = not row["as_of"] and first.year == selection.end(row).year
    return same and row["period_end"].count("-") == 2 and (first.month, first.day) == (1, 1)


def in_period(section: Section, row: Record) -> str:
    """When a figure is of, within a sentence: ``in 2019``, ``in the first half of 2025``, ``on 30 November 2025``.

    A star says that the date is inferred; of months that are, the phrase has it and says that none are stated.
    """
    said = _in_period(section, row)
    return f"{said}*" if row["date_inferred"] and "*" not in said else said


def held_in_period(section: Section, row: Record) -> str:
    """`in_period` of what somebody held: of a year alone ``as of 2020``, since it is not what came in that year."""
    if not row["as_of"].isdecimal():
        return in_period(section, row)
    said = section.words.say("front.as_of_year", year=row["as_of"])
    return f"{said}*" if row["date_inferred"] else said


def in_certain_period(section: Section, row: Record) -> str:
    """`in_period` for a headline: of months that are inferred only the year, ``in early 2025*``."""
    first, last = selection.begin(row), selection.end(row)
    kind = selection.kind(row) if row["date_inferred"] else None
    if kind == "part" and (first.month, first.day) == (1, 1):
        return section.words.say("front.headline_first_months", year=last.year) + "*"
    return in_period(section, row)


def _in_period(section: Section, row: Record) -> str:
    words = section.words
    if row["as_of"]:
        return in_time(section, row["as_of"])
    first, last = selection.begin(row), selection.end(row)
    start, stop = row["period_start"], row["period_end"]
    if first.year != last.year and len(start) == len(stop) == 4:
        return words.say("brief.in_years", when=f"{start}–{stop}")
    if first.year != last.year:
        if row["date_inferred"]:  # nobody says in which months it begins and ends
            start, stop = start[:4], stop[:4]
        return words.say("brief.from_to", start=words.date_in_text(start), end=words.date_in_text(stop))
    if is_first_half(row):
        return words.say("front.in_first_months" if row["date_inferred"] else "front.in_half", year=last.year)
    if _since_new_year(row):
        return words.say("front.since_new_year", time=dates.day(stop, section.language))
    key = "front.in_year" if len(words.when(row).rstrip("*")) == 4 else "front.in_months"
    return words.say(key, time=words.when(row).rstrip("*"))


def in_time(section: Section, day: str) -> str:
    """A date within a sentence, as precise as it is: ``in 2023``, ``in May 2024``, ``on 20 June 2024``."""
    key = ("front.in_year", "front.in_month", "front.on_day")[day.count("-")]
    return section.words.say(key, time=dates.day(day, section.language))


def moment(section: Section, day: str) -> str:
    """A date after a noun: ``2022``, ``năm 2022``, ``8/2025`` as ``tháng 8/2025``."""
    return section.words.date_in_text(day) if section.language == "vi" else dates.day(day, section.language)


def continued(section: Section, text: str) -> str:
    """A text as it goes on after a colon or a semicolon: with a small letter, unless it begins with a place's name."""
    places = [*section.dataset.areas.values(), *section.dataset.records("border_gates")]
    places += [one for one in section.dataset.records("partners") if one["kind"] in ("country", "locality")]
    names = {str(one[f"name_{section.language}"]).split(" (")[0] for one in places}
    return text if text.startswith(tuple(names - {""})) else in_sentence(text)


def plainly(section: Section, row: Record) -> Marked:
    """A figure with no claim: what it counts, how much, when."""
    value, period = told(section, row), in_period(section, row)
    return section.words.markdown(
        "front.plainly", name=subject(section.words, row), value=value, period=period
    )


def publisher(section: Section, row: Record) -> str:
    """Who published a figure, without which issue: ``Báo Công Thương``."""
    return publication(section.words.source(row["source_id"]))


def cited(section: Section, *rows: Record) -> Marked:
    """Cite the rows, each source once."""
    return once(*(section.citations.fact("observations", row) for row in rows))


def derived(section: Section, name: str, formula: Marked, *rows: Record) -> Marked:
    """Cite the way in which a figure was computed, and the rows that it was computed from."""
    parents = [str(row["observation_id"]) for row in rows]
    return section.citations.derivation(name, formula, parents) + cited(section, *rows)


def percent(figure: Figure, *, printed: bool) -> Figure:
    """A change or share to say: as printed, or what was computed here in whole percents."""
    value = figure.value if printed else numbers.whole_percent(figure.value, figure.qualifier)
    return Figure(value, figure.unit_id, figure.qualifier, figure.parents)


def change_short(section: Section, change: Change) -> str:
    """A change for a key figure: ``≈ −23%``; a bound in words: ``down by at most 16%``."""
    figure = percent(change.figure, printed=change.printed is not None)
    if figure.qualifier in _BOUNDS:
        return section.words.change_in_text(figure)
    return section.words.change(figure, False)


def change_in_text(section: Section, change: Change) -> str:
    """A change for a sentence: ``up 26.7%``, ``down by at most 16%``."""
    return section.words.change_in_text(percent(change.figure, printed=change.printed is not None))


def cite_change(section: Section, new: Point, change: Change) -> Marked:
    """Cite a change: the source that prints it, or its formula and the figure before."""
    if change.printed is not None:
        return cited(section, change.printed)
    assert change.old is not None
    words, old = section.words, change.old
    formula = words.markdown(
        "front.formula_change",
        new=words.marked(new.row),
        old=words.marked(old.row),
        result=words.change(change.figure, False),
    )
    rows = [row for point in (new, old) for row in published(section, point)]
    return derived(section, f"{new.row['observation_id']}:change", formula, *rows)


def published(section: Section, point: Point) -> list[Record]:
    """The published rows behind a point: its own, or those of the former units that it is the sum of."""
    row = point.row
    if row["source_id"]:
        return [row]
    sums = selection.complete_sums(section.dataset, row["area_id"], row["indicator_id"])
    return [part.row for one in sums if one.time == point.time for part in one.parts.values()]


def cite_pick(section: Section, pick: Pick) -> Marked:
    """Cite the figure of a slot: its row, or the former units' rows and how they add up."""
    if not pick.parts:
        return cited(section, *pick.rows)
    words = section.words
    terms = words.terms(part.row for part in pick.parts)
    formula = words.markdown("front.formula_sum", terms=terms, result=words.marked(pick.point.row))
    return derived(section, f"{pick.point.row['observation_id']}:sum", formula, *pick.rows)


def cite_point(section: Section, point: Point) -> Marked:
    """Cite the rows that a point is, or is the sum of."""
    return cited(section, *published(section, point))


def cite_sum(section: Section, name: str, one: Sum) -> Marked:
    """Cite how a sum of former units adds up, and the rows of its parts."""
    assert one.figure is not None
    words, rows = section.words, [part.row for part in one.parts.values()]
    terms = words.terms(rows)
    formula = words.markdown("front.formula_sum", terms=terms, result=words.figure(one.figure))
    return derived(section, f"{name}:sum", formula, *rows)


def share(section: Section, part: Point, whole: Record) -> tuple[str, Marked] | None:
    """What part one figure is of another, ``13%``, with its formula; None where bounds leave it open."""
    factors = selection.unit_factors(section.dataset)
    value = part.row["value"] * factors[part.row["unit_id"]]
    base = whole["value"] * factors[whole["unit_id"]]
    if not base or part.row["qualifier"] in _BOUNDS or whole["qualifier"] in _BOUNDS:
        return None
    result = Decimal(numbers.whole_percent(value / base * 100, part.row["qualifier"]))
    shown = numbers.percent(result, section.language)
    words = section.words
    formula = words.markdown(
        "front.formula_share", part=words.marked(part.row), whole=words.marked(whole), result=shown
    )
    return shown, derived(section, f"{part.row['observation_id']}:share", formula, part.row, whole)
