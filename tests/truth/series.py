"""What the pages claim of figures over time, of states and of gaps, asked of the rows of a unit.

A check reads the numbers, years and days out of what a page says, in English, and looks whether the rows of the unit
and of its former units bear it out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property
from itertools import groupby
from typing import Any

from claims import Claim, dataset, slug
from helpers.data.dates import first_day, last_day
from helpers.text import dates
from truth.files import period
from truth.units import in_list

Row = Mapping[str, Any]
Check = Callable[["Known", Claim], bool]
MILLIONS = {"usd": Decimal("0.000001"), "usd_m": Decimal(1), "usd_bn": Decimal(1000)}
RESULT, HALF_A_YEAR = ("trade", "turnover"), 181
OWN = ("fdi-registered-capital", "fdi-projects")
VISITORS = ("visitors-international", "visitors-international-recount")


class Known:
    """What the rows tell of a unit and its former units, plans and doubtful readings of figures left out."""

    def __init__(self, unit: str) -> None:
        self.data = dataset(unit)
        self.day = last_day(self.data.edition)
        self.areas = {self.data.unit_in_force(slug(unit))}
        while (
            more := {
                one["area_id"] for one in self.data.records("areas") if one["successor_id"] in self.areas
            }
            - self.areas
        ):
            self.areas |= more

    def __getitem__(self, table: str) -> list[Row]:
        """The rows of a table that are about the unit."""
        return [row for row in self.data.records(table) if row["area_id"] in self.areas]

    @cached_property
    def figures(self) -> list[Row]:
        """Published figures with ``start`` and ``end``, the topic and measure of what they count."""
        what = self.data.keyed("indicators")
        return [
            {
                **row,
                "start": first_day(row["as_of"] or row["period_start"]),
                "end": last_day(row["as_of"] or row["period_end"]),
                **{name: what[row["indicator_id"]][name] for name in ("topic", "measure", "basis_id")},
            }
            for row in self["observations"]
            if row["qualifier"] != "planned" and row["confidence"] != "low"
        ]

    def of(self, *indicators: str, partner: bool = False) -> list[Row]:
        """Figures of indicators, of no sector; those of a partner, or of none."""
        return [
            row
            for row in self.figures
            if row["indicator_id"] in indicators
            and bool(row["partner_id"]) == partner
            and not row["sector_id"]
        ]

    @cached_property
    def trade(self) -> list[list[Row]]:
        """Turnover, the figures of one count in a list, in order of their end."""
        rows = [row for row in self.figures if (row["topic"], row["measure"]) == RESULT]
        rows = [
            row
            for row in rows
            if not row["partner_id"] and row["basis_id"] not in ("mirror", "customs-branch")
        ]
        return series(rows)

    @cached_property
    def register(self) -> dict[date, Decimal]:
        """Capital in the register by date: of today's unit, else the sum of all its former ones, in millions."""
        found: dict[date, dict[str, Decimal]] = {}
        for row in self.of("fdi-capital-register"):
            found.setdefault(row["end"], {})[row["area_id"]] = millions(row)
        unit = next(one for one in self.areas if self.data.areas[one]["successor_id"] not in self.areas)
        former = self.areas - {unit}
        sums = {
            day: of.get(unit) or sum(of.values())
            for day, of in found.items()
            if unit in of or of.keys() == former
        }
        if len(sums) < 4:  # too few to draw: then of the former unit of the same name
            name = self.data.areas[unit]["slug"]
            sums = {
                day: value
                for day, of in found.items()
                for one, value in of.items()
                if self.data.areas[one]["slug"] == name
            }
        return {day: Decimal(sums[day]) for day in sorted(sums)}

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The rank in the competitiveness index by year, of the unit of the name."""
        return {row["end"].year: int(row["value"]) for row in self.of("pci-rank")}

    def lately(self, day: str, months: int = 24) -> bool:
        """Whether a day lies within some months before the edition's, give or take a day."""
        return bool(day) and self.day - timedelta(days=months * 30.44 + 1) <= last_day(day)

    def passed(self, day: str) -> bool:
        return bool(day) and last_day(day) < self.day

    def texts(self, *, counted: bool = True) -> list[Row]:
        """The agreements of the unit with ``partners``, their parties abroad."""
        parties = self.data.by("agreement_parties", "agreement_id")
        found = []
        for row in self.data.records("agreements"):
            of = parties.get((row["agreement_id"],), [])
            if {one["area_id"] for one in of} & self.areas:
                found.append({**row, "partners": {one["partner_id"] for one in of} - {""}})
        return [
            row for row in found if not counted or (row["kind"] != "twinning" and row["confidence"] != "low")
        ]

    def bodies(self) -> list[Row]:
        mine = {row["mechanism_id"] for row in self["mechanism_members"]}
        return [row for row in self.data.records("mechanisms") if row["mechanism_id"] in mine]

    def sessions(self, across: bool = False) -> list[Row]:
        """Dated sessions of the unit's bodies; of those with a locality of a neighbouring country alone."""
        bodies = {row["mechanism_id"] for row in self.bodies()}
        if across:
            kinds = self.data.keyed("partners")
            abroad = [one for one in self.data.records("mechanism_members") if one["partner_id"]]
            bodies &= {
                one["mechanism_id"]
                for one in abroad
                if kinds[one["partner_id"]]["kind"] == "locality"
                and kinds[one["partner_id"]]["country"] in ("CN", "LA")
            }
        return [
            row for row in self.data.records("meetings") if row["mechanism_id"] in bodies and row["start"]
        ]

    def works(self) -> list[Row]:
        kinds, states = ("railway", "bridge", "road", "border_works"), ("ongoing", "preparing")
        return [row for row in self["projects"] if row["kind"] in kinds and row["status"] in states]


known = cache(Known)


def millions(row: Row) -> Decimal:
    return Decimal(row["value"]) * MILLIONS.get(row["unit_id"], Decimal(1))


def series(rows: Iterable[Row]) -> list[list[Row]]:
    """Figures by whom they are about and what they count."""

    def name(row: Row) -> tuple[str, ...]:
        return row["area_id"], row["indicator_id"], row["gate_id"], row["partner_id"]

    return [sorted(of, key=lambda row: row["end"]) for _, of in groupby(sorted(rows, key=name), name)]


def whole_years(rows: Iterable[Row]) -> dict[int, Decimal]:
    """The figures of full years."""
    return {
        row["end"].year: millions(row)
        for row in rows
        if (row["start"].month, row["start"].day, row["end"].month, row["end"].day) == (1, 1, 12, 31)
        and row["start"].year == row["end"].year
        and not row["as_of"]
    }


def pairs(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Two figures of one count of the same days of two years, or both on a date: the later and the earlier."""
    for new in rows:
        for old in rows:
            if old["end"] >= new["end"] or bool(old["as_of"]) != bool(new["as_of"]):
                continue
            if new["as_of"] or (
                same_days(new["start"], old["start"]) and same_days(new["end"], old["end"], 1)
            ):
                yield new, old


def same_days(one: date, other: date, apart: int = 0) -> bool:
    """Whether two days stand at the same place in a year; 28 and 29 February do."""
    return one.month == other.month and abs(one.day - other.day) <= apart


def number(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", text).strip("."))


def day_in(text: str) -> str:
    """A day in English as the dataset has it: ``30 June 2026`` is 2026-06-30, ``June 2026`` is 2026-06."""
    found = re.search(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})", text)
    assert found, text
    day, month, year = found.groups()
    if not month:
        return year
    named = next(one for one in range(1, 13) if month in dates.day(f"2000-{one:02}", "en"))
    return f"{year}-{named:02}" + (f"-{int(day):02}" if day else "")


PROVINCES = 63  # provinces and cities from 2008 to the mergers of 2025


def dipped_in_year(of: Known, said: Claim) -> bool:
    """In the register the year's amount is a tenth or more below the one before it and the latest."""
    before, low, last = list(of.register.items())[-3:]
    return low[0].year == int(said.values["year"]) and low[1] <= min(before[1], last[1]) * Decimal("0.9")


def beyond(of: Known, near: set[str]) -> set[str]:
    """The names of localities of other countries than these that any text, body, tie or event of the unit is with."""
    kinds = of.data.keyed("partners")
    mine = {row["mechanism_id"] for row in of.bodies()}
    named = {one for row in of.texts(counted=False) for one in row["partners"]}
    named |= {
        row["partner_id"] for row in of.data.records("mechanism_members") if row["mechanism_id"] in mine
    }
    named |= {row["partner_id"] for table in ("relations", "activities") for row in of[table]}
    there = [kinds[one] for one in named - {""} if kinds[one]["country"] not in near]
    found = {row["name_en"].split(" (")[0] for row in there if row["kind"] == "locality"}
    return found | {name[:1].lower() + name[1:] for name in found}


def border(of: Known) -> set[str]:
    """The countries that the unit borders on."""
    kinds = of.data.keyed("partners")
    rows = (row for row in of.figures if row["indicator_id"] == "border-length" and row["partner_id"])
    return {kinds[row["partner_id"]]["country"] for row in rows} | {"CN"}


# Trade: peaks, records, rises and falls


def is_peak(of: Known, peak: int, last: int) -> bool:
    """In one count three full years or more are known, the last is below the peak, and no year is above it."""
    return any(
        len(years := whole_years(rows)) >= 3
        and max(years) == last
        and years[last] < years.get(peak, Decimal(0)) == max(years.values())
        for rows in of.trade
    )


def is_highest(of: Known, year: int, *, newest: bool = True) -> bool:
    return any(
        len(years := whole_years(rows)) >= 3
        and years.get(year) == max(years.values())
        and (max(years) == year or not newest)
        for rows in of.trade
    )


def exceeds(of: Known, said: Claim) -> bool:
    year = int(said.values["year"])
    return any(
        year == max(years := whole_years(rows), default=0)
        and any(
            row["start"].year == row["end"].year > year and millions(row) > max(years.values())
            for row in rows
        )
        for rows in of.trade
    )


def changed(of: Known, said: str, year: int | None = None) -> bool:
    """A change in percent is printed, or follows from two figures of one count; the later of the year after ``year``.

    ``up`` or a plus is a rise; "by at most" and "more than" bound it.
    """
    rise = not re.search(r"down|fell|−", said, re.IGNORECASE)
    size, rounding = (
        number(said.partition("%")[0].split()[-1]),
        Decimal(1 if re.search("by|than", said) else "0.55"),
    )
    rates = [row for row in of.figures if row["unit_id"] == "percent" and abs(row["value"]) == size]
    if any((row["value"] > 0) == rise and year in (None, row["end"].year - 1) for row in rates):
        return True
    return any(
        old["value"]
        and (new_ := millions(new)) is not None
        and (new_ > millions(old)) == rise
        and abs(abs(new_ / millions(old) - 1) * 100 - size) <= rounding
        and year in (None, old["end"].year)
        for rows in series(of.figures)
        for new, old in pairs(rows)
    )


def moved(of: Known, said: Claim, *, up: bool) -> bool:
    """The newest part of a year with its like in another year is above it, or below."""
    year = int(said.values["year"])
    return any(
        old["end"].year == year and (millions(new) > millions(old)) == up
        for rows in of.trade
        for new, old in pairs(rows)
        if new["end"].year >= year + 1
        and dates.period(new["period_start"], new["period_end"], "en").split()[-1] in said.text
    )


# Since when there is no figure


def years_of(of: Known, what: str, *, whole: bool = False) -> set[int]:
    """The years in which figures of a slot end; ``whole`` are periods of half a year or more in one year, and dates."""
    rows = [row for several in of.trade for row in several] if what == "trade" else []
    rows += {
        "fdi": of.of("fdi-capital-register", OWN[0]),
        "visitors": of.of(*VISITORS),
        "pci": of.of("pci-rank"),
    }.get(what, [])
    return {
        row["end"].year
        for row in rows
        if not whole
        or row["as_of"]
        or ((row["end"] - row["start"]).days + 1 >= HALF_A_YEAR and row["start"].year == row["end"].year)
    }


def none_since(what: str, *, whole: bool = True) -> Check:
    """The newest figure is of the year that is said, more than five years ago where a page is without it."""

    def check(of: Known, said: Claim) -> bool:
        return max(years_of(of, what, whole=whole), default=0) == int(said.values["year"])

    return check


def never(*what: str) -> Check:
    return lambda of, said: not any(years_of(of, one, whole=one == "visitors") for one in what)


def slot_empty(of: Known, said: Claim) -> bool:
    """A key figure or the point on trade: of one of the four slots that year is the newest."""
    year = int(said.values["year"])
    return any(
        max(years_of(of, one, whole=True), default=0) == year for one in ("trade", "fdi", "visitors", "pci")
    )


def no_full_year_since(of: Known, said: Claim) -> bool:
    years = {year for rows in of.trade for year in whole_years(rows)}
    return max(years, default=0) == int(said.values["year"])


def full_year_of_a_count(of: Known, said: Claim) -> bool:
    """Of one count that year is the newest full one."""
    return any(max(whole_years(rows), default=0) == int(said.values["year"]) for rows in of.trade)


def nothing_later(of: Known, said: Claim) -> bool:
    """No figure of trade is of a day of the last year before the edition."""
    year_ago = of.day.replace(year=of.day.year - 1)
    return all(row["end"] < year_ago for rows in of.trade for row in rows)


# Targets


def plans(of: Known) -> list[Row]:
    """The plans of trade."""
    what = of.data.keyed("indicators")
    rows = [row for row in of["observations"] if row["qualifier"] == "planned"]
    return [row for row in rows if what[row["indicator_id"]]["topic"] == "trade"]


def results(of: Known, plan: Row) -> list[Row]:
    """What was published of a plan's period, on its basis, from its beginning on."""
    start, end = first_day(plan["period_start"]), last_day(plan["period_end"])
    same = ("area_id", "indicator_id", "gate_id")
    return [
        row
        for rows in of.trade
        for row in rows
        if all(row[name] == plan[name] for name in same) and row["start"] == start and row["end"] <= end
    ]


def reached(field: str) -> Check:
    """A published figure came to that share of a plan of its year, or one that follows from the year after."""

    def check(of: Known, said: Claim) -> bool:
        return any(
            abs(result / millions(plan) * 100 - number(said.values[field])) <= 1
            for plan in plans(of)
            for result in (*map(millions, results(of, plan)), *before_growth(of, plan))
        )

    return check


def reached_in_part(of: Known, said: Claim) -> bool:
    """The amount is what a part of a plan's year came to, of which no later day is published."""
    text = said.values["amount"]
    amount = number(text) * (1000 if "billion" in text else 1)
    return any(
        there
        and (newest := max(there, key=lambda row: row["end"]))["end"] < last_day(plan["period_end"])
        and abs(millions(newest) / amount - 1) < Decimal("0.01")
        for plan in plans(of)
        for there in [results(of, plan)]
    )


def before_growth(of: Known, plan: Row) -> Iterator[Decimal]:
    """What the year of a plan came to by the figure of the year after and its printed growth, in USD million."""
    year = str(int(plan["period_end"][:4]) + 1)
    for row in of["observations"]:
        if (
            row["indicator_id"] != plan["indicator_id"]
            or row["period_end"] != year
            or row["period_start"] != year
        ):
            continue
        for rate in of["observations"]:
            if rate["indicator_id"] == f"{row['indicator_id']}-change" and rate["period_end"] == year:
                yield millions(row) / (1 + Decimal(rate["value"]) / 100)


def without_result(of: Known, said: Claim) -> bool:
    return any(of.passed(plan["period_end"]) and not results(of, plan) for plan in plans(of))


# The register over time


def capital_at(of: Known, when: str) -> list[Decimal]:
    """The capital in the register at dates of a year or month, the last one last."""
    return [value for day, value in of.register.items() if day.isoformat().startswith(day_in(when))]


def grew(start: str, end: str, low: str, high: str) -> Check:
    """From the first to the last date the capital came to between ``low`` and ``high`` times as much."""

    def check(of: Known, said: Claim) -> bool:
        old, new = capital_at(of, said.values[start]), capital_at(of, said.values[end])
        return bool(old and new) and Decimal(low) * old[0] <= new[-1] <= Decimal(high) * old[0]

    return check


def steady(field: str, percent: int) -> Check:
    def check(of: Known, said: Claim) -> bool:
        year = int(said.values[field])
        values = [value for day, value in of.register.items() if day.year >= year]
        return len(values) >= 4 and max(values) * 100 <= min(values) * (100 + percent)

    return check


def dipped(of: Known, said: Claim) -> bool:
    """The capital fell from the one day to the other by a tenth, and the next one is higher again by as much."""
    old, low = (capital_at(of, said.values[one]) for one in ("day", "until"))
    later = [value for day, value in of.register.items() if day > last_day(day_in(said.values["until"]))]
    return bool(old and low and later) and low[0] * 10 <= old[0] * 9 and later[0] * 10 >= low[0] * 11


def recovered(of: Known, said: Claim) -> bool:
    """The last of a year is less than that of the year before by a tenth; the last of all is not."""
    year, values = int(said.values["year"]), list(of.register.items())
    before = [value for day, value in values if day.year == year - 1]
    low = [value for day, value in values if day.year == year]
    ends = values[-1][0].isoformat().startswith(day_in(said.values["last"]))
    return bool(before and low) and ends and low[-1] * 10 <= before[-1] * 9 <= values[-1][1] * 10


def rose_last(field: str) -> Check:
    def check(of: Known, said: Claim) -> bool:
        *_, (day, quiet), (_day, last) = list(of.register.items())
        return day.isoformat().startswith(day_in(said.values[field])) and last >= quiet * Decimal("1.25")

    return check


def held_at(of: Known, said: Claim) -> bool:
    """Nothing in the register, and no own count, is of a later day."""
    day = last_day(day_in(said.values["day"]))
    return max((row["end"] for row in of.of("fdi-capital-register", OWN[0])), default=None) == day


def unchanged(of: Known, said: Claim) -> bool:
    """The newest capital of a count is that of the day that is said."""
    day = last_day(day_in(said.values["day"]))
    return any(
        row["end"] == day != rows[-1]["end"] and millions(row) == millions(rows[-1])
        for rows in series(of.of("fdi-capital-register", OWN[0]))
        for row in rows
    )


def own_is_newer(of: Known, said: Claim) -> bool:
    own, register = ([row["end"] for row in of.of(name)] for name in (OWN[0], "fdi-capital-register"))
    return bool(own and register) and max(own) > max(register)


# Ranks


def ranked(of: Known, said: Claim, **expected: str) -> bool:
    """Each rank that is said is that of its year."""
    return all(
        of.ranks.get(int(said.values[year])) == number(said.values[rank]) for rank, year in expected.items()
    )


def rank_before(of: Known, said: Claim, way: int) -> bool:
    """The rank of the newest year and that of the year before, so many places better (1) or worse (−1)."""
    year, rank, before = max(of.ranks), number(said.values["rank"]), number(said.values["before"])
    places = (before - rank) * way
    return (of.ranks[year], of.ranks.get(year - 1)) == (rank, before) and places == int(
        said.values["places"]
    ) > 0


def rank_moved(of: Known, said: Claim, way: int) -> bool:
    old, new = number(said.values["old"]), number(said.values["new"])
    return ranked(of, said, old="start", new="end") and (old - new) * way > 0


# Investors, aid


def largest_investor(of: Known, said: Claim) -> bool:
    """The investor that is named leads the latest count of investors, in what it is said to hold."""
    rows = of.of(*OWN, partner=True)
    latest = [row for row in rows if row["end"] == max(one["end"] for one in rows)] if rows else []
    for name in OWN:
        if counted := [row for row in latest if row["indicator_id"] == name]:
            first = max(counted, key=millions)
            return of.data.name("partners", first["partner_id"], "en") in said.values["name"]
    return False


def nobody_invests(of: Known, said: Claim) -> bool:
    named = [row for row in of["relations"] if row["form"] == "investor"]
    return not named and not of.of(*OWN, partner=True)


def no_aid(of: Known, said: Claim) -> bool:
    rows = [row for row in of.figures if row["topic"] in ("oda", "ngo_aid") and not row["partner_id"]]
    return not any(row["end"] > of.day.replace(year=of.day.year - 5, day=28) for row in rows)


# Works, agreements, meetings


def under_way(of: Known, kind: str) -> bool:
    """A work of a kind was told to be under way in the last year, and its due day has not passed."""
    return any(
        (row["kind"], row["status"]) == (kind, "ongoing")
        and of.lately(row["status_as_of"], 12)
        and not of.passed(row["due"])
        for row in of.works()
    )


def due(of: Known, said: Claim, *, over: bool) -> bool:
    """A work or a body's session is due on the day that is said, which is over or not."""
    day = day_in(said.values["time"])
    rows = [*of.bodies(), *of["projects"]]
    return of.passed(day) == over and any(row["due"].startswith(day) for row in rows)


def work_due(of: Known, said: Claim, *, over: bool) -> bool:
    """A work that is told of is due on the day that is said, which is over or not."""
    day = day_in(said.values["due"])
    return of.passed(day) == over and any(row["due"] == day for row in of.works())


def overdue(of: Known, said: Claim) -> bool:
    """Works of these names were due on these days, which are over, or the point on infrastructure tells of one."""
    told = re.findall(r"(.+?) \(([^()]+)\)(?:, |; |$)", said.values["works"])
    return (bool(told) or late_there(of, said)) and all(
        of.passed(day_in(day))
        and any(row["due"] == day_in(day) and name in (row["short_en"], row["name_en"]) for row in of.works())
        for name, day in told
    )


def late_there(of: Known, said: Claim) -> bool:
    """Point 3 tells of a work that should have reached something by now, and that nobody confirms it."""
    point = re.search(r" 3\. .* 4\. ", said.text)
    return point is not None and any(
        row["milestone_en"] in point[0] and "date passed, not confirmed" in point[0]
        for row in of.works()
        if row["milestone"] and of.passed(row["milestone"])
    )


def ends(of: Known, said: Claim, *, over: bool) -> bool:
    """An agreement of the title that is said ended, or ends within a year after the edition."""
    day, name = day_in(said.values["time"]), said.values["name"]
    titled = [row for row in of.texts(counted=False) if row["title_en"] in name and row["period_end"] == day]
    return (
        bool(titled)
        and of.passed(day) == over
        and abs((last_day(day) - of.day).days) <= (5 if over else 1) * 366
    )


def nothing_ends(of: Known, said: Claim) -> bool:
    """No agreement ends within a year; none between provinces ended in five years with no later text."""
    soon = of.day + timedelta(days=365)
    for row in of.texts(counted=False):
        if not row["period_end"]:
            continue
        end = last_day(row["period_end"])
        later = [
            one
            for one in of.texts(counted=False)
            if one["partners"] & row["partners"]
            and (one["period_end"] or one["signed"])
            and last_day(one["period_end"] or one["signed"]) > end
        ]
        if of.day <= end <= soon or (
            of.day.replace(year=of.day.year - 5) <= end < of.day and row["level"] == "province" and not later
        ):
            return False
    return True


def ended_on(of: Known, said: Claim) -> bool:
    day = day_in(said.values["ended"])
    return of.passed(day) and any(row["period_end"] == day for row in of.texts())


def last_met(of: Known, said: Claim) -> bool:
    """A body met last on the day that is said, more than a year ago."""
    day = day_in(said.values["time"])
    last: dict[str, str] = {}
    for row in of.sessions():
        last[row["mechanism_id"]] = max(last.get(row["mechanism_id"], ""), row["start"])
    return day in last.values() and not of.lately(day, 12)


def without_outcome(of: Known, said: Claim) -> bool:
    """Of a body of the unit the latest session has no outcome."""
    sessions = sorted(of.sessions(), key=lambda row: row["start"])
    return any(not row["outcome_en"] for row in {row["mechanism_id"]: row for row in sessions}.values())


def texts_counted(of: Known, said: Claim, *, all_: bool = False) -> bool:
    """So many of so many texts have neither a known state nor a term."""
    texts = of.texts()
    unknown = [row for row in texts if unknown_state(of, row)]
    count = len(unknown) if all_ else int(said.values["count"])
    return (len(unknown), len(texts)) == (count, int(said.values["texts"].split()[0])) and (
        len(unknown) == len(texts)
    ) == all_


def texts_told(of: Known, said: Claim, *, certain: bool) -> bool:
    """So many texts count; there are others that do not, where it is said that these are the certain ones."""
    counted, all_ = len(of.texts()), len(of.texts(counted=False))
    return int(said.values["count"]) == counted and (counted < all_) == certain


def unknown_state(of: Known, text: Row) -> bool:
    """Whether no source told of the term of a text, nor of its state within two years."""
    return not text["period_end"] and (text["status"] == "unknown" or not of.lately(text["status_as_of"]))


def texts_elsewhere(of: Known, said: Claim) -> bool:
    """The texts that are said to be in the annex are all of it that no row or line above has."""
    titled = sum(row["title_en"] in said.text for row in of.texts())
    titled += sum(map(int, re.findall(r"Undated: (\d+) texts", said.text)))
    return int(said.values["count"]) + titled == len(of.texts(counted=False))


def texts_named(of: Known, said: Claim) -> bool:
    """So many texts are in the annex, and those that are named are the unit's, by what they are about."""
    named = [row for row in of.texts() if row["subject_en"] and row["subject_en"] in said.values["texts"]]
    cited = {row["agreement_id"] for row in named} & {one.partition(".")[2] for one in said.facts}
    return texts_elsewhere(of, said) and len(cited) == said.values["texts"].count(";") + 1


def texts_unsure(of: Known, said: Claim) -> bool:
    """So many of the unit's texts are doubtful readings or twinnings."""
    return int(said.values["count"]) == len(of.texts(counted=False)) - len(of.texts()) > 0


def nothing_lately(of: Known, said: Claim) -> bool:
    standing = ("practice", "result")
    return not any(
        row["kind"] not in standing and row["start"] and of.lately(first_day(row["start"]).isoformat(), 23)
        for row in of["activities"]
    )


def gates_there(of: Known, said: Claim) -> bool:
    return int(said.values["total"]) == len(of["border_gates"]) > int(said.values["shown"])


def _years(check: Callable[[Known, int, int], bool], peak: str, last: str) -> Check:
    return lambda of, said: check(of, int(said.values[peak]), int(said.values[last]))


def _changed(**year: str) -> Check:
    return lambda of, said: changed(of, said.values["change"], int(said.values["year"]) if year else None)


def change_since(of: Known, said: Claim) -> bool:
    """The change follows from two figures, the earlier one of the day that is said."""
    day = last_day(day_in(said.values["day"]))
    return changed(of, said.values["change"]) and any(row["end"] == day for row in of.figures)


def rate_differs(of: Known, said: Claim) -> bool:
    """The figures give a change, which is not the rate that a source prints for the year."""
    year, ours = int(day_in(said.values["when"])), said.values["ours"]
    rates = [
        row["value"]
        for row in of.figures
        if (row["topic"], row["unit_id"], row["end"].year) == ("trade", "percent", year)
    ]
    return changed(of, ours, year - 1) and any(abs(abs(rate) - number(ours)) > 1 for rate in rates)


def leaping(of: Known) -> list[tuple[Row, Row]]:
    """Two figures of one count for months from January on, by two sources, the longer of which leaves too much."""
    return [
        (one, two)
        for rows in of.trade
        for one in rows
        for two in rows
        if one["start"] == two["start"] == date(one["end"].year, 1, 1)
        and one["end"] < two["end"] <= date(one["end"].year, 12, 31)
        and one["end"].month < two["end"].month
        and one["source_id"] != two["source_id"]
        and (millions(two) - millions(one)) / (two["end"].month - one["end"].month)
        > millions(one) / one["end"].month * Decimal("1.5")
    ]


def leapt(of: Known, said: Claim) -> bool:
    """A figure of the months that are said does not lead to a longer one."""
    return any((one["start"], one["end"]) == period(said.values["period"]) for one, _ in leaping(of))


def has_leapt(of: Known, said: Claim) -> bool:
    """The same of the figure of the card, which is the longer one."""
    return any(
        (one["start"], one["end"]) == period(said.values["period"]) and two["observation_id"] in said.facts
        for one, two in leaping(of)
    )


def leaps_between(of: Known, said: Claim) -> bool:
    """Two figures of one count from January on, by two sources, the later of which leaves too much for what is between.

    More than once and a half the average month of the earlier one, which is of half a year or more.
    """
    rest, average = (amount_in(said.values[name]) for name in ("rest", "average"))
    return any(
        one["start"] == two["start"] == date(one["end"].year, 1, 1)
        and one["end"].year == two["end"].year
        and one["end"].month >= 6
        and two["end"].month - one["end"].month == int(said.values["count"])
        and one["source_id"] != two["source_id"]
        and near(millions(two) - millions(one), rest)
        and near(millions(one) / one["end"].month, average)
        and rest / int(said.values["count"]) > average * Decimal("1.5")
        for rows in of.trade
        for one in rows
        for two in rows
        if one["end"] < two["end"]
    )


def amount_in(text: str) -> Decimal:
    """An amount in dollars as a page says it, in millions."""
    size = number(re.findall(r"[\d.,]*\d", text)[0].replace(",", ""))
    return size * (1000 if "billion" in text else 1)


def near(value: Decimal, told: Decimal) -> bool:
    """Whether a value is told with three significant digits."""
    return abs(value - told) <= Decimal(1).scaleb(value.adjusted() - 2)


def in_one_sum(of: Known, said: Claim) -> bool:
    """A figure of trade is of several years in one."""
    return any(not row["as_of"] and row["start"].year < row["end"].year for rows in of.trade for row in rows)


def no_newer_investors(of: Known, said: Claim) -> bool:
    """The newest figures of an investor are of the time that is said."""
    newest = max((row["end"] for row in of.of(*OWN, partner=True)), default=None)
    return newest is not None and str(newest.year) in said.values["text"]


CHECKS: dict[str, Check] = {
    "front.change_since": change_since,
    "front.in_one_sum": in_one_sum,
    "front.finding_in_all": in_one_sum,
    "front.trade_in_all": in_one_sum,
    "front.nothing_newer": no_newer_investors,
    "front.none_ever": lambda of, said: any(
        not years_of(of, slot, whole=True) for slot in ("trade", "fdi", "visitors", "pci")
    ),
    "front.rank_old": none_since("pci"),
    "front.trade_no_year_ever": lambda of, said: any(not whole_years(rows) for rows in of.trade),
    "trade_page.differs": rate_differs,
    "trade_page.leap": leaps_between,
    "front.trade_leapt": leapt,
    "front.leapt": has_leapt,
    "trade_page.gaps_few": lambda of, said: all(
        len(whole_years(rows)) < 3 or rows[0]["basis_id"] == "unstated" for rows in of.trade
    ),
    "trade_page.gaps_unstated": lambda of, said: any(
        row["basis_id"] == "unstated" for rows in of.trade for row in rows
    ),
    "front.finding_below_peak": _years(is_peak, "year", "last"),
    "front.chart_below_peak": _years(is_peak, "year", "last"),
    "trade_page.below_peak": _years(is_peak, "peak", "year"),
    "front.chart_highest": lambda of, said: is_highest(of, int(said.values["year"])),
    "trade_page.record": lambda of, said: is_highest(of, int(said.values["year"])),
    "front.trade_highest": lambda of, said: is_highest(of, int(day_in(said.values["period"])), newest=False),
    "front.finding_above_year": exceeds,
    "front.finding_rose": lambda of, said: changed(of, f"up {said.values['size']}"),
    "front.finding_fell": lambda of, said: changed(of, f"down {said.values['size']}"),
    "trade_page.rose": lambda of, said: moved(of, said, up=True),
    "trade_page.fell": lambda of, said: moved(of, said, up=False),
    **{
        name: _changed(year="year")
        for name in (
            "front.change_on_same",
            "front.change_on_year",
            "trade_page.change_on_year",
            "trade_page.change_on_period",
            "trade_page.change_since",
            "trade_page.change_printed_on_period",
        )
    },
    "trade_page.change_printed": lambda of, said: changed(of, said.values["change"]),
    "investment_page.since": lambda of, said: (
        changed(of, said.values["change"]) and bool(capital_at(of, said.values["day"]))
    ),
    "front.none_since": slot_empty,
    "front.finding_no_trade_since": none_since("trade"),
    "trade_page.none_since": none_since("trade", whole=False),
    "investment_page.none_since": none_since("fdi"),
    "investment_page.no_rank_since": none_since("pci"),
    "investment_page.rank_old": none_since("pci"),
    "investment_page.no_visitors_since": none_since("visitors"),
    "front.finding_no_trade": never("trade"),
    "trade_page.never": never("trade"),
    "investment_page.never": never("fdi"),
    "investment_page.no_rank": never("pci"),
    "investment_page.no_visitors": never("visitors"),
    "trade_page.no_year": lambda of, said: not any(map(whole_years, of.trade)),
    "trade_page.no_year_since": no_full_year_since,
    "trade_page.missing_years": full_year_of_a_count,
    "trade_page.no_later_year": full_year_of_a_count,
    "trade_page.nothing_later": nothing_later,
    "front.chart_fdi_grew": grew("start", "end", "1.25", "1000"),
    "front.chart_fdi_fell": grew("start", "end", "0", "0.8"),
    "front.chart_fdi": grew("start", "end", "0.8", "1.25"),
    "investment_page.rose": grew("first", "last", "1.25", "1000"),
    "investment_page.fell": grew("first", "last", "0", "0.75"),
    "investment_page.neutral": grew("first", "last", "0.75", "1.25"),
    "front.chart_fdi_steady": steady("year", 15),
    "investment_page.dip": dipped,
    "investment_page.recovered": recovered,
    "investment_page.steady": steady("first", 15),
    "front.chart_fdi_rose_last": rose_last("time"),
    "investment_page.rose_last": rose_last("day"),
    "investment_page.nothing_newer": held_at,
    "investment_page.which": own_is_newer,
    "front.chart_rank_alone": lambda of, said: (
        ranked(of, said, new="end")
        and int(said.values["end"]) == max(of.ranks)
        and max(of.ranks) - 1 not in of.ranks
    ),
    "front.rank_before_gap": lambda of, said: (
        ranked(of, said, rank="year")
        and int(said.values["gap"]) == max(of.ranks) - 1
        and int(said.values["year"]) == max(year for year in of.ranks if year != max(of.ranks))
        and max(of.ranks) - 1 not in of.ranks
    ),
    "front.chart_rank": lambda of, said: ranked(of, said, old="start", new="end"),
    "front.chart_rank_up": lambda of, said: rank_moved(of, said, 1),
    "front.chart_rank_down": lambda of, said: rank_moved(of, said, -1),
    "investment_page.rank_up": lambda of, said: rank_before(of, said, 1),
    "investment_page.rank_down": lambda of, said: rank_before(of, said, -1),
    "investment_page.rank_best": lambda of, said: (
        ranked(of, said, rank="year")
        and number(said.values["rank"])
        < min(rank for year, rank in of.ranks.items() if year != max(of.ranks))
    ),
    "investment_page.rank_neutral": lambda of, said: ranked(of, said, rank="year"),
    "investment_page.rank_said": lambda of, said: (
        ranked(of, said, rank="year") and int(said.values["year"]) == max(of.ranks)
    ),
    "investment_page.rank_said_alone": lambda of, said: not of.of("pci-score"),
    "investment_page.rank_before": lambda of, said: (
        of.ranks.get(max(of.ranks) - 1) == number(said.values["rank"]) != of.ranks[max(of.ranks)]
    ),
    "investment_page.rank_same": lambda of, said: (
        of.ranks.get(max(of.ranks, default=0) - 1) == of.ranks.get(max(of.ranks, default=0)) is not None
    ),
    "front.investor": largest_investor,
    "investment_page.no_investors": nobody_invests,
    "front.investors_unnamed": lambda of, said: not of.of(*OWN, partner=True),
    "front.investors_none": lambda of, said: (
        not any(of.lately(row["end"].isoformat(), 60) for row in of.of("fdi-capital-register", OWN[0]))
    ),
    "investment_page.no_aid": no_aid,
    "front.works_none": lambda of, said: not any(of.lately(row["status_as_of"]) for row in of.works()),
    "front.works_old": lambda of, said: (
        bool(of.works())
        and max(last_day(row["status_as_of"]) for row in of.works()) == last_day(day_in(said.values["day"]))
    ),
    **{
        f"front.work_{kind}": lambda of, said, kind=kind: under_way(of, kind)
        for kind in ("railway", "bridge", "road", "border_works")
    },
    "front.work_stale": lambda of, said: any(
        not row["due"] and not of.lately(row["status_as_of"], 11) for row in of.works()
    ),
    "front.unchanged_since": unchanged,
    "front.chart_fdi_dipped": dipped_in_year,
    "front.chart_rank_last": lambda of, said: all(
        of.ranks[int(said.values[one])] == PROVINCES for one in ("start", "end")
    ),
    "front.of_ranked": lambda of, said: int(said.values["count"]) == PROVINCES and bool(of.ranks),
    "front.none_newer": lambda of, said: (
        not any(of.lately(row["end"].isoformat()) for row in of.of("fdi-capital-register", OWN[0]))
        and not of.of(*OWN, partner=True)
    ),
    "partners.beyond": lambda of, said: in_list(said.values["names"]) <= beyond(of, border(of)),
    "partners.rest_as_on_page_1": lambda of, said: bool(beyond(of, border(of))),
    "partners.none_beyond": lambda of, said: not beyond(of, {"CN", "LA"}),
    "trade_page.target_share": reached("share"),
    "trade_page.target_in_part": reached_in_part,
    "trade_page.target_without": without_result,
    "trade_page.no_result": without_result,
    "trade_page.missing_targets": lambda of, said: all(of.passed(plan["period_end"]) for plan in plans(of)),
    "trade_page.missing_breakdown": lambda of, said: (
        not any(
            row["topic"] == "trade"
            and (row["partner_id"] or row["sector_id"])
            and of.lately(row["end"].isoformat(), 60)
            for row in of.figures
        )
    ),
    "trade_page.missing_counterparts": lambda of, said: any(
        not row["counterpart_en"] for row in of["border_gates"]
    ),
    "partners.is_due": lambda of, said: (
        f"was due {said.values['time']}" in said.text or due(of, said, over=False)
    ),
    "partners.was_due": lambda of, said: due(of, said, over=True),
    "front.work_due": lambda of, said: work_due(of, said, over=False),
    "front.work_overdue": lambda of, said: work_due(of, said, over=True),
    "front.watch_overdue": overdue,
    "front.overdue_there": late_there,
    "front.overdue_others": late_there,
    "partners.count_of_land": lambda of, said: len(beyond(of, border(of))) >= int(said.values["count"]),
    "front.watch_ended": lambda of, said: ends(of, said, over=True),
    "front.watch_ending": lambda of, said: ends(of, said, over=False),
    "front.watch_none": nothing_ends,
    "front.partner_none": lambda of, said: not of.sessions(across=True),
    "front.partner_old": lambda of, said: (
        bool(of.sessions(across=True))
        and not any(of.lately(row["end"] or row["start"]) for row in of.sessions(across=True))
    ),
    "partners.no_successor": ended_on,
    "partners.none_since": last_met,
    "partners.session_no_outcome": without_outcome,
    "partners.gap_outcomes": without_outcome,
    "partners.texts_certain": lambda of, said: texts_told(of, said, certain=True),
    "partners.texts_counted": lambda of, said: texts_told(of, said, certain=False),
    "partners.gap_states": texts_counted,
    "partners.gap_state": lambda of, said: [unknown_state(of, row) for row in of.texts()] == [True],
    "partners.gap_all_states": lambda of, said: texts_counted(of, said, all_=True),
    "partners.all_in_annex": texts_elsewhere,
    "partners.more_in_annex": texts_elsewhere,
    "partners.more_named": texts_named,
    "partners.unsure_texts": texts_unsure,
    "partners.no_text": lambda of, said: not of.texts(),
    "partners.no_activity": nothing_lately,
    "partners.gap_activities": nothing_lately,
    "partners.no_partner": lambda of, said: not of.texts() and not of.bodies(),
    "trade_page.gates_more": gates_there,
}
