"""Dates are shown as precisely as they are known, never more."""

import pytest

from helpers.text import dates


@pytest.mark.parametrize(
    ("partial", "vi", "en"),
    [
        ("2019", "2019", "2019"),
        ("2017-08", "8/2017", "August 2017"),
        ("2011-02-25", "25/2/2011", "25 February 2011"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(partial: str, vi: str, en: str) -> None:
    assert dates.day(partial, "vi") == vi
    assert dates.day(partial, "en") == en


def test_a_day_that_several_years_share_is_said_without_a_year() -> None:
    assert dates.day_of_year("2019-12-20", "vi") == "ngày 20/12"
    assert dates.day_of_year("2019-12-20", "en") == "20 December"


def test_a_date_in_a_sentence() -> None:
    assert dates.in_text("2019", "vi") == "năm 2019"
    assert dates.in_text("2017-08", "vi") == "tháng 8/2017"
    assert dates.in_text("2011-02-25", "vi") == "ngày 25/2/2011"


@pytest.mark.parametrize(
    ("start", "end", "vi", "en"),
    [
        ("2019", "2019", "2019", "2019"),
        ("2013", "2019", "2013–2019", "2013–2019"),
        ("2010", "2022-02", "2010 – 2/2022", "2010 – February 2022"),
        ("2024-06-11", "2024-06-15", "11–15/6/2024", "11–15 June 2024"),
        ("2024-05-26", "2024-06-01", "26/5 – 1/6/2024", "26 May – 1 June 2024"),
        ("", "2024", "2024", "2024"),
    ],
)
def test_periods(start: str, end: str, vi: str, en: str) -> None:
    assert dates.period(start, end, "vi") == vi
    assert dates.period(start, end, "en") == en


@pytest.mark.parametrize(
    ("start", "end", "vi", "en"),
    [
        ("2025-01", "2025-10", "10 tháng năm 2025", "January–October 2025"),
        ("2024-01", "2024-06", "6 tháng đầu năm 2024", "January–June 2024"),
        ("2024-01", "2024-01", "tháng 1/2024", "January 2024"),
        ("2024-03", "2024-05", "tháng 3–5/2024", "March–May 2024"),
        ("2025-01-01", "2025-11-27", "từ đầu năm đến 27/11/2025", "1 January – 27 November 2025"),
        ("2022-01-01", "2022-06-30", "6 tháng đầu năm 2022", "January–June 2022"),
        ("2022-01-01", "2022-12-31", "2022", "2022"),
        ("2019", "2019", "2019", "2019"),
        ("2015-01", "2015-12", "2015", "2015"),
        ("2013-01", "2018-03", "1/2013 – 3/2018", "January 2013 – March 2018"),
        ("1996", "2021", "1996–2021", "1996–2021"),
    ],
)
def test_what_a_figure_covers_is_said_as_people_say_it(start: str, end: str, vi: str, en: str) -> None:
    assert dates.covered(start, end, "vi") == vi
    assert dates.covered(start, end, "en") == en


def test_the_months_of_any_year_head_a_group_of_bars() -> None:
    assert dates.months("2024-01", "2024-10", "vi") == "10 tháng đầu năm"
    assert dates.months("2024-01", "2024-10", "en") == "January–October"
    assert dates.months("2024-03", "2024-05", "vi") == "tháng 3–5"
