"""Our look at types and constraints sees what frictionless sees, cell for cell."""

import csv
import io

import frictionless

from small_dataset import DATA

BROKEN = [
    ("observations", "west.turnover.2019", "value", "3,8"),
    ("observations", "west.turnover.2023", "value", ""),
    ("observations", "west.turnover.2019", "date_inferred", "TRUE"),
    ("observations", "west.turnover.2019", "qualifier", "Over"),
    ("observations", "west.turnover.2019", "period_end", "2019-13"),
    ("observations", "west.turnover.2019", "locator", "page 5"),
    ("priorities", "one", "position", "0"),
    ("priorities", "two", "position", "1.5"),
    ("priorities", "two", "text_en", "Expand" * 40),
    ("areas", "west", "gso_code", "1"),
    ("sources", "old", "title", ""),
    ("sources", "old", "url", "example.vn"),
    ("units", "project", "factor", "one"),
    ("units", "usd_m", "amount_vi", "triệu USD"),
    ("labels", "gate_kind", "position", "first"),
]


def test_it_finds_what_frictionless_finds(small):
    small.add("priorities", like="one", priority_id="two", position="2")
    small.drop("labels", "gate_kind")
    small.add("labels", list="gate_kind", value="main", name_vi="Cửa khẩu chính", name_en="Main border gate")
    for table, key, field, text in BROKEN:
        small.change(table, key, **{field: text})
    report = frictionless.Package(small.path / "datapackage.json").validate()
    theirs = {
        (task.name, error.row_number, error.field_name)
        for task in report.tasks
        for error in task.errors
        if error.type in ("type-error", "constraint-error")
    }
    broken = {(table, small.line(table, key), field) for table, key, field, _ in BROKEN}
    ours = {(fault.file.rsplit("/")[-1][:-4], fault.line, fault.field) for fault in small.faults()}
    assert theirs == broken
    assert theirs <= ours


def test_the_dataset_is_written_as_an_import_writes_it():
    """So that an import of one row changes no byte of another."""
    other = []
    for file in sorted(DATA.glob("*.csv")):
        text = file.read_text(encoding="utf-8")
        again = io.StringIO()
        csv.writer(again, lineterminator="\n").writerows(csv.reader(io.StringIO(text, newline="")))
        other += [] if again.getvalue() == text else [file.name]
    assert other == []
