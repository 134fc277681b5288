"""What headings say stands below them; what is counted, listed or missing is so in the rows of the unit."""

import re
from collections.abc import Iterable
from datetime import date

from claims import MADE, Claim
from truth import files
from truth.files import Row, first, is_amount, last, period, span
from truth.units import (
    FACTS,
    RECOUNT,
    TURNOVER,
    Check,
    Place,
    Unit,
    Where,
    amount,
    area,
    counted,
    ends_soon,
    estimated,
    every,
    hedged,
    in_list,
    indicators,
    label,
    measured,
    planned,
    tells,
    time,
    time_of,
    year,
)

# Headings: what they say stands below them


def below(table: str, where: Where = lambda of, row: True, **places: Place) -> Check:
    """The output has a row of the kind, whose cells have what stands in the places of its heading."""

    def check(of: Unit, said: Claim) -> bool:
        rows = [row for row in of.cited(table, said.around) if where(of, row)]
        return any(all(place(of, row, said.values[name]) for name, place in places.items()) for row in rows)

    return check


def cited_there(table: str, where: Where) -> Check:
    return lambda of, said: any(where(of, row) for row in of.cited(table, said.facts))


def open_below(of: Unit, said: Claim) -> bool:
    """Below stands a work that is not done, what is due, a session that left something to do, or a text that ended."""
    return (
        any(
            row["status"] in ("ongoing", "preparing", "proposed") for row in of.cited("projects", said.around)
        )
        or any(row["due_en"] for row in of.cited("mechanisms", said.around))
        or any(row["next_step_en"] for row in of.cited("meetings", said.around))
        or any(
            of.passed(row["period_end"]) or ends_soon(of, row) for row in of.cited("agreements", said.around)
        )
    )


def nothing_open_below(of: Unit, said: Claim) -> bool:
    """Below stand texts, sessions, events and ties of the unit, and nothing that is due or under way."""
    tables = ("agreements", "meetings", "activities", "relations")
    told = sum(len(of.cited(table, said.around)) for table in tables)
    return told == len(said.around) > 0


def earlier_sessions(of: Unit, said: Claim) -> bool:
    """All that stand below have an outcome, and of each its body met again later or another is told as its latest."""
    rows = of.cited("meetings", said.around)
    return len(rows) >= 1 and all(row["outcome_en"] for row in rows)


def newest_of_counts(of: Unit, said: Claim) -> bool:
    """Each figure is of six months or more, no newer one of its count being left out, or a year, no newer one."""

    def whole(row: Row) -> bool:
        days = time_of(row)
        return days is not None and (days[0].month, days[0].day, days[1].month, days[1].day) == (1, 1, 12, 31)

    def long(row: Row) -> bool:
        days = time_of(row)
        return days is not None and (days[1] - days[0]).days > 178 and days[0].year == days[1].year

    shown = [row for row in of.cited("observations", said.around) if TURNOVER(of, row)]
    for row in shown:
        same = [
            one
            for one in of.about("observations")
            if all(one[name] == row[name] for name in ("area_id", "indicator_id", "gate_id"))
            and one["qualifier"] != "planned"
            and one["confidence"] != "low"
        ]
        newer = [one for one in same if time_of(one)[1] > time_of(row)[1] and long(one)]
        times = {time_of(one) for one in shown if one in same}
        there = {time_of(one) for one in newer} <= times
        if not long(row) or not (
            there or (whole(row) and {time_of(one) for one in newer if whole(one)} <= times)
        ):
            return False
    return len({of.indicator(row)["basis_id"] + row["gate_id"] for row in shown}) >= 2


def is_count(of: Unit, said: str, rows: Iterable[Row]) -> bool:
    """Whether a figure of trade is told with its name: ``trade through Móng Cái: over USD 5.2 billion in 2025``."""
    name, _, rest = said.partition(": ")
    found = re.fullmatch(r"(.+?)( \(estimate\))? ((?:in|on|from) .+)", rest)
    return bool(found) and any(
        TURNOVER(of, row)
        and estimated(of, row) == bool(found[2])
        and counted(of, row, name)
        and hedged(of, row, found[1])
        and (period(found[3]) == time_of(row) or is_inferred(row, found[3]))
        for row in rows
    )


def is_inferred(row: Row, text: str) -> bool:
    """Whether a headline has the years alone of a period that is inferred: ``in early 2025*``."""
    days = time_of(row) if row["date_inferred"] == "true" else None
    if days is None:
        return False
    first, last = days
    months = f"in early {last.year}*" if (first.month, first.day) == (1, 1) else ""
    return text == (months if first.year == last.year else f"from {first.year} to {last.year}*")


def counts_told(of: Unit, said: Claim) -> bool:
    """Each count that is listed is a figure of trade: what it counts, how much, when."""
    listed = [re.sub(r" \(exports .*?\)", "", one) for one in said.values["counts"].split("; ")]
    return all(is_count(of, one, of.candidates("observations", said)) for one in listed)


def first_year(of: Unit, said: Claim) -> bool:
    """The first year of which the picture has a figure, and the rows have one or its change in the year after."""
    first_drawn = min(re.findall(r"\b(\d{4}): ", said.text), default="")
    return first_drawn == said.values["year"] and has_year(of, first_drawn)


def has_year(of: Unit, year: str) -> bool:
    """Whether a turnover of a full year is known, or follows from that of the next year and its change."""
    whole = {row["period_end"] for row in of.about("observations") if TURNOVER(of, row)}
    rates = {row["period_end"] for row in of.about("observations") if of.indicator(row)["kind"] == "rate"}
    return year in whole or str(int(year) + 1) in whole & rates


def by_year_and_months(of: Unit, said: Claim) -> bool:
    """Full years, of which the rows have figures or the changes after them, and the same months of two years."""
    years = re.findall(r"[.;] (\d{4}): ", said.text)
    months = [months for months, _ in re.findall(r"[.;] ([A-Z][a-z]+(?:–[A-Z][a-z]+)?) (\d{4}): ", said.text)]
    return (
        bool(years)
        and all(has_year(of, one) for one in years)
        and any(months.count(one) >= 2 for one in months)
    )


INFLOW = ("fdi-inflow-register", "fdi-new-capital-register", "fdi-new-projects-register")
HEADINGS: dict[str, Check] = {
    "front.label_visitors_recount": cited_there("observations", RECOUNT),
    "front.trade_unstated": lambda of, said: any(
        TURNOVER(of, row) and of.indicator(row)["basis_id"] == "unstated" for row in of.about("observations")
    ),
    "front.chart_trade": first_year,
    "trade_page.unstated": tells("observations", measured("turnover", bases=("unstated",))),
    "trade_page.neutral": by_year_and_months,
    "trade_page.table": lambda of, said: (
        below("observations", TURNOVER)(of, said)
        and not below("observations", measured("exports", "imports"))(of, said)
    ),
    "trade_page.table_sides": every(
        below("observations", TURNOVER), below("observations", measured("exports", "imports"))
    ),
    "trade_page.counts": newest_of_counts,
    "trade_page.counts_lead": newest_of_counts,
    "trade_page.counts_said": counts_told,
    "trade_page.no_gate_kind": lambda of, said: any(
        row["kind"] == "unknown" for row in of.cited("border_gates", said.around)
    ),
    "trade_page.class_inferred": lambda of, said: any(
        row["kind_inferred"] == "true" for row in of.cited("border_gates", said.around)
    ),
    "investment_page.sectors": below("observations", lambda of, row: bool(row["sector_id"]), when=time),
    "investment_page.aid": below(
        "observations", lambda of, row: of.indicator(row)["topic"] in ("oda", "ngo_aid")
    ),
    "investment_page.rank_subtitle": every(
        below("observations", indicators("pci-rank"), unit=area),
        lambda of, said: (
            not below("observations", lambda of, row: row["indicator_id"] != "pci-rank")(of, said)
        ),
    ),
    "investment_page.flows": below("observations", indicators(*INFLOW)),
    "investment_page.flows_subtitle": below("observations", indicators(*INFLOW)),
    "partners.earlier_title": earlier_sessions,
    "partners.table_title": open_below,
    "partners.page_table_title": open_below,
    "partners.table_title_none_open": nothing_open_below,
    "partners.page_table_title_none_open": nothing_open_below,
}


# What is counted or listed, and what is missing


def works_under_way(of: Unit, said: Claim) -> bool:
    """A figure of trade is told, and of each kind of works one is under way."""
    kinds = {"a railway": "railway", "a bridge": "bridge", "a road": "road"}
    rows = [row for row in of.about("projects") if row["status"] == "ongoing"]
    there = {row["kind"] for row in rows}
    gates = {f"the {row['short_en'] or row['name_en']}" for row in rows if row["kind"] == "border_works"}
    works = re.split(" and |, ", said.values["works"])
    return all(one in gates or kinds.get(one) in there for one in works) and is_count(
        of, said.values["trade"], of.about("observations")
    )


def how_sure(dots: int) -> Check:
    """Where the figure was read: a register or law at first hand; a copy, two sources, its own publisher; a report."""

    def sure(of: Unit, row: Row) -> int:
        source, basis = of.keys["sources"][row["source_id"]], of.indicator(row)["basis_id"]
        official = source["kind"] in ("government", "party") and source["witness"] != "report"
        if basis in ("register", "resolution") and official:
            return 3 if source["witness"] == "original" else 2
        own = basis in ("pci", "statistics") and source["kind"] != "press"
        others = [
            one
            for one in of.about("observations")
            if one["observation_id"] == row["observation_id"]
            or all(
                one[name] == row[name]
                for name in ("area_id", "indicator_id", "partner_id", "gate_id", "value")
            )
        ]
        return 2 if official or own or sum(len(of.published(one)) for one in others) > 1 else 1

    return lambda of, said: any(sure(of, row) == dots for row in of.cited("observations", said.facts))


def nothing_like_it(of: Unit, said: Claim) -> bool:
    """The figure that is told has no like of five years before: of the same count, and of the same days."""

    def comparable(one: Row, other: Row) -> bool:
        same = ("area_id", "indicator_id", "partner_id", "sector_id", "gate_id", "unit_id")
        mine, theirs = time_of(one), time_of(other)
        return (
            mine is not None
            and theirs is not None
            and all(one[name] == other[name] for name in same)
            and 0 < mine[1].year - theirs[1].year <= 5
            and [day.strftime("%m%d") for day in mine] == [day.strftime("%m%d") for day in theirs]
        )

    rows = [
        row
        for row in of.about("observations")
        if row["qualifier"] != "planned" and row["confidence"] != "low"
    ]
    told = [row for row in of.cited("observations", said.facts) if of.indicator(row)["kind"] != "rate"]
    if not told:
        return False
    newest = max(told, key=lambda row: time_of(row) or (date.min,))
    unstated = of.indicator(newest)["basis_id"] == "unstated"  # not to be compared, whatever there is
    return unstated or not any(comparable(newest, row) for row in rows)


def named_investors(of: Unit, said: Claim) -> bool:
    """All partners that sources name as investors, at the time that is said."""
    rows = [row for row in of.cited("relations", said.facts) if row["form"] == "investor"]
    rows = [row for row in rows if area(of, row, said.values["unit"])]
    rows = [row for row in rows if period(said.values["when"]) == span(row["as_of"])]
    return {of.keys["partners"][row["partner_id"]]["name_en"] for row in rows} == set(
        said.values["names"].split(", ")
    )


def tied(of: Unit, said: Claim) -> bool:
    """Each partner that is listed has a text, a body or ties, and so have as many more as are counted."""
    partners = {row["partner_id"] for row in of.about("relations")}
    for table, key in (("agreement_parties", "agreement_id"), ("mechanism_members", "mechanism_id")):
        joint = {row[key] for row in of.rows[table] if row["area_id"] in of.areas}
        partners |= {row["partner_id"] for row in of.rows[table] if row[key] in joint}
    names = {of.keys["partners"][one]["name_en"].split(" (")[0] for one in partners - {""}}
    more = re.search(r"and (\d+) more$", said.values["names"])
    told = in_list(said.values["names"])
    return told <= names and (not more or len(names - told) >= int(more[1]))


def texts_with(of: Unit, partner: str) -> int:
    texts = [
        row for row in of.about("agreements") if row["kind"] != "twinning" and row["confidence"] != "low"
    ]
    return sum(partner in of.partners(row["agreement_id"]) for row in texts)


def more_texts(of: Unit, said: Claim) -> bool:
    """With the partner of the text that is told there are so many more."""
    shown = of.cited("agreements", said.facts)
    partners = {partner for row in shown for partner in of.partners(row["agreement_id"])}
    return any(texts_with(of, one) == int(said.values["count"]) + len(shown) for one in partners)


def more_sectors(of: Unit, said: Claim) -> bool:
    """So many sectors have a figure of that time and no row in the table."""
    shown = [row for row in of.cited("observations", said.around) if row["sector_id"]]
    times = {time_of(row) for row in shown}
    all_ = {
        row["sector_id"] for row in of.about("observations") if row["sector_id"] and time_of(row) in times
    }
    return len(all_) - len({row["sector_id"] for row in shown}) == int(said.values["count"])


def listed_by(of: Unit, said: Claim) -> bool:
    """The priorities below are of the kind, and stand in the document or the source that is said."""

    def said_by(row: Row) -> str:
        if not row["document_id"]:
            return of.keys["sources"][row["source_id"]]["short_en"]
        document = of.keys["documents"][row["document_id"]]
        kind = next(
            one
            for one in of.rows["labels"]
            if (one["list"], one["value"]) == ("document_kind", document["kind"])
        )
        name = f"{kind['name_en']} No. {document['number']}" if document["number"] else document["title_en"]
        return name + (" (term over)" if of.passed(document["period_end"]) else "")

    rows = of.cited("priorities", said.around)
    kind = label("priority_kind", "kind")
    document = re.sub(", (before the merger|no newer list found)$", "", said.values["document"])
    return bool(rows) and all(kind(of, row, said.values["kind"]) and said_by(row) == document for row in rows)


def before_merger(of: Unit, said: Claim) -> bool:
    """The priorities below were set for a unit that was merged into this one, and no newer ones are known."""
    rows = of.cited("priorities", said.around)
    return bool(rows) and all(row["area_id"] != of.area for row in rows)


def none_newer(of: Unit, said: Claim) -> bool:
    """The priorities below were told more than two years ago; none of the unit was told later."""
    rows = of.cited("priorities", said.around)
    latest = max((last(of.keys["sources"][row["source_id"]]["published"]) for row in rows), default=of.day)
    return latest < of.day.replace(year=of.day.year - 2, day=28)


def overdue(of: Unit, said: Claim) -> bool:
    """Of each work that is listed a day that it was due, or of a milestone, has passed, and it was not finished."""
    rows = of.cited("projects", said.facts)
    return bool(rows) and all(
        row["status"] != "completed" and (of.passed(row["due"]) or of.passed(row["milestone"]))
        for row in rows
    )


def held_with(of: Unit, said: Claim) -> bool:
    """Two sessions that are cited, of two bodies, were at one place on a day that both have."""
    rows = of.cited("meetings", said.facts)
    return any(
        one["place_en"] == two["place_en"] != ""
        and first(one["start"]) <= last(two["end"])
        and first(two["start"]) <= last(one["end"])
        and _named_in(of, one, said.values["session"])
        and _named_in(of, two, said.values["other"])
        for one in rows
        for two in rows
        if one["mechanism_id"] != two["mechanism_id"]
    )


def _named_in(of: Unit, meeting: Row, text: str) -> bool:
    """Whether a text has the name of the body of a session, and its number, if it has one."""
    name, number = of.keys["mechanisms"][meeting["mechanism_id"]]["short_en"], str(meeting["number"] or "")
    return name.lower() in text.lower() and number in text


def last_held_with(of: Unit, said: Claim) -> bool:
    """A body whose session fell on the days of the latest one of what is due, and which has met since then."""
    mine = {row["mechanism_id"] for row in of.cited("mechanisms", said.facts)}
    sessions = sorted(of.about("meetings"), key=lambda row: row["start"])
    (last_one,) = ([row for row in sessions if row["mechanism_id"] in mine] or [None])[-1:]
    bodies = {row["mechanism_id"] for row in of.about("mechanisms") if row["short_en"] == said.values["body"]}
    others = [row for row in sessions if row["mechanism_id"] in bodies - mine]
    return (
        last_one is not None
        and any((row["start"], row["end"]) == (last_one["start"], last_one["end"]) for row in others)
        and others[-1]["start"] > last_one["end"]
    )


def perhaps_held(of: Unit, said: Claim) -> bool:
    """On that day a body met on the days of whose session before the latest one of what is due was held."""
    cited = of.cited("mechanisms", said.facts)
    sessions = sorted(of.about("meetings"), key=lambda row: row["start"])
    for body in cited:
        mine = [row for row in sessions if row["mechanism_id"] == body["mechanism_id"]]
        for other in sessions:
            days = (other["start"], other["end"])
            since = [
                row
                for row in sessions
                if row["mechanism_id"] == other["mechanism_id"]
                and other["mechanism_id"] != body["mechanism_id"]
                and mine
                and days == (mine[-1]["start"], mine[-1]["end"])
                and row["start"] > mine[-1]["end"]
            ]
            if since and period(said.values["day"]) == span(since[-1]["start"], since[-1]["start"]):
                return bool(body["due"]) and first(body["due"]) <= of.day
    return False


def minutes(of: Unit, said: Claim) -> bool:
    """A session of the year with the partner signed minutes, and no text with it is known."""
    return any(
        row["start"].startswith(said.values["time"])
        and "minutes" in row["outcome_en"]
        and "signed" in row["outcome_en"]
        for row in of.cited("meetings", said.facts)
    )


def undated_with(of: Unit, said: Claim) -> bool:
    """So many texts of the kind without a date are cited, with partners of these names."""
    rows = of.cited("agreements", said.facts)
    names = {of.keys["partners"][one]["name_en"] for row in rows for one in of.partners(row["agreement_id"])}
    return (
        len(rows) == int(said.values["count"])
        and {row["kind"] for row in rows} == {said.values["kind"]}
        and not any(row["signed"] or row["period_start"] for row in rows)
        and in_list(said.values["names"]) <= {name.split(" (")[0] for name in names}
    )


def term_over(of: Unit, said: Claim) -> bool:
    """The document of the priorities below had a term, which is over."""
    rows = [of.keys["documents"].get(row["document_id"], {}) for row in of.cited("priorities", said.around)]
    return any(
        row and of.passed(row["period_end"]) and row["number"] in said.values["document"] for row in rows
    )


def next_unknown(of: Unit, said: Claim) -> bool:
    """Of each body that is listed no source had told what is due; and it met within two years."""
    bodies = {row["short_en"]: row for row in of.about("mechanisms")}
    lately = of.day.replace(year=of.day.year - 2, day=1)

    def is_open(body: Row) -> bool:
        told = of.keys["sources"].get(body["due_source_id"])
        due = body["due_en"] and (told is None or last(told["published"]) <= of.day)
        met = [
            row
            for row in of.about("meetings")
            if row["mechanism_id"] == body["mechanism_id"] and row["start"]
        ]
        return not due and any(last(row["end"] or row["start"]) >= lately for row in met)

    listed = [one for one in said.values["bodies"].split("; ") if not re.fullmatch(r"and \d+ more", one)]
    return all(one in bodies and is_open(bodies[one]) for one in listed)


def moment(row: Row) -> tuple[str, ...]:
    """What fact a row is: of figures what it counts and when, of others its key."""
    if "observation_id" not in row:
        return next(iter(row.items()))
    fields = (
        "area_id",
        "indicator_id",
        "partner_id",
        "sector_id",
        "gate_id",
        "period_start",
        "period_end",
        "as_of",
    )
    return tuple(row[field] for field in fields)


def new_facts(of: Unit, day: date) -> tuple[int, int]:
    """How many facts no source had told by a day, and how many another source has told otherwise since."""
    rows = [row for table in FACTS for row in of.about(table)]
    before: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        if of.told(row, day):
            before.setdefault(moment(row), set()).add(row.get("value", "") + row.get("qualifier", ""))
    now = {moment(row) for row in rows}
    again = {
        moment(row)
        for row in rows
        if moment(row) in before
        and row.get("value", "") + row.get("qualifier", "") not in before[moment(row)]
    }
    return len(now - before.keys()), len(again)


def counts_news(of: Unit, said: Claim) -> bool:
    """So many facts are new since a year before, revised ones included; those listed are among them."""
    since = period(said.values["date"])
    assert since is not None
    if (of.day - since[1]).days not in (365, 366):
        return False
    new, revised = new_facts(of, since[1])
    count = int(said.values.get("count") or 0)
    listed = [row for table in FACTS for row in of.cited(table, said.around)]
    if of.name in MADE:  # the earlier edition has not the rows made
        return new <= count
    return new <= count <= new + revised and all(
        not of.told(row, since[1]) or moment(row) in {moment(one) for one in of.about("observations")}
        for row in listed
    )


def before_that(of: Unit, said: Claim) -> bool:
    """The figure is told, and had another value in the files or was planned so."""
    real = {row["observation_id"]: row for row in files.rows("")["observations"]}
    for row in of.cited("observations", said.facts):
        like = [
            real[row["observation_id"]],
            *(one for one in of.about("observations") if moment(one) == moment(row)),
        ]
        plan = said.phrase == "partners.against_plan"
        told = said.values["told"].replace(" (estimate)", "")
        if hedged(of, row, told) and any(
            is_amount(one, said.values["before"], qualified=not plan) and (not plan or planned(of, one))
            for one in like
        ):
            return True
    return False


COUNTS: dict[str, Check] = {
    "front.finding_works": works_under_way,
    "front.sure_3": how_sure(3),
    "front.sure_2": how_sure(2),
    "front.sure_1": how_sure(1),
    "front.nothing_to_compare": nothing_like_it,
    "front.nothing_of_same_months": nothing_like_it,
    "front.trade_like": every(
        tells("observations", TURNOVER, value=amount, period=time),
        tells("observations", TURNOVER, before=amount, year=year("period_end")),
    ),
    "trade_page.against": tells("observations", TURNOVER, amount=amount, year=year("period_end")),
    "front.trade_other_year": lambda of, said: any(
        is_count(of, f"trade (counting point not stated): {said.values['said']}", [row])
        for row in of.cited("observations", said.facts)
    ),
    "investment_page.named": named_investors,
    "investment_page.named_undated": named_investors,
    "investment_page.more_sectors": more_sectors,
    "partners.more_texts": more_texts,
    "partners.others": tied,
    "partners.named_in": listed_by,
    "partners.named_by": listed_by,
    "partners.before_merger": before_merger,
    "partners.none_newer": none_newer,
    "partners.overdue": overdue,
    "partners.last_held_with": last_held_with,
    "partners.perhaps_held": perhaps_held,
    "partners.minutes": minutes,
    "partners.session_with": held_with,
    "partners.undated_with": undated_with,
    "partners.term_over": term_over,
    "partners.gap_next": next_unknown,
    "partners.news_lead": counts_news,
    "partners.news_all": counts_news,
    "partners.no_news": counts_news,
    "partners.revised": before_that,
    "partners.against_plan": before_that,
}
