"""What the comparison claims of several units, asked of the rows of the group as they stand in the files.

Units, sums of former units, newest years and counts are worked out here again, from rows and their dates alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from itertools import product

from claims import Claim, claims, dataset, slug
from truth import files
from truth.files import Row, first, last, period, span
from truth.units import TABLE_OF, _further, time_of

Check = Callable[["Group", Claim], bool]
CAPITAL, PROJECTS, PEOPLE, LAND = "fdi-capital-register", "fdi-projects-register", "population", "area"
RANK, SCORE = "pci-rank", "papi-score"
NEIGHBOURS = ("CN", "LA")
HALF_A_YEAR = 181


class Group:
    """The members of a group in an edition, on the boundaries of that day, and what sources had told by then.

    Its rows may be others than those that the pages were made of, and its day another.
    """

    def __init__(
        self, name: str, rows: Mapping[str, list[Row]] | None = None, day: date | None = None
    ) -> None:
        self.name, self.rows = name, rows or files.rows(name)
        self.day = day or last(dataset(name).edition)
        self.keys = {
            table: {next(iter(row.values())): row for row in several} for table, several in self.rows.items()
        }
        areas = self.keys["areas"]
        self.group = next(key for key, row in areas.items() if row["slug"] == slug(name))
        self.members = [row["area_id"] for row in self.rows["area_members"] if row["group_id"] == self.group]
        self.units = list(dict.fromkeys(map(self.today, self.members)))
        self.parts = {
            unit: {unit, *(key for key, row in areas.items() if row["successor_id"] == unit)}
            for unit in self.units
        }
        self.about = cache(self._about)

    def today(self, area: str) -> str:
        """The unit that a member is, or is part of, on the day of the edition."""
        after = self.keys["areas"].get(self.keys["areas"][area]["successor_id"])
        return after["area_id"] if after and first(after["valid_from"]) <= self.day else area

    def name_of(self, area: str) -> str:
        row = self.keys["areas"][area]
        ended = bool(row["valid_to"]) and last(row["valid_to"]) < self.day
        return ("former " if ended else "") + row["name_en"]

    def unit(self, name: str) -> str:
        return next(unit for unit in (*self.units, *self.members) if self.name_of(unit) == name)

    def named(self, said: Claim) -> set[str]:
        """The units or members that a claim names."""
        return {self.unit(name) for name in said.values["names"].split(", ")}

    def _about(self, table: str) -> list[Row]:
        return [row for row in self.rows[table] if self.told(row)]

    def told(self, row: Row) -> bool:
        named, key = next(iter(row.items()))
        sources = [row["source_id"], *_further(self.name).get((TABLE_OF[named], key), [])]
        known = [self.keys["sources"][one]["published"] for one in sources]
        return any(last(day) <= self.day for day in known if day)

    def recent(self, day: date) -> bool:
        return self.day.replace(year=self.day.year - 5, day=min(self.day.day, 28)) <= day <= self.day

    def figures(self, indicator: str, area: str) -> list[Row]:
        """The figures of an area, plans, doubtful readings and what is of one partner or sector left out."""
        return [row for row in self.by_thing[indicator, area] if not (row["partner_id"] or row["sector_id"])]

    @cached_property
    def by_thing(self) -> dict[tuple[str, str], list[Row]]:
        """The figures by indicator and area, plans and doubtful readings left out."""
        found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.about("observations"):
            if row["qualifier"] != "planned" and row["confidence"] != "low":
                found[row["indicator_id"], row["area_id"]].append(row)
        return found

    def worth(self, row: Row) -> Decimal:
        return Decimal(row["value"]) * Decimal(self.keys["units"][row["unit_id"]]["factor"])

    # What is known of all

    def values(self, indicator: str, time: str, unit: str) -> set[Decimal]:
        """What a unit had at a time by one source or another, else its former units together; empty where not known."""

        def of(area: str) -> set[Decimal]:
            rows = self.figures(indicator, area)
            return {self.worth(row) for row in rows if time in (row["as_of"], row["period_start"])}

        former = [of(one) for one in self.parts[unit] - {unit}]
        return of(unit) or ({sum(one, Decimal(0)) for one in product(*former)} if former else set())

    def times(self, indicator: str) -> list[str]:
        """The dates and full years at which an indicator is known of every unit."""
        times = {
            row["as_of"] or row["period_start"]
            for unit in self.units
            for area in self.parts[unit]
            for row in self.figures(indicator, area)
            if row["as_of"] or len(row["period_start"]) == 4
        }
        return sorted(
            time for time in times if all(self.values(indicator, time, unit) for unit in self.units)
        )

    def newest(self, indicator: str) -> str:
        """The newest time of all that is not older than five years; none is empty."""
        return max((one for one in self.times(indicator) if self.recent(last(one))), default="")

    def shares(self) -> dict[str, Decimal]:
        """The share of each unit in the capital of all at the newest time, in percent."""
        time = self.newest(CAPITAL)
        held = {unit: max(self.values(CAPITAL, time, unit)) for unit in self.units} if time else {}
        return {unit: value * 100 / sum(held.values()) for unit, value in held.items()}

    # Surveys

    def survey(self, indicator: str) -> dict[str, dict[int, Decimal]]:
        """Of each member the rank or score by year."""
        return {
            one: {
                last(row["period_start"]).year: Decimal(row["value"]) for row in self.figures(indicator, one)
            }
            for one in self.members
        }

    def year_of_all(self, indicator: str) -> int:
        """The newest year in which each member has one, of the last five; 0 for none."""
        found = self.survey(indicator)
        common = set.intersection(*(set(years) for years in found.values()))
        year = max(common, default=0)
        return year if year and self.recent(date(year, 12, 31)) else 0

    def years_of_most(self, indicator: str) -> set[int]:
        """The years in which more than half of the members have one."""
        counted = Counter(year for years in self.survey(indicator).values() for year in years)
        return {year for year, count in counted.items() if count * 2 > len(self.members)}

    def years_shown(self, indicator: str) -> set[int]:
        """The years of most members, and those of some between the newest of all and a later one of most."""
        most = self.years_of_most(indicator)
        known = {year for years in self.survey(indicator).values() for year in years}
        return most | {year for year in known if self.year_of_all(indicator) < year < max(most, default=0)}

    # Trade

    def is_trade(self, row: Row) -> bool:
        indicator = self.keys["indicators"][row["indicator_id"]]
        return (indicator["topic"], indicator["measure"]) == ("trade", "turnover") and not row["partner_id"]

    def shown(self, phrase: str = "comparison.trade_title") -> dict[str, Row]:
        """The figure of trade that the table shows of each unit: of those of one count the newest that it cites."""
        found: dict[str, Row] = {}
        for said in claims(self.name, "comparison").get(phrase, ()):
            for row in self.cited("observations", said.around):
                unit = self.today(row["area_id"])
                known = found.get(unit)
                if self.is_trade(row) and (known is None or self.end(known) < self.end(row)):
                    found[unit] = row
        return found

    def cited(self, table: str, facts: Iterable[str]) -> list[Row]:
        prefix = "" if table == "observations" else f"{table}."
        return [
            self.keys[table][fact[len(prefix) :]]
            for fact in facts
            if fact.startswith(prefix) and fact[len(prefix) :] in self.keys[table]
        ]

    @staticmethod
    def end(row: Row) -> date:
        return last(row["as_of"] or row["period_end"])

    @staticmethod
    def days(row: Row) -> tuple[date, date]:
        found = time_of(row)
        assert found is not None
        return found

    def count(self, row: Row) -> tuple[str, ...]:
        return row["area_id"], row["indicator_id"], row["gate_id"]

    def of_count(self, row: Row) -> list[Row]:
        """All figures of the same count as one."""
        rows = self.by_thing[row["indicator_id"], row["area_id"]]
        return [one for one in rows if self.count(one) == self.count(row)]

    def differ(self) -> bool:
        """Whether the figures of trade that are shown differ in what they count or in their time."""
        rows = self.shown().values()
        return (
            len({(row["indicator_id"], row["gate_id"]) for row in rows}) > 1
            or len({self.days(row) for row in rows}) > 1
        )

    # Bodies

    @property
    def bodies(self) -> dict[str, set[str]]:
        """The bodies with a locality across the border, and which of the units take part."""
        found: dict[str, set[str]] = {}
        across = {
            key
            for key, row in self.keys["partners"].items()
            if row["kind"] == "locality" and row["country"] in NEIGHBOURS
        }
        of = {area: unit for unit in self.units for area in self.parts[unit]}
        of |= {  # before a merger also what the unit would become
            row["successor_id"]: unit
            for unit in self.units
            if (row := self.keys["areas"][unit])["successor_id"]
        }
        for key, row in self.keys["mechanisms"].items():
            mine = [one for one in self.rows["mechanism_members"] if one["mechanism_id"] == key]
            units = {of[one["area_id"]] for one in mine if one["area_id"] in of}
            if self.told(row) and units and any(one["partner_id"] in across for one in mine):
                found[key] = units
        return found

    def sessions(self, body: str) -> list[Row]:
        """The dated sessions of a body that a source had told, the latest last."""
        rows = [row for row in self.about("meetings") if row["mechanism_id"] == body and row["start"]]
        return sorted(rows, key=lambda row: (last(row["end"] or row["start"]), first(row["start"])))

    def are_latest(self, meetings: Iterable[Row], *, shared: bool) -> bool:
        """Whether each is the latest session of a body of several units, or of one alone; there is one."""
        meetings = list(meetings)
        return bool(meetings) and all(
            row["mechanism_id"] in self.bodies
            and (len(self.bodies[row["mechanism_id"]]) > 1) == shared
            and last(row["start"]) >= last(self.sessions(row["mechanism_id"])[-1]["start"])
            for row in meetings
        )


group_of = cache(Group)


def amount_of(text: str, unit: str) -> Decimal:
    """A number as a page says it, as what it is worth in the unit of measure of its column or place."""
    factor = Decimal(files.keyed("", "units")[unit]["factor"])
    return Decimal(text.replace(",", "")) * factor


def near(value: Decimal, told: Decimal) -> bool:
    """Whether a value is told with three significant digits."""
    return abs(value - told) * 2 <= Decimal(1).scaleb(value.adjusted() - 2)


def percent(text: str) -> Decimal:
    size = Decimal(re.findall(r"[\d.]+(?=%)", text)[0])
    return -size if re.search(r"down|−", text) else size


# What can be compared, and what cannot


def merged(of: Group, said: Claim) -> bool:
    unit = of.unit(said.values["name"])
    former = {of.keys["areas"][one]["name_en"] for one in of.parts[unit] - {unit}}
    since = span(of.keys["areas"][unit]["valid_from"])
    return (
        period(said.values["since"]) == since
        and set(re.split(" and |, ", said.values["units"])) == former != set()
    )


def newest_capital(*, counted: bool | None = None) -> Check:
    """On the day that is said all have capital in the register, at no later time; and projects, or not."""

    def check(of: Group, said: Claim) -> bool:
        time = of.newest(CAPITAL)
        there = bool(time) and period(said.values.get("day", "")) == span(time)
        return there and (counted is None or (of.newest(PROJECTS) == time) == counted)

    return check


def alike_people(of: Group, said: Claim) -> bool:
    """People and area are known of all for the year, of one source."""
    year = said.values["year"]
    rows = [
        row
        for indicator in (PEOPLE, LAND)
        for unit in of.units
        for area in of.parts[unit]
        for row in of.figures(indicator, area)
        if row["period_start"] == year
    ]
    return (
        of.newest(PEOPLE) == year and year in of.times(LAND) and len({row["source_id"] for row in rows}) == 1
    )


def finding(*, alone: bool) -> Check:
    """Trade differs; one unit holds half of the capital or more, and the share that is said, or none does."""

    def check(of: Group, said: Claim) -> bool:
        most = max(of.shares().values(), default=Decimal(0))
        told = not alone or holds(of, said)
        on_day = not alone or period(said.values["day"]) == span(of.newest(CAPITAL))
        return of.differ() and told and on_day and (most >= 50) == alone

    return check


def no_trade_to_tell(of: Group, said: Claim) -> bool:
    """Of the units no two have figures of trade of the last five years that differ in count or time."""
    newest = {}
    for unit in of.units:
        rows = [
            row
            for (_, area), several in of.by_thing.items()
            for row in several
            if area in of.parts[unit] and of.is_trade(row) and of.recent(of.end(row))
        ]
        if rows:
            newest[unit] = max(rows, key=of.end)
    return len({(row["indicator_id"], row["gate_id"], of.days(row)) for row in newest.values()}) < 2


def holds(of: Group, said: Claim) -> bool:
    share = of.shares().get(of.unit(said.values["name"]), Decimal(0))
    return share >= 50 and abs(percent(said.values["share"]) - share) <= 1


def capital_of(*, counted: bool) -> Check:
    """A unit has the capital that is said, in millions, and so many projects."""

    def check(of: Group, said: Claim) -> bool:
        time, unit = of.newest(CAPITAL), of.unit(said.values["name"])
        told = amount_of(said.values["value"], "usd_m")
        projects = of.values(PROJECTS, time, unit)
        return any(near(one, told) for one in of.values(CAPITAL, time, unit)) and (
            int(said.values["count"]) in projects if counted else not projects
        )

    return check


# Ranks


def climbed(of: Group, said: Claim) -> bool:
    """From the first to the last year the unit gained ten places or more, and no other as many."""
    found, start, end = of.survey(RANK), int(said.values["start"]), int(said.values["end"])
    gains = {one: years[start] - years[end] for one, years in found.items() if {start, end} <= years.keys()}
    unit = of.unit(said.values["name"])
    old, new = (Decimal(said.values[name][:-2]) for name in ("old", "new"))
    return (
        end == of.year_of_all(RANK)
        and gains.keys() == found.keys()
        and (found[unit][start], found[unit][end]) == (old, new)
        and gains[unit] >= 10
        and all(gain < gains[unit] for one, gain in gains.items() if one != unit)
    )


def none_climbed(of: Group, said: Claim) -> bool:
    """Over the six years up to the newest of all none gained ten places, or several as many."""
    end, found = of.year_of_all(RANK), of.survey(RANK)
    gains = [
        max(
            (years[start] - years[end] for start in [min(one for one in years if one > end - 6)]),
            default=Decimal(0),
        )
        for years in found.values()
        if end in years
    ]
    return bool(gains) and (max(gains) < 10 or gains.count(max(gains)) > 1)


def ranked(*, after: bool) -> Check:
    """All have a rank in the year of all, and most in the last that is shown, which is that year or comes after it."""

    def check(of: Group, said: Claim) -> bool:
        year, end, start = of.year_of_all(RANK), int(said.values["end"]), int(said.values["start"])
        told = int(said.values.get("year", end))
        newest = max(of.years_of_most(RANK), default=0)
        return bool(year) and (told, newest) == (year, end) and (end > year) == after and start == year - 5

    return check


def ranks_missing(of: Group, said: Claim) -> bool:
    """A member has ranks in the last years shown before and after one in which it has none."""
    newest = of.year_of_all(RANK)
    drawn = [
        {year for year in years if newest - 5 <= year and year in of.years_shown(RANK)}
        for years in of.survey(RANK).values()
    ]
    return any(len(years) < max(years) - min(years) + 1 for years in drawn if years)


def rank_shown(indicator: str) -> Check:
    """Most members have one in the year, and it is one of the last six up to the newest year of all, or after that.

    Or some have one, between that year and a later one of most.
    """

    def check(of: Group, said: Claim) -> bool:
        year, newest = int(said.values["year"]), of.year_of_all(indicator)
        back = 5 if indicator == RANK else 0
        return newest > 0 and year >= newest - back and year in of.years_shown(indicator)

    return check


def silent(indicator: str) -> Check:
    """Exactly those that are named have none after the newest year of all."""

    def check(of: Group, said: Claim) -> bool:
        year = int(said.values["year"])
        without = {one for one, years in of.survey(indicator).items() if max(years, default=0) <= year}
        return year == of.year_of_all(indicator) and of.named(said) == without

    return check


# Land, people, investment


def of_year(indicator: str, *, recent: bool) -> Check:
    """The year is the newest for which all are known, for an area however old; a star says that it is inferred."""

    def check(of: Group, said: Claim) -> bool:
        newest = of.newest(indicator) if recent else max(of.times(indicator), default="")
        inferred = any(
            row["date_inferred"] == "true"
            for unit in of.units
            for area in of.parts[unit]
            for row in of.figures(indicator, area)
            if newest in (row["as_of"], row["period_start"])
        )
        return f"{newest}{'*' * inferred}" == said.values["year"]

    return check


def measured(of: Group, said: Claim) -> bool:
    """People or area are known of all, or a length of border of one."""
    border = any(
        row["indicator_id"] == "border-length"
        for unit in of.units
        for area in of.parts[unit]
        for row in of.by_thing["border-length", area]
    )
    return bool(of.newest(PEOPLE) or of.times(LAND)) or border


def summed(of: Group, said: Claim) -> bool:
    """A unit that was merged has no figure of its own at a time that the table shows."""
    rows = of.cited("observations", said.around)
    return any(
        {row["area_id"] for row in rows} >= of.parts[unit] - {unit}
        and not any(row["area_id"] == unit for row in rows)
        for unit in of.units
        if len(of.parts[unit]) > 1
    )


def december(of: Group) -> list[str]:
    return [time for time in of.times(CAPITAL) if time[5:7] == "12"]


def a_head(of: Group, said: Claim) -> bool:
    """The year is the newest of five at whose end all have capital, and for which all have people."""
    years = {time[:4] for time in december(of) if of.recent(last(time))} & set(of.times(PEOPLE))
    return max(years, default="") == said.values["year"]


def year_ends(of: Group, said: Claim) -> bool:
    """Every figure that the table cites is of a December in which all have capital; there are two or more."""
    days = _cited_days(of, said)
    return len(december(of)) > 1 and days <= set(december(of)) and bool(days)


def year_ends_and_since(of: Group, said: Claim) -> bool:
    """It cites the newest day of all, too, which is named and comes after the last December of all."""
    since = newest_since(of)
    days = _cited_days(of, said)
    return (
        bool(since)
        and since in days
        and period(said.values["day"]) == span(since)
        and {since} < days <= {since, *december(of)}
    )


def newest_since(of: Group) -> str:
    """The newest day on which all have capital, where that is after the last December of all."""
    newest = of.newest(CAPITAL)
    return newest if newest > max(december(of), default="") else ""


def days_of_years(of: Group, said: Claim) -> bool:
    """The one day that is named is that of every year cited; where they differ, each is named."""
    days = sorted(_cited_days(of, said) - {newest_since(of)})
    named = [f"{int(one[8:])} December {one[:4]}" for one in days]
    if len({one[4:] for one in days}) == 1:
        named = [named[0][: -len(" 2019")]]
    ends = set(december(of))
    return len(ends) > 1 and ends >= set(days) != set() and said.values["days"] == ", ".join(named)


def _cited_days(of: Group, said: Claim) -> set[str]:
    rows = of.cited("observations", said.around)
    return {row["as_of"] for row in rows if row["indicator_id"] == CAPITAL}


# Trade


def latest_of_each(of: Group, said: Claim) -> bool:
    """No later figure of six months or more, as stated, is known of the counts that are shown."""

    def later(row: Row) -> bool:
        return any(
            of.end(one) > of.end(row)
            and of.end(one) <= of.day
            and (of.days(one)[1] - of.days(one)[0]).days + 1 >= HALF_A_YEAR
            and of.days(one)[0].year == of.days(one)[1].year
            and (one["date_inferred"] == "false" or is_year(of, one))
            for one in of.of_count(row)
        )

    rows = of.shown()
    return bool(rows) and not any(later(row) for row in rows.values())


def is_year(of: Group, row: Row) -> bool:
    start, end = of.days(row)
    return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year


def full_years(of: Group, row: Row) -> list[Row]:
    """The full years of the last five of the count of a figure."""
    return [one for one in of.of_count(row) if is_year(of, one) and of.recent(of.end(one))]


def latest_years(of: Group, said: Claim) -> bool:
    """Each year is full, of the last five, the latest of its count, and of the count that the table of page 1 shows."""
    rows, shown = of.shown("comparison.years_title"), of.shown()
    return bool(rows) and all(
        of.count(row) == of.count(shown[unit]) and of.end(row) == max(map(of.end, full_years(of, row)))
        for unit, row in rows.items()
    )


def changed(of: Group, said: Claim) -> bool:
    """The change is printed for a figure of the line, or follows from the figures of the same days of two years."""
    change, year = percent(said.values["change"]), int(said.values["year"])
    for row in of.cited("observations", said.facts):
        if row["unit_id"] == "percent":
            if Decimal(row["value"]) == change and of.end(row).year - 1 == year:
                return True
            continue
        for old in of.of_count(row):
            if of.end(old).year == year and same_days(of, old, row):
                ours = (of.worth(row) / of.worth(old) - 1) * 100
                if abs(ours - change) <= 1:
                    return True
    return False


def same_days(of: Group, one: Row, other: Row) -> bool:
    mine, theirs = of.days(one), of.days(other)
    return [day.strftime("%m%d") for day in mine] == [day.strftime("%m%d") for day in theirs]


def same_months(of: Group, said: Claim) -> bool:
    """The figures are of the same months of several years, of a count of page 1; no newer ones have their like."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in of.cited("observations", said.around):
        if row["unit_id"] != "percent":
            found.setdefault(of.count(row), []).append(row)
    shown = {of.count(row): row for row in of.shown().values()}
    return bool(found) and all(
        (len({of.end(row).year for row in rows}) > 1 or with_printed(of, rows[0]))
        and count in shown
        and all(same_days(of, rows[0], row) for row in rows)
        and max(map(of.end, rows)) == max(map(of.end, paired(of, shown[count])), default=None)
        for count, rows in found.items()
    )


def with_printed(of: Group, row: Row) -> bool:
    """Whether a source prints the change of a figure on the same months of the year before."""
    rates = of.by_thing[f"{row['indicator_id']}-change", row["area_id"]]
    return any(of.days(one) == of.days(row) and one["gate_id"] == row["gate_id"] for one in rates)


def paired(of: Group, row: Row) -> list[Row]:
    """The figures of six months or more of one year of a count that have their like in another of the last five.

    So has the newest that is shown, where its change is printed.
    """
    parts = [
        one
        for one in of.of_count(row)
        if of.recent(of.end(one))
        and not is_year(of, one)
        and of.days(one)[0].year == of.days(one)[1].year
        and (of.days(one)[1] - of.days(one)[0]).days + 1 >= HALF_A_YEAR
    ]
    return [
        one
        for one in parts
        if any(same_days(of, one, other) and of.end(one).year != of.end(other).year for other in parts)
        or (one["observation_id"] == row["observation_id"] and with_printed(of, one))
    ]


def disputed(of: Group, said: Claim) -> bool:
    """On a figure of the table sources differ, that of the unit whose figure or change the line cites."""
    mine = {row["area_id"] for row in of.cited("observations", said.facts)}
    rows = [
        row for row in of.cited("observations", said.around) if of.is_trade(row) and row["area_id"] in mine
    ]
    return any(is_disputed(of, row) for row in rows)


def is_disputed(of: Group, row: Row) -> bool:
    """Another figure of the same time is a tenth off, or the printed change does not give the year before."""
    rates = [
        Decimal(one["value"])
        for one in of.by_thing[f"{row['indicator_id']}-change", row["area_id"]]
        if one["gate_id"] == row["gate_id"] and of.days(one) == of.days(row)
    ]
    befores = [of.worth(one) for one in _year_before(of, row, {row["area_id"]})]
    printed = any(
        abs((of.worth(row) / before - 1) * 100 - rate) > Decimal("0.5")
        for before in befores
        for rate in rates
    )
    with_gates = {one["area_id"] for one in of.rows["border_gates"]}
    parts = (
        (of.parts[row["area_id"]] - {row["area_id"]}) & with_gates if row["area_id"] in of.parts else set()
    )
    former = {one["area_id"]: of.worth(one) for one in _year_before(of, row, parts)}
    implied = [of.worth(row) / (1 + rate / 100) for rate in rates] if former.keys() == parts != set() else []
    summed = sum(former.values(), Decimal(0))
    whole = not row["gate_id"]
    others = [
        one
        for (_, area), several in of.by_thing.items()
        for one in several
        if area == row["area_id"]
        and one is not row
        and of.is_trade(one)
        and of.days(one) == of.days(row)
        and (of.count(one) == of.count(row) or (whole and no_basis(of, one, area)))
    ]
    return (
        printed
        or any(_far(one, summed) for one in implied)
        or any(_far(of.worth(row), of.worth(one)) for one in others)
    )


def _far(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) * 10 >= max(one, other)


def _year_before(of: Group, row: Row, within: set[str]) -> list[Row]:
    return [
        one
        for area in within
        for one in of.by_thing[row["indicator_id"], area]
        if one["gate_id"] == row["gate_id"]
        and of.end(one).year == of.end(row).year - 1
        and same_days(of, one, row)
    ]


def former_alone(of: Group, said: Claim) -> bool:
    """The figure shown of the unit is that of the former unit that is said."""
    unit = of.unit(said.values["name"])
    shown = {**of.shown("comparison.years_title"), **of.shown()}
    return (
        unit in shown and of.name_of(shown[unit]["area_id"]) == said.values["former"] != said.values["name"]
    )


def without(*lacking: Callable[[Group, Row | None, str], bool]) -> Check:
    """Exactly the units that are named lack it."""

    def check(of: Group, said: Claim) -> bool:
        shown = of.shown()
        return of.named(said) == {
            unit for unit in of.units if all(one(of, shown.get(unit), unit) for one in lacking)
        }

    return check


def no_year(of: Group, row: Row | None, unit: str) -> bool:
    """There is no full year of the last five, or no source states what the count of the figure is."""
    return row is None or no_basis(of, row, unit) or not full_years(of, row)


def no_basis(of: Group, row: Row | None, unit: str) -> bool:
    return row is not None and of.keys["indicators"][row["indicator_id"]]["basis_id"] == "unstated"


def one_gate(of: Group, row: Row | None, unit: str) -> bool:
    """The figure is of one gate, and none of the last five years is of all the unit."""
    if row is None or not row["gate_id"]:
        return False
    return not any(
        of.is_trade(one)
        and one["area_id"] in of.parts[unit]
        and not one["gate_id"]
        and of.keys["indicators"][one["indicator_id"]]["basis_id"]
        in ("all-gates", "land-gates", "territory", "customs", "enterprises")
        and of.recent(of.end(one))
        and (of.days(one)[1] - of.days(one)[0]).days + 1 >= HALF_A_YEAR
        and of.days(one)[0].year == of.days(one)[1].year
        for rows in of.by_thing.values()
        for one in rows
    )


def no_change(of: Group, row: Row | None, unit: str) -> bool:
    """No change of the figure is printed, and its count has no figure of the same days in the five years before."""
    if row is None:
        return False
    rates = of.by_thing[f"{row['indicator_id']}-change", row["area_id"]]
    printed = any(one["gate_id"] == row["gate_id"] and of.days(one) == of.days(row) for one in rates)
    before = any(
        0 < of.end(row).year - of.end(one).year <= 5
        and same_days(of, row, one)
        and of.days(row)[0].year == of.days(row)[1].year
        for one in of.of_count(row)
    )
    return not printed and (not before or no_basis(of, row, unit))


def of_former(of: Group, row: Row | None, unit: str) -> bool:
    """The figure is of a former unit, and today's has none of the last five years of the same count."""
    return (
        row is not None
        and row["area_id"] != unit
        and not any(
            of.recent(of.end(one)) and one["gate_id"] == row["gate_id"]
            for one in of.by_thing[row["indicator_id"], unit]
        )
    )


def no_rank(of: Group, said: Claim) -> bool:
    """Exactly the former units that are named have no rank at all."""
    former = {area for unit in of.units for area in of.parts[unit] - {unit}}
    without_ = {of.name_of(one) for one in former if not of.by_thing[RANK, one]}
    return set(said.values["names"].split(", ")) == without_ != set()


def no_session(of: Group, row: Row | None, unit: str) -> bool:
    return not any(unit in units and of.sessions(body) for body, units in of.bodies.items())


# Bodies and the country


def shared_bodies(of: Group, said: Claim) -> bool:
    """Each body that is listed has several units, and the session beside it is its latest."""
    listed = of.cited("mechanisms", said.around)
    meetings = of.cited("meetings", said.around)
    return (
        bool(listed)
        and all(len(of.bodies.get(row["mechanism_id"], ())) > 1 for row in listed)
        and (not meetings or of.are_latest(meetings, shared=True))
    )


def never_met(of: Group, said: Claim) -> bool:
    rows = of.cited("mechanisms", said.facts)
    return bool(rows) and not any(of.sessions(row["mechanism_id"]) for row in rows)


def agreed(of: Group, said: Claim) -> bool:
    """Each session is the latest of its body, and its outcome was told."""
    rows = of.cited("meetings", said.around)
    return of.are_latest(rows, shared=True) and all(row["outcome_en"] for row in rows)


def own_bodies(of: Group, said: Claim) -> bool:
    return of.are_latest(of.cited("meetings", said.around), shared=False)


def more_bodies(of: Group, said: Claim) -> bool:
    """The unit whose body stands there has another of its own, with a dated session, that the table does not cite."""
    here = {row["mechanism_id"] for row in of.cited("meetings", said.facts)}
    shown = {row["mechanism_id"] for row in of.cited("meetings", said.around)}
    units = [of.bodies[one] for one in here if one in of.bodies]
    return any(mine in units and one not in shown and of.sessions(one) for one, mine in of.bodies.items())


def of_the_country(of: Group, said: Claim) -> bool:
    """Figures of the last five years of the country, sessions of the last five years, documents that still apply."""
    figures = of.cited("observations", said.around)
    meetings = of.cited("meetings", said.around)
    plans = of.cited("documents", said.around)
    country = {key for key, row in of.keys["areas"].items() if row["kind"] == "country"}
    bodies = {row["mechanism_id"] for row in of.rows["mechanism_members"] if row["area_id"] in country}
    return (
        bool(figures or meetings or plans)
        and all(row["area_id"] in country and of.recent(of.end(row)) for row in figures)
        and all(
            row["mechanism_id"] in bodies and of.recent(last(row["end"] or row["start"])) for row in meetings
        )
        and all(last(row["period_end"]) >= of.day for row in plans)
    )


def own_trade(of: Group, said: Claim) -> bool:
    """The trade that a locality has with the country in the newest year told, by its row."""
    return any(
        of.keys["partners"][row["partner_id"]]["kind"] == "locality"
        and of.keys["partners"][row["partner_id"]]["name_en"].startswith(said.values["partner"])
        and of.name_of(row["area_id"]) == said.values["country"]
        and row["period_end"] in said.values["period"]
        and any(
            near(of.worth(row), value * factor)
            for _, value, factor, _ in files.amounts(said.values["value"], "en")
        )
        for row in of.cited("observations", said.facts)
        if row["partner_id"] and of.recent(of.end(row))
    )


def trade_by(of: Group, said: Claim) -> bool:
    """The change is printed for the partner and the year of the figure."""
    return any(
        row["indicator_id"] == "bilateral-trade-change"
        and Decimal(row["value"]) == percent(said.values["change"])
        and of.end(row).year - 1 == int(said.values["year"])
        for row in of.cited("observations", said.facts)
    )


def of_localities(of: Group, said: Claim) -> set[str]:
    """The partners whose trade is told, where all are localities; else none."""
    rows = [row for row in of.cited("observations", said.around) if row["partner_id"]]
    partners = [of.keys["partners"][row["partner_id"]] for row in rows]
    alike = all(one["kind"] == "locality" for one in partners)
    return {one["name_en"].split(" (")[0] for one in partners} if alike else set()


def names_localities(of: Group, said: Claim) -> bool:
    """Trade of localities alone is told, and of all that are named."""
    return of_localities(of, said) == set(said.values["names"].split(" and ")) != set()


def two_counts(of: Group, said: Claim) -> bool:
    """A locality's own trade is told, and page 1 has what passes through gates or territory."""
    bases = {of.keys["indicators"][row["indicator_id"]]["basis_id"] for row in of.shown().values()}
    return names_localities(of, said) and bool(bases & {"all-gates", "land-gates", "territory", "gate"})


def status(of: Group, said: Claim) -> bool:
    """A text in effect makes a city of the unit, which was not made of others."""
    for unit in of.units:
        row = of.keys["documents"].get(of.keys["areas"][unit]["legal_basis"])
        if row and row["title_en"] == f"Centrally run city of {said.values['name']}":
            return (
                of.parts[unit] == {unit}
                and of.name_of(unit) == said.values["name"]
                and row["number"] in said.values["text"]
                and period(said.values["since"]) == span(row["period_start"])
                and first(row["period_start"]) <= of.day
            )
    return False


def of_sixty_three(of: Group, said: Claim) -> bool:
    """All ranks shown are of years in which 63 provinces and cities were ranked, and none is below the last."""
    rows = [row for row in of.cited("observations", said.around) if row["indicator_id"] == RANK]
    return (
        bool(rows)
        and said.values["count"] == "63"
        and all(2008 <= of.end(row).year <= 2024 and Decimal(row["value"]) <= 63 for row in rows)
        and {of.end(row).year for row in rows} <= of.years_shown(RANK)
    )


def planned(of: Group, said: Claim) -> bool:
    """The document is in the line, with its number and its day, and its term is not over."""
    return any(
        row["title_en"] == said.values["title"]
        and row["number"] == said.values["number"]
        and period(said.values["day"]) == span(row["issued"])
        and last(row["period_end"]) >= of.day
        for row in of.cited("documents", said.facts)
    )


CHECKS: dict[str, Check] = {
    f"comparison.{phrase}": check
    for phrase, check in {
        "finding_one": finding(alone=True),
        "finding_trade": finding(alone=False),
        "finding_little": no_trade_to_tell,
        "merged": merged,
        "alike_capital": newest_capital(counted=True),
        "alike_capital_alone": newest_capital(counted=False),
        "alike_rank": lambda of, said: of.year_of_all(RANK) == int(said.values["year"]),
        "alike_rank_some": lambda of, said: (
            of.year_of_all(RANK) == int(said.values["year"]) and no_rank(of, said)
        ),
        "alike_people": alike_people,
        "unlike_trade": lambda of, said: of.differ(),
        "capital": lambda of, said: bool(of.shares()) and max(of.shares().values()) < 50,
        "capital_one": holds,
        "capital_counted": newest_capital(counted=True),
        "capital_subtitle": newest_capital(counted=False),
        "capital_spoken": capital_of(counted=True),
        "capital_spoken_alone": capital_of(counted=False),
        "ranks": none_climbed,
        "ranks_climbed": climbed,
        "ranks_subtitle": ranked(after=False),
        "ranks_subtitle_some": ranked(after=True),
        "ranks_dashed": ranks_missing,
        "trade_title": latest_of_each,
        "years_title": latest_years,
        "of_former": former_alone,
        "differ": disputed,
        "differ_alone": disputed,
        "change_on": changed,
        "months_title": same_months,
        "land_title": measured,
        "people": of_year(PEOPLE, recent=True),
        "land": of_year(LAND, recent=False),
        "summed": summed,
        "one_source": alike_people,
        "investment_title": lambda of, said: bool(of.newest(CAPITAL)),
        "investment_subtitle": newest_capital(),
        "head": a_head,
        "year_ends_title": year_ends,
        "year_ends_since": year_ends_and_since,
        "year_ends_subtitle": days_of_years,
        "rank_title": lambda of, said: of.year_of_all(RANK) > 0,
        "rank_subtitle": lambda of, said: of.year_of_all(RANK) > 0,
        "pci": rank_shown(RANK),
        "papi": rank_shown(SCORE),
        "bodies_title": shared_bodies,
        "bodies_subtitle": shared_bodies,
        "no_session": never_met,
        "outcomes": agreed,
        "partners_title": own_bodies,
        "own_more": more_bodies,
        "frame": lambda of, said: of_the_country(of, said) and names_localities(of, said),
        "frame_national": lambda of, said: of_the_country(of, said) and not of_localities(of, said),
        "plan": planned,
        "locality_trade": own_trade,
        "trade_by": trade_by,
        "two_counts": two_counts,
        "status": status,
        "of_ranked": of_sixty_three,
        "unranked": no_rank,
        "gap_years": without(no_year),
        "gap_basis": without(no_basis),
        "gap_gate": without(one_gate),
        "gap_change": without(no_change),
        "gap_boundaries": without(of_former),
        "gap_ranks": silent(RANK),
        "gap_scores": silent(SCORE),
        "gap_bodies": without(no_session),
        "gap_register": lambda of, said: not of.newest(CAPITAL),
        "gap_papi": lambda of, said: not of.year_of_all(SCORE),
    }.items()
}
