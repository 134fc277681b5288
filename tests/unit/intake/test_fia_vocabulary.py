"""Headings, dates and numbers of the register mean what they say."""

import pytest

from helpers.intake.fia.vocabulary import column_of, period_of, power_of
from helpers.intake.fia.workbook import printed_number


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("Tính từ 01/01/2016 đến 26/12/2016", ("2016-01-01", "2016-12-26")),
        ("Tính từ 01/01 đến 20/5/2023", ("2023-01-01", "2023-05-20")),
        ("(Lũy kế các dự án còn hiệu lực đến ngày 31/12/2016)", ("", "2016-12-31")),
        ("tính đến hết ngày 20 tháng 12 năm 2021", ("", "2021-12-20")),
        ("From 01/01/2022 to 20/12/2022", ("2022-01-01", "2022-12-20")),
        ("From January 1st, 2022 to 20 December 2022", ("2022-01-01", "2022-12-20")),
        ("Accumulated valid projects as of Dec 20, 2021", ("", "2021-12-20")),
        ("Hà Nội, ngày 26 tháng 12 năm 2016", None),
        ("tính đến 31/02/2021", None),
    ],
)
def test_a_period_is_read_from_its_line(line: str, days: tuple[str, str] | None) -> None:
    assert period_of([line]) == days


def test_the_line_nearest_to_the_table_counts() -> None:
    assert period_of(["đến ngày 20/11/2021", "đến ngày 20/12/2021", "Đơn vị: triệu USD"]) == (
        "",
        "2021-12-20",
    )


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["Số dự án cấp mới"], "new_projects"),
        (["Cấp mới", "Vốn đăng ký (triệu USD)"], "new_capital"),
        (["Số lượt dự án tăng vốn"], "adjusted_projects"),
        (["Vốn đăng ký tăng thêm \n(triệu USD)"], "adjusted_capital"),
        (["Vốn đăng ký điều chỉnh"], "adjusted_capital"),
        (["Số lượt góp vốn, mua cổ phần"], "share_count"),
        (["Giá trị góp vốn, mua cổ phần"], "share_capital"),
        (["Tổng vốn đăng ký cấp mới, vốn tăng thêm và Vốn góp (triệu USD)"], "total_capital"),
        (["Vốn đăng ký cấp mới và tăng thêm (triệu USD)"], "total_capital"),
        (["Number of new projects"], "new_projects"),
        (["Total registered capital (USD million)"], "total_capital"),
        (["Số dự án"], "projects"),
        (["Vốn đăng ký"], "capital"),
        (["Vốn điều lệ (USD)"], None),
        (["Vốn thực hiện"], None),
        (["Tỷ trọng vốn (%)"], None),
        (["Ghi chú"], None),
    ],
)
def test_a_column_is_known_by_its_heading(parts: list[str], name: str | None) -> None:
    assert column_of(parts) == name


@pytest.mark.parametrize(
    ("text", "ten"),
    [
        ("(triệu USD)", 0),
        ("Unit: USD million", 0),
        ("(USD)", -6),
        ("tỷ USD", 3),
        ("nghìn USD", -3),
        ("dự án", None),
    ],
)
def test_a_unit_is_read_from_its_words(text: str, ten: int | None) -> None:
    assert power_of(text) == ten


@pytest.mark.parametrize(
    ("cell", "ten", "printed"),
    [
        (123.45000000001, 0, "123.45"),
        (17976.172492359998, 0, "17976.17249236"),
        (438692.2929727501, 0, "438692.29297275"),
        (9812574442.46, -6, "9812.57444246"),
        (609651961.2871318, -6, "609.651961287132"),
        (11272.0, 0, "11272"),
        (20000, 0, "20000"),
        (0.0, 0, "0"),
        (0.000005, 0, "0.000005"),
        (-1.25, 0, "-1.25"),
    ],
)
def test_numbers_keep_their_digits_and_lose_their_noise(cell: float, ten: int, printed: str) -> None:
    assert f"{printed_number(cell, ten):f}" == printed
