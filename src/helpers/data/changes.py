"""The differences between two editions, for one province or for all: facts that are new, revised or withdrawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from helpers.data.series import BREAKDOWN, choose
from helpers.data.tables import Dataset

Row = Mapping[str, Any]
Kind = Literal["new", "revised", "withdrawn"]

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


def changes(old: Dataset, new: Dataset, province: str = "") -> list[Change]:
    """What became known, was revised or was withdrawn between two editions, in the order of the tables.

    With a province (an area id), only its own facts and those of its former units and of what it became. A figure that
    another source merely confirms is no change; one that is now chosen over the earlier one is a revision.
    Raises UnknownProvince.
    """
    found = []
    for table in (*OWN, *JOINT):
        before, after = facts(old, table, province), facts(new, table, province)
        before = redated(before, after)
        for key in sorted({*before, *after}):
            change = compared(table, key, before.get(key), after.get(key))
            if change:
                found.append(change)
    return found


def compared(table: str, key: str, old: Row | None, new: Row | None) -> Change | None:
    """The change of one fact; None where it is the same."""
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
    rows: Iterable[Row] = dataset.records(table)
    within = list(dataset.levels(province)) if province else None
    if within is not None and table in JOINT:
        members, key = JOINT[table]
        linked = {row[key] for row in dataset.records(members) if row["area_id"] in within}
        rows = [row for row in rows if row[key] in linked or row.get("host_area_id") in within]
    elif within is not None:
        rows = [row for row in rows if row["area_id"] in within]
    if table != "observations":
        key = dataset.package.table(table).key[0]
        return {row[key]: row for row in rows}
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault("/".join(str(row[column]) for column in MOMENT), []).append(row)
    sources = dataset.keyed("sources")
    return {key: choose(several, sources)[0] for key, several in groups.items()}
