"""An import adds and changes what its rows say, tells every row that is wrong, and is all or nothing."""

import os
import pty
import shutil
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from helpers import errors
from helpers.cli.main import main
from helpers.data import areas, check
from helpers.data.csv_files import Sheet
from helpers.intake.forms.rows import TableReader
from small_dataset import Folder

HEAD = "area_id,indicator_id,period_start,period_end,value,source_id,locator,confidence\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def typed(folder: Folder, *lines: str, head: str = HEAD) -> Path:
    file = folder.path.parent / "typed.csv"
    file.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def terminal(arguments: list[str], said: str) -> str:
    """What the command shows on a terminal where a person types one answer."""
    pid, screen = pty.fork()
    if not pid:
        command = Path(sys.executable).with_name("briefings")
        os.execv(command, [str(command), *arguments])
    os.write(screen, f"{said}\n".encode())
    shown = b""
    try:
        while part := os.read(screen, 4096):
            shown += part
    except OSError:  # the terminal is closed
        pass
    os.waitpid(pid, 0)
    return shown.decode()


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_row_comes_in_as_it_was_meant(small: Folder) -> None:
    file = typed(small, 'West,Turnover,2020,2020,"> 3,2 tỷ USD",new,p4,high')
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, told.stdout.splitlines()) == (
        0,
        ["observations: 1 to add, 0 to change, 0 already there", "written; the check passes"],
    )
    row = next(row for row in small.rows("observations") if row["observation_id"] == "west.turnover.2020")
    assert (row["area_id"], row["value"], row["unit_id"], row["qualifier"]) == (
        "west",
        "3.2",
        "usd_bn",
        "over",
    )
    assert check(small.path) == []
    assert "nothing to change" in run("import", file, "--data", small.path).stdout


def test_a_change_is_told_field_by_field(small: Folder) -> None:
    file = typed(small, 'west,turnover,2019,2019,"3,9 tỷ USD",old,p1,high')
    told = run("import", file, "--data", small.path, "--dry-run", "--replace")
    assert told.stdout.splitlines() == [
        "observations: 0 to add, 1 to change, 0 already there",
        "  observations west.turnover.2019: value '3.8' becomes '3.9'",
        "this would pass the check; nothing was changed",
    ]
    assert small.rows("observations")[4]["value"] == "3.8"


def of_2019(folder: Folder) -> dict[str, dict[str, str]]:
    rows = [row for row in folder.rows("observations") if row["period_start"] == "2019"]
    return {
        row["observation_id"]: row for row in rows if row["observation_id"].startswith("west.turnover.2019")
    }


def test_a_figure_of_another_source_stands_beside_the_one_that_is_there(small: Folder) -> None:
    small.change("observations", "west.turnover.2019", note_en="Of the old one.", note_vi="Của nguồn cũ.")
    before = of_2019(small)
    file = typed(small, 'west,turnover,2019,2019,"> 3,9 tỷ USD",new,p4,high')
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, told.stdout.splitlines()) == (
        0,
        [
            "observations: 1 to add, 0 to change, 0 already there",
            "  observations west.turnover.2019.new: over 3.9 usd_bn (new, p4) stands beside 3.8 usd_bn (old, p1)",
            "written; the check passes",
        ],
    )
    after = of_2019(small)
    assert after.pop("west.turnover.2019.new")["note_en"] == ""
    assert after == before
    assert "nothing to change" in run("import", file, "--data", small.path).stdout


def test_two_sources_of_one_file_stand_beside_each_other(small: Folder) -> None:
    file = typed(
        small,
        "west,turnover,2020,2020,3 tỷ USD,new,p4,high",
        "west,turnover,2020,2020,4 tỷ USD,old,p2,high",
    )
    assert run("import", file, "--data", small.path).exit_code == 0
    found = {
        row["observation_id"]: row["value"]
        for row in small.rows("observations")
        if "2020" in row["period_start"]
    }
    assert found == {"west.turnover.2020": "3", "west.turnover.2020.old": "4"}


def test_a_figure_of_the_same_source_changes_only_when_that_is_said(small: Folder) -> None:
    before = bytes_of(small.path)
    file = typed(small, 'west,turnover,2019,2019,"3,9 tỷ USD",old,p1,high')
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, told.stderr.splitlines()) == (
        2,
        [
            "briefings: figures that are there would change; nothing was written:",
            "  observations west.turnover.2019: 3.9 usd_bn (old, p1) would replace 3.8 usd_bn (old, p1)",
            "say --replace if that is meant, or --ask to be asked for each",
        ],
    )
    assert bytes_of(small.path) == before
    assert run("import", file, "--data", small.path, "--replace").exit_code == 0
    assert of_2019(small)["west.turnover.2019"]["value"] == "3.9"


def test_a_row_given_by_its_id_takes_no_note_of_another_source(small: Folder) -> None:
    small.change("observations", "west.turnover.2019", note_en="Of the old one.", note_vi="Của nguồn cũ.")
    head = "observation_id,value,source_id,locator\n"
    small.write("further_sources", [])  # where the new source stands as a witness of the old figure
    file = typed(small, 'west.turnover.2019,"3,9 tỷ USD",new,p4', head=head)
    assert run("import", file, "--data", small.path).exit_code == 2
    done = run("import", file, "--data", small.path, "--replace")
    assert (done.exit_code, done.stderr) == (0, "")
    row = of_2019(small)["west.turnover.2019"]
    assert (row["value"], row["source_id"], row["note_en"], row["note_vi"]) == ("3.9", "new", "", "")


def test_an_empty_cell_erases_nothing(small: Folder) -> None:
    small.change("observations", "west.turnover.2019", note_en="Kept.", note_vi="Giữ.")
    before = bytes_of(small.path)
    file = typed(small, "west.turnover.2019,,,", head="observation_id,note_vi,note_en,confidence\n")
    assert "nothing to change" in run("import", file, "--data", small.path).stdout
    assert bytes_of(small.path) == before


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("beside", {"west.turnover.2019": "3.8", "west.turnover.2019.new": "3.9"}),
        ("replace", {"west.turnover.2019": "3.9"}),
        ("skip", {"west.turnover.2019": "3.8"}),
    ],
)
def test_a_curator_is_asked_for_each_conflict(small: Folder, said: str, values: dict[str, str]) -> None:
    small.write("further_sources", [])  # where the new source stands as a witness of the old figure
    file = typed(small, 'west,turnover,2019,2019,"3,9 tỷ USD",new,p4,high')
    screen = terminal(["import", str(file), "--data", str(small.path), "--ask"], said)
    assert "3.9 usd_bn (new, p4) stands beside 3.8 usd_bn (old, p1)" in screen
    assert {key: row["value"] for key, row in of_2019(small).items()} == values


def test_asking_needs_a_terminal(small: Folder) -> None:
    file = typed(small, 'west,turnover,2019,2019,"3,9 tỷ USD",new,p4,high')
    told = run("import", file, "--data", small.path, "--ask")
    assert (told.exit_code, "--ask needs a terminal to ask on" in told.stderr) == (2, True)


def test_what_the_file_does_not_say_stays(small: Folder) -> None:
    small.change("observations", "west.turnover.2019", qualifier="over", note_en="Kept.", note_vi="Giữ.")
    file = typed(small, "west.turnover.2019,p9", head="observation_id,locator\n")
    assert run("import", file, "--data", small.path).exit_code == 0
    row = next(row for row in small.rows("observations") if row["observation_id"] == "west.turnover.2019")
    assert (row["locator"], row["value"], row["qualifier"], row["unit_id"]) == ("p9", "3.8", "over", "usd_bn")


def test_every_bad_row_is_told_and_nothing_comes_in(small: Folder) -> None:
    before = bytes_of(small.path)
    file = typed(
        small,
        "west,turnover,2020,2020,1.234 triệu USD,new,p4,high",
        "westt,turnover,2020,2020,5 triệu USD,new,p4,high",
        "west,turnover,2020,2020,nhiều,new,p4,high",
        "west,turnover,13/2020,2020,5 triệu USD,nowhere,p4,high",
        "west,turnover,2021,2021,5 dự án,new,p4,high",
        "west,turnover,2022,2022,7 triệu USD,new,p4,high",
        "west,turnover,2022,2022,8 triệu USD,new,p4,high",
    )
    told = run("import", file, "--data", small.path)
    assert told.exit_code == 2
    lines = told.stderr.splitlines()
    assert [line.split(": expected")[0].strip() for line in lines[1:]] == [
        "typed.csv:2 value",
        "typed.csv:3 area_id",
        "typed.csv:4 value",
        "typed.csv:5 period_start",
        "typed.csv:5 source_id",
        "typed.csv:6 value",
        "typed.csv:8 observation_id",
    ]
    assert (
        "expected 1234 (if Vietnamese) or 1.234 (if English); say which with --numbers vi or en" in lines[1]
    )
    assert lines[1].endswith('found "1.234 triệu USD"')
    assert lines[2].endswith('expected a known area, found "westt" — did you mean west or east or west-2025?')
    assert bytes_of(small.path) == before


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "said"),
    [
        ("> 5 triệu USD", "usd_m", "nearly", "a value without 'over', as the qualifier says 'nearly'"),
        ("5 triệu USD", "usd_bn", "", "the unit of the unit column, not “triệu USD”"),
        ("5", "", "", "a known unit"),
        ("5", "bậc", "", 'typed.csv:2 unit_id: expected a known unit, found "bậc"'),
        ("5 triệu", "usd_bn", "", "the unit of the unit column, not “triệu”"),
    ],
)
def test_cells_that_contradict_each_other_are_told(small: Folder, value, unit, qualifier, said) -> None:
    head = HEAD.replace("value,", "value,unit_id,qualifier,")
    file = typed(small, f"west,turnover,2020,2020,{value},{unit},{qualifier},new,p4,high", head=head)
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, said in told.stderr) == (2, True), told.stderr


@pytest.mark.parametrize(("style", "value"), [("vi", "1234"), ("en", "1.234")])
def test_the_curator_settles_an_open_number(small: Folder, style: str, value: str) -> None:
    file = typed(small, "west,turnover,2020,2020,1.234 triệu USD,new,p4,high")
    assert run("import", file, "--data", small.path, "--numbers", style).exit_code == 0
    assert [row["value"] for row in small.rows("observations") if row["period_start"] == "2020"] == [value]


def test_a_row_that_breaks_a_rule_is_told_where_it_was_typed(small: Folder) -> None:
    before = bytes_of(small.path)
    file = typed(
        small,
        "west,turnover,2021,2021,5 triệu USD,new,p4,high",
        "west,turnover,2023-05,2023-04,5 triệu USD,new,p4,high",
        "west,turnover,2022,2022,5 triệu USD,new,p4,",
    )
    told = run("import", file, "--data", small.path)
    assert told.exit_code == 2
    places = {line.split(": expected")[0].strip() for line in told.stderr.splitlines()[1:]}
    assert {"typed.csv:3 period_start", "typed.csv:4 confidence"} <= places or {
        "typed.csv:3 period_end",
        "typed.csv:4 confidence",
    } <= places
    assert all(place.startswith("typed.csv") for place in places)
    assert bytes_of(small.path) == before


def test_sheets_of_one_workbook_may_name_each_other(small: Folder) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Observations"
    book.active.append(
        ["Area", "indicator_id", "partner_id", "period_start", "period_end", "value", "unit_id"]
    )
    book.active.append(
        ["West", "turnover", "quang tay", date(2021, 3, 1), date(2021, 3, 1), 1876.7, "triệu USD"]
    )
    book.active["H1"], book.active["H2"] = "source_id", "new"
    book.active["I1"], book.active["I2"] = "locator", "p1"
    book.active["J1"], book.active["J2"] = "confidence", "medium"
    for cell in ("D2", "E2"):
        book.active[cell].number_format = "mmm-yy"
    book.create_sheet("partners").append(["partner_id", "kind", "name_vi", "name_en"])
    book["partners"].append(["guangxi", "locality", "Quảng Tây", "Guangxi"])
    file = small.path.parent / "two.xlsx"
    book.save(file)
    told = run("import", file, "--data", small.path)
    assert told.exit_code == 0, told.stderr
    row = next(row for row in small.rows("observations") if row["partner_id"] == "guangxi")
    assert row["observation_id"] == "west.turnover.guangxi.2021-03"
    assert (row["value"], row["unit_id"]) == ("1876.7", "usd_m")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "a.csv: the file is empty"),
        ("a.csv", b"area_id,worth\nwest,1\n", "a.csv: unknown column 'worth'; known: area_id"),
        ("a.csv", "Tỉnh\n".encode("cp1258", "replace"), "unknown column"),
        ("a.csv", b"\xff\xfe\x00", "a.csv: not UTF-16, as it says; save it as"),
        ("a.csv", b"\x81\x8a\x8f", "a.csv: neither UTF-8 nor Windows-1258; save it as"),
        ("a.pdf", b"%PDF", "a.pdf: not a .csv, .xlsx, .ods or .xls file"),
        ("a.xlsx", b"no zip", "a.xlsx: not a workbook"),
    ],
)
def test_a_file_that_is_no_table_is_one_clear_error(small: Folder, name, content, said) -> None:
    file = small.path.parent / name
    file.write_bytes(content)
    told = run("import", file, "--data", small.path)
    assert told.exit_code == 2
    assert said in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_semicolons_and_a_byte_order_mark_as_excel_writes_them(small: Folder) -> None:
    file = small.path.parent / "excel.csv"
    text = HEAD.replace(",", ";") + "West;turnover;2020;2020;1.876,7 triệu USD;new;p4;high\n"
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run("import", file, "--data", small.path).exit_code == 0
    assert [row["value"] for row in small.rows("observations") if row["period_start"] == "2020"] == ["1876.7"]


def exported_and_imported(folder: Folder, tmp_path: Path) -> None:
    before = bytes_of(folder.path)
    file = tmp_path / "all.xlsx"
    assert run("export", file, "--data", folder.path).exit_code == 0
    told = run("import", file, "--data", folder.path)
    assert (told.exit_code, told.stdout.splitlines()[-1]) == (0, "nothing to change")
    assert bytes_of(folder.path) == before


def test_export_and_import_change_no_byte(small: Folder, tmp_path: Path) -> None:
    for name in ("=SUM(A1) & 007", "007", "1.234", "2,15 tỷ", "1E3", "TRUE", "2017-08", "5%"):
        key = f"typed-{len(small.rows('partners'))}"
        small.add("partners", partner_id=key, kind="company", name_vi=name, name_en=name)
    exported_and_imported(small, tmp_path)


@pytest.mark.slow
def test_export_and_import_of_the_real_dataset_change_no_byte_and_read_no_row_again(
    real: Folder, tmp_path: Path, monkeypatch
) -> None:
    read = []
    monkeypatch.setattr(TableReader, "_row", lambda self, number, cells: read.append(cells))
    exported_and_imported(real, tmp_path)
    assert read == []


def test_a_dataset_made_anew_from_an_export_is_the_same(small: Folder, tmp_path: Path) -> None:
    file = tmp_path / "all.xlsx"
    assert run("export", file, "--data", small.path).exit_code == 0
    empty = tmp_path / "empty"
    shutil.copytree(small.path, empty)
    for table in empty.glob("*.csv"):
        table.write_text(table.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    told = run("import", file, "--data", empty)
    assert told.exit_code == 0, told.stderr
    assert bytes_of(empty) == bytes_of(small.path)


def test_an_exported_zip_is_the_dataset_again_and_the_same_bytes_each_time(
    small: Folder, tmp_path: Path
) -> None:
    files = [tmp_path / "one.zip", tmp_path / "two.ZIP"]
    for file in files:
        assert run("export", file, "--data", small.path).exit_code == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    shutil.unpack_archive(files[0], tmp_path / "unpacked")
    assert bytes_of(tmp_path / "unpacked") == bytes_of(small.path)
    assert run("check", "--data", tmp_path / "unpacked").exit_code == 0
    told = run("export", files[0], "--data", small.path)
    assert told.exit_code != 0 and "there is such a file already" in told.stderr


@pytest.mark.parametrize("name", ["all.csv", "all.ods", "all"])
def test_what_is_no_workbook_and_no_zip_is_refused_in_a_line(
    small: Folder, tmp_path: Path, name: str
) -> None:
    told = run("export", tmp_path / name, "--data", small.path)
    assert told.exit_code == 2 and not (tmp_path / name).exists()
    (line,) = told.stderr.splitlines()
    assert line.endswith("the dataset is many tables; name a workbook (all.xlsx) or a zip of CSV (all.zip)")


def test_of_very_many_faults_the_first_are_shown_and_the_others_counted_by_kind(small: Folder) -> None:
    rows = [f"West {number},turnover,2020,2020,x,new,p1,high" for number in range(500)]
    told = run("import", typed(small, *rows), "--data", small.path)
    lines = told.stderr.splitlines()
    assert (told.exit_code, len(lines)) == (2, 53)
    assert lines[0] == "briefings: 1,000 faults in the data:"
    assert lines[1].startswith("  typed.csv:2 ")
    assert lines[-2:] == [
        "  … and 475 more in value: expected one number, such as 1.876,7 or 1,876.7",
        "  … and 475 more in area_id: expected a known area",
    ]


def test_rows_that_read_well_and_break_the_rules_are_counted_too_each_at_its_place(small: Folder) -> None:
    rows = [f"west,turnover,{2030 + number},{2030 + number},-3 tỷ USD,new,p1,high" for number in range(60)]
    told = run("import", typed(small, *rows), "--data", small.path)
    lines = told.stderr.splitlines()
    assert told.exit_code == 2
    assert lines[0].endswith("faults in the data:")
    assert all(line.startswith("  typed.csv:") for line in lines[1:51])
    assert lines[51].startswith("  … and ")


BREAKING = {
    "partners": ("partner_id,kind,country,name_vi,name_en", "p{n},kind {n},CN,Nước {n},Country {n}."),
    "further_sources": ("table,key,source_id,locator", "observations,unknown-{n},new,p1"),
    "areas": ("area_id,kind,gso_code,name_vi,name_en,briefing", "a{n},province,10,A{n},A{n},true"),
    "relations": ("relation_id,area_id,partner_id,form,source_id", "r{n},west,yunnan,kind {n},new"),
}


@pytest.mark.parametrize("table", BREAKING)
def test_what_takes_long_is_not_done_for_each_of_many_faults(small: Folder, monkeypatch, table: str) -> None:
    """A file's place is found, names alike are looked for, a column is gone through as often for many as for few."""
    calls: Counter[str] = Counter()

    def count(owner: object, name: str) -> None:
        real = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *all_, **more: calls.update([name]) or real(*all_, **more))

    for owner, name in (
        (Path, "resolve"),
        (errors, "get_close_matches"),
        (Sheet, "typed"),
        (areas, "former_units"),
    ):
        count(owner, name)
    head, row = BREAKING[table]
    took = []
    for many in (60, 180):
        calls.clear()
        file = typed(small, *(row.format(n=number) for number in range(many)), head=f"{head}\n")
        told = run("import", file, "--table", table, "--data", small.path)
        assert told.exit_code == 2 and "… and " in told.stderr
        took.append(dict(calls))
    assert took[0] == took[1]


def test_rows_that_break_the_rules_are_told_in_the_order_of_the_file(small: Folder) -> None:
    rows = [f"p{number},state,XX,Nước {number},Country {number}" for number in range(12)]
    file = typed(small, *rows, head="partner_id,kind,country,name_vi,name_en\n")
    told = run("import", file, "--table", "partners", "--data", small.path)
    assert [line.split()[0] for line in told.stderr.splitlines()[1:]] == [
        f"typed.csv:{number}" for number in range(2, 14)
    ]


def test_a_table_that_is_named_for_a_sheet_of_another_is_refused(small: Folder) -> None:
    file = small.path.parent / "figures.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "observations"
    for row in (
        HEAD.strip().split(","),
        ["West", "turnover", "2020", "2020", "3 tỷ USD", "new", "p1", "high"],
    ):
        book.active.append(row)
    book.save(file)
    told = run("import", file, "--table", "sources", "--data", small.path)
    assert (told.exit_code, told.stderr) == (
        2,
        "briefings: figures.xlsx, sheet observations: by its name it fills the table observations, and --table "
        "says sources; leave --table out, or rename the sheet\n",
    )
    assert run("import", file, "--table", "observations", "--data", small.path, "--dry-run").exit_code == 0
