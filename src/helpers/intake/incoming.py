"""Files as a changeset of the dataset: spreadsheets that a curator filled in, and tables read by a mapping."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from helpers.data.schema import Package
from helpers.data.validation import check
from helpers.intake.changeset import Changeset, TableChanges, compare
from helpers.intake.forms.files import read_file
from helpers.intake.forms.rows import read_rows
from helpers.intake.mapped import mapping as mappings
from helpers.intake.mapped.rows import read_mapped
from helpers.intake.mapped.times import NOTES


def filled(package: Package, files: Sequence[Path], table: str = "", numbers: str = "") -> Changeset:
    """What files that a curator filled in would add and change.

    ``table`` is what a .csv or a workbook's only sheet fills, ``numbers`` how they are written: ``vi`` or ``en``.
    """
    tables = [one for file in files for one in read_file(file, package, table)]
    sheets = check.read(package)[0]
    incoming = read_rows(package, sheets, tables, numbers)
    return replace(compare(package, sheets, incoming.rows, incoming.origins), remarks=incoming.remarks)


def mapped(package: Package, files: Sequence[Path], mapping: Path) -> Changeset:
    """What foreign tables would add and change by a mapping."""
    said = mappings.read(mapping, package)
    sheets = check.read(package)[0]
    tables = [one for file in files for one in read_mapped(file, said, package, sheets)]
    incoming = read_rows(package, sheets, tables, said.numbers)
    changes = compare(package, sheets, incoming.rows, incoming.origins)
    kept = tuple(_without_old_marks(one, incoming.rows[one.table.name]) for one in changes.tables)
    return replace(changes, tables=kept, remarks=incoming.remarks)


def _without_old_marks(changes: TableChanges, rows: Iterable[Mapping[str, str]]) -> TableChanges:
    """Figures that came in as preliminary and come again without that lose the note that said it."""
    if changes.table.name != "observations":
        return changes
    come = {row["observation_id"]: row for row in rows}
    changed = {old["observation_id"]: (old, new) for old, new in changes.changed}
    before = len(changed)
    for old in changes.now:
        name = old["observation_id"]
        if name not in come:
            continue
        _, new = changed.get(name, (old, old))
        for note in NOTES.values():
            stale = {one: text for one, text in note.items() if text in new[one]}
            if stale and not any(text in come[name].get(one, "") for one, text in stale.items()):
                new = new | {one: " ".join(new[one].replace(text, "").split()) for one, text in stale.items()}
        if new != old:
            changed[name] = (old, new)
    return replace(changes, changed=tuple(changed.values()), same=changes.same - (len(changed) - before))
