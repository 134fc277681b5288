"""What could be known on a date: the sources published by then, and the facts that one of them states."""

from collections.abc import Iterable, Mapping
from datetime import date

from helpers.data.csv_files import Row
from helpers.data.dates import first_day, last_day
from helpers.data.schema import Package, Table
from helpers.errors import BriefingError

Rows = dict[str, tuple[Row, ...]]

# Parts of a row that a source of their own states, by the field that names it: not known before that source.
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "meetings": {
        "outcome_source_id": ("outcome_vi", "outcome_en", "outcome_locator", "next_step_vi", "next_step_en")
    },
    "mechanisms": {"due_source_id": ("due_vi", "due_en", "due", "due_locator")},
    "projects": {
        "milestone_source_id": ("milestone_vi", "milestone_en", "milestone", "milestone_locator"),
    },
}


class BadDate(BriefingError):
    """An edition's date that is no date."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(found)

    def __str__(self) -> str:
        return f"the edition's date {self.found!r} is no date; write it like 2024-06-30"


class TooEarly(BriefingError):
    """An edition's date before any source was published."""

    def __init__(self, found: str, first: str) -> None:
        self.found, self.first = found, first
        super().__init__(found, first)

    def __str__(self) -> str:
        return f"nothing had been published by {self.found}; the first possible edition is {self.first}"


def known(package: Package, rows: Mapping[str, tuple[Row, ...]], as_of: str = "") -> tuple[str, Rows]:
    """The edition's date and, of each table, the rows that could be known by then.

    Without a date everything is known, and the edition is the day of the latest source, at most that of the
    dataset: a source of "this year" is not from its last day. A source counts from the last day that its date may
    stand for. A fact whose main source came later is kept with the latest of its further sources that had come out.
    What hangs on a dropped fact is dropped too.
    """
    published = {row["source_id"]: last_day(row["published"]) for row in rows["sources"]}
    if not as_of:
        latest = max(published.values(), default=date.min)
        made = last_day(package.created) if package.created else date.max
        return min(latest, made).isoformat(), dict(rows)
    limit = day(as_of)
    if published and limit < min(published.values()):
        raise TooEarly(as_of, min(published.values()).isoformat())
    out = {source: when for source, when in published.items() if when <= limit}
    kept = {name: cited(package.table(name), table, out) for name, table in rows.items()}
    for name, table in package.tables.items():
        if table.of_facts:
            kept[name], kept["further_sources"] = attested(name, table.key[0], rows, kept, out)
            if name in PARTS:
                kept[name] = tuple(without_later_parts(name, row, out) for row in kept[name])
    return limit.isoformat(), connected(package, rows, kept)


def day(as_of: str) -> date:
    """The day that an edition shows; a year or a month counts as its last day. Raises BadDate."""
    try:
        return last_day(as_of)
    except ValueError:
        raise BadDate(as_of) from None


def cited(table: Table, rows: tuple[Row, ...], out: Mapping[str, date]) -> tuple[Row, ...]:
    """The rows whose own source is published; those of a table without sources always count as published."""
    if "source_id" not in table.names:
        return rows
    return tuple([row for row in rows if row["source_id"] in out])


def attested(
    name: str, key: str, rows: Mapping[str, tuple[Row, ...]], kept: Rows, out: Mapping[str, date]
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The facts of a table that a published source states, and the further sources left.

    A fact whose main source came later takes the latest published one of its further sources as its main source.
    """
    facts, further = [], list(kept["further_sources"])
    dates = {source["source_id"]: source["published"] for source in rows["sources"]}
    witnesses: dict[str, list[Row]] = {}
    for witness in further:
        if witness["table"] == name:
            witnesses.setdefault(witness["key"], []).append(witness)
    for row in rows[name]:
        if row["source_id"] in out:
            facts.append(row)
        elif mine := witnesses.get(row[key]):
            best = max(mine, key=lambda witness: (out[witness["source_id"]], witness["source_id"]))
            further.remove(best)
            facts.append(told_by(row, best, dates[best["source_id"]]))
    return tuple(facts), tuple(further)


def told_by(row: Row, witness: Row, published: str) -> Row:
    """A fact as an earlier source states it: with that source, no date after it, and no notes on the later source."""
    said = {"source_id": witness["source_id"], "locator": witness["locator"]}
    unsaid = ("note_vi", "note_en", *(() if "due_source_id" in row else ("due",)))
    said |= {column: "" for column in unsaid if column in row}
    for column in ("as_of", "status_as_of"):
        if row.get(column) and first_day(row[column]) > last_day(published):
            said[column] = published
    return row.but(said)


def without_later_parts(name: str, row: Row, out: Mapping[str, date]) -> Row:
    """A row without the parts whose own source came later: a session before its outcome was reported."""
    parts = PARTS.get(name, {})
    later = [source for source in parts if row[source] and row[source] not in out]
    empty = {field: "" for source in later for field in (source, *parts[source])}
    return row.but(empty) if empty else row


def connected(package: Package, rows: Mapping[str, tuple[Row, ...]], kept: Rows) -> Rows:
    """The rows that refer to no dropped row: the parties of a dropped agreement are dropped with it."""
    while True:
        before = sum(map(len, kept.values()))
        for name, table in package.tables.items():
            for reference in table.references:
                if len(kept[reference.table]) == len(rows[reference.table]):
                    continue
                gone = keys(rows[reference.table], reference.target) - keys(
                    kept[reference.table], reference.target
                )
                if gone:
                    kept[name] = tuple(row for row in kept[name] if row[reference.field] not in gone)
        if sum(map(len, kept.values())) == before:
            return kept


def keys(rows: Iterable[Row], column: str) -> set[str]:
    """All values of a column."""
    return {row[column] for row in rows}
