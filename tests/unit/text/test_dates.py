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
        ("2024-05-26", "2024-06-01", "26/5/2024 – 1/6/2024", "26 May 2024 – 1 June 2024"),
        ("", "2024", "2024", "2024"),
    ],
)
def test_periods(start: str, end: str, vi: str, en: str) -> None:
    assert dates.period(start, end, "vi") == vi
    assert dates.period(start, end, "en") == en
