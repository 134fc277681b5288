"""What the comparison of a group sets side by side: figures that are counted alike at one time, and what is not alike.

A unit stands with what is published on its boundaries of today, else with the sum of its former units. Of what only the
former units have, such as a rank, each stands for itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd

from helpers.data import areas, editions, selection
from helpers.data.arithmetic import Figure, in_unit, share, total
from helpers.data.boundaries import load_boundaries
from helpers.data.dates import first_day
from helpers.data.selection import Pick, unit_factors
from helpers.data.series import Point, series
from helpers.data.tables import Dataset, Record, frame, to_records
from helpers.text import numbers
from helpers.text.markdown import Marked, unescape
from helpers.views.annex import cooperation
from helpers.views.kit import spoken
from helpers.views.kit.citations import Derived
from helpers.views.kit.observations import figures_tables
from helpers.views.kit.outputs import Part, Table, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table

CAPITAL, PROJECTS = "fdi-capital-register", "fdi-projects-register"
PEOPLE, LAND, BORDER, RANK, SCORE = "population", "area", "border-length", "pci-rank", "papi-score"
RANK_YEARS, CAPITAL_YEARS = 6, 5  # that ranks and capital are shown over
ACROSS = ("CN", "LA")  # the countries whose localities border on the provinces


def units(section: Section) -> list[str]:
    """The units of the group in force on the day of the edition, from west to east."""
    dataset, day = section.dataset, editions.day(section.dataset.edition)
    members = set(members_of(section))
    found = [
        unit
        for unit in dataset.compared(section.province)
        if areas.valid_on(dataset.areas[unit], day)
        and members & {unit, *areas.all_former_units(dataset.areas, unit)}
    ]
    return _from_west(dataset, found)


def members_of(section: Section) -> list[str]:
    """The members of the group, on the boundaries that it was named for, from west to east."""
    rows = section.dataset.records("area_members")
    return _from_west(
        section.dataset, [row["area_id"] for row in rows if row["group_id"] == section.province]
    )


def _from_west(dataset: Dataset, found: Iterable[str]) -> list[str]:
    known = _longitudes(dataset.package.folder)

    def longitude(unit: str) -> float:
        places = [known[one] for one in areas.parts(dataset.areas, unit) if one in known]
        return sum(places) / len(places) if places else 180.0

    return sorted(found, key=lambda unit: (longitude(unit), unit))


@cache
def _longitudes(folder: Path) -> dict[str, float]:
    """Where the names of the units stand on the map, in degrees east; a run reads a folder that nobody writes to."""
    return {one.area_id: one.label[0] for one in load_boundaries(folder)}


# Figures that are counted alike


@dataclass(frozen=True)
class Alike:
    """An additive indicator at one time: by unit its row, or those of its former units."""

    indicator_id: str
    time: str
    rows: Mapping[str, tuple[Record, ...]]

    def figure(self, dataset: Dataset, unit: str) -> Figure | None:
        """A unit's figure, or the sum of its former units; None where bounds leave that open."""
        rows = self.rows[unit]
        smallest = min((row["unit_id"] for row in rows), key=lambda name: unit_factors(dataset)[name])
        found = [
            in_unit(Figure(row["value"], row["unit_id"], row["qualifier"]), smallest, unit_factors(dataset))
            for row in rows
        ]
        parents = tuple(str(row["observation_id"]) for row in rows)
        return total(found, parents) if len(rows) > 1 else found[0]


def alike(section: Section, indicator_id: str) -> list[Alike]:
    """An additive indicator at each time at which it is known of every unit, in order; empty for none."""
    dataset = section.dataset
    if indicator_id not in dataset.keyed("indicators"):
        return []
    of = {unit: _times(dataset, unit, indicator_id) for unit in units(section)}
    common = set.intersection(*(set(times) for times in of.values())) if of else set()
    return [
        Alike(indicator_id, time, {unit: times[time] for unit, times in of.items()})
        for time in sorted(common)
    ]


def _times(dataset: Dataset, unit: str, indicator_id: str) -> dict[str, tuple[Record, ...]]:
    """The usable rows of a unit by their time; of its former units where it has none and each of them has one."""
    parts = [_times(dataset, one, indicator_id) for one in areas.former_units(dataset.areas, unit)]
    common = set.intersection(*(set(times) for times in parts)) if parts else set()
    summed = {time: tuple(row for times in parts for row in times[time]) for time in common}
    own = series(dataset, unit, indicator_id).points
    return summed | {point.time: (point.row,) for point in own if selection.usable(point.row)}


def newest(section: Section, indicator_id: str) -> Alike | None:
    """The newest time at which an indicator is known of every unit; None where there is none of the last five years."""
    edition = section.dataset.edition
    found = [
        one
        for one in alike(section, indicator_id)
        if all(selection.recent(row, edition) for rows in one.rows.values() for row in rows)
    ]
    return found[-1] if found else None


def year_ends(section: Section) -> list[Alike]:
    """The capital in force at the end of each of the last years for which that of every unit is known, in order."""
    found = [one for one in alike(section, CAPITAL) if one.time[5:7] == "12"]
    return found[-CAPITAL_YEARS:]


def a_head(section: Section) -> tuple[Alike, Alike] | None:
    """The capital in force at the end of a year and the people of that year, the newest that have both; else None."""
    people = {one.time: one for one in alike(section, PEOPLE)}
    edition = section.dataset.edition
    found = [
        (one, people[one.time[:4]])
        for one in alike(section, CAPITAL)
        if one.time[5:7] == "12"
        and one.time[:4] in people
        and all(selection.recent(row, edition) for rows in one.rows.values() for row in rows)
    ]
    return found[-1] if found else None


def capital_a_head(section: Section, capital: Alike, people: Alike, unit: str) -> Decimal | None:
    """The capital in US dollars for each inhabitant of a unit; None where bounds leave it open."""
    worth, dataset = unit_factors(section.dataset), section.dataset
    money, heads = capital.figure(dataset, unit), people.figure(dataset, unit)
    if money is None or heads is None or {money.qualifier, heads.qualifier} != {"exact"}:
        return None
    return (money.value * worth[money.unit_id]) / (heads.value * worth[heads.unit_id])


@dataclass(frozen=True)
class Index:
    """A survey's ranks or scores of the members over some years; ``year`` is the newest in which all have one.

    They are of the provinces that were surveyed, the former ones too. After that they go on to the newest year in which
    more than half have one; the ``silent`` have none at all after it. ``others`` are those of the provinces that are
    part of a unit of today but no members, in the same years: empty for one that the dataset has none of.
    """

    year: int
    points: Mapping[str, tuple[Point, ...]]
    silent: tuple[str, ...]
    others: Mapping[str, tuple[Point, ...]]

    @property
    def unknown(self) -> list[str]:
        """The other provinces that the dataset has nothing of, though the survey was of them, too."""
        return [one for one, points in self.others.items() if not points]

    @property
    def years(self) -> list[int]:
        """The years shown, in order."""
        return sorted({point.year for points in self.points.values() for point in points})

    @property
    def of_all(self) -> dict[str, tuple[Point, ...]]:
        """The points up to the newest year of all."""
        return {
            one: tuple(point for point in points if point.year <= self.year)
            for one, points in self.points.items()
        }


def index(section: Section, indicator_id: str, years: int) -> Index | None:
    """An index over the last years up to the newest one in which all members have it, and later ones of most of them.

    None where there is no such year of the last five.
    """
    dataset = section.dataset
    if indicator_id not in dataset.keyed("indicators"):
        return None
    members = members_of(section)
    parts = {one for unit in units(section) for one in areas.all_former_units(dataset.areas, unit)}
    everywhere = {
        one: {
            year: point
            for year, point in series(dataset, one, indicator_id).by_year.items()
            if selection.usable(point.row)
        }
        for one in _from_west(dataset, {*members, *parts})
    }
    of = {one: everywhere[one] for one in members}
    common = set.intersection(*(set(known) for known in of.values())) if of else set()
    last = max(common, default=0)
    if not common or not all(selection.recent(known[last].row, dataset.edition) for known in of.values()):
        return None
    counted = Counter(year for known in of.values() for year in known)
    of_most = {year for year, count in counted.items() if year > last - years and count * 2 > len(of)}
    shown = {*of_most, *(year for year in counted if last < year < max(of_most))}
    points = {
        one: tuple(known[year] for year in sorted(shown & set(known))) for one, known in everywhere.items()
    }
    return Index(
        last,
        {one: points[one] for one in members},
        tuple(one for one, known in of.items() if max(known) == last),
        {one: found for one, found in points.items() if one not in of},
    )


def ranks(section: Section) -> Index | None:
    """The ranks in the index of competitiveness."""
    return index(section, RANK, RANK_YEARS)


def scores(section: Section) -> Index | None:
    """The scores in the index of governance, from the newest year in which all members have one."""
    return index(section, SCORE, 1)


def surveyed(section: Section, found: Index) -> list[str]:
    """The members and the others that a survey was of, from west to east."""
    return _from_west(section.dataset, {*found.points, *found.others})


def borders(section: Section) -> dict[str, list[Record]]:
    """The newest length of the border of each unit, or of its former units, with each neighbour."""
    dataset = section.dataset
    if BORDER not in dataset.keyed("indicators"):
        return {}
    neighbours = sorted(
        {row["partner_id"] for row in dataset.records("observations") if row["indicator_id"] == BORDER}
    )
    found: dict[str, list[Record]] = {}
    for unit in units(section):
        for one in (unit, *areas.all_former_units(dataset.areas, unit)):
            for neighbour in neighbours:
                points = [
                    p for p in series(dataset, one, BORDER, neighbour).points if selection.usable(p.row)
                ]
                if points:
                    found.setdefault(unit, []).append(max(points, key=lambda point: point.time).row)
    return found


# What each counts for itself


def trade(section: Section) -> dict[str, Pick | None]:
    """The newest figure of trade of each unit, on its own main series."""
    dataset = section.dataset
    return {unit: selection.slots(dataset, unit, dataset.edition)["trade"] for unit in units(section)}


def full_years(section: Section) -> dict[str, Pick | None]:
    """The newest full year of trade of each unit on its main series, where it is not older than five years.

    None where no source states what that series counts: nobody can say that the years are on one count.
    """
    dataset, found = section.dataset, {}
    for unit in units(section):
        own = selection.main_trade(dataset, unit, dataset.edition)
        stated = own is not None and own.basis_id not in selection.UNSTATED
        years = [
            point
            for point in (selection.single(own) if own and stated else ())
            if selection.kind(point.row) == "year" and selection.recent(point.row, dataset.edition)
        ]
        found[unit] = selection.pick(dataset, own, years[-1]) if own and years else None
    return found


def same_months(section: Section) -> dict[str, tuple[Point, ...]]:
    """Of each unit the newest figure of a part of a year that has its like in the last five years, with these.

    All are on the series of its newest figure of trade. That one may stand alone: the year before follows from its
    printed change, on which no other source differs.
    """
    edition, found = section.dataset.edition, {}
    for unit, pick in trade(section).items():
        points = selection.single(pick.series) if pick else []
        for point in (one for one in reversed(points) if selection.kind(one.row) == "part"):
            assert pick is not None
            like = selection.same_months(pick.series, point)
            alike_ = tuple(one for one in like if selection.recent(one.row, edition))
            if len(alike_) > 1 or (point.time == pick.point.time and _follows(section, pick)):
                found[unit] = alike_
                break
    return found


def _follows(section: Section, pick: Pick) -> bool:
    """Whether what a figure was a year before follows from its printed change, and of the same months for certain."""
    is_printed = pick.change is not None and pick.change.printed is not None
    return (
        is_printed and not pick.point.row["date_inferred"] and not selection.disputed(section.dataset, pick)
    )


def unlike(section: Section) -> bool:
    """Whether the newest figures of trade differ in what they count or in the time that they are of."""
    found = [pick for pick in trade(section).values() if pick]
    counted = {(pick.series.basis_id, pick.series.breakdown[2]) for pick in found}
    times = {pick.point.time for pick in found}
    return len(counted) > 1 or len(times) > 1


# Bodies


@dataclass(frozen=True)
class Body:
    """A standing body or series of conferences, the units that take part, its partners, its latest session."""

    row: Record
    units: tuple[str, ...]
    partners: tuple[str, ...]
    last: Record | None

    @property
    def dated(self) -> Record | None:
        """The latest session, if it has a date."""
        return self.last if self.last and self.last["start"] else None


def bodies(section: Section) -> list[Body]:
    """The bodies that units of the group have with localities across the border: the widest first, then the latest.

    A session of which the day or the month is not known counts from the first day that it may have been on.
    """
    dataset = section.dataset
    today = {
        one: unit for unit in units(section) for one in (unit, *areas.all_former_units(dataset.areas, unit))
    }
    today |= {
        after: unit for unit in units(section) for after in areas.successors(dataset.areas, unit)
    }  # before a merger
    known = dataset.keyed("partners")
    found = []
    for row in dataset.records("mechanisms"):
        members = dataset.by("mechanism_members", "mechanism_id").get((row["mechanism_id"],), [])
        partners = tuple(one["partner_id"] for one in members if one["partner_id"])
        across = any(known[one]["kind"] == "locality" and known[one]["country"] in ACROSS for one in partners)
        own = {today[one["area_id"]] for one in members if one["area_id"] in today}
        if across and own:
            ordered = tuple(unit for unit in units(section) if unit in own)
            found.append(Body(row, ordered, partners, cooperation.last_session(section, row["mechanism_id"])))
    return sorted(
        found,
        key=lambda one: (
            -len(one.units),
            -first_day(one.dated["start"]).toordinal() if one.dated else 0,
            one.row["mechanism_id"],
        ),
    )


# All of it, for the annex


def additive(section: Section) -> list[Alike]:
    """What is counted alike and can be added up, each indicator at each time that the pages show."""
    measured = [newest(section, indicator) for indicator in (CAPITAL, PROJECTS, PEOPLE)]
    found = (*measured, *alike(section, LAND)[-1:], *(a_head(section) or ()), *year_ends(section))
    return list({(one.indicator_id, one.time): one for one in found if one}.values())


def figures(section: Section) -> pd.DataFrame:
    """The figures that are set side by side, each once, by topic; with their ``reach``."""
    dataset, found = section.dataset, dict[str, Record]()

    def add(rows: Iterable[Record]) -> None:
        found.update({row["observation_id"]: row for row in rows if row["source_id"]})

    for counted in additive(section):
        add(row for rows in counted.rows.values() for row in rows)
    for one in (ranks(section), scores(section)):
        groups = (one.points, one.others) if one else ()
        add(point.row for of in groups for points in of.values() for point in points)
    add(row for rows in borders(section).values() for row in rows)
    for pick in (*trade(section).values(), *full_years(section).values()):
        if pick:
            add(pick.rows)
            if pick.change and pick.change.printed:
                add([pick.change.printed])
            if pick.change and pick.change.old:
                add(spoken.published(section, pick.change.old))
    add(point.row for points in same_months(section).values() for point in points)
    rows = sorted(
        found.values(), key=lambda row: (row["indicator_id"], _place(section, row), row["observation_id"])
    )
    return frame(
        dataset.package.table("observations"), [{**row, "reach": "member"} for row in rows], ("reach",)
    )


def _place(section: Section, row: Record) -> int:
    order = section.dataset.compared(section.province)
    return order.index(row["area_id"]) if row["area_id"] in order else len(order)


def show_figures(section: Section, rows: pd.DataFrame) -> Part:
    """Those figures as they were published, a table for each topic and basis."""
    indicators, topics = section.dataset.keyed("indicators"), section.dataset.keyed("topics")
    topic = rows["indicator_id"].map(lambda name: indicators[name]["topic"])
    shown = sorted(topic.unique(), key=lambda name: int(topics[name]["position"]))
    return part(
        section.text(section.words.heading("comparison.figures")),
        *(
            grid
            for one in shown
            for grid in figures_tables(section, section.words.name("topics", one), rows[topic == one])
        ),
    )


def show_worked_out(section: Section) -> Table | None:
    """What the pages work out of those figures, each with its formula: sums, capital a head, the largest share."""
    found = [*_sums(section), *_heads(section), *_largest_share(section)]
    if not found:
        return None
    words = section.words
    cells = [
        words.figure(one.derived.figure)
        + section.citations.derivation(
            f"{one.unit}.{one.name}:{one.derived.kind}",
            one.formula,
            one.derived.figure.parents,
            one.derived,
        )
        for one in found
    ]
    columns = [
        column(section, "unit", [words.name("areas", one.unit) for one in found]),
        column(section, "figure", [one.title for one in found]),
        column(section, "when", [one.derived.when for one in found]),
        column(section, "value", cells, numeric=True),
    ]
    return table(section, words.say("comparison.worked_out"), columns)


@dataclass(frozen=True)
class _WorkedOut:
    unit: str
    name: str  # of its note
    title: str
    formula: Marked
    derived: Derived


def _worked_out(
    section: Section, kind: str, unit: str, name: str, title: str, when: str, figure: Figure, formula: Marked
) -> _WorkedOut:
    about = section.words.say("figure.about", name=title, about=section.words.name("areas", unit))
    derived = Derived(kind, about, when, figure, unescape(formula))
    return _WorkedOut(unit, name, title, formula, derived)


def _sums(section: Section) -> list[_WorkedOut]:
    """The figures of units of today that are sums of their former units'."""
    words, found = section.words, []
    for one in additive(section):
        for unit, rows in one.rows.items():
            figure = one.figure(section.dataset, unit)
            if len(rows) > 1 and figure:
                formula = words.markdown(
                    "comparison.formula_sum", terms=words.terms(rows), result=words.figure(figure)
                )
                title, name = words.name("indicators", one.indicator_id), f"{one.indicator_id}.{one.time}"
                found.append(
                    _worked_out(section, "sum", unit, name, title, words.when(rows[0]), figure, formula)
                )
    return found


def _heads(section: Section) -> list[_WorkedOut]:
    """The capital in force for each inhabitant of each unit."""
    head = a_head(section)
    if head is None:
        return []
    words, dataset, found = section.words, section.dataset, []
    capital, people = head
    for unit in units(section):
        value = capital_a_head(section, capital, people, unit)
        money, heads = capital.figure(dataset, unit), people.figure(dataset, unit)
        if value is not None and money and heads:
            rows = (*capital.rows[unit], *people.rows[unit])
            parents = tuple(str(row["observation_id"]) for row in rows)
            figure = Figure(numbers.rounded(value, "usd"), "usd", "exact", parents)
            formula = words.markdown(
                "comparison.formula_head",
                capital=words.figure(money),
                people=words.figure(heads),
                result=words.figure(figure),
            )
            when, title = words.when(capital.rows[unit][0]), words.say("comparison.head", year=people.time)
            name = f"fdi-a-head.{people.time}"
            found.append(_worked_out(section, "head", unit, name, title, when, figure, formula))
    return found


def _largest_share(section: Section) -> list[_WorkedOut]:
    """The share of the unit with the most capital in force in that of all of them."""
    capital, words, factors = newest(section, CAPITAL), section.words, unit_factors(section.dataset)
    figures = {unit: capital.figure(section.dataset, unit) for unit in capital.rows} if capital else {}
    known = {unit: in_unit(one, "usd_m", factors) for unit, one in figures.items() if one}
    if capital is None or not known or len(known) < len(figures):
        return []
    parents = tuple(str(row["observation_id"]) for rows in capital.rows.values() for row in rows)
    whole = total(list(known.values()), parents)
    unit = max(known, key=lambda one: known[one].value)
    found = share(known[unit], whole, parents) if whole else None
    if whole is None or found is None:
        return []
    formula = words.markdown(
        "comparison.formula_share",
        part=words.figure(known[unit]),
        whole=words.figure(whole),
        result=words.figure(found),
    )
    title, when = words.name("indicators", CAPITAL), words.when(capital.rows[unit][0])
    title = words.say("comparison.share_of", name=title)
    return [_worked_out(section, "share", unit, f"{CAPITAL}.{capital.time}", title, when, found, formula)]


def show_bodies(section: Section, found: Sequence[Body]) -> Part:
    """The bodies with their members and latest sessions; the annexes of the members have the earlier ones."""
    rows = frame(section.dataset.package.table("mechanisms"), [one.row for one in found])
    return cooperation.show_mechanisms(section, rows, sessions=False)


def sources(section: Section) -> set[str]:
    """The sources of all that is set side by side; none for a section that is not about a group."""
    if not areas.is_group(section.dataset.areas, section.province):
        return set()
    facts = section.facts
    used = facts.stated_by("observations", to_records(figures(section)))
    found = bodies(section)
    used |= facts.stated_by("mechanisms", [one.row for one in found])
    return used | facts.stated_by("meetings", [one.last for one in found if one.last])
