"""What is chosen in the explorer, and what there is to choose from: pure functions over a dataset, no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpers.data import areas, comparable, editions, frames
from helpers.data.comparable import ALIKE, FORMER, TODAY, WHOLE, Ask, Breakdown, Dot
from helpers.data.dates import last_day
from helpers.data.selection import end
from helpers.data.series import period
from helpers.text import dates
from helpers.text.indicators import gate_name
from helpers.views.kit.words import Words

Options = list[tuple[str, Any]]
"""What a reader sees, and what it means."""

EVER = (0, 9999)  # all years
_A_YEAR = "2000"  # a leap year, to say days of any year with


@dataclass(frozen=True)
class Choice:
    """What is chosen; an indicator, boundaries and a period that there are no figures of give way (see `offer`)."""

    provinces: tuple[str, ...]
    indicator: str = ""
    breakdown: Breakdown = WHOLE
    boundaries: str = ""
    period: str = ""
    years: tuple[int, int] = EVER

    @property
    def ask(self) -> Ask:
        """What is asked for, but for the years."""
        partner, sector, gate = self.breakdown
        return Ask(self.provinces, self.indicator, "", self.boundaries, self.period, partner, sector, gate)

    def within(self, dots: Sequence[Dot]) -> tuple[Dot, ...]:
        """The points that end in the chosen years."""
        first, last = self.years
        return tuple(dot for dot in dots if first <= end(dot.point.row).year <= last)


@dataclass(frozen=True)
class Offer:
    """What there is to choose from, and the choice with what was not there replaced by what is."""

    choice: Choice
    indicators: Options
    bases: Options
    breakdowns: Options
    boundaries: Options
    periods: Options
    years: tuple[int, int]


def provinces(words: Words) -> Options:
    """The units and groups that briefings are made of, in their official order."""
    known = words.dataset.areas
    found = areas.subjects(known, editions.day(words.dataset.edition))
    return [
        (words.say("explore.wider") if one.kind == "group" else words.name("areas", one.area_id), one.slug)
        for one in found
    ]


def topics(words: Words) -> Options:
    """All topics, or one."""
    rows = sorted(words.dataset.keyed("topics").values(), key=lambda row: int(row["position"]))
    return [
        (words.say("explore.all_topics"), ""),
        *((words.local(row, "name"), row["topic"]) for row in rows),
    ]


def offer(words: Words, choice: Choice, search: str = "", topic: str = "") -> Offer:
    """What there is for a choice: each list holds what has figures, and the choice is one of each."""
    dataset = words.dataset
    everywhere = list(
        dict.fromkeys(area for one in choice.provinces for area in comparable.units(dataset, one))
    )
    indicators = _indicators(words, everywhere, search, topic, several=len(choice.provinces) > 1)
    listed = [key for _, key in indicators]
    chosen = choice.indicator
    if chosen not in listed and (listed or not comparable.of(dataset, everywhere, chosen)):
        chosen = (listed or [key for _, key in _indicators(words, everywhere)] or [""])[0]
    if chosen != choice.indicator:  # what suited another is not what is likeliest here
        choice = replace(choice, indicator=chosen, boundaries="", period="")
    bases = [
        (words.name("bases", base), key)
        for base, key in comparable.bases(dataset, everywhere, chosen).items()
    ]
    about = comparable.breakdowns(dataset, everywhere, chosen)
    if choice.breakdown not in about:
        choice = replace(choice, breakdown=(about or [WHOLE])[0])
    found = comparable.boundaries(dataset, choice.ask, chosen)
    boundaries = _boundaries(words, choice, found)
    if choice.boundaries not in [key for _, key in boundaries]:
        choice = replace(choice, boundaries=_likeliest(words, choice, boundaries, found))
    chosen_areas = comparable.on_boundaries(dataset, choice.ask, found).values()
    dots = [dot for there in chosen_areas for dots in there.values() for dot in dots]
    kinds = comparable.periods(dots)
    periods: Options = [
        (words.say("explore.counted", name=period_in_words(words, kind), number=count), kind)
        for kind, count in kinds.items()
    ]
    if choice.period not in kinds:
        several = [kind for kind, count in kinds.items() if count > 1 and not kind.startswith("plan")]
        choice = replace(choice, period=(several or list(kinds) or [""])[0])
    ends = [end(dot.point.row).year for dot in dots if period(dot.point.row) == choice.period]
    years = (min(ends, default=0), max(ends, default=9999))
    breakdowns: Options = [(broken_down(words, one), one) for one in about]
    return Offer(choice, indicators, bases, breakdowns, boundaries, periods, years)


def _indicators(
    words: Words, everywhere: Sequence[str], search: str = "", topic: str = "", *, several: bool = False
) -> Options:
    """The indicators with figures that match, by topic, those with most figures first; comparable ones are marked."""
    dataset = words.dataset
    topics_ = dataset.keyed("topics")
    ranked = []
    for key, row in dataset.keyed("indicators").items():
        if topic not in ("", row["topic"]):
            continue
        count = len(comparable.of(dataset, everywhere, key))
        if count and (match := frames.matches(dataset, row, search)):
            name = words.say("explore.counted", name=words.name("indicators", key), number=count)
            if several and row["basis_id"] in ALIKE:
                name = words.say("explore.comparable", name=name)
            ranked.append((-match, int(topics_[row["topic"]]["position"]), -count, name, key))
    return [(name, key) for *_, name, key in sorted(ranked)]


def broken_down(words: Words, one: Breakdown) -> str:
    """The partner, sector or gate that figures are about, or all of them."""
    partner, sector, gate = one
    names = [words.name("partners", partner)] if partner else []
    names += [words.name("sectors", sector)] if sector else []
    names += [gate_name(words.dataset, gate, words.language, words.say)] if gate else []
    return ", ".join(names) or words.say("explore.whole")


def _boundaries(words: Words, choice: Choice, found: dict[str, dict[str, tuple[Dot, ...]]]) -> Options:
    """The areas of one province that have figures; of several, boundaries of today or those of the former units."""
    if len(choice.provinces) == 1:
        (areas_,) = found.values()
        return [
            (
                words.say("explore.summed", area=words.name("areas", area))
                if any(dot.parts for dot in dots)
                else words.name("areas", area),
                area,
            )
            for area, dots in areas_.items()
        ]
    own = {one: comparable.units(words.dataset, one)[0] for one in found}
    options: Options = []
    if any(own[one] in there for one, there in found.items()):
        options.append((words.say("explore.today"), TODAY))
    if any(area != own[one] for one, there in found.items() for area in there):
        options.append((words.say("explore.former"), FORMER))
    return options


def _likeliest(
    words: Words, choice: Choice, options: Options, found: dict[str, dict[str, tuple[Dot, ...]]]
) -> str:
    """Of several boundaries those that most provinces have figures on; of one province those with most published."""
    keys = [str(key) for _, key in options]
    if len(found) == 1:
        (areas_,) = found.values()
        counted = {area: sum(not dot.parts for dot in dots) for area, dots in areas_.items()}
    else:
        counted = dict.fromkeys(keys, 0)
        for key in keys:
            there = comparable.on_boundaries(words.dataset, replace(choice.ask, boundaries=key), found)
            counted[key] = sum(map(bool, there.values()))
    return max(keys, key=lambda key: (counted[key], -keys.index(key)), default="")


def period_in_words(words: Words, kind: str) -> str:
    """A kind of time (see `series.period`) as a choice: full years, January–June, five years in one sum, plans."""
    if kind.startswith("plan-"):
        return words.say("explore.plans", period=period_in_words(words, kind.removeprefix("plan-")))
    if kind in ("year", "date"):
        return words.say("explore.years" if kind == "year" else "explore.dates")
    if "years" in kind:
        return words.say("explore.sums", count=int(kind.split("-")[0]))
    first, _, last = kind.partition("/")
    if not last:
        first, last = first.split("-")
        return dates.months(f"{_A_YEAR}-{first}", f"{_A_YEAR}-{last}", words.language)
    return "–".join(dates.without_year(_day(one), words.language) for one in (first, last))


def _day(place: str) -> str:
    """A month and day in a year; the 31st stands for the last of any month."""
    month, day = place.split("-")
    return min(f"{_A_YEAR}-{month}-{day}", last_day(f"{_A_YEAR}-{month}").isoformat())
