"""The rows of a unit in an edition as they stand in the files, and whether they have what a claim tells.

``tells`` makes a check of what stands in the places of a phrase: an amount with the value and the qualifier of a row,
a time with its dates, a name with what the row refers to.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby

from claims import Claim, dataset, slug
from truth import files
from truth.files import Row, first, is_amount, last, period, span

Place = Callable[["Unit", Row, str], bool]
Where = Callable[["Unit", Row], bool]
Check = Callable[["Unit", Claim], bool]
FACTS = (
    *(
        "observations",
        "agreements",
        "meetings",
        "mechanisms",
        "activities",
        "projects",
        "relations",
        "priorities",
    ),
    *("documents", "border_gates"),
)
TABLE_OF = {next(iter(files.rows("")[table][0])): table for table in FACTS}  # by the name of the key
REGISTER = ("fdi-capital-register", "fdi-projects-register")
OWN = ("fdi-registered-capital", "fdi-projects")


class Unit:
    """The rows of a unit in an edition, as they stand in the files."""

    def __init__(self, name: str) -> None:
        self.name, self.rows, self.day = name, files.rows(name), last(dataset(name).edition)
        self.area = dataset(name).unit_in_force(slug(name))
        self.areas = {self.area}
        while (
            more := {row["area_id"] for row in self.rows["areas"] if row["successor_id"] in self.areas}
            - self.areas
        ):
            self.areas |= more
        self.keys = {table: files.keyed(name, table) for table in self.rows}
        self.about = cache(self._about)

    def _about(self, table: str) -> list[Row]:
        """The rows of a table about the unit or its former units that a source had told by the edition's day."""
        return [row for row in self.rows[table] if self.is_own(table, row) and self.told(row)]

    def is_own(self, table: str, row: Row) -> bool:
        joint = {
            "agreements": "agreement_parties",
            "meetings": "mechanism_members",
            "mechanisms": "mechanism_members",
        }
        if "area_id" in row:
            return row["area_id"] in self.areas
        if row.get("host_area_id") in self.areas:
            return True
        key = "agreement_id" if table == "agreements" else "mechanism_id"
        return row[key] in self._joint(joint[table], key)

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
        found = [
            known[key]
            for fact in facts
            if (key := fact.removeprefix(prefix)) in known and fact == prefix + key
        ]
        found = [row for row in found if self.is_own(table, row)]
        return [*found, *self._sums(found)] if table == "observations" else found

    def _sums(self, rows: list[Row]) -> list[Row]:
        def same(row: Row) -> tuple[str, ...]:
            return tuple(
                row[name] for name in ("indicator_id", "partner_id", "period_start", "period_end", "as_of")
            )

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
    for row in files.rows(name)["further_sources"]:
        found.setdefault((row["table"], row["key"]), []).append(row["source_id"])
    return found


unit_of = cache(Unit)


# What stands in a place


def amount(of: Unit, row: Row, text: str) -> bool:
    return is_amount(row, text.replace(" (derived)", ""))


def hedged(of: Unit, row: Row, text: str) -> bool:
    """An amount with its qualifier; of an estimate, which the sentence says it is, “about” may be left out."""
    plain = row["qualifier"] == "about" and estimated(of, row) and is_amount(row, text, qualified=False)
    return plain or amount(of, row, text)


def plain_amount(of: Unit, row: Row, text: str) -> bool:
    """An amount without its qualifier, where the sentence says itself what it is."""
    return is_amount(row, text, qualified=False)


def time(of: Unit, row: Row, text: str) -> bool:
    if (
        row.get("date_inferred") == "true"
        and row.get("period_start", "")[:4] != row.get("period_end", "")[:4]
    ):
        return text.endswith("*") and period(text) == span(row["period_start"][:4], row["period_end"][:4])
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
        told = (
            row[field] if not row[field] or first(row[field]) <= of.day else max(known, key=last, default="")
        )
        return period(text) == span(told)

    return place


def ends_soon(of: Unit, row: Row) -> bool:
    """Whether a text ends within a year after the edition, and not before it."""
    end = row["period_end"]
    return bool(end) and not of.passed(end) and (last(end) - of.day).days <= 366


def year(field: str) -> Place:
    return lambda of, row, text: row[field][:4] == text


def in_list(names: str) -> set[str]:
    """The names in a list by country: ``Japan (Hokkaido); Laos (Houaphanh Province); and 2 more``."""
    found = set()
    for part in names.split("; "):
        if not part.startswith(("and ", "the rest ")) and not part.endswith(" localities)"):
            inside = re.fullmatch(r".+? \((?!contact )(.+)\)", part)
            found |= {one.split(" (contact ")[0] for one in (inside[1] if inside else part).split(", ")}
    return found


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


def made_city(of: Unit, row: Row, text: str) -> bool:
    """The text makes a centrally run city of the unit."""
    return row["title_en"] == f"Centrally run city of {text}" and area(of, row, text)


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
    "unstated": "counting point not stated",
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
        return (
            what["topic"] == "trade"
            and what["measure"] in measures
            and (not bases or what["basis_id"] in bases)
        )

    return where


def estimated(of: Unit, row: Row) -> bool:
    """Whether the figure came out before its period was over, or its note calls it an estimate in both languages."""
    out = of.published(row)
    if row["note_en"].startswith("An estimate") and re.search(r"số ước|ước", row["note_vi"], re.IGNORECASE):
        return True
    return not row["as_of"] and bool(out) and min(map(last, out)) <= last(row["period_end"])


def both(*all_: Where) -> Where:
    return lambda of, row: all(one(of, row) for one in all_)


def planned(of: Unit, row: Row) -> bool:
    return row["qualifier"] == "planned"


TURNOVER = measured("turnover")
VISITORS = indicators("visitors-international")
RECOUNT = indicators("visitors-international-recount")


def tells(table: str, where: Where = lambda of, row: True, **places: Place) -> Check:
    """A row of the kind has all that stands in the places; of several amounts there is a row each, else the same."""

    def check(of: Unit, said: Claim) -> bool:
        rows = [row for row in of.candidates(table, said) if where(of, row)]
        others = {name: place for name, place in places.items() if place not in (amount, plain_amount)}
        rows = [
            row for row in rows if all(place(of, row, said.values[name]) for name, place in others.items())
        ]
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
