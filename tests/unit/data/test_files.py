"""Files that are no tables, and tables and descriptor that do not know of one another."""

import csv
import io
import json
from random import Random

import pytest

from helpers.data import DataFaults, check, csv_files, ensure, schema
from helpers.data.validation import check as check_


def test_a_table_without_a_file(small):
    (small.path / "sectors.csv").unlink()
    (fault,) = small.faults()
    assert fault.file.endswith("sectors.csv") and "as the descriptor says" in fault.expected


def test_a_file_without_a_table(small):
    (small.path / "leftovers.csv").write_text("a,b\n")
    (fault,) = small.faults()
    assert fault.file.endswith("leftovers.csv") and "a table of datapackage.json" in fault.expected


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (lambda text: b"", 1, "a header row"),
        (lambda text: b"\n\n", 1, "a header row"),
        (lambda text: text.replace(b"Nghi", b"\xd0\xff", 1), 2, "UTF-8"),
        (lambda text: "\ufeff".encode() + text, 1, "without a byte order mark"),
        (lambda text: text.replace(b"\n", b"\r\n"), 1, "lines ended by LF"),
        (lambda text: text.replace(b",name_en", b"", 1), 1, "a column name_en"),
        (lambda text: text.replace(b"name_en", b"name_en,colour", 1), 1, "columns of the descriptor only"),
        (lambda text: text.replace(b"name_vi,name_en", b"name_en,name_vi", 1), 1, "the columns in the order"),
        (lambda text: text.replace(b"name_en", b"name_en,name_en", 1), 1, "each column once"),
        (lambda text: text.replace(b",Industry", b"", 1), 2, "3 cells"),
        (lambda text: text.replace(b",Industry", b",Industry,and more", 1), 2, "3 cells"),
        (lambda text: text.replace(b"industry,", b"\nindustry,", 1), 2, "3 cells"),
        (lambda text: text.replace(b",Industry", b',"Industry', 1), 2, "quotes that open and close"),
    ],
)
def test_a_file_that_is_not_as_it_should_be(small, change, line, words):
    small.change("sectors", "industry", name_vi="Nghi")
    small.edit("sectors", change)
    faults = small.faults()
    assert [(fault.file.rpartition("/")[2], fault.line) for fault in faults] == [("sectors.csv", line)]
    assert words in faults[0].expected


def test_lines_are_lines_of_the_file(small):
    small.change("sources", "new", title="Một\nhai\nba")
    small.change("sources", "old", kind="letter")
    lines = [(fault.line, fault.field) for fault in small.faults()]
    assert lines == [(2, "title"), (5, "kind")]


# Lines of three cells, and what may stand between them: quotes over lines, commas in them, other widths, blanks, CR.
PLAIN = [f"row-{number},Tên {number},Name {number}\n" for number in range(400)]
ODD = (
    'q,"Một, hai",One\n',
    'r,"Một\nhai ""ba""",x\n',
    "s,t\n",
    "a,b,c,d\n",
    "\n",
    ",,\n",
    "u,,\r\n",
    "v\rw,x,y\n",
    ",y,z\n",
)
WRONG = ("s\n", "t,u,v,w,x\n", 'a,b"c"d,e\n', 'f,"g"h,i\n', "j,k,l")


def as_csv_reads_it(text: str) -> tuple[list[tuple[int, list[str]]], str]:
    """The records of a text, each with the line it begins on, and what is wrong where it stops."""
    found, reader = [], csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            found.append((line, next(reader)))
        except StopIteration:
            return found, ""
        except csv.Error as error:
            return found, f"{line} {error}"


def test_a_long_table_is_read_as_the_csv_module_reads_it(small):
    """Plain lines are cut at their commas, many at once: wherever others stand among them, nothing shifts."""
    table = schema.read(small.path).table("sectors")
    for seed in range(60):
        random = Random(seed)
        lines = [",".join(table.names) + "\n", *PLAIN[: random.randrange(len(PLAIN))]]
        for _ in range(random.randrange(6)):
            lines.insert(random.randrange(1, len(lines) + 1), random.choice(ODD if seed % 3 else ODD + WRONG))
        text = "".join(lines).removesuffix("\n" if seed % 2 else "")
        table.path.write_text(text, encoding="utf-8", newline="")
        (_, *records), wrong = as_csv_reads_it(text)
        rows = [(line, *cells) for line, cells in records if len(cells) == len(table.names) and any(cells)]
        sheet, faults = csv_files.read(table)
        if sheet is None:
            assert f"{faults[-1].line} {faults[-1].found}" == wrong, seed
        else:
            assert not wrong, seed
            assert list(zip(sheet.lines, *sheet.cells, strict=True)) == rows, seed
            assert [line for line, _ in sheet.aside] == [
                line for line, *cells in records if (line, *cells[0]) not in rows
            ], seed


def test_a_cell_beyond_what_csv_takes_is_told_among_plain_lines(small):
    line = len(small.rows("sectors")) + 2
    small.edit("sectors", lambda text: text + b"zz," + b"x" * 140_000 + b",y\n")
    (fault,) = small.faults()
    assert fault.line == line and "field larger than field limit" in fault.found


def test_a_folder_without_a_descriptor(tmp_path):
    (fault,) = check(tmp_path)
    assert "a Data Package descriptor" in fault.expected


@pytest.mark.parametrize("text", ["{", '{"name": "x"}', '{"resources": [{"name": "a"}]}', "[]"])
def test_a_descriptor_that_is_none(small, text):
    (small.path / "datapackage.json").write_text(text)
    (fault,) = small.faults()
    assert fault.file.endswith("datapackage.json")


def test_a_descriptor_that_promises_what_nobody_checks(small):
    path = small.path / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"][0]["schema"]["fields"][0]["type"] = "sound"
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    faults = small.faults()
    assert faults and all(fault.file.endswith("datapackage.json") for fault in faults)


def test_ensure_lists_all_faults(small):
    ensure(small.path)
    small.change("areas", "west", gso_code="")
    small.change("sectors", "industry", name_en="Industry.")
    with pytest.raises(DataFaults) as caught:
        ensure(small.path)
    assert str(caught.value).startswith("2 faults in the data:\n")
    assert len(caught.value.faults) == 2


def test_what_is_wrong_with_a_whole_table_is_told_before_the_rows_that_refer_to_it(small):
    (small.path / "units.csv").write_text("broken\n", encoding="utf-8")
    first, *others = str(DataFaults(small.faults())).splitlines()[1:]
    assert ":1 " in first and any("observations.csv" in one for one in others)


def test_a_fault_reads_as_one_line(small):
    small.change("observations", "west.turnover.2019", value="3,8")
    (fault,) = small.faults()
    line = small.line("observations", "west.turnover.2019")
    assert str(fault).endswith(
        f'observations.csv:{line} value: expected a number with a decimal point, found "3,8" — write 3.8'
    )


def read_again(folder):
    """The tables of a dataset read line by line, as rows and lines; they are those that are read as a whole."""
    package, rows = check_.readable(folder.path)
    whole, faults = check_.read(package)
    assert not faults
    told = {name: [(row.line, dict(row)) for row in table] for name, table in rows.items()}
    assert told == {name: [(row.line, dict(row)) for row in sheet.rows] for name, sheet in whole.items()}
    return rows


def test_only_changed_lines_are_read_again(real):
    first = read_again(real)
    real.change("areas", "lao-cai", name_en='Lào Cai, "the old"')
    second = read_again(real)
    assert all(one is other for one, other in zip(first["observations"], second["observations"], strict=True))
    same = [one is other for one, other in zip(first["areas"], second["areas"], strict=True)]
    assert same.count(False) == 1
    real.edit("areas", lambda text: b"\n".join([(lines := text.split(b"\n"))[0], *lines[2:]]))  # all move up
    assert [row["area_id"] for row in read_again(real)["areas"]] == [
        row["area_id"] for row in first["areas"]
    ][1:]


def test_what_is_no_plain_table_is_read_as_a_whole(small):
    small.change("sources", "new", title="Một\nhai\nba")
    read_again(small)
    small.edit("sectors", lambda text: text.replace(b",Industry", b",Industry,and more", 1))
    assert not read_again(small)["sectors"]  # as its only row is none
    small.edit("sectors", lambda text: text.replace(b"name_en", b"name", 1))
    with pytest.raises(DataFaults, match="a column name_en"):
        check_.readable(small.path)
