"""Rows can be told apart and lead to one another: sorted, each fact once, parties, further sources, no hindsight."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from operator import lt

from helpers.data.csv_files import Sheet, Sheets
from helpers.data.dates import last_day
from helpers.data.editions import PARTS
from helpers.data.faults import Fault
from helpers.data.schema import LOCATOR, Reference

# What makes two rows the same fact, whatever they are called. One source states a figure once.
SAME = {
    "observations": (
        *("area_id", "indicator_id", "partner_id", "sector_id", "gate_id"),
        *("period_start", "period_end", "as_of", "source_id"),
    ),
    "relations": ("area_id", "partner_id", "form", "since", "as_of", "source_id"),
    "priorities": ("list_id", "position"),
    "meetings": ("mechanism_id", "number", "start", "end", "source_id"),
}
LOCATORS = ("locator", "outcome_locator", "due_locator", "milestone_locator")
EITHER = ("agreement_parties", "mechanism_members")


def order(sheets: Sheets) -> Iterator[Fault]:
    """Rows are sorted by the primary key, so that a change shows as one line in a diff."""
    for sheet in sheets.values():
        first = sheet.column(sheet.table.key[0])
        if all(
            map(lt, first, islice(first, 1, None))
        ):  # no list of keys for what is sorted by the first of them
            continue
        keys = list(sheet.combined(*sheet.table.key))
        in_order = sorted(keys)
        if keys == in_order:
            continue
        before: tuple[str, ...] = ()
        columns = ",".join(sheet.table.key)
        for line, key in zip(sheet.lines, keys, strict=True):
            if key < before:
                below = in_order[bisect(in_order, key)]
                found, hint = " ".join(filter(None, key)), f"it belongs above {' '.join(filter(None, below))}"
                yield Fault(sheet.file, line, columns, f"rows sorted by {columns}", found, hint)
            else:
                before = key


def repeats(sheets: Sheets) -> Iterator[Fault]:
    """No fact is told twice under two ids."""
    for name, columns in SAME.items():
        sheet = sheets[name]
        key = sheet.table.key[0]
        for row, first in sheet.repeated(*columns):
            yield sheet.fault(row, key, "each fact once", f"the same fact as {first[key]}")


def either(sheets: Sheets) -> Iterator[Fault]:
    """A party or a member is one of our areas or one of the partners, never both, never neither."""
    for sheet in (sheets[name] for name in EITHER):
        for rows in sheet.alike(
            "area_id", "partner_id", where=lambda ours, theirs: bool(ours) == bool(theirs)
        ):
            found = " ".join(filter(None, rows.values()))
            yield from sheet.faults(rows, "area_id", "either an area or a partner", found=found)


def sides(sheets: Sheets) -> Iterator[Fault]:
    """It takes two to sign, and someone to meet."""
    for name, parent, least in (
        ("agreement_parties", "agreements", 2),
        ("mechanism_members", "mechanisms", 1),
    ):
        sheet, key = sheets[parent], sheets[parent].table.key[0]
        if name not in sheets:
            continue
        counts = Counter(sheets[name].typed(key))
        for rows in sheet.alike(key, where=lambda one, counts=counts, least=least: counts[one] < least):
            wanted = f"at least {least} in {sheets[name].table.path.name} for {rows[key]}"
            yield from sheet.faults(rows, key, wanted, found=str(counts[rows[key]]))


def further(sheets: Sheets) -> Iterator[Fault]:
    """A further source states a fact that there is, and is another one than the fact's own."""
    sheet = sheets["further_sources"]
    known: dict[str, set[str]] = {}
    for rows in sheet.alike("table", "key", "source_id"):
        if rows["table"] not in sheets:
            continue
        facts = sheets[rows["table"]]
        if facts.is_empty:  # a table that could not be read is told as such, not once more here
            continue
        fact = facts.find(rows["key"])
        if not fact:
            if rows["table"] not in known:
                known[rows["table"]] = set(facts.typed(facts.table.key[0]))
            if rows["key"] not in known[rows["table"]]:
                yield from sheet.faults(rows, "key", f"{facts.table.key[0]} of {facts.table.path.name}")
        elif fact["source_id"] == rows["source_id"]:
            yield from sheet.faults(
                rows, "source_id", "another source than the fact's own", "add the locator to the fact"
            )


def chains(sheets: Sheets) -> Iterator[Fault]:
    """A fact that refers to another is no older news than that one: an edition would show half of it."""
    published = {row["source_id"]: last_day(row["published"]) for row in sheets["sources"].rows}
    further: dict[tuple[str, str], list[str]] = {}
    for table, key, source in sheets["further_sources"].combined("table", "key", "source_id"):
        further.setdefault((table, key), []).append(source)

    def first(table: str, key: str) -> date:
        """The day by which a fact was first published; the last day that there is for one without a source."""
        fact = sheets[table].find(key)
        sources = [*further.get((table, key), ()), *([fact["source_id"]] if fact else ())]
        return min((published[source] for source in sources if source in published), default=date.max)

    for sheet, reference in between_facts(sheets):
        key, field = sheet.table.key[0], reference.field
        for rows in sheet.alike(key, field, "source_id", where=lambda _, named, source: named):
            theirs = first(reference.table, rows[field])
            if first(sheet.table.name, rows[key]) < theirs < date.max:
                wanted = f"a row of {reference.table} told no later than {rows['source_id']}"
                hint = f"add {rows['source_id']} to further_sources.csv for it"
                yield from sheet.faults(rows, field, wanted, hint)


def between_facts(sheets: Sheets) -> Iterator[tuple[Sheet, Reference]]:
    """The references, filled in somewhere, by which a fact names another."""
    for sheet in sheets.values():
        for reference in sheet.table.references if sheet.table.of_facts else ():
            if sheets[reference.table].table.of_facts and any(sheet.distinct(reference.field)):
                yield sheet, reference


def named(sheets: Sheets) -> Iterator[Fault]:
    """A note leads to one source: no two have the same short name."""
    sheet = sheets["sources"]
    for column in ("short_vi", "short_en"):
        for row, other in sheet.repeated(column):
            yield sheet.fault(row, column, f"a name of its own; {other['source_id']} has it too")


def countries(sheets: Sheets) -> Iterator[Fault]:
    """A partner's country is one whose name is known in our languages."""
    sheet = sheets["partners"]
    for rows in sheet.alike("country", where=lambda code: code and code not in _territories()):
        yield from sheet.faults(rows, "country", "an ISO 3166-1 code that is in use")


@cache
def _territories() -> frozenset[str]:
    from babel import Locale  # takes time to import; a build that has nothing to check does without

    return frozenset(Locale.parse("en").territories) & frozenset(Locale.parse("vi").territories)


def parts(sheets: Sheets) -> Iterator[Fault]:
    """What a row says in a part of its own (a session's outcome, what is due) has a source and a place in it."""
    for name, told in PARTS.items():
        sheet = sheets[name]
        for source, fields in told.items():
            locator = next(field for field in fields if field.endswith("locator"))
            for row in sheet.rows:
                said = [field for field in fields if row[field] and field != locator]
                if said and not row[source]:
                    yield sheet.fault(row, source, f"a source of {said[0]}")
                elif row[source] and not said:
                    yield sheet.fault(
                        row, source, f"nothing, for {row.key((sheet.table.key[0],))[0]} says nothing of it"
                    )
                elif bool(row[locator]) != bool(row[source]):
                    yield sheet.fault(row, locator, f"a locator where {source} is filled, and only there")


def places(sheets: Sheets) -> Iterator[Fault]:
    """A locator has tags that can be said in words, whatever pattern the descriptor asks for."""
    for sheet in sheets.values():
        for column in (name for name in LOCATORS if name in sheet.table.names):
            for rows in sheet.alike(column, where=_odd):
                wanted = "tags like p5, c1, t2, s3r27, title or related4, joined by ;"
                yield from sheet.faults(rows, column, wanted)


def _odd(locator: str) -> bool:
    return bool(locator) and not all(map(LOCATOR.fullmatch, locator.split(";")))


RULES = (order, repeats, either, sides, further, chains, named, countries, places, parts)
