"""The register's workbooks are read by what they say, wherever it stands, and refused when it does not add up."""

import pickle
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from helpers.intake.fia.reader import read_workbook
from helpers.intake.fia.workbook import FLOW, FiaTable, NotAReport, UnclearTable

Cells = Sequence[Sequence[object]]

STOCK: Cells = (
    ("ĐẦU TƯ NƯỚC NGOÀI TẠI VIỆT NAM THEO ĐỊA PHƯƠNG",),
    ("(Lũy kế các dự án còn hiệu lực đến ngày 20/12/2022)",),
    (),
    ("STT", " Địa phương ", " Số dự án ", " Tổng vốn đầu tư đăng ký\n(Triệu USD) "),
    (1.0, "TP. Hồ Chí Minh", 11272.0, 55828.95607058),
    (2.0, "Lạng Sơn", 42.0, 240.36246),
    (3.0, "Dầu khí", 50.0, 2768.691815),
    ("Tổng", None, 11364.0, 58838.01034558001),
    (),
    ("Ghi chú: số liệu tính đến ngày 20 tháng báo cáo",),
)
HEAD = (
    "TT",
    "Đối tác",
    "Số dự án cấp mới",
    "Vốn đăng ký cấp mới (triệu USD)",
    "Số lượt dự án điều chỉnh",
    "Vốn đăng ký điều chỉnh\n(triệu USD)",
    "Số lượt góp vốn mua cổ phần",
    "Giá trị góp vốn, mua cổ phần \n(triệu USD)",
    "Tổng vốn đăng ký (triệu USD)",
)
FLOWS: Cells = (
    ("THU HÚT ĐẦU TƯ NƯỚC NGOÀI NĂM 2022 THEO ĐỐI TÁC",),
    ("Tính từ 01/01/2022 đến 20/12/2022",),
    HEAD,
    (1, "Hàn Quốc", 2, 10.5, 1, -1.25, None, None, 9.25),
    (2, "Trung Quốc", 3, 0.25, 0, 0, 4, 0.125, 0.375),
    ("Tổng số", None, 5, 10.75, 1, -1.25, 4, 0.125, 9.625),
)


def write(path: Path, *sheets: Cells, names: Sequence[str] = (), right: int = 0) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for place, cells in enumerate(sheets):
        sheet = book.create_sheet(names[place] if names else None)
        for row, line in enumerate(cells, 1):
            for column, value in enumerate(line, 1 + right):
                sheet.cell(row, column, value)
    book.save(path)
    return path


def one(path: Path, *sheets: Cells, right: int = 0) -> FiaTable:
    (table,) = read_workbook(write(path / "FDI.xlsx", *sheets, right=right)).tables
    return table


def changed(cells: Cells, old: object, new: object) -> Cells:
    return [[new if value == old else value for value in line] for line in cells]


def test_a_stock_is_read_with_its_date_rows_and_total(tmp_path: Path) -> None:
    table = one(tmp_path, STOCK)
    assert (table.kind, table.by, table.period_start, table.period_end) == (
        "stock",
        "locality",
        "",
        "2022-12-20",
    )
    assert [(row.label, row.row) for row in table.rows] == [
        ("TP. Hồ Chí Minh", 5),
        ("Lạng Sơn", 6),
        ("Dầu khí", 7),
    ]
    assert table.rows[1].values == {"projects": Decimal(42), "capital": Decimal("240.36246")}
    assert table.total.values["capital"] == Decimal("58838.01034558")


def test_a_flow_is_read_with_its_period_and_its_empty_cells(tmp_path: Path) -> None:
    table = one(tmp_path, FLOWS)
    assert (table.kind, table.by) == ("flow", "partner")
    assert (table.period_start, table.period_end) == ("2022-01-01", "2022-12-20")
    assert tuple(table.rows[0].values) == FLOW
    assert table.rows[0].values["share_capital"] is None
    assert table.rows[0].values["adjusted_capital"] == Decimal("-1.25")
    assert table.rows[1].values["adjusted_capital"] == Decimal(0)


def test_two_tables_on_one_sheet_and_a_renamed_sheet_are_both_found(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.xlsx", [("Chỉ tiêu", "triệu USD")], [*STOCK, (), *FLOWS], names=("BC", "Phụ lục (2)")
    )
    tables = read_workbook(path).tables
    assert [table.name for table in tables] == ["stock by locality 2022-12-20", "flow by partner 2022-12-20"]
    assert [table.sheet for table in tables] == [2, 2]
    assert tables[1].rows[0].row == 15


def test_tables_side_by_side_keep_to_themselves(tmp_path: Path) -> None:
    left = [[*line, *[None] * (4 - len(line))] for line in STOCK[:8]]
    both = [
        [*line, None, *other]
        for line, other in zip(left, changed(changed(STOCK[:8], 42.0, 43.0), 11364.0, 11365.0), strict=True)
    ]
    both[0][5] = "ĐẦU TƯ NƯỚC NGOÀI TẠI VIỆT NAM THEO NGÀNH"
    both[3][6] = "Ngành"
    both[1][0] = "(Lũy kế các dự án còn hiệu lực đến ngày 20/11/2022)"
    tables = read_workbook(write(tmp_path / "x.xlsx", both)).tables
    assert [(table.name, table.rows[1].values["projects"]) for table in tables] == [
        ("stock by locality 2022-11-20", Decimal(42)),
        ("stock by sector 2022-12-20", Decimal(43)),
    ]


def test_columns_may_stand_further_right(tmp_path: Path) -> None:
    assert one(tmp_path, STOCK, right=3).rows == one(tmp_path, STOCK).rows


@pytest.mark.parametrize(
    "order", [(0, 1, 8, 2, 3, 4, 5, 6, 7), (0, 1, 6, 7, 4, 5, 2, 3, 8), (1, 3, 2, 4, 5, 6, 7, 8, 0)]
)
def test_a_column_that_was_moved_is_read_by_its_heading(tmp_path: Path, order: tuple[int, ...]) -> None:
    moved = [[line[place] for place in order] if len(line) == len(order) else line for line in FLOWS]
    moved[-1][order.index(1)] = "Tổng số"
    assert one(tmp_path, moved).rows == one(tmp_path, FLOWS).rows
    assert one(tmp_path, moved).total.values == one(tmp_path, FLOWS).total.values


def test_dollars_become_million_dollars_without_losing_a_digit(tmp_path: Path) -> None:
    cells = [
        [value.replace("Triệu USD", "USD") if isinstance(value, str) else value for value in line]
        for line in STOCK
    ]
    cells[4][3], cells[5][3], cells[6][3] = 55828956070.58, 240362460, 2768691815
    cells[7][3] = 58838010345.58
    assert one(tmp_path, cells).rows == one(tmp_path, STOCK).rows


def test_of_two_units_side_by_side_the_million_is_read(tmp_path: Path) -> None:
    cells = [
        [*line[:3], *([line[3] * 1e6] if isinstance(line[3], float) else line[3:4]), line[3]]
        if len(line) > 3
        else line
        for line in STOCK
    ]
    cells[3][3] = "Tổng vốn đầu tư đăng ký (USD)"
    assert one(tmp_path, cells).rows == one(tmp_path, STOCK).rows


def test_the_unit_may_stand_above_the_table(tmp_path: Path) -> None:
    cells = changed(STOCK, STOCK[3][3], "Tổng vốn đầu tư đăng ký")
    with pytest.raises(UnclearTable, match=r"row 4: expected one column for capital in a known unit"):
        one(tmp_path, cells)
    assert one(tmp_path, [*cells[:2], ["Unit: USD million"], *cells[3:]]).rows == one(tmp_path, STOCK).rows


def test_a_heading_of_two_lines_under_spanning_words_is_read(tmp_path: Path) -> None:
    shares = "Góp vốn, mua cổ phần"
    total = "Tổng vốn đăng ký cấp mới, vốn tăng thêm và Vốn góp (triệu USD)"
    counts = ("Số dự án", "Số lượt dự án tăng vốn", "Số lượt góp vốn, mua cổ phần")
    capital = ("Vốn đăng ký (triệu USD)", "Vốn tăng thêm (triệu USD)", "Vốn góp (triệu USD)")
    head = (
        ("TT", "Nước đăng ký", "Cấp mới", None, "Tăng vốn", None, shares, None, total),
        (None, None, *(heading for pair in zip(counts, capital, strict=True) for heading in pair)),
    )
    table = one(tmp_path, [*FLOWS[:2], *head, *FLOWS[3:]])
    assert [row.values for row in table.rows] == [row.values for row in one(tmp_path, FLOWS).rows]


def test_the_title_outranks_a_copied_heading(tmp_path: Path) -> None:
    cells = changed(STOCK, " Địa phương ", "Nước đăng ký")
    assert one(tmp_path, cells).by == "locality"


def test_other_spellings_and_decomposed_letters_read_the_same(tmp_path: Path) -> None:
    cells = changed(changed(STOCK, "Tổng", "TỔNG  SỐ"), " Số dự án ", "SỐ DỰ ÁN")
    decomposed = [
        [unicodedata.normalize("NFD", value) if isinstance(value, str) else value for value in line]
        for line in cells
    ]
    table = one(tmp_path, decomposed)
    assert [row.values for row in table.rows] == [row.values for row in one(tmp_path, STOCK).rows]
    assert unicodedata.normalize("NFC", table.rows[1].label) == "Lạng Sơn"


def test_a_table_in_english_is_read(tmp_path: Path) -> None:
    cells: Cells = (
        ("FOREIGN DIRECT INVESTMENT IN VIET NAM BY PROVINCE",),
        ("(Accumulated valid projects as of December 20, 2021)",),
        ("No", "Province", "Number of projects", "Total registered capital (USD million)"),
        (1, "Lang Son", 42, 240.4),
        ("Total", None, 42, 240.4),
    )
    assert one(tmp_path, cells).name == "stock by locality 2021-12-20"


def test_tables_of_other_kinds_and_a_total_on_top_do_no_harm(tmp_path: Path) -> None:
    form = changed(
        changed(STOCK[:8], " Địa phương ", "Hình thức đầu tư"), STOCK[0][0], "THEO HÌNH THỨC ĐẦU TƯ"
    )
    on_top = [*STOCK[:4], STOCK[7], *STOCK[4:7], (), ("Ghi chú", None, 7)]
    assert one(tmp_path, [*form, (), *on_top]).total.row == 14


def test_every_column_that_misses_its_total_is_told(tmp_path: Path) -> None:
    report = read_workbook(
        write(tmp_path / "FDI.xlsx", changed(changed(STOCK, 42.0, 41.0), 240.36246, 239.0))
    )
    assert [str(one) for one in report.differences] == [
        "sheet 1, stock by locality 2022-12-20: projects: rows add up to 11363, "
        "the printed total is 11364, difference -1",
        "sheet 1, stock by locality 2022-12-20: capital: rows add up to 58836.64788558, "
        "the printed total is 58838.01034558, difference -1.36246",
    ]
    assert pickle.loads(pickle.dumps(report)) == report


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        ([("", "Vùng biên", 92.0, 3009.054275)], "row 8 “Vùng biên” has just that: is it a subtotal?"),
        (
            [("", "Phía Bắc", 42.0, 240.36246), ("", "Phía Nam", 11322.0, 58597.64788558)],
            "that is the total once more: are there subtotals among the rows?",
        ),
    ],
)
def test_subtotals_among_the_rows_are_pointed_at(
    tmp_path: Path, rows: list[tuple[object, ...]], hint: str
) -> None:
    report = read_workbook(write(tmp_path / "FDI.xlsx", [*STOCK[:7], *rows, *STOCK[7:]]))
    assert [(one.column, hint in str(one)) for one in report.differences] == [
        ("projects", True),
        ("capital", True),
    ]


def test_titles_in_merged_cells_and_a_unit_of_thousands_read_the_same(tmp_path: Path) -> None:
    cells = [list(line) for line in STOCK]
    cells[3][3] = "Tổng vốn đầu tư đăng ký (nghìn USD)"
    for row in (4, 5, 6, 7):
        cells[row][3] = Decimal(str(cells[row][3])) * 1000
    path = write(tmp_path / "FDI.xlsx", cells)
    book = openpyxl.load_workbook(path)
    for place in ("A1:D1", "A2:D2", "A8:B8"):
        book.active.merge_cells(place)
    book.save(path)
    (table,), (plain,) = read_workbook(path).tables, read_workbook(write(tmp_path / "b.xlsx", STOCK)).tables
    assert [row.values for row in table.rows] == [row.values for row in plain.rows]
    assert (table.total.values, table.period_end) == (plain.total.values, plain.period_end)


def test_a_table_must_agree_with_the_country_s_total_in_the_table_by_locality(tmp_path: Path) -> None:
    by_partner = (
        ("ĐẦU TƯ NƯỚC NGOÀI TẠI VIỆT NAM THEO ĐỐI TÁC",),
        STOCK[1],
        ("STT", "Đối tác", *STOCK[3][2:]),
        (1, "Hàn Quốc", 11364.0, 58838.5),
        ("Tổng", None, 11364.0, 58838.5),
    )
    report = read_workbook(write(tmp_path / "FDI.xlsx", STOCK, by_partner))
    assert [str(one) for one in report.differences] == [
        "sheet 2, stock by partner 2022-12-20: capital: rows add up to 58838.5, "
        "the country's total by locality is 58838.01034558, difference +0.48965442"
    ]


def test_rounded_rows_may_miss_the_total_by_half_a_unit_each(tmp_path: Path) -> None:
    cells = [list(line) for line in STOCK]
    cells[4][3], cells[5][3], cells[6][3], cells[7][3] = 0.04, 0.24, 0.04, 0.33
    assert one(tmp_path, cells).total.values["capital"] == Decimal("0.33")
    cells[7][3] = 0.35
    assert [one.column for one in read_workbook(write(tmp_path / "FDI.xlsx", cells)).differences] == [
        "capital"
    ]


def test_a_repeated_table_is_read_once_and_a_differing_one_refused(tmp_path: Path) -> None:
    assert one(tmp_path, STOCK, STOCK).sheet == 1
    other = changed(changed(STOCK, 42.0, 43.0), 11364.0, 11365.0)
    with pytest.raises(UnclearTable, match="stock by locality 2022-12-20 differs from the one on sheet 1"):
        one(tmp_path, STOCK, other)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (STOCK[1][0], "(Lũy kế các dự án còn hiệu lực)", "row 4: no date"),
        ("Tổng", "Cộng dồn", "row 4: the table by locality that starts here has no row “Tổng số”"),
        (240.36246, "n/a", "row 6: expected a number in column 4, found 'n/a'"),
        (" Số dự án ", "Ghi chú", "row 1: no heading of a table by locality beneath the title"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused(
    tmp_path: Path, old: object, new: str, problem: str
) -> None:
    with pytest.raises(UnclearTable, match=problem) as caught:
        one(tmp_path, changed(STOCK, old, new))
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_workbook_of_something_else_is_refused_in_one_message(tmp_path: Path) -> None:
    path = write(tmp_path / "diem.xlsx", [("Học sinh", "Điểm"), ("An", 9)], names=("Lớp 1",))
    with pytest.raises(NotAReport, match=r"diem\.xlsx: not a workbook.*looked for.*“Lớp 1”"):
        read_workbook(path)


def test_a_file_that_is_no_workbook_is_refused_in_the_same_way(tmp_path: Path) -> None:
    path = tmp_path / "notes.xlsx"
    path.write_text("not a workbook")
    for file in (path, tmp_path / "absent.xls"):
        with pytest.raises(NotAReport, match="a file that is no workbook"):
            read_workbook(file)


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", STOCK, FLOWS)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    assert [(table.kind, table.sheet) for table in read_workbook(path).tables] == [("flow", 2)]
