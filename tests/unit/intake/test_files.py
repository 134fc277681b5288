"""Tables come in as people keep them: titles above, remarks below, merged cells, encodings and delimiters of Excel."""

import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from helpers.cli.main import main
from helpers.data.schema import Table, read
from helpers.errors import folded
from small_dataset import Folder

PACKAGE = read()
HEAD = ("area_id", "indicator_id", "as_of", "value", "unit_id", "source_id", "locator", "confidence")
ROW = ("West", "capital", "2021", "7,5", "triệu USD", "new", "p1", "high")
ADDED = ("west.capital.2021", "7.5", "usd_m")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def added(folder: Folder) -> list[tuple[str, str, str]]:
    """The figures of 2021."""
    rows = [row for row in folder.rows("observations") if row["as_of"] == "2021"]
    return [(row["observation_id"], row["value"], row["unit_id"]) for row in rows]


def text(*lines: Iterable[str], delimiter: str = ";") -> str:
    return "".join(delimiter.join(line) + "\r\n" for line in lines)


def in_windows_1258(said: str) -> bytes:
    """As Windows encodes it: a letter with two marks is one letter with its shape, and its tone behind it."""
    found = ""
    for mark in unicodedata.normalize("NFD", said):
        shape = unicodedata.normalize("NFC", found[-1:] + mark)
        tone_before = len(found) > 1 and unicodedata.combining(found[-1])
        if tone_before and unicodedata.combining(mark):  # the tone came first: below the letter
            found = found[:-2] + unicodedata.normalize("NFC", found[-2] + mark) + found[-1]
        elif len(shape) == 1 and mark in "\u0302\u0306\u031b":
            found = found[:-1] + shape
        else:
            found += mark
    return found.encode("cp1258")


def sheet(*rows: Iterable[str], name: str = "observations", merge: str = "") -> Callable[[Path], None]:
    def make(path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.title = name
        for row in rows:
            book.active.append(list(row))
        if merge:
            book.active.merge_cells(merge)
        book.save(path)

    return make


def written(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.csv", written(b"sep=;\r\n" + text(HEAD, ROW).encode())),
        ("a.csv", written(b"sep=|\r\n" + text(HEAD, ROW, delimiter="|").encode())),
        ("a.txt", written(text(HEAD, ROW, delimiter="\t").encode("utf-16"))),
        ("a.csv", written(b"\xfe\xff" + text(HEAD, ROW).encode("utf-16-be"))),
        ("a.csv", written(text(("Số liệu, theo tỉnh, năm 2021",), (), HEAD, ROW).encode())),
        ("a.csv", written(text(HEAD, ROW, ("", "Ghi chú: sơ bộ", *[""] * 6)).encode())),
        ("a.xlsx", sheet(("Số liệu",), ("Nguồn: Cục", "Đơn vị"), HEAD, ROW)),
        ("a.xlsx", sheet(("Số liệu",), HEAD, ROW, merge="A1:H1")),
        ("a.xlsx", sheet(HEAD, ROW, (), ("Ghi chú: sơ bộ",), ("Nguồn: Cục",))),
        ("a.xlsx", sheet(HEAD, ROW, ("Ghi chú: sơ bộ",), merge="A3:H4")),
        ("a.xlsx", sheet(HEAD, ROW, name="Sheet1")),
        ("a.xlsx", sheet(HEAD, ROW, name="Trang tính1")),
    ],
)
def test_a_table_comes_in_as_people_keep_it(small: Folder, name: str, make: Callable[[Path], None]) -> None:
    file = small.path.parent / name
    make(file)
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, told.stderr, added(small)) == (0, "", [ADDED])


VIETNAMESE = (
    *("Tỉnh", "Chỉ tiêu", "Tại ngày", "Giá trị", "Đơn vị"),
    *("Từ hạn định", "Nguồn", "Vị trí trong nguồn", "Độ tin cậy"),
)


def test_headings_and_words_may_be_vietnamese(small: Folder) -> None:
    file = small.path.parent / "a.xlsx"
    row = ("tỉnh West", "Capital", "năm 2021", "7,5", "triệu USD", "hơn", "new", "p1", "high")
    sheet(VIETNAMESE, row, name="Trang tính1")(file)
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, told.stderr, added(small)) == (0, "", [ADDED])
    assert [row["qualifier"] for row in small.rows("observations") if row["as_of"] == "2021"] == ["over"]


@pytest.mark.parametrize("table", PACKAGE.tables.values(), ids=lambda table: table.name)
def test_every_heading_of_a_table_means_one_field(table: Table) -> None:
    headings = [
        (folded(heading), one.name)
        for one in table.fields
        for heading in (one.name, one.title, one.title_vi)
        if heading
    ]
    assert {one.name for one in table.fields if not one.title_vi} == set()
    assert len(set(headings)) == len({heading for heading, _ in headings})


def test_what_is_left_out_or_assumed_is_told(small: Folder) -> None:
    file = small.path.parent / "a.csv"
    remark = ("", "Ghi chú: số liệu sơ bộ", *[""] * 6)
    file.write_bytes(in_windows_1258(text(HEAD, ROW, remark)))
    told = run("import", file, "--data", small.path)
    assert told.stdout.splitlines() == [
        "observations: 1 to add, 0 to change, 0 already there",
        "a.csv: read as Windows-1258, since it is not UTF-8; look whether its letters are right",
        "a.csv, row 3: left out as a remark, “Ghi chú: số liệu sơ bộ”",
        "written; the check passes",
    ]
    assert added(small) == [ADDED]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read_and_told(small: Folder, encoding: str) -> None:
    file = small.path.parent / "a.csv"
    file.write_bytes(text(HEAD, ROW).encode(encoding))
    told = run("import", file, "--data", small.path)
    assert told.stdout.splitlines()[1] == (
        "a.csv: read as UTF-16, since it is full of zero bytes; look whether its letters are right"
    )
    assert added(small) == [ADDED]


def test_letters_of_windows_1258_are_composed(small: Folder) -> None:
    file = small.path.parent / "a.csv"
    head = ("partner_id", "kind", "country", "name_vi", "name_en")
    file.write_bytes(in_windows_1258(text(head, ("hong-ha", "locality", "CN", "Hồng Hà, Tế Nam", "Honghe"))))
    assert run("import", file, "--table", "partners", "--data", small.path).exit_code == 0
    names = [row["name_vi"] for row in small.rows("partners") if row["partner_id"] == "hong-ha"]
    assert names == [unicodedata.normalize("NFC", "Hồng Hà, Tế Nam")]


def test_a_merged_cell_holds_in_all_the_rows_that_it_covers(small: Folder) -> None:
    file = small.path.parent / "a.xlsx"
    other = ("", "capital", "2022", "8,5", "triệu USD", "new", "p1", "high")
    sheet(HEAD, ROW, other, merge="A2:A3")(file)
    assert run("import", file, "--data", small.path).exit_code == 0
    assert [row["area_id"] for row in small.rows("observations") if row["as_of"] in ("2021", "2022")] == [
        "west"
    ] * 2


def test_a_heading_over_two_rows_is_one_heading(small: Folder) -> None:
    file = small.path.parent / "a.xlsx"
    below = ("", *HEAD[1:])
    sheet((HEAD[0], "Số liệu", *[""] * 6), below, ROW, merge="A1:A2")(file)
    assert run("import", file, "--data", small.path).exit_code == 0
    assert added(small) == [ADDED]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("area_id", "indicator_id", "worth"), ("West", "capital", "7")), "unknown column 'worth'"),
        (
            (("Số liệu",), ("area_id", "indicator_id", "worth"), ("West", "capital", "7")),
            "unknown column 'worth'",
        ),
        (
            (("area_id", "value", "Value"), ("West", "7", "8")),
            "two columns mean value; the second is 'Value'",
        ),
        ((("Tỉnh", "Chỉ tiêu", "Giá tri số"), ("West", "capital", "7")), "did you mean Giá trị"),
        ((HEAD, ROW, ("Tổng", "7,5")), "a.xlsx, sheet Sheet1:3 area_id: expected a known area"),
    ],
)
def test_headings_and_rows_that_mean_nothing_are_told(small: Folder, rows, said: str) -> None:
    file = small.path.parent / "a.xlsx"
    sheet(*rows, name="Sheet1")(file)
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, said in told.stderr) == (2, True), told.stderr


def test_a_table_that_is_not_there_is_told_for_a_workbook_too(small: Folder) -> None:
    file = small.path.parent / "a.xlsx"
    sheet(HEAD, ROW)(file)
    told = run("import", file, "--table", "observation", "--data", small.path)
    assert (told.exit_code, "did you mean observations" in told.stderr) == (2, True)


def test_of_several_sheets_each_has_the_name_of_a_table(small: Folder) -> None:
    file = small.path.parent / "a.xlsx"
    sheet(HEAD, ROW)(file)
    book = openpyxl.load_workbook(file)
    book.create_sheet("Sheet2")  # left empty, as Excel makes them
    book.save(file)
    assert run("import", file, "--data", small.path, "--dry-run").exit_code == 0
    book["Sheet2"].append(["Ghi chú"])
    book.save(file)
    told = run("import", file, "--data", small.path).stderr
    assert "a.xlsx: sheet 'Sheet2' is named after no table" in told
    book["Sheet2"].sheet_state = "hidden"
    book.save(file)
    assert run("import", file, "--data", small.path).exit_code == 0


OFFICE = (
    *("STT", "Tỉnh/Thành phố", "Chỉ tiêu", "Từ ngày", "Đến ngày", "Giá trị", "Đơn vị tính"),
    *("Nguồn", "Vị trí trong nguồn", "Độ tin cậy", "Ghi chú"),
)


def test_a_form_of_an_office_comes_in(real: Folder) -> None:
    """Its number and date on top, numbered rows, scales beside numbers, who signed below."""
    visitors = "Tổng lượt khách du lịch"
    rows = (
        (
            "1",
            "Tỉnh Lạng Sơn",
            visitors,
            "2011",
            "2011",
            "hơn 2,1 triệu",
            "lượt",
            *("lang-son-2022", "p3", "Cao"),
        ),
        (
            "2",
            "TP. Hải Phòng",
            visitors,
            "2012",
            "2012",
            "khoảng 1.234.567",
            "lượt khách",
            "lang-son-2022",
            "p3",
        ),
        (
            "3",
            "T. Cao Bằng",
            visitors,
            "tháng 3/2013",
            "3/2013",
            "trên 1,5",
            "triệu lượt",
            "lang-son-2022",
            "p4",
        ),
        ("4",),
    )
    file = real.path.parent / "a.xlsx"
    sheet(
        ("UBND TỈNH LẠNG SƠN", "", "", "Biểu số 02"),
        ("SỞ NGOẠI VỤ",),
        ("BẢNG TỔNG HỢP SỐ LIỆU NĂM 2013",),
        ("(Kèm theo Báo cáo số 12/BC-SNgV ngày 15/01/2014)",),
        OFFICE,
        *(row if len(row) != 9 else (*row, "Trung bình") for row in rows),
        (),
        ("Ghi chú: số liệu sơ bộ",),
        ("Người lập biểu", "", "", "Giám đốc Sở"),
        name="Sheet1",
        merge="A3:K3",
    )(file)
    before = {row["observation_id"] for row in real.rows("observations")}
    told = run("import", file, "--data", real.path)
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.splitlines()[1] == "a.xlsx, sheet Sheet1, rows 9 to 12: left out as a remark, “4”"
    assert {
        row["observation_id"]: (row["value"], row["unit_id"], row["qualifier"], row["confidence"])
        for row in real.rows("observations")
        if row["observation_id"] not in before
    } == {
        "lang-son.visitors-total.2011": ("2.1", "visitor_m", "over", "high"),
        "hai-phong.visitors-total.2012": ("1234567", "visitor", "about", "medium"),
        "cao-bang.visitors-total.2013-03": ("1.5", "visitor_m", "over", "medium"),
    }


def test_a_last_row_with_a_number_is_no_remark(small: Folder) -> None:
    file = small.path.parent / "a.xlsx"
    sheet(HEAD, ROW, ("Ghi chú", "", "", "7,5"))(file)
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, "a.xlsx, sheet observations:3 area_id" in told.stderr) == (2, True), told.stderr
