"""What the pages tell of one row, or of a few: the row of the unit has all that stands in the places of the phrase."""

import re
from decimal import Decimal

from claims import Claim, pattern
from truth.files import Row, first, is_amount, last, period, span
from truth.units import (
    OWN,
    RECOUNT,
    REGISTER,
    TURNOVER,
    VISITORS,
    Check,
    Place,
    Unit,
    Where,
    amount,
    area,
    both,
    counted,
    day,
    ends_soon,
    estimated,
    gate,
    hedged,
    indicators,
    label,
    made_city,
    measured,
    named,
    plain_amount,
    planned,
    source_day,
    stated,
    stem,
    tells,
    time,
    time_of,
    year,
)

LEVELS = {"institution": ["institution"], "local": ["district", "village", "post"], "party": ["party"]}


def noted(where: Where) -> Check:
    """As many texts of those that the line cites are of the kind as have the note in brackets."""

    def check(of: Unit, said: Claim) -> bool:
        rows = [row for row in of.cited("agreements", said.facts) if where(of, row)]
        return len(rows) == len(re.findall(pattern(said.phrase, said.said), said.line)) > 0

    return check


def places(of: Unit, row: Row, text: str) -> bool:
    """So many places, up or down."""
    return abs(Decimal(row["value"])) == Decimal(text.split()[0])


def of_projects(of: Unit, said: Claim) -> bool:
    """An investor's projects, and those of all by the same source on the same day."""
    whole = said.values["whole"].split()[0]
    projects = [row for row in of.about("observations") if row["indicator_id"] == "fdi-projects"]
    return any(
        part["partner_id"]
        and part["value"] == said.values["part"]
        and not all_["partner_id"]
        and all_["value"] == whole
        and (all_["as_of"], all_["source_id"]) == (part["as_of"], part["source_id"])
        for part in projects
        for all_ in projects
    )


def is_newest_agreed(of: Unit, row: Row) -> bool:
    """A session that agreed something, of the last two years, after which its body, of ours alone, held none."""
    same = [one for one in of.about("meetings") if one["mechanism_id"] == row["mechanism_id"]]
    members = [one for one in of.rows["mechanism_members"] if one["mechanism_id"] == row["mechanism_id"]]
    return (
        row["outcome_en"].startswith("agreed ")
        and row["outcome_vi"].startswith("thống nhất ")
        and last(row["end"]) >= of.day.replace(year=of.day.year - 2)
        and all(first(one["start"]) <= first(row["start"]) for one in same if one["start"])
        and {one["area_id"] for one in members} <= {*of.areas, ""}
    )


def agreed(*, more: bool) -> Place:
    """What comes first in what a session agreed, up to the first comma or semicolon; with ``more`` behind it."""

    def place(of: Unit, row: Row, text: str) -> bool:
        whole = row["outcome_en"].removeprefix("agreed ").removeprefix("on ")
        return re.split("[,;] ", whole)[0] == text and (text != whole) is more

    return place


ROWS: dict[str, Check] = {
    "front.population_statistics": tells("observations", indicators("population"), value=amount),
    "front.population_census": tells("observations", indicators("population-census"), value=amount),
    "front.population_resolution": tells("observations", indicators("population-resolution"), value=amount),
    "front.population_own_count": tells("observations", indicators("population-stated"), value=amount),
    "front.border": tells("observations", indicators("border-length"), value=amount),
    "front.border_with": tells(
        "observations", indicators("border-length"), value=amount, name=named("partners", "partner_id")
    ),
    "front.land_border_with": tells(
        "observations",
        both(indicators("border-length"), lambda of, row: "land" in row["note_en"].lower()),
        value=amount,
        name=named("partners", "partner_id"),
    ),
    "front.status": tells(
        "documents",
        lambda of, row: row["confidence"] == "high",
        since=day("period_start"),
        name=made_city,
    ),
    "front.status_unread": tells(
        "documents",
        lambda of, row: row["confidence"] != "high" and row["kind"] == "resolution",
        since=day("period_start"),
        name=made_city,
    ),
    "front.works_opened": tells(
        "activities", lambda of, row: row["kind"] == "opening", title=stem("title"), time=time
    ),
    **{
        f"{key}_passed": tells(
            "projects", lambda of, row: of.passed(row["milestone"]), what=stem("milestone")
        )
        for key in ("front.work_milestone", "partners.milestone")
    },
    "front.register": tells("observations", indicators(*REGISTER), value=amount, day=time),
    "front.register_sum": tells("observations", indicators(*REGISTER), value=amount, day=time),
    "front.plan": tells("observations", planned, value=plain_amount),
    "front.rank_places_up": tells(
        "observations", lambda of, row: row["value"] > "0" and row["unit_id"] == "place", places=places
    ),
    "front.rank_places_down": tells(
        "observations", lambda of, row: row["value"] < "0" and row["unit_id"] == "place", places=places
    ),
    "partners.successor_unsure": tells("activities", lambda of, row: row["kind"] == "result", time=time),
    "front.rank_before": tells("observations", indicators("pci-rank"), rank=amount, year=time),
    "front.estimate": tells("observations", estimated),
    "front.estimated": tells("observations", estimated, value=hedged),
    "front.trade_estimated": tells("observations", both(TURNOVER, estimated), value=hedged, period=time),
    "front.work": tells(
        "projects",
        name=stem("name", "short"),
        status=label("project_status", "status"),
        day=stated("status_as_of"),
    ),
    "front.investors_total": tells(
        "observations", indicators(REGISTER[0], OWN[0]), value=amount, period=time
    ),
    "front.by_register": tells("observations", indicators(*REGISTER)),
    "front.by_province": tells("observations", indicators(*OWN)),
    "front.as_of_year": lambda of, said: any(
        row["as_of"] == said.values["year"] for row in of.cited("observations", said.facts)
    ),
    "front.own_count": tells("observations", indicators(*OWN)),
    "trade_page.contradicted": tells("observations", TURNOVER, amount=amount, year=time),
    "front.watch_next": tells(
        "meetings", name=named("mechanisms", "mechanism_id"), day=day("end"), text=stem("next_step")
    ),
    "front.watch_unconfirmed": tells(
        "meetings",
        lambda of, row: (
            (due := of.keys["mechanisms"][row["mechanism_id"]]["due"]) != ""
            and first(due) <= of.day
            and not any(
                one["mechanism_id"] == row["mechanism_id"] and one["start"] > row["start"]
                for one in of.about("meetings")
            )
        ),
    ),
    "trade_page.mirrored": tells(
        "observations",
        lambda of, row: of.indicator(row)["basis_id"] == "mirror",
        gate=gate,
        amount=amount,
        when=time,
    ),
    "trade_page.noted": tells(
        "observations",
        TURNOVER,
        note=lambda of, row, text: row["note_en"].casefold() == f"{text.casefold()}.",
    ),
    "investment_page.noted": tells(
        "observations",
        indicators(*REGISTER, *OWN),
        note=lambda of, row, text: row["note_en"].casefold() == f"{text.casefold()}.",
    ),
    "trade_page.told": tells("observations", TURNOVER, when=time, name=counted, amount=amount),
    "trade_page.told_again": tells("observations", TURNOVER, when=time, name=counted, amount=amount),
    "trade_page.told_estimated": tells(
        "observations", both(TURNOVER, estimated), when=time, name=counted, amount=hedged
    ),
    "trade_page.told_again_estimated": tells(
        "observations", both(TURNOVER, estimated), when=time, name=counted, amount=hedged
    ),
    "trade_page.through_gate": tells(
        "observations", measured("turnover", bases=("gate", "all-gates", "land-gates")), gate=gate
    ),
    "trade_page.at_gate_customs": tells(
        "observations", measured("turnover", bases=("gate-customs",)), gate=gate
    ),
    "trade_page.exports_through_gate": tells("observations", measured("exports"), gate=gate),
    "trade_page.target": tells(
        "observations", both(TURNOVER, planned), when=time, amount=plain_amount, told=source_day
    ),
    "investment_page.register": tells(
        "observations", indicators(*REGISTER), when=time, projects=amount, capital=amount, unit=area
    ),
    "investment_page.register_capital": tells(
        "observations", indicators(*REGISTER), when=time, capital=amount, unit=area
    ),
    "investment_page.own_count": tells(
        "observations", indicators(*OWN), when=time, projects=amount, capital=amount, unit=area
    ),
    "investment_page.own_count_capital": tells(
        "observations", indicators(*OWN), when=time, capital=amount, unit=area
    ),
    "investment_page.whole": tells(
        "observations", lambda of, row: row["indicator_id"] == OWN[0] and not row["sector_id"], capital=amount
    ),
    "investment_page.against_register": tells(
        "observations", indicators(*REGISTER), when=time, capital=amount, unit=area
    ),
    "investment_page.between": tells(
        "observations", indicators(REGISTER[0], OWN[0]), capital=amount, day=time
    ),
    "investment_page.investor": tells(
        "observations",
        indicators(*OWN),
        when=time,
        name=named("partners", "partner_id"),
        held=lambda of, row, text: any(
            amount(of, row, re.sub(r" of \d+ projects", " projects", one)) for one in text.split(", ")
        ),
        unit=area,
    ),
    "investment_page.visitors": tells("observations", VISITORS, when=time, amount=hedged, unit=area),
    "investment_page.visitors_recount": tells("observations", RECOUNT, when=time, amount=hedged, unit=area),
    **{
        f"partners.level_{name}": noted(lambda of, row, levels=levels: row["level"] in levels)
        for name, levels in LEVELS.items()
    },
    "partners.text_over": noted(lambda of, row: of.passed(row["period_end"])),
    "partners.state_ended": tells(
        "agreements", lambda of, row: of.passed(row["period_end"]), time=day("period_end")
    ),
    "partners.state_until": tells(
        "agreements", lambda of, row: not of.passed(row["period_end"]), time=day("period_end")
    ),
    "partners.text_undated": tells(
        "agreements", lambda of, row: not row["signed"] and not row["period_start"]
    ),
    "partners.day_unknown": tells("agreements", lambda of, row: not row["signed"]),
    "partners.text_doubtful": tells(
        "agreements", lambda of, row: row["confidence"] == "low", time=day("signed", "period_start")
    ),
    "partners.contact": tells(
        "activities",
        name=lambda of, row, text: (
            row["partner_id"] != ""
            and of.keys["partners"][row["partner_id"]]["name_en"].casefold() == text.casefold()
        ),
        time=day("end"),
    ),
    "partners.tie_friendship": tells(
        "relations", lambda of, row: row["form"] == "friendship", time=year("as_of")
    ),
    "partners.tie_cooperation": tells(
        "relations", lambda of, row: row["form"] == "cooperation", time=year("as_of")
    ),
    "partners.is_due_unconfirmed": tells(
        "mechanisms",
        lambda of, row: bool(row["due"]) and first(row["due"]) <= of.day <= last(row["due"]),
        time=day("due"),
    ),
    "partners.agreed_to_do": tells("meetings", is_newest_agreed, time=day("end"), what=agreed(more=False)),
    "partners.agreed_more": tells("meetings", is_newest_agreed, time=day("end"), what=agreed(more=True)),
    "partners.agreed_open": tells("meetings", is_newest_agreed, time=day("end")),
    "partners.signed": tells("agreements", time=day("signed")),
    "partners.milestone_before_due": tells(
        "projects",
        lambda of, row: of.passed(row["milestone"]) and not of.passed(row["due"]),
        what=stem("milestone"),
        state=lambda of, row, text: period(text.removeprefix("due ")) == span(row["due"]),
    ),
    "partners.text_ending": tells(
        "agreements",
        ends_soon,
        time=day("period_end"),
        what=lambda of, row, text: (row["subject_en"] or row["kind"]).lower() in text.lower(),
    ),
    "partners.text_signed": tells("agreements", time=day("signed"), title=stem("title")),
    "partners.state_in_force": tells(
        "agreements",
        lambda of, row: row["status"] == "in_force" and not of.passed(row["period_end"]),
        time=stated("status_as_of"),
    ),
    "partners.successor_agreed": tells(
        "activities",
        lambda of, row: row["kind"] == "result",
        what=stem("title"),
        time=time,
    ),
}


# What takes several rows


def formed(of: Unit, said: Claim) -> bool:
    unit = of.keys["areas"][of.area]
    former = {row["name_en"] for row in of.rows["areas"] if row["successor_id"] == of.area}
    return (
        period(said.values["since"]) == span(unit["valid_from"])
        and set(re.split(" and |, ", said.values["units"])) == former
    )


def ended(of: Unit, said: Claim) -> bool:
    unit = of.keys["areas"][of.area]
    after = of.keys["areas"][unit["successor_id"]] if unit["successor_id"] else {}
    return (
        bool(after)
        and said.values["former"] == unit["name_en"]
        and said.values["name"].strip("[]") == after["name_en"]
        and period(said.values["since"]) == span(after["valid_from"])
    )


def merged_with(of: Unit, said: Claim) -> bool:
    """The other units that became part of the one that the unit became part of."""
    unit = of.keys["areas"][of.area]
    others = {
        row["name_en"]
        for row in of.rows["areas"]
        if row["successor_id"] and row["successor_id"] == unit["successor_id"] and row != unit
    }
    return set(re.split(" and |, ", said.values["units"])) == others


def former_units(of: Unit) -> set[str]:
    return {row["area_id"] for row in of.rows["areas"] if row["successor_id"] == of.area}


def summed(of: Unit, said: Claim) -> bool:
    """The figures of the register that are cited are of all former units, and none of the unit itself."""
    rows = [row for row in of.cited("observations", said.facts) if row["indicator_id"] == REGISTER[0]]
    newest = max((row["as_of"] for row in rows), default="")
    own = [
        row
        for row in of.about("observations")
        if row["as_of"] == newest and row["indicator_id"] == REGISTER[0]
    ]
    return {row["area_id"] for row in rows} - {of.area} == former_units(of) != set() and not any(
        row["area_id"] == of.area for row in own
    )


def of_one_unit(of: Unit, said: Claim) -> bool:
    """The figures of the register that are cited are of one unit."""
    rows = [row for row in of.cited("observations", said.facts) if row["indicator_id"] == REGISTER[0]]
    return len({row["area_id"] for row in rows}) == 1


def own_exceeds(of: Unit, said: Claim) -> bool:
    """A former unit's own count is a tenth more than what the register has of all former units on its newest day."""
    register = [row for row in of.about("observations") if row["indicator_id"] == REGISTER[0]]
    newest = max(row["as_of"] for row in register)
    parts = {row["area_id"]: row for row in register if row["as_of"] == newest}
    told = tells("observations", indicators(OWN[0]), unit=area, value=amount, period=time)
    return (
        told(of, said)
        and parts.keys() == former_units(of)
        and any(
            row["area_id"] in parts
            and {row["unit_id"], *(one["unit_id"] for one in parts.values())} == {"usd_m"}
            and Decimal(row["value"]) >= Decimal("1.1") * sum(Decimal(one["value"]) for one in parts.values())
            for row in of.cited("observations", said.facts)
            if row["indicator_id"] == OWN[0]
        )
    )


def sides(*, rest: bool) -> Check:
    """Exports and imports are those of one period and count; with a ``rest`` they are less than its turnover."""

    def check(of: Unit, said: Claim) -> bool:
        rows = of.candidates("observations", said)
        for out in filter(lambda row: measured("exports")(of, row), rows):
            same = [row for row in rows if time_of(row) == time_of(out) and row["area_id"] == out["area_id"]]
            basis = of.indicator(out)["basis_id"]
            in_ = [row for row in same if measured("imports", bases=(basis,))(of, row)]
            whole = [row for row in same if measured("turnover", bases=(basis,))(of, row)]
            if (
                is_amount(out, said.values["exports"])
                and any(is_amount(row, said.values["imports"]) for row in in_)
                and (not rest or any(is_more(row, out, in_[0]) for row in whole))
            ):
                return True
        return False

    return check


def is_more(whole: Row, *parts: Row) -> bool:
    assert {whole["unit_id"]} == {row["unit_id"] for row in parts}
    return Decimal(whole["value"]) > sum(Decimal(row["value"]) for row in parts) * Decimal("1.01")


def more_than_sides(of: Unit, said: Claim) -> bool:
    """Of some period the turnover is more than exports and imports."""
    rows = of.about("observations")
    found: dict[tuple[object, ...], dict[str, Row]] = {}
    for row in rows:
        if of.indicator(row)["topic"] == "trade" and row["qualifier"] != "planned":
            key = (row["area_id"], of.indicator(row)["basis_id"], row["gate_id"], time_of(row))
            found.setdefault(key, {})[of.indicator(row)["measure"]] = row
    return any(
        {"turnover", "exports", "imports"} <= of_.keys()
        and len({row["unit_id"] for row in of_.values()}) == 1
        and is_more(of_["turnover"], of_["exports"], of_["imports"])
        for of_ in found.values()
    )


def worked_out(of: Unit, said: Claim) -> bool:
    """No figure of the period was published; that of the year after it and its printed change were."""
    found = re.search(
        r"(?:first half of|early|january[–a-z]*|in)? ?\d{4}",
        said.values["said"].split(":")[0],
        re.IGNORECASE,
    )
    days = period(found[0]) if found else None
    if days is None:
        return True  # within a sentence that has the period
    after = tuple(one.replace(year=one.year + 1) for one in days)
    rows = [row for row in of.about("observations") if row["qualifier"] != "planned"]
    told = [row for row in rows if TURNOVER(of, row) and time_of(row) == days]
    rates = {
        of.indicator(row)["basis_id"]
        for row in rows
        if row["unit_id"] == "percent" and of.indicator(row)["topic"] == "trade" and time_of(row) == after
    }
    results = {of.indicator(row)["basis_id"] for row in rows if TURNOVER(of, row) and time_of(row) == after}
    return bool(rates & results - {of.indicator(row)["basis_id"] for row in told})


def is_estimate(of: Unit, said: Claim) -> bool:
    """A figure of trade or visitors of the period, or of the amount that is said, is an estimate."""
    rows = [row for row in of.candidates("observations", said) if estimated(of, row)]
    days = period(said.values["said"][:1].lower() + said.values["said"][1:]) or period(said.values["said"])
    if days is not None:
        counts = ("trade", "visitors")
        return any(of.indicator(row)["topic"] in counts and time_of(row) == days for row in rows)
    return any(VISITORS(of, row) or amount(of, row, said.values["said"]) for row in rows)


def dollars(row: Row) -> Decimal:
    """An amount in millions."""
    return Decimal(row["value"]) * {"usd_m": 1, "usd_bn": 1000}[row["unit_id"]]


def disagree(of: Unit, said: Claim) -> bool:
    """Of one year a part is more than the whole by another source, both trade of the unit; the wholes are named."""
    rows = [row for row in of.about("observations") if TURNOVER(of, row) and row["qualifier"] != "planned"]
    rows = [
        row for row in rows if row["area_id"] == of.area and row["period_start"][:4] == said.values["year"]
    ]
    whole = [row for row in rows if row["period_start"] == said.values["year"] == row["period_end"]]
    parts = [dollars(row) for row in rows if row not in whole]
    less = [row for row in whole if any(dollars(row) < part for part in parts)]
    told = said.values["others"].count("USD")
    return len(less) >= told > 0 and any(of.indicator(row)["basis_id"] == "unstated" for row in less)


def share_of_capital(of: Unit, said: Claim) -> bool:
    """A source prints the share, or it follows from the capital of the investor and of all."""
    share = Decimal(said.values["share"].strip("≈<> %"))
    rows = of.cited("observations", said.facts)
    if any(row["unit_id"] == "percent" and abs(Decimal(row["value"]) - share) < 1 for row in rows):
        return True
    parts = [row for row in rows if row["indicator_id"] == OWN[0] and row["partner_id"]]
    all_ = [row for row in rows if row["indicator_id"] == OWN[0] and not row["partner_id"]]
    return any(abs(Decimal(p["value"]) / Decimal(a["value"]) * 100 - share) <= 1 for p in parts for a in all_)


def missing_sides(of: Unit, said: Claim) -> bool:
    """The count that is named has no exports or imports of half a year or more in the last five years."""
    rows = [
        row
        for row in of.about("observations")
        if counted(of, row, said.values["name"]) and row["qualifier"] != "planned"
    ]
    return any(TURNOVER(of, row) for row in rows) and not any(
        measured("exports", "imports")(of, row)
        and (days := time_of(row))
        and (days[1] - days[0]).days > 180
        and not of.passed(str(days[1].replace(year=days[1].year + 5, day=1)))
        for row in rows
    )


def no_later_text(of: Unit, said: Claim) -> bool:
    """One of the texts that the line cites ended, and none with its partners came later."""
    return any(
        of.passed(row["period_end"])
        and not any(
            of.partners(other["agreement_id"]) & of.partners(row["agreement_id"])
            and any(
                last(day) > last(row["period_end"]) for day in (other["period_end"], other["signed"]) if day
            )
            for other in of.about("agreements")
        )
        for row in of.cited("agreements", said.facts)
    )


def another_text(of: Unit, said: Claim) -> bool:
    """The line has a text that ended, with no later one, and one on that subject with a partner of it, signed then."""
    cited = of.cited("agreements", said.facts)
    return no_later_text(of, said) and any(
        row["subject_en"] == said.values["about"]
        and period(said.values["time"]) == span(row["signed"])
        and any(
            of.partners(ended_["agreement_id"]) & of.partners(row["agreement_id"])
            and row["signed"].startswith(ended_["period_end"][:4])
            for ended_ in cited
            if ended_ is not row and ended_["period_end"]
        )
        for row in cited
        if row["signed"]
    )


def of_states(of: Unit, said: Claim) -> bool:
    """The session that the line cites is of a body whose partners are states, and of no unit of ours."""
    bodies = {row["mechanism_id"] for row in of.cited("meetings", said.facts)}
    members = [one for one in of.rows["mechanism_members"] if one["mechanism_id"] in bodies]
    abroad = {of.keys["partners"][one["partner_id"]]["kind"] for one in members if one["partner_id"]}
    return abroad == {"state"} and not {one["area_id"] for one in members} & {of.area}


def no_outcome(of: Unit, said: Claim) -> bool:
    """A session of the body, place and days that are said has no outcome known by then."""
    name, where = re.fullmatch(r"(.+) \((.+)\)", said.values["said"]).groups()
    return any(
        time(of, row, where.split(", ")[-1])
        and of.keys["mechanisms"][row["mechanism_id"]]["short_en"].split()[-1].casefold() in name.casefold()
        and (not row["outcome_en"] or not any(last(one) <= of.day for one in of.outcome_published(row)))
        for row in of.cited("meetings", said.facts)
    )


def behind_rise(of: Unit, said: Claim) -> bool:
    """The note on a stock that is cited, a quarter more than one of a year before, infers that work of the unit."""
    works = {row["name_en"] for row in of.about("projects")}
    return said.values["name"] in works and any(
        said.values["name"].casefold() in row["note_en"].casefold()
        and "inferred" in row["note_en"]
        and any(
            old["indicator_id"] == row["indicator_id"]
            and old["area_id"] == row["area_id"]
            and old["as_of"] < f"{int(row['as_of'][:4]) - 1}{row['as_of'][4:]}"
            and Decimal(row["value"]) >= Decimal(old["value"]) * Decimal("1.25")
            for old in of.about("observations")
        )
        for row in of.cited("observations", said.facts)
        if row["indicator_id"] in (REGISTER[0], OWN[0])
    )


SEVERAL: dict[str, Check] = {
    "front.investors_rise": behind_rise,
    "front.own_exceeds": own_exceeds,
    "front.formed": formed,
    "front.ended": ended,
    "front.merged_with": merged_with,
    "front.sum_of_former": summed,
    "front.fdi_summed": summed,
    "front.fdi_counted": of_one_unit,
    "front.of_capital": share_of_capital,
    "front.of_projects": of_projects,
    "front.no_outcome": no_outcome,
    "partners.of_states": of_states,
    "front.watch_no_text": no_later_text,
    "front.watch_other_text": another_text,
    "trade_page.sides": sides(rest=False),
    "trade_page.count_sides": sides(rest=False),
    "trade_page.sides_and_rest": sides(rest=True),
    "trade_page.more_than_sides": more_than_sides,
    "trade_page.worked_out": worked_out,
    "trade_page.estimate": is_estimate,
    "trade_page.disagreement": disagree,
    "trade_page.missing_sides": missing_sides,
    "investment_page.summed": summed,
    "investment_page.summed_subtitle": summed,
    "investment_page.register_subtitle": of_one_unit,
    "investment_page.share": share_of_capital,
}
