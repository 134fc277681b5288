"""Rows can be told apart and lead to one another: sorted, each fact once, parties, further sources, no hindsight."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date
from functools import cache

from helpers.data.csv_files import Row, Sheet, Sheets
from helpers.data.dates import last_day
from helpers.data.editions import PARTS
from helpers.data.faults import Fault
from helpers.data.schema import LOCATOR

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
LOCATORS = ("locator", "outcome_locator", "due_locator")
EITHER = ("agreement_parties", "mechanism_members")


def order(sheets: Sheets) -> Iterator[Fault]:
    """Rows are sorted by the primary key, so that a change shows as one line in a diff."""
    for sheet in sheets.values():
        before: tuple[str, ...] = ()
        in_order: list[tuple[str, ...]] = []
        for row in sheet.rows:
            key = row.key(sheet.table.key)
            if key < before:
                in_order = in_order or sorted(row.key(sheet.table.key) for row in sheet.rows)
                below = in_order[bisect(in_order, key)]
                columns = ",".join(sheet.table.key)
                found = " ".join(filter(None, key))
                wanted = f"rows sorted by {columns}"
                yield sheet.fault(
                    row,
                    columns,
                    wanted,
                    f"it belongs above {' '.join(filter(None, below))}",
                    found,
                )
            else:
                before = key


def repeats(sheets: Sheets) -> Iterator[Fault]:
    """No fact is told twice under two ids."""
    for name, columns in SAME.items():
        sheet = sheets[name]
        seen: dict[tuple[str, ...], str] = {}
        for row in sheet.rows:
            key, mine = row.key(columns), row[sheet.table.key[0]]
            first = seen.setdefault(key, mine)
            if first != mine:
                yield sheet.fault(
                    row,
                    sheet.table.key[0],
                    "each fact once",
                    f"the same fact as {first}",
                )


def either(sheets: Sheets) -> Iterator[Fault]:
    """A party or a member is one of our areas or one of the partners, never both, never neither."""
    for sheet in (sheets[name] for name in EITHER):
        for row in sheet.rows:
            if bool(row["area_id"]) == bool(row["partner_id"]):
                found = " ".join(filter(None, row.key(("area_id", "partner_id"))))
                yield sheet.fault(row, "area_id", "either an area or a partner", found=found)


def sides(sheets: Sheets) -> Iterator[Fault]:
    """It takes two to sign, and someone to meet."""
    for name, parent, least in (
        ("agreement_parties", "agreements", 2),
        ("mechanism_members", "mechanisms", 1),
    ):
        sheet, key = sheets[parent], sheets[parent].table.key[0]
        if name not in sheets:
            continue
        for row in sheet.rows:
            count = sheets[name].typed(key).count(row[key])
            if count < least:
                wanted = f"at least {least} in {sheets[name].table.path.name} for {row[key]}"
                yield sheet.fault(row, key, wanted, found=str(count))


def further(sheets: Sheets) -> Iterator[Fault]:
    """A further source states a fact that there is, and is another one than the fact's own."""
    sheet = sheets["further_sources"]
    for row in sheet.rows:
        if row["table"] not in sheets:
            continue
        facts = sheets[row["table"]]
        if not facts.raw:  # a table that could not be read is told as such, not once more here
            continue
        fact = facts.index.get(row["key"])
        if not fact:
            if row["key"] not in facts.typed(facts.table.key[0]):
                yield sheet.fault(row, "key", f"{facts.table.key[0]} of {facts.table.path.name}")
        elif fact["source_id"] == row["source_id"]:
            yield sheet.fault(
                row,
                "source_id",
                "another source than the fact's own",
                "add the locator to the fact",
            )


def chains(sheets: Sheets) -> Iterator[Fault]:
    """A fact that refers to another is no older news than that one: an edition would show half of it."""
    first = first_published(sheets)
    for sheet in sheets.values():
        for reference in sheet.table.references if sheet.table.of_facts else ():
            if not sheets[reference.table].table.of_facts:
                continue
            for row in sheet.rows:
                if not row[reference.field]:
                    continue
                mine = first.get((sheet.table.name, row[sheet.table.key[0]]))
                theirs = first.get((reference.table, row[reference.field]))
                if mine and theirs and theirs > mine:
                    yield earlier(sheet, row, reference.field, reference.table)


def earlier(sheet: Sheet, row: Row, column: str, table: str) -> Fault:
    """The fault of a fact that names what no source had published yet."""
    wanted = f"a row of {table} told no later than {row['source_id']}"
    return sheet.fault(row, column, wanted, f"add {row['source_id']} to further_sources.csv for it")


def first_published(sheets: Sheets) -> dict[tuple[str, str], date]:
    """The day by which each fact was first published, by table and key."""
    published = {row["source_id"]: last_day(row["published"]) for row in sheets["sources"].rows}
    told: dict[tuple[str, str], date] = {}
    facts = [
        ((sheet.table.name, row[sheet.table.key[0]]), row["source_id"])
        for sheet in sheets.values()
        if sheet.table.of_facts
        for row in sheet.rows
    ]
    facts += [((row["table"], row["key"]), row["source_id"]) for row in sheets["further_sources"].rows]
    for fact, source in facts:
        if source in published:
            told[fact] = min(told.get(fact, date.max), published[source])
    return told


def named(sheets: Sheets) -> Iterator[Fault]:
    """A note leads to one source: no two have the same short name."""
    sheet = sheets["sources"]
    for column in ("short_vi", "short_en"):
        first: dict[str, Row] = {}
        for row in sheet.rows:
            other = first.setdefault(row[column], row)
            if other is not row:
                yield sheet.fault(row, column, f"a name of its own; {other['source_id']} has it too")


def countries(sheets: Sheets) -> Iterator[Fault]:
    """A partner's country is one whose name is known in our languages."""
    sheet = sheets["partners"]
    for row in sheet.rows:
        if row["country"] and row["country"] not in _territories():
            yield sheet.fault(row, "country", "an ISO 3166-1 code that is in use")


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
    for sheet, column in ((sheet, name) for sheet in sheets.values() for name in LOCATORS):
        odd = {text for text in _column(sheet, column) if not all(map(LOCATOR.fullmatch, text.split(";")))}
        for row in sheet.rows if odd else ():
            if row[column] in odd:
                yield sheet.fault(row, column, "tags like p5, c1, t2, s3r27, title or related4, joined by ;")


def _column(sheet: Sheet, name: str) -> set[str]:
    return set(sheet.typed(name)) - {""} if name in sheet.table.names else set()


RULES = (order, repeats, either, sides, further, chains, named, countries, places, parts)
