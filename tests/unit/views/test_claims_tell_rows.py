"""What the pages tell of one row stands in that row: numbers, times, names and states, looked up in the files.

A check compares what stands in the places of a phrase with a row that the line cites (or that its output cites, or one
of the unit): an amount with its value and qualifier, a time with its dates, a name with what the row refers to. Then
headings, counts and news. With `test_claims_are_true` each claim of the pages is asked of the rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby

import pytest

import raw_rows
from claims import CLAIMS, MADE, TABLES, Claim, claims, dataset, says, slug
from raw_rows import Row, amounts, first, is_amount, last, period, span
from test_claims_are_true import CHECKS, UNITS

Place = Callable[["Unit", Row, str], bool]
Where = Callable[["Unit", Row], bool]
Check = Callable[["Unit", Claim], bool]
FACTS = (
    *("observations", "agreements", "meetings", "mechanisms", "activities", "projects", "relations", "priorities"),
    *("documents", "border_gates"),
)
TABLE_OF = {next(iter(raw_rows.rows("")[table][0])): table for table in FACTS}  # by the name of the key
REGISTER = ("fdi-capital-register", "fdi-projects-register")
OWN = ("fdi-registered-capital", "fdi-projects")


class Unit:
    """The rows of a unit in an edition, as they stand in the files."""

    def __init__(self, name: str) -> None:
        self.name, self.rows, self.day = name, raw_rows.rows(name), last(dataset(name).edition)
        self.area = dataset(name).unit_in_force(slug(name))
        self.areas = {self.area}
        while more := {row["area_id"] for row in self.rows["areas"] if row["successor_id"] in self.areas} - self.areas:
            self.areas |= more
        self.keys = {table: raw_rows.keyed(name, table) for table in self.rows}

    @cache
    def about(self, table: str) -> list[Row]:
        """The rows of a table about the unit or its former units that a source had told by the edition's day."""
        return [row for row in self.rows[table] if self.is_own(table, row) and self.told(row)]

    def is_own(self, table: str, row: Row) -> bool:
        joint = {"agreements": "agreement_parties", "meetings": "mechanism_members", "mechanisms": "mechanism_members"}
        if "area_id" in row:
            return row["area_id"] in self.areas
        key = "agreement_id" if table == "agreements" else "mechanism_id"
        return row[key] in self._joint(joint[table], key)

    @cache
    def _joint(self, table: str, key: str) -> set[str]:
        return {row[key] for row in self.rows[table] if row["area_id"] in self.areas}

    def published(self, row: Row) -> list[str]:
        """When the sources of a row came out, those without a date left out."""
        named, key = next(iter(row.items()))
        sources = [row["source_id"], *self._further.get((TABLE_OF[named], key), [])]
        return [day for one in sources if (day := self.keys["sources"][one]["published"])]

    @property
    def _further(self) -> Mapping[tuple[str, str], list[str]]:
        return _further(self.name)

    def told(self, row: Row, day: date | None = None) -> bool:
        """Whether a source had told the row by a day, that of the edition where none is given."""
        return any(last(one) <= (day or self.day) for one in self.published(row))

    def cited(self, table: str, facts: Iterable[str]) -> list[Row]:
        """The rows of a table among the facts that a text cites; of figures of several areas their sums, too."""
        prefix = "" if table == "observations" else f"{table}."
        known = self.keys[table]
        found = [known[key] for fact in facts if (key := fact.removeprefix(prefix)) in known and fact == prefix + key]
        found = [row for row in found if self.is_own(table, row)]
        return [*found, *self._sums(found)] if table == "observations" else found

    def _sums(self, rows: list[Row]) -> list[Row]:
        def same(row: Row) -> tuple[str, ...]:
            return tuple(row[name] for name in ("indicator_id", "partner_id", "period_start", "period_end", "as_of"))

        sums = []
        for _, group in groupby(sorted(rows, key=same), same):
            parts = {row["area_id"]: row for row in group}
            if len(parts) > 1 and self.area not in parts:
                value = str(sum(Decimal(row["value"]) for row in parts.values()))
                sums.append({**next(iter(parts.values())), "area_id": self.area, "value": value})
        return sums

    def candidates(self, table: str, said: Claim) -> list[Row]:
        """What a claim may be told by: rows that its line cites, else all of the unit."""
        return self.cited(table, said.facts) or self.about(table)

    def indicator(self, row: Row) -> Row:
        return self.keys["indicators"][row["indicator_id"]]

    def passed(self, day: str) -> bool:
        return bool(day) and last(day) < self.day

    def outcome_published(self, meeting: Row) -> list[str]:
        """When the source of a session's outcome came out."""
        source = self.keys["sources"].get(meeting["outcome_source_id"])
        return [source["published"]] if source else self.published(meeting)

    def partners(self, agreement: str) -> set[str]:
        of = (row for row in self.rows["agreement_parties"] if row["agreement_id"] == agreement)
        return {row["partner_id"] for row in of} - {""}


@cache
def _further(name: str) -> Mapping[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in raw_rows.rows(name)["further_sources"]:
        found.setdefault((row["table"], row["key"]), []).append(row["source_id"])
    return found


unit_of = cache(Unit)


# What stands in a place


def amount(of: Unit, row: Row, text: str) -> bool:
    return is_amount(row, text.replace(" (worked out)", ""))


def plain_amount(of: Unit, row: Row, text: str) -> bool:
    """An amount without its qualifier, where the sentence says itself what it is."""
    return is_amount(row, text, qualified=False)


def time(of: Unit, row: Row, text: str) -> bool:
    return period(text) == time_of(row)


def time_of(row: Row) -> tuple[date, date] | None:
    if "period_start" in row and "as_of" in row:
        return span(row["as_of"] or row["period_start"], row["as_of"] or row["period_end"])
    return span(row["start"], row["end"]) if "start" in row else span(row["period_start"], row["period_end"])


def day(*fields: str) -> Place:
    return lambda of, row, text: any(period(text) == span(row[one]) for one in fields if row[one])


def stated(field: str) -> Place:
    """The day of a state; in an edition before it, that of the latest source of the row that had come out."""

    def place(of: Unit, row: Row, text: str) -> bool:
        known = [one for one in of.published(row) if last(one) <= of.day]
        told = row[field] if not row[field] or first(row[field]) <= of.day else max(known, key=last, default="")
        return period(text) == span(told)

    return place


def year(field: str) -> Place:
    return lambda of, row, text: row[field][:4] == text


def stem(*names: str) -> Place:
    """A text of the row itself, in which the first letter may be small."""
    return lambda of, row, text: text.casefold() in {row[f"{one}_en"].casefold() for one in names}


def named(table: str, field: str) -> Place:
    """The name of what the row refers to, without what it has in brackets."""

    def place(of: Unit, row: Row, text: str) -> bool:
        other = of.keys[table].get(row[field], {})
        names = {other[one].split(" (")[0] for one in ("name_en", "short_en") if other.get(one)}
        return text.split(" (")[0] in names

    return place


def area(of: Unit, row: Row, text: str) -> bool:
    former = row["area_id"] != of.area
    return text == ("former " if former else "") + of.keys["areas"][row["area_id"]]["name_en"]


def label(list_: str, field: str) -> Place:
    def place(of: Unit, row: Row, text: str) -> bool:
        one = next(one for one in of.rows["labels"] if (one["list"], one["value"]) == (list_, row[field]))
        return one["name_en"].casefold() == text.casefold()

    return place


def source_day(of: Unit, row: Row, text: str) -> bool:
    return period(text) in {span(one[:7]) for one in of.published(row)}


BASES = {
    "all-gates": "border gates",
    "land-gates": "land border gates",
    "territory": "territory",
    "customs": "customs declarations",
    "enterprises": "enterprises",
    "unstated": "basis not stated",
    "gate": "through",
    "gate-customs": "declared at",
}


def counted(of: Unit, row: Row, text: str) -> bool:
    """What a figure of trade counts: its basis, its gate, and the former unit that it is of."""
    basis, gate = of.indicator(row)["basis_id"], of.keys["border_gates"].get(row["gate_id"])
    right = BASES.get(basis, "?") in text and (gate is None or gate["name_en"] in text)
    former = row["area_id"] != of.area
    return right and (not former or of.keys["areas"][row["area_id"]]["name_en"] in text)


def gate(of: Unit, row: Row, text: str) -> bool:
    one = of.keys["border_gates"].get(row["gate_id"])
    if one is None:
        return "border gates" in text and of.indicator(row)["basis_id"] in ("all-gates", "land-gates")
    return text.startswith(one["name_en"])


# Which rows


def indicators(*names: str) -> Where:
    return lambda of, row: row["indicator_id"] in names


def measured(*measures: str, bases: tuple[str, ...] = ()) -> Where:
    def where(of: Unit, row: Row) -> bool:
        what = of.indicator(row)
        return what["topic"] == "trade" and what["measure"] in measures and (not bases or what["basis_id"] in bases)

    return where


def estimated(of: Unit, row: Row) -> bool:
    """Whether the figure came out before its period was over."""
    out = of.published(row)
    return not row["as_of"] and bool(out) and min(map(last, out)) <= last(row["period_end"])


def both(*all_: Where) -> Where:
    return lambda of, row: all(one(of, row) for one in all_)


def planned(of: Unit, row: Row) -> bool:
    return row["qualifier"] == "planned"


TURNOVER = measured("turnover")
VISITORS = indicators("visitors-international")
RECOUNT = indicators("visitors-international-recount")


def tells(table: str, where: Where = lambda of, row: True, **places: Place) -> Check:
    """A row of the kind has all that stands in the places; a list of amounts has a row for each, of one time and name."""

    def check(of: Unit, said: Claim) -> bool:
        rows = [row for row in of.candidates(table, said) if where(of, row)]
        others = {name: place for name, place in places.items() if place not in (amount, plain_amount)}
        rows = [row for row in rows if all(place(of, row, said.values[name]) for name, place in others.items())]
        told = [
            (place, text)
            for name, place in places.items()
            if name not in others
            for text in re.split(r", (?=\d+ projects?\b|USD|over|about|nearly)", said.values[name])
        ]
        return bool(rows) and all(any(place(of, row, text) for row in rows) for place, text in told)

    return check


def every(*checks: Check) -> Check:
    return lambda of, said: all(check(of, said) for check in checks)


ROWS: dict[str, Check] = {
    "front.border": tells("observations", indicators("border-length"), value=amount),
    "front.border_with": tells(
        "observations", indicators("border-length"), value=amount, name=named("partners", "partner_id")
    ),
    "front.status": tells("documents", since=day("period_start"), title=stem("title")),
    "front.register": tells("observations", indicators(*REGISTER), value=amount, day=time),
    "front.register_sum": tells("observations", indicators(*REGISTER), value=amount, day=time),
    "front.plan": tells("observations", planned, value=plain_amount),
    "front.rank_before": tells("observations", indicators("pci-rank"), rank=amount, year=time),
    "front.estimate": tells("observations", estimated),
    "front.estimated": tells("observations", estimated, value=amount),
    "front.trade_estimated": tells("observations", both(TURNOVER, estimated), value=amount, period=time),
    "front.work": tells(
        "projects", name=stem("name", "short"), status=label("project_status", "status"), day=stated("status_as_of")
    ),
    "front.investors_total": tells(
        "observations", indicators(REGISTER[0], OWN[0]), value=amount, period=time
    ),
    "front.by_register": tells("observations", indicators(*REGISTER)),
    "front.by_province": tells("observations", indicators(*OWN)),
    "front.watch_next": tells("meetings", name=named("mechanisms", "mechanism_id"), text=stem("next_step")),
    "trade_page.mirrored": tells(
        "observations",
        lambda of, row: of.indicator(row)["basis_id"] == "mirror",
        gate=gate,
        amount=amount,
        when=time,
    ),
    "trade_page.told": tells("observations", TURNOVER, when=time, name=counted, amount=amount),
    "trade_page.told_again": tells("observations", TURNOVER, when=time, name=counted, amount=amount),
    "trade_page.told_estimated": tells(
        "observations", both(TURNOVER, estimated), when=time, name=counted, amount=amount
    ),
    "trade_page.told_again_estimated": tells(
        "observations", both(TURNOVER, estimated), when=time, name=counted, amount=amount
    ),
    "trade_page.through_gate": tells("observations", measured("turnover", bases=("gate", "all-gates", "land-gates")), gate=gate),
    "trade_page.at_gate_customs": tells("observations", measured("turnover", bases=("gate-customs",)), gate=gate),
    "trade_page.exports_through_gate": tells("observations", measured("exports"), gate=gate),
    "trade_page.target": tells("observations", both(TURNOVER, planned), when=time, amount=plain_amount, told=source_day),
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
    "investment_page.between": tells(
        "observations", indicators(REGISTER[0], OWN[0]), capital=amount, day=time
    ),
    "investment_page.investor": tells(
        "observations", indicators(*OWN), when=time, name=named("partners", "partner_id"), held=amount, unit=area
    ),
    "investment_page.visitors": tells("observations", VISITORS, when=time, amount=amount, unit=area),
    "investment_page.visitors_recount": tells("observations", RECOUNT, when=time, amount=amount, unit=area),
    "partners.text_ended": tells("agreements", lambda of, row: of.passed(row["period_end"]), time=time),
    "partners.text_undated": tells("agreements", lambda of, row: not row["signed"] and not row["period_start"]),
    "partners.day_unknown": tells("agreements", lambda of, row: not row["signed"]),
    "partners.last_named": tells("relations", time=stated("as_of")),
    "partners.tie_friendship": tells("relations", lambda of, row: row["form"] == "friendship", time=year("as_of")),
    "partners.tie_cooperation": tells("relations", lambda of, row: row["form"] == "cooperation", time=year("as_of")),
    "partners.is_due_unconfirmed": tells(
        "mechanisms", lambda of, row: bool(row["due"]) and first(row["due"]) <= of.day <= last(row["due"]), time=day("due")
    ),
    "partners.signed": tells("agreements", time=day("signed")),
    "partners.state_in_force": tells(
        "agreements",
        lambda of, row: row["status"] == "in_force" and not of.passed(row["period_end"]),
        time=stated("status_as_of"),
    ),
    "partners.successor_agreed": tells(
        "activities", lambda of, row: row["kind"] == "result", what=stem("title"), time=time
    ),
}


# What takes several rows


def formed(of: Unit, said: Claim) -> bool:
    unit = of.keys["areas"][of.area]
    former = {row["name_en"] for row in of.rows["areas"] if row["successor_id"] == of.area}
    return (
        said.values["name"] == unit["name_en"]
        and period(said.values["since"]) == span(unit["valid_from"])
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


def former_units(of: Unit) -> set[str]:
    return {row["area_id"] for row in of.rows["areas"] if row["successor_id"] == of.area}


def summed(of: Unit, said: Claim) -> bool:
    """The figures of the register that are cited are of all former units, and none of the unit itself."""
    rows = [row for row in of.cited("observations", said.facts) if row["indicator_id"] == REGISTER[0]]
    newest = max((row["as_of"] for row in rows), default="")
    own = [row for row in of.about("observations") if row["as_of"] == newest and row["indicator_id"] == REGISTER[0]]
    return {row["area_id"] for row in rows} - {of.area} == former_units(of) != set() and not any(
        row["area_id"] == of.area for row in own
    )


def of_one_unit(of: Unit, said: Claim) -> bool:
    """The figures of the register that are cited are of one unit."""
    rows = [row for row in of.cited("observations", said.facts) if row["indicator_id"] == REGISTER[0]]
    return len({row["area_id"] for row in rows}) == 1


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
    found = re.search(r"(?:first half of|january[–a-z]*|in)? ?\d{4}", said.values["said"].split(":")[0], re.IGNORECASE)
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
    """The count that is named has no exports or imports with its newest turnover."""
    rows = [row for row in of.about("observations") if counted(of, row, said.values["name"]) and row["qualifier"] != "planned"]
    whole = [row for row in rows if TURNOVER(of, row)]
    newest = max(whole, key=lambda row: last(row["period_end"] or row["as_of"]), default=None)
    return newest is not None and not any(
        measured("exports", "imports")(of, row) and time_of(row) == time_of(newest) for row in rows
    )


def target_result(of: Unit, said: Claim) -> bool:
    """A plan of the period was named, and the figure is told or worked out."""
    told = tells("observations", TURNOVER, when=time, amount=amount)
    plans = [row for row in of.about("observations") if TURNOVER(of, row) and planned(of, row)]
    worked = "(worked out)" in said.values["amount"]
    return any(time(of, row, said.values["when"]) for row in plans) and (worked or told(of, said))


def no_later_text(of: Unit, said: Claim) -> bool:
    """One of the texts that the line cites ended, and none with its partners came later."""
    return any(
        of.passed(row["period_end"])
        and not any(
            of.partners(other["agreement_id"]) & of.partners(row["agreement_id"])
            and any(last(day) > last(row["period_end"]) for day in (other["period_end"], other["signed"]) if day)
            for other in of.about("agreements")
        )
        for row in of.cited("agreements", said.facts)
    )


def no_outcome(of: Unit, said: Claim) -> bool:
    """A session of the body, place and days that are said has no outcome known by then."""
    name, where = re.fullmatch(r"(.+) \((.+)\)", said.values["said"]).groups()  # type: ignore[union-attr]
    return any(
        time(of, row, where.split(", ")[-1])
        and of.keys["mechanisms"][row["mechanism_id"]]["short_en"].split()[-1].casefold() in name.casefold()
        and (not row["outcome_en"] or not any(last(one) <= of.day for one in of.outcome_published(row)))
        for row in of.cited("meetings", said.facts)
    )


SEVERAL: dict[str, Check] = {
    "front.formed": formed,
    "front.ended": ended,
    "front.sum_of_former": summed,
    "front.fdi_summed": summed,
    "front.fdi_counted": of_one_unit,
    "front.of_capital": share_of_capital,
    "front.no_outcome": no_outcome,
    "front.watch_no_text": no_later_text,
    "trade_page.sides": sides(rest=False),
    "trade_page.count_sides": sides(rest=False),
    "trade_page.sides_and_rest": sides(rest=True),
    "trade_page.more_than_sides": more_than_sides,
    "trade_page.worked_out": worked_out,
    "trade_page.missing_sides": missing_sides,
    "trade_page.target_result": target_result,
    "investment_page.summed": summed,
    "investment_page.summed_subtitle": summed,
    "investment_page.register_subtitle": of_one_unit,
    "investment_page.share": share_of_capital,
}


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
        any(row["status"] in ("ongoing", "preparing", "proposed") for row in of.cited("projects", said.around))
        or any(row["due_en"] for row in of.cited("mechanisms", said.around))
        or any(row["next_step_en"] for row in of.cited("meetings", said.around))
        or any(of.passed(row["period_end"]) for row in of.cited("agreements", said.around))
    )


def nothing_open_below(of: Unit, said: Claim) -> bool:
    return not of.cited("mechanisms", said.around) and not of.cited("projects", said.around)


def earlier_sessions(of: Unit, said: Claim) -> bool:
    """All that stand below have an outcome, and of each its body met again later or another is told as its latest."""
    rows = of.cited("meetings", said.around)
    return len(rows) >= 1 and all(row["outcome_en"] for row in rows)


def newest_of_counts(of: Unit, said: Claim) -> bool:
    """Each figure is of six months or more and the newest so of what it counts, or of its newest full year."""

    def whole(row: Row) -> bool:
        days = time_of(row)
        return days is not None and (days[0].month, days[0].day, days[1].month, days[1].day) == (1, 1, 12, 31)

    def long(row: Row) -> bool:
        days = time_of(row)
        return days is not None and (days[1] - days[0]).days > 178

    shown = [row for row in of.cited("observations", said.around) if TURNOVER(of, row)]
    for row in shown:
        same = [
            one
            for one in of.about("observations")
            if all(one[name] == row[name] for name in ("area_id", "indicator_id", "gate_id"))
            and one["qualifier"] != "planned"
            and one["confidence"] != "low"
        ]
        newer = [one for one in same if time_of(one)[1] > time_of(row)[1]]  # type: ignore[index]
        if not long(row) or (any(map(long, newer)) and (not whole(row) or any(map(whole, newer)))):
            return False
    return len({of.indicator(row)["basis_id"] + row["gate_id"] for row in shown}) >= 2


def is_count(of: Unit, said: str, rows: Iterable[Row]) -> bool:
    """Whether a figure of trade is told with its name: ``trade through Móng Cái: over USD 5.2 billion in 2025``."""
    name, _, rest = said.partition(": ")
    found = re.fullmatch(r"(.+?) ((?:in|on|from) .+)", rest)
    return bool(found) and any(
        TURNOVER(of, row) and counted(of, row, name) and is_amount(row, found[1]) and period(found[2]) == time_of(row)
        for row in rows
    )


def counts_told(of: Unit, said: Claim) -> bool:
    """Each count that is listed is a figure of trade: what it counts, how much, when."""
    listed = [re.sub(r" \(exports .*?\)", "", one) for one in said.values["counts"].split("; ")]
    return all(is_count(of, one, of.candidates("observations", said)) for one in listed)


def first_year(of: Unit, said: Claim) -> bool:
    """The first year of which the picture has a figure."""
    return min(re.findall(r"\b(\d{4}): ", said.text), default="") == said.values["year"]


def by_year_and_months(of: Unit, said: Claim) -> bool:
    """Full years, and the same months of two years."""
    years = re.findall(r"[.;] (\d{4}): ", said.text)
    months = [months for months, _ in re.findall(r"[.;] ([A-Z][a-z]+(?:–[A-Z][a-z]+)?) (\d{4}): ", said.text)]
    return bool(years) and any(months.count(one) >= 2 for one in months)


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
        below("observations", TURNOVER)(of, said) and not below("observations", measured("exports", "imports"))(of, said)
    ),
    "trade_page.table_sides": every(
        below("observations", TURNOVER), below("observations", measured("exports", "imports"))
    ),
    "trade_page.counts": newest_of_counts,
    "trade_page.counts_lead": newest_of_counts,
    "trade_page.counts_said": counts_told,
    "trade_page.no_gate_kind": lambda of, said: any(row["kind"] == "unknown" for row in of.cited("border_gates", said.around)),
    "investment_page.sectors": below("observations", lambda of, row: bool(row["sector_id"]), when=time),
    "investment_page.aid": below("observations", lambda of, row: of.indicator(row)["topic"] in ("oda", "ngo_aid")),
    "investment_page.rank_subtitle": every(
        below("observations", indicators("pci-rank"), unit=area),
        lambda of, said: not below("observations", lambda of, row: row["indicator_id"] != "pci-rank")(of, said),
    ),
    "investment_page.flows": below("observations", indicators(*INFLOW)),
    "investment_page.flows_subtitle": below("observations", indicators(*INFLOW)),
    "partners.earlier_title": earlier_sessions,
    "partners.table_title": open_below,
    "partners.page_table_title": open_below,
    "partners.table_title_none_open": nothing_open_below,
    "partners.page_table_title_none_open": nothing_open_below,
    "partners.talks": lambda of, said: (
        "Talks," not in said.line or any(row["kind"] == "exchange" for row in of.cited("activities", said.facts))
    ),
}


# What is counted or listed, and what is missing


def works_under_way(of: Unit, said: Claim) -> bool:
    """A figure of trade is told, and of each kind of works one is under way."""
    kinds = {"a railway": "railway", "a bridge": "bridge", "a road": "road", "border gates": "border_works"}
    there = {row["kind"] for row in of.about("projects") if row["status"] == "ongoing"}
    works = re.split(" and |, ", said.values["works"])
    return {kinds[one] for one in works} <= there and is_count(of, said.values["trade"], of.about("observations"))


def how_sure(dots: int) -> Check:
    """Where the figure was read: a register or law at first hand; at second hand, by two or by its own; by the press."""

    def sure(of: Unit, row: Row) -> int:
        source, basis = of.keys["sources"][row["source_id"]], of.indicator(row)["basis_id"]
        official = source["kind"] in ("government", "party")
        if basis in ("register", "resolution") and official:
            return 3 if source["witness"] == "original" else 2
        others = [
            one
            for one in of.about("observations")
            if one["observation_id"] == row["observation_id"]
            or all(one[name] == row[name] for name in ("area_id", "indicator_id", "partner_id", "gate_id", "value"))
        ]
        return 2 if official or sum(len(of.published(one)) for one in others) > 1 or source["kind"] != "press" else 1

    return lambda of, said: any(sure(of, row) == dots for row in of.cited("observations", said.facts))


def nothing_like_it(of: Unit, said: Claim) -> bool:
    """The figure that is told has no like of an earlier year: of the same count, and of the same days."""

    def comparable(one: Row, other: Row) -> bool:
        same = ("area_id", "indicator_id", "partner_id", "sector_id", "gate_id", "unit_id")
        mine, theirs = time_of(one), time_of(other)
        return (
            mine is not None
            and theirs is not None
            and all(one[name] == other[name] for name in same)
            and theirs[1] < mine[1]
            and [day.strftime("%m%d") for day in mine] == [day.strftime("%m%d") for day in theirs]
        )

    rows = [row for row in of.about("observations") if row["qualifier"] != "planned" and row["confidence"] != "low"]
    told = [row for row in of.cited("observations", said.facts) if of.indicator(row)["kind"] != "rate"]
    newest = max(told, key=lambda row: time_of(row) or (date.min,))
    unstated = of.indicator(newest)["basis_id"] == "unstated"  # not to be compared, whatever there is
    return unstated or not any(comparable(newest, row) for row in rows)


def named_investors(of: Unit, said: Claim) -> bool:
    """All partners that sources name as investors, at the time that is said."""
    rows = [row for row in of.cited("relations", said.facts) if row["form"] == "investor"]
    rows = [row for row in rows if area(of, row, said.values["unit"])]
    rows = [row for row in rows if period(said.values["when"]) == span(row["as_of"])]
    return {of.keys["partners"][row["partner_id"]]["name_en"] for row in rows} == set(said.values["names"].split(", "))


def tied(of: Unit, said: Claim) -> bool:
    """Each partner that is listed has a text, a body or ties, and no row of its own above."""
    tables = ("relations", "agreement_parties", "mechanism_members")
    partners = {row["partner_id"] for table in ("relations",) for row in of.about(table)}
    for table, key in (("agreement_parties", "agreement_id"), ("mechanism_members", "mechanism_id")):
        joint = {row[key] for row in of.rows[table] if row["area_id"] in of.areas}
        partners |= {row["partner_id"] for row in of.rows[table] if row[key] in joint}
    assert tables
    names = {of.keys["partners"][one]["name_en"].split(" (")[0] for one in partners - {""}}
    listed = [one.split(" (")[0] for one in said.values["names"].split("; ")]
    return set(listed) <= names


def texts_with(of: Unit, partner: str) -> int:
    texts = [row for row in of.about("agreements") if row["kind"] != "twinning" and row["confidence"] != "low"]
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
    all_ = {row["sector_id"] for row in of.about("observations") if row["sector_id"] and time_of(row) in times}
    return len(all_) - len({row["sector_id"] for row in shown}) == int(said.values["count"])


def listed_by(of: Unit, said: Claim) -> bool:
    """The priorities below are of the kind, and stand in the document or the source that is said."""

    def said_by(row: Row) -> str:
        if not row["document_id"]:
            return of.keys["sources"][row["source_id"]]["short_en"]
        document = of.keys["documents"][row["document_id"]]
        kind = next(one for one in of.rows["labels"] if (one["list"], one["value"]) == ("document_kind", document["kind"]))
        name = f"{kind['name_en']} No. {document['number']}" if document["number"] else document["title_en"]
        return name + (" (term over)" if of.passed(document["period_end"]) else "")

    rows = of.cited("priorities", said.around)
    kind = label("priority_kind", "kind")
    return bool(rows) and all(
        kind(of, row, said.values["kind"]) and said_by(row) == said.values["document"] for row in rows
    )


def term_over(of: Unit, said: Claim) -> bool:
    """The document of the priorities below had a term, which is over."""
    rows = [of.keys["documents"].get(row["document_id"], {}) for row in of.cited("priorities", said.around)]
    return any(row and of.passed(row["period_end"]) and row["number"] in said.values["document"] for row in rows)


def next_unknown(of: Unit, said: Claim) -> bool:
    """Of each body that is listed no source had told what is due; and it met within two years."""
    bodies = {row["short_en"]: row for row in of.about("mechanisms")}
    lately = of.day.replace(year=of.day.year - 2, day=1)

    def is_open(body: Row) -> bool:
        told = of.keys["sources"].get(body["due_source_id"])
        due = body["due_en"] and (told is None or last(told["published"]) <= of.day)
        met = [row for row in of.about("meetings") if row["mechanism_id"] == body["mechanism_id"] and row["start"]]
        return not due and any(last(row["end"] or row["start"]) >= lately for row in met)

    listed = [one for one in said.values["bodies"].split("; ") if not re.fullmatch(r"and \d+ more", one)]
    return all(one in bodies and is_open(bodies[one]) for one in listed)


def moment(row: Row) -> tuple[str, ...]:
    """What fact a row is: of figures what it counts and when, of others its key."""
    if "observation_id" not in row:
        return tuple(row.items())[0]
    fields = ("area_id", "indicator_id", "partner_id", "sector_id", "gate_id", "period_start", "period_end", "as_of")
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
        if moment(row) in before and row.get("value", "") + row.get("qualifier", "") not in before[moment(row)]
    }
    return len(now - before.keys()), len(again)


def counts_news(of: Unit, said: Claim) -> bool:
    """So many facts are new since the day, revised ones included; those listed are among them."""
    since = period(said.values["date"])
    assert since is not None
    new, revised = new_facts(of, since[1])
    count = int(said.values.get("count") or 0)
    listed = [row for table in FACTS for row in of.cited(table, said.around)]
    if of.name in MADE:  # the earlier edition has not the rows made
        return new <= count
    return new <= count <= new + revised and all(
        not of.told(row, since[1]) or moment(row) in {moment(one) for one in of.about("observations")} for row in listed
    )


def before_that(of: Unit, said: Claim) -> bool:
    """The figure is told, and had another value in the files or was planned so."""
    real = {row["observation_id"]: row for row in raw_rows.rows("")["observations"]}
    for row in of.cited("observations", said.facts):
        like = [real[row["observation_id"]], *(one for one in of.about("observations") if moment(one) == moment(row))]
        plan = said.phrase == "partners.against_plan"
        told = said.values["told"].replace(" (estimate)", "")
        if is_amount(row, told) and any(
            is_amount(one, said.values["before"], qualified=not plan) and (not plan or planned(of, one)) for one in like
        ):
            return True
    return False


COUNTS: dict[str, Check] = {
    "front.finding_works": works_under_way,
    "front.sure_3": how_sure(3),
    "front.sure_2": how_sure(2),
    "front.sure_1": how_sure(1),
    "front.nothing_to_compare": nothing_like_it,
    "front.trade_no_basis": nothing_like_it,
    "front.trade_like": every(
        tells("observations", TURNOVER, value=amount, period=time),
        tells("observations", TURNOVER, before=amount, year=year("period_end")),
    ),
    "trade_page.against": tells("observations", TURNOVER, amount=amount, year=year("period_end")),
    "front.trade_other_year": lambda of, said: any(
        is_count(of, f"basis not stated: {said.values['said']}", [row]) for row in of.cited("observations", said.facts)
    ),
    "investment_page.named": named_investors,
    "investment_page.named_undated": named_investors,
    "investment_page.more_sectors": more_sectors,
    "partners.more_texts": more_texts,
    "partners.others": tied,
    "partners.named_in": listed_by,
    "partners.named_by": listed_by,
    "partners.term_over": term_over,
    "partners.gap_next": next_unknown,
    "partners.news_lead": counts_news,
    "partners.news_all": counts_news,
    "partners.no_news": counts_news,
    "partners.revised": before_that,
    "partners.against_plan": before_that,
}


def wrong(unit: str, checks: Mapping[str, Check]) -> list[tuple[object, ...]]:
    return [
        (phrase, *one.values.items(), one.line, one.facts)
        for table in TABLES
        for phrase, several in claims(unit, table).items()
        if phrase in checks
        for one in several
        if not checks[phrase](unit_of(unit), one)
    ]


@pytest.mark.parametrize("unit", UNITS)
def test_what_is_told_of_a_row_stands_in_it(unit: str) -> None:
    assert wrong(unit, ROWS) == []
