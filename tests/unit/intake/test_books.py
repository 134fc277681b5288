"""Any file that people have is read as they see it, or refused in one line; none takes more than its share."""

import datetime
import struct
import zipfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.styles import PatternFill

from helpers.cli.main import main
from helpers.data.schema import Package, read
from helpers.intake.fia.workbook import NotAReport, read_worksheets
from helpers.intake.forms.files import FilledTable, read_file
from measuring import measured
from small_dataset import Folder

FILES = Path(__file__).parent / "files"
HEAD = ("area_id", "indicator_id", "as_of", "value", "unit_id", "source_id", "locator", "confidence")
ROW = ("West", "capital", "2021", 7, "triệu USD", "new", "p1", "high")
PACKAGE = read()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def book(path: Path, *rows: Iterable[object], name: str = "observations") -> openpyxl.Workbook:
    """A workbook of one sheet, which is saved too."""
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return made


def changed(path: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    """Change one file within a workbook."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content[member] = change(content[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)


def ods(path: Path, rows: str, sheet: str = "observations") -> None:
    """An .ods with one sheet; a date of the style ``month`` shows its month only."""
    names = ("office", "table", "text", "style", "number")
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{_SPACE.get(one, one)}:1.0"' for one in names
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">'
        '<office:automatic-styles><number:date-style style:name="N1"><number:month number:style="long"/>'
        "<number:text>/</number:text><number:year/></number:date-style>"
        '<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="{sheet}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)


_SPACE = {"number": "datastyle"}


def ods_row(*cells: str) -> str:
    """A row of an .ods: each cell as text, unless it is markup."""
    made = (
        one
        if one.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>'
        for one in cells
    )
    return f"<table:table-row>{''.join(made)}</table:table-row>"


def rows_of(file: Path, package: Package = PACKAGE, table: str = "observations") -> list[dict[str, object]]:
    """The rows of the one table of a file."""
    return [dict(row) for _, row in the_table(file, package, table).rows]


def the_table(file: Path, package: Package = PACKAGE, table: str = "observations") -> FilledTable:
    (one,) = read_file(file, package, table)
    return one


def far(path: Path) -> None:
    made = book(path, HEAD, ROW)
    made.active["XFD1048576"].fill = PatternFill("solid", fgColor="FFFF00")
    made.active["A1048576"].fill = PatternFill("solid", fgColor="FFFF00")
    made.save(path)


def test_a_coloured_cell_in_the_last_row_and_column_is_no_part_of_the_table(small: Folder) -> None:
    file = small.path.parent / "far.xlsx"
    far(file)
    code, said, seconds, memory = measured(file, data=small.path)
    assert (code, said) == (0, "")
    assert seconds < 10
    assert memory < 500


def wide(path: Path) -> None:
    made = book(path, HEAD, ROW)
    made.active["XFD1048576"] = 1
    made.save(path)


def bomb(path: Path) -> None:
    path.write_bytes(_bomb())


@cache
def _bomb() -> bytes:
    with TemporaryDirectory() as place:
        file = Path(place) / "bomb.xlsx"
        book(file, HEAD, ROW)
        archive = zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
        with archive, archive.open("big", "w") as member:
            for _ in range(400):
                member.write(bytes(1_000_000))
        return file.read_bytes()


def entities(path: Path) -> None:
    book(path, HEAD, ROW)
    declared = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (98 + one, *[97 + one] * 8) for one in range(12)
    )
    changed(path, "xl/worksheets/sheet1.xml", lambda old: declared + b"]>" + old.replace(b"West", b"&m;"))


def damaged(path: Path) -> None:
    book(path, HEAD, ROW)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40] = bytes(40)
    path.write_bytes(content)


def long_text(path: Path) -> None:
    path.write_text(
        ",".join(HEAD) + "\nWest,capital,2021,7," + "x" * 200_000 + ",new,p1,high\n", encoding="utf-8"
    )


def locked(path: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        (
            "wide.xlsx",
            wide,
            "wide.xlsx, sheet observations: too large: it holds something as far as row 1048576, column 16384",
        ),
        ("bomb.xlsx", bomb, "bomb.xlsx: too large: 400 MB to read, of at most 64"),
        ("entities.xlsx", entities, "entities.xlsx: not a workbook that can be read (it declares entities"),
        ("damaged.xlsx", damaged, "damaged.xlsx: not a workbook"),
        ("long.csv", long_text, "at most 32,767 characters"),
        ("locked.xlsx", locked, "locked.xlsx: it is protected by a password; save it without one"),
        (
            "panic.xls",
            lambda path: path.write_bytes((FILES / "panic.xls").read_bytes()),
            "panic.xls: not a workbook",
        ),
        ("empty.xlsx", lambda path: openpyxl.Workbook().save(path), "empty.xlsx: an empty workbook"),
        ("none.ods", lambda path: path.write_bytes(b""), "none.ods: the file is empty"),
    ],
)
def test_a_hostile_or_broken_file_is_one_clear_error_in_bounded_time_and_memory(
    small: Folder, name, make, said
) -> None:
    file = small.path.parent / name
    make(file)
    before = {path.name: path.read_bytes() for path in small.path.iterdir()}
    code, told, seconds, memory = measured(file, data=small.path)
    assert (code, said in told) == (2, True), told[:500]
    assert len(told) < 1_000
    assert "Traceback" not in told
    assert seconds < 10
    assert memory < 500
    assert {path.name: path.read_bytes() for path in small.path.iterdir()} == before


def far_xls(path: Path) -> None:
    """An old workbook whose first text stands in the last row and column that there are."""
    content = (FILES / "figures.xls").read_bytes()
    place = content.index(struct.pack("<HH", 0xFD, 10))  # a cell with a text
    path.write_bytes(content[: place + 4] + struct.pack("<HH", 65_535, 255) + content[place + 8 :])


@pytest.mark.parametrize("command", [[], ["fia"]], ids=["file", "fia"])
def test_an_old_workbook_with_a_cell_in_its_last_place_takes_bounded_time_and_memory(
    small: Folder, command: list[str]
) -> None:
    file = small.path.parent / "far.xls"
    far_xls(file)
    code, told, seconds, memory = measured(*command, file, data=small.path)
    assert (code, told.count("\n")) == (2, 1), told[:500]
    assert "far.xls" in told
    assert "too large: it holds something as far as row 65536, column 256" in told
    assert seconds < 10
    assert memory < 500


@pytest.mark.parametrize("name", ["panic.xls", "bomb.xlsx", "locked.xls"])
def test_a_report_of_the_register_that_cannot_be_read_is_one_clear_error(
    tmp_path: Path, name: str, capfd
) -> None:
    file = tmp_path / name
    {"panic.xls": lambda path: path.write_bytes((FILES / "panic.xls").read_bytes()), "bomb.xlsx": bomb}.get(
        name, locked
    )(file)
    with pytest.raises(NotAReport, match=r"password|too large|cannot be read|can be read"):
        read_worksheets(file)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (
            {"D2": "=1+1"},
            "value",
            "expected the value of its formula: open the file in a spreadsheet program and save it",
        ),
        ({"G2": "#REF!"}, "locator", 'expected a value, found "#REF!"'),
        ({"J2": "#REF!"}, "column 10", 'expected a value, found "#REF!"'),
        ({"D2": 1e308}, "value", "expected a number of at most fifteen digits"),
    ],
)
def test_a_cell_that_holds_no_value_is_told_with_its_place(
    small: Folder, cells, column: str, said: str
) -> None:
    file = small.path.parent / "cells.xlsx"
    made = book(file, HEAD, ROW)
    for place, value in cells.items():
        made.active[place] = value
        if str(value).startswith("#"):
            made.active[place].data_type = "e"
    made.save(file)
    told = run("import", file, "--data", small.path)
    assert told.exit_code == 2
    (line,) = told.stderr.splitlines()[1:]
    assert line.startswith(f"  cells.xlsx, sheet observations:2 {column}: ")
    assert said in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "West,capital,2021,7,usd_m,new,p1,high\nWest,capital,2022,7,usd_m,ne",
            "3: expected 8 cells, as the header has, found",
        ),
        ("West,capital,2021,7", "2: expected 8 cells, as the header has, found"),
        ("West", "2: expected 8 cells, as the header has, found"),
        ("West,capital,2021,2,15,usd_m,new,p1,high\n", "a cell with the delimiter in it stands in quotes"),
        ('West,capital,2021,7,usd_m,new,"p1,high\n', "2: expected quotes that open and close"),
        ("West,capital,2021,1e308,usd_m,new,p1,high\n", "expected one number"),
        ("West,capital,2021,#REF!,usd_m,new,p1,high\n", '2 value: expected a value, found "#REF!"'),
    ],
)
def test_a_row_of_a_text_file_that_is_cut_or_shifted_is_told_with_its_line(
    small: Folder, text: str, said: str
) -> None:
    file = small.path.parent / "cut.csv"
    file.write_text(",".join(HEAD) + "\n" + text, encoding="utf-8")
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, said in told.stderr) == (2, True), told.stderr


MEANT = [
    {
        "area_id": "West",
        "indicator_id": "capital-share",
        "as_of": "2021-03",
        "value": Decimal("5.5"),
        "unit_id": "%",
    },
    {
        "area_id": "West",
        "indicator_id": "capital",
        "as_of": "2021-03-01",
        "value": Decimal("1876.7"),
        "unit_id": "triệu USD",
    },
]
MEANT = [{**row, "source_id": "new", "locator": "p1", "confidence": "high"} for row in MEANT]


def as_xlsx(path: Path) -> None:
    day = datetime.date(2021, 3, 1)
    made = book(
        path,
        HEAD,
        ("West", "capital-share", day, 0.055, "%", "new", "p1", "high"),
        ("West", "capital", day, 1876.7, "triệu USD", None, "p1", "high"),
        ("Ghi chú: số liệu sơ bộ",),
        name="Trang tính1",
    )
    made.active["C2"].number_format, made.active["C3"].number_format = "[$-42A]mm/yyyy", "dd/mm/yyyy"
    made.active["D2"].number_format = "0.0%"
    made.active.merge_cells("F2:F3")
    made.save(path)


def as_ods(path: Path) -> None:
    cell = '<table:table-cell office:value-type="{}" {}/>'
    day = 'office:date-value="2021-03-01"'
    ods(
        path,
        ods_row(*HEAD)
        + ods_row(
            "West",
            "capital-share",
            cell.format("date", f'{day} table:style-name="month"'),
            cell.format("percentage", 'office:value="0.055"'),
            "%",
            '<table:table-cell office:value-type="string" table:number-rows-spanned="2">'
            "<text:p>new</text:p></table:table-cell>",
            "p1",
            "high",
        )
        + ods_row(
            "West",
            "capital",
            cell.format("date", day),
            cell.format("float", 'office:value="1876.7"'),
            "triệu USD",
            "<table:covered-table-cell/>",
            "p1",
            "high",
        )
        + ods_row("Ghi chú: số liệu sơ bộ")
        + '<table:table-row table:number-rows-repeated="1048572">'
        + '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
        sheet="Sheet1",
    )


@pytest.mark.parametrize("name", ["figures.xlsx", "figures.ods", "figures.xls"])
def test_a_workbook_is_read_as_it_is_seen(tmp_path: Path, name: str) -> None:
    """A month stored as its first day, a percentage, a merged source, a remark at the end, a sheet of any name."""
    file = tmp_path / name
    {"figures.xlsx": as_xlsx, "figures.ods": as_ods}.get(
        name, lambda path: path.write_bytes((FILES / name).read_bytes())
    )(file)
    table = the_table(file)
    assert [row for _, row in table.rows] == MEANT
    (remark,) = table.remarks
    assert remark.endswith("row 4: left out as a remark, “Ghi chú: số liệu sơ bộ”")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            '<table:table-cell office:value-type="string" calcext:value-type="error">'
            "<text:p>#REF!</text:p></table:table-cell>",
            "#REF!",
        ),
        ('<table:table-cell table:formula="of:=1+1"/>', "the value of its formula"),
    ],
)
def test_a_cell_of_an_ods_that_holds_no_value_is_told(small: Folder, cell: str, said: str) -> None:
    file = small.path.parent / "cells.ods"
    ods(file, ods_row(*HEAD) + ods_row("West", "capital", "2021", cell, "usd_m", "new", "p1", "high"))
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, said in told.stderr) == (2, True), told.stderr


def test_an_ods_that_repeats_a_cell_without_end_is_refused(small: Folder) -> None:
    file = small.path.parent / "repeated.ods"
    repeated = 'office:value-type="string" table:number-columns-repeated="16384"'
    cell = f"<table:table-cell {repeated}><text:p>x</text:p></table:table-cell>"
    ods(
        file,
        ods_row(*HEAD) + f'<table:table-row table:number-rows-repeated="1048575">{cell}</table:table-row>',
    )
    code, said, seconds, memory = measured(file, data=small.path)
    assert (code, "too large" in said) == (2, True)
    assert seconds < 10
    assert memory < 500
