"""Every value that readers may be shown has its words: each closed list is whole in labels.csv, and in order."""

from bisect import bisect
from collections.abc import Iterator

from helpers.data.csv_files import Row, Sheet, Sheets
from helpers.data.faults import Fault, shown
from helpers.data.schema import DESCRIPTOR, Field
from helpers.errors import Nearest


def missing(sheets: Sheets) -> Iterator[Fault]:
    """Each value of a closed list has a row in the lists of labels.csv that its field names."""
    labels = sheets["labels"]
    there = {row.key(("list", "value")) for row in labels.rows}
    for sheet, field in fields(sheets):
        for name in field.labels if "labels" in sheets else ():
            for value in field.constraints.get("enum", ()):
                if (name, value) not in there:
                    yield unnamed(
                        labels, (name, value), f"{value!r}, a {field.name} of {sheet.table.path.name}"
                    )


def unnamed(labels: Sheet, key: tuple[str, str], value: str) -> Fault:
    """A value without a label, on the line where its row belongs."""
    line = 2 + bisect([row.key(("list", "value")) for row in labels.rows], key)
    hint = f"add the row {','.join(key)},<position>,<Vietnamese>,<English>"
    return Fault(shown(labels.table.path), line, "value", f"a label for {value}", "", hint)


def strangers(sheets: Sheets) -> Iterator[Fault]:
    """A label is for a value of a list that some field names."""
    lists: dict[str, list[str]] = {}
    for _, field in fields(sheets):
        for name in field.labels:
            lists.setdefault(name, []).extend(field.constraints.get("enum", ()))
    labels = sheets["labels"]
    for row in labels.rows:
        if row["list"] not in lists:
            yield labels.fault(row, "list", f"a list of {DESCRIPTOR}", Nearest(row["list"], lists))
        elif row["value"] not in lists[row["list"]]:
            wanted = f"a value of {row['list']}"
            yield labels.fault(row, "value", wanted, Nearest(row["value"], lists[row["list"]]))


def positions(sheets: Sheets) -> Iterator[Fault]:
    """No two values of a list, and no two topics, have the same place."""
    for name, within in (("labels", "list"), ("topics", "")):
        first: dict[tuple[str, str], Row] = {}
        for row in sheets[name].rows:
            other = first.setdefault((row[within] if within else "", row["position"]), row)
            if other is not row:
                wanted = f"a position of its own; line {other.line} has it too"
                yield sheets[name].fault(row, "position", wanted)


def headings(sheets: Sheets) -> Iterator[Fault]:
    """A topic is counted under itself or under one that is counted under itself."""
    topics = sheets["topics"]
    for row in topics.rows:
        heading = topics.index.get(row["heading"])
        if heading and heading["heading"] != heading["topic"]:
            wanted = "a topic that is its own heading"
            yield topics.fault(
                row, "heading", wanted, f"{heading['topic']} is counted under {heading['heading']}"
            )


def described(sheets: Sheets) -> Iterator[Fault]:
    """A closed list whose values are rows of a table is whole there: each qualifier has its words."""
    for sheet, field in fields(sheets):
        for reference in sheet.table.references:
            values = field.constraints.get("enum", ())
            if reference.field != field.name or reference.table not in sheets or not values:
                continue
            target = sheets[reference.table]
            known = set(target.typed(reference.target))
            for value in values:
                if value not in known:
                    wanted = f"a row for {value!r}, a {field.name} of {sheet.table.path.name}"
                    line = 2 + bisect([row[reference.target] for row in target.rows], value)
                    yield Fault(shown(target.table.path), line, reference.target, wanted, "", "add it")


def fields(sheets: Sheets) -> Iterator[tuple[Sheet, Field]]:
    """Each field of each table that could be read."""
    for sheet in sheets.values():
        for field in sheet.table.fields:
            yield sheet, field


RULES = (missing, strangers, positions, headings, described)
