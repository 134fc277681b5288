"""Bring in what services answer and what lies in folders: all of an answer or nothing, and what is doubtful waits."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from helpers.data import csv_files, schema, transaction
from helpers.data.schema import Package
from helpers.errors import BriefingError
from helpers.intake import incoming
from helpers.intake.changeset import Cells, Changeset, TableChanges, summary
from helpers.intake.conflicts import conflicts, settled, told
from helpers.intake.fetch import download, kept
from helpers.intake.fetch.settings import Entry
from helpers.intake.fia.observations import import_reports
from helpers.intake.write import write

State = Literal["came in", "nothing new", "waits", "no answer"]

LEAP = 50
"""So many times the figure before it, or so small a part of it, is a leap. One of a province's new capital may be
true: a workbook of the register has thirty among 1,700. Where half of the figures leap, the unit is another one.
"""


class Doubtful(BriefingError):
    """News that a person must look at first; ``reasons`` says what of."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(self.reasons)

    def __str__(self) -> str:
        return "a person must look at it first:\n" + "\n".join(f"  {one}" for one in self.reasons)


@dataclass(frozen=True)
class Outcome:
    """What became of one answer or file: its entry, what it is called, its state, and what there is to say."""

    name: str
    what: str
    state: State
    lines: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether nobody need look at it."""
        return self.state in ("came in", "nothing new")


def fetch(
    entries: Sequence[Entry],
    data: Path,
    fetched: Path,
    limits: download.Limits | None = None,
    *,
    dry_run: bool = False,
) -> Iterator[Outcome]:
    """What becomes of each answer and each file, one after the other; one that fails stops no other.

    Answers are kept in ``fetched``, by entry; a file of a folder goes there once it is brought in, and stays where it
    is when it waits for a person. With ``dry_run`` answers are kept and nothing is brought in.
    """
    for entry in entries:
        if entry.folder is None:
            yield _asked(entry, data, fetched, limits, dry_run)
        else:
            for file in _files(entry.folder):
                yield _found(entry, file, data, fetched, dry_run)


def _asked(entry: Entry, data: Path, fetched: Path, limits: download.Limits | None, dry_run: bool) -> Outcome:
    query = entry.query.read_bytes() if entry.query else None
    try:
        answer = download.get(entry.address, query, limits)
    except (download.NoAnswer, download.NeedsHttpx) as error:
        why = error.why if isinstance(error, download.NoAnswer) else str(error)
        kept.log(fetched, name=entry.name, address=entry.address, state="no answer", why=why)
        return Outcome(entry.name, entry.address, "no answer", (why,))
    file = kept.keep(fetched, entry.name, answer.content, answer.suffix)
    outcome = _brought_in(entry, file, data, dry_run)
    _logged(fetched, outcome, file, answer.address)
    return outcome


def _files(folder: Path) -> list[Path]:
    """The files of a folder that a person put there; hidden ones and an office's locks are none."""
    return [
        one
        for one in sorted(folder.iterdir())
        if one.is_file() and not one.is_symlink() and not one.name.startswith((".", "~"))
    ]


def _found(entry: Entry, file: Path, data: Path, fetched: Path, dry_run: bool) -> Outcome:
    outcome = _brought_in(entry, file, data, dry_run)
    if outcome.is_good and not dry_run:
        copy = kept.keep(fetched, entry.name, file.read_bytes(), file.name)
        _logged(fetched, outcome, copy, str(file))
        os.unlink(file)
    else:
        _logged(fetched, outcome, file, str(file))
    return outcome


def _logged(fetched: Path, outcome: Outcome, file: Path, address: str) -> None:
    said = {"file": file.name, "sha256": kept.checksum(file), "bytes": file.stat().st_size}
    kept.log(fetched, name=outcome.name, address=address, **said, state=outcome.state, said=outcome.lines)


def _brought_in(entry: Entry, file: Path, data: Path, dry_run: bool) -> Outcome:
    """All of a file, or nothing of it and the reason."""
    what = entry.address or file.name
    try:
        with transaction.one_writer(data):
            package = schema.read(data)
            if entry.register:
                changes = import_reports(package, [file])
            elif entry.mapping:
                changes = incoming.mapped(package, [file], entry.mapping)
            else:
                changes = incoming.filled(package, [file])
            lines = (*summary(changes), *told(conflicts(changes)))
            if doubts := list(_doubts(package, changes, entry.replace)):
                raise Doubtful(doubts)
            write(package.folder, settled(changes, replacing=True), dry_run=dry_run)
    except (BriefingError, OSError) as error:
        return Outcome(entry.name, what, "waits", (str(error),))
    return Outcome(entry.name, what, "nothing new" if changes.is_empty else "came in", lines)


def _doubts(package: Package, changes: Changeset, replacing: bool) -> Iterator[str]:
    """What nobody should bring in unseen: another word of what is there, a leap, a table that does not add up."""
    for line in changes.left_out:
        yield f"it does not add up: {line}"
    units, _ = csv_files.read(package.table("units"))
    factors = {row["unit_id"]: Decimal(row["factor"]) for row in units.rows} if units else {}
    for table in changes.tables:
        if not replacing:
            for old, new in table.changed:
                fields = (
                    f"{name} {old[name]!r} becomes {new[name]!r}" for name in new if old[name] != new[name]
                )
                yield f"{table.table.name} {_key(table, new)}: {', '.join(fields)}; replace = true would allow it"
        if table.table.name in _SERIES:
            yield from _leaps(table, _SERIES[table.table.name], factors)


class _Series(NamedTuple):
    """What makes rows of a table one series, what orders them in time, their figure and its unit."""

    of: Callable[[Cells], tuple[str, ...]]
    time: Callable[[Cells], tuple[str, ...]]
    figure: str
    unit: str = ""


def _at(*names: str) -> Callable[[Cells], tuple[str, ...]]:
    return lambda row: tuple(row[name] for name in names)


_SERIES = {
    "observations": _Series(
        # of the same months of each year: half a year is no year
        lambda row: (
            *_at("area_id", "indicator_id", "partner_id", "sector_id", "gate_id")(row),
            *(row[name][4:] for name in ("period_start", "period_end")),
        ),
        _at("as_of", "period_end"),
        "value",
        "unit_id",
    ),
    "exchange_rates": _Series(_at("currency"), _at("year"), "per_usd"),
}


def _leaps(table: TableChanges, series: _Series, factors: Mapping[str, Decimal]) -> list[str]:
    """The figures that come in and leap, where half of those do that can be compared with one before or after."""
    come = [*table.added, *(new for _, new in table.changed)]
    new = {_key(table, row) for row in come}
    found: dict[tuple[str, ...], list[Cells]] = {series.of(row): [] for row in come}
    for row in table.rows:
        if (of := series.of(row)) in found:
            found[of].append(row)
    compared, leaps = 0, []
    for rows in found.values():
        rows.sort(key=series.time)
        for before, row in pairwise(rows):
            if new.isdisjoint((_key(table, before), _key(table, row))):
                continue
            compared += 1
            small, great = sorted(_amount(one, series, factors) for one in (before, row))
            if 0 < small * LEAP < great:
                leaps.append(
                    f"{table.table.name} {_key(table, row)}: {row[series.figure]} after {before[series.figure]}"
                )
    return leaps if 2 * len(leaps) >= compared else []


def _amount(row: Cells, series: _Series, factors: Mapping[str, Decimal]) -> Decimal:
    """A figure in base units; what is no number is for the check."""
    try:
        return Decimal(row[series.figure]) * (factors[row[series.unit]] if series.unit else 1)
    except (InvalidOperation, KeyError):
        return Decimal(0)


def _key(table: TableChanges, row: Cells) -> str:
    return " ".join(row[column] for column in table.table.key)
