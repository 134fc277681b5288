"""Where sources disagree: a figure from another source stands beside the one that is there, never over it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from helpers.errors import BriefingError
from helpers.intake.changeset import Cells, Changeset, TableChanges

ABOUT = (
    *("area_id", "indicator_id", "partner_id", "sector_id", "gate_id"),
    *("period_start", "period_end", "as_of"),
)
"""What an observation is a figure of: two rows that are alike here speak of one thing."""
_FIGURE = ("value", "unit_id", "qualifier", "source_id", *ABOUT)
_OF_THE_OLD = ("locator", "note_vi", "note_en")

Answer = Literal["beside", "replace", "skip"]


@dataclass(frozen=True)
class Conflict:
    """A figure that comes in, and what the dataset says of the same thing: other sources' figures, or its own row."""

    new: Cells
    there: tuple[Cells, ...]

    @property
    def same_row(self) -> bool:
        """Whether the row itself would say something else."""
        return self.there[0]["observation_id"] == self.new["observation_id"]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What a person may say of it, the usual answer first."""
        if self.same_row:
            return ("skip", "replace")
        return ("beside", "replace", "skip") if len(self.there) == 1 else ("beside", "skip")

    def __str__(self) -> str:
        known = "; ".join(_said(row) for row in self.there)
        verb = "would replace" if self.same_row else "stands beside"
        return f"observations {self.new['observation_id']}: {_said(self.new)} {verb} {known}"


class NeedsReplace(BriefingError):
    """Figures that would say something else than they do now, without a word that this is meant."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(self.conflicts)

    def __str__(self) -> str:
        lines = "\n".join(f"  {one}" for one in self.conflicts)
        return (
            f"figures that are there would change; nothing was written:\n{lines}\n"
            "say --replace if that is meant, or --ask to be asked for each"
        )


def free_id(wanted: str, row: Mapping[str, str], there: Mapping[str, str] | None) -> str:
    """The id of a figure: the wanted one, or, where another source's figure is ``there``, with its own source's id."""
    if there is None or not row.get("source_id") or there["source_id"] == row["source_id"]:
        return wanted
    return f"{wanted}.{row['source_id']}"


def conflicts(changeset: Changeset) -> list[Conflict]:
    """Every figure that comes in where the dataset has another of the same thing, in the order of the rows."""
    return [one for changes in _observations(changeset) for one in _of(changes)]


def settled(
    changeset: Changeset, *, replacing: bool = False, ask: Callable[[Conflict], Answer] | None = None
) -> Changeset:
    """The changeset after every conflict is decided: beside by default, over only when that is said.

    A figure that takes the place of another source's has none of that one's notes. Raises NeedsReplace.
    """
    found = conflicts(changeset)
    if not ask:
        if not replacing and (over := [one for one in found if one.same_row]):
            raise NeedsReplace(over)
        answers: dict[str, Answer] = {}
    else:
        answers = {one.new["observation_id"]: ask(one) for one in found}
    by_id = {one.new["observation_id"]: one for one in found}
    tables = tuple(
        _decided(changes, by_id, answers) if changes.table.name == "observations" else changes
        for changes in changeset.tables
    )
    return replace(changeset, tables=tables)


def _observations(changeset: Changeset) -> Iterator[TableChanges]:
    return (changes for changes in changeset.tables if changes.table.name == "observations")


def _of(changes: TableChanges) -> Iterator[Conflict]:
    there: dict[tuple[str, ...], list[Cells]] = {}
    for row in changes.now if changes.added else ():
        there.setdefault(_about(row), []).append(row)
    for row in changes.added:
        if others := there.get(_about(row)):
            yield Conflict(row, tuple(others))
    for old, new in changes.changed:
        if any(old[name] != new[name] for name in _FIGURE):
            yield Conflict(new, (old,))


def _about(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ABOUT)


def _decided(
    changes: TableChanges, conflicts: Mapping[str, Conflict], answers: Mapping[str, Answer]
) -> TableChanges:
    def answer(row: Cells) -> Answer | None:
        return answers.get(row["observation_id"])

    over = [
        (one.there[0], _over(one.there[0], one.new))
        for one in conflicts.values()
        if not one.same_row and answers.get(one.new["observation_id"]) == "replace"
    ]
    kept = [row for row in changes.added if answer(row) in (None, "beside")]
    changed = [
        (old, _over(old, new) if new["observation_id"] in conflicts else new)
        for old, new in changes.changed
        if answer(new) != "skip"
    ]
    return replace(changes, added=tuple(kept), changed=(*changed, *over))


def _over(old: Cells, new: Cells) -> Cells:
    """A figure in the place of another, without the other's notes where its source is another."""
    found = {**new, "observation_id": old["observation_id"]}
    if old["source_id"] != new["source_id"]:
        found |= {name: "" for name in _OF_THE_OLD if new[name] == old[name]}
    return found


def _said(row: Mapping[str, str]) -> str:
    """A figure in a line: what it is and whose."""
    qualifier = "" if row["qualifier"] in ("exact", "") else f"{row['qualifier']} "
    return (
        f"{qualifier}{row['value']} {row['unit_id']} ({row['source_id']}, {row['locator'] or 'no locator'})"
    )


def told(found: Iterable[Conflict]) -> list[str]:
    """A line for each figure that comes to stand beside another."""
    return [f"  {one}" for one in found if not one.same_row]
