"""Where sources differ: on a figure, on what it is compared with, on its change; and since when a stock moved."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from claims import Claim
from truth.files import Row, amounts, first, is_amount, last, period
from truth.lists import moment
from truth.units import (
    OWN,
    REGISTER,
    TURNOVER,
    Check,
    Unit,
    amount,
    counted,
    every,
    hedged,
    tells,
    time,
    time_of,
)

APART = Decimal("0.1")  # of the larger of two amounts


def percent(text: str) -> Decimal:
    """A change in words with its sign: ``down by at most 16% on 2019`` is -16."""
    size = Decimal(re.findall(r"[\d.]+(?=%)", text)[0])
    return -size if re.search(r"down|−", text) else size


def worth(of: Unit, row: Row) -> Decimal:
    return Decimal(row["value"]) * Decimal(of.keys["units"][row["unit_id"]]["factor"])


def apart(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) >= APART * max(one, other)


def differ(of: Unit, one: Row, other: Row) -> bool:
    """Whether two figures differ by a tenth or more, whatever their bounds leave open."""
    low, high = sorted((one, other), key=lambda row: worth(of, row))
    is_open = low["qualifier"] == "over" or high["qualifier"] in ("nearly", "under")
    return not is_open and apart(worth(of, low), worth(of, high))


def published(of: Unit) -> list[Row]:
    """The figures of a unit, plans and doubtful readings left out."""
    rows = of.about("observations")
    return [row for row in rows if row["qualifier"] != "planned" and row["confidence"] != "low"]


def others(of: Unit, row: Row, *, unstated: bool) -> list[Row]:
    """Other figures of the same thing and time: of the same count, or the whole unit's on no stated basis."""
    if not unstated:
        return [one for one in published(of) if moment(one) == moment(row) and one != row]
    whole = TURNOVER(of, row) and not row["gate_id"] and of.indicator(row)["basis_id"] != "unstated"
    return [
        one
        for one in published(of)
        if whole
        and TURNOVER(of, one)
        and of.indicator(one)["basis_id"] == "unstated"
        and (one["area_id"], time_of(one)) == (row["area_id"], time_of(row))
    ]


def other_sources(*, several: bool) -> Check:
    """Each figure is cited and of the same thing and time as one of trade that stands before it, and differs."""

    def check(of: Unit, said: Claim) -> bool:
        before = said.line.partition(said.values["figures"])[0]
        first_told = re.findall(r"(?:(?:about|over|nearly|under) )?USD [\d.,]*\d \w+", before)
        figures = re.findall(
            r"((?:(?:about|over|nearly|under) )?USD [\d.,]*\d \w+) (.+?)(?=, |$)", said.values["figures"]
        )
        cited = of.cited("observations", said.facts)
        return (len(figures) > 1) == several and all(
            any(
                hedged(of, row, text) and hedged(of, other, value) and time(of, other, when)
                for row in cited
                for text in first_told
                for unstated in (True, False)
                for other in others(of, row, unstated=unstated)
                if other in cited and differ(of, row, other)
            )
            for value, when in figures
        )

    return check


def told_to_differ(of: Unit, said: Claim) -> bool:
    """Two figures that the sentence cites are of the same thing and time, and differ."""
    cited = of.cited("observations", said.facts)
    return any(
        other in cited and differ(of, row, other)
        for row in cited
        for unstated in (True, False)
        for other in others(of, row, unstated=unstated)
    )


def rates(of: Unit, row: Row) -> list[Row]:
    """The printed changes of a figure on the year before."""
    name = f"{row['indicator_id']}-change"
    return [
        one
        for one in published(of)
        if one["indicator_id"] == name
        and (one["area_id"], one["gate_id"], time_of(one)) == (row["area_id"], row["gate_id"], time_of(row))
    ]


def year_before(of: Unit, row: Row, areas: set[str]) -> list[Row]:
    """The figures of some areas of the same count and the same days of the year before."""
    days = tuple((day.year - 1, day.month, day.day) for day in time_of(row) or ())
    return [
        one
        for one in published(of)
        if one["area_id"] in areas
        and (one["indicator_id"], one["gate_id"]) == (row["indicator_id"], row["gate_id"])
        and tuple((day.year, day.month, day.day) for day in time_of(one) or ()) == days
    ]


def printed_otherwise(of: Unit, row: Row) -> Iterator[tuple[Decimal, Decimal]]:
    """The printed changes of a figure, each with what the figures give, where it is more than half a point apart."""
    for rate in rates(of, row):
        for old in year_before(of, row, {row["area_id"]}):
            ours = (worth(of, row) / worth(of, old) - 1) * 100
            if abs(ours - Decimal(rate["value"])) > Decimal("0.5"):
                yield Decimal(rate["value"]), ours


def by_differs(of: Unit, said: Claim) -> bool:
    printed, ours = percent(said.values["change"]), percent(said.values["ours"])
    return any(
        rate == printed and abs(result - ours) <= 1
        for row in of.cited("observations", said.facts)
        for rate, result in printed_otherwise(of, row)
    )


def given(of: Unit, said: Claim) -> bool:
    """The figures give that change, which is not the rate that a source prints for one of them."""
    ours = percent(said.values["change"])
    return any(
        abs(result - ours) <= 1
        for row in of.cited("observations", said.facts)
        for _, result in printed_otherwise(of, row)
    )


def before_by_change(of: Unit, row: Row) -> Iterator[tuple[Decimal, list[Row]]]:
    """What the year before was by a printed change, with what all former units with gates had, where they differ."""
    former = {one["area_id"] for one in of.rows["areas"] if one["successor_id"] == row["area_id"]}
    former &= {one["area_id"] for one in of.rows["border_gates"]}
    known = {one["area_id"]: one for one in year_before(of, row, former)}
    for rate in rates(of, row):
        implied = worth(of, row) / (1 + Decimal(rate["value"]) / 100)
        if known and known.keys() == former and apart(implied, sum(worth(of, one) for one in known.values())):
            yield implied, list(known.values())


def before_elsewhere(of: Unit, said: Claim) -> bool:
    """The figure and its change give what is said, and those former units have what is said in the year before."""
    listed = {
        unit: (source, value)
        for source, value, unit in re.findall(
            r"(.+?) has (.+?) \((.+?)(?:, which has all the gates)?\)(?:, |$)", said.values["known"]
        )
    }

    def right(implied: Decimal, parts: list[Row]) -> bool:
        names = {"former " + of.keys["areas"][one["area_id"]]["name_en"]: one for one in parts}
        told = amounts(said.values["implied"], "en")
        return names.keys() == listed.keys() and (
            all(
                is_amount(one, listed[name][1]) and is_of(of, one, listed[name][0])
                for name, one in names.items()
            )
            and all(one["period_end"].startswith(said.values["year"]) for one in parts)
            and any(abs(value * factor / implied - 1) < Decimal("0.01") for _, value, factor, _ in told)
        )

    return any(
        right(*one) for row in of.cited("observations", said.facts) for one in before_by_change(of, row)
    )


def is_of(of: Unit, row: Row, publisher: str) -> bool:
    """Whether a figure is of that publisher."""
    return publisher.removeprefix("the ") in of.keys["sources"][row["source_id"]]["short_en"]


def last_full_year(of: Unit, said: Claim) -> bool:
    """The figure is of that year, more than five years ago, and none of a later full year is known of any count."""
    years = [
        row
        for row in published(of)
        if TURNOVER(of, row)
        and not row["partner_id"]
        and of.indicator(row)["basis_id"] not in ("mirror", "customs-branch")
        and row["period_start"][:4] == row["period_end"][:4]
        and (last(row["period_end"]) - first(row["period_start"])).days >= 364
    ]
    newest = max((last(row["period_end"]).year for row in years), default=0)
    return newest == int(said.values["year"]) <= of.day.year - 5 and any(
        row["observation_id"] in {one["observation_id"] for one in of.cited("observations", said.facts)}
        and row["period_end"].startswith(str(newest))
        and ("value" not in said.values or is_amount(row, said.values["value"]))
        for row in years
    )


def last_full_year_otherwise(of: Unit, said: Claim) -> bool:
    """The same, of another count than the figures of the last five years that are told beside it."""

    def count(row: Row) -> tuple[str, str]:
        return row["indicator_id"], row["gate_id"]

    rows = [row for row in of.cited("observations", {*said.facts, *said.around}) if TURNOVER(of, row)]
    year = int(said.values["year"])
    old = {count(row) for row in rows if last(row["period_end"]).year == year}
    late = {count(row) for row in rows if last(row["period_end"]).year > year}
    return last_full_year(of, said) and bool(late) and not old & late


def sources_differ(of: Unit, said: Claim) -> bool:
    """On the figure of the card, its change, or what the year before was."""
    return any(
        any(printed_otherwise(of, row))
        or any(before_by_change(of, row))
        or any(differ(of, row, one) for way in (True, False) for one in others(of, row, unstated=way))
        for row in of.cited("observations", said.facts)
        if of.indicator(row)["kind"] != "rate"
    )


def finding_disputed(of: Unit, said: Claim) -> bool:
    """Of a figure of trade whose amount the title has, or the change or peak of its time, sources differ."""
    title = said.values["trade"]
    amounts_ = re.findall(r"(?:(?:about|over|nearly|under) )?USD [\d.,]*\d \w+", title)
    times = re.findall(r"% (in .+?)(?= from the same | on \d)|(in \d{4})(?= below )", title)
    return any(
        TURNOVER(of, row)
        and (
            any(is_amount(row, text) for text in amounts_)
            or any(time(of, row, text) for found in times for text in found if text)
        )
        and (
            any(printed_otherwise(of, row))
            or any(before_by_change(of, row))
            or any(differ(of, row, one) for way in (True, False) for one in others(of, row, unstated=way))
        )
        for row in published(of)
    )


def another_count(of: Unit, said: Claim) -> bool:
    """The year is of another count than a figure that is told; of that count no year of the last five is known."""
    told = tells("observations", TURNOVER, value=amount, period=time, name=counted)

    def count(row: Row) -> tuple[str, ...]:
        return row["area_id"], row["indicator_id"], row["gate_id"]

    def is_year(row: Row) -> bool:
        days = time_of(row)
        return days is not None and days[0].strftime("%m%d") + days[1].strftime("%Y%m%d") == (
            f"0101{days[0].year}1231"
        )

    with_year = {
        count(row)
        for row in published(of)
        if TURNOVER(of, row) and is_year(row) and last(row["period_end"]).year >= of.day.year - 5
    }
    cited = [row for row in of.cited("observations", said.facts) if TURNOVER(of, row)]
    return told(of, said) and any(count(row) not in with_year for row in cited)


def newer(of: Unit, said: Claim) -> bool:
    """The figure of trade that is told is of a later time than all others that the line tells."""
    rows = [row for row in of.cited("observations", said.facts) if TURNOVER(of, row)]
    told = [
        row
        for row in rows
        if any(
            hedged(of, row, text) for text in re.findall(r"(?:\w+ )?USD [\d.,]*\d \w+", said.values["said"])
        )
        or is_amount(row, said.values["said"], qualified=False)
    ]
    return any(
        all(last(row["period_end"]) >= last(other["period_end"]) for other in rows)
        and any(last(row["period_end"]) > last(other["period_end"]) for other in rows)
        for row in told
    )


def no_more_in_year(of: Unit, said: Claim) -> bool:
    """A part of the year is told, and each other count of the whole year is of a gate or unstated, and no more."""
    year = said.values["year"]
    rows = [row for row in of.cited("observations", said.facts) if TURNOVER(of, row)]
    whole = [row for row in rows if (row["period_start"], row["period_end"]) == (year, year)]
    parts = [row for row in rows if row["period_start"].startswith(year) and row not in whole]
    return bool(whole) and any(
        all(
            worth(of, one) <= worth(of, part)
            and (
                of.indicator(one)["basis_id"] == "unstated"
                or (one["gate_id"] and not apart(worth(of, one), worth(of, part)))
            )
            for one in whole
        )
        for part in parts
        if of.indicator(part)["basis_id"] != "unstated"
    )


def doubtful(of: Unit, said: Claim) -> bool:
    """What is told is a doubtful reading of trade, in one year; no other single year of the last five is known."""
    rows = [row for row in of.cited("observations", said.facts) if row["confidence"] == "low"]
    return any(
        TURNOVER(of, row) and row["period_start"][:4] == row["period_end"][:4] for row in rows
    ) and not any(
        TURNOVER(of, row)
        and row["period_start"][:4] == row["period_end"][:4]
        and last(row["period_end"]).year >= of.day.year - 5
        and not row["partner_id"]
        and of.indicator(row)["basis_id"] not in ("mirror", "customs-branch")
        and (last(row["period_end"]) - first(row["period_start"])).days >= 180
        for row in published(of)
    )


def other_count(*, gate: bool) -> Check:
    """A full year's turnover, of one gate or on no stated basis."""
    return tells(
        "observations",
        lambda of, row: (
            TURNOVER(of, row)
            and bool(row["gate_id"]) == gate
            and (gate or of.indicator(row)["basis_id"] == "unstated")
        ),
        value=lambda of, row, text: hedged(
            of, row, re.sub(r"^an estimate of | \(estimate\)| (?:by|in) .*", "", text)
        ),
    )


def moved_between(of: Unit, said: Claim) -> bool:
    """Of one stock the two dates are next to each other, the change is theirs, and nothing moved after the later."""
    rows: dict[str, list[Row]] = {}
    for row in published(of):
        if row["indicator_id"] in (REGISTER[0], OWN[0]) and not row["partner_id"] and not row["sector_id"]:
            rows.setdefault(row["area_id"] + row["indicator_id"], []).append(row)
    cited = {row["observation_id"] for row in of.cited("observations", said.facts)}
    for several in rows.values():
        several.sort(key=lambda row: last(row["as_of"]))
        for old, new in pairwise(several):
            if not {old["observation_id"], new["observation_id"]} <= cited:
                continue
            change = (worth(of, new) / worth(of, old) - 1) * 100
            after = several[several.index(new) :]
            if (
                (time_of(old), time_of(new)) == (period(said.values["day"]), period(said.values["until"]))
                and abs(change - percent(said.values["change"])) <= Decimal("0.55")
                and len(after) > 1
                and all(abs(worth(of, one) / worth(of, new) - 1) < Decimal("0.01") for one in after)
            ):
                return True
    return False


def change_open(of: Unit, said: Claim) -> bool:
    """The line has a figure that is no exact one, or whose like of a year before is none."""
    return any(
        TURNOVER(of, row) and old and any(one["qualifier"] != "exact" for one in (row, *old))
        for row in of.cited("observations", said.facts)
        if (old := year_before(of, row, {row["area_id"]}))
    )


DOUBTS: dict[str, Check] = {
    "trade_page.change_open": change_open,
    "front.another_source": other_sources(several=False),
    "front.other_sources": other_sources(several=True),
    "front.trade_newer": newer,
    "front.by_differs": by_differs,
    "trade_page.given": given,
    "trade_page.sources_differ": told_to_differ,
    "front.before_elsewhere": before_elsewhere,
    "front.differ": sources_differ,
    "front.finding_disputed": finding_disputed,
    "front.no_more_in_year": no_more_in_year,
    "front.before_all": every(
        tells(
            "observations",
            TURNOVER,
            value=amount,
            source=is_of,
            unit=lambda of, row, text: text == "former " + of.keys["areas"][row["area_id"]]["name_en"],
        ),
        lambda of, said: (
            {of.keys["areas"][one["area_id"]]["name_en"] for one in of.about("border_gates")}
            == {said.values["unit"].removeprefix("former ")}
        ),
    ),
    "front.before_part": tells(
        "observations",
        TURNOVER,
        value=amount,
        source=is_of,
        unit=lambda of, row, text: text == "former " + of.keys["areas"][row["area_id"]]["name_en"],
    ),
    "front.trade_no_year": last_full_year,
    "front.trade_no_year_here": last_full_year,
    "front.trade_no_year_other": last_full_year_otherwise,
    "front.count_gate": other_count(gate=True),
    "front.count_unstated": other_count(gate=False),
    "front.counts_unstated": other_count(gate=False),
    "front.trade_doubtful": doubtful,
    "front.trade_year_elsewhere": another_count,
    "front.change_between": moved_between,
    "investment_page.moved": moved_between,
}
