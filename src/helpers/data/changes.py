"""The differences between two editions, for one province or for all: facts that are new, revised or withdrawn.

Editions of a dataset differ where a source came out in between, so each day on which one did has its own changes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Any, Literal

from helpers.data.dates import last_day, years_before
from helpers.data.series import BREAKDOWN, choose
from helpers.data.tables import Dataset

Row = Mapping[str, Any]
Kind = Literal["new", "revised", "withdrawn"]
# The kinds in the order in which a reader is told of them.
KINDS: tuple[Kind, ...] = ("revised", "withdrawn", "new")

# Tables whose rows name their area, and tables whose areas stand in a table of members.
OWN = ("observations", "relations", "activities", "projects", "priorities", "documents", "border_gates")
JOINT = {
    "agreements": ("agreement_parties", "agreement_id"),
    "mechanisms": ("mechanism_members", "mechanism_id"),
    "meetings": ("mechanism_members", "mechanism_id"),
}
# Fields about the fact rather than of it: a better note or another source changes no fact.
WORDING = (
    *("note_vi", "note_en", "locator", "source_id", "confidence"),
    # What was said of a session or body afterwards.
    *("outcome_vi", "outcome_en", "next_step_vi", "next_step_en", "outcome_source_id", "outcome_locator"),
    *("due_vi", "due_en", "due", "due_source_id", "due_locator"),
    *("milestone_source_id", "milestone_locator"),
)
# Nor does the date on which a source confirms it again.
STANDING = ("as_of", "status_as_of")
MOMENT = ("area_id", "indicator_id", *BREAKDOWN, "period_start", "period_end", "as_of")
_moment = itemgetter(*MOMENT)


@dataclass(frozen=True)
class Change:
    """A fact that one edition has and the other has not, or has otherwise."""

    kind: Kind
    table: str
    key: str
    old: Row | None
    new: Row | None

    @property
    def row(self) -> Row:
        """The fact as it stands, or as it last stood."""
        row = self.new if self.new is not None else self.old
        assert row is not None
        return row


@dataclass(frozen=True)
class Step:
    """What the edition of a day, ``new``, changed against the last one before it, ``old``."""

    day: str
    old: Dataset
    new: Dataset
    changes: tuple[Change, ...]


def a_year_before(edition: str) -> str:
    """The same day a year earlier; 28 February for a leap day."""
    return years_before(date.fromisoformat(edition), 1).isoformat()


def steps(latest: Dataset, province: str, edition_of: Callable[[str], Dataset]) -> Iterator[Step]:
    """What the editions of the past year changed of a province (an area id), the latest first.

    There is one for each day on which a source about it came out that changed something, but for the first of all.
    ``edition_of`` gives the dataset as it was known on a day, of which ``latest`` is the last.
    """
    published = latest.keyed("sources")
    days = {last_day(published[name]["published"]).isoformat() for name in _sources(latest, province)}
    known = sorted((day for day in days if day <= latest.edition), reverse=True)
    since = a_year_before(latest.edition)
    new, now = latest, _of_all_tables(latest, province)
    for day, before in pairwise(known):
        if day <= since:
            return
        old = edition_of(before)
        then = _of_all_tables(old, province)
        if found := _differences(then, now):
            yield Step(day, old, new, tuple(found))
        new, now = old, then


def _sources(dataset: Dataset, province: str) -> set[str]:
    """The sources that state a fact of a province (an area id)."""
    further = dataset.by("further_sources", "table", "key")
    named = set()
    for table in (*OWN, *JOINT):
        key = dataset.package.table(table).key[0]
        for row in _rows(dataset, table, province):
            named |= {row["source_id"], *(one["source_id"] for one in further.get((table, row[key]), ()))}
    return named


def changes(old: Dataset, new: Dataset, province: str = "") -> list[Change]:
    """What became known, was revised or was withdrawn between two editions, in the order of the tables.

    With a province (an area id), only its own facts and those of its former units and of what it became. A figure that
    another source merely confirms is no change; one that is now chosen over the earlier one is a revision.
    Raises UnknownProvince.
    """
    return _differences(_of_all_tables(old, province), _of_all_tables(new, province))


def _of_all_tables(dataset: Dataset, province: str) -> dict[str, dict[str, Row]]:
    return {table: facts(dataset, table, province) for table in (*OWN, *JOINT)}


def _differences(old: Mapping[str, dict[str, Row]], new: Mapping[str, dict[str, Row]]) -> list[Change]:
    """What changed between the facts of two editions, by table."""
    found = []
    for table, after in new.items():
        before = redated(old[table], after)
        for key in sorted({*before, *after}):
            change = compared(table, key, before.get(key), after.get(key))
            if change:
                found.append(change)
    return found


def compared(table: str, key: str, old: Row | None, new: Row | None) -> Change | None:
    """The change of one fact; None where it is the same."""
    if old is new:  # as are most: see Dataset.records
        return None
    if old is None or new is None:
        return Change("withdrawn" if new is None else "new", table, key, old, new)
    ignored = (*WORDING, *STANDING, "observation_id", "revises")
    same = all(
        old[field] is new[field] or _plain(old[field]) == _plain(new[field])
        for field in new
        if field not in ignored
    )
    return None if same else Change("revised", table, key, old, new)


def redated(before: dict[str, Row], after: dict[str, Row]) -> dict[str, Row]:
    """The earlier facts; one that has another date now is put under its present key, and so counts as revised."""
    now = {row["observation_id"]: key for key, row in after.items() if "observation_id" in row}
    return {
        now.get(row.get("observation_id", ""), key) if key not in after else key: row
        for key, row in before.items()
    }


def _plain(value: object) -> str:
    return str(value)


def facts(dataset: Dataset, table: str, province: str) -> dict[str, Row]:
    """The facts of a table by key; of figures for the same thing, the one that is shown."""
    rows = _rows(dataset, table, province)
    if table != "observations":
        key = dataset.package.table(table).key[0]
        return {row[key]: row for row in rows}
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault("/".join(_moment(row)), []).append(row)
    sources = dataset.keyed("sources")
    return {key: choose(several, sources)[0] for key, several in groups.items()}


def _rows(dataset: Dataset, table: str, province: str) -> Iterable[Row]:
    """The rows of a table of facts that are about a province (an area id), or all."""
    rows: Iterable[Row] = dataset.records(table)
    if not province:
        return rows
    within = list(dataset.levels(province))
    if table not in JOINT:
        return [row for row in rows if row["area_id"] in within]
    members, key = JOINT[table]
    linked = {row[key] for row in dataset.records(members) if row["area_id"] in within}
    return [row for row in rows if row[key] in linked or row.get("host_area_id") in within]
