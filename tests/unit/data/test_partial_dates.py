"""A partial date stands for the whole of its time."""

from datetime import date

import pytest

from helpers.data.dates import first_day, is_date, last_day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2011-02-25", date(2011, 2, 25), date(2011, 2, 25)),
    ],
)
def test_first_and_last_day(text, first, last):
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "19", "2019-00", "2019-13", "2019-02-30", "2019-1", "0000", "2019-01-01T00"]
)
def test_no_date(text):
    assert not is_date(text)
